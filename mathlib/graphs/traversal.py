"""Walk through a graph breadth first: distances, shortest paths, components."""
from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from mathlib.checks import as_count
from mathlib.graphs.matrices import as_adjacency


@dataclass(frozen=True, eq=False)
class BreadthFirst:
    """Hold what a breadth-first search found.

    Attributes
    ----------
    order : np.ndarray, shape (m,), int
        The nodes that can be reached, in the order they were found; the start comes first.
    distance : np.ndarray, shape (n,), int
        The number of edges from the start; -1 where there is no path.
    parent : np.ndarray, shape (n,), int
        The node it was found from; -1 at the start and where there is no path.

    Examples
    --------
    >>> breadth_first([[0, 1, 0], [1, 0, 0], [0, 0, 0]], 0).distance
    array([ 0,  1, -1])
    """

    order: np.ndarray
    distance: np.ndarray
    parent: np.ndarray


def breadth_first(A: ArrayLike, start: int) -> BreadthFirst:
    """Visit the nodes nearest first; of equally near ones, those whose parent was found first.

    Parameters
    ----------
    A : ArrayLike, shape (n, n)
        The adjacency matrix; `A[i, j]` leads from i to j. Weights other than 0 count as one edge each.
    start : int
        Where to begin.

    Returns
    -------
    BreadthFirst
        Cost: O(n**2).

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If `A` is no adjacency matrix, or `start` no node.

    References
    ----------
    Moore (1959), The shortest path through a maze. Cormen et al. (2009), Introduction to Algorithms, section 22.2.

    Examples
    --------
    >>> breadth_first([[0, 1, 1], [1, 0, 0], [1, 0, 0]], 1).order
    array([1, 0, 2])
    """
    A = as_adjacency(A, directed=True)
    start = _as_node(start, "start", len(A))
    distance, parent = np.full(len(A), -1), np.full(len(A), -1)
    distance[start], queue = 0, [start]
    for i in queue:  # grows while we go along it
        new = np.flatnonzero((A[i] > 0) & (distance < 0))
        distance[new], parent[new] = distance[i] + 1, i
        queue.extend(new.tolist())
    return BreadthFirst(np.array(queue), distance, parent)


def shortest_path(A: ArrayLike, start: int, end: int) -> list[int]:
    """Return the nodes of a path with as few edges as possible.

    Parameters
    ----------
    A : ArrayLike, shape (n, n)
        The adjacency matrix; `A[i, j]` leads from i to j.
    start, end : int
        The first node and the last.

    Returns
    -------
    list of int
        Both ends included; empty if there is no path.

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If `A` is no adjacency matrix, or an end no node.

    References
    ----------
    Cormen et al. (2009), Introduction to Algorithms, section 22.2.

    Examples
    --------
    >>> shortest_path([[0, 1, 0], [1, 0, 1], [0, 1, 0]], 0, 2)
    [0, 1, 2]
    """
    search = breadth_first(A, start)
    path = [_as_node(end, "end", search.parent.size)]
    if search.distance[end] < 0:
        return []
    while search.parent[path[-1]] >= 0:
        path.append(int(search.parent[path[-1]]))
    return path[::-1]


def components(A: ArrayLike) -> np.ndarray:
    """Return for every node the number of its component: nodes share one if a path joins them.

    Parameters
    ----------
    A : ArrayLike, shape (n, n)
        The adjacency matrix, symmetric.

    Returns
    -------
    np.ndarray, shape (n,), int
        From 0 on, in the order of the smallest node of each component. Cost: O(n**2).

    Raises
    ------
    TypeError
        If `A` holds anything but real numbers.
    ValueError
        If `A` is no symmetric adjacency matrix.

    References
    ----------
    Hopcroft and Tarjan (1973), Communications of the ACM 16, 372-378.

    Examples
    --------
    >>> components([[0, 0, 1], [0, 0, 0], [1, 0, 0]])
    array([0, 1, 0])
    """
    A = as_adjacency(A)
    label, count = np.full(len(A), -1), 0
    for i in range(len(A)):
        if label[i] < 0:
            label[_reached(A, i)] = count
            count += 1
    return label


def is_connected(A: ArrayLike) -> bool:
    """Return whether a path joins every two nodes.

    Parameters
    ----------
    A : ArrayLike, shape (n, n)
        The adjacency matrix, symmetric.

    Returns
    -------
    bool

    Raises
    ------
    TypeError
        If `A` holds anything but real numbers.
    ValueError
        If `A` is no symmetric adjacency matrix.

    References
    ----------
    Newman (2018), Networks, 2nd edition, section 6.12.

    Examples
    --------
    >>> is_connected([[0, 1], [1, 0]]), is_connected([[0, 0], [0, 0]])
    (True, False)
    """
    return bool(_reached(as_adjacency(A), 0).all())


def as_connected(A: ArrayLike, name: str = "A") -> np.ndarray:
    """Return `A` as the adjacency matrix of a connected graph without directions.

    Parameters
    ----------
    A : ArrayLike, shape (n, n)
        What the caller passed.
    name : str
        What the caller calls it.

    Returns
    -------
    np.ndarray, shape (n, n)

    Raises
    ------
    TypeError
        If `A` holds anything but real numbers.
    ValueError
        If `A` is no symmetric adjacency matrix, or the graph not connected.

    References
    ----------
    Newman (2018), Networks, 2nd edition, section 6.12.

    Examples
    --------
    >>> as_connected([[0, 0], [0, 0]])
    Traceback (most recent call last):
        ...
    ValueError: `A` must be a connected graph; got 2 components.
    """
    A = as_adjacency(A, name)
    if not _reached(A, 0).all():
        raise ValueError(f"`{name}` must be a connected graph; got {components(A).max() + 1} components.")
    return A


def _reached(A: np.ndarray, start: int) -> np.ndarray:
    """Return which nodes can be reached, a whole front of the search at a time."""
    reached = np.zeros(len(A), dtype=bool)
    front = np.arange(len(A)) == start
    while front.any():
        reached |= front
        front = (A[front] > 0).any(axis=0) & ~reached
    return reached


def _as_node(node: int, name: str, n: int) -> int:
    if as_count(node, name, minimum=0) >= n:
        raise ValueError(f"`{name}` must be a node, from 0 to {n - 1}; got {node}.")
    return int(node)
