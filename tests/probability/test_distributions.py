"""Distributions against scipy.stats, mpmath far out in the tails, and what every distribution obeys."""
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
    FAMILIES,
    Cauchy,
    Exponential,
    Laplace,
    LocationScale,
    Normal,
    StudentT,
    Uniform,
)
from tests.strategies import distributions, families, inner_probabilities, locations, probabilities, scales

EPS = np.finfo(float).eps
SCIPY = {
    Normal: scipy.stats.norm, Exponential: scipy.stats.expon, Laplace: scipy.stats.laplace, Cauchy: scipy.stats.cauchy,
    Uniform: lambda location, scale: scipy.stats.uniform(location - scale, 2 * scale),
    StudentT: lambda location, scale: scipy.stats.t(3, location, scale),
}
Z = np.array([-40, -8, -3, -1.5, -1, -0.3, 0, 1e-9, 0.3, 1, 2.5, 5, 30])
P = np.array([1e-12, 1e-3, 0.1, 0.25, 0.5, 0.75, 0.9, 0.999])
each_family = pytest.mark.parametrize("family", FAMILIES.values(), ids=FAMILIES)
degrees = pytest.mark.parametrize("df", [0.5, 1, 1.5, 2, 2.5, 3, 30, 1e6])


@each_family
@pytest.mark.parametrize(("location", "scale"), [(0, 1), (0.5, 2), (-4, 0.25)])  # powers of 2: x is z, not rounded
def test_densities_probabilities_and_quantiles_are_scipys(family, location, scale):
    ours, theirs, x = family(location, scale), SCIPY[family](location, scale), location + scale * Z
    assert np.allclose(ours.log_pdf(x), theirs.logpdf(x), rtol=1e-14, atol=1e-14)
    # where the density is exp(-800), its exponent's rounding is multiplied by 800
    assert np.allclose(ours.pdf(x), theirs.pdf(x), rtol=2e-13, atol=0)
    assert np.allclose(ours.cdf(x), theirs.cdf(x), rtol=1e-14, atol=0)
    assert np.allclose(ours.quantile(P), theirs.ppf(P), rtol=1e-14, atol=4 * EPS * (abs(location) + scale))


@each_family
@pytest.mark.parametrize(("location", "scale"), [(0, 1), (3, 2)])
def test_moments_are_scipys_and_cauchy_has_none(family, location, scale):
    ours, theirs = family(location, scale), SCIPY[family](location, scale)
    assert ours.mean() == pytest.approx(theirs.mean(), rel=1e-15, abs=0, nan_ok=True)
    assert ours.std() == pytest.approx(theirs.std(), rel=4 * EPS, abs=0, nan_ok=True)
    assert ours.median() == pytest.approx(theirs.median(), rel=4 * EPS, abs=4 * EPS)
    assert math.isnan(ours.mean()) == math.isnan(ours.std()) == (family is Cauchy)


@degrees
def test_student_t_is_scipys_at_any_degrees_of_freedom(df):
    ours, theirs = StudentT(0, 1, df), scipy.stats.t(df)
    assert np.allclose(ours.log_pdf(Z), theirs.logpdf(Z), rtol=4e-14, atol=1e-14)
    assert np.allclose(ours.cdf(Z), theirs.cdf(Z), rtol=1e-14, atol=0)
    assert np.allclose(ours.quantile(P), theirs.ppf(P), rtol=1e-14, atol=0)
    # with scipy, t has the standard deviation nan for df <= 1, inf for 1 < df <= 2
    assert ours.mean() == pytest.approx(0 if df > 1 else math.nan, nan_ok=True)
    expected = math.sqrt(df / (df - 2)) if df > 2 else math.inf if df > 1 else math.nan
    assert ours.std() == pytest.approx(expected, rel=1e-15, abs=0, nan_ok=True)


def test_student_t_lies_between_cauchy_and_normal():
    assert np.allclose(StudentT(df=1).log_pdf(Z), Cauchy().log_pdf(Z), rtol=1e-14, atol=1e-15)
    assert np.allclose(StudentT(df=1).cdf(Z), Cauchy().cdf(Z), rtol=1e-14, atol=2e-9 * (np.abs(Z) < 1e-5))
    # the first term that separates them is (z**4 - 2 * z**2 - 1) / (4 * df), by Stirling's series
    z = np.linspace(-3, 3, 13)
    assert np.abs(StudentT(df=1e9).log_pdf(z) - Normal().log_pdf(z)).max() < 81 / 4e9 + 1e-15


@pytest.mark.parametrize("z", [-1e300, -1e20, -1e5, 1e20, 1e300])
def test_tails_keep_their_digits(z):
    with mpmath.workdps(400):
        x = mpmath.mpf(z)
        cauchy = mpmath.mpf(1) / 2 + mpmath.atan(x) / mpmath.pi
        log_cauchy = -mpmath.log(mpmath.pi * (1 + x**2))
        log_t = mpmath.log(2 / (mpmath.pi * mpmath.sqrt(3))) - 2 * mpmath.log(1 + x**2 / 3)
    assert Cauchy().cdf(z) == pytest.approx(float(cauchy), rel=4 * EPS, abs=0)
    assert Cauchy().log_pdf(z) == pytest.approx(float(log_cauchy), rel=4 * EPS, abs=0)
    assert StudentT().log_pdf(z) == pytest.approx(float(log_t), rel=4 * EPS, abs=0)


@pytest.mark.parametrize("df", [0.5, 1, 3, 30])
@pytest.mark.parametrize("z", [-1e5, -40, -3, -0.3, 1e-9, 0.3, 2.5])
def test_student_t_is_mpmaths_incomplete_beta_function(df, z):
    with mpmath.workdps(50):
        x = df / (mpmath.mpf(df) + mpmath.mpf(z) ** 2)
        tail = mpmath.betainc(mpmath.mpf(df) / 2, 0.5, 0, x, regularized=True) / 2
        log_pdf = mpmath.log(x) * (df + 1) / 2 - mpmath.log(mpmath.beta(mpmath.mpf(df) / 2, 0.5) * mpmath.sqrt(df))
    blur = 2e-9 if df == 1 and abs(z) < 1e-5 else 0  # the defect of scipy's that the docstring names
    assert StudentT(df=df).cdf(z) == pytest.approx(float(tail if z < 0 else 1 - tail), rel=1e-14, abs=blur)
    assert StudentT(df=df).log_pdf(z) == pytest.approx(float(log_pdf), rel=1e-14, abs=0)
    p = float(StudentT(df=df).cdf(z))
    if not blur:
        assert StudentT(df=df).quantile(p) == pytest.approx(z, rel=1e-13, abs=1e-15)


@pytest.mark.parametrize("p", [1e-300, 1e-100, 1e-20])
def test_quantiles_of_tiny_probabilities_keep_their_digits(p):
    assert Cauchy().quantile(p) == pytest.approx(-1 / (math.pi * p), rel=4 * EPS, abs=0)
    assert Laplace().quantile(p) == pytest.approx(math.log(2 * p), rel=4 * EPS, abs=0)
    assert Exponential().quantile(p) == pytest.approx(p, rel=4 * EPS, abs=0)
    with mpmath.workdps(30):
        # the probability of z moves by up to 2 * z**2 / 2 roundings of z, 1400 here
        assert float(mpmath.ncdf(float(Normal().quantile(p)))) == pytest.approx(p, rel=1500 * EPS, abs=0)


@given(distributions, inner_probabilities)
def test_a_quantile_has_the_probability_it_was_asked_for(distribution, p):
    # x rounds at eps * abs(x), and near location z takes its error over from x; the density of z is at most 1
    blur = 4 * EPS * (1 + abs(distribution.location) / distribution.scale)
    assert abs(distribution.cdf(distribution.quantile(p)) - p) <= blur


@given(distributions, st.floats(-20, 20), st.floats(0, 20))
def test_the_probability_of_an_interval_is_the_area_under_the_density(distribution, z, width):
    low, high = distribution.location + distribution.scale * np.array([z, z + width])
    kinks = [c for c in distribution.location + distribution.scale * np.array([-1, 0, 1]) if low < c < high]
    area, _ = scipy.integrate.quad(distribution.pdf, low, high, points=kinks or None, epsabs=1e-10, epsrel=1e-10,
                                   limit=200)
    assert abs(area - (distribution.cdf(high) - distribution.cdf(low))) <= 1e-9


@given(distributions, st.floats(-1e3, 1e3), st.floats(0, 1e3))
def test_probability_grows_from_left_to_right(distribution, x, more):
    assert 0 <= distribution.cdf(x) <= distribution.cdf(x + more) <= 1


@given(families, locations, scales, probabilities)
def test_location_and_scale_move_and_stretch_and_do_nothing_else(family, location, scale, p):
    z = family().quantile(p)
    with np.errstate(over="ignore"):
        x = location + scale * z
    assert family(location, scale).quantile(p) == x
    if math.isfinite(x):
        assert family(location, scale).cdf(x) == family().cdf((x - location) / scale)
        assert family(location, scale).log_pdf(x) == family().log_pdf((x - location) / scale) - math.log(scale)


@given(families, locations, scales, st.integers(0, 2**32))
def test_a_sample_moves_and_stretches_with_its_distribution(family, location, scale, seed):
    z = family().sample(20, rng=np.random.default_rng(seed))
    x = family(location, scale).sample(20, rng=np.random.default_rng(seed))
    assert np.array_equal(x, location + scale * z)
    assert np.isfinite(x).all()


@given(distributions.filter(lambda d: not isinstance(d, Exponential)), st.floats(0.0, 20.0))
def test_all_but_the_exponential_are_symmetric(distribution, z):
    left, right = distribution.location + distribution.scale * np.array([-z, z])
    blur = 8 * EPS * (1 + abs(distribution.location) / distribution.scale) * (1 + z)
    if abs(z - 1) > blur or not isinstance(distribution, Uniform):  # at the edge rounding decides
        assert distribution.log_pdf(left) == pytest.approx(distribution.log_pdf(right), abs=blur * 20)
    assert abs(distribution.cdf(left) + distribution.cdf(right) - 1) <= blur


@each_family
def test_a_large_sample_follows_its_distribution(family):
    distribution, n = family(3, 2), 100_000
    sample = distribution.sample(n, rng=np.random.default_rng(0))
    # Kolmogorov: the largest gap exceeds 1.95 / sqrt(n) once in a thousand samples; this sample is always the same
    assert scipy.stats.kstest(sample, SCIPY[family](3, 2).cdf).statistic < 1.95 / math.sqrt(n)
    assert sample.shape == (n,)
    ranks = scipy.stats.rankdata(sample)
    assert abs(np.corrcoef(ranks[:-1], ranks[1:])[0, 1]) < 4 / math.sqrt(n)  # neighbours know nothing of each other


class Extremes(np.random.Generator):
    """A generator that draws the ends of the interval it is asked for: the lower, and the last before the upper."""

    def uniform(self, low=0.0, high=1.0, size=None):
        return np.resize([low, np.nextafter(high, low)], size)


@each_family
def test_even_the_most_extreme_draws_are_finite(family):
    low, high = family(1, 2).sample(2, rng=Extremes(np.random.PCG64()))
    assert -np.inf < low < family(1, 2).median() < high < np.inf


@each_family
def test_the_ends_of_the_line(family):
    distribution = family(1, 2)
    assert distribution.cdf([-np.inf, np.inf]).tolist() == [0, 1]
    assert distribution.pdf([-np.inf, np.inf]).tolist() == [0, 0]
    ends = SCIPY[family](1, 2).support()
    assert distribution.quantile([0, 1]).tolist() == list(ends)
    assert distribution.cdf([-1e308, 1e308]).tolist() == pytest.approx([0, 1], abs=1e-200)


def test_the_edges_of_densities_that_end():
    assert Uniform().pdf([-1.0000001, -1, 0, 1, 1.0000001]).tolist() == [0, 0.5, 0.5, 0.5, 0]
    assert Exponential().pdf([-1e-300, 0]).tolist() == [0, 1]


@each_family
@pytest.mark.parametrize("method", ["pdf", "log_pdf", "cdf", "quantile"])
def test_shapes_are_kept_and_a_number_gives_a_number(family, method):
    function = getattr(family(), method)
    assert function(np.full((2, 3, 1), 0.5)).shape == (2, 3, 1)
    assert isinstance(function(0.5), float)
    assert function([0.5])[0] == function(0.5)


def test_equal_parameters_make_equal_distributions_that_do_not_change():
    assert Normal(1, 2) == Normal(location=1.0, scale=2.0) != Normal(1, 3)
    assert Normal(1, 2) != Laplace(1, 2)
    assert repr(StudentT(1, 2, df=4)) == "StudentT(location=1.0, scale=2.0, df=4.0)"
    with pytest.raises(AttributeError, match="cannot assign"):
        Normal().scale = 2


def test_families_are_all_there_are():
    assert set(FAMILIES.values()) == set(LocationScale.__subclasses__())


@pytest.mark.parametrize(("call", "message"), [
    (lambda: Normal(0, 0), "`scale` must be a positive number; got 0."),
    (lambda: Cauchy(0, -1), "`scale` must be a positive number; got -1."),
    (lambda: Laplace(np.nan), "`location` must be a real number; got nan."),
    (lambda: Normal([0, 1]), "`location` must be a real number; got shape (2,)."),
    (lambda: StudentT(df=0), "`df` must be a positive number; got 0."),
    (lambda: StudentT(df=np.inf), "`df` must be a positive number; got inf."),
    (lambda: StudentT(scale=-1), "`scale` must be a positive number; got -1."),
    (lambda: Normal().pdf([0, np.nan]), "`x` must be real numbers or infinities; got nan at index 1."),
    (lambda: Normal().log_pdf([]), "`x` must be real numbers or infinities; got an empty array of shape (0,)."),
    (lambda: Normal().cdf(np.nan), "`x` must be real numbers or infinities; got nan."),
    (lambda: Normal().quantile([0.5, 1.5]), "`p` must be probabilities, between 0 and 1; got 1.5 at index 1."),
    (lambda: Normal().quantile(np.nan), "`p` must be probabilities, between 0 and 1; got nan."),
    (lambda: Normal().sample(0, rng=np.random.default_rng()), "`n` must be a whole number, at least 1; got 0."),
])
def test_values_are_refused_in_words(call, message):
    with pytest.raises(ValueError, match=re.escape(message) + "$"):
        call()


@pytest.mark.parametrize(("call", "message"), [
    (lambda: Normal("0"), "`location` must be a real number; got '0'."),
    (lambda: Normal().pdf([1j]), "`x` must be real numbers or infinities; got an array of complex numbers."),
    (lambda: Normal().sample(2.5, rng=np.random.default_rng()), "`n` must be a whole number, at least 1; got 2.5."),
    (lambda: Normal().sample(2, rng=0), "`rng` must be a np.random.Generator; got 0. Make one with"),
])
def test_kinds_are_refused_in_words(call, message):
    with pytest.raises(TypeError, match=re.escape(message)):
        call()
