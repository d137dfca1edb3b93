"""A decision tree: ask, at every node, the question whose answer is expected to tell most about the class."""
from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from mathlib.checks import as_count, as_labels, as_matrix
from mathlib.information.entropy import plogp
from mathlib.information.mutual import joint_table, mutual_information


def information_gain(y: ArrayLike, answers: ArrayLike) -> float:
    """Return by how much the answers to a question lower the entropy of the labels: `H(y) - H(y | answers)`.

    It is the mutual information of labels and answers.

    Parameters
    ----------
    y : ArrayLike, shape (n,)
        The labels: whole numbers, text or booleans.
    answers : ArrayLike, shape (n,)
        What the question answers for each example: whole numbers, text or booleans.

    Returns
    -------
    float
        In nats, never negative.

    Raises
    ------
    TypeError
        If y or the answers are not labels.
    ValueError
        If they are empty or of different lengths.

    References
    ----------
    Quinlan (1986), Induction of decision trees, Machine Learning 1, 81-106.

    Examples
    --------
    >>> print(f"{information_gain([0, 0, 1, 1], [False, False, True, True]):.4f}")
    0.6931
    """
    answers = as_labels(answers, "answers")
    return mutual_information(joint_table(answers, as_labels(y, "y", answers.size)))


@dataclass(frozen=True)
class Split:
    """Hold the best question of the form `x[feature] <= threshold`.

    Attributes
    ----------
    feature : int
        Which column.
    threshold : float
        Halfway between two neighbouring values.
    gain : float
        The information gain, in nats (or the drop of the Gini impurity).

    Examples
    --------
    >>> best_split([[1.0], [2.0], [3.0]], [0, 0, 1]).threshold
    2.5
    """

    feature: int
    threshold: float
    gain: float


def best_split(X: ArrayLike, y: ArrayLike, criterion: str = "entropy") -> Split | None:
    """Return the threshold on one feature that lowers the impurity of the labels most.

    Parameters
    ----------
    X : ArrayLike, shape (n, d)
        A row for each example.
    y : ArrayLike, shape (n,)
        The labels: whole numbers, text or booleans.
    criterion : str
        The impurity: "entropy" or "gini".

    Returns
    -------
    Split or None
        None if no threshold gains more than rounding, as for XOR. Cost: O(d * n * log(n)).

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If `X` is not a finite matrix, `y` of another length, or `criterion` unknown.

    References
    ----------
    Quinlan (1986), Machine Learning 1, 81-106. Breiman, Friedman, Olshen and Stone (1984), Classification and
    Regression Trees, section 4.3.

    Examples
    --------
    >>> best_split([[0, 0], [0, 1], [1, 0], [1, 1]], [0, 1, 1, 0]) is None
    True
    """
    X = as_matrix(X, "X")
    labels, codes = np.unique(as_labels(y, "y", len(X)), return_inverse=True)
    return _best_split(X, np.eye(labels.size)[codes], _impurity(criterion))


class DecisionTree:
    """Classify by a tree of questions, grown greedily: the best split first, and so on in each half.

    Parameters
    ----------
    max_depth : int
        How many questions at most on any path.
    criterion : str
        "entropy" (information gain) or "gini".

    Attributes
    ----------
    classes_ : np.ndarray, shape (k,)
        The labels, sorted.
    nodes_ : list of tuple
        A node each, the root first: (Split, left, right, probabilities), with Split None at a leaf; left and right are
        positions in this list, probabilities those of the classes among the examples that came by.

    Raises
    ------
    TypeError
        If `max_depth` is not whole.
    ValueError
        If `max_depth` is negative, or `criterion` unknown.

    References
    ----------
    Quinlan (1986), Induction of decision trees, Machine Learning 1, 81-106.

    Examples
    --------
    >>> tree = DecisionTree(max_depth=1).fit([[1.0], [2.0], [3.0]], ["no", "no", "yes"])
    >>> tree.predict([[0.0], [9.0]]).tolist()
    ['no', 'yes']
    """

    def __init__(self, max_depth: int = 3, criterion: str = "entropy"):
        self.max_depth = as_count(max_depth, "max_depth", minimum=0)
        self.criterion = criterion
        _impurity(criterion)

    def fit(self, X: ArrayLike, y: ArrayLike) -> DecisionTree:
        """Grow the tree.

        Parameters
        ----------
        X : ArrayLike, shape (n, d)
            A row for each example.
        y : ArrayLike, shape (n,)
            The labels: whole numbers, text or booleans.

        Returns
        -------
        DecisionTree
            This one. Cost: O(max_depth * d * n * log(n)).

        Raises
        ------
        TypeError
            If an argument is of the wrong kind.
        ValueError
            If `X` is not a finite matrix, or `y` of another length.

        Examples
        --------
        >>> DecisionTree(max_depth=0).fit([[1.0], [2.0]], [7, 7]).predict([[5.0]])
        array([7])
        """
        X = as_matrix(X, "X")
        self.classes_, codes = np.unique(as_labels(y, "y", len(X)), return_inverse=True)
        self.n_features_ = X.shape[1]
        self._grow(X, np.eye(self.classes_.size)[codes])
        return self

    def predict_proba(self, X: ArrayLike) -> np.ndarray:
        """Return the shares of the classes in the leaf of each example.

        Parameters
        ----------
        X : ArrayLike, shape (m, d)
            A row for each example.

        Returns
        -------
        np.ndarray, shape (m, k)

        Raises
        ------
        TypeError
            If `X` holds anything but real numbers.
        ValueError
            If `X` is not a finite matrix with d columns.
        RuntimeError
            If the tree was not fitted.

        Examples
        --------
        >>> DecisionTree(max_depth=0).fit([[1.0], [2.0]], [0, 1]).predict_proba([[5.0]])
        array([[0.5, 0.5]])
        """
        if not hasattr(self, "nodes_"):
            raise RuntimeError("`DecisionTree` must be fitted before it predicts; got no call of `fit`.")
        X = as_matrix(X, "X", (None, self.n_features_))
        at = np.zeros(len(X), dtype=int)
        for i, (split, left, right, _) in enumerate(self.nodes_):  # children come after their parents
            if split is not None:
                here = at == i
                at[here] = np.where(X[here, split.feature] <= split.threshold, left, right)
        return np.array([node[3] for node in self.nodes_])[at]

    def predict(self, X: ArrayLike) -> np.ndarray:
        """Return the most frequent class in the leaf of each example; of equals, the first.

        Parameters
        ----------
        X : ArrayLike, shape (m, d)
            A row for each example.

        Returns
        -------
        np.ndarray, shape (m,)

        Raises
        ------
        TypeError
            If `X` holds anything but real numbers.
        ValueError
            If `X` is not a finite matrix with d columns.
        RuntimeError
            If the tree was not fitted.

        Examples
        --------
        >>> DecisionTree().fit([[1.0], [2.0]], ["a", "b"]).predict([[1.0]]).tolist()
        ['a']
        """
        probabilities = self.predict_proba(X)
        return self.classes_[probabilities.argmax(axis=1)]

    def _grow(self, X: np.ndarray, Y: np.ndarray) -> None:
        nodes, waiting = [], [(np.arange(len(X)), self.max_depth, [None], 0)]
        while waiting:  # examples, questions left, and where the parent notes the position of this node
            rows, depth, parent, side = waiting.pop()
            parent[side] = len(nodes)
            split = _best_split(X[rows], Y[rows], _impurity(self.criterion)) if depth else None
            nodes.append([split, None, None, Y[rows].mean(axis=0)])
            if split is not None:
                low = X[rows, split.feature] <= split.threshold
                waiting += [(rows[~low], depth - 1, nodes[-1], 2), (rows[low], depth - 1, nodes[-1], 1)]
        self.nodes_ = [tuple(node) for node in nodes]


def _best_split(X: np.ndarray, Y: np.ndarray, impurity) -> Split | None:
    """Try every threshold of every feature at once. Y has a row of zeros and a one for each example."""
    n = len(X)
    order = X.argsort(axis=0, kind="stable")
    x = np.take_along_axis(X, order, axis=0)
    below = Y[order].cumsum(axis=0)[:-1]  # shape (n - 1, d, k): how many of each class are below a cut
    sizes = np.arange(1, n)[:, None]
    after = (impurity(below, sizes) * sizes + impurity(Y.sum(axis=0) - below, n - sizes) * (n - sizes)) / n
    gains = np.where(x[1:] > x[:-1], impurity(Y.sum(axis=0)[None, None], np.array([[n]])) - after, 0.0)
    if gains.size == 0 or gains.max() <= 1e-12:
        return None
    cut, feature = np.unravel_index(gains.T.argmax(), gains.T.shape)[::-1]  # of equals, the first feature
    threshold = x[cut, feature] / 2 + x[cut + 1, feature] / 2
    if not x[cut, feature] <= threshold < x[cut + 1, feature]:  # neighbours in floating point
        threshold = x[cut, feature]
    return Split(int(feature), float(threshold), float(gains[cut, feature]))


def _impurity(criterion: str):
    if criterion == "entropy":
        return lambda counts, n: -plogp(counts / n[..., None]).sum(axis=-1)
    if criterion == "gini":
        return lambda counts, n: 1 - ((counts / n[..., None]) ** 2).sum(axis=-1)
    raise ValueError(f"`criterion` must be 'entropy' or 'gini'; got {criterion!r}.")
