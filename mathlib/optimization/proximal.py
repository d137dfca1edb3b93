"""Proximal steps: descent for a smooth function plus one with corners, and the lasso, which needs it."""
from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from mathlib.checks import (
    as_array,
    as_count,
    as_function,
    as_matrix,
    as_nonnegative,
    as_positive,
    as_squarable,
    as_vector,
)
from mathlib.optimization.descent import Descent, Gradient, drive

Prox = Callable[[np.ndarray, float], np.ndarray]


def soft_threshold(v: ArrayLike, t: ArrayLike) -> np.ndarray:
    """Return `sign(v) * max(abs(v) - t, 0)`: the x that minimises `0.5 * (x - v)**2 + t * abs(x)`, entry by entry.

    Parameters
    ----------
    v : ArrayLike, any shape
        What to shrink.
    t : ArrayLike, shape () or that of v
        By how much, not negative; what is no larger becomes 0.

    Returns
    -------
    np.ndarray, the shape of v

    Raises
    ------
    TypeError
        If an argument holds anything but real numbers.
    ValueError
        If an entry is not finite, or `t` negative or of another shape.

    References
    ----------
    Donoho (1995), IEEE Transactions on Information Theory 41, 613-627.

    Examples
    --------
    >>> soft_threshold([3.0, -0.5, -2.0], 1.0)
    array([ 2.,  0., -1.])
    """
    v, t = as_array(v, "v"), as_array(t, "t")
    if t.shape not in ((), v.shape):
        raise ValueError(f"`t` must be one number, or of the shape of v, {v.shape}; got shape {t.shape}.")
    if (t < 0).any():
        raise ValueError(f"`t` must not be negative; got {t.min():g}.")
    return v - np.clip(v, -t, t)


def proximal_gradient(gradient: Gradient, prox: Prox, start: ArrayLike, step_size: float, *, accelerate: bool = False,
                      n_steps: int = 1000, tolerance: float = 1e-8) -> Descent:
    """Minimise a smooth function plus another whose proximal step is known: `x = prox(x - s * gradient(x), s)`.

    That is gradient descent with `(x - prox(x - s * gradient(x), s)) / s` in place of the gradient: this too is 0 at
    a minimum, and is what the tolerance measures. Accelerated, the step is taken from a point farther along the last
    one (FISTA); where that turns out to lead back, it begins anew.

    Parameters
    ----------
    gradient : callable
        Of the smooth part; maps shape (n,) to shape (n,).
    prox : callable
        Maps (v, s) to the x that minimises `0.5 * norm(x - v)**2 + s * other(x)`; a projection ignores s.
    start : ArrayLike, shape (n,)
        Where to begin.
    step_size : float
        s, positive: at most 1 / beta, where beta bounds the curvature of the smooth part.
    accelerate : bool
        Take accelerated steps, at the cost of two gradients each.
    n_steps : int
        Stop after so many steps.
    tolerance : float
        Stop where what takes the gradient's place is no longer than this.

    Returns
    -------
    Descent

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If a number is out of its range, or the gradient or the proximal step at `start` is not a finite vector as long
        as it.

    References
    ----------
    Beck and Teboulle (2009), SIAM Journal on Imaging Sciences 2, 183-202, equations 3.1 and 4.1 to 4.3; begun anew:
    O'Donoghue and Candes (2015), Foundations of Computational Mathematics 15, 715-732, section 3.2.

    Examples
    --------
    >>> descent = proximal_gradient(lambda x: x - 3, soft_threshold, [0.0], 0.5)  # 0.5 * (x - 3)**2 + abs(x)
    >>> descent.converged, descent.end.round(6)
    (True, array([2.]))
    """
    x, s = as_vector(start, "start"), as_positive(step_size, "step_size")
    as_vector(as_function(gradient, "gradient")(x), "gradient(start)", x.size)
    as_vector(as_function(prox, "prox")(x, s), "prox(start)", x.size)

    landing = x

    def step(x):
        return prox(x - s * gradient(x), s)

    def mapping(x):
        nonlocal landing
        landing = step(x)
        return (x - landing) / s

    def land(x, g, memory):
        return landing, memory  # x - s * g, but for its rounding, which would lead out of a set

    rule = _accelerated(step) if accelerate else land
    n_steps, tolerance = as_count(n_steps, "n_steps"), as_nonnegative(tolerance, "tolerance")
    return drive(rule, mapping, x, mapping(x), 0.0, n_steps, tolerance)


@dataclass(frozen=True, eq=False)
class LassoFit:
    """Hold the weights of a lasso, and how far they can be from the best.

    Attributes
    ----------
    weights : np.ndarray, shape (n,)
        One for each column of X.
    intercept : float
        What is predicted at 0; never penalised.
    gap : float
        The objective exceeds its minimum by no more than this: a certificate, not an estimate.
    converged : bool
        The gap is within the tolerance.
    n_steps : int
        Taken.

    Examples
    --------
    >>> lasso([[1.0], [-1.0]], [2.0, -2.0], penalty=0.5).predict([[2.0]])
    array([3.])
    """

    weights: np.ndarray
    intercept: float
    gap: float
    converged: bool
    n_steps: int

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
        >>> lasso([[1.0], [-1.0]], [2.0, -2.0], penalty=0.5).predict([[0.0]])
        array([0.])
        """
        return as_matrix(X, "X", (None, self.weights.size)) @ self.weights + self.intercept


def lasso(X: ArrayLike, y: ArrayLike, penalty: float, *, intercept: bool = True, start: ArrayLike | None = None,
          n_steps: int = 10_000, tolerance: float = 1e-10) -> LassoFit:
    """Minimise `sum((y - X @ w - b)**2) / (2 * N) + penalty * sum(abs(w))`, as scikit-learn's Lasso does.

    The corners of the absolute value hold weights at exactly 0. It takes accelerated proximal steps, and every hundred
    of them asks for the duality gap.

    Parameters
    ----------
    X : ArrayLike, shape (N, n)
        An observation in each row.
    y : ArrayLike, shape (N,)
        What to predict.
    penalty : float
        The price of a unit of weight, positive: scikit-learn's alpha.
    intercept : bool
        Fit b too, by centring X and y; otherwise b is 0.
    start : ArrayLike, shape (n,), optional
        Weights to begin with; else 0.
    n_steps : int
        Stop after so many steps.
    tolerance : float
        Stop where the gap is at most this part of the objective at w = 0.

    Returns
    -------
    LassoFit
        Cost: O(n**2) a step once `X.T @ X` is known, which costs O(N * n**2).

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If shapes do not fit, an entry is not finite, or a number is out of its range.

    References
    ----------
    Tibshirani (1996), Journal of the Royal Statistical Society B 58, 267-288.

    Examples
    --------
    >>> fit = lasso([[1.0, 0.0], [-1.0, 0.0], [0.0, 1.0], [0.0, -1.0]], [3.0, -3.0, 0.5, -0.5], penalty=0.5)
    >>> fit.weights, fit.converged
    (array([2., 0.]), True)
    """
    X, y, penalty = _as_regression(X, y, penalty)
    x_mean, y_mean = (X.mean(axis=0), y.mean()) if intercept else (np.zeros(X.shape[1]), 0.0)
    X, y = X - x_mean, y - y_mean
    w = as_vector(np.zeros(X.shape[1]) if start is None else start, "start", X.shape[1])
    limit = as_nonnegative(tolerance, "tolerance") * y.dot(y) / (2 * len(y))
    H, q, left, taken = X.T @ X / len(y), X.T @ y / len(y), as_count(n_steps, "n_steps"), 0
    s = 1 / (np.linalg.eigvalsh(H)[-1] or 1.0)

    def shrink(v, s):
        return v - np.clip(v, -s * penalty, s * penalty)  # `soft_threshold`, without its checks

    while (gap := _gap(w, X, y, penalty)) > limit and left > taken:
        descent = proximal_gradient(lambda w: H.dot(w) - q, shrink, w, s, accelerate=True, tolerance=0.0,
                                    n_steps=min(100, left - taken))
        w, taken = descent.end, taken + descent.n_steps
        if not descent.n_steps:  # nothing moves any more
            break
    return LassoFit(w, float(y_mean - x_mean @ w), gap, bool(gap <= limit), taken)


def lasso_gap(w: ArrayLike, X: ArrayLike, y: ArrayLike, penalty: float) -> float:
    """Return the duality gap of a lasso without intercept: its objective at w less a lower bound of its minimum.

    Any u with `abs(X.T @ u) <= penalty` gives a bound, `u @ y - N * u @ u / 2`: weak duality. The residual over N is
    made such a u by shrinking it; at the minimum it is one, and the gap is 0.

    Parameters
    ----------
    w : ArrayLike, shape (n,)
        Weights.
    X : ArrayLike, shape (N, n)
        An observation in each row.
    y : ArrayLike, shape (N,)
        What to predict.
    penalty : float
        The price of a unit of weight, positive.

    Returns
    -------
    float
        Not negative, up to rounding.

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If shapes do not fit, an entry is not finite, or `penalty` is not positive.

    References
    ----------
    Kim, Koh, Lustig, Boyd and Gorinevsky (2007), IEEE Journal of Selected Topics in Signal Processing 1, 606-617.

    Examples
    --------
    >>> lasso_gap([0.0], [[1.0], [-1.0]], [2.0, -2.0], penalty=2.0), lasso_gap([0.0], [[1.0], [-1.0]], [2.0, -2.0], 1.0)
    (0.0, 0.5)
    """
    X, y, penalty = _as_regression(X, y, penalty)
    return _gap(as_vector(w, "w", X.shape[1]), X, y, penalty)


def lasso_path(X: ArrayLike, y: ArrayLike, penalties: ArrayLike, *, intercept: bool = True,
               tolerance: float = 1e-10) -> np.ndarray:
    """Return the weights of the lasso for each penalty, each search begun where the last one ended.

    Parameters
    ----------
    X : ArrayLike, shape (N, n)
        An observation in each row.
    y : ArrayLike, shape (N,)
        What to predict.
    penalties : ArrayLike, shape (m,)
        In any order, positive; from large to small is fastest. Above `max(abs(X.T @ y)) / N`, for centred X and y,
        all weights are 0.
    intercept : bool
        Fit an intercept too.
    tolerance : float
        As in `lasso`.

    Returns
    -------
    np.ndarray, shape (m, n)
        Row i belongs to penalties[i].

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If shapes do not fit, an entry is not finite, or a number is out of its range.
    RuntimeError
        If a search does not converge.

    References
    ----------
    Friedman, Hastie and Tibshirani (2010), Journal of Statistical Software 33(1), section 2.5.

    Examples
    --------
    >>> lasso_path([[1.0], [-1.0]], [2.0, -2.0], [3.0, 1.0, 0.5]).ravel()
    array([0. , 1. , 1.5])
    """
    rows, w = [], None
    for penalty in as_vector(penalties, "penalties"):
        fit = lasso(X, y, penalty, intercept=intercept, start=w, tolerance=tolerance)
        if not fit.converged:
            raise RuntimeError(f"the lasso with penalty {penalty:g} did not converge: its gap is still {fit.gap:g}.")
        rows.append(w := fit.weights)
    return np.array(rows)


def _gap(w: np.ndarray, X: np.ndarray, y: np.ndarray, penalty: float) -> float:
    n, r = len(y), y - X @ w
    slope = np.abs(X.T @ r).max() / n
    u = r / n * (min(1.0, penalty / slope) if slope else 1.0)
    return float(r @ r / (2 * n) + penalty * np.abs(w).sum() - (u @ y - n * u @ u / 2))


def _accelerated(step):
    def rule(x, g, memory):
        last, t = memory or (x, 0.0)
        t_next = (1 + math.sqrt(1 + 4 * t * t)) / 2
        ahead = x + (t - 1) / t_next * (x - last)
        x_next = step(ahead)
        back = (ahead - x_next).dot(x_next - x) > 0
        return x_next, (x, 1.0 if back else t_next)

    return rule


def _as_regression(X: ArrayLike, y: ArrayLike, penalty: float) -> tuple[np.ndarray, np.ndarray, float]:
    X = as_squarable(as_matrix(X, "X"), "X")
    return X, as_squarable(as_vector(y, "y", len(X)), "y"), as_positive(penalty, "penalty")
