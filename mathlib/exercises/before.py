"""The exercises of the page "Before you start"."""
from __future__ import annotations

import math

from mathlib.exercises import exercises, number, output

check = exercises(
    number("before-1", "the sum", lambda: 1 + 4 + 9 + 16,
           hint="Write the four numbers out.",
           mistakes={"That is the sum of the numbers; each is to be squared first.": 10,
                     "That is the square of the sum; square each number first.": 100,
                     "Count on up to 4, with 4 itself.": 14}),
    number("before-2", "the slope", lambda: 2 * (3 * 1 - 1) * 3,
           hint="The square is outside, 3x − 1 is inside: multiply the two slopes.",
           mistakes={"That leaves out the slope of what stands inside, 3.": 4,
                     "That is the slope of the inside alone.": 3}),
    number("before-3", "x", lambda: math.log(10) / 2,
           hint="Take the logarithm of both sides.",
           mistakes={"That is 2x; half of it is asked for.": math.log(10),
                     "That takes the logarithm to base ten; the one to base e is asked for.": 0.5}),
    output("before-4", "import numpy as np\n\nA = np.array([[1, 2, 3],\n              [4, 5, 6]])\n"
           "print(A[0])\nprint(A[:, 1])\nprint(A.mean(axis=0).shape)",
           hint="Counting begins with 0, and a mean over axis 0 is the mean of each column.",
           mistakes={"Counting begins with 0: A[0] is the first row.": "[4 5 6]\n[2 5]\n(3,)",
                     "A[:, 1] is a column: one entry of each row.": "[1 2 3]\n[4 5 6]\n(3,)",
                     "Counting begins with 0: column 1 is the second.": "[1 2 3]\n[1 4]\n(3,)",
                     "Axis 0 runs over the rows; what is left is a mean for each column.": "[1 2 3]\n[2 5]\n(2,)"}),
)
