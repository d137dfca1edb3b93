"""Schedules: functions from the number of a step, counted from 0, to its size; and the rule that follows one."""
from __future__ import annotations

import math
from collections.abc import Callable

from mathlib.checks import as_count, as_fraction, as_function, as_nonnegative, as_positive
from mathlib.optimization.descent import Rule

Schedule = Callable[[int], float]


def constant(step_size: float) -> Schedule:
    """Make the schedule that stays at `step_size`.

    Parameters
    ----------
    step_size : float
        Of every step, positive.

    Returns
    -------
    callable
        Maps the number of a step to its size.

    Raises
    ------
    TypeError
        If `step_size` is not a number.
    ValueError
        If it is not positive.

    References
    ----------
    Bottou, Curtis and Nocedal (2018), SIAM Review 60, 223-311, theorem 4.6: with it the error falls to a floor.

    Examples
    --------
    >>> [constant(0.5)(k) for k in (0, 10)]
    [0.5, 0.5]
    """
    step_size = as_positive(step_size, "step_size")
    return lambda k: step_size


def inverse_time(step_size: float, decay: float) -> Schedule:
    """Make the schedule `step_size / (1 + decay * k)`.

    Its sum is infinite, so that it can reach any point; the sum of its squares is finite, so that noise dies out.

    Parameters
    ----------
    step_size : float
        Of the first step, positive.
    decay : float
        After 1 / decay steps the size is half, after 2 / decay a third; not negative.

    Returns
    -------
    callable
        Maps the number of a step to its size.

    Raises
    ------
    TypeError
        If an argument is not a number.
    ValueError
        If a number is out of its range.

    References
    ----------
    Robbins and Monro (1951), Annals of Mathematical Statistics 22, 400-407, conditions 6 and 26.

    Examples
    --------
    >>> [inverse_time(0.5, 0.25)(k) for k in (0, 4, 12)]
    [0.5, 0.25, 0.125]
    """
    step_size, decay = as_positive(step_size, "step_size"), as_nonnegative(decay, "decay")
    return lambda k: step_size / (1 + decay * k)


def step_decay(step_size: float, factor: float, every: int) -> Schedule:
    """Make the schedule `step_size * factor**(k // every)`: a staircase.

    Parameters
    ----------
    step_size : float
        Of the first steps, positive.
    factor : float
        By which the size falls at the end of each stair, in (0, 1).
    every : int
        The number of steps on a stair.

    Returns
    -------
    callable
        Maps the number of a step to its size.

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If a number is out of its range.

    References
    ----------
    He, Zhang, Ren and Sun (2016), Computer Vision and Pattern Recognition, section 3.4: divided by 10 twice.

    Examples
    --------
    >>> [step_decay(1.0, 0.5, every=10)(k) for k in (0, 9, 10, 20)]
    [1.0, 1.0, 0.5, 0.25]
    """
    step_size, every = as_positive(step_size, "step_size"), as_count(every, "every")
    factor = as_fraction(as_positive(factor, "factor"), "factor")
    return lambda k: step_size * factor ** (k // every)


def cosine_decay(step_size: float, n_steps: int) -> Schedule:
    """Make the schedule `step_size * (1 + cos(pi * k / n_steps)) / 2`, which ends at 0 and stays there.

    Parameters
    ----------
    step_size : float
        Of the first step, positive.
    n_steps : int
        After so many steps the size is 0.

    Returns
    -------
    callable
        Maps the number of a step to its size.

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If a number is out of its range.

    References
    ----------
    Loshchilov and Hutter (2017), International Conference on Learning Representations, equation 5, without restarts.

    Examples
    --------
    >>> [round(cosine_decay(1.0, 100)(k), 12) for k in (0, 50, 100, 200)]
    [1.0, 0.5, 0.0, 0.0]
    """
    step_size, n_steps = as_positive(step_size, "step_size"), as_count(n_steps, "n_steps")
    return lambda k: step_size * (1 + math.cos(math.pi * min(k / n_steps, 1))) / 2


def scheduled(rule_of: Callable[[float], Rule], schedule: Schedule) -> Rule:
    """Make the rule that in step k does what `rule_of(schedule(k))` does.

    Parameters
    ----------
    rule_of : callable
        Makes a rule from a step size: `heavy_ball`, `adam`, `lambda size: nesterov(size, 0.9)`.
    schedule : callable
        Maps the number of a step, from 0 on, to its size. Where the size is 0 the rule stops.

    Returns
    -------
    callable
        A rule for `run`. Its memory is the number of the step and the memory of the rule that was made.

    Raises
    ------
    TypeError
        If an argument is not a function.

    References
    ----------
    Robbins and Monro (1951), Annals of Mathematical Statistics 22, 400-407.

    Examples
    --------
    >>> import numpy as np
    >>> from mathlib.optimization import heavy_ball, run
    >>> rule = scheduled(heavy_ball, step_decay(0.5, 0.5, every=1))
    >>> run(rule, lambda x: x, [1.0], n_steps=2).path.ravel()
    array([1.   , 0.5  , 0.375])
    """
    rule_of, schedule = as_function(rule_of, "rule_of"), as_function(schedule, "schedule")

    def rule(x, g, memory):
        k, inner = memory or (0, 0.0)
        if (size := schedule(k)) == 0:
            raise StopIteration("the schedule has come to steps of size 0")
        x, inner = rule_of(size)(x, g, inner)
        return x, (k + 1, inner)

    return rule
