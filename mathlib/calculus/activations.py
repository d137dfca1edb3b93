"""Squashing functions that never overflow: sigmoid, softplus, softmax, log-sum-exp; and the slopes of activations.

The trick is nearly everywhere the same: subtract the greatest exponent first, so that no exp exceeds 1.
"""
from __future__ import annotations

import operator

import numpy as np
from numpy.typing import ArrayLike

from mathlib.checks import as_array


def sigmoid(z: ArrayLike) -> np.ndarray:
    """Return `1 / (1 + exp(-z))`: the probability whose log-odds are z.

    Parameters
    ----------
    z : ArrayLike, any shape
        The logit (linear score); infinities are allowed.

    Returns
    -------
    np.ndarray, same shape
        Between 0 and 1.

    Raises
    ------
    TypeError
        If `z` holds anything but real numbers.
    ValueError
        If `z` is empty or has a NaN.

    References
    ----------
    Bishop (2006), Pattern Recognition and Machine Learning, equation 4.59.

    Examples
    --------
    >>> sigmoid([-np.inf, 0, 1e300])
    array([0. , 0.5, 1. ])
    """
    return _sigmoid(as_array(z, "z", finite=False))


def softplus(z: ArrayLike) -> np.ndarray:
    """Return `log(1 + exp(z))`, a smooth `maximum(z, 0)` whose slope is the sigmoid.

    Parameters
    ----------
    z : ArrayLike, any shape
        Where; infinities are allowed.

    Returns
    -------
    np.ndarray, same shape
        Not negative.

    Raises
    ------
    TypeError
        If `z` holds anything but real numbers.
    ValueError
        If `z` is empty or has a NaN.

    References
    ----------
    Dugas, Bengio, Belisle, Nadeau and Garcia (2001), Advances in Neural Information Processing Systems 13, 472-478.

    Examples
    --------
    >>> softplus([-1e300, 0, 1e300])
    array([0.00000000e+000, 6.93147181e-001, 1.00000000e+300])
    """
    return _softplus(as_array(z, "z", finite=False))


def logsumexp(a: ArrayLike, axis: int | None = None) -> np.ndarray:
    """Return `log(sum(exp(a)))`, without overflow: `m + log(sum(exp(a - m)))`, where m is the greatest entry.

    Parameters
    ----------
    a : ArrayLike, any shape
        Logarithms, such as log-probabilities; -inf stands for log(0).
    axis : int, optional
        The axis to sum along; by default all.

    Returns
    -------
    np.ndarray, the shape of a without that axis

    Raises
    ------
    TypeError
        If `a` holds anything but real numbers, or `axis` is no whole number.
    ValueError
        If `a` is empty, or has a NaN or +inf, or `axis` is none of its axes.

    References
    ----------
    Blanchard, Higham and Higham (2021), IMA Journal of Numerical Analysis 41, 2311-2330.

    Examples
    --------
    >>> print(f"{logsumexp([-1000, -1000]):.4f}")
    -999.3069
    """
    a = as_array(a, "a", finite=False)
    if (a == np.inf).any():
        raise ValueError("`a` must be finite, or -inf for log(0); got inf.")
    return _logsumexp(a, axis if axis is None else _as_axis(axis, a, "a"))


def softmax(z: ArrayLike, axis: int = -1) -> np.ndarray:
    """Return `exp(z) / sum(exp(z))`: probabilities in proportion to exp(z).

    Parameters
    ----------
    z : ArrayLike, shape (..., K)
        Scores; adding the same number to all of them changes nothing.
    axis : int
        The axis along which they compete.

    Returns
    -------
    np.ndarray, same shape
        Each sums to 1 along the axis.

    Raises
    ------
    TypeError
        If `z` holds anything but real numbers, or `axis` is no whole number.
    ValueError
        If `z` is a single number, empty or not finite, or `axis` is none of its axes.

    References
    ----------
    Bishop (2006), Pattern Recognition and Machine Learning, equation 4.62.

    Examples
    --------
    >>> softmax([1000, 1000])
    array([0.5, 0.5])
    """
    return np.exp(log_softmax(z, axis))


def log_softmax(z: ArrayLike, axis: int = -1) -> np.ndarray:
    """Return the logarithm of softmax, `z - logsumexp(z)`, exact also where softmax rounds to 0.

    Parameters
    ----------
    z : ArrayLike, shape (..., K)
        Scores.
    axis : int
        The axis along which they compete.

    Returns
    -------
    np.ndarray, same shape
        None positive.

    Raises
    ------
    TypeError
        If `z` holds anything but real numbers, or `axis` is no whole number.
    ValueError
        If `z` is a single number, empty or not finite, or `axis` is none of its axes.

    References
    ----------
    Blanchard, Higham and Higham (2021), IMA Journal of Numerical Analysis 41, 2311-2330.

    Examples
    --------
    >>> log_softmax([0, 2000])
    array([-2000.,     0.])
    """
    z = as_array(z, "z")
    if z.ndim == 0:
        raise ValueError(f"`z` must be at least a vector of scores; got the single number {z:g}.")
    axis = _as_axis(axis, z, "z")
    z = z - z.max(axis=axis, keepdims=True)
    return z - np.log(np.exp(z).sum(axis=axis, keepdims=True))


def _as_axis(axis: int, array: np.ndarray, name: str) -> int:
    whole = hasattr(axis, "__index__") and not isinstance(axis, bool) and np.ndim(axis) == 0
    if not whole or not -array.ndim <= axis < array.ndim:
        raise (ValueError if whole else TypeError)(
            f"`axis` must be an axis of {name}, from {-array.ndim} to {array.ndim - 1}; got {axis!r}.")
    return operator.index(axis)


def _sigmoid(z: np.ndarray) -> np.ndarray:
    with np.errstate(over="ignore"):  # where exp overflows, 1 / inf = 0 is right to within 1e-308
        return 1 / (1 + np.exp(-z))


def _softplus(z: np.ndarray) -> np.ndarray:
    return np.maximum(z, 0) + np.log1p(np.exp(-np.abs(z)))


def _logsumexp(a: np.ndarray, axis: int | None = None) -> np.ndarray:
    m = a.max(axis=axis, keepdims=True)
    m = np.where(m == -np.inf, 0, m)  # all are log(0): so is their sum
    with np.errstate(divide="ignore"):
        return np.log(np.exp(a - m).sum(axis=axis)) + np.squeeze(m, axis=axis)


# name: (the activation, its slope as a function of the pre-activation and the activation)
ACTIVATIONS = {
    "tanh": (np.tanh, lambda z, a: 1 - a**2),
    "sigmoid": (_sigmoid, lambda z, a: a * (1 - a)),
    "relu": (lambda z: np.maximum(z, 0), lambda z, a: (z > 0) * 1.0),
    "softplus": (_softplus, lambda z, a: _sigmoid(z)),
    "identity": (lambda z: z, lambda z, a: np.ones_like(z)),
}
