"""Expected values: by summing over a table, by integrating against a density, and by drawing at random."""
from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from mathlib.calculus.integrals import Rule, gauss_legendre_rule
from mathlib.checks import as_array, as_count, as_distribution, as_function, as_real, as_rng, as_vector


@dataclass(frozen=True, eq=False)
class Estimate:
    """Hold an estimate from random draws, and how far it may be off.

    Attributes
    ----------
    value : float
        The estimate.
    standard_error : float
        Its standard deviation, itself estimated; it shrinks as 1 / sqrt(n), if the variance is finite at all.
    n : int
        How many draws it rests on.
    effective_n : float
        How many draws of equal weight would be as good; n, unless the draws are weighted.

    Examples
    --------
    >>> Estimate(0.5, 0.1, 25, 25.0).standard_error
    0.1
    """

    value: float
    standard_error: float
    n: int
    effective_n: float


def discrete_expectation(values: ArrayLike, probabilities: ArrayLike) -> float:
    """Return `sum(values * probabilities)`, the mean of a random variable with a table.

    Parameters
    ----------
    values : ArrayLike, shape (k,)
        What may come; for the expectation of f(X), the values of f.
    probabilities : ArrayLike, shape (k,)
        How often, summing to 1.

    Returns
    -------
    float

    Raises
    ------
    TypeError
        If an argument holds anything but real numbers.
    ValueError
        If lengths differ, or the probabilities do not sum to 1.

    References
    ----------
    Casella and Berger (2002), Statistical Inference, definition 2.2.1.

    Examples
    --------
    >>> print(discrete_expectation([1, 2, 3, 4, 5, 6], [1 / 6] * 6).__round__(12))
    3.5
    """
    values = as_vector(values, "values")
    p = as_vector(as_distribution(probabilities, "probabilities"), "probabilities", values.size)
    return float(values @ p)


def expectation(f: Callable, density: Callable, a: float, b: float, *, n: int = 200) -> float:
    """Return the integral of `f(x) * density(x)` from a to b, by Gauss's n points.

    That the density integrates to 1 there is checked, to 1e-6: a tail that was cut off, or a constant that was
    forgotten, is refused. No check can tell whether the expectation exists: for Cauchy's density it does not.

    Parameters
    ----------
    f : callable
        Maps an array of points to the values there.
    density : callable
        Maps an array of points to the density there.
    a, b : float
        Where the density lives, `a < b`.
    n : int
        The number of points.

    Returns
    -------
    float

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If a number is out of its range, a value is not finite, or the density is negative or does not integrate to 1.

    References
    ----------
    Casella and Berger (2002), Statistical Inference, definition 2.2.1.

    Examples
    --------
    >>> print(f"{expectation(lambda x: x, lambda x: 2 * x, 0, 1):.6f}")
    0.666667
    """
    a, b = as_real(a, "a"), as_real(b, "b")
    if a >= b:
        raise ValueError(f"`b` must be greater than a, {a:g}; got {b:g}.")
    nodes, weights = _moved(gauss_legendre_rule(n), a, b)
    p = _each(density, nodes, "density")
    if (p < 0).any():
        raise ValueError(f"`density(x)` must not be negative; got {p.min():g}.")
    if abs(weights @ p - 1) > 1e-6:
        raise ValueError(f"`density` must integrate to 1 from a to b; got {weights @ p:.6g}. "
                         "Widen the interval, or take more points.")
    return float(weights @ (_each(f, nodes, "f") * p))


def monte_carlo(f: Callable, sample: Callable, n: int, *, rng: np.random.Generator) -> Estimate:
    """Estimate the expectation of f(X) by the mean over n draws of X: error O(1 / sqrt(n)), in any dimension.

    Parameters
    ----------
    f : callable
        Maps draws, shape (n, ...), to values, shape (n,).
    sample : callable
        Maps (rng, n) to n draws, the first axis counting them.
    n : int
        How many draws, at least 2.
    rng : np.random.Generator
        Where chance comes from.

    Returns
    -------
    Estimate

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If `n` is less than 2, or f does not return n finite values.

    References
    ----------
    Robert and Casella (2004), Monte Carlo Statistical Methods, section 3.2.

    Examples
    --------
    >>> estimate = monte_carlo(np.square, lambda rng, n: rng.uniform(size=n), 10_000, rng=np.random.default_rng(0))
    >>> print(f"{estimate.value:.3f} +- {estimate.standard_error:.3f}")
    0.333 +- 0.003
    """
    n, rng = as_count(n, "n", 2), as_rng(rng)
    y = as_vector(as_function(f, "f")(as_function(sample, "sample")(rng, n)), "f(x)", n)
    return Estimate(float(y.mean()), float(y.std(ddof=1) / math.sqrt(n)), n, float(n))


def importance_sampling(f: Callable, log_target: Callable, sample: Callable, log_proposal: Callable, n: int, *,
                        normalized: bool = False, rng: np.random.Generator) -> Estimate:
    """Estimate the expectation of f(X) under a target, from draws of a proposal that each count for target / proposal.

    Weights are formed as `exp(log_target - log_proposal)`. The target may lack its constant: then the weights are
    divided by their sum. With `normalized` they are not, and the estimate is unbiased. Where the proposal is thin and
    the target is not, few draws carry all the weight: look at `effective_n`, `sum(w)**2 / sum(w**2)`.

    Parameters
    ----------
    f : callable
        Maps draws, shape (n, ...), to values, shape (n,).
    log_target : callable
        Maps draws to the log of the target's density, up to a constant unless `normalized`; -inf for 0.
    sample : callable
        Maps (rng, n) to n draws of the proposal.
    log_proposal : callable
        Maps draws to the log of the proposal's density.
    n : int
        How many draws, at least 2.
    normalized : bool
        The target's density has its constant.
    rng : np.random.Generator
        Where chance comes from.

    Returns
    -------
    Estimate

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If `n` is less than 2, a function does not return n numbers, or no draw falls where the target is not 0.

    References
    ----------
    Robert and Casella (2004), Monte Carlo Statistical Methods, section 3.3; effective number: Kong (1992), University
    of Chicago, technical report 348.

    Examples
    --------
    >>> estimate = importance_sampling(lambda x: x, lambda x: -x, lambda rng, n: rng.exponential(2, n),
    ...                                lambda x: -x / 2, 10_000, rng=np.random.default_rng(0))
    >>> print(f"{estimate.value:.2f}")
    0.99
    """
    n, rng = as_count(n, "n", 2), as_rng(rng)
    x = as_function(sample, "sample")(rng, n)
    y = as_vector(as_function(f, "f")(x), "f(x)", n)
    log_w = _log_weights(as_function(log_target, "log_target")(x), as_function(log_proposal, "log_proposal")(x), n)
    shift = log_w.max()
    w = np.exp(log_w - shift)  # the greatest weight is 1: nothing overflows
    effective = w.sum() ** 2 / np.sum(w**2)
    if normalized:
        with np.errstate(over="ignore", invalid="ignore"):
            terms = as_vector(np.exp(log_w) * y, "target / proposal * f(x)")
        return Estimate(float(terms.mean()), float(terms.std(ddof=1) / math.sqrt(n)), n, float(effective))
    w = w / w.sum()
    value = w @ y
    return Estimate(float(value), float(math.sqrt(np.sum((w * (y - value)) ** 2))), n, float(effective))


def running_means(x: ArrayLike) -> np.ndarray:
    """Return the mean of the first k numbers, for every k: it settles where an expectation exists.

    Parameters
    ----------
    x : ArrayLike, shape (n,)
        Draws, in their order.

    Returns
    -------
    np.ndarray, shape (n,)

    Raises
    ------
    TypeError
        If `x` holds anything but real numbers.
    ValueError
        If `x` is not a finite vector.

    References
    ----------
    Casella and Berger (2002), Statistical Inference, theorem 5.5.9.

    Examples
    --------
    >>> running_means([2, 4, 0])
    array([2., 3., 2.])
    """
    x = as_vector(x, "x")
    return np.cumsum(x) / np.arange(1, x.size + 1)


def _moved(rule: Rule, a: float, b: float) -> Rule:
    half = (b - a) / 2
    return Rule(a + half * (rule.nodes + 1), half * rule.weights)


def _each(f: Callable, x: np.ndarray, name: str) -> np.ndarray:
    return as_vector(as_function(f, name)(x), f"{name}(x)", x.size)


def _log_weights(log_target: ArrayLike, log_proposal: ArrayLike, n: int) -> np.ndarray:
    log_p = as_array(log_target, "log_target(x)", finite=False)
    log_q = as_vector(log_proposal, "log_proposal(x)", n)  # a draw of probability 0 cannot have been drawn
    if log_p.shape != (n,):
        raise ValueError(f"`log_target(x)` must be a vector of {n} real numbers or -inf; got shape {log_p.shape}.")
    if (log_p == np.inf).any():
        raise ValueError("`log_target(x)` must be real numbers or -inf; got inf.")
    if (log_p == -np.inf).all():
        raise ValueError("`sample` must reach where the target is not 0; got no such draw.")
    return log_p - log_q
