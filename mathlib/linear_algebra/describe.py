"""Say in words what a 2 by 2 matrix does to the plane."""
from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from mathlib.checks import as_matrix
from mathlib.linear_algebra.maps import signed_area
from mathlib.linear_algebra.spectral import real_eigenpairs

TOLERANCE = 1e-9


def describe_map(A: ArrayLike) -> str:
    """Say in a few words what a 2 by 2 matrix does to the plane: the first of these that holds.

    | words | definition |
    |---|---|
    | zero: every point goes to the origin | A = 0, exactly |
    | identity | A = I |
    | rotation by t° | A.T @ A = I, det A > 0; anticlockwise, above -180 and up to 180 |
    | reflection across the line at t° | A.T @ A = I, det A < 0; the line, in [0, 180) |
    | projection onto the line at t° | A @ A = A; oblique unless A = A.T |
    | scaling by k | A = k * I |
    | rotation by t° and scaling by k | A.T @ A = k**2 * I, det A > 0 |
    | shear | one direction only is kept, at eigenvalue 1 |
    | singular: the plane falls on a line | det A = 0 |
    | defective: only one direction is kept, scaled by k | a double eigenvalue k with one eigenvector |
    | stretching by k and l in perpendicular directions | A = A.T |
    | no direction is kept | no real eigenvalue |
    | stretching by k and l in two directions | two real eigenvalues |

    Parameters
    ----------
    A : ArrayLike, shape (2, 2)
        The matrix.

    Returns
    -------
    str
        Angles are rounded to 0.1°, other numbers to four digits. Two matrices count as equal if no entry differs by
        more than 1e-9 of the largest entry of either; det A counts as 0 up to 1e-9 of the largest entry's square;
        `real_eigenpairs` says which eigenvalues are equal.

    Raises
    ------
    TypeError
        If `A` holds anything but real numbers.
    ValueError
        If `A` is not a finite 2 by 2 matrix.

    References
    ----------
    Strang (2016), Introduction to Linear Algebra, 5th edition, section 8.1 and chapter 6.

    Examples
    --------
    >>> describe_map([[0, -1], [1, 0]])
    'rotation by 90°'
    >>> describe_map([[1, 1], [0, 1]])
    'shear'
    """
    A = as_matrix(A, "A", (2, 2))
    with np.errstate(over="ignore", invalid="ignore"):  # a square that overflows equals nothing
        kinds = (kind(A) for kind in (_special, _orthogonal, _projection, _similarity, _by_eigenvalues))
        return next(filter(None, kinds))


def _special(A: np.ndarray) -> str:
    if not A.any():
        return "zero: every point goes to the origin"
    return "identity" if _equal(A, np.eye(2)) else ""


def _orthogonal(A: np.ndarray) -> str:
    if not _equal(A.T @ A, np.eye(2)):
        return ""
    if signed_area(A) > 0:
        return f"rotation by {_angle(A[:, 0])}°"
    return f"reflection across the line at {_line(A + np.eye(2))}°"


def _projection(A: np.ndarray) -> str:
    if not _equal(A @ A, A):
        return ""
    return f"{'' if _equal(A, A.T) else 'oblique '}projection onto the line at {_line(A)}°"


def _similarity(A: np.ndarray) -> str:
    B = A / np.abs(A).max()
    k = math.sqrt(abs(signed_area(B))) * np.abs(A).max()
    if signed_area(B) <= 0 or not _equal(B.T @ B, signed_area(B) * np.eye(2)):
        return ""
    if _equal(A, A[0, 0] * np.eye(2)):
        return f"scaling by {_digits(A[0, 0])}"
    return f"rotation by {_angle(A[:, 0])}° and scaling by {_digits(k)}"


def _by_eigenvalues(A: np.ndarray) -> str:
    values, _, defective = real_eigenpairs(A)
    if defective and abs(values[0] - 1) <= TOLERANCE:
        return "shear"
    if abs(signed_area(A / np.abs(A).max())) <= TOLERANCE:
        return "singular: the plane falls on a line"
    if defective:
        return f"defective: only one direction is kept, scaled by {_digits(values[0])}"
    if not len(values):
        return "no direction is kept"
    directions = "perpendicular directions" if _equal(A, A.T) else "two directions"
    return f"stretching by {' and '.join(map(_digits, values))} in {directions}"


def _equal(P: np.ndarray, Q: np.ndarray) -> bool:
    return bool(np.abs(P - Q).max() <= TOLERANCE * max(np.abs(P).max(), np.abs(Q).max()) < np.inf)


def _angle(v: np.ndarray) -> str:
    degrees = round(math.degrees(math.atan2(v[1], v[0])), 1) + 0.0
    return _digits(180 if degrees == -180 else degrees)


def _line(M: np.ndarray) -> str:
    """Return the angle of the line onto which M, of rank 1, maps the plane: that of its longer column."""
    v = M[:, np.linalg.norm(M, axis=0).argmax()]
    return _digits(round(math.degrees(math.atan2(v[1], v[0])), 1) % 180)


def _digits(x: float) -> str:
    return f"{x:.4g}".replace("-", "−")
