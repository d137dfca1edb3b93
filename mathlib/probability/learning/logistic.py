"""Logistic regression: log-odds that are linear in the features, fitted by Newton's method."""
from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import log_softmax, softmax

from mathlib.checks import as_count, as_matrix, as_nonnegative
from mathlib.probability.learning.fitted import as_classes, as_features, standardize


@dataclass(eq=False)
class LogisticRegression:
    """Minimise `mean(-log p(y_i | x_i)) + penalty * sum(w**2)` with `p = softmax(W @ x + b)`; b is not penalised.

    For two classes the scores of the first are fixed at 0, and softmax is the sigmoid of the other's. Without a penalty
    classes that a plane separates have no minimiser: the weights grow for ever, and `converged_` says False.

    Parameters
    ----------
    penalty : float
        How much large weights cost; scikit-learn's C is `1 / (2 * n * penalty)`.
    n_steps : int
        The most Newton steps to take.
    tolerance : float
        Stop where no entry of the gradient is larger, with the features less their means and scaled to at most 1.

    Attributes
    ----------
    coef_ : np.ndarray, shape (1 or k, d)
        The weights W, one row a class; of two classes, the second only.
    intercept_ : np.ndarray, shape (1 or k,)
        The intercepts b.
    classes_ : np.ndarray, shape (k,)
        The labels, sorted.
    losses_ : np.ndarray, shape (n_iter_ + 1,)
        What is minimised, at the start and after each step.
    converged_ : bool
        The gradient is within the tolerance.
    n_iter_ : int
        How many steps were taken.
    n_features_ : int
        d.

    References
    ----------
    Cox (1958), Journal of the Royal Statistical Society B 20, 215-242. Albert and Anderson (1984), Biometrika 71, 1-10:
    when the maximum does not exist.

    Examples
    --------
    >>> model = LogisticRegression().fit([[0], [1], [2], [3]], [0, 1, 0, 1])
    >>> model.converged_, model.predict([[-5], [5]])
    (True, array([0, 1]))
    """

    penalty: float = 0.0
    n_steps: int = 100
    tolerance: float = 1e-9
    coef_: np.ndarray = field(init=False, repr=False)
    intercept_: np.ndarray = field(init=False, repr=False)
    classes_: np.ndarray = field(init=False, repr=False)
    losses_: np.ndarray = field(init=False, repr=False)
    converged_: bool = field(init=False, repr=False)
    n_iter_: int = field(init=False, repr=False)
    n_features_: int = field(init=False, repr=False)

    def fit(self, X: ArrayLike, y: ArrayLike) -> LogisticRegression:
        """Find the weights, in Newton steps from 0, each halved until the loss falls.

        Parameters
        ----------
        X : ArrayLike, shape (n, d)
            Features, one row a case.
        y : ArrayLike, shape (n,)
            Labels: whole numbers, text or booleans.

        Returns
        -------
        LogisticRegression
            Itself. Cost: O(n * k**2 * d**2 + k**3 * d**3) a step.

        Raises
        ------
        TypeError
            If an argument is of the wrong kind.
        ValueError
            If the shapes do not fit, there is one class only, a parameter is out of its range, or squares of a
            feature overflow or vanish.

        Examples
        --------
        >>> LogisticRegression().fit([[0], [1]], ["a", "b"]).converged_  # a point between 0 and 1 separates them
        False
        """
        X = as_matrix(X, "X")
        self.classes_, codes = as_classes(y, len(X))
        penalty = as_nonnegative(self.penalty, "penalty")
        n_steps, tolerance = as_count(self.n_steps, "n_steps"), as_nonnegative(self.tolerance, "tolerance")
        # Newton's steps are the same in any units, and rounding is least in these
        Z, means, units = standardize(X)
        X1, Y = np.column_stack([np.ones(len(X)), Z]), np.eye(self.classes_.size)[codes]
        penalty = np.append(0, penalty / units / units)
        W = np.zeros((self.classes_.size if self.classes_.size > 2 else 1, X1.shape[1]))
        losses, gradient = [_loss(W, X1, Y, penalty)], _gradient(W, X1, Y, penalty)
        while len(losses) <= n_steps and np.abs(gradient).max() > tolerance:
            W, loss = _step(W, gradient, losses[-1], X1, Y, penalty)
            if not loss < losses[-1]:  # rounding hides what is left to gain
                break
            losses.append(loss)
            gradient = _gradient(W, X1, Y, penalty)
        self.coef_, self.losses_ = W[:, 1:] / units, np.array(losses)
        self.intercept_ = W[:, 0] - self.coef_ @ means
        self.n_iter_, self.n_features_ = len(losses) - 1, X.shape[1]
        # on a slope that flattens for ever the gradient vanishes as well, but the next step stays long
        still = np.abs(_newton_step(W, gradient, X1, penalty)).max() <= 1e-3 * max(1.0, np.abs(W).max())
        self.converged_ = bool(np.abs(gradient).max() <= max(tolerance, 1e-9) and still)
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
            If `X` has another number of columns.

        Examples
        --------
        >>> LogisticRegression(penalty=1.0).fit([[-1], [1]], [0, 1]).predict_proba([[0]])
        array([[0.5, 0.5]])
        """
        X = as_features(self, X)
        W, X1 = np.column_stack([self.intercept_, self.coef_]), np.column_stack([np.ones(len(X)), X])
        return softmax(_scores(W, X1), axis=1)

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
        >>> LogisticRegression(penalty=1.0).fit([[-1], [1]], ["left", "right"]).predict([[2]])
        array(['right'], dtype='<U5')
        """
        best = self.predict_proba(X).argmax(axis=1)
        return self.classes_[best]


def _scores(W: np.ndarray, X: np.ndarray) -> np.ndarray:
    scores = X @ W.T
    return scores if len(W) > 1 else np.column_stack([np.zeros(len(X)), scores[:, 0]])


def _loss(W: np.ndarray, X: np.ndarray, Y: np.ndarray, penalty: np.ndarray) -> float:
    return float(-np.sum(Y * log_softmax(_scores(W, X), axis=1)) / len(X) + np.sum(penalty * W**2))


def _gradient(W: np.ndarray, X: np.ndarray, Y: np.ndarray, penalty: np.ndarray) -> np.ndarray:
    residual = (softmax(_scores(W, X), axis=1) - Y)[:, -len(W):]
    return residual.T @ X / len(X) + 2 * penalty * W


def _step(W: np.ndarray, gradient: np.ndarray, loss: float, X: np.ndarray, Y: np.ndarray,
          penalty: np.ndarray) -> tuple[np.ndarray, float]:
    newton, t = _newton_step(W, gradient, X, penalty), 1.0
    while (new := _loss(W - t * newton, X, Y, penalty)) > loss and t > 1e-10:
        t /= 2
    return W - t * newton, new


def _newton_step(W: np.ndarray, gradient: np.ndarray, X: np.ndarray, penalty: np.ndarray) -> np.ndarray:
    P = softmax(_scores(W, X), axis=1)[:, -len(W):]
    k, d = W.shape
    H = np.diag(np.tile(2 * penalty, k))
    for i in range(k):
        for j in range(k):  # the block of classes i and j: X.T @ diag(p_i * (delta_ij - p_j)) @ X
            H[i * d:(i + 1) * d, j * d:(j + 1) * d] += (X.T * (P[:, i] * ((i == j) - P[:, j]))) @ X / len(X)
    # the shortest solution: adding the same to every class changes nothing, so H is singular for k > 2
    return np.linalg.lstsq(H, gradient.ravel())[0].reshape(k, d)
