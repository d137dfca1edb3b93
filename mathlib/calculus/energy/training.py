"""Contrastive divergence: train a restricted Boltzmann machine without ever computing Z."""
from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from mathlib.calculus.energy.rbm import RBM, _as_observations
from mathlib.checks import as_count, as_matrix, as_positive, as_rng


@dataclass(frozen=True, eq=False)
class RBMTraining:
    """Hold how a machine learned.

    Attributes
    ----------
    path : list of RBM
        The machine before the first epoch, and after each.

    Examples
    --------
    >>> start = RBM(np.zeros((2, 1)), np.zeros(2), np.zeros(1))
    >>> training = fit_cd(start, [[1, 1], [0, 0]], n_epochs=3, rng=np.random.default_rng(0))
    >>> len(training.path)
    4
    """

    path: list[RBM]

    @property
    def rbm(self) -> RBM:
        """Return the last machine.

        Returns
        -------
        RBM

        Examples
        --------
        >>> start = RBM(np.zeros((2, 1)), np.zeros(2), np.zeros(1))
        >>> RBMTraining([start]).rbm is start
        True
        """
        return self.path[-1]


def cd_gradient(rbm: RBM, v: ArrayLike, *, n_steps: int = 1, rng: np.random.Generator) -> RBM:
    """Estimate the gradient of the log-likelihood: the model's expectations are those n Gibbs steps from the data.

    Parameters
    ----------
    rbm : RBM
        The machine.
    v : ArrayLike, shape (N, n_visible), of 0 and 1
        An observation in each row.
    n_steps : int
        How many Gibbs steps; the more, the closer to the true gradient.
    rng : np.random.Generator
        Where chance comes from.

    Returns
    -------
    RBM
        Its W, b and c hold the estimated derivatives; where n_steps is small they are biased.

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If `v` has an entry that is not 0 or 1, or another shape, or `n_steps` is less than 1.

    References
    ----------
    Hinton (2002), Neural Computation 14, 1771-1800, section 3.

    Examples
    --------
    >>> rbm = RBM([[0.0]], [0.0], [0.0])
    >>> cd_gradient(rbm, [[1]] * 1000, rng=np.random.default_rng(0)).b.round(1)
    array([0.5])
    """
    if not isinstance(rbm, RBM):
        raise TypeError(f"`rbm` must be an RBM; got an object of type {type(rbm).__name__}.")
    v, rng = _as_observations(v, rbm.b.size), as_rng(rng)
    return RBM(*_difference(rbm, v, as_count(n_steps, "n_steps"), rng))


def fit_cd(rbm: RBM, v: ArrayLike, *, step_size: float = 0.05, n_epochs: int = 60, batch_size: int = 50,
           n_steps: int = 1, rng: np.random.Generator) -> RBMTraining:
    """Climb the log-likelihood by contrastive divergence, batch after batch.

    Parameters
    ----------
    rbm : RBM
        Where to begin: small random weights, and visible biases from the data (`visible_bias`).
    v : ArrayLike, shape (N, n_visible), of 0 and 1
        An observation in each row.
    step_size : float
        How far to go per unit of gradient, positive.
    n_epochs : int
        How often it goes through all observations.
    batch_size : int
        How many a step looks at.
    n_steps : int
        How many Gibbs steps each estimate takes: the k of CD-k.
    rng : np.random.Generator
        Where chance comes from.

    Returns
    -------
    RBMTraining

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If `v` has an entry that is not 0 or 1, or another shape, or a number is out of its range.

    References
    ----------
    Hinton (2002), Neural Computation 14, 1771-1800; step and batch sizes: Hinton (2012), A Practical Guide to Training
    Restricted Boltzmann Machines, sections 5 and 7.

    Examples
    --------
    >>> start = RBM([[0.0]], [0.0], [0.0])
    >>> trained = fit_cd(start, [[1]] * 50, step_size=0.5, rng=np.random.default_rng(0)).rbm
    >>> trained.log_likelihood([[1]]) > -0.1 > start.log_likelihood([[1]])
    True
    """
    if not isinstance(rbm, RBM):
        raise TypeError(f"`rbm` must be an RBM; got an object of type {type(rbm).__name__}.")
    v, rng = _as_observations(v, rbm.b.size), as_rng(rng)
    step_size, n_steps = as_positive(step_size, "step_size"), as_count(n_steps, "n_steps")
    n_epochs, batch_size = as_count(n_epochs, "n_epochs"), as_count(batch_size, "batch_size")
    path = [rbm]
    for _ in range(n_epochs):
        order = rng.permutation(len(v))
        for i in range(0, len(v), batch_size):
            dW, db, dc = _difference(rbm, v[order[i : i + batch_size]], n_steps, rng)
            rbm = RBM(rbm.W + step_size * dW, rbm.b + step_size * db, rbm.c + step_size * dc)
        path.append(rbm)
    return RBMTraining(path)


def visible_bias(v: ArrayLike) -> np.ndarray:
    """Return the biases at which independent units are 1 as often as in the data: the log-odds of their frequencies.

    One observation of 1 and one of 0 are added to each unit, so that no log-odds is infinite.

    Parameters
    ----------
    v : ArrayLike, shape (N, n_visible), of 0 and 1
        An observation in each row.

    Returns
    -------
    np.ndarray, shape (n_visible,)

    Raises
    ------
    TypeError
        If `v` holds anything but real numbers.
    ValueError
        If `v` is not a finite matrix of 0 and 1.

    References
    ----------
    Hinton (2012), A Practical Guide to Training Restricted Boltzmann Machines, section 8.1; adding one of each is
    Laplace's rule of succession.

    Examples
    --------
    >>> visible_bias([[1, 0], [0, 0]]).round(4)
    array([ 0.    , -1.0986])
    """
    v = as_matrix(v, "v")
    v = _as_observations(v, v.shape[1])
    ones = v.sum(axis=0) + 1
    return np.log(ones / (len(v) + 2 - ones))


def _difference(rbm: RBM, v: np.ndarray, n_steps: int, rng: np.random.Generator) -> list[np.ndarray]:
    far = v
    for _ in range(n_steps):
        far = rbm._gibbs_step(far, rng)
    weights = np.full(len(v), 1 / len(v))
    return [near - there for near, there in zip(rbm._moments(v, weights), rbm._moments(far, weights), strict=True)]
