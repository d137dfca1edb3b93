"""Ridge regression: least squares with a price on large weights."""
from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from mathlib.checks import as_count, as_matrix, as_nonnegative, as_positive, as_vector


@dataclass(frozen=True, eq=False)
class RidgeFit:
    """Hold a fitted line, plane or hyperplane.

    Attributes
    ----------
    weights : np.ndarray, shape (n,)
        One for each column of X.
    intercept : float
        What is predicted at 0; never penalised.
    singular_values : np.ndarray, shape (k,)
        Of X (after centring, if there is an intercept), the greatest first, k = min(N, n).
    shrinkage : np.ndarray, shape (k,)
        The factor `s**2 / (s**2 + N * penalty)` by which the penalty multiplied each singular direction.

    Examples
    --------
    >>> fit = ridge([[0.0], [1.0]], [1.0, 3.0], penalty=0)
    >>> fit.predict([[2.0]])
    array([5.])
    """

    weights: np.ndarray
    intercept: float
    singular_values: np.ndarray
    shrinkage: np.ndarray

    def predict(self, X: ArrayLike) -> np.ndarray:
        """Return `X @ weights + intercept`.

        Parameters
        ----------
        X : ArrayLike, shape (M, n)
            An observation in each row.

        Returns
        -------
        np.ndarray, shape (M,)

        Raises
        ------
        TypeError
            If `X` holds anything but real numbers.
        ValueError
            If `X` is not finite, or has another number of columns.

        Examples
        --------
        >>> ridge([[0.0], [1.0]], [0.0, 1.0], penalty=0).predict([[3.0]])
        array([3.])
        """
        return as_matrix(X, "X", (None, self.weights.size)) @ self.weights + self.intercept


def ridge(X: ArrayLike, y: ArrayLike, penalty: float, *, intercept: bool = True) -> RidgeFit:
    """Minimise `mean((X @ w + b - y)**2) + penalty * sum(w**2)`.

    With `X = U @ diag(s) @ Vt` the weights are `Vt.T @ (s / (s**2 + N * penalty) * (U.T @ y))`: where s is small, the
    penalty shrinks most. With penalty 0 it is least squares, the shortest solution where there are many.

    Parameters
    ----------
    X : ArrayLike, shape (N, n)
        An observation in each row.
    y : ArrayLike, shape (N,)
        What to predict.
    penalty : float
        The price of a squared weight, not negative. scikit-learn's alpha is N times this.
    intercept : bool
        Fit b too, by centring X and y; otherwise b is 0.

    Returns
    -------
    RidgeFit
        Cost: O(N * n * min(N, n)).

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If shapes do not fit, an entry is not finite, or `penalty` is negative.

    References
    ----------
    Hoerl and Kennard (1970), Technometrics 12, 55-67; by singular values: Hastie, Tibshirani and Friedman (2009), The
    Elements of Statistical Learning, equation 3.47.

    Examples
    --------
    >>> fit = ridge([[1.0], [-1.0]], [1.0, -1.0], penalty=1.0)
    >>> fit.weights, fit.shrinkage
    (array([0.5]), array([0.5]))
    """
    X = as_matrix(X, "X")
    y, penalty = as_vector(y, "y", len(X)), as_nonnegative(penalty, "penalty")
    with np.errstate(over="ignore"):
        x_mean, y_mean = (X.mean(axis=0), y.mean()) if intercept else (np.zeros(X.shape[1]), 0.0)

    U, s, Vt = np.linalg.svd(as_matrix(X - x_mean, "X - mean(X)"), full_matrices=False)
    size = np.sqrt(X.size) * np.abs(X).max()  # no less than the norm of X
    known = s > max(X.shape) * np.finfo(float).eps * size  # what is smaller is rounding
    length = np.hypot(s, np.sqrt(len(X) * penalty))  # sqrt(s**2 + N * penalty), where no square overflows
    part = np.divide(s, length, out=np.zeros_like(s), where=known)
    inverse = np.divide(part, length, out=np.zeros_like(s), where=known)
    weights = Vt.T @ (inverse * (U.T @ as_vector(y - y_mean, "y - mean(y)")))
    return RidgeFit(weights, float(y_mean - x_mean @ weights), s, part**2)


def penalty_from_prior(prior_variance: float, n: int, *, noise_variance: float = 0.5) -> float:
    """Return the penalty whose minimiser is the most probable w: `noise_variance / (n * prior_variance)`.

    Noise of variance v makes squared error `2 * v` times the negative log-likelihood, up to a constant. With v = 1/2 it
    is 1 / (2 * n * prior_variance), the penalty for any loss that is itself a negative log-likelihood.

    Parameters
    ----------
    prior_variance : float
        Of each weight, believed normal around 0 before the data came; positive.
    n : int
        The number of observations.
    noise_variance : float
        Of y around `X @ w`, positive.

    Returns
    -------
    float

    Raises
    ------
    TypeError
        If an argument is not a number, or `n` not a whole one.
    ValueError
        If a number is not positive.

    References
    ----------
    Bishop (2006), Pattern Recognition and Machine Learning, equation 3.55, divided by n.

    Examples
    --------
    >>> penalty_from_prior(0.25, 100, noise_variance=1.0)
    0.04
    """
    return as_positive(noise_variance, "noise_variance") / (
        as_count(n, "n") * as_positive(prior_variance, "prior_variance"))
