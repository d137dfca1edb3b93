"""What a sample shows of its distribution: the histogram as a density, the empirical cumulative distribution."""
from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from mathlib.checks import as_array, as_count, as_vector


def histogram_density(sample: ArrayLike, edges: ArrayLike) -> np.ndarray:
    """Return the heights of the histogram that estimates a density.

    The height of a bin is `count / (n * width)`, where n counts the whole sample: values outside all bins make the area
    less than 1 by their share, and a window on heavy tails does not lie. A value on an edge belongs to the bin on its
    right, one on the last edge to the last bin.

    Parameters
    ----------
    sample : ArrayLike, shape (n,)
        The values.
    edges : ArrayLike, shape (k + 1,)
        The edges of k bins, increasing.

    Returns
    -------
    np.ndarray, shape (k,)
        Per unit of the values.

    Raises
    ------
    TypeError
        If an argument holds anything but real numbers.
    ValueError
        If an argument is not a finite vector, or `edges` are fewer than two or do not increase.

    References
    ----------
    Silverman (1986), Density Estimation for Statistics and Data Analysis, section 2.2.

    Examples
    --------
    >>> histogram_density([0.5, 1.5, 1.6, 99], edges=[0, 1, 3])
    array([0.25, 0.25])
    """
    sample, edges = as_vector(sample, "sample"), as_vector(edges, "edges")
    if len(edges) < 2 or not (np.diff(edges) > 0).all():
        came = "one edge" if len(edges) < 2 else "edges that do not"
        raise ValueError(f"`edges` must be two or more numbers that increase; got {came}.")
    counts, _ = np.histogram(sample, edges)
    with np.errstate(over="ignore"):  # a bin that is wider than the largest number has the height 0
        return counts / len(sample) / np.diff(edges)


def empirical_cdf(sample: ArrayLike, x: ArrayLike) -> np.ndarray:
    """Return the share of the sample that is at most x.

    Parameters
    ----------
    sample : ArrayLike, shape (n,)
        The values.
    x : ArrayLike, any shape
        Where; infinities are allowed.

    Returns
    -------
    np.ndarray, same shape as `x`
        Cost: O((n + m) log n) for m places.

    Raises
    ------
    TypeError
        If an argument holds anything but real numbers.
    ValueError
        If `sample` is not a finite vector, or `x` is empty or has a NaN.

    References
    ----------
    van der Vaart (1998), Asymptotic Statistics, section 19.1.

    Examples
    --------
    >>> empirical_cdf([3, 1, 1, 2], [0, 1, 2.5, 3])
    array([0.  , 0.5 , 0.75, 1.  ])
    """
    sample, x = as_vector(sample, "sample"), as_array(x, "x", finite=False)
    return np.searchsorted(np.sort(sample), x, side="right") / len(sample)


def running_mean(sample: ArrayLike) -> np.ndarray:
    """Return the mean of the first value, of the first two, of the first three, and so on.

    Parameters
    ----------
    sample : ArrayLike, shape (n,)
        The values, in the order drawn.

    Returns
    -------
    np.ndarray, shape (n,)
        By the law of large numbers it settles at the mean, where there is one.

    Raises
    ------
    TypeError
        If `sample` holds anything but real numbers.
    ValueError
        If `sample` is not a finite vector, or its sum may be beyond 1e300.

    References
    ----------
    Casella and Berger (2002), Statistical Inference, section 5.5.

    Examples
    --------
    >>> running_mean([1, 3, 5])
    array([1., 2., 3.])
    """
    sample = as_vector(sample, "sample")
    if not np.abs(sample).max() <= 1e300 / sample.size:
        raise ValueError(f"`sample` must have a sum that can be held; got numbers up to {np.abs(sample).max():g}.")
    return np.cumsum(sample) / np.arange(1, sample.size + 1)


def sample_means(distribution: object, m: int, n: int, *, rng: np.random.Generator) -> np.ndarray:
    """Draw n means of m independent values each.

    Parameters
    ----------
    distribution : object
        Anything with `sample(n, rng=rng)`.
    m : int
        How many values to a mean.
    n : int
        How many means.
    rng : np.random.Generator
        What draws.

    Returns
    -------
    np.ndarray, shape (n,), or (n, d) of a distribution in d dimensions
        By the central limit theorem nearly normal for large m, where the variance is finite.

    Raises
    ------
    TypeError
        If a count is not an integer, or `distribution` cannot be sampled.
    ValueError
        If a count is less than 1.

    References
    ----------
    Casella and Berger (2002), Statistical Inference, theorem 5.5.15.

    Examples
    --------
    >>> from mathlib.probability import Uniform
    >>> print(f"{sample_means(Uniform(), 12, 10_000, rng=np.random.default_rng(0)).std():.2f} {1 / 6:.2f}")
    0.17 0.17
    """
    if not hasattr(distribution, "sample") or isinstance(distribution, type):
        raise TypeError("`distribution` must have a method sample; got an object of type "
                        f"{type(distribution).__name__}.")
    m, n = as_count(m, "m"), as_count(n, "n")
    sample = distribution.sample(m * n, rng=rng)
    return sample.reshape(n, m, *sample.shape[1:]).mean(axis=1)
