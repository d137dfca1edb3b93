"""Matrices as maps of the plane. Vectors are columns: the map takes v to `A @ v`, the columns of A are where e1, e2 go.

A list of points is stored one point a row, as data are; `apply` minds the difference.
"""
from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from mathlib.checks import as_count, as_matrix, as_points, as_real, as_vector
from mathlib.linear_algebra.size import QUIET, within_floats


def apply(A: ArrayLike, points: ArrayLike) -> np.ndarray:
    """Map points, one a row: each row v, taken as a column, goes to `A @ v`.

    Parameters
    ----------
    A : ArrayLike, shape (m, n)
        The matrix of the map.
    points : ArrayLike, shape (..., n)
        One point, or many along the leading axes.

    Returns
    -------
    np.ndarray, shape (..., m)
        The images, in the same order.

    Raises
    ------
    TypeError
        If an argument holds anything but real numbers.
    ValueError
        If `A` is not a finite matrix, the points do not have n coordinates each, or an image exceeds the largest float.

    References
    ----------
    Strang (2016), Introduction to Linear Algebra, 5th edition, section 8.1.

    Examples
    --------
    >>> apply([[0, -1], [1, 0]], [[1, 0], [0, 2]])
    array([[ 0.,  1.],
           [-2.,  0.]])
    """
    A = as_matrix(A, "A")
    points = as_points(points, "points", A.shape[1])
    with np.errstate(**QUIET):
        return within_floats(points @ A.T + 0.0, "points")  # + 0.0 makes a -0.0 a 0.0


def signed_area(A: ArrayLike) -> float:
    """Return the area to which A maps the unit square, negative if A turns the plane over: the determinant.

    With columns (a, c) and (b, d) it is `a * d - b * c`: the rectangle `(a + b) * (c + d)`, less what its parallelogram
    leaves over.

    Parameters
    ----------
    A : ArrayLike, shape (2, 2)
        The matrix of the map.

    Returns
    -------
    float
        Off by a few 1e-16 of `abs(a * d) + abs(b * c)`.

    Raises
    ------
    TypeError
        If `A` holds anything but real numbers.
    ValueError
        If `A` is not a finite 2 by 2 matrix, or one of these products exceeds the largest float.

    References
    ----------
    Strang (2016), Introduction to Linear Algebra, 5th edition, section 5.3.

    Examples
    --------
    >>> signed_area([[2, 0], [0, 3]]), signed_area([[0, 1], [1, 0]])
    (6.0, -1.0)
    """
    (a, b), (c, d) = as_matrix(A, "A", (2, 2))
    with np.errstate(**QUIET):
        return within_floats(float(a * d - b * c), "A")


def ellipse(A: ArrayLike, n: int = 97) -> np.ndarray:
    """Return points on the image of the unit circle: an ellipse, or a segment if A is singular.

    Parameters
    ----------
    A : ArrayLike, shape (2, 2)
        The matrix of the map.
    n : int
        How many points, evenly spaced on the circle; the last is the first again. 97 includes the four on the axes.

    Returns
    -------
    np.ndarray, shape (n, 2)

    Raises
    ------
    TypeError
        If `A` holds anything but real numbers, or `n` is not an integer.
    ValueError
        If `A` is not a finite 2 by 2 matrix, or `n` is less than 4.

    References
    ----------
    Trefethen and Bau (1997), Numerical Linear Algebra, lecture 4.

    Examples
    --------
    >>> ellipse([[2, 0], [0, 1]], n=5).round(12) + 0.0
    array([[ 2.,  0.],
           [ 0.,  1.],
           [-2.,  0.],
           [ 0., -1.],
           [ 2.,  0.]])
    """
    angles = np.linspace(0, 2 * np.pi, as_count(n, "n", minimum=4))
    angles[-1] = 0  # sin(2 * pi) is not quite 0 in floating point, and the curve must close
    return apply(as_matrix(A, "A", (2, 2)), np.column_stack([np.cos(angles), np.sin(angles)]))


def rotation(angle: float) -> np.ndarray:
    """Return the matrix that turns the plane about the origin, anticlockwise.

    Parameters
    ----------
    angle : float
        In radians.

    Returns
    -------
    np.ndarray, shape (2, 2)

    Raises
    ------
    TypeError
        If `angle` is not a number.
    ValueError
        If `angle` is not finite.

    References
    ----------
    Strang (2016), Introduction to Linear Algebra, 5th edition, section 4.4.

    Examples
    --------
    >>> rotation(math.pi / 2).round(12) + 0.0
    array([[ 0., -1.],
           [ 1.,  0.]])
    """
    angle = as_real(angle, "angle")
    return np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])


def shear(k: float) -> np.ndarray:
    """Return the matrix that slides each point sideways by k times its height.

    Parameters
    ----------
    k : float
        How far the point (0, 1) goes.

    Returns
    -------
    np.ndarray, shape (2, 2)

    Raises
    ------
    TypeError
        If `k` is not a number.
    ValueError
        If `k` is not finite.

    References
    ----------
    Strang (2016), Introduction to Linear Algebra, 5th edition, section 8.1.

    Examples
    --------
    >>> shear(0.5)
    array([[1. , 0.5],
           [0. , 1. ]])
    """
    return np.array([[1, as_real(k, "k")], [0, 1]])


def projection(direction: ArrayLike) -> np.ndarray:
    """Return the matrix that takes each point to the nearest one on the line along `direction`: `u @ u.T`.

    Parameters
    ----------
    direction : ArrayLike, shape (n,)
        Any vector along the line, except 0; u is the one of length 1.

    Returns
    -------
    np.ndarray, shape (n, n)

    Raises
    ------
    TypeError
        If `direction` holds anything but real numbers.
    ValueError
        If `direction` is 0, or not a finite vector.

    References
    ----------
    Strang (2016), Introduction to Linear Algebra, 5th edition, section 4.2.

    Examples
    --------
    >>> projection([1, 1])
    array([[0.5, 0.5],
           [0.5, 0.5]])
    """
    v = as_vector(direction, "direction")
    if not v.any():
        raise ValueError("`direction` must be a vector other than 0; got 0, which has no direction.")
    v = v / np.abs(v).max()  # its square neither overflows nor vanishes
    return np.outer(v, v) / (v @ v)


def reflection(direction: ArrayLike) -> np.ndarray:
    """Return the matrix that mirrors each point across the line along `direction`: `2 * P - I`, P the projection on it.

    Parameters
    ----------
    direction : ArrayLike, shape (n,)
        Any vector along the line, except 0.

    Returns
    -------
    np.ndarray, shape (n, n)

    Raises
    ------
    TypeError
        If `direction` holds anything but real numbers.
    ValueError
        If `direction` is 0, or not a finite vector.

    References
    ----------
    Trefethen and Bau (1997), Numerical Linear Algebra, lecture 10.

    Examples
    --------
    >>> reflection([1, 1])
    array([[0., 1.],
           [1., 0.]])
    """
    P = projection(direction)
    return 2 * P - np.eye(len(P))
