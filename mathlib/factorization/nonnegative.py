"""Factors without negative numbers: parts that are only added."""
from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from mathlib.checks import as_count, as_nonnegative, as_rng
from mathlib.factorization.factors import Factors, as_rank, as_sized


def nmf(M: ArrayLike, rank: int, *, n_steps: int = 500, tolerance: float = 1e-6, rng: np.random.Generator) -> Factors:
    """Factorise a matrix without negative entries into two such factors, by multiplicative updates.

    Minimise `0.5 * sum((M - U @ V.T)**2)`. Each update multiplies an entry by the negative part of its derivative over
    the positive part, here written with numerator and denominator; the loss never rises.

    Parameters
    ----------
    M : ArrayLike, shape (m, n)
        The matrix, no entry negative.
    rank : int
        At most min(m, n).
    n_steps : int
        Stop after so many steps.
    tolerance : float
        Stop when a step lowers the loss by no more than this part of the first.
    rng : np.random.Generator
        Where the first factors come from.

    Returns
    -------
    Factors
        A local optimum. Cost: O(m * n * rank) a step.

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If an entry is negative or not finite, all are 0, or a number is out of its range.

    References
    ----------
    Lee and Seung (2001), Algorithms for non-negative matrix factorization, NIPS 13, theorem 1.

    Examples
    --------
    >>> M = [[1, 2], [2, 4]]
    >>> nmf(M, 1, rng=np.random.default_rng(0)).product.round(3)
    array([[1., 2.],
           [2., 4.]])
    """
    M = as_sized(M, "M")
    if (M < 0).any() or not M.any():
        raise ValueError(f"`M` must have no negative entry, and not only zeros; got entries from {M.min():g} to "
                         f"{M.max():g}.")
    r, rng, n_steps = as_rank(rank, M.shape), as_rng(rng), as_count(n_steps, "n_steps")
    # numbers from 0.5 to 1.5: none is 0, where an entry would stay for ever
    scale = math.sqrt(M.mean() / r)
    U, V = (rng.uniform(0.5, 1.5, size=(size, r)) * scale for size in M.shape)
    tolerance, total = as_nonnegative(tolerance, "tolerance"), (M**2).sum()
    losses, converged = [0.5 * ((M - U @ V.T) ** 2).sum()], False
    while len(losses) <= n_steps and not converged:
        U = U * _ratio(M @ V, U @ (V.T @ V))
        MtU, UtU = M.T @ U, U.T @ U
        V = V * _ratio(MtU, V @ UtU)
        losses.append(max(0.5 * (total - 2 * (MtU * V).sum() + (UtU * (V.T @ V)).sum()), 0.0))
        converged = losses[-2] - losses[-1] <= tolerance * losses[0]
    return Factors(U, V, np.array(losses), bool(converged))


def _ratio(numerator: np.ndarray, denominator: np.ndarray) -> np.ndarray:
    return np.divide(numerator, denominator, out=np.zeros_like(numerator), where=denominator > 0)
