"""Backtracking against Armijo's condition itself, and steepest descent against scipy's minima."""
from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import optimize

from mathlib.optimization import Himmelblau, Quadratic, Rosenbrock, Saddle, backtracking, steepest_descent
from tests.strategies import vectors

RAVINE = Quadratic([[1, 0], [0, 100]])


@given(vectors(2, limit=5.0), vectors(2, limit=5.0), st.floats(0.01, 100.0), st.floats(0.1, 0.9), st.floats(0.01, 0.5))
def test_the_step_found_keeps_armijos_promise_and_the_longer_ones_tried_do_not(x, d, first, shrink, part):
    f = Himmelblau()
    g = f.gradient(x)
    if not g @ d < -1e-3:
        return
    found = backtracking(f, x, d, g, step_size=first, shrink=shrink, sufficient=part, max_trials=1000)
    tried = first * shrink ** np.arange(found.n_evaluations)
    enough = [f(x + t * d) <= f(x) + part * t * (g @ d) for t in tried]
    assert enough == [False] * (found.n_evaluations - 1) + [True]
    assert found.step_size == pytest.approx(tried[-1], rel=1e-12)
    assert found.value == pytest.approx(float(f(x + found.step_size * d)), rel=1e-12)


def test_on_a_parabola_a_step_is_accepted_just_up_to_its_part_of_the_way():
    # f = x**2 from 1 along -1: f falls by 2 t - t**2, and c * 2 t is asked for: t <= 2 * (1 - c)
    for c in (0.1, 0.25, 0.5):
        edge = 2 * (1 - c)
        below = backtracking(lambda x: x @ x, [1.0], [-1.0], [2.0], step_size=edge - 1e-9, sufficient=c)
        above = backtracking(lambda x: x @ x, [1.0], [-1.0], [2.0], step_size=edge + 1e-9, sufficient=c)
        assert (below.n_evaluations, above.n_evaluations) == (1, 2)


def test_it_steps_back_from_where_the_function_is_not_defined():
    with np.errstate(invalid="ignore", divide="ignore"):
        found = backtracking(lambda x: float(x[0] - np.log(x[0])), [3.0], [-4.0], [2 / 3])
    assert found.found
    assert found.step_size == 0.5


def test_what_cannot_be_found_is_said():
    # the gradient claims a descent that is none
    found = backtracking(lambda x: x @ x, [1.0], [1.0], [-2.0], max_trials=20)
    assert found == (0.0, 1.0, 20, False)


@pytest.mark.parametrize(("options", "message"), [
    ({"direction": [1.0, 0]}, "`direction` must lead downhill, gradient @ direction < 0; got 2."),
    ({"direction": [0.0, 0]}, "`direction` must lead downhill, gradient @ direction < 0; got 0."),
    ({"direction": [1.0]}, "`direction` must be a vector of 2 real numbers; got shape (1,)."),
    ({"gradient": [np.nan, 0]}, "`gradient` must be a vector of 2 real numbers; got nan at index 0."),
    ({"step_size": 0}, "`step_size` must be a positive number; got 0."),
    ({"shrink": 1}, "`shrink` must be a number from 0 up to, but not including, 1; got 1"),
    ({"shrink": 0}, "`shrink` must be a positive number; got 0."),
    ({"sufficient": 1}, "`sufficient` must be a number from 0 up to, but not including, 1; got 1"),
    ({"max_trials": 0}, "`max_trials` must be a whole number, at least 1; got 0."),
    ({"f": lambda x: np.inf}, "`f(x)` must be a real number; got inf."),
])
def test_values_are_refused_in_words(options, message):
    arguments = {"f": lambda x: x @ x, "x": [1.0, 0], "direction": [-1.0, 0], "gradient": [2.0, 0]} | options
    with pytest.raises(ValueError, match=re.escape(message)):
        backtracking(**arguments)


@pytest.mark.parametrize(("f", "start"), [(RAVINE, [1, 1]), (Himmelblau(), [0, 0]), (Saddle(), [1, 0.1]),
                                          (Rosenbrock(b=5), [-1.2, 1])])
def test_steepest_descent_ends_where_scipy_does_and_never_climbs(f, start):
    descent = steepest_descent(f, f.gradient, start, n_steps=5000, tolerance=1e-7)
    theirs = optimize.minimize(f, descent.end, jac=f.gradient, method="BFGS", options={"gtol": 1e-10})
    assert descent.converged
    assert np.linalg.norm(f.gradient(descent.end)) <= 1e-7
    assert np.linalg.norm(descent.end - theirs.x) < 1e-6
    heights = f(descent.path)
    assert (np.diff(heights) <= 1e-14 * np.abs(heights[:-1])).all()


def test_its_rate_on_a_ravine_is_no_better_than_kappa_allows():
    descent = steepest_descent(RAVINE, RAVINE.gradient, [1, 0.01], n_steps=2000, tolerance=1e-8)
    assert descent.converged
    assert 50 < descent.n_steps < 1000  # halving steps are between 1 / beta and 1 / (2 * beta), or a little luckier


def test_it_stays_inside_the_domain_of_a_logarithm():
    def f(x):
        return float(x @ [1, 2] - np.log(x).sum()) if (x > 0).all() else np.inf

    descent = steepest_descent(f, lambda x: np.array([1, 2]) - 1 / x, [5.0, 5.0], step_size=100.0)
    assert descent.converged
    assert (descent.path > 0).all()
    assert descent.end == pytest.approx([1, 0.5], abs=1e-7)


@pytest.mark.parametrize(("options", "message"), [
    ({"start": [-1.0, 1.0]}, "`f(start)` must be a real number; got nan."),
    ({"step_size": -1}, "`step_size` must be a positive number; got -1."),
    ({"gradient": lambda x: x[:1]}, "`gradient(start)` must be a vector of 2 real numbers; got shape (1,)."),
    ({"tolerance": -1}, "`tolerance` must be a number that is not negative; got -1."),
    ({"n_steps": 0}, "`n_steps` must be a whole number, at least 1; got 0."),
])
def test_what_steepest_descent_cannot_use_is_refused_in_words(options, message):
    def f(x):
        with np.errstate(invalid="ignore"):
            return float(np.sum(x - np.log(x)))

    with pytest.raises(ValueError, match=re.escape(message)):
        steepest_descent(**({"f": f, "gradient": lambda x: 1 - 1 / x, "start": [2.0, 2.0]} | options))


def test_a_gradient_that_points_uphill_ends_in_words():
    descent = steepest_descent(lambda x: x @ x, lambda x: -2 * x, [1.0])
    assert not descent.converged
    assert descent.reason.startswith("no step along the direction lowers the function")
