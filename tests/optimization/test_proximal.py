"""Proximal steps against brute minimisation, the lasso against scikit-learn's, and the duality gap as a certificate."""
from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import optimize
from sklearn import linear_model

from mathlib.data import load_diabetes
from mathlib.optimization import (
    Quadratic,
    gradient_descent,
    lasso,
    lasso_gap,
    lasso_path,
    proximal_gradient,
    soft_threshold,
)
from tests.strategies import matrices, numbers, vectors

DIABETES = load_diabetes()


def objective(w, X, y, penalty):
    return np.sum((y - X @ w) ** 2) / (2 * len(y)) + penalty * np.abs(w).sum()


@given(numbers(10.0), st.floats(0.0, 10.0))
def test_the_soft_threshold_minimises_what_it_is_said_to(v, t):
    found = optimize.minimize_scalar(lambda x: 0.5 * (x - v) ** 2 + t * abs(x), bounds=(-11, 11), method="bounded",
                                     options={"xatol": 1e-10})
    ours = float(soft_threshold(v, t))
    assert ours == pytest.approx(found.x, abs=1e-4)
    assert 0.5 * (ours - v) ** 2 + t * abs(ours) <= found.fun + 1e-12
    assert ours == pytest.approx(np.sign(v) * max(abs(v) - t, 0), abs=1e-14)


@given(vectors(3), vectors(3), st.floats(0, 5))
def test_thresholding_brings_no_two_points_farther_apart(a, b, t):
    apart = np.linalg.norm(soft_threshold(a, t) - soft_threshold(b, t))
    assert apart <= np.linalg.norm(a - b) * (1 + 1e-12)


def test_each_entry_may_have_its_own_threshold():
    assert soft_threshold([[3.0, -3.0], [1.0, 0.0]], [[1.0, 2.0], [1.0, 0.0]]).tolist() == [[2, -1], [0, 0]]


def test_without_a_second_function_it_is_gradient_descent():
    bowl = Quadratic(np.diag([1.0, 10.0]))
    ours = proximal_gradient(bowl.gradient, lambda v, s: v, [1.0, 1.0], 0.1, n_steps=20, tolerance=0).path
    assert ours == pytest.approx(gradient_descent(bowl.gradient, [1.0, 1.0], 0.1, n_steps=20).path, abs=1e-14)


@given(matrices(6, 3, limit=3.0), vectors(6, limit=3.0), st.floats(0.05, 1.0), st.booleans())
def test_it_ends_where_zero_is_a_subgradient(X, y, penalty, accelerate):
    H, q = X.T @ X / 6, X.T @ y / 6
    largest, smallest = np.linalg.eigvalsh(H)[[-1, 0]]
    assume(smallest > 1e-2 * largest > 1e-4)
    descent = proximal_gradient(lambda w: H @ w - q, lambda v, s: soft_threshold(v, s * penalty), np.zeros(3),
                                1 / largest, accelerate=accelerate, n_steps=20_000, tolerance=1e-8)
    assert descent.converged
    w, slope = descent.end, q - H @ descent.end
    assert (np.abs(slope) <= penalty + 1e-7).all()
    assert slope[w != 0] == pytest.approx(penalty * np.sign(w[w != 0]), abs=1e-7)


def slow_problem():
    """A lasso whose smooth part is nearly flat in most directions, and its minimum."""
    rng = np.random.default_rng(0)
    X = rng.normal(size=(50, 200)) * np.geomspace(1, 0.01, 200)
    y = X @ np.where(np.arange(200) % 20 == 0, 1.0, 0.0)
    return X, y, 1e-4


def test_accelerated_steps_arrive_in_far_fewer():
    X, y, penalty = slow_problem()
    s, q = 50 / np.linalg.norm(X, 2) ** 2, X.T @ y / 50

    def steps(accelerate):
        return proximal_gradient(lambda w: X.T @ (X @ w) / 50 - q, lambda v, s: soft_threshold(v, s * penalty),
                                 np.zeros(200), s, accelerate=accelerate, n_steps=100_000, tolerance=1e-5)

    plain, fast = steps(False), steps(True)
    assert plain.converged
    assert fast.converged
    assert fast.n_steps < plain.n_steps / 5


def test_begun_anew_where_it_leads_back_it_keeps_a_rate_of_the_root_of_kappa():
    # without that it swings past the minimum again and again, and needs 23_009 steps; with kappa in place of its
    # root, log(1e12) * kappa = 276_000
    bowl = Quadratic(np.diag([1.0, 100.0, 1e4]))
    descent = proximal_gradient(bowl.gradient, lambda v, s: v, np.ones(3), 1e-4, accelerate=True, n_steps=5000)
    assert descent.converged
    assert descent.n_steps < np.log(1e12) * 100


@pytest.mark.parametrize(("accelerate", "power"), [(False, 1), (True, 2)])
def test_the_promised_bounds_hold(accelerate, power):
    # Beck and Teboulle (2009), theorems 3.1 and 4.4: beta * d**2 / (2 * k), and 2 * beta * d**2 / (k + 1)**2
    X, y, penalty = slow_problem()
    beta = np.linalg.norm(X, 2) ** 2 / 50
    best = linear_model.Lasso(penalty, fit_intercept=False, tol=1e-12, max_iter=1_000_000).fit(X, y).coef_
    path = proximal_gradient(lambda w: X.T @ (X @ w - y) / 50, lambda v, s: soft_threshold(v, s * penalty),
                             np.zeros(200), 1 / beta, accelerate=accelerate, n_steps=300, tolerance=0).path
    excess = np.array([objective(w, X, y, penalty) for w in path]) - objective(best, X, y, penalty)
    k = np.arange(1, 301)
    bound = beta * best @ best * (1 / (2 * k) if power == 1 else 2 / (k + 1) ** 2)
    assert (excess[1:] <= bound + 1e-12).all()
    assert excess[300] > 0


@pytest.mark.parametrize("penalty", [0.01, 0.1, 0.5, 1.0, 2.0])
@pytest.mark.parametrize("intercept", [True, False])
def test_the_lasso_of_diabetes_is_scikit_learns(penalty, intercept):
    theirs = linear_model.Lasso(penalty, fit_intercept=intercept, tol=1e-14, max_iter=1_000_000).fit(DIABETES.X,
                                                                                                    DIABETES.y)
    ours = lasso(DIABETES.X, DIABETES.y, penalty, intercept=intercept)
    assert ours.converged
    assert ours.weights == pytest.approx(theirs.coef_, abs=1e-3)  # of hundreds
    assert ((ours.weights != 0) == (theirs.coef_ != 0)).all()
    assert ours.intercept == pytest.approx(theirs.intercept_, abs=1e-9)
    assert ours.predict(DIABETES.X) == pytest.approx(theirs.predict(DIABETES.X), abs=1e-3)


def test_where_the_columns_lie_changes_the_intercept_alone():
    # the columns of diabetes have mean 0: moved, they have not
    moved, ours = lasso(DIABETES.X + np.arange(10), DIABETES.y, 0.5), lasso(DIABETES.X, DIABETES.y, 0.5)
    theirs = linear_model.Lasso(0.5, tol=1e-14, max_iter=1_000_000).fit(DIABETES.X + np.arange(10), DIABETES.y)
    assert moved.weights == pytest.approx(ours.weights, abs=1e-3)
    assert moved.intercept == pytest.approx(ours.intercept - np.arange(10) @ ours.weights, abs=1e-2)
    assert moved.intercept == pytest.approx(theirs.intercept_, abs=1e-2)


def test_with_more_columns_than_rows_too():
    X, y, penalty = slow_problem()
    ours = lasso(X, y, penalty, intercept=False, n_steps=100_000)
    theirs = linear_model.Lasso(penalty, fit_intercept=False, tol=1e-12, max_iter=1_000_000).fit(X, y).coef_
    assert ours.converged
    assert objective(ours.weights, X, y, penalty) <= objective(theirs, X, y, penalty) + ours.gap


def test_the_path_is_scikit_learns_and_ends_in_zeros():
    X, y = DIABETES.X, DIABETES.y
    largest = np.abs((X - X.mean(axis=0)).T @ (y - y.mean())).max() / len(y)
    penalties = largest * np.geomspace(1.001, 1e-3, 12)
    _, theirs, _ = linear_model.lasso_path(X - X.mean(axis=0), y - y.mean(), alphas=penalties, tol=1e-13,
                                           max_iter=1_000_000)
    ours = lasso_path(X, y, penalties)
    assert ours == pytest.approx(theirs.T, abs=1e-2)
    assert (ours[0] == 0).all()
    assert (np.diff((ours != 0).sum(axis=1)) >= -1).all()
    assert np.count_nonzero(ours[1]) >= 1


def test_orthogonal_columns_are_thresholded_one_by_one():
    # X.T @ X = 4 * I: the weights are those of least squares, less N * penalty / 4
    X = np.array([[1.0, 1], [1, -1], [-1, 1], [-1, -1]])
    y = np.array([5.0, 1.0, -2.0, -4.0])
    assert lasso(X, y, 0.5, intercept=False).weights == pytest.approx(soft_threshold(X.T @ y / 4, 0.5), abs=1e-12)


@given(matrices(6, 3, limit=3.0), vectors(6, limit=3.0), vectors(3, limit=3.0), st.floats(0.01, 2.0))
def test_the_gap_bounds_how_far_any_weights_are_from_the_best(X, y, w, penalty):
    best = lasso(X, y, penalty, intercept=False, n_steps=20_000)
    excess = objective(w, X, y, penalty) - objective(best.weights, X, y, penalty)
    slack = 1e-9 * (1 + objective(w, X, y, penalty))
    assert lasso_gap(w, X, y, penalty) >= excess - best.gap - slack
    assert lasso_gap(w, X, y, penalty) >= -slack
    if best.converged:
        assert lasso_gap(best.weights, X, y, penalty) <= 1e-10 * (y @ y) / 12 + 1e-15


def test_the_gap_is_that_of_the_dual_problem():
    # the best u, by scipy: u @ y - N * u @ u / 2 under abs(X.T @ u) <= penalty
    rng = np.random.default_rng(1)
    X, y, penalty = rng.normal(size=(8, 3)), rng.normal(size=8), 0.1
    dual = optimize.minimize(lambda u: 4 * u @ u - u @ y, np.zeros(8), jac=lambda u: 8 * u - y, method="SLSQP",
                             options={"ftol": 1e-14, "maxiter": 500}, constraints=[
                                 {"type": "ineq", "fun": lambda u: penalty - X.T @ u, "jac": lambda u: -X.T},
                                 {"type": "ineq", "fun": lambda u: penalty + X.T @ u, "jac": lambda u: X.T}])
    fit = lasso(X, y, penalty, intercept=False)
    assert objective(fit.weights, X, y, penalty) == pytest.approx(-dual.fun, abs=1e-9)  # strong duality
    assert fit.gap < 1e-10


def test_what_is_not_converged_says_so():
    X, y, penalty = slow_problem()
    fit = lasso(X, y, penalty, n_steps=7)
    assert (fit.converged, fit.n_steps) == (False, 7)
    assert fit.gap > 0


def test_nothing_to_explain_needs_no_steps():
    fit = lasso([[1.0], [2.0]], [3.0, 3.0], penalty=0.1)
    assert (fit.weights.tolist(), fit.intercept, fit.converged, fit.n_steps) == ([0], 3, True, 0)
    assert lasso(np.zeros((3, 2)), [1.0, 2, 3], 0.1).weights.tolist() == [0, 0]


def test_a_path_that_does_not_converge_is_an_error():
    X, y, _ = slow_problem()
    with pytest.raises(RuntimeError, match="the lasso with penalty 1e-09 did not converge: its gap is still"):
        lasso_path(X, y, [1e-9], tolerance=1e-15)


@pytest.mark.parametrize(("call", "error", "message"), [
    (lambda: soft_threshold([1.0, 2.0], [1.0]), ValueError,
     "`t` must be one number, or of the shape of v, (2,); got shape (1,)."),
    (lambda: soft_threshold([1.0], -1), ValueError, "`t` must not be negative; got -1."),
    (lambda: soft_threshold([np.nan], 1), ValueError, "`v` must be real numbers; got nan at index 0."),
    (lambda: proximal_gradient(lambda x: x, lambda v, s: v, [1.0], 0), ValueError,
     "`step_size` must be a positive number; got 0."),
    (lambda: proximal_gradient(lambda x: x, lambda v, s: v[:0], [1.0], 1), ValueError,
     "`prox(start)` must be a vector of 1 real numbers; got an empty array"),
    (lambda: proximal_gradient(lambda x: x * np.nan, lambda v, s: v, [1.0], 1), ValueError,
     "`gradient(start)` must be a vector of 1 real numbers; got nan at index 0."),
    (lambda: proximal_gradient(lambda x: x, 3, [1.0], 1), TypeError, "`prox` must be a function; got 3."),
    (lambda: lasso([[1.0]], [1.0], 0), ValueError, "`penalty` must be a positive number; got 0."),
    (lambda: lasso([[1e200]], [1.0], 1), ValueError,
     "`X` must be in a unit in which its squares can be held, 1e-150 to 1e150; got numbers up to 1e+200."),
    (lambda: lasso([[1.0]], [1e-200], 1e-201), ValueError, "`y` must be in a unit in which its squares can be held"),
    (lambda: lasso([[1.0]], [1.0, 2.0], 1), ValueError, "`y` must be a vector of 1 real numbers; got shape (2,)."),
    (lambda: lasso([[1.0]], [1.0], 1, start=[1, 2]), ValueError,
     "`start` must be a vector of 1 real numbers; got shape (2,)."),
    (lambda: lasso([[1.0]], [1.0], 1, tolerance=-1), ValueError, "`tolerance` must be a number that is not negative"),
    (lambda: lasso([[1.0]], [1.0], 1, n_steps=0), ValueError, "`n_steps` must be a whole number, at least 1; got 0."),
    (lambda: lasso_gap([1.0, 2.0], [[1.0]], [1.0], 1), ValueError,
     "`w` must be a vector of 1 real numbers; got shape (2,)."),
    (lambda: lasso_path([[1.0]], [1.0], [1.0, -1.0]), ValueError, "`penalty` must be a positive number; got"),
    (lambda: lasso([[1.0]], [1.0], 1).predict([[1.0, 2.0]]), ValueError, "`X` must be a matrix of real numbers"),
])
def test_what_cannot_be_used_is_refused_in_words(call, error, message):
    with pytest.raises(error, match=re.escape(message)):
        call()
