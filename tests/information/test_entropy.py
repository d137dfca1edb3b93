"""Entropy against scipy and exact values, its laws on generated tables, and what it refuses."""
from __future__ import annotations

import math
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy import stats

from mathlib.information import (
    conditional_entropy,
    cross_entropy,
    entropy,
    joint_entropy,
    js_divergence,
    kl_divergence,
    mutual_information,
    perplexity,
    surprise,
    to_bits,
)

weights = st.floats(1e-6, 1.0) | st.just(0.0)
distributions = hnp.arrays(float, st.integers(1, 8), elements=weights).filter(np.any).map(lambda w: w / w.sum())
tables = hnp.arrays(float, st.tuples(st.integers(1, 5), st.integers(1, 5)), elements=weights).filter(np.any).map(
    lambda w: w / w.sum())
pairs = st.integers(1, 8).flatmap(lambda n: st.tuples(*[
    hnp.arrays(float, n, elements=weights).filter(np.any).map(lambda w: w / w.sum())] * 2))
EPS = 1e-13  # eight terms of size below 1, with a rounding each of the quotient, the logarithm and the product


@given(distributions)
def test_entropy_is_scipys(p):
    assert entropy(p) == pytest.approx(stats.entropy(p), abs=EPS)


@given(distributions)
def test_entropy_lies_between_certain_and_uniform(p):
    assert -EPS <= entropy(p) <= math.log(p.size) + EPS


@given(distributions, st.randoms())
def test_the_order_of_the_values_does_not_matter(p, random):
    q = p.tolist()
    random.shuffle(q)
    assert entropy(q) == pytest.approx(entropy(p), abs=EPS)


@given(pairs, st.floats(0, 1))
def test_entropy_is_concave(pq, t):
    p, q = pq
    assert entropy(t * p + (1 - t) * q) >= t * entropy(p) + (1 - t) * entropy(q) - EPS


def test_entropy_at_the_edges():
    assert entropy([1.0]) == 0
    assert math.copysign(1, entropy([0, 1, 0])) == 1  # 0, and not -0
    assert entropy(np.full(10**5, 1e-5)) == pytest.approx(math.log(10**5), rel=1e-12)
    assert entropy([1e-300, 1.0]) == pytest.approx(1e-300 * 300 * math.log(10), rel=1e-12)


def test_the_die_of_the_syllabus_has_one_and_three_quarters_bits():
    assert to_bits(entropy([1 / 2, 1 / 4, 1 / 8, 1 / 8])) == pytest.approx(1.75, abs=1e-15)
    assert to_bits(surprise(1 / 8)) == pytest.approx(3, abs=1e-15)
    assert surprise(0.0) == np.inf


def test_surprises_of_independent_events_add_up():
    p, q = np.array([0.3, 0.5]), np.array([0.2, 0.9])
    assert surprise(p * q) == pytest.approx(surprise(p) + surprise(q), rel=1e-15)


@given(tables)
def test_the_chain_rule(P):
    assert joint_entropy(P) == pytest.approx(entropy(P.sum(axis=1)) + conditional_entropy(P), abs=1e-9)
    assert joint_entropy(P) == pytest.approx(entropy(P.sum(axis=0)) + conditional_entropy(P.T), abs=1e-9)


@given(tables)
def test_conditional_entropy_is_the_mean_entropy_of_the_rows(P):
    rows = P.sum(axis=1)
    mean = sum(w * stats.entropy(row / w) for w, row in zip(rows, P, strict=True) if w > 0)
    assert conditional_entropy(P) == pytest.approx(mean, abs=1e-12)


@given(tables)
def test_the_four_forms_of_mutual_information_agree(P):
    px, py = P.sum(axis=1), P.sum(axis=0)
    information = mutual_information(P)
    assert information == pytest.approx(stats.entropy(P.ravel(), np.outer(px, py).ravel()), abs=1e-12)
    assert information == pytest.approx(entropy(py) - conditional_entropy(P), abs=1e-12)
    assert information == pytest.approx(entropy(px) - conditional_entropy(P.T), abs=1e-12)
    assert information == pytest.approx(mutual_information(P.T), abs=1e-12)
    assert information >= 0


@given(tables, st.data())
def test_nothing_done_to_y_alone_tells_more_about_x(P, data):
    channel = data.draw(hnp.arrays(float, (P.shape[1], 3), elements=st.floats(0.01, 1.0)))
    channel /= channel.sum(axis=1, keepdims=True)
    assert mutual_information(P @ channel) <= mutual_information(P) + 1e-12


@given(pairs)
def test_divergences_are_scipys(pq):
    p, q = pq
    with np.errstate(divide="ignore"):
        assert kl_divergence(p, q) == pytest.approx(stats.entropy(p, q), abs=1e-12)
    assert js_divergence(p, q) == pytest.approx(
        (stats.entropy(p, (p + q) / 2) + stats.entropy(q, (p + q) / 2)) / 2, abs=1e-12)


@given(pairs)
def test_no_divergence_is_negative_and_cross_entropy_is_entropy_plus_divergence(pq):
    p, q = pq
    assert kl_divergence(p, q) >= 0
    assert 0 <= js_divergence(p, q) <= math.log(2) + EPS
    assert js_divergence(p, q) == pytest.approx(js_divergence(q, p), abs=EPS)
    assert cross_entropy(p, q) == pytest.approx(entropy(p) + kl_divergence(p, q), abs=1e-12)


def test_divergence_at_the_edges():
    assert kl_divergence([0.5, 0.5], [0.5, 0.5]) == 0
    assert kl_divergence([0, 1], [0.5, 0.5]) == pytest.approx(math.log(2))
    assert kl_divergence([0.5, 0.5], [0, 1]) == cross_entropy([0.5, 0.5], [0, 1]) == np.inf
    # near each other nothing cancels: d**2 / (p * (1 - p)) / 2 for small d
    assert kl_divergence([0.5 + 1e-7, 0.5 - 1e-7], [0.5, 0.5]) == pytest.approx(2e-14, rel=1e-2)


def test_perplexity_counts_equally_likely_values():
    assert perplexity(np.full(7, 1 / 7)) == pytest.approx(7, rel=1e-14)
    assert perplexity([0, 1]) == 1


BAD = [([0.5, 0.4], "sum to 1; got a sum of 0.9"), ([1.5, -0.5], "between 0 and 1; got 1.5 at index 0"),
       ([np.nan, 1], "got nan at index 0"), ([], "got an empty array"), (1.0, "got the single number 1")]


@pytest.mark.parametrize("function", [entropy, perplexity])
@pytest.mark.parametrize(("p", "words"), BAD)
def test_no_distribution_has_no_entropy(function, p, words):
    with pytest.raises(ValueError, match=words):
        function(p)


@pytest.mark.parametrize("function", [joint_entropy, conditional_entropy, mutual_information])
@pytest.mark.parametrize(("P", "words"), [
    ([[0.5, 0.4]], "`joint` must be probabilities that sum to 1; got a sum of 0.9"),
    ([0.5, 0.5], r"`joint` must be a matrix of real numbers; got shape \(2,\)"),
    ([[np.nan, 1]], "got nan"), ([[1.5, -0.5]], "between 0 and 1"),
])
def test_no_table_has_no_joint_entropy(function, P, words):
    with pytest.raises(ValueError, match=words):
        function(P)


@pytest.mark.parametrize("function", [cross_entropy, kl_divergence, js_divergence])
def test_two_distributions_have_the_same_values(function):
    with pytest.raises(ValueError, match=re.escape("`q` must be of the same shape as `p`, (2,); got shape (1,).")):
        function([0.5, 0.5], [1.0])
    with pytest.raises(ValueError, match=r"`q` must be of the same shape as `p`, \(2,\); got shape \(2, 1\)\."):
        function([0.5, 0.5], [[0.5], [0.5]])
    with pytest.raises(ValueError, match="`q` must be probabilities that sum to 1; got a sum of 0.9"):
        function([0.5, 0.5], [0.5, 0.4])


def test_surprise_and_bits_refuse_what_is_no_number():
    with pytest.raises(ValueError, match="`p` must be probabilities, between 0 and 1; got 2"):
        surprise(2)
    with pytest.raises(ValueError, match="`nats` must be real numbers or infinities; got nan"):
        to_bits(np.nan)
    with pytest.raises(TypeError, match="`p` must be"):
        entropy(["a", "b"])
