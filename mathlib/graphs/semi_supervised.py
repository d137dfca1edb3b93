"""Learn from a few labelled nodes: label propagation, and a graph convolutional network with gradients by hand."""
from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from mathlib.checks import (
    as_count,
    as_fraction,
    as_labels,
    as_matrix,
    as_nonnegative,
    as_positive,
    as_rng,
    as_squarable,
)
from mathlib.graphs.matrices import as_adjacency
from mathlib.graphs.traversal import components
from mathlib.optimization import gradient_descent


@dataclass(frozen=True, eq=False)
class Propagated:
    """Hold the labels that spread over a graph.

    Attributes
    ----------
    classes : np.ndarray, shape (k,)
        The labels, sorted.
    probabilities : np.ndarray, shape (n, k)
        With what probability a random walker from each node meets each label first; rows sum to 1.
    labels : np.ndarray, shape (n,)
        The most probable label of each node; of equals, the first.

    Examples
    --------
    >>> label_propagation([[0, 1, 0], [1, 0, 1], [0, 1, 0]], [0, 2], ["a", "b"]).probabilities[1]
    array([0.5, 0.5])
    """

    classes: np.ndarray
    probabilities: np.ndarray
    labels: np.ndarray


def label_propagation(A: ArrayLike, labelled: ArrayLike, y: ArrayLike) -> Propagated:
    """Give every node the mean of its neighbours' probabilities, those of the labelled ones fixed.

    The means have one solution, `L_uu @ F_u = A_ul @ F_l`, with L the Laplacian, u the unlabelled and l the labelled
    nodes: the harmonic function.

    Parameters
    ----------
    A : ArrayLike, shape (n, n)
        The adjacency matrix, symmetric.
    labelled : ArrayLike, shape (m,)
        The labelled nodes, each once.
    y : ArrayLike, shape (m,)
        Their labels: whole numbers, text or booleans.

    Returns
    -------
    Propagated
        Cost: O(n**3).

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If `A` is no symmetric adjacency matrix, a node is out of range or named twice, `y` of another length, or no
        node of some component is labelled.

    References
    ----------
    Zhu, Ghahramani and Lafferty (2003), Semi-supervised learning using Gaussian fields and harmonic functions, ICML 20.

    Examples
    --------
    >>> label_propagation([[0, 1, 0], [1, 0, 3], [0, 3, 0]], [0, 2], ["a", "b"]).labels.tolist()
    ['a', 'b', 'b']
    """
    A = as_adjacency(A)
    known = _as_nodes(labelled, len(A))
    classes, codes = np.unique(as_labels(y, "y", known.size), return_inverse=True)
    part = components(A)
    if lonely := sorted(set(part.tolist()) - set(part[known].tolist())):
        raise ValueError("`labelled` must have a node of every component; got none of the component of node "
                         f"{int((part == lonely[0]).argmax())}.")
    F, free = np.eye(classes.size)[np.zeros(len(A), dtype=int)], np.setdiff1d(np.arange(len(A)), known)
    F[known] = np.eye(classes.size)[codes]
    if free.size:
        L = np.diag(A.sum(axis=1)) - A
        F[free] = np.linalg.solve(L[np.ix_(free, free)], A[np.ix_(free, known)] @ F[known])
    return Propagated(classes, F, classes[F.argmax(axis=1)])


def gcn_operator(A: ArrayLike, self_loops: bool = True) -> np.ndarray:
    """Return `D**-0.5 @ (A + I) @ D**-0.5`, with D the degrees of A + I: the mean over neighbours that a GCN takes.

    Parameters
    ----------
    A : ArrayLike, shape (n, n)
        The adjacency matrix, symmetric.
    self_loops : bool
        Whether to add I, so that a node hears itself too.

    Returns
    -------
    np.ndarray, shape (n, n)
        Symmetric, with eigenvalues from -1 to 1.

    Raises
    ------
    TypeError
        If `A` holds anything but real numbers.
    ValueError
        If `A` is no symmetric adjacency matrix, or a node has no edge and no loop.

    References
    ----------
    Kipf and Welling (2017), Semi-supervised classification with graph convolutional networks, ICLR, section 2.2.

    Examples
    --------
    >>> gcn_operator([[0, 1], [1, 0]])
    array([[0.5, 0.5],
           [0.5, 0.5]])
    """
    A = as_adjacency(A) + bool(self_loops) * np.eye(len(np.atleast_1d(A)))
    d = A.sum(axis=1)
    if not d.all():
        raise ValueError(f"`A` must have an edge at every node; got none at node {int(d.argmin())}.")
    return A / np.sqrt(d)[:, None] / np.sqrt(d)


@dataclass(frozen=True, eq=False)
class GCNLoss:
    """Hold the loss of a two-layer GCN, its gradient and its predictions.

    Attributes
    ----------
    value : float
        The mean surprise at the labels that are known, in nats, plus the penalty.
    gradient : tuple of np.ndarray, shapes (d, h) and (h, k)
        By the two matrices of weights.
    probabilities : np.ndarray, shape (n, k)
        Of each class for each node.

    Examples
    --------
    >>> loss = gcn_loss((np.zeros((2, 3)), np.zeros((3, 2))), np.eye(2), np.eye(2), np.eye(2)[:1], np.array([0]))
    >>> print(f"{loss.value:.4f}")
    0.6931
    """

    value: float
    gradient: tuple[np.ndarray, np.ndarray]
    probabilities: np.ndarray


def gcn_loss(weights: tuple[np.ndarray, np.ndarray], S: np.ndarray, X: np.ndarray, Y: np.ndarray,
             labelled: np.ndarray, weight_decay: float = 0.0) -> GCNLoss:
    """Return the loss of `softmax(S @ relu(S @ X @ W1) @ W2)` on the labelled nodes, and its gradient by hand.

    Parameters
    ----------
    weights : tuple of np.ndarray, shapes (d, h) and (h, k)
        W1 and W2.
    S : np.ndarray, shape (n, n)
        The operator of the graph, symmetric.
    X : np.ndarray, shape (n, d)
        The features of the nodes.
    Y : np.ndarray, shape (m, k)
        A row for each labelled node, 1 at its class and else 0.
    labelled : np.ndarray, shape (m,), int
        The labelled nodes.
    weight_decay : float
        What half the sum of the squares of the weights is multiplied by, as a penalty.

    Returns
    -------
    GCNLoss
        Unchecked, for it is called at every step. Cost: O(n**2 * (d + h) + n * d * h).

    References
    ----------
    Kipf and Welling (2017), Semi-supervised classification with graph convolutional networks, ICLR, equations 9 and 10.

    Examples
    --------
    >>> gcn_loss((np.eye(2), np.eye(2)), np.eye(2), np.eye(2), np.eye(2), np.arange(2)).probabilities.round(4)
    array([[0.7311, 0.2689],
           [0.2689, 0.7311]])
    """
    W1, W2 = weights
    SX = S @ X
    before = SX @ W1
    SH = S @ np.maximum(before, 0)
    scores = SH @ W2
    surprise = special.logsumexp(scores[labelled], axis=1) - (scores[labelled] * Y).sum(axis=1)
    penalty = weight_decay / 2 * sum((W**2).sum() for W in weights)
    probabilities = special.softmax(scores, axis=1)
    # backward: d_a is the derivative of the loss by a; S is its own transpose
    d_scores = np.zeros_like(scores)
    d_scores[labelled] = (probabilities[labelled] - Y) / len(Y)
    d_before = S @ d_scores @ W2.T * (before > 0)
    gradient = SX.T @ d_before + weight_decay * W1, SH.T @ d_scores + weight_decay * W2
    return GCNLoss(float(surprise.mean() + penalty), gradient, probabilities)


class GCN:
    """Classify the nodes of a graph, of which a few are labelled, by two layers of graph convolution.

    Parameters
    ----------
    n_hidden : int
        How many hidden numbers each node gets.
    self_loops : bool
        Whether a node hears itself.
    step_size, momentum : float
        Of the descent.
    n_steps : int
        How many steps of the descent.
    weight_decay : float
        The penalty on large weights.
    rng : np.random.Generator
        Where the first weights come from.

    Attributes
    ----------
    classes_ : np.ndarray, shape (k,)
        The labels, sorted.
    weights_ : tuple of np.ndarray
        W1 and W2, after `fit`.
    probabilities_ : np.ndarray, shape (n, k)
        Of each class for each node of the graph.
    labels_ : np.ndarray, shape (n,)
        The most probable class of each node.
    losses_ : np.ndarray, shape (n_steps + 1,)
        At the start and after each step.

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If a number is out of its range.

    References
    ----------
    Kipf and Welling (2017), Semi-supervised classification with graph convolutional networks, ICLR.

    Examples
    --------
    >>> A = np.kron(np.eye(2), np.ones((3, 3)))
    >>> A[2, 3] = A[3, 2] = 1  # two cliques and a bridge
    >>> GCN(rng=np.random.default_rng(0)).fit(A, [0, 5], ["left", "right"]).labels_.tolist()
    ['left', 'left', 'left', 'right', 'right', 'right']
    """

    def __init__(self, n_hidden: int = 16, *, self_loops: bool = True, step_size: float = 0.5, momentum: float = 0.9,
                 n_steps: int = 200, weight_decay: float = 5e-4, rng: np.random.Generator):
        self.n_hidden, self.self_loops = as_count(n_hidden, "n_hidden"), bool(self_loops)
        self.step_size, self.momentum = as_positive(step_size, "step_size"), as_fraction(momentum, "momentum")
        self.n_steps, self.weight_decay = as_count(n_steps, "n_steps"), as_nonnegative(weight_decay, "weight_decay")
        self.rng = as_rng(rng)

    def fit(self, A: ArrayLike, labelled: ArrayLike, y: ArrayLike, X: ArrayLike | None = None) -> GCN:
        """Learn the weights from the labelled nodes, and classify all.

        Parameters
        ----------
        A : ArrayLike, shape (n, n)
            The adjacency matrix, symmetric.
        labelled : ArrayLike, shape (m,)
            The labelled nodes, each once.
        y : ArrayLike, shape (m,)
            Their labels: whole numbers, text or booleans.
        X : ArrayLike, shape (n, d), optional
            The features of the nodes; without them each node is its own, the identity.

        Returns
        -------
        GCN
            This one.

        Raises
        ------
        TypeError
            If an argument is of the wrong kind.
        ValueError
            If the shapes do not match, a node is out of range or named twice, all labels are the same, or the descent
            diverges.

        Examples
        --------
        >>> GCN(n_steps=5, rng=np.random.default_rng(0)).fit([[0, 1], [1, 0]], [0, 1], [0, 1]).losses_.shape
        (6,)
        """
        S = gcn_operator(A, self.self_loops)
        known = _as_nodes(labelled, len(S))
        X = np.eye(len(S)) if X is None else as_matrix(X, "X", (len(S), None))
        self.classes_, codes = np.unique(as_labels(y, "y", known.size), return_inverse=True)
        if self.classes_.size < 2:
            raise ValueError("`y` must be labels of at least 2 classes; got 1.")
        Y, sizes = np.eye(self.classes_.size)[codes], (X.shape[1], self.n_hidden, self.classes_.size)

        def loss(theta):
            return gcn_loss(_unpack(theta, sizes), S, X, Y, known, self.weight_decay)

        descent = gradient_descent(lambda theta: _pack(loss(theta).gradient), _first_weights(sizes, self.rng),
                                   self.step_size, momentum=self.momentum, n_steps=self.n_steps)
        if descent.diverged:
            raise ValueError("`step_size` must be small enough for the descent to stay finite; got "
                             f"{self.step_size:g}.")
        self.weights_ = _unpack(descent.path[-1], sizes)
        self.losses_ = np.array([loss(theta).value for theta in descent.path])
        self.probabilities_ = loss(descent.path[-1]).probabilities
        self.labels_ = self.classes_[self.probabilities_.argmax(axis=1)]
        return self


def smoothing(A: ArrayLike, H: ArrayLike, n_layers: int) -> np.ndarray:
    """Return how different the nodes still are after each layer of taking means: the over-smoothing of deep GCNs.

    A layer replaces each state by the mean over the node and its neighbours, `inv(D + I) @ (A + I) @ H`. In the long
    run the spread shrinks, layer by layer, by the second eigenvalue by size of that matrix.

    Parameters
    ----------
    A : ArrayLike, shape (n, n)
        The adjacency matrix, symmetric.
    H : ArrayLike, shape (n, d)
        The state of each node at the start.
    n_layers : int
        How many layers.

    Returns
    -------
    np.ndarray, shape (n_layers + 1,)
        The standard deviation over the nodes, mean over the d entries, at the start and after each layer.

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If `A` is no symmetric adjacency matrix, or `H` has not n rows or is in a unit in which squares overflow or
        vanish.

    References
    ----------
    Li, Han and Wu (2018), Deeper insights into graph convolutional networks, AAAI 32, theorem 1.

    Examples
    --------
    >>> smoothing([[0, 1], [1, 0]], [[0.0], [2.0]], 2)
    array([1., 0., 0.])
    """
    A = as_adjacency(A)
    P = A + np.eye(len(A))
    P, H = P / P.sum(axis=1)[:, None], as_squarable(as_matrix(H, "H", (len(A), None)), "H")
    spreads = [H.std(axis=0).mean()]
    for _ in range(as_count(n_layers, "n_layers", minimum=0)):
        H = P @ H
        spreads.append(H.std(axis=0).mean())
    return np.array(spreads)


def _as_nodes(labelled: ArrayLike, n: int) -> np.ndarray:
    nodes = as_labels(labelled, "labelled")
    if nodes.dtype.kind not in "iu" or nodes.min() < 0 or nodes.max() >= n or np.unique(nodes).size < nodes.size:
        raise ValueError(f"`labelled` must be different nodes, from 0 to {n - 1}; got {nodes.tolist()[:10]}.")
    return nodes.astype(int)


def _first_weights(sizes: tuple[int, int, int], rng: np.random.Generator) -> np.ndarray:
    """Draw as Glorot and Bengio (2010) do: uniform, variance 2 / (inputs + outputs)."""
    pairs = [(sizes[0], sizes[1]), (sizes[1], sizes[2])]
    return _pack([rng.uniform(-1, 1, (m, n)) * np.sqrt(6 / (m + n)) for m, n in pairs])


def _pack(weights) -> np.ndarray:
    return np.concatenate([W.ravel() for W in weights])


def _unpack(theta: np.ndarray, sizes: tuple[int, int, int]) -> tuple[np.ndarray, np.ndarray]:
    d, h, k = sizes
    return theta[: d * h].reshape(d, h), theta[d * h :].reshape(h, k)
