"""Distributions whose parameters change their shape: beta on [0, 1], gamma on the positive half-line."""
from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from mathlib.checks import as_array, as_count, as_positive, as_probabilities, as_rng


class Shape:
    """Describe a continuous distribution by its density; a subclass states it.

    References
    ----------
    Casella and Berger (2002), Statistical Inference, section 3.3.

    Examples
    --------
    >>> isinstance(Beta(1, 1), Shape)
    True
    """

    def log_pdf(self, x: ArrayLike) -> np.ndarray:
        """Return the natural logarithm of the density.

        Parameters
        ----------
        x : ArrayLike, any shape
            Where; infinities are allowed.

        Returns
        -------
        np.ndarray, same shape
            It is -inf where the density is 0, and inf at an end where the density has a pole.

        Raises
        ------
        TypeError
            If `x` holds anything but real numbers.
        ValueError
            If `x` is empty or has a NaN.

        Examples
        --------
        >>> Beta(1, 1).log_pdf([0.5, 2])
        array([  0., -inf])
        """
        x = as_array(x, "x", finite=False)
        inside = (x >= 0) & (x <= self._right()) & np.isfinite(x)
        with np.errstate(over="ignore"):
            return np.where(inside, self._log_pdf(np.where(inside, x, 0.5)), -np.inf)[()]

    def pdf(self, x: ArrayLike) -> np.ndarray:
        """Return the density.

        Parameters
        ----------
        x : ArrayLike, any shape
            Where; infinities are allowed.

        Returns
        -------
        np.ndarray, same shape

        Raises
        ------
        TypeError
            If `x` holds anything but real numbers.
        ValueError
            If `x` is empty or has a NaN.

        Examples
        --------
        >>> Beta(1, 1).pdf([-1, 0.5, 1])
        array([0., 1., 1.])
        """
        return np.exp(self.log_pdf(x))

    def cdf(self, x: ArrayLike) -> np.ndarray:
        """Return the probability of a value of at most x.

        Parameters
        ----------
        x : ArrayLike, any shape
            Where; infinities are allowed.

        Returns
        -------
        np.ndarray, same shape

        Raises
        ------
        TypeError
            If `x` holds anything but real numbers.
        ValueError
            If `x` is empty or has a NaN.

        Examples
        --------
        >>> Beta(1, 1).cdf([-1, 0.25, 2])
        array([0.  , 0.25, 1.  ])
        """
        with np.errstate(over="ignore"):
            return self._cdf(np.clip(as_array(x, "x", finite=False), 0, self._right()))[()]

    def quantile(self, p: ArrayLike) -> np.ndarray:
        """Return the x below which a value falls with probability p.

        Parameters
        ----------
        p : ArrayLike, any shape
            Probabilities, 0 and 1 included.

        Returns
        -------
        np.ndarray, same shape
            Infinite where the number would be beyond 1.8e308.

        Raises
        ------
        TypeError
            If `p` holds anything but real numbers.
        ValueError
            If `p` is empty or has an entry outside [0, 1].

        Examples
        --------
        >>> Beta(1, 1).quantile([0, 0.25, 1])
        array([0.  , 0.25, 1.  ])
        """
        with np.errstate(over="ignore"):
            return self._quantile(as_probabilities(p, "p"))[()]

    def std(self) -> float:
        """Return the standard deviation, the square root of the variance.

        Returns
        -------
        float

        Examples
        --------
        >>> Gamma(4, 1).std()
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
        np.ndarray, shape (n,)

        Raises
        ------
        TypeError
            If `n` is not an integer, or `rng` not a generator.
        ValueError
            If `n` is less than 1.

        Examples
        --------
        >>> Beta(2, 2).sample(3, rng=np.random.default_rng(0)).shape
        (3,)
        """
        return self._sample(as_count(n, "n"), as_rng(rng))

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
        >>> Beta(1, 3).mean()
        0.25
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
        >>> Gamma(4, 1).variance()
        4.0
        """
        raise NotImplementedError

    # what a subclass states besides: arrays in, arrays out, unchecked
    def _right(self) -> float:
        raise NotImplementedError

    def _log_pdf(self, x: np.ndarray) -> np.ndarray:
        raise NotImplementedError

    def _cdf(self, x: np.ndarray) -> np.ndarray:
        raise NotImplementedError

    def _quantile(self, p: np.ndarray) -> np.ndarray:
        raise NotImplementedError

    def _sample(self, n: int, rng: np.random.Generator) -> np.ndarray:
        raise NotImplementedError


@dataclass(frozen=True)
class Beta(Shape):
    """Describe a probability that is not known: density proportional to `x ** (a - 1) * (1 - x) ** (b - 1)` on [0, 1].

    Parameters
    ----------
    a, b : float
        Positive; as a prior, a - 1 successes and b - 1 failures seen before.

    Raises
    ------
    TypeError
        If a parameter is not a number.
    ValueError
        If a parameter is not positive.

    References
    ----------
    Johnson, Kotz and Balakrishnan (1995), Continuous Univariate Distributions 2, chapter 25.

    Examples
    --------
    >>> print(f"{Beta(9, 5).mean():.3f}")
    0.643
    """

    a: float
    b: float

    def __post_init__(self):
        object.__setattr__(self, "a", as_positive(self.a, "a"))
        object.__setattr__(self, "b", as_positive(self.b, "b"))

    def mean(self) -> float:
        """Return the mean, `a / (a + b)`.

        Returns
        -------
        float

        Examples
        --------
        >>> Beta(1, 3).mean()
        0.25
        """
        return self.a / (self.a + self.b)

    def variance(self) -> float:
        """Return the variance, `mean * (1 - mean) / (a + b + 1)`.

        Returns
        -------
        float

        Examples
        --------
        >>> print(f"{Beta(1, 1).variance():.4f}")
        0.0833
        """
        return self.mean() * (1 - self.mean()) / (self.a + self.b + 1)

    def mode(self) -> float:
        """Return where the density is greatest, `(a - 1) / (a + b - 2)`.

        Returns
        -------
        float
            NaN where there is no single such place inside: `a <= 1` or `b <= 1`.

        Examples
        --------
        >>> Beta(3, 2).mode(), Beta(1, 1).mode()
        (0.6666666666666666, nan)
        """
        inside = min(self.a, self.b) > 1
        return (self.a - 1) / (self.a + self.b - 2) if inside else math.nan

    def _right(self):
        return 1.0

    def _log_pdf(self, x):
        return special.xlogy(self.a - 1, x) + special.xlog1py(self.b - 1, -x) - special.betaln(self.a, self.b)

    def _cdf(self, x):
        return special.betainc(self.a, self.b, x)

    def _quantile(self, p):
        return special.betaincinv(self.a, self.b, p)

    def _sample(self, n, rng):
        return rng.beta(self.a, self.b, n)


@dataclass(frozen=True)
class Gamma(Shape):
    """Describe a positive number: density proportional to `x ** (shape - 1) * exp(-rate * x)`.

    Parameters
    ----------
    shape : float
        Positive; where it is whole, x is the wait for so many events.
    rate : float
        Events expected per unit of x, positive.

    Raises
    ------
    TypeError
        If a parameter is not a number.
    ValueError
        If a parameter is not positive.

    References
    ----------
    Johnson, Kotz and Balakrishnan (1994), Continuous Univariate Distributions 1, chapter 17.

    Examples
    --------
    >>> Gamma(shape=3, rate=2).mean()
    1.5
    """

    shape: float
    rate: float = 1.0

    def __post_init__(self):
        object.__setattr__(self, "shape", as_positive(self.shape, "shape"))
        object.__setattr__(self, "rate", as_positive(self.rate, "rate"))

    def mean(self) -> float:
        """Return the mean, `shape / rate`.

        Returns
        -------
        float

        Examples
        --------
        >>> Gamma(3, 2).mean()
        1.5
        """
        return self.shape / self.rate

    def variance(self) -> float:
        """Return the variance, `shape / rate**2`.

        Returns
        -------
        float

        Examples
        --------
        >>> Gamma(3, 2).variance()
        0.75
        """
        return self.shape / self.rate / self.rate

    def std(self) -> float:
        """Return the standard deviation, `sqrt(shape) / rate`.

        Returns
        -------
        float

        Examples
        --------
        >>> Gamma(4, 1).std()
        2.0
        """
        return math.sqrt(self.shape) / self.rate

    def _right(self):
        return math.inf

    def _log_pdf(self, x):
        return (self.shape * math.log(self.rate) + special.xlogy(self.shape - 1, x) - self.rate * x
                - special.gammaln(self.shape))

    def _cdf(self, x):
        return special.gammainc(self.shape, self.rate * x)

    def _quantile(self, p):
        return special.gammaincinv(self.shape, p) / self.rate

    def _sample(self, n, rng):
        with np.errstate(over="ignore"):
            return rng.standard_gamma(self.shape, n) / self.rate
