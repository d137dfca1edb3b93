"""Landscapes to walk on: functions that know their own gradient, Hessian and minimiser."""
from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from mathlib.checks import as_matrix, as_points


@dataclass(frozen=True, eq=False)
class Quadratic:
    """Measure `0.5 * x @ H @ x`: a bowl, a ravine or a saddle, as the eigenvalues of H decide.

    Parameters
    ----------
    matrix : ArrayLike, shape (n, n)
        The symmetric matrix H. A bowl that is not centred on 0 is this one, moved.

    Raises
    ------
    TypeError
        If `matrix` holds anything but real numbers.
    ValueError
        If `matrix` is not square, finite and exactly symmetric.

    References
    ----------
    Boyd and Vandenberghe (2004), Convex Optimization, section 3.1.4; ravines: Polyak (1987), Introduction to
    Optimization, section 1.4.

    Examples
    --------
    >>> ravine = Quadratic([[1, 0], [0, 100]])
    >>> float(ravine([1, 1]))
    50.5
    >>> ravine.gradient([1, 1])
    array([  1., 100.])
    """

    matrix: np.ndarray

    def __post_init__(self):
        H = as_matrix(self.matrix, "matrix", square=True)
        if (H != H.T).any():
            raise ValueError(f"`matrix` must be symmetric; got entries that differ by {np.abs(H - H.T).max():g} across "
                             "its diagonal. Its symmetric part `(H + H.T) / 2` measures the same.")
        object.__setattr__(self, "matrix", H.copy())  # the landscape stays, whatever the caller does with theirs

    def __call__(self, x: ArrayLike) -> np.ndarray:
        """Return the height over each point.

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
        >>> Quadratic([[2, 0], [0, 2]])([[0, 0], [3, 4]])
        array([ 0., 25.])
        """
        x = as_points(x, "x", len(self.matrix))
        return 0.5 * np.sum(x @ self.matrix * x, axis=-1)

    def gradient(self, x: ArrayLike) -> np.ndarray:
        """Return the gradient `H @ x` at each point.

        Parameters
        ----------
        x : ArrayLike, shape (..., n)
            One point, or many along the leading axes.

        Returns
        -------
        np.ndarray, shape (..., n)

        Raises
        ------
        TypeError
            If `x` holds anything but real numbers.
        ValueError
            If `x` is not finite, or its last axis is not n long.

        Examples
        --------
        >>> Quadratic([[2, 1], [1, 2]]).gradient([1, -1])
        array([ 1., -1.])
        """
        return as_points(x, "x", len(self.matrix)).dot(self.matrix)  # x @ H is (H @ x).T, H being symmetric

    def hessian(self, x: ArrayLike) -> np.ndarray:
        """Return the matrix of second derivatives at each point: H, everywhere.

        Parameters
        ----------
        x : ArrayLike, shape (..., n)
            One point, or many along the leading axes.

        Returns
        -------
        np.ndarray, shape (..., n, n)

        Raises
        ------
        TypeError
            If `x` holds anything but real numbers.
        ValueError
            If `x` is not finite, or its last axis is not n long.

        Examples
        --------
        >>> Quadratic([[2, 1], [1, 2]]).hessian([5, 7])
        array([[2., 1.],
               [1., 2.]])
        """
        x = as_points(x, "x", len(self.matrix))
        return np.broadcast_to(self.matrix, x.shape[:-1] + self.matrix.shape).copy()

    @property
    def curvatures(self) -> np.ndarray:
        """Return the eigenvalues of H, the smallest first.

        Returns
        -------
        np.ndarray, shape (n,)

        Examples
        --------
        >>> Quadratic([[1, 0], [0, 100]]).curvatures
        array([  1., 100.])
        """
        return np.linalg.eigvalsh(self.matrix)

    @property
    def minimizer(self) -> np.ndarray:
        """Return the lowest point, which is 0; where H is singular it is one of many.

        Returns
        -------
        np.ndarray, shape (n,)

        Raises
        ------
        np.linalg.LinAlgError
            If an eigenvalue is negative beyond rounding (n * 2.2e-16 of the largest): there is no lowest point.

        Examples
        --------
        >>> Quadratic([[1, 0], [0, 100]]).minimizer
        array([0., 0.])
        """
        curvatures = self.curvatures
        if curvatures[0] < -len(curvatures) * np.finfo(float).eps * np.abs(curvatures).max():
            raise np.linalg.LinAlgError("`matrix` must have no negative eigenvalue for a lowest point to exist; "
                                        f"got {curvatures[0]:g}.")
        return np.zeros(len(curvatures))
