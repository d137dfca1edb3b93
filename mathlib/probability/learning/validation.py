"""Validation: learn from one part of the data, judge on the other."""
from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from mathlib.checks import as_count, as_function, as_matrix, as_probability, as_real, as_rng


class Split(NamedTuple):
    """Hold the rows to learn from and those to judge on.

    Attributes
    ----------
    train : np.ndarray, shape (n_train,)
        Indices of rows, sorted.
    test : np.ndarray, shape (n_test,)
        The others.

    Examples
    --------
    >>> train_test_split(4, 0.25, rng=np.random.default_rng(0)).test.size
    1
    """

    train: np.ndarray
    test: np.ndarray


def train_test_split(n: int, test_share: float = 0.25, *, rng: np.random.Generator) -> Split:
    """Draw which of n rows are set aside for the test.

    Parameters
    ----------
    n : int
        How many rows there are.
    test_share : float
        The share for the test, rounded up to whole rows.
    rng : np.random.Generator
        What draws.

    Returns
    -------
    Split

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If no row is left for one of the two.

    References
    ----------
    Hastie, Tibshirani and Friedman (2009), The Elements of Statistical Learning, 2nd edition, section 7.2.

    Examples
    --------
    >>> split = train_test_split(8, rng=np.random.default_rng(0))
    >>> np.sort(np.concatenate(split))
    array([0, 1, 2, 3, 4, 5, 6, 7])
    """
    share = as_probability(test_share, "test_share")
    n_test = math.ceil(round(as_count(n, "n") * share, 9))  # 100 * 0.07 is 7.000000000000001
    if not 0 < n_test < n:
        raise ValueError(f"`test_share` must leave rows for both training and test; got {n_test} of {n} for the test.")
    order = as_rng(rng).permutation(n)
    return Split(np.sort(order[n_test:]), np.sort(order[:n_test]))


def k_fold(n: int, k: int, *, rng: np.random.Generator) -> list[Split]:
    """Deal n rows into k folds, each the test once.

    Parameters
    ----------
    n : int
        How many rows there are.
    k : int
        How many folds, from 2 to n; their sizes differ by at most 1.
    rng : np.random.Generator
        What shuffles before.

    Returns
    -------
    list of Split

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If k is less than 2 or more than n.

    References
    ----------
    Stone (1974), Journal of the Royal Statistical Society B 36, 111-147.

    Examples
    --------
    >>> [split.test.size for split in k_fold(7, 3, rng=np.random.default_rng(0))]
    [3, 2, 2]
    """
    if as_count(k, "k", 2) > as_count(n, "n"):
        raise ValueError(f"`k` must be at most n = {n}; got {k}.")
    folds = np.array_split(as_rng(rng).permutation(n), k)
    return [Split(np.setdiff1d(np.arange(n), fold), np.sort(fold)) for fold in folds]


def cross_validate(make_model: Callable[[], object], X: ArrayLike, y: ArrayLike, folds: Sequence[Split],
                   loss: Callable[[np.ndarray, np.ndarray], float]) -> np.ndarray:
    """Return the loss on each fold of a model fitted to the others.

    Parameters
    ----------
    make_model : callable
        Makes a fresh model with `fit(X, y)` and `predict(X)`.
    X : ArrayLike, shape (n, d)
        Features, one row a case.
    y : ArrayLike, shape (n,)
        Targets or labels.
    folds : sequence of Split
        From `k_fold`.
    loss : callable, shapes (n,) and (n,) to a number
        Maps (truth, prediction) to a number.

    Returns
    -------
    np.ndarray, shape (k,)

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If X and y differ in length, there is no fold, one names rows that are not there, or a loss is not finite.

    References
    ----------
    Stone (1974), Journal of the Royal Statistical Society B 36, 111-147.

    Examples
    --------
    >>> from mathlib.probability import LinearRegression
    >>> X = np.arange(9.0)[:, None]
    >>> folds = k_fold(9, 3, rng=np.random.default_rng(0))
    >>> cross_validate(LinearRegression, X, 2 * X[:, 0], folds, lambda y, p: np.mean((y - p) ** 2)).round(12)
    array([0., 0., 0.])
    """
    X, y = as_matrix(X, "X"), np.asarray(y)
    if y.shape != X.shape[:1]:
        raise ValueError(f"`y` must be a vector as long as `X` has rows, {len(X)}; got shape {y.shape}.")
    as_function(make_model, "make_model"), as_function(loss, "loss")
    if not len(folds):
        raise ValueError("`folds` must hold one or more; got none.")
    folds = [Split(_as_rows(train, len(X)), _as_rows(test, len(X))) for train, test in folds]
    losses = [loss(y[test], make_model().fit(X[train], y[train]).predict(X[test])) for train, test in folds]
    return np.array([as_real(value, "loss") for value in losses])


def _as_rows(rows: ArrayLike, n: int) -> np.ndarray:
    i = np.asarray(rows)
    if i.ndim != 1 or i.dtype.kind not in "iu" or not i.size or i.min() < 0 or i.max() >= n:
        raise ValueError(f"`folds` must hold rows, whole numbers from 0 to {n - 1}; got others.")
    return i
