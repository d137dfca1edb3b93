"""Factorisation as a model of probability: Gaussian noise, Gaussian factors, and what the ridge then means."""
from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from mathlib.checks import as_positive
from mathlib.factorization.completion import als
from mathlib.factorization.factors import Factors, as_masked, as_sized


def pmf_log_posterior(U: ArrayLike, V: ArrayLike, M: ArrayLike, observed: ArrayLike, noise_variance: float,
                      factor_variance: float) -> float:
    """Return the logarithm of `p(M | U, V) * p(U) * p(V)`: of the posterior density, but for the evidence.

    The model: entries of U and V from N(0, factor_variance), known entries of M from N((U @ V.T)[i, j],
    noise_variance), all independent.

    Parameters
    ----------
    U, V : ArrayLike, shapes (m, rank) and (n, rank)
        The factors.
    M : ArrayLike, shape (m, n)
        The matrix; entries that are not known may be anything, NaN too.
    observed : ArrayLike, shape (m, n)
        Which entries are known: booleans, or zeros and ones.
    noise_variance, factor_variance : float
        Positive.

    Returns
    -------
    float
        In nats.

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If the shapes do not match, a known entry is not finite, or a variance not positive.

    References
    ----------
    Salakhutdinov and Mnih (2008), Probabilistic matrix factorization, NIPS 20, equation 3.

    Examples
    --------
    >>> zero = [[0.0]]
    >>> print(f"{pmf_log_posterior(zero, zero, zero, [[1]], 1, 1):.4f} {-1.5 * math.log(2 * math.pi):.4f}")
    -2.7568 -2.7568
    """
    M, mask = as_masked(M, observed)
    U = as_sized(U, "U", (M.shape[0], None))
    V = as_sized(V, "V", (M.shape[1], U.shape[1]))
    noise, prior = as_positive(noise_variance, "noise_variance"), as_positive(factor_variance, "factor_variance")
    entries, factors = (M - U @ V.T)[mask], np.concatenate([U.ravel(), V.ravel()])
    with np.errstate(over="ignore"):  # what is a million standard deviations off has density 0
        return _log_normal(entries, noise) + _log_normal(factors, prior)


def pmf_map(M: ArrayLike, observed: ArrayLike, rank: int, noise_variance: float, factor_variance: float, *,
            n_steps: int = 200, tolerance: float = 1e-8, rng: np.random.Generator) -> Factors:
    """Return the most probable factors: alternating least squares with `ridge = noise_variance / factor_variance`.

    Parameters
    ----------
    M : ArrayLike, shape (m, n)
        The matrix; entries that are not known may be anything, NaN too.
    observed : ArrayLike, shape (m, n)
        Which entries are known: booleans, or zeros and ones.
    rank : int
        At most min(m, n).
    noise_variance, factor_variance : float
        Positive.
    n_steps : int
        Stop after so many steps.
    tolerance : float
        Stop when a step lowers the loss by no more than this part of the first.
    rng : np.random.Generator
        Where the first V comes from.

    Returns
    -------
    Factors
        A local maximum; its losses are those of `als`, 2 * noise_variance times the negative log posterior, but for a
        constant.

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If a known entry is not finite, the shapes differ, a row or column has no known entry, or a number is out of its
        range.
    np.linalg.LinAlgError
        If the ridge is so small that rounding loses it, and a row does not decide its factor without.

    References
    ----------
    Salakhutdinov and Mnih (2008), Probabilistic matrix factorization, NIPS 20, equation 4.

    Examples
    --------
    >>> M = np.outer([1.0, 2, 3], [1.0, 1, 2])
    >>> pmf_map(M, M > 0, 1, 0.01, 1.0, rng=np.random.default_rng(0)).product.round(1)
    array([[1., 1., 2.],
           [2., 2., 4.],
           [3., 3., 6.]])
    """
    ridge = as_positive(noise_variance, "noise_variance") / as_positive(factor_variance, "factor_variance")
    return als(M, observed, rank, ridge, n_steps=n_steps, tolerance=tolerance, rng=rng)


def _log_normal(x: np.ndarray, variance: float) -> float:
    return float(-0.5 * (x @ x / variance + x.size * math.log(2 * math.pi * variance)))
