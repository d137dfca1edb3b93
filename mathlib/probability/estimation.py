"""Estimation: the likelihood and where it is greatest, how sure one can be of that, the bootstrap."""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import ArrayLike
from scipy import optimize, special

from mathlib.checks import as_array, as_count, as_fraction, as_function, as_matrix, as_rng, as_squarable, as_vector
from mathlib.probability.counts import Bernoulli, Poisson
from mathlib.probability.distributions import Exponential, Laplace, Normal, Uniform
from mathlib.probability.gaussian import MultivariateNormal
from mathlib.probability.posterior import as_numbers, climb
from mathlib.probability.shapes import Gamma


@dataclass(frozen=True, eq=False)
class LikelihoodFit:
    """Hold the parameters that make a sample most likely, and how sharp that peak is.

    Attributes
    ----------
    estimate : np.ndarray, shape (d,)
        The parameters.
    log_likelihood : float
        At the estimate.
    information : np.ndarray, shape (d, d)
        The observed Fisher information: the negative Hessian of the log-likelihood at the estimate.
    converged : bool
        The search ended within a hundredth of a standard error of a peak, as far as slope and curvature tell.

    Examples
    --------
    >>> fit = fit_likelihood(lambda x, theta: -0.5 * (x - theta[0]) ** 2, [1, 2, 3], [0.0])
    >>> fit.estimate.round(4), fit.information.round(3)
    (array([2.]), array([[3.]]))
    """

    estimate: np.ndarray
    log_likelihood: float
    information: np.ndarray
    converged: bool

    def standard_errors(self) -> np.ndarray:
        """Return the square roots of the diagonal of the inverse information.

        Returns
        -------
        np.ndarray, shape (d,)

        Raises
        ------
        np.linalg.LinAlgError
            If the likelihood is flat in some direction: the sample does not tell the parameters apart.

        Examples
        --------
        >>> fit = fit_likelihood(lambda x, theta: -0.5 * (x - theta[0]) ** 2, [1, 2, 3, 4], [0.0])
        >>> fit.standard_errors().round(4)
        array([0.5])
        """
        values = np.linalg.eigvalsh(self.information)
        if not values[0] > 1e-10 * np.abs(values).max():
            raise np.linalg.LinAlgError("`information` must be positive definite for standard errors to exist; got the "
                                        f"eigenvalue {values[0]:g}.")
        return np.sqrt(np.diagonal(np.linalg.inv(self.information)))


@dataclass(frozen=True, eq=False)
class Bootstrap:
    """Hold a statistic of a sample, and of samples drawn from it with replacement.

    Attributes
    ----------
    estimate : float
        Of the sample itself.
    replicates : np.ndarray, shape (n_resamples,)
        Of each resample.

    Examples
    --------
    >>> result = bootstrap([1, 2, 3], np.mean, 1000, rng=np.random.default_rng(0))
    >>> result.estimate
    2.0
    """

    estimate: float
    replicates: np.ndarray

    @property
    def standard_error(self) -> float:
        """Return the standard deviation of the replicates.

        Returns
        -------
        float

        Examples
        --------
        >>> Bootstrap(2.0, np.array([1.0, 3.0])).standard_error
        1.4142135623730951
        """
        return float(self.replicates.std(ddof=1))

    @property
    def bias(self) -> float:
        """Return how far the replicates' mean is from the estimate.

        Returns
        -------
        float

        Examples
        --------
        >>> Bootstrap(2.0, np.array([1.0, 4.0])).bias
        0.5
        """
        return float(self.replicates.mean() - self.estimate)

    def interval(self, level: float = 0.95) -> tuple[float, float]:
        """Return the percentile interval: what is left when as many replicates are cut off at either end.

        Parameters
        ----------
        level : float
            The share that is kept, in [0, 1).

        Returns
        -------
        tuple of float

        Raises
        ------
        TypeError
            If `level` is not a number.
        ValueError
            If `level` is not in [0, 1).

        Examples
        --------
        >>> Bootstrap(2.0, np.arange(101.0)).interval(0.5)
        (25.0, 75.0)
        """
        level = as_fraction(level, "level")
        low, high = np.quantile(self.replicates, [(1 - level) / 2, (1 + level) / 2])
        return float(low), float(high)


def log_likelihood(distribution: object, sample: ArrayLike) -> float:
    """Return the logarithm of the probability, or density, of independent draws: `sum(log p(x_i))`.

    Parameters
    ----------
    distribution : object
        Anything with a `log_pdf` or a `log_pmf`.
    sample : ArrayLike, shape (n,) or (n, d)
        The draws.

    Returns
    -------
    float
        It is -inf if one draw is impossible.

    Raises
    ------
    TypeError
        If `distribution` has no density, or `sample` holds anything but real numbers.
    ValueError
        If `sample` is empty or not finite.

    References
    ----------
    Fisher (1922), Philosophical Transactions of the Royal Society A 222, 309-368.

    Examples
    --------
    >>> print(f"{log_likelihood(Bernoulli(0.5), [0, 1, 1]):.4f} {3 * np.log(0.5):.4f}")
    -2.0794 -2.0794
    """
    log_p = getattr(distribution, "log_pdf", None) or getattr(distribution, "log_pmf", None)
    if log_p is None or isinstance(distribution, type):
        raise TypeError("`distribution` must have a method log_pdf or log_pmf; got an object of type "
                        f"{type(distribution).__name__}.")
    return float(np.sum(log_p(as_array(sample, "sample"))))


def maximum_likelihood(family: type, sample: ArrayLike) -> object:
    """Return the member of a family that makes the sample most likely, by the family's formula.

    Normal: mean and root mean square deviation (whose square is too small by (n - 1) / n on average). Bernoulli,
    Poisson: mean. Laplace: median and mean distance from it. Uniform, Exponential: from its ends. Gamma: one equation,
    `log(shape) - digamma(shape) = log(mean) - mean(log)`, solved by bisection. MultivariateNormal: as the normal.

    Parameters
    ----------
    family : type
        One of these.
    sample : ArrayLike, shape (n,), or (n, d) for the MultivariateNormal
        Independent draws.

    Returns
    -------
    object
        Of the family.

    Raises
    ------
    TypeError
        If `family` is none of these, or `sample` holds anything but real numbers.
    ValueError
        If the family could not have drawn the sample, or the likelihood has no maximum (all values equal).

    References
    ----------
    Casella and Berger (2002), Statistical Inference, section 7.2.2.

    Examples
    --------
    >>> maximum_likelihood(Normal, [1, 3])
    Normal(location=2.0, scale=1.0)
    """
    if not isinstance(family, type) or family not in FORMULAS:
        raise TypeError(f"`family` must be one of {', '.join(f.__name__ for f in FORMULAS)}; got {family!r}. "
                        "For others there is `fit_likelihood`.")
    sample = as_matrix(sample, "sample") if family is MultivariateNormal else as_vector(sample, "sample")
    if family not in (Bernoulli, Poisson) and (as_squarable(sample, "sample") == sample[0]).all():
        raise ValueError("`sample` must hold at least two different values; got one value, whose likelihood grows "
                         "without bound as the scale shrinks.")
    return FORMULAS[family](sample)


def fit_likelihood(log_density: Callable[[np.ndarray, np.ndarray], np.ndarray], sample: ArrayLike,
                   start: ArrayLike) -> LikelihoodFit:
    """Search the parameters that make a sample most likely, where there is no formula.

    Parameters
    ----------
    log_density : callable, (shape of the sample, (k,)) to shape (n,)
        Maps (sample, parameters) to the log density of each draw. Parameters are free real numbers: for a positive one
        use its logarithm.
    sample : ArrayLike, shape (n,) or (n, d)
        Independent draws.
    start : ArrayLike, shape (k,)
        Parameters to begin from.

    Returns
    -------
    LikelihoodFit
        Found by BFGS: a local maximum.

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If the log-likelihood at `start` is not finite.

    References
    ----------
    Efron and Hinkley (1978), Biometrika 65, 457-487: the observed information.

    Examples
    --------
    >>> fit = fit_likelihood(lambda x, t: -np.exp(t[0]) * x + t[0], [1, 2, 3], [0.0])  # exponential, log of the rate
    >>> print(f"{np.exp(fit.estimate[0]):.4f}")
    0.5000
    """
    as_function(log_density, "log_density")
    sample, start = as_array(sample, "sample"), as_vector(start, "start")

    def total(theta):
        return float(np.sum(as_numbers(log_density(sample, theta), "log_density")))

    if not np.isfinite(total(start)):
        raise ValueError("`start` must give the sample a positive likelihood; got the log-likelihood "
                         f"{total(start):g}.")
    peak = climb(total, start)
    return LikelihoodFit(peak.x, peak.height, peak.curvature, peak.converged)


def bootstrap(sample: ArrayLike, statistic: Callable[[np.ndarray], float], n_resamples: int = 1000, *,
              rng: np.random.Generator) -> Bootstrap:
    """Learn how a statistic varies by drawing from the sample itself, with replacement.

    Parameters
    ----------
    sample : ArrayLike, shape (n,) or (n, d)
        The draws, one a row.
    statistic : callable, shape of the sample to a number
        Maps a sample to a number.
    n_resamples : int
        How many.
    rng : np.random.Generator
        What draws.

    Returns
    -------
    Bootstrap

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If `sample` has fewer than two rows, or the statistic is not a finite number.

    References
    ----------
    Efron (1979), Annals of Statistics 7, 1-26.

    Examples
    --------
    >>> result = bootstrap(np.arange(100.0), np.mean, 2000, rng=np.random.default_rng(0))
    >>> print(f"{result.standard_error:.1f} {np.arange(100.0).std() / 10:.1f}")
    2.9 2.9
    """
    sample = as_array(sample, "sample")
    if sample.ndim not in (1, 2) or len(sample) < 2:
        raise ValueError(f"`sample` must have two or more rows; got shape {sample.shape}.")
    as_function(statistic, "statistic")
    rows = as_rng(rng).integers(len(sample), size=(as_count(n_resamples, "n_resamples", 2), len(sample)))
    samples = chain([sample], (sample[r] for r in rows))
    estimate, *replicates = (as_numbers(statistic(s), "statistic") for s in samples)
    if any(value.ndim or not np.isfinite(value) for value in (estimate, *replicates)):
        raise ValueError("`statistic` must be one finite number for every resample; got an array, nan or inf.")
    return Bootstrap(float(estimate), np.array(replicates))


def _normal(x: np.ndarray) -> Normal:
    return Normal(x.mean(), x.std())


def _multivariate_normal(X: np.ndarray) -> MultivariateNormal:
    deviations = X - X.mean(axis=0)
    rank = np.linalg.matrix_rank(deviations / np.abs(X).max(axis=0))
    if rank < X.shape[1]:
        raise ValueError(f"`sample` must vary in every direction; got draws in {rank} of {X.shape[1]} dimensions, "
                         "whose likelihood grows without bound as the normal flattens.")
    return MultivariateNormal(X.mean(axis=0), deviations.T @ deviations / len(X))


def _bernoulli(x: np.ndarray) -> Bernoulli:
    if not np.isin(x, (0, 1)).all():
        raise ValueError(f"`sample` must be zeros and ones; got {x[~np.isin(x, (0, 1))][0]:g}.")
    return Bernoulli(x.mean())


def _poisson(x: np.ndarray) -> Poisson:
    if (x < 0).any() or (x != np.floor(x)).any() or not x.any():
        raise ValueError("`sample` must be whole numbers, none negative, not all 0; got others.")
    return Poisson(x.mean())


def _laplace(x: np.ndarray) -> Laplace:
    return Laplace(np.median(x), np.abs(x - np.median(x)).mean())


def _uniform(x: np.ndarray) -> Uniform:
    return Uniform((x.min() + x.max()) / 2, (x.max() - x.min()) / 2)


def _exponential(x: np.ndarray) -> Exponential:
    return Exponential(x.min(), x.mean() - x.min())


def _gamma(x: np.ndarray) -> Gamma:
    if (x <= 0).any():
        raise ValueError(f"`sample` must be positive numbers; got {x.min():g}.")
    d = (x - x.mean()) / x.mean()
    gap = np.mean(d - np.log1p(d))  # log(mean) - mean(log), positive by Jensen's inequality
    if not gap > 1e-25:
        raise ValueError("`sample` must hold values that differ in more than their last digits; got a gap between the "
                         f"logarithm's mean and the mean's logarithm of {gap:g}.")
    low, high = 0.49 / gap, 1.01 / gap  # log(k) - digamma(k) is between 1 / (2 * k) and 1 / k
    shape = optimize.brentq(lambda k: _log_minus_digamma(k) - gap, low, high, rtol=1e-14)
    return Gamma(shape, shape / x.mean())


def _log_minus_digamma(k: float) -> float:
    # from 1000 on two terms of Stirling's series are better than a difference of nearly equal numbers
    return np.log(k) - special.digamma(k) if k < 1000 else (1 + 1 / (6 * k)) / (2 * k)


FORMULAS: dict[type, Callable[[np.ndarray], object]] = {
    Normal: _normal, Bernoulli: _bernoulli, Poisson: _poisson, Laplace: _laplace, Uniform: _uniform,
    Exponential: _exponential, Gamma: _gamma, MultivariateNormal: _multivariate_normal,
}
