"""Difference quotients against mpmath and closed forms; orders as slopes; where they break, measured."""
from __future__ import annotations

import re

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mathlib.calculus import (
    classify_critical_point,
    derivative,
    directional_derivative,
    gradient,
    hessian,
    jacobian,
    newton_step,
    taylor,
)
from mathlib.optimization import Quadratic, gradient_descent
from tests.strategies import matrices, symmetric_matrices, vectors

METHODS = ["forward", "central", "complex"]
# relative to values and derivatives of about 1: the square root, the 2/3rd power of eps, and eps itself
ACCURACY = {"forward": 1e-7, "central": 1e-9, "complex": 1e-15}


def slope(h, error):
    return np.polyfit(np.log(h), np.log(error), 1)[0]


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("name", ["sin", "exp", "tanh", "sqrt", "log", "arctan"])
def test_derivatives_are_mpmaths(method, name):
    x = np.array([0.3, 1.0, 2.5])
    theirs = [float(mpmath.diff(getattr(mpmath, name.replace("arctan", "atan")), t)) for t in x]
    ours = derivative(getattr(np, name), x, method=method)
    assert np.abs(ours - theirs).max() <= 20 * ACCURACY[method] * max(np.abs(theirs))


@pytest.mark.parametrize(("method", "order"), [("forward", 1), ("central", 2), ("complex", 2)])
def test_the_error_shrinks_with_the_step_at_the_order_that_theory_promises(method, order):
    h = np.array([0.1, 0.05, 0.025, 0.0125])
    error = [abs(derivative(np.exp, 0.5, method=method, step=k) - np.exp(0.5)) for k in h]
    assert slope(h, error) == pytest.approx(order, abs=0.03)


def test_errors_have_the_shape_of_a_v():
    """d sin at 1: truncation falls with h, rounding rises; the complex step subtracts nothing."""
    h = np.logspace(-16, 0, 321)
    error = {m: np.array([abs(derivative(np.sin, 1.0, method=m, step=k) - np.cos(1)) for k in h]) for m in METHODS}
    best = {m: (h[error[m].argmin()], error[m].min()) for m in METHODS}
    assert 1e-9 < best["forward"][0] < 1e-7
    assert 1e-11 < best["forward"][1] < 3e-9
    assert 3e-7 < best["central"][0] < 3e-5
    assert best["central"][1] < 1e-12
    for method in ("forward", "central"):
        assert error[method][h < 2e-16].max() > 0.05  # one digit, or none, is left
        assert error[method][h < 1e-12].max() > 1e4 * error[method][(h > 1e-9) & (h < 1e-4)].min()
        left = h < best[method][0] / 100
        assert slope(h[left & (h > 1e-14)], error[method][left & (h > 1e-14)]) == pytest.approx(-1, abs=0.3)
    assert error["complex"][h < 1e-8].max() <= 1.2e-16


@given(symmetric_matrices(3, limit=10), vectors(3, limit=10))
def test_the_gradient_of_a_quadratic_is_the_matrix_times_the_point(H, x):
    size = 1 + np.abs(H).sum() * (1 + np.abs(x).max()) ** 2
    assert np.abs(gradient(Quadratic(H), x) - H @ x).max() <= 1e-9 * size
    assert np.abs(hessian(Quadratic(H), x) - H).max() <= 1e-6 * size


@given(matrices(2, 3, limit=10), vectors(3, limit=10))
def test_the_jacobian_of_a_linear_map_is_its_matrix(A, x):
    assert np.abs(jacobian(lambda z: A @ z, x, method="complex") - A).max() <= 1e-14 * (1 + np.abs(A).max())
    assert jacobian(lambda z: A @ z, x).shape == (2, 3)


@given(vectors(3, limit=3), vectors(3, limit=3))
def test_the_directional_derivative_is_the_gradient_times_the_direction(x, d):
    def f(z):
        return np.sin(z[0]) * z[1] + np.exp(z[2] / 3)

    along = directional_derivative(f, x, d, method="complex")
    assert along == pytest.approx(gradient(f, x, method="complex") @ d, rel=1e-13, abs=1e-13)


@given(vectors(2, limit=3), st.floats(-3.1, 3.1))
def test_no_direction_is_steeper_than_the_gradient(x, angle):
    g = gradient(lambda z: np.sin(z[0]) * np.cos(z[1]), x, method="complex")
    d = np.array([np.cos(angle), np.sin(angle)])
    assert abs(g @ d) <= np.linalg.norm(g) + 1e-15


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("length", [1e-9, 1.0, 1e6])
def test_along_a_longer_direction_the_slope_is_as_much_steeper_and_as_well_known(method, length):
    def f(z):
        return np.sin(z[0]) * np.exp(z[1])

    x, d = np.array([0.5, -0.3]), np.array([1.0, 2.0])
    exact = np.exp(-0.3) * (np.cos(0.5) + 2 * np.sin(0.5))
    along = directional_derivative(f, x, length * d, method=method)
    assert along == pytest.approx(length * exact, rel=20 * ACCURACY[method], abs=0)
    assert directional_derivative(f, x, [0.0, 0.0], method=method) == 0


@pytest.mark.parametrize(("method", "values"), [("forward", 6), ("central", 11), ("complex", 6)])
def test_a_gradient_costs_as_many_values_as_it_says(method, values):
    seen = []
    gradient(lambda x: seen.append(x) or x @ x, np.ones(5), method=method)
    assert len(seen) == values
    seen.clear()
    hessian(lambda x: seen.append(x) or x @ x, np.ones(5))
    assert len(seen) == 2 * 5 * 6


def test_a_step_whose_square_vanishes_gives_no_nan():
    assert hessian(lambda x: np.sin(x[0]), [1.0], step=1e-300).tolist() == [[0]]


def test_gradients_of_a_bundle_of_functions_agree_by_every_method():
    def f(z):
        return np.log(1 + z[0] ** 2) * np.exp(-z[1]) + z[2] * z[0]

    x = np.array([0.7, -0.4, 1.9])
    exact = np.array([2 * 0.7 / 1.49 * np.exp(0.4) + 1.9, -np.log(1.49) * np.exp(0.4), 0.7])
    for method in METHODS:
        assert np.abs(gradient(f, x, method=method) - exact).max() <= 20 * ACCURACY[method]


def test_the_steps_grow_with_the_point():
    assert derivative(np.square, 1e8) == pytest.approx(2e8, rel=1e-9)
    assert gradient(lambda x: x @ x, [1e8, 1.0])[0] == pytest.approx(2e8, rel=1e-9)


@pytest.mark.parametrize("order", [0, 1, 2])
def test_what_a_taylor_polynomial_misses_is_of_the_next_order(order):
    def f(z):
        return np.exp(z[0]) * np.cos(z[1])

    center, d = np.array([0.2, 0.5]), np.array([1.0, 0.7])
    model, h = taylor(f, center, order), np.array([0.2, 0.1, 0.05, 0.025])
    error = [abs(model(center + t * d) - f(center + t * d)) for t in h]
    assert slope(h, error) == pytest.approx(order + 1, abs=0.15)


@given(symmetric_matrices(2, limit=5), vectors(2, limit=5), vectors(2, limit=5))
def test_a_quadratic_is_its_own_taylor_polynomial(H, x, y):
    f = Quadratic(H)
    assert taylor(f, x)(y) == pytest.approx(float(f(y)), abs=1e-5 * (1 + np.abs(H).max() * 200))


@given(symmetric_matrices(3, limit=10), vectors(3, limit=10))
def test_newtons_step_ends_where_the_gradient_is_zero(H, x):
    if np.linalg.cond(H) < 1e6:
        end = x + newton_step(H @ x, H)
        assert np.abs(H @ end).max() <= 1e-8 * (1 + np.abs(H).max() * np.abs(x).max())


def test_newton_goes_to_the_saddle_where_gradient_descent_goes_to_a_minimum():
    """f = x**2 - y**2 + y**4 / 4 from (0.5, 0.3)."""
    def f(z):
        return z[0] ** 2 - z[1] ** 2 + z[1] ** 4 / 4

    def slopes(z):
        return np.array([2 * z[0], -2 * z[1] + z[1] ** 3])

    z = np.array([0.5, 0.3])
    for _ in range(20):
        z = z + newton_step(slopes(z), jacobian(slopes, z))
    assert np.abs(z).max() < 1e-12
    assert np.linalg.eigvalsh(hessian(f, z)) == pytest.approx([-2, 2], abs=1e-6)
    assert classify_critical_point(hessian(f, z)) == "saddle"
    down = gradient_descent(slopes, [0.5, 0.3], 0.1, n_steps=1000, tolerance=1e-12)
    assert down.converged
    assert down.path[-1] == pytest.approx([0, np.sqrt(2)], abs=1e-10)
    assert f(down.path[-1]) == pytest.approx(-1, abs=1e-12)
    assert classify_critical_point(hessian(f, down.path[-1])) == "minimum"


@pytest.mark.parametrize(("diagonal", "kind"), [
    ((1, 2), "minimum"), ((-1, -2), "maximum"), ((1, -2), "saddle"), ((1, 0), "undecided"), ((0, 0), "undecided"),
    ((-1, 0), "undecided"), ((1, -1, 0), "saddle"), ((1e-300, 1e-300), "minimum"),
    ((1.7e308, 1.7e308), "minimum"), ((1e200, 1e-9), "undecided"),
])
def test_the_kind_of_a_critical_point(diagonal, kind):
    assert classify_critical_point(np.diag(np.array(diagonal, dtype=float))) == kind


@pytest.mark.parametrize(("error", "call", "message"), [
    (ValueError, lambda: derivative(np.sin, 1.0, method="back"),
     "`method` must be one of 'forward', 'central', 'complex'; got 'back'."),
    (TypeError, lambda: gradient(np.sum, [1.0], method=["central"]),
     "`method` must be one of 'forward', 'central', 'com"),
    (ValueError, lambda: derivative(np.sin, 1.0, step=0), "`step` must be a positive number; got 0."),
    (ValueError, lambda: derivative(np.sin, np.nan), "`x` must be real numbers; got nan."),
    (TypeError, lambda: derivative(3, 1.0), "`f` must be a function; got 3."),
    (TypeError, lambda: derivative(lambda x: 1.0, 1.0, method="complex"), "must be complex where x is"),
    (ValueError, lambda: derivative(lambda x: x * np.nan, 1.0), "`f(x)` must be real numbers; got nan."),
    (ValueError, lambda: derivative(lambda x: x * complex(np.inf), 1.0, method="complex", step=1.0), "must be finite"),
    (ValueError, lambda: derivative(np.sum, [1.0, 2.0]), "`f(x)` must be of shape (2,); got shape ()."),
    (ValueError, lambda: gradient(lambda x: x, [1.0, 2.0]), "`f(x)` must be of shape (); got shape (2,)."),
    (ValueError, lambda: gradient(lambda x: x @ x, [[1.0]]), "`x` must be a vector of real numbers; got shape (1, 1)."),
    (ValueError, lambda: gradient(lambda x: x @ x, []), "`x` must be a vector of real numbers; got an empty array"),
    (ValueError, lambda: jacobian(lambda x: x @ x, [1.0]), "`f(x)` must be a vector of real numbers; got the single"),
    (ValueError, lambda: directional_derivative(lambda x: x @ x, [1.0], [1.0, 2.0]),
     "`direction` must be a vector of 1 real numbers; got shape (2,)."),
    (ValueError, lambda: hessian(lambda x: x, [1.0, 2.0]), "`f(x)` must be of shape (); got shape (2,)."),
    (ValueError, lambda: hessian(lambda x: x @ x, [1.0], step=-1), "`step` must be a positive number; got -1."),
    (ValueError, lambda: taylor(lambda x: x @ x, [1.0], 3), "`order` must be 0, 1 or 2; got 3."),
    (ValueError, lambda: taylor(lambda x: x @ x, [1.0])([1.0, 2.0]), "`x` must be points of 1 real numbers"),
    (ValueError, lambda: newton_step([1.0], np.eye(2)),
     "`gradient` must be a vector of 2 real numbers; got shape (1,)"),
    (ValueError, lambda: newton_step([1.0, 1], [[1, 2], [3, 4]]), "`hessian` must be symmetric; got entries that"),
    (np.linalg.LinAlgError, lambda: newton_step([1.0, 1], [[1, 1], [1, 1]]), "`hessian` must have no eigenvalue 0"),
    (np.linalg.LinAlgError, lambda: newton_step([1.0], [[5e-324]]), "`hessian` must have no eigenvalue 0"),
    (TypeError, lambda: classify_critical_point(np.eye(2), tolerance="small"), "`tolerance` must be a number that is"),
    (ValueError, lambda: classify_critical_point(np.eye(2), tolerance=-1),
     "`tolerance` must be a number that is not ne"),
    (ValueError, lambda: classify_critical_point([[1, 2, 3]]), "`hessian` must be a square matrix of real numbers"),
])
def test_refusals(error, call, message):
    with pytest.raises(error, match=re.escape(message)):
        call()
