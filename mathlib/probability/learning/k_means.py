"""The k-means method: each point to its nearest centre, each centre to the middle of its points, and again."""
from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.spatial.distance import cdist

from mathlib.checks import as_count, as_matrix, as_rng, as_squarable


@dataclass(frozen=True, eq=False)
class KMeans:
    """Hold a clustering, and how it came about.

    Attributes
    ----------
    centers : np.ndarray, shape (k, d)
        Where the centres ended.
    labels : np.ndarray, shape (n,)
        The index of the nearest centre of each point.
    path : np.ndarray, shape (n_steps + 1, k, d)
        The centres at the start and after each step.
    inertias : np.ndarray, shape (n_steps + 1,)
        The sum of squared distances to the nearest centre; it never grows.
    converged : bool
        The last step moved no centre.

    Examples
    --------
    >>> result = k_means([[0], [1], [8], [9]], 2, start=[[0], [1]])
    >>> result.centers.ravel(), result.labels, result.converged
    (array([0.5, 8.5]), array([0, 0, 1, 1]), True)
    """

    centers: np.ndarray
    labels: np.ndarray
    path: np.ndarray
    inertias: np.ndarray
    converged: bool

    def predict(self, X: ArrayLike) -> np.ndarray:
        """Return the index of the nearest centre of each point.

        Parameters
        ----------
        X : ArrayLike, shape (m, d)
            Points, one a row.

        Returns
        -------
        np.ndarray, shape (m,)

        Raises
        ------
        TypeError
            If `X` holds anything but real numbers.
        ValueError
            If `X` has another number of columns.

        Examples
        --------
        >>> k_means([[0], [1], [8], [9]], 2, start=[[0], [1]]).predict([[4], [5]])
        array([0, 1])
        """
        X = as_squarable(as_matrix(X, "X", (None, self.centers.shape[1])), "X", 0)
        return cdist(X, self.centers, "sqeuclidean").argmin(axis=1)


def k_means(X: ArrayLike, k: int, *, start: ArrayLike | None = None, n_steps: int = 300,
            rng: np.random.Generator | None = None) -> KMeans:
    """Cluster points around k centres, by Lloyd's steps until none moves.

    It ends in a local minimum of the inertia that depends on the start.

    Parameters
    ----------
    X : ArrayLike, shape (n, d)
        Points, one a row; at least k different ones.
    k : int
        How many centres.
    start : ArrayLike, shape (k, d), optional
        Centres to begin with; without them, `k_means_plus_plus`.
    n_steps : int
        The most steps to take.
    rng : np.random.Generator, optional
        What draws the start; needed where none is given.

    Returns
    -------
    KMeans
        Cost: O(n * k * d) a step.

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If the shapes do not fit, there are fewer than k different points, or squares overflow or vanish.

    References
    ----------
    Lloyd (1982), IEEE Transactions on Information Theory 28, 129-137.

    Examples
    --------
    >>> k_means([[0], [1], [8], [9]], 2, rng=np.random.default_rng(0)).inertias[-1]
    np.float64(1.0)
    """
    X, k, n_steps = as_squarable(as_matrix(X, "X"), "X"), as_count(k, "k"), as_count(n_steps, "n_steps")
    _as_enough(X, k)
    centers = k_means_plus_plus(X, k, rng=rng) if start is None else _as_start(start, k, X.shape[1])
    path, inertias, converged = [centers], [], False
    while not converged and len(path) <= n_steps:
        moved, _, inertia = _step(X, path[-1])
        converged = bool((moved == path[-1]).all())
        path, inertias = path if converged else [*path, moved], [*inertias, inertia]
    D = cdist(X, path[-1], "sqeuclidean")
    if not converged:
        inertias.append(float(D.min(axis=1).sum()))
    return KMeans(path[-1], D.argmin(axis=1), np.array(path), np.array(inertias), converged)


def k_means_step(X: ArrayLike, centers: ArrayLike) -> np.ndarray:
    """Move each centre to the mean of the points that are nearest to it; one without points goes to the farthest point.

    Parameters
    ----------
    X : ArrayLike, shape (n, d)
        Points, one a row.
    centers : ArrayLike, shape (k, d)
        Where the centres are.

    Returns
    -------
    np.ndarray, shape (k, d)

    Raises
    ------
    TypeError
        If an argument holds anything but real numbers.
    ValueError
        If the shapes do not fit, there are more centres than different points, or squares overflow or vanish.

    References
    ----------
    Lloyd (1982), IEEE Transactions on Information Theory 28, 129-137.

    Examples
    --------
    >>> k_means_step([[0], [1], [8], [9]], [[0], [1]])
    array([[0.],
           [6.]])
    """
    X = as_squarable(as_matrix(X, "X"), "X")
    centers = as_squarable(as_matrix(centers, "centers", (None, X.shape[1])), "centers", 0)
    _as_enough(X, len(centers))
    return _step(X, centers)[0]


def k_means_plus_plus(X: ArrayLike, k: int, *, rng: np.random.Generator) -> np.ndarray:
    """Draw centres among the points, each with a probability proportional to its squared distance to those before.

    Parameters
    ----------
    X : ArrayLike, shape (n, d)
        Points, one a row; at least k different ones.
    k : int
        How many.
    rng : np.random.Generator
        What draws.

    Returns
    -------
    np.ndarray, shape (k, d)
        All different.

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If there are fewer than k different points, or squares overflow or vanish.

    References
    ----------
    Arthur and Vassilvitskii (2007), k-means++: the advantages of careful seeding, SODA, 1027-1035.

    Examples
    --------
    >>> np.sort(k_means_plus_plus([[0], [1]], 2, rng=np.random.default_rng(0)).ravel())
    array([0., 1.])
    """
    X, k, rng = as_squarable(as_matrix(X, "X"), "X"), as_count(k, "k"), as_rng(rng)
    _as_enough(X, k)
    chosen = [int(rng.integers(len(X)))]
    nearest = cdist(X, X[chosen], "sqeuclidean")[:, 0]
    for _ in range(k - 1):
        chosen.append(int(rng.choice(len(X), p=nearest / nearest.sum())))
        nearest = np.minimum(nearest, cdist(X, X[chosen[-1:]], "sqeuclidean")[:, 0])
    return X[chosen]


def _as_start(start: ArrayLike, k: int, d: int) -> np.ndarray:
    return as_squarable(as_matrix(start, "start", (k, d)), "start", 0).copy()


def _step(X: np.ndarray, centers: np.ndarray) -> tuple[np.ndarray, np.ndarray, float]:
    D = cdist(X, centers, "sqeuclidean")
    labels, k = D.argmin(axis=1), len(centers)
    nearest = D[np.arange(len(X)), labels]
    counts = np.bincount(labels, minlength=k)
    sums = np.column_stack([np.bincount(labels, column, minlength=k) for column in X.T])
    moved = sums / np.maximum(counts, 1)[:, None]
    if not counts.all():
        empty = np.flatnonzero(counts == 0)
        moved[empty] = X[np.argsort(-nearest)[:empty.size]]
    return moved, labels, float(nearest.sum())


def _as_enough(X: np.ndarray, k: int) -> None:
    if np.unique(X[:, 0]).size < k and len(np.unique(X, axis=0)) < k:  # one column is sorted faster than rows
        raise ValueError(f"`X` must hold at least k = {k} different points; got {len(np.unique(X, axis=0))}.")
