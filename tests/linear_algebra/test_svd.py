"""The singular value decomposition and matrices of low rank, against scipy, sympy, Penrose and Eckart-Young."""
from __future__ import annotations

import math
import re

import numpy as np
import pytest
import scipy.linalg
import sympy
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from mathlib.linear_algebra import (
    break_even_rank,
    energy,
    low_rank,
    pinv,
    rank,
    rank_for_energy,
    rank_for_error,
    singular_frame,
    storage,
    svd,
    svd_from_eig,
    truncated_svd,
    truncation_error,
)
from tests.strategies import matrices

EPS = np.finfo(float).eps
shapes = st.tuples(st.integers(1, 6), st.integers(1, 6))
any_matrices = shapes.flatmap(lambda shape: matrices(*shape))
whole = shapes.flatmap(lambda shape: hnp.arrays(int, shape, elements=st.integers(-2, 2)))  # often rank-deficient
spectra = st.lists(st.floats(1e-3, 100), min_size=1, max_size=8).map(lambda s: np.sort(s)[::-1])


@given(any_matrices | whole)
def test_the_decomposition_has_its_definition_and_scipys_values(A):
    U, s, Vt = svd(A)
    k = min(A.shape)
    assert (U.shape, s.shape, Vt.shape) == ((len(A), k), (k,), (k, A.shape[1]))
    assert np.abs(U * s @ Vt - A).max() <= 100 * EPS * s[0]
    assert np.abs(U.T @ U - np.eye(k)).max() <= 16 * EPS
    assert np.abs(Vt @ Vt.T - np.eye(k)).max() <= 16 * EPS
    expected = scipy.linalg.svd(A, compute_uv=False, lapack_driver="gesvd")
    assert np.abs(s - expected).max() <= 16 * EPS * expected[0]
    assert all(np.array_equal(part, other) for part, other in zip(svd(A), singular_frame(A), strict=True))


@given(whole)
def test_the_decomposition_from_eigenvectors_is_the_same_where_it_reaches(A):
    U, s, Vt = svd_from_eig(A)
    r = sympy.Matrix(A).rank()
    assert (U.shape, s.shape, Vt.shape) == ((len(A), r), (r,), (r, A.shape[1]))
    exact = svd(A).s[:r]
    assert (np.abs(s - exact) <= 32 * EPS * exact[:1] ** 2 / exact).all()
    # the error of a direction is that of its singular value
    loss = 64 * EPS * (exact[0] / exact[-1]) ** 2 if r else 0
    assert np.abs(U * s @ Vt - A).max() <= loss * np.abs(A).max(initial=1)
    found, derived = (U.T, Vt) if A.shape[0] < A.shape[1] else (Vt, U.T)  # as eigenvectors, and as their images
    assert np.abs(found @ found.T - np.eye(r)).max(initial=0) <= 32 * EPS
    assert np.abs(derived @ derived.T - np.eye(r)).max(initial=0) <= loss


@given(any_matrices)
def test_both_ways_choose_the_same_signs(A):
    plain, taught = svd(A), svd(A, solver="eig")
    r, gaps = taught.s.size, np.diff(np.append(plain.s, 0))
    for i in range(r):
        near = min(abs(gaps[i - 1]) if i else np.inf, abs(gaps[i]))
        largest = np.sort(np.abs(plain.U[:, i]))[::-1]
        tie = largest.size > 1 and largest[0] - largest[1] < 1e-3
        if near > 0.05 * plain.s[0] and not tie:  # the pair is unique, and far from all others
            assert plain.Vt[i] == pytest.approx(taught.Vt[i], abs=1e-10)
            assert plain.U[:, i] == pytest.approx(taught.U[:, i], abs=1e-10)


def test_squaring_loses_small_singular_values():
    # the first is right, of the second 6 digits of 16 are left, the third cannot be told from 0
    rng = np.random.default_rng(0)
    U, V = (np.linalg.qr(rng.normal(size=(n, 3)))[0] for n in (5, 3))
    A = U * [1, 1e-5, 1e-10] @ V.T
    assert svd(A).s == pytest.approx([1, 1e-5, 1e-10], abs=8 * EPS)
    s = svd_from_eig(A).s
    assert s.size == 2
    assert s[0] == pytest.approx(1, rel=8 * EPS)
    assert 0.01 * EPS < abs(s[1] / 1e-5 - 1) / 1e10 < 4 * EPS


@pytest.mark.parametrize("solver", ["numpy", "eig"])
@pytest.mark.parametrize("scale", [1e300, 1.0, 1e-300])
def test_any_scale(solver, scale):
    U, s, Vt = svd(scale * np.array([[3.0, 0], [4, 5]]), solver=solver)
    assert s / scale == pytest.approx([math.sqrt(45), math.sqrt(5)], rel=16 * EPS)
    assert np.abs(U * (s / scale) @ Vt - [[3, 0], [4, 5]]).max() <= 32 * EPS
    assert pinv(scale * np.array([[3.0, 0], [4, 5]])) * scale == pytest.approx(
        np.array([[5, 0], [-4, 3]]) / 15, rel=32 * EPS)


@pytest.mark.parametrize(("A", "s"), [
    (np.zeros((2, 3)), [0, 0]), ([[0, 0], [0, 7]], [7, 0]), ([[1], [2], [2]], [3]), ([[1, 2, 2]], [3]), ([[-5]], [5]),
    (np.eye(3), [1, 1, 1]), ([[1, 1], [1, -1]], [math.sqrt(2), math.sqrt(2)]),
])
def test_hard_cases(A, s):
    assert svd(A).s == pytest.approx(s, rel=4 * EPS)
    assert svd_from_eig(A).s == pytest.approx([x for x in s if x], rel=4 * EPS)


@given(any_matrices, st.data())
def test_no_matrix_of_the_same_rank_is_nearer(A, data):
    k = data.draw(st.integers(0, min(A.shape)))
    B = low_rank(A, k)
    s = svd(A).s
    size = max(s[0], 1e-300)
    assert rank(B) <= k or np.linalg.svd(B)[1][k] <= 64 * EPS * size
    assert np.linalg.norm(A - B) == pytest.approx(np.linalg.norm(s[k:]), abs=100 * EPS * size)
    assert np.linalg.norm(A - B, 2) == pytest.approx(s[k] if k < s.size else 0, abs=100 * EPS * size)
    left = data.draw(matrices(len(A), max(k, 1)))
    other = left @ np.linalg.lstsq(left, A)[0] if k else np.zeros(A.shape)  # the best with this column space
    assert np.linalg.norm(A - other) >= np.linalg.norm(A - B) - 100 * EPS * size
    assert np.linalg.norm(A - other, 2) >= np.linalg.norm(A - B, 2) - 100 * EPS * size


@given(any_matrices, st.data())
def test_a_truncated_decomposition_is_the_beginning_of_the_whole(A, data):
    k = data.draw(st.integers(1, min(A.shape)))
    U, s, Vt = truncated_svd(A, k)
    whole_frame = svd(A)
    assert np.array_equal(U, whole_frame.U[:, :k])
    assert np.array_equal(s, whole_frame.s[:k])
    assert np.array_equal(Vt, whole_frame.Vt[:k])
    assert np.abs(U * s @ Vt - low_rank(A, k)).max() <= 4 * EPS * np.abs(A).max() * k


@given(spectra)
def test_energy_and_squared_error_sum_to_1(s):
    share, error = energy(s), truncation_error(s)
    assert share + error[1:] ** 2 == pytest.approx(np.ones(s.size), abs=16 * EPS)
    assert (np.diff(share) >= 0).all()
    assert (np.diff(error) <= 0).all()
    assert (share[-1], error[0], error[-1]) == (1, 1, 0)
    A = np.diag(s)
    for k in range(s.size + 1):
        off = np.linalg.norm(A - low_rank(A, k)) / np.linalg.norm(A)
        assert error[k] == pytest.approx(off, rel=1e-12, abs=0)


@given(spectra, st.floats(0, 0.999))
def test_the_rank_for_an_error_is_the_smallest(s, error):
    k = rank_for_error(s, error)
    assert truncation_error(s)[k] <= error
    assert truncation_error(s)[k - 1] > error
    assert rank_for_error(s, 0) == s.size


@given(spectra, st.floats(0, 1))
def test_the_rank_for_an_energy_is_the_smallest(s, share):
    k = rank_for_energy(s, share)
    assert energy(s)[k - 1] >= share
    assert k == 1 or energy(s)[k - 2] < share


@pytest.mark.parametrize("scale", [1e300, 1e-300])
def test_shares_do_not_depend_on_scale(scale):
    assert energy(scale * np.array([4.0, 3])) == pytest.approx([0.64, 1], rel=4 * EPS)
    assert truncation_error(scale * np.array([4.0, 3])) == pytest.approx([1, 0.6, 0], rel=4 * EPS)


def test_a_small_error_keeps_its_digits():
    # 1 - energy would be 0
    assert truncation_error([1, 1e-10]).tolist() == pytest.approx([1, 1e-10, 0], rel=4 * EPS, abs=0)


@given(whole)
def test_the_pseudo_inverse_has_penroses_four_properties(A):
    X = pinv(A)
    size = max(np.abs(A).max(), 1) * max(np.abs(X).max(), 1) ** 2 * max(np.abs(A).max(), 1)
    for left, right in ((A @ X @ A, A), (X @ A @ X, X), ((A @ X).T, A @ X), ((X @ A).T, X @ A)):
        assert np.abs(left - right).max() <= 256 * EPS * size
    assert X == pytest.approx(scipy.linalg.pinv(A), abs=256 * EPS * size)


@given(whole)
def test_the_pseudo_inverse_is_sympys(A):
    assert pinv(A) == pytest.approx(np.array(sympy.Matrix(A).pinv(), float), abs=1e-11)


def test_what_is_stored():
    assert storage((427, 640), 20) == 427 * 20 + 20 + 20 * 640
    k = break_even_rank((427, 640))
    assert storage((427, 640), k) <= 427 * 640 < storage((427, 640), k + 1)
    assert break_even_rank((1, 1)) == 0


@pytest.mark.parametrize(("error", "call", "message"), [
    (ValueError, lambda: svd([[1, np.nan]]), "`A` must be a matrix of real numbers; got nan at index (0, 1)."),
    (ValueError, lambda: svd([[1]], solver="qr"), "`solver` must be one of 'numpy', 'eig'; got 'qr'."),
    (ValueError, lambda: svd(1.7e308 * np.ones((2, 2))), "`A` must be of a size that keeps all numbers below 1.8e308"),
    (TypeError, lambda: svd_from_eig([["a"]]), "`A` must be a matrix of real numbers; got an array of text."),
    (ValueError, lambda: truncated_svd(np.eye(2), 0), "`k` must be a whole number, at least 1; got 0."),
    (ValueError, lambda: truncated_svd(np.eye(2), 3), "`k` must be a whole number, at most 2 for this shape; got 3."),
    (TypeError, lambda: low_rank(np.eye(2), 1.0), "`k` must be a whole number, at least 0; got 1.0."),
    (ValueError, lambda: low_rank(np.eye(2), 3), "`k` must be a whole number, at most 2 for this shape; got 3."),
    (ValueError, lambda: energy([1, 2]), "`s` must be singular values, none negative, the greatest first and not 0"),
    (ValueError, lambda: energy([0, 0]), "`s` must be singular values, none negative, the greatest first and not 0"),
    (ValueError, lambda: truncation_error([1, -1]), "`s` must be singular values, none negative, the greatest first"),
    (ValueError, lambda: rank_for_error([1], 1), "`error` must be a number from 0 up to, but not including, 1; got 1."),
    (ValueError, lambda: rank_for_energy([1], 1.5), "`share` must be a probability, between 0 and 1; got 1.5."),
    (ValueError, lambda: pinv([[1e-320]]), "`A` must be of a size that keeps all numbers below 1.8e308; got one that"),
    (ValueError, lambda: storage((2, 3), 3), "`k` must be a whole number, at most 2 for this shape; got 3."),
    (ValueError, lambda: storage(5, 1), "`shape` must be a pair (m, n); got 5."),
    (TypeError, lambda: break_even_rank((2, 2.5)), "`shape[1]` must be a whole number, at least 1; got 2.5."),
])
def test_refusals(error, call, message):
    with pytest.raises(error, match=re.escape(message)):
        call()
