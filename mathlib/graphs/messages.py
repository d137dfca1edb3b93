"""Messages between neighbours: what every graph neural network does in a layer, without and with what it learns."""
from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from mathlib.checks import as_count, as_matrix
from mathlib.graphs.matrices import as_adjacency

Update = Callable[[np.ndarray, np.ndarray], np.ndarray]


def message_pass(A: ArrayLike, H: ArrayLike, aggregate: str = "sum", update: Update | None = None,
                 n_rounds: int = 1) -> np.ndarray:
    """Let every node collect the states of its neighbours, and update its own.

    Without `update` a round is literally `h[v] = AGGREGATE({h[u] : u neighbour of v})`: the node forgets itself, and on
    two joined nodes two states swap for ever. With it, `h[v] = update(h[v], AGGREGATE(...))`.

    Parameters
    ----------
    A : ArrayLike, shape (n, n)
        The adjacency matrix, symmetric. Weights other than 0 count as one edge.
    H : ArrayLike, shape (n, d)
        The state of each node.
    aggregate : str
        "sum", "mean" or "max", entry by entry over the multiset of the neighbours' states. A node without neighbours
        collects 0 with "sum"; "mean" and "max" of nothing are refused.
    update : callable, optional
        Maps (states, collected), both (n, d), to the next states, (n, e).
    n_rounds : int
        How many times.

    Returns
    -------
    np.ndarray, shape (n, e)
        Cost: O(n**2 * d) a round.

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If `A` is no symmetric adjacency matrix, `H` has not n rows, `aggregate` is unknown, or there is nothing to
        take the mean or maximum of.

    References
    ----------
    Gilmer et al. (2017), Neural message passing for quantum chemistry, ICML 34, equations 1 and 2. Xu et al. (2019),
    How powerful are graph neural networks?, ICLR, section 5.

    Examples
    --------
    >>> pair = [[0, 1], [1, 0]]
    >>> message_pass(pair, [[1.0], [5.0]], n_rounds=3).ravel()  # swapped three times
    array([5., 1.])
    >>> message_pass(pair, [[1.0], [5.0]], "mean", lambda own, collected: (own + collected) / 2).ravel()
    array([3., 3.])
    """
    B, H = as_adjacency(A) > 0, as_matrix(H, "H")
    if len(H) != len(B):
        raise ValueError(f"`H` must have a row for each of the {len(B)} nodes; got {len(H)}.")
    collect = _aggregator(aggregate, B)
    for _ in range(as_count(n_rounds, "n_rounds", minimum=0)):
        H = collect(H) if update is None else as_matrix(update(H, collect(H)), "update(H, collected)", (len(B), None))
    return H


def readout(H: ArrayLike, aggregate: str = "sum") -> np.ndarray:
    """Return one vector for the whole graph: sum, mean or maximum of the states of all nodes, in any order.

    Parameters
    ----------
    H : ArrayLike, shape (n, d)
        The state of each node.
    aggregate : str
        "sum", "mean" or "max".

    Returns
    -------
    np.ndarray, shape (d,)

    Raises
    ------
    TypeError
        If `H` holds anything but real numbers.
    ValueError
        If `H` is not a finite matrix, or `aggregate` unknown.

    References
    ----------
    Gilmer et al. (2017), Neural message passing for quantum chemistry, ICML 34, equation 3.

    Examples
    --------
    >>> readout([[1, 2], [3, 4]], "mean")
    array([2., 3.])
    """
    H = as_matrix(H, "H")
    return _aggregator(aggregate, np.ones((1, len(H)), dtype=bool))(H)[0]


def wl_colors(A: ArrayLike, n_rounds: int | None = None) -> np.ndarray:
    """Colour the nodes by the Weisfeiler-Leman test: a new colour for each pair (own colour, multiset of neighbours').

    No message passing with any aggregate and update can tell nodes apart that share a colour.

    Parameters
    ----------
    A : ArrayLike, shape (n, n)
        The adjacency matrix, symmetric. Weights other than 0 count as one edge.
    n_rounds : int, optional
        How many rounds; without it, until no class splits any more (at most n - 1).

    Returns
    -------
    np.ndarray, shape (rounds + 1, n), int
        The colours after each round, all 0 at the start; numbers from 0 in each round. Renaming the nodes does not
        change which colours there are, nor how often.

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If `A` is no symmetric adjacency matrix, or `n_rounds` negative.

    References
    ----------
    Weisfeiler and Leman (1968), Nauchno-Technicheskaya Informatsia 2(9), 12-16. Xu et al. (2019), ICLR, lemma 2.

    Examples
    --------
    >>> wl_colors([[0, 1, 0], [1, 0, 1], [0, 1, 0]])  # the middle of a path has two neighbours
    array([[0, 0, 0],
           [0, 1, 0]])
    """
    B = as_adjacency(A) > 0
    limit = len(B) if n_rounds is None else as_count(n_rounds, "n_rounds", minimum=0)
    history = [np.zeros(len(B), dtype=int)]
    for _ in range(limit):
        color = _refine(B, history[-1])
        if n_rounds is None and color.max() == history[-1].max():
            break
        history.append(color)
    return np.array(history)


def wl_distinguishes(A: ArrayLike, B: ArrayLike) -> bool:
    """Return whether the Weisfeiler-Leman test tells two graphs apart. If not, they may still be different.

    Parameters
    ----------
    A, B : ArrayLike, shapes (n, n) and (m, m)
        The adjacency matrices, symmetric.

    Returns
    -------
    bool

    Raises
    ------
    TypeError
        If an argument holds anything but real numbers.
    ValueError
        If one is no symmetric adjacency matrix.

    References
    ----------
    Weisfeiler and Leman (1968), Nauchno-Technicheskaya Informatsia 2(9), 12-16.

    Examples
    --------
    >>> path, star = [[0, 1, 0, 0], [1, 0, 1, 0], [0, 1, 0, 1], [0, 0, 1, 0]], [[0, 1, 1, 1]] + [[1, 0, 0, 0]] * 3
    >>> wl_distinguishes(path, star)
    True
    """
    A, B = as_adjacency(A), as_adjacency(B, "B")
    n, both = len(A), np.zeros((len(A) + len(B),) * 2)
    both[:n, :n], both[n:, n:] = A, B
    color = wl_colors(both)[-1]
    return not np.array_equal(np.sort(color[:n]), np.sort(color[n:]))


def _aggregator(aggregate: str, B: np.ndarray) -> Callable[[np.ndarray], np.ndarray]:
    """Return what collects the states of neighbours; B has True where column u is a neighbour of row v."""
    if aggregate not in ("sum", "mean", "max"):
        raise ValueError(f"`aggregate` must be 'sum', 'mean' or 'max'; got {aggregate!r}.")
    if aggregate == "sum":
        return lambda H: B @ H
    if not B.any(axis=1).all():
        raise ValueError(f"`A` must have an edge at every node for a {aggregate}; got none at node "
                         f"{int(B.any(axis=1).argmin())}.")
    if aggregate == "mean":
        return lambda H: B @ H / B.sum(axis=1)[:, None]
    neighbors = [np.flatnonzero(row) for row in B]
    return lambda H: np.array([H[u].max(axis=0) for u in neighbors])


def _refine(B: np.ndarray, color: np.ndarray) -> np.ndarray:
    counts = B @ np.eye(color.max() + 1, dtype=int)[color]  # how many neighbours of each colour
    return np.unique(np.column_stack([color, counts]), axis=0, return_inverse=True)[1]
