"""Differential entropy: entropy of a density, which depends on the unit of x and may be negative."""
from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from mathlib.checks import as_array, as_count, as_function, as_positive, as_real
from mathlib.information.divergence import cholesky_of

Density = Callable[[np.ndarray], np.ndarray]


def differential_entropy(log_density: Density, low: float, high: float, *, n: int = 4000) -> float:
    """Return `-integral(p * log(p))` of a density from `low` to `high`.

    Parameters
    ----------
    log_density : callable
        Maps points, shape (n,), to the natural logarithm of the density there, shape (n,); -inf is allowed.
    low, high : float
        Where the density begins and ends, or is as good as 0. It must integrate to 1 between them.
    n : int
        How many points of the midpoint rule, evenly spaced.

    Returns
    -------
    float
        In nats, relative to the unit of x. For densities that are smooth and vanish at both ends the rule is exact to
        rounding; a jump costs an error of the order `(high - low) / n`.

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If `low` is not below `high`, or the density is NaN, of another shape, or integrates to anything but 1 (by more
        than 0.1 %).

    References
    ----------
    Shannon (1948), Bell System Technical Journal 27, section 20.

    Examples
    --------
    >>> uniform = lambda x: np.full(x.shape, np.log(2))
    >>> print(f"{differential_entropy(uniform, 0, 0.5) / np.log(2):.3f} bits")
    -1.000 bits
    """
    x, width = _midpoints(low, high, n)
    log_p = _log_values(log_density, "log_density", x)
    p = _normalised(log_p, "log_density", width)
    return float(-(p * np.where(p > 0, log_p, 0.0)).sum() * width) + 0.0


def kl_density(log_p: Density, log_q: Density, low: float, high: float, *, n: int = 4000) -> float:
    """Return `integral(p * log(p / q))` of two densities from `low` to `high`.

    Parameters
    ----------
    log_p, log_q : callable
        Map points, shape (n,), to the natural logarithm of a density there, shape (n,); -inf is allowed.
    low, high : float
        Where p begins and ends, or is as good as 0. It must integrate to 1 between them.
    n : int
        How many points of the midpoint rule, evenly spaced.

    Returns
    -------
    float
        In nats; infinite if q is 0 where p is not. It does not depend on the unit of x.

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If `low` is not below `high`, a density is NaN or of another shape, or p integrates to anything but 1 (by more
        than 0.1 %).

    References
    ----------
    Kullback and Leibler (1951), Annals of Mathematical Statistics 22, equation 2.4.

    Examples
    --------
    >>> uniform = lambda width: lambda x: np.where(x < width, -np.log(width), -np.inf)
    >>> print(f"{kl_density(uniform(1), uniform(2), 0, 2):.4f}", kl_density(uniform(2), uniform(1), 0, 2))
    0.6931 inf
    """
    x, width = _midpoints(low, high, n)
    log_p, log_q = _log_values(log_p, "log_p", x), _log_values(log_q, "log_q", x)
    p = _normalised(log_p, "log_p", width)
    with np.errstate(over="ignore"):  # beyond 1.8e308
        return float((p * width * (np.where(p > 0, log_p, 0.0) - np.where(p > 0, log_q, 0.0))).sum())


def gaussian_entropy(cov: ArrayLike) -> float:
    """Return the differential entropy of a Gaussian, `log(det(2 * pi * e * cov)) / 2`.

    No density with this covariance has more.

    Parameters
    ----------
    cov : ArrayLike, shape (n, n)
        The covariance, positive definite. On the line, [[variance]].

    Returns
    -------
    float
        In nats; negative for a narrow one.

    Raises
    ------
    TypeError
        If `cov` holds anything but real numbers.
    ValueError
        If it is not square and symmetric.
    np.linalg.LinAlgError
        If it is not positive definite.

    References
    ----------
    Shannon (1948), section 20. Cover and Thomas (2006), theorem 8.4.1.

    Examples
    --------
    >>> print(f"{gaussian_entropy([[1]]):.4f} {gaussian_entropy([[0.01]]):.4f}")
    1.4189 -0.8836
    """
    C = cholesky_of(cov, "cov")
    return float(np.log(np.diag(C)).sum() + len(C) / 2 * math.log(2 * math.pi * math.e))


def gaussian_mutual_information(correlation: float) -> float:
    """Return the mutual information of two jointly Gaussian variables, `-log(1 - correlation**2) / 2`.

    Parameters
    ----------
    correlation : float
        Between -1 and 1, both excluded: at these the information is infinite.

    Returns
    -------
    float
        In nats.

    Raises
    ------
    TypeError
        If `correlation` is not a number.
    ValueError
        If it is not strictly between -1 and 1.

    References
    ----------
    Cover and Thomas (2006), Elements of Information Theory, example 8.5.1.

    Examples
    --------
    >>> print(f"{gaussian_mutual_information(0.6):.4f}")
    0.2231
    """
    r = as_real(correlation, "correlation")
    if not -1 < r < 1:
        raise ValueError(f"`correlation` must be strictly between -1 and 1; got {r:g}.")
    return -0.5 * math.log1p(-r * r)


def fit_gaussian_forward(log_density: Density, low: float, high: float, *, n: int = 4000) -> tuple[float, float]:
    """Return mean and standard deviation of the density: the Gaussian q that minimises KL(p || q).

    Only `-E[log(q)]` depends on q; its gradient vanishes where q has the mean and the variance of p. So the forward
    divergence covers: q spreads over everything that p allows.

    Parameters
    ----------
    log_density : callable
        Maps points, shape (n,), to the natural logarithm of the density p there, shape (n,).
    low, high : float
        Where the density begins and ends, or is as good as 0. It must integrate to 1 between them.
    n : int
        How many points of the midpoint rule, evenly spaced.

    Returns
    -------
    tuple of float
        The mean and the standard deviation.

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If `low` is not below `high`, or the density is NaN, of another shape, or integrates to anything but 1.

    References
    ----------
    Bishop (2006), Pattern Recognition and Machine Learning, equation 10.187: moment matching.

    Examples
    --------
    >>> mean, std = fit_gaussian_forward(lambda x: np.full(x.shape, -np.log(12)), 0, 12)
    >>> print(f"{mean:.3f} {std**2:.3f}")
    6.000 12.000
    """
    x, width = _midpoints(low, high, n)
    p = _normalised(_log_values(log_density, "log_density", x), "log_density", width) * width
    mean = p @ x / p.sum()
    return float(mean), math.sqrt(p @ (x - mean) ** 2 / p.sum())


def _midpoints(low: float, high: float, n: int) -> tuple[np.ndarray, float]:
    low, high = as_real(low, "low"), as_real(high, "high")
    if not low < high:
        raise ValueError(f"`low` must be less than `high`, {high:g}; got {low:g}.")
    width = as_positive(high - low, "high - low") / as_count(n, "n", minimum=2)
    return low + width * (np.arange(n) + 0.5), width


def _log_values(log_density: Density, name: str, x: np.ndarray) -> np.ndarray:
    values = as_array(as_function(log_density, name)(x), f"{name}(x)", finite=False)
    if values.shape != x.shape or (values == np.inf).any():
        raise ValueError(f"`{name}` must be a function from points, shape (n,), to as many logarithms of a density; "
                         f"got {'shape ' + str(values.shape) if values.shape != x.shape else 'infinity'}.")
    return values


def _normalised(log_p: np.ndarray, name: str, width: float) -> np.ndarray:
    with np.errstate(over="ignore"):  # a density that does not stay finite is refused
        p = np.exp(log_p)
    if not abs(p.sum() * width - 1) <= 1e-3:
        raise ValueError(f"`{name}` must be the logarithm of a density that integrates to 1 between `low` and `high`; "
                         f"got {p.sum() * width:.6g}.")
    return p
