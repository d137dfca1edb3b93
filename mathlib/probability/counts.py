"""Distributions of whole numbers: Bernoulli, binomial, Poisson."""
from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from mathlib.checks import as_array, as_count, as_positive, as_probability, as_rng

LARGEST = 1e9


class Counts:
    """Describe a distribution of the whole numbers 0, 1, 2, ...; a subclass states its probabilities.

    Logarithms of factorials are large numbers that nearly cancel: for counts about m, a log probability is off by up to
    about 1e-16 * m * log(m), 2e-6 at the largest count allowed, 1e9.

    References
    ----------
    Johnson, Kemp and Kotz (2005), Univariate Discrete Distributions, chapter 1.

    Examples
    --------
    >>> isinstance(Bernoulli(0.5), Counts)
    True
    """

    def log_pmf(self, k: ArrayLike) -> np.ndarray:
        """Return the natural logarithm of the probability of the value k.

        Parameters
        ----------
        k : ArrayLike, any shape
            Where.

        Returns
        -------
        np.ndarray, same shape
            It is -inf where the probability is 0, as at 0.5 or -1.

        Raises
        ------
        TypeError
            If `k` holds anything but real numbers.
        ValueError
            If `k` is empty or not finite.

        Examples
        --------
        >>> Bernoulli(0.5).log_pmf([0, 2])
        array([-0.69314718,        -inf])
        """
        k = as_array(k, "k")
        possible = (k >= 0) & (k == np.floor(k)) & (k <= self._largest())
        return np.where(possible, self._log_pmf(np.where(possible, k, 0.0)), -np.inf)[()]

    def pmf(self, k: ArrayLike) -> np.ndarray:
        """Return the probability of the value k.

        Parameters
        ----------
        k : ArrayLike, any shape
            Where.

        Returns
        -------
        np.ndarray, same shape

        Raises
        ------
        TypeError
            If `k` holds anything but real numbers.
        ValueError
            If `k` is empty or not finite.

        Examples
        --------
        >>> Bernoulli(0.25).pmf([0, 0.5, 1])
        array([0.75, 0.  , 0.25])
        """
        return np.exp(self.log_pmf(k))

    def cdf(self, k: ArrayLike) -> np.ndarray:
        """Return the probability of a value of at most k.

        Parameters
        ----------
        k : ArrayLike, any shape
            Where; infinities are allowed.

        Returns
        -------
        np.ndarray, same shape

        Raises
        ------
        TypeError
            If `k` holds anything but real numbers.
        ValueError
            If `k` is empty or has a NaN.

        Examples
        --------
        >>> Bernoulli(0.25).cdf([-1, 0, 0.5, 1])
        array([0.  , 0.75, 0.75, 1.  ])
        """
        k = np.floor(as_array(k, "k", finite=False))
        inside = (k >= 0) & (k < self._largest())
        return np.where(inside, self._cdf(np.where(inside, k, 0.0)), np.where(k < 0, 0.0, 1.0))[()]

    def std(self) -> float:
        """Return the standard deviation, the square root of the variance.

        Returns
        -------
        float

        Examples
        --------
        >>> Poisson(4).std()
        2.0
        """
        return math.sqrt(self.variance())

    def sample(self, n: int, *, rng: np.random.Generator) -> np.ndarray:
        """Draw n independent values.

        Parameters
        ----------
        n : int
            How many.
        rng : np.random.Generator
            What draws them.

        Returns
        -------
        np.ndarray, shape (n,), whole numbers

        Raises
        ------
        TypeError
            If `n` is not an integer, or `rng` not a generator.
        ValueError
            If `n` is less than 1.

        Examples
        --------
        >>> Bernoulli(1).sample(3, rng=np.random.default_rng(0))
        array([1, 1, 1])
        """
        return self._sample(as_count(n, "n"), as_rng(rng))

    # what a subclass states: arrays in, arrays out, unchecked
    def mean(self) -> float:
        """Return the mean.

        Returns
        -------
        float

        Raises
        ------
        NotImplementedError
            If a subclass does not state it.

        Examples
        --------
        >>> Poisson(4).mean()
        4.0
        """
        raise NotImplementedError

    def variance(self) -> float:
        """Return the variance.

        Returns
        -------
        float

        Raises
        ------
        NotImplementedError
            If a subclass does not state it.

        Examples
        --------
        >>> Poisson(4).variance()
        4.0
        """
        raise NotImplementedError

    def _largest(self) -> float:
        raise NotImplementedError

    def _log_pmf(self, k: np.ndarray) -> np.ndarray:
        raise NotImplementedError

    def _cdf(self, k: np.ndarray) -> np.ndarray:
        raise NotImplementedError

    def _sample(self, n: int, rng: np.random.Generator) -> np.ndarray:
        raise NotImplementedError


@dataclass(frozen=True)
class Binomial(Counts):
    """Describe how many of n independent trials succeed: `comb(n, k) * p**k * (1 - p) ** (n - k)`.

    Parameters
    ----------
    n : int
        How many trials, at most 1e9.
    p : float
        The probability that one succeeds.

    Raises
    ------
    TypeError
        If a parameter is of the wrong kind.
    ValueError
        If `n` is less than 1 or more than 1e9, or `p` not a probability.

    References
    ----------
    Johnson, Kemp and Kotz (2005), Univariate Discrete Distributions, chapter 3.

    Examples
    --------
    >>> Binomial(4, 0.5).pmf([0, 1, 2]).round(12)
    array([0.0625, 0.25  , 0.375 ])
    """

    n: int
    p: float

    def __post_init__(self):
        object.__setattr__(self, "n", as_count(self.n, "n"))
        _refuse_beyond(self.n, "n")
        object.__setattr__(self, "p", as_probability(self.p, "p"))

    def mean(self) -> float:
        """Return the mean, `n * p`.

        Returns
        -------
        float

        Examples
        --------
        >>> Binomial(4, 0.25).mean()
        1.0
        """
        return self.n * self.p

    def variance(self) -> float:
        """Return the variance, `n * p * (1 - p)`.

        Returns
        -------
        float

        Examples
        --------
        >>> Binomial(4, 0.5).variance()
        1.0
        """
        return self.n * self.p * (1 - self.p)

    def _largest(self):
        return self.n

    def _log_pmf(self, k):
        log_comb = -math.log(self.n + 1) - special.betaln(k + 1, self.n - k + 1)
        return log_comb + special.xlogy(k, self.p) + special.xlog1py(self.n - k, -self.p)

    def _cdf(self, k):
        return special.betaincc(k + 1, self.n - k, self.p)  # bdtr is off by 1e-9 for a million trials

    def _sample(self, n, rng):
        return rng.binomial(self.n, self.p, n)


@dataclass(frozen=True)
class Bernoulli(Counts):
    """Describe one trial: 1 with probability p, otherwise 0.

    Parameters
    ----------
    p : float
        The probability of 1.

    Raises
    ------
    TypeError
        If `p` is not a number.
    ValueError
        If `p` is not a probability.

    References
    ----------
    Johnson, Kemp and Kotz (2005), Univariate Discrete Distributions, section 3.2.

    Examples
    --------
    >>> Bernoulli(0.25).pmf([0, 1])
    array([0.75, 0.25])
    """

    p: float

    def __post_init__(self):
        object.__setattr__(self, "p", as_probability(self.p, "p"))

    def mean(self) -> float:
        """Return the mean, p.

        Returns
        -------
        float

        Examples
        --------
        >>> Bernoulli(0.25).mean()
        0.25
        """
        return self.p

    def variance(self) -> float:
        """Return the variance, `p * (1 - p)`.

        Returns
        -------
        float

        Examples
        --------
        >>> Bernoulli(0.5).variance()
        0.25
        """
        return self.p * (1 - self.p)

    def _largest(self):
        return 1

    def _log_pmf(self, k):
        return special.xlogy(k, self.p) + special.xlog1py(1 - k, -self.p)

    def _cdf(self, k):
        return np.full(k.shape, 1 - self.p)  # only k = 0 is below the largest value

    def _sample(self, n, rng):
        return (rng.random(n) < self.p).astype(int)


@dataclass(frozen=True)
class Poisson(Counts):
    """Describe how many events occur where `rate` are expected: `rate**k * exp(-rate) / factorial(k)`.

    Parameters
    ----------
    rate : float
        The mean, positive, at most 1e9.

    Raises
    ------
    TypeError
        If `rate` is not a number.
    ValueError
        If `rate` is not positive, or more than 1e9.

    References
    ----------
    Johnson, Kemp and Kotz (2005), Univariate Discrete Distributions, chapter 4.

    Examples
    --------
    >>> print(f"{Poisson(2).pmf(0):.4f} {np.exp(-2):.4f}")
    0.1353 0.1353
    """

    rate: float

    def __post_init__(self):
        object.__setattr__(self, "rate", as_positive(self.rate, "rate"))
        _refuse_beyond(self.rate, "rate")

    def mean(self) -> float:
        """Return the mean, `rate`.

        Returns
        -------
        float

        Examples
        --------
        >>> Poisson(2).mean()
        2.0
        """
        return self.rate

    def variance(self) -> float:
        """Return the variance, `rate` as well.

        Returns
        -------
        float

        Examples
        --------
        >>> Poisson(2).variance()
        2.0
        """
        return self.rate

    def _largest(self):
        return math.inf

    def _log_pmf(self, k):
        return special.xlogy(k, self.rate) - special.gammaln(k + 1) - self.rate

    def _cdf(self, k):
        return special.pdtr(np.minimum(k, 1e12), self.rate)  # far beyond the largest rate; pdtr(1e308, 1) is NaN

    def _sample(self, n, rng):
        return rng.poisson(self.rate, n)


def _refuse_beyond(count: float, name: str) -> None:
    if count > LARGEST:
        raise ValueError(f"`{name}` must be at most {LARGEST:g}, so that probabilities keep their digits; got a "
                         "greater one. Take a normal distribution instead.")
