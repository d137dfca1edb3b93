"""The exercises of the tour."""
from __future__ import annotations

import math

from mathlib import linear_algebra, optimization
from mathlib.exercises import exercises, number, numbers, output

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
    output("tour-2", "x, move = 4.0, 0.0\nfor step in range(3):\n    move = 0.5 * move - 0.5 * x\n    x = x + move\n"
           "    print(x)",
           hint="In each round first the move is made new, from the last move and from where x is now.",
           mistakes={"That is the walk without momentum: half of the last move is made once more.": "2.0\n1.0\n0.5",
                     "The move is kept from round to round; these are the moves.": "-2.0\n-2.0\n-1.0",
                     "Only half of the last move is made once more, not all of it.": "2.0\n-1.0\n-3.5"}),
    number("tour-3", "values needed", lambda: (2 / 0.1)**2,
           hint="Solve 2 / √n = 0.1 for n.",
           mistakes={"That is √n; its square is asked for.": 20,
                     "That would do if the standard deviation were 1.": 100,
                     "Square the standard deviation too.": 200}),
    numbers("tour-4", ("a", "b", "c", "d"), lambda: linear_algebra.reflection([1.0, 1.0]).ravel(),
            hint="Where does (1, 0) go? Those two numbers are the first column, a and c.",
            mistakes={"b": {"That turns the plane; the mirror takes (0, 1) to (1, 0).": -1},
                      "c": {"That turns the plane; the mirror takes (1, 0) to (0, 1).": -1},
                      "a": {"The arrow along the first axis does not stay where it is.": 1},
                      "d": {"The arrow along the second axis does not stay where it is.": 1}}),
    number("tour-5", "least d", lambda: 1 + math.sqrt(4 * 1 * 1),
           hint="There is a line as long as (a − d)² + 4bc is not negative. Put in a = 1, b = −1 and c = 1.",
           mistakes={"There (a − d)² + 4bc is negative: the lines are gone.": 1,
                     "Take the solution above 1, not the one below.": -1,
                     "(d − 1)² is to be 4, and not d − 1.": 5,
                     "That is d − 1; what is d?": 2},
           because="Below it, down to −1, the matrix turns every direction."),
)

