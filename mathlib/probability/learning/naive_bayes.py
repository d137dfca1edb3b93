"""Naive Bayes: Bayes' rule with features that are independent, and normal, once the class is known."""
from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import softmax

from mathlib.checks import as_matrix, as_squarable
from mathlib.probability.learning.fitted import as_classes, as_features


@dataclass(eq=False)
class NaiveBayes:
    """Classify by `p(class) * prod(normal(x_j; mean, std of that feature in that class))`.

    Attributes
    ----------
    classes_ : np.ndarray, shape (k,)
        The labels, sorted.
    priors_ : np.ndarray, shape (k,)
        The share of each class.
    means_ : np.ndarray, shape (k, d)
        Of each feature in each class.
    stds_ : np.ndarray, shape (k, d)
        Likewise, none 0.
    n_features_ : int
        d.

    References
    ----------
    Hastie, Tibshirani and Friedman (2009), The Elements of Statistical Learning, 2nd edition, section 6.6.3.

    Examples
    --------
    >>> NaiveBayes().fit([[0], [1], [8], [9]], ["low", "low", "high", "high"]).predict([[2]])
    array(['low'], dtype='<U4')
    """

    classes_: np.ndarray = field(init=False, repr=False)
    priors_: np.ndarray = field(init=False, repr=False)
    means_: np.ndarray = field(init=False, repr=False)
    stds_: np.ndarray = field(init=False, repr=False)
    n_features_: int = field(init=False, repr=False)

    def fit(self, X: ArrayLike, y: ArrayLike) -> NaiveBayes:
        """Take the mean and the standard deviation of each feature in each class.

        Parameters
        ----------
        X : ArrayLike, shape (n, d)
            Features, one row a case.
        y : ArrayLike, shape (n,)
            Labels: whole numbers, text or booleans.

        Returns
        -------
        NaiveBayes
            Itself. Cost: O(n * d).

        Raises
        ------
        TypeError
            If an argument is of the wrong kind.
        ValueError
            If the shapes do not fit, there is one class only, a feature does not vary in a class, or its squares
            overflow or vanish.

        Examples
        --------
        >>> NaiveBayes().fit([[0], [2], [8], [10]], [0, 0, 1, 1]).means_.ravel()
        array([1., 9.])
        """
        X = as_squarable(as_matrix(X, "X"), "X")
        self.classes_, codes = as_classes(y, len(X))
        groups = [X[codes == c] for c in range(self.classes_.size)]
        for label, group in zip(self.classes_, groups, strict=True):
            constant = (group == group[0]).all(axis=0) | (group.std(axis=0) == 0)
            if constant.any():
                raise ValueError(f"`X` must vary within each class; got feature {constant.argmax()} constant in class "
                                 f"{label!s}.")
        self.priors_ = np.bincount(codes) / len(X)
        self.means_, self.stds_ = (np.array([getattr(g, f)(axis=0) for g in groups]) for f in ("mean", "std"))
        self.n_features_ = X.shape[1]
        return self

    def predict_proba(self, X: ArrayLike) -> np.ndarray:
        """Return the probability of each class.

        Parameters
        ----------
        X : ArrayLike, shape (n, d)
            Features, one row a case.

        Returns
        -------
        np.ndarray, shape (n, k)
            Rows sum to 1.

        Raises
        ------
        RuntimeError
            If the model was not fitted.
        TypeError
            If `X` holds anything but real numbers.
        ValueError
            If `X` has another number of columns, or a row is so far out that every density vanishes.

        Examples
        --------
        >>> NaiveBayes().fit([[0], [2], [8], [10]], [0, 0, 1, 1]).predict_proba([[5]])
        array([[0.5, 0.5]])
        """
        X = as_features(self, X)
        with np.errstate(over="ignore"):
            scores = [np.log(prior) - np.sum(((X - mean) / std) ** 2 / 2 + np.log(std), axis=1)
                      for prior, mean, std in zip(self.priors_, self.means_, self.stds_, strict=True)]
        best = np.max(scores, axis=0)
        if not np.isfinite(best).all():
            raise ValueError(f"`X` must be possible; got row {np.argmin(best)}, too far from every class for a "
                             "density.")
        return softmax(np.column_stack(scores), axis=1)

    def predict(self, X: ArrayLike) -> np.ndarray:
        """Return the most probable class of each row.

        Parameters
        ----------
        X : ArrayLike, shape (n, d)
            Features, one row a case.

        Returns
        -------
        np.ndarray, shape (n,), of labels

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
        >>> NaiveBayes().fit([[0], [2], [8], [10]], [0, 0, 1, 1]).predict([[6]])
        array([1])
        """
        best = self.predict_proba(X).argmax(axis=1)
        return self.classes_[best]
