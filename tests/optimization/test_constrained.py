"""Projections against scipy's minimisers, constrained optima against SLSQP and closed forms, and KKT's conditions."""
from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from scipy import optimize

from mathlib.optimization import (
    Quadratic,
    kkt_multipliers,
    kkt_residual,
    lagrange_newton,
    project_ball,
    project_box,
    project_simplex,
    projected_gradient,
)
from tests.strategies import matrices, symmetric_matrices, vectors

SETS = {"ball": project_ball, "box": lambda x: project_box(x, -1, 2), "simplex": project_simplex,
        "moved ball": lambda x: project_ball(x, 0.5, [3.0, 0.0, -1.0])}
each_set = pytest.mark.parametrize("project", SETS.values(), ids=SETS)


@each_set
@given(vectors(3))
def test_projecting_twice_changes_nothing(project, x):
    once = project(x)
    assert project(once) == pytest.approx(once, abs=1e-14)


@each_set
@given(vectors(3), vectors(3))
def test_no_point_of_the_set_makes_a_sharp_angle_at_the_projection(project, x, other):
    # which is what makes it the nearest one: (x - p) @ (z - p) <= 0 for all z in the set
    p, z = project(x), project(other)
    assert (x - p) @ (z - p) <= 1e-12 * (1 + x @ x)


@each_set
@given(vectors(3), vectors(3))
def test_projections_bring_no_two_points_farther_apart(project, a, b):
    assert np.linalg.norm(project(a) - project(b)) <= np.linalg.norm(a - b) + 1e-12 * (1 + np.abs(a).max())


@given(vectors(4), st.floats(0.01, 100.0))
def test_a_point_of_the_simplex_has_entries_that_are_not_negative_and_sum_right(x, total):
    p = project_simplex(x, total)
    assert (p >= 0).all()
    assert p.sum() == pytest.approx(total, rel=1e-12)
    # one number is taken from all, and what would be negative is 0
    taken = (x - p)[p > 0]
    assert np.ptp(taken) <= 1e-11 * (1 + np.abs(x).max())
    assert (x[p == 0] <= taken.max() + 1e-11 * (1 + np.abs(x).max())).all()


def test_the_simplex_is_exact_far_away_and_for_ties():
    assert project_simplex([1e17, 0.0, 1e17]).tolist() == [0.5, 0, 0.5]
    assert project_simplex([-1e300, -1e300]).tolist() == [0.5, 0.5]
    assert project_simplex([7.0]).tolist() == [1]
    assert project_simplex([1.5e308, -1.5e308]).tolist() == [1, 0]
    assert project_simplex([3.0, 1.0], 1e-300).tolist() == [1e-300, 0]
    assert project_simplex([3.0, 1.0], 1e308).tolist() == [5e307, 5e307]
    assert project_simplex([0.2, 0.3, 0.5]) == pytest.approx([0.2, 0.3, 0.5], abs=1e-16)


@given(vectors(3, limit=5.0))
def test_scipy_finds_no_nearer_point(x):
    theirs = optimize.minimize(lambda p: np.sum((p - x) ** 2), np.full(3, 1 / 3), jac=lambda p: 2 * (p - x),
                               bounds=[(0, None)] * 3, method="SLSQP", options={"ftol": 1e-13},
                               constraints={"type": "eq", "fun": lambda p: p.sum() - 1, "jac": lambda p: np.ones(3)})
    ours = project_simplex(x)
    assert np.sum((ours - x) ** 2) <= theirs.fun + 1e-7
    assert ours == pytest.approx(theirs.x, abs=1e-3)


def test_the_ball_is_exact_far_away():
    assert project_ball([3e300, 4e300]) == pytest.approx([0.6, 0.8], rel=1e-15)
    assert project_ball([3e-300, 4e-300]).tolist() == [3e-300, 4e-300]
    assert project_ball([3e-300, 4e-300], 1e-300) == pytest.approx([0.6e-300, 0.8e-300], rel=1e-15)


def test_a_projection_is_a_copy_and_bounds_may_be_infinite():
    x = np.array([0.1, 0.2])
    for p in (project_ball(x), project_box(x, -np.inf, np.inf)):
        p[0] = 9
    assert x.tolist() == [0.1, 0.2]
    assert project_box([-5.0, 5.0], [-np.inf, 0], [0, np.inf]).tolist() == [-5, 5]


# projected gradient

@example(np.array([[0, 0, 3], [0, 0, 2.5], [0, 0, 0], [3, 1, 0], [0, 0, 0], [3, 0, 1]]),
         np.array([0, 0, 0, 0.5, 0, 0.375]))  # where rounding once led out of the set
@given(matrices(6, 3, limit=3.0), vectors(6, limit=3.0))
def test_weights_that_must_not_be_negative_are_those_of_scipys_nnls(X, y):
    H = X.T @ X
    curvatures = np.linalg.eigvalsh(H)
    assume(curvatures[0] > 1e-2 * curvatures[-1] > 1e-4)
    theirs, _ = optimize.nnls(X, y)
    ours = projected_gradient(lambda w: H @ w - X.T @ y, lambda w: project_box(w, 0, np.inf), np.zeros(3),
                              1 / curvatures[-1], n_steps=20_000, tolerance=1e-9)
    assert ours.converged
    assert (ours.path >= 0).all()
    assert ours.end == pytest.approx(theirs, abs=1e-7 / curvatures[0])
    # the multipliers of w >= 0 are the gradient itself
    slope = H @ ours.end - X.T @ y
    residual = kkt_residual(slope, -ours.end, -np.eye(3), np.maximum(slope, 0))
    assert max(residual) <= 1e-8 * (1 + np.abs(ours.end).max() * curvatures[-1])


def test_on_the_disc_the_least_sum_is_where_the_gradients_are_parallel():
    descent = projected_gradient(lambda x: np.ones(2), project_ball, [0.0, 1.0], 0.3)
    assert descent.converged
    assert descent.end == pytest.approx([-np.sqrt(0.5)] * 2, abs=1e-8)
    assert (np.linalg.norm(descent.path, axis=1) <= 1 + 1e-12).all()


def test_inside_the_set_it_is_gradient_descent():
    bowl = Quadratic(np.diag([1.0, 4.0]))
    path = projected_gradient(bowl.gradient, lambda x: project_ball(x, 10), [1.0, 1.0], 0.1, n_steps=5).path
    assert path == pytest.approx(np.array([[0.9**k, 0.6**k] for k in range(6)]), abs=1e-14)


def test_a_start_outside_the_set_is_refused():
    with pytest.raises(ValueError, match=re.escape("`start` must be in the set; got a point 4 away from it.")):
        projected_gradient(lambda x: x, project_ball, [3.0, 4.0], 0.1)


# Lagrange

def circle(start, multipliers=None, **options):
    """The extremes of x + y on the unit circle."""
    return lagrange_newton(lambda x: np.ones(2), lambda x, u: 2 * u[0] * np.eye(2), lambda x: np.array([x @ x - 1]),
                           lambda x: 2 * x[None], start, multipliers, **options)


def test_the_least_x_plus_y_on_the_unit_circle_is_minus_the_root_of_two():
    found = circle([-1.0, -0.5])
    assert found.converged
    assert found.end == pytest.approx([-np.sqrt(0.5)] * 2, abs=1e-12)
    assert found.end.sum() == pytest.approx(-np.sqrt(2), abs=1e-12)
    assert found.multipliers[-1] == pytest.approx([np.sqrt(0.5)], abs=1e-12)
    residual = kkt_residual([1.0, 1.0], [found.end @ found.end - 1], 2 * found.end[None], found.multipliers[-1],
                            equality=True)
    assert max(residual) < 1e-12


def test_the_multiplier_is_the_price_of_the_constraint():
    # on x @ x = 1 + e the least sum is -sqrt(2 * (1 + e)): its derivative by e is -sqrt(1/2), minus the multiplier
    def least(e):
        return lagrange_newton(lambda x: np.ones(2), lambda x, u: 2 * u[0] * np.eye(2),
                               lambda x: np.array([x @ x - 1 - e]), lambda x: 2 * x[None], [-1.0, -0.5]).end.sum()

    assert (least(1e-4) - least(-1e-4)) / 2e-4 == pytest.approx(-circle([-1.0, -0.5]).multipliers[-1][0], rel=1e-6)


def test_from_the_other_side_it_finds_the_greatest():
    found = circle([1.0, 0.5])
    assert found.end == pytest.approx([np.sqrt(0.5)] * 2, abs=1e-12)
    assert found.multipliers[-1] == pytest.approx([-np.sqrt(0.5)], abs=1e-12)


def test_its_digits_double_with_each_step():
    found = circle([-1.0, -0.5])
    errors = np.linalg.norm(np.column_stack([found.path + np.sqrt(0.5), found.multipliers - np.sqrt(0.5)]), axis=1)
    errors = errors[errors > 1e-8]
    assert len(errors) >= 4
    assert (errors[1:] <= 2 * errors[:-1] ** 2).all()


@given(symmetric_matrices(3, limit=3.0), vectors(3, limit=3.0), vectors(3, limit=3.0).filter(np.any))
def test_a_quadratic_on_a_plane_needs_one_step_and_agrees_with_a_change_of_coordinates(H, q, a):
    H = H @ H + np.eye(3)
    H = (H + H.T) / 2
    found = lagrange_newton(lambda x: H @ x - q, lambda x, u: H, lambda x: np.array([a @ x - 1]), lambda x: a[None],
                            np.zeros(3), tolerance=1e-7)
    Z = np.linalg.svd(a[None])[2][1:].T  # a basis of the plane's directions
    base = a / (a @ a)
    expected = base + Z @ np.linalg.solve(Z.T @ H @ Z, Z.T @ (q - H @ base))
    assert found.n_steps <= 2
    assert found.end == pytest.approx(expected, abs=1e-9 * (1 + np.abs(expected).max()) * np.linalg.cond(H))


def test_two_constraints_agree_with_slsqp():
    def gradient(x):
        return 2 * (x - [1, 2, 3])

    def constraint(x):
        return np.array([x @ x - 4, x[0] - x[1] ** 2])

    def jacobian(x):
        return np.array([2 * x, [1, -2 * x[1], 0]])

    def hessian(x, u):
        return 2 * np.eye(3) + 2 * u[0] * np.eye(3) - 2 * u[1] * np.diag([0, 1, 0])

    found = lagrange_newton(gradient, hessian, constraint, jacobian, [0.8, 0.9, 1.5])
    theirs = optimize.minimize(lambda x: np.sum((x - [1, 2, 3]) ** 2), [0.8, 0.9, 1.5], method="SLSQP",
                               constraints={"type": "eq", "fun": constraint}, options={"ftol": 1e-14})
    assert found.converged
    assert found.multipliers.shape == (found.n_steps + 1, 2)
    assert found.end == pytest.approx(theirs.x, abs=1e-6)


def test_multipliers_may_be_given_and_else_fit_best():
    assert circle([-1.0, 0.0], n_steps=1).multipliers[0] == pytest.approx([0.5])  # 1 + 2 * u * (-1) = 0, by x only
    assert circle([-1.0, 0.0], [3.0], n_steps=1).multipliers[0].tolist() == [3]


def test_where_the_conditions_have_no_step_it_says_so():
    found = lagrange_newton(lambda x: np.ones(2), lambda x, u: np.zeros((2, 2)), lambda x: x[:1] - 1,
                            lambda x: np.array([[1.0, 0.0]]), [0.0, 0.0])
    assert not found.converged
    assert found.reason.startswith("the system of Lagrange's conditions is singular")


# Karush, Kuhn, Tucker

def test_each_condition_is_measured_by_itself():
    J = np.array([[1.0, 0.0], [0.0, 1.0]])
    assert kkt_residual([-1.0, 0.0], [0.0, -2.0], J, [1.0, 0.0]) == (0, 0, 0, 0)
    assert kkt_residual([-1.5, 0.0], [0.0, -2.0], J, [1.0, 0.0]) == (0.5, 0, 0, 0)
    assert kkt_residual([-1.0, 0.0], [0.25, -2.0], J, [1.0, 0.0]) == (0, 0.25, 0, 0.25)
    assert kkt_residual([1.0, 0.0], [0.0, -2.0], J, [-1.0, 0.0]) == (0, 0, 1, 0)
    assert kkt_residual([-1.0, -3.0], [0.0, -2.0], J, [1.0, 3.0]) == (0, 0, 0, 6)


def test_an_equality_may_have_a_multiplier_of_either_sign_but_no_slack():
    assert kkt_residual([1.0], [0.0], [[1.0]], [-1.0], equality=True) == (0, 0, 0, 0)
    assert kkt_residual([1.0], [-0.5], [[1.0]], [-1.0], equality=True) == (0, 0.5, 0, 0)
    mixed = kkt_residual([1.0, -2.0], [-0.5, 0.0], np.eye(2), [-1.0, 2.0], equality=[True, False])
    assert mixed == (0, 0.5, 0, 0)


def test_the_conditions_hold_where_slsqp_ends():
    # min (x - 2)**2 + (y - 1)**2 under x**2 <= y and x + y <= 2: both bind at (1, 1)
    found = optimize.minimize(lambda x: (x[0] - 2) ** 2 + (x[1] - 1) ** 2, [0.0, 0.5], method="SLSQP", constraints=[
        {"type": "ineq", "fun": lambda x: x[1] - x[0] ** 2}, {"type": "ineq", "fun": lambda x: 2 - x[0] - x[1]}])
    x, y = found.x
    g, J = np.array([2 * (x - 2), 2 * (y - 1)]), np.array([[2 * x, -1], [1, 1]])
    u = np.linalg.solve(J.T, -g)
    assert u == pytest.approx([2 / 3, 2 / 3], abs=1e-5)
    assert max(kkt_residual(g, [x**2 - y, x + y - 2], J, u)) < 1e-5


@pytest.mark.parametrize(("call", "error", "message"), [
    (lambda: project_ball([1.0], 0), ValueError, "`radius` must be a positive number; got 0."),
    (lambda: project_ball([1.0], 1, [0, 0]), ValueError, "`centre` must be a vector of 1 real numbers; got shape (2,)"),
    (lambda: project_box([1.0, 2.0], [0.0], 1), ValueError, "`low` must be one number, or 2 of them; got shape (1,)."),
    (lambda: project_box([1.0], 1, 0), ValueError, "`low` must not exceed high; got 1.0 and 0.0."),
    (lambda: project_box([1.0], np.nan, 0), ValueError, "`low` must be real numbers or infinities; got nan."),
    (lambda: project_simplex([1.0], 0), ValueError, "`total` must be a positive number; got 0."),
    (lambda: project_simplex([[1.0]]), ValueError, "`x` must be a vector of real numbers; got shape (1, 1)."),
    (lambda: projected_gradient(lambda x: x, lambda x: x[:1], [1.0, 1.0], 1), ValueError,
     "`project(start)` must be a vector of 2 real numbers; got shape (1,)."),
    (lambda: projected_gradient(lambda x: x, 3, [1.0, 1.0], 1), TypeError, "`project` must be a function; got 3."),
    (lambda: projected_gradient(lambda x: x, project_ball, [0.0], -1), ValueError,
     "`step_size` must be a positive number; got -1."),
    (lambda: circle([0.0, np.nan]), ValueError, "`start` must be a vector of real numbers; got nan at index 1."),
    (lambda: circle([1.0, 0.0], [1.0, 1.0]), ValueError,
     "`multipliers` must be a vector of 1 real numbers; got shape (2,)."),
    (lambda: lagrange_newton(lambda x: x, lambda x, u: np.eye(2), lambda x: x, lambda x: np.eye(2), [1.0]), ValueError,
     "`jacobian(start)` must be a matrix of real numbers with shape (1, 1); got shape (2, 2)."),
    (lambda: lagrange_newton(lambda x: x, lambda x, u: np.eye(2), lambda x: x, lambda x: np.eye(1), [1.0]), ValueError,
     "`hessian(start)` must be a matrix of real numbers with shape (1, 1); got shape (2, 2)."),
    (lambda: kkt_residual([1.0], [0.0], [[1.0, 2.0]], [0.0]), ValueError,
     "`jacobian` must be a matrix of real numbers with shape (1, 1); got shape (1, 2)."),
    (lambda: kkt_residual([1.0], [0.0], [[1.0]], [0.0, 1.0]), ValueError, "`multipliers` must be a vector of 1 real"),
    (lambda: kkt_residual([1.0], [0.0], [[1.0]], [0.0], equality=1), TypeError,
     "`equality` must be True or False, or 1 of them; got 1."),
])
def test_what_cannot_be_used_is_refused_in_words(call, error, message):
    with pytest.raises(error, match=re.escape(message)):
        call()


def test_multipliers_balance_a_gradient_as_bounded_least_squares_do():
    rng = np.random.default_rng(4)
    for _ in range(50):
        g, J = rng.normal(size=3), rng.normal(size=(4, 3))
        u = kkt_multipliers(g, J)
        oracle = optimize.lsq_linear(J.T, -g, bounds=(0, np.inf), method="bvls", tol=1e-14)
        assert (u >= 0).all()
        assert np.isclose(np.linalg.norm(g + J.T @ u), np.sqrt(2 * oracle.cost), atol=1e-7)
        assert (J @ (g + J.T @ u) >= -1e-12).all(), "what is left points out of no constraint"


@pytest.mark.parametrize(("gradient", "jacobian", "message"), [
    ([np.nan, 0.0], [[1.0, 0.0]], "`gradient` must be a vector of real numbers; got nan"),
    ([1.0, 0.0], [[1.0, 0.0, 0.0]], r"`jacobian` must be a matrix of real numbers with shape \(any, 2\); got"),
])
def test_multipliers_of_what_does_not_fit_are_refused(gradient, jacobian, message):
    with pytest.raises(ValueError, match=message):
        kkt_multipliers(gradient, jacobian)
