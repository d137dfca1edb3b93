"""Posteriors without a formula: on a grid, by a normal at the peak (Laplace), by a random walk (Metropolis)."""
from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy import optimize

from mathlib.checks import as_count, as_function, as_positive, as_rng, as_vector
from mathlib.probability.gaussian import MultivariateNormal

LogDensity = Callable[[np.ndarray], np.ndarray]


@dataclass(frozen=True, eq=False)
class GridPosterior:
    """Hold a posterior on a grid.

    Attributes
    ----------
    axes : tuple of np.ndarray, shape (n_i,) each
        The grid's coordinates, one vector a parameter.
    density : np.ndarray, shape (n_1, ..., n_d)
        At each point; it integrates to 1 by the trapezoid rule.
    log_evidence : float
        The logarithm of the integral before that.

    Examples
    --------
    >>> result = posterior_grid(lambda theta: 0.0 * theta[..., 0], np.linspace(0, 2, 3))
    >>> result.density, round(float(np.exp(result.log_evidence)), 12)
    (array([0.5, 0.5, 0.5]), 2.0)
    """

    axes: tuple[np.ndarray, ...]
    density: np.ndarray
    log_evidence: float

    def mean(self) -> np.ndarray:
        """Return the mean of each parameter.

        Returns
        -------
        np.ndarray, shape (d,)

        Examples
        --------
        >>> posterior_grid(lambda theta: 0.0 * theta[..., 0], np.linspace(0, 2, 3)).mean()
        array([1.])
        """
        mass = self.density * _weights(self.axes)
        return np.array([np.sum(mass * axis) for axis in np.meshgrid(*self.axes, indexing="ij")])

    def marginal(self, parameter: int) -> np.ndarray:
        """Return the density of one parameter, the others integrated out.

        Parameters
        ----------
        parameter : int
            Which, counted from 0.

        Returns
        -------
        np.ndarray, shape (n,)
            Over `axes[parameter]`.

        Raises
        ------
        TypeError
            If `parameter` is not whole.
        ValueError
            If there is no such parameter.

        Examples
        --------
        >>> posterior_grid(lambda theta: 0.0 * theta[..., 0], [0, 1], [0, 2]).marginal(1)
        array([0.5, 0.5])
        """
        if as_count(parameter, "parameter", 0) >= len(self.axes):
            raise ValueError(f"`parameter` must be less than {len(self.axes)}; got {parameter}.")
        others = tuple(i for i in range(len(self.axes)) if i != parameter)
        mass = self.density * _weights(self.axes)
        return mass.sum(axis=others) / _trapezoid_weights(self.axes[parameter])


@dataclass(frozen=True, eq=False)
class LaplaceApproximation:
    """Hold the normal distribution that has the posterior's peak and curvature there.

    Attributes
    ----------
    normal : MultivariateNormal
        Mean: the peak; covariance: the inverse of the negative Hessian of the log density.
    log_evidence : float
        The logarithm of the integral that it estimates: `log_density(peak) + log(det(2 * pi * covariance)) / 2`.
    converged : bool
        The climb ended within a hundredth of a standard deviation of the peak, as far as slope and curvature tell.

    Examples
    --------
    >>> result = laplace_approximation(lambda theta: -0.5 * np.sum(theta**2, axis=-1), [1.0])
    >>> result.normal.covariance.round(6)
    array([[1.]])
    """

    normal: MultivariateNormal
    log_evidence: float
    converged: bool


@dataclass(frozen=True, eq=False)
class Chain:
    """Hold a walk whose steps settle into the posterior.

    Attributes
    ----------
    path : np.ndarray, shape (n_steps + 1, d)
        Where it was, the start first; where a step was refused, the same point again.
    acceptance_rate : float
        The share of steps that were taken.

    Examples
    --------
    >>> metropolis(lambda theta: -theta @ theta, [0.0], 1.0, 9, rng=np.random.default_rng(0)).path.shape
    (10, 1)
    """

    path: np.ndarray
    acceptance_rate: float

    def effective_size(self) -> np.ndarray:
        """Return how many independent draws the path is worth, parameter by parameter.

        The number of points over `1 + 2 * sum(autocorrelations)`, cut where two neighbours together fall below 0.

        Returns
        -------
        np.ndarray, shape (d,)

        Raises
        ------
        ValueError
            If a parameter never moved.

        Examples
        --------
        >>> rng = np.random.default_rng(0)
        >>> bool(900 < Chain(rng.standard_normal((1000, 1)), 1.0).effective_size()[0] < 1100)
        True
        """
        return np.array([_effective_size(column) for column in self.path.T])


def posterior_grid(log_density: LogDensity, *axes: ArrayLike) -> GridPosterior:
    """Evaluate a posterior on a grid, and make it integrate to 1.

    Parameters
    ----------
    log_density : callable, shape (..., d) to shape (...)
        Maps points, shape (..., d), to the logarithm of prior times likelihood, shape (...); -inf where that is 0.
    *axes : ArrayLike, shape (n,)
        The coordinates for each parameter, increasing.

    Returns
    -------
    GridPosterior
        Cost: the product of the axes' lengths: fine for two parameters, hopeless for ten.

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If there is no axis, one has fewer than two points or does not increase, or the density is NaN, infinite or 0
        everywhere.

    References
    ----------
    Gelman et al. (2013), Bayesian Data Analysis, 3rd edition, section 3.7.

    Examples
    --------
    >>> result = posterior_grid(lambda theta: -0.5 * theta[..., 0] ** 2, np.linspace(-8, 8, 161))
    >>> print(f"{np.exp(result.log_evidence):.6f} {np.sqrt(2 * np.pi):.6f}")
    2.506628 2.506628
    """
    as_function(log_density, "log_density")
    axes = tuple(_as_axis(axis, f"axes[{i}]") for i, axis in enumerate(axes))
    if not axes:
        raise ValueError("`axes` must be the coordinates of one parameter or more; got none.")
    points = np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1)
    log_p = as_numbers(log_density(points), "log_density")
    if log_p.shape != points.shape[:-1] or np.isnan(log_p).any() or not np.isfinite(log_p.max()):
        raise ValueError(f"`log_density` must give a number or -inf, not everywhere, at each of {points.shape[:-1]} "
                         f"points; got shape {log_p.shape}, {np.isnan(log_p).sum()} NaN, maximum {log_p.max():g}.")
    relative = np.exp(log_p - log_p.max())
    with np.errstate(over="ignore"):
        area = np.sum(relative * _weights(axes))
    if not 1e-300 < area < 1e300:
        raise ValueError(f"`axes` must be in units in which areas can be held, 1e-300 to 1e300; got {area:g}.")
    return GridPosterior(axes, relative / area, float(log_p.max() + math.log(area)))


def laplace_approximation(log_density: LogDensity, start: ArrayLike) -> LaplaceApproximation:
    """Approximate a posterior by a normal distribution at its peak.

    Parameters
    ----------
    log_density : callable, shape (d,) to a number
        Maps a point, shape (d,), to the logarithm of prior times likelihood.
    start : ArrayLike, shape (d,)
        Where the climb to the peak begins; the density must be positive there.

    Returns
    -------
    LaplaceApproximation

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If the density is 0, infinite or NaN at the start.
    np.linalg.LinAlgError
        If the log density does not curve down where the climb ended.

    References
    ----------
    MacKay (2003), Information Theory, Inference, and Learning Algorithms, chapter 27.

    Examples
    --------
    >>> result = laplace_approximation(lambda theta: -2 * (theta[0] - 3) ** 2, [0.0])
    >>> result.normal.mean.round(4), result.normal.covariance.round(4)
    (array([3.]), array([[0.25]]))
    """
    start = _as_start(log_density, start)
    peak = climb(lambda theta: float(log_density(theta)), start)
    if not np.linalg.eigvalsh(peak.curvature)[0] > 0:
        raise np.linalg.LinAlgError("`log_density` must curve down at its peak in every direction; got a flat or "
                                    "rising one. A stronger prior bends it down.")
    normal = MultivariateNormal(peak.x, np.linalg.inv(peak.curvature))
    half_log_det = 0.5 * np.linalg.slogdet(2 * math.pi * normal.covariance)[1]
    return LaplaceApproximation(normal, peak.height + float(half_log_det), peak.converged)


def metropolis(log_density: LogDensity, start: ArrayLike, step_size: float, n_steps: int, *,
               rng: np.random.Generator) -> Chain:
    """Walk at random, so that in the long run each place is visited as often as its density says.

    From x a normal step leads to y; go there with probability `min(1, density(y) / density(x))`, otherwise stay. Only
    ratios are needed: the evidence never.

    Parameters
    ----------
    log_density : callable, shape (d,) to a number
        Maps a point, shape (d,), to the logarithm of prior times likelihood; -inf where that is 0.
    start : ArrayLike, shape (d,)
        Where to begin; the density must be positive there.
    step_size : float
        The standard deviation of a step in each coordinate, positive.
    n_steps : int
        How many steps to try.
    rng : np.random.Generator
        What decides.

    Returns
    -------
    Chain
        Cost: one density a step.

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If the density is 0, infinite or NaN at the start, or infinite or NaN on the way.

    References
    ----------
    Metropolis, Rosenbluth, Rosenbluth, Teller and Teller (1953), Journal of Chemical Physics 21, 1087-1092.

    Examples
    --------
    >>> chain = metropolis(lambda theta: -0.5 * theta @ theta, [0.0], 2.4, 20_000, rng=np.random.default_rng(0))
    >>> print(f"{chain.path.std():.1f}")
    1.0
    """
    x = _as_start(log_density, start)
    step_size, n_steps, rng = as_positive(step_size, "step_size"), as_count(n_steps, "n_steps"), as_rng(rng)
    steps = step_size * rng.standard_normal((n_steps, x.size))
    thresholds = -rng.standard_exponential(n_steps)  # log of a uniform number
    path, log_p, accepted = np.empty((n_steps + 1, x.size)), float(log_density(x)), 0
    path[0] = x
    for k in range(n_steps):
        candidate = x + steps[k]
        log_q = float(log_density(candidate))
        if math.isnan(log_q) or log_q == math.inf:
            raise ValueError(f"`log_density` must be a number or -inf; got {log_q} at {candidate}.")
        if log_q - log_p >= thresholds[k]:
            x, log_p, accepted = candidate, log_q, accepted + 1
        path[k + 1] = x
    return Chain(path, accepted / n_steps)


class _Peak(NamedTuple):
    """Hold where a climb ended: the place, how high it is, minus the second derivatives there, and if it is the top."""

    x: np.ndarray
    height: float
    curvature: np.ndarray
    converged: bool


def climb(f: Callable[[np.ndarray], float], start: np.ndarray) -> _Peak:
    """Climb to a peak of f by BFGS, then by steps of Newton's method until the next is short for the peak's width."""
    def g(x):
        height = f(x)
        return height if not math.isnan(height) else -math.inf  # outside of where there is a density

    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        x = optimize.minimize(lambda theta: -g(theta), start, method="BFGS").x
        for _ in range(20):
            slope, H = _survey(g, x)
            if not (np.isfinite(H).all() and np.linalg.eigvalsh(H)[0] > 0):
                return _Peak(x, g(x), np.where(np.isfinite(H), H, 0), False)
            step = np.linalg.solve(H, slope)
            converged = bool(slope @ step <= 1e-4)  # the squared length in standard deviations
            if converged or not g(x + step) > g(x):
                break
            x = x + step
    return _Peak(x, g(x), H, converged)


def _survey(f: Callable[[np.ndarray], float], x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the gradient of f at x, and minus its second derivatives, by central differences."""
    h = _steps(f, x)
    E = np.diag(h)
    slope = np.array([f(x + e) - f(x - e) for e in E]) / (2 * h)
    H = np.array([[f(x + a - b) + f(x - a + b) - f(x + a + b) - f(x - a - b) for b in E] for a in E])
    return slope, (H + H.T) / (8 * np.outer(h, h))


def _steps(f: Callable[[np.ndarray], float], x: np.ndarray) -> np.ndarray:
    """Return for each coordinate a step along which f falls by about its rounding error's square root.

    Half of its digits are then left to a difference, and so short a step still sees no more than curvature.
    """
    top = f(x)
    least = math.sqrt(np.finfo(float).eps * max(1.0, abs(top)))
    h = np.finfo(float).eps ** 0.25 * np.maximum(1.0, np.abs(x))
    for i, e in enumerate(np.eye(x.size)):
        def fall(step, e=e):
            return top - (f(x + step * e) + f(x - step * e)) / 2

        farthest = 1e6 * h[i]
        while fall(h[i]) < least / 4 and h[i] < farthest:
            h[i] *= 2
        while not fall(h[i]) <= 2 * least and h[i] > 1e-14 * abs(x[i]) + 1e-150:
            h[i] /= 2
    return h


def _trapezoid_weights(axis: np.ndarray) -> np.ndarray:
    """Return what each point of an axis counts in an integral: half the distance between its neighbours."""
    return np.diff(np.concatenate([axis[:1], (axis[1:] + axis[:-1]) / 2, axis[-1:]]))


def _weights(axes: tuple[np.ndarray, ...]) -> np.ndarray:
    weights = np.ones(())
    for axis in axes:
        weights = np.multiply.outer(weights, _trapezoid_weights(axis))
    return weights


def _effective_size(x: np.ndarray) -> float:
    if (x == x[0]).all():
        raise ValueError("`path` must move; got the same point all along. Try a smaller step size.")
    d = x / np.abs(x).max()
    d = d - d.mean()
    power = np.abs(np.fft.rfft(d, 2 * x.size)) ** 2  # Wiener and Khinchin: padded, so that the end does not wrap around
    rho = np.fft.irfft(power)[: x.size]
    pairs = (rho[: x.size // 2 * 2] / rho[0]).reshape(-1, 2).sum(axis=1)
    cut = np.argmax(pairs < 0) if (pairs < 0).any() else pairs.size  # Geyer (1992)
    return float(x.size / max(2 * pairs[:cut].sum() - 1, 1 / x.size))


def _as_axis(axis: ArrayLike, name: str) -> np.ndarray:
    axis = as_vector(axis, name)
    if axis.size < 2 or not (np.diff(axis) > 0).all():
        raise ValueError(f"`{name}` must be two or more numbers that increase; got {axis.size} that do not.")
    return axis


def as_numbers(values: object, name: str) -> np.ndarray:
    """Return what a function gave as an array of floats, NaN and infinities included."""
    try:
        values = np.asarray(values)
    except ValueError:
        raise TypeError(f"`{name}` must give real numbers; got rows of different lengths.") from None
    if values.dtype.kind not in "biuf":
        raise TypeError(f"`{name}` must give real numbers; got an object of type {type(values.flat[0]).__name__}.")
    return values.astype(float)


def _as_start(log_density: LogDensity, start: ArrayLike) -> np.ndarray:
    x = as_vector(start, "start")
    log_p = as_numbers(as_function(log_density, "log_density")(x), "log_density")
    if log_p.ndim or not np.isfinite(log_p):
        raise ValueError(f"`log_density` must be one finite number at `start`; got {log_p}.")
    return x
