"""Graphs as matrices: who is joined to whom, how strongly, and what that adds up to."""
from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import ArrayLike

from mathlib.checks import as_count, as_matrix, as_positive, as_squarable, as_vector


def as_adjacency(A: ArrayLike, name: str = "A", *, directed: bool = False) -> np.ndarray:
    """Return `A` as the adjacency matrix of a graph: square, no entry negative, symmetric unless directed.

    Parameters
    ----------
    A : ArrayLike, shape (n, n)
        What the caller passed: weights of edges, 0 where there is none.
    name : str
        What the caller calls it.
    directed : bool
        Whether `A[i, j]`, the weight from i to j, may differ from `A[j, i]`.

    Returns
    -------
    np.ndarray, shape (n, n)

    Raises
    ------
    TypeError
        If `A` holds anything but real numbers.
    ValueError
        If `A` is empty, not square, not finite, has a negative entry or weights beyond 1e-150 to 1e150, or is not
        symmetric though not directed.

    References
    ----------
    Newman (2018), Networks, 2nd edition, section 6.2.

    Examples
    --------
    >>> as_adjacency([[0, 1], [0, 0]])
    Traceback (most recent call last):
        ...
    ValueError: `A` must be symmetric; got 1 and 0 at (0, 1) and (1, 0).
    """
    M = as_matrix(A, name, square=True)
    if (M < 0).any():
        i, j = np.argwhere(M < 0)[0]
        raise ValueError(f"`{name}` must be weights of edges, none negative; got {M[i, j]:g} at {(int(i), int(j))}.")
    if (extreme := (M > 1e150) | ((M < 1e-150) & (M > 0))).any():  # degrees, products and inverses stay finite
        raise ValueError(f"`{name}` must be weights in a unit that keeps them between 1e-150 and 1e150; got "
                         f"{M[extreme][0]:g}.")
    if not directed and (M != M.T).any():
        i, j = map(int, np.argwhere(M != M.T)[0])
        raise ValueError(f"`{name}` must be symmetric; got {M[i, j]:g} and {M[j, i]:g} at {(i, j)} and {(j, i)}.")
    return M


def adjacency(edges: Iterable[tuple], n: int, *, directed: bool = False) -> np.ndarray:
    """Return the adjacency matrix of a graph that is given by its edges.

    Parameters
    ----------
    edges : iterable of (i, j) or (i, j, weight)
        Nodes are whole numbers from 0 to n - 1; a weight is positive, 1 if it is not given.
    n : int
        How many nodes.
    directed : bool
        Whether an edge leads only from i to j.

    Returns
    -------
    np.ndarray, shape (n, n)
        Entry (i, j) is the weight of the edge from i to j, 0 without one.

    Raises
    ------
    TypeError
        If `edges` cannot be gone through, a node is not a whole number, or a weight no number.
    ValueError
        If an edge has neither 2 nor 3 parts, a node is out of range, a weight is not positive, or an edge comes twice.

    References
    ----------
    Newman (2018), Networks, 2nd edition, section 6.2.

    Examples
    --------
    >>> adjacency([(0, 1), (1, 2, 5)], 3)
    array([[0., 1., 0.],
           [1., 0., 5.],
           [0., 5., 0.]])
    """
    A = np.zeros((as_count(n, "n"),) * 2)
    if not isinstance(edges, Iterable):
        raise TypeError(f"`edges` must be pairs (i, j) or triples (i, j, weight); got {edges!r}.")
    for edge in edges:
        i, j, weight = _as_edge(edge, n)
        if A[i, j]:
            raise ValueError(f"`edges` must name each edge once; got {(i, j)} again.")
        A[i, j] = weight
        if not directed:
            A[j, i] = weight
    return A


def edges_of(A: ArrayLike) -> list[tuple[int, int]]:
    """Return the edges (i, j), i <= j, of a graph without directions, sorted.

    Parameters
    ----------
    A : ArrayLike, shape (n, n)
        The adjacency matrix, symmetric.

    Returns
    -------
    list of (int, int)

    Raises
    ------
    TypeError
        If `A` holds anything but real numbers.
    ValueError
        If `A` is no symmetric adjacency matrix.

    References
    ----------
    Newman (2018), Networks, 2nd edition, section 6.2.

    Examples
    --------
    >>> edges_of([[0, 1, 0], [1, 0, 1], [0, 1, 0]])
    [(0, 1), (1, 2)]
    """
    return [(int(i), int(j)) for i, j in np.argwhere(np.triu(as_adjacency(A)))]


def degrees(A: ArrayLike) -> np.ndarray:
    """Return the degree of every node: the weights of its edges, summed; a loop counts once, as in the matrix.

    Parameters
    ----------
    A : ArrayLike, shape (n, n)
        The adjacency matrix, symmetric.

    Returns
    -------
    np.ndarray, shape (n,)

    Raises
    ------
    TypeError
        If `A` holds anything but real numbers.
    ValueError
        If `A` is no symmetric adjacency matrix.

    References
    ----------
    Newman (2018), Networks, 2nd edition, equation 6.12.

    Examples
    --------
    >>> degrees([[0, 1, 0], [1, 0, 1], [0, 1, 0]])
    array([1., 2., 1.])
    """
    return as_adjacency(A).sum(axis=1)


def laplacian(A: ArrayLike, kind: str = "plain") -> np.ndarray:
    """Return the Laplacian of a graph.

    With D the diagonal matrix of degrees: "plain" `D - A`, "symmetric" `D**-0.5 @ (D - A) @ D**-0.5`, "walk"
    `inv(D) @ (D - A)`. A node without edges has a row of zeros in all three.

    Parameters
    ----------
    A : ArrayLike, shape (n, n)
        The adjacency matrix, symmetric.
    kind : str
        "plain", "symmetric" or "walk".

    Returns
    -------
    np.ndarray, shape (n, n)
        Eigenvalues are 0 or more, those of the last two at most 2; 0 occurs as often as there are components.

    Raises
    ------
    TypeError
        If `A` holds anything but real numbers.
    ValueError
        If `A` is no symmetric adjacency matrix, or `kind` unknown.

    References
    ----------
    Chung (1997), Spectral Graph Theory, section 1.2. von Luxburg (2007), Statistics and Computing 17, section 3.

    Examples
    --------
    >>> laplacian([[0, 1], [1, 0]])
    array([[ 1., -1.],
           [-1.,  1.]])
    """
    A = as_adjacency(A)
    d = A.sum(axis=1)
    L = np.diag(d) - A
    inverse = np.divide(1.0, d, out=np.zeros_like(d), where=d > 0)
    if kind == "plain":
        return L
    if kind == "symmetric":
        return np.sqrt(inverse)[:, None] * L * np.sqrt(inverse)
    if kind == "walk":
        return inverse[:, None] * L
    raise ValueError(f"`kind` must be 'plain', 'symmetric' or 'walk'; got {kind!r}.")


def dirichlet_energy(A: ArrayLike, x: ArrayLike) -> float:
    """Return the sum of `weight * (x[i] - x[j])**2` over the edges, which is `x @ laplacian(A) @ x`.

    Parameters
    ----------
    A : ArrayLike, shape (n, n)
        The adjacency matrix, symmetric.
    x : ArrayLike, shape (n,)
        A number at every node.

    Returns
    -------
    float
        0 if and only if x is constant on every component.

    Raises
    ------
    TypeError
        If an argument holds anything but real numbers.
    ValueError
        If `A` is no symmetric adjacency matrix, or `x` of another length or in a unit in which squares overflow or
        vanish.

    References
    ----------
    Chung (1997), Spectral Graph Theory, section 1.2.

    Examples
    --------
    >>> dirichlet_energy([[0, 1, 0], [1, 0, 2], [0, 2, 0]], [0, 1, 3])
    9.0
    """
    A = as_adjacency(A)
    x = as_squarable(as_vector(x, "x", len(A)), "x")
    return float((A * (x[:, None] - x) ** 2).sum() / 2)


def _as_edge(edge: tuple, n: int) -> tuple[int, int, float]:
    if not isinstance(edge, (tuple, list, np.ndarray)) or len(edge) not in (2, 3):
        raise ValueError(f"`edges` must be pairs (i, j) or triples (i, j, weight); got {edge!r}.")
    i, j = (as_count(node, "edges", minimum=0) for node in edge[:2])
    weight = as_positive(edge[2], "weight of an edge") if len(edge) == 3 else 1.0
    if max(i, j) >= n:
        raise ValueError(f"`edges` must have nodes from 0 to {n - 1}; got {edge!r}.")
    return i, j, weight
