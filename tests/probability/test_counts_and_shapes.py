"""Counts and shapes against scipy.stats, and what sums and areas must be."""
from __future__ import annotations

import math
import re

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
    Binomial,
    Cauchy,
    Gamma,
    MultivariateNormal,
    Poisson,
    Uniform,
    running_mean,
    sample_means,
)

K = np.array([-1, 0, 0.5, 1, 2, 5, 9, 10, 11, 400])
COUNTS = [
    (Bernoulli(0.3), scipy.stats.bernoulli(0.3)), (Bernoulli(0), scipy.stats.bernoulli(0)),
    (Binomial(10, 0.3), scipy.stats.binom(10, 0.3)), (Binomial(10, 1), scipy.stats.binom(10, 1)),
    (Binomial(2000, 1e-3), scipy.stats.binom(2000, 1e-3)), (Poisson(3.7), scipy.stats.poisson(3.7)),
    (Poisson(1e-9), scipy.stats.poisson(1e-9)), (Poisson(400), scipy.stats.poisson(400)),
]
X = np.array([-1, 0, 1e-9, 0.2, 0.5, 0.9, 1, 1.5, 7, 300])
SHAPES = [
    (Beta(2, 2), scipy.stats.beta(2, 2)), (Beta(0.5, 3), scipy.stats.beta(0.5, 3)),
    (Beta(1, 1), scipy.stats.beta(1, 1)),
    (Beta(900, 500), scipy.stats.beta(900, 500)), (Gamma(3, 2), scipy.stats.gamma(3, scale=0.5)),
    (Gamma(0.5, 1), scipy.stats.gamma(0.5)), (Gamma(200, 0.7), scipy.stats.gamma(200, scale=1 / 0.7)),
]


def name_of(distribution):
    return repr(distribution) if type(distribution).__module__.startswith("mathlib") else ""


each_count = pytest.mark.parametrize(("ours", "theirs"), COUNTS, ids=name_of)
each_shape = pytest.mark.parametrize(("ours", "theirs"), SHAPES, ids=name_of)


@each_count
def test_counts_are_scipys(ours, theirs):
    # the logarithm of 2000 factorial is 13206, so that rounding it moves a probability by about 3e-12 of itself
    assert np.allclose(ours.pmf(K), theirs.pmf(K), rtol=2e-11, atol=0)
    assert np.allclose(ours.cdf(K), theirs.cdf(K), rtol=2e-12, atol=0)
    assert (ours.mean(), ours.variance(), ours.std()) == pytest.approx((theirs.mean(), theirs.var(), theirs.std()),
                                                                       rel=1e-14)


@each_count
def test_probabilities_of_counts_sum_to_one(ours, theirs):
    k = np.arange(2001)
    assert ours.pmf(k).sum() == pytest.approx(1, rel=1e-11)
    assert np.allclose(np.cumsum(ours.pmf(k)), ours.cdf(k), rtol=0, atol=1e-11)
    assert (ours.cdf(-np.inf), ours.cdf(np.inf)) == (0, 1)


@each_shape
def test_shapes_are_scipys(ours, theirs):
    with np.errstate(divide="ignore"):
        expected = theirs.logpdf(X)
    assert np.allclose(ours.log_pdf(X), expected, rtol=1e-12, atol=1e-12)
    assert np.allclose(ours.cdf(X), theirs.cdf(X), rtol=1e-12, atol=0)
    p = np.array([0, 1e-6, 0.25, 0.5, 0.99, 1])
    assert np.allclose(ours.quantile(p), theirs.ppf(p), rtol=1e-11, atol=0)
    assert (ours.mean(), ours.variance(), ours.std()) == pytest.approx((theirs.mean(), theirs.var(), theirs.std()),
                                                                       rel=1e-13)


@each_shape
def test_the_area_under_a_shape_is_its_cdf(ours, theirs):
    low, high = ours.quantile([0.1, 0.9])
    area, _ = scipy.integrate.quad(ours.pdf, low, high, epsabs=1e-11)
    assert area == pytest.approx(0.8, abs=1e-9)


@pytest.mark.parametrize(("ours", "theirs"), COUNTS + SHAPES, ids=name_of)
def test_a_large_sample_has_the_mean_and_the_variance(ours, theirs):
    sample, n = ours.sample(100_000, rng=np.random.default_rng(0)), 100_000
    # five standard errors; the sample is always the same
    kurtosis = theirs.stats("k") + 3 if ours.std() else 0.0
    assert abs(sample.mean() - ours.mean()) <= 5 * ours.std() / math.sqrt(n)
    assert abs(sample.var() - ours.variance()) <= 5 * math.sqrt(kurtosis / n) * ours.variance()
    assert sample.shape == (n,)


@given(st.integers(1, 60), st.floats(0.01, 0.99), st.integers(0, 60))
def test_a_binomial_probability_is_the_exact_one(n, p, k):
    with mpmath.workdps(30):
        exact = mpmath.binomial(n, k) * mpmath.mpf(p) ** k * (1 - mpmath.mpf(p)) ** (n - k) if k <= n else 0
    assert Binomial(n, p).pmf(k) == pytest.approx(float(exact), rel=1e-11)


def test_many_rare_trials_are_nearly_poisson():
    # Le Cam (1960): the total variation distance is at most p
    k = np.arange(60)
    assert np.abs(Binomial(10_000, 3e-4).pmf(k) - Poisson(3).pmf(k)).sum() / 2 < 3e-4


def test_a_beta_has_its_mode_inside_or_none():
    x = np.linspace(0, 1, 100_001)
    assert Beta(9, 5).mode() == pytest.approx(x[Beta(9, 5).pdf(x).argmax()], abs=1e-5)
    assert math.isnan(Beta(1, 3).mode())


def test_a_pole_is_infinite_and_a_number_gives_a_number():
    assert Beta(0.5, 0.5).log_pdf([0, 1]).tolist() == [math.inf, math.inf]
    assert isinstance(Poisson(1).pmf(0), float)
    assert isinstance(Beta(2, 2).cdf(0.5), float)
    assert Gamma(2, 1).pdf([math.inf, -math.inf]).tolist() == [0, 0]


@pytest.mark.parametrize("m", [1e3, 1e6, 1e9])
def test_large_counts_keep_the_digits_that_are_promised(m):
    with mpmath.workdps(40):
        exact = mpmath.log(mpmath.mpf(m)) * m - mpmath.loggamma(mpmath.mpf(m) + 1) - m
        choose = mpmath.loggamma(m + 1) - 2 * mpmath.loggamma(m / 2 + 1) - m * mpmath.log(2)
    assert Poisson(m).log_pmf(m) == pytest.approx(float(exact), abs=2e-16 * m * math.log(m))
    assert Binomial(int(m), 0.5).log_pmf(m / 2) == pytest.approx(float(choose), abs=2e-16 * m * math.log(m))
    # more than half is as likely as less
    assert Binomial(int(m), 0.5).cdf(m / 2) == pytest.approx(0.5 + float(mpmath.exp(choose)) / 2, rel=1e-13)
    assert (Poisson(m).cdf(1e308), Binomial(int(m), 0.5).cdf(m - 1)) == pytest.approx((1, 1), abs=1e-15)


def test_tiny_and_huge_rates_only_change_the_unit():
    for unit in (1e-300, 1e300):
        gamma = Gamma(3, 2 / unit)
        assert (gamma.mean(), gamma.std()) == pytest.approx((1.5 * unit, math.sqrt(3) / 2 * unit), rel=1e-15)
        assert gamma.quantile(0.3) == pytest.approx(Gamma(3, 2).quantile(0.3) * unit, rel=1e-14)
        assert gamma.cdf([0, unit, np.inf]).tolist() == pytest.approx([0, Gamma(3, 2).cdf(1), 1], rel=1e-14)
        assert gamma.log_pdf(unit) == pytest.approx(Gamma(3, 2).log_pdf(1) - math.log(unit), rel=1e-13)
        draws = gamma.sample(5, rng=np.random.default_rng(0))
        assert np.allclose(draws / unit, Gamma(3, 2).sample(5, rng=np.random.default_rng(0)), rtol=1e-14)
    assert Gamma(1, 1e300).log_pdf(1e300) == -np.inf
    assert Gamma(1, 1e-310).quantile(0.5) == np.inf


def test_the_running_mean_settles_and_means_of_twelve_uniforms_are_nearly_normal():
    sample = Uniform().sample(10_000, rng=np.random.default_rng(0))
    assert running_mean(sample)[-1] == pytest.approx(sample.mean(), abs=1e-15)
    assert running_mean(sample)[9] == pytest.approx(sample[:10].mean(), abs=1e-15)
    means = sample_means(Uniform(), 12, 20_000, rng=np.random.default_rng(0))
    assert scipy.stats.kstest(means * 6, scipy.stats.norm.cdf).statistic < 1.95 / math.sqrt(20_000) + 0.003


def test_means_of_any_number_of_cauchy_values_are_cauchy():
    # no law of large numbers: the mean of a thousand is as wild as one; of uniforms (above), ten are enough
    means = sample_means(Cauchy(), 1000, 4000, rng=np.random.default_rng(0))
    assert scipy.stats.kstest(means, scipy.stats.cauchy.cdf).statistic < 1.95 / math.sqrt(4000)
    plane = sample_means(MultivariateNormal([0, 9], np.eye(2)), 100, 50, rng=np.random.default_rng(0))
    assert plane.shape == (50, 2)
    assert np.allclose(plane.mean(axis=0), [0, 9], atol=5 / math.sqrt(5000))


@pytest.mark.parametrize(("call", "message"), [
    (lambda: Bernoulli(1.2), "`p` must be a probability, between 0 and 1; got 1.2."),
    (lambda: Bernoulli(np.nan), "`p` must be a probability, between 0 and 1; got nan."),
    (lambda: Binomial(0, 0.5), "`n` must be a whole number, at least 1; got 0."),
    (lambda: Poisson(2e9), "`rate` must be at most 1e+09, so that probabilities keep their digits; got a greater one."),
    (lambda: Binomial(10**400, 0.5), "`n` must be at most 1e+09, so that probabilities keep their digits"),
    (lambda: running_mean([1e300, 1e300]), "`sample` must have a sum that can be held; got numbers up to 1e+300."),
    (lambda: Poisson(0), "`rate` must be a positive number; got 0."),
    (lambda: Poisson(1).pmf([np.nan]), "`k` must be real numbers; got nan at index 0."),
    (lambda: Beta(0, 1), "`a` must be a positive number; got 0."),
    (lambda: Beta(1, -1), "`b` must be a positive number; got -1."),
    (lambda: Gamma(0, 1), "`shape` must be a positive number; got 0."),
    (lambda: Gamma(1, 0), "`rate` must be a positive number; got 0."),
    (lambda: Beta(1, 1).quantile(2), "`p` must be probabilities, between 0 and 1; got 2."),
    (lambda: Beta(1, 1).pdf(np.nan), "`x` must be real numbers or infinities; got nan."),
    (lambda: Gamma(1, 1).sample(0, rng=np.random.default_rng()), "`n` must be a whole number, at least 1; got 0."),
    (lambda: sample_means(Uniform(), 0, 5, rng=np.random.default_rng()),
     "`m` must be a whole number, at least 1; got 0"),
    (lambda: running_mean([]), "`sample` must be a vector of real numbers; got an empty array"),
])
def test_values_are_refused_in_words(call, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        call()


@pytest.mark.parametrize(("call", "message"), [
    (lambda: Binomial(2.0, 0.5), "`n` must be a whole number, at least 1; got 2.0."),
    (lambda: Bernoulli("0.5"), "`p` must be a probability, between 0 and 1; got '0.5'."),
    (lambda: Poisson(1).sample(3, rng=0), "`rng` must be a np.random.Generator; got 0."),
    (lambda: sample_means(Uniform, 1, 1, rng=np.random.default_rng()), "`distribution` must have a method sample; got"),
    (lambda: sample_means(3, 1, 1, rng=np.random.default_rng()),
     "`distribution` must have a method sample; got an object"),
])
def test_kinds_are_refused_in_words(call, message):
    with pytest.raises(TypeError, match=re.escape(message)):
        call()
