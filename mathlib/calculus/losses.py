"""What a mistake costs: losses, each beside its gradient, and for logistic regression its Hessian.

Every loss is a mean over observations, so that its size does not depend on how many there are. Classification losses
take scores (logits), not probabilities: nothing is lost to rounding near 0 and 1.
"""
from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from mathlib.calculus.activations import _sigmoid, log_softmax
from mathlib.checks import as_array, as_labels, as_matrix, as_probabilities, as_vector


def mse(y: ArrayLike, prediction: ArrayLike) -> float:
    """Return the mean squared error, `mean((prediction - y)**2)`.

    Parameters
    ----------
    y, prediction : ArrayLike, same shape
        What was, and what was said.

    Returns
    -------
    float
        Infinite if a square is beyond the largest float, 1.8e308.

    Raises
    ------
    TypeError
        If an argument holds anything but real numbers.
    ValueError
        If they have different shapes, or are empty or not finite.

    References
    ----------
    Bishop (2006), Pattern Recognition and Machine Learning, equation 3.12.

    Examples
    --------
    >>> mse([1, 2], [1, 4])
    2.0
    """
    with np.errstate(over="ignore"):
        return float(np.mean(_errors(y, prediction) ** 2))


def mse_gradient(y: ArrayLike, prediction: ArrayLike) -> np.ndarray:
    """Return the gradient of `mse` by the prediction, `2 * (prediction - y) / y.size`.

    Parameters
    ----------
    y, prediction : ArrayLike, same shape
        What was, and what was said.

    Returns
    -------
    np.ndarray, same shape

    Raises
    ------
    TypeError
        If an argument holds anything but real numbers.
    ValueError
        If they have different shapes, or are empty or not finite.

    References
    ----------
    Bishop (2006), Pattern Recognition and Machine Learning, equation 3.13.

    Examples
    --------
    >>> mse_gradient([1, 2], [1, 4])
    array([0., 2.])
    """
    errors = _errors(y, prediction)
    return 2 * errors / errors.size


def binary_cross_entropy(y: ArrayLike, scores: ArrayLike) -> float:
    """Return the mean of `-y * log(p) - (1 - y) * log(1 - p)`, where p is the sigmoid of the score.

    It is computed as `softplus(score) - y * score`, which stays finite where p rounds to 0 or 1, and keeps its digits.

    Parameters
    ----------
    y : ArrayLike, any shape
        Outcomes 0 or 1, or probabilities between them.
    scores : ArrayLike, same shape
        Logits.

    Returns
    -------
    float
        In nats.

    Raises
    ------
    TypeError
        If an argument holds anything but real numbers.
    ValueError
        If they have different shapes, are empty or not finite, or y is not between 0 and 1.

    References
    ----------
    Bishop (2006), Pattern Recognition and Machine Learning, equation 4.90.

    Examples
    --------
    >>> print(f"{binary_cross_entropy([1, 0], [0, 0]):.4f} {binary_cross_entropy([0], [1000]):.1f}")
    0.6931 1000.0
    """
    y, z = _as_outcomes(y, scores)
    return float(np.mean(_surprise(y, z)))


def binary_cross_entropy_gradient(y: ArrayLike, scores: ArrayLike) -> np.ndarray:
    """Return the gradient of `binary_cross_entropy` by the scores, `(sigmoid(scores) - y) / y.size`.

    Parameters
    ----------
    y : ArrayLike, any shape
        Outcomes 0 or 1, or probabilities between them.
    scores : ArrayLike, same shape
        Logits.

    Returns
    -------
    np.ndarray, same shape

    Raises
    ------
    TypeError
        If an argument holds anything but real numbers.
    ValueError
        If they have different shapes, are empty or not finite, or y is not between 0 and 1.

    References
    ----------
    Bishop (2006), Pattern Recognition and Machine Learning, equation 4.91.

    Examples
    --------
    >>> binary_cross_entropy_gradient([1, 0], [0, 0])
    array([-0.25,  0.25])
    """
    y, z = _as_outcomes(y, scores)
    return (_sigmoid(z) - y) / z.size


def cross_entropy(labels: ArrayLike, scores: ArrayLike) -> float:
    """Return the mean of `-log(softmax(scores)[label])`: the surprise at each true class.

    Parameters
    ----------
    labels : ArrayLike, shape (N,), whole numbers from 0 to K - 1
        The true classes.
    scores : ArrayLike, shape (N, K)
        A logit for each class.

    Returns
    -------
    float
        In nats.

    Raises
    ------
    TypeError
        If the labels are not whole numbers, or the scores not real.
    ValueError
        If a label is not from 0 to K - 1, or shapes do not fit.

    References
    ----------
    Bishop (2006), Pattern Recognition and Machine Learning, equation 4.108.

    Examples
    --------
    >>> print(f"{cross_entropy([0, 2], [[0, 0, 0], [0, 0, 0]]):.4f}")
    1.0986
    """
    labels, scores = _as_classes(labels, scores)
    return float(np.mean(0 - log_softmax(scores)[np.arange(labels.size), labels]))  # 0 - 0 is 0, and -(0.) is -0.


def cross_entropy_gradient(labels: ArrayLike, scores: ArrayLike) -> np.ndarray:
    """Return the gradient of `cross_entropy` by the scores, `(softmax(scores) - one_hot(labels)) / N`.

    Parameters
    ----------
    labels : ArrayLike, shape (N,), whole numbers from 0 to K - 1
        The true classes.
    scores : ArrayLike, shape (N, K)
        A logit for each class.

    Returns
    -------
    np.ndarray, shape (N, K)

    Raises
    ------
    TypeError
        If the labels are not whole numbers, or the scores not real.
    ValueError
        If a label is not from 0 to K - 1, or shapes do not fit.

    References
    ----------
    Bishop (2006), Pattern Recognition and Machine Learning, equation 4.109.

    Examples
    --------
    >>> cross_entropy_gradient([0], [[0, 0]])
    array([[-0.5,  0.5]])
    """
    labels, scores = _as_classes(labels, scores)
    surplus = np.exp(log_softmax(scores))
    surplus[np.arange(labels.size), labels] -= 1
    return surplus / labels.size


def l2_penalty(w: ArrayLike, penalty: ArrayLike) -> float:
    """Return `sum(penalty * w**2)`.

    Parameters
    ----------
    w : ArrayLike, shape (n,)
        Weights.
    penalty : ArrayLike, shape () or (n,)
        One for all, or one for each: 0 for an intercept, which is not to be shrunk.

    Returns
    -------
    float
        Infinite if it is beyond the largest float, 1.8e308.

    Raises
    ------
    TypeError
        If an argument holds anything but real numbers.
    ValueError
        If `w` is not a finite vector, or `penalty` negative or of another shape.

    References
    ----------
    Hoerl and Kennard (1970), Technometrics 12, 55-67.

    Examples
    --------
    >>> l2_penalty([1, 2], 0.5), l2_penalty([1, 2], [0.5, 0])
    (2.5, 0.5)
    """
    w = as_vector(w, "w")
    return _price(w, _as_penalty(penalty, w.size))


def l2_penalty_gradient(w: ArrayLike, penalty: ArrayLike) -> np.ndarray:
    """Return the gradient of `l2_penalty`, `2 * penalty * w`.

    Parameters
    ----------
    w : ArrayLike, shape (n,)
        Weights.
    penalty : ArrayLike, shape () or (n,)
        One for all, or one for each.

    Returns
    -------
    np.ndarray, shape (n,)

    Raises
    ------
    TypeError
        If an argument holds anything but real numbers.
    ValueError
        If `w` is not a finite vector, or `penalty` negative or of another shape.

    References
    ----------
    Hoerl and Kennard (1970), Technometrics 12, 55-67.

    Examples
    --------
    >>> l2_penalty_gradient([1, 2], 0.5)
    array([1., 2.])
    """
    w = as_vector(w, "w")
    return 2 * _as_penalty(penalty, w.size) * w


def logistic_loss(w: ArrayLike, X: ArrayLike, y: ArrayLike, penalty: ArrayLike = 0.0) -> float:
    """Return `mean(softplus(X @ w) - y * (X @ w)) + sum(penalty * w**2)`: the loss of logistic regression, convex in w.

    Parameters
    ----------
    w : ArrayLike, shape (n,)
        A weight for each column of X; an intercept is the weight of a column of ones.
    X : ArrayLike, shape (N, n)
        An observation in each row.
    y : ArrayLike, shape (N,)
        Outcomes, 0 or 1.
    penalty : ArrayLike, shape () or (n,)
        One for all weights, or one for each.

    Returns
    -------
    float
        In nats an observation. If a plane separates the outcomes and nothing is penalised, it has no minimum.

    Raises
    ------
    TypeError
        If an argument holds anything but real numbers.
    ValueError
        If shapes do not fit, an entry is not finite, y is not between 0 and 1, or a penalty is negative.

    References
    ----------
    Bishop (2006), Pattern Recognition and Machine Learning, equation 4.90.

    Examples
    --------
    >>> print(f"{logistic_loss([0], [[1], [2]], [0, 1]):.4f}")
    0.6931
    """
    w, X, y, penalty = _as_logistic(w, X, y, penalty)
    return float(np.mean(_surprise(y, X @ w))) + _price(w, penalty)


def logistic_gradient(w: ArrayLike, X: ArrayLike, y: ArrayLike, penalty: ArrayLike = 0.0) -> np.ndarray:
    """Return the gradient of `logistic_loss` by w, `X.T @ (sigmoid(X @ w) - y) / N + 2 * penalty * w`.

    Parameters
    ----------
    w : ArrayLike, shape (n,)
        A weight for each column of X.
    X : ArrayLike, shape (N, n)
        An observation in each row.
    y : ArrayLike, shape (N,)
        Outcomes, 0 or 1.
    penalty : ArrayLike, shape () or (n,)
        One for all weights, or one for each.

    Returns
    -------
    np.ndarray, shape (n,)

    Raises
    ------
    TypeError
        If an argument holds anything but real numbers.
    ValueError
        If shapes do not fit, an entry is not finite, y is not between 0 and 1, or a penalty is negative.

    References
    ----------
    Bishop (2006), Pattern Recognition and Machine Learning, equation 4.96.

    Examples
    --------
    >>> logistic_gradient([0], [[1], [2]], [0, 1])
    array([-0.25])
    """
    w, X, y, penalty = _as_logistic(w, X, y, penalty)
    return X.T @ (_sigmoid(X @ w) - y) / y.size + 2 * penalty * w


def logistic_hessian(w: ArrayLike, X: ArrayLike, y: ArrayLike, penalty: ArrayLike = 0.0) -> np.ndarray:
    """Return the Hessian of `logistic_loss`, `X.T @ diag(p * (1 - p)) @ X / N + 2 * diag(penalty)`, p the sigmoids.

    It has no negative eigenvalue: for any v, `v @ H @ v` is a mean of `p * (1 - p) * (X @ v)**2`, plus the penalty.

    Parameters
    ----------
    w : ArrayLike, shape (n,)
        A weight for each column of X.
    X : ArrayLike, shape (N, n)
        An observation in each row.
    y : ArrayLike, shape (N,)
        Outcomes, 0 or 1; the Hessian does not depend on them.
    penalty : ArrayLike, shape () or (n,)
        One for all weights, or one for each.

    Returns
    -------
    np.ndarray, shape (n, n)

    Raises
    ------
    TypeError
        If an argument holds anything but real numbers.
    ValueError
        If shapes do not fit, an entry is not finite, y is not between 0 and 1, or a penalty is negative.

    References
    ----------
    Bishop (2006), Pattern Recognition and Machine Learning, equation 4.97.

    Examples
    --------
    >>> logistic_hessian([0], [[1], [2]], [0, 1])
    array([[0.625]])
    """
    w, X, y, penalty = _as_logistic(w, X, y, penalty)
    z = X @ w
    curvature = _sigmoid(z) * _sigmoid(-z)  # p * (1 - p), without losing 1 - p to rounding
    return X.T @ (curvature[:, None] * X) / y.size + 2 * np.diag(penalty)


def _surprise(y: np.ndarray, z: np.ndarray) -> np.ndarray:
    """Return `softplus(z) - y * z`; where they agree its first part is 0, and covers no digit of the rest."""
    return (np.maximum(z, 0) - y * z) + np.log1p(np.exp(-np.abs(z)))


def _price(w: np.ndarray, penalty: np.ndarray) -> float:
    with np.errstate(over="ignore"):
        return float(np.sum(penalty * w * w))  # in this order a penalty of 0 costs 0, however large w is


def _errors(y: ArrayLike, prediction: ArrayLike) -> np.ndarray:
    y, prediction = as_array(y, "y"), as_array(prediction, "prediction")
    return _alike(prediction, "prediction", y, "y") - y


def _as_outcomes(y: ArrayLike, scores: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    y = as_probabilities(y, "y")
    return y, _alike(as_array(scores, "scores"), "scores", y, "y")


def _as_classes(labels: ArrayLike, scores: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    scores = as_matrix(scores, "scores")
    labels = as_labels(labels, "labels", len(scores))
    if labels.dtype.kind not in "iu":
        raise TypeError(f"`labels` must be whole numbers; got an array of {labels.dtype.name}.")
    if labels.min() < 0 or labels.max() >= scores.shape[1]:
        wrong = labels.min() if labels.min() < 0 else labels.max()
        raise ValueError(f"`labels` must be from 0 to {scores.shape[1] - 1}, a column of scores each; got {wrong}.")
    return labels, scores


def _as_logistic(w: ArrayLike, X: ArrayLike, y: ArrayLike, penalty: ArrayLike) -> tuple[np.ndarray, ...]:
    X = as_matrix(X, "X")
    w = as_vector(w, "w", X.shape[1])
    y = as_probabilities(as_vector(y, "y", len(X)), "y")
    return w, X, y, _as_penalty(penalty, w.size)


def _as_penalty(penalty: ArrayLike, n: int) -> np.ndarray:
    penalty = as_array(penalty, "penalty")
    if penalty.shape not in ((), (n,)):
        raise ValueError(f"`penalty` must be one number, or {n} of them; got shape {penalty.shape}.")
    if (penalty < 0).any():
        raise ValueError(f"`penalty` must not be negative; got {penalty.min():g}.")
    return np.broadcast_to(penalty, (n,))


def _alike(x: np.ndarray, name: str, y: np.ndarray, other: str) -> np.ndarray:
    if x.shape != y.shape:
        raise ValueError(f"`{name}` must be of the shape of {other}, {y.shape}; got shape {x.shape}.")
    return x
