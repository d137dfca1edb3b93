"""Vectors: length, angle, distance and standardising against numpy, scipy, scikit-learn, mpmath, at any scale."""
from __future__ import annotations

import math
import re

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.spatial.distance import cdist
from sklearn.preprocessing import StandardScaler

from mathlib.linear_algebra import angle, cosine, distance, distances, dot, norm, rotation, standardise
from tests.strategies import matrices, numbers, vectors

EPS = np.finfo(float).eps
pairs = st.integers(1, 6).flatmap(lambda n: st.tuples(vectors(n), vectors(n)))
directed = pairs.filter(lambda pair: all(map(np.any, pair)))
data = st.tuples(st.integers(2, 8), st.integers(1, 4)).flatmap(lambda shape: matrices(*shape))


@given(pairs)
def test_the_dot_product_is_that_of_exact_arithmetic_up_to_rounding(pair):
    x, y = pair
    exact = mpmath.fsum(mpmath.mpf(float(a)) * mpmath.mpf(float(b)) for a, b in zip(x, y, strict=True))
    assert abs(dot(x, y) - float(exact)) <= x.size * EPS * (np.abs(x) @ np.abs(y))


@pytest.mark.parametrize("p", [1, 2, np.inf])
@pytest.mark.parametrize("scale", [1e300, 1.0, 1e-300, 5e-324])
def test_the_length_is_numpys_at_any_scale(p, scale):
    x = np.array([3.0, -4.0, 12.0])
    if scale > 1e-310:
        assert norm(scale * x, p) == pytest.approx(scale * np.linalg.norm(x, p), rel=4 * EPS, abs=0)
    else:  # whole multiples of the smallest float
        assert norm(scale * x, p) == scale * np.linalg.norm(x, p)


@given(pairs, numbers(10))
def test_a_length_has_the_three_properties_of_a_norm(pair, factor):
    x, y = pair
    for p in (1, 2, np.inf):
        assert norm(factor * x, p) == pytest.approx(abs(factor) * norm(x, p), rel=8 * EPS, abs=0)
        assert norm(x + y, p) <= (norm(x, p) + norm(y, p)) * (1 + 8 * EPS)
        assert (norm(x, p) == 0) == (not x.any())


@given(vectors(st.integers(1, 6)))
def test_the_three_lengths_are_ordered(x):
    assert norm(x, np.inf) <= norm(x) * (1 + 4 * EPS)
    assert norm(x) <= norm(x, 1) * (1 + 4 * EPS)
    assert norm(x, 1) <= math.sqrt(x.size) * norm(x) * (1 + 8 * EPS)


@given(directed)
def test_the_cosine_rule(pair):
    # of the triangle with sides x, y and x - y
    x, y = pair
    left = norm(x - y) ** 2
    right = norm(x) ** 2 + norm(y) ** 2 - 2 * norm(x) * norm(y) * cosine(x, y)
    assert abs(left - right) <= 32 * EPS * (norm(x) + norm(y)) ** 2
    assert math.cos(angle(x, y)) == pytest.approx(cosine(x, y), abs=8 * EPS)


@given(st.floats(1e-9, math.pi), st.floats(-math.pi, math.pi))
def test_the_angle_between_a_vector_and_itself_turned(turn, start):
    x = rotation(start) @ [2.0, 0.0]
    assert angle(x, rotation(turn) @ x) == pytest.approx(turn, abs=8 * EPS)


def test_a_small_angle_keeps_its_digits_where_the_arc_cosine_has_none():
    x, y = [1.0, 0.0], [1.0, 1e-9]
    assert angle(x, y) == pytest.approx(1e-9, rel=1e-6)
    assert math.acos(cosine(x, y)) == 0


@pytest.mark.parametrize(("x", "y", "expected"), [
    ([1, 0], [0, 5], (0, math.pi / 2)), ([1, 2], [2, 4], (1, 0)), ([1, 2], [-3, -6], (-1, math.pi)),
    ([1e300, 0], [1e-300, 1e-300], (math.sqrt(0.5), math.pi / 4)),
])
def test_directions_at_any_scale(x, y, expected):
    assert cosine(x, y) == pytest.approx(expected[0], abs=2 * EPS)
    assert angle(x, y) == pytest.approx(expected[1], abs=2 * EPS)


@given(data)
def test_distances_are_scipys_and_those_of_each_pair(X):
    D = distances(X, X[::-1])
    assert np.allclose(D, cdist(X, X[::-1]), rtol=4 * EPS, atol=0)
    assert D[0, 0] == pytest.approx(distance(X[0], X[-1]), rel=4 * EPS, abs=0)
    assert np.array_equal(distances(X), distances(X).T)
    assert not distances(X).diagonal().any()


@pytest.mark.parametrize("scale", [1e300, 1e-300])
def test_distances_at_any_scale(scale):
    assert np.allclose(distances(scale * np.array([[0.0, 0], [3, 4]])) / scale, [[0, 5], [5, 0]], rtol=4 * EPS)


def test_points_that_nearly_meet_are_not_one():
    assert distance([1e8, 1], [1e8, 1 + 1e-9]) == pytest.approx(1e-9, rel=1e-6)


@given(data.filter(lambda X: (np.ptp(X, axis=0) > 1e-3).all()), st.sampled_from([0, 1]))
def test_standardised_columns_are_scikit_learns_with_mean_0_and_deviation_1(X, ddof):
    Z = standardise(X, ddof=ddof)
    size = np.abs(X).max(axis=0) / X.std(axis=0)  # by so much is the rounding of X larger in units of its spread
    assert (np.abs(Z.mean(axis=0)) <= 8 * EPS * size).all()
    assert np.allclose(Z.std(axis=0, ddof=ddof), 1, rtol=16 * EPS * size.max())
    expected = StandardScaler().fit_transform(X) * math.sqrt((len(X) - ddof) / len(X))
    assert (np.abs(Z - expected) <= 64 * EPS * size * (1 + np.abs(expected))).all()


@given(data.filter(lambda X: (np.ptp(X, axis=0) > 1e-3).all()), st.sampled_from([1e-3, 1024.0, 1e300, 1e-300]))
def test_standardising_forgets_the_unit(X, factor):
    size = np.abs(X).max(axis=0) / X.std(axis=0)
    assert (np.abs(standardise(X) - standardise(factor * X / 100)) <= 64 * EPS * size * len(X)).all()


@pytest.mark.parametrize("X", [
    [[1, 7], [2, 7]], [[1, 0], [2, 0]], [[5, 5]], [[1, 0.1 + 0.2], [2, 0.3]],
])
def test_a_column_without_spread_is_refused(X):
    with pytest.raises(ValueError, match="`X` must be a matrix without constant columns; got one value only in column"):
        standardise(X)


@pytest.mark.parametrize(("error", "call", "message"), [
    (ValueError, lambda: dot([1, 2], [1, 2, 3]), "`y` must be a vector of 2 real numbers; got shape (3,)."),
    (ValueError, lambda: dot([[1]], [1]), "`x` must be a vector of real numbers; got shape (1, 1)."),
    (ValueError, lambda: dot([1e200], [1e200]), "`x` must be of a size that keeps all numbers below 1.8e308; got one"),
    (ValueError, lambda: norm([1.7e308, 1.7e308]), "`x` must be of a size that keeps all numbers below 1.8e308"),
    (ValueError, lambda: norm([1, 2], 3), "`p` must be 1, 2 or infinity; got 3."),
    (ValueError, lambda: norm([1, 2], "2"), "`p` must be 1, 2 or infinity; got '2'."),
    (ValueError, lambda: norm([1, np.nan]), "`x` must be a vector of real numbers; got nan at index 1."),
    (ValueError, lambda: cosine([0, 0], [1, 2]), "`x` must be a vector other than 0; got 0, which has no direction."),
    (ValueError, lambda: angle([1, 2], [0, 0]), "`y` must be a vector other than 0; got 0, which has no direction."),
    (ValueError, lambda: distance([1], [1, 2]), "`y` must be a vector of 1 real numbers; got shape (2,)."),
    (ValueError, lambda: distances([[1, 2]], [[1]]), "`Y` must be a matrix of real numbers with shape (any, 2); got"),
    (ValueError, lambda: distances([[-1.7e308], [1.7e308]]), "`X` must be of a size that keeps all numbers below"),
    (ValueError, lambda: standardise([[1], [2]], ddof=2), "`ddof` must be 0 or 1; got 2."),
    (TypeError, lambda: standardise([[1], [2]], ddof=0.5), "`ddof` must be a whole number, at least 0; got 0.5."),
    (TypeError, lambda: standardise([["a"], ["b"]]), "`X` must be a matrix of real numbers; got an array of text."),
])
def test_refusals(error, call, message):
    with pytest.raises(error, match=re.escape(message)):
        call()
