"""Convexity: chords above the graph, and Hessians without negative eigenvalues."""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from mathlib.checks import as_array, as_count, as_function, as_probability, as_real, as_rng, as_symmetric

ROUNDING = 1e-12  # relative: a chord that lies lower by no more may owe it to rounding


@dataclass(frozen=True, eq=False)
class ConvexityCheck:
    """Hold what `is_convex_on` found; it counts as true if no chord refutes convexity.

    Attributes
    ----------
    passed : bool
        Every chord tried lies on or above the graph. This proves nothing: the next one may not.
    a, b : np.ndarray, the shape of a point
        The ends of the chord that lies lowest, relative to the graph.
    weight : float
        Where it does: at `(1 - weight) * a + weight * b`.
    gap : float
        The height of the chord above the graph there. If it is negative beyond rounding, f is not convex: a proof.

    Examples
    --------
    >>> bool(is_convex_on(np.exp, -1, 1, rng=np.random.default_rng(0)))
    True
    """

    passed: bool
    a: np.ndarray
    b: np.ndarray
    weight: float
    gap: float

    def __bool__(self) -> bool:
        return self.passed


def chord_gap(f: Callable, a: ArrayLike, b: ArrayLike, weight: float = 0.5) -> float:
    """Return the height of a chord above the graph: `(1 - w) * f(a) + w * f(b) - f((1 - w) * a + w * b)`.

    A function is convex if this is never negative.

    Parameters
    ----------
    f : callable
        Maps a point of the shape of a to a number.
    a, b : ArrayLike, same shape
        The ends of the chord: numbers, or vectors.
    weight : float
        Where on the way from a to b, in [0, 1].

    Returns
    -------
    float

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If the ends have different shapes, `weight` is out of its range, or a value is not finite.

    References
    ----------
    Jensen (1906), Acta Mathematica 30, 175-193. Boyd and Vandenberghe (2004), Convex Optimization, equation 3.1.

    Examples
    --------
    >>> chord_gap(lambda x: x**2, 0, 2), chord_gap(lambda x: -(x**2), 0, 2)
    (1.0, -1.0)
    """
    a, b = _as_ends(a, b, "a", "b")
    w, f = as_probability(weight, "weight"), as_function(f, "f")
    return _heights(f, a, b, w)[0]


def is_convex_on(f: Callable, low: ArrayLike, high: ArrayLike, *, n_chords: int = 1000,
                 rng: np.random.Generator) -> ConvexityCheck:
    """Try chords between random points of a box, and show the one that lies lowest.

    One chord below the graph is a proof that f is not convex. No number of chords above it is a proof that f is.

    Parameters
    ----------
    f : callable
        Maps a point of the box to a number.
    low, high : ArrayLike, same shape
        The ends of an interval, or opposite corners of a box.
    n_chords : int
        How many chords to try.
    rng : np.random.Generator
        Where chance comes from.

    Returns
    -------
    ConvexityCheck
        Cost: three values of f a chord.

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If `low` is not below `high`, they have different shapes, or f is not finite on a chord.

    References
    ----------
    Boyd and Vandenberghe (2004), Convex Optimization, section 3.1.1.

    Examples
    --------
    >>> found = is_convex_on(np.sin, 0, 6, rng=np.random.default_rng(0))
    >>> found.passed, found.gap < -0.9
    (False, True)
    """
    low, high = _as_ends(low, high, "low", "high")
    f, n_chords, rng = as_function(f, "f"), as_count(n_chords, "n_chords"), as_rng(rng)
    if not (low < high).all():
        raise ValueError(f"`high` must be greater than low; got {high} and {low}.")
    worst = (np.inf,)
    for _ in range(n_chords):
        a, b, w = rng.uniform(low, high), rng.uniform(low, high), rng.uniform()
        gap, size = _heights(f, np.asarray(a), np.asarray(b), w)
        if gap + ROUNDING * size < worst[0]:
            worst = (gap + ROUNDING * size, np.asarray(a), np.asarray(b), float(w), gap)
    return ConvexityCheck(worst[0] >= 0, *worst[1:])


def is_positive_semidefinite(H: ArrayLike, *, tolerance: float = 1e-10) -> bool:
    """Say whether no eigenvalue of a symmetric matrix is negative: whether a Hessian curves nowhere downwards.

    Parameters
    ----------
    H : ArrayLike, shape (n, n)
        Symmetric.
    tolerance : float
        Eigenvalues of at most this part of the largest in size count as 0.

    Returns
    -------
    bool

    Raises
    ------
    TypeError
        If `H` holds anything but real numbers.
    ValueError
        If `H` is not square, finite and symmetric.

    References
    ----------
    Boyd and Vandenberghe (2004), Convex Optimization, section 3.1.4: f is convex just where its Hessian is this.

    Examples
    --------
    >>> is_positive_semidefinite([[1, 1], [1, 1]]), is_positive_semidefinite([[1, 2], [2, 1]])
    (True, False)
    """
    eigenvalues = np.linalg.eigvalsh(as_symmetric(H, "H", tolerance=1e-8))
    return bool(eigenvalues[0] >= -tolerance * np.abs(eigenvalues).max())


def _heights(f: Callable, a: np.ndarray, b: np.ndarray, w: float) -> tuple[float, float]:
    """Return the gap, and the size of the numbers from which it was computed."""
    at_a, at_b = as_real(f(a), "f(a)"), as_real(f(b), "f(b)")
    between = as_real(f((1 - w) * a + w * b), "f between")
    return (1 - w) * at_a + w * at_b - between, max(abs(at_a), abs(at_b), abs(between))


def _as_ends(a: ArrayLike, b: ArrayLike, name: str, other: str) -> tuple[np.ndarray, np.ndarray]:
    a, b = as_array(a, name), as_array(b, other)
    if a.shape != b.shape:
        raise ValueError(f"`{other}` must be of the shape of {name}, {a.shape}; got shape {b.shape}.")
    return a, b
