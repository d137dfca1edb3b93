"""Bayes' rule: for a few hypotheses, for a test, and for priors that keep their form."""
from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from mathlib.checks import as_count, as_distribution, as_positive, as_probabilities, as_vector
from mathlib.probability.distributions import Normal
from mathlib.probability.shapes import Beta, Gamma


def bayes_rule(prior: ArrayLike, likelihood: ArrayLike) -> np.ndarray:
    """Return what to believe after the data: `prior * likelihood / sum(prior * likelihood)`.

    Parameters
    ----------
    prior : ArrayLike, shape (k,)
        The probability of each hypothesis before; they sum to 1.
    likelihood : ArrayLike, shape (k,)
        The probability, or density, of the data under each hypothesis.

    Returns
    -------
    np.ndarray, shape (k,)

    Raises
    ------
    TypeError
        If an argument holds anything but real numbers.
    ValueError
        If `prior` does not sum to 1, a likelihood is negative, the shapes differ, or no hypothesis allows the data.

    References
    ----------
    Bayes (1763), Philosophical Transactions 53, 370-418. Laplace (1774), Memoire sur la probabilite des causes.

    Examples
    --------
    >>> bayes_rule([0.5, 0.5], [0.9, 0.1])
    array([0.9, 0.1])
    """
    prior = as_distribution(as_vector(prior, "prior"), "prior")
    likelihood = as_vector(likelihood, "likelihood", prior.size)
    if (likelihood < 0).any():
        raise ValueError(f"`likelihood` must be numbers that are not negative; got {likelihood.min():g}.")
    allowed = np.where(prior > 0, likelihood, 0)
    joint = prior * (allowed / (allowed.max() or 1.0))  # tiny likelihoods keep their ratios
    if not joint.any():
        raise ValueError("`likelihood` must be positive for a hypothesis that the prior allows; got 0 for each.")
    return joint / joint.sum()


def positive_predictive_value(prevalence: ArrayLike, sensitivity: ArrayLike, specificity: ArrayLike) -> np.ndarray:
    """Return the probability of the disease after a positive test, `true / (true + false)` positives.

    Parameters
    ----------
    prevalence : ArrayLike, any shape
        The share of the ill before the test.
    sensitivity : ArrayLike, any shape
        The probability of a positive test, if ill. A number, or of the same shape as the prevalence.
    specificity : ArrayLike, any shape
        The probability of a negative test, if well. A number, or of the same shape as the prevalence.

    Returns
    -------
    np.ndarray, same shape as the arguments that are not numbers

    Raises
    ------
    TypeError
        If an argument holds anything but real numbers.
    ValueError
        If an entry is not a probability, the shapes differ, or no test is ever positive.

    References
    ----------
    Gigerenzer and Hoffrage (1995), Psychological Review 102, 684-704.

    Examples
    --------
    >>> print(f"{positive_predictive_value(0.01, 0.90, 0.91):.1%}")
    9.2%
    """
    rates = dict(prevalence=prevalence, sensitivity=sensitivity, specificity=specificity)
    prevalence, sensitivity, specificity = (as_probabilities(rate, name) for name, rate in rates.items())
    shapes = {rate.shape for rate in (prevalence, sensitivity, specificity) if rate.ndim}
    if len(shapes) > 1:
        raise ValueError("`prevalence`, `sensitivity` and `specificity` must be numbers or have one shape; got shapes "
                         f"{', '.join(map(str, sorted(shapes)))}.")
    true, false = prevalence * sensitivity, (1 - prevalence) * (1 - specificity)
    if (true + false == 0).any():
        raise ValueError("`sensitivity` must allow a positive test, or `specificity` a false one; got a test that is "
                         "never positive.")
    return (true / (true + false))[()]


def beta_binomial(prior: Beta, successes: int, failures: int) -> Beta:
    """Return the posterior of a probability after so many successes and failures: add them to the prior's a and b.

    Parameters
    ----------
    prior : Beta
        What is believed before.
    successes, failures : int
        How many of each were seen; 0 is allowed.

    Returns
    -------
    Beta

    Raises
    ------
    TypeError
        If `prior` is no Beta, or a count not whole.
    ValueError
        If a count is negative.

    References
    ----------
    Gelman et al. (2013), Bayesian Data Analysis, 3rd edition, section 2.4.

    Examples
    --------
    >>> beta_binomial(Beta(2, 2), successes=7, failures=3)
    Beta(a=9.0, b=5.0)
    """
    _as_prior(prior, Beta)
    return Beta(prior.a + as_count(successes, "successes", 0), prior.b + as_count(failures, "failures", 0))


def gamma_poisson(prior: Gamma, counts: ArrayLike) -> Gamma:
    """Return the posterior of a Poisson rate after these counts: `Gamma(shape + sum(counts), rate + len(counts))`.

    Parameters
    ----------
    prior : Gamma
        What is believed before.
    counts : ArrayLike, shape (n,)
        Whole numbers, none negative.

    Returns
    -------
    Gamma

    Raises
    ------
    TypeError
        If `prior` is no Gamma, or `counts` hold anything but real numbers.
    ValueError
        If a count is negative or not whole.

    References
    ----------
    Gelman et al. (2013), Bayesian Data Analysis, 3rd edition, section 2.6.

    Examples
    --------
    >>> gamma_poisson(Gamma(1, 1), [2, 3])
    Gamma(shape=6.0, rate=3.0)
    """
    _as_prior(prior, Gamma)
    counts = as_vector(counts, "counts")
    if (counts < 0).any() or (counts != np.floor(counts)).any():
        raise ValueError(f"`counts` must be whole numbers, none negative; got numbers from {counts.min():g}.")
    return Gamma(prior.shape + counts.sum(), prior.rate + counts.size)


def normal_normal(prior: Normal, sample: ArrayLike, noise: float) -> Normal:
    """Return the posterior of a mean, measured with normal noise: precisions (1 over variances) add.

    The posterior mean is the average of the prior's mean and the sample's, each weighted with its precision.

    Parameters
    ----------
    prior : Normal
        What is believed of the mean before.
    sample : ArrayLike, shape (n,)
        The measurements.
    noise : float
        The standard deviation of one measurement, positive.

    Returns
    -------
    Normal

    Raises
    ------
    TypeError
        If `prior` is no Normal, or another argument of the wrong kind.
    ValueError
        If `sample` is not a finite vector, or `noise` not positive.

    References
    ----------
    Gelman et al. (2013), Bayesian Data Analysis, 3rd edition, section 2.5.

    Examples
    --------
    >>> posterior = normal_normal(Normal(0, 1), [2, 2, 2], noise=1)
    >>> print(f"{posterior.mean():.2f} {posterior.std():.2f}")
    1.50 0.50
    """
    _as_prior(prior, Normal)
    sample, noise = as_vector(sample, "sample"), as_positive(noise, "noise")
    error = noise / math.sqrt(sample.size)  # of the sample's mean; with s for the prior's scale,
    width = math.hypot(prior.scale, error)  # 1 / s**2 + 1 / error**2 is (width / (s * error))**2
    weight = (error / width) ** 2
    return Normal(weight * prior.location + (1 - weight) * sample.mean(), prior.scale * (error / width))


def predict_success(posterior: Beta) -> float:
    """Return the probability that the next trial succeeds, uncertainty included: the mean of the posterior.

    Parameters
    ----------
    posterior : Beta
        What is believed of the probability.

    Returns
    -------
    float

    Raises
    ------
    TypeError
        If `posterior` is no Beta.

    References
    ----------
    Laplace (1774), Memoire sur la probabilite des causes: the rule of succession.

    Examples
    --------
    >>> predict_success(Beta(3, 1))
    0.75
    """
    return _as_prior(posterior, Beta, "posterior").mean()


def _as_prior(prior: object, family: type, name: str = "prior") -> object:
    if not isinstance(prior, family):
        raise TypeError(f"`{name}` must be a {family.__name__}; got an object of type {type(prior).__name__}.")
    return prior
