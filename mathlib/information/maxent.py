"""Maximum entropy: of all distributions with given means, the one that assumes nothing else."""
from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from mathlib.checks import as_count, as_matrix, as_positive, as_vector


@dataclass(frozen=True, eq=False)
class MaxEntropy:
    """Hold the distribution of greatest entropy with given means, and its multipliers.

    Attributes
    ----------
    p : np.ndarray, shape (n,)
        The probabilities, `exp(features @ multipliers)` over their sum.
    multipliers : np.ndarray, shape (k,)
        One for each mean.
    converged : bool
        The means of p are those asked for, up to the tolerance. False where no distribution has them; one with
        zeros, as for a die of mean 6, is only approached.
    n_steps : int
        How many Newton steps were taken.

    Examples
    --------
    >>> max_entropy([[1.0], [2.0], [3.0]], [2.0]).converged
    True
    """

    p: np.ndarray
    multipliers: np.ndarray
    converged: bool
    n_steps: int


def max_entropy(features: ArrayLike, means: ArrayLike, *, n_steps: int = 100, tolerance: float = 1e-10) -> MaxEntropy:
    """Return the distribution of greatest entropy whose features have the given means.

    With a multiplier for each mean, entropy is greatest at `p = softmax(features @ multipliers)`; the multipliers
    minimise the convex `logsumexp(features @ multipliers) - means @ multipliers`, whose gradient is the error of the
    means and whose Hessian the covariance of the features. Newton's method, each step halved until it descends.

    Parameters
    ----------
    features : ArrayLike, shape (n, k)
        A row for each of n possible values.
    means : ArrayLike, shape (k,)
        The mean that each feature must have.
    n_steps : int
        Stop after so many steps.
    tolerance : float
        Stop when no mean is off by more than this times the range of its feature.

    Returns
    -------
    MaxEntropy
        Cost: O(n * k**2) a step.

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If the shapes do not match, or a mean is outside the range of its feature, which no distribution has.

    References
    ----------
    Jaynes (1957), Information theory and statistical mechanics, Physical Review 106, 620-630.

    Examples
    --------
    >>> die = max_entropy(np.arange(1.0, 7)[:, None], [4.5])  # Jaynes's loaded die
    >>> die.p.round(4)
    array([0.0544, 0.0788, 0.1142, 0.1654, 0.2398, 0.3475])
    """
    F = as_matrix(features, "features")
    m, n_steps, tolerance = as_vector(means, "means", F.shape[1]), as_count(n_steps, "n_steps"), as_positive(
        tolerance, "tolerance")
    if (bad := (m < F.min(axis=0)) | (m > F.max(axis=0))).any():
        i = int(bad.argmax())
        raise ValueError(f"`means` must be between the least and the greatest value of each feature, {F[:, i].min():g} "
                         f"and {F[:, i].max():g} at index {i}; got {m[i]:g}.")
    # in units of the spread of each feature, so that neither 1e-6 nor 1e6 is a special case
    unit = np.ptp(F, axis=0)
    unit[unit == 0] = 1.0
    G = (F - m) / unit
    w, k = np.zeros(m.size), 0
    while np.abs(p_error := special.softmax(G @ w) @ G).max() > tolerance and k < n_steps:
        w, k = w + _newton_step(G, w, p_error), k + 1
    return MaxEntropy(special.softmax(G @ w), w / unit, bool(np.abs(p_error).max() <= tolerance), k)


def _newton_step(G: np.ndarray, w: np.ndarray, gradient: np.ndarray) -> np.ndarray:
    p = special.softmax(G @ w)
    covariance = (G * p[:, None]).T @ G - np.outer(gradient, gradient)
    step = -np.linalg.lstsq(covariance, gradient)[0]  # features that repeat one another make it singular
    height = special.logsumexp(G @ w)
    rounding = 1e-14 * (1 + abs(height))  # close to the minimum every step looks level
    for _ in range(60):
        if special.logsumexp(G @ (w + step)) <= height + 1e-4 * gradient @ step + rounding:
            return step
        step = step / 2
    return step
