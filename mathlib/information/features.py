"""Choose features: rank them by what they say about the target, and leave out what others have said already."""
from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from mathlib.checks import as_count, as_labels, as_matrix, as_vector
from mathlib.information.mutual import joint_table, mutual_information


def quantile_bins(x: ArrayLike, n_bins: int = 8) -> np.ndarray:
    """Return the bin of each value, with about as many values in every bin.

    Parameters
    ----------
    x : ArrayLike, shape (n,)
        The values.
    n_bins : int
        How many bins, at least 2. Ties never part, so that some bins may stay empty.

    Returns
    -------
    np.ndarray, shape (n,), int
        From 0 to n_bins - 1. A value on an edge belongs to the bin above it.

    Raises
    ------
    TypeError
        If `x` holds anything but real numbers, or `n_bins` is not whole.
    ValueError
        If `x` is not a finite vector, or `n_bins` less than 2.

    References
    ----------
    Dougherty, Kohavi and Sahami (1995), Supervised and unsupervised discretization, ICML 12: equal frequency.

    Examples
    --------
    >>> quantile_bins([5, 1, 4, 2, 3, 6], n_bins=3)
    array([2, 0, 1, 0, 1, 2])
    """
    x, n_bins = as_vector(x, "x"), as_count(n_bins, "n_bins", minimum=2)
    inner_edges = np.quantile(x, np.arange(1, n_bins) / n_bins)
    return np.searchsorted(inner_edges, x, side="right")


def relevance(X: ArrayLike, y: ArrayLike, n_bins: int = 8) -> np.ndarray:
    """Return what each feature by itself says about the target: its mutual information, in quantile bins.

    Parameters
    ----------
    X : ArrayLike, shape (n, d)
        A row for each example.
    y : ArrayLike, shape (n,)
        The class of each: whole numbers, text or booleans.
    n_bins : int
        How many bins for each feature.

    Returns
    -------
    np.ndarray, shape (d,)
        In nats; plug-in estimates, too large by about `mutual_information_bias(n_bins, n_classes, n)`.

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If `X` is not a finite matrix, `y` of another length, or `n_bins` less than 2.

    References
    ----------
    Battiti (1994), IEEE Transactions on Neural Networks 5, 537-550.

    Examples
    --------
    >>> relevance([[1, 5], [2, 5], [3, 5], [4, 5]], [0, 0, 1, 1], n_bins=2).round(4)
    array([0.6931, 0.    ])
    """
    bins, y = _as_binned(X, y, n_bins)
    return np.array([mutual_information(joint_table(column, y)) for column in bins])


def mutual_information_ranking(X: ArrayLike, y: ArrayLike, n_bins: int = 8) -> np.ndarray:
    """Return the features in order of relevance, the most relevant first, each judged alone.

    Parameters
    ----------
    X : ArrayLike, shape (n, d)
        A row for each example.
    y : ArrayLike, shape (n,)
        The class of each: whole numbers, text or booleans.
    n_bins : int
        How many bins for each feature.

    Returns
    -------
    np.ndarray, shape (d,), int
        Indices of columns; of equals, the first comes first.

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If `X` is not a finite matrix, `y` of another length, or `n_bins` less than 2.

    References
    ----------
    Battiti (1994), IEEE Transactions on Neural Networks 5, 537-550.

    Examples
    --------
    >>> mutual_information_ranking([[5, 1], [5, 2], [5, 3], [5, 4]], [0, 0, 1, 1], n_bins=2)
    array([1, 0])
    """
    return np.argsort(-relevance(X, y, n_bins), kind="stable")


def mrmr(X: ArrayLike, y: ArrayLike, n_features: int, n_bins: int = 8) -> np.ndarray:
    """Choose features one by one: the most relevant, less its mean mutual information with those chosen already.

    Parameters
    ----------
    X : ArrayLike, shape (n, d)
        A row for each example.
    y : ArrayLike, shape (n,)
        The class of each: whole numbers, text or booleans.
    n_features : int
        How many to choose, at most d.
    n_bins : int
        How many bins for each feature.

    Returns
    -------
    np.ndarray, shape (n_features,), int
        Indices of columns, in the order chosen. Cost: O(n * d * n_features).

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If `X` is not a finite matrix, `y` of another length, `n_features` not from 1 to d, or `n_bins` less than 2.

    References
    ----------
    Peng, Long and Ding (2005), IEEE Transactions on Pattern Analysis and Machine Intelligence 27, equation 6.

    Examples
    --------
    >>> X = [[0, 0, 0], [0, 0, 1], [1, 1, 0], [1, 1, 1]]  # the second column repeats the first
    >>> mrmr(X, [0, 1, 2, 3], 2, n_bins=2)
    array([0, 2])
    """
    bins, y = _as_binned(X, y, n_bins)
    if as_count(n_features, "n_features") > len(bins):
        raise ValueError(f"`n_features` must be at most {len(bins)}, the number of columns of `X`; got {n_features}.")
    relevant = np.array([mutual_information(joint_table(column, y)) for column in bins])
    redundant, chosen = np.zeros(len(bins)), []
    for k in range(n_features):
        score = relevant - redundant / max(k, 1)
        score[chosen] = -np.inf
        chosen.append(int(score.argmax()))
        redundant += [mutual_information(joint_table(column, bins[chosen[-1]])) for column in bins]
    return np.array(chosen)


def _as_binned(X: ArrayLike, y: ArrayLike, n_bins: int) -> tuple[np.ndarray, np.ndarray]:
    X = as_matrix(X, "X")
    y = as_labels(y, "y", len(X))
    return np.array([quantile_bins(column, n_bins) for column in X.T]), y
