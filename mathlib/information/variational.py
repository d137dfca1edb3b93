"""Variational inference: raise a floor under the log evidence; the gap is the divergence from the posterior."""
from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from mathlib.checks import (
    as_array,
    as_count,
    as_distribution,
    as_function,
    as_matrix,
    as_nonnegative,
    as_positive,
    as_real,
    as_rng,
    as_squarable,
)
from mathlib.information.entropy import plogp
from mathlib.optimization import gradient_descent

Function = Callable[[np.ndarray], np.ndarray]


def elbo(q: ArrayLike, log_joint: ArrayLike) -> float:
    """Return the evidence lower bound of a latent variable with finitely many values: `sum(q * (log_joint - log(q)))`.

    It is `log(sum(exp(log_joint)))`, the log evidence, less the divergence of q from the posterior.

    Parameters
    ----------
    q : ArrayLike, shape (k,)
        What we believe of the latent variable: probabilities that sum to 1.
    log_joint : ArrayLike, shape (k,)
        The logarithm of the joint probability of the data and each value; -inf is allowed.

    Returns
    -------
    float
        In nats; -inf if q allows what the model rules out.

    Raises
    ------
    TypeError
        If an argument holds anything but real numbers.
    ValueError
        If q does not sum to 1, the shapes differ, `log_joint` has NaN or +inf, or is -inf everywhere: such data have
        likelihood zero and no posterior.

    References
    ----------
    Jordan, Ghahramani, Jaakkola and Saul (1999), Machine Learning 37, equation 36.

    Examples
    --------
    >>> print(f"{elbo([0.25, 0.75], np.log([0.1, 0.3])):.4f} {math.log(0.4):.4f}")  # q is the posterior
    -0.9163 -0.9163
    """
    q, a = as_distribution(q, "q"), as_array(log_joint, "log_joint", finite=False)
    if a.shape != q.shape:
        raise ValueError(f"`log_joint` must be of the same shape as `q`, {q.shape}; got shape {a.shape}.")
    if (a == np.inf).any() or not np.isfinite(a).any():
        raise ValueError("`log_joint` must be finite somewhere and nowhere +inf; got "
                         + ("+inf." if (a == np.inf).any() else "-inf everywhere: the data have likelihood zero."))
    return float((q * np.where(q > 0, a, 0.0)).sum() - plogp(q).sum())


def gaussian_elbo(log_joint: Function, mean: float, std: float, *, n_nodes: int = 64) -> float:
    """Return the evidence lower bound of a Gaussian q on the line: `E[log_joint(z)] + entropy(q)`.

    Parameters
    ----------
    log_joint : callable
        Maps latent values, shape (m,), to the logarithm of the joint density of the data and each, shape (m,).
    mean, std : float
        Of q; std is positive.
    n_nodes : int
        How many nodes of the Gauss-Hermite rule, at most 200; exact for polynomials of degree
        2 * n_nodes - 1.

    Returns
    -------
    float
        In nats.

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If a number is out of its range, or `log_joint` is not finite at a node.

    References
    ----------
    Bishop (2006), Pattern Recognition and Machine Learning, equation 10.3.

    Examples
    --------
    >>> log_joint = lambda z: -z**2 / 2 - (3 - z) ** 2 / 2 - np.log(2 * np.pi)  # z ~ N(0, 1), x = 3 ~ N(z, 1)
    >>> print(f"{gaussian_elbo(log_joint, 1.5, math.sqrt(0.5)):.4f} {-9 / 4 - np.log(4 * np.pi) / 2:.4f}")
    -3.5155 -3.5155
    """
    mean, std = as_real(mean, "mean"), as_positive(std, "std")
    e, w = _hermite(n_nodes)
    values = _values(as_function(log_joint, "log_joint"), mean + std * e, "log_joint")
    return float(w @ values) + math.log(std) + 0.5 * math.log(2 * math.pi * math.e)


@dataclass(frozen=True, eq=False)
class GaussianFit:
    """Hold the Gaussian that variational inference arrived at.

    Attributes
    ----------
    mean, std : float
        Of q.
    elbo : float
        Its evidence lower bound, in nats.
    path : np.ndarray, shape (n_steps + 1, 2)
        Mean and standard deviation at each step, the start first.
    converged : bool
        The gradient with respect to (mean, log std) is no longer than the tolerance.

    Examples
    --------
    >>> fit_gaussian_vi(lambda z: -z**2 / 2, lambda z: -z, 3.0, 2.0, step_size=0.5).converged
    True
    """

    mean: float
    std: float
    elbo: float
    path: np.ndarray
    converged: bool


def fit_gaussian_vi(log_joint: Function, gradient: Function, mean: float, std: float, *, step_size: float = 0.1,
                    n_steps: int = 2000, tolerance: float = 1e-8, n_nodes: int = 64) -> GaussianFit:
    """Climb the evidence lower bound of a Gaussian q on the line from a given start.

    With `z = mean + std * e`, e standard normal, the gradient goes through z (reparameterisation): for the mean it is
    `E[g(z)]`, for log std `E[g(z) * std * e] + 1`. Where the posterior has several peaks, the start decides which is
    found: the reverse divergence seeks.

    Parameters
    ----------
    log_joint : callable
        Maps latent values, shape (m,), to the logarithm of the joint density of the data and each, shape (m,).
    gradient : callable
        Its derivative: maps (m,) to (m,).
    mean, std : float
        The q to start from; std is positive.
    step_size : float
        How far to go per unit of gradient.
    n_steps : int
        Stop after so many steps.
    tolerance : float
        Stop where the gradient is no longer than this.
    n_nodes : int
        How many nodes of the Gauss-Hermite rule that takes the expectations, at most 200.

    Returns
    -------
    GaussianFit

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If a number is out of its range, a function is not finite at a node of the start, or the climb does not stay
        finite.

    References
    ----------
    Kingma and Welling (2014), Auto-encoding variational Bayes, section 2.4. Opper and Archambeau (2009), Neural
    Computation 21, 786-792.

    Examples
    --------
    >>> q = fit_gaussian_vi(lambda z: -z**2 / 2 - (3 - z) ** 2 / 2, lambda z: 3 - 2 * z, 0.0, 1.0)
    >>> print(f"{q.mean:.4f} {q.std**2:.4f}")  # the exact posterior is N(3/2, 1/2)
    1.5000 0.5000
    """
    start = np.array([as_real(mean, "mean"), math.log(as_positive(std, "std"))])
    e, w = _hermite(n_nodes)
    _values(as_function(gradient, "gradient"), start[0] + math.exp(start[1]) * e, "gradient")

    def downhill(x):
        g = np.asarray(gradient(x[0] + np.exp(x[1]) * e), dtype=float)
        return -np.array([w @ g, w @ (g * e) * np.exp(x[1]) + 1])

    with np.errstate(over="ignore", invalid="ignore"):  # a climb that does not stay finite is refused below
        descent = gradient_descent(downhill, start, step_size, n_steps=n_steps, tolerance=tolerance)
        far = descent.diverged or not np.exp(descent.path[-1, 1]) < np.inf
    if far:
        raise ValueError(f"`step_size` must be small enough for the climb to stay finite; got {step_size:g}.")
    path = np.column_stack([descent.path[:, 0], np.exp(descent.path[:, 1])])
    mean, std = map(float, path[-1])
    return GaussianFit(mean, std, gaussian_elbo(log_joint, mean, std, n_nodes=n_nodes), path, descent.converged)


@dataclass(frozen=True, eq=False)
class MeanFieldMixture:
    """Hold the mean-field posterior of a mixture of Gaussians with unknown centres.

    Attributes
    ----------
    means : np.ndarray, shape (k, d)
        The posterior means of the centres.
    variances : np.ndarray, shape (k,)
        Their posterior variances, the same in every direction.
    responsibilities : np.ndarray, shape (n, k)
        The posterior probabilities of the components, a row for each example.
    elbos : np.ndarray, shape (n_steps,)
        The evidence lower bound after each sweep, in nats: it never falls.
    converged : bool
        The last sweep raised it by no more than the tolerance.

    Examples
    --------
    >>> cavi_mixture([[-3.0], [3.0]], 2, rng=np.random.default_rng(0)).converged
    True
    """

    means: np.ndarray
    variances: np.ndarray
    responsibilities: np.ndarray
    elbos: np.ndarray
    converged: bool


def cavi_mixture(X: ArrayLike, n_components: int, *, variance: float = 1.0, prior_variance: float = 100.0,
                 n_steps: int = 200, tolerance: float = 1e-8, rng: np.random.Generator) -> MeanFieldMixture:
    """Infer the centres of a mixture of Gaussians by coordinate ascent: each factor in turn, the others fixed.

    The model: centres from N(0, prior_variance * I), components equally likely, examples from N(centre, variance * I).
    The belief: centres and assignments independent of one another.

    Parameters
    ----------
    X : ArrayLike, shape (n, d)
        A row for each example.
    n_components : int
        k, at most n.
    variance : float
        Of the examples around their centre, in each direction.
    prior_variance : float
        Of the centres around 0, in each direction.
    n_steps : int
        Stop after so many sweeps.
    tolerance : float
        Stop when a sweep raises the bound by no more than this, in nats.
    rng : np.random.Generator
        What draws k different examples to start from.

    Returns
    -------
    MeanFieldMixture
        A local optimum: another start may find a higher one. Cost: O(n * d * k) a sweep.

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If `X` is not a finite matrix, or a number is out of its range.

    References
    ----------
    Blei, Kucukelbir and McAuliffe (2017), Journal of the American Statistical Association 112, section 3.

    Examples
    --------
    >>> q = cavi_mixture([[-5.0], [-4.0], [4.0], [5.0]], 2, rng=np.random.default_rng(0))
    >>> sorted(q.means.ravel().round(1).tolist())
    [-4.5, 4.5]
    """
    X, k = as_squarable(as_matrix(X, "X"), "X", 0), as_count(n_components, "n_components")
    if k > len(X):
        raise ValueError(f"`n_components` must be at most {len(X)}, the number of rows of `X`; got {k}.")
    v, v0 = as_positive(variance, "variance"), as_positive(prior_variance, "prior_variance")
    if not max(np.abs(X).max() ** 2, v, v0) <= 1e100 * min(v, v0):
        raise ValueError("`variance` and `prior_variance` must be within 1e100 times each other and the squares of "
                         f"`X`; got {v:g} and {v0:g}.")
    n_steps, tolerance = as_count(n_steps, "n_steps"), as_nonnegative(tolerance, "tolerance")
    means, variances = X[as_rng(rng).choice(len(X), k, replace=False)], np.full(k, v)
    elbos, converged = [], False
    while len(elbos) < n_steps and not converged:
        R = _responsibilities(X, means, variances, v)
        means, variances = _centres(X, R, v, v0)
        elbos.append(_mixture_elbo(X, R, means, variances, v, v0))
        converged = len(elbos) > 1 and elbos[-1] - elbos[-2] <= tolerance
    return MeanFieldMixture(means, variances, R, np.array(elbos), converged)


def _responsibilities(X: np.ndarray, means: np.ndarray, variances: np.ndarray, v: float) -> np.ndarray:
    return special.softmax(-_expected_squares(X, means, variances) / (2 * v), axis=1)


def _centres(X: np.ndarray, R: np.ndarray, v: float, v0: float) -> tuple[np.ndarray, np.ndarray]:
    precision = 1 / v0 + R.sum(axis=0) / v
    return R.T @ X / v / precision[:, None], 1 / precision


def _mixture_elbo(X: np.ndarray, R: np.ndarray, means: np.ndarray, variances: np.ndarray, v: float, v0: float) -> float:
    d, k = means.shape[1], len(means)
    likelihood = -(R * (_expected_squares(X, means, variances) / v + d * math.log(2 * math.pi * v))).sum() / 2
    assignments = -len(X) * math.log(k) - plogp(R).sum()
    centres = (d * (variances / v0 - 1 - np.log(variances / v0)) + (means**2).sum(axis=1) / v0).sum() / 2
    return float(likelihood + assignments - centres)


def _expected_squares(X: np.ndarray, means: np.ndarray, variances: np.ndarray) -> np.ndarray:
    """Return the expected squared distance of each example from each centre, shape (n, k)."""
    squares = np.stack([((X - m) ** 2).sum(axis=1) for m in means], axis=1)
    return squares + X.shape[1] * variances


def _hermite(n_nodes: int) -> tuple[np.ndarray, np.ndarray]:
    n = as_count(n_nodes, "n_nodes")
    if n > 200:
        raise ValueError(f"`n_nodes` must be at most 200, for far beyond numpy's rule overflows; got {n}.")
    nodes, weights = np.polynomial.hermite_e.hermegauss(n)
    return nodes, weights / weights.sum()


def _values(f: Function, z: np.ndarray, name: str) -> np.ndarray:
    values = as_array(f(z), f"{name}(z)", finite=False)
    if values.shape != z.shape or not np.isfinite(values).all():
        raise ValueError(f"`{name}` must be a function from points, shape (m,), to as many finite numbers; got "
                         f"{'shape ' + str(values.shape) if values.shape != z.shape else 'infinity'}.")
    return values
