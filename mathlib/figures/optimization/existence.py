"""The figure of the page on minimisers: the loss that has no lowest point."""
from __future__ import annotations

from functools import cache

import matplotlib.pyplot as plt
import numpy as np

from mathlib import data, optimization
from mathlib.calculus import sigmoid
from mathlib.figures.words import counted
from mathlib.live import DATA, MUTED, PATH, SECOND, figure, live, log, predict

PENALTIES = (0.0, 1e-4, 1e-3, 1e-2, 0.1, 1.0)
LAST = 100_000


@figure(title="Where do the weights come to rest?",
        alt="Left: the length of the weights after each step, on logarithmic scales, for gradient descent and for "
            "Newton's method, and a dotted line at the length of the minimiser if there is one. Right: the probability "
            "that the model gives a tumour of being benign, an S-shaped curve over the score, and the two groups of "
            "tumours as heaps of bars at the bottom and hanging from the top.")
def runaway_optimum():
    """How a penalty gives the logistic loss of separable data a minimiser, and how the weights grow without one."""
    tumours = data.load_breast_cancer()
    fig, (lengths, model) = plt.subplots(1, 2, width_ratios=(1.1, 1))
    descent, = lengths.loglog([], [], color=PATH)
    jumps, = lengths.plot([], [], ".--", color=SECOND, lw=1.2, ms=5)
    level, = lengths.plot([], [], ":", color=MUTED, lw=1.2)
    now, = lengths.plot([], [], "o", color=PATH, ms=7)
    word = lengths.text(LAST, 1, "", color=MUTED, ha="right", va="bottom")
    newtons = lengths.text(25, 4000, "Newton, dashed", color=SECOND, va="center")
    lengths.text(LAST, 0.12, "gradient descent", color=PATH, ha="right", va="bottom")
    lengths.set(xlim=(0.9, 1.6 * LAST), ylim=(0.1, 1e4), xlabel="step", ylabel="length of the weights $\\Vert w\\Vert$")
    edges = np.linspace(-4, 4, 41)
    benign, = model.fill([0, 0, 0], [0, 0, 0], color=DATA, alpha=0.5, lw=0)
    malignant, = model.fill([0, 0, 0], [0, 0, 0], color=SECOND, alpha=0.5, lw=0)
    curve, = model.plot([], [], color=PATH)
    model.text(-3.9, 0.27, "malignant", color=SECOND, va="bottom")
    model.text(3.9, 0.73, "benign", color=DATA, ha="right", va="top")
    model.set(xlim=(-4, 4), ylim=(-0.03, 1.03), yticks=[0, 0.5, 1], xlabel="score, in units of its spread",
              ylabel="probability of benign")
    s = np.linspace(-4, 4, 201)

    @cache
    def solve(penalty):
        problem = optimization.LogisticProblem.standardised(tumours.X, tumours.y, penalty)
        start = np.zeros(31)
        walk = optimization.gradient_descent(problem.gradient, start, 1 / problem.smoothness, n_steps=LAST,
                                             tolerance=1e-8).path
        return problem, walk, optimization.newton(problem.gradient, problem.hessian, start, n_steps=15).path

    @live(fig, penalty=list(PENALTIES), steps=log(1, LAST, 16), play="steps", ghost=True,
          labels={"penalty": "penalty λ"},
          presets={"no penalty": dict(penalty=0.0, steps=LAST), "a tiny one": dict(penalty=1e-3, steps=LAST),
                   "too much": dict(penalty=1.0, steps=LAST)},
          goal=("arrive: let the weights come to rest with at least 98.5 % of the tumours on the right side",
                lambda penalty, steps: penalty > 0 and _arrived(solve(penalty), steps)),
          predict=predict("The dot is the length of the weights after 1,000 steps of gradient descent, without a "
                          "penalty. What do the weights do in the next 99,000?", hide=[descent, jumps, newtons],
                          answer="grow at every step", choices={
                              "settle at a minimiser": "With a penalty they do. Without one there is none here.",
                              "swing to and fro": "That takes a longer step. This one always makes the loss smaller.",
                              "grow at every step": "Ever more slowly, and without an end."},
                          because="Some plane separates the two groups, and its weights, made longer, always have a "
                                  "smaller loss: none are the best. Press “play”, then choose a penalty.",
                          alt="Left: the length of the weights after a thousand steps of gradient descent, a dot. "
                              "Right: the probability that the model gives a tumour of being benign, an S-shaped curve "
                              "over the score, and the two groups of tumours as heaps of bars."))
    def update(penalty=0.0, steps=1000):
        problem, walk, newton = solve(penalty)
        shown = np.unique(np.geomspace(1, len(walk) - 1, 60).astype(int))
        descent.set_data(shown, np.linalg.norm(walk[shown], axis=1))
        jumps.set_data(np.arange(1, len(newton)), np.linalg.norm(newton[1:], axis=1))
        bottom = np.linalg.norm(newton[-1])
        level.set_data([1, LAST], [bottom, bottom] if penalty else [1e-9, 1e-9])
        word.set(position=(LAST, bottom * 1.1 if penalty else 2), text="the minimiser" if penalty else "")
        w = walk[min(steps, len(walk) - 1)]
        now.set_data([steps], [np.linalg.norm(w)])
        score = problem.X @ w
        spread = score.std()
        for heap, group, base, sign in ((malignant, problem.y == 0, 0, 1), (benign, problem.y == 1, 1, -1)):
            heap.set_xy(_heap(score[group] / spread, edges, base, sign))
        curve.set_data(s, sigmoid(s * spread))
        return _lengths(problem, w, steps)
    return update


def _heap(values, edges, base, sign):
    """Return the outline of a histogram that stands on, or hangs from, the line at `base`."""
    counts = np.histogram(values, edges)[0] / len(values)
    x = np.repeat(edges, 2)
    return np.column_stack([x, base + sign * 1.6 * np.concatenate([[0], np.repeat(counts, 2), [0]])])


def _arrived(solved, steps):
    problem, walk, _ = solved
    w = walk[min(steps, len(walk) - 1)]
    return np.linalg.norm(problem.gradient(w)) < 1e-7 and problem.accuracy(w) >= 0.985


def _lengths(problem, w, steps):
    bare = optimization.LogisticProblem(problem.X, problem.y)
    return (f"After {counted(steps, 'step')}: length {np.linalg.norm(w):.3g}, loss without the penalty {bare(w):.2g}, "
            f"{100 * problem.accuracy(w):.1f} % of the tumours on the right side.")
