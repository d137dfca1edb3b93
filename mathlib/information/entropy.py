"""Entropy of tables of probabilities: of one variable, of two together, of one when the other is known."""
from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from mathlib.checks import as_array, as_distribution, as_matrix, as_probabilities


def surprise(p: ArrayLike) -> np.ndarray:
    """Return `-log(p)`: how surprising it is that something of probability p happens.

    Surprises of independent events add up, for their probabilities multiply; only a logarithm does that.

    Parameters
    ----------
    p : ArrayLike, any shape
        Probabilities.

    Returns
    -------
    np.ndarray, same shape
        In nats; infinite where p is 0.

    Raises
    ------
    TypeError
        If `p` holds anything but real numbers.
    ValueError
        If `p` is empty or has an entry outside [0, 1].

    References
    ----------
    Shannon (1948), Bell System Technical Journal 27, section 6 and appendix 2.

    Examples
    --------
    >>> to_bits(surprise([0.5, 0.25, 1]))
    array([1., 2., 0.])
    """
    with np.errstate(divide="ignore"):
        return -np.log(as_probabilities(p, "p")) + 0.0


def entropy(p: ArrayLike) -> float:
    """Return the expected surprise, `-sum(p * log(p))`, where `0 * log(0)` is 0.

    Parameters
    ----------
    p : ArrayLike, any shape
        The probabilities of one variable, or the table of several; all of them sum to 1.

    Returns
    -------
    float
        In nats, between 0 (certain) and `log(p.size)` (uniform).

    Raises
    ------
    TypeError
        If `p` holds anything but real numbers.
    ValueError
        If `p` is empty, has an entry outside [0, 1], or does not sum to 1.

    References
    ----------
    Shannon (1948), Bell System Technical Journal 27, theorem 2.

    Examples
    --------
    >>> print(f"{to_bits(entropy([1/2, 1/4, 1/8, 1/8])):.2f} bits")
    1.75 bits
    """
    return max(0.0, float(-plogp(as_distribution(p, "p")).sum()))  # rounding may leave -1e-16


def to_bits(nats: ArrayLike) -> np.ndarray:
    """Return an amount of information in bits: `nats / log(2)`.

    Parameters
    ----------
    nats : ArrayLike, any shape
        In nats.

    Returns
    -------
    np.ndarray, same shape
        In bits.

    Raises
    ------
    TypeError
        If `nats` holds anything but real numbers.
    ValueError
        If `nats` is empty or has a NaN.

    References
    ----------
    Cover and Thomas (2006), Elements of Information Theory, lemma 2.1.2.

    Examples
    --------
    >>> float(to_bits(math.log(8)).round(12))
    3.0
    """
    with np.errstate(over="ignore"):  # beyond 1.8e308
        return (as_array(nats, "nats", finite=False) / math.log(2))[()]


def joint_entropy(joint: ArrayLike) -> float:
    """Return the entropy of two variables together, `-sum(joint * log(joint))`.

    Parameters
    ----------
    joint : ArrayLike, shape (a, b)
        The probability of each pair of values.

    Returns
    -------
    float
        In nats, at least that of either variable and at most their sum.

    Raises
    ------
    TypeError
        If `joint` holds anything but real numbers.
    ValueError
        If `joint` is not a matrix of probabilities that sum to 1.

    References
    ----------
    Cover and Thomas (2006), Elements of Information Theory, equation 2.8.

    Examples
    --------
    >>> print(f"{to_bits(joint_entropy([[0.25, 0.25], [0.25, 0.25]])):.2f} bits")
    2.00 bits
    """
    return entropy(as_distribution(as_matrix(joint, "joint"), "joint"))


def conditional_entropy(joint: ArrayLike) -> float:
    """Return `H(Y | X)`, what is left to learn about Y once X is known: `H(X, Y) - H(X)`.

    Parameters
    ----------
    joint : ArrayLike, shape (a, b)
        The probability of each pair: X down the rows, Y along the columns.

    Returns
    -------
    float
        In nats, between 0 (X decides Y) and `H(Y)` (X says nothing). For `H(X | Y)` pass the transpose.

    Raises
    ------
    TypeError
        If `joint` holds anything but real numbers.
    ValueError
        If `joint` is not a matrix of probabilities that sum to 1.

    References
    ----------
    Shannon (1948), section 6. Cover and Thomas (2006), theorem 2.2.1: the chain rule.

    Examples
    --------
    >>> conditional_entropy([[0.5, 0], [0, 0.5]])
    0.0
    """
    P = as_distribution(as_matrix(joint, "joint"), "joint")
    return max(float(plogp(P.sum(axis=1)).sum() - plogp(P).sum()), 0.0)  # rounding may leave -1e-16


def plogp(p: np.ndarray) -> np.ndarray:
    """Return `p * log(p)`, with its limit 0 at 0. Unchecked: arrays in, arrays out.

    Parameters
    ----------
    p : np.ndarray, any shape
        Numbers that are not negative.

    Returns
    -------
    np.ndarray, same shape

    References
    ----------
    Cover and Thomas (2006), Elements of Information Theory, section 2.1: the convention `0 * log(0) = 0`.

    Examples
    --------
    >>> plogp(np.array([0.0, 1.0]))
    array([0., 0.])
    """
    return p * np.log(np.where(p > 0, p, 1.0))
