"""The tree of Chow and Liu: of all Bayesian networks with one parent each, the one that suits a sample best."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import ArrayLike

from mathlib.checks import as_labels
from mathlib.graphs import max_spanning_tree
from mathlib.information import mutual_information
from mathlib.probability.bayes_network import BayesianNetwork


@dataclass(frozen=True, eq=False)
class ChowLiuTree:
    """Hold the tree, and what it was made of.

    Attributes
    ----------
    edges : list of (int, int)
        Pairs of columns, i < j.
    mutual_information : np.ndarray, shape (d, d)
        Of each pair of columns, in nats; the diagonal is 0.
    network : BayesianNetwork
        The tree with its first column as root, and shares of the sample as probabilities; its values are indices into
        the labels.
    labels : tuple of np.ndarray, shape (number of values,)
        The different labels of each column, sorted.
    log_likelihood : float
        Of the sample under the tree, the greatest of all trees.

    Examples
    --------
    >>> tree = chow_liu([[0, 0, 1], [1, 1, 1], [0, 0, 0], [1, 1, 0]])
    >>> tree.edges
    [(0, 1), (0, 2)]
    """

    edges: list[tuple[int, int]]
    mutual_information: np.ndarray
    network: BayesianNetwork
    labels: tuple[np.ndarray, ...]
    log_likelihood: float


def chow_liu(X: ArrayLike, names: Sequence[str] | None = None) -> ChowLiuTree:
    """Find the tree of dependences under which a sample is most likely.

    A tree's log-likelihood is n times the mutual information along its edges, less the entropies, which no tree
    changes: the best tree is the maximum spanning tree of mutual information.

    Parameters
    ----------
    X : ArrayLike, shape (n, d)
        Labels, one row a case, d >= 2 columns.
    names : sequence of str, optional
        One for each column; `x0`, `x1`, ... if not given.

    Returns
    -------
    ChowLiuTree
        Cost: O(n * v**2 + d**2) for v different values in all columns together.

    Raises
    ------
    TypeError
        If `X` holds anything but labels.
    ValueError
        If `X` is not a matrix with two or more columns, or the names do not fit.

    References
    ----------
    Chow and Liu (1968), IEEE Transactions on Information Theory 14, 462-467.

    Examples
    --------
    >>> chow_liu([[0, 0], [1, 1]], ["a", "b"]).network.query("b", {"a": 1})
    array([0., 1.])
    """
    columns, names = _as_columns(X, names)
    labels, codes = zip(*(np.unique(column, return_inverse=True) for column in columns), strict=True)
    counts = _pair_counts(codes, [values.size for values in labels])
    information = np.zeros((len(codes), len(codes)))
    for i, j in combinations(range(len(codes)), 2):
        information[i, j] = information[j, i] = mutual_information(counts[i][j] / len(codes[0]))
    edges = max_spanning_tree(information)
    network, log_likelihood = _root(edges, counts, names)
    return ChowLiuTree(edges, information, network, labels, log_likelihood)


def _pair_counts(codes: Sequence[np.ndarray], sizes: list[int]) -> list[list[np.ndarray]]:
    """Return for each pair of columns how often each pair of values occurs: blocks of one matrix product."""
    indicator = np.column_stack([np.eye(size)[code] for code, size in zip(codes, sizes, strict=True)])
    cuts = np.cumsum(sizes)[:-1]
    return [np.split(rows, cuts, axis=1) for rows in np.split(indicator.T @ indicator, cuts)]


def _root(edges: list[tuple[int, int]], counts: list[list[np.ndarray]],
          names: Sequence[str]) -> tuple[BayesianNetwork, float]:
    """Direct the edges away from column 0, and give each column its shares given its parent's."""
    first = np.diagonal(counts[0][0])
    network, log_likelihood = BayesianNetwork().add(names[0], first / first.sum()), _log_likelihood(first, first.sum())
    neighbours: list[list[int]] = [[] for _ in names]
    for i, j in edges:
        neighbours[i].append(j), neighbours[j].append(i)
    reached = [0]
    for parent in reached:
        for child in (c for c in neighbours[parent] if names[c] not in network.tables):
            table = counts[parent][child]
            totals = table.sum(axis=1, keepdims=True)
            network.add(names[child], table / totals, [names[parent]])
            log_likelihood += _log_likelihood(table, totals)
            reached.append(child)
    return network, log_likelihood


def _log_likelihood(counts: np.ndarray, totals: np.ndarray) -> float:
    return float(np.sum(counts * np.log(np.where(counts > 0, counts, totals) / totals)))


def _as_columns(X: ArrayLike, names: Sequence[str] | None) -> tuple[list[np.ndarray], Sequence[str]]:
    if isinstance(X, np.ma.MaskedArray):
        raise TypeError("`X` must be a matrix of labels; got a masked array. Fill its masked entries, or leave "
                        "them out.")
    try:
        table = np.asarray(X)
    except ValueError:
        raise ValueError("`X` must be a matrix of labels; got rows of different lengths.") from None
    if table.ndim != 2 or table.shape[1] < 2:
        raise ValueError(f"`X` must be a matrix of labels with two or more columns; got shape {table.shape}.")
    if not (names is None or isinstance(names, Sequence | np.ndarray)):
        raise TypeError(f"`names` must be a sequence of text; got {names!r}.")
    names = [f"x{i}" for i in range(table.shape[1])] if names is None else list(names)
    if len(names) != table.shape[1] or len(set(names)) < len(names):
        raise ValueError(f"`names` must be {table.shape[1]} different ones; got {len(names)}.")
    return [as_labels(column, "X") for column in table.T], names
