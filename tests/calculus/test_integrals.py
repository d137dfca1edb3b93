"""Quadrature, expectations and likelihoods against scipy and closed forms; orders as slopes; high dimension."""
from __future__ import annotations

import math
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import integrate, stats

from mathlib.calculus import (
    ball_fraction,
    ball_volume,
    check_gradient,
    discrete_expectation,
    expectation,
    gauss_legendre,
    gauss_legendre_rule,
    importance_sampling,
    likelihood,
    log_likelihood,
    monte_carlo,
    normal_log_likelihood,
    normal_score,
    riemann,
    running_means,
    simpson,
    trapezoid,
)
from tests.strategies import vectors


def slope(n, error):
    return np.polyfit(np.log(n), np.log(error), 1)[0]


@given(vectors(7), st.floats(-3, 0), st.floats(0.5, 3))
def test_sums_of_strips_are_scipys(coefficients, a, b):
    x = np.linspace(a, b, 9)
    scale = np.abs(coefficients).sum() * 3.0**7 + 1

    def f(t):
        return np.polyval(coefficients, t)

    assert trapezoid(f, a, b, 8) == pytest.approx(integrate.trapezoid(f(x), x), abs=1e-13 * scale)
    assert simpson(f, a, b, 8) == pytest.approx(integrate.simpson(f(x), x=x), abs=1e-13 * scale)


@pytest.mark.parametrize(("rule", "order"), [
    (lambda f, a, b, n: riemann(f, a, b, n), 1), (lambda f, a, b, n: riemann(f, a, b, n, at="right"), 1),
    (lambda f, a, b, n: riemann(f, a, b, n, at="middle"), 2), (trapezoid, 2), (simpson, 4),
])
def test_the_error_shrinks_at_the_order_that_theory_promises(rule, order):
    n = np.array([8, 16, 32, 64])
    error = [abs(rule(np.exp, 0.0, 1.0, int(k)) - (math.e - 1)) for k in n]
    assert slope(n, error) == pytest.approx(-order, abs=0.05)


@pytest.mark.parametrize("n", [1, 2, 3, 10, 64, 200])
def test_gauss_points_are_numpys(n):
    nodes, weights = gauss_legendre_rule(n)
    theirs = np.polynomial.legendre.leggauss(n)
    assert np.allclose(nodes, theirs[0], rtol=0, atol=2e-15)
    assert np.allclose(weights, theirs[1], rtol=0, atol=1e-14)


@pytest.mark.parametrize("n", [1, 2, 3, 5, 8])
def test_n_gauss_points_are_exact_up_to_degree_2n_minus_1_and_no_further(n):
    for k in range(2 * n):
        assert gauss_legendre(lambda x, k=k: x**k, 0.0, 1.0, n) == pytest.approx(1 / (k + 1), rel=1e-13)
    assert abs(gauss_legendre(lambda x: x ** (2 * n), 0.0, 1.0, n) * (2 * n + 1) - 1) > 1e-12


@given(st.floats(-2, 2), st.floats(-2, 2), st.floats(-2, 2))
def test_integrals_over_neighbouring_intervals_add_up(a, b, c):
    for rule, n in ((gauss_legendre, 20), (lambda *args: simpson(*args[:3], 200), 0)):
        whole = rule(np.exp, a, c, n)
        assert rule(np.exp, a, b, n) + rule(np.exp, b, c, n) == pytest.approx(whole, abs=1e-8)
        assert rule(np.exp, b, a, n) == pytest.approx(-rule(np.exp, a, b, n), abs=1e-12)


def test_a_periodic_function_is_integrated_by_trapezoids_without_error():
    exact = integrate.quad(lambda x: math.exp(math.cos(x)), 0, 2 * math.pi, epsabs=1e-13)[0]
    assert trapezoid(lambda x: np.exp(np.cos(x)), 0, 2 * math.pi, 20) == pytest.approx(exact, rel=1e-14)


def test_balls_vanish_in_high_dimension():
    """The ball fills 78.5 % of the square, 0.25 % of the cube in 10 dimensions, 2.5e-8 in 20."""
    assert [f"{ball_fraction(d):.2g}" for d in (2, 10, 20)] == ["0.79", "0.0025", "2.5e-08"]
    assert ball_fraction(2) == pytest.approx(math.pi / 4, rel=1e-14)
    for d in range(3, 30):  # V_d = V_{d - 2} * 2 * pi / d
        assert ball_volume(d) == pytest.approx(ball_volume(d - 2) * 2 * math.pi / d, rel=1e-13, abs=0)
    assert ball_fraction(300) > 0


def test_the_fraction_of_draws_in_a_ball_is_the_balls():
    for d, n in ((2, 20_000), (10, 200_000)):
        inside = monte_carlo(lambda x: (np.sum(x**2, axis=1) <= 1) * 1.0,
                             lambda rng, n, d=d: rng.uniform(-1, 1, (n, d)), n, rng=np.random.default_rng(0))
        assert abs(inside.value - ball_fraction(d)) < 4 * inside.standard_error
        assert inside.standard_error == pytest.approx(math.sqrt(ball_fraction(d) / n), rel=0.6)


def test_the_error_of_monte_carlo_shrinks_as_one_over_the_square_root():
    n = np.array([100, 400, 1600, 6400, 25_600])
    spread = [np.std([monte_carlo(np.exp, lambda rng, n: rng.uniform(size=n), int(k), rng=rng).value
                      for rng in np.random.default_rng(1).spawn(200)]) for k in n]
    assert slope(n, spread) == pytest.approx(-0.5, abs=0.05)
    exact = math.sqrt((math.e**2 - 1) / 2 - (math.e - 1) ** 2)
    assert spread[0] * 10 == pytest.approx(exact, rel=0.15)  # 200 repetitions: a standard error of 5 %


def test_the_standard_error_covers_the_truth_as_often_as_it_should():
    hits = 0
    for rng in np.random.default_rng(3).spawn(1000):
        estimate = monte_carlo(np.square, lambda rng, n: rng.normal(size=n), 400, rng=rng)
        hits += abs(estimate.value - 1) < 1.96 * estimate.standard_error
    assert 0.92 < hits / 1000 < 0.97  # 95 %, a little less as squares are skew


def test_expectations_are_scipys():
    for frozen, a, b in ((stats.norm(1, 0.5), -4, 6), (stats.gamma(3), 0, 60), (stats.beta(2, 5), 0, 1)):
        assert expectation(np.square, frozen.pdf, a, b) == pytest.approx(frozen.moment(2), rel=1e-9)
    assert discrete_expectation(np.arange(7), stats.binom(6, 0.3).pmf(np.arange(7))) == pytest.approx(1.8, rel=1e-13)


def test_importance_sampling_reaches_a_rare_event():
    """P(Z > 4) for a standard normal Z, from an exponential tail that begins at 4; Robert and Casella (2004), 3.11."""
    exact = stats.norm.sf(4)
    log_p, n = stats.norm.logpdf, 10_000
    rare = importance_sampling(lambda x: (x > 4) * 1.0, log_p, lambda rng, n: 4 + rng.exponential(size=n) / 4,
                               lambda x: math.log(4) - 4 * (x - 4), n, normalized=True, rng=np.random.default_rng(0))
    assert rare.value == pytest.approx(exact, abs=4 * rare.standard_error)
    assert rare.standard_error < 0.02 * exact
    plain = monte_carlo(lambda x: (x > 4) * 1.0, lambda rng, n: rng.normal(size=n), n, rng=np.random.default_rng(0))
    assert plain.standard_error > 20 * rare.standard_error or plain.value == 0


@pytest.mark.parametrize("normalized", [True, False])
def test_weights_of_a_proposal_that_is_the_target_are_equal(normalized):
    estimate = importance_sampling(np.square, stats.norm.logpdf, lambda rng, n: rng.normal(size=n), stats.norm.logpdf,
                                   1000, normalized=normalized, rng=np.random.default_rng(0))
    draws = np.random.default_rng(0).normal(size=1000)
    assert estimate.value == pytest.approx(np.mean(draws**2), rel=1e-13)
    assert estimate.effective_n == pytest.approx(1000, rel=1e-12)


def test_the_missing_constant_cancels_only_without_normalized():
    for constant in (0.0, 500.0, -2000.0):
        estimate = importance_sampling(np.square, lambda x, c=constant: c - x**2 / 2,
                                       lambda rng, n: rng.normal(0, 2, n), stats.norm(0, 2).logpdf, 20_000,
                                       rng=np.random.default_rng(0))
        assert estimate.value == pytest.approx(1, abs=4 * estimate.standard_error)
    assert 5_000 < estimate.effective_n < 20_000


def test_running_means_settle_unless_the_expectation_does_not_exist():
    rng = np.random.default_rng(0)
    normal, cauchy = running_means(rng.normal(size=100_000)), running_means(rng.standard_cauchy(100_000))
    assert np.abs(normal[50_000:]).max() < 0.02
    assert np.ptp(cauchy[1000:]) > 1


def test_525_factors_underflow_and_their_logarithms_do_not():
    density = stats.norm.pdf(1)
    assert likelihood(np.full(524, density)) > 0
    assert likelihood(np.full(525, density)) == 0
    assert log_likelihood(stats.norm.logpdf, np.ones(525)) == pytest.approx(525 * math.log(density), rel=1e-14)
    assert likelihood(np.full(3000, 2.0)) == np.inf


@given(vectors(6, 10), st.floats(-5, 5), st.floats(0.2, 5))
def test_the_normal_log_likelihood_is_scipys_and_its_score_the_gradient(data, mean, std):
    assert normal_log_likelihood(data, mean, std) == pytest.approx(stats.norm(mean, std).logpdf(data).sum(), rel=1e-12)
    assert check_gradient(lambda p: normal_log_likelihood(data, *p), lambda p: normal_score(data, *p), [mean, std])


@given(vectors(6, 10).filter(lambda x: np.std(x) > 0.1))
def test_the_score_vanishes_at_the_mean_and_deviation_of_the_data(data):
    assert np.abs(normal_score(data, data.mean(), data.std())).max() <= 1e-10


def test_a_factor_of_zero_makes_the_product_zero_however_large_the_others():
    assert likelihood([1e300, 1e300, 0.0]) == likelihood([0.0, 1e300, 1e300]) == 0


def test_likelihoods_far_out_are_infinite_and_never_nan():
    assert normal_log_likelihood([1e200], 0, 1) == normal_log_likelihood([1.0], 0, 1e-200) == -np.inf
    assert normal_score([1e200], 0, 1).tolist() == [1e200, np.inf]
    assert normal_log_likelihood([1e200, -1e200], 0, 1e200) == pytest.approx(-1 - 2 * 200 * math.log(10)
                                                                              - math.log(2 * math.pi), rel=1e-15)


def test_a_model_that_rules_out_an_observation_has_log_likelihood_minus_infinity():
    assert log_likelihood(stats.uniform(0, 1).logpdf, [0.5, 2.0]) == -np.inf


RNG = np.random.default_rng(0)


@pytest.mark.parametrize(("error", "call", "message"), [
    (ValueError, lambda: riemann(np.exp, 0, 1, 4, at="top"), "`at` must be one of 'left', 'middle', 'right'; got 't"),
    (ValueError, lambda: riemann(np.exp, 0, 1, 0), "`n` must be a whole number, at least 1; got 0."),
    (ValueError, lambda: trapezoid(np.exp, 0, np.inf, 4), "`b` must be a real number; got inf."),
    (ValueError, lambda: trapezoid(lambda x: 1.0, 0, 1, 4), "`f(x)` must have a value for each point, shape (5,); got"),
    (ValueError, lambda: trapezoid(lambda x: x * np.nan, 0, 1, 4), "`f(x)` must be real numbers; got nan at index 0."),
    (ValueError, lambda: simpson(np.exp, 0, 1, 3), "`n` must be even, two strips for each parabola; got 3."),
    (TypeError, lambda: gauss_legendre(np.exp, 0, 1, 2.0), "`n` must be a whole number, at least 1; got 2.0."),
    (TypeError, lambda: gauss_legendre(None, 0, 1, 2), "`f` must be a function; got None."),
    (ValueError, lambda: ball_volume(0), "`d` must be a whole number, at least 1; got 0."),
    (ValueError, lambda: ball_fraction(-1), "`d` must be a whole number, at least 1; got -1."),
    (ValueError, lambda: discrete_expectation([1, 2], [0.5, 0.4]),
     "`probabilities` must be probabilities that sum to 1"),
    (ValueError, lambda: discrete_expectation([1, 2, 3], [0.5, 0.5]), "`probabilities` must be a vector of 3 real"),
    (ValueError, lambda: expectation(np.square, stats.norm.pdf, -1, 1),
     "`density` must integrate to 1 from a to b; got"),
    (ValueError, lambda: expectation(np.square, lambda x: -x, 0, 1), "`density(x)` must not be negative; got -"),
    (ValueError, lambda: expectation(np.square, stats.norm.pdf, 1, 1), "`b` must be greater than a, 1; got 1."),
    (ValueError, lambda: monte_carlo(np.exp, lambda rng, n: rng.normal(size=n), 1, rng=RNG),
     "`n` must be a whole number"),
    (ValueError, lambda: monte_carlo(np.sum, lambda rng, n: rng.normal(size=n), 5, rng=RNG),
     "`f(x)` must be a vector of"),
    (TypeError, lambda: monte_carlo(np.exp, lambda rng, n: rng.normal(size=n), 5, rng=1), "`rng` must be a np.random"),
    (ValueError, lambda: importance_sampling(np.exp, lambda x: np.full(5, -np.inf), lambda rng, n: rng.normal(size=n),
                                             np.zeros_like, 5, rng=RNG),
     "`sample` must reach where the target is not 0"),
    (ValueError, lambda: importance_sampling(np.exp, lambda x: np.full(5, np.inf), lambda rng, n: rng.normal(size=n),
                                             np.zeros_like, 5, rng=RNG),
     "`log_target(x)` must be real numbers or -inf"),
    (ValueError, lambda: importance_sampling(np.exp, np.sum, lambda rng, n: rng.normal(size=n), np.zeros_like, 5,
                                             rng=RNG), "`log_target(x)` must be a vector of 5 real numbers or -inf"),
    (ValueError, lambda: importance_sampling(np.exp, np.zeros_like, lambda rng, n: rng.normal(size=n),
                                             lambda x: x - np.inf, 5, rng=RNG),
     "`log_proposal(x)` must be a vector of"),
    (ValueError, lambda: importance_sampling(np.ones_like, lambda x: x * 0 + 1000, lambda rng, n: rng.normal(size=n),
                                             np.zeros_like, 5, normalized=True, rng=RNG),
     "`target / proposal * f(x)` must be a vector of real numbers; got inf at index 0."),
    (ValueError, lambda: importance_sampling(np.zeros_like, lambda x: x * 0 + 1000, lambda rng, n: rng.normal(size=n),
                                             np.zeros_like, 5, normalized=True, rng=RNG),
     "`target / proposal * f(x)` must be a vector of real numbers; got nan at index 0."),
    (TypeError, lambda: importance_sampling(np.exp, None, lambda rng, n: rng.normal(size=n), np.zeros_like, 5, rng=RNG),
     "`log_target` must be a function; got None."),
    (TypeError, lambda: importance_sampling(np.exp, np.zeros_like, lambda rng, n: rng.normal(size=n), 0.0, 5,
                                            rng=RNG),
     "`log_proposal` must be a function; got 0.0."),
    (ValueError, lambda: running_means([1.0, np.nan]), "`x` must be a vector of real numbers; got nan at index 1."),
    (ValueError, lambda: likelihood([-0.1]), "`densities` must not be negative; got -0.1."),
    (ValueError, lambda: log_likelihood(np.sum, 1.0), "`data` must be a vector, or a matrix with observations in its"),
    (ValueError, lambda: log_likelihood(np.sum, [1.0, 2]),
     "`log_density(data)` must be one number for each observation"),
    (ValueError, lambda: log_likelihood(lambda x: x + np.inf, [1.0]),
     "`log_density(data)` must be real numbers or -inf"),
    (ValueError, lambda: normal_score([1.0], 0, 5e-324),
     "`std` must be large enough for (data - mean) / std to be finite; got 4.94066e-324."),
    (ValueError, lambda: normal_log_likelihood([1.0], 0, 0), "`std` must be a positive number; got 0."),
    (ValueError, lambda: normal_score([1.0], 0, -1), "`std` must be a positive number; got -1."),
    (ValueError, lambda: normal_score([], 0, 1), "`data` must be a vector of real numbers; got an empty array"),
])
def test_refusals(error, call, message):
    with pytest.raises(error, match=re.escape(message)):
        call()
