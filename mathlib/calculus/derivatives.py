"""Derivatives from values of the function alone: difference quotients, the complex step, and Taylor's quadratic.

Every derivative here is the slope of a line of values `t -> f(x + t * direction)` at t = 0, measured with a step h:

    forward    (f(x + h) - f(x)) / h              error about h * f'' / 2 + eps * f / h
    central    (f(x + h) - f(x - h)) / (2 * h)    error about h**2 * f''' / 6 + eps * f / h
    complex    imag(f(x + 1j * h)) / h            nothing is subtracted, so h may be as small as 1e-20

The first part of an error is truncation and shrinks with h, the second is rounding and grows: the best h lies between.
"""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from mathlib.checks import as_array, as_choice, as_count, as_function, as_points, as_positive, as_real, as_vector

EPS = np.finfo(float).eps

# where the two parts of the error are about equal for functions and derivatives of size 1
STEPS = {"forward": EPS ** (1 / 2), "central": EPS ** (1 / 3), "complex": 1e-20}

SLOPES = {
    "forward": lambda line, h: (line(h) - line(0.0)) / h,
    "central": lambda line, h: (line(h) - line(-h)) / (2 * h),
    "complex": lambda line, h: _imaginary(line(1j * h)) / h,
}


def derivative(f: Callable, x: ArrayLike, *, method: str = "central", step: float | None = None) -> np.ndarray:
    """Return the derivative of a function of one variable, at one point or at many.

    Parameters
    ----------
    f : callable
        Maps numbers to numbers, each by itself; for the complex step it must take complex numbers.
    x : ArrayLike, any shape
        Where.
    method : str
        "forward", "central" or "complex".
    step : float, optional
        The step h, positive. By default `STEPS[method] * max(1, abs(x))`.

    Returns
    -------
    np.ndarray, same shape

    Raises
    ------
    TypeError
        If an argument is of the wrong kind, or `f` returns anything but real numbers where it is given real ones.
    ValueError
        If `method` is unknown, `step` is not positive, or a value of `f` is not finite or of another shape.

    References
    ----------
    Nocedal and Wright (2006), Numerical Optimization, section 8.1; the complex step: Squire and Trapp (1998), SIAM
    Review 40, 110-112.

    Examples
    --------
    >>> print(f"{derivative(np.sin, 0.0, method='complex'):.1f}")
    1.0
    >>> abs(derivative(np.exp, 0.0, method="forward", step=0.5) - 1).round(4)
    np.float64(0.2974)
    """
    f, x = as_function(f, "f"), as_array(x, "x")
    h = _step(x, method, step)
    return SLOPES[method](lambda t: _values(f(x + t), x.shape), h)


def directional_derivative(f: Callable, x: ArrayLike, direction: ArrayLike, *, method: str = "central",
                           step: float | None = None) -> np.ndarray:
    """Return the slope of `f(x + t * direction)` at t = 0: `gradient @ direction`, or `jacobian @ direction`.

    Parameters
    ----------
    f : callable
        Maps a point, shape (n,), to a number or to a vector, shape (m,).
    x : ArrayLike, shape (n,)
        Where.
    direction : ArrayLike, shape (n,)
        Which way; a longer direction gives a larger slope.
    method : str
        "forward", "central" or "complex".
    step : float, optional
        The step h in t, positive. By default `STEPS[method] * max(1, abs(x).max()) / abs(direction).max()`.

    Returns
    -------
    np.ndarray, shape () or (m,)

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If a vector is not finite or of the wrong shape, `method` is unknown, or `step` is not positive.

    References
    ----------
    Nocedal and Wright (2006), Numerical Optimization, equation A.19.

    Examples
    --------
    >>> slope = directional_derivative(lambda x: x @ x, [1.0, 2.0], [1.0, 0.0])
    >>> print(f"{slope:.6f}")
    2.000000
    """
    f, x = as_function(f, "f"), as_vector(x, "x")
    direction = as_vector(direction, "direction", x.size)
    h = _step(np.abs(x).max(), method, step)
    if step is None:
        h = h / (np.abs(direction).max() or 1)  # how far x moves matters, not how long the direction is
    return SLOPES[method](lambda t: _values(f(x + t * direction)), h)


def gradient(f: Callable, x: ArrayLike, *, method: str = "central", step: float | None = None) -> np.ndarray:
    """Return the column of partial derivatives of a function of n variables; here, as everywhere, shape (n,).

    Parameters
    ----------
    f : callable
        Maps a point, shape (n,), to a number.
    x : ArrayLike, shape (n,)
        Where.
    method : str
        "forward", "central" or "complex".
    step : float, optional
        The step h, positive. By default `STEPS[method] * max(1, abs(x[i]))` along coordinate i.

    Returns
    -------
    np.ndarray, shape (n,)
        Cost: n + 1 values of f, 2 * n + 1 for central differences; reverse mode needs one pass.

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If `x` is not a finite vector, `f(x)` is not a finite number, `method` is unknown, or `step` is not positive.

    References
    ----------
    Nocedal and Wright (2006), Numerical Optimization, equations 8.1 and 8.7.

    Examples
    --------
    >>> gradient(lambda x: x[0] ** 2 * x[1], [3.0, 2.0], method="complex")
    array([12.,  9.])
    """
    as_function(f, "f")
    return jacobian(lambda z: _values(f(z), ())[None], x, method=method, step=step)[0]


def jacobian(f: Callable, x: ArrayLike, *, method: str = "central", step: float | None = None) -> np.ndarray:
    """Return the matrix whose entry (i, j) is the derivative of output i by input j: each row a gradient, lying down.

    Parameters
    ----------
    f : callable
        Maps a point, shape (n,), to a vector, shape (m,).
    x : ArrayLike, shape (n,)
        Where.
    method : str
        "forward", "central" or "complex".
    step : float, optional
        The step h, positive. By default `STEPS[method] * max(1, abs(x[j]))` along coordinate j.

    Returns
    -------
    np.ndarray, shape (m, n)

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If `x` or `f(x)` is not a finite vector, `method` is unknown, or `step` is not positive.

    References
    ----------
    Nocedal and Wright (2006), Numerical Optimization, equation A.13.

    Examples
    --------
    >>> jacobian(lambda x: np.array([x[0] * x[1], x[1]]), [3.0, 2.0], method="complex")
    array([[2., 3.],
           [0., 1.]])
    """
    f, x = as_function(f, "f"), as_vector(x, "x")
    here = as_vector(f(x), "f(x)")

    def along(e):
        return lambda t: here if t == 0 else _values(f(x + t * e), here.shape)

    steps = np.broadcast_to(_step(x, method, step), x.shape)
    return np.array([SLOPES[method](along(e), h) for e, h in zip(np.eye(x.size), steps, strict=True)]).T


def hessian(f: Callable, x: ArrayLike, *, step: float | None = None) -> np.ndarray:
    """Return the symmetric matrix of second derivatives, by central differences of central differences.

    Entry (i, j) is `(f(+, +) - f(+, -) - f(-, +) + f(-, -)) / (4 * h[i] * h[j])`, where the signs say which way
    coordinates i and j have moved. With a gradient at hand, `jacobian(gradient, x)` is cheaper and more accurate.

    Parameters
    ----------
    f : callable
        Maps a point, shape (n,), to a number.
    x : ArrayLike, shape (n,)
        Where.
    step : float, optional
        The step, positive. By default `eps**(1 / 4) * max(1, abs(x[i]))` along coordinate i: error about 1e-8.

    Returns
    -------
    np.ndarray, shape (n, n)
        Cost: 2 * n * (n + 1) values of f.

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If `x` is not a finite vector, a value of `f` is not a finite number, or `step` is not positive.

    References
    ----------
    Abramowitz and Stegun (1964), Handbook of Mathematical Functions, formula 25.3.26.

    Examples
    --------
    >>> hessian(lambda x: x[0] ** 2 * x[1], [3.0, 2.0]).round(5)
    array([[4., 6.],
           [6., 0.]])
    """
    f, x = as_function(f, "f"), as_vector(x, "x")
    h = np.full(x.size, as_positive(step, "step")) if step is not None else EPS**0.25 * np.maximum(1, np.abs(x))
    moves, H = np.diag(h), np.empty((x.size, x.size))

    def value(shift):
        return float(_values(f(x + shift), ()))

    for i, u in enumerate(moves):
        for j, v in enumerate(moves[: i + 1]):
            H[i, j] = H[j, i] = (value(u + v) - value(u - v) - value(v - u) + value(-u - v)) / h[i] / h[j] / 4
    return H


@dataclass(frozen=True, eq=False)
class TaylorModel:
    """Hold the Taylor polynomial `value + gradient @ d + d @ hessian @ d / 2`, where `d = x - center`.

    Attributes
    ----------
    center : np.ndarray, shape (n,)
        Where it touches the function.
    value : float
        The function there.
    gradient : np.ndarray, shape (n,)
        The gradient there.
    hessian : np.ndarray, shape (n, n)
        The Hessian there; zeros in a model of first order.

    Examples
    --------
    >>> model = TaylorModel(np.array([0.0]), 1.0, np.array([1.0]), np.array([[1.0]]))
    >>> float(model([0.5]))
    1.625
    """

    center: np.ndarray
    value: float
    gradient: np.ndarray
    hessian: np.ndarray

    def __call__(self, x: ArrayLike) -> np.ndarray:
        """Return the polynomial at each point.

        Parameters
        ----------
        x : ArrayLike, shape (..., n)
            One point, or many along the leading axes.

        Returns
        -------
        np.ndarray, shape (...)

        Raises
        ------
        TypeError
            If `x` holds anything but real numbers.
        ValueError
            If `x` is not finite, or its last axis is not n long.

        Examples
        --------
        >>> TaylorModel(np.zeros(2), 0.0, np.ones(2), np.zeros((2, 2)))([[1, 2], [3, 4]])
        array([3., 7.])
        """
        d = as_points(x, "x", self.center.size) - self.center
        return self.value + d @ self.gradient + np.sum(d @ self.hessian * d, axis=-1) / 2


def taylor(f: Callable, x: ArrayLike, order: int = 2) -> TaylorModel:
    """Return the line or plane (order 1), or the quadratic (order 2), that touches f at x.

    Parameters
    ----------
    f : callable
        Maps a point, shape (n,), to a number.
    x : ArrayLike, shape (n,)
        Where to touch.
    order : int
        0, 1 or 2.

    Returns
    -------
    TaylorModel

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If `order` is not 0, 1 or 2, `x` is not a finite vector, or a value of `f` is not a finite number.

    References
    ----------
    Nocedal and Wright (2006), Numerical Optimization, theorem 2.1.

    Examples
    --------
    >>> model = taylor(lambda x: np.exp(x[0]), [0.0])
    >>> print(f"{model([0.1]):.6f} {np.exp(0.1):.6f}")
    1.105000 1.105171
    """
    f, x = as_function(f, "f"), as_vector(x, "x")
    if as_count(order, "order", 0) > 2:
        raise ValueError(f"`order` must be 0, 1 or 2; got {order}.")
    g = gradient(f, x) if order > 0 else np.zeros(x.size)
    H = hessian(f, x) if order > 1 else np.zeros((x.size, x.size))
    return TaylorModel(x.copy(), as_real(f(x), "f(x)"), g, H)


def _step(x: np.ndarray, method: str, step: float | None) -> np.ndarray:
    as_choice(method, "method", SLOPES)
    return as_positive(step, "step") if step is not None else STEPS[method] * np.maximum(1, np.abs(x))


def _values(y: ArrayLike, shape: tuple | None = None) -> np.ndarray:
    """Return what f gave, real or complex, if it is finite and of the right shape."""
    y = np.asarray(y)
    if not np.iscomplexobj(y):
        y = as_array(y, "f(x)")
    if not np.isfinite(y).all():
        raise ValueError(f"`f(x)` must be finite; got {y[~np.isfinite(y)][0] if y.ndim else y}.")
    if shape is not None and y.shape != shape:
        raise ValueError(f"`f(x)` must be of shape {shape}; got shape {y.shape}.")
    return y


def _imaginary(y: np.ndarray) -> np.ndarray:
    if not np.iscomplexobj(y):
        raise TypeError("`f(x)` must be complex where x is, for the complex step; got real numbers.")
    return y.imag
