"""Optimization: landscapes, step rules, the runner that drives them, and the rates that theory promises."""
from __future__ import annotations

from mathlib.optimization.constrained import (
    KKTResidual,
    LagrangePath,
    kkt_multipliers,
    kkt_residual,
    lagrange_newton,
    project_ball,
    project_box,
    project_simplex,
    projected_gradient,
)
from mathlib.optimization.convexity import ConvexityCheck, chord_gap, is_convex_on, is_positive_semidefinite
from mathlib.optimization.descent import Descent, gradient_descent, heavy_ball, run
from mathlib.optimization.landscapes import Quadratic
from mathlib.optimization.line_search import LineSearch, backtracking, steepest_descent
from mathlib.optimization.problems import LogisticProblem
from mathlib.optimization.proximal import LassoFit, lasso, lasso_gap, lasso_path, proximal_gradient, soft_threshold
from mathlib.optimization.rates import (
    HeavyBall,
    Nesterov,
    heavy_ball_rate,
    max_stable_step,
    nesterov_rate,
    optimal_gradient_step,
    optimal_heavy_ball,
    optimal_nesterov,
)
from mathlib.optimization.rules import adagrad, adam, nesterov, rmsprop
from mathlib.optimization.schedules import constant, cosine_decay, inverse_time, scheduled, step_decay
from mathlib.optimization.second_order import bfgs, conjugate_gradient, damped_newton, newton
from mathlib.optimization.stochastic import batches, gradient_noise, sgd, stationary_covariance
from mathlib.optimization.surfaces import (
    Himmelblau,
    MLPSlice,
    Rosenbrock,
    Saddle,
    Surface,
    Terrain,
    flatten_layers,
    unflatten_layers,
)

__all__ = [
    "ConvexityCheck", "Descent", "HeavyBall", "Himmelblau", "KKTResidual", "LagrangePath", "LassoFit", "LineSearch",
    "LogisticProblem", "MLPSlice", "Nesterov", "Quadratic", "Rosenbrock", "Saddle", "Surface", "Terrain", "adagrad",
    "adam", "backtracking", "batches", "bfgs", "chord_gap", "conjugate_gradient", "constant", "cosine_decay",
    "damped_newton", "flatten_layers", "gradient_descent", "gradient_noise", "heavy_ball", "heavy_ball_rate",
    "inverse_time", "is_convex_on", "is_positive_semidefinite", "kkt_multipliers",
    "kkt_residual", "lagrange_newton", "lasso",
    "lasso_gap", "lasso_path", "max_stable_step", "nesterov", "nesterov_rate", "newton", "optimal_gradient_step",
    "optimal_heavy_ball", "optimal_nesterov", "project_ball", "project_box", "project_simplex", "projected_gradient",
    "proximal_gradient", "rmsprop", "run", "scheduled", "sgd", "soft_threshold", "stationary_covariance",
    "steepest_descent", "step_decay", "unflatten_layers",
]
