"""The normal distribution of many variables: its density, its slices, its shadows, its images under linear maps."""
from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.linalg import cho_solve, solve_triangular

from mathlib.checks import as_array, as_count, as_fraction, as_matrix, as_points, as_rng, as_vector
from mathlib.linear_algebra import ellipse

DEFINITE = "`covariance` must be positive definite here"


@dataclass(frozen=True, eq=False)
class MultivariateNormal:
    """Describe the normal distribution with a mean vector and a covariance matrix.

    Parameters
    ----------
    mean : ArrayLike, shape (n,)
        The mean.
    covariance : ArrayLike, shape (n, n)
        Symmetric, with no negative eigenvalue; one that is singular can be sampled, but has no density.

    Raises
    ------
    TypeError
        If a parameter holds anything but real numbers.
    ValueError
        If the shapes do not fit, `covariance` is not symmetric, or it has a negative eigenvalue.

    References
    ----------
    Anderson (2003), An Introduction to Multivariate Statistical Analysis, 3rd edition, chapter 2.

    Examples
    --------
    >>> slice = MultivariateNormal([0, 0], [[1, 0.8], [0.8, 1]]).condition([1], [1.5])
    >>> slice.mean.round(12), slice.covariance.round(12)
    (array([1.2]), array([[0.36]]))
    """

    mean: ArrayLike
    covariance: ArrayLike

    def __post_init__(self):
        mean = as_vector(self.mean, "mean")
        object.__setattr__(self, "mean", mean.copy())
        object.__setattr__(self, "covariance", _as_covariance(self.covariance, "covariance", mean.size))

    def mahalanobis(self, x: ArrayLike) -> np.ndarray:
        """Return the distance from the mean in standard deviations: `sqrt((x - mean) @ inv(covariance) @ (x - mean))`.

        Parameters
        ----------
        x : ArrayLike, shape (..., n)
            One point, or many along the leading axes.

        Returns
        -------
        np.ndarray, shape (...)
            By the Cholesky factor L: the length of `inv(L) @ (x - mean)`.

        Raises
        ------
        TypeError
            If `x` holds anything but real numbers.
        ValueError
            If the last axis of `x` is not n long.
        np.linalg.LinAlgError
            If the covariance is singular.

        Examples
        --------
        >>> MultivariateNormal([0, 0], [[4, 0], [0, 1]]).mahalanobis([[2, 0], [0, 2]])
        array([1., 2.])
        """
        return np.hypot.reduce(self._whiten(x), axis=-1)  # the length, without squares that overflow

    def log_pdf(self, x: ArrayLike) -> np.ndarray:
        """Return the logarithm of the density: `-(mahalanobis(x)**2 + log(det(2 * pi * covariance))) / 2`.

        Parameters
        ----------
        x : ArrayLike, shape (..., n)
            One point, or many along the leading axes.

        Returns
        -------
        np.ndarray, shape (...)
            It is -inf where it would be below -1.8e308.

        Raises
        ------
        TypeError
            If `x` holds anything but real numbers.
        ValueError
            If the last axis of `x` is not n long.
        np.linalg.LinAlgError
            If the covariance is singular.

        Examples
        --------
        >>> print(MultivariateNormal([0, 0], [[1, 0], [0, 1]]).log_pdf([0, 0]).round(6))
        -1.837877
        """
        log_det = 2 * np.log(np.diagonal(self._factor())).sum() + len(self.mean) * math.log(2 * math.pi)
        with np.errstate(over="ignore"):
            return -0.5 * (np.sum(self._whiten(x) ** 2, axis=-1) + log_det)

    def pdf(self, x: ArrayLike) -> np.ndarray:
        """Return the density.

        Parameters
        ----------
        x : ArrayLike, shape (..., n)
            One point, or many along the leading axes.

        Returns
        -------
        np.ndarray, shape (...)

        Raises
        ------
        TypeError
            If `x` holds anything but real numbers.
        ValueError
            If the last axis of `x` is not n long.
        np.linalg.LinAlgError
            If the covariance is singular.

        Examples
        --------
        >>> print(MultivariateNormal([0], [[1]]).pdf([0]).round(4))
        0.3989
        """
        return np.exp(self.log_pdf(x))

    def condition(self, indices: ArrayLike, values: ArrayLike) -> MultivariateNormal:
        """Return the distribution of the other variables, given these.

        With a for what is asked and b for what is known, the mean is `mean_a + S_ab @ inv(S_bb) @ (values - mean_b)`,
        the covariance the Schur complement `S_aa - S_ab @ inv(S_bb) @ S_ba`, whatever the values are.

        Parameters
        ----------
        indices : ArrayLike, shape (k,), whole numbers
            Which variables are known, counted from 0; not all of them.
        values : ArrayLike, shape (k,)
            What they are.

        Returns
        -------
        MultivariateNormal
            Of the n - k others, in their order. Cost: O(n**3).

        Raises
        ------
        TypeError
            If an argument is of the wrong kind.
        ValueError
            If an index repeats or does not exist, none or no other is left, or the shapes do not fit.
        np.linalg.LinAlgError
            If the covariance of the known variables is singular.

        Examples
        --------
        >>> MultivariateNormal([0, 5], [[1, 0], [0, 1]]).condition([0], [9]).mean
        array([5.])
        """
        b = _as_indices(indices, len(self.mean))
        values = as_vector(values, "values", b.size)
        a = np.setdiff1d(np.arange(len(self.mean)), b)
        if not a.size:
            raise ValueError(f"`indices` must be some, not all, of the {b.size} variables; got all.")
        S_ab, S_bb = self.covariance[np.ix_(a, b)], self.covariance[np.ix_(b, b)]
        gain = cho_solve((cholesky(S_bb, DEFINITE), True), S_ab.T).T
        return MultivariateNormal(self.mean[a] + gain @ (values - self.mean[b]),
                                  without_negative(self.covariance[np.ix_(a, a)] - gain @ S_ab.T))

    def marginal(self, indices: ArrayLike) -> MultivariateNormal:
        """Return the distribution of some variables, whatever the others are: their part of mean and covariance.

        Parameters
        ----------
        indices : ArrayLike, shape (k,), whole numbers
            Which variables, counted from 0.

        Returns
        -------
        MultivariateNormal

        Raises
        ------
        TypeError
            If `indices` are not whole numbers.
        ValueError
            If an index repeats or does not exist.

        Examples
        --------
        >>> MultivariateNormal([1, 2], [[3, 1], [1, 4]]).marginal([1]).covariance
        array([[4.]])
        """
        a = _as_indices(indices, len(self.mean))
        return MultivariateNormal(self.mean[a], self.covariance[np.ix_(a, a)])

    def transform(self, A: ArrayLike, shift: ArrayLike | None = None) -> MultivariateNormal:
        """Return the distribution of `A @ x + shift`: mean `A @ mean + shift`, covariance `A @ covariance @ A.T`.

        Parameters
        ----------
        A : ArrayLike, shape (m, n)
            The matrix of the map.
        shift : ArrayLike, shape (m,), optional
            What is added; 0 if not given.

        Returns
        -------
        MultivariateNormal

        Raises
        ------
        TypeError
            If an argument holds anything but real numbers.
        ValueError
            If the shapes do not fit.

        Examples
        --------
        >>> MultivariateNormal([1, 2], [[1, 0], [0, 1]]).transform([[1, 1]]).covariance
        array([[2.]])
        """
        A = as_matrix(A, "A", (None, len(self.mean)))
        shift = np.zeros(len(A)) if shift is None else as_vector(shift, "shift", len(A))
        with np.errstate(over="ignore", invalid="ignore"):  # what overflows is refused
            return MultivariateNormal(A @ self.mean + shift, without_negative(A @ self.covariance @ A.T))

    def sample(self, n: int, *, rng: np.random.Generator) -> np.ndarray:
        """Draw n independent points: `mean + root @ z`, z standard normal, `root @ root.T` the covariance.

        Parameters
        ----------
        n : int
            How many.
        rng : np.random.Generator
            Where z comes from.

        Returns
        -------
        np.ndarray, shape (n, dimension)

        Raises
        ------
        TypeError
            If `n` is not an integer, or `rng` not a generator.
        ValueError
            If `n` is less than 1.

        Examples
        --------
        >>> MultivariateNormal([1, 2], [[0, 0], [0, 0]]).sample(1, rng=np.random.default_rng(0))
        array([[1., 2.]])
        """
        z = as_rng(rng).standard_normal((as_count(n, "n"), len(self.mean)))
        values, vectors = np.linalg.eigh(self.covariance)
        return self.mean + z @ (vectors * np.sqrt(np.maximum(values, 0))).T  # singular covariances have no Cholesky

    def contour(self, probability: float = 0.95, n: int = 97) -> np.ndarray:
        """Return points on the ellipse that holds so much of the probability of two variables.

        The squared Mahalanobis distance is chi-squared with two degrees of freedom, so it stays below
        `-2 * log(1 - probability)`.

        Parameters
        ----------
        probability : float
            How much is inside, in [0, 1).
        n : int
            How many points; the last is the first again.

        Returns
        -------
        np.ndarray, shape (n, 2)

        Raises
        ------
        TypeError
            If an argument is of the wrong kind.
        ValueError
            If there are not two variables, `probability` is not in [0, 1), or `n` less than 4.

        Examples
        --------
        >>> circle = MultivariateNormal([0, 0], [[1, 0], [0, 1]]).contour(1 - math.exp(-0.5), n=5)
        >>> np.linalg.norm(circle, axis=1).round(12)
        array([1., 1., 1., 1., 1.])
        """
        as_matrix(self.covariance, "covariance", (2, 2))
        radius = math.sqrt(-2 * math.log1p(-as_fraction(probability, "probability")))
        values, vectors = np.linalg.eigh(self.covariance)
        return self.mean + radius * ellipse(vectors * np.sqrt(np.maximum(values, 0)), n)

    def _factor(self) -> np.ndarray:
        return cholesky(self.covariance, DEFINITE)

    def _whiten(self, x: ArrayLike) -> np.ndarray:
        x = as_points(x, "x", len(self.mean))
        deviations = (x - self.mean).reshape(-1, len(self.mean)).T
        return solve_triangular(self._factor(), deviations, lower=True).T.reshape(x.shape)


def linear_gaussian(prior: MultivariateNormal, A: ArrayLike, noise: ArrayLike) -> MultivariateNormal:
    """Return the joint distribution of x and `y = A @ x + e`, x from the prior, e from a normal around 0.

    Condition it on y to learn x: Bayes' rule for straight lines and Gaussian noise.

    Parameters
    ----------
    prior : MultivariateNormal
        Of x, n variables.
    A : ArrayLike, shape (m, n)
        How x becomes y.
    noise : ArrayLike, shape (m, m)
        The covariance of e.

    Returns
    -------
    MultivariateNormal
        Of n + m variables, x first.

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If the shapes do not fit, or `noise` is no covariance.

    References
    ----------
    Bishop (2006), Pattern Recognition and Machine Learning, section 2.3.3.

    Examples
    --------
    >>> joint = linear_gaussian(MultivariateNormal([0], [[1]]), [[1]], [[1]])
    >>> joint.condition([1], [3]).mean
    array([1.5])
    """
    if not isinstance(prior, MultivariateNormal):
        raise TypeError(f"`prior` must be a MultivariateNormal; got an object of type {type(prior).__name__}.")
    A = as_matrix(A, "A", (None, len(prior.mean)))
    joint = prior.transform(np.vstack([np.eye(len(prior.mean)), A]))
    covariance = joint.covariance.copy()
    covariance[len(prior.mean):, len(prior.mean):] += _as_covariance(noise, "noise", len(A))
    return MultivariateNormal(joint.mean, covariance)


def _as_covariance(S: ArrayLike, name: str, n: int | None = None) -> np.ndarray:
    """Return `S` as a symmetric matrix without negative eigenvalues, up to rounding."""
    S = as_matrix(S, name, None if n is None else (n, n), square=True)
    size = np.abs(S).max()
    if np.abs(S - S.T).max() > 1e-12 * size:
        raise ValueError(f"`{name}` must be symmetric; got entries that differ by {np.abs(S - S.T).max():g} across "
                         "the diagonal.")
    if (np.diagonal(S) < 0).any():
        raise ValueError(f"`{name}` must have variances that are not negative; got {np.diagonal(S).min():g}.")
    least = np.linalg.eigvalsh(S)[0]
    if least < -1e-10 * size:  # what comes out of a computation has lost so many digits to cancellation
        raise ValueError(f"`{name}` must have no negative eigenvalue; got {least:g}.")
    return _symmetric(S)


def cholesky(S: np.ndarray, needed: str) -> np.ndarray:
    """Return the lower triangle L with `L @ L.T == S`, or refuse in words."""
    try:
        return np.linalg.cholesky(S)
    except np.linalg.LinAlgError:
        raise np.linalg.LinAlgError(f"{needed}; got a matrix that is singular up to rounding.") from None


def without_negative(S: np.ndarray) -> np.ndarray:
    """Return S, symmetric, without the negative eigenvalues that cancellation leaves in what has none."""
    S = _symmetric(S)
    if not np.isfinite(S).all():
        return S
    values, vectors = np.linalg.eigh(S)
    return S if values[0] >= 0 else _symmetric(vectors * np.maximum(values, 0) @ vectors.T)


def _symmetric(S: np.ndarray) -> np.ndarray:
    return (S + S.T) / 2


def _as_indices(indices: ArrayLike, n: int) -> np.ndarray:
    i = as_array(indices, "indices")
    if i.ndim != 1 or (i != np.floor(i)).any() or (i < 0).any() or (i >= n).any() or np.unique(i).size < i.size:
        raise ValueError(f"`indices` must be different whole numbers from 0 to {n - 1}; got {np.asarray(indices)}.")
    return i.astype(int)
