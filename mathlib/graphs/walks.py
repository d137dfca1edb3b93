"""Walks on a graph: how many there are, where a random one goes, and how long it takes to forget its start."""
from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from mathlib.checks import as_count, as_fraction, as_positive
from mathlib.graphs.matrices import as_adjacency
from mathlib.graphs.traversal import as_connected


def count_walks(A: ArrayLike, length: int) -> np.ndarray:
    """Return the number of walks of a given length between every two nodes: `A` to that power.

    Parameters
    ----------
    A : ArrayLike, shape (n, n)
        The adjacency matrix; `A[i, j]` leads from i to j. With weights, a walk counts as the product of its weights.
    length : int
        The number of edges of a walk; nodes and edges may be repeated.

    Returns
    -------
    np.ndarray, shape (n, n)
        Whole numbers up to 2**53 are exact. Cost: O(n**3 * log(length)).

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If `A` is no adjacency matrix, or `length` negative.
    OverflowError
        If a number exceeds 1.8e308.

    References
    ----------
    Newman (2018), Networks, 2nd edition, section 6.11.

    Examples
    --------
    >>> count_walks([[0, 1], [1, 0]], 3)
    array([[0., 1.],
           [1., 0.]])
    """
    A, length = as_adjacency(A, directed=True), as_count(length, "length", minimum=0)
    with np.errstate(over="ignore", invalid="ignore"):
        walks = np.linalg.matrix_power(A, length)
    if not np.isfinite(walks).all():
        raise OverflowError(f"`length` must be small enough for the counts to stay below 1.8e308; got {length}.")
    return walks


def count_triangles(A: ArrayLike) -> int:
    """Return the number of triangles: `trace(A @ A @ A) / 6`, for each gives 6 closed walks of length 3.

    Parameters
    ----------
    A : ArrayLike, shape (n, n)
        The adjacency matrix, symmetric. Weights count as 1, loops are left out.

    Returns
    -------
    int

    Raises
    ------
    TypeError
        If `A` holds anything but real numbers.
    ValueError
        If `A` is no symmetric adjacency matrix.

    References
    ----------
    Newman (2018), Networks, 2nd edition, section 7.3.

    Examples
    --------
    >>> count_triangles(np.ones((4, 4)))
    4
    """
    B = (as_adjacency(A) > 0) * (1.0 - np.eye(len(A)))
    return round(((B @ B) * B).sum() / 6)


def transition_matrix(A: ArrayLike) -> np.ndarray:
    """Return the probabilities of a random walker's next step: each row of A over its sum.

    Parameters
    ----------
    A : ArrayLike, shape (n, n)
        The adjacency matrix; `A[i, j]` leads from i to j.

    Returns
    -------
    np.ndarray, shape (n, n)
        Entry (i, j) is the probability of going from i to j; rows sum to 1.

    Raises
    ------
    TypeError
        If `A` holds anything but real numbers.
    ValueError
        If `A` is no adjacency matrix, or no edge leads out of some node.

    References
    ----------
    Levin, Peres and Wilmer (2009), Markov Chains and Mixing Times, section 1.4.

    Examples
    --------
    >>> transition_matrix([[0, 1, 3], [1, 0, 0], [3, 0, 0]])
    array([[0.  , 0.25, 0.75],
           [1.  , 0.  , 0.  ],
           [1.  , 0.  , 0.  ]])
    """
    A = as_adjacency(A, directed=True)
    out = A.sum(axis=1)
    if not out.all():
        raise ValueError(f"`A` must have an edge out of every node; got none at node {int((out == 0).argmax())}.")
    return A / out[:, None]


@dataclass(frozen=True, eq=False)
class PageRank:
    """Hold the ranks, and say how the iteration ended.

    Attributes
    ----------
    ranks : np.ndarray, shape (n,)
        The share of time that the surfer spends on each node; they sum to 1.
    changes : np.ndarray, shape (n_steps,)
        The sum of absolute changes in each step; each is at most `damping` times the one before.
    converged : bool
        The last change is no more than the tolerance.

    Examples
    --------
    >>> pagerank([[0, 1], [1, 0]]).ranks
    array([0.5, 0.5])
    """

    ranks: np.ndarray
    changes: np.ndarray
    converged: bool


def pagerank(A: ArrayLike, damping: float = 0.85, *, n_steps: int = 1000, tolerance: float = 1e-12) -> PageRank:
    """Return where a surfer is who follows a random edge with probability `damping` and else jumps to any node.

    Power iteration: `r = damping * (r @ P) + (1 - damping) / n`. From a node without edges out the surfer always jumps.

    Parameters
    ----------
    A : ArrayLike, shape (n, n)
        The adjacency matrix; `A[i, j]` leads from i to j.
    damping : float
        In [0, 1).
    n_steps : int
        Stop after so many steps.
    tolerance : float
        Stop when the changes sum to no more than this.

    Returns
    -------
    PageRank
        Cost: O(n**2) a step.

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If `A` is no adjacency matrix, or a number is out of its range.

    References
    ----------
    Brin and Page (1998), Computer Networks and ISDN Systems 30, section 2.1.

    Examples
    --------
    >>> pagerank([[0, 1, 1], [1, 0, 0], [1, 0, 0]], damping=0.5).ranks.round(4)
    array([0.4444, 0.2778, 0.2778])
    """
    A = as_adjacency(A, directed=True)
    d, n_steps, tolerance = as_fraction(damping, "damping"), as_count(n_steps, "n_steps"), as_positive(
        tolerance, "tolerance")
    n, out = len(A), A.sum(axis=1)
    P = np.divide(A, out[:, None], out=np.full_like(A, 1 / n), where=out[:, None] > 0)
    r, changes = np.full(n, 1 / n), []
    while len(changes) < n_steps and not (changes and changes[-1] <= tolerance):
        new = d * (r @ P) + (1 - d) / n
        changes.append(np.abs(new - r).sum())
        r = new
    return PageRank(r / r.sum(), np.array(changes), bool(changes[-1] <= tolerance))


def stationary_distribution(A: ArrayLike) -> np.ndarray:
    """Return where a random walker on a connected graph spends the time: `degrees / degrees.sum()`.

    Parameters
    ----------
    A : ArrayLike, shape (n, n)
        The adjacency matrix, symmetric, of a connected graph.

    Returns
    -------
    np.ndarray, shape (n,)
        Unchanged by a step of the walk.

    Raises
    ------
    TypeError
        If `A` holds anything but real numbers.
    ValueError
        If `A` is no symmetric adjacency matrix, has no edge, or is not connected.

    References
    ----------
    Levin, Peres and Wilmer (2009), Markov Chains and Mixing Times, example 1.12.

    Examples
    --------
    >>> stationary_distribution([[0, 1, 0], [1, 0, 1], [0, 1, 0]])
    array([0.25, 0.5 , 0.25])
    """
    d = as_connected(A).sum(axis=1)
    if not d.all():
        raise ValueError("`A` must have an edge at every node; got a single node without one.")
    return d / d.sum()


def walk_eigenvalues(A: ArrayLike) -> np.ndarray:
    """Return the eigenvalues of a random walk on a connected graph, by size, the largest first: 1 comes first.

    The second by size is the factor by which, in the long run, one step shrinks the distance to the stationary
    distribution; where it is 1 too (a bipartite graph) the walk never settles.

    Parameters
    ----------
    A : ArrayLike, shape (n, n)
        The adjacency matrix, symmetric, of a connected graph.

    Returns
    -------
    np.ndarray, shape (n,)
        Real, from -1 to 1, sorted by absolute value. Cost: O(n**3).

    Raises
    ------
    TypeError
        If `A` holds anything but real numbers.
    ValueError
        If `A` is no symmetric adjacency matrix, has no edge, or is not connected.

    References
    ----------
    Levin, Peres and Wilmer (2009), Markov Chains and Mixing Times, lemma 12.2.

    Examples
    --------
    >>> walk_eigenvalues(np.ones((3, 3)) - np.eye(3)).round(12)
    array([ 1. , -0.5, -0.5])
    """
    scale = np.sqrt(stationary_distribution(A))
    values = np.linalg.eigvalsh(scale[:, None] * transition_matrix(A) / scale)  # similar to the walk, and symmetric
    return values[np.argsort(-np.abs(values) - 1e-12 * np.sign(values), kind="stable")]


def mixing_time(A: ArrayLike, distance: float = 0.25, *, max_steps: int = 10_000) -> int | None:
    """Return after how many steps a random walk has forgotten its start, wherever that was.

    Parameters
    ----------
    A : ArrayLike, shape (n, n)
        The adjacency matrix, symmetric, of a connected graph.
    distance : float
        The total variation from the stationary distribution that counts as forgotten, positive.
    max_steps : int
        Give up after so many steps.

    Returns
    -------
    int or None
        None if it takes more than `max_steps`, or for ever, as on a bipartite graph. Cost: O(n**3) a step.

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If `A` is no symmetric adjacency matrix, has no edge, or is not connected, or a number is out of its range.

    References
    ----------
    Levin, Peres and Wilmer (2009), Markov Chains and Mixing Times, section 4.5.

    Examples
    --------
    >>> mixing_time(np.ones((3, 3)) - np.eye(3)), mixing_time([[0, 1], [1, 0]])
    (2, None)
    """
    goal, distance = stationary_distribution(A), as_positive(distance, "distance")
    P = transition_matrix(A)
    walk = np.eye(len(P))
    for step in range(as_count(max_steps, "max_steps", minimum=0) + 1):
        if np.abs(walk - goal).sum(axis=1).max() / 2 <= distance:
            return step
        walk = walk @ P
    return None
