"""What theory promises: the largest stable step, the rate of a method on a quadratic, the best parameters.

On `0.5 * x @ H @ x` every eigenvector of H moves by itself, so each of these asks about one curvature at a time.
"""
from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from mathlib.checks import as_fraction, as_positive, as_vector


class HeavyBall(NamedTuple):
    """Hold the two parameters of the heavy ball.

    Attributes
    ----------
    step_size : float
        How far to go per unit of gradient.
    momentum : float
        The part of the last step that is repeated.

    Examples
    --------
    >>> HeavyBall(step_size=0.1, momentum=0.9)
    HeavyBall(step_size=0.1, momentum=0.9)
    """

    step_size: float
    momentum: float


class Nesterov(NamedTuple):
    """Hold the two parameters of Nesterov's method.

    Attributes
    ----------
    step_size : float
        How far to go per unit of gradient.
    momentum : float
        The part of the last step that is repeated.

    Examples
    --------
    >>> Nesterov(step_size=0.1, momentum=0.9)
    Nesterov(step_size=0.1, momentum=0.9)
    """

    step_size: float
    momentum: float


def max_stable_step(curvature: float, momentum: float = 0.0) -> float:
    """Return `2 * (1 + momentum) / curvature`: at this step size the path no longer converges, below it does.

    Parameters
    ----------
    curvature : float
        The largest eigenvalue of the Hessian, positive.
    momentum : float
        The part of the last step that is repeated, in [0, 1).

    Returns
    -------
    float

    Raises
    ------
    TypeError
        If an argument is not a number.
    ValueError
        If a number is out of its range.

    References
    ----------
    Polyak (1987), Introduction to Optimization, section 3.2.1, theorem 1.

    Examples
    --------
    >>> max_stable_step(100)
    0.02
    """
    return 2 * (1 + as_fraction(momentum, "momentum")) / as_positive(curvature, "curvature")


def heavy_ball_rate(curvatures: ArrayLike, step_size: float, momentum: float = 0.0) -> float:
    """Return the factor by which, in the long run, the heavy ball shrinks the distance to the minimum in one step.

    Along an eigenvector with curvature c the ball obeys `x_next = t * x - momentum * x_previous`, where
    `t = 1 + momentum - step_size * c`; the rate is the larger root of `r**2 - t * r + momentum` in absolute value, and
    the worst curvature decides. Below 1 the path converges, above 1 it diverges. Where the two roots meet the factor is
    steep: there, an error of 1e-16 in `t` becomes 1e-8.

    Parameters
    ----------
    curvatures : ArrayLike, shape (n,)
        The eigenvalues of the Hessian.
    step_size : float
        How far to go per unit of gradient, positive.
    momentum : float
        The part of the last step that is repeated, in [0, 1).

    Returns
    -------
    float
        The spectral radius of the iteration matrix.

    Raises
    ------
    TypeError
        If an argument holds anything but real numbers.
    ValueError
        If a number is out of its range, or `curvatures` is not a finite vector.

    References
    ----------
    Polyak (1964), USSR Computational Mathematics and Mathematical Physics 4(5), 1-17.

    Examples
    --------
    >>> round(heavy_ball_rate([1, 100], step_size=0.01), 12)
    0.99
    """
    c = as_vector(curvatures, "curvatures")
    step_size, momentum = as_positive(step_size, "step_size"), as_fraction(momentum, "momentum")
    t = 1 + momentum - step_size * c
    # complex roots have modulus sqrt(momentum), the root of their product; real ones have one above and one below it
    larger_root = (np.abs(t) + np.sqrt(np.maximum(t**2 - 4 * momentum, 0))) / 2
    return float(max(math.sqrt(momentum), larger_root.max()))


def nesterov_rate(curvatures: ArrayLike, step_size: float, momentum: float) -> float:
    """Return the factor by which, in the long run, Nesterov's method shrinks the distance to the minimum in one step.

    Along an eigenvector with curvature c it obeys `x_next = q * ((1 + momentum) * x - momentum * x_previous)`, where
    `q = 1 - step_size * c`; the rate is the larger root of `r**2 - (1 + momentum) * q * r + momentum * q` in absolute
    value, and the worst curvature decides.

    Parameters
    ----------
    curvatures : ArrayLike, shape (n,)
        The eigenvalues of the Hessian.
    step_size : float
        How far to go per unit of gradient, positive.
    momentum : float
        The part of the last step that is repeated, in [0, 1).

    Returns
    -------
    float
        The spectral radius of the iteration matrix.

    Raises
    ------
    TypeError
        If an argument holds anything but real numbers.
    ValueError
        If a number is out of its range, or `curvatures` is not a finite vector.

    References
    ----------
    Lessard, Recht and Packard (2016), SIAM Journal on Optimization 26, 57-95, appendix A.

    Examples
    --------
    >>> round(nesterov_rate([1, 100], step_size=0.01, momentum=9 / 11), 6)  # 1 - 1 / sqrt(kappa)
    0.9
    """
    c = as_vector(curvatures, "curvatures")
    step_size, momentum = as_positive(step_size, "step_size"), as_fraction(momentum, "momentum")
    q = 1 - step_size * c
    t = (1 + momentum) * q
    discriminant = t**2 - 4 * momentum * q
    # complex roots have modulus sqrt(momentum * q), the root of their product
    real, complex_ = (np.abs(t) + np.sqrt(np.maximum(discriminant, 0))) / 2, np.sqrt(np.maximum(momentum * q, 0))
    return float(np.where(discriminant < 0, complex_, real).max())


def optimal_gradient_step(smallest: float, largest: float) -> float:
    """Return `2 / (smallest + largest)`: the best fixed step of gradient descent on a quadratic.

    Its rate is `(kappa - 1) / (kappa + 1)`, where `kappa = largest / smallest`.

    Parameters
    ----------
    smallest, largest : float
        The extreme eigenvalues of the Hessian, positive.

    Returns
    -------
    float

    Raises
    ------
    TypeError
        If an argument is not a number.
    ValueError
        If one is not positive, or `smallest` exceeds `largest`.

    References
    ----------
    Polyak (1987), Introduction to Optimization, section 1.4, theorem 3.

    Examples
    --------
    >>> optimal_gradient_step(1, 99)
    0.02
    """
    smallest, largest = _as_extremes(smallest, largest)
    return 2 / (smallest + largest)


def optimal_heavy_ball(smallest: float, largest: float) -> HeavyBall:
    """Return the step size and the momentum with which the heavy ball is fastest on a quadratic.

    They are `4 / (sqrt(largest) + sqrt(smallest))**2` and the square of the rate, which is
    `(sqrt(kappa) - 1) / (sqrt(kappa) + 1)`, where `kappa = largest / smallest`.

    Parameters
    ----------
    smallest, largest : float
        The extreme eigenvalues of the Hessian, positive.

    Returns
    -------
    HeavyBall

    Raises
    ------
    TypeError
        If an argument is not a number.
    ValueError
        If one is not positive, or `smallest` exceeds `largest`.

    References
    ----------
    Polyak (1964), USSR Computational Mathematics and Mathematical Physics 4(5), 1-17.

    Examples
    --------
    >>> optimal_heavy_ball(1, 9)
    HeavyBall(step_size=0.25, momentum=0.25)
    """
    low, high = map(math.sqrt, _as_extremes(smallest, largest))
    return HeavyBall(step_size=4 / (high + low) ** 2, momentum=((high - low) / (high + low)) ** 2)


def optimal_nesterov(smallest: float, largest: float) -> Nesterov:
    """Return the step size and the momentum with which Nesterov's method is fastest on a quadratic.

    They are `4 / (3 * largest + smallest)` and `(r - 2) / (r + 2)`, where `r = sqrt(3 * kappa + 1)` and
    `kappa = largest / smallest`; the rate is `1 - 2 / r`. Where a function is no quadratic the safe step is
    `1 / largest`.

    Parameters
    ----------
    smallest, largest : float
        The extreme eigenvalues of the Hessian, positive.

    Returns
    -------
    Nesterov

    Raises
    ------
    TypeError
        If an argument is not a number.
    ValueError
        If one is not positive, or `smallest` exceeds `largest`.

    References
    ----------
    Lessard, Recht and Packard (2016), SIAM Journal on Optimization 26, 57-95, proposition 1.

    Examples
    --------
    >>> optimal_nesterov(1, 5)
    Nesterov(step_size=0.25, momentum=0.3333333333333333)
    """
    low, high = _as_extremes(smallest, largest)
    r = math.sqrt(3 * high / low + 1)
    return Nesterov(step_size=4 / (3 * high + low), momentum=(r - 2) / (r + 2))


def _as_extremes(smallest: float, largest: float) -> tuple[float, float]:
    low, high = as_positive(smallest, "smallest"), as_positive(largest, "largest")
    if low > high:
        raise ValueError(f"`smallest` must be at most `largest`, {high:g}; got {low:g}.")
    return low, high
