"""Histograms and empirical distributions against numpy, scipy, and counting."""
from __future__ import annotations

import re

import numpy as np
import pytest
import scipy.stats
from hypothesis import given
from hypothesis import strategies as st

from mathlib.probability import Cauchy, Normal, empirical_cdf, histogram_density
from tests.strategies import samples

EDGES = np.array([-2.0, -1.0, 0.0, 0.5, 2.0])


@given(samples)
def test_the_area_of_a_histogram_is_the_share_of_the_sample_it_shows(sample):
    area = np.sum(histogram_density(sample, EDGES) * np.diff(EDGES))
    assert area == pytest.approx(np.mean((sample >= -2) & (sample <= 2)), abs=1e-15)


@given(samples)
def test_heights_are_numpys_times_that_share(sample):
    inside = np.mean((sample >= -2) & (sample <= 2))
    if inside:
        expected = np.histogram(sample, EDGES, density=True)[0] * inside
        assert np.allclose(histogram_density(sample, EDGES), expected, rtol=1e-14, atol=0)


def test_values_on_edges_belong_to_the_right_and_the_last_to_the_last():
    assert histogram_density([0, 1, 1, 2], [0, 1, 2]).tolist() == [0.25, 0.75]


def test_outside_all_bins_there_is_nothing_to_show():
    assert histogram_density([5, 6], [0, 1]).tolist() == [0]


@pytest.mark.parametrize("family", [Normal, Cauchy])
def test_a_large_sample_shows_its_density_even_where_the_tails_are_cut(family):
    n, edges = 100_000, np.linspace(-3, 3, 25)
    heights = histogram_density(family().sample(n, rng=np.random.default_rng(1)), edges)
    p = np.diff(family().cdf(edges))
    # four standard deviations of a binomial share; the sample is always the same
    assert (np.abs(heights * np.diff(edges) - p) <= 4 * np.sqrt(p * (1 - p) / n)).all()


@given(samples, st.lists(st.floats(-6, 6) | st.sampled_from([0.0, 1.0, 2.0]), min_size=1))
def test_the_empirical_cdf_counts(sample, x):
    expected = np.mean(sample[:, None] <= np.array(x), axis=0)
    assert np.allclose(empirical_cdf(sample, x), expected, rtol=1e-15, atol=0)


@given(samples)
def test_it_is_scipys(sample):
    x = np.concatenate([sample, sample - 0.1, sample + 0.1])
    assert np.allclose(empirical_cdf(sample, x), scipy.stats.ecdf(sample).cdf.evaluate(x), rtol=4e-16 * 10, atol=0)


@given(samples)
def test_it_climbs_from_nought_to_one(sample):
    steps = empirical_cdf(sample, np.concatenate([[-np.inf], np.sort(sample), [np.inf]]))
    assert (steps[0], steps[-2], steps[-1]) == (0, 1, 1)
    assert (np.diff(steps) >= 0).all()


def test_it_keeps_the_shape_of_the_places_and_leaves_the_sample_alone():
    sample = np.array([3.0, 1.0, 2.0])
    assert empirical_cdf(sample, np.ones((2, 1, 2))).shape == (2, 1, 2)
    assert empirical_cdf(sample, 2.5) == 2 / 3
    assert sample.tolist() == [3, 1, 2]


@pytest.mark.parametrize(("call", "message"), [
    (lambda: histogram_density([1], [0]), "`edges` must be two or more numbers that increase; got one edge."),
    (lambda: histogram_density([1], [0, 1, 1]), "`edges` must be two or more numbers that increase; got edges that do"),
    (lambda: histogram_density([1], [1, 0]), "`edges` must be two or more numbers that increase; got edges that do n"),
    (lambda: histogram_density([], [0, 1]), "`sample` must be a vector of real numbers; got an empty array of shape"),
    (lambda: histogram_density([[1]], [0, 1]), "`sample` must be a vector of real numbers; got shape (1, 1)."),
    (lambda: histogram_density([1], [0, np.inf]), "`edges` must be a vector of real numbers; got inf at index 1."),
    (lambda: empirical_cdf([np.nan], 0), "`sample` must be a vector of real numbers; got nan at index 0."),
    (lambda: empirical_cdf([1], np.nan), "`x` must be real numbers or infinities; got nan."),
])
def test_refusals(call, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        call()


def test_text_is_refused():
    with pytest.raises(TypeError, match="`sample` must be a vector of real numbers; got an array of text."):
        empirical_cdf(["a"], 0)
