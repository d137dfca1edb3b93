"""See a graph through its Laplacian: coordinates in which neighbours are near, and the cuts that these suggest."""
from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.spatial import distance

from mathlib.checks import as_count, as_labels, as_matrix, as_real, as_rng
from mathlib.graphs.matrices import as_adjacency, laplacian
from mathlib.graphs.traversal import as_connected


def spectral_embedding(A: ArrayLike, n_dimensions: int = 2, kind: str = "plain") -> np.ndarray:
    """Return coordinates for the nodes: eigenvectors of the Laplacian, those of least eigenvalue but the first.

    Of all centred, uncorrelated coordinates of length 1 these have the least sum of squared differences along edges.

    Parameters
    ----------
    A : ArrayLike, shape (n, n)
        The adjacency matrix, symmetric, of a connected graph.
    n_dimensions : int
        How many coordinates, less than n.
    kind : str
        Of the Laplacian: "plain", "symmetric" or "walk". For "walk", columns have length 1 when nodes are weighted by
        their degree.

    Returns
    -------
    np.ndarray, shape (n, n_dimensions)
        In each column the entry of largest size is positive (the first, if several are). Cost: O(n**3).

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If `A` is no symmetric adjacency matrix, not connected, `n_dimensions` not below n, or `kind` unknown.

    References
    ----------
    Hall (1970), Management Science 17, 219-229. Belkin and Niyogi (2003), Neural Computation 15, 1373-1396.

    Examples
    --------
    >>> spectral_embedding([[0, 1, 0], [1, 0, 1], [0, 1, 0]], 1).round(4).ravel() + 0.0
    array([ 0.7071,  0.    , -0.7071])
    """
    A, k = as_connected(A), as_count(n_dimensions, "n_dimensions")
    if k >= len(A):
        raise ValueError(f"`n_dimensions` must be less than the number of nodes, {len(A)}; got {k}.")
    vectors = np.linalg.eigh(laplacian(A, "symmetric" if kind == "walk" else kind))[1][:, 1 : k + 1]
    if kind == "walk":
        vectors = vectors / np.sqrt(A.sum(axis=1))[:, None]
    # entries equal but for rounding count as equal, so that the sign is the same on every machine
    first = (np.abs(vectors) > np.abs(vectors).max(axis=0) * (1 - 1e-8)).argmax(axis=0)
    return vectors * np.sign(vectors[first, np.arange(k)])


@dataclass(frozen=True, eq=False)
class FiedlerCut:
    """Hold a cut of a graph in two.

    Attributes
    ----------
    side : np.ndarray, shape (n,), bool
        On which side each node is: True where the Fiedler vector exceeds the threshold.
    vector : np.ndarray, shape (n,)
        The eigenvector of the second eigenvalue.
    value : float
        That eigenvalue, the algebraic connectivity.

    Examples
    --------
    >>> cut = fiedler_cut([[0, 1, 0, 0], [1, 0, 1, 0], [0, 1, 0, 1], [0, 0, 1, 0]])
    >>> cut.side.tolist()
    [True, True, False, False]
    """

    side: np.ndarray
    vector: np.ndarray
    value: float


def fiedler_cut(A: ArrayLike, threshold: float = 0.0, kind: str = "plain") -> FiedlerCut:
    """Cut a connected graph in two by the sign of the second eigenvector of its Laplacian.

    To ask for the cut of fewest edges between halves is hard; with real numbers in place of the signs of the two sides
    it is an eigenvalue problem.

    Parameters
    ----------
    A : ArrayLike, shape (n, n)
        The adjacency matrix, symmetric, of a connected graph with 2 or more nodes.
    threshold : float
        Where to cut the vector.
    kind : str
        Of the Laplacian: "plain", "symmetric" or "walk".

    Returns
    -------
    FiedlerCut

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If `A` is no symmetric adjacency matrix of a connected graph, `threshold` not finite, or `kind` unknown.

    References
    ----------
    Fiedler (1973), Czechoslovak Mathematical Journal 23, 298-305. von Luxburg (2007), section 5.

    Examples
    --------
    >>> print(f"{fiedler_cut([[0, 1, 0], [1, 0, 1], [0, 1, 0]]).value:.4f}")
    1.0000
    """
    vector = spectral_embedding(A, 1, kind)[:, 0]
    value = np.linalg.eigvalsh(laplacian(A, "symmetric" if kind == "walk" else kind))[1]
    return FiedlerCut(vector > as_real(threshold, "threshold"), vector, float(value))


def cut_size(A: ArrayLike, side: ArrayLike) -> float:
    """Return the weight of the edges whose ends have different labels.

    Parameters
    ----------
    A : ArrayLike, shape (n, n)
        The adjacency matrix, symmetric.
    side : ArrayLike, shape (n,)
        A label for each node: whole numbers, text or booleans.

    Returns
    -------
    float

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If `A` is no symmetric adjacency matrix, or `side` of another length.

    References
    ----------
    von Luxburg (2007), Statistics and Computing 17, section 5.

    Examples
    --------
    >>> cut_size([[0, 1, 0], [1, 0, 1], [0, 1, 0]], [True, True, False])
    1.0
    """
    A = as_adjacency(A)
    side = as_labels(side, "side", len(A))
    return float(A[side[:, None] != side].sum() / 2)


def spectral_clustering(A: ArrayLike, n_clusters: int, *, rng: np.random.Generator) -> np.ndarray:
    """Group the nodes of a graph: k-means on the leading eigenvectors of the symmetric Laplacian, rows of length 1.

    Parameters
    ----------
    A : ArrayLike, shape (n, n)
        The adjacency matrix, symmetric; the graph may have several components, but an edge at every node.
    n_clusters : int
        How many groups, from 2 to n.
    rng : np.random.Generator
        Where k-means starts.

    Returns
    -------
    np.ndarray, shape (n,), int
        The group of each node, numbered in the order of their first nodes. Cost: O(n**3).

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If `A` is no symmetric adjacency matrix, a node has no edge, or `n_clusters` is out of range.

    References
    ----------
    Ng, Jordan and Weiss (2001), On spectral clustering, NIPS 14.

    Examples
    --------
    >>> A = np.kron(np.eye(2), np.ones((3, 3)))  # two cliques
    >>> spectral_clustering(A, 2, rng=np.random.default_rng(0))
    array([0, 0, 0, 1, 1, 1])
    """
    A, k = as_adjacency(A), as_count(n_clusters, "n_clusters", minimum=2)
    if k > len(A):
        raise ValueError(f"`n_clusters` must be at most the number of nodes, {len(A)}; got {k}.")
    if not A.any(axis=1).all():
        raise ValueError(f"`A` must have an edge at every node; got none at node {int(A.any(axis=1).argmin())}.")
    vectors = np.linalg.eigh(laplacian(A, "symmetric"))[1][:, :k]
    vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return _in_order(_nearest_centres(vectors, k, as_rng(rng)))


def knn_graph(X: ArrayLike, n_neighbors: int) -> np.ndarray:
    """Return the graph that joins each example with its nearest ones; an edge if either is among the other's nearest.

    Parameters
    ----------
    X : ArrayLike, shape (n, d)
        A row for each example.
    n_neighbors : int
        How many, less than n. Of equally near ones, the first come first.

    Returns
    -------
    np.ndarray, shape (n, n)
        Symmetric, of zeros and ones. Cost: O(n**2 * d).

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If `X` is not a finite matrix, or `n_neighbors` not from 1 to n - 1.

    References
    ----------
    von Luxburg (2007), Statistics and Computing 17, section 2.2.

    Examples
    --------
    >>> knn_graph([[0.0], [1.0], [5.0]], 1)
    array([[0., 1., 0.],
           [1., 0., 1.],
           [0., 1., 0.]])
    """
    X, k = as_matrix(X, "X"), as_count(n_neighbors, "n_neighbors")
    if k >= len(X):
        raise ValueError(f"`n_neighbors` must be less than the number of rows of `X`, {len(X)}; got {k}.")
    X = np.ldexp(X, -int(np.frexp(np.abs(X).max())[1]))  # at most 1, without rounding: squares do not overflow
    distances = distance.cdist(X, X)  # of differences: far from 0, the formula with products loses what is near
    np.fill_diagonal(distances, np.inf)
    limit = np.partition(distances, k - 1, axis=1)[:, [k - 1]]
    nearer, tied = distances < limit, distances == limit
    chosen = nearer | (tied & (tied.cumsum(axis=1) <= k - nearer.sum(axis=1, keepdims=True)))
    return (chosen | chosen.T).astype(float)


def _nearest_centres(X: np.ndarray, k: int, rng: np.random.Generator, n_starts: int = 10) -> np.ndarray:
    """Run k-means from several starts, and return the groups of least scatter."""
    runs = [_lloyd(X, _spread_centres(X, k, rng)) for _ in range(n_starts)]
    return min(runs, key=lambda run: run[1])[0]


def _lloyd(X: np.ndarray, centres: np.ndarray, n_steps: int = 100) -> tuple[np.ndarray, float]:
    for _ in range(n_steps):
        group = _squared_distances(X, centres).argmin(axis=1)
        moved = np.array([X[group == g].mean(axis=0) if (group == g).any() else centres[g]
                          for g in range(len(centres))])
        if np.array_equal(moved, centres):
            break
        centres = moved
    return group, float(((X - centres[group]) ** 2).sum())


def _spread_centres(X: np.ndarray, k: int, rng: np.random.Generator) -> np.ndarray:
    """Draw starting centres far from one another (Arthur and Vassilvitskii, 2007)."""
    chosen = [int(rng.integers(len(X)))]
    for _ in range(k - 1):
        weight = _squared_distances(X, X[chosen]).min(axis=1) + 1e-300
        chosen.append(int(rng.choice(len(X), p=weight / weight.sum())))
    return X[chosen]


def _squared_distances(X: np.ndarray, Y: np.ndarray) -> np.ndarray:
    return np.maximum((X**2).sum(axis=1)[:, None] - 2 * X @ Y.T + (Y**2).sum(axis=1), 0)


def _in_order(group: np.ndarray) -> np.ndarray:
    _, first, codes = np.unique(group, return_index=True, return_inverse=True)
    return np.argsort(np.argsort(first))[codes]
