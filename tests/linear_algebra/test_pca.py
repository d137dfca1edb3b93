"""Principal components against scikit-learn, both solvers, whitening, and the two properties that define them."""
from __future__ import annotations

import re

import numpy as np
import pytest
import sklearn.decomposition
from hypothesis import assume, given
from hypothesis import strategies as st

from mathlib.data import load_iris, load_wine
from mathlib.linear_algebra import PCA, covariance, standardise, whiten
from tests.strategies import matrices

EPS = np.finfo(float).eps
SOLVERS = ["svd", "covariance"]
data = st.tuples(st.integers(2, 9), st.integers(1, 5)).flatmap(lambda shape: matrices(*shape)).filter(
    lambda X: (np.ptp(X, axis=0) > 1e-2).any())
ATTRIBUTES = ["mean_", "components_", "explained_variance_", "explained_variance_ratio_", "singular_values_"]


@pytest.mark.parametrize("solver", SOLVERS)
@pytest.mark.parametrize("k", [None, 1, 2])
@pytest.mark.parametrize("whiten", [False, True])
@pytest.mark.parametrize("X", [load_iris().X, standardise(load_wine().X), load_wine().X], ids=["iris", "wine", "raw"])
def test_everything_is_scikit_learns(solver, k, whiten, X):
    ours = PCA(k, solver=solver, whiten=whiten).fit(X)
    theirs = sklearn.decomposition.PCA(k, svd_solver="full", whiten=whiten).fit(X)
    # an error of EPS * s[0] in the data moves a component by that over the gap to its neighbours
    rel = 1e-11 if solver == "svd" else 1e-7
    for name in ATTRIBUTES:
        assert getattr(ours, name) == pytest.approx(getattr(theirs, name), rel=rel, abs=rel), name
    Z, expected = ours.transform(X), theirs.transform(X)
    assert Z == pytest.approx(expected, abs=1e-9 * np.abs(expected).max() * (1 if solver == "svd" else 1e3))
    assert ours.inverse_transform(Z) == pytest.approx(theirs.inverse_transform(expected), abs=1e-8 * np.abs(X).max())
    assert (ours.n_components_, ours.n_features_in_, ours.n_samples_) == (
        theirs.n_components_, theirs.n_features_in_, theirs.n_samples_)


@pytest.mark.parametrize("solver", SOLVERS)
@given(X=data)
def test_components_are_perpendicular_and_variances_fall(solver, X):
    pca = PCA(solver=solver).fit(X)
    k = min(X.shape)
    assert np.abs(pca.components_ @ pca.components_.T - np.eye(k)).max() <= 64 * EPS
    assert (np.diff(pca.explained_variance_) <= 0).all()
    assert pca.explained_variance_ratio_.sum() == pytest.approx(1, abs=64 * EPS)
    assert pca.explained_variance_.sum() == pytest.approx(X.var(axis=0, ddof=1).sum(), rel=1e-10)


@pytest.mark.parametrize("solver", SOLVERS)
@given(X=data, angle=st.floats(0, 6.3))
def test_no_direction_has_more_variance_than_the_first_component(solver, X, angle):
    pca = PCA(1, solver=solver).fit(X)
    direction = np.cos(angle * np.arange(1, X.shape[1] + 1))
    assume(direction.any())
    direction = direction / np.linalg.norm(direction)
    most = pca.explained_variance_[0]
    size = np.abs(X).max() ** 2
    assert (X @ direction).var(ddof=1) <= most + 64 * EPS * size
    assert (X @ pca.components_[0]).var(ddof=1) == pytest.approx(most, abs=64 * EPS * size)


@given(X=data, angle=st.floats(0, 6.3))
def test_variance_kept_and_error_left_sum_to_the_whole_for_every_direction(X, angle):
    # Pythagoras: so that what keeps most loses least
    direction = np.cos(angle * np.arange(1, X.shape[1] + 1))
    assume(np.linalg.norm(direction) > 1e-3)
    direction = direction / np.linalg.norm(direction)
    Xc = X - X.mean(axis=0)
    kept, left = (Xc @ direction) ** 2, ((Xc - np.outer(Xc @ direction, direction)) ** 2).sum(axis=1)
    assert kept.sum() + left.sum() == pytest.approx((Xc**2).sum(), rel=64 * EPS * X.size)
    pca = PCA(1).fit(X)
    least = ((X - pca.inverse_transform(pca.transform(X))) ** 2).sum()
    assert least <= left.sum() + 256 * EPS * (X**2).sum()


@pytest.mark.parametrize("solver", SOLVERS)
@given(X=data)
def test_the_first_of_the_largest_entries_of_each_component_is_positive(solver, X):
    for v in PCA(solver=solver).fit(X).components_:
        assert v[np.flatnonzero(np.abs(v) >= np.abs(v).max() * (1 - 1e-8))[0]] > 0


@given(X=data)
def test_all_components_lose_nothing(X):
    pca = PCA().fit(X)
    Z = pca.fit_transform(X)
    assert pca.inverse_transform(Z) == pytest.approx(X, abs=64 * EPS * np.abs(X).max())
    assert np.abs(Z.mean(axis=0)).max() <= 64 * EPS * np.abs(X).max()
    assert np.array_equal(Z, pca.transform(X))


@pytest.mark.parametrize("solver", SOLVERS)
def test_both_solvers_agree_on_a_table_with_more_columns_than_rows(solver):
    X = np.random.default_rng(0).normal(size=(4, 9))
    pca, expected = PCA(solver=solver).fit(X), sklearn.decomposition.PCA().fit(X)
    assert pca.components_.shape == (4, 9)
    assert pca.explained_variance_ == pytest.approx(expected.explained_variance_, abs=1e-12)
    assert pca.components_[:3] == pytest.approx(expected.components_[:3], abs=1e-10)


def test_the_covariance_solver_loses_what_is_below_a_hundred_millionth():
    X = np.array([[1, 0], [-1, 0], [0, 1e-9], [0, -1e-9]]) @ [[0.6, 0.8], [-0.8, 0.6]]
    exact = np.sqrt(2) * 1e-9
    assert PCA().fit(X).singular_values_[1] == pytest.approx(exact, rel=1e-6)
    assert abs(PCA(solver="covariance").fit(X).singular_values_[1] / exact - 1) > 0.1


@pytest.mark.parametrize("solver", SOLVERS)
@pytest.mark.parametrize("scale", [1e150, 1e-150, 1e-300])
def test_any_scale(solver, scale):
    X = np.array([[1.0, 2], [3, 1], [4, 8]])
    pca, plain = PCA(solver=solver).fit(scale * X), PCA(solver=solver).fit(X)
    assert pca.components_ == pytest.approx(plain.components_, rel=64 * EPS)
    assert pca.explained_variance_ratio_ == pytest.approx(plain.explained_variance_ratio_, rel=64 * EPS)
    assert pca.singular_values_ / scale == pytest.approx(plain.singular_values_, rel=64 * EPS)
    assert pca.transform(scale * X) / scale == pytest.approx(plain.transform(X), rel=1e-13)
    assert whiten(scale * X) == pytest.approx(whiten(X), rel=1e-13)


def test_one_column_and_two_rows():
    pca = PCA().fit([[1], [3]])
    assert (pca.components_.tolist(), pca.mean_.tolist()) == ([[1]], [2])
    assert pca.explained_variance_ == pytest.approx([2], rel=4 * EPS)
    assert pca.transform([[7]]).tolist() == [[5]]


def test_a_constant_column_has_no_part_in_the_first_component():
    pca = PCA().fit([[1, 5, 0], [2, 5, 1], [3, 5, 5]])
    assert np.abs(pca.components_[:2, 1]).max() <= 4 * EPS
    assert pca.explained_variance_[2] <= 1e-30


@given(data)
def test_the_covariance_is_numpys(X):
    for ddof in (0, 1):
        expected = np.cov(X, rowvar=False, ddof=ddof).reshape(X.shape[1], -1)
        assert covariance(X, ddof=ddof) == pytest.approx(expected, abs=32 * EPS * np.abs(X).max() ** 2)


@given(data)
def test_whitened_columns_are_uncorrelated_with_variance_1(X):
    s = np.linalg.svd(X - X.mean(axis=0), compute_uv=False)
    assume(len(X) > X.shape[1] and s[-1] > 1e-3 * s[0])
    Z = whiten(X)
    assert covariance(Z) == pytest.approx(np.eye(X.shape[1]), abs=1e-9)
    # the distance between two observations is then that of Mahalanobis, whatever the axes
    step = X[0] - X[1]
    assert ((Z[0] - Z[1]) ** 2).sum() == pytest.approx(step @ np.linalg.pinv(np.cov(X.T).reshape(len(step), -1)) @ step,
                                                       abs=1e-7)


FLAT = [[1, 2], [1, 2], [1, 2]]
LINE = [[0, 0], [1, 1], [2, 2]]


@pytest.mark.parametrize(("error", "call", "message"), [
    (TypeError, lambda: PCA(1.5), "`n_components` must be a whole number, at least 1; got 1.5."),
    (ValueError, lambda: PCA(0), "`n_components` must be a whole number, at least 1; got 0."),
    (ValueError, lambda: PCA(solver="eig"), "`solver` must be one of 'svd', 'covariance'; got 'eig'."),
    (TypeError, lambda: PCA(whiten="yes"), "`whiten` must be True or False; got 'yes'."),
    (ValueError, lambda: PCA(3).fit(LINE), "`n_components` must be a whole number, at most 2 for this shape; got 3."),
    (ValueError, lambda: PCA().fit([[1, 2]]), "`X` must have at least two rows; got one."),
    (ValueError, lambda: PCA().fit(FLAT), "`X` must have rows that differ; got one point only, which has no variance."),
    (ValueError, lambda: PCA().fit(0.1 * np.ones((3, 2))), "`X` must have rows that differ; got one point only"),
    (ValueError, lambda: PCA().fit([[1, np.nan], [2, 3]]), "`X` must be a matrix of real numbers; got nan at index"),
    (ValueError, lambda: PCA().fit([[1e200], [-1e200]]), "`X` must be of a size that keeps all numbers below 1.8e308"),
    (ValueError, lambda: PCA().transform(LINE), "`PCA` must be fitted first; got no data yet. Call `fit(X)`."),
    (ValueError, lambda: PCA().inverse_transform(LINE), "`PCA` must be fitted first; got no data yet. Call `fit(X)`."),
    (ValueError, lambda: PCA().fit(LINE).transform([[1]]), "`X` must be a matrix of real numbers with shape (any, 2)"),
    (ValueError, lambda: PCA(1).fit(LINE).inverse_transform(LINE), "`Z` must be a matrix of real numbers with shape"),
    (ValueError, lambda: PCA(1, whiten=True).fit(1e-9 * np.array(LINE)).transform([[1e308, 0]]),
     "`X` must be of a size that keeps all numbers below 1.8e308"),
    (ValueError, lambda: PCA(1, whiten=True).fit(LINE).inverse_transform([[1.7e308]]),
     "`Z` must be of a size that keeps all numbers below 1.8e308"),
    (ValueError, lambda: PCA(whiten=True).fit(LINE), "`n_components` must be at most 1, the rank of the centred data"),
    (ValueError, lambda: whiten(LINE), "`n_components` must be at most 1, the rank of the centred data, to whiten"),
    (ValueError, lambda: whiten([[1, 2, 3], [4, 5, 7]]), "`n_components` must be a whole number, at most 2 for this"),
    (ValueError, lambda: covariance([[1, 2]]), "`X` must have more than 1 row; got 1."),
    (ValueError, lambda: covariance(LINE, ddof=2), "`ddof` must be 0 or 1; got 2."),
    (ValueError, lambda: covariance([[1e200], [-1e200]]), "`X` must be of a size that keeps all numbers below 1.8e308"),
])
def test_refusals(error, call, message):
    with pytest.raises(error, match=re.escape(message)):
        call()
