"""The singular value decomposition: every matrix is a turn, a stretch along the axes, and another turn."""
from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from mathlib.checks import as_choice, as_count, as_fraction, as_matrix, as_probability, as_vector
from mathlib.linear_algebra.eigen import eig_symmetric
from mathlib.linear_algebra.elimination import EPS, numerical_rank
from mathlib.linear_algebra.size import QUIET, grown, scaled, within_floats
from mathlib.linear_algebra.spectral import SingularFrame, signed, singular_frame


def svd(A: ArrayLike, *, solver: str = "numpy") -> SingularFrame:
    """Decompose a matrix as `U @ diag(s) @ Vt`, with signs that do not depend on chance.

    Perpendicular directions, the rows of Vt, go to perpendicular directions, the columns of U, stretched by s. Each
    pair may change its sign; here the entry of largest size in each column of U is positive (the first, if several are
    equal up to 1e-8). Where singular values are equal, the directions are one choice of many.

    Parameters
    ----------
    A : ArrayLike, shape (m, n)
        The matrix.
    solver : str
        "numpy" (LAPACK), or "eig", our own `svd_from_eig`.

    Returns
    -------
    SingularFrame
        Cost: O(m * n * min(m, n)).

    Raises
    ------
    TypeError
        If `A` holds anything but real numbers.
    ValueError
        If `A` is not a finite matrix, or `solver` is unknown.

    References
    ----------
    Trefethen and Bau (1997), Numerical Linear Algebra, lectures 4 and 5.

    Examples
    --------
    >>> U, s, Vt = svd([[0, 2], [1, 0]])
    >>> s
    array([2., 1.])
    >>> U * s @ Vt
    array([[0., 2.],
           [1., 0.]])
    """
    if as_choice(solver, "solver", ("numpy", "eig")) == "eig":
        return svd_from_eig(A)
    return singular_frame(A)


def svd_from_eig(A: ArrayLike) -> SingularFrame:
    """Build the decomposition from the eigenvectors of `A.T @ A`, as the proof does that it exists.

    `A.T @ A` is symmetric, so it has perpendicular eigenvectors V, and eigenvalues that are squared lengths,
    `norm(A @ v)**2`: not negative. Let s be their roots. Then the vectors `A @ v / s` have length 1 and are
    perpendicular: these are the columns of U. (A wide matrix is transposed first.)

    Squaring costs digits: a singular value s[i] is off by about `2.2e-16 * s[0]**2 / s[i]`, so that of one at
    `1e-8 * s[0]` nothing is left. What does not exceed `sqrt(max(m, n) * 2.2e-16) * s[0]` is therefore left out.

    Parameters
    ----------
    A : ArrayLike, shape (m, n)
        The matrix.

    Returns
    -------
    SingularFrame
        With r columns and rows, as many as are told from 0. Cost: O(m * n * min(m, n)).

    Raises
    ------
    TypeError
        If `A` holds anything but real numbers.
    ValueError
        If `A` is not a finite matrix.

    References
    ----------
    Trefethen and Bau (1997), Numerical Linear Algebra, lecture 31.

    Examples
    --------
    >>> svd_from_eig([[3, 0], [4, 5]]).s ** 2
    array([45.,  5.])
    """
    A = as_matrix(A, "A")
    if A.shape[0] < A.shape[1]:
        U, s, Vt = svd_from_eig(A.T)
        return signed(Vt.T, s, U.T)
    B, e = scaled(A)
    values, V = eig_symmetric(B.T @ B)
    r = int((values > max(A.shape) * EPS * values[0]).sum())
    s, V = np.sqrt(values[:r]), V[:, :r]
    return signed(B @ V / s, grown(s, e, "A"), V.T)


def truncated_svd(A: ArrayLike, k: int) -> SingularFrame:
    """Return the k largest singular values of a matrix, and their directions.

    Parameters
    ----------
    A : ArrayLike, shape (m, n)
        The matrix.
    k : int
        How many to keep, from 1 to min(m, n).

    Returns
    -------
    SingularFrame
        With k columns and rows. Cost: O(m * n * min(m, n)).

    Raises
    ------
    TypeError
        If `A` holds anything but real numbers, or `k` is not an integer.
    ValueError
        If `A` is not a finite matrix, or `k` is out of its range.

    References
    ----------
    Golub and Van Loan (2013), Matrix Computations, 4th edition, section 2.4.

    Examples
    --------
    >>> truncated_svd([[3, 0], [0, 1]], 1).Vt
    array([[1., 0.]])
    """
    A = as_matrix(A, "A")
    k = as_rank(k, "k", 1, min(A.shape))
    U, s, Vt = svd(A)
    return SingularFrame(U[:, :k], s[:k], Vt[:k])


def low_rank(A: ArrayLike, k: int) -> np.ndarray:
    """Return the matrix of rank k that is nearest to A: the first k terms `s[i] * outer(U[:, i], Vt[i])`.

    Nearest by the sum of squares of all entries, and by the longest vector that the unit sphere is moved to as well.

    Parameters
    ----------
    A : ArrayLike, shape (m, n)
        The matrix.
    k : int
        How many terms, from 0 to min(m, n).

    Returns
    -------
    np.ndarray, shape (m, n)
        Off from A by `norm(s[k:])`. Cost: O(m * n * min(m, n)).

    Raises
    ------
    TypeError
        If `A` holds anything but real numbers, or `k` is not an integer.
    ValueError
        If `A` is not a finite matrix, or `k` is out of its range.

    References
    ----------
    Eckart and Young (1936), Psychometrika 1, 211-218. Mirsky (1960), The Quarterly Journal of Mathematics 11, 50-59.

    Examples
    --------
    >>> low_rank([[3, 0], [0, 1]], 1)
    array([[3., 0.],
           [0., 0.]])
    """
    A = as_matrix(A, "A")
    k = as_rank(k, "k", 0, min(A.shape))
    U, s, Vt = svd(A)
    with np.errstate(**QUIET):
        return within_floats(U[:, :k] * s[:k] @ Vt[:k] + 0.0, "A")


def energy(s: ArrayLike) -> np.ndarray:
    """Return the share of the sum of squares that the first k singular values hold, for k = 1, 2 and so on.

    Parameters
    ----------
    s : ArrayLike, shape (r,)
        All singular values of a matrix, the greatest first.

    Returns
    -------
    np.ndarray, shape (r,)
        Rising to 1. Entry `k - 1` belongs to rank k. For centred data it is the share of variance explained.

    Raises
    ------
    TypeError
        If `s` holds anything but real numbers.
    ValueError
        If `s` is not a finite vector, has a negative entry, rises, or is 0.

    References
    ----------
    Golub and Van Loan (2013), Matrix Computations, 4th edition, section 2.4.

    Examples
    --------
    >>> energy([4, 3])
    array([0.64, 1.  ])
    """
    squares = scaled(_as_singular_values(s))[0] ** 2
    sums = np.cumsum(squares)
    return sums / sums[-1]


def truncation_error(s: ArrayLike) -> np.ndarray:
    """Return how far the best matrix of rank k is from A, as a part of the size of A, for k = 0, 1 and so on.

    `norm(A - low_rank(A, k)) / norm(A) = norm(s[k:]) / norm(s)`, where the norm of a matrix is the root of the sum of
    squares of its entries. Its square and `energy` sum to 1.

    Parameters
    ----------
    s : ArrayLike, shape (r,)
        All singular values of a matrix, the greatest first.

    Returns
    -------
    np.ndarray, shape (r + 1,)
        From 1 down to 0. Entry k belongs to rank k.

    Raises
    ------
    TypeError
        If `s` holds anything but real numbers.
    ValueError
        If `s` is not a finite vector, has a negative entry, rises, or is 0.

    References
    ----------
    Eckart and Young (1936), Psychometrika 1, 211-218.

    Examples
    --------
    >>> truncation_error([4, 3])
    array([1. , 0.6, 0. ])
    """
    squares = scaled(_as_singular_values(s))[0] ** 2
    left = np.append(np.cumsum(squares[::-1])[::-1], 0.0)  # the small ones first, so that none is lost
    return np.sqrt(left / left[0])


def rank_for_error(s: ArrayLike, error: float) -> int:
    """Return the smallest rank whose best matrix is off from A by no more than a part of the size of A.

    Parameters
    ----------
    s : ArrayLike, shape (r,)
        All singular values of a matrix, the greatest first.
    error : float
        The part allowed, from 0 up to, but not including, 1.

    Returns
    -------
    int
        From 1 to r.

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If `s` is not a finite vector, has a negative entry, rises, or is 0; or `error` is out of its range.

    References
    ----------
    Eckart and Young (1936), Psychometrika 1, 211-218.

    Examples
    --------
    >>> rank_for_error([4, 3], 0.6), rank_for_error([4, 3], 0.5)
    (1, 2)
    """
    return int((truncation_error(s) <= as_fraction(error, "error")).argmax())


def rank_for_energy(s: ArrayLike, share: float) -> int:
    """Return the smallest rank that holds at least a share of the sum of squares.

    Parameters
    ----------
    s : ArrayLike, shape (r,)
        All singular values of a matrix, the greatest first.
    share : float
        From 0 to 1.

    Returns
    -------
    int
        From 1 to r.

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If `s` is not a finite vector, has a negative entry, rises, or is 0; or `share` is out of its range.

    References
    ----------
    Jolliffe (2002), Principal Component Analysis, 2nd edition, section 6.1.1.

    Examples
    --------
    >>> rank_for_energy([4, 3], 0.64), rank_for_energy([4, 3], 0.65)
    (1, 2)
    """
    return int((energy(s) >= as_probability(share, "share")).argmax()) + 1


def pinv(A: ArrayLike) -> np.ndarray:
    """Return the pseudo-inverse: `V @ diag(1 / s) @ U.T`, without the singular values that are 0.

    `pinv(A) @ b` is the shortest x for which `A @ x` is nearest to b.

    Parameters
    ----------
    A : ArrayLike, shape (m, n)
        The matrix, of any shape and rank.

    Returns
    -------
    np.ndarray, shape (n, m)
        The inverse, if A has one. `rank` says which singular values count as 0. Cost: O(m * n * min(m, n)).

    Raises
    ------
    TypeError
        If `A` holds anything but real numbers.
    ValueError
        If `A` is not a finite matrix, or so small that its pseudo-inverse exceeds the largest float.

    References
    ----------
    Penrose (1955), Mathematical Proceedings of the Cambridge Philosophical Society 51, 406-413.

    Examples
    --------
    >>> pinv([[2, 0], [0, 0], [0, 0]])
    array([[0.5, 0. , 0. ],
           [0. , 0. , 0. ]])
    """
    A = as_matrix(A, "A")
    U, s, Vt = svd(A)
    r = numerical_rank(s, A.shape)
    with np.errstate(**QUIET):
        return within_floats(Vt[:r].T / s[:r] @ U[:, :r].T + 0.0, "A")


def storage(shape: tuple[int, int], k: int) -> int:
    """Count the numbers that k terms of a decomposition need: `k * (m + n + 1)`, for columns, rows and values.

    Parameters
    ----------
    shape : tuple of int
        Of the matrix, (m, n), which itself needs `m * n`.
    k : int
        How many terms, from 0 to min(m, n).

    Returns
    -------
    int

    Raises
    ------
    TypeError
        If a number is not an integer.
    ValueError
        If `shape` is not a pair of positive numbers, or `k` is out of its range.

    References
    ----------
    Strang (2016), Introduction to Linear Algebra, 5th edition, section 7.1.

    Examples
    --------
    >>> storage((427, 640), 20), 427 * 640
    (21360, 273280)
    """
    m, n = _as_shape(shape)
    return as_rank(k, "k", 0, min(m, n)) * (m + n + 1)


def break_even_rank(shape: tuple[int, int]) -> int:
    """Return the largest rank at which the terms of a decomposition need no more numbers than the matrix itself.

    Parameters
    ----------
    shape : tuple of int
        Of the matrix, (m, n).

    Returns
    -------
    int
        The whole part of `m * n / (m + n + 1)`.

    Raises
    ------
    TypeError
        If a number is not an integer.
    ValueError
        If `shape` is not a pair of positive numbers.

    References
    ----------
    Strang (2016), Introduction to Linear Algebra, 5th edition, section 7.1.

    Examples
    --------
    >>> break_even_rank((427, 640))
    255
    """
    m, n = _as_shape(shape)
    return m * n // (m + n + 1)


def as_rank(k: int, name: str, minimum: int, maximum: int) -> int:
    """Return `k` if it is a whole number in its range."""
    if as_count(k, name, minimum) > maximum:
        raise ValueError(f"`{name}` must be a whole number, at most {maximum} for this shape; got {k}.")
    return int(k)


def _as_shape(shape: tuple[int, int]) -> tuple[int, int]:
    """Return the shape of a matrix as two counts."""
    if not isinstance(shape, (tuple, list)) or len(shape) != 2:
        raise ValueError(f"`shape` must be a pair (m, n); got {shape!r}.")
    return as_count(shape[0], "shape[0]"), as_count(shape[1], "shape[1]")


def _as_singular_values(s: ArrayLike) -> np.ndarray:
    s = as_vector(s, "s")
    if (s < 0).any() or (np.diff(s) > 0).any() or not s[0]:
        raise ValueError("`s` must be singular values, none negative, the greatest first and not 0; got others.")
    return s
