"""Probability: the same work by mathlib and by the peer a user would pick; `python -m tests.bench.probability`.

Slower than twice the peer are the hidden Markov model (6 to 7 times) and k-means (3 times), whose peers run compiled
loops: ours are a line or two a step in Python, for a reader to follow, and k-means records its path; 200 quarters, or
4000 points, take milliseconds either way. Logistic regression of two classes comes out at 2 to 2.6: it solves for every
digit by Newton's method.
"""
from __future__ import annotations

import hmmlearn.hmm
import networkx as nx
import numpy as np
import sklearn.cluster
import sklearn.gaussian_process
import sklearn.gaussian_process.kernels as their_kernels
import sklearn.linear_model
import sklearn.mixture
import sklearn.naive_bayes
import sklearn.neighbors
from scipy import stats
from sklearn.metrics import mutual_info_score

from mathlib import probability as ours
from mathlib.data import load_co2, load_macrodata, load_penguins
from tests.bench.timing import Row, compare, growth, show

SEED = 0


def distribution_rows(rng: np.random.Generator) -> list[Row]:
    x, k, points = rng.random(100_000), rng.integers(20, size=100_000), rng.standard_normal((10_000, 20))
    S, sample = np.eye(20) + 0.1, rng.exponential(size=200)
    gaussian = ours.MultivariateNormal(np.zeros(20), S)
    return [
        compare("Beta.log_pdf of 1e5 values / scipy.stats", lambda: ours.Beta(2, 3).log_pdf(x),
                lambda: stats.beta(2, 3).logpdf(x)),
        compare("Poisson.log_pmf of 1e5 values / scipy.stats", lambda: ours.Poisson(5).log_pmf(k),
                lambda: stats.poisson(5).logpmf(k)),
        compare("MultivariateNormal.log_pdf, 1e4 x 20 / scipy.stats", lambda: gaussian.log_pdf(points),
                lambda: stats.multivariate_normal(np.zeros(20), S).logpdf(points)),
        compare("bootstrap of a median, 2000 resamples / scipy.stats",
                lambda: ours.bootstrap(sample, np.median, 2000, rng=np.random.default_rng(SEED)),
                lambda: stats.bootstrap((sample,), np.median, n_resamples=2000, vectorized=False, method="percentile",
                                        rng=np.random.default_rng(SEED))),
        growth("metropolis, 2000 and 4000 steps", *(
            lambda n=n: ours.metropolis(lambda t: -0.5 * t @ t, [0, 0], 1.0, n, rng=np.random.default_rng(SEED))
            for n in (2000, 4000))),
    ]


def learning_rows(rng: np.random.Generator) -> list[Row]:
    penguins = load_penguins().measured()
    X = (penguins.measurements - penguins.measurements.mean(axis=0)) / penguins.measurements.std(axis=0)
    y, big = penguins.species, rng.standard_normal((4000, 4))
    label, wide, start = big[:, 0] + 0.5 * rng.standard_normal(4000) > 0, rng.standard_normal((2000, 50)), big[:5]
    first = ours.maximization_step(X, np.eye(3)[rng.integers(3, size=len(X))])
    steps = dict(n_steps=20, tolerance=0.0)
    their_mixture = dict(n_components=3, reg_covar=0, tol=0.0, max_iter=20, weights_init=first.weights,
                         means_init=first.means, precisions_init=np.linalg.inv(first.covariances))
    neighbours = ours.KNearestNeighbors(5).fit(big, label)
    theirs = sklearn.neighbors.KNeighborsClassifier(5).fit(big, label)
    return [
        compare("LinearRegression, 2000 x 50 / scikit-learn",
                lambda: ours.LinearRegression().fit(wide, wide @ np.ones(50)),
                lambda: sklearn.linear_model.LinearRegression().fit(wide, wide @ np.ones(50))),
        compare("LogisticRegression, 4000 x 4, two classes / scikit-learn",
                lambda: ours.LogisticRegression(penalty=1e-3).fit(big, label),
                lambda: sklearn.linear_model.LogisticRegression(C=1 / 8, tol=1e-9).fit(big, label)),
        compare("LogisticRegression, penguins, three classes / scikit-learn",
                lambda: ours.LogisticRegression(penalty=1e-3).fit(X, y),
                lambda: sklearn.linear_model.LogisticRegression(C=1 / 0.684, tol=1e-9).fit(X, y)),
        compare("NaiveBayes fit and predict, 4000 x 4 / scikit-learn",
                lambda: ours.NaiveBayes().fit(big, label).predict(big),
                lambda: sklearn.naive_bayes.GaussianNB().fit(big, label).predict(big)),
        compare("KNearestNeighbors, 1000 among 4000 / scikit-learn",
                lambda: neighbours.predict(big[:1000]), lambda: theirs.predict(big[:1000])),
        compare("k_means, 4000 x 4, 5 centres / scikit-learn", lambda: ours.k_means(big, 5, start=start),
                lambda: sklearn.cluster.KMeans(5, init=start, n_init=1, tol=0, algorithm="lloyd").fit(big)),
        compare("20 steps of EM, penguins, 3 components / scikit-learn",
                lambda: ours.fit_mixture(X, 3, start=first, **steps),
                lambda: sklearn.mixture.GaussianMixture(**their_mixture).fit(X)),
        growth("KNearestNeighbors, 500 and 1000 among 4000", lambda: neighbours.predict(big[:500]),
               lambda: neighbours.predict(big[:1000])),
        growth("one step of k-means, 2000 and 4000", lambda: ours.k_means_step(big[:2000], start),
               lambda: ours.k_means_step(big, start)),
    ]


def process_rows(rng: np.random.Generator) -> list[Row]:
    record = load_co2().monthly()
    old = record.year < 1990
    x, y, new = record.year[old], record.ppm[old] - record.ppm[old].mean(), record.year[~old]
    kernel = 4000 * ours.RBF(67) + 6 * ours.RBF(90) * ours.Periodic(1.3, 1)
    peer = (4000 * their_kernels.RBF(67) + 6 * their_kernels.RBF(90) * their_kernels.ExpSineSquared(1.3, 1))
    make = sklearn.gaussian_process.GaussianProcessRegressor
    fixed = make(peer, alpha=0.09, optimizer=None)
    few = x[:120]
    waves = np.sin(few) + 0.1 * rng.standard_normal(120)
    return [
        compare("GaussianProcess, CO2, 377 and 144 months / scikit-learn",
                lambda: ours.GaussianProcess(kernel, 0.3).fit(x, y).predict(new),
                lambda: fixed.fit(x[:, None], y).predict(new[:, None], return_std=True)),
        compare("fit_kernel, 120 months / scikit-learn", lambda: ours.fit_kernel(1 * ours.RBF(1), few, waves, 0.3),
                lambda: make(1 * their_kernels.RBF(1) + their_kernels.WhiteKernel(0.09)).fit(few[:, None], waves)),
    ]


def hidden_markov_rows(rng: np.random.Generator) -> list[Row]:
    x = load_macrodata().growth
    model = ours.HiddenMarkovModel([0.5, 0.5], [[0.8, 0.2], [0.1, 0.9]], ours.NormalEmissions([-1, 1], [1, 1]))
    peer = hmmlearn.hmm.GaussianHMM(2, init_params="", n_iter=20, tol=-np.inf, covars_prior=0, covars_weight=0)
    peer.startprob_, peer.transmat_ = model.initial, model.transition
    peer.means_, peer.covars_ = model.emissions.means[:, None], np.ones((2, 1))

    def fit():
        peer.startprob_, peer.transmat_ = model.initial, model.transition
        peer.means_, peer.covars_ = model.emissions.means[:, None], np.ones((2, 1))
        peer.fit(x[:, None])

    return [
        compare("viterbi, 202 quarters / hmmlearn", lambda: model.predict(x), lambda: peer.predict(x[:, None])),
        compare("20 steps of baum_welch, 202 quarters / hmmlearn",
                lambda: ours.baum_welch(model, x, n_steps=20, tolerance=0.0), fit),
        growth("forward and backward, 2020 and 4040 quarters", lambda: model.predict_proba(np.tile(x, 10)),
               lambda: model.predict_proba(np.tile(x, 20))),
    ]


def chain(n: int) -> ours.BayesianNetwork:
    network = ours.BayesianNetwork().add("s0", [0.5, 0.5])
    for i in range(1, n):
        network.add(f"s{i}", [[0.9, 0.1], [0.2, 0.8]], [f"s{i - 1}"])
    return network


def witnesses(n: int) -> ours.BayesianNetwork:
    network = ours.BayesianNetwork().add("guilt", [0.5, 0.5])
    for i in range(n):
        network.add(f"w{i}", [[0.9, 0.1], [0.2, 0.8]], ["guilt"])
    return network


def network_rows(rng: np.random.Generator) -> list[Row]:
    X = rng.integers(3, size=(2000, 8))
    short, long, longer, longest = map(chain, (12, 24, 102, 202))
    few, many = map(witnesses, (500, 1000))
    graph = nx.DiGraph([(f"s{i}", f"s{i + 1}") for i in range(11)])

    def their_tree():
        edges = [(i, j, mutual_info_score(X[:, i], X[:, j])) for i in range(8) for j in range(i)]
        tree = nx.Graph()
        tree.add_weighted_edges_from(edges)
        return nx.maximum_spanning_tree(tree)

    return [
        compare("d_separated in a chain of 12 / networkx", lambda: short.d_separated("s0", "s11", ["s5"]),
                lambda: nx.is_d_separator(graph, {"s0"}, {"s11"}, {"s5"})),
        compare("chow_liu, 2000 x 8 / scikit-learn and networkx", lambda: ours.chow_liu(X), their_tree),
        compare("query in a chain of 12 / a sum over the joint", lambda: short.query("s0", {"s11": 1}),
                lambda: short.joint()[..., 1].sum(axis=tuple(range(1, 11)))),
        growth("sample of 1e4 from a chain of 12 and 24", lambda: short.sample(10_000, rng=rng),
               lambda: long.sample(10_000, rng=rng)),
        growth("query in a chain of 102 and 202, less its ends", lambda: longer.query("s0", {"s101": 1}),
               lambda: longest.query("s0", {"s201": 1})),
        growth("query with 500 and 1000 witnesses", lambda: few.query("guilt", dict.fromkeys(few.names[1:], 1)),
               lambda: many.query("guilt", dict.fromkeys(many.names[1:], 1))),
    ]


def rows() -> list[Row]:
    rng = np.random.default_rng(SEED)
    groups = [distribution_rows, learning_rows, process_rows, hidden_markov_rows, network_rows]
    return [row for group in groups for row in group(rng)]


if __name__ == "__main__":
    show(rows())
