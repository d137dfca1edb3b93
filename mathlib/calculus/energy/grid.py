"""An energy-based model of one number, small enough to know everything about it: the density lives on a grid."""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from mathlib.calculus.activations import logsumexp
from mathlib.checks import as_array, as_count, as_function, as_positive, as_real, as_rng, as_vector


def double_well(x: ArrayLike, *, barrier: float = 1.0, tilt: float = 0.0) -> np.ndarray:
    """Return the energy `barrier * (x**2 - 1)**2 + tilt * x`: two valleys, at about -1 and 1.

    Parameters
    ----------
    x : ArrayLike, any shape
        Where.
    barrier : float
        The height between the valleys.
    tilt : float
        How much higher the right one is, per unit of x.

    Returns
    -------
    np.ndarray, same shape

    Raises
    ------
    TypeError
        If an argument holds anything but real numbers.
    ValueError
        If an argument or an energy is not finite.

    References
    ----------
    Landau and Lifshitz (1980), Statistical Physics, part 1, section 142: the quartic energy of a phase transition.

    Examples
    --------
    >>> double_well([-1, 0, 1], barrier=2, tilt=0.5)
    array([-0.5,  2. ,  0.5])
    """
    x, barrier, tilt = as_array(x, "x"), as_real(barrier, "barrier"), as_real(tilt, "tilt")
    with np.errstate(over="ignore"):
        return as_array(barrier * (x**2 - 1) ** 2 + tilt * x, "the energy")


@dataclass(frozen=True, eq=False)
class GridEBM:
    """Describe the density `exp(-energy(x) / temperature) / Z` on n equally spaced points, by the trapezoid rule.

    Parameters
    ----------
    energy : callable
        Maps an array of points to their energies.
    a, b : float
        Where it lives, `a < b`; outside, the density counts as 0.
    temperature : float
        Positive: the higher, the flatter the density.
    n : int
        The number of points.

    Attributes
    ----------
    x : np.ndarray, shape (n,)
        The points.
    energies : np.ndarray, shape (n,)
        The energy of each.

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If a number is out of its range, or an energy is not finite.

    References
    ----------
    LeCun, Chopra, Hadsell, Ranzato and Huang (2006), A Tutorial on Energy-Based Learning, section 1.3.

    Examples
    --------
    >>> model = GridEBM(lambda x: x**2 / 2, -10, 10)
    >>> print(f"{np.exp(model.log_partition()):.6f}")  # sqrt(2 * pi)
    2.506628
    """

    energy: Callable
    a: float
    b: float
    temperature: float = 1.0
    n: int = 2001

    def __post_init__(self):
        as_function(self.energy, "energy")
        a, b = as_real(self.a, "a"), as_real(self.b, "b")
        if a >= b:
            raise ValueError(f"`b` must be greater than a, {a:g}; got {b:g}.")
        as_positive(self.temperature, "temperature")
        x = np.linspace(a, b, as_count(self.n, "n", 2))
        object.__setattr__(self, "x", x)
        object.__setattr__(self, "energies", as_vector(self.energy(x), "energy(x)", x.size))

    def log_partition(self) -> float:
        """Return the logarithm of Z, the integral of `exp(-energy / temperature)`.

        Returns
        -------
        float

        Examples
        --------
        >>> print(f"{GridEBM(np.zeros_like, 0, 1).log_partition():.6f}")
        0.000000
        """
        return float(logsumexp(self._log_masses()))

    def density(self) -> np.ndarray:
        """Return the density at every point of the grid.

        Returns
        -------
        np.ndarray, shape (n,)
            Its integral by the trapezoid rule is 1.

        Examples
        --------
        >>> GridEBM(np.zeros_like, 0, 2, n=3).density()
        array([0.5, 0.5, 0.5])
        """
        return np.exp(-self.energies / self.temperature - self.log_partition())

    def expectation(self, f: Callable) -> float:
        """Return the mean of f(x) under the density.

        Parameters
        ----------
        f : callable
            Maps an array of points to the values there.

        Returns
        -------
        float

        Raises
        ------
        TypeError
            If `f` is no function.
        ValueError
            If a value is not finite, or there is not one for each point.

        Examples
        --------
        >>> print(f"{GridEBM(np.zeros_like, 0, 1).expectation(lambda x: x):.6f}")
        0.500000
        """
        values = as_vector(as_function(f, "f")(self.x), "f(x)", self.x.size)
        return float(self._masses() @ values)

    def mean_energy(self) -> float:
        """Return the mean energy: minus the derivative of log Z by the inverse temperature.

        Returns
        -------
        float

        Examples
        --------
        >>> print(f"{GridEBM(lambda x: x**2 / 2, -10, 10, temperature=1.0).mean_energy():.6f}")
        0.500000
        """
        return float(self._masses() @ self.energies)

    def sample(self, n: int, *, rng: np.random.Generator) -> np.ndarray:
        """Draw points of the grid, in proportion to their mass.

        Parameters
        ----------
        n : int
            How many.
        rng : np.random.Generator
            Where chance comes from.

        Returns
        -------
        np.ndarray, shape (n,)

        Raises
        ------
        TypeError
            If an argument is of the wrong kind.
        ValueError
            If `n` is less than 1.

        Examples
        --------
        >>> GridEBM(lambda x: 1000 * x, 0, 1, n=11).sample(3, rng=np.random.default_rng(0))
        array([0., 0., 0.])
        """
        return as_rng(rng).choice(self.x, as_count(n, "n"), p=self._masses())

    def _log_masses(self) -> np.ndarray:
        """Return the log of what each point contributes to Z: the trapezoid's weight is half a step at the ends."""
        width = np.full(self.x.size, self.x[1] - self.x[0])
        width[[0, -1]] /= 2
        return np.log(width) - self.energies / self.temperature

    def _masses(self) -> np.ndarray:
        return np.exp(self._log_masses() - self.log_partition())
