"""Figures of the page on second-order methods: Newton's parabola on a line, and the ways down on a surface."""
from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np

from mathlib import optimization
from mathlib.figures.words import counted, rounded
from mathlib.live import DATA, INK, MUTED, PATH, SECOND, drag, figure, live, predict

# a function, its two derivatives, and where it is lowest
LINES = {
    "eˣ − x": (lambda x: np.exp(x) - x, lambda x: np.exp(x) - 1, np.exp, (0.0,)),
    "√(1 + x²)": (lambda x: np.sqrt(1 + x**2), lambda x: x / np.sqrt(1 + x**2), lambda x: (1 + x**2)**-1.5, (0.0,)),
    "x⁴/4": (lambda x: x**4 / 4, lambda x: x**3, lambda x: 3 * x**2, (0.0,)),
    "two wells": (lambda x: x**4 / 4 - x**2 / 2, lambda x: x**3 - x, lambda x: 3 * x**2 - 1, (-1.0, 1.0)),
}


@figure(title="Newton's parabola: does each step square the error?",
        alt="Left: the graph of a function, the points that a method has visited on it, and the parabola, dashed, that "
            "touches the graph at the last of them; its lowest or highest point says where the next step goes. Right: "
            "the distance from the nearest minimum after each step, for this method and for gradient descent, on a "
            "logarithmic scale.")
def newton_parabola():
    """How Newton's method jumps from parabola to parabola, and where that goes wrong."""
    fig, (graph, curve) = plt.subplots(1, 2, width_ratios=(1.1, 1))
    x = np.linspace(-2.5, 2.5, 126)
    line, = graph.plot([], [], color=DATA)
    parabola, = graph.plot([], [], "--", color=SECOND, lw=1.3)
    fall, = graph.plot([], [], ":", color=SECOND, lw=1)
    vertex, = graph.plot([], [], "o", color=SECOND, ms=7, mfc="none", mew=1.4)
    path, = graph.plot([], [], "o-", color=PATH, ms=4, lw=0.8)
    graph.set(xlim=(-2.5, 2.5), ylim=(-1, 5), xlabel="$x$", ylabel="$f(x)$")
    slow, = curve.semilogy([], [], ".--", color=DATA, lw=1, ms=4)
    fast, = curve.plot([], [], "o-", color=PATH, ms=4, lw=1.2)
    now, = curve.plot([], [], "o", color=PATH, ms=8)
    curve.text(-0.1, 1e-15, "– – gradient descent, step 0.4", color=DATA, va="center")
    curve.set(xlim=(-0.3, 6.3), ylim=(1e-16, 1e3), xticks=range(7), xlabel="step",
              ylabel="distance from the nearest minimum")

    def descend(name, start, damped):
        f, slope, curvature, _ = LINES[name]
        problem = slope, lambda x: np.diag(curvature(x)), [start]
        if damped:
            walk = optimization.damped_newton(lambda x: float(f(x[0])), *problem, n_steps=6, tolerance=0)
        else:
            walk = optimization.newton(*problem, n_steps=6, tolerance=0)
        return walk.path[np.abs(walk.path) < 1e30]

    @live(fig, name=list(LINES), start=(-1.8, 1.8, 0.2), step=(0, 6, 1), damped=False,
          handle=drag(graph, x="start", y=-0.6), play="step",
          labels={"name": "f(x)", "handle": "start"},
          presets={"squares the error": dict(name="eˣ − x", start=1.8, step=3, damped=False),
                   "farther each time": dict(name="√(1 + x²)", start=1.2, step=1, damped=False),
                   "for ever back and forth": dict(name="√(1 + x²)", start=1.0, step=3, damped=False),
                   "up the hill": dict(name="two wells", start=0.4, step=1, damped=False),
                   "always a third": dict(name="x⁴/4", start=1.8, step=2, damped=False)},
          goal=("make Newton's method climb to the top between the two wells",
                lambda name, start, step, damped: name == "two wells" and start != 0
                and abs(descend(name, start, damped)[:step + 1][-1]) < 1e-6),
          predict=predict("An error of 0.1 becomes 0.005 and then 0.0000125: half the square of the one before. How "
                          "many zeros stand right after the decimal point of the next?", answer=10,
                          because="Half the square of 0.0000125 is 0.000000000078; the number of zeros doubles."))
    def update(name="eˣ − x", start=1.8, step=0, damped=False):
        f, slope, curvature, minima = LINES[name]
        points = descend(name, start, damped)
        k = min(step, len(points) - 1)
        at, bend = points[k], curvature(points[k])
        line.set_data(x, f(x))
        parabola.set_data(x, f(at) + slope(at) * (x - at) + bend * (x - at)**2 / 2)
        path.set_data(points[:k + 1], f(points[:k + 1]))
        aim = at - slope(at) / bend if bend else at
        vertex.set_data([aim], [f(at) + slope(at) * (aim - at) / 2])
        fall.set_data([aim, aim], [f(at) + slope(at) * (aim - at) / 2, f(aim)])
        walk = optimization.gradient_descent(slope, [start], 0.4, n_steps=6).path[:, 0]
        for drawn, visited in ((slow, walk), (fast, points)):
            drawn.set_data(range(len(visited)), _distance(visited, minima))
        distances = _distance(points, minima)
        now.set_data([k], [distances[k]])
        return _compared(distances, k, aim)
    return update


def _distance(points, minima):
    """Return the distance of each from the nearest minimum; none where it is 0, for a logarithmic axis."""
    distances = np.abs(points[:, None] - np.array(minima)).min(axis=1)
    return np.where(distances > 0, distances, np.nan)


def _compared(distances, k, aim):
    now, before = distances[k], distances[max(k - 1, 0)]
    if np.isnan(now):
        return "The minimum is reached, to all digits that the machine has."
    if k == 0:
        return f"The extreme point of the parabola is at {rounded(aim, 3)}: there a pure Newton step goes."
    factors = f": {rounded(now / before)} times the one before, {rounded(now / before**2)} times its square"
    return f"After step {k} the distance is {rounded(now)}{factors if 1e-7 < before < 1e3 else ''}."


@figure(title="A bent valley and a saddle: four ways down",
        alt="Left: contour lines of a surface, with the path of the chosen method and, dashed, the path of gradient "
            "descent, from a start that can be dragged. Right: the height of both above the lowest point after each "
            "of forty steps, on a logarithmic scale.")
def ways_down():
    """How Newton's method, its damped form and BFGS fare against gradient descent on two surfaces."""
    surfaces = {"Rosenbrock's valley": optimization.Rosenbrock(), "saddle": optimization.Saddle()}
    fig, (ground, curve) = plt.subplots(1, 2, width_ratios=(1.15, 1))
    contours = {name: _contours(ground, surface) for name, surface in surfaces.items()}
    lowest, = ground.plot([], [], "+", color=INK, ms=8)
    slow_path, = ground.plot([], [], ".--", color=DATA, ms=3, lw=0.9)
    path, = ground.plot([], [], "o-", color=PATH, ms=3.5, lw=1.1)
    ground.set(xlim=(-2, 2), ylim=(-3.5, 2.5), xlabel="$x_1$", ylabel="$x_2$", xticks=range(-2, 3))
    slow, = curve.semilogy([], [], "--", color=DATA, lw=1.2)
    height, = curve.plot([], [], ".-", color=PATH, ms=5, lw=1.2)
    curve.text(40, 3e4, "– – gradient descent", color=DATA, ha="right", va="center")
    curve.set(xlim=(0, 40), ylim=(1e-16, 1e5), xlabel="step", ylabel="height above the lowest point")
    methods = {
        "Newton": lambda f, start: optimization.newton(f.gradient, f.hessian, start, n_steps=40),
        "damped Newton": lambda f, start: optimization.damped_newton(f, f.gradient, f.hessian, start, n_steps=40),
        "BFGS": lambda f, start: optimization.bfgs(f, f.gradient, start, n_steps=40)}

    @live(fig, surface=list(surfaces), method=list(methods),
          start=drag(ground, x=(-1.6, 1.6, 0.4), y=(-1.0, 2.0, 0.5)),
          presets={"the classic start": dict(surface="Rosenbrock's valley", method="Newton", start=(-1.2, 1.0)),
                   "learned from gradients": dict(surface="Rosenbrock's valley", method="BFGS", start=(-1.2, 1.0)),
                   "trapped": dict(surface="saddle", method="Newton", start=(0.8, 0.5)),
                   "freed": dict(surface="saddle", method="damped Newton", start=(0.8, 0.5))},
          goal=("on the saddle, find a start from which pure Newton steps reach a minimum",
                lambda surface, method, start: surface == "saddle" and method == "Newton"
                and _above(surfaces[surface], methods[method](surfaces[surface], start).path)[-1] < 1e-6),
          predict=predict("In Rosenbrock's valley, gradient descent needs thousands of steps. How many does Newton's "
                          "method need from (−1.2, 1)?", choices=["about 6", "about 60", "about 600"],
                          answer="about 6", because="Its parabola knows how the valley bends."), ghost=True)
    def update(surface="Rosenbrock's valley", method="Newton", start=(-1.2, 1.0)):
        f = surfaces[surface]
        for name, drawn in contours.items():
            drawn.set_visible(name == surface)
        lowest.set_data(*f.minimizers.T)
        descent = methods[method](f, start)
        plain = optimization.steepest_descent(f, f.gradient, start, n_steps=40)
        for points, on_ground, on_curve in ((descent.path, path, height), (plain.path, slow_path, slow)):
            on_ground.set_data(*points.T)
            above = _above(f, points)
            on_curve.set_data(range(len(above)), np.where(above > 0, above, np.nan))
        return _fate(method, descent, _above(f, descent.path)[-1], plain, _above(f, plain.path)[-1])
    return update


def _contours(ax, f):
    x, y = np.meshgrid(np.linspace(-2, 2, 121), np.linspace(-3.5, 2.5, 151))
    heights = f(np.stack([x, y], axis=-1)) - f(f.minimizers[0])
    return ax.contour(x, y, np.log10(1e-3 + heights), levels=12, colors=MUTED, linewidths=0.4,
                      linestyles="solid")


def _above(f, path):
    return f(path) - f(f.minimizers[0])


def _fate(method, descent, height, plain, plain_height):
    arrived = plain_height < 1e-12
    other = f"reaches one in {plain.n_steps}" if arrived else f"is {rounded(plain_height)} above one after 40"
    steps = counted(descent.n_steps, "step")
    if not descent.converged:
        ending = f"is {rounded(height)} above the lowest point after {steps}"
    elif height > 1e-6:
        ending = f"stops at the saddle after {steps}"
        other = other.replace("one", "a minimum", 1)
    else:
        ending = f"reaches a minimum in {steps}"
    return f"{method[0].upper()}{method[1:]} {ending}; gradient descent {other}."
