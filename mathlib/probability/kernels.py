"""Kernels: how strongly the values of a random function at two places go together; they add and multiply."""
from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.spatial.distance import cdist

from mathlib.checks import as_matrix, as_positive, as_vector

FAR = 1e100


class Kernel:
    """Describe the covariance of a random function at any two places; sums and products of kernels are kernels.

    References
    ----------
    Rasmussen and Williams (2006), Gaussian Processes for Machine Learning, section 4.2.4.

    Examples
    --------
    >>> kernel = 4 * RBF(2) + RBF(1) * Periodic(1, period=1)
    >>> kernel([0.0])
    array([[5.]])
    """

    def __call__(self, X: ArrayLike, Z: ArrayLike | None = None) -> np.ndarray:
        """Return the covariance of the values at X and at Z.

        Parameters
        ----------
        X : ArrayLike, shape (n,) or (n, d)
            Places, on the line or in d dimensions.
        Z : ArrayLike, shape (m,) or (m, d), optional
            Others; X again if not given.

        Returns
        -------
        np.ndarray, shape (n, m)

        Raises
        ------
        TypeError
            If an argument holds anything but real numbers.
        ValueError
            If X and Z differ in dimension, or a covariance is beyond 1.8e308.

        Examples
        --------
        >>> RBF(1)([0], [0, 1]).round(4)
        array([[1.    , 0.6065]])
        """
        X = as_inputs(X, "X")
        K = self._matrix(X, X if Z is None else as_inputs(Z, "Z", X.shape[1]))
        if not np.isfinite(K).all():
            raise ValueError("`X` must be places whose covariances can be held; got one beyond 1.8e308.")
        return K

    def __add__(self, other: Kernel) -> Sum:
        return Sum(self, _as_kernel(other))

    def __mul__(self, other: Kernel | float) -> Product:
        return Product(self, _as_kernel(other))

    __radd__, __rmul__ = __add__, lambda self, other: Product(_as_kernel(other), self)

    @property
    def theta(self) -> np.ndarray:
        """Return the logarithms of the hyperparameters, in order.

        Returns
        -------
        np.ndarray, shape (p,)

        Examples
        --------
        >>> (1 * RBF(math.e)).theta
        array([0., 1.])
        """
        return np.log([getattr(self, name) for name in self._hyperparameters()])

    def with_theta(self, theta: ArrayLike) -> Kernel:
        """Return the same kernel with other hyperparameters.

        Parameters
        ----------
        theta : ArrayLike, shape (p,)
            Their logarithms.

        Returns
        -------
        Kernel

        Raises
        ------
        TypeError
            If `theta` holds anything but real numbers.
        ValueError
            If `theta` is not p long, or too large or too small for a number.

        Examples
        --------
        >>> RBF(5).with_theta([0])
        RBF(length_scale=1.0)
        """
        theta = as_vector(theta, "theta", self.theta.size) if self.theta.size else ()
        fixed = {name: getattr(self, name) for name in self.__dataclass_fields__ if name not in self._hyperparameters()}
        with np.errstate(over="ignore"):  # what overflows is refused
            return type(self)(**dict(zip(self._hyperparameters(), np.exp(theta), strict=True)), **fixed)

    def gradients(self, X: ArrayLike) -> np.ndarray:
        """Return the derivatives of the covariance at X by each entry of `theta`.

        Parameters
        ----------
        X : ArrayLike, shape (n,) or (n, d)
            Places.

        Returns
        -------
        np.ndarray, shape (p, n, n)

        Raises
        ------
        TypeError
            If `X` holds anything but real numbers.
        ValueError
            If `X` is empty or not finite.

        Examples
        --------
        >>> RBF(1).gradients([0, 1]).round(4)
        array([[[0.    , 0.6065],
                [0.6065, 0.    ]]])
        """
        X = as_inputs(X, "X")
        return np.array(self._derivatives(X)).reshape(-1, len(X), len(X))

    # what a kernel states: arrays in, arrays out, unchecked
    def _hyperparameters(self) -> tuple[str, ...]:
        return tuple(self.__dataclass_fields__)

    def _matrix(self, X: np.ndarray, Z: np.ndarray) -> np.ndarray:
        raise NotImplementedError

    def _derivatives(self, X: np.ndarray) -> list[np.ndarray]:
        raise NotImplementedError

    def _diagonal(self, X: np.ndarray) -> np.ndarray:
        return np.ones(len(X))

    def __post_init__(self):
        for name in self.__dataclass_fields__:
            object.__setattr__(self, name, as_positive(getattr(self, name), name))


@dataclass(frozen=True)
class ConstantKernel(Kernel):
    """Describe a function that is one random number everywhere: covariance `variance`. A factor means the same.

    Parameters
    ----------
    variance : float
        Positive.

    References
    ----------
    Rasmussen and Williams (2006), Gaussian Processes for Machine Learning, table 4.1.

    Examples
    --------
    >>> ConstantKernel(3)([0, 1])
    array([[3., 3.],
           [3., 3.]])
    """

    variance: float = 1.0

    def _matrix(self, X, Z):
        return np.full((len(X), len(Z)), self.variance)

    def _diagonal(self, X):
        return np.full(len(X), self.variance)

    def _derivatives(self, X):
        return [self._matrix(X, X)]


@dataclass(frozen=True)
class RBF(Kernel):
    """Describe a function that is smooth without end: covariance `exp(-distance**2 / (2 * length_scale**2))`.

    Parameters
    ----------
    length_scale : float
        Over which it changes, positive.

    References
    ----------
    Rasmussen and Williams (2006), Gaussian Processes for Machine Learning, equation 4.9.

    Examples
    --------
    >>> RBF(2)([0], [2]).round(4)
    array([[0.6065]])
    """

    length_scale: float = 1.0

    def _matrix(self, X, Z):
        return np.exp(-0.5 * _distances(X, Z, self.length_scale) ** 2)

    def _derivatives(self, X):
        return [self._matrix(X, X) * _distances(X, X, self.length_scale) ** 2]


@dataclass(frozen=True)
class Matern(Kernel):
    """Describe a function that is smooth to a degree: nu = 1/2 continuous, 3/2 once, 5/2 twice differentiable.

    With `s = sqrt(2 * nu) * distance / length_scale` the covariance is `exp(-s)` times 1, `1 + s`, `1 + s + s**2 / 3`.

    Parameters
    ----------
    length_scale : float
        Over which it changes, positive.
    nu : float
        0.5, 1.5 or 2.5; it is not fitted.

    Raises
    ------
    ValueError
        If `nu` is anything else, or `length_scale` not positive.

    References
    ----------
    Rasmussen and Williams (2006), Gaussian Processes for Machine Learning, equation 4.17.

    Examples
    --------
    >>> Matern(1, nu=0.5)([0], [1]).round(4)
    array([[0.3679]])
    """

    length_scale: float = 1.0
    nu: float = 1.5

    def __post_init__(self):
        super().__post_init__()
        if self.nu not in (0.5, 1.5, 2.5):
            raise ValueError(f"`nu` must be 0.5, 1.5 or 2.5; got {self.nu:g}.")

    def _hyperparameters(self):
        return ("length_scale",)

    def _scaled(self, X, Z):
        return math.sqrt(2 * self.nu) * _distances(X, Z, self.length_scale)

    def _matrix(self, X, Z):
        s = self._scaled(X, Z)
        return {0.5: 1.0, 1.5: 1 + s, 2.5: 1 + s + s**2 / 3}[self.nu] * np.exp(-s)

    def _derivatives(self, X):
        s = self._scaled(X, X)
        return [{0.5: s, 1.5: s**2, 2.5: s**2 * (1 + s) / 3}[self.nu] * np.exp(-s)]


@dataclass(frozen=True)
class Periodic(Kernel):
    """Describe a function that repeats itself: covariance `exp(-2 * (sin(pi * distance / period) / length_scale)**2)`.

    It is one on the line only: in the plane the same formula has negative eigenvalues, and is refused.

    Parameters
    ----------
    length_scale : float
        How much it changes within a period: the smaller, the more. Positive.
    period : float
        After which it repeats, positive.

    References
    ----------
    Rasmussen and Williams (2006), Gaussian Processes for Machine Learning, equation 4.31. MacKay (1998), Introduction
    to Gaussian processes.

    Examples
    --------
    >>> Periodic(1, period=2)([0], [0, 1, 2]).round(4)
    array([[1.    , 0.1353, 1.    ]])
    """

    length_scale: float = 1.0
    period: float = 1.0

    def _matrix(self, X, Z):
        if X.shape[1] != 1:  # in the plane, a function of the distance that repeats is no covariance
            raise ValueError(f"`X` must be places on the line for a Periodic kernel; got {X.shape[1]} dimensions.")
        return np.exp(-2 * self._chord(math.pi * _distances(X, Z, self.period)) ** 2)

    def _derivatives(self, X):
        angle, K = math.pi * _distances(X, X, self.period), self._matrix(X, X)
        s = self._chord(angle)
        return [4 * s**2 * K, 4 * angle * np.cos(angle) * s * (K / self.length_scale)]

    def _chord(self, angle):
        with np.errstate(over="ignore"):
            return np.clip(np.sin(angle) / self.length_scale, -FAR, FAR)


@dataclass(frozen=True)
class RationalQuadratic(Kernel):
    """Describe a mixture of length scales: covariance `(1 + distance**2 / (2 * alpha * length_scale**2)) ** -alpha`.

    Parameters
    ----------
    length_scale : float
        Over which it changes, positive.
    alpha : float
        The greater, the closer to an RBF. Positive.

    References
    ----------
    Rasmussen and Williams (2006), Gaussian Processes for Machine Learning, equation 4.19.

    Examples
    --------
    >>> RationalQuadratic(1, alpha=1)([0], [2]).round(4)
    array([[0.3333]])
    """

    length_scale: float = 1.0
    alpha: float = 1.0

    def _base(self, X, Z):
        with np.errstate(over="ignore"):
            return np.minimum(_distances(X, Z, self.length_scale) ** 2 / 2 / self.alpha, FAR**2)

    def _matrix(self, X, Z):
        return np.exp(-self.alpha * np.log1p(self._base(X, Z)))

    def _derivatives(self, X):
        base, K = self._base(X, X), self._matrix(X, X)
        share = base / (1 + base)
        return [2 * self.alpha * share * K, self.alpha * (share - np.log1p(base)) * K]


@dataclass(frozen=True)
class LinearKernel(Kernel):
    """Describe a straight line through 0 with a random slope: covariance `x @ z`. It has no hyperparameter.

    References
    ----------
    Rasmussen and Williams (2006), Gaussian Processes for Machine Learning, section 4.2.2.

    Examples
    --------
    >>> LinearKernel()([2], [3])
    array([[6.]])
    """

    def _matrix(self, X, Z):
        with np.errstate(over="ignore", invalid="ignore"):  # what overflows is refused
            return X @ Z.T

    def _diagonal(self, X):
        with np.errstate(over="ignore"):
            return np.sum(X**2, axis=1)

    def _derivatives(self, X):
        return []


@dataclass(frozen=True)
class Sum(Kernel):
    """Describe the sum of two independent random functions: covariances add.

    Parameters
    ----------
    left, right : Kernel
        Theirs.

    References
    ----------
    Rasmussen and Williams (2006), Gaussian Processes for Machine Learning, section 4.2.4.

    Examples
    --------
    >>> (RBF(1) + RBF(2))([0])
    array([[2.]])
    """

    left: Kernel
    right: Kernel

    def __post_init__(self):
        pass

    @property
    def theta(self) -> np.ndarray:
        """Return the logarithms of the hyperparameters, those on the left first.

        Returns
        -------
        np.ndarray, shape (p,)

        Examples
        --------
        >>> (RBF(1) + RBF(1)).theta
        array([0., 0.])
        """
        return np.concatenate([self.left.theta, self.right.theta])

    def with_theta(self, theta: ArrayLike) -> Kernel:
        """Return the same kernel with other hyperparameters.

        Parameters
        ----------
        theta : ArrayLike, shape (p,)
            Their logarithms.

        Returns
        -------
        Kernel

        Raises
        ------
        TypeError
            If `theta` holds anything but real numbers.
        ValueError
            If `theta` is not p long.

        Examples
        --------
        >>> (RBF(5) + RBF(5)).with_theta([0, 0])
        Sum(left=RBF(length_scale=1.0), right=RBF(length_scale=1.0))
        """
        p = self.left.theta.size
        theta = as_vector(theta, "theta", self.theta.size) if self.theta.size else np.empty(0)
        return type(self)(self.left.with_theta(theta[:p]), self.right.with_theta(theta[p:]))

    def _matrix(self, X, Z):
        return self.left._matrix(X, Z) + self.right._matrix(X, Z)

    def _diagonal(self, X):
        return self.left._diagonal(X) + self.right._diagonal(X)

    def _derivatives(self, X):
        return [*self.left._derivatives(X), *self.right._derivatives(X)]


@dataclass(frozen=True)
class Product(Sum):
    """Describe two effects that scale each other, as a season whose shape drifts: covariances multiply.

    Parameters
    ----------
    left, right : Kernel
        Theirs.

    References
    ----------
    Schur (1911), Journal fuer die reine und angewandte Mathematik 140, 1-28: the product has no negative eigenvalue.

    Examples
    --------
    >>> (2 * RBF(1))([0])
    array([[2.]])
    """

    def _matrix(self, X, Z):
        return self.left._matrix(X, Z) * self.right._matrix(X, Z)

    def _diagonal(self, X):
        return self.left._diagonal(X) * self.right._diagonal(X)

    def _derivatives(self, X):
        L, R = self.left._matrix(X, X), self.right._matrix(X, X)
        return [D * R for D in self.left._derivatives(X)] + [L * D for D in self.right._derivatives(X)]


def _distances(X: np.ndarray, Z: np.ndarray, unit: float) -> np.ndarray:
    """Return distances in a unit; what is farther than 1e100 is put there, so that cubes stay numbers."""
    with np.errstate(over="ignore"):
        return np.minimum(cdist(X, Z) / unit, FAR)


def as_inputs(X: ArrayLike, name: str, d: int | None = None) -> np.ndarray:
    """Return places as rows: a vector is n places on the line."""
    try:
        on_the_line = np.ndim(X) == 1
    except ValueError:  # rows of different lengths
        on_the_line = False
    return as_vector(X, name)[:, None] if on_the_line and d in (None, 1) else as_matrix(X, name, (None, d))


def _as_kernel(other: Kernel | float) -> Kernel:
    return other if isinstance(other, Kernel) else ConstantKernel(as_positive(other, "variance"))
