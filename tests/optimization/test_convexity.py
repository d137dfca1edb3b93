"""Convexity: functions known to be convex or not, chords against their definition, Hessians by sympy's eigenvalues."""
from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mathlib.calculus import logsumexp, sigmoid, softplus
from mathlib.optimization import Himmelblau, Quadratic, chord_gap, is_convex_on, is_positive_semidefinite
from tests.strategies import matrices, numbers, symmetric_matrices, vectors


@pytest.mark.parametrize(("f", "low", "high", "convex"), [
    (lambda x: x**2, -3, 3, True), (np.abs, -3, 3, True), (softplus, -5, 5, True), (lambda x: x**3, -2, 2, False),
    (lambda x: -np.log(x), 0.01, 5, True), (sigmoid, -5, 5, False), (lambda x: x**3, 0, 2, True),
    (np.exp, -20, 20, True), (lambda x: 3 * x - 2, -1, 1, True), (lambda x: 0 * x, -1, 1, True),
])
def test_six_functions_and_more_are_sorted_as_calculus_sorts_them(f, low, high, convex):
    found = is_convex_on(f, low, high, rng=np.random.default_rng(0))
    assert bool(found) is found.passed is convex
    if not convex:
        a, b, w = found.a, found.b, found.weight
        assert found.gap == pytest.approx((1 - w) * f(a) + w * f(b) - f((1 - w) * a + w * b), abs=1e-12)
        assert found.gap < -1e-6
        assert low <= min(a, b) <= max(a, b) <= high


def test_functions_of_many_variables():
    rng = np.random.default_rng(0)
    assert is_convex_on(lambda x: float(logsumexp(x)), [-5] * 4, [5] * 4, rng=rng)
    assert is_convex_on(np.linalg.norm, [-5] * 3, [5] * 3, rng=rng)
    assert not is_convex_on(Himmelblau(), [-5, -5], [5, 5], rng=rng)
    assert is_convex_on(Himmelblau(), [2.9, 1.9], [3.1, 2.1], rng=rng)  # near a minimum


def test_a_dent_too_small_to_be_hit_passes_which_is_why_passing_proves_nothing():
    def dented(x):
        return x**2 + (3.0 if abs(x - 0.123456) < 1e-9 else 0.0)

    assert is_convex_on(dented, -1, 1, n_chords=200, rng=np.random.default_rng(0))
    assert chord_gap(dented, 0.123456 - 1e-3, 0.123456 + 1e-3) < -2.9


def test_rounding_refutes_nothing():
    # flat but for rounding: a chord of these may lie lower by one unit in the last place
    assert is_convex_on(lambda x: 1e9 + 0.1 * x, 0, 1e-6, n_chords=3000, rng=np.random.default_rng(0))
    assert is_convex_on(lambda x: 0.3 * x, 1, 1000, n_chords=3000, rng=np.random.default_rng(0))


@given(symmetric_matrices(3, limit=10.0), vectors(3), vectors(3), st.floats(0, 1))
def test_the_gap_of_a_quadratic_is_its_curvature_along_the_chord(H, a, b, w):
    # w * (1 - w) * (b - a) @ H @ (b - a) / 2
    expected = w * (1 - w) * (b - a) @ H @ (b - a) / 2
    scale = np.abs(H).max() * (np.abs(a).sum() + np.abs(b).sum()) ** 2
    assert abs(chord_gap(Quadratic(H), a, b, w) - expected) <= 1e-13 * scale


@given(numbers(10.0), numbers(10.0))
def test_at_its_ends_a_chord_meets_the_graph(a, b):
    assert chord_gap(np.cos, a, b, 0) == chord_gap(np.cos, a, b, 1) == 0
    assert chord_gap(np.cos, a, b, 0.3) == pytest.approx(chord_gap(np.cos, b, a, 0.7), abs=1e-14)


@given(matrices(3, 2, limit=10.0))
def test_a_product_with_its_transpose_has_no_negative_eigenvalue_and_less_a_bit_has(A):
    G = A @ A.T  # of rank 2, so that rounding makes its third eigenvalue negative or not
    G = (G + G.T) / 2
    assert is_positive_semidefinite(G)
    assert not is_positive_semidefinite(G - (1e-3 + 1e-3 * np.abs(G).max()) * np.eye(3))


def test_zero_and_one_by_one():
    assert is_positive_semidefinite(np.zeros((2, 2)))
    assert is_positive_semidefinite([[0.0]])
    assert not is_positive_semidefinite([[-1e-300]])
    assert not is_positive_semidefinite(np.diag([1, -1e-9]))
    assert is_positive_semidefinite(np.diag([1, -1e-11]))


@pytest.mark.parametrize(("call", "error", "message"), [
    (lambda rng: is_convex_on(np.exp, 1, 1, rng=rng), ValueError, "`high` must be greater than low; got 1.0 and 1.0."),
    (lambda rng: is_convex_on(np.exp, [0, 0], [1], rng=rng), ValueError,
     "`high` must be of the shape of low, (2,); got shape (1,)."),
    (lambda rng: is_convex_on(lambda x: np.inf, 0, 1, rng=rng), ValueError, "`f(a)` must be a real number; got inf."),
    (lambda rng: is_convex_on(lambda x: x, [0, 0], [1, 1], rng=rng), ValueError,
     "`f(a)` must be a real number; got shape (2,)."),
    (lambda rng: is_convex_on(3, 0, 1, rng=rng), TypeError, "`f` must be a function; got 3."),
    (lambda rng: is_convex_on(np.exp, 0, 1, rng=7), TypeError, "`rng` must be a np.random.Generator; got 7."),
    (lambda rng: is_convex_on(np.exp, 0, 1, n_chords=0, rng=rng), ValueError,
     "`n_chords` must be a whole number, at least 1; got 0."),
    (lambda rng: is_convex_on(np.exp, 0, np.inf, rng=rng), ValueError, "`high` must be real numbers; got inf."),
    (lambda rng: chord_gap(np.exp, 0, 1, 1.5), ValueError, "`weight` must be"),
    (lambda rng: chord_gap(np.exp, 0, [1]), ValueError, "`b` must be of the shape of a, (); got shape (1,)."),
    (lambda rng: is_positive_semidefinite([[1, 2], [0, 1]]), ValueError,
     "`H` must be symmetric; got entries that differ by 2 across its diagonal."),
    (lambda rng: is_positive_semidefinite([[np.nan]]), ValueError, "got nan at index (0, 0)."),
])
def test_what_cannot_be_used_is_refused_in_words(call, error, message):
    with pytest.raises(error, match=re.escape(message)):
        call(np.random.default_rng(0))
