"""The exercises of the chapter on optimization."""
from __future__ import annotations

import math

import numpy as np

from mathlib import data, optimization
from mathlib.exercises import choices, exercises, lines, number, numbers
from mathlib.linear_algebra import standardise

check = exercises(
    # ---- convexity
    choices("opt-2", {"x²": "Its second derivative is 2, everywhere.",
                      "|x|": "It is the larger of x and −x; a slope that only jumps up is no obstacle.",
                      "log(1 + eˣ)": "Its second derivative is σ(x) (1 − σ(x)).",
                      "x³": "Look at the chord from −1 to 0.",
                      "−log x": "Its second derivative is 1/x².",
                      "σ(x)": "Look at the right half: the curve flattens out there."},
            ("convex", "not convex"),
            lambda: ["convex", "convex", "convex", "not convex", "convex", "not convex"]),
    number("opt-20", "position of the other end", lambda: _first_dip(),
           hint="The sentence below the figure says for each chord whether it dips.",
           mistakes={"There the bell begins to bend down, but the chord from 0 still passes.": 1.0,
                     "The chord to 1.5 still passes; look at the sentence.": 1.5,
                     "That one dips, but a nearer one does, too.": 2.5,
                     "That one dips most; the nearest that dips is asked for.": 3.0},
           because="Beyond it every chord from 0 dips below the graph."),
    number("opt-21", "largest c", lambda: 2,
           hint="A walk in the direction (1, −1) bends by 4 − 2c.",
           mistakes={"Along (1, −1) the walk bends by 4 − 2c, which is −4 for this c.": 4,
                     "A little more is possible: see where 4 − 2c becomes negative.": 1},
           because="It must be convex along every line, and c = 2 is where the diagonal becomes flat."),
    numbers("opt-22", ("average of the logarithms", "logarithm of the average"),
            lambda: (math.log(0.5 * 0.02) / 2, math.log(0.26)),
            hint="Take the two logarithms first; then, for the second number, the average first.",
            mistakes={"average of the logarithms": {"That is their sum; divide it by two.": math.log(0.01),
                                                    "That is the logarithm to base ten.": -1.0},
                      "logarithm of the average": {"That is the average; take its logarithm.": 0.26,
                                                   "That is the logarithm of the sum; halve the sum first.":
                                                   math.log(0.52),
                                                   "That is the logarithm to base ten.": math.log10(0.26)}},
            because="The logarithm bends down, so the logarithm of an average is never the smaller one."),
    number("opt-23", "most by which g exceeds f", lambda: math.log(10),
           hint="Let all ten coordinates be equal.",
           mistakes={"That is e to the answer: the logarithm of it is asked for.": 10,
                     "That is the logarithm to base ten.": 1},
           because="With n equal coordinates the sum is n times its largest term."),
    lines("opt-27", "a program that looks for a chord that fails", ["rng = np.random.default_rng(0)", "worst = 0",
                                                    "for _ in range(1000):",
                                                    "    a, b, s = rng.uniform([-3, -3, 0], [3, 3, 1])",
                                                    "    chord = (1 - s) * f(a) + s * f(b)",
                                                    "    worst = min(worst, chord - f((1 - s) * a + s * b))",
                                                    'print("not convex" if worst < -1e-9 else "not refuted")'],
          hint="Ask of each line what it needs to know.",
          needs={"for _ in range(1000):": ["rng = np.random.default_rng(0)", "worst = 0"],
                 "    a, b, s = rng.uniform([-3, -3, 0], [3, 3, 1])": ["for _ in range(1000):"],
                 "    chord = (1 - s) * f(a) + s * f(b)": ["    a, b, s = rng.uniform([-3, -3, 0], [3, 3, 1])"],
                 "    worst = min(worst, chord - f((1 - s) * a + s * b))": ["    chord = (1 - s) * f(a) + s * f(b)"],
                 'print("not convex" if worst < -1e-9 else "not refuted")':
                 ["    worst = min(worst, chord - f((1 - s) * a + s * b))"]},
          mistakes={"The worst so far must be there before it can be compared.":
                    ("    worst = min(worst, chord - f((1 - s) * a + s * b))", "worst = 0")},
          because="One chord that fails is enough; a thousand that pass only fail to refute."),
    # ---- existence
    choices("opt-24", {"x² − 4x": "Far out the square wins on both sides.",
                       "e⁻ˣ": "It falls for ever, and no point attains its limit.",
                       "eˣ + e⁻ˣ": "One of the two rises on each side.",
                       "log(1 + eˣ)": "Look far to the left: it tends to 0, and is 0 nowhere.",
                       "|x|": "It rises on both sides, and a corner may be a lowest point."},
            ("yes", "no"), lambda: ["yes", "no", "yes", "no", "yes"],
            because="Walls on both sides make a bottom; a function that falls for ever has none."),
    numbers("opt-25", ("λ = 1", "λ = 0.01"), lambda: tuple(map(_share_on_the_right_side, (1.0, 0.01))), unit="percent",
            hint="Set the penalty and 100,000 steps; the sentence below the figure ends with it.",
            mistakes={"λ = 1": {"That is with a penalty of a hundredth.": lambda: _share_on_the_right_side(0.01)},
                      "λ = 0.01": {"That is with a penalty of 1.": lambda: _share_on_the_right_side(1.0)}},
            because="A large penalty turns the border away from its best place; short weights alone do not move it."),
    numbers("opt-5", ("after 100 steps", "after 1000 steps", "after 10,000 steps"), lambda: _runaway_lengths(0.001),
            hint="Set the penalty of the figure to 0.001, and read its sentence at the three numbers of steps.",
            mistakes={"after 100 steps": {"That is without a penalty.": lambda: _runaway_lengths()[0]},
                      "after 1000 steps": {"That is without a penalty.": lambda: _runaway_lengths()[1]},
                      "after 10,000 steps": {"That is without a penalty.": lambda: _runaway_lengths()[2]}},
            because="They come to rest; without a penalty they would grow for ever."),
    number("opt-26", "the lowest point, w", lambda: _lowest_of_one_example(0.1),
           hint="Solve 0.2 w (1 + eʷ) = 1 by trying.",
           mistakes={"That leaves out the factor 2λ = 0.2.": lambda: _lowest_of_one_example(0.5),
                     "The derivative of λw² is 2λw, not λw.": lambda: _lowest_of_one_example(0.05)},
           because="For a smaller penalty it would lie further out, like a logarithm."),
    numbers("opt-14", ("exponent for p = 4", "exponent for p = 10", "limit of large p"),
            lambda: (4 / (4 - 2), 10 / (10 - 2), 1.0),
            hint="Follow the power of x that grows by a nearly constant amount in each step.",
            mistakes={"exponent for p = 4": {"That is how the distance falls; the height is its fourth power.": 1 / 2,
                                             "That is p/(p − 1); which power of x grows by equal amounts?": 4 / 3},
                      "exponent for p = 10": {"That is how the distance falls; the height is its tenth power.": 1 / 8,
                                              "That is p/(p − 1); which power of x grows by equal amounts?": 10 / 9},
                      "limit of large p": {"That is the limit for the distance; the height is its p-th power.": 0.0}}),
    # ---- gradient descent
    numbers("opt-1", ("edge", "best step", "factor at the best step"),
            lambda: (optimization.max_stable_step(25.0), optimization.optimal_gradient_step(4.0, 25.0), 21 / 29),
            hint="Write down by which factor one step multiplies each of the two coordinates.",
            mistakes={
                "edge": {"That is the edge of the gentle direction; the steep one gives way earlier.": 2 / 4,
                         "At that step the steep coordinate jumps to zero at once; the edge is further out.": 1 / 25},
                "best step": {"That step is best for the steep direction alone; the gentle one would creep.": 1 / 25,
                              "Set 1 − 4η equal to 25η − 1 and solve for η: there is a 2 above the 29.": 1 / 29},
                "factor at the best step": {"That is the condition number, not the factor.": 25 / 4,
                                            "That is the factor with a step of 1/β.": 21 / 25}}),
    numbers("opt-3", ("step size", "momentum"), lambda: optimization.optimal_heavy_ball(1.0, 100.0),
            hint="Ask for which momentum the roots of both extreme curvatures become complex at the same time.",
            mistakes={
                "step size": {"That is the best step without momentum.": 2 / 101,
                              "Add the two square roots before you square.": lambda: 4 / 101},
                "momentum": {"That is the factor per step, the square root of the momentum.": 9 / 11,
                             "That is the factor without momentum.": 99 / 101}}),
    number("opt-10", "standard deviation of the flipper length",
           lambda: float(data.load_penguins().measured().flipper_length_mm.std()), unit="mm",
           hint="After centring, the two curvatures are the variance of the column and 1.",
           mistakes={"That is the variance; the unit is its square root.":
                     lambda: float(data.load_penguins().measured().flipper_length_mm.var()),
                     "That is the mean, which centring has taken away.":
                     lambda: float(data.load_penguins().measured().flipper_length_mm.mean())}),
    # ---- stochastic gradients
    number("opt-11", "examples in a batch", lambda: round(4 * (0.8 / 0.1)**2),
           hint="The variance falls with the number of examples; the error is its square root.",
           mistakes={"With so many the variance, not the error, is an eighth.": 32,
                     "That is the factor; the batch holds 4 examples already.": 64}),
    numbers("opt-12", ("gain", "variance"), lambda: (1 / (1 - 0.9), (1 - 0.9) / (1 + 0.9)),
            hint="Both are geometric series, one in μ and one in its square.",
            mistakes={
                "gain": {"The last step is repeated again and again: sum up all its echoes.": 1.9,
                         "The series begins with 1, not with μ: the newest gradient counts whole.": 9},
                "variance": {"First divide the weights by their sum, so that they sum to 1.":
                             1 / (1 - 0.81),
                             "The weights are not equal, so it is not one over the number of steps remembered.": 0.1}}),
    numbers("opt-4", ("with replacement", "without"),
            lambda: (_noise_at_the_minimum(16, True), _noise_at_the_minimum(16, False)),
            hint="Divide the mean squared size of one example's gradient by the batch size, and then correct.",
            mistakes={
                "with replacement": {"That is the typical size of the error; the variance is its square.":
                                     lambda: _noise_at_the_minimum(16, True)**0.5,
                                     "That is the variance for a single example; a batch has 16.":
                                     lambda: _noise_at_the_minimum(1, True)},
                "without": {"That is the correction, still to be multiplied by the variance.": 553 / 568,
                            "That is the variance with replacement; no example twice makes it a little smaller.":
                            lambda: _noise_at_the_minimum(16, True)}}),
    numbers("opt-9", ("first step without correction", "start"), lambda: (math.sqrt(10), 0.05),
            hint="At first both averages hold the first gradient alone, with the weights 1 − β₁ and 1 − β₂.",
            mistakes={
                "first step without correction": {
                    "Take the root of the average of the squares.": 100.0,
                    "That is the first step with the correction.": 1.0},
                "start": {"From there the first step lands on the minimum.": 0.1}}),
    # ---- second order
    number("opt-13", "distance from the minimum", lambda: (1 / 2)**8,
           hint="Compute the first step, and compare the new distance with the old one.",
           mistakes={"That is the distance after two steps, or after halving it three times more.": 1 / 16,
                     "That would be the distance after four steps.": (1 / 2)**16}),
    numbers("opt-8", ("λ = 0.01", "λ = 0.001"),
            lambda: (_steps_for_a_digit(3.340, 0.01), _steps_for_a_digit(3.322, 0.001)), digits=2,
            hint="The penalty adds twice its weight to each curvature; the flattest direction has little else.",
            mistakes={
                "λ = 0.01": {"That is the number of steps for a factor of e; a digit is a factor of ten.": 3.340 / 0.02,
                             "The second derivative of λ‖w‖² is 2λ, not λ.": lambda: _steps_for_a_digit(3.340, 0.005)},
                "λ = 0.001": {"That is the number of steps for a factor of e; a digit is a factor of ten.":
                              3.322 / 0.002,
                              "The second derivative of λ‖w‖² is 2λ, not λ.":
                              lambda: _steps_for_a_digit(3.322, 0.0005)}}),
    # ---- constraints
    numbers("opt-6", ("least value", "multiplier"), lambda: (-math.sqrt(2), 1 / math.sqrt(2)),
            hint="At the best point the gradient of the objective is a multiple of that of the constraint.",
            mistakes={
                "least value": {"That is the greatest value; at rest the pull points out of the disc.": math.sqrt(2),
                                "The point (−1, −1) is not on the circle.": -2,
                                "That is one coordinate; the value is the sum of both.": -1 / math.sqrt(2)},
                "multiplier": {"That one belongs to the constraint |x| = 1, not to x² + y² = 1.": math.sqrt(2),
                               "That one belongs to the top of the circle.": -1 / math.sqrt(2)}}),
    numbers("opt-7", ("minimiser for v = 3", "minimiser for v = −0.5", "penalty where the last weight leaves"),
            lambda: (*optimization.soft_threshold([3.0, -0.5], 2.0), _last_leaves()),
            hint="At a minimum of a convex function with a corner, zero lies between its two slopes.",
            mistakes={
                "minimiser for v = 3": {"That is hard thresholding: what survives is shortened, too.": 3,
                                        "That is what the penalty x² would give.": 3 / 5},
                "minimiser for v = −0.5": {"The penalty is the stronger, but it cannot push beyond zero.": 1.5,
                                           "It is closer to zero than the threshold, so it does not survive.": -0.5},
                "penalty where the last weight leaves": {
                    "The loss is half the mean square: the factor 2 is gone.": lambda: 2 * _last_leaves(),
                    "The loss is a mean: divide by the number of patients.": lambda: 442 * _last_leaves()}}),
    numbers("opt-17", ("first entry", "second entry", "multiplier of the sum"),
            lambda: (*optimization.project_simplex([0.9, 0.6, -0.2])[:2], 0.25),
            hint="Guess which entries stay positive, find the multiplier from the sum, and check the signs.",
            mistakes={
                "first entry": {"Subtract first, then cut off; do not divide by the sum.": 0.9 / 1.5,
                                "With all three entries positive the third would be below zero.": 0.9 - 0.1},
                "second entry": {"Subtract first, then cut off; do not divide by the sum.": 0.6 / 1.5,
                                 "With all three entries positive the third would be below zero.": 0.6 - 0.1},
                "multiplier of the sum": {"That would keep all three entries, and one would be negative.": 0.1}}),
    # ---- numerical methods
    number("opt-18", "log-sum-exp less its largest score", lambda: math.log1p(2 * math.exp(-1)),
           hint="Take the largest score out of the sum before you do anything else.",
           mistakes={"That is the largest alone: the two others count, too.": 0,
                     "That is the whole logarithm; take the largest score away.": lambda: 1001 + math.log1p(2 / math.e),
                     "Count both scores of 1000.": lambda: math.log1p(math.exp(-1)),
                     "That is log 3, as if the three were equal.": lambda: math.log(3)}),
    numbers("opt-19", ("distance with 32 bits", "distance with 64 bits"),
            lambda: [math.sqrt(float(np.spacing(kind(100))) / 4) for kind in (np.float32, np.float64)],
            hint="A sum is rounded back to 100 as long as what is added is at most half the gap to the next number.",
            mistakes={
                "distance with 32 bits": {"That would take a whole gap, not half of one.":
                                          lambda: math.sqrt(float(np.spacing(np.float32(100))) / 2),
                                          "That is the gap near 1; near 100 it is larger.":
                                          lambda: math.sqrt(float(np.spacing(np.float32(1))) / 4)},
                "distance with 64 bits": {"That would take a whole gap, not half of one.":
                                          lambda: math.sqrt(np.spacing(100.0) / 2),
                                          "That is the gap near 1; near 100 it is larger.":
                                          lambda: math.sqrt(np.spacing(1.0) / 4)}}),
    # ---- landscapes
    choices("opt-15", {"A": "Its determinant is 3 and its trace is 4.",
                       "B": "Its determinant is −8; a positive diagonal is not enough.",
                       "C": "Its determinant is 5 and its trace is −5.",
                       "D": "Its determinant is 0; think of what x⁴ and −x⁴ have in common."},
            ("minimum", "maximum", "saddle", "open"), lambda: ["minimum", "saddle", "maximum", "open"]),
    numbers("opt-16", ("factor of one step", "steps until it is 1", "more steps"),
            lambda: (1 + 0.1 * 2, math.ceil(math.log(1e9) / math.log(1.2)), math.log(1000) / math.log(1.2)),
            hint="Take the logarithm of the distance: it grows by the same amount in each step.",
            mistakes={
                "factor of one step": {"That is the factor along the other axis, where the surface bends up.": 0.8,
                                       "The second derivative of x² is 2, so the curvature here is −2.": 1.1},
                "steps until it is 1": {"You took a factor of 1.1; the curvature is −2.": 218,
                                        "After 113 steps it is still a little below 1.": 113},
                "more steps": {"You took a factor of 1.1; the curvature is −2.":
                               lambda: math.log(1000) / math.log(1.1)}}),
)


def _noise_at_the_minimum(batch_size, replace):
    tumours = data.load_breast_cancer()
    loss = optimization.LogisticProblem.standardised(tumours.X, tumours.y, penalty=0.01)
    best = optimization.newton(loss.gradient, loss.hessian, [0.0] * 31).end
    return optimization.gradient_noise(loss.per_example_gradients(best), batch_size, replace=replace)


def _steps_for_a_digit(smoothness, penalty):
    return math.log(10) / -math.log(1 - 2 * penalty / smoothness)


def _runaway_lengths(penalty=0.0):
    tumours = data.load_breast_cancer()
    loss = optimization.LogisticProblem.standardised(tumours.X, tumours.y, penalty)
    walk = optimization.gradient_descent(loss.gradient, [0.0] * 31, 1 / loss.smoothness, n_steps=10_000, tolerance=0)
    return [math.hypot(*walk.path[k]) for k in (100, 1000, 10_000)]


def _share_on_the_right_side(penalty):
    tumours = data.load_breast_cancer()
    loss = optimization.LogisticProblem.standardised(tumours.X, tumours.y, penalty)
    return 100 * loss.accuracy(optimization.newton(loss.gradient, loss.hessian, [0.0] * 31).end)


def _lowest_of_one_example(penalty):
    loss = optimization.LogisticProblem([[1.0]], [1], penalty)
    return float(optimization.newton(loss.gradient, loss.hessian, [0.0]).end[0])


def _first_dip():
    def bell(x):
        return 2 - 2 * np.exp(-x**2 / 2)
    ways = np.linspace(0, 1, 101)
    return next(float(b) for b in np.arange(0.5, 3.5, 0.5)
                if min(optimization.chord_gap(bell, 0, b, s) for s in ways) < -1e-9)


def _last_leaves():
    patients = data.load_diabetes()
    return float(np.abs(standardise(patients.X).T @ (patients.y - patients.y.mean())).max() / len(patients.y))
