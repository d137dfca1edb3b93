"""Forward-mode automatic differentiation: numbers that carry their slope along.

A dual number is `value + slope * e` with `e * e = 0`. Whatever is computed with it, the chain rule updates the slope in
the same stroke, exactly: nothing is subtracted, and no step is chosen.
"""
from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from mathlib.calculus.rules import COMPARISONS, PARTIALS, Traced, check_factors, check_operation, check_shapes
from mathlib.checks import as_array, as_function, as_vector


class Dual(Traced):
    """Hold a value and its derivative by one hidden variable; compute with it as with an array.

    Parameters
    ----------
    value : ArrayLike, any shape
        The number, or numbers.
    slope : ArrayLike, same shape
        The derivative of each; 1 for the variable itself, 0 for a constant.

    Attributes
    ----------
    value : np.ndarray
        The number, or numbers.
    slope : np.ndarray, same shape
        The derivative of each.

    Raises
    ------
    TypeError
        If a part holds anything but real numbers.
    ValueError
        If a part is not finite, or they have different shapes.

    References
    ----------
    Griewank and Walther (2008), Evaluating Derivatives, section 3.1. Clifford (1871), Proceedings of the London
    Mathematical Society 4, 381-395.

    Examples
    --------
    >>> x = Dual(3.0, 1.0)
    >>> x * x + 1
    Dual(value=10.0, slope=6.0)
    >>> np.exp(0 * x)
    Dual(value=1.0, slope=0.0)
    """

    def __init__(self, value: ArrayLike, slope: ArrayLike):
        self.value, self.slope = as_array(value, "value"), as_array(slope, "slope")
        if self.value.shape != self.slope.shape:
            raise ValueError(f"`slope` must be of the shape of value, {self.value.shape}; "
                             f"got shape {self.slope.shape}.")

    def __array_ufunc__(self, ufunc, method, *inputs, **kwargs):
        check_operation(ufunc, method, kwargs)
        values = [x.value if isinstance(x, Dual) else as_array(x, "operand") for x in inputs]
        if ufunc in COMPARISONS:
            return ufunc(*values)
        if ufunc is np.matmul:
            check_factors(*values)
            slopes = [x.slope if isinstance(x, Dual) else np.zeros(np.shape(x)) for x in inputs]
            return _dual(values[0] @ values[1], slopes[0] @ values[1] + values[0] @ slopes[1])
        check_shapes(ufunc, values)
        value = ufunc(*values)
        slope = sum(partial(*values) * x.slope for partial, x in zip(PARTIALS[ufunc], inputs, strict=True)
                    if isinstance(x, Dual))
        return _dual(value, np.broadcast_to(slope, np.shape(value)))

    def __getitem__(self, index) -> Dual:
        return _dual(self.value[index], self.slope[index])

    def __repr__(self) -> str:
        return f"Dual(value={self.value.tolist()}, slope={self.slope.tolist()})"

    @property
    def T(self) -> Dual:
        """Return the array with its axes in reverse order.

        Returns
        -------
        Dual

        Examples
        --------
        >>> Dual([[1.0, 2.0]], [[1.0, 0.0]]).T
        Dual(value=[[1.0], [2.0]], slope=[[1.0], [0.0]])
        """
        return _dual(self.value.T, self.slope.T)

    def reshape(self, *shape: int | tuple[int, ...]) -> Dual:
        """Return the same entries in another shape.

        Parameters
        ----------
        *shape : int, or one tuple
            The new shape.

        Returns
        -------
        Dual

        Examples
        --------
        >>> Dual([1.0, 2.0], [1.0, 0.0]).reshape(2, 1)
        Dual(value=[[1.0], [2.0]], slope=[[1.0], [0.0]])
        """
        return _dual(self.value.reshape(*shape), self.slope.reshape(*shape))

    def sum(self, axis: int | None = None) -> Dual:
        """Return the sum along an axis, or of all.

        Parameters
        ----------
        axis : int, optional
            The axis that disappears.

        Returns
        -------
        Dual

        Examples
        --------
        >>> Dual([1.0, 2.0], [1.0, 0.0]).sum()
        Dual(value=3.0, slope=1.0)
        """
        return _dual(self.value.sum(axis=axis), self.slope.sum(axis=axis))


def forward_derivative(f: Callable, x: ArrayLike, direction: ArrayLike) -> np.ndarray:
    """Return the slope of `f(x + t * direction)` at t = 0, exactly: one column of the Jacobian for one pass through f.

    Parameters
    ----------
    f : callable
        Maps a vector, shape (n,), to a number or an array, by NumPy's arithmetic and elementary functions.
    x : ArrayLike, shape (n,)
        Where.
    direction : ArrayLike, shape (n,)
        Which way.

    Returns
    -------
    np.ndarray, the shape of f(x)
        Cost: about two to three times that of f.

    Raises
    ------
    TypeError
        If an argument is of the wrong kind, or f uses an operation without a known derivative.
    ValueError
        If a vector is not finite or of the wrong length, or the value or the slope is not finite.

    References
    ----------
    Griewank and Walther (2008), Evaluating Derivatives, section 3.1.

    Examples
    --------
    >>> forward_derivative(lambda x: x[0] ** 2 * x[1], [3.0, 2.0], [1.0, 0.0])
    array(12.)
    """
    x = as_vector(x, "x")
    with np.errstate(all="ignore"):  # what is not finite in the end is refused in words
        y = as_function(f, "f")(Dual(x, as_vector(direction, "direction", x.size)))
    if not isinstance(y, Dual):
        return np.zeros(np.shape(as_array(y, "f(x)")))  # a constant
    as_array(y.value, "f(x)")
    return as_array(y.slope, "the slope of f")


def _dual(value: np.ndarray, slope: np.ndarray) -> Dual:
    """Make a dual number without looking at it again."""
    dual = Dual.__new__(Dual)
    dual.value, dual.slope = np.asarray(value), np.asarray(slope)
    return dual
