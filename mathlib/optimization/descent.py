"""Descent: step rules of one or two lines each, and the one runner that drives them all and records the path.

A rule maps (point, gradient there, memory) to (next point, memory). The memory is whatever the rule carries from step
to step: heavy ball a velocity, Adam two averages and a count, plain gradient descent nothing. A rule that finds no next
point raises StopIteration with the reason, as an iterator at its end does.
"""
from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from mathlib.checks import as_count, as_fraction, as_function, as_nonnegative, as_positive, as_vector

Gradient = Callable[[np.ndarray], np.ndarray]
Rule = Callable[[np.ndarray, np.ndarray, Any], tuple[np.ndarray, Any]]

CONVERGED = "the gradient is no longer than the tolerance"
DIVERGED = "the next point is too far out, or not a number"
NO_GRADIENT = "the gradient at the last point is not a number"
OUT_OF_STEPS = "out of steps"

FAR = 1e150  # points farther out have diverged; squares of what is nearer, and so a quadratic's values, do not overflow


@dataclass(frozen=True, eq=False)
class Descent:
    """Hold the path of a descent, and say how it ended.

    Attributes
    ----------
    path : np.ndarray, shape (n_steps + 1, n)
        The points visited, the start first. All are finite.
    converged : bool
        The gradient at the last point is no longer than the tolerance.
    diverged : bool
        The next point would have been farther out than 1e150, or not a number, and is not in the path; or the gradient
        at the last point is not a number.
    n_steps : int
        The number of steps in the path.
    reason : str
        Why the path ends, in words.

    Examples
    --------
    >>> descent = gradient_descent(lambda x: 2 * x, [8.0], 0.25, n_steps=3)
    >>> descent.path.ravel()
    array([8., 4., 2., 1.])
    >>> descent.converged, descent.diverged, descent.n_steps, descent.reason
    (False, False, 3, 'out of steps')
    """

    path: np.ndarray
    converged: bool
    diverged: bool
    n_steps: int
    reason: str

    @property
    def end(self) -> np.ndarray:
        """Return the last point of the path.

        Returns
        -------
        np.ndarray, shape (n,)

        Examples
        --------
        >>> gradient_descent(lambda x: 2 * x, [8.0], 0.25, n_steps=3).end
        array([1.])
        """
        return self.path[-1]


def gradient_descent(gradient: Gradient, start: ArrayLike, step_size: float, *, momentum: float = 0.0,
                     n_steps: int = 100, tolerance: float = 0.0) -> Descent:
    """Walk downhill from `start`, with or without momentum.

    Each step is `v = momentum * v - step_size * gradient(x)`, then `x = x + v`, with `v = 0` at the start: Cauchy's
    gradient descent without momentum, Polyak's heavy ball with it.

    Parameters
    ----------
    gradient : callable
        Maps a point, shape (n,), to the gradient there, shape (n,).
    start : ArrayLike, shape (n,)
        Where to begin.
    step_size : float
        How far to go per unit of gradient, positive.
    momentum : float
        The part of the last step that is repeated, in [0, 1).
    n_steps : int
        Stop after so many steps.
    tolerance : float
        Stop where the gradient is no longer than this. With momentum the ball may still be rolling there.

    Returns
    -------
    Descent
        The path, and whether it converged or diverged.

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If a number is out of its range, or the gradient at `start` is not a finite vector as long as `start`.

    References
    ----------
    Cauchy (1847), Comptes rendus 25, 536-538. Polyak (1964), USSR Computational Mathematics and Mathematical
    Physics 4(5), 1-17.

    Examples
    --------
    >>> gradient_descent(lambda x: x, [1.0, 2.0], 0.5, momentum=0.5, n_steps=2).path
    array([[1. , 2. ],
           [0.5, 1. ],
           [0. , 0. ]])
    """
    return run(heavy_ball(step_size, momentum), gradient, start, n_steps=n_steps, tolerance=tolerance)


def heavy_ball(step_size: float, momentum: float = 0.0) -> Rule:
    """Make the rule `v = momentum * v - step_size * g`, `x = x + v`.

    Parameters
    ----------
    step_size : float
        How far to go per unit of gradient, positive.
    momentum : float
        The part of the last step that is repeated, in [0, 1).

    Returns
    -------
    callable
        A rule for `run`. Its memory is the velocity v.

    Raises
    ------
    TypeError
        If an argument is not a number.
    ValueError
        If a number is out of its range.

    References
    ----------
    Polyak (1964), USSR Computational Mathematics and Mathematical Physics 4(5), 1-17.

    Examples
    --------
    >>> rule = heavy_ball(step_size=0.5, momentum=0.5)
    >>> x, v = rule(np.array([4.0]), np.array([2.0]), np.array([1.0]))
    >>> x, v
    (array([3.5]), array([-0.5]))
    """
    # as arrays of shape (): NumPy multiplies by those twice as fast as by a float
    step_size = np.array(as_positive(step_size, "step_size"))
    momentum = np.array(as_fraction(momentum, "momentum"))

    def rule(x, g, v):
        v = momentum * v - step_size * g
        return x + v, v

    return rule


def run(rule: Rule, gradient: Gradient, start: ArrayLike, *, memory: Any = 0.0, n_steps: int = 100,
        tolerance: float = 0.0) -> Descent:
    """Drive a step rule from `start`, and record the path.

    Parameters
    ----------
    rule : callable
        Maps (point, gradient, memory) to (next point, memory), without changing any of them in place. Where it finds no
        next point it raises StopIteration, with the reason in words.
    gradient : callable
        Maps a point, shape (n,), to the gradient there, shape (n,). It is checked at the start, not at every step.
    start : ArrayLike, shape (n,)
        Where to begin.
    memory : object
        What the rule is given at its first step.
    n_steps : int
        Stop after so many steps.
    tolerance : float
        Stop where the gradient is no longer than this.

    Returns
    -------
    Descent
        The path, and whether it converged or diverged. Cost: one gradient a point.

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If a number is out of its range, or the gradient at `start` is not a finite vector as long as `start`.

    References
    ----------
    Nocedal and Wright (2006), Numerical Optimization, section 2.2: direction and length of a step.

    Examples
    --------
    >>> def newton(x, g, memory):
    ...     return x - g / 4, memory
    >>> descent = run(newton, lambda x: 4 * x, [3.0], tolerance=1e-9)
    >>> descent.converged, descent.n_steps
    (True, 1)
    """
    as_function(rule, "rule")
    x = as_vector(start, "start")
    g = as_vector(as_function(gradient, "gradient")(x), "gradient(start)", x.size)
    return drive(rule, gradient, x, g, memory, as_count(n_steps, "n_steps"), as_nonnegative(tolerance, "tolerance"))


def drive(rule: Rule, gradient: Gradient, x: np.ndarray, g: np.ndarray, memory: Any, n_steps: int,
          tolerance: float) -> Descent:
    """Do the work of `run` on arguments that were checked; with a negative tolerance nothing but the rule stops it."""
    path = np.empty((n_steps + 1, x.size))
    path[0], k, reason = x, 0, ""
    with np.errstate(over="ignore", invalid="ignore"):  # a path that diverges is a result, not a warning
        while (length := _length(g)) > tolerance and k < n_steps:  # so written, NaN stops it too
            try:
                x, memory = rule(x, g, memory)
            except StopIteration as stop:
                reason = str(stop)
                break
            if not x.dot(x) <= FAR**2:  # so written, NaN is far too
                reason = DIVERGED
                break
            k += 1
            path[k] = x
            g = np.asarray(gradient(x), dtype=float)
    if not reason:
        reason = CONVERGED if length <= tolerance else OUT_OF_STEPS if length > tolerance else NO_GRADIENT
    return Descent(path[: k + 1], reason is CONVERGED, reason in (DIVERGED, NO_GRADIENT), k, reason)


def _length(v: np.ndarray) -> float:
    return math.sqrt(v.dot(v))
