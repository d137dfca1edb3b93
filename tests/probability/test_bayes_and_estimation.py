"""Bayes' rule, conjugates, grids, Laplace, Metropolis; likelihood and bootstrap: against exact values and scipy."""
from __future__ import annotations

import math
import re
from fractions import Fraction

import mpmath
import numpy as np
import pytest
import scipy.integrate
import scipy.stats
from hypothesis import given
from hypothesis import strategies as st

from mathlib.probability import (
    Bernoulli,
    Beta,
    Cauchy,
    Chain,
    Exponential,
    Gamma,
    Laplace,
    MultivariateNormal,
    Normal,
    Poisson,
    Uniform,
    bayes_rule,
    beta_binomial,
    bootstrap,
    fit_likelihood,
    gamma_poisson,
    laplace_approximation,
    log_likelihood,
    maximum_likelihood,
    metropolis,
    normal_normal,
    positive_predictive_value,
    posterior_grid,
    predict_success,
)
from tests.strategies import vectors

# nine doses and whether they worked: not separable, so that the likelihood has a peak
DOSE, WORKED = np.arange(-4.0, 5.0), np.array([0, 0, 1, 0, 0, 1, 0, 1, 1])


def logistic_posterior(theta):
    """Intercept and slope of a logistic curve under normal priors with standard deviation 2, up to a constant."""
    scores = theta[..., :1] + theta[..., 1:] * DOSE
    return np.sum(WORKED * scores - np.logaddexp(0, scores), axis=-1) - np.sum(theta**2, axis=-1) / 8


def test_a_positive_test_means_nine_per_cent():
    # syllabus 3.2: prevalence 1 %, sensitivity 90 %, specificity 91 %
    exact = Fraction(1, 100) * Fraction(90, 100) / (Fraction(1, 100) * Fraction(90, 100)
                                                    + Fraction(99, 100) * Fraction(9, 100))
    assert positive_predictive_value(0.01, 0.90, 0.91) == pytest.approx(float(exact), rel=1e-14)
    assert round(float(exact), 3) == 0.092
    assert bayes_rule([0.01, 0.99], [0.9, 0.09])[0] == pytest.approx(float(exact), rel=1e-14)
    assert positive_predictive_value([0.01, 0.5], 0.9, 0.91).shape == (2,)


@given(st.lists(st.integers(0, 9), min_size=2, max_size=5).filter(any), st.data())
def test_bayes_rule_is_exact(weights, data):
    likelihood = data.draw(st.lists(st.integers(1, 9), min_size=len(weights), max_size=len(weights)))
    joint = [Fraction(w, sum(weights)) * like for w, like in zip(weights, likelihood, strict=True)]
    expected = [float(j / sum(joint)) for j in joint]
    assert bayes_rule(np.array(weights) / sum(weights), likelihood).tolist() == pytest.approx(expected, rel=1e-14)


def test_a_hypothesis_that_is_excluded_does_not_hide_the_others():
    assert bayes_rule([0, 0.5, 0.5], [1e300, 1e-300, 1e-300]).tolist() == [0, 0.5, 0.5]


@pytest.mark.parametrize("unit", [1e-300, 1e-9, 1e300])
def test_a_mean_is_learned_in_any_unit(unit):
    posterior = normal_normal(Normal(unit, unit), [2 * unit, 3 * unit], noise=2 * unit)
    # precisions 1 and 2 / 4: weights 2/3 and 1/3
    assert posterior.location == pytest.approx((2 / 3 + 2.5 / 3) * unit, rel=1e-14)
    assert posterior.scale == pytest.approx(math.sqrt(2 / 3) * unit, rel=1e-14)


def test_tiny_likelihoods_keep_their_ratios():
    assert bayes_rule([0.5, 0.5], [3e-320, 1e-320]).tolist() == pytest.approx([0.75, 0.25], rel=1e-3)


@given(st.floats(0.5, 20), st.floats(0.5, 20), st.integers(0, 20), st.integers(0, 20))
def test_data_in_two_parts_or_at_once_give_one_posterior(a, b, successes, failures):
    once = beta_binomial(Beta(a, b), successes + 1, failures + 2)
    twice = beta_binomial(beta_binomial(Beta(a, b), successes, failures), 1, 2)
    assert (once.a, once.b) == pytest.approx((twice.a, twice.b), rel=1e-15)


def test_ten_tosses():
    # syllabus 3.4: Beta(2, 2), 7 heads, 3 tails: Beta(9, 5), mean .643
    posterior = beta_binomial(Beta(2, 2), 7, 3)
    assert posterior == Beta(9, 5)
    assert round(posterior.mean(), 3) == 0.643
    assert predict_success(posterior) == posterior.mean()
    grid = posterior_grid(lambda t: Beta(2, 2).log_pdf(t[..., 0]) + 7 * np.log(t[..., 0]) + 3 * np.log1p(-t[..., 0]),
                          np.linspace(1e-9, 1 - 1e-9, 2001))
    assert np.allclose(grid.density, posterior.pdf(grid.axes[0]), rtol=0, atol=1e-5)
    # the evidence is B(9, 5) / B(2, 2)
    assert grid.log_evidence == pytest.approx(scipy.special.betaln(9, 5) - scipy.special.betaln(2, 2), abs=1e-6)


def test_the_other_conjugates_are_the_grids():
    rates, counts = np.linspace(1e-6, 15, 6001), [3, 0, 4]
    grid = posterior_grid(
        lambda r: Gamma(2, 1).log_pdf(r[..., 0]) + sum(k * np.log(r[..., 0]) - r[..., 0] for k in counts), rates)
    assert np.abs(grid.density - gamma_poisson(Gamma(2, 1), counts).pdf(rates)).max() < 1e-5
    means, sample = np.linspace(-8, 8, 6001), np.array([1.0, 2.5, 0.3])
    grid = posterior_grid(
        lambda m: Normal(-1, 2).log_pdf(m[..., 0]) + Normal(0, 0.7).log_pdf(m - sample).sum(axis=-1), means)
    posterior = normal_normal(Normal(-1, 2), sample, 0.7)
    assert np.abs(grid.density - posterior.pdf(means)).max() < 1e-9
    assert grid.mean()[0] == pytest.approx(posterior.mean(), abs=1e-9)


def test_laplace_is_exact_for_a_normal_and_close_for_a_beta():
    S = np.array([[2, 0.5], [0.5, 1]])
    result = laplace_approximation(lambda t: 3 - 0.5 * (t - [1, 2]) @ np.linalg.solve(S, t - [1, 2]), [0, 0])
    assert result.converged
    assert np.allclose(result.normal.mean, [1, 2], atol=1e-5)
    assert np.allclose(result.normal.covariance, S, rtol=1e-5)
    assert result.log_evidence == pytest.approx(3 + 0.5 * np.linalg.slogdet(2 * math.pi * S)[1], abs=1e-5)
    # Beta(a, b): mode m, variance m * (1 - m) / (a + b - 2)
    result = laplace_approximation(lambda t: float(Beta(90, 50).log_pdf(t[0])), [0.5])
    m = 89 / 138
    assert result.normal.mean[0] == pytest.approx(m, abs=1e-5)
    assert result.normal.covariance[0, 0] == pytest.approx(m * (1 - m) / 138, rel=1e-3)


@pytest.mark.parametrize(("location", "scale"), [(1e6, 1), (0, 1e-5), (0, 1e5), (-3, 1e-3)])
def test_laplace_sees_the_peaks_own_width(location, scale):
    # log p = -log(cosh(z)) has curvature 1 at the top, and tails that are straight
    result = laplace_approximation(lambda t: -float(np.logaddexp(u := (t[0] - location) / scale, -u)),
                                   [location + 0.3 * scale])
    assert result.converged
    assert result.normal.mean[0] == pytest.approx(location, abs=0.01 * scale)
    assert result.normal.covariance[0, 0] == pytest.approx(scale**2, rel=1e-3)
    assert result.log_evidence == pytest.approx(-math.log(2) + math.log(2 * math.pi) / 2 + math.log(scale), abs=1e-3)


def test_laplace_near_an_edge():
    # the mode 1e-5 is nearer to 0 than the usual step of a difference is long
    result = laplace_approximation(lambda t: float(Beta(2, 1e5).log_pdf(t[0])), [1e-3])
    m = 1 / 1e5
    assert result.normal.mean[0] == pytest.approx(m, rel=1e-3)
    assert result.normal.covariance[0, 0] == pytest.approx(m * (1 - m) / 1e5, rel=1e-3)


def test_a_climb_that_never_ends_says_so():
    assert not fit_likelihood(lambda x, t: t[0] * np.ones(3), [1, 2, 3], [2]).converged
    # the width of a uniform: at its best value, the largest draw, the likelihood breaks off
    fit = fit_likelihood(lambda x, t: np.where(x <= np.exp(t[0]), -t[0], -np.inf), [1, 2, 3], [2.0])
    assert not fit.converged
    assert np.isfinite(fit.information).all()
    # parameters without a density are stepped over
    fit = fit_likelihood(lambda x, t: np.log(t[0]) - t[0] * x, [1, 2, 3], [20.0])
    assert fit.estimate[0] == pytest.approx(0.5, rel=1e-4)


def test_grid_laplace_and_metropolis_agree_on_a_logistic_curve():
    grid = posterior_grid(logistic_posterior, np.linspace(-6, 6, 241), np.linspace(-4, 6, 241))
    total, _ = scipy.integrate.dblquad(lambda b, a: math.exp(logistic_posterior(np.array([a, b]))), -6, 6, -4, 6)
    assert grid.log_evidence == pytest.approx(math.log(total), abs=1e-5)
    chain = metropolis(logistic_posterior, [0, 0], 0.8, 20_000, rng=np.random.default_rng(0))
    spread = np.sqrt([np.sum(grid.marginal(i) * np.gradient(axis) * (axis - m) ** 2)
                      for i, (axis, m) in enumerate(zip(grid.axes, grid.mean(), strict=True))])
    assert (np.abs(chain.path.mean(axis=0) - grid.mean()) < 4 * spread / np.sqrt(chain.effective_size())).all()
    assert np.allclose(chain.path.std(axis=0), spread, rtol=0.08)
    assert 0.2 < chain.acceptance_rate < 0.8
    laplace = laplace_approximation(logistic_posterior, [0, 0])
    assert laplace.log_evidence == pytest.approx(grid.log_evidence, abs=0.2)
    peak = np.unravel_index(grid.density.argmax(), grid.density.shape)
    assert np.allclose(laplace.normal.mean, [grid.axes[0][peak[0]], grid.axes[1][peak[1]]], atol=0.05)


def test_metropolis_stays_where_the_density_is_positive_and_repeats_where_it_is_refused():
    chain = metropolis(lambda t: 0.0 if 0 <= t[0] <= 1 else -math.inf, [0.5], 0.5, 20_000, rng=np.random.default_rng(1))
    assert ((chain.path >= 0) & (chain.path <= 1)).all()
    moved = np.any(np.diff(chain.path, axis=0) != 0, axis=1)
    assert moved.mean() == chain.acceptance_rate
    assert chain.path.mean() == pytest.approx(0.5, abs=4 / math.sqrt(12 * chain.effective_size()[0]))


def test_the_effective_size_of_an_autoregression_is_known():
    # x' = rho * x + e: autocorrelations rho**k, so that n values are worth n * (1 - rho) / (1 + rho)
    noise, x = np.random.default_rng(0).standard_normal(40_000), np.zeros(40_000)
    for t in range(1, x.size):
        x[t] = 0.8 * x[t - 1] + noise[t]
    assert Chain(x[:, None], 1.0).effective_size()[0] == pytest.approx(x.size / 9, rel=0.15)


@pytest.mark.parametrize(("family", "sample", "theirs"), [
    (Normal, [1, 2, 4, 9], lambda x: scipy.stats.norm.logpdf(x, *scipy.stats.norm.fit(x))),
    (Laplace, [1, 2, 4, 9, 3], lambda x: scipy.stats.laplace.logpdf(x, *scipy.stats.laplace.fit(x))),
    (Uniform, [1, 2, 4, 9], lambda x: scipy.stats.uniform.logpdf(x, *scipy.stats.uniform.fit(x))),
    (Exponential, [1, 2, 4, 9], lambda x: scipy.stats.expon.logpdf(x, *scipy.stats.expon.fit(x))),
    (Gamma, [1, 2, 4, 9, 0.1], lambda x: scipy.stats.gamma.logpdf(x, *scipy.stats.gamma.fit(x, floc=0))),
    (Bernoulli, [0, 1, 1, 0, 1], lambda x: scipy.stats.bernoulli.logpmf(x, 0.6)),
    (Poisson, [0, 3, 1, 7], lambda x: scipy.stats.poisson.logpmf(x, 2.75)),
])
def test_the_maximum_of_the_likelihood_is_scipys(family, sample, theirs):
    fit = maximum_likelihood(family, sample)
    assert log_likelihood(fit, sample) == pytest.approx(theirs(np.array(sample, dtype=float)).sum(), abs=1e-8)


@given(vectors(st.integers(3, 9), limit=10.0).filter(lambda x: np.std(x) > 0.01), st.floats(-1, 1), st.floats(-1, 1))
def test_no_other_normal_makes_the_sample_more_likely(x, shift, log_stretch):
    fit = maximum_likelihood(Normal, x)
    other = Normal(fit.location + shift, fit.scale * math.exp(log_stretch))
    assert log_likelihood(other, x) <= log_likelihood(fit, x) + 1e-9


def test_the_likelihoods_variance_is_too_small_by_n_minus_one_over_n():
    rng = np.random.default_rng(0)
    estimates = [maximum_likelihood(Normal, rng.standard_normal(5)).scale ** 2 for _ in range(20_000)]
    assert np.mean(estimates) == pytest.approx(0.8, abs=5 * math.sqrt(2 * 4 / 25 / 20_000))  # syllabus 3.3: 0.8


def test_a_search_finds_what_has_no_formula_and_how_sure_it_is():
    sample = scipy.stats.cauchy.rvs(3, 2, size=400, random_state=np.random.default_rng(0))
    fit = fit_likelihood(lambda x, t: Cauchy(t[0], math.exp(t[1])).log_pdf(x), sample, [np.median(sample), 0])
    location, scale = scipy.stats.cauchy.fit(sample)
    assert fit.converged
    assert (fit.estimate[0], math.exp(fit.estimate[1])) == pytest.approx((location, scale), abs=1e-3)
    # Fisher's information on the location is n / (2 * scale**2): within its own scatter here
    assert fit.standard_errors()[0] == pytest.approx(scale * math.sqrt(2 / 400), rel=0.2)
    for unit in (1, 1e-6):
        sample = unit * np.arange(50.0)
        normal = fit_likelihood(lambda x, t: Normal(t[0], math.exp(t[1])).log_pdf(x), sample, [0, math.log(unit) + 1])
        assert normal.converged
        assert np.allclose(unit * normal.standard_errors() ** [1, 0],
                           [unit * sample.std() / math.sqrt(50), unit], rtol=1e-3)
        assert np.allclose(np.diagonal(normal.information), [50 / sample.var(), 100], rtol=1e-4)


@pytest.mark.parametrize("spread", [1e-3, 1e-6, 1e-9])
def test_a_narrow_gamma_keeps_its_digits(spread):
    # values 1 - s and 1 + s: log(mean) - mean(log) = -log(1 - s**2) / 2, and 1 / (2 * k) + 1 / (12 * k**2) for large k
    with mpmath.workdps(60):
        s = mpmath.mpf(1 + spread) - 1
        low, high = mpmath.mpf(1 - spread), mpmath.mpf(1 + spread)
        gap = mpmath.log((low + high) / 2) - (mpmath.log(low) + mpmath.log(high)) / 2
        exact = mpmath.findroot(lambda k: mpmath.log(k) - mpmath.digamma(k) - gap, 1 / s**2)
    assert maximum_likelihood(Gamma, [1 - spread, 1 + spread]).shape == pytest.approx(float(exact), rel=1e-6)


def test_the_bootstrap_is_scipys():
    sample = np.random.default_rng(0).exponential(size=80)
    ours = bootstrap(sample, np.median, 4000, rng=np.random.default_rng(1))
    theirs = scipy.stats.bootstrap((sample,), np.median, n_resamples=4000, method="percentile",
                                   rng=np.random.default_rng(2))
    assert ours.standard_error == pytest.approx(theirs.standard_error, rel=0.06)
    assert ours.interval() == pytest.approx(tuple(theirs.confidence_interval), abs=0.03)
    mean = bootstrap(sample, np.mean, 4000, rng=np.random.default_rng(1))
    assert abs(mean.bias) < 5 * sample.std() / math.sqrt(80 * 4000)
    pairs = np.column_stack([sample, -sample])
    plane = bootstrap(pairs, lambda s: np.corrcoef(s.T)[0, 1], 50, rng=np.random.default_rng(0))
    assert np.allclose(plane.replicates, -1)


@pytest.mark.parametrize(("call", "message"), [
    (lambda: bayes_rule([0.5, 0.6], [1, 1]), "`prior` must be probabilities that sum to 1; got a sum of 1.1."),
    (lambda: bayes_rule([0.5, 0.5], [1, -1]), "`likelihood` must be numbers that are not negative; got -1."),
    (lambda: bayes_rule([1, 0], [0, 1]), "`likelihood` must be positive for a hypothesis that the prior allows; got 0"),
    (lambda: bayes_rule([0.5, 0.5], [1]), "`likelihood` must be a vector of 2 real numbers; got shape (1,)."),
    (lambda: positive_predictive_value(0, 0.9, 1),
     "`sensitivity` must allow a positive test, or `specificity` a false"),
    (lambda: positive_predictive_value(1.5, 0.9, 1), "`prevalence` must be probabilities, between 0 and 1; got 1.5."),
    (lambda: positive_predictive_value([0.1, 0.2], [0.9], 1),
     "must be numbers or have one shape; got shapes (1,), (2,)."),
    (lambda: beta_binomial(Beta(1, 1), -1, 0), "`successes` must be a whole number, at least 0; got -1."),
    (lambda: gamma_poisson(Gamma(1, 1), [1.5]), "`counts` must be whole numbers, none negative; got numbers from 1.5."),
    (lambda: normal_normal(Normal(), [1], 0), "`noise` must be a positive number; got 0."),
    (lambda: normal_normal(Normal(), [np.nan], 1), "`sample` must be a vector of real numbers; got nan at index 0."),
    (lambda: posterior_grid(lambda t: t[..., 0], [0]), "`axes[0]` must be two or more numbers that increase; got 1"),
    (lambda: posterior_grid(lambda t: t[..., 0], [1, 0]), "`axes[0]` must be two or more numbers that increase; got 2"),
    (lambda: posterior_grid(lambda t: t[..., 0] - np.inf, [0, 1]),
     "`log_density` must give a number or -inf, not everywh"),
    (lambda: posterior_grid(lambda t: t[..., 0] * np.nan, [0, 1]),
     "`log_density` must give a number or -inf, not everywh"),
    (lambda: posterior_grid(lambda t: t, [0, 1]),
     "`log_density` must give a number or -inf, not everywhere, at each of"),
    (lambda: posterior_grid(lambda t: t[..., 0], [0, 1]).marginal(1), "`parameter` must be less than 1; got 1."),
    (lambda: laplace_approximation(lambda t: -math.inf, [0]),
     "`log_density` must be one finite number at `start`; got -inf"),
    (lambda: metropolis(lambda t: math.nan, [0], 1, 5, rng=np.random.default_rng()),
     "`log_density` must be one finite nu"),
    (lambda: metropolis(lambda t: 0.0 if t[0] == 0 else math.nan, [0], 1, 5, rng=np.random.default_rng()),
     "`log_density` must be a number or -inf; got nan at"),
    (lambda: metropolis(lambda t: 0.0 if t[0] == 0 else math.inf, [0], 1, 5, rng=np.random.default_rng()),
     "`log_density` must be a number or -inf; got inf at"),
    (lambda: posterior_grid(lambda t: 0.0), "`axes` must be the coordinates of one parameter or more; got none."),
    (lambda: posterior_grid(lambda t: 0 * t[..., 0], [0, 1e-200], [0, 1e-200]),
     "`axes` must be in units in which areas can be held, 1e-300 to 1e300; got 0."),
    (lambda: Chain(np.full((3, 1), 0.1), 0.0).effective_size(), "`path` must move; got the same point all along."),
    (lambda: maximum_likelihood(Normal, [1e300, 2e300]),
     "`sample` must be in a unit in which its squares can be held, 1e-150 to 1e150; got numbers up to 2e+300."),
    (lambda: maximum_likelihood(Gamma, [1, 1 + 1e-15]), "`sample` must hold values that differ in more than their"),
    (lambda: maximum_likelihood(MultivariateNormal, [[1, 2], [3, 4]]),
     "`sample` must vary in every direction; got draws in 1 of 2 dimensions"),
    (lambda: maximum_likelihood(MultivariateNormal, [1, 2]), "`sample` must be a matrix of real numbers; got shape"),
    (lambda: metropolis(lambda t: 0.0, [0], 0, 5, rng=np.random.default_rng()),
     "`step_size` must be a positive number"),
    (lambda: Chain(np.zeros((5, 1)), 0.0).effective_size(), "`path` must move; got the same point all along."),
    (lambda: maximum_likelihood(Normal, [1, 1]), "`sample` must hold at least two different values; got one value"),
    (lambda: maximum_likelihood(Bernoulli, [0, 2]), "`sample` must be zeros and ones; got 2."),
    (lambda: maximum_likelihood(Poisson, [0, 0]),
     "`sample` must be whole numbers, none negative, not all 0; got others."),
    (lambda: maximum_likelihood(Gamma, [0, 1]), "`sample` must be positive numbers; got 0."),
    (lambda: maximum_likelihood(Normal, [1, np.nan]), "`sample` must be a vector of real numbers; got nan at index 1."),
    (lambda: fit_likelihood(lambda x, t: x - np.inf, [1, 2], [0]),
     "`start` must give the sample a positive likelihood"),
    (lambda: bootstrap([1], np.mean, rng=np.random.default_rng()),
     "`sample` must have two or more rows; got shape (1,)."),
    (lambda: bootstrap([1, 2], lambda s: s, rng=np.random.default_rng()),
     "`statistic` must be one finite number for every"),
    (lambda: bootstrap([1, 2], lambda s: np.nan, rng=np.random.default_rng()), "`statistic` must be one finite number"),
    (lambda: bootstrap([1, 2], np.mean, rng=np.random.default_rng()).interval(1),
     "`level` must be a number from 0 up to"),
])
def test_values_are_refused_in_words(call, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        call()


@pytest.mark.parametrize(("error", "call", "message"), [
    (TypeError, lambda: beta_binomial(Normal(), 1, 1), "`prior` must be a Beta; got an object of type Normal."),
    (TypeError, lambda: predict_success(0.5), "`posterior` must be a Beta; got an object of type float."),
    (TypeError, lambda: maximum_likelihood(Cauchy, [1, 2]), "`family` must be one of Normal, Bernoulli, Poisson"),
    (TypeError, lambda: maximum_likelihood([Normal], [1, 2]), "`family` must be one of Normal, Bernoulli, Poisson"),
    (TypeError, lambda: log_likelihood(Normal, [1]), "`distribution` must have a method log_pdf or log_pmf; got an ob"),
    (TypeError, lambda: bootstrap([1, 2], lambda s: "a", rng=np.random.default_rng()),
     "`statistic` must give real numbers; got an object of type str_."),
    (TypeError, lambda: posterior_grid(lambda t: 1j * t[..., 0], [0, 1]), "`log_density` must give real numbers; got"),
    (TypeError, lambda: fit_likelihood(lambda x, t: None, [1, 2], [0]), "`log_density` must give real numbers; got"),
    (TypeError, lambda: log_likelihood(3, [1]), "`distribution` must have a method log_pdf or log_pmf; got an object"),
    (np.linalg.LinAlgError, lambda: laplace_approximation(lambda t: -t[0] ** 2, [1, 1]),
     "`log_density` must curve down"),
    (np.linalg.LinAlgError,
     lambda: fit_likelihood(lambda x, t: -((x - t[0] - t[1]) ** 2), [1, 2], [0, 0]).standard_errors(),
     "`information` must be positive definite for standard errors to exist"),
])
def test_kinds_and_flat_peaks_are_refused_in_words(error, call, message):
    with pytest.raises(error, match=re.escape(message)):
        call()
