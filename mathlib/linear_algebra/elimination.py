"""Solving A x = b by elimination, and the four subspaces that say which systems have answers."""
from __future__ import annotations

from typing import NamedTuple

import numpy as np
import scipy.linalg
from numpy.typing import ArrayLike

from mathlib.checks import as_choice, as_matrix, as_vector
from mathlib.linear_algebra.size import QUIET, grown, scaled, within_floats
from mathlib.linear_algebra.spectral import largest_signs

EPS = float(np.finfo(float).eps)


class LU(NamedTuple):
    """Hold a factorization `P @ A = L @ U`.

    Attributes
    ----------
    P : np.ndarray, shape (m, m)
        A permutation: it says in which order to take the rows.
    L : np.ndarray, shape (m, k)
        Lower triangular with ones on the diagonal; no entry exceeds 1 in size; k = min(m, n).
    U : np.ndarray, shape (k, n)
        Upper triangular, in steps.

    Examples
    --------
    >>> lu([[0, 1], [2, 4]]).U
    array([[2., 4.],
           [0., 1.]])
    """

    P: np.ndarray
    L: np.ndarray
    U: np.ndarray


class RankNullity(NamedTuple):
    """Hold two dimensions of a matrix with n columns; they sum to n.

    Attributes
    ----------
    rank : int
        Of what A reaches: the column space.
    nullity : int
        Of what A sends to 0: the null space.

    Examples
    --------
    >>> rank_nullity([[1, 2, 3]])
    RankNullity(rank=1, nullity=2)
    """

    rank: int
    nullity: int


class FourSubspaces(NamedTuple):
    """Hold orthonormal bases, as columns, of the four subspaces of an m by n matrix of rank r.

    Attributes
    ----------
    column_space : np.ndarray, shape (m, r)
        What `A @ x` reaches.
    left_null_space : np.ndarray, shape (m, m - r)
        All that is perpendicular to it: what `A.T` sends to 0.
    row_space : np.ndarray, shape (n, r)
        What `A.T @ y` reaches.
    null_space : np.ndarray, shape (n, n - r)
        All that is perpendicular to it: what A sends to 0.

    Examples
    --------
    >>> [basis.shape for basis in four_subspaces([[1, 2, 3], [2, 4, 6]])]
    [(2, 1), (2, 1), (3, 1), (3, 2)]
    """

    column_space: np.ndarray
    left_null_space: np.ndarray
    row_space: np.ndarray
    null_space: np.ndarray


def lu(A: ArrayLike) -> LU:
    """Eliminate below the diagonal, column by column, with the largest entry left in the column as pivot.

    Row i loses `L[i, k]` times row k, so that its entry below the pivot becomes 0. U is what remains, L remembers the
    multiples, P the exchanges of rows. A column with no pivot is left as it is.

    Parameters
    ----------
    A : ArrayLike, shape (m, n)
        The matrix, of any shape and rank.

    Returns
    -------
    LU
        Cost: O(m * n * min(m, n)).

    Raises
    ------
    TypeError
        If `A` holds anything but real numbers.
    ValueError
        If `A` is not a finite matrix, or an entry of U exceeds the largest float.

    References
    ----------
    Golub and Van Loan (2013), Matrix Computations, 4th edition, algorithm 3.4.1.

    Examples
    --------
    >>> P, L, U = lu([[1, 2], [4, 4]])
    >>> L
    array([[1.  , 0.  ],
           [0.25, 1.  ]])
    >>> P @ [[1, 2], [4, 4]] - L @ U
    array([[0., 0.],
           [0., 0.]])
    """
    U = as_matrix(A, "A").copy()
    m, k = len(U), min(U.shape)
    order, L = np.arange(m), np.eye(m, k)
    for j in range(k):
        pivot = j + np.abs(U[j:, j]).argmax()
        for rows in (U, order):
            rows[[j, pivot]] = rows[[pivot, j]]
        L[[j, pivot], :j] = L[[pivot, j], :j]
        if U[j, j]:
            L[j + 1 :, j] = U[j + 1 :, j] / U[j, j]
            with np.errstate(**QUIET):
                U[j + 1 :, j:] -= np.outer(L[j + 1 :, j], U[j, j:])
    return LU(np.eye(m)[order], L, within_floats(np.triu(U[:k]), "A"))


def forward_substitution(L: ArrayLike, b: ArrayLike) -> np.ndarray:
    """Solve `L @ x = b` for a lower triangular L, from the first unknown to the last.

    Parameters
    ----------
    L : ArrayLike, shape (n, n)
        Lower triangular, without a 0 on its diagonal.
    b : ArrayLike, shape (n,)
        The right side.

    Returns
    -------
    np.ndarray, shape (n,)
        Cost: O(n**2).

    Raises
    ------
    TypeError
        If an argument holds anything but real numbers.
    ValueError
        If shapes do not fit, an entry is not finite, one above the diagonal is not 0, or x exceeds the largest float.
    LinAlgError
        If there is a 0 on the diagonal.

    References
    ----------
    Golub and Van Loan (2013), Matrix Computations, 4th edition, algorithm 3.1.1.

    Examples
    --------
    >>> forward_substitution([[2, 0], [1, 1]], [4, 5])
    array([2., 3.])
    """
    L = _as_triangular(L, "L", "lower", "above", np.tril)
    with np.errstate(**QUIET):
        return within_floats(_down(L, as_vector(b, "b", len(L))), "b")


def back_substitution(U: ArrayLike, b: ArrayLike) -> np.ndarray:
    """Solve `U @ x = b` for an upper triangular U, from the last unknown to the first.

    Parameters
    ----------
    U : ArrayLike, shape (n, n)
        Upper triangular, without a 0 on its diagonal.
    b : ArrayLike, shape (n,)
        The right side.

    Returns
    -------
    np.ndarray, shape (n,)
        Cost: O(n**2).

    Raises
    ------
    TypeError
        If an argument holds anything but real numbers.
    ValueError
        If shapes do not fit, an entry is not finite, one below the diagonal is not 0, or x exceeds the largest float.
    LinAlgError
        If there is a 0 on the diagonal.

    References
    ----------
    Golub and Van Loan (2013), Matrix Computations, 4th edition, algorithm 3.1.2.

    Examples
    --------
    >>> back_substitution([[1, 1], [0, 2]], [5, 6])
    array([2., 3.])
    """
    U = _as_triangular(U, "U", "upper", "below", np.triu)
    with np.errstate(**QUIET):
        return within_floats(_up(U, as_vector(b, "b", len(U))), "b")


def solve(A: ArrayLike, b: ArrayLike, *, solver: str = "scipy") -> np.ndarray:
    """Solve `A @ x = b`: factor `P @ A = L @ U`, then solve `L @ y = P @ b` downwards and `U @ x = y` upwards.

    Parameters
    ----------
    A : ArrayLike, shape (n, n)
        The matrix. Each equation is first divided by its largest coefficient, up to a power of two.
    b : ArrayLike, shape (n,)
        The right side.
    solver : str
        "scipy" (LAPACK), or "lu", our own `lu` and substitutions.

    Returns
    -------
    np.ndarray, shape (n,)
        Cost: O(n**3).

    Raises
    ------
    TypeError
        If an argument holds anything but real numbers.
    ValueError
        If shapes do not fit, an entry is not finite, `solver` is unknown, or x exceeds the largest float.
    LinAlgError
        If `A` is singular: a pivot is no larger than rounding, `n * 2.2e-16` of the largest entry of its column.

    References
    ----------
    Golub and Van Loan (2013), Matrix Computations, 4th edition, sections 3.4 and 3.5.

    Examples
    --------
    >>> solve([[1, 1], [1, -1]], [5, 1])
    array([3., 2.])
    """
    A = as_matrix(A, "A", square=True)
    (b, f), solver = scaled(as_vector(b, "b", len(A))), as_choice(solver, "solver", ("scipy", "lu"))
    rows, e = scaled(A.T, axis=0)  # a power of two for each equation: none is small only by its unit
    A, b = rows.T, np.ldexp(b, e.min() - e)
    P, L, U = lu(A) if solver == "lu" else _lapack_lu(A)
    _refuse_singular(A, U)
    with np.errstate(**QUIET):
        x = _up(U, _down(L, P @ b)) if solver == "lu" else _lapack_substitution(L, U, P @ b)
    return grown(x, f - e.min(), "b")


def rank(A: ArrayLike) -> int:
    """Return the rank of a matrix: the dimension of what it reaches, how many of its columns are independent.

    In floating point it is the number of singular values above `max(m, n) * 2.2e-16` of the largest one.

    Parameters
    ----------
    A : ArrayLike, shape (m, n)
        The matrix.

    Returns
    -------
    int
        From 0, for the zero matrix, to min(m, n). Cost: O(m * n * min(m, n)).

    Raises
    ------
    TypeError
        If `A` holds anything but real numbers.
    ValueError
        If `A` is not a finite matrix.

    References
    ----------
    Golub and Van Loan (2013), Matrix Computations, 4th edition, section 5.4.1.

    Examples
    --------
    >>> rank([[1, 2], [2, 4]])
    1
    """
    A = scaled(as_matrix(A, "A"))[0]
    return numerical_rank(np.linalg.svd(A, compute_uv=False), A.shape)


def rank_nullity(A: ArrayLike) -> RankNullity:
    """Return the rank of a matrix, and the dimension of what it sends to 0: together the number of its columns.

    Parameters
    ----------
    A : ArrayLike, shape (m, n)
        The matrix.

    Returns
    -------
    RankNullity

    Raises
    ------
    TypeError
        If `A` holds anything but real numbers.
    ValueError
        If `A` is not a finite matrix.

    References
    ----------
    Strang (2016), Introduction to Linear Algebra, 5th edition, section 3.5.

    Examples
    --------
    >>> rank_nullity([[1, 2, 3], [2, 4, 6]])
    RankNullity(rank=1, nullity=2)
    """
    A = as_matrix(A, "A")
    r = rank(A)
    return RankNullity(r, A.shape[1] - r)


def null_space(A: ArrayLike) -> np.ndarray:
    """Return an orthonormal basis of all x with `A @ x = 0`.

    Parameters
    ----------
    A : ArrayLike, shape (m, n)
        The matrix.

    Returns
    -------
    np.ndarray, shape (n, n - r)
        A column for each direction; none if A has independent columns. In each, the entry of largest size is positive
        (the first, if several are equal).

    Raises
    ------
    TypeError
        If `A` holds anything but real numbers.
    ValueError
        If `A` is not a finite matrix.

    References
    ----------
    Strang (2016), Introduction to Linear Algebra, 5th edition, section 3.2.

    Examples
    --------
    >>> null_space([[1, -1]])
    array([[0.70710678],
           [0.70710678]])
    """
    return four_subspaces(as_matrix(A, "A")).null_space


def four_subspaces(A: ArrayLike) -> FourSubspaces:
    """Return orthonormal bases of the column space, the left null space, the row space and the null space.

    They are the left and the right singular vectors, those of singular values above 0 and those of 0.

    Parameters
    ----------
    A : ArrayLike, shape (m, n)
        The matrix.

    Returns
    -------
    FourSubspaces
        In each column, the entry of largest size is positive (the first, if several are equal). `rank` says which
        singular values count as 0. Cost: O(max(m, n)**3).

    Raises
    ------
    TypeError
        If `A` holds anything but real numbers.
    ValueError
        If `A` is not a finite matrix.

    References
    ----------
    Strang (1993), The fundamental theorem of linear algebra, American Mathematical Monthly 100, 848-855.

    Examples
    --------
    >>> four_subspaces([[2, 0], [0, 0]]).column_space
    array([[1.],
           [0.]])
    """
    U, s, Vt = np.linalg.svd(scaled(as_matrix(A, "A"))[0])
    r = numerical_rank(s, np.shape(A))
    U, V = (basis * largest_signs(basis) + 0.0 for basis in (U, Vt.T))
    return FourSubspaces(U[:, :r], U[:, r:], V[:, :r], V[:, r:])


def numerical_rank(s: np.ndarray, shape: tuple[int, ...]) -> int:
    """Return how many singular values of a matrix of this shape are more than rounding."""
    return int((s > max(shape) * EPS * s[0]).sum())


def _down(L: np.ndarray, b: np.ndarray) -> np.ndarray:
    x = b.copy()
    for i in range(len(x)):
        x[i] = (x[i] - L[i, :i] @ x[:i]) / L[i, i]
    return x


def _up(U: np.ndarray, b: np.ndarray) -> np.ndarray:
    x = b.copy()
    for i in reversed(range(len(x))):
        x[i] = (x[i] - U[i, i + 1 :] @ x[i + 1 :]) / U[i, i]
    return x


def _lapack_lu(A: np.ndarray) -> LU:
    P, L, U = scipy.linalg.lu(A, check_finite=False)  # of A = P @ L @ U
    return LU(P.T, L, U)


def _lapack_substitution(L: np.ndarray, U: np.ndarray, b: np.ndarray) -> np.ndarray:
    y = scipy.linalg.solve_triangular(L, b, lower=True, check_finite=False)
    return scipy.linalg.solve_triangular(U, y, check_finite=False)


def _refuse_singular(A: np.ndarray, U: np.ndarray) -> None:
    small = np.abs(U.diagonal()) <= len(A) * EPS * np.abs(A).max(axis=0)
    if small.any():
        raise np.linalg.LinAlgError(f"`A` must be invertible; got no pivot above rounding in column {small.argmax()}.")


def _as_triangular(T: ArrayLike, name: str, kind: str, side: str, part) -> np.ndarray:
    T = as_matrix(T, name, square=True)
    if not np.array_equal(T, part(T)):
        raise ValueError(f"`{name}` must be {kind} triangular; got an entry {side} the diagonal that is not 0.")
    if not T.diagonal().all():
        raise np.linalg.LinAlgError(f"`{name}` must be invertible; got 0 at index {(T.diagonal() == 0).argmax()} of "
                                    f"its diagonal.")
    return T
