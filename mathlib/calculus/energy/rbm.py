"""The restricted Boltzmann machine: binary units in two layers, an energy, and everything that follows from it.

`energy(v, h) = -v @ W @ h - b @ v - c @ h`, and `p(v, h) = exp(-energy) / Z`, where Z is a sum over all states. Within
a layer no unit talks to another: given one layer, the units of the other are independent, and can be summed out.
"""
from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from mathlib.calculus.activations import _logsumexp, _sigmoid, _softplus
from mathlib.checks import as_count, as_matrix, as_nonnegative, as_points, as_real, as_rng, as_vector

LARGEST = 16  # units in a layer whose 2**16 states may all be visited


@dataclass(frozen=True, eq=False)
class RBM:
    """Describe a restricted Boltzmann machine.

    Parameters
    ----------
    W : ArrayLike, shape (n_visible, n_hidden)
        Weights: the positive pull two units together.
    b : ArrayLike, shape (n_visible,)
        The bias of each visible unit.
    c : ArrayLike, shape (n_hidden,)
        The bias of each hidden unit.

    Raises
    ------
    TypeError
        If an argument holds anything but real numbers.
    ValueError
        If shapes do not fit, or an entry is not finite.

    References
    ----------
    Smolensky (1986), in Parallel Distributed Processing 1, chapter 6. Hinton (2002), Neural Computation 14, 1771-1800.

    Examples
    --------
    >>> rbm = RBM(np.zeros((2, 1)), np.zeros(2), np.zeros(1))
    >>> print(f"{np.exp(rbm.log_partition_exact()):.1f}")  # 2**3 states, all of energy 0
    8.0
    """

    W: np.ndarray
    b: np.ndarray
    c: np.ndarray

    def __post_init__(self):
        W = as_matrix(self.W, "W")
        object.__setattr__(self, "W", W.copy())
        object.__setattr__(self, "b", as_vector(self.b, "b", W.shape[0]).copy())
        object.__setattr__(self, "c", as_vector(self.c, "c", W.shape[1]).copy())

    def energy(self, v: ArrayLike, h: ArrayLike) -> np.ndarray:
        """Return the energy of each pair of states, `-v @ W @ h - b @ v - c @ h`.

        Parameters
        ----------
        v : ArrayLike, shape (..., n_visible), of 0 and 1
            States of the visible layer.
        h : ArrayLike, shape (..., n_hidden), of 0 and 1
            States of the hidden layer, as many.

        Returns
        -------
        np.ndarray, shape (...)

        Raises
        ------
        TypeError
            If a state holds anything but real numbers.
        ValueError
            If a state has an entry that is not 0 or 1, or shapes do not fit.

        References
        ----------
        Hinton (2012), A Practical Guide to Training Restricted Boltzmann Machines, equation 1.

        Examples
        --------
        >>> RBM([[2.0]], [1.0], [0.5]).energy([[0], [1]], [[1], [1]])
        array([-0.5, -3.5])
        """
        v, h = _as_states(v, "v", self.b.size), _as_states(h, "h", self.c.size)
        if v.shape[:-1] != h.shape[:-1]:
            raise ValueError(f"`h` must be as many states as v, {v.shape[:-1]}; got {h.shape[:-1]}.")
        return -np.sum((v @ self.W) * h, axis=-1) - v @ self.b - h @ self.c

    def free_energy(self, v: ArrayLike) -> np.ndarray:
        """Return `-b @ v - sum(softplus(c + v @ W))`: the energy of v after every state of h has been summed out.

        `exp(-free_energy(v))` is the sum of `exp(-energy(v, h))` over all h.

        Parameters
        ----------
        v : ArrayLike, shape (..., n_visible), of 0 and 1
            States of the visible layer.

        Returns
        -------
        np.ndarray, shape (...)

        Raises
        ------
        TypeError
            If `v` holds anything but real numbers.
        ValueError
            If `v` has an entry that is not 0 or 1, or another length.

        References
        ----------
        Hinton (2012), A Practical Guide to Training Restricted Boltzmann Machines, equation 18.

        Examples
        --------
        >>> print(RBM([[0.0]], [1.0], [0.0]).free_energy([1]).round(4))  # -1 - log(2)
        -1.6931
        """
        return self._free_energy(_as_states(v, "v", self.b.size))

    def hidden_probabilities(self, v: ArrayLike) -> np.ndarray:
        """Return the probability that each hidden unit is 1, given v: `sigmoid(c + v @ W)`.

        Parameters
        ----------
        v : ArrayLike, shape (..., n_visible), of 0 and 1
            States of the visible layer.

        Returns
        -------
        np.ndarray, shape (..., n_hidden)

        Raises
        ------
        TypeError
            If `v` holds anything but real numbers.
        ValueError
            If `v` has an entry that is not 0 or 1, or another length.

        References
        ----------
        Hinton (2012), A Practical Guide to Training Restricted Boltzmann Machines, equation 7.

        Examples
        --------
        >>> RBM([[0.0, 100.0]], [0.0], [0.0, 0.0]).hidden_probabilities([1])
        array([0.5, 1. ])
        """
        return _sigmoid(self.c + _as_states(v, "v", self.b.size) @ self.W)

    def visible_probabilities(self, h: ArrayLike) -> np.ndarray:
        """Return the probability that each visible unit is 1, given h: `sigmoid(b + h @ W.T)`.

        Parameters
        ----------
        h : ArrayLike, shape (..., n_hidden), of 0 and 1
            States of the hidden layer.

        Returns
        -------
        np.ndarray, shape (..., n_visible)

        Raises
        ------
        TypeError
            If `h` holds anything but real numbers.
        ValueError
            If `h` has an entry that is not 0 or 1, or another length.

        References
        ----------
        Hinton (2012), A Practical Guide to Training Restricted Boltzmann Machines, equation 8.

        Examples
        --------
        >>> RBM([[0.0]], [0.0], [0.0]).visible_probabilities([1])
        array([0.5])
        """
        return _sigmoid(self.b + _as_states(h, "h", self.c.size) @ self.W.T)

    def log_partition_exact(self) -> float:
        """Return the logarithm of Z, by visiting every state of the smaller layer.

        Returns
        -------
        float
            In nats. Cost: O(2**m * n_visible * n_hidden), m the number of units in the smaller layer.

        Raises
        ------
        ValueError
            If the smaller layer has more than 16 units.

        References
        ----------
        Salakhutdinov and Murray (2008), International Conference on Machine Learning 25, section 3.

        Examples
        --------
        >>> print(f"{RBM([[0.0]], [0.0], [0.0]).log_partition_exact():.4f}")  # log(4)
        1.3863
        """
        small = self if self.b.size <= self.c.size else self._mirrored()
        return float(_logsumexp(-small._free_energy(all_states(small.b.size))))

    def log_likelihood(self, v: ArrayLike, log_partition: float | None = None) -> float:
        """Return the mean of log p(v), `-free_energy(v) - log_partition`, over the observations.

        Parameters
        ----------
        v : ArrayLike, shape (N, n_visible), of 0 and 1
            An observation in each row.
        log_partition : float, optional
            An estimate of log Z; by default the exact one.

        Returns
        -------
        float
            In nats an observation.

        Raises
        ------
        TypeError
            If `v` holds anything but real numbers.
        ValueError
            If `v` has an entry that is not 0 or 1 or another shape, or exact enumeration is out of reach.

        References
        ----------
        Salakhutdinov and Murray (2008), International Conference on Machine Learning 25, section 3.

        Examples
        --------
        >>> print(f"{RBM(np.zeros((3, 2)), np.zeros(3), np.zeros(2)).log_likelihood([[0, 1, 1]]):.4f}")  # -3 * log(2)
        -2.0794
        """
        v = _as_observations(v, self.b.size)
        log_Z = self.log_partition_exact() if log_partition is None else as_real(log_partition, "log_partition")
        return float(np.mean(-self._free_energy(v)) - log_Z)

    def log_likelihood_gradient(self, v: ArrayLike) -> RBM:
        """Return the gradient of `log_likelihood`, exactly: expectations under the data minus those under the model.

        By W it is `E_data[v h] - E_model[v h]`, by b `E_data[v] - E_model[v]`, by c `E_data[h] - E_model[h]`.

        Parameters
        ----------
        v : ArrayLike, shape (N, n_visible), of 0 and 1
            An observation in each row.

        Returns
        -------
        RBM
            Its W, b and c hold the derivatives.

        Raises
        ------
        TypeError
            If `v` holds anything but real numbers.
        ValueError
            If `v` has an entry that is not 0 or 1 or another shape, or the smaller layer has more than 16 units.

        References
        ----------
        Hinton (2002), Neural Computation 14, 1771-1800, equation 3.

        Examples
        --------
        >>> RBM([[0.0]], [0.0], [0.0]).log_likelihood_gradient([[1]]).b
        array([0.5])
        """
        v = _as_observations(v, self.b.size)
        data, model = self._moments(v, np.full(len(v), 1 / len(v))), self._model_moments()
        return RBM(*(of_data - of_model for of_data, of_model in zip(data, model, strict=True)))

    def gibbs(self, v: ArrayLike, n_steps: int, *, rng: np.random.Generator) -> np.ndarray:
        """Return where chains are after n steps: each draws h given v, then v given h.

        Parameters
        ----------
        v : ArrayLike, shape (N, n_visible), of 0 and 1
            Where each chain begins, a row each.
        n_steps : int
            How many times.
        rng : np.random.Generator
            Where chance comes from.

        Returns
        -------
        np.ndarray, shape (N, n_visible)

        Raises
        ------
        TypeError
            If an argument is of the wrong kind.
        ValueError
            If `v` has an entry that is not 0 or 1, or another shape, or `n_steps` is negative.

        References
        ----------
        Geman and Geman (1984), IEEE Transactions on Pattern Analysis and Machine Intelligence 6, 721-741.

        Examples
        --------
        >>> RBM([[0.0]], [100.0], [0.0]).gibbs([[0], [0]], 1, rng=np.random.default_rng(0))
        array([[1.],
               [1.]])
        """
        v, rng = _as_observations(v, self.b.size), as_rng(rng)
        for _ in range(as_count(n_steps, "n_steps", 0)):
            v = self._gibbs_step(v, rng)
        return v

    def _free_energy(self, v: np.ndarray) -> np.ndarray:
        return -(v @ self.b) - _softplus(self.c + v @ self.W).sum(axis=-1)

    def _gibbs_step(self, v: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        h = _coin(_sigmoid(self.c + v @ self.W), rng)
        return _coin(_sigmoid(self.b + h @ self.W.T), rng)

    def _mirrored(self) -> RBM:
        """Return the same machine with its layers exchanged."""
        return RBM(self.W.T, self.c, self.b)

    def _moments(self, v: np.ndarray, p: np.ndarray) -> tuple[np.ndarray, ...]:
        """Return E[v h], E[v] and E[h], where v has probabilities p and h follows the model given v."""
        h = _sigmoid(self.c + v @ self.W)
        return (v * p[:, None]).T @ h, p @ v, p @ h

    def _model_moments(self) -> tuple[np.ndarray, ...]:
        if self.b.size > self.c.size:
            vh, h, v = self._mirrored()._model_moments()
            return vh.T, v, h
        v = all_states(self.b.size)
        return self._moments(v, np.exp(-self._free_energy(v) - self.log_partition_exact()))


def random_rbm(n_visible: int, n_hidden: int, weight_scale: float, *, rng: np.random.Generator) -> RBM:
    """Draw a machine whose weights are normal with a given standard deviation, and whose biases are 0.

    Parameters
    ----------
    n_visible, n_hidden : int
        The number of units in each layer.
    weight_scale : float
        The standard deviation of a weight, not negative.
    rng : np.random.Generator
        Where chance comes from.

    Returns
    -------
    RBM

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If a number is out of its range.

    References
    ----------
    Hinton (2012), A Practical Guide to Training Restricted Boltzmann Machines, section 8.

    Examples
    --------
    >>> random_rbm(3, 2, 0.1, rng=np.random.default_rng(0)).W.shape
    (3, 2)
    """
    n_visible, n_hidden = as_count(n_visible, "n_visible"), as_count(n_hidden, "n_hidden")
    W = as_nonnegative(weight_scale, "weight_scale") * as_rng(rng).normal(size=(n_visible, n_hidden))
    return RBM(W, np.zeros(n_visible), np.zeros(n_hidden))


def all_states(n: int) -> np.ndarray:
    """Return every state of n binary units.

    Parameters
    ----------
    n : int
        The number of units, at most 16.

    Returns
    -------
    np.ndarray, shape (2**n, n), of 0 and 1

    Raises
    ------
    TypeError
        If `n` is no whole number.
    ValueError
        If `n` is less than 1 or more than 16.

    References
    ----------
    Knuth (2011), The Art of Computer Programming 4A, section 7.2.1.1.

    Examples
    --------
    >>> all_states(2)
    array([[0., 0.],
           [1., 0.],
           [0., 1.],
           [1., 1.]])
    """
    if as_count(n, "n") > LARGEST:
        raise ValueError(f"`n` must be at most {LARGEST} units for all states to be visited; got {n}. "
                         "Estimate log Z by sampling instead.")
    return (np.arange(2**n)[:, None] >> np.arange(n) & 1).astype(float)


def _coin(p: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    return (rng.random(p.shape) < p).astype(float)


def _as_states(v: ArrayLike, name: str, n: int) -> np.ndarray:
    v = as_points(v, name, n)
    wrong = (v != 0) & (v != 1)
    if wrong.any():
        raise ValueError(f"`{name}` must be states of 0 and 1; got {v[wrong][0]:g}.")
    return v


def _as_observations(v: ArrayLike, n: int) -> np.ndarray:
    return _as_states(as_matrix(v, "v", (None, n)), "v", n)
