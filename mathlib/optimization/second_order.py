"""Second-order methods: Newton's, damped Newton, BFGS, and conjugate gradients, which solve a linear system."""
from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike
from scipy import linalg

from mathlib.checks import as_count, as_function, as_matrix, as_nonnegative, as_squarable, as_symmetric, as_vector
from mathlib.optimization.descent import Descent, Gradient, drive
from mathlib.optimization.line_search import Function, backtrack, descend, wolfe

Hessian = Callable[[np.ndarray], np.ndarray]

SINGULAR = "the Hessian is singular, or not finite: there is no Newton step"


def newton(gradient: Gradient, hessian: Hessian, start: ArrayLike, *, n_steps: int = 100,
           tolerance: float = 1e-8) -> Descent:
    """Step to the critical point of the Taylor quadratic, `x - solve(hessian(x), gradient(x))`, again and again.

    Near a minimum with a Hessian that is not singular each step squares the error. Far from it nothing is promised:
    the point it steps to may be a saddle or a maximum, or lie farther away.

    Parameters
    ----------
    gradient : callable
        Maps a point, shape (n,), to the gradient there, shape (n,).
    hessian : callable
        Maps a point, shape (n,), to the Hessian there, shape (n, n).
    start : ArrayLike, shape (n,)
        Where to begin.
    n_steps : int
        Stop after so many steps.
    tolerance : float
        Stop where the gradient is no longer than this.

    Returns
    -------
    Descent
        Where the Hessian is singular or not finite, it stops and says so. Cost: O(n**3) a step.

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If a number is out of its range, or the gradient or Hessian at `start` is not finite or not of its shape.

    References
    ----------
    Nocedal and Wright (2006), Numerical Optimization, theorem 3.5.

    Examples
    --------
    >>> newton(lambda x: 3 * x**2 - 3, lambda x: np.diag(6 * x), [2.0], n_steps=2).path.ravel()
    array([2.   , 1.25 , 1.025])
    """
    x, g = _as_smooth(gradient, hessian, start)

    def rule(x, g, memory):
        return x - solve_or_stop(hessian(x), g, SINGULAR), memory

    return drive(rule, gradient, x, g, None, as_count(n_steps, "n_steps"), as_nonnegative(tolerance, "tolerance"))


def damped_newton(f: Function, gradient: Gradient, hessian: Hessian, start: ArrayLike, *, n_steps: int = 100,
                  tolerance: float = 1e-8) -> Descent:
    """Take Newton's direction, made to lead downhill, and go as far as backtracking allows.

    Where the Hessian is not positive definite its eigenvalues are replaced by their absolute values, and no less than
    1e-8 of the largest: along a direction of negative curvature a saddle then repels as a minimum would attract.

    Parameters
    ----------
    f : callable
        Maps a point, shape (n,), to a number.
    gradient : callable
        Maps a point, shape (n,), to the gradient there, shape (n,).
    hessian : callable
        Maps a point, shape (n,), to the Hessian there, shape (n, n).
    start : ArrayLike, shape (n,)
        Where to begin.
    n_steps : int
        Stop after so many steps.
    tolerance : float
        Stop where the gradient is no longer than this.

    Returns
    -------
    Descent
        The function falls at every step. Cost: O(n**3) a step.

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If a number is out of its range, `start` outside the domain of f, or the gradient or Hessian there not finite
        or not of its shape.

    References
    ----------
    Boyd and Vandenberghe (2004), Convex Optimization, algorithm 9.5; absolute eigenvalues: Nocedal and Wright (2006),
    Numerical Optimization, section 3.4, and Dauphin et al. (2014), Advances in Neural Information Processing 27.

    Examples
    --------
    >>> def f(x):
    ...     return np.sqrt(1 + x @ x)
    >>> descent = damped_newton(f, lambda x: x / f(x), lambda x: np.diag(1 / f(x) ** 3 + 0 * x), [2.0])
    >>> descent.converged, abs(descent.end[0]) < 1e-8  # where Newton's own steps diverge
    (True, np.True_)
    """
    _as_smooth(gradient, hessian, start)

    def rule(x, g, fx):
        fx = fx or float(f(x))
        d = _downhill(hessian(x), g)
        t, fx = backtrack(f, gradient, x, fx, d, g.dot(d))
        return x + t * d, fx

    return descend(rule, f, gradient, start, n_steps, tolerance)


def bfgs(f: Function, gradient: Gradient, start: ArrayLike, *, n_steps: int = 200, tolerance: float = 1e-8) -> Descent:
    """Minimise with an inverse Hessian that is learned from the gradients seen on the way.

    After a step s that changed the gradient by y, B becomes `(I - outer(s, y) / c) @ B @ (I - outer(y, s) / c) +
    outer(s, s) / c` with `c = y @ s`: of all symmetric B with `B @ y = s` the one nearest to the last. A line search
    with Wolfe's conditions keeps c positive, and so B positive definite.

    Parameters
    ----------
    f : callable
        Maps a point, shape (n,), to a number.
    gradient : callable
        Maps a point, shape (n,), to the gradient there, shape (n,).
    start : ArrayLike, shape (n,)
        Where to begin.
    n_steps : int
        Stop after so many steps.
    tolerance : float
        Stop where the gradient is no longer than this.

    Returns
    -------
    Descent
        Cost: O(n**2) a step, and the f and the gradient of each trial of its line search.

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If a number is out of its range, `start` outside the domain of f, or the gradient there not a finite vector
        as long as it.

    References
    ----------
    Broyden (1970), Fletcher (1970), Goldfarb (1970) and Shanno (1970). Nocedal and Wright (2006), Numerical
    Optimization, equations 6.17 and 6.20.

    Examples
    --------
    >>> descent = bfgs(lambda x: x @ x + x[0] * x[1], lambda x: 2 * x + x[::-1], [3.0, -1.0])
    >>> descent.converged, bool(np.abs(descent.end).max() < 1e-8)
    (True, True)
    """
    gradient = _Last(as_function(gradient, "gradient"))

    def rule(x, g, memory):
        fx, B = memory or (float(f(x)), None)
        d = -g if B is None else -B.dot(g)
        point, fx, g_there = wolfe(f, gradient, x, fx, d, g.dot(d))
        return point, (fx, _bfgs_update(B, point - x, g_there - g))

    return descend(rule, f, gradient, start, n_steps, tolerance)


def conjugate_gradient(A: ArrayLike, b: ArrayLike, start: ArrayLike | None = None, *, n_steps: int | None = None,
                       tolerance: float = 1e-10) -> Descent:
    """Solve `A @ x = b`, which is to minimise `0.5 * x @ A @ x - b @ x`, along directions that A makes orthogonal.

    In exact arithmetic it arrives in as many steps as A has different eigenvalues. Convergence is judged by the true
    residual `A @ x - b`, not by one that is carried along.

    Parameters
    ----------
    A : ArrayLike, shape (n, n)
        Symmetric and positive definite.
    b : ArrayLike, shape (n,)
        The right-hand side.
    start : ArrayLike, shape (n,), optional
        Where to begin; else at 0.
    n_steps : int, optional
        Stop after so many steps; else after 10 * n.
    tolerance : float
        Stop where the residual is no longer than this part of b.

    Returns
    -------
    Descent
        Cost: two products with A a step.

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If shapes do not fit, an entry is not finite, A is not symmetric, or a number is out of its range.
    np.linalg.LinAlgError
        If a direction is met along which A does not curve upwards.

    References
    ----------
    Hestenes and Stiefel (1952), Journal of Research of the National Bureau of Standards 49, 409-436.

    Examples
    --------
    >>> solved = conjugate_gradient([[2, 0], [0, 8]], [2, 8])
    >>> solved.n_steps, solved.end.round(12)
    (2, array([1., 1.]))
    """
    A = as_symmetric(A, "A")
    b = as_squarable(as_vector(b, "b", len(A)), "b")
    x = as_vector(np.zeros(b.size) if start is None else start, "start", b.size)
    n_steps = as_count(10 * b.size if n_steps is None else n_steps, "n_steps")
    tolerance = as_nonnegative(tolerance, "tolerance") * np.linalg.norm(b)

    def rule(x, g, memory):
        d, last = memory or (0.0, np.inf)
        length = g.dot(g)
        d = -g + length / last * d
        curvature = d.dot(A.dot(d))
        if not curvature > 0:
            raise np.linalg.LinAlgError(f"`A` must be positive definite; got a direction d with d @ A @ d = "
                                        f"{curvature:g}.")
        return x + length / curvature * d, (d, length)

    return drive(rule, lambda x: A.dot(x) - b, x, A.dot(x) - b, 0.0, n_steps, tolerance)


class _Last:
    """A gradient that remembers the last point asked for, so that a line search and the runner share it."""

    def __init__(self, gradient: Gradient):
        self.gradient, self.x, self.g = gradient, None, None

    def __call__(self, x: np.ndarray) -> np.ndarray:
        if x is not self.x:
            self.x, self.g = x, np.asarray(self.gradient(x), dtype=float)
        return self.g


def _bfgs_update(B: np.ndarray | None, s: np.ndarray, y: np.ndarray) -> np.ndarray | None:
    if not (sy := s.dot(y)) > 0:  # lost to rounding
        return B
    if B is None:
        B = np.eye(s.size) * (sy / y.dot(y))  # the scale of the curvature just seen
    By = B.dot(y)
    # the formula above, multiplied out
    return B + np.outer(s, ((1 + y.dot(By) / sy) / sy) * s - By / sy) - np.outer(By / sy, s)


def solve_or_stop(H: np.ndarray, g: np.ndarray, reason: str) -> np.ndarray:
    """Solve `H @ step = g`; where that cannot be done, stop the path for this reason."""
    if np.isfinite(H).all():
        try:
            return np.linalg.solve(H, g)
        except np.linalg.LinAlgError:
            pass
    raise StopIteration(reason)


def _downhill(H: np.ndarray, g: np.ndarray) -> np.ndarray:
    if not np.isfinite(H).all():
        raise StopIteration(SINGULAR)
    try:
        return -linalg.cho_solve(linalg.cho_factor(H, check_finite=False), g, check_finite=False)
    except np.linalg.LinAlgError:
        eigenvalues, V = np.linalg.eigh(H)
        size = np.abs(eigenvalues)
        return -V @ (V.T @ g / np.maximum(size, 1e-8 * size.max() or 1.0))


def _as_smooth(gradient: Gradient, hessian: Hessian, start: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    x = as_vector(start, "start")
    g = as_vector(as_function(gradient, "gradient")(x), "gradient(start)", x.size)
    as_matrix(as_function(hessian, "hessian")(x), "hessian(start)", (x.size, x.size))
    return x, g
