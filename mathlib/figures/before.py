"""The figure of the page "Before you start": a slope, from two points to one."""
from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np

from mathlib.live import DATA, MUTED, PATH, SECOND, drag, figure, live, log

# each: the function and its slope
CURVES = {
    "parabola": (lambda x: x**2 / 2, lambda x: x),
    "exponential": (np.exp, np.exp),
    "sine": (np.sin, np.cos),
}


@figure(title="A slope, from two points to one",
        alt="A curve, and a straight line through two of its points, the second to the right of the first. A dashed "
            "line is the tangent at the first point.")
def slope():
    """How the slope between two points becomes the slope at one, as the gap between them closes."""
    fig, ax = plt.subplots(figsize=(4.3, 3.1))
    x = np.linspace(-2.5, 3.5, 241)
    graph, = ax.plot([], [], color=DATA)
    tangent, = ax.plot([], [], "--", color=SECOND, lw=1.2)
    secant, = ax.plot([], [], color=PATH, lw=1.6)
    points, = ax.plot([], [], "o", color=PATH, ms=6)
    ax.axhline(0, color=MUTED, lw=0.6)
    ax.text(-2.4, 7.3, "dashed: the tangent", color=SECOND, va="top")
    ax.set(xlim=(-2.5, 3.5), ylim=(-2, 7.6), xlabel="$x$", ylabel="$f(x)$")

    @live(fig, curve=list(CURVES), at=(-2.0, 2.0, 0.25), gap=log(0.001, 1, 13), point=drag(ax, x="at", y=-1.6),
          labels={"at": r"\path{x}", "gap": r"gap \path{h}"})
    def update(curve="parabola", at=1.0, gap=1.0):
        f, rate = CURVES[curve]
        graph.set_data(x, f(x))
        ends = np.array([at, at + gap])
        quotient = (f(at + gap) - f(at)) / gap
        points.set_data(ends, f(ends))
        wide = np.array([-9.0, 9.0])
        secant.set_data(wide, f(at) + quotient * (wide - at))
        tangent.set_data(wide, f(at) + rate(at) * (wide - at))
        return (f"The line through both points has the slope {quotient:z.4f}. "
                f"At x = {at:g}, where its height is {f(at):z.4f}, the graph has the slope {rate(at):z.4f}.")
    return update
