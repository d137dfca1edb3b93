"""Energy-based models: probabilities from energies, the partition function, and learning without knowing it."""
from __future__ import annotations

from mathlib.calculus.energy.estimate import log_partition_ais, log_partition_is
from mathlib.calculus.energy.grid import GridEBM, double_well
from mathlib.calculus.energy.rbm import RBM, all_states, random_rbm
from mathlib.calculus.energy.training import RBMTraining, cd_gradient, fit_cd, visible_bias

__all__ = [
    "GridEBM", "RBM", "RBMTraining", "all_states", "cd_gradient", "double_well", "fit_cd", "log_partition_ais",
    "log_partition_is", "random_rbm", "visible_bias",
]
