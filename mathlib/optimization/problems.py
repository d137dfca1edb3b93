"""Logistic regression as a problem to optimise: its value, its derivatives, and the numbers that set its rates.

The formulas are those of `mathlib.calculus.logistic_loss`. Here the data are checked once, and not at each of the
hundred thousand steps that a descent may take.
"""
from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import expit

from mathlib.calculus import logistic_loss
from mathlib.checks import as_matrix, as_squarable, as_vector
from mathlib.linear_algebra import standardise


@dataclass(frozen=True, eq=False)
class LogisticProblem:
    """Measure `mean(log(1 + exp(X @ w)) - y * (X @ w)) + sum(penalty * w**2)`: the loss of logistic regression.

    Parameters
    ----------
    X : ArrayLike, shape (N, n)
        An observation in each row; an intercept is a column of ones.
    y : ArrayLike, shape (N,)
        Outcomes, 0 or 1.
    penalty : ArrayLike, shape () or (n,)
        One for all weights, or one for each. Without it, outcomes that a plane separates leave no minimum.

    Raises
    ------
    TypeError
        If an argument holds anything but real numbers.
    ValueError
        If shapes do not fit, an entry is not finite, y is not between 0 and 1, or a penalty is negative.

    References
    ----------
    Bishop (2006), Pattern Recognition and Machine Learning, section 4.3. Albert and Anderson (1984), Biometrika 71,
    1-10: when there is no minimum.

    Examples
    --------
    >>> problem = LogisticProblem([[1.0], [-1.0]], [1, 0], penalty=0.5)
    >>> problem.gradient([0.0]), problem.smoothness, problem.strong_convexity
    (array([-0.5]), 1.25, 1.0)
    """

    X: np.ndarray
    y: np.ndarray
    penalty: np.ndarray | float = 0.0

    def __post_init__(self):
        X = as_squarable(as_matrix(self.X, "X"), "X", 0).copy()
        logistic_loss(np.zeros(X.shape[1]), X, self.y, self.penalty)  # refuses what does not fit
        for name, value in (("X", X), ("y", np.array(self.y, float)), ("penalty", np.array(self.penalty, float))):
            object.__setattr__(self, name, value)

    @classmethod
    def standardised(cls, X: ArrayLike, y: ArrayLike, penalty: float = 0.0) -> LogisticProblem:
        """Make the problem for columns of mean 0 and standard deviation 1, with a column of ones at the end.

        The intercept is penalised as the weights are.

        Parameters
        ----------
        X : ArrayLike, shape (N, n)
            An observation in each row; no column constant.
        y : ArrayLike, shape (N,)
            Outcomes, 0 or 1.
        penalty : float
            One for all n + 1 weights.

        Returns
        -------
        LogisticProblem

        Raises
        ------
        TypeError
            If an argument holds anything but real numbers.
        ValueError
            If shapes do not fit, an entry is not finite, a column is constant, or a number is out of its range.

        Examples
        --------
        >>> LogisticProblem.standardised([[3.0], [7.0]], [0, 1]).X
        array([[-1.,  1.],
               [ 1.,  1.]])
        """
        X = standardise(as_matrix(X, "X"))
        return cls(np.column_stack([X, np.ones(len(X))]), y, penalty)

    def __call__(self, w: ArrayLike) -> float:
        """Return the loss.

        Parameters
        ----------
        w : ArrayLike, shape (n,)
            Weights.

        Returns
        -------
        float
            In nats an observation.

        Raises
        ------
        TypeError
            If `w` holds anything but real numbers.
        ValueError
            If `w` is not a finite vector of n numbers.

        Examples
        --------
        >>> round(LogisticProblem([[1.0], [-1.0]], [1, 0])([0.0]), 4)
        0.6931
        """
        w = self._weights(w)
        z = self.X @ w
        # softplus(z) - y * z, with nothing large subtracted: a line search compares losses to the last digit
        losses = np.log1p(np.exp(-np.abs(z))) + np.abs(z) * np.where(z > 0, 1 - self.y, self.y)
        return float(losses.mean() + np.sum(self.penalty * w**2))

    def gradient(self, w: ArrayLike) -> np.ndarray:
        """Return the gradient of the loss.

        Parameters
        ----------
        w : ArrayLike, shape (n,)
            Weights.

        Returns
        -------
        np.ndarray, shape (n,)

        Raises
        ------
        TypeError
            If `w` holds anything but real numbers.
        ValueError
            If `w` is not a finite vector of n numbers.

        Examples
        --------
        >>> LogisticProblem([[1.0], [-1.0]], [1, 0]).gradient([0.0])
        array([-0.5])
        """
        w = self._weights(w)
        return (expit(self.X @ w) - self.y) @ self.X / self.y.size + 2 * self.penalty * w

    def hessian(self, w: ArrayLike) -> np.ndarray:
        """Return the Hessian of the loss.

        Parameters
        ----------
        w : ArrayLike, shape (n,)
            Weights.

        Returns
        -------
        np.ndarray, shape (n, n)

        Raises
        ------
        TypeError
            If `w` holds anything but real numbers.
        ValueError
            If `w` is not a finite vector of n numbers.

        Examples
        --------
        >>> LogisticProblem([[1.0], [-1.0]], [1, 0]).hessian([0.0])
        array([[0.25]])
        """
        z = self.X @ self._weights(w)
        curvature = expit(z) * expit(-z)
        return (self.X.T * curvature) @ self.X / z.size + 2 * np.diag(np.broadcast_to(self.penalty, self.X.shape[1]))

    def gradient_of(self, w: ArrayLike, batch: np.ndarray) -> np.ndarray:
        """Return the gradient of the loss on some of the observations, penalty included: what `sgd` asks for.

        Parameters
        ----------
        w : ArrayLike, shape (n,)
            Weights.
        batch : np.ndarray, shape (B,), of whole numbers
            Which observations.

        Returns
        -------
        np.ndarray, shape (n,)

        Raises
        ------
        TypeError
            If `w` holds anything but real numbers.
        ValueError
            If `w` is not a finite vector of n numbers.

        Examples
        --------
        >>> import numpy as np
        >>> LogisticProblem([[1.0], [-1.0]], [1, 1]).gradient_of([0.0], np.array([1]))
        array([0.5])
        """
        w, X = self._weights(w), self.X[batch]
        return (expit(X @ w) - self.y[batch]) @ X / len(X) + 2 * self.penalty * w

    def per_example_gradients(self, w: ArrayLike) -> np.ndarray:
        """Return the gradient of each observation's loss, one a row, penalty included: their mean is the gradient.

        Parameters
        ----------
        w : ArrayLike, shape (n,)
            Weights.

        Returns
        -------
        np.ndarray, shape (N, n)

        Raises
        ------
        TypeError
            If `w` holds anything but real numbers.
        ValueError
            If `w` is not a finite vector of n numbers.

        Examples
        --------
        >>> LogisticProblem([[1.0], [-1.0]], [1, 1]).per_example_gradients([0.0])
        array([[-0.5],
               [ 0.5]])
        """
        w = self._weights(w)
        return (expit(self.X @ w) - self.y)[:, None] * self.X + 2 * self.penalty * w

    def accuracy(self, w: ArrayLike) -> float:
        """Return the part of the outcomes on whose side of 1/2 the model is; at just 1/2 it says 0.

        Parameters
        ----------
        w : ArrayLike, shape (n,)
            Weights.

        Returns
        -------
        float

        Raises
        ------
        TypeError
            If `w` holds anything but real numbers.
        ValueError
            If `w` is not a finite vector of n numbers.

        Examples
        --------
        >>> LogisticProblem([[1.0], [-1.0]], [1, 0]).accuracy([2.0])
        1.0
        """
        return float(np.mean((self.X @ self._weights(w) > 0) == (self.y > 0.5)))

    @property
    def smoothness(self) -> float:
        """Return a bound of the curvature, beta: a quarter of that of X, plus the penalty's; 1 / beta is a safe step.

        Returns
        -------
        float
            `eigvalsh(X.T @ X / (4 * N) + 2 * diag(penalty))[-1]`; at w = 0 it is reached.

        Examples
        --------
        >>> LogisticProblem([[1.0], [-1.0]], [1, 0]).smoothness
        0.25
        """
        n = self.X.shape[1]
        H = self.X.T @ self.X / (4 * len(self.y)) + 2 * np.diag(np.broadcast_to(self.penalty, (n,)))
        return float(np.linalg.eigvalsh(H)[-1])

    @property
    def strong_convexity(self) -> float:
        """Return a lower bound of the curvature everywhere: twice the least penalty.

        Returns
        -------
        float

        Examples
        --------
        >>> LogisticProblem([[1.0], [-1.0]], [1, 0], penalty=0.01).strong_convexity
        0.02
        """
        return float(2 * self.penalty.min())

    def _weights(self, w: ArrayLike) -> np.ndarray:
        return as_vector(w, "w", self.X.shape[1])
