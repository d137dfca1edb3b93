"""Information: the same work by mathlib and by the peer a user would pick; `python -m tests.bench.information`.

Nothing here is slower than twice the peer; the tree comes nearest, for the loops of its peer are compiled.
"""
from __future__ import annotations

import warnings
from collections.abc import Callable

import numpy as np
from scipy import stats
from sklearn.feature_selection import mutual_info_classif
from sklearn.metrics import mutual_info_score
from sklearn.mixture import BayesianGaussianMixture
from sklearn.neural_network import MLPRegressor
from sklearn.tree import DecisionTreeClassifier

from mathlib import information as ours
from mathlib.data import load_breast_cancer, load_digits
from tests.bench.timing import Row, compare, growth, show


def measure_rows(rng: np.random.Generator) -> list[Row]:
    p, q = rng.dirichlet(np.ones(100_000), size=2)
    x, y = rng.integers(20, size=(2, 10_000))
    cov = np.eye(50) + 0.1
    zero = np.zeros(50)
    return [
        compare("entropy of 1e5 values / scipy.stats.entropy", lambda: ours.entropy(p), lambda: stats.entropy(p)),
        compare("kl_divergence of 1e5 values / scipy.stats.entropy", lambda: ours.kl_divergence(p, q),
                lambda: stats.entropy(p, q)),
        compare("mutual information of 1e4 pairs / scikit-learn",
                lambda: ours.mutual_information(ours.joint_table(x, y)), lambda: mutual_info_score(x, y)),
        compare("gaussian_entropy in 50 dimensions / scipy.stats", lambda: ours.gaussian_entropy(cov),
                lambda: stats.multivariate_normal(zero, cov).entropy()),
        growth("mutual information of 1e5 and 2e5 pairs",
               lambda: ours.mutual_information(ours.joint_table(np.tile(x, 10), np.tile(y, 10))),
               lambda: ours.mutual_information(ours.joint_table(np.tile(x, 20), np.tile(y, 20)))),
    ]


def code_rows(rng: np.random.Generator) -> list[Row]:
    p, q = rng.dirichlet(np.ones(2000)), rng.dirichlet(np.ones(4000))
    return [growth("huffman of 2000 and 4000 symbols", lambda: ours.huffman(p), lambda: ours.huffman(q))]


def choice_rows(rng: np.random.Generator) -> list[Row]:
    cancer, digits = load_breast_cancer(), load_digits()
    bins = np.column_stack([ours.quantile_bins(column) for column in cancer.X.T])
    wide = np.hstack([digits.X, digits.X])
    return [
        compare("relevance of 30 features, bins included / mutual_info_classif of the bins",
                lambda: ours.relevance(cancer.X, cancer.y),
                lambda: mutual_info_classif(bins, cancer.y, discrete_features=True)),
        compare("DecisionTree, depth 4, 569 x 30 / scikit-learn",
                lambda: ours.DecisionTree(4).fit(cancer.X, cancer.y),
                lambda: DecisionTreeClassifier(max_depth=4, criterion="entropy").fit(cancer.X, cancer.y)),
        growth("best_split of 64 and 128 features", lambda: ours.best_split(digits.X, digits.y),
               lambda: ours.best_split(wide, digits.y)),
        growth("mrmr, 5 and 10 features of 30", lambda: ours.mrmr(cancer.X, cancer.y, 5),
               lambda: ours.mrmr(cancer.X, cancer.y, 10)),
    ]


def inference_rows(rng: np.random.Generator) -> list[Row]:
    X = np.vstack([c + rng.normal(size=(200, 2)) for c in ([-6, 0], [6, 0], [0, 6])])
    pixels = load_digits().X / 16
    # as many weights, epochs and batches; the peer's loss is a square without a sample in the middle
    theirs = MLPRegressor(hidden_layer_sizes=(64, 2, 64), activation="tanh", batch_size=100, max_iter=5)
    mixture = BayesianGaussianMixture(n_components=3, covariance_type="spherical", max_iter=50, tol=1e-12, n_init=1)
    weights = ours.VAEWeights.draw(64, 2, 64, rng=rng)
    noise = rng.normal(size=(1797, 2))
    return [
        compare("cavi_mixture, 600 points / BayesianGaussianMixture",
                lambda: ours.cavi_mixture(X, 3, n_steps=50, rng=rng), lambda: _quietly(lambda: mixture.fit(X))),
        compare("VAE, 5 epochs of the digits / MLPRegressor as an autoencoder",
                lambda: ours.VAE(2, 64, n_epochs=5, rng=rng).fit(pixels),
                lambda: _quietly(lambda: theirs.fit(pixels, pixels))),
        growth("vae_loss, 898 and 1797 digits", lambda: ours.vae_loss(weights, pixels[:898], noise[:898]),
               lambda: ours.vae_loss(weights, pixels, noise)),
    ]


def _quietly(work: Callable[[], object]) -> object:
    with warnings.catch_warnings():  # that so few steps have not converged
        warnings.simplefilter("ignore")
        return work()


def rows() -> list[Row]:
    rng = np.random.default_rng(0)
    return [row for part in (measure_rows, code_rows, choice_rows, inference_rows) for row in part(rng)]


if __name__ == "__main__":
    show(rows())
