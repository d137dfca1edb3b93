"""Projecting: the nearest point of a subspace, orthonormal bases of it, and the best answer of too many equations."""
from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from mathlib.checks import as_array, as_choice, as_matrix, as_vector
from mathlib.linear_algebra.elimination import EPS, numerical_rank, rank, solve
from mathlib.linear_algebra.maps import projection
from mathlib.linear_algebra.size import QUIET, grown, scaled, within_floats
from mathlib.linear_algebra.vectors import as_direction


class QR(NamedTuple):
    """Hold a factorization `A = Q @ R`.

    Attributes
    ----------
    Q : np.ndarray, shape (m, k)
        Perpendicular columns of length 1; k = min(m, n).
    R : np.ndarray, shape (k, n)
        Upper triangular, no entry of the diagonal negative.

    Examples
    --------
    >>> qr([[0, 2], [3, 4]]).R
    array([[3., 4.],
           [0., 2.]])
    """

    Q: np.ndarray
    R: np.ndarray


class LeastSquares(NamedTuple):
    """Hold the answer to `A @ x = b` that leaves the shortest residual.

    Attributes
    ----------
    x : np.ndarray, shape (n,)
        The coefficients; the shortest such vector, if there are several.
    fitted : np.ndarray, shape (m,)
        `A @ x`, the projection of b onto the column space.
    residual : np.ndarray, shape (m,)
        `b - A @ x`, perpendicular to every column of A.
    rank : int
        Of A.

    Examples
    --------
    >>> lstsq([[1], [1]], [1, 3]).fitted.round(12)
    array([2., 2.])
    """

    x: np.ndarray
    fitted: np.ndarray
    residual: np.ndarray
    rank: int


def project(b: ArrayLike, onto: ArrayLike) -> np.ndarray:
    """Return the point nearest to b on a line, or in the column space of a matrix.

    Parameters
    ----------
    b : ArrayLike, shape (m,)
        The vector to project.
    onto : ArrayLike, shape (m,) or (m, n)
        A vector along the line, except 0; or a matrix, whose columns need not be independent.

    Returns
    -------
    np.ndarray, shape (m,)
        `b - project(b, onto)` is perpendicular to the line, or to every column.

    Raises
    ------
    TypeError
        If an argument holds anything but real numbers.
    ValueError
        If shapes do not fit, an entry is not finite, or the line is given by 0.

    References
    ----------
    Strang (2016), Introduction to Linear Algebra, 5th edition, section 4.2.

    Examples
    --------
    >>> project([2, 0], [1, 1])
    array([1., 1.])
    """
    Q = _basis(onto, "onto")
    b = as_vector(b, "b", len(Q))
    return Q @ (Q.T @ b)


def projector(A: ArrayLike) -> np.ndarray:
    """Return the matrix P that takes each vector to the nearest one in the column space of A.

    With independent columns it is `A @ inv(A.T @ A) @ A.T`, the hat matrix of a regression. Here it is `Q @ Q.T`, where
    the columns of Q are an orthonormal basis of the column space, so that the columns of A may depend on each other.

    Parameters
    ----------
    A : ArrayLike, shape (m, n) or (m,)
        The matrix; a vector other than 0 stands for the line along it.

    Returns
    -------
    np.ndarray, shape (m, m)
        `P @ P = P`, `P.T = P`, and its trace is the rank of A.

    Raises
    ------
    TypeError
        If `A` holds anything but real numbers.
    ValueError
        If `A` is not a finite matrix or vector, or the vector 0.

    References
    ----------
    Strang (2016), Introduction to Linear Algebra, 5th edition, section 4.2.

    Examples
    --------
    >>> projector([[1, 2], [0, 0], [0, 3]]).round(12) + 0.0
    array([[1., 0., 0.],
           [0., 0., 0.],
           [0., 0., 1.]])
    """
    Q = _basis(A, "A")
    return projection(A) if np.ndim(A) == 1 else Q @ Q.T


def gram_schmidt(A: ArrayLike, method: str = "modified") -> QR:
    """Make the columns of A perpendicular, one after the other: take from each its shadows on those before it.

    The classical method measures all shadows of the column as it was given. The modified one measures each on what the
    shadows before have left over. In exact arithmetic both are the same. In floating point the columns of Q are off
    from perpendicular by about 1e-16 times the condition number of A (modified), or times its square (classical).

    Parameters
    ----------
    A : ArrayLike, shape (m, n)
        Independent columns, so that n is at most m.
    method : str
        "modified" or "classical".

    Returns
    -------
    QR
        Cost: O(m * n**2).

    Raises
    ------
    TypeError
        If `A` holds anything but real numbers.
    ValueError
        If `A` is not a finite matrix, or `method` is unknown.
    LinAlgError
        If a column depends on those before it: no more than `m * 2.2e-16` of its length is left.

    References
    ----------
    Björck (1967), BIT Numerical Mathematics 7, 1-21. Trefethen and Bau (1997), Numerical Linear Algebra, lectures 7, 8.

    Examples
    --------
    >>> Q, R = gram_schmidt([[3, 1], [4, 7]])
    >>> Q.round(12)
    array([[ 0.6, -0.8],
           [ 0.8,  0.6]])
    >>> R.round(12)
    array([[5. , 6.2],
           [0. , 3.4]])
    """
    A, method = as_matrix(A, "A"), as_choice(method, "method", ("modified", "classical"))
    (m, n), e = A.shape, scaled(A, axis=0)[1]
    Q, R = np.zeros((m, n)), np.zeros((n, n))
    for k in range(n):
        v = np.ldexp(A[:, k], -e[k])  # at size 1, so that no square overflows
        R[:k, k], v = _take_shadows(v, Q[:, :k], method)
        R[k, k] = np.linalg.norm(v)
        if k == m or R[k, k] <= m * EPS * np.linalg.norm(R[: k + 1, k]):
            raise np.linalg.LinAlgError(f"`A` must have independent columns; got column {k}, which depends on those "
                                        f"before it.")
        Q[:, k] = v / R[k, k]
    return QR(Q, grown(R, e, "A"))


def householder_qr(A: ArrayLike) -> QR:
    """Make A triangular by mirrors: each one lays a column onto its axis, and Q is the product of all of them.

    The mirror `H = I - 2 * v @ v.T`, with v along `x + norm(x) * e1`, takes x to `-norm(x) * e1`. Where x[0] < 0 both
    signs of norm(x) are turned, so that no digits cancel. Mirrors keep lengths and angles: the columns of Q are
    perpendicular to rounding, whatever A is.

    Parameters
    ----------
    A : ArrayLike, shape (m, n)
        The matrix, of any shape and rank.

    Returns
    -------
    QR
        Cost: O(m * n * min(m, n)).

    Raises
    ------
    TypeError
        If `A` holds anything but real numbers.
    ValueError
        If `A` is not a finite matrix.

    References
    ----------
    Householder (1958), Journal of the ACM 5, 339-342. Trefethen and Bau (1997), Numerical Linear Algebra, lecture 10.

    Examples
    --------
    >>> Q, R = householder_qr([[3, 1], [4, 7]])
    >>> R.round(12) + 0.0
    array([[5. , 6.2],
           [0. , 3.4]])
    """
    R = as_matrix(A, "A").copy()
    k, mirrors = min(R.shape), []
    with np.errstate(**QUIET):
        for j in range(k):
            mirrors.append(_mirror(R[j:, j]))
            R[j:, j:] -= 2 * np.outer(mirrors[j], mirrors[j] @ R[j:, j:])
        Q = np.eye(len(R), k)
        for j in reversed(range(k)):
            Q[j:, j:] -= 2 * np.outer(mirrors[j], mirrors[j] @ Q[j:, j:])
    return _upright(Q, R[:k])


def qr(A: ArrayLike, *, solver: str = "numpy") -> QR:
    """Factor A into perpendicular columns and a triangle.

    Parameters
    ----------
    A : ArrayLike, shape (m, n)
        The matrix.
    solver : str
        "numpy" (LAPACK); or "householder" or "gram-schmidt", our own `householder_qr` and modified `gram_schmidt`.

    Returns
    -------
    QR
        With signs such that the diagonal of R is not negative; if A has independent columns there is only one such.
        Cost: O(m * n * min(m, n)).

    Raises
    ------
    TypeError
        If `A` holds anything but real numbers.
    ValueError
        If `A` is not a finite matrix, or `solver` is unknown.
    LinAlgError
        If columns depend on each other, for "gram-schmidt".

    References
    ----------
    Trefethen and Bau (1997), Numerical Linear Algebra, lecture 7.

    Examples
    --------
    >>> qr([[0, 2], [3, 4]]).Q
    array([[0., 1.],
           [1., 0.]])
    """
    A, solver = as_matrix(A, "A"), as_choice(solver, "solver", ("numpy", "householder", "gram-schmidt"))
    if solver == "numpy":
        return _upright(*np.linalg.qr(A))
    return householder_qr(A) if solver == "householder" else gram_schmidt(A)


def orthogonality_loss(Q: ArrayLike) -> float:
    """Measure how far columns are from perpendicular and of length 1: the largest entry of `abs(Q.T @ Q - I)`.

    Parameters
    ----------
    Q : ArrayLike, shape (m, n)
        The columns.

    Returns
    -------
    float
        About 1e-16 at best.

    Raises
    ------
    TypeError
        If `Q` holds anything but real numbers.
    ValueError
        If `Q` is not a finite matrix.

    References
    ----------
    Björck (1967), BIT Numerical Mathematics 7, 1-21.

    Examples
    --------
    >>> orthogonality_loss([[1, 0.5], [0, 1]])
    0.5
    """
    Q = as_matrix(Q, "Q")
    with np.errstate(**QUIET):
        return within_floats(float(np.abs(Q.T @ Q - np.eye(Q.shape[1])).max()), "Q")


def lstsq(A: ArrayLike, b: ArrayLike) -> LeastSquares:
    """Find the x for which `A @ x` is nearest to b, the shortest if there are several.

    Parameters
    ----------
    A : ArrayLike, shape (m, n)
        The matrix, of any shape and rank.
    b : ArrayLike, shape (m,)
        What to come near to.

    Returns
    -------
    LeastSquares
        Cost: O(m * n * min(m, n)).

    Raises
    ------
    TypeError
        If an argument holds anything but real numbers.
    ValueError
        If shapes do not fit, an entry is not finite, or x exceeds the largest float.

    References
    ----------
    Golub and Van Loan (2013), Matrix Computations, 4th edition, section 5.5.

    Examples
    --------
    >>> line = lstsq([[1, 0], [1, 1], [1, 2]], [6, 0, 0])
    >>> line.x.round(12), line.residual.round(12)
    (array([ 5., -3.]), array([ 1., -2.,  1.]))
    """
    A = as_matrix(A, "A")
    b = as_vector(b, "b", len(A))
    (A, i), (b, j) = scaled(A), scaled(b)
    x, _, r, _ = np.linalg.lstsq(A, b, rcond=max(A.shape) * EPS)
    fitted = A @ x
    return LeastSquares(grown(x, j - i, "b"), grown(fitted, j, "b"), grown(b - fitted, j, "b"), int(r))


def normal_equations(A: ArrayLike, b: ArrayLike) -> np.ndarray:
    """Solve least squares by the normal equations `A.T @ A @ x = A.T @ b`: the residual is perpendicular to A.

    Short to derive and cheap for a tall A. But `A.T @ A` has the square of the condition number of A, so that twice as
    many digits are lost as by `lstsq`.

    Parameters
    ----------
    A : ArrayLike, shape (m, n)
        Independent columns.
    b : ArrayLike, shape (m,)
        What to come near to.

    Returns
    -------
    np.ndarray, shape (n,)
        Cost: O(m * n**2).

    Raises
    ------
    TypeError
        If an argument holds anything but real numbers.
    ValueError
        If shapes do not fit, an entry is not finite, or the answer exceeds the largest float.
    LinAlgError
        If the columns depend on each other, or so nearly that `A.T @ A` is singular in floating point.

    References
    ----------
    Golub and Van Loan (2013), Matrix Computations, 4th edition, section 5.3.

    Examples
    --------
    >>> normal_equations([[1, 0], [1, 1], [1, 2]], [6, 0, 0]).round(12)
    array([ 5., -3.])
    """
    A = as_matrix(A, "A")
    b = as_vector(b, "b", len(A))
    (A, i), (b, j) = scaled(A, axis=0), scaled(b)
    try:
        x = solve(A.T @ A, A.T @ b)
    except np.linalg.LinAlgError:
        raise np.linalg.LinAlgError("`A` must have independent columns, far enough from dependent that `A.T @ A` shows "
                                    f"it; got rank {rank(A)} for {A.shape[1]} columns.") from None
    return grown(x, j - i, "b")


def condition_number(A: ArrayLike) -> float:
    """Return how much A can magnify a relative error: its greatest singular value by its smallest.

    Parameters
    ----------
    A : ArrayLike, shape (m, n)
        The matrix.

    Returns
    -------
    float
        1 at best, where A keeps all angles; infinite if the smallest singular value is 0, up to rounding (see `rank`).
        Cost: O(m * n * min(m, n)).

    Raises
    ------
    TypeError
        If `A` holds anything but real numbers.
    ValueError
        If `A` is not a finite matrix.

    References
    ----------
    Trefethen and Bau (1997), Numerical Linear Algebra, lecture 12.

    Examples
    --------
    >>> condition_number([[1, 0], [0, 1e-3]])
    1000.0
    """
    A = scaled(as_matrix(A, "A"))[0]
    s = np.linalg.svd(A, compute_uv=False)
    return float(s[0] / s[-1]) if numerical_rank(s, A.shape) == s.size else float("inf")


def leverage(A: ArrayLike) -> np.ndarray:
    """Return how far each fitted value follows its own observation: the diagonal of `projector(A)`.

    Parameters
    ----------
    A : ArrayLike, shape (m, n)
        The matrix of a regression, one observation a row.

    Returns
    -------
    np.ndarray, shape (m,)
        Between 0 and 1; they sum to the rank of A. With a 1 the fit passes through the observation, whatever it is.

    Raises
    ------
    TypeError
        If `A` holds anything but real numbers.
    ValueError
        If `A` is not a finite matrix.

    References
    ----------
    Hoaglin and Welsch (1978), The American Statistician 32, 17-22.

    Examples
    --------
    >>> leverage([[1, 0], [1, 0], [1, 5]]).round(12)
    array([0.5, 0.5, 1. ])
    """
    Q = _basis(as_matrix(A, "A"), "A")
    return (Q**2).sum(axis=1)


def _basis(A: ArrayLike, name: str) -> np.ndarray:
    """Return an orthonormal basis of a line or of a column space, as columns."""
    A = as_array(A, name)
    if A.ndim == 1:
        return as_direction(A, name)[:, None]
    U, s, _ = np.linalg.svd(scaled(as_matrix(A, name))[0], full_matrices=False)
    return U[:, : numerical_rank(s, A.shape)]


def _take_shadows(v: np.ndarray, Q: np.ndarray, method: str) -> tuple[np.ndarray, np.ndarray]:
    if method == "classical":
        shadows = Q.T @ v
        return shadows, v - Q @ shadows
    shadows = np.zeros(Q.shape[1])
    for j, q in enumerate(Q.T):
        shadows[j] = q @ v
        v = v - shadows[j] * q
    return shadows, v


def _mirror(x: np.ndarray) -> np.ndarray:
    """Return the unit vector across which a mirror lays x on the first axis; 0, no mirror, for x = 0."""
    if not x.any():
        return x
    v = scaled(x)[0]
    v[0] += np.copysign(np.linalg.norm(v), v[0])
    return v / np.linalg.norm(v)


def _upright(Q: np.ndarray, R: np.ndarray) -> QR:
    """Return the factors with the signs that make the diagonal of R not negative."""
    signs = np.where(R.diagonal() < 0, -1.0, 1.0)
    return QR(within_floats(Q * signs, "A") + 0.0, within_floats(np.triu(R * signs[:, None]), "A") + 0.0)
