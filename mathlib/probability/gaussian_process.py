"""Gaussian processes: a normal distribution over functions, conditioned on what was seen of one."""
from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy import optimize
from scipy.linalg import cho_solve, solve_triangular

from mathlib.checks import as_count, as_nonnegative, as_positive, as_real, as_squarable, as_vector
from mathlib.probability.gaussian import MultivariateNormal, cholesky, without_negative
from mathlib.probability.kernels import FAR, Kernel, as_inputs


class Prediction(NamedTuple):
    """Hold what is believed of a function at some places, each by itself.

    Attributes
    ----------
    mean : np.ndarray, shape (m,)
        The best guess.
    std : np.ndarray, shape (m,)
        The standard deviation of the function.
    noisy_std : np.ndarray, shape (m,)
        That of a new measurement: `sqrt(std**2 + noise**2)`.

    Examples
    --------
    >>> from mathlib.probability import RBF
    >>> GaussianProcess(RBF(1), noise=1).fit([0], [1]).predict([0]).mean
    array([0.5])
    """

    mean: np.ndarray
    std: np.ndarray
    noisy_std: np.ndarray


@dataclass(eq=False)
class GaussianProcess:
    """Describe an unknown function whose values at any places are jointly normal, and learn it from measurements.

    Parameters
    ----------
    kernel : Kernel
        The covariance of the function's values.
    noise : float
        The standard deviation of a measurement; 0 makes the mean pass through every point.
    mean : float
        What the function is expected to be before anything is seen.

    Attributes
    ----------
    X_ : np.ndarray, shape (n, d)
        Where it was measured.
    L_ : np.ndarray, shape (n, n)
        The Cholesky factor of `kernel(X) + noise**2 * I`.
    alpha_ : np.ndarray, shape (n,)
        That matrix's inverse times `y - mean`.
    log_evidence_ : float
        The log density of the measurements, the function integrated out.

    References
    ----------
    Rasmussen and Williams (2006), Gaussian Processes for Machine Learning, algorithm 2.1.

    Examples
    --------
    >>> from mathlib.probability import RBF
    >>> process = GaussianProcess(RBF(1), noise=0).fit([0, 1], [1, 3])
    >>> process.predict([0, 1]).mean.round(12)
    array([1., 3.])
    """

    kernel: Kernel
    noise: float = 0.0
    mean: float = 0.0
    X_: np.ndarray = field(init=False, repr=False)
    L_: np.ndarray = field(init=False, repr=False)
    alpha_: np.ndarray = field(init=False, repr=False)
    log_evidence_: float = field(init=False, repr=False)

    def fit(self, X: ArrayLike, y: ArrayLike) -> GaussianProcess:
        """Condition on measurements.

        The log evidence is `-(y @ alpha + log(det(K)) + n * log(2 * pi)) / 2`: fit, complexity, a constant.

        Parameters
        ----------
        X : ArrayLike, shape (n,) or (n, d)
            Where.
        y : ArrayLike, shape (n,)
            What was measured.

        Returns
        -------
        GaussianProcess
            Itself. Cost: O(n**3).

        Raises
        ------
        TypeError
            If an argument is of the wrong kind.
        ValueError
            If the shapes do not fit, a parameter is out of its range, or squares of the data overflow.
        np.linalg.LinAlgError
            If the covariance is singular, as for a place that is measured twice without noise.

        Examples
        --------
        >>> from mathlib.probability import RBF
        >>> print(f"{GaussianProcess(RBF(1)).fit([0], [0]).log_evidence_:.4f}")
        -0.9189
        """
        X, noise = as_squarable(as_inputs(X, "X"), "X", 0), _as_noise(as_nonnegative(self.noise, "noise"))
        residual = _as_residual(y, self.mean, len(X))
        self.X_, self.L_ = X, _cholesky(_as_kernel(self.kernel)(X) + noise**2 * np.eye(len(X)))
        self.alpha_ = cho_solve((self.L_, True), residual)
        self.log_evidence_ = _log_evidence(self.L_, self.alpha_, residual)
        return self

    def predict(self, X: ArrayLike) -> Prediction:
        """Return mean and standard deviations at each place.

        Parameters
        ----------
        X : ArrayLike, shape (m,) or (m, d)
            Where.

        Returns
        -------
        Prediction
            Cost: O(n**2 * m).

        Raises
        ------
        RuntimeError
            If the process was not fitted.
        TypeError
            If `X` holds anything but real numbers.
        ValueError
            If `X` is of another dimension.

        Examples
        --------
        >>> from mathlib.probability import RBF
        >>> GaussianProcess(RBF(1)).fit([0], [1]).predict([0, 100]).std.round(12)
        array([0., 1.])
        """
        X, K, whitened = self._project(X)
        variance = np.maximum(self.kernel._diagonal(X) - np.sum(whitened**2, axis=0), 0)  # rounding may leave -1e-16
        return Prediction(self.mean + K @ self.alpha_, np.sqrt(variance), np.hypot(np.sqrt(variance), self.noise))

    def posterior(self, X: ArrayLike) -> MultivariateNormal:
        """Return the joint distribution of the function's values at some places, to be sampled or looked at.

        Parameters
        ----------
        X : ArrayLike, shape (m,) or (m, d)
            Where.

        Returns
        -------
        MultivariateNormal
            Of m variables. Cost: O(n**2 * m + m**3).

        Raises
        ------
        RuntimeError
            If the process was not fitted.
        TypeError
            If `X` holds anything but real numbers.
        ValueError
            If `X` is of another dimension.

        Examples
        --------
        >>> from mathlib.probability import RBF
        >>> GaussianProcess(RBF(1), noise=1).fit([0], [1]).posterior([0]).covariance
        array([[0.5]])
        """
        X, K, whitened = self._project(X)
        return MultivariateNormal(self.mean + K @ self.alpha_, without_negative(self.kernel(X) - whitened.T @ whitened))

    def prior(self, X: ArrayLike) -> MultivariateNormal:
        """Return the same before anything was measured.

        Parameters
        ----------
        X : ArrayLike, shape (m,) or (m, d)
            Where.

        Returns
        -------
        MultivariateNormal
            Of m variables.

        Raises
        ------
        TypeError
            If `X` holds anything but real numbers.
        ValueError
            If `X` is empty or not finite.

        Examples
        --------
        >>> from mathlib.probability import RBF
        >>> GaussianProcess(RBF(1)).prior([0, 9]).covariance.round(6)
        array([[1., 0.],
               [0., 1.]])
        """
        X, K = as_inputs(X, "X"), _as_kernel(self.kernel)(X)
        return MultivariateNormal(np.full(len(X), as_real(self.mean, "mean")), without_negative(K))

    def _project(self, X: ArrayLike) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        if not hasattr(self, "X_"):
            raise RuntimeError("`fit` must be called before a GaussianProcess can predict; got a process without data.")
        X = as_inputs(X, "X", self.X_.shape[1])
        K = self.kernel(X, self.X_)
        return X, K, solve_triangular(self.L_, K.T, lower=True)


@dataclass(frozen=True, eq=False)
class KernelFit:
    """Hold the hyperparameters that make the measurements most probable.

    Attributes
    ----------
    kernel : Kernel
        With these hyperparameters.
    noise : float
        The standard deviation of a measurement.
    log_evidence : float
        There.
    converged : bool
        The search ended where the evidence is flat.
    n_steps : int
        After so many steps.

    Examples
    --------
    >>> from mathlib.probability import RBF
    >>> fit_kernel(RBF(1), [0, 1, 2], [1, 0, 1], noise=0.5).converged
    True
    """

    kernel: Kernel
    noise: float
    log_evidence: float
    converged: bool
    n_steps: int


def fit_kernel(kernel: Kernel, X: ArrayLike, y: ArrayLike, noise: float, *, mean: float = 0.0,
               n_steps: int = 200) -> KernelFit:
    """Search hyperparameters and noise of the greatest evidence, by L-BFGS on their logarithms.

    The derivative of the log evidence by one is `sum((outer(alpha, alpha) - inv(K)) * dK) / 2`. It ends in a local
    maximum that depends on the start.

    Parameters
    ----------
    kernel : Kernel
        Where to begin.
    X : ArrayLike, shape (n,) or (n, d)
        Where the function was measured.
    y : ArrayLike, shape (n,)
        What was measured.
    noise : float
        The standard deviation of a measurement to begin with, positive.
    mean : float
        What the function is expected to be before anything is seen.
    n_steps : int
        The most steps to take.

    Returns
    -------
    KernelFit
        Cost: O(p * n**2 + n**3) a step. Each hyperparameter stays within a factor of 1e5 of its start.

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If the shapes do not fit, `noise` is not positive, or squares of the data overflow.
    np.linalg.LinAlgError
        If the covariance is singular at the start.

    References
    ----------
    Rasmussen and Williams (2006), Gaussian Processes for Machine Learning, equation 5.9.

    Examples
    --------
    >>> from mathlib.probability import RBF
    >>> x = np.linspace(0, 6, 30)
    >>> fit = fit_kernel(RBF(5), x, np.sin(x), noise=0.1)
    >>> bool(fit.log_evidence > GaussianProcess(RBF(5), 0.1).fit(x, np.sin(x)).log_evidence_)
    True
    """
    X, noise = as_squarable(as_inputs(X, "X"), "X", 0), _as_noise(as_positive(noise, "noise"))
    n_steps = as_count(n_steps, "n_steps")
    residual = _as_residual(y, mean, len(X))
    start = np.append(_as_kernel(kernel).theta, math.log(noise))

    def cost(theta):
        return _negative_evidence(kernel.with_theta(theta[:-1]), math.exp(theta[-1]), X, residual)

    cost(start)  # refuses what is singular before the search turns it into a wall
    bounds = [(t - math.log(1e5), t + math.log(1e5)) for t in start]
    search = optimize.minimize(_walled(cost), start, jac=True, method="L-BFGS-B", bounds=bounds,
                               options={"maxiter": n_steps})
    return KernelFit(kernel.with_theta(search.x[:-1]), math.exp(search.x[-1]), -float(search.fun), bool(search.success),
                     int(search.nit))


def _negative_evidence(kernel: Kernel, noise: float, X: np.ndarray, residual: np.ndarray) -> tuple[float, np.ndarray]:
    eye = np.eye(len(X))
    L = _cholesky(kernel(X) + noise**2 * eye)
    alpha, inverse = cho_solve((L, True), residual), cho_solve((L, True), eye)
    slopes = [0.5 * np.vdot(np.outer(alpha, alpha) - inverse, D) for D in kernel._derivatives(X)]
    slopes.append(noise**2 * (alpha @ alpha - np.trace(inverse)))
    return -_log_evidence(L, alpha, residual), -np.array(slopes)


def _walled(cost):
    def walled(theta):
        try:
            return cost(theta)
        except np.linalg.LinAlgError:
            return 1e300, np.zeros_like(theta)  # the line search turns back
    return walled


def _log_evidence(L: np.ndarray, alpha: np.ndarray, residual: np.ndarray) -> float:
    with np.errstate(over="ignore", invalid="ignore"):
        fit = residual @ alpha
    if not np.isfinite(fit):
        raise np.linalg.LinAlgError("`y` must be in a unit that suits the kernel's variance; got a fit beyond 1.8e308.")
    return float(-0.5 * fit - np.log(np.diagonal(L)).sum() - 0.5 * len(L) * math.log(2 * math.pi))


def _cholesky(K: np.ndarray) -> np.ndarray:
    return cholesky(K, "`noise` must be large enough for these places")


def _as_noise(noise: float) -> float:
    if noise > FAR:
        raise ValueError(f"`noise` must be at most {FAR:g}, so that its square can be held; got {noise:g}.")
    return noise


def _as_residual(y: ArrayLike, mean: float, n: int) -> np.ndarray:
    return as_squarable(as_vector(y, "y", n), "y", 0) - as_real(mean, "mean")


def _as_kernel(kernel: Kernel) -> Kernel:
    if not isinstance(kernel, Kernel):
        raise TypeError(f"`kernel` must be a Kernel; got an object of type {type(kernel).__name__}.")
    return kernel
