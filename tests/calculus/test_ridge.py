"""Ridge regression against scikit-learn and the normal equations; what the penalty does to each direction."""
from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import linalg
from sklearn.linear_model import Ridge

from mathlib.calculus import check_gradient, l2_penalty, mse, penalty_from_prior, ridge
from mathlib.data import load_diabetes
from tests.strategies import matrices, vectors

penalties = st.floats(1e-3, 100)


@given(matrices(8, 3, 10), vectors(8, 10), penalties, st.booleans())
def test_it_is_sklearns_with_alpha_n_times_the_penalty(X, y, penalty, intercept):
    ours = ridge(X, y, penalty, intercept=intercept)
    theirs = Ridge(alpha=8 * penalty, fit_intercept=intercept, solver="svd").fit(X, y)
    assert np.allclose(ours.weights, theirs.coef_, rtol=1e-9, atol=1e-10)
    assert ours.intercept == pytest.approx(theirs.intercept_, rel=1e-9, abs=1e-9)
    assert np.allclose(ours.predict(X), theirs.predict(X), rtol=1e-9, atol=1e-8)


@given(matrices(6, 3, 10), vectors(6, 10), penalties)
def test_the_fit_solves_the_normal_equations(X, y, penalty):
    w = ridge(X, y, penalty, intercept=False).weights
    residual = (X.T @ X + 6 * penalty * np.eye(3)) @ w - X.T @ y
    assert np.abs(residual).max() <= 1e-11 * (1 + np.abs(X).max() ** 2 * np.abs(y).max() * 10)


@given(matrices(6, 2, 10), vectors(6, 10), penalties)
def test_no_small_change_of_the_fit_lowers_the_objective(X, y, penalty):
    fit = ridge(X, y, penalty)

    def objective(p):
        return mse(y, X @ p[:2] + p[2]) + l2_penalty(p, [penalty, penalty, 0.0])

    best = np.append(fit.weights, fit.intercept)
    for change in np.vstack([np.eye(3), -np.eye(3)]):
        assert objective(best) <= objective(best + 1e-3 * change)
    assert check_gradient(objective, lambda p: np.zeros(3), best, tolerance=1.0)  # only noise is left


@given(matrices(6, 3, 10), vectors(6, 10), st.floats(1e-2, 10), st.floats(1.1, 10))
def test_a_greater_penalty_gives_shorter_weights_and_a_worse_fit(X, y, penalty, factor):
    low, high = ridge(X, y, penalty), ridge(X, y, factor * penalty)
    assert np.linalg.norm(high.weights) <= np.linalg.norm(low.weights) * (1 + 1e-12)
    assert mse(y, high.predict(X)) >= mse(y, low.predict(X)) * (1 - 1e-12)


def test_small_singular_directions_shrink_first():
    U, _ = np.linalg.qr(np.random.default_rng(0).normal(size=(20, 3)))
    X, N = U * [10.0, 1.0, 0.1], 20
    y = U.sum(axis=1)
    fit = ridge(X, y, 1 / N, intercept=False)
    assert fit.singular_values == pytest.approx([10, 1, 0.1], rel=1e-12)
    assert fit.shrinkage == pytest.approx([100 / 101, 1 / 2, 0.01 / 1.01], rel=1e-12)
    assert fit.weights == pytest.approx(fit.shrinkage / [10, 1, 0.1], rel=1e-11)


def test_on_new_data_some_penalty_is_better_than_none_and_than_much():
    """Powers 1 to 12 of x, 20 noisy points of sin(3 x); 1000 new points tell how well each penalty has guessed."""
    rng = np.random.default_rng(0)

    def draw(n):
        x = rng.uniform(-1, 1, n)
        return np.vander(x, 13, increasing=True)[:, 1:], np.sin(3 * x) + 0.3 * rng.normal(size=n)

    (X, y), (X_new, y_new) = draw(20), draw(1000)
    penalties = np.logspace(-6, 2, 33)
    fits = [ridge(X, y, penalty) for penalty in penalties]
    seen, unseen = (np.array([mse(b, fit.predict(A)) for fit in fits]) for A, b in ((X, y), (X_new, y_new)))
    assert all(np.diff(seen) >= 0)
    best = unseen.argmin()
    assert 1e-5 < penalties[best] < 1e-1
    assert unseen[best] < 0.95 * unseen[0]
    assert unseen[best] < 0.3 * unseen[-1]
    assert unseen[best] > 0.3**2  # no guess is better than the noise allows


def test_without_a_penalty_it_is_least_squares_and_the_shortest_of_many():
    table = load_diabetes()
    fit = ridge(table.X, table.y, 0)
    theirs = linalg.lstsq(np.column_stack([table.X, np.ones(442)]), table.y)[0]
    assert np.allclose(np.append(fit.weights, fit.intercept), theirs, rtol=1e-8)
    wide = np.random.default_rng(0).normal(size=(3, 5))
    y = np.array([1.0, 2, 3])
    assert ridge(wide, y, 0, intercept=False).weights == pytest.approx(linalg.pinv(wide) @ y, rel=1e-11)
    twice = np.repeat([[1.0], [2], [4]], 2, axis=1)  # two equal columns share the weight
    assert ridge(twice, [1.0, 2, 4], 0).weights == pytest.approx([0.5, 0.5], rel=1e-13)


def test_a_column_that_is_the_sum_of_two_others_is_no_direction_of_its_own():
    X = np.random.default_rng(0).normal(size=(20, 2))
    X = np.column_stack([X, X.sum(axis=1)])
    assert ridge(X, X[:, 0], 0, intercept=False).weights == pytest.approx(linalg.pinv(X) @ X[:, 0], abs=1e-13)
    assert ridge(X, X[:, 0], 0, intercept=False).shrinkage[-1] == 0


def test_constant_columns_and_single_rows_get_no_weight():
    assert ridge([[3.0], [3.0]], [1.0, 5.0], 0).weights.tolist() == [0]
    one = ridge([[3.0]], [7.0], 0.5)
    assert (one.weights.tolist(), one.intercept) == ([0], 7)


@pytest.mark.parametrize("unit", [1e300, 1e200, 1.0, 1e-160, 1e-300])
def test_the_unit_of_the_columns_changes_only_the_unit_of_the_weights(unit):
    X, y = np.array([[1.0, 0], [2, 1], [4, -1], [3, 3]]), np.array([1.0, 2, 4, 0])
    for penalty in (0.0, 0.3 * unit**2 if 1e-160 < unit < 1e150 else 0.0):
        base = ridge(X, y, penalty / unit**2 if penalty else 0)
        fit = ridge(X * unit, y, penalty)
        assert fit.weights * unit == pytest.approx(base.weights, rel=1e-12)
        assert fit.shrinkage == pytest.approx(base.shrinkage, rel=1e-12)


@pytest.mark.parametrize(("unit", "kept"), [(1e200, 1.0), (1e-200, 0.0)])
def test_beside_a_penalty_large_columns_are_kept_and_tiny_ones_shrink_to_nothing(unit, kept):
    fit = ridge(unit * np.array([[1.0], [-1]]), [1.0, -1], 1.0)
    assert fit.shrinkage.tolist() == [kept]
    assert fit.weights == pytest.approx([1 / unit if kept else unit], rel=1e-12, abs=0)  # s / N for tiny s: 1e-200


def test_the_penalty_is_the_prior():
    """The most probable weights under normal noise and a normal prior, by the formula of Bishop (2006), 3.53."""
    rng = np.random.default_rng(0)
    X, prior, noise = rng.normal(size=(30, 3)), 0.4, 0.09
    y = X @ [1.0, -1, 2] + rng.normal(0, 0.3, 30)
    posterior_mean = np.linalg.solve(np.eye(3) / prior + X.T @ X / noise, X.T @ y / noise)
    penalty = penalty_from_prior(prior, 30, noise_variance=noise)
    assert ridge(X, y, penalty, intercept=False).weights == pytest.approx(posterior_mean, rel=1e-12)
    assert penalty_from_prior(prior, 30) == pytest.approx(1 / (2 * 30 * prior), rel=1e-15)


@pytest.mark.parametrize(("error", "call", "message"), [
    (ValueError, lambda: ridge([[1.0]], [1.0], -1), "`penalty` must be a number that is not negative; got -1."),
    (ValueError, lambda: ridge([[1.0]], [1.0, 2.0], 1), "`y` must be a vector of 1 real numbers; got shape (2,)."),
    (ValueError, lambda: ridge([[1.0]], [[1.0]], 1), "`y` must be a vector of 1 real numbers; got shape (1, 1)."),
    (ValueError, lambda: ridge([1.0], [1.0], 1), "`X` must be a matrix of real numbers; got shape (1,)."),
    (ValueError, lambda: ridge([[np.nan]], [1.0], 1), "`X` must be a matrix of real numbers; got nan"),
    (ValueError, lambda: ridge([[1.0]], [1.0], 1).predict([[1.0, 2.0]]),
     "`X` must be a matrix of real numbers with shape"),
    (ValueError, lambda: ridge([[1.0], [2]], [1.7e308, 1.7e308], 1),
     "`y - mean(y)` must be a vector of real numbers; got "),
    (ValueError, lambda: ridge([[1.7e308], [1.7e308]], [1.0, 2], 1),
     "`X - mean(X)` must be a matrix of real numbers; got"),
    (ValueError, lambda: penalty_from_prior(0, 10), "`prior_variance` must be a positive number; got 0."),
    (ValueError, lambda: penalty_from_prior(1, 0), "`n` must be a whole number, at least 1; got 0."),
    (ValueError, lambda: penalty_from_prior(1, 1, noise_variance=-1),
     "`noise_variance` must be a positive number; got"),
])
def test_refusals(error, call, message):
    with pytest.raises(error, match=re.escape(message)):
        call()
