"""One sigmoid neuron that starts out wrong: which loss does it learn from?

With squared error the slope carries a factor p * (1 - p), which vanishes where the neuron is sure, right or wrong. With
cross-entropy that factor cancels: the slope is the error itself.
"""
from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from mathlib.calculus.activations import _sigmoid
from mathlib.checks import as_choice, as_count, as_positive, as_probability, as_real

# the derivative of each loss by the score, as a function of output p and target y
SLOPES = {
    "squared": lambda p, y: (p - y) * p * (1 - p),  # of (p - y)**2 / 2
    "cross_entropy": lambda p, y: p - y,  # of -y * log(p) - (1 - y) * log(1 - p)
}


@dataclass(frozen=True, eq=False)
class NeuronPath:
    """Hold how one neuron learned.

    Attributes
    ----------
    weight, bias, output : np.ndarray, shape (n_steps + 1,)
        Before the first step, and after each.

    Examples
    --------
    >>> train_neuron("squared", n_steps=1).weight[0]
    np.float64(2.0)
    """

    weight: np.ndarray
    bias: np.ndarray
    output: np.ndarray


def train_neuron(loss: str, *, weight: float = 2.0, bias: float = 2.0, step_size: float = 0.15, n_steps: int = 150,
                 x: float = 1.0, target: float = 0.0) -> NeuronPath:
    """Train `sigmoid(weight * x + bias)` towards one target by gradient descent, and record it.

    Parameters
    ----------
    loss : str
        "squared", half the squared error, or "cross_entropy".
    weight, bias : float
        Where to begin.
    step_size : float
        How far to go per unit of gradient, positive.
    n_steps : int
        How many steps.
    x : float
        The input.
    target : float
        The output wanted, from 0 to 1.

    Returns
    -------
    NeuronPath

    Raises
    ------
    TypeError
        If a number is none.
    ValueError
        If `loss` is unknown, a number is out of its range, or the descent diverges.

    References
    ----------
    Nielsen (2015), Neural Networks and Deep Learning, chapter 3: the experiment and its default numbers.

    Examples
    --------
    >>> [round(float(train_neuron(loss).output[-1]), 3) for loss in ("squared", "cross_entropy")]
    [0.933, 0.026]
    """
    loss = as_choice(loss, "loss", SLOPES)
    w, b, x = as_real(weight, "weight"), as_real(bias, "bias"), as_real(x, "x")
    step_size, target = as_positive(step_size, "step_size"), as_probability(target, "target")
    path = [(w, b, float(_sigmoid(w * x + b)))]
    for _ in range(as_count(n_steps, "n_steps", 0)):
        slope = SLOPES[loss](path[-1][2], target)
        w, b = w - step_size * slope * x, b - step_size * slope
        if not math.isfinite(w * x + b):
            raise ValueError(f"`step_size` must be small enough for the weights to stay finite; got {step_size:g}.")
        path.append((w, b, float(_sigmoid(w * x + b))))
    return NeuronPath(*np.array(path).T)
