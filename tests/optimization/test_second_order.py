"""Newton, BFGS and conjugate gradients against scipy, closed forms, and the rates that theory promises."""
from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import linalg, optimize, sparse

from mathlib.calculus import classify_critical_point
from mathlib.optimization import (
    Himmelblau,
    Quadratic,
    Rosenbrock,
    Saddle,
    bfgs,
    conjugate_gradient,
    damped_newton,
    newton,
)
from tests.strategies import curvatures, matrices, symmetric_matrices, vectors

CURVED = [Himmelblau(), Rosenbrock(), Saddle()]


def rosen_chain(n):
    """Rosenbrock's function of n variables, as scipy has it, from the usual start."""
    return optimize.rosen, optimize.rosen_der, optimize.rosen_hess, np.tile([-1.2, 1.0], n // 2)


# Newton

@given(symmetric_matrices(3, limit=10.0).filter(lambda A: np.abs(np.linalg.eigvalsh(A)).min() > 1e-2), vectors(3))
def test_newton_needs_one_step_on_a_quadratic_whatever_its_kind(H, start):
    descent = newton(Quadratic(H).gradient, Quadratic(H).hessian, start, n_steps=1)
    kappa = np.linalg.cond(H)
    assert np.abs(descent.end).max() <= 1e-14 * kappa * np.abs(start).max()


def test_newtons_path_to_a_square_root_is_that_of_heron():
    # the root of 3 x**2 - 3 * 2 is sqrt(2); Newton's step is Heron's mean of x and 2 / x
    path = newton(lambda x: 3 * x**2 - 6, lambda x: np.diag(6 * x), [3.0], n_steps=6).path.ravel()
    heron = [3.0]
    for _ in range(len(path) - 1):
        heron.append((heron[-1] + 2 / heron[-1]) / 2)
    assert path == pytest.approx(heron, rel=1e-15)


@pytest.mark.parametrize(("f", "start", "limit"), [
    (Himmelblau(), [3.5, 2.5], [3, 2]), (Saddle(), [0.3, 1.8], [0, np.sqrt(2)]),
])
def test_the_number_of_right_digits_doubles_with_each_step(f, start, limit):
    path = newton(f.gradient, f.hessian, start, tolerance=1e-12).path
    errors = np.linalg.norm(path - limit, axis=1)
    errors = errors[(errors < 0.3) & (errors > 1e-7)]
    order = np.log(errors[-1] / errors[-2]) / np.log(errors[-2] / errors[-3])
    assert order == pytest.approx(2, abs=0.45)
    assert (errors[1:] <= 10 * errors[:-1] ** 2).all()


def test_the_error_is_squared_times_half_the_third_derivative_over_the_second():
    # of exp(x) - 2 * x at its minimum log(2) both derivatives are 2
    path = newton(lambda x: np.exp(x) - 2, lambda x: np.diag(np.exp(x)), [1.0], tolerance=1e-7).path.ravel()
    errors = path - np.log(2)
    assert errors[3] / errors[2] ** 2 == pytest.approx(0.5, rel=1e-3)


def test_newton_goes_to_the_critical_point_of_the_taylor_quadratic_even_if_that_is_a_saddle():
    f = Saddle()
    descent = newton(f.gradient, f.hessian, [0.5, 0.3])
    assert descent.converged
    assert descent.end == pytest.approx([0, 0], abs=1e-8)
    assert classify_critical_point(f.hessian(descent.end)) == "saddle"


def test_newton_diverges_where_a_step_overshoots_more_each_time():
    # of sqrt(1 + x**2) the step is -x * (1 + x**2): from beyond 1 it leads to -x**3
    def gradient(x):
        return x / np.sqrt(1 + x**2)

    def hessian(x):
        return np.diag((1 + x**2) ** -1.5)

    path = newton(gradient, hessian, [1.1], n_steps=4).path.ravel()
    assert path == pytest.approx([1.1, -(1.1**3), 1.1**9, -(1.1**27), 1.1**81], rel=1e-9)
    far = newton(gradient, hessian, [1.1], n_steps=20)
    assert not far.converged
    assert np.isfinite(far.path).all()
    assert newton(gradient, hessian, [0.9]).converged


@pytest.mark.parametrize("hessian", [lambda x: np.zeros((2, 2)), lambda x: np.diag([1.0, 0]),
                                     lambda x: np.full((2, 2), np.nan if x[0] < 1 else 1e9)])
def test_newton_without_a_step_says_so(hessian):
    descent = newton(lambda x: x + 1, hessian, [1.0, 1.0])
    assert (descent.converged, descent.diverged) == (False, False)
    assert descent.reason == "the Hessian is singular, or not finite: there is no Newton step"


# damped Newton

@pytest.mark.parametrize("f", CURVED)
@pytest.mark.parametrize("start", [[-3.0, -2.5], [0.1, 0.05], [4.0, 0.5], [-1.2, 1.0]])
def test_damped_newton_always_ends_in_a_minimum_and_never_climbs(f, start):
    descent = damped_newton(f, f.gradient, f.hessian, start, tolerance=1e-9)
    assert descent.converged
    assert classify_critical_point(f.hessian(descent.end)) == "minimum"
    heights = f(descent.path)
    assert (np.diff(heights) <= 1e-13 * np.abs(heights[:-1])).all()
    assert np.linalg.norm(f.minimizers - descent.end, axis=1).min() < 1e-7


def test_where_newton_diverges_damped_newton_converges():
    def f(x):
        return float(np.sqrt(1 + x @ x))

    descent = damped_newton(f, lambda x: x / f(x), lambda x: np.diag(f(x) ** -3 + 0 * x), [5.0])
    assert descent.converged
    assert abs(descent.end[0]) < 1e-8


def test_damped_newton_takes_whole_steps_near_a_minimum_to_the_last_digit():
    f = Himmelblau()
    theirs = newton(f.gradient, f.hessian, [3.2, 2.2], tolerance=0.0, n_steps=6)
    ours = damped_newton(lambda x: f(x) + 1e6, f.gradient, f.hessian, [3.2, 2.2], tolerance=1e-12)  # f hides its fall
    assert ours.converged
    assert np.allclose(ours.path[:3], theirs.path[:3], rtol=0, atol=1e-12)
    assert ours.end == pytest.approx([3, 2], abs=1e-12)


def test_damped_newton_agrees_with_scipys_trust_region_in_ten_dimensions():
    f, gradient, hessian, start = rosen_chain(10)
    ours = damped_newton(f, gradient, hessian, start, tolerance=1e-9)
    theirs = optimize.minimize(f, start, jac=gradient, hess=hessian, method="trust-exact", options={"gtol": 1e-9})
    assert ours.converged
    assert ours.end == pytest.approx(theirs.x, abs=1e-7)
    assert ours.n_steps <= 2 * theirs.nit


def test_damped_newton_walks_straight_off_a_saddle():
    # eigenvalues 2 and -2: with absolute values the step from (1, 0.5) is x -> 0, y -> 2 * y
    path = damped_newton(Quadratic(np.diag([2.0, -2.0])), Quadratic(np.diag([2.0, -2.0])).gradient,
                         Quadratic(np.diag([2.0, -2.0])).hessian, [1.0, 0.5], n_steps=3).path
    assert path == pytest.approx(np.array([[1, 0.5], [0, 1], [0, 2], [0, 4]]), abs=1e-12)


def test_a_function_without_a_floor_is_not_said_to_converge():
    descent = damped_newton(lambda x: -x @ x, lambda x: -2 * x, lambda x: -2 * np.eye(1), [1.0], n_steps=1000)
    assert descent.diverged
    assert not descent.converged


# BFGS

@pytest.mark.parametrize(("f", "start"), [(Himmelblau(), [0, 0]), (Rosenbrock(), [-1.2, 1]), (Saddle(), [1, 0.1]),
                                          (Quadratic(np.diag([1.0, 1e4])), [1, 1])])
def test_bfgs_finds_scipys_minimum_in_about_as_many_steps(f, start):
    ours = bfgs(f, f.gradient, start, tolerance=1e-7)
    theirs = optimize.minimize(f, start, jac=f.gradient, method="BFGS", options={"gtol": 1e-7, "norm": 2})
    assert ours.converged
    assert np.linalg.norm(f.gradient(ours.end)) <= 1e-7
    assert float(f(ours.end)) == pytest.approx(theirs.fun, abs=1e-12)
    assert ours.n_steps <= 2 * theirs.nit + 2


@pytest.mark.parametrize("n", [2, 10, 50])
def test_bfgs_follows_the_long_valley(n):
    f, gradient, start = optimize.rosen, optimize.rosen_der, np.zeros(n)
    theirs = optimize.minimize(f, start, jac=gradient, method="BFGS", options={"gtol": 1e-6, "norm": 2})
    ours = bfgs(f, gradient, start, n_steps=500, tolerance=1e-6)
    assert ours.converged
    assert float(f(ours.end)) == pytest.approx(theirs.fun, abs=1e-9)
    assert ours.n_steps <= 2 * theirs.nit


def test_bfgs_converges_faster_than_any_rate():
    f = Rosenbrock()
    path = bfgs(f, f.gradient, [-1.2, 1], tolerance=1e-12).path
    errors = np.linalg.norm(path - 1, axis=1)[-7:-1]
    ratios = errors[1:] / errors[:-1]
    assert ratios[-1] < 0.05
    assert ratios[-1] < ratios[0]


def test_bfgs_asks_for_each_gradient_once():
    f, asked = Himmelblau(), []
    bfgs(f, lambda x: asked.append(x.tobytes()) or f.gradient(x), [1.0, 1.0])
    assert len(asked) == len(set(asked))


def test_bfgs_reaches_the_tolerance_though_f_hides_its_fall():
    f = Himmelblau()
    descent = bfgs(lambda x: f(x) + 1e6, f.gradient, [1.0, 1.0], tolerance=1e-10)
    assert descent.converged


@given(curvatures, st.data())
def test_bfgs_arrives_at_the_bottom_of_any_bowl(c, data):
    bowl, start = Quadratic(np.diag(c)), data.draw(vectors(len(c)))
    descent = bfgs(bowl, bowl.gradient, start, tolerance=1e-8)
    assert descent.converged
    assert np.abs(descent.end).max() <= 1e-8 / min(c)


@pytest.mark.parametrize("unit", [1e-4, 1e4])
def test_bfgs_takes_its_scale_from_the_first_step(unit):
    # twenty curvatures that differ by a fifth: with the right scale few steps remain, without it 28 or 81
    bowl = Quadratic(np.diag(unit * np.linspace(0.9, 1.1, 20)))
    descent = bfgs(bowl, bowl.gradient, np.arange(20) - 7.3, tolerance=1e-8 * unit)
    assert descent.converged
    assert descent.n_steps <= 10


def test_bfgs_stays_inside_the_domain():
    def f(x):
        with np.errstate(invalid="ignore"):
            return float(np.sum(x - np.log(x)))

    descent = bfgs(f, lambda x: 1 - 1 / x, [20.0, 0.01], tolerance=1e-9)
    assert descent.converged
    assert (descent.path > 0).all()
    assert descent.end == pytest.approx([1, 1], abs=1e-8)


def test_a_wrong_gradient_ends_bfgs_in_words():
    descent = bfgs(lambda x: x @ x, lambda x: -2 * x, [1.0])
    assert not descent.converged
    assert descent.reason.startswith("no step along the direction lowers the function")


# conjugate gradients

@given(matrices(4, 4, limit=5.0), vectors(4))
def test_conjugate_gradients_solve_what_solve_solves(M, b):
    A = M @ M.T + np.eye(4)
    A = (A + A.T) / 2
    solved = conjugate_gradient(A, b, tolerance=1e-9)
    assert solved.converged
    assert np.linalg.norm(A @ solved.end - b) <= 1e-9 * np.linalg.norm(b)
    assert np.abs(solved.end - linalg.solve(A, b)).max() <= 2e-9 * np.linalg.norm(b)


@pytest.mark.parametrize("different", [1, 2, 3, 5])
def test_it_arrives_in_as_many_steps_as_there_are_different_eigenvalues(different):
    rng = np.random.default_rng(0)
    Q = np.linalg.qr(rng.normal(size=(12, 12)))[0]
    A = Q @ np.diag(np.resize([1.0, 2.0, 4.0, 7.0, 11.0][:different], 12)) @ Q.T
    solved = conjugate_gradient((A + A.T) / 2, rng.normal(size=12), tolerance=1e-11)
    assert solved.n_steps == different


def test_it_takes_scipys_path():
    rng = np.random.default_rng(1)
    M = rng.normal(size=(30, 30))
    A, b, theirs = M @ M.T + 5 * np.eye(30), rng.normal(size=30), []
    sparse.linalg.cg(A, b, rtol=1e-8, callback=lambda x: theirs.append(x.copy()))
    ours = conjugate_gradient(A, b, tolerance=1e-8)
    assert abs(len(theirs) - ours.n_steps) <= 1
    assert np.allclose(ours.path[1:16], theirs[:15], rtol=0, atol=1e-13)  # later ones part, as rounding grows
    assert ours.end == pytest.approx(theirs[-1], abs=1e-8)


def test_its_directions_are_conjugate_and_its_residuals_orthogonal():
    A = np.diag([1.0, 3.0, 10.0, 40.0])
    path = conjugate_gradient(A, [1.0, 1.0, 1.0, 1.0], n_steps=4).path
    steps, residuals = np.diff(path, axis=0), path @ A - 1
    for G in (steps @ A @ steps.T, residuals[:4] @ residuals[:4].T):
        scale = np.sqrt(np.outer(np.diag(G), np.diag(G)))
        assert np.abs(G / scale - np.eye(4)).max() < 1e-10


@pytest.mark.parametrize("kappa", [100.0, 1e4])
def test_its_error_obeys_the_bound_of_the_root_of_kappa(kappa):
    # Nocedal and Wright (2006), equation 5.36: in the norm of A, 2 * ((sqrt(kappa) - 1) / (sqrt(kappa) + 1))**k
    A = np.diag(np.geomspace(1, kappa, 200))
    path = conjugate_gradient(A, np.ones(200), n_steps=60).path
    errors = path - 1 / np.diag(A)
    lengths = np.sqrt(np.sum(errors @ A * errors, axis=1))
    rate = (np.sqrt(kappa) - 1) / (np.sqrt(kappa) + 1)
    assert (lengths <= 2 * rate ** np.arange(len(lengths)) * lengths[0]).all()
    assert lengths[20] < lengths[0]


def test_a_hilbert_matrix_is_not_said_to_be_solved_further_than_rounding_allows():
    A = linalg.hilbert(12)
    solved = conjugate_gradient(A, np.ones(12), tolerance=1e-18, n_steps=100)
    assert not solved.converged
    assert np.linalg.norm(A @ solved.end - 1) > 1e-18 * np.sqrt(12)


def test_nothing_to_solve_is_solved_at_once():
    assert conjugate_gradient(np.eye(3), np.zeros(3)).n_steps == 0
    assert conjugate_gradient(np.eye(3), [1.0, 2, 3], start=[1.0, 2, 3]).converged


@pytest.mark.parametrize(("call", "error", "message"), [
    (lambda: conjugate_gradient([[1, 2], [0, 1]], [1, 1]), ValueError,
     "`A` must be symmetric; got entries that differ by 2 across its diagonal."),
    (lambda: conjugate_gradient([[1, 0], [0, -1]], [0, 1]), np.linalg.LinAlgError,
     "`A` must be positive definite; got a direction d with d @ A @ d = -1."),
    (lambda: conjugate_gradient(np.eye(2), [1e200, 1]), ValueError,
     "`b` must be in a unit in which its squares can be held, 1e-150 to 1e150; got numbers up to 1e+200."),
    (lambda: conjugate_gradient(np.eye(2), [1, 1, 1]), ValueError,
     "`b` must be a vector of 2 real numbers; got shape (3,)."),
    (lambda: conjugate_gradient(np.eye(2), [1, 1], start=[0]), ValueError,
     "`start` must be a vector of 2 real numbers; got shape (1,)."),
    (lambda: newton(lambda x: x, lambda x: np.eye(3), [1.0, 1.0]), ValueError,
     "`hessian(start)` must be a matrix of real numbers with shape (2, 2); got shape (3, 3)."),
    (lambda: newton(lambda x: x, lambda x: np.full((2, 2), np.inf), [1.0, 1.0]), ValueError,
     "`hessian(start)` must be a matrix of real numbers with shape (2, 2); got inf at index (0, 0)."),
    (lambda: newton(lambda x: x * np.nan, lambda x: np.eye(2), [1.0, 1.0]), ValueError,
     "`gradient(start)` must be a vector of 2 real numbers; got nan at index 0."),
    (lambda: newton(lambda x: x, 3, [1.0]), TypeError, "`hessian` must be a function; got 3."),
    (lambda: damped_newton(lambda x: np.inf, lambda x: x, lambda x: np.eye(1), [1.0]), ValueError,
     "`f(start)` must be a real number; got inf."),
    (lambda: damped_newton(lambda x: x @ x, lambda x: x, lambda x: np.eye(2), [1.0]), ValueError,
     "`hessian(start)` must be a matrix of real numbers with shape (1, 1); got shape (2, 2)."),
    (lambda: bfgs(lambda x: np.nan, lambda x: x, [1.0]), ValueError, "`f(start)` must be a real number; got nan."),
    (lambda: bfgs(lambda x: x, lambda x: x, [1.0, 2.0]), ValueError,
     "`f(start)` must be a real number; got shape (2,)."),
    (lambda: bfgs("f", lambda x: x, [1.0]), TypeError, "`f` must be a function; got 'f'."),
    (lambda: bfgs(lambda x: x @ x, None, [1.0]), TypeError, "`gradient` must be a function; got None."),
])
def test_what_cannot_be_used_is_refused_in_words(call, error, message):
    with pytest.raises(error, match=re.escape(message)):
        call()
