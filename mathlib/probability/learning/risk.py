"""Risk: what the error of a learner consists of, and how far a sample's average may be from the truth."""
from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from mathlib.checks import as_count, as_matrix, as_nonnegative, as_positive, as_squarable, as_vector


@dataclass(frozen=True)
class BiasVariance:
    """Hold the three parts of an expected squared error.

    Attributes
    ----------
    bias_squared : float
        How far the mean prediction is from the truth.
    variance : float
        How much predictions vary with the training set.
    noise : float
        How much new targets vary around the truth.

    Examples
    --------
    >>> BiasVariance(1.0, 2.0, 0.5).error
    3.5
    """

    bias_squared: float
    variance: float
    noise: float

    @property
    def error(self) -> float:
        """Return the expected squared error, the sum of the three.

        Returns
        -------
        float

        Examples
        --------
        >>> BiasVariance(0.0, 2.0, 0.5).error
        2.5
        """
        return self.bias_squared + self.variance + self.noise


def bias_variance(predictions: ArrayLike, truth: ArrayLike, noise_variance: float) -> BiasVariance:
    """Split the error of a learner that was fitted again and again, each time to new data.

    Parameters
    ----------
    predictions : ArrayLike, shape (n_fits, n)
        What each fit predicts at the same n places.
    truth : ArrayLike, shape (n,)
        The noiseless values there.
    noise_variance : float
        The variance of a new target around them.

    Returns
    -------
    BiasVariance
        Averages over the places.

    Raises
    ------
    TypeError
        If an argument holds anything but real numbers.
    ValueError
        If the shapes do not fit, there are fewer than two fits, `noise_variance` is negative, or squares overflow.

    References
    ----------
    Geman, Bienenstock and Doursat (1992), Neural Computation 4, 1-58.

    Examples
    --------
    >>> bias_variance([[1, 1], [3, 3]], [0, 2], noise_variance=0.25)
    BiasVariance(bias_squared=2.0, variance=1.0, noise=0.25)
    """
    P = as_squarable(as_matrix(predictions, "predictions"), "predictions", 0)
    truth = as_squarable(as_vector(truth, "truth", P.shape[1]), "truth", 0)
    if len(P) < 2:
        raise ValueError("`predictions` must come from two or more fits, one a row; got one row.")
    bias = P.mean(axis=0) - truth
    noise = as_nonnegative(noise_variance, "noise_variance")
    return BiasVariance(float(np.mean(bias**2)), float(P.var(axis=0).mean()), noise)


def hoeffding_bound(n: int, epsilon: float, n_hypotheses: int = 1) -> float:
    """Return a bound on the probability that a share, measured on n cases, is off by more than epsilon.

    It is `2 * n_hypotheses * exp(-2 * n * epsilon**2)`, and holds for all hypotheses at once.

    Parameters
    ----------
    n : int
        How many independent cases.
    epsilon : float
        How far off, positive.
    n_hypotheses : int
        Among how many shares the worst is meant.

    Returns
    -------
    float
        At most 1.

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If an argument is out of its range.

    References
    ----------
    Hoeffding (1963), Journal of the American Statistical Association 58, 13-30, theorem 2.

    Examples
    --------
    >>> print(f"{hoeffding_bound(738, 0.05):.4f}")
    0.0499
    """
    n, epsilon, m = as_count(n, "n"), as_positive(epsilon, "epsilon"), as_count(n_hypotheses, "n_hypotheses")
    return math.exp(min(0.0, math.log(2 * m) - 2 * n * epsilon * epsilon))


def hoeffding_n(epsilon: float, delta: float, n_hypotheses: int = 1) -> int:
    """Return how many cases make `hoeffding_bound` at most delta: `log(2 * n_hypotheses / delta) / (2 * epsilon**2)`.

    Parameters
    ----------
    epsilon : float
        How far off the share may be, positive.
    delta : float
        With what probability it may be farther, in (0, 1).
    n_hypotheses : int
        Among how many shares the worst is meant.

    Returns
    -------
    int
        Rounded up.

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If an argument is out of its range.

    References
    ----------
    Hoeffding (1963), Journal of the American Statistical Association 58, 13-30, theorem 2.

    Examples
    --------
    >>> hoeffding_n(epsilon=0.05, delta=0.05)
    738
    """
    epsilon, delta = as_positive(epsilon, "epsilon"), as_positive(delta, "delta")
    if delta >= 1:
        raise ValueError(f"`delta` must be a probability less than 1; got {delta:g}.")
    if epsilon < 1e-100:
        raise ValueError(f"`epsilon` must be at least 1e-100, so that its square can be held; got {epsilon:g}.")
    log_odds = math.log(2 * as_count(n_hypotheses, "n_hypotheses")) - math.log(delta)
    return max(1, math.ceil(log_odds / (2 * epsilon * epsilon)))
