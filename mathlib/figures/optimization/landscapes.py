"""Figures of the page on landscapes: down a real mountain, away from a saddle, and between two equal networks."""
from __future__ import annotations

from functools import cache

import matplotlib.pyplot as plt
import numpy as np

from mathlib import data, optimization
from mathlib.calculus import Layer, backprop_mlp, make_mlp, mlp_forward
from mathlib.figures.words import rounded
from mathlib.live import DATA, FIELD, INK, MUTED, PATH, SECOND, drag, figure, live, predict
from mathlib.optimization import flatten_layers, unflatten_layers

BLUR = 4                                           # points of the grid, 93 m each: hides cracks, keeps hills
WALK = 80                                          # steps down the mountain


def mountain():
    """Return the land along the Jacksboro fault, smoothed, in kilometres: `optimization.Terrain`."""
    land = data.load_terrain()
    return optimization.Terrain(land.heights / 1000, land.east_km, land.north_km, blur=BLUR)


def hollows(land):
    """Return the points of the grid that lie lower than their eight neighbours, east and north in km: (k, 2)."""
    inner, n = land.heights[1:-1, 1:-1], land.heights.shape
    around = [land.heights[1 + i:n[0] - 1 + i, 1 + j:n[1] - 1 + j] for i in (-1, 0, 1) for j in (-1, 0, 1) if i or j]
    rows, columns = np.nonzero((inner < around).all(axis=0))
    return np.column_stack([land.x[columns + 1], land.y[rows + 1]])


@figure(title="A real mountain: where does the walk end?",
        alt="Left: a map of hills, darker where the land is higher, with a small mark in every hollow, and the path of "
            "a descent from a start that can be dragged. Right: the height above the sea after each step, with the "
            "height of the deepest hollow as a dotted line.")
def real_mountain():
    """How start, step size and momentum decide in which hollow of a real landscape a descent ends."""
    land = mountain()
    lows = hollows(land)
    deepest = float(land(lows).min()) * 1000
    fig, (ground, curve) = plt.subplots(1, 2, width_ratios=(1.3, 1))
    ground.contourf(land.x[::3], land.y[::3], 1000 * land.heights[::3, ::3], levels=np.linspace(250, 1010, 9),
                    colors=FIELD)
    ground.contour(land.x[::3], land.y[::3], 1000 * land.heights[::3, ::3], levels=np.linspace(250, 1010, 9),
                   colors=FIELD[7], linewidths=0.5)
    ground.plot(*lows.T, "v", color=MUTED, ms=2.2, alpha=0.7)
    path, = ground.plot([], [], ".-", color=PATH, ms=3, lw=1.2)
    end, = ground.plot([], [], "o", color=PATH, ms=6)
    ground.set(xlim=(0, 29.9), ylim=(0, 31.7), aspect="equal", xlabel="km to the east", ylabel="km to the north")
    curve.axhline(deepest, color=MUTED, lw=0.9, ls=(0, (1, 3)))
    curve.text(WALK, deepest - 12, "the deepest hollow", color=MUTED, ha="right", va="top")
    height, = curve.plot([], [], color=PATH)
    last, = curve.plot([], [], "o", color=PATH, ms=6)
    curve.set(xlim=(0, WALK + 2), ylim=(200, 1000), xlabel="step", ylabel="height (m)")

    @cache
    def descend(start, step_size, momentum):
        return optimization.gradient_descent(land.gradient, start, step_size, momentum=momentum, n_steps=WALK).path

    def reached(start, step_size, momentum):
        if land(start) < 0.8:
            return False
        points = descend(start, step_size, momentum)
        return land.contains(points).all() and land(points[-1]) < 0.35

    @live(fig, start=drag(ground, x=(3.0, 28.0, 2.5), y=(3.0, 28.0, 2.5)), step_size=[0.3, 1.0, 3.0],
          momentum=[0.0, 0.5, 0.9], ghost=True, units={"step_size": "km"},
          labels={"start": "start", "step_size": "step size η", "momentum": "momentum μ"},
          presets={"a hollow near the top": dict(start=(13.0, 15.5), step_size=1.0, momentum=0.0),
                   "with momentum": dict(start=(13.0, 15.5), step_size=1.0, momentum=0.9),
                   "over the edge": dict(start=(13.0, 3.0), step_size=1.0, momentum=0.9)},
          goal=("start above 800 m, stay on the map, and end below 350 m", reached),
          predict=predict("A walker who only feels the slope starts on the ridge. Where does the walk end?",
                          choices=["in the deepest hollow of the map", "in some hollow near the start"],
                          answer="in some hollow near the start",
                          because="In every hollow the slope is zero, and the slope is all that the walker knows."))
    def update(start=(13.0, 15.5), step_size=1.0, momentum=0.0):
        points = descend(start, step_size, momentum)
        heights = 1000 * land(points)
        shown = slice(None, None, 2)
        path.set_data(*points[shown].T)
        end.set_data(*points[-1:].T)
        height.set_data(range(0, len(points), 2), heights[shown])
        last.set_data([len(points) - 1], heights[-1:])
        return _arrival(land, points, heights, deepest)
    return update


def _arrival(land, points, heights, deepest):
    if not land.contains(points[-1]):
        return f"From {heights[0]:.0f} m the walk leaves the map; the land beyond is not known."
    slope = np.linalg.norm(land.gradient(points[-1]))
    resting = "at rest" if slope < 0.01 else f"still on a slope of {100 * slope:.0f} %"
    return (f"From {heights[0]:.0f} m down to {heights[-1]:.0f} m in {len(points) - 1} steps, {resting}; the deepest "
            f"hollow lies at {deepest:.0f} m.")


NEAR = {"0": 0.0, "10⁻¹²": 1e-12, "10⁻⁹": 1e-9, "10⁻⁶": 1e-6, "0.001": 1e-3, "0.3": 0.3}
NOISE = {"none": 0.0, "10⁻⁹": 1e-9, "10⁻⁶": 1e-6, "0.001": 1e-3}
LEAVE = 100                                        # steps at a saddle


@figure(title="How long does a saddle hold you?",
        alt="Left: contour lines of a saddle between two hollows, the path of gradient descent and, dashed, that of "
            "Newton's method. Right: the distance of gradient descent from the ridge after each step, on a logarithmic "
            "scale, a straight line until it levels off at the hollow.")
def leave_the_saddle():
    """How the time to escape from a saddle depends on the distance from its ridge, the step size and noise."""
    saddle = optimization.Saddle()
    fig, (ground, curve) = plt.subplots(1, 2, width_ratios=(1, 1.15))
    x, y = np.meshgrid(np.linspace(-1, 1, 61), np.linspace(-2, 2, 81))
    ground.contour(x, y, saddle(np.stack([x, y], axis=-1)), levels=np.linspace(-1, 1.4, 13), colors=FIELD[7],
                   linewidths=0.8, linestyles="solid")
    ground.plot(*saddle.minimizers.T, "+", color=INK, ms=8)
    jumps, = ground.plot([], [], "s--", color=SECOND, ms=8, lw=1.1, mfc="none", zorder=5)
    path, = ground.plot([], [], "o-", color=PATH, ms=3, lw=1)
    ground.set(xlim=(-1, 1), ylim=(-2, 2), xlabel="$x_1$", ylabel="$x_2$", xticks=[-1, 0, 1])
    curve.axhline(np.sqrt(2), color=MUTED, lw=0.9, ls=(0, (1, 3)))
    curve.text(LEAVE, 2, "hollow", color=MUTED, ha="right", va="bottom")
    away, = curve.semilogy([], [], ".-", color=PATH, ms=3, lw=1)
    curve.text(LEAVE, 1e-15, "squares, left: Newton", color=SECOND, ha="right", va="bottom")
    curve.set(xlim=(0, LEAVE), ylim=(1e-16, 30), xlabel="step", ylabel="distance from the ridge $|x_2|$")

    def descend(near, step_size, noise):
        rng = np.random.default_rng(0)

        def slope(x):
            return saddle.gradient(x) + noise * rng.standard_normal(2)

        return optimization.gradient_descent(slope, [0.5, near], step_size, n_steps=LEAVE, tolerance=0).path

    @live(fig, near=NEAR, step_size=(0.05, 0.3, 0.05), noise=NOISE, ghost=True,
          labels={"near": "start: distance from the ridge", "step_size": "step size η", "noise": "noise"},
          presets={"a thousandth": dict(near=1e-3, step_size=0.1, noise=0.0),
                   "a millionth": dict(near=1e-6, step_size=0.1, noise=0.0),
                   "on the ridge": dict(near=0.0, step_size=0.1, noise=0.0)},
          goal=("start exactly on the ridge, and still end in a hollow",
                lambda near, step_size, noise: near == 0 and abs(descend(near, step_size, noise)[-1, 1]) > 1.4),
          predict=predict("From a thousandth beside the ridge it takes 40 steps to leave the saddle. How many "
                          "from a millionth?", choices=["about 80", "about 400", "about 40,000"], answer="about 80",
                          because="Each step multiplies the distance by the same number; a thousand times nearer "
                                  "costs the same steps once more."))
    def update(near=1e-3, step_size=0.1, noise=0.0):
        points = descend(near, step_size, noise)
        path.set_data(*points.T)
        newton = optimization.newton(saddle.gradient, saddle.hessian, [0.5, near], n_steps=10).path
        jumps.set_data(*newton.T)
        distance = np.abs(points[:, 1])
        away.set_data(range(LEAVE + 1), np.where(distance > 0, distance, np.nan))
        return _escape(distance, np.linalg.norm(newton[-1]) < 1e-6)
    return update


def _escape(distance, trapped):
    if not (distance > 1).any():
        held = "exactly on the ridge" if distance[-1] == 0 else f"{rounded(distance[-1], 1)} from the ridge"
        return f"After {LEAVE} steps gradient descent is still at the saddle, {held}."
    other = "goes to it" if trapped else "does not go there"
    return f"Gradient descent leaves the saddle after {int(np.argmax(distance > 1))} steps; Newton's method {other}."


XOR = np.array([[-1.0, -1.0], [-1.0, 1.0], [1.0, -1.0], [1.0, 1.0]]), np.array([[-1.0], [1.0], [1.0], [-1.0]])


def trained():
    """Return a network of two hidden units that computes the exclusive or, trained from a random start."""
    start = make_mlp([2, 2, 1], rng=np.random.default_rng(10))
    loss, slopes = network_loss(start)
    return unflatten_layers(optimization.bfgs(loss, slopes, flatten_layers(start)).end, start)


def network_loss(like):
    """Return the loss on the exclusive or, and its gradient, as functions of one vector of all parameters."""
    def back(w):
        return backprop_mlp(unflatten_layers(w, like), *XOR)
    return lambda w: back(w).loss, lambda w: flatten_layers(back(w).gradients)


def exchanged(layers):
    """Return the network with its two hidden units in the other order: it computes the same."""
    (W, b), (V, c) = layers
    return [Layer(W[::-1], b[::-1]), Layer(V[:, ::-1], c)]


def turned(layers):
    """Return the network with the first hidden unit's signs turned, before and after: it computes the same."""
    (W, b), (V, c) = layers
    sign = np.array([-1.0, 1.0])
    return [Layer(W * sign[:, None], b * sign), Layer(V * sign, c)]


TWINS = {"one": (0, 0), "exchanged": (1, 0), "turned": (0, 1)}


@figure(title="Three networks that compute the same, and what lies between",
        alt="Left: contour lines of a network's loss on the plane through three networks that compute the same, marked "
            "by crosses, and the path of gradient descent in this plane from a start that can be dragged. Right: the "
            "outputs of the network for four inputs, at the start as rings and at the end as dots, with short lines at "
            "the outputs that are wanted.")
def between_twins():
    """How the loss of a small network looks on the plane through three equivalent minima."""
    first = trained()
    w, other, third = (flatten_layers(layers) for layers in (first, exchanged(first), turned(first)))
    plane = optimization.MLPSlice(first, *XOR, other - w, third - w)
    fig, (ground, outputs) = plt.subplots(1, 2, width_ratios=(1.2, 1))
    u = np.linspace(-0.4, 1.4, 46)
    heights = plane(np.stack(np.meshgrid(u, u), axis=-1))
    ground.contourf(u, u, heights, levels=[0, 0.1, 0.3, 0.7, 1.2, 2, 4, 8, 100], colors=FIELD)
    ground.plot(*np.transpose(list(TWINS.values())), "+", color=INK, ms=9, mew=1.6)
    for word, at in TWINS.items():
        ground.annotate(word, at, (0, -15), textcoords="offset points", color=INK, ha="center")
    path, = ground.plot([], [], ".-", color=PATH, ms=3, lw=1.1)
    ground.set(xlim=(-0.4, 1.4), ylim=(-0.4, 1.4), xlabel="towards the exchanged one",
               ylabel="towards the turned one", xticks=[0, 0.5, 1], yticks=[0, 0.5, 1])
    for k, wanted in enumerate(XOR[1].ravel()):
        outputs.plot([k - 0.3, k + 0.3], [wanted, wanted], color=DATA, lw=2)
    before, = outputs.plot([], [], "o", color=MUTED, ms=8, mfc="none")
    after, = outputs.plot([], [], "o", color=PATH, ms=6)
    outputs.set(xlim=(-0.6, 3.6), ylim=(-2.5, 2.5), xticks=range(4), xticklabels=["−, −", "−, +", "+, −", "+, +"],
                xlabel="signs of the two inputs", ylabel="output")

    @cache
    def slide(start):
        return optimization.steepest_descent(plane, plane.gradient, start, step_size=0.05, n_steps=40).path

    def compute(at):
        return mlp_forward(unflatten_layers(w + at[0] * (other - w) + at[1] * (third - w), first), XOR[0]).scores

    @live(fig, start=drag(ground, x=(-0.3, 1.3, 0.1), y=(-0.3, 1.3, 0.1)),
          presets={"halfway": dict(start=(0.5, 0.0)), "a little nearer": dict(start=(0.4, 0.0)),
                   "the far corner": dict(start=(1.0, 1.0))},
          goal=("find a start from which the path goes to a network that is more than twice as far as the nearest",
                lambda start: _far(start, _nearest(slide(start)[-1])) > 2 * _far(start, _nearest(start))),
          predict=predict("Both networks at the ends of the lower edge compute the exclusive or. Does the one halfway "
                          "between them?", choices=["yes", "nearly", "not at all"], answer="not at all",
                          because="Averaging weights is not averaging functions."))
    def update(start=(0.5, 0.0)):
        points = slide(start)
        path.set_data(*points.T)
        before.set_data(range(4), compute(start).ravel())
        after.set_data(range(4), compute(points[-1]).ravel())
        return (f"The loss here is {rounded(plane(start))}; downhill in this plane it falls to "
                f"{rounded(plane(points[-1]), 1)}, at the network called {_nearest(points[-1])}.")
    return update


def _nearest(point):
    """Return the name of the twin that lies nearest to a point of the plane."""
    return min(TWINS, key=lambda word: _far(point, word))


def _far(point, word):
    return float(np.linalg.norm(np.subtract(point, TWINS[word])))
