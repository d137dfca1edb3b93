"""Areas under curves, from values of the function: rectangles, trapezoids, parabolas, and Gauss's best points."""
from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from scipy import linalg

from mathlib.checks import as_array, as_choice, as_count, as_function, as_real


class Rule(NamedTuple):
    """Hold a quadrature rule: an integral is about `weights @ f(nodes)`.

    Attributes
    ----------
    nodes : np.ndarray, shape (n,)
        Where to look.
    weights : np.ndarray, shape (n,)
        How much each value counts; they sum to the length of the interval.

    Examples
    --------
    >>> Rule(np.array([0.0]), np.array([2.0])).weights.sum()
    np.float64(2.0)
    """

    nodes: np.ndarray
    weights: np.ndarray


def riemann(f: Callable, a: float, b: float, n: int, *, at: str = "left") -> float:
    """Return the sum of n rectangles, `h * sum(f(x))`: error O(h) from either end, O(h**2) from the middle.

    Parameters
    ----------
    f : callable
        Maps an array of points to the values there.
    a, b : float
        From where to where; with a > b the integral changes its sign.
    n : int
        The number of rectangles, each `h = (b - a) / n` wide.
    at : str
        Where each takes its height: "left", "middle" or "right".

    Returns
    -------
    float

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If a number is out of its range, `at` is unknown, or a value of f is not finite.

    References
    ----------
    Davis and Rabinowitz (1984), Methods of Numerical Integration, section 2.1.

    Examples
    --------
    >>> riemann(lambda x: x, 0, 1, 4), riemann(lambda x: x, 0, 1, 4, at="middle")
    (0.375, 0.5)
    """
    places = {"left": 0.0, "middle": 0.5, "right": 1.0}
    shift = places[as_choice(at, "at", places)]
    a, b, n = as_real(a, "a"), as_real(b, "b"), as_count(n, "n")
    h = (b - a) / n
    return float(h * _values(f, a + h * (np.arange(n) + shift)).sum())


def trapezoid(f: Callable, a: float, b: float, n: int) -> float:
    """Return the sum of n trapezoids, `h * (f(a) / 2 + f(a + h) + ... + f(b) / 2)`: error O(h**2).

    Parameters
    ----------
    f : callable
        Maps an array of points to the values there.
    a, b : float
        From where to where; with a > b the integral changes its sign.
    n : int
        The number of trapezoids, each `h = (b - a) / n` wide.

    Returns
    -------
    float

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If a number is out of its range, or a value of f is not finite.

    References
    ----------
    Davis and Rabinowitz (1984), Methods of Numerical Integration, equation 2.1.7.

    Examples
    --------
    >>> trapezoid(lambda x: x**2, 0, 1, 2)
    0.375
    """
    a, b, n = as_real(a, "a"), as_real(b, "b"), as_count(n, "n")
    y = _values(f, np.linspace(a, b, n + 1))
    return float((b - a) / n * (y.sum() - (y[0] + y[-1]) / 2))


def simpson(f: Callable, a: float, b: float, n: int) -> float:
    """Return the area under parabolas, three points each: weights 1, 4, 2, 4, ..., 4, 1 times h / 3, error O(h**4).

    Parameters
    ----------
    f : callable
        Maps an array of points to the values there.
    a, b : float
        From where to where; with a > b the integral changes its sign.
    n : int
        The number of strips, even, each `h = (b - a) / n` wide.

    Returns
    -------
    float
        Exact for polynomials up to degree 3.

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If a number is out of its range, `n` is odd, or a value of f is not finite.

    References
    ----------
    Davis and Rabinowitz (1984), Methods of Numerical Integration, equation 2.2.2.

    Examples
    --------
    >>> simpson(lambda x: x**2, 0, 3, 2)
    9.0
    """
    a, b, n = as_real(a, "a"), as_real(b, "b"), as_count(n, "n", 2)
    if n % 2:
        raise ValueError(f"`n` must be even, two strips for each parabola; got {n}.")
    y = _values(f, np.linspace(a, b, n + 1))
    return float((b - a) / n / 3 * (y[0] + 4 * y[1::2].sum() + 2 * y[2:-1:2].sum() + y[-1]))


def gauss_legendre_rule(n: int) -> Rule:
    """Return the n points and weights on [-1, 1] that integrate every polynomial up to degree 2 * n - 1 exactly.

    The points are the eigenvalues of the symmetric tridiagonal matrix of the recurrence of Legendre's polynomials; the
    weights are 2 times the squares of the first entries of its eigenvectors.

    Parameters
    ----------
    n : int
        The number of points.

    Returns
    -------
    Rule
        Cost: O(n**2) the first time; the rules asked for last are kept.

    Raises
    ------
    TypeError
        If `n` is no whole number.
    ValueError
        If `n` is less than 1.

    References
    ----------
    Golub and Welsch (1969), Mathematics of Computation 23, 221-230.

    Examples
    --------
    >>> gauss_legendre_rule(2).nodes.round(6)
    array([-0.57735,  0.57735])
    """
    nodes, weights = _gauss(as_count(n, "n"))
    return Rule(nodes.copy(), weights.copy())


def gauss_legendre(f: Callable, a: float, b: float, n: int) -> float:
    """Return `weights @ f(nodes)` for Gauss's n points: exact up to degree 2 * n - 1, and quick for smooth functions.

    Parameters
    ----------
    f : callable
        Maps an array of points to the values there. It is never asked at a or b.
    a, b : float
        From where to where; with a > b the integral changes its sign.
    n : int
        The number of points.

    Returns
    -------
    float

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If a number is out of its range, or a value of f is not finite.

    References
    ----------
    Davis and Rabinowitz (1984), Methods of Numerical Integration, section 2.7.

    Examples
    --------
    >>> bool(abs(gauss_legendre(np.exp, 0, 1, 6) - (np.e - 1)) < 1e-14)
    True
    """
    a, b = as_real(a, "a"), as_real(b, "b")
    nodes, weights = gauss_legendre_rule(n)
    half = (b - a) / 2
    return float(half * (weights @ _values(f, a + half * (nodes + 1))))


def ball_volume(d: int) -> float:
    """Return the volume of the unit ball in d dimensions, `pi**(d / 2) / gamma(d / 2 + 1)`.

    Parameters
    ----------
    d : int
        The dimension.

    Returns
    -------
    float

    Raises
    ------
    TypeError
        If `d` is no whole number.
    ValueError
        If `d` is less than 1.

    References
    ----------
    Bishop (2006), Pattern Recognition and Machine Learning, exercise 1.18.

    Examples
    --------
    >>> [round(ball_volume(d), 4) for d in (1, 2, 3)]
    [2.0, 3.1416, 4.1888]
    """
    d = as_count(d, "d")
    return math.exp(d / 2 * math.log(math.pi) - math.lgamma(d / 2 + 1))


def ball_fraction(d: int) -> float:
    """Return the part of the cube [-1, 1]**d that the unit ball fills: why sampling at random fails in high dimension.

    Parameters
    ----------
    d : int
        The dimension.

    Returns
    -------
    float

    Raises
    ------
    TypeError
        If `d` is no whole number.
    ValueError
        If `d` is less than 1.

    References
    ----------
    Bishop (2006), Pattern Recognition and Machine Learning, exercises 1.18 and 1.19.

    Examples
    --------
    >>> print(f"{ball_fraction(2):.3f} {ball_fraction(20):.1e}")
    0.785 2.5e-08
    """
    return ball_volume(d) * 0.5**d


@lru_cache(maxsize=32)
def _gauss(n: int) -> Rule:
    k = np.arange(1, n)
    nodes, vectors = linalg.eigh_tridiagonal(np.zeros(n), k / np.sqrt(4 * k**2 - 1))
    nodes = (nodes - nodes[::-1]) / 2  # the rule is symmetric; rounding is not
    return Rule(nodes, 2 * vectors[0] ** 2)


def _values(f: Callable, x: np.ndarray) -> np.ndarray:
    y = as_array(as_function(f, "f")(x), "f(x)")
    if y.shape != x.shape:
        raise ValueError(f"`f(x)` must have a value for each point, shape {x.shape}; got shape {y.shape}. "
                         "For a constant, return `np.full_like(x, c)`.")
    return y
