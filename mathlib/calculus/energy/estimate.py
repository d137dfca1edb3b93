"""Estimates of log Z where the sum over all states is out of reach: importance sampling, plain and annealed."""
from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from mathlib.calculus.activations import _sigmoid, _softplus
from mathlib.calculus.energy.rbm import RBM, _coin
from mathlib.calculus.expectation import Estimate
from mathlib.checks import as_count, as_rng, as_vector


def log_partition_is(rbm: RBM, n: int, *, base_bias: ArrayLike | None = None, rng: np.random.Generator) -> Estimate:
    """Estimate log Z by importance sampling: the log of the mean of `exp(-free_energy(v)) / q(v)`, v drawn from q.

    The mean is unbiased for Z, so its logarithm is too low on average. With large weights few draws carry the sum, and
    the estimate and its standard error are both too low: look at `effective_n`.

    Parameters
    ----------
    rbm : RBM
        The machine.
    n : int
        How many draws, at least 2.
    base_bias : ArrayLike, shape (n_visible,), optional
        q has independent units, 1 with probability `sigmoid(base_bias)`; by default 1/2.
    rng : np.random.Generator
        Where chance comes from.

    Returns
    -------
    Estimate
        Of log Z, in nats.

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If a number is out of its range, or `base_bias` is of another shape.

    References
    ----------
    Salakhutdinov and Murray (2008), International Conference on Machine Learning 25, equation 5.

    Examples
    --------
    >>> estimate = log_partition_is(RBM([[0.0]], [0.0], [0.0]), 10, rng=np.random.default_rng(0))
    >>> print(f"{estimate.value:.4f} +- {estimate.standard_error:.4f}")
    1.3863 +- 0.0000
    """
    a, n, rng = _as_base(rbm, base_bias), as_count(n, "n", 2), as_rng(rng)
    v = _coin(np.broadcast_to(_sigmoid(a), (n, a.size)), rng)
    log_q = v @ a - _softplus(a).sum()
    return _log_mean(-rbm.free_energy(v) - log_q)


def log_partition_ais(rbm: RBM, n: int, *, n_temperatures: int = 1000, base_bias: ArrayLike | None = None,
                      rng: np.random.Generator) -> Estimate:
    """Estimate log Z by annealed importance sampling: from independent units to the machine in many small steps.

    At inverse temperature t the weights and hidden biases are multiplied by t, and the visible biases are
    `(1 - t) * base_bias + t * b`. A chain collects `log_f(v, t_next) - log_f(v, t)`, then takes a Gibbs step at t_next.

    Parameters
    ----------
    rbm : RBM
        The machine.
    n : int
        How many chains, at least 2.
    n_temperatures : int
        How many steps lead from 0 to 1.
    base_bias : ArrayLike, shape (n_visible,), optional
        Of the independent units at the start; by default 0.
    rng : np.random.Generator
        Where chance comes from.

    Returns
    -------
    Estimate
        Of log Z, in nats. Cost: O(n * n_temperatures * n_visible * n_hidden).

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If a number is out of its range, or `base_bias` is of another shape.

    References
    ----------
    Neal (2001), Statistics and Computing 11, 125-139. Salakhutdinov and Murray (2008), International Conference on
    Machine Learning 25, section 4.1.

    Examples
    --------
    >>> rbm = RBM([[1.0, -2.0]], [0.5], [0.0, 1.0])
    >>> estimate = log_partition_ais(rbm, 100, n_temperatures=100, rng=np.random.default_rng(0))
    >>> print(f"{estimate.value:.2f} {rbm.log_partition_exact():.2f}")
    2.76 2.76
    """
    a, n, rng = _as_base(rbm, base_bias), as_count(n, "n", 2), as_rng(rng)
    temperatures = np.linspace(0, 1, as_count(n_temperatures, "n_temperatures") + 1)
    ladder = [RBM(t * rbm.W, (1 - t) * a + t * rbm.b, t * rbm.c) for t in temperatures]
    v = _coin(np.broadcast_to(_sigmoid(a), (n, a.size)), rng)
    log_w = np.full(n, _softplus(a).sum() + rbm.c.size * math.log(2))  # log Z at the start
    for cold, warm in zip(ladder[1:], ladder, strict=False):
        log_w += warm._free_energy(v) - cold._free_energy(v)
        v = cold._gibbs_step(v, rng)
    return _log_mean(log_w)


def _as_base(rbm: RBM, base_bias: ArrayLike | None) -> np.ndarray:
    if not isinstance(rbm, RBM):
        raise TypeError(f"`rbm` must be an RBM; got an object of type {type(rbm).__name__}.")
    return np.zeros(rbm.b.size) if base_bias is None else as_vector(base_bias, "base_bias", rbm.b.size)


def _log_mean(log_w: np.ndarray) -> Estimate:
    """Return log(mean(w)), and its standard error, std(w) / mean(w) / sqrt(n), by the delta method."""
    shift, n = log_w.max(), log_w.size
    w = np.exp(log_w - shift)
    error = w.std(ddof=1) / w.mean() / math.sqrt(n)
    return Estimate(float(shift + math.log(w.mean())), float(error), n, float(w.sum() ** 2 / np.sum(w**2)))
