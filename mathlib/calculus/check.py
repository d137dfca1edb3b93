"""Check a gradient that was derived by hand, or by a program, against differences of the function itself."""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from mathlib.calculus.derivatives import EPS, STEPS, gradient
from mathlib.checks import as_array, as_function, as_positive


@dataclass(frozen=True, eq=False)
class GradientCheck:
    """Hold the outcome of `check_gradient`; it counts as true if it passed.

    Attributes
    ----------
    passed : bool
        The claimed gradient is the measured one, as far as differences can tell.
    error : float
        The length of their difference, over the length of the longer one; 0 if both are 0.
    claimed : np.ndarray, the shape of x
        What the gradient function returned.
    measured : np.ndarray, the shape of x
        What central differences gave.

    Examples
    --------
    >>> bool(GradientCheck(False, 0.5, np.ones(1), np.full(1, 2.0)))
    False
    """

    passed: bool
    error: float
    claimed: np.ndarray
    measured: np.ndarray

    def __bool__(self) -> bool:
        return self.passed


def check_gradient(f: Callable, gradient_of_f: Callable, x: ArrayLike, *, tolerance: float = 1e-6) -> GradientCheck:
    """Compare a gradient with central differences of its function at x.

    It passes if `norm(claimed - measured) <= tolerance * max(norm(claimed), norm(measured)) + noise`, where the noise,
    `norm(10 * eps * abs(f(x)) / steps)`, is what rounding does to the differences. Choose x with no entry 0 and no
    two equal: at special points wrong gradients happen to be right, and at a minimum nothing but rounding is measured.

    Parameters
    ----------
    f : callable
        Maps an array of the shape of x to a number.
    gradient_of_f : callable
        Maps an array of the shape of x to the gradient there, of the same shape.
    x : ArrayLike, any shape
        Where to compare: a vector, or a matrix of weights.
    tolerance : float
        The largest relative error that passes.

    Returns
    -------
    GradientCheck

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If the gradient has another shape than x, or any value is not finite.

    References
    ----------
    Griewank and Walther (2008), Evaluating Derivatives, chapter 1: why differences check, but do not replace.

    Examples
    --------
    >>> check_gradient(lambda x: x @ x, lambda x: 2 * x, [1.0, 2.0]).passed
    True
    >>> check_gradient(lambda x: x @ x, lambda x: x, [1.0, 2.0]).error.round(2)
    np.float64(0.5)
    """
    x = as_array(x, "x")
    tolerance, f = as_positive(tolerance, "tolerance"), as_function(f, "f")
    claimed = as_array(as_function(gradient_of_f, "gradient_of_f")(x), "gradient_of_f(x)")
    if claimed.shape != x.shape:
        raise ValueError(f"`gradient_of_f(x)` must be of the shape of x, {x.shape}; got shape {claimed.shape}.")
    measured = gradient(lambda flat: f(flat.reshape(x.shape)), x.ravel()).reshape(x.shape)
    size = max(np.linalg.norm(claimed), np.linalg.norm(measured))
    gap = np.linalg.norm(claimed - measured)
    noise = np.linalg.norm(10 * EPS * float(f(x)) / (STEPS["central"] * np.maximum(1, np.abs(x))))
    return GradientCheck(bool(gap <= tolerance * size + noise), gap / size if size else 0.0, claimed, measured)
