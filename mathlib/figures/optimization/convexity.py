"""The figure of the page on convexity: chords, tangents and the second derivative."""
from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np

from mathlib import optimization
from mathlib.live import BAD, DATA, FIELD, MUTED, PATH, SECOND, drag, figure, live, predict

# each: the function, its slope, its second derivative
FUNCTIONS = {
    "bowl": (lambda x: x**2 / 4, lambda x: x / 2, lambda x: 0.5 + 0 * x),
    "corner": (np.abs, np.sign, lambda x: 0 * x),
    "exponential": (lambda x: np.exp(x) / 8, lambda x: np.exp(x) / 8, lambda x: np.exp(x) / 8),
    "wavy bowl": (lambda x: x**2 / 4 + np.cos(2 * x) / 4, lambda x: x / 2 - np.sin(2 * x) / 2,
                  lambda x: 0.5 - np.cos(2 * x)),
    "sunken bell": (lambda x: 2 - 2 * np.exp(-x**2 / 2), lambda x: 2 * x * np.exp(-x**2 / 2),
                    lambda x: 2 * (1 - x**2) * np.exp(-x**2 / 2)),
    "two valleys": (lambda x: (x**2 - 4)**2 / 16, lambda x: x * (x**2 - 4) / 4, lambda x: (3 * x**2 - 4) / 4),
}
HANDLES = -0.7                                     # the height at which the ends of a chord are dragged
ON_THE_WAY = np.linspace(0, 1, 25)                 # the weights at which a chord is compared with the graph


@figure(title="What does a chord prove?",
        alt="Left: the graph of a function, a chord between two of its points, the part of the chord that lies below "
            "the graph marked by a thick line, and the tangent at the left end, dashed. Dotted lines lead from the "
            "ends down to two handles. Right: the second derivative, with a band below zero, where the graph bends "
            "down.")
def is_it_convex():
    """How chords, tangents and the second derivative tell a convex function from one that is not."""
    fig, (graph, bend) = plt.subplots(1, 2, width_ratios=(1.25, 1))
    x = np.linspace(-3, 3, 121)
    curve, = graph.plot([], [], color=DATA)
    tangent, = graph.plot([], [], "--", color=SECOND, lw=1.2)
    below, = graph.plot([], [], color=BAD, lw=5, solid_capstyle="butt", alpha=0.45)
    stems, = graph.plot([], [], ":", color=PATH, lw=1)
    chord, = graph.plot([], [], "o-", color=PATH, ms=6, lw=1.6)
    hint = graph.text(0, HANDLES, "drag the rings", color=MUTED, ha="center", va="center")
    graph.text(3.2, 3.4, "dashed: tangent at the left end", color=SECOND, ha="right", va="top")
    graph.set(xlim=(-3.2, 3.2), ylim=(-1, 3.4), xlabel="$x$", ylabel="$f(x)$", xticks=range(-3, 4))
    bend.axhspan(-2, 0, color=FIELD[1])
    bend.axhline(0, color=MUTED, lw=0.8)
    bend.text(0, -1.8, "bends down", color=MUTED, ha="center", va="center")
    second, = bend.plot([], [], color=DATA)
    bad, = bend.plot([], [], color=BAD, lw=4, alpha=0.45)
    span, = bend.plot([], [], "|-", color=PATH, ms=9, lw=1.2)
    bend.set(xlim=(-3.2, 3.2), ylim=(-2, 4), xlabel="$x$", ylabel="second derivative $f''(x)$", xticks=range(-3, 4))

    def lowest(name, a, b):
        f = FUNCTIONS[name][0]
        gaps = f(a) + (f(b) - f(a)) * ON_THE_WAY - f(a + (b - a) * ON_THE_WAY)
        return optimization.chord_gap(f, a, b, ON_THE_WAY[gaps.argmin()])

    @live(fig, name=list(FUNCTIONS), a=(-3.0, 3.0, 0.5), b=(-3.0, 3.0, 0.5), left=drag(graph, x="a", y=HANDLES),
          right=drag(graph, x="b", y=HANDLES), labels={"name": "function", "a": "one end", "b": "other end"},
          presets={"a corner": dict(name="corner", a=-2.0, b=1.0),
                   "a short chord": dict(name="wavy bowl", a=-1.0, b=1.0),
                   "one valley, and yet": dict(name="sunken bell", a=0.0, b=3.0)},
          goal=("catch the sunken bell: find a chord that dips below its graph",
                lambda name, a, b: name == "sunken bell" and lowest(name, a, b) < -1e-9),
          predict=predict("No point of this chord lies below the graph. Does that prove that the function is convex?",
                          answer="no, others may fail", hide=[second, bad, span, stems, hint], choices={
                              "yes, it passes everywhere": "This one does. Convex means that every chord does.",
                              "only if it were longer": "However long, it would be one chord, and convex is a word "
                                                        "about all of them.",
                              "no, others may fail": "By failing, a chord proves that a function is not convex."},
                          because="Shorten it until it dips below the graph, and see where the second derivative "
                                  "falls below zero.",
                          alt="The graph of a function and a chord between two of its points, far apart. No point of "
                              "the chord lies below the graph."))
    def update(name="wavy bowl", a=-3.0, b=2.5):
        f, slope, curvature = FUNCTIONS[name]
        a, b = min(a, b), max(a, b)
        curve.set_data(x, f(x))
        ends = np.array([a, b])
        chord.set_data(ends, f(ends))
        stems.set_data([a, a, np.nan, b, b], [HANDLES, f(a), np.nan, HANDLES, f(b)])
        tangent.set_data([-4, 4], f(a) + slope(a) * (np.array([-4, 4]) - a))
        points = a + (b - a) * ON_THE_WAY
        heights = f(a) + (f(b) - f(a)) * ON_THE_WAY
        below.set_data(points, np.where(heights < f(points) - 1e-9, heights, np.nan))
        second.set_data(x, curvature(x))
        bad.set_data(x, np.where(curvature(x) < 0, curvature(x), np.nan))
        span.set_data(ends, [0, 0])
        return _verdict(a, b, lowest(name, a, b))
    return update


def _verdict(a, b, gap):
    if a == b:
        return "The two ends coincide: pull them apart."
    if gap < -1e-9:
        return f"The chord dips {-gap:.2f} below the graph. This one chord proves: not convex."
    return "No point of this chord lies below the graph. One chord that passes proves nothing; try others."
<<<<<<< HEAD
=======


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
                          because="A plane separates the two groups, and the same plane with longer weights always has "
                                  "a smaller loss. Press “play” and follow the dot, then choose a penalty.",
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
>>>>>>> predictions
