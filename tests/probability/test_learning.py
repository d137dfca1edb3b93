"""Learners against scikit-learn on the penguins, and what each must obey."""
from __future__ import annotations

import math
import re

import numpy as np
import pytest
import sklearn.cluster
import sklearn.datasets
import sklearn.linear_model
import sklearn.mixture
import sklearn.naive_bayes
import sklearn.neighbors
from hypothesis import given
from hypothesis import strategies as st

from mathlib.data import load_penguins
from mathlib.probability import (
    GaussianMixture,
    KNearestNeighbors,
    LinearRegression,
    LogisticRegression,
    MultivariateNormal,
    NaiveBayes,
    Normal,
    bias_variance,
    cross_validate,
    fit_mixture,
    hoeffding_bound,
    hoeffding_n,
    k_fold,
    k_means,
    k_means_plus_plus,
    k_means_step,
    maximization_step,
    responsibilities,
    train_test_split,
)
from tests.strategies import matrices, vectors

PENGUINS = load_penguins().measured()
X = (PENGUINS.measurements - PENGUINS.measurements.mean(axis=0)) / PENGUINS.measurements.std(axis=0)
SPECIES, GENTOO = PENGUINS.species, PENGUINS.species == "Gentoo"
NEW = np.random.default_rng(0).standard_normal((200, 4)) * 1.5


def rng(seed=0):
    return np.random.default_rng(seed)


def test_linear_regression_is_scikit_learns():
    ours = LinearRegression().fit(X[:, :3], X[:, 3])
    theirs = sklearn.linear_model.LinearRegression().fit(X[:, :3], X[:, 3])
    assert np.allclose(ours.coef_, theirs.coef_, rtol=1e-12)
    assert np.allclose(ours.predict(NEW[:, :3]), theirs.predict(NEW[:, :3]), rtol=0, atol=1e-12)
    ridge = sklearn.linear_model.Ridge(alpha=342 * 0.3, solver="cholesky").fit(X[:, :3], X[:, 3] + 5)
    ours = LinearRegression(penalty=0.3).fit(X[:, :3], X[:, 3] + 5)
    assert np.allclose(ours.coef_, ridge.coef_, rtol=1e-12)
    assert ours.intercept_ == pytest.approx(ridge.intercept_, rel=1e-12)


def test_neither_units_nor_shifts_of_features_matter():
    units, shifts, A = np.array([1e-60, 1e9, 1]), np.array([0, 0, 1e5]), X[:, :3]
    plain, other = LinearRegression().fit(A, X[:, 3]), LinearRegression().fit(A * units + shifts, X[:, 3])
    assert np.allclose(other.coef_ * units, plain.coef_, rtol=1e-9)
    assert other.noise_ == pytest.approx(plain.noise_, rel=1e-9)
    shifted = LinearRegression(0.3).fit(A + shifts, X[:, 3])
    assert np.allclose(shifted.coef_, LinearRegression(0.3).fit(A, X[:, 3]).coef_, rtol=1e-9)
    noisy = A + rng(1).standard_normal(A.shape)
    for labels in (noisy[:, 0] > 0, (noisy[:, 0] > 0) + 2 * (noisy[:, 1] > 1)):
        plain, other = LogisticRegression().fit(A, labels), LogisticRegression().fit(A * units + shifts, labels)
        assert plain.converged_
        assert other.converged_
        assert np.allclose(other.coef_ * units, plain.coef_, rtol=0, atol=1e-8)
        assert np.allclose(other.predict_proba(A * units + shifts), plain.predict_proba(A), rtol=0, atol=1e-8)


@given(matrices(6, 2, limit=10.0).filter(lambda A: np.linalg.matrix_rank(A - A.mean(axis=0), 0.1) == 2), vectors(6))
def test_residuals_are_perpendicular_to_the_features_and_sum_to_nothing(A, y):
    model = LinearRegression().fit(A, y)
    residual = y - model.predict(A)
    size = 1e-10 * (1 + np.abs(y).max()) * (1 + np.abs(A).max())
    assert np.abs(np.column_stack([A, np.ones(6)]).T @ residual).max() <= size
    assert model.noise_ == pytest.approx(np.sqrt(np.mean(residual**2)), abs=size)


@pytest.mark.parametrize("y", [GENTOO, SPECIES], ids=["two classes", "three classes"])
@pytest.mark.parametrize("penalty", [0.5, 1e-2])
def test_logistic_regression_is_scikit_learns(y, penalty):
    ours = LogisticRegression(penalty=penalty).fit(X, y)
    theirs = sklearn.linear_model.LogisticRegression(C=1 / (2 * len(X) * penalty), tol=1e-10, max_iter=10_000).fit(X, y)
    assert ours.converged_
    assert np.allclose(ours.coef_, theirs.coef_, rtol=0, atol=1e-6)
    assert np.allclose(ours.predict_proba(NEW), theirs.predict_proba(NEW), rtol=0, atol=1e-6)
    assert (ours.predict(X) == theirs.predict(X)).all()
    assert (np.diff(ours.losses_) < 0).all()


def test_newton_converges_quadratically():
    losses = LogisticRegression(penalty=0.1, tolerance=1e-14).fit(X, SPECIES).losses_
    gaps = losses[:-1] - losses[-1]
    # the gap to the minimum is squared at each step, until rounding at 1e-16
    assert gaps[3] < gaps[2] ** 1.7 < 1e-3


def test_classes_that_a_plane_separates_have_no_minimiser():
    # syllabus 4.3: logistic loss on breast cancer data, scaled, is separable
    data = sklearn.datasets.load_breast_cancer()
    Z = (data.data - data.data.mean(axis=0)) / data.data.std(axis=0)
    lengths = [np.linalg.norm(LogisticRegression(n_steps=n).fit(Z, data.target).coef_) for n in (5, 10, 15, 20)]
    assert (np.diff(lengths) > 1).all()
    assert not LogisticRegression().fit(Z, data.target).converged_
    assert LogisticRegression(penalty=1e-3).fit(Z, data.target).converged_


@pytest.mark.parametrize(("points", "labels"), [
    ([0, 0, 1], [0, 1, 1]), ([0, 1, 2, 3], [0, 0, 1, 1]), ([0, 1, 2], [0, 1, 2])])
def test_a_slope_that_flattens_for_ever_is_no_minimum(points, labels):
    model = LogisticRegression().fit(np.array(points, dtype=float)[:, None], labels)
    assert not model.converged_
    assert np.isfinite(model.coef_).all()


def test_naive_bayes_is_scikit_learns():
    ours, theirs = NaiveBayes().fit(X, SPECIES), sklearn.naive_bayes.GaussianNB(var_smoothing=0).fit(X, SPECIES)
    assert np.allclose(ours.predict_proba(NEW), theirs.predict_proba(NEW), rtol=1e-10, atol=1e-14)
    assert (ours.predict(NEW) == theirs.predict(NEW)).all()
    assert np.allclose(ours.stds_**2, theirs.var_, rtol=1e-13)


@pytest.mark.parametrize("k", [1, 4, 15, 342])
def test_the_neighbours_are_scikit_learns(k):
    ours, theirs = KNearestNeighbors(k).fit(X, SPECIES), sklearn.neighbors.KNeighborsClassifier(k).fit(X, SPECIES)
    assert np.allclose(ours.predict_proba(NEW), theirs.predict_proba(NEW), rtol=1e-14)
    assert (ours.predict(NEW) == theirs.predict(NEW)).all()


def test_a_case_is_its_own_nearest_and_equal_cases_all_count():
    assert (KNearestNeighbors(1).fit(X, SPECIES).predict(X) == SPECIES).all()
    model = KNearestNeighbors(5).fit([[0, 0]] * 100 + [[1, 1]] * 4, [0] * 100 + [1] * 4)
    assert model.predict_proba([[0, 0], [1, 1]]).tolist() == [[1, 0], [0.2, 0.8]]
    wide = np.hstack([NEW, NEW**2, np.sin(NEW), np.cos(NEW)])
    distances = np.linalg.norm(wide[:, None] - wide, axis=-1)
    votes = (NEW[:, 0] > 0)[np.argsort(distances, axis=1)[:, :7]]
    assert np.allclose(KNearestNeighbors(7).fit(wide, NEW[:, 0] > 0).predict_proba(wide)[:, 1], votes.mean(axis=1))


def test_k_means_is_scikit_learns_from_the_same_start():
    for seed in range(5):
        start = k_means_plus_plus(X, 3, rng=rng(seed))
        ours = k_means(X, 3, start=start)
        theirs = sklearn.cluster.KMeans(3, init=start, n_init=1, tol=0, algorithm="lloyd").fit(X)
        assert ours.converged
        assert np.allclose(ours.centers, theirs.cluster_centers_, rtol=0, atol=1e-12)
        assert ours.inertias[-1] == pytest.approx(theirs.inertia_, rel=1e-12)
        assert (ours.predict(NEW) == theirs.predict(NEW)).all()


@given(matrices(12, 2), st.integers(1, 4), st.integers(0, 99))
def test_no_step_of_k_means_leads_uphill(points, k, seed):
    if len(np.unique(points, axis=0)) < k:
        return
    result = k_means(points, k, rng=rng(seed))
    assert (np.diff(result.inertias) <= 1e-12 * result.inertias[0] + 1e-12).all()
    assert len(result.path) == len(result.inertias)
    assert set(result.labels) <= set(range(k))


def test_a_centre_without_points_goes_to_the_farthest_and_steps_are_counted():
    # all three points belong to the first centre; of the others, the farthest point draws one, the next the other
    assert k_means_step([[0], [2], [10]], [[0.5], [99], [98]]).ravel().tolist() == [4, 10, 2]
    result = k_means(X, 3, rng=rng(), n_steps=2)
    assert (len(result.path), len(result.inertias), result.converged) == (3, 3, False)


def test_where_a_search_begins_decides_where_it_ends():
    # three clusters in a row: two centres begin in one of them, or each in its own
    points = np.concatenate([rng(m).normal(m, 0.5, (40, 1)) for m in (0, 10, 20)])
    good, bad = (k_means(points, 3, start=start) for start in ([[0], [10], [20]], [[-1], [0.5], [15]]))
    assert good.converged
    assert bad.converged
    assert bad.inertias[-1] > 50 * good.inertias[-1]
    mixtures = [fit_mixture(points, 3, start=maximization_step(points, np.eye(3)[result.labels]), ridge=0.05,
                            n_steps=3000, tolerance=1e-9) for result in (good, bad)]
    assert all(fit.converged for fit in mixtures)
    assert mixtures[0].log_likelihoods[-1] > mixtures[1].log_likelihoods[-1] + 10


def test_the_seeds_of_k_means_are_far_apart():
    points = np.concatenate([rng().normal(m, 0.1, (50, 1)) for m in (0, 10, 20)])
    hits = sum(len(set(k_means_plus_plus(points, 3, rng=rng(seed)).round(-1).ravel())) == 3 for seed in range(100))
    assert hits > 95  # of uniform seeds, 22 in 100 would find all three


def test_one_step_of_em_and_its_end_are_scikit_learns():
    labels = k_means(X, 3, rng=rng()).labels
    start = maximization_step(X, np.eye(3)[labels])
    ours = fit_mixture(X, 3, start=start, tolerance=1e-10, n_steps=1000)
    theirs = sklearn.mixture.GaussianMixture(3, reg_covar=0, tol=1e-10, max_iter=1000, weights_init=start.weights,
                                             means_init=start.means,
                                             precisions_init=np.linalg.inv(start.covariances)).fit(X)
    assert ours.converged
    assert np.allclose(ours.mixture.means, theirs.means_, rtol=0, atol=1e-4)
    assert np.allclose(ours.mixture.covariances, theirs.covariances_, rtol=0, atol=1e-4)
    assert ours.log_likelihoods[-1] / len(X) == pytest.approx(theirs.score(X), abs=1e-8)
    assert np.allclose(ours.mixture.predict_proba(NEW), theirs.predict_proba(NEW), rtol=0, atol=1e-3)


@pytest.mark.parametrize("seed", range(6))
def test_em_never_makes_the_points_less_likely(seed):
    R = rng(seed).dirichlet(np.ones(3), len(X))
    fit = fit_mixture(X, 3, start=maximization_step(X, R), n_steps=60)
    assert (np.diff(fit.log_likelihoods) >= -1e-9 * len(X)).all()
    assert len(fit.path) == len(fit.log_likelihoods)
    assert fit.mixture is fit.path[-1]


def test_a_mixture_is_a_distribution():
    mixture = GaussianMixture([0.3, 0.7], (MultivariateNormal([-2], [[1]]), MultivariateNormal([3], [[4]])))
    x = np.linspace(-30, 40, 7001)
    expected = 0.3 * Normal(-2, 1).pdf(x) + 0.7 * Normal(3, 2).pdf(x)
    assert np.allclose(np.exp(mixture.log_pdf(x[:, None])), expected, rtol=1e-11, atol=0)
    sample = mixture.sample(50_000, rng=rng())
    assert sample.mean() == pytest.approx(1.5, abs=5 * math.sqrt(8.35 / 50_000))
    R, log_likelihood = responsibilities(mixture, sample[:100])
    assert np.allclose(R.sum(axis=1), 1, rtol=1e-13)
    assert log_likelihood == pytest.approx(mixture.log_pdf(sample[:100]).sum(), rel=1e-13)


def test_every_row_is_tested_once_and_never_with_itself_in_training():
    folds = k_fold(23, 5, rng=rng())
    assert sorted(np.concatenate([fold.test for fold in folds])) == list(range(23))
    assert all(sorted([*train, *test]) == list(range(23)) for train, test in folds)
    assert {fold.test.size for fold in folds} == {4, 5}
    assert train_test_split(100, 0.07, rng=rng()).test.size == 7  # though 100 * 0.07 is a little more than 7
    split = train_test_split(10, 0.3, rng=rng())
    assert (split.train.size, split.test.size) == (7, 3)


def test_cross_validation_finds_the_penguins_easy():
    folds = k_fold(len(X), 5, rng=rng())
    errors = {make: cross_validate(make, X, SPECIES, folds, lambda y, p: np.mean(y != p)).mean()
              for make in (NaiveBayes, KNearestNeighbors, lambda: LogisticRegression(penalty=1e-3))}
    assert all(error < 0.04 for error in errors.values())
    tests = [KNearestNeighbors().fit(X[a], SPECIES[a]).predict(X[b]) != SPECIES[b] for a, b in folds]
    assert errors[KNearestNeighbors] == pytest.approx(np.mean([t.mean() for t in tests]), rel=1e-14)


def test_bias_and_variance_and_noise_make_the_error():
    x, generator = np.linspace(-1, 1, 30), rng()
    truth = np.sin(3 * x)
    fits = np.array([np.polynomial.Polynomial.fit(x, truth + 0.3 * generator.standard_normal(30), 3)(x)
                     for _ in range(4000)])
    parts = bias_variance(fits, truth, 0.09)
    assert np.mean((fits - truth) ** 2) == pytest.approx(parts.bias_squared + parts.variance, rel=1e-12)
    errors = np.mean((fits - truth - 0.3 * generator.standard_normal(fits.shape)) ** 2)
    assert errors == pytest.approx(parts.error, rel=0.01)
    assert parts.variance == pytest.approx(0.09 * 4 / 30, rel=0.05)  # noise times parameters over cases


@given(st.floats(1e-3, 1), st.floats(1e-9, 0.99), st.integers(1, 10**6))
def test_so_many_cases_suffice_and_one_less_does_not(epsilon, delta, m):
    n = hoeffding_n(epsilon, delta, m)
    assert hoeffding_bound(n, epsilon, m) <= delta * (1 + 1e-11)
    assert n == 1 or hoeffding_bound(n - 1, epsilon, m) > delta * (1 - 1e-11)


def test_hoeffding():
    assert hoeffding_n(0.05, 0.05) == 738  # syllabus 3.6
    assert hoeffding_bound(738, 0.05) <= 0.05 < hoeffding_bound(737, 0.05)
    means = rng().random((20_000, 50)).round().mean(axis=1)
    assert np.mean(np.abs(means - 0.5) > 0.15) <= hoeffding_bound(50, 0.15)
    assert hoeffding_bound(1, 1e-9) == 1
    assert hoeffding_n(0.05, 0.05, 100) == math.ceil(math.log(4000) / 0.005)


ONES = GaussianMixture([1], (MultivariateNormal([0], [[1]]),))


@pytest.mark.parametrize(("call", "message"), [
    (lambda: LinearRegression().fit([[1, 2], [2, 4], [3, 6]], [1, 2, 3]),
     "`X` must have columns that do not depend on each"),
    (lambda: LinearRegression().fit([[0.1], [0.1], [0.1]], [1, 2, 4]),
     "`X` must have columns that do not depend on each other or on a constant; got rank 0 of 1."),
    (lambda: LinearRegression().fit([[1], [2]], [1e300, 2]), "`y` must be in a unit in which its squares can be held"),
    (lambda: LogisticRegression().fit([[1e300], [2]], [0, 1]), "`X` must be in a unit in which its squares can be"),
    (lambda: NaiveBayes().fit(1e-300 * X, SPECIES), "`X` must be in a unit in which its squares can be held"),
    (lambda: NaiveBayes().fit(X, SPECIES).predict([[0, 0, 0, 0], [1e300, 0, 0, 0]]),
     "`X` must be possible; got row 1, too far from every class for a density."),
    (lambda: KNearestNeighbors(1).fit(1e-300 * X, SPECIES), "`X` must be in a unit in which its squares can be held"),
    (lambda: KNearestNeighbors(1).fit(X, SPECIES).predict(1e300 * X), "`X` must be in a unit in which its squares"),
    (lambda: k_means(1e300 * X, 2, rng=rng()), "`X` must be in a unit in which its squares can be held"),
    (lambda: k_means_plus_plus(1e-300 * X, 2, rng=rng()), "`X` must be in a unit in which its squares can be held"),
    (lambda: k_means_step([[1], [2]], [[1e200], [1]]), "`centers` must be in a unit in which its squares can be held"),
    (lambda: fit_mixture(1e-200 * X, 2, rng=rng()), "`X` must be in a unit in which its squares can be held"),
    (lambda: fit_mixture(X, 2, start=ONES), "`start` must have 2 components in 4 dimensions; got 1 in 1."),
    (lambda: ONES.predict_proba([[0], [1e200]]),
     "`X` must be possible; got row 1, too far from every component for a density."),
    (lambda: bias_variance([[1e300], [1]], [1], 0), "`predictions` must be in a unit in which its squares can be"),
    (lambda: hoeffding_n(1e-200, 0.5),
     "`epsilon` must be at least 1e-100, so that its square can be held; got 1e-200."),
    (lambda: cross_validate(NaiveBayes, X, SPECIES, [], max), "`folds` must hold one or more; got none."),
    (lambda: cross_validate(NaiveBayes, X, SPECIES, [([0], [342])], max),
     "`folds` must hold rows, whole numbers from 0 to 341; got others."),
    (lambda: cross_validate(NaiveBayes, X, SPECIES, k_fold(342, 2, rng=rng()), lambda y, p: math.nan),
     "`loss` must be a real number; got nan."),
    (lambda: LinearRegression().fit([[1], [1]], [1, 2]),
     "`X` must have columns that do not depend on each other or on a con"),
    (lambda: LinearRegression(-1).fit([[1], [2]], [1, 2]), "`penalty` must be a number that is not negative; got -1."),
    (lambda: LinearRegression().fit([[1], [2]], [[1], [2]]),
     "`y` must be a vector of 2 real numbers; got shape (2, 1)."),
    (lambda: LinearRegression().fit([[np.nan], [2]], [1, 2]),
     "`X` must be a matrix of real numbers; got nan at index (0, 0)"),
    (lambda: LogisticRegression().fit([[1], [2]], [1, 1]), "`y` must hold two or more classes; got np.int64(1) only."),
    (lambda: LogisticRegression(n_steps=0).fit([[1], [2]], [0, 1]),
     "`n_steps` must be a whole number, at least 1; got 0."),
    (lambda: LogisticRegression().fit([[1], [2]], [0, 1, 1]), "`y` must be a vector of 2 labels"),
    (lambda: NaiveBayes().fit([[1], [1], [2], [3]], [0, 0, 1, 1]),
     "`X` must vary within each class; got feature 0 constant"),
    (lambda: KNearestNeighbors(3).fit([[1], [2]], [0, 1]), "`X` must have at least k = 3 rows; got 2."),
    (lambda: KNearestNeighbors(1).fit([[1], [2]], [0, 1]).predict([[1, 2]]),
     "`X` must be a matrix of real numbers with sh"),
    (lambda: k_means([[1], [1]], 2, rng=rng()), "`X` must hold at least k = 2 different points; got 1."),
    (lambda: k_means([[1], [2]], 2, start=[[1]]),
     "`start` must be a matrix of real numbers with shape (2, 1); got shape"),
    (lambda: k_means([[1], [2]], 0, rng=rng()), "`k` must be a whole number, at least 1; got 0."),
    (lambda: k_means_step([[1], [1]], [[0], [1]]), "`X` must hold at least k = 2 different points; got 1."),
    (lambda: GaussianMixture([0.5], ONES.components),
     "`weights` must be probabilities that sum to 1; got a sum of 0.5."),
    (lambda: GaussianMixture([0.5, 0.5], ONES.components),
     "`weights` must be a vector of 1 real numbers; got shape (2,)."),
    (lambda: GaussianMixture([0.5, 0.5], (*ONES.components, MultivariateNormal([0, 0], np.eye(2)))),
     "`components` must have one dimension; got several."),
    (lambda: maximization_step([[1], [2]], [[0.5], [0.5]]),
     "`R` must be probabilities that sum to 1 along axis 1; got a sum"),
    (lambda: ONES.log_pdf([[1, 2]]), "`X` must be a matrix of real numbers with shape (any, 1); got shape (1, 2)."),
    (lambda: train_test_split(1, rng=rng()), "`test_share` must leave rows for both training and test; got 1 of 1"),
    (lambda: k_fold(3, 4, rng=rng()), "`k` must be at most n = 3; got 4."),
    (lambda: k_fold(3, 1, rng=rng()), "`k` must be a whole number, at least 2; got 1."),
    (lambda: cross_validate(NaiveBayes, X, SPECIES[:5], [], max),
     "`y` must be a vector as long as `X` has rows, 342; got"),
    (lambda: bias_variance([[1, 2]], [1, 2], 0),
     "`predictions` must come from two or more fits, one a row; got one row."),
    (lambda: bias_variance([[1], [2]], [1], -1), "`noise_variance` must be a number that is not negative; got -1."),
    (lambda: hoeffding_n(0.05, 1), "`delta` must be a probability less than 1; got 1."),
    (lambda: hoeffding_n(0, 0.5), "`epsilon` must be a positive number; got 0."),
])
def test_values_are_refused_in_words(call, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        call()


@pytest.mark.parametrize(("error", "call", "message"), [
    (RuntimeError, lambda: LinearRegression().predict([[1]]),
     "`fit` must be called before a LinearRegression can predict"),
    (RuntimeError, lambda: NaiveBayes().predict([[1]]),
     "`fit` must be called before a NaiveBayes can predict; got a model"),
    (TypeError, lambda: GaussianMixture([1], (Normal(),)), "`components` must be MultivariateNormals; got others."),
    (TypeError, lambda: GaussianMixture([1], 3), "`components` must be MultivariateNormals; got others."),
    (TypeError, lambda: fit_mixture(X, 2, start=3), "`start` must be a GaussianMixture; got an object of type int."),
    (TypeError, lambda: responsibilities(3, X), "`mixture` must be a GaussianMixture; got an object of type int."),
    (TypeError, lambda: k_means([[1], [2]], 2), "`rng` must be a np.random.Generator; got None."),
    (TypeError, lambda: NaiveBayes().fit([[1], [2]], [0.5, 1.5]), "`y` must be a vector of 2 labels"),
    (np.linalg.LinAlgError, lambda: fit_mixture([[0], [1], [100]], 2, rng=rng()), "`X` must give component"),
    (np.linalg.LinAlgError, lambda: maximization_step([[1], [2]], [[1, 0], [1, 0]]),
     "`R` must give each component some"),
    (np.linalg.LinAlgError, lambda: maximization_step([[1, 1], [2, 2]], [[1], [1]]), "shrunk to a point or a plane"),
])
def test_kinds_and_degenerate_clusters_are_refused_in_words(error, call, message):
    with pytest.raises(error, match=re.escape(message)):
        call()


def test_a_ridge_keeps_a_component_from_shrinking_to_a_point():
    assert fit_mixture([[0], [1], [100]], 2, ridge=0.1, rng=rng()).mixture.covariances.min() >= 0.1
