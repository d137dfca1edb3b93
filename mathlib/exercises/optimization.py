"""The exercises of the chapter on optimization."""
from __future__ import annotations

from mathlib import data, optimization
from mathlib.exercises import exercises, number, numbers

check = exercises(
    # ---- gradient descent
    numbers("opt-1", ("edge", "best step", "factor at the best step"),
            lambda: (optimization.max_stable_step(25.0), optimization.optimal_gradient_step(4.0, 25.0), 21 / 29),
            hint="Write down by which factor one step multiplies each of the two coordinates.",
            mistakes={
                "edge": {"That is the edge of the gentle direction; the steep one gives way earlier.": 2 / 4,
                         "At that step the steep coordinate jumps to zero at once; the edge is further out.": 1 / 25},
                "best step": {"That step is best for the steep direction alone; the gentle one would creep.": 1 / 25,
                              "That one would be best if the sum of the curvatures stood above, too.": 1 / 29},
                "factor at the best step": {"That is the condition number, not the factor.": 25 / 4,
                                            "That is the factor with a step of 1/β.": 21 / 25}}),
    numbers("opt-3", ("step size", "momentum"), lambda: optimization.optimal_heavy_ball(1.0, 100.0),
            hint="Ask for which momentum the roots of both extreme curvatures become complex at the same time.",
            mistakes={
                "step size": {"That is the best step without momentum.": 2 / 101,
                              "Add the two square roots before you square.": lambda: 4 / 101},
                "momentum": {"That is the factor per step, the square root of the momentum.": 9 / 11,
                             "That is the factor without momentum.": 99 / 101}}),
    number("opt-10", "standard deviation of the flipper length, in mm",
           lambda: float(data.load_penguins().measured().flipper_length_mm.std()),
           hint="After centring, the two curvatures are the variance of the column and 1.",
           mistakes={"That is the variance; the unit is its square root.":
                     lambda: float(data.load_penguins().measured().flipper_length_mm.var()),
                     "That is the mean, which centring has taken away.":
                     lambda: float(data.load_penguins().measured().flipper_length_mm.mean())}),
)
