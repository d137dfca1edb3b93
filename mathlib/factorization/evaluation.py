"""Judge a factorisation honestly: errors on hidden entries, rankings, and the rank chosen on folds."""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from mathlib.checks import as_array, as_count, as_matrix, as_nonnegative, as_rng, as_vector
from mathlib.factorization.completion import als, bias_model
from mathlib.factorization.factors import as_masked, as_observed, as_table


def rmse(M: ArrayLike, predicted: ArrayLike, where: ArrayLike) -> float:
    """Return the root of the mean squared error over some entries.

    Parameters
    ----------
    M, predicted : ArrayLike, shape (m, n)
        What is true and what was predicted; other entries of M may be NaN.
    where : ArrayLike, shape (m, n), bool
        Which entries count.

    Returns
    -------
    float
        In the unit of M.

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If the shapes differ, no entry counts, or one that does is not finite.

    References
    ----------
    Koren, Bell and Volinsky (2009), Computer 42(8), 30-37: the measure of the Netflix prize.

    Examples
    --------
    >>> rmse([[1, 2], [3, np.nan]], [[1, 2], [5, 0]], [[False, True], [True, False]])
    1.4142135623730951
    """
    predicted = as_matrix(predicted, "predicted")
    where = _as_selection(where, "where", predicted.shape)
    truth = as_table(M, "M")
    if truth.shape != predicted.shape:
        raise ValueError(f"`M` must be of the same shape as `predicted`, {predicted.shape}; got shape {truth.shape}.")
    truth = as_vector(truth[where], "M[where]")
    errors = as_array(truth - predicted[where], "M - predicted")
    unit = np.abs(errors).max() or 1.0  # so that no square overflows or vanishes
    return float(unit * np.sqrt(np.mean((errors / unit) ** 2)))


def auc(scores: ArrayLike, relevant: ArrayLike, *, tolerance: float = 0.0) -> float:
    """Return the chance that a relevant item scores higher than one that is not; ties count half.

    Parameters
    ----------
    scores : ArrayLike, shape (n,)
        The higher, the earlier in the ranking.
    relevant : ArrayLike, shape (n,), bool
        Which items are relevant.
    tolerance : float
        Scores that differ by no more count as tied. Scores that were computed (a product of factors) and would be equal
        but for rounding are ranked by chance without it, on each machine in another way.

    Returns
    -------
    float
        1 for a perfect ranking, 0.5 for chance. Cost: O(n * log(n)).

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If the lengths differ, all items are relevant, or none is, or `tolerance` is negative.

    References
    ----------
    Hanley and McNeil (1982), Radiology 143, 29-36. Mann and Whitney (1947), Annals of Mathematical Statistics 18, 50.

    Examples
    --------
    >>> auc([3, 2, 2, 1], [True, False, True, False])
    0.875
    >>> auc([0.1 + 0.2, 0.3], [True, False]), auc([0.1 + 0.2, 0.3], [True, False], tolerance=1e-9)
    (1.0, 0.5)
    """
    scores = as_vector(scores, "scores")
    relevant = _as_selection(relevant, "relevant", scores.shape)
    if relevant.all():
        raise ValueError("`relevant` must leave an item that is not relevant; got all relevant.")
    own, other, slack = scores[relevant], np.sort(scores[~relevant]), as_nonnegative(tolerance, "tolerance")
    below, upto = np.searchsorted(other, own - slack, "left"), np.searchsorted(other, own + slack, "right")
    return float((below + upto).mean() / (2 * other.size))


def precision_at_k(scores: ArrayLike, relevant: ArrayLike, k: int) -> float:
    """Return which part of the k highest scores is relevant; of equal scores, the first come first.

    Parameters
    ----------
    scores : ArrayLike, shape (n,)
        The higher, the earlier in the ranking.
    relevant : ArrayLike, shape (n,), bool
        Which items are relevant.
    k : int
        At most n.

    Returns
    -------
    float

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If the lengths differ, no item is relevant, or k is out of range.

    References
    ----------
    Manning, Raghavan and Schütze (2008), Introduction to Information Retrieval, section 8.4.

    Examples
    --------
    >>> precision_at_k([3, 2, 1], [True, False, True], 2)
    0.5
    """
    scores = as_vector(scores, "scores")
    relevant = _as_selection(relevant, "relevant", scores.shape)
    if as_count(k, "k") > scores.size:
        raise ValueError(f"`k` must be at most the number of items, {scores.size}; got {k}.")
    return float(relevant[np.argsort(-scores, kind="stable")[:k]].mean())


def recommend(scores: ArrayLike, known: ArrayLike, n_items: int) -> np.ndarray:
    """Return for each row the columns of highest score that it does not know yet, the best first.

    Parameters
    ----------
    scores : ArrayLike, shape (m, n)
        The higher, the better.
    known : ArrayLike, shape (m, n), bool
        What is not to be recommended again.
    n_items : int
        How many for each row; every row must have as many that it does not know.

    Returns
    -------
    np.ndarray, shape (m, n_items), int
        Of equal scores, the first come first.

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If the shapes differ, or a row has too few unknown columns.

    References
    ----------
    Koren, Bell and Volinsky (2009), Computer 42(8), 30-37.

    Examples
    --------
    >>> recommend([[3, 2, 1]], [[True, False, False]], 2)
    array([[1, 2]])
    """
    scores = as_matrix(scores, "scores")
    known = as_table(known, "known")
    if known.shape != scores.shape or known.dtype != bool:
        raise ValueError(f"`known` must be booleans of shape {scores.shape}; got {known.dtype} of shape {known.shape}.")
    fewest = int((~known).sum(axis=1).min())
    if as_count(n_items, "n_items") > fewest:
        raise ValueError(f"`n_items` must be at most what the row with fewest unknown columns has, {fewest}; "
                         f"got {n_items}.")
    return np.argsort(np.where(known, np.inf, -scores), axis=1, kind="stable")[:, :n_items]


def validation_folds(observed: ArrayLike, n_folds: int = 5, *, rng: np.random.Generator) -> list[np.ndarray]:
    """Return the known entries, dealt into folds by chance, each as a table of booleans.

    Parameters
    ----------
    observed : ArrayLike, shape (m, n)
        Which entries are known: booleans, or zeros and ones.
    n_folds : int
        How many, at least 2.
    rng : np.random.Generator
        What deals.

    Returns
    -------
    list of np.ndarray, shape (m, n), bool
        Each known entry is in one of them; their sizes differ by at most 1.

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If `observed` is no table, a row or column has no known entry, or there are more folds than known entries, or
        fewer than 2.

    References
    ----------
    Stone (1974), Cross-validatory choice and assessment of statistical predictions, JRSS B 36, 111-147.

    Examples
    --------
    >>> [int(fold.sum()) for fold in validation_folds(np.ones((3, 3), dtype=int), 2, rng=np.random.default_rng(0))]
    [5, 4]
    """
    mask = as_table(observed, "observed")
    if mask.ndim != 2:
        raise ValueError(f"`observed` must be a table of shape (m, n); got shape {mask.shape}.")
    mask = as_observed(mask, mask.shape)
    entries = as_rng(rng).permutation(np.flatnonzero(mask))
    if as_count(n_folds, "n_folds", minimum=2) > entries.size:
        raise ValueError(f"`n_folds` must be at most the number of known entries, {entries.size}; got {n_folds}.")
    parts = np.array_split(entries, n_folds)
    return [np.isin(np.arange(mask.size), part).reshape(mask.shape) for part in parts]


@dataclass(frozen=True, eq=False)
class RankSweep:
    """Hold the errors of every rank, on what was learned from and on what was held out.

    Attributes
    ----------
    ranks : np.ndarray, shape (k,), int
        The ranks that were tried; rank 0 is the bias model alone.
    train : np.ndarray, shape (k, n_folds)
        Root mean squared errors on the entries that were learned from.
    validation : np.ndarray, shape (k, n_folds)
        On those held out.
    best : int
        The rank of least mean squared validation error; of equals, the smallest.

    Examples
    --------
    >>> M = np.outer(np.arange(1.0, 7), np.arange(1.0, 6))
    >>> rank_sweep(M, M > 0, [0, 1], 0.01, n_folds=3, rng=np.random.default_rng(0)).best
    1
    """

    ranks: np.ndarray
    train: np.ndarray
    validation: np.ndarray
    best: int


def rank_sweep(M: ArrayLike, observed: ArrayLike, ranks: Iterable[int], ridge: float = 1.0, *, biases: bool = True,
               n_folds: int = 5, n_steps: int = 20, rng: np.random.Generator) -> RankSweep:
    """Try several ranks on validation folds: `als` on what the bias model leaves over, or on the matrix itself.

    Test entries are not in `observed`: the rank is chosen here, and its error reported there.

    Parameters
    ----------
    M : ArrayLike, shape (m, n)
        The matrix; entries that are not known may be anything, NaN too.
    observed : ArrayLike, shape (m, n)
        Which entries may be used: booleans, or zeros and ones.
    ranks : iterable of int
        Which to try; 0 is the bias model alone.
    ridge : float
        The price of large factors, positive.
    biases : bool
        Whether to take off the bias model first. If so, a matrix of rank r may need rank r + 2, for biases of its own
        were taken off; if not, rank 0 predicts the mean.
    n_folds : int
        How many folds; each is held out once.
    n_steps : int
        Of `als`.
    rng : np.random.Generator
        Where folds and first factors come from.

    Returns
    -------
    RankSweep
        Cost: that of `als`, times ranks, times folds.

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If a number is out of its range, no rank is given, or a fold takes the last known entry of a row or column.
    np.linalg.LinAlgError
        If the ridge is so small that rounding loses it, and a row does not decide its factor without.

    References
    ----------
    Stone (1974), Cross-validatory choice and assessment of statistical predictions, JRSS B 36, 111-147.

    Examples
    --------
    >>> M = np.add.outer(np.arange(6.0), np.arange(5.0))  # rows and columns explain it all
    >>> rank_sweep(M, M >= 0, [0, 2], n_folds=3, rng=np.random.default_rng(0)).best
    0
    """
    M, mask = as_masked(M, observed)
    if not isinstance(ranks, Iterable):
        raise TypeError(f"`ranks` must be some whole numbers; got {ranks!r}.")
    ranks = np.array([as_count(rank, "ranks", minimum=0) for rank in ranks])
    if not ranks.size:
        raise ValueError("`ranks` must be at least one rank; got none.")
    errors = np.empty((2, ranks.size, as_count(n_folds, "n_folds", minimum=2)))
    for f, fold in enumerate(validation_folds(mask, n_folds, rng=rng)):
        rest = mask & ~fold
        alone = bias_model(M, rest).product if biases else np.full_like(M, M[rest].mean())
        baseline = alone if biases else np.zeros_like(M)
        for k, rank in enumerate(ranks):
            product = alone
            if rank:
                product = baseline + als(M - baseline, rest, rank, ridge, n_steps=n_steps, rng=rng).product
            errors[:, k, f] = rmse(M, product, rest), rmse(M, product, fold)
    # the first of all ranks that come within rounding of the least error
    means = (errors[1] ** 2).mean(axis=1)
    close = means <= means.min() + 1e-12 * (M**2).mean()
    return RankSweep(ranks, errors[0], errors[1], int(ranks[close].min()))


def _as_selection(where: ArrayLike, name: str, shape: tuple[int, ...]) -> np.ndarray:
    mask = as_table(where, name)
    if mask.dtype != bool or mask.shape != shape:
        raise ValueError(f"`{name}` must be booleans of shape {shape}; got {mask.dtype} of shape {mask.shape}.")
    if not mask.any():
        raise ValueError(f"`{name}` must select at least one entry; got none.")
    return mask
