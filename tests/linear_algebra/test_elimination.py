"""Elimination and the four subspaces against scipy, sympy's exact arithmetic, and their definitions."""
from __future__ import annotations

import re

import numpy as np
import pytest
import scipy.linalg
import sympy
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from mathlib.linear_algebra import (
    back_substitution,
    forward_substitution,
    four_subspaces,
    lu,
    null_space,
    rank,
    rank_nullity,
    solve,
)
from tests.strategies import matrices, vectors

EPS = np.finfo(float).eps
shapes = st.tuples(st.integers(1, 5), st.integers(1, 5))
any_matrices = shapes.flatmap(lambda shape: matrices(*shape))
whole = shapes.flatmap(lambda shape: hnp.arrays(int, shape, elements=st.integers(-2, 2)))  # often rank-deficient
well_posed = st.integers(1, 6).flatmap(lambda n: st.tuples(matrices(n, n), vectors(n))).filter(
    lambda system: np.linalg.cond(system[0]) < 1e6)


@given(any_matrices)
def test_lu_rebuilds_the_matrix_from_a_permutation_and_two_triangles(A):
    P, L, U = lu(A)
    k = min(A.shape)
    assert np.abs(P @ A - L @ U).max() <= 4 * k * EPS * np.abs(L).max() * np.abs(U).max()
    assert np.array_equal(L, np.tril(L))
    assert np.array_equal(U, np.triu(U))
    assert (L[:k].diagonal() == 1).all()
    assert np.abs(L).max() <= 1
    assert (P.sum(axis=0) == 1).all()
    assert (P.sum(axis=1) == 1).all()
    assert ((P == 0) | (P == 1)).all()


@given(any_matrices)
def test_lu_is_scipys_where_no_pivot_is_a_tie(A):
    # scipy's A = P @ L @ U; its blocked elimination rounds in another order, so that a near tie may go either way
    P, L, U = scipy.linalg.lu(A)
    ours = lu(A)
    assume(np.array_equal(P.T, ours.P) and np.abs(np.diagonal(U)).min() > 1e-6 * np.abs(A).max())
    assert np.abs(ours.U - U).max() <= 1e8 * EPS * np.abs(U).max()
    assert np.abs(ours.L - L).max() <= 1e8 * EPS


def test_a_tiny_pivot_is_not_taken():
    # without exchanging rows, 1 / 1e-20 swallows the 2: the classic example of Forsythe and Moler (1967)
    A, b = [[1e-20, 1], [1, 1]], [1, 2]
    assert np.abs(lu(A).L).max() <= 1
    for solver in ("scipy", "lu"):
        assert solve(A, b, solver=solver) == pytest.approx([1, 1], rel=4 * EPS)


def test_lu_of_a_matrix_whose_first_column_is_0():
    P, L, U = lu([[0, 2], [0, 3]])
    assert U.tolist() == [[0, 2], [0, 3]]
    assert (P @ [[0, 2], [0, 3]] == L @ U).all()


def test_the_pivots_give_the_determinant():
    A = np.array([[2, 1, 1], [4, -6, 0], [-2, 7, 2]])
    P, _, U = lu(A)
    assert np.prod(np.diagonal(U)) * np.linalg.det(P) == pytest.approx(float(sympy.Matrix(A).det()), rel=8 * EPS)


@given(well_posed, st.sampled_from(["scipy", "lu"]))
def test_solving_leaves_a_residual_of_rounding(system, solver):
    A, b = system
    x = solve(A, b, solver=solver)
    assert np.abs(A @ x - b).max() <= 64 * EPS * np.abs(A).sum(axis=1).max() * np.abs(x).max()
    tolerance = 128 * EPS * np.linalg.cond(A) * np.abs(x).max()
    assert np.allclose(x, np.linalg.solve(A, b), rtol=0, atol=tolerance)


@given(well_posed)
def test_substitution_solves_triangles(system):
    A, b = system
    T = np.tril(A) + np.diag(1 + np.abs(A).sum(axis=1))
    assert np.allclose(T @ forward_substitution(T, b), b, atol=1e-13 * (1 + np.abs(b).max()))
    assert np.allclose(T.T @ back_substitution(T.T, b), b, atol=1e-11 * (1 + np.abs(b).max()))


@pytest.mark.parametrize("solver", ["scipy", "lu"])
@pytest.mark.parametrize("scales", [(1e300, 1), (1e-300, 1), (1, 1e-300), (1e300, 1e-300), (1e-320, 1)])
def test_the_units_of_equations_and_unknowns_do_not_matter(solver, scales):
    row, column = scales
    A = np.array([[2.0, 1], [1, 3]]) * [[row], [1]] * [1, column]
    x = solve(A, np.array([3.0, 4]) * [row, 1], solver=solver)
    tolerance = 1e-3 if min(scales) < 1e-310 else 8 * EPS  # 1e-320 has three digits
    assert np.allclose(x * [1, column], [1, 1], rtol=tolerance, atol=0)


@pytest.mark.parametrize("solver", ["scipy", "lu"])
@pytest.mark.parametrize("A", [
    [[1, 2], [2, 4]], [[0, 0], [0, 1]], [[0]], [[1, 2, 3], [4, 5, 6], [7, 8, 9]], np.zeros((3, 3)),
    1e300 * np.ones((2, 2)), 1e-300 * np.ones((2, 2)),
])
def test_a_singular_system_is_refused(A, solver):
    with pytest.raises(np.linalg.LinAlgError, match="`A` must be invertible; got no pivot above rounding in column"):
        solve(A, np.ones(len(A)), solver=solver)


@given(whole)
def test_the_rank_is_that_of_exact_arithmetic(A):
    exact = sympy.Matrix(A).rank()
    assert rank(A) == exact
    assert rank_nullity(A) == (exact, A.shape[1] - exact)
    assert rank(A.T) == exact
    assert rank(1e300 * A) == exact
    assert rank(1e-300 * A) == exact


@given(whole)
def test_the_four_subspaces_are_orthonormal_bases_and_perpendicular_in_pairs(A):
    m, n = A.shape
    r = sympy.Matrix(A).rank()
    C, L, R, N = four_subspaces(A)
    assert [basis.shape for basis in (C, L, R, N)] == [(m, r), (m, m - r), (n, r), (n, n - r)]
    for both in (np.hstack([C, L]), np.hstack([R, N])):
        assert np.abs(both.T @ both - np.eye(len(both))).max() <= 16 * EPS
    size = np.abs(A).max(initial=1)
    assert np.abs(A @ N).max(initial=0) <= 32 * EPS * size
    assert np.abs(A.T @ L).max(initial=0) <= 32 * EPS * size
    # every column lies in the column space, every row in the row space
    assert np.abs(C @ (C.T @ A) - A).max() <= 32 * EPS * size
    assert np.abs(A @ R @ R.T - A).max() <= 32 * EPS * size


@given(whole)
def test_the_null_space_is_scipys_and_sympys(A):
    N, expected = null_space(A), scipy.linalg.null_space(A)
    assert np.abs(N @ N.T - expected @ expected.T).max(initial=0) <= 32 * EPS  # the same space, whatever its basis
    for v in sympy.Matrix(A).nullspace():
        v = np.array(v, float).ravel()
        assert np.abs(N @ (N.T @ v) - v).max() <= 64 * EPS * np.abs(v).max()


def test_the_null_space_of_independent_columns_has_no_column():
    assert null_space([[1, 0], [0, 1], [1, 1]]).shape == (2, 0)
    assert null_space(np.zeros((2, 3))).tolist() == np.eye(3).tolist()


@pytest.mark.parametrize(("error", "call", "message"), [
    (ValueError, lambda: lu([1, 2]), "`A` must be a matrix of real numbers; got shape (2,)."),
    (ValueError, lambda: lu([[1e308, 1e308], [1e308, -1e308]]), "`A` must be of a size that keeps all numbers below"),
    (ValueError, lambda: solve([[1, 2]], [1]), "`A` must be a square matrix of real numbers; got shape (1, 2)."),
    (ValueError, lambda: solve(np.eye(2), [1, 2, 3]), "`b` must be a vector of 2 real numbers; got shape (3,)."),
    (ValueError, lambda: solve(np.eye(2), [1, 2], solver="magic"), "`solver` must be one of 'scipy', 'lu'; got"),
    (ValueError, lambda: solve([[1e-300]], [1e300]), "`b` must be of a size that keeps all numbers below 1.8e308"),
    (ValueError, lambda: forward_substitution([[1, 1], [1, 1]], [1, 1]), "`L` must be lower triangular; got an entry"),
    (ValueError, lambda: back_substitution([[1, 1], [1, 1]], [1, 1]), "`U` must be upper triangular; got an entry"),
    (np.linalg.LinAlgError, lambda: back_substitution([[1, 1], [0, 0]], [1, 1]),
     "`U` must be invertible; got 0 at index 1 of its diagonal."),
    (np.linalg.LinAlgError, lambda: forward_substitution([[0, 0], [0, 1]], [1, 1]),
     "`L` must be invertible; got 0 at index 0 of its diagonal."),
    (ValueError, lambda: back_substitution([[1e-300]], [1e300]), "`b` must be of a size that keeps all numbers"),
    (ValueError, lambda: forward_substitution([[1e-300]], [1e300]), "`b` must be of a size that keeps all numbers"),
    (ValueError, lambda: rank([[np.nan]]), "`A` must be a matrix of real numbers; got nan at index (0, 0)."),
    (ValueError, lambda: rank_nullity([[np.inf]]), "`A` must be a matrix of real numbers; got inf at index (0, 0)."),
    (ValueError, lambda: null_space([]), "`A` must be a matrix of real numbers; got an empty array of shape (0,)."),
    (TypeError, lambda: four_subspaces([[1j]]), "`A` must be a matrix of real numbers; got an array of complex"),
])
def test_refusals(error, call, message):
    with pytest.raises(error, match=re.escape(message)):
        call()
