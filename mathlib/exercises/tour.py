"""The exercises of the tour."""
from __future__ import annotations

from mathlib import optimization
from mathlib.exercises import exercises, number

check = exercises(
    number("tour-1", "step size at the edge", lambda: optimization.max_stable_step(25.0),
           hint="One step multiplies the steep coordinate by one minus step size times curvature.",
           mistakes={
               "That step settles the steep direction at once; the edge is further out.": 1 / 25,
               "That is the edge of the gentle direction; the steep one gives way long before.":
               lambda: optimization.max_stable_step(1.0),
               "That is the best step for both directions together, just below the edge.":
               lambda: optimization.optimal_gradient_step(1.0, 25.0),
               "That is the edge of the valley in the figure; this one is steeper.":
               lambda: optimization.max_stable_step(10.0)},
           because="Beyond it every bounce across the valley is higher than the last."),
)
