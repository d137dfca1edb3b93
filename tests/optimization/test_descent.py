"""Descent against exact arithmetic, against powers of the iteration matrix, and at the edges where it ends."""
from __future__ import annotations

import re
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mathlib.optimization import Descent, Quadratic, gradient_descent, heavy_ball, run
from tests.strategies import curvatures, fractions, momenta, symmetric_matrices, vectors

RAVINE = Quadratic([[1, 0], [0, 100]])


def exact_path(curvature, start, step_size, momentum, n_steps):
    """The heavy ball in rational arithmetic."""
    x, v, path = Fraction(start), Fraction(0), [Fraction(start)]
    for _ in range(n_steps):
        v = momentum * v - step_size * curvature * x
        x = x + v
        path.append(x)
    return path


@pytest.mark.parametrize("momentum", [Fraction(0), Fraction(1, 2), Fraction(3, 4)])
def test_the_path_is_the_one_of_exact_arithmetic(momentum):
    # numbers with few binary digits, so that floating point rounds nothing in twelve steps
    step, start = Fraction(1, 4), (3, -5)
    descent = gradient_descent(Quadratic([[1, 0], [0, 2]]).gradient, start, 0.25, momentum=float(momentum), n_steps=12)
    exact = np.transpose([exact_path(c, x, step, momentum, 12) for c, x in zip((1, 2), start, strict=True)])
    assert descent.path.tolist() == exact.tolist()
    assert descent.n_steps == 12


@given(symmetric_matrices(3, limit=1.0), vectors(3), st.floats(0.01, 1.0), momenta)
def test_k_steps_on_a_quadratic_are_a_power_of_the_iteration_matrix(H, start, step_size, momentum):
    eye, zero = np.eye(3), np.zeros((3, 3))
    M = np.block([[(1 + momentum) * eye - step_size * H, -momentum * eye], [eye, zero]])
    descent = gradient_descent(Quadratic(H).gradient, start, step_size, momentum=momentum, n_steps=20)
    k = descent.n_steps  # 20, unless the gradient is 0 before
    expected = np.linalg.matrix_power(M, k) @ np.concatenate([start, start])
    N = np.block([[(1 + momentum) * eye + step_size * np.abs(H), momentum * eye], [eye, zero]])  # before cancellation
    growth = np.linalg.matrix_power(N, k) @ np.abs(np.concatenate([start, start]))
    assert (np.abs(descent.path[k] - expected[:3]) <= 1e-14 * growth[:3]).all()  # 20 steps of 8 roundings, eps / 2 each


@given(curvatures, fractions, st.data())
def test_below_two_over_the_curvature_no_step_of_gradient_descent_leads_uphill(c, fraction, data):
    bowl, start = Quadratic(np.diag(c)), data.draw(vectors(len(c)))
    path = gradient_descent(bowl.gradient, start, fraction * 2 / max(c), n_steps=30).path
    heights = bowl(path)
    assert (np.diff(heights) <= 1e-13 * heights[:-1]).all()


@given(vectors(2), momenta)
def test_a_path_begins_at_its_start_and_has_one_point_more_than_steps(start, momentum):
    descent = gradient_descent(RAVINE.gradient, start, 0.005, momentum=momentum, n_steps=7)
    assert descent.path[0].tolist() == start.tolist()
    assert descent.path.shape == (descent.n_steps + 1, 2)


@given(vectors(2), vectors(2))
def test_moving_the_bowl_moves_the_path(start, centre):
    still = gradient_descent(lambda x: 3 * x, start, 0.1, momentum=0.5, n_steps=20).path
    moved = gradient_descent(lambda x: 3 * (x - centre), start + centre, 0.1, momentum=0.5, n_steps=20).path
    assert np.abs(moved - (still + centre)).max() <= 1e-13 * (np.abs(start) + np.abs(centre)).max()


def test_it_converges_where_the_gradient_is_no_longer_than_the_tolerance_and_not_before():
    descent = gradient_descent(RAVINE.gradient, [1, 1], 0.015, n_steps=10_000, tolerance=1e-6)
    lengths = np.linalg.norm(RAVINE.gradient(descent.path), axis=1)
    assert descent.converged
    assert not descent.diverged
    assert descent.n_steps < 10_000
    assert lengths[-1] <= 1e-6 < lengths[:-1].min()


def test_out_of_steps_is_not_converged_unless_the_last_point_is():
    assert gradient_descent(lambda x: x, [1.0], 0.5, n_steps=3, tolerance=0.13).converged
    descent = gradient_descent(lambda x: x, [1.0], 0.5, n_steps=3, tolerance=0.12)
    assert (descent.converged, descent.diverged, descent.n_steps) == (False, False, 3)


def test_at_the_minimum_there_is_nothing_to_do():
    descent = gradient_descent(RAVINE.gradient, [0, 0], 0.01)
    assert (descent.path.tolist(), descent.converged, descent.n_steps) == ([[0, 0]], True, 0)


@pytest.mark.parametrize("momentum", [0.0, 0.9])
def test_beyond_the_largest_stable_step_it_diverges_without_a_warning_and_stays_finite(momentum):
    descent = gradient_descent(RAVINE.gradient, [1, 1], 0.2, momentum=momentum, n_steps=1000)
    assert descent.diverged
    assert not descent.converged
    assert descent.n_steps < 1000
    assert np.isfinite(descent.path).all()
    assert np.isfinite(RAVINE(descent.path)).all()
    assert 1e140 < np.linalg.norm(descent.path[-1]) <= 1e150


@pytest.mark.parametrize(("gradient", "step_size"), [
    (lambda x: x * 1e200, 1.0), (lambda x: x * 1e200, 1e200), (lambda x: x**3 * 1e100, 1.0),
    (lambda x: np.where(x > 0, x, np.nan), 3.0),
])
def test_an_overflow_or_nan_on_the_way_ends_the_path_as_diverged(gradient, step_size):
    descent = gradient_descent(gradient, [1.0, 2.0], step_size, n_steps=50)
    assert descent.diverged
    assert not descent.converged
    assert np.isfinite(descent.path).all()
    assert len(descent.path) == descent.n_steps + 1 < 50


def test_a_gradient_that_is_no_number_at_the_last_point_is_said_too():
    descent = gradient_descent(lambda x: np.where(x > 0, x, np.nan), [1.0], 3.0, n_steps=1)
    assert (descent.path.ravel().tolist(), descent.converged, descent.diverged) == ([1, -2], False, True)
    assert descent.reason == "the gradient at the last point is not a number"


def test_a_rule_never_sees_a_gradient_that_is_no_number():
    def rule(x, g, memory):
        assert np.isfinite(g).all()
        return x - 1, memory

    descent = run(rule, lambda x: np.where(x > 0, x, np.nan), [2.5], n_steps=50)
    assert descent.path.ravel().tolist() == [2.5, 1.5, 0.5, -0.5]
    assert (descent.diverged, descent.reason) == (True, "the gradient at the last point is not a number")


@pytest.mark.parametrize(("step_size", "n_steps", "reason"), [
    (0.01, 2000, "the gradient is no longer than the tolerance"), (0.01, 20, "out of steps"),
    (0.1, 2000, "the next point is too far out, or not a number"),
])
def test_a_path_says_why_it_ends(step_size, n_steps, reason):
    descent = gradient_descent(RAVINE.gradient, [1, 1], step_size, n_steps=n_steps, tolerance=1e-6)
    assert descent.reason == reason
    assert descent.converged == reason.startswith("the gradient")
    assert descent.diverged == reason.startswith("the next")
    assert np.array_equal(descent.end, descent.path[descent.n_steps])


def test_a_rule_that_finds_no_next_point_ends_the_path_with_its_reason():
    def rule(x, g, memory):
        if x[0] < 3:
            raise StopIteration("here is the fence")
        return x - 1, memory

    descent = run(rule, lambda x: x, [5.0])
    assert descent.path.ravel().tolist() == [5, 4, 3, 2]
    assert (descent.reason, descent.converged, descent.diverged) == ("here is the fence", False, False)


def test_the_gradient_is_asked_once_at_every_point():
    seen = []
    descent = gradient_descent(lambda x: seen.append(x) or 0.1 * x, [1.0, 2.0], 0.5, n_steps=9)
    assert np.array_equal(seen, descent.path)


def test_nobodys_arrays_change():
    start = np.array([1.0, 2.0])
    descent = gradient_descent(lambda x: x, start, 0.5, n_steps=3)
    descent.path[0] = 7
    assert start.tolist() == [1, 2]


def test_a_gradient_may_answer_with_a_list_or_integers():
    descent = gradient_descent(lambda x: [int(x[0])], [8], 0.5, n_steps=3)
    assert descent.path.ravel().tolist() == [8, 4, 2, 1]


def test_another_rule_plugs_in_and_its_memory_begins_as_it_is_given():
    def counted(x, g, memory):
        return x + memory, memory + 1

    assert run(counted, lambda x: x, [1.0], memory=5, n_steps=3).path.ravel().tolist() == [1, 6, 12, 19]


def test_newtons_rule_needs_one_step_on_a_quadratic():
    descent = run(lambda x, g, memory: (x - np.linalg.solve(RAVINE.matrix, g), memory), RAVINE.gradient, [3, 4],
                  tolerance=1e-12)
    assert (descent.converged, descent.n_steps) == (True, 1)


def test_the_heavy_ball_is_run_with_its_rule():
    assert np.array_equal(run(heavy_ball(0.01, 0.5), RAVINE.gradient, [1, 1], n_steps=9).path,
                          gradient_descent(RAVINE.gradient, [1, 1], 0.01, momentum=0.5, n_steps=9).path)


def descend(gradient=RAVINE.gradient, start=(1, 1), step_size=0.01, **options) -> Descent:
    return gradient_descent(gradient, start, step_size, **options)


@pytest.mark.parametrize(("options", "message"), [
    ({"step_size": 0}, "`step_size` must be a positive number; got 0."),
    ({"step_size": -0.1}, "`step_size` must be a positive number; got -0.1."),
    ({"step_size": [0.1, 0.1]}, "`step_size` must be a positive number; got shape (2,)."),
    ({"momentum": 1}, "`momentum` must be a number from 0 up to, but not including, 1; got 1."),
    ({"momentum": -0.1}, "`momentum` must be a number from 0 up to, but not including, 1; got -0.1."),
    ({"n_steps": 0}, "`n_steps` must be a whole number, at least 1; got 0."),
    ({"tolerance": -1}, "`tolerance` must be a number that is not negative; got -1."),
    ({"start": [[1], [1]]}, "`start` must be a vector of real numbers; got shape (2, 1)."),
    ({"start": [1, np.nan]}, "`start` must be a vector of real numbers; got nan at index 1."),
    ({"start": [1, 2, 3]}, "`x` must be points of 2 real numbers, shape (..., 2); got shape (3,)."),
    ({"gradient": lambda x: x[:, None]}, "`gradient(start)` must be a vector of 2 real numbers; got shape (2, 1)."),
    ({"gradient": lambda x: x[:1]}, "`gradient(start)` must be a vector of 2 real numbers; got shape (1,)."),
    ({"gradient": lambda x: x * np.nan}, "`gradient(start)` must be a vector of 2 real numbers; got nan at index 0."),
])
def test_values_and_shapes_are_refused_in_words(options, message):
    with pytest.raises(ValueError, match=re.escape(message) + "$"):
        descend(**options)


@pytest.mark.parametrize(("options", "message"), [
    ({"step_size": "0.1"}, "`step_size` must be a positive number; got '0.1'."),
    ({"n_steps": 10.0}, "`n_steps` must be a whole number, at least 1; got 10.0."),
    ({"start": [1j, 0]}, "`start` must be a vector of real numbers; got an array of complex numbers."),
    ({"gradient": [1, 2]}, "`gradient` must be a function; got [1, 2]."),
    ({"gradient": lambda x: None}, "`gradient(start)` must be a vector of 2 real numbers; got None."),
])
def test_kinds_are_refused_in_words(options, message):
    with pytest.raises(TypeError, match=re.escape(message) + "$"):
        descend(**options)


def test_a_rule_must_be_a_function():
    with pytest.raises(TypeError, match=re.escape("`rule` must be a function; got 0.1.")):
        run(0.1, RAVINE.gradient, [1, 1])
