"""The figure of the page on convexity: chords, tangents and the second derivative."""
from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np

from mathlib import optimization
from mathlib.live import BAD, DATA, FIELD, MUTED, PATH, SECOND, drag, figure, live, predict

# each: the function, its slope, its second derivative; a corner has neither at its tip
FUNCTIONS = {
    "bowl": (lambda x: x**2 / 4, lambda x: x / 2, lambda x: 0.5 + 0 * x),
    "corner": (np.abs, lambda x: np.where(x == 0, np.nan, np.sign(x)), lambda x: np.where(x == 0, np.nan, 0)),
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
        return f"The chord dips {_digits(-gap)} below the graph. This one chord proves: not convex."
    return "No point of this chord lies below the graph. One chord that passes proves nothing; try others."


def _digits(depth):
    """Return a depth with two digits behind the point, or with its first digits where those would be noughts."""
    return f"{depth:.2f}" if depth >= 0.01 else f"{depth:.4f}"
