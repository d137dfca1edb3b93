"""Eigenvectors: found by multiplying again and again, by QR steps, by rotations; and what they tell of a matrix."""
from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from mathlib.checks import as_choice, as_count, as_matrix, as_nonnegative, as_points, as_real
from mathlib.linear_algebra.elimination import EPS, solve
from mathlib.linear_algebra.maps import signed_area
from mathlib.linear_algebra.projection import qr
from mathlib.linear_algebra.size import QUIET, grown, scaled, within_floats
from mathlib.linear_algebra.spectral import largest_signs
from mathlib.linear_algebra.vectors import as_direction, unit


class SymmetricPairs(NamedTuple):
    """Hold the eigenvalues and eigenvectors of a symmetric matrix: `A = V @ diag(values) @ V.T`.

    Attributes
    ----------
    values : np.ndarray, shape (n,)
        The greatest first.
    vectors : np.ndarray, shape (n, n)
        Perpendicular columns of length 1; in each, the entry of largest size is positive (the first, if several are
        equal). Where eigenvalues are equal, their columns are one basis of many.

    Examples
    --------
    >>> eig_symmetric([[2, 1], [1, 2]]).values
    array([3., 1.])
    """

    values: np.ndarray
    vectors: np.ndarray


@dataclass(frozen=True, eq=False)
class PowerIteration:
    """Hold the path of a power iteration, and say how it ended.

    Attributes
    ----------
    path : np.ndarray, shape (n_steps + 1, n)
        The directions, at length 1, the start first. For a negative eigenvalue they turn round at each step.
    values : np.ndarray, shape (n_steps + 1,)
        The Rayleigh quotient of each: the estimate of the eigenvalue.
    converged : bool
        At the last, `A @ v` differs from `value * v` by no more than the tolerance times its length.
    n_steps : int
        The number of steps in the path.

    Examples
    --------
    >>> power_iteration([[2, 1], [1, 2]], [1, 0], n_steps=2).values.round(4)
    array([2.    , 2.8   , 2.9756])
    """

    path: np.ndarray
    values: np.ndarray
    converged: bool
    n_steps: int

    @property
    def vector(self) -> np.ndarray:
        """Return the last direction.

        Returns
        -------
        np.ndarray, shape (n,)

        Examples
        --------
        >>> power_iteration([[2, 0], [0, 1]], [1, 0]).vector
        array([1., 0.])
        """
        return self.path[-1]

    @property
    def value(self) -> float:
        """Return the last estimate of the eigenvalue.

        Returns
        -------
        float

        Examples
        --------
        >>> power_iteration([[2, 0], [0, 1]], [1, 0]).value
        2.0
        """
        return float(self.values[-1])


@dataclass(frozen=True, eq=False)
class QRIteration:
    """Hold what QR iteration made of a symmetric matrix.

    Attributes
    ----------
    diagonals : np.ndarray, shape (n_steps + 1, n)
        The diagonal of the matrix at the start and after each step: the estimates of the eigenvalues.
    off_diagonal : np.ndarray, shape (n_steps + 1,)
        The largest entry beside the diagonal, in size.
    vectors : np.ndarray, shape (n, n)
        The product of all Q: its columns approach eigenvectors.
    converged : bool
        The last of `off_diagonal` is no more than the tolerance times the largest entry of A.
    n_steps : int
        How many steps were made.

    Examples
    --------
    >>> qr_iteration([[2, 1], [1, 2]]).diagonals[-1].round(8)
    array([3., 1.])
    """

    diagonals: np.ndarray
    off_diagonal: np.ndarray
    vectors: np.ndarray
    converged: bool
    n_steps: int


def power_iteration(A: ArrayLike, start: ArrayLike, *, n_steps: int = 1000, tolerance: float = 1e-10) -> PowerIteration:
    """Multiply by A again and again, each time back to length 1: what is left is the direction that grows fastest.

    Written in eigenvectors, a step multiplies each part by its eigenvalue. So all parts fade beside that of the largest
    |eigenvalue|, l1, and the error shrinks by about `abs(l2 / l1)` a step, l2 being the second largest. It does not
    converge where these are equal in size, as l and -l are, or the two values of a rotation.

    Parameters
    ----------
    A : ArrayLike, shape (n, n)
        The matrix.
    start : ArrayLike, shape (n,)
        Where to begin, not 0, and not perpendicular to what is sought (of a symmetric A): chance sees to that.
    n_steps : int
        Stop after so many steps.
    tolerance : float
        Stop where `A @ v` differs from a multiple of v by no more than this part of its length; 0 stops at none but
        exact eigenvectors.

    Returns
    -------
    PowerIteration
        Where `A @ v = 0` it stops: v is an eigenvector for 0. Cost: O(n**2) a step.

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If `A` is not a finite square matrix, `start` not as long or 0, or a number is out of its range.

    References
    ----------
    von Mises and Pollaczek-Geiringer (1929), Zeitschrift für Angewandte Mathematik und Mechanik 9, 152-164. Trefethen
    and Bau (1997), Numerical Linear Algebra, lecture 27.

    Examples
    --------
    >>> power = power_iteration([[2, 1], [1, 2]], [1, 0])
    >>> round(power.value, 12), power.vector.round(6), power.converged
    (3.0, array([0.707107, 0.707107]), True)
    """
    A = as_matrix(A, "A", square=True)
    return _iterate(A, lambda v, Av: Av, as_direction(start, "start", len(A)), n_steps, tolerance)


def inverse_iteration(A: ArrayLike, start: ArrayLike, shift: float = 0.0, *, n_steps: int = 100,
                      tolerance: float = 1e-10) -> PowerIteration:
    """Run power iteration with the inverse of `A - shift * I`: it finds the eigenvalue nearest to the shift.

    If l is an eigenvalue of A, `1 / (l - shift)` is one of that inverse, with the same eigenvector: the nearer l is to
    the shift, the larger. So the error shrinks by `abs((l1 - shift) / (l2 - shift))` a step, l1 and l2 being nearest.

    Parameters
    ----------
    A : ArrayLike, shape (n, n)
        The matrix.
    start : ArrayLike, shape (n,)
        Where to begin, not 0.
    shift : float
        Near the eigenvalue that is sought, but not equal to it.
    n_steps : int
        Stop after so many steps.
    tolerance : float
        Stop where `A @ v` differs from a multiple of v by no more than this part of its length.

    Returns
    -------
    PowerIteration
        Its values are those of A. Cost: O(n**3) a step; with the factors kept it would be O(n**2).

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If `A` is not a finite square matrix, `start` not as long or 0, or a number is out of its range.
    LinAlgError
        If the shift is an eigenvalue, up to rounding.

    References
    ----------
    Wielandt (1944), Beiträge zur mathematischen Behandlung komplexer Eigenwertprobleme. Trefethen and Bau (1997),
    Numerical Linear Algebra, lecture 27.

    Examples
    --------
    >>> round(inverse_iteration([[2, 1], [1, 2]], [1, 0], shift=0.5).value, 12)
    1.0
    """
    A = as_matrix(A, "A", square=True)
    shifted = scaled(A / 2 - as_real(shift, "shift") / 2 * np.eye(len(A)))[0]  # halves, so that nothing overflows
    try:
        return _iterate(A, lambda v, Av: solve(shifted, v), as_direction(start, "start", len(A)), n_steps, tolerance)
    except np.linalg.LinAlgError:
        raise np.linalg.LinAlgError(f"`shift` must not be an eigenvalue itself; got {shift}.") from None


def qr_iteration(A: ArrayLike, *, n_steps: int = 1000, tolerance: float = 1e-10) -> QRIteration:
    """Factor a symmetric matrix as `Q @ R`, multiply the other way round, and again: it turns diagonal.

    `R @ Q = Q.T @ A @ Q` has the eigenvalues of A. Each step is one of power iteration with all columns at once, kept
    apart by being kept perpendicular. An entry beside the diagonal shrinks by `abs(l[i] / l[j])` a step, where
    l[j] is the larger in size: never, if both are equal in size and differ in sign.

    Parameters
    ----------
    A : ArrayLike, shape (n, n)
        A symmetric matrix.
    n_steps : int
        Stop after so many steps.
    tolerance : float
        Stop where no entry beside the diagonal is more than this part of the largest entry of A.

    Returns
    -------
    QRIteration
        Cost: O(n**3) a step.

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If `A` is not a finite symmetric matrix, or a number is out of its range.

    References
    ----------
    Francis (1961), The Computer Journal 4, 265-271. Trefethen and Bau (1997), Numerical Linear Algebra, lecture 28.

    Examples
    --------
    >>> iteration = qr_iteration([[2, 1], [1, 2]], n_steps=2)
    >>> iteration.off_diagonal.round(4)
    array([1.    , 0.6   , 0.2195])
    """
    (A, e), n_steps = scaled(_as_symmetric(A, "A")), as_count(n_steps, "n_steps", 0)
    tolerance = as_nonnegative(tolerance, "tolerance") * np.abs(A).max()
    vectors, diagonals, beside = np.eye(len(A)), [A.diagonal()], [_beside_diagonal(A)]
    while beside[-1] > tolerance and len(beside) <= n_steps:
        Q, R = qr(A)
        A, vectors = R @ Q, vectors @ Q
        diagonals.append(A.diagonal())
        beside.append(_beside_diagonal(A))
    return QRIteration(grown(np.array(diagonals), e, "A"), grown(np.array(beside), e, "A"), vectors,
                       bool(beside[-1] <= tolerance), len(beside) - 1)


def jacobi(A: ArrayLike) -> SymmetricPairs:
    """Turn a symmetric matrix diagonal by rotations, each of which makes one pair of entries 0.

    The rotation by `theta` in the plane of axes p and q, with `tan(2 * theta) = 2 * A[p, q] / (A[p, p] - A[q, q])`,
    makes A[p, q] zero. Others come back a little, but what is beside the diagonal loses `2 * A[p, q]**2` of its sum
    of squares at each rotation, which the diagonal gains. A sweep goes through all pairs; some six to ten are enough.

    Parameters
    ----------
    A : ArrayLike, shape (n, n)
        A symmetric matrix.

    Returns
    -------
    SymmetricPairs
        Cost: O(n**3) a sweep.

    Raises
    ------
    TypeError
        If `A` holds anything but real numbers.
    ValueError
        If `A` is not a finite symmetric matrix.

    References
    ----------
    Jacobi (1846), Journal für die reine und angewandte Mathematik 30, 51-94. Golub and Van Loan (2013), Matrix
    Computations, 4th edition, section 8.5.

    Examples
    --------
    >>> jacobi([[2, 1], [1, 2]]).values.round(12)
    array([3., 1.])
    """
    A, e = scaled(_as_symmetric(A, "A"))
    V, n = np.eye(len(A)), len(A)
    while _beside_diagonal(A) > EPS * np.abs(A).max():
        for p, q in combinations(range(n), 2):
            if A[p, q]:
                G = _rotation_to_zero(A[p, p], A[q, q], A[p, q])
                A[[p, q]] = G.T @ A[[p, q]]
                A[:, [p, q]] = A[:, [p, q]] @ G
                V[:, [p, q]] = V[:, [p, q]] @ G
                A[p, q] = A[q, p] = 0  # not only up to rounding: so all that is beside the diagonal dies out
    return _in_order(grown(A.diagonal(), e, "A"), V)


def eig_symmetric(A: ArrayLike, *, solver: str = "numpy") -> SymmetricPairs:
    """Find the eigenvalues of a symmetric matrix, and perpendicular eigenvectors: the spectral theorem says they exist.

    Parameters
    ----------
    A : ArrayLike, shape (n, n)
        A symmetric matrix.
    solver : str
        "numpy" (LAPACK), or "jacobi", our own `jacobi`.

    Returns
    -------
    SymmetricPairs
        Cost: O(n**3).

    Raises
    ------
    TypeError
        If `A` holds anything but real numbers.
    ValueError
        If `A` is not a finite symmetric matrix (up to 1e-12 of its largest entry), or `solver` is unknown.

    References
    ----------
    Golub and Van Loan (2013), Matrix Computations, 4th edition, section 8.1.

    Examples
    --------
    >>> values, V = eig_symmetric([[2, 1], [1, 2]])
    >>> V * values @ V.T
    array([[2., 1.],
           [1., 2.]])
    """
    if as_choice(solver, "solver", ("numpy", "jacobi")) == "jacobi":
        return jacobi(A)
    A, e = scaled(_as_symmetric(A, "A"))
    values, vectors = np.linalg.eigh(A)
    return _in_order(grown(values, e, "A"), vectors)


def matrix_power(A: ArrayLike, k: int) -> np.ndarray:
    """Return a symmetric matrix times itself, k factors: `V @ diag(values**k) @ V.T`.

    Parameters
    ----------
    A : ArrayLike, shape (n, n)
        A symmetric matrix.
    k : int
        How many factors, from 0 up.

    Returns
    -------
    np.ndarray, shape (n, n)
        Cost: O(n**3), however large k is.

    Raises
    ------
    TypeError
        If `A` holds anything but real numbers, or `k` is not an integer.
    ValueError
        If `A` is not a finite symmetric matrix, `k` is negative, or the power exceeds the largest float.

    References
    ----------
    Strang (2016), Introduction to Linear Algebra, 5th edition, section 6.2.

    Examples
    --------
    >>> matrix_power([[2, 1], [1, 2]], 10).round(6)
    array([[29525., 29524.],
           [29524., 29525.]])
    """
    values, V = eig_symmetric(A)
    with np.errstate(**QUIET):
        return within_floats(V * values ** as_count(k, "k", 0) @ V.T, "k")


def rayleigh_quotient(A: ArrayLike, v: ArrayLike) -> float:
    """Return `v @ A @ v / (v @ v)`: the eigenvalue, if v is an eigenvector, and else the number that comes nearest.

    It minimises `norm(A @ v - value * v)`. For a symmetric A its greatest value is the greatest eigenvalue.

    Parameters
    ----------
    A : ArrayLike, shape (n, n)
        The matrix.
    v : ArrayLike, shape (n,)
        A direction, not 0.

    Returns
    -------
    float

    Raises
    ------
    TypeError
        If an argument holds anything but real numbers.
    ValueError
        If `A` is not a finite square matrix, or `v` is not as long, not finite, or 0.

    References
    ----------
    Trefethen and Bau (1997), Numerical Linear Algebra, lecture 27.

    Examples
    --------
    >>> rayleigh_quotient([[2, 1], [1, 2]], [1, 0])
    2.0
    """
    A = as_matrix(A, "A", square=True)
    (A, e), v = scaled(A), as_direction(v, "v", len(A))
    return grown(v @ A @ v, e, "A")


def quadratic_form(A: ArrayLike, points: ArrayLike) -> np.ndarray:
    """Return `x @ A @ x` for each point x: the height of a bowl, a saddle or a dome over it.

    Parameters
    ----------
    A : ArrayLike, shape (n, n)
        The matrix; only its symmetric half `(A + A.T) / 2` matters.
    points : ArrayLike, shape (..., n)
        One point, or many along the leading axes.

    Returns
    -------
    np.ndarray, shape (...)
        One number a point.

    Raises
    ------
    TypeError
        If an argument holds anything but real numbers.
    ValueError
        If shapes do not fit, an entry is not finite, or a value exceeds the largest float.

    References
    ----------
    Strang (2016), Introduction to Linear Algebra, 5th edition, section 6.5.

    Examples
    --------
    >>> quadratic_form([[1, 0], [0, -1]], [[2, 1], [1, 2]])
    array([ 3., -3.])
    """
    A = as_matrix(A, "A", square=True)
    x = as_points(points, "points", len(A))
    with np.errstate(**QUIET):
        return within_floats((x @ A * x).sum(axis=-1), "points")


def characteristic_polynomial(A: ArrayLike) -> np.ndarray:
    """Return the coefficients of `det(l * I - A) = l**2 - (a + d) * l + (a * d - b * c)`, whose roots are eigenvalues.

    Parameters
    ----------
    A : ArrayLike, shape (2, 2)
        The matrix, with rows (a, b) and (c, d).

    Returns
    -------
    np.ndarray, shape (3,)
        Of the highest power first: 1, minus the trace, the determinant.

    Raises
    ------
    TypeError
        If `A` holds anything but real numbers.
    ValueError
        If `A` is not a finite 2 by 2 matrix, or a coefficient exceeds the largest float.

    References
    ----------
    Strang (2016), Introduction to Linear Algebra, 5th edition, section 6.1.

    Examples
    --------
    >>> characteristic_polynomial([[2, 1], [1, 2]])
    array([ 1., -4.,  3.])
    """
    A = as_matrix(A, "A", (2, 2))
    with np.errstate(**QUIET):
        return within_floats(np.array([1, -np.trace(A), signed_area(A)]), "A")


def _as_symmetric(A: ArrayLike, name: str) -> np.ndarray:
    """Return a symmetric matrix, or refuse what is not symmetric up to rounding."""
    A = as_matrix(A, name, square=True)
    half = A / 2  # the sum of two halves does not overflow
    gap = np.abs(half - half.T)
    if gap.max() > 0.5e-12 * np.abs(A).max():
        i, j = (int(k) for k in np.argwhere(gap == gap.max())[0])
        raise ValueError(f"`{name}` must be symmetric; got {A[i, j]:g} at index {i, j} and {A[j, i]:g} at {j, i}.")
    return half + half.T


def _iterate(A: np.ndarray, step: Callable, v: np.ndarray, n_steps: int, tolerance: float) -> PowerIteration:
    n_steps, tolerance = as_count(n_steps, "n_steps", 0), as_nonnegative(tolerance, "tolerance")
    A, e = scaled(A)
    path, values, converged = [v], [v @ A @ v], False
    while True:
        Av = A @ v
        converged = np.linalg.norm(Av - values[-1] * v) <= tolerance * np.linalg.norm(Av)
        if converged or len(path) > n_steps:
            return PowerIteration(np.array(path), grown(np.array(values), e, "A"), bool(converged), len(path) - 1)
        v = unit(step(v, Av))
        path.append(v)
        values.append(v @ A @ v)


def _rotation_to_zero(a: float, d: float, b: float) -> np.ndarray:
    """Return the rotation G for which G.T @ [[a, b], [b, d]] @ G is diagonal, by the smaller of two angles."""
    theta = 0.5 * math.atan2(2 * b, a - d)
    if abs(theta) > math.pi / 4:
        theta -= math.copysign(math.pi / 2, theta)
    return np.array([[math.cos(theta), -math.sin(theta)], [math.sin(theta), math.cos(theta)]])


def _in_order(values: np.ndarray, vectors: np.ndarray) -> SymmetricPairs:
    order = np.argsort(-values, kind="stable")
    vectors = vectors[:, order]
    return SymmetricPairs(values[order], vectors * largest_signs(vectors) + 0.0)


def _beside_diagonal(A: np.ndarray) -> float:
    return float(np.abs(A - np.diag(A.diagonal())).max())
