"""Continuous distributions on the line: each is one standard variable z, moved and stretched.

A location-scale family holds the distributions of `x = location + scale * z`. A family states its z, in four to six
lines; the base class, `LocationScale`, moves and stretches it.
"""
from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from mathlib.checks import as_array, as_count, as_positive, as_probabilities, as_real, as_rng


@dataclass(frozen=True)
class LocationScale:
    """Describe `x = location + scale * z`, where a subclass says what z is.

    Parameters
    ----------
    location : float
        Where z = 0 goes. It is the mean only of families whose z has mean 0.
    scale : float
        How long one unit of z becomes, positive. It is the standard deviation only where that of z is 1.

    Raises
    ------
    TypeError
        If a parameter is not a number.
    ValueError
        If a parameter is not finite, or `scale` is not positive.

    References
    ----------
    Casella and Berger (2002), Statistical Inference, section 3.5.

    Examples
    --------
    >>> Normal(location=2, scale=3)
    Normal(location=2.0, scale=3.0)
    """

    location: float = 0.0
    scale: float = 1.0

    def __post_init__(self):
        object.__setattr__(self, "location", as_real(self.location, "location"))
        object.__setattr__(self, "scale", as_positive(self.scale, "scale"))

    def log_pdf(self, x: ArrayLike) -> np.ndarray:
        """Return the natural logarithm of the density: `standard_log_pdf((x - location) / scale) - log(scale)`.

        Parameters
        ----------
        x : ArrayLike, any shape
            Where; infinities are allowed.

        Returns
        -------
        np.ndarray, same shape
            It is -inf where the density is 0.

        Raises
        ------
        TypeError
            If `x` holds anything but real numbers.
        ValueError
            If `x` is empty or has a NaN.

        Examples
        --------
        >>> Uniform(location=0, scale=0.5).log_pdf([0, 1])
        array([  0., -inf])
        """
        with np.errstate(over="ignore", divide="ignore"):  # the limits at infinity and at 0 are the right values
            return (self._log_pdf(self._standardize(x)) - math.log(self.scale))[()]

    def pdf(self, x: ArrayLike) -> np.ndarray:
        """Return the density.

        Parameters
        ----------
        x : ArrayLike, any shape
            Where; infinities are allowed.

        Returns
        -------
        np.ndarray, same shape
            Per unit of x.

        Raises
        ------
        TypeError
            If `x` holds anything but real numbers.
        ValueError
            If `x` is empty or has a NaN.

        Examples
        --------
        >>> Uniform(location=0, scale=2).pdf([-3, 0, 1])
        array([0.  , 0.25, 0.25])
        """
        return np.exp(self.log_pdf(x))

    def cdf(self, x: ArrayLike) -> np.ndarray:
        """Return the probability of a value of at most x: `standard_cdf((x - location) / scale)`.

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
        >>> Uniform(location=1, scale=2).cdf([-1, 0, 1, 3, np.inf])
        array([0.  , 0.25, 0.5 , 1.  , 1.  ])
        """
        with np.errstate(over="ignore"):
            return self._cdf(self._standardize(x))[()]

    def quantile(self, p: ArrayLike) -> np.ndarray:
        """Return the x below which a value falls with probability p: `location + scale * standard_quantile(p)`.

        Parameters
        ----------
        p : ArrayLike, any shape
            Probabilities, 0 and 1 included.

        Returns
        -------
        np.ndarray, same shape
            Infinite at 0 or 1 where the density never ends, and where the number would be beyond 1.8e308.

        Raises
        ------
        TypeError
            If `p` holds anything but real numbers.
        ValueError
            If `p` is empty or has an entry outside [0, 1].

        Examples
        --------
        >>> Uniform(location=1, scale=2).quantile([0, 0.25, 1])
        array([-1.,  0.,  3.])
        """
        with np.errstate(over="ignore", divide="ignore"):
            return self.location + self.scale * self._quantile(as_probabilities(p, "p"))[()]

    def median(self) -> float:
        """Return the middle: half of all values are smaller. Unlike the mean, it always exists.

        Returns
        -------
        float

        Examples
        --------
        >>> Cauchy(location=3, scale=2).median()
        3.0
        """
        return float(self.quantile(0.5))

    def mean(self) -> float:
        """Return the mean: `location + scale * standard_mean`.

        Returns
        -------
        float
            NaN where there is none, as for Cauchy: its integral has no value, whatever a sample's average may be.

        Examples
        --------
        >>> Exponential(location=1, scale=2).mean()
        3.0
        """
        return self.location + self.scale * self._mean()

    def std(self) -> float:
        """Return the standard deviation: `scale * standard_std`.

        Returns
        -------
        float
            In the unit of x; infinite where only the mean is finite, NaN where there is no mean to deviate from.

        Examples
        --------
        >>> Normal(location=1, scale=2).std()
        2.0
        """
        return self.scale * self._std()

    def sample(self, n: int, *, rng: np.random.Generator) -> np.ndarray:
        """Draw n independent values: quantiles of n uniform numbers, one for each.

        So a generator in the same state gives the same sample, moved and stretched, for another location and scale.

        Parameters
        ----------
        n : int
            How many.
        rng : np.random.Generator
            Where the uniform numbers come from.

        Returns
        -------
        np.ndarray, shape (n,)
            All finite, in the order drawn.

        Raises
        ------
        TypeError
            If `n` is not an integer, or `rng` not a generator.
        ValueError
            If `n` is less than 1.

        References
        ----------
        Devroye (1986), Non-Uniform Random Variate Generation, section II.2.

        Examples
        --------
        >>> z = Normal().sample(5, rng=np.random.default_rng(0))
        >>> x = Normal(location=10, scale=2).sample(5, rng=np.random.default_rng(0))
        >>> bool(np.all(x == 10 + 2 * z))
        True
        """
        n = as_count(n, "n")
        # rng.random() may be 0, whose quantile may be infinite; from 2**-53 on nothing is lost, and 1 is never reached
        return self.quantile(as_rng(rng).uniform(2.0**-53, 1.0, n))

    def _standardize(self, x: ArrayLike) -> np.ndarray:
        return (as_array(x, "x", finite=False) - self.location) / self.scale

    # what a family states about its z: arrays in, arrays out, unchecked
    def _log_pdf(self, z: np.ndarray) -> np.ndarray:
        raise NotImplementedError

    def _cdf(self, z: np.ndarray) -> np.ndarray:
        raise NotImplementedError

    def _quantile(self, p: np.ndarray) -> np.ndarray:
        raise NotImplementedError

    def _mean(self) -> float:
        return 0.0

    def _std(self) -> float:
        return 1.0


class Normal(LocationScale):
    """Describe the normal distribution: z has density `exp(-z**2 / 2) / sqrt(2 * pi)`.

    Parameters
    ----------
    location : float
        The mean.
    scale : float
        The standard deviation, positive.

    References
    ----------
    Johnson, Kotz and Balakrishnan (1994), Continuous Univariate Distributions 1, chapter 13.

    Examples
    --------
    >>> print(f"{Normal().pdf(0):.4f} {Normal().cdf(1.96):.4f}")
    0.3989 0.9750
    """

    def _log_pdf(self, z):
        return -0.5 * z**2 - 0.5 * math.log(2 * math.pi)

    def _cdf(self, z):
        return special.ndtr(z)

    def _quantile(self, p):
        return special.ndtri(p)


class Uniform(LocationScale):
    """Describe the uniform distribution: z has density 1/2 from -1 to 1, both included.

    So `scale` is half the width, and x runs from `location - scale` to `location + scale`.

    Parameters
    ----------
    location : float
        The middle.
    scale : float
        Half the width, positive.

    References
    ----------
    Johnson, Kotz and Balakrishnan (1995), Continuous Univariate Distributions 2, chapter 26.

    Examples
    --------
    >>> print(f"{Uniform().std():.4f}")
    0.5774
    """

    def _log_pdf(self, z):
        return np.where(np.abs(z) <= 1, -math.log(2), -np.inf)

    def _cdf(self, z):
        return np.clip((z + 1) / 2, 0, 1)

    def _quantile(self, p):
        return 2 * p - 1

    def _std(self):
        return 1 / math.sqrt(3)


class Exponential(LocationScale):
    """Describe the exponential distribution: z has density `exp(-z)` from 0 on.

    Parameters
    ----------
    location : float
        Where it begins.
    scale : float
        The mean waiting time from there, positive: one over the rate.

    References
    ----------
    Johnson, Kotz and Balakrishnan (1994), Continuous Univariate Distributions 1, chapter 19.

    Examples
    --------
    >>> print(f"{Exponential().median():.4f} {Exponential().mean():.4f}")
    0.6931 1.0000
    """

    def _log_pdf(self, z):
        return np.where(z >= 0, -z, -np.inf)

    def _cdf(self, z):
        return -np.expm1(-np.maximum(z, 0))

    def _quantile(self, p):
        return -np.log1p(-p)

    def _mean(self):
        return 1.0


class Laplace(LocationScale):
    """Describe the Laplace distribution: z has density `exp(-abs(z)) / 2`.

    Parameters
    ----------
    location : float
        The mean.
    scale : float
        The mean distance from it, positive.

    References
    ----------
    Johnson, Kotz and Balakrishnan (1995), Continuous Univariate Distributions 2, chapter 24.

    Examples
    --------
    >>> print(f"{Laplace().pdf(0):.4f} {Laplace().std():.4f}")
    0.5000 1.4142
    """

    def _log_pdf(self, z):
        return -np.abs(z) - math.log(2)

    def _cdf(self, z):
        tail = 0.5 * np.exp(-np.abs(z))
        return np.where(z < 0, tail, 1 - tail)

    def _quantile(self, p):
        return np.sign(0.5 - p) * np.log(2 * np.minimum(p, 1 - p))

    def _std(self):
        return math.sqrt(2)


@dataclass(frozen=True)
class StudentT(LocationScale):
    """Describe Student's t distribution: z has a density proportional to `(1 + z**2 / df) ** (-(df + 1) / 2)`.

    Its cdf and quantile are scipy's: quantiles are resolved up to a size of 1e150, and for df = 1 the cdf is off by up
    to 2e-9 within 1e-5 of the middle, where `Cauchy` is exact.

    Parameters
    ----------
    location : float
        The middle; the mean, where there is one (df > 1).
    scale : float
        The unit of z, positive; less than the standard deviation, which is finite only for df > 2.
    df : float
        The degrees of freedom, positive: the fewer, the heavier the tails.

    Raises
    ------
    TypeError
        If a parameter is not a number.
    ValueError
        If a parameter is not finite, or `scale` or `df` is not positive.

    References
    ----------
    Johnson, Kotz and Balakrishnan (1995), Continuous Univariate Distributions 2, chapter 28.

    Examples
    --------
    >>> print(f"{StudentT(df=3).std():.4f} {StudentT(df=2).std()} {StudentT(df=1).std()}")
    1.7321 inf nan
    """

    df: float = 3.0

    def __post_init__(self):
        super().__post_init__()
        object.__setattr__(self, "df", as_positive(self.df, "df"))

    def _log_pdf(self, z):
        tails = np.logaddexp(0, 2 * np.log(np.abs(z)) - math.log(self.df))  # log(1 + z**2 / df), for any z
        gamma_ratio = special.poch(self.df / 2, 0.5)  # gamma((df + 1) / 2) / gamma(df / 2), without their overflow
        return math.log(gamma_ratio) - 0.5 * math.log(self.df * math.pi) - (self.df + 1) / 2 * tails

    def _cdf(self, z):
        return special.stdtr(self.df, z)

    def _quantile(self, p):
        # stdtrit(df, 0) is inf for most df, where it should be -inf: we take its size, and the sign from p
        return np.sign(p - 0.5) * np.abs(special.stdtrit(self.df, np.minimum(p, 1 - p)))

    def _mean(self):
        return 0.0 if self.df > 1 else math.nan

    def _std(self):
        return math.sqrt(self.df / (self.df - 2)) if self.df > 2 else self._mean() + math.inf


class Cauchy(LocationScale):
    """Describe the Cauchy distribution: z has density `1 / (pi * (1 + z**2))`, and no mean.

    Parameters
    ----------
    location : float
        The median.
    scale : float
        The distance from it to the quartiles, positive.

    References
    ----------
    Johnson, Kotz and Balakrishnan (1994), Continuous Univariate Distributions 1, chapter 16.

    Examples
    --------
    >>> Cauchy().quantile([0.25, 0.5, 0.75]).round(12)
    array([-1.,  0.,  1.])
    >>> Cauchy().mean()
    nan
    """

    def _log_pdf(self, z):
        return -2 * np.log(np.hypot(1, z)) - math.log(math.pi)

    def _cdf(self, z):
        return np.arctan2(1, -z) / math.pi  # 1/2 + arctan(z) / pi, exact in the left tail too

    def _quantile(self, p):
        return np.sign(p - 0.5) / np.tan(math.pi * np.minimum(p, 1 - p))

    def _mean(self):
        return math.nan

    def _std(self):
        return math.nan


FAMILIES: dict[str, type[LocationScale]] = {
    "normal": Normal, "uniform": Uniform, "exponential": Exponential, "Laplace": Laplace, "Student t": StudentT,
    "Cauchy": Cauchy,
}
