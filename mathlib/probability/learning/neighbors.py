"""The nearest neighbours: ask those who are closest, and go with the majority."""
from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike
from scipy.spatial import KDTree

from mathlib.checks import as_count, as_matrix, as_squarable
from mathlib.probability.learning.fitted import as_classes, as_features


@dataclass(eq=False)
class KNearestNeighbors:
    """Classify by the majority among the k cases at the smallest Euclidean distance.

    Of classes with equally many votes the first in sorted order wins; of cases equally far, any may be asked.

    Parameters
    ----------
    k : int
        How many are asked.

    Attributes
    ----------
    classes_ : np.ndarray, shape (n_classes,)
        The labels, sorted.
    tree_ : scipy.spatial.KDTree
        The cases, sorted into boxes, so that not all of them need be measured.
    codes_ : np.ndarray, shape (n,)
        The index of each case's class.
    n_features_ : int
        d.

    References
    ----------
    Fix and Hodges (1951), USAF School of Aviation Medicine report 4. Cover and Hart (1967), IEEE Transactions on
    Information Theory 13, 21-27. Bentley (1975), Communications of the ACM 18, 509-517: the tree.

    Examples
    --------
    >>> KNearestNeighbors(k=3).fit([[0], [1], [2], [9]], [0, 0, 0, 1]).predict([[8]])
    array([0])
    """

    k: int = 5
    classes_: np.ndarray = field(init=False, repr=False)
    tree_: KDTree = field(init=False, repr=False)
    codes_: np.ndarray = field(init=False, repr=False)
    n_features_: int = field(init=False, repr=False)

    def fit(self, X: ArrayLike, y: ArrayLike) -> KNearestNeighbors:
        """Remember the cases.

        Parameters
        ----------
        X : ArrayLike, shape (n, d)
            Features, one row a case; at least k rows.
        y : ArrayLike, shape (n,)
            Labels: whole numbers, text or booleans.

        Returns
        -------
        KNearestNeighbors
            Itself.

        Raises
        ------
        TypeError
            If an argument is of the wrong kind.
        ValueError
            If the shapes do not fit, there is one class only, there are fewer than k cases, or squares overflow or
            vanish.

        Examples
        --------
        >>> KNearestNeighbors(k=1).fit([[0], [1]], ["a", "b"]).classes_
        array(['a', 'b'], dtype='<U1')
        """
        X = as_matrix(X, "X")
        if len(X) < as_count(self.k, "k"):
            raise ValueError(f"`X` must have at least k = {self.k} rows; got {len(X)}.")
        self.classes_, self.codes_ = as_classes(y, len(X))
        self.tree_, self.n_features_ = KDTree(as_squarable(X, "X"), copy_data=True), X.shape[1]
        return self

    def predict_proba(self, X: ArrayLike) -> np.ndarray:
        """Return the share of each class among the neighbours.

        Parameters
        ----------
        X : ArrayLike, shape (m, d)
            Features, one row a case.

        Returns
        -------
        np.ndarray, shape (m, n_classes)
            Cost: about O(m * k * log(n)) in few dimensions, up to O(m * n * d) in many.

        Raises
        ------
        RuntimeError
            If the model was not fitted.
        TypeError
            If `X` holds anything but real numbers.
        ValueError
            If `X` has another number of columns.

        Examples
        --------
        >>> KNearestNeighbors(k=2).fit([[0], [1], [9]], [0, 1, 1]).predict_proba([[0.4]])
        array([[0.5, 0.5]])
        """
        X = as_squarable(as_features(self, X), "X", 0)
        _, nearest = self.tree_.query(X, range(1, self.k + 1))
        votes = self.codes_[nearest]
        return np.column_stack([(votes == c).mean(axis=1) for c in range(self.classes_.size)])

    def predict(self, X: ArrayLike) -> np.ndarray:
        """Return the class of most neighbours of each row.

        Parameters
        ----------
        X : ArrayLike, shape (m, d)
            Features, one row a case.

        Returns
        -------
        np.ndarray, shape (m,), of labels

        Raises
        ------
        RuntimeError
            If the model was not fitted.
        TypeError
            If `X` holds anything but real numbers.
        ValueError
            If `X` has another number of columns.

        Examples
        --------
        >>> KNearestNeighbors(k=1).fit([[0], [9]], ["a", "b"]).predict([[7], [2]])
        array(['b', 'a'], dtype='<U1')
        """
        best = self.predict_proba(X).argmax(axis=1)
        return self.classes_[best]
