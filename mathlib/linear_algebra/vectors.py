"""Vectors: their length, the angle between them, how far apart they are, and columns brought to one unit.

Squares overflow beyond 1e154 and vanish below 1e-154. So lengths are taken of a vector divided by a power of two near
its largest entry, which costs no digit, and are multiplied by it at the end.
"""
from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike
from scipy.spatial.distance import cdist

from mathlib.checks import as_count, as_matrix, as_vector
from mathlib.linear_algebra.size import QUIET, grown, scaled, within_floats


def dot(x: ArrayLike, y: ArrayLike) -> float:
    """Return the dot product of two vectors: `x[0] * y[0] + ... + x[n-1] * y[n-1]`.

    Parameters
    ----------
    x, y : ArrayLike, shape (n,)
        The vectors.

    Returns
    -------
    float

    Raises
    ------
    TypeError
        If a vector holds anything but real numbers.
    ValueError
        If the vectors are not finite, differ in length, or a product exceeds the largest float, 1.8e308.

    References
    ----------
    Strang (2016), Introduction to Linear Algebra, 5th edition, section 1.2.

    Examples
    --------
    >>> dot([1, 2, 3], [4, 5, 6])
    32.0
    """
    x = as_vector(x, "x")
    y = as_vector(y, "y", x.size)
    with np.errstate(**QUIET):
        return within_floats(float(x @ y), "x")


def norm(x: ArrayLike, p: float = 2) -> float:
    """Return the length of a vector: of the straight way (p = 2), along the streets (p = 1), or of its largest entry.

    Parameters
    ----------
    x : ArrayLike, shape (n,)
        The vector.
    p : float
        2 for `sqrt(sum(x**2))`, 1 for `sum(abs(x))`, or infinity for `max(abs(x))`.

    Returns
    -------
    float

    Raises
    ------
    TypeError
        If `x` holds anything but real numbers.
    ValueError
        If `x` is not a finite vector, its length exceeds the largest float, or `p` is not 1, 2 or infinity.

    References
    ----------
    Golub and Van Loan (2013), Matrix Computations, 4th edition, section 2.2.

    Examples
    --------
    >>> norm([3, -4]), norm([3, -4], 1), norm([3, -4], np.inf)
    (5.0, 7.0, 4.0)
    """
    x, e = scaled(as_vector(x, "x"))
    lengths = {1: np.abs(x).sum, 2: lambda: math.sqrt(x @ x), math.inf: np.abs(x).max}
    if not isinstance(p, (int, float)) or isinstance(p, bool) or p not in lengths:
        raise ValueError(f"`p` must be 1, 2 or infinity; got {p!r}.")
    return grown(lengths[p](), e, "x")


def cosine(x: ArrayLike, y: ArrayLike) -> float:
    """Return the cosine of the angle between two vectors: `dot(x, y) / (norm(x) * norm(y))`.

    It does not change when a vector is made longer: 1 for the same direction, 0 for perpendicular, -1 for opposite.

    Parameters
    ----------
    x, y : ArrayLike, shape (n,)
        The vectors, neither of them 0.

    Returns
    -------
    float
        Between -1 and 1.

    Raises
    ------
    TypeError
        If a vector holds anything but real numbers.
    ValueError
        If a vector is 0 or not finite, or the vectors differ in length.

    References
    ----------
    Strang (2016), Introduction to Linear Algebra, 5th edition, section 1.2.

    Examples
    --------
    >>> cosine([1, 0], [1, 1])
    0.7071067811865475
    """
    u, v = _two_directions(x, y)
    return float(np.clip(u @ v, -1, 1))


def angle(x: ArrayLike, y: ArrayLike) -> float:
    """Return the angle between two vectors.

    With u and v the vectors at length 1, it is `2 * atan2(norm(u - v), norm(u + v))`: half the angle lies in a right
    triangle with these two sides. The arc cosine is the same in theory, but loses half of the digits of a small angle.

    Parameters
    ----------
    x, y : ArrayLike, shape (n,)
        The vectors, neither of them 0.

    Returns
    -------
    float
        In radians, between 0 and pi.

    Raises
    ------
    TypeError
        If a vector holds anything but real numbers.
    ValueError
        If a vector is 0 or not finite, or the vectors differ in length.

    References
    ----------
    Kahan (2006), How Futile are Mindless Assessments of Roundoff in Floating-Point Computation?, section 12.

    Examples
    --------
    >>> math.degrees(angle([1, 0], [0, 2]))
    90.0
    """
    u, v = _two_directions(x, y)
    return 2 * math.atan2(np.linalg.norm(u - v), np.linalg.norm(u + v))


def distance(x: ArrayLike, y: ArrayLike) -> float:
    """Return how far two points are apart: the length of their difference.

    Parameters
    ----------
    x, y : ArrayLike, shape (n,)
        The points.

    Returns
    -------
    float
        In the unit of the coordinates; the answer depends on it.

    Raises
    ------
    TypeError
        If a point holds anything but real numbers.
    ValueError
        If the points are not finite, differ in length, or are farther apart than the largest float.

    References
    ----------
    Golub and Van Loan (2013), Matrix Computations, 4th edition, section 2.2.

    Examples
    --------
    >>> distance([1, 1], [4, 5])
    5.0
    """
    x = as_vector(x, "x")
    return float(distances(x[None], as_vector(y, "y", x.size)[None])[0, 0])


def distances(X: ArrayLike, Y: ArrayLike | None = None) -> np.ndarray:
    """Return the distance of each row of X to each row of Y.

    Parameters
    ----------
    X : ArrayLike, shape (m, p)
        Points, one a row.
    Y : ArrayLike, shape (n, p), optional
        Other points; without them, those of X again.

    Returns
    -------
    np.ndarray, shape (m, n)
        Cost: O(m * n * p).

    Raises
    ------
    TypeError
        If an argument holds anything but real numbers.
    ValueError
        If an argument is not a finite matrix, the points differ in length, or a distance exceeds the largest float.

    References
    ----------
    Hastie, Tibshirani and Friedman (2009), The Elements of Statistical Learning, 2nd edition, section 14.3.

    Examples
    --------
    >>> distances([[0, 0], [3, 4]])
    array([[0., 5.],
           [5., 0.]])
    """
    X = as_matrix(X, "X")
    Y = X if Y is None else as_matrix(Y, "Y", (None, X.shape[1]))
    both, e = scaled(np.vstack([X, Y]))
    # by differences: norm(x)**2 + norm(y)**2 - 2 * dot(x, y) would be wrong for points that nearly meet
    return grown(cdist(both[: len(X)], both[len(X) :]), e, "X")


def standardise(X: ArrayLike, *, ddof: int = 0) -> np.ndarray:
    """Return the columns of X in units of their own spread: mean 0, standard deviation 1.

    Parameters
    ----------
    X : ArrayLike, shape (n, p)
        One observation a row, one variable a column.
    ddof : int
        The standard deviation divides the sum of squares by `n - ddof`: 0 (as here and in scikit-learn) or 1 (as in R).
        The shares of variance that PCA finds do not depend on it.

    Returns
    -------
    np.ndarray, shape (n, p)
        Without units: grams and millimetres are gone.

    Raises
    ------
    TypeError
        If `X` holds anything but real numbers, or `ddof` is not an integer.
    ValueError
        If `X` is not a finite matrix, a column is constant (up to rounding), or `ddof` is not 0 or 1.

    References
    ----------
    Hastie, Tibshirani and Friedman (2009), The Elements of Statistical Learning, 2nd edition, section 14.5.

    Examples
    --------
    >>> standardise([[1, 1000], [3, 3000]])
    array([[-1., -1.],
           [ 1.,  1.]])
    """
    X, ddof = as_matrix(X, "X"), as_count(ddof, "ddof", 0)
    if ddof > 1:
        raise ValueError(f"`ddof` must be 0 or 1; got {ddof}.")
    X = scaled(X, axis=0)[0]
    flat = flat_columns(X)
    if flat.any():
        raise ValueError(f"`X` must be a matrix without constant columns; got one value only in column "
                         f"{flat.argmax()}, which has no spread to divide by.")
    X = X - X.mean(axis=0)
    return X / X.std(axis=0, ddof=ddof)


def flat_columns(X: np.ndarray) -> np.ndarray:
    """Say of each column whether it is constant, up to rounding."""
    return np.ptp(X, axis=0) <= 4 * np.finfo(float).eps * np.abs(X).max(axis=0)


def unit(v: np.ndarray) -> np.ndarray:
    """Return a vector other than 0 at length 1."""
    v = scaled(v)[0]
    return v / np.linalg.norm(v)


def as_direction(x: ArrayLike, name: str, n: int | None = None) -> np.ndarray:
    """Return a vector at length 1, or refuse what is none, or 0."""
    v = as_vector(x, name, n)
    if not v.any():
        raise ValueError(f"`{name}` must be a vector other than 0; got 0, which has no direction.")
    return unit(v)


def _two_directions(x: ArrayLike, y: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    u = as_direction(x, "x")
    return u, as_direction(y, "y", u.size)
