"""What second derivatives say: the kind of a critical point, and where Newton's quadratic has its own."""
from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from mathlib.checks import as_matrix, as_nonnegative, as_vector


def classify_critical_point(hessian: ArrayLike, *, tolerance: float = 1e-8) -> str:
    """Say what a point with gradient 0 is, from the signs of the eigenvalues of the Hessian there.

    Parameters
    ----------
    hessian : ArrayLike, shape (n, n)
        Symmetric.
    tolerance : float
        Eigenvalues of at most this part of the largest in size count as 0; not negative.

    Returns
    -------
    str
        "minimum" if all are positive, "maximum" if all are negative, "saddle" if some are of either sign; else
        "undecided": `x**4`, `-x**4` and `x**3` have the same Hessian at 0.

    Raises
    ------
    TypeError
        If an argument holds anything but real numbers.
    ValueError
        If `hessian` is not square, finite and symmetric, or `tolerance` is negative.

    References
    ----------
    Nocedal and Wright (2006), Numerical Optimization, theorems 2.3 and 2.4.

    Examples
    --------
    >>> classify_critical_point([[2, 0], [0, -2]])
    'saddle'
    >>> classify_critical_point([[2, 0], [0, 0]])
    'undecided'
    """
    eigenvalues = np.linalg.eigvalsh(_as_symmetric(hessian))
    zero = as_nonnegative(tolerance, "tolerance") * np.abs(eigenvalues).max()
    up, down = (eigenvalues > zero).sum(), (eigenvalues < -zero).sum()
    if up and down:
        return "saddle"
    return {up: "minimum", down: "maximum"}.get(len(eigenvalues), "undecided")


def newton_step(gradient: ArrayLike, hessian: ArrayLike) -> np.ndarray:
    """Return the step to the critical point of the Taylor quadratic: the d that solves `hessian @ d = -gradient`.

    It leads to whatever that critical point is: with a negative eigenvalue it is a saddle or a maximum.

    Parameters
    ----------
    gradient : ArrayLike, shape (n,)
        At the current point.
    hessian : ArrayLike, shape (n, n)
        There, symmetric.

    Returns
    -------
    np.ndarray, shape (n,)
        Cost: O(n**3); the Hessian is never inverted.

    Raises
    ------
    TypeError
        If an argument holds anything but real numbers.
    ValueError
        If shapes do not fit, or `hessian` is not finite and symmetric.
    np.linalg.LinAlgError
        If `hessian` is singular, as far as floating point can tell.

    References
    ----------
    Nocedal and Wright (2006), Numerical Optimization, equation 2.15.

    Examples
    --------
    >>> newton_step([2.0, -4.0], [[2, 0], [0, 4]])
    array([-1.,  1.])
    """
    H = _as_symmetric(hessian)
    g = as_vector(gradient, "gradient", len(H))
    regular = np.linalg.matrix_rank(H, hermitian=True) == len(H)
    step = np.linalg.solve(H, -g) if regular else np.array(np.nan)
    if not np.isfinite(step).all():
        raise np.linalg.LinAlgError("`hessian` must have no eigenvalue 0 for a step to be defined; got a singular one.")
    return step


def _as_symmetric(hessian: ArrayLike) -> np.ndarray:
    H = as_matrix(hessian, "hessian", square=True)
    if np.abs(H / 2 - H.T / 2).max() > 0.5e-8 * np.abs(H).max():
        raise ValueError(f"`hessian` must be symmetric; got entries that differ by {np.abs(H - H.T).max():g} across "
                         "its diagonal.")
    return H / 2 + H.T / 2  # halves first: no sum overflows
