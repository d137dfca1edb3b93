"""What theory promises against eigenvalues, against every other choice, and against paths that were walked."""
from __future__ import annotations

import math
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mathlib.optimization import (
    HeavyBall,
    Nesterov,
    Quadratic,
    gradient_descent,
    heavy_ball_rate,
    max_stable_step,
    nesterov,
    nesterov_rate,
    optimal_gradient_step,
    optimal_heavy_ball,
    optimal_nesterov,
    run,
)
from tests.strategies import curvatures, fractions, momenta

RAVINE = Quadratic([[1, 0], [0, 100]])
kappas = st.floats(1.0, 1e6)


def spectral_radius(c, step_size, momentum):
    blocks = [np.array([[1 + momentum - step_size * each, -momentum], [1, 0]]) for each in c]
    return max(np.abs(np.linalg.eigvals(block)).max() for block in blocks)


@given(curvatures, fractions, momenta)
def test_the_rate_is_the_spectral_radius_of_the_iteration_matrix(c, fraction, momentum):
    step_size = 1.5 * fraction * max_stable_step(max(c), momentum)  # some stable, some not
    # an eigenvalue moves by the square root of the rounding where two of them meet, and by no more
    assert math.isclose(heavy_ball_rate(c, step_size, momentum), spectral_radius(c, step_size, momentum), rel_tol=2e-7)


@pytest.mark.parametrize(("c", "step_size", "momentum"), [([2], 0.3, 0.1), ([1, 100], 0.019, 0.0), ([3], 0.9, 0.5)])
def test_away_from_double_roots_it_is_the_spectral_radius_to_the_last_digits(c, step_size, momentum):
    assert math.isclose(heavy_ball_rate(c, step_size, momentum), spectral_radius(c, step_size, momentum), rel_tol=1e-14)


@given(curvatures, momenta)
def test_the_rate_is_one_exactly_at_the_largest_stable_step(c, momentum):
    limit = max_stable_step(max(c), momentum)
    assert heavy_ball_rate(c, limit, momentum) == pytest.approx(1, abs=1e-12)
    assert heavy_ball_rate(c, 0.999 * limit, momentum) < 1 < heavy_ball_rate(c, 1.001 * limit, momentum)


@pytest.mark.parametrize("momentum", [0.0, 0.5, 0.9])
def test_paths_converge_below_the_largest_stable_step_and_diverge_above(momentum):
    limit = max_stable_step(100, momentum)
    below, above = (gradient_descent(RAVINE.gradient, [1, 1], k * limit, momentum=momentum, n_steps=20_000,
                                     tolerance=1e-9) for k in (0.98, 1.02))
    assert (below.converged, below.diverged) == (True, False)
    assert (above.converged, above.diverged) == (False, True)


@pytest.mark.parametrize(("step_size", "momentum"), [(0.01, 0.0), (0.0195, 0.0), (0.02, 0.5), (0.0375, 0.9)])
def test_the_slope_of_a_path_that_was_walked_is_the_rate(step_size, momentum):
    path = gradient_descent(RAVINE.gradient, [1, 1], step_size, momentum=momentum, n_steps=400).path
    distance = np.log(np.linalg.norm(path, axis=1))
    # complex roots make it swing: the envelope's slope is read off over many swings
    slope = np.polyfit(np.arange(100, 400), distance[100:400], 1)[0]
    assert math.exp(slope) == pytest.approx(heavy_ball_rate([1, 100], step_size, momentum), rel=1e-3, abs=0)


@given(kappas, fractions, momenta)
def test_no_parameters_beat_polyaks(kappa, fraction, momentum):
    best = heavy_ball_rate([1, kappa], *optimal_heavy_ball(1, kappa))
    other = heavy_ball_rate([1, kappa], fraction * max_stable_step(kappa, momentum), momentum)
    assert best <= other + 1e-7  # both roots are double here: the square root of the rounding


@given(kappas, fractions)
def test_no_fixed_step_beats_two_over_the_sum(kappa, fraction):
    best = heavy_ball_rate([1, kappa], optimal_gradient_step(1, kappa))
    assert best <= heavy_ball_rate([1, kappa], fraction * max_stable_step(kappa)) + 1e-15


@given(kappas)
def test_the_best_rates_are_those_of_the_textbook(kappa):
    root = math.sqrt(kappa)
    assert heavy_ball_rate([1, kappa], optimal_gradient_step(1, kappa)) == pytest.approx(
        (kappa - 1) / (kappa + 1), abs=1e-15 * 4)
    assert heavy_ball_rate([1, kappa], *optimal_heavy_ball(1, kappa)) == pytest.approx(
        (root - 1) / (root + 1), abs=1e-7)


def test_the_best_heavy_ball_at_condition_number_100():
    assert optimal_heavy_ball(1, 100) == HeavyBall(step_size=4 / 121, momentum=(9 / 11) ** 2)


@given(st.floats(1e-3, 1e3), kappas)
def test_stretching_a_landscape_shrinks_its_best_steps_and_keeps_the_momentum(factor, kappa):
    plain, stretched = optimal_heavy_ball(1, kappa), optimal_heavy_ball(factor, factor * kappa)
    assert stretched.step_size * factor == pytest.approx(plain.step_size, rel=1e-14, abs=0)
    # the momentum comes out of a difference of square roots, which loses digits where they are close
    assert math.sqrt(stretched.momentum) == pytest.approx(math.sqrt(plain.momentum), rel=1e-14, abs=4e-16)


@pytest.mark.parametrize(("parameters", "n_steps"), [
    (HeavyBall(step_size=1 / 100, momentum=0.0), 1375),
    (HeavyBall(step_size=optimal_gradient_step(1, 100), momentum=0.0), 709),
    (optimal_heavy_ball(1, 100), 95),
])
def test_the_race_at_condition_number_100(parameters, n_steps):
    """Steps until the distance to the minimum of (x**2 + 100 * y**2) / 2 is below 1e-6 for the first time, from (1, 1).

    The step rules are 1 / largest curvature, 2 / (smallest + largest), and Polyak's heavy ball.
    """
    path = gradient_descent(RAVINE.gradient, [1, 1], *parameters[:1], momentum=parameters.momentum, n_steps=2000).path
    distance = np.linalg.norm(path, axis=1)
    assert np.argmax(distance < 1e-6) == n_steps
    assert (distance[n_steps:] < 1e-6).all()  # and it stays below


@pytest.mark.parametrize(("call", "message"), [
    (lambda: max_stable_step(0), "`curvature` must be a positive number; got 0."),
    (lambda: max_stable_step(1, 1), "`momentum` must be a number from 0 up to, but not including, 1; got 1."),
    (lambda: heavy_ball_rate([], 0.1), "`curvatures` must be a vector of real numbers; got an empty array of shape"),
    (lambda: heavy_ball_rate([[1]], 0.1), "`curvatures` must be a vector of real numbers; got shape (1, 1)."),
    (lambda: heavy_ball_rate([1], 0), "`step_size` must be a positive number; got 0."),
    (lambda: heavy_ball_rate([1], 1, 2), "`momentum` must be a number from 0 up to, but not including, 1; got 2."),
    (lambda: optimal_gradient_step(0, 1), "`smallest` must be a positive number; got 0."),
    (lambda: optimal_gradient_step(1, -1), "`largest` must be a positive number; got -1."),
    (lambda: optimal_heavy_ball(2, 1), "`smallest` must be at most `largest`, 1; got 2."),
    (lambda: optimal_heavy_ball(1, np.inf), "`largest` must be a positive number; got inf."),
])
def test_refusals(call, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        call()


@given(curvatures, fractions, momenta)
def test_nesterovs_rate_is_the_spectral_radius_of_the_iteration_matrix(c, fraction, momentum):
    step_size = 2.5 * fraction / max(c)
    blocks = [np.array([[(1 + momentum) * (1 - step_size * each), -momentum * (1 - step_size * each)], [1, 0]])
              for each in c]
    radius = max(np.abs(np.linalg.eigvals(block)).max() for block in blocks)
    assert math.isclose(nesterov_rate(c, step_size, momentum), radius, rel_tol=2e-7, abs_tol=1e-7)


@given(kappas, fractions, momenta)
def test_no_parameters_beat_the_best_of_nesterov(kappa, fraction, momentum):
    step_size, best = optimal_nesterov(1, kappa)
    extremes = [1, kappa]
    rate = nesterov_rate(extremes, step_size, best)
    assert rate == pytest.approx(1 - 2 / math.sqrt(3 * kappa + 1), abs=1e-6)
    assert rate <= nesterov_rate(extremes, 2 * fraction / kappa, momentum) + 1e-6
    assert nesterov_rate(np.geomspace(1, kappa, 50), step_size, best) <= rate + 1e-6  # nor does one between decide


def test_nesterov_lies_between_gradient_descent_and_the_heavy_ball():
    step_size, momentum = optimal_nesterov(1, 100)
    nesterovs = nesterov_rate([1, 100], step_size, momentum)
    assert heavy_ball_rate([1, 100], *optimal_heavy_ball(1, 100)) < nesterovs < heavy_ball_rate(
        [1, 100], optimal_gradient_step(1, 100))


@pytest.mark.parametrize(("step_size", "momentum"), [(0.01, 0.5), (0.0125, 0.9), (0.013, 0.0)])
def test_the_slope_of_nesterovs_path_is_the_rate(step_size, momentum):
    path = run(nesterov(step_size, momentum), RAVINE.gradient, [1, 1], n_steps=400).path
    slope = np.polyfit(np.arange(100, 400), np.log(np.linalg.norm(path[100:400], axis=1)), 1)[0]
    assert math.exp(slope) == pytest.approx(nesterov_rate([1, 100], step_size, momentum), rel=1e-3, abs=0)


def test_nesterovs_parameters_are_named_and_refused_in_words():
    assert optimal_nesterov(2, 2) == Nesterov(step_size=0.5, momentum=0)
    with pytest.raises(ValueError, match=re.escape("`smallest` must be at most `largest`, 1; got 2.")):
        optimal_nesterov(2, 1)
    with pytest.raises(ValueError, match=re.escape("`momentum` must be a number from 0 up to, but not including, 1")):
        nesterov_rate([1], 0.1, 1)
    with pytest.raises(ValueError, match=re.escape("`step_size` must be a positive number; got 0.")):
        nesterov_rate([1], 0, 0.5)
