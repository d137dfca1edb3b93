"""Line searches: how far to go along a direction, asked of the function itself."""
from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from mathlib.checks import as_count, as_fraction, as_function, as_positive, as_real, as_vector
from mathlib.optimization.descent import Descent, Gradient, Rule, run

Function = Callable[[np.ndarray], float]

SUFFICIENT = 1e-4  # the part of the promised decrease that is asked for, as in Nocedal and Wright
ROUNDING = 1e-12  # relative: values of f nearer than this may be in the wrong order, f being a sum of many terms
NO_STEP = ("no step along the direction lowers the function: rounding hides what is left to gain, or its gradient is "
           "wrong")


class LineSearch(NamedTuple):
    """Hold how far to go, and what was found there.

    Attributes
    ----------
    step_size : float
        How many times the direction to go; 0 if no step was found.
    value : float
        The function there.
    n_evaluations : int
        How often the function was asked, the start not counted.
    found : bool
        A step was found.

    Examples
    --------
    >>> backtracking(lambda x: x @ x, [1.0], [-2.0], gradient=[2.0]).found
    True
    """

    step_size: float
    value: float
    n_evaluations: int
    found: bool


def backtracking(f: Function, x: ArrayLike, direction: ArrayLike, gradient: ArrayLike, *, step_size: float = 1.0,
                 shrink: float = 0.5, sufficient: float = SUFFICIENT, max_trials: int = 60) -> LineSearch:
    """Shorten the step until `f(x + t * direction) <= f(x) + sufficient * t * gradient @ direction` (Armijo).

    Along the direction the tangent promises a decrease of `t * abs(gradient @ direction)`; any smooth function keeps
    a small part of that promise once t is small enough.

    Parameters
    ----------
    f : callable
        Maps a point, shape (n,), to a number; infinity or NaN where it is not defined.
    x : ArrayLike, shape (n,)
        Where to begin.
    direction : ArrayLike, shape (n,)
        Where to look; downhill.
    gradient : ArrayLike, shape (n,)
        At x.
    step_size : float
        The step that is tried first, positive.
    shrink : float
        What a step that was too long is multiplied by, in (0, 1).
    sufficient : float
        The part of the promised decrease that is asked for, in (0, 1).
    max_trials : int
        Give up after so many trials.

    Returns
    -------
    LineSearch

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If shapes do not fit, a number is out of its range, f(x) is not finite, or the direction does not lead downhill.

    References
    ----------
    Armijo (1966), Pacific Journal of Mathematics 16, 1-3. Nocedal and Wright (2006), Numerical Optimization,
    algorithm 3.1.

    Examples
    --------
    >>> backtracking(lambda x: x @ x, [1.0], [-2.0], gradient=[2.0])
    LineSearch(step_size=0.5, value=0.0, n_evaluations=2, found=True)
    """
    x = as_vector(x, "x")
    d, g = as_vector(direction, "direction", x.size), as_vector(gradient, "gradient", x.size)
    t, trials = as_positive(step_size, "step_size"), as_count(max_trials, "max_trials")
    shrink = as_fraction(as_positive(shrink, "shrink"), "shrink")
    sufficient = as_fraction(as_positive(sufficient, "sufficient"), "sufficient")
    fx = as_real(as_function(f, "f")(x), "f(x)")
    if not (slope := float(g @ d)) < 0:
        raise ValueError(f"`direction` must lead downhill, gradient @ direction < 0; got {slope:g}.")
    with np.errstate(over="ignore", invalid="ignore"):
        for k in range(trials):
            value = float(f(x + t * d))
            if value <= fx + sufficient * t * slope:
                return LineSearch(t, value, k + 1, True)
            t *= shrink
    return LineSearch(0.0, fx, trials, False)


def steepest_descent(f: Function, gradient: Gradient, start: ArrayLike, *, step_size: float = 1.0,
                     n_steps: int = 1000, tolerance: float = 1e-8) -> Descent:
    """Walk against the gradient, each step as long as backtracking allows.

    Nothing need be known of the curvature. Each search begins with twice the last step, or with `step_size`.

    Parameters
    ----------
    f : callable
        Maps a point, shape (n,), to a number.
    gradient : callable
        Maps a point, shape (n,), to the gradient there, shape (n,).
    start : ArrayLike, shape (n,)
        Where to begin.
    step_size : float
        The step that is tried first, positive.
    n_steps : int
        Stop after so many steps.
    tolerance : float
        Stop where the gradient is no longer than this.

    Returns
    -------
    Descent

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If a number is out of its range, `start` outside the domain of f, or the gradient there not a finite vector
        as long as it.

    References
    ----------
    Cauchy (1847), Comptes rendus 25, 536-538. Armijo (1966), Pacific Journal of Mathematics 16, 1-3.

    Examples
    --------
    >>> descent = steepest_descent(lambda x: x @ x, lambda x: 2 * x, [1.0, 2.0])
    >>> descent.converged, descent.n_steps, descent.end
    (True, 1, array([0., 0.]))
    """
    step_size = as_positive(step_size, "step_size")

    def rule(x, g, memory):
        fx, t = memory or (float(f(x)), step_size / 2)
        t, fx = backtrack(f, gradient, x, fx, -g, -g.dot(g), 2 * t)
        return x - t * g, (fx, t)

    return descend(rule, f, gradient, start, n_steps, tolerance)


def descend(rule: Rule, f: Function, gradient: Gradient, start: ArrayLike, n_steps: int, tolerance: float) -> Descent:
    """Run a rule that also looks at the function: check that, then do what `run` does."""
    x = as_vector(start, "start")
    as_real(as_function(f, "f")(x), "f(start)")
    return run(rule, gradient, x, n_steps=n_steps, tolerance=tolerance)


def backtrack(f: Function, gradient: Gradient, x: np.ndarray, fx: float, d: np.ndarray, slope: float,
              t: float = 1.0) -> tuple[float, float]:
    """Halve t until f falls enough; where rounding hides whether it falls, ask the slope there instead.

    A quadratic falls by Armijo's part of the promise just where its slope is at most `1 - 2 * SUFFICIENT` of what it
    was, turned round; Hager and Zhang (2005), SIAM Journal on Optimization 16, 170-192, equation 4.1.
    """
    for _ in range(60):
        value = float(f(x + t * d))
        if value <= fx + SUFFICIENT * t * slope and value < fx:
            return t, value
        hidden = abs(value - fx) <= ROUNDING * abs(fx)
        if hidden and slope < gradient(x + t * d).dot(d) <= (2 * SUFFICIENT - 1) * slope:
            return t, value
        t /= 2
    raise StopIteration(NO_STEP)


def wolfe(f: Function, gradient: Gradient, x: np.ndarray, fx: float, d: np.ndarray,
          slope: float) -> tuple[np.ndarray, float, np.ndarray]:
    """Find a step that lowers f enough and leaves at most 0.9 of the slope (weak Wolfe conditions), by bisection.

    Too long steps bound it from above, too short ones from below: Lewis and Overton (2013), Mathematical Programming
    141, 135-163, algorithm 2.6. Returns the point, f and the gradient there.
    """
    low, high, t = 0.0, math.inf, 1.0
    for _ in range(60):
        point = x + t * d
        value = float(f(point))
        hidden = abs(value - fx) <= ROUNDING * abs(fx)
        if not (hidden or value <= fx + SUFFICIENT * t * slope):
            high = t
        else:
            g = gradient(point)
            there = g.dot(d)
            if hidden and there > (2 * SUFFICIENT - 1) * slope:
                high = t
            elif there < 0.9 * slope:
                low = t
            else:
                return point, value, g
        t = (low + high) / 2 if high < math.inf else 2 * t
    raise StopIteration(NO_STEP)
