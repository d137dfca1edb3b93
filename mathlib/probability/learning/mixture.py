"""Mixtures of normal distributions, fitted by expectation and maximization in turn."""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import logsumexp

from mathlib.checks import as_count, as_distribution, as_matrix, as_nonnegative, as_rng, as_squarable, as_vector
from mathlib.probability.gaussian import MultivariateNormal
from mathlib.probability.learning.k_means import k_means


@dataclass(frozen=True, eq=False)
class GaussianMixture:
    """Describe a point that is drawn from one of k normal distributions, which one by chance.

    Parameters
    ----------
    weights : ArrayLike, shape (k,)
        The probability of each.
    components : tuple of MultivariateNormal
        The distributions.

    Raises
    ------
    TypeError
        If a component is no MultivariateNormal.
    ValueError
        If the weights do not sum to 1, or the components differ in number or dimension.

    References
    ----------
    Pearson (1894), Philosophical Transactions of the Royal Society A 185, 71-110.

    Examples
    --------
    >>> mixture = GaussianMixture([0.5, 0.5], (MultivariateNormal([-3], [[1]]), MultivariateNormal([3], [[1]])))
    >>> mixture.predict([[-2], [1]])
    array([0, 1])
    """

    weights: ArrayLike
    components: tuple[MultivariateNormal, ...]

    def __post_init__(self):
        components = tuple(self.components) if isinstance(self.components, Iterable) else (self.components,)
        if not all(isinstance(component, MultivariateNormal) for component in components):
            raise TypeError("`components` must be MultivariateNormals; got others.")
        weights = as_distribution(as_vector(self.weights, "weights", len(components)), "weights")
        if len({component.mean.size for component in components}) > 1:
            raise ValueError("`components` must have one dimension; got several.")
        object.__setattr__(self, "weights", weights.copy())
        object.__setattr__(self, "components", components)

    @property
    def means(self) -> np.ndarray:
        """Return the means of the components.

        Returns
        -------
        np.ndarray, shape (k, d)

        Examples
        --------
        >>> GaussianMixture([1], (MultivariateNormal([3], [[1]]),)).means
        array([[3.]])
        """
        return np.array([component.mean for component in self.components])

    @property
    def covariances(self) -> np.ndarray:
        """Return the covariances of the components.

        Returns
        -------
        np.ndarray, shape (k, d, d)

        Examples
        --------
        >>> GaussianMixture([1], (MultivariateNormal([3], [[4]]),)).covariances
        array([[[4.]]])
        """
        return np.array([component.covariance for component in self.components])

    def log_pdf(self, X: ArrayLike) -> np.ndarray:
        """Return the logarithm of the density, `log(sum(weight * density of the component))`.

        Parameters
        ----------
        X : ArrayLike, shape (n, d)
            Points, one a row.

        Returns
        -------
        np.ndarray, shape (n,)

        Raises
        ------
        TypeError
            If `X` holds anything but real numbers.
        ValueError
            If `X` has another number of columns.

        Examples
        --------
        >>> GaussianMixture([1], (MultivariateNormal([0], [[1]]),)).log_pdf([[0]]).round(4)
        array([-0.9189])
        """
        with np.errstate(invalid="ignore"):  # where no component reaches, the logarithm is -inf
            return logsumexp(self._log_joint(as_matrix(X, "X", (None, self.means.shape[1]))), axis=1)

    def predict_proba(self, X: ArrayLike) -> np.ndarray:
        """Return the probability that each point came from each component.

        Parameters
        ----------
        X : ArrayLike, shape (n, d)
            Points, one a row.

        Returns
        -------
        np.ndarray, shape (n, k)
            Rows sum to 1.

        Raises
        ------
        TypeError
            If `X` holds anything but real numbers.
        ValueError
            If `X` has another number of columns.

        Examples
        --------
        >>> mixture = GaussianMixture([0.5, 0.5], (MultivariateNormal([-3], [[1]]), MultivariateNormal([3], [[1]])))
        >>> mixture.predict_proba([[0]]).round(12)
        array([[0.5, 0.5]])
        """
        return responsibilities(self, X)[0]

    def predict(self, X: ArrayLike) -> np.ndarray:
        """Return the most probable component of each point.

        Parameters
        ----------
        X : ArrayLike, shape (n, d)
            Points, one a row.

        Returns
        -------
        np.ndarray, shape (n,)

        Raises
        ------
        TypeError
            If `X` holds anything but real numbers.
        ValueError
            If `X` has another number of columns.

        Examples
        --------
        >>> GaussianMixture([1], (MultivariateNormal([0], [[1]]),)).predict([[7]])
        array([0])
        """
        return self.predict_proba(X).argmax(axis=1)

    def sample(self, n: int, *, rng: np.random.Generator) -> np.ndarray:
        """Draw n independent points: first the component, then the point.

        Parameters
        ----------
        n : int
            How many.
        rng : np.random.Generator
            What draws.

        Returns
        -------
        np.ndarray, shape (n, d)

        Raises
        ------
        TypeError
            If `n` is not an integer, or `rng` not a generator.
        ValueError
            If `n` is less than 1.

        Examples
        --------
        >>> GaussianMixture([1], (MultivariateNormal([0], [[1]]),)).sample(5, rng=np.random.default_rng(0)).shape
        (5, 1)
        """
        which = as_rng(rng).choice(len(self.weights), as_count(n, "n"), p=self.weights)
        points = np.empty((n, self.means.shape[1]))
        for j in np.unique(which):
            points[which == j] = self.components[j].sample(int(np.sum(which == j)), rng=rng)
        return points

    def _log_joint(self, X: np.ndarray) -> np.ndarray:
        with np.errstate(divide="ignore"):  # a weight of 0 excludes its component
            return np.log(self.weights) + np.column_stack([component.log_pdf(X) for component in self.components])


@dataclass(frozen=True, eq=False)
class MixtureFit:
    """Hold the mixtures that expectation and maximization went through.

    Attributes
    ----------
    mixture : GaussianMixture
        The last.
    path : tuple of GaussianMixture
        The start, and one a step.
    log_likelihoods : np.ndarray, shape (n_steps + 1,)
        Of the points under each; it never falls.
    converged : bool
        The last step gained less than the tolerance, per point.

    Examples
    --------
    >>> X = np.random.default_rng(0).standard_normal((50, 1))
    >>> fit_mixture(X, 1, rng=np.random.default_rng(0)).converged
    True
    """

    mixture: GaussianMixture
    path: tuple[GaussianMixture, ...]
    log_likelihoods: np.ndarray
    converged: bool


def fit_mixture(X: ArrayLike, k: int, *, start: GaussianMixture | None = None, n_steps: int = 200,
                tolerance: float = 1e-6, ridge: float = 0.0, rng: np.random.Generator | None = None) -> MixtureFit:
    """Fit a mixture of k normal distributions to points, by expectation and maximization.

    Parameters
    ----------
    X : ArrayLike, shape (n, d)
        Points, one a row.
    k : int
        How many components.
    start : GaussianMixture, optional
        Where to begin; without it, at the clusters of `k_means`.
    n_steps : int
        The most steps to take.
    tolerance : float
        Stop where a step gains less than this in log-likelihood, per point.
    ridge : float
        Added to the variances, so that no component can shrink to a point; the likelihood may then fall a little.
    rng : np.random.Generator, optional
        What draws the start; needed where none is given.

    Returns
    -------
    MixtureFit
        Cost: O(n * k * d**2) a step.

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If the shapes do not fit, there are fewer than k different points, squares overflow or vanish, or a point is so
        far from the start that every density vanishes.
    np.linalg.LinAlgError
        If a component shrinks to a point or a plane, where the likelihood has no bound.

    References
    ----------
    Dempster, Laird and Rubin (1977), Journal of the Royal Statistical Society B 39, 1-38.

    Examples
    --------
    >>> X = np.concatenate([np.random.default_rng(0).normal(m, 1, (100, 1)) for m in (-5, 5)])
    >>> np.sort(fit_mixture(X, 2, rng=np.random.default_rng(0)).mixture.means.ravel()).round(1)
    array([-4.9,  5.1])
    """
    X, k, n_steps = as_squarable(as_matrix(X, "X"), "X"), as_count(k, "k"), as_count(n_steps, "n_steps")
    tolerance = as_nonnegative(tolerance, "tolerance")
    if start is None:
        start = maximization_step(X, np.eye(k)[k_means(X, k, rng=rng).labels], ridge=ridge)
    if _as_mixture(start, "start").means.shape != (k, X.shape[1]):
        raise ValueError(f"`start` must have {k} components in {X.shape[1]} dimensions; got {start.means.shape[0]} in "
                         f"{start.means.shape[1]}.")
    path, log_likelihoods, gain = [start], [], np.inf
    while True:
        R, log_likelihood = responsibilities(path[-1], X)
        gain = log_likelihood - log_likelihoods[-1] if log_likelihoods else np.inf
        log_likelihoods.append(log_likelihood)
        if gain < tolerance * len(X) or len(path) > n_steps:
            break
        path.append(maximization_step(X, R, ridge=ridge))
    return MixtureFit(path[-1], tuple(path), np.array(log_likelihoods), bool(gain < tolerance * len(X)))


def responsibilities(mixture: GaussianMixture, X: ArrayLike) -> tuple[np.ndarray, float]:
    """Take the expectation step: the probability of each component for each point, and the log-likelihood of all.

    Parameters
    ----------
    mixture : GaussianMixture
        What is believed now.
    X : ArrayLike, shape (n, d)
        Points, one a row.

    Returns
    -------
    tuple of np.ndarray, shape (n, k), and float

    Raises
    ------
    TypeError
        If `mixture` is no GaussianMixture, or `X` holds anything but real numbers.
    ValueError
        If `X` has another number of columns than the mixture has dimensions, or a row is so far out that every density
        vanishes.

    References
    ----------
    Dempster, Laird and Rubin (1977), Journal of the Royal Statistical Society B 39, 1-38.

    Examples
    --------
    >>> R, log_likelihood = responsibilities(GaussianMixture([1], (MultivariateNormal([0], [[1]]),)), [[0]])
    >>> R, round(log_likelihood, 4)
    (array([[1.]]), -0.9189)
    """
    X = as_matrix(X, "X", (None, _as_mixture(mixture, "mixture").means.shape[1]))
    log_joint = mixture._log_joint(X)
    far = log_joint.max(axis=1) == -np.inf
    if far.any():
        raise ValueError(f"`X` must be possible; got row {far.argmax()}, too far from every component for a density.")
    log_p = logsumexp(log_joint, axis=1, keepdims=True)
    return np.exp(log_joint - log_p), float(log_p.sum())


def maximization_step(X: ArrayLike, R: ArrayLike, *, ridge: float = 0.0) -> GaussianMixture:
    """Take the maximization step: weights, means and covariances of the points, each counted by its responsibility.

    Parameters
    ----------
    X : ArrayLike, shape (n, d)
        Points, one a row.
    R : ArrayLike, shape (n, k)
        The probability of each component for each point.
    ridge : float
        Added to the variances.

    Returns
    -------
    GaussianMixture

    Raises
    ------
    TypeError
        If an argument holds anything but real numbers.
    ValueError
        If the shapes do not fit, the rows of R do not sum to 1, `ridge` is negative, or squares overflow or vanish.
    np.linalg.LinAlgError
        If a component has shrunk to a point or a plane.

    References
    ----------
    Dempster, Laird and Rubin (1977), Journal of the Royal Statistical Society B 39, 1-38.

    Examples
    --------
    >>> maximization_step([[0], [2]], [[1], [1]]).covariances
    array([[[1.]]])
    """
    X = as_squarable(as_matrix(X, "X"), "X")
    R = as_distribution(as_matrix(R, "R", (len(X), None)), "R", axis=1)
    ridge = as_nonnegative(ridge, "ridge") * np.eye(X.shape[1])
    counts = R.sum(axis=0)
    if not (counts > 0).all():
        raise np.linalg.LinAlgError(f"`R` must give each component some point; got none for {counts.argmin()}.")
    means = R.T @ X / counts[:, None]
    components = []
    for j, mean in enumerate(means):
        deviations = X - mean
        S = (R[:, j] * deviations.T) @ deviations / counts[j] + ridge
        components.append(MultivariateNormal(mean, _as_solid(S, X, j)))
    return GaussianMixture(counts / len(X), tuple(components))


def _as_mixture(mixture: GaussianMixture, name: str) -> GaussianMixture:
    if not isinstance(mixture, GaussianMixture):
        raise TypeError(f"`{name}` must be a GaussianMixture; got an object of type {type(mixture).__name__}.")
    return mixture


def _as_solid(S: np.ndarray, X: np.ndarray, j: int) -> np.ndarray:
    """Refuse a covariance that is flat in a direction, seen in units of the data's own spread."""
    spread = X.std(axis=0)
    spread[spread == 0] = 1.0
    if np.linalg.eigvalsh(S / np.outer(spread, spread))[0] < 1e-10:
        raise np.linalg.LinAlgError(f"`X` must give component {j} width in every direction; got one that has shrunk to "
                                    "a point or a plane, where the likelihood has no bound. Try another start, fewer "
                                    "components, or a ridge.")
    return S
