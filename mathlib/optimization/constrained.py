"""Constraints: projections, descent that stays inside, and Lagrange's conditions, solved and checked."""
from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import nnls

from mathlib.checks import as_array, as_count, as_function, as_matrix, as_nonnegative, as_positive, as_vector
from mathlib.optimization.descent import CONVERGED, Descent, Gradient, drive
from mathlib.optimization.proximal import proximal_gradient
from mathlib.optimization.second_order import solve_or_stop

Projection = Callable[[np.ndarray], np.ndarray]
Constraint = Callable[[np.ndarray], np.ndarray]
Jacobian = Callable[[np.ndarray], np.ndarray]
LagrangianHessian = Callable[[np.ndarray, np.ndarray], np.ndarray]

NO_LAGRANGE_STEP = "the system of Lagrange's conditions is singular, or not finite: there is no Newton step"


def project_ball(x: ArrayLike, radius: float = 1.0, centre: ArrayLike | None = None) -> np.ndarray:
    """Return the point of a ball that is nearest to x: x itself inside, else where the way to the centre enters.

    Parameters
    ----------
    x : ArrayLike, shape (n,)
        What to project.
    radius : float
        Of the ball, positive.
    centre : ArrayLike, shape (n,), optional
        Of the ball; else 0.

    Returns
    -------
    np.ndarray, shape (n,)

    Raises
    ------
    TypeError
        If an argument holds anything but real numbers.
    ValueError
        If an entry is not finite, shapes do not fit, or `radius` is not positive.

    References
    ----------
    Boyd and Vandenberghe (2004), Convex Optimization, section 8.1.

    Examples
    --------
    >>> project_ball([3.0, 4.0])
    array([0.6, 0.8])
    """
    x = as_vector(x, "x")
    centre = as_vector(np.zeros(x.size) if centre is None else centre, "centre", x.size)
    radius, distance = as_positive(radius, "radius"), math.hypot(*(x - centre))  # which squares nothing that overflows
    return x.copy() if distance <= radius else centre + (x - centre) * (radius / distance)


def project_box(x: ArrayLike, low: ArrayLike, high: ArrayLike) -> np.ndarray:
    """Return the point of a box that is nearest to x: each coordinate moved to the nearest allowed.

    Parameters
    ----------
    x : ArrayLike, shape (n,)
        What to project.
    low, high : ArrayLike, shape () or (n,)
        The least and the greatest allowed in each coordinate; infinite where there is none.

    Returns
    -------
    np.ndarray, shape (n,)

    Raises
    ------
    TypeError
        If an argument holds anything but real numbers.
    ValueError
        If x is not finite, a bound is NaN, shapes do not fit, or `low` exceeds `high`.

    References
    ----------
    Boyd and Vandenberghe (2004), Convex Optimization, section 8.1.

    Examples
    --------
    >>> project_box([-1.0, 0.5, 9.0], 0, 1)
    array([0. , 0.5, 1. ])
    """
    x = as_vector(x, "x")
    low, high = _as_bound(low, "low", x.size), _as_bound(high, "high", x.size)
    if not (low <= high).all():
        raise ValueError(f"`low` must not exceed high; got {low} and {high}.")
    return np.minimum(np.maximum(x, low), high)


def project_simplex(x: ArrayLike, total: float = 1.0) -> np.ndarray:
    """Return the nearest point with entries that are not negative and sum to `total`.

    It is `max(x - t, 0)`, where t is what makes the sum right: with x sorted from large to small, entry k stays
    positive as long as it exceeds the t that the first k would need.

    Parameters
    ----------
    x : ArrayLike, shape (n,)
        What to project.
    total : float
        The sum, positive: 1 for probabilities.

    Returns
    -------
    np.ndarray, shape (n,)
        Cost: O(n * log(n)).

    Raises
    ------
    TypeError
        If an argument holds anything but real numbers.
    ValueError
        If an entry is not finite, or `total` is not positive.

    References
    ----------
    Duchi, Shalev-Shwartz, Singer and Chandra (2008), International Conference on Machine Learning, figure 1.

    Examples
    --------
    >>> project_simplex([0.5, 1.5, -3.0])
    array([0., 1., 0.])
    """
    x, total = as_vector(x, "x"), as_positive(total, "total")
    with np.errstate(over="ignore"):
        # t moves along with x, and what lies a total below the largest entry is 0 in any case
        x = np.maximum((x - x.max()) / total, -1)
    ordered = np.sort(x)[::-1]
    needed = (np.cumsum(ordered) - 1) / np.arange(1, x.size + 1)
    return total * np.maximum(x - needed[ordered > needed][-1], 0)


def projected_gradient(gradient: Gradient, project: Projection, start: ArrayLike, step_size: float, *,
                       n_steps: int = 1000, tolerance: float = 1e-8) -> Descent:
    """Walk downhill inside a convex set: take a gradient step, then go to the nearest point of the set.

    Parameters
    ----------
    gradient : callable
        Maps a point, shape (n,), to the gradient there, shape (n,).
    project : callable
        Maps a point, shape (n,), to the nearest of the set, shape (n,).
    start : ArrayLike, shape (n,)
        Where to begin, in the set.
    step_size : float
        How far to go per unit of gradient, positive; below 2 / beta, where beta bounds the curvature.
    n_steps : int
        Stop after so many steps.
    tolerance : float
        Stop where a step would be no longer than this times `step_size`.

    Returns
    -------
    Descent
        All points are in the set.

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If a number is out of its range, `start` is outside the set, or the gradient there is not a finite vector as
        long as it.

    References
    ----------
    Goldstein (1964), Bulletin of the American Mathematical Society 70, 709-710. Levitin and Polyak (1966), USSR
    Computational Mathematics and Mathematical Physics 6(5), 1-50.

    Examples
    --------
    >>> descent = projected_gradient(lambda x: np.ones(2), project_ball, [1.0, 0.0], 0.5)
    >>> descent.converged, descent.end.round(6)
    (True, array([-0.707107, -0.707107]))
    """
    x = as_vector(start, "start")
    away = np.linalg.norm(as_vector(as_function(project, "project")(x), "project(start)", x.size) - x)
    if away > 1e-9 * max(1.0, np.linalg.norm(x)):
        raise ValueError(f"`start` must be in the set; got a point {away:.3g} away from it.")
    return proximal_gradient(gradient, lambda v, s: project(v), x, step_size, n_steps=n_steps, tolerance=tolerance)


@dataclass(frozen=True, eq=False)
class LagrangePath(Descent):
    """Hold a path to where Lagrange's conditions hold, and the multipliers on the way.

    Attributes
    ----------
    path : np.ndarray, shape (n_steps + 1, n)
        The points visited, the start first.
    converged : bool
        Lagrange's conditions hold at the last point, up to the tolerance.
    diverged : bool
        The next point would have been farther out than 1e150, or not a number.
    n_steps : int
        The number of steps in the path.
    reason : str
        Why the path ends, in words.
    multipliers : np.ndarray, shape (n_steps + 1, m)
        One for each constraint.

    Examples
    --------
    >>> found = lagrange_newton(lambda x: 2 * x, lambda x, u: 2 * np.eye(2), lambda x: x.sum(keepdims=True) - 1,
    ...                         lambda x: np.ones((1, 2)), [0.0, 0.0])
    >>> found.end, found.multipliers[-1]
    (array([0.5, 0.5]), array([-1.]))
    """

    multipliers: np.ndarray


def lagrange_newton(gradient: Gradient, hessian: LagrangianHessian, constraint: Constraint, jacobian: Jacobian,
                    start: ArrayLike, multipliers: ArrayLike | None = None, *, n_steps: int = 50,
                    tolerance: float = 1e-10) -> LagrangePath:
    """Solve `gradient(x) + jacobian(x).T @ u = 0` together with `constraint(x) = 0`, by Newton's method.

    It finds where the gradient has no part along the constraint: a minimum, a maximum or neither, as the start has it.

    Parameters
    ----------
    gradient : callable
        Of f; maps shape (n,) to shape (n,).
    hessian : callable
        Maps (x, u) to the Hessian by x of `f(x) + u @ constraint(x)`, shape (n, n).
    constraint : callable
        Maps a point to what shall be 0, shape (m,).
    jacobian : callable
        Of the constraint: a gradient in each row, shape (m, n).
    start : ArrayLike, shape (n,)
        Where to begin; it need not satisfy the constraint.
    multipliers : ArrayLike, shape (m,), optional
        u at the start; else the one that fits best there, by least squares.
    n_steps : int
        Stop after so many steps.
    tolerance : float
        Stop where the conditions fail by no more than this, in length.

    Returns
    -------
    LagrangePath

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If a number is out of its range, or what a function returns at `start` is not finite or of another shape.

    References
    ----------
    Nocedal and Wright (2006), Numerical Optimization, section 18.1.

    Examples
    --------
    >>> found = lagrange_newton(lambda x: np.ones(2), lambda x, u: 2 * u[0] * np.eye(2),
    ...                         lambda x: np.array([x @ x - 1]), lambda x: 2 * x[None], [-1.0, -0.5])
    >>> found.end.round(6), found.multipliers[-1].round(6)
    (array([-0.707107, -0.707107]), array([0.707107]))
    """
    x = as_vector(start, "start")
    g = as_vector(as_function(gradient, "gradient")(x), "gradient(start)", x.size)
    c = as_vector(as_function(constraint, "constraint")(x), "constraint(start)")
    J = as_matrix(as_function(jacobian, "jacobian")(x), "jacobian(start)", (c.size, x.size))
    u = np.linalg.lstsq(J.T, -g)[0] if multipliers is None else as_vector(multipliers, "multipliers", c.size)
    as_matrix(as_function(hessian, "hessian")(x, u), "hessian(start)", (x.size, x.size))
    n = x.size

    def conditions(z):
        return np.concatenate([gradient(z[:n]) + jacobian(z[:n]).T @ z[n:], constraint(z[:n])])

    def rule(z, r, memory):
        J = np.asarray(jacobian(z[:n]))
        K = np.block([[np.asarray(hessian(z[:n], z[n:])), J.T], [J, np.zeros((c.size, c.size))]])
        return z - solve_or_stop(K, r, NO_LAGRANGE_STEP), memory

    z = np.concatenate([x, u])
    done = drive(rule, conditions, z, conditions(z), None, as_count(n_steps, "n_steps"),
                 as_nonnegative(tolerance, "tolerance"))
    reason = "Lagrange's conditions hold up to the tolerance" if done.reason is CONVERGED else done.reason
    return LagrangePath(done.path[:, :n], done.converged, done.diverged, done.n_steps, reason, done.path[:, n:])


class KKTResidual(NamedTuple):
    """Hold by how much each of the four conditions of Karush, Kuhn and Tucker fails: the largest entry, 0 if it holds.

    Attributes
    ----------
    stationarity : float
        Of `gradient + jacobian.T @ multipliers`.
    feasibility : float
        Of the constraints that are violated.
    sign : float
        Of multipliers that are negative and must not be.
    complementarity : float
        Of the products of a multiplier and the slack of its constraint.

    Examples
    --------
    >>> kkt_residual([1.0], [-0.5], [[1.0]], [0.0])
    KKTResidual(stationarity=1.0, feasibility=0.0, sign=0.0, complementarity=0.0)
    """

    stationarity: float
    feasibility: float
    sign: float
    complementarity: float


def kkt_residual(gradient: ArrayLike, constraints: ArrayLike, jacobian: ArrayLike, multipliers: ArrayLike, *,
                 equality: bool | ArrayLike = False) -> KKTResidual:
    """Measure, at a point, by how much the conditions of Karush, Kuhn and Tucker fail.

    They are: the gradient plus the multipliers' sum of the gradients of the constraints is 0; every constraint is at
    most 0, or just 0 for an equality; the multiplier of an inequality is not negative; and it is 0 unless its
    constraint is just 0. Any minimum where the gradients of the active constraints are independent satisfies them;
    for a convex problem they suffice.

    Parameters
    ----------
    gradient : ArrayLike, shape (n,)
        Of f at the point.
    constraints : ArrayLike, shape (m,)
        Their values there.
    jacobian : ArrayLike, shape (m, n)
        Their gradients, one a row.
    multipliers : ArrayLike, shape (m,)
        One for each.
    equality : bool or ArrayLike, shape () or (m,), of booleans
        Which constraints must be 0, rather than at most 0.

    Returns
    -------
    KKTResidual

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If an entry is not finite, or shapes do not fit.

    References
    ----------
    Karush (1939), master's thesis, University of Chicago. Kuhn and Tucker (1951), Second Berkeley Symposium, 481-492.

    Examples
    --------
    >>> kkt_residual([-2.0, 0.0], [0.0, -1.0], [[1.0, 0.0], [0.0, 1.0]], [2.0, 0.0])  # (x - 2)**2 / 2 at the wall x = 0
    KKTResidual(stationarity=0.0, feasibility=0.0, sign=0.0, complementarity=0.0)
    """
    g, c = as_vector(gradient, "gradient"), as_vector(constraints, "constraints")
    J, u = as_matrix(jacobian, "jacobian", (c.size, g.size)), as_vector(multipliers, "multipliers", c.size)
    equal = np.asarray(equality)
    if equal.dtype != bool or equal.shape not in ((), c.shape):
        raise TypeError(f"`equality` must be True or False, or {c.size} of them; got {equality!r}.")
    parts = (g + J.T @ u, np.where(equal, c, np.maximum(c, 0)), np.where(equal, 0, np.minimum(u, 0)),
             np.where(equal, 0, u * c))
    return KKTResidual(*(float(np.abs(part).max()) for part in parts))


def kkt_multipliers(gradient: ArrayLike, jacobian: ArrayLike) -> np.ndarray:
    """Return the multipliers, none negative, that balance a gradient best: least of `norm(g + J.T @ u)` over u >= 0.

    At a minimum they balance it exactly. Elsewhere what is left, `-(g + J.T @ u)`, is a direction in which the
    constraints let the point go, and in which f falls.

    Parameters
    ----------
    gradient : ArrayLike, shape (n,)
        Of f at the point.
    jacobian : ArrayLike, shape (m, n)
        The gradients of the active inequalities, one a row; each points out of the set.

    Returns
    -------
    np.ndarray, shape (m,)

    Raises
    ------
    TypeError
        If an argument holds anything but real numbers.
    ValueError
        If an entry is not finite, or shapes do not fit.

    References
    ----------
    Lawson and Hanson (1974), Solving Least Squares Problems, chapter 23.

    Examples
    --------
    >>> kkt_multipliers([-2.0, 1.0], [[1.0, 0.0], [0.0, 1.0]])  # the first wall holds, the second does not
    array([2., 0.])
    """
    g = as_vector(gradient, "gradient")
    return nnls(as_matrix(jacobian, "jacobian", (None, g.size)).T, -g)[0]


def _as_bound(bound: ArrayLike, name: str, n: int) -> np.ndarray:
    bound = as_array(bound, name, finite=False)
    if bound.shape not in ((), (n,)):
        raise ValueError(f"`{name}` must be one number, or {n} of them; got shape {bound.shape}.")
    return bound
