"""The maximum spanning tree: the heaviest edges that connect everything without a cycle."""
from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from mathlib.checks import as_matrix


def max_spanning_tree(weights: ArrayLike) -> list[tuple[int, int]]:
    """Return the edges of the spanning tree whose weights have the greatest sum.

    Every pair of nodes is an edge, also one of weight 0 or less (mutual information may be 0). Prim's way: grow one
    tree from node 0, each time by the heaviest edge that leaves it; no exchange of edges can then improve the tree.

    Parameters
    ----------
    weights : ArrayLike, shape (n, n)
        The weight of each pair, symmetric; the diagonal is not looked at.

    Returns
    -------
    list of (int, int)
        The n - 1 edges (i, j), i < j, sorted. Where weights are equal, the pair with the smaller node that joins, then
        with the smaller node in the tree, comes first. Cost: O(n**2).

    Raises
    ------
    TypeError
        If `weights` holds anything but real numbers.
    ValueError
        If `weights` is not square, finite and exactly symmetric.

    References
    ----------
    Prim (1957), Bell System Technical Journal 36, 1389-1401. Chow and Liu (1968), IEEE Transactions on Information
    Theory 14, 462-467: with mutual information as weights this is the best tree of dependence.

    Examples
    --------
    >>> max_spanning_tree([[0, 3, 1], [3, 0, 2], [1, 2, 0]])
    [(0, 1), (1, 2)]
    """
    W = as_matrix(weights, "weights", square=True)
    if (W != W.T).any():
        raise ValueError(f"`weights` must be symmetric; got entries that differ by {np.abs(W - W.T).max():g} across "
                         "the diagonal.")
    n = len(W)
    outside, nearest, best = np.arange(n) > 0, np.zeros(n, dtype=int), W[0].copy()
    edges = []
    for _ in range(n - 1):
        j = int(np.where(outside, best, -np.inf).argmax())
        edges.append((min(int(nearest[j]), j), max(int(nearest[j]), j)))
        outside[j] = False
        closer = W[j] > best
        best[closer], nearest[closer] = W[j, closer], j
    return sorted(edges)
