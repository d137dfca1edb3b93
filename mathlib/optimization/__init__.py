"""Optimization: landscapes, step rules, the runner that drives them, and the rates that theory promises."""
from __future__ import annotations

from mathlib.optimization.descent import Descent, gradient_descent, heavy_ball, run
from mathlib.optimization.landscapes import Quadratic
from mathlib.optimization.rates import (
    HeavyBall,
    heavy_ball_rate,
    max_stable_step,
    optimal_gradient_step,
    optimal_heavy_ball,
)

__all__ = [
    "Descent", "HeavyBall", "Quadratic", "gradient_descent", "heavy_ball", "heavy_ball_rate", "max_stable_step",
    "optimal_gradient_step", "optimal_heavy_ball", "run",
]
