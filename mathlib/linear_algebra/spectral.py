"""The directions of a matrix: those it keeps (eigenvectors), and those that stay perpendicular (singular vectors)."""
from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from mathlib.checks import as_matrix
from mathlib.linear_algebra.maps import signed_area
from mathlib.linear_algebra.size import QUIET, within_floats

# Where two eigenvectors meet, rounding the entries of A by 1e-16 turns them by about sqrt(1e-16): below sqrt(1e-12),
# 1e-6 radians, they count as one.
MERGE = 1e-12


class EigenPairs(NamedTuple):
    """Hold the real eigenvalues and eigenvectors of a 2 by 2 matrix.

    Attributes
    ----------
    values : np.ndarray, shape (k,)
        One for each independent direction, k = 0, 1 or 2, the greatest first.
    vectors : np.ndarray, shape (2, k)
        Columns of length 1; in each, the entry of larger size is positive (the first, if they are equal).
    defective : bool
        One eigenvalue counts twice and has only one direction.

    Examples
    --------
    >>> pairs = real_eigenpairs([[2, 1], [1, 2]])
    >>> pairs.values
    array([3., 1.])
    """

    values: np.ndarray
    vectors: np.ndarray
    defective: bool


class SingularFrame(NamedTuple):
    """Hold a singular value decomposition `A = U @ diag(s) @ Vt`.

    Attributes
    ----------
    U : np.ndarray, shape (m, k)
        Perpendicular columns of length 1: the axes of the ellipse; in each, the entry of largest size is positive
        (the first, if several are equal).
    s : np.ndarray, shape (k,)
        Half the lengths of these axes, the longest first, none negative; k = min(m, n).
    Vt : np.ndarray, shape (k, n)
        Perpendicular rows of length 1: what becomes these axes.

    Examples
    --------
    >>> frame = singular_frame([[0, 2], [1, 0]])
    >>> frame.s
    array([2., 1.])
    """

    U: np.ndarray
    s: np.ndarray
    Vt: np.ndarray


def real_eigenpairs(A: ArrayLike) -> EigenPairs:
    """Return the real eigenvalues of a 2 by 2 matrix, and a direction for each.

    Write `A = mean * I + N`, where mean is half the trace. N has trace 0, so `N @ N = q * I` with `q = -det(N)` (Cayley
    and Hamilton), and the eigenvalues of A are `mean +- sqrt(q)`. If r is a root of q, `(N - r * I) @ (N + r * I) = 0`:
    the columns of `N + r * I` are eigenvectors. If N = 0 every direction is one, and e1, e2 are returned. If q = 0 but
    N is not 0, there is one direction: A is defective. If q < 0 there is none.

    In floating point N counts as 0 if `norm(N) <= 2e-12 * norm(A)`, and q counts as 0 if
    `abs(q) <= 1e-12 * norm(N) * norm(A)`. So no symmetric matrix is ever called defective.

    Parameters
    ----------
    A : ArrayLike, shape (2, 2)
        The matrix.

    Returns
    -------
    EigenPairs

    Raises
    ------
    TypeError
        If `A` holds anything but real numbers.
    ValueError
        If `A` is not a finite 2 by 2 matrix.

    References
    ----------
    Golub and Van Loan (2013), Matrix Computations, 4th edition, section 7.1.

    Examples
    --------
    >>> values, vectors, defective = real_eigenpairs([[1, 1], [0, 1]])
    >>> values, vectors.ravel(), defective
    (array([1.]), array([1., 0.]), True)
    >>> real_eigenpairs([[0, -1], [1, 0]]).values
    array([], dtype=float64)
    """
    A = as_matrix(A, "A", (2, 2))
    unit = np.abs(A).max() or 1.0
    (a, b), (c, d) = A / unit  # in units of the largest entry no square overflows
    mean, N = (a + d) / 2, np.array([[(a - d) / 2, b], [c, (d - a) / 2]])
    q, size, whole = -signed_area(N), np.linalg.norm(N), np.linalg.norm(A / unit)
    if size <= 2 * MERGE * whole:
        return EigenPairs(unit * np.array([mean, mean]), np.eye(2), False)
    if abs(q) <= MERGE * size * whole:
        return EigenPairs(unit * np.array([mean]), _direction(N)[:, None], True)
    roots = [math.sqrt(q), -math.sqrt(q)] if q > 0 else []
    vectors = np.array([_direction(N + r * np.eye(2)) for r in roots]).reshape(-1, 2).T
    with np.errstate(**QUIET):
        return EigenPairs(within_floats(unit * (mean + np.array(roots)), "A"), vectors, False)


def singular_frame(A: ArrayLike) -> SingularFrame:
    """Return the singular value decomposition of a matrix, with signs that do not depend on chance.

    Perpendicular directions, the rows of Vt, go to perpendicular directions, the columns of U, stretched by s. Each
    pair may change its sign; here the entry of largest size in each column of U is positive (the first of them, if
    several are equal up to 1e-8). Where two singular values are equal, the pair of directions is one of many.

    Parameters
    ----------
    A : ArrayLike, shape (m, n)
        The matrix.

    Returns
    -------
    SingularFrame
        Cost: O(m * n * min(m, n)).

    Raises
    ------
    TypeError
        If `A` holds anything but real numbers.
    ValueError
        If `A` is not a finite matrix.

    References
    ----------
    Trefethen and Bau (1997), Numerical Linear Algebra, lectures 4 and 5.

    Examples
    --------
    >>> U, s, Vt = singular_frame([[0, 2], [1, 0]])
    >>> U * s @ Vt
    array([[0., 2.],
           [1., 0.]])
    """
    U, s, Vt = np.linalg.svd(as_matrix(A, "A"), full_matrices=False)
    return signed(U, s, Vt)


def _direction(M: np.ndarray) -> np.ndarray:
    """Return the longer column of M, at length 1."""
    lengths = np.linalg.norm(M, axis=0)
    v = M[:, lengths.argmax()] / lengths.max()
    return v * largest_signs(v[:, None]) + 0.0


def signed(U: np.ndarray, s: np.ndarray, Vt: np.ndarray) -> SingularFrame:
    """Return the decomposition with the signs that make the largest entry of each left vector positive."""
    signs = largest_signs(U)
    return SingularFrame(U * signs + 0.0, within_floats(s, "A"), Vt * signs[:, None] + 0.0)


def largest_signs(U: np.ndarray) -> np.ndarray:
    """Return for each column the sign of its entry of largest size; the first counts, if several are equal."""
    size = np.abs(U)
    # equal but for rounding counts as equal, so that the sign is the same on every machine
    first = (size >= size.max(axis=0) * (1 - 1e-8)).argmax(axis=0)
    return np.where(U[first, np.arange(U.shape[1])] < 0, -1.0, 1.0)
