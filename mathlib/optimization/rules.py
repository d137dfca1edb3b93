"""Step rules beyond the heavy ball: Nesterov's look ahead, and steps that each coordinate scales for itself.

Each is made by a function and driven by `run`, or by `sgd`. A rule's memory begins as 0.0, which stands for nothing
seen yet; that is what `run` gives it.
"""
from __future__ import annotations

import numpy as np

from mathlib.checks import as_fraction, as_positive
from mathlib.optimization.descent import Rule


def nesterov(step_size: float, momentum: float) -> Rule:
    """Make the rule `v = momentum * v - step_size * g`, `x = x + momentum * v - step_size * g`.

    Nesterov's ball first rolls on by `momentum * v`, and then asks for the gradient. The points of the path are those
    where it asks, so that g is the gradient at x, as for every rule.

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
    Nesterov (1983), Soviet Mathematics Doklady 27, 372-376; in this form: Sutskever, Martens, Dahl and Hinton (2013),
    International Conference on Machine Learning, equations 3 and 4.

    Examples
    --------
    >>> rule = nesterov(step_size=0.5, momentum=0.5)
    >>> x, v = rule(np.array([4.0]), np.array([2.0]), np.array([1.0]))
    >>> x, v
    (array([2.75]), array([-0.5]))
    """
    step_size, momentum = _as_scale(as_positive(step_size, "step_size")), _as_scale(as_fraction(momentum, "momentum"))

    def rule(x, g, v):
        step = step_size * g
        v = momentum * v - step
        return x + momentum * v - step, v

    return rule


def adagrad(step_size: float, epsilon: float = 1e-8) -> Rule:
    """Make the rule `s = s + g**2`, `x = x - step_size * g / (sqrt(s) + epsilon)`.

    Parameters
    ----------
    step_size : float
        The length of the first step in each coordinate, positive.
    epsilon : float
        Keeps a coordinate still that has never had a gradient, positive.

    Returns
    -------
    callable
        A rule for `run`. Its memory is s, the sum of the squares so far.

    Raises
    ------
    TypeError
        If an argument is not a number.
    ValueError
        If a number is not positive.

    References
    ----------
    Duchi, Hazan and Singer (2011), Journal of Machine Learning Research 12, 2121-2159, figure 1.

    Examples
    --------
    >>> rule = adagrad(step_size=0.5)
    >>> x, s = rule(np.array([1.0, 1.0]), np.array([3.0, 300.0]), 0.0)
    >>> x.round(6), s
    (array([0.5, 0.5]), array([9.e+00, 9.e+04]))
    """
    step_size, epsilon = _as_scale(as_positive(step_size, "step_size")), as_positive(epsilon, "epsilon")

    def rule(x, g, s):
        s = s + g**2
        return x - step_size * g / (np.sqrt(s) + epsilon), s

    return rule


def rmsprop(step_size: float, decay: float = 0.9, epsilon: float = 1e-8) -> Rule:
    """Make the rule `s = decay * s + (1 - decay) * g**2`, `x = x - step_size * g / (sqrt(s) + epsilon)`.

    Parameters
    ----------
    step_size : float
        The length of a step in each coordinate while the gradient stays the same, positive.
    decay : float
        How much of the average of squares is kept, in [0, 1).
    epsilon : float
        Keeps a coordinate still that has no gradient, positive.

    Returns
    -------
    callable
        A rule for `run`. Its memory is s. It begins at 0, so that the first step is `1 / sqrt(1 - decay)` times
        `step_size` long.

    Raises
    ------
    TypeError
        If an argument is not a number.
    ValueError
        If a number is out of its range.

    References
    ----------
    Tieleman and Hinton (2012), Neural Networks for Machine Learning, lecture 6.5.

    Examples
    --------
    >>> rule = rmsprop(step_size=0.5, decay=0.75)
    >>> x, s = rule(np.array([1.0]), np.array([4.0]), 0.0)
    >>> x.round(6), s
    (array([0.]), array([4.]))
    """
    step_size, decay = _as_scale(as_positive(step_size, "step_size")), as_fraction(decay, "decay")
    epsilon = as_positive(epsilon, "epsilon")

    def rule(x, g, s):
        s = decay * s + (1 - decay) * g**2
        return x - step_size * g / (np.sqrt(s) + epsilon), s

    return rule


def adam(step_size: float, beta1: float = 0.9, beta2: float = 0.999, epsilon: float = 1e-8,
         correct_bias: bool = True) -> Rule:
    """Make the rule that divides an average of gradients by the root of an average of their squares.

    `m = beta1 * m + (1 - beta1) * g`, `s = beta2 * s + (1 - beta2) * g**2`, and in step k, counted from 1,
    `x = x - step_size * (m / (1 - beta1**k)) / (sqrt(s / (1 - beta2**k)) + epsilon)`. Both averages begin at 0, which
    pulls them towards it; the divisors take the pull out again.

    Parameters
    ----------
    step_size : float
        The length of the first step in each coordinate, whatever the gradient; positive.
    beta1 : float
        How much of the average of gradients is kept, in [0, 1).
    beta2 : float
        How much of the average of squares is kept, in [0, 1).
    epsilon : float
        Keeps a coordinate still that has no gradient, positive.
    correct_bias : bool
        Divide by `1 - beta**k`; without it the first step is `(1 - beta1) / sqrt(1 - beta2)` times `step_size` long.

    Returns
    -------
    callable
        A rule for `run`. Its memory is (m, s, k).

    Raises
    ------
    TypeError
        If an argument is not a number.
    ValueError
        If a number is out of its range.

    References
    ----------
    Kingma and Ba (2015), International Conference on Learning Representations, algorithm 1.

    Examples
    --------
    >>> rule = adam(step_size=0.5)
    >>> x, (m, s, k) = rule(np.array([1.0, 1.0]), np.array([0.01, -100.0]), 0.0)
    >>> x.round(5), k
    (array([0.5, 1.5]), 1)
    """
    step_size, epsilon = as_positive(step_size, "step_size"), as_positive(epsilon, "epsilon")
    beta1, beta2 = as_fraction(beta1, "beta1"), as_fraction(beta2, "beta2")

    def rule(x, g, memory):
        m, s, k = memory or (0.0, 0.0, 0)
        m, s, k = beta1 * m + (1 - beta1) * g, beta2 * s + (1 - beta2) * g**2, k + 1
        c1, c2 = (1 - beta1**k, 1 - beta2**k) if correct_bias else (1.0, 1.0)
        return x - step_size / c1 * m / (np.sqrt(s / c2) + epsilon), (m, s, k)

    return rule


def _as_scale(number: float) -> np.ndarray:
    return np.array(number)  # of shape (): NumPy multiplies by those twice as fast as by a float
