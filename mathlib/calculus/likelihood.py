"""Likelihood: how probable the data are under a model; why everyone adds logarithms instead of multiplying."""
from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from mathlib.checks import as_array, as_function, as_positive, as_real, as_vector


def likelihood(densities: ArrayLike) -> float:
    """Return the product of the densities of independent observations, as floating point has it.

    It shows what goes wrong: 525 factors of 0.242, the normal density at 1, give 0. Use `log_likelihood`.

    Parameters
    ----------
    densities : ArrayLike, shape (n,)
        The density at each observation, not negative.

    Returns
    -------
    float
        0 or inf where the true product is beyond 5e-324 or 1.8e308.

    Raises
    ------
    TypeError
        If `densities` holds anything but real numbers.
    ValueError
        If it is not a finite vector, or has a negative entry.

    References
    ----------
    Casella and Berger (2002), Statistical Inference, definition 6.3.1.

    Examples
    --------
    >>> likelihood([0.5, 0.25])
    0.125
    >>> likelihood([0.24197] * 525)
    0.0
    """
    p = as_vector(densities, "densities")
    if (p < 0).any():
        raise ValueError(f"`densities` must not be negative; got {p.min():g}.")
    if not p.all():
        return 0.0  # inf * 0, where the others have overflowed, would be no number
    product = 1.0
    for factor in p.tolist():  # one by one, as by hand: Python's floats go to 0 or inf without a word
        product *= factor
    return product


def log_likelihood(log_density: Callable, data: ArrayLike) -> float:
    """Return the sum of log-densities of independent observations.

    Parameters
    ----------
    log_density : callable
        Maps the data to the log of the density at each observation, shape (n,); -inf where that is 0.
    data : ArrayLike, shape (n,) or (n, d)
        An observation in each entry, or row.

    Returns
    -------
    float
        In nats; -inf if the model rules out an observation.

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If the data are not finite, or `log_density` does not return one number or -inf for each observation.

    References
    ----------
    Casella and Berger (2002), Statistical Inference, section 7.2.2.

    Examples
    --------
    >>> print(f"{log_likelihood(lambda x: -x, [1.0, 2.0]):.1f}")
    -3.0
    """
    data = as_array(data, "data")
    if data.ndim == 0:
        raise ValueError(f"`data` must be a vector, or a matrix with observations in its rows; got {data:g}.")
    terms = as_array(as_function(log_density, "log_density")(data), "log_density(data)", finite=False)
    if terms.shape != data.shape[:1]:
        raise ValueError(f"`log_density(data)` must be one number for each observation, shape {data.shape[:1]}; "
                         f"got shape {terms.shape}.")
    if (terms == np.inf).any():
        raise ValueError("`log_density(data)` must be real numbers or -inf; got inf.")
    return float(terms.sum())


def normal_log_likelihood(data: ArrayLike, mean: float, std: float) -> float:
    """Return `-sum((data - mean)**2) / (2 * std**2) - n * log(std * sqrt(2 * pi))`.

    The second term is the normaliser: leave it out, and the likeliest standard deviation is infinite.

    Parameters
    ----------
    data : ArrayLike, shape (n,)
        Independent observations.
    mean : float
        Of the normal distribution.
    std : float
        Its standard deviation, positive.

    Returns
    -------
    float
        In nats; -inf if it is beyond -1.8e308.

    Raises
    ------
    TypeError
        If an argument holds anything but real numbers.
    ValueError
        If `data` is not a finite vector, or `std` not positive, or too small to divide by.

    References
    ----------
    Bishop (2006), Pattern Recognition and Machine Learning, equation 1.54.

    Examples
    --------
    >>> print(f"{normal_log_likelihood([1.0], 0.0, 1.0):.4f}")
    -1.4189
    """
    z, std = _standardized(data, mean, std)
    return float(-_sum_of_squares(z) / 2 - z.size * (math.log(std) + math.log(2 * math.pi) / 2))


def normal_score(data: ArrayLike, mean: float, std: float) -> np.ndarray:
    """Return the gradient of `normal_log_likelihood` by (mean, std): it is 0 at the mean and deviation of the data.

    Parameters
    ----------
    data : ArrayLike, shape (n,)
        Independent observations.
    mean : float
        Of the normal distribution.
    std : float
        Its standard deviation, positive.

    Returns
    -------
    np.ndarray, shape (2,)
        `sum(z) / std` and `(sum(z**2) - n) / std`, where `z = (data - mean) / std`; infinite beyond 1.8e308.

    Raises
    ------
    TypeError
        If an argument holds anything but real numbers.
    ValueError
        If `data` is not a finite vector, or `std` not positive, or too small to divide by.

    References
    ----------
    Bishop (2006), Pattern Recognition and Machine Learning, equations 1.55 and 1.56, where it vanishes.

    Examples
    --------
    >>> normal_score([1.0, 3.0], 2.0, 1.0)
    array([0., 0.])
    """
    z, std = _standardized(data, mean, std)
    with np.errstate(over="ignore"):
        return np.array([z.sum(), _sum_of_squares(z) - z.size]) / std


def _standardized(data: ArrayLike, mean: float, std: float) -> tuple[np.ndarray, float]:
    std = as_positive(std, "std")
    with np.errstate(over="ignore"):
        z = (as_vector(data, "data") - as_real(mean, "mean")) / std
    if not np.isfinite(z).all():
        raise ValueError(f"`std` must be large enough for (data - mean) / std to be finite; got {std:g}.")
    return z, std


def _sum_of_squares(z: np.ndarray) -> float:
    with np.errstate(over="ignore"):
        return z @ z
