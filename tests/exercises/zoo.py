"""An exercise of each kind that no chapter needs yet, and some that are hard to get right."""
from __future__ import annotations

from mathlib.exercises import choices, exercises, lines, number, numbers, output

DESCENT = ["import numpy as np", "x = np.array([1.0, 1.0])", "step = 0.1", "for _ in range(3):",
           "    x = x - step * 2 * x", "print(x.round(3))"]

LINES = (
    lines("zoo-1", "three steps of gradient descent", DESCENT, hint="What does each line need to know?",
          needs={DESCENT[1]: [DESCENT[0]], DESCENT[3]: [DESCENT[1], DESCENT[2]], DESCENT[4]: [DESCENT[3]],
                 DESCENT[5]: [DESCENT[4]]},
          mistakes={"That prints x before it has moved.": (DESCENT[5], DESCENT[4]),
                    "NumPy must be there before its first array.": (DESCENT[1], DESCENT[0])},
          because="Each step takes a fifth of x away."),
    lines("zoo-2", "add two numbers", ["a = 1", "b = 2", "print(a + b)"], hint="What must be known first?",
          needs={"print(a + b)": ["a = 1", "b = 2"]}),
    lines("zoo-3", "one order only", ["x = 2", "y = x < 3 & 1", "z = [x, 'y', \"z\"]"], hint="From x to z."),
)
OUTPUTS = (
    output("zoo-4", "import numpy as np\n\nprint(np.arange(3) / 2)\nprint(1 < 2)", hint="A quotient is a float.",
           mistakes={"Counting begins at 0.": "[0.5 1. 1.5] True", "That is a count, not a quotient.": "[0 1 2]\nTrue"},
           because="NumPy prints no comma."),
    output("zoo-5", "print(-3 // 2)", hint="The floor lies below.", mistakes={"That is rounded towards zero.": "-1"}),
    output("zoo-6", "print('a', [1, 2])", hint="Only inside a list are there commas.",
           mistakes={"print shows no quotes around a text.": "'a' [1, 2]"}),
)
NUMBERS = (
    number("zoo-7", "share of the first", lambda: 12.5, unit="percent", hint="Divide by the sum.",
           mistakes={"That is the share of the second.": 87.5}),
    numbers("zoo-8", ("length", "angle", "count"), lambda: (5.25, 36.9, 12), hint="Draw a triangle.",
            unit={"length": "mm", "angle": "degrees"}),
    choices("zoo-9", {"3": "Halve it.", "4": "It is twice two."}, ("even", "odd"), lambda: ["odd", "even"]),
)

check = exercises(*LINES, *OUTPUTS, *NUMBERS)
