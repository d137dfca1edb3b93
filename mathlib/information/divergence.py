"""Divergence: what it costs to believe q where p is true, in tables, between densities, between Gaussians."""
from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike
from scipy import linalg, special

from mathlib.checks import as_count, as_distribution, as_labels, as_matrix, as_probabilities, as_vector


def cross_entropy(p: ArrayLike, q: ArrayLike) -> float:
    """Return `-sum(p * log(q))`: the expected surprise of someone who believes q while p is true.

    It is `entropy(p) + kl_divergence(p, q)`.

    Parameters
    ----------
    p, q : ArrayLike, same shape
        Probabilities that sum to 1.

    Returns
    -------
    float
        In nats; infinite if q rules out what p allows.

    Raises
    ------
    TypeError
        If p or q holds anything but real numbers.
    ValueError
        If they are not probabilities that sum to 1, or of different shapes.

    References
    ----------
    Bishop (2006), Pattern Recognition and Machine Learning, section 1.6.1 and equation 4.90.

    Examples
    --------
    >>> print(f"{cross_entropy([0.5, 0.5], [0.25, 0.75]):.4f}")
    0.8370
    """
    p, q = _as_pair(p, q)
    return max(0.0, float(-special.xlogy(p, q).sum()))  # rounding may leave -1e-16


def kl_divergence(p: ArrayLike, q: ArrayLike) -> float:
    """Return `sum(p * log(p / q))`, the relative entropy of p with respect to q.

    Parameters
    ----------
    p, q : ArrayLike, same shape
        Probabilities that sum to 1.

    Returns
    -------
    float
        In nats, never negative; 0 if and only if p equals q, infinite if q is 0 where p is not. Not symmetric.

    Raises
    ------
    TypeError
        If p or q holds anything but real numbers.
    ValueError
        If they are not probabilities that sum to 1, or of different shapes.

    References
    ----------
    Kullback and Leibler (1951), Annals of Mathematical Statistics 22, equation 2.4.

    Examples
    --------
    >>> print(f"{kl_divergence([0.5, 0.5], [0.25, 0.75]):.4f} {kl_divergence([0.25, 0.75], [0.5, 0.5]):.4f}")
    0.1438 0.1308
    >>> kl_divergence([0.5, 0.5], [1, 0])
    inf
    """
    p, q = _as_pair(p, q)
    return float(special.kl_div(p, q).sum())  # p * log(p / q) - p + q: no term is negative, so nothing cancels


def js_divergence(p: ArrayLike, q: ArrayLike) -> float:
    """Return the Jensen-Shannon divergence: the mean divergence of p and of q from their average.

    Parameters
    ----------
    p, q : ArrayLike, same shape
        Probabilities that sum to 1.

    Returns
    -------
    float
        In nats, between 0 (equal) and log(2) (no overlap). Symmetric; its square root is a distance.

    Raises
    ------
    TypeError
        If p or q holds anything but real numbers.
    ValueError
        If they are not probabilities that sum to 1, or of different shapes.

    References
    ----------
    Lin (1991), IEEE Transactions on Information Theory 37, equation 3.4.

    Examples
    --------
    >>> print(f"{js_divergence([1, 0], [0, 1]):.4f}")
    0.6931
    """
    p, q = _as_pair(p, q)
    m = (p + q) / 2
    return float(special.kl_div(p, m).sum() + special.kl_div(q, m).sum()) / 2


def perplexity(p: ArrayLike) -> float:
    """Return `exp(entropy(p))`: how many equally likely values would be as uncertain.

    Parameters
    ----------
    p : ArrayLike, any shape
        Probabilities that sum to 1.

    Returns
    -------
    float
        Between 1 and `p.size`.

    Raises
    ------
    TypeError
        If `p` holds anything but real numbers.
    ValueError
        If `p` is not a table of probabilities that sum to 1.

    References
    ----------
    Jelinek, Mercer, Bahl and Baker (1977), Journal of the Acoustical Society of America 62, S63.

    Examples
    --------
    >>> print(f"{perplexity([0.25, 0.25, 0.25, 0.25]):.3f}")
    4.000
    """
    return math.exp(cross_entropy(p, p))


def log_loss(probabilities: ArrayLike, y: ArrayLike) -> float:
    """Return the mean surprise of a classifier at the true classes, `-mean(log(probabilities[i, y[i]]))`.

    Its exponential is the perplexity of a model on data.

    Parameters
    ----------
    probabilities : ArrayLike, shape (n, k)
        A row for each example, which sums to 1.
    y : ArrayLike, shape (n,)
        The true classes: whole numbers from 0 to k - 1.

    Returns
    -------
    float
        In nats; infinite if one true class was called impossible.

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If a row does not sum to 1, or y has another length or a class outside 0 to k - 1.

    References
    ----------
    Good (1952), Journal of the Royal Statistical Society B 14, 107-114: the logarithmic score.

    Examples
    --------
    >>> print(f"{log_loss([[0.5, 0.5], [0.25, 0.75]], [0, 1]):.4f}")
    0.4904
    """
    P = as_distribution(as_matrix(probabilities, "probabilities"), "probabilities", axis=1)
    y = as_labels(y, "y", len(P))
    if wrong := [label for label in np.unique(y).tolist() if label not in range(P.shape[1])]:
        raise ValueError(f"`y` must be whole numbers from 0 to {P.shape[1] - 1}; got {wrong[0]!r}.")
    with np.errstate(divide="ignore"):
        return max(0.0, float(-np.log(P[np.arange(len(P)), y]).mean()))  # a probability may come out as 1 + 1e-16


def expected_calibration_error(confidence: ArrayLike, correct: ArrayLike, n_bins: int = 10) -> float:
    """Return the mean gap between confidence and success rate, over bins of confidence, weighted by their counts.

    Parameters
    ----------
    confidence : ArrayLike, shape (n,)
        The probability that was claimed.
    correct : ArrayLike, shape (n,)
        1 where the claim was right, 0 where it was wrong.
    n_bins : int
        How many bins of equal width, from 0 to 1.

    Returns
    -------
    float
        Between 0 (calibrated) and 1.

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If a confidence is no probability, `correct` not 0 and 1 of the same length, or `n_bins` less than 1.

    References
    ----------
    Naeini, Cooper and Hauskrecht (2015), AAAI 29, 2901-2907.

    Examples
    --------
    >>> expected_calibration_error([0.75, 0.75, 0.75, 0.75], [1, 1, 1, 0])
    0.0
    """
    c = as_probabilities(as_vector(confidence, "confidence"), "confidence")
    right = as_vector(correct, "correct", c.size)
    if not np.isin(right, (0, 1)).all():
        raise ValueError(f"`correct` must be 0 or 1; got {right[~np.isin(right, (0, 1))][0]:g}.")
    bins = np.minimum((c * as_count(n_bins, "n_bins")).astype(int), n_bins - 1)
    return float(np.abs(np.bincount(bins, weights=c - right)).sum() / c.size)


def kl_gaussian(mean_p: ArrayLike, cov_p: ArrayLike, mean_q: ArrayLike, cov_q: ArrayLike) -> float:
    """Return the divergence between two Gaussians, in closed form.

    With d = mean_q - mean_p it is `(trace(inv(Q) @ P) + d @ inv(Q) @ d - n + log(det(Q) / det(P))) / 2`.

    Parameters
    ----------
    mean_p, mean_q : ArrayLike, shape (n,)
        The means.
    cov_p, cov_q : ArrayLike, shape (n, n)
        The covariances P and Q, positive definite. On the line, [[variance]].

    Returns
    -------
    float
        In nats; inf beyond 1.8e308. Cost: O(n**3).

    Raises
    ------
    TypeError
        If an argument holds anything but real numbers.
    ValueError
        If the shapes do not match, or a covariance is not symmetric.
    np.linalg.LinAlgError
        If a covariance is not positive definite.

    References
    ----------
    Kullback (1959), Information Theory and Statistics, section 9.1.

    Examples
    --------
    >>> print(f"{kl_gaussian([0], [[1]], [1], [[4]]):.3f} {kl_gaussian([1], [[4]], [0], [[1]]):.3f}")
    0.443 1.307
    """
    mean_p = as_vector(mean_p, "mean_p")
    n = mean_p.size
    mean_q = as_vector(mean_q, "mean_q", n)
    P, Q = cholesky_of(cov_p, "cov_p", n), cholesky_of(cov_q, "cov_q", n)
    log_ratio = (np.log(np.diag(Q)) - np.log(np.diag(P))).sum()
    with np.errstate(over="ignore"):  # beyond 1.8e308
        whitened = linalg.solve_triangular(Q, np.column_stack([P, mean_q - mean_p]), lower=True)
        return max(float((whitened**2).sum() - n) / 2 + float(log_ratio), 0.0)  # rounding may leave -1e-16


def cholesky_of(cov: ArrayLike, name: str, n: int | None = None) -> np.ndarray:
    """Return the lower triangle C with `C @ C.T == cov`, or say why `cov` is no covariance.

    Parameters
    ----------
    cov : ArrayLike, shape (n, n)
        A covariance.
    name : str
        What the caller calls it.
    n : int, optional
        The size it must have.

    Returns
    -------
    np.ndarray, shape (n, n)

    Raises
    ------
    TypeError
        If `cov` holds anything but real numbers.
    ValueError
        If it has another shape, or is not symmetric.
    np.linalg.LinAlgError
        If it is not positive definite.

    References
    ----------
    Golub and Van Loan (2013), Matrix Computations, 4th edition, section 4.2.

    Examples
    --------
    >>> cholesky_of([[4]], "cov", 1)
    array([[2.]])
    """
    C = as_matrix(cov, name, None if n is None else (n, n), square=n is None)
    if (np.abs(C - C.T) > 1e-10 * np.abs(C).max()).any():
        raise ValueError(f"`{name}` must be symmetric; got entries that differ by {np.abs(C - C.T).max():g}.")
    try:
        return np.linalg.cholesky(C)
    except np.linalg.LinAlgError:
        smallest = np.linalg.eigvalsh(C)[0]
        raise np.linalg.LinAlgError(
            f"`{name}` must be positive definite; got a smallest eigenvalue of {smallest:.3g}.") from None


def _as_pair(p: ArrayLike, q: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    p, q = as_distribution(p, "p"), as_distribution(q, "q")
    if p.shape != q.shape:
        raise ValueError(f"`q` must be of the same shape as `p`, {p.shape}; got shape {q.shape}.")
    return p, q
