"""Figures of the page on gradient descent: the edge of the step size, the race, and what scaling does to a valley."""
from __future__ import annotations

import math

import matplotlib.pyplot as plt
import numpy as np

from mathlib import data, optimization
from mathlib.figures.words import counted, rounded
from mathlib.live import DATA, FIELD, INK, MUTED, PATH, figure, live, log, predict

TARGET = 1e-6                                      # the distance at which a race is over


@figure(title="The cliff at 2/β",
        alt="Left: a parabola, and the points that gradient descent visits on it, joined in order. Right: the factor "
            "by which one step changes the distance, against the step size: two straight lines that meet at zero, "
            "with a dashed line at one, above which the path runs away.")
def step_cliff():
    """How the step size decides between creeping, jumping, bouncing and running away on one parabola."""
    fig, (valley, factors) = plt.subplots(1, 2, width_ratios=(1, 1.1))
    x, steps = np.linspace(-3, 3, 121), np.linspace(0, 2.5, 251)
    parabola, = valley.plot([], [], color=DATA)
    path, = valley.plot([], [], "o-", color=PATH, ms=4, lw=1)
    valley.set(xlim=(-3, 3), ylim=(-0.4, 9), xlabel="$x$", ylabel="$f(x)$")
    factors.axhspan(1, 4.2, color=FIELD[1])
    factors.axhline(1, color=MUTED, lw=0.8, ls=(0, (4, 3)))
    factors.text(0.04, 3.85, "runs away", color=MUTED, va="center")
    factor, = factors.plot([], [], color=DATA)
    now, = factors.plot([], [], "o", color=PATH, ms=7)
    edge, = factors.plot([], [], ":", color=MUTED, lw=1)
    edge_label = factors.text(0, 0, "", color=MUTED)
    factors.set(xlim=(0, 2.5), ylim=(0, 4.2), xlabel="step size $\\eta$", ylabel="factor per step $|1-\\eta\\beta|$")

    @live(fig, step_size=(0.05, 2.5, 0.05), curvature=[0.5, 1.0, 2.0],
          labels={"step_size": r"step size \path{η}", "curvature": r"curvature \data{β}"},
          presets={"creep": dict(step_size=0.1, curvature=1.0), "one jump": dict(step_size=1.0, curvature=1.0),
                   "bounce": dict(step_size=1.9, curvature=1.0), "the edge": dict(step_size=2.0, curvature=1.0),
                   "over it": dict(step_size=2.2, curvature=1.0)},
          goal=("with curvature 2, arrive in a single step",
                lambda step_size, curvature: curvature == 2 and np.isclose(step_size * curvature, 1)),
          predict=predict("A step of 1 lands exactly at the bottom. What will a step of 1.9 do?",
                          choices=["arrive, bouncing from side to side", "bounce for ever at the same height",
                                   "climb higher at every bounce"], answer="arrive, bouncing from side to side",
                          because="It multiplies the distance by −0.9: the sign flips, and a tenth is gone."))
    def update(step_size=0.3, curvature=1.0):
        parabola.set_data(x, curvature * x**2 / 2)
        bowl = optimization.Quadratic([[curvature]])
        points = optimization.gradient_descent(bowl.gradient, [-2.4], step_size, n_steps=12).path
        path.set_data(points[:, 0], bowl(points))
        factor.set_data(steps, np.abs(1 - steps * curvature))
        now.set_data([step_size], [abs(1 - step_size * curvature)])
        limit = optimization.max_stable_step(curvature)
        edge.set_data([limit, limit], [0, 1])
        edge_label.set_position((min(limit, 2.5) - 0.04, 0.1))
        edge_label.set(text="2/β" if limit <= 2.5 else "", ha="right")
        return _told(1 - step_size * curvature)
    return update


def _told(factor):
    shown = f"{factor:.2f}".replace("-", "−")
    if np.isclose(factor, 0):
        return "The factor is 0: one step reaches the bottom, whatever the start."
    if np.isclose(abs(factor), 1):
        return "The factor is −1: the path jumps from side to side for ever, and never gets nearer."
    if abs(factor) > 1:
        return f"The factor is {shown}: every step takes the path further away."
    needed = math.ceil(math.log(TARGET) / math.log(abs(factor)))
    manner = "creeps down one side" if factor > 0 else "bounces from side to side"
    return f"The factor is {shown}: the path {manner}, and the distance falls to a millionth in {needed} steps."


@figure(title="The race: reach a millionth in a hundred steps",
        alt="Left: a long narrow bowl seen from above, with the path of plain gradient descent and the path of the "
            "chosen rule. Right: the distance of both from the bottom after each step, on a logarithmic scale, and a "
            "dotted line at one millionth.")
def optimiser_race():
    """How momentum and step size change the race against plain gradient descent on a bowl of condition κ."""
    fig, (ground, curve) = plt.subplots(1, 2, width_ratios=(1, 1.2))
    bowls = {kappa: optimization.Quadratic(np.diag([1.0, kappa])) for kappa in (10, 100, 1000)}
    contours = {kappa: _contours(ground, bowl) for kappa, bowl in bowls.items()}
    plain_path, = ground.plot([], [], ".-", color=DATA, ms=4, lw=0.9)
    path, = ground.plot([], [], "o-", color=PATH, ms=3, lw=1)
    ground.plot(0, 0, "+", color=INK, ms=7)
    ground.set(xlim=(-1.2, 1.2), ylim=(-1.2, 1.2), xlabel="$x_1$ (flat)", ylabel="$x_2$ (steep)")
    curve.axhline(TARGET, color=MUTED, lw=0.8, ls=(0, (1, 3)))
    curve.text(1, TARGET / 1.7, "a millionth", color=MUTED, va="top")
    curve.text(100, 8, "dashed: no momentum, step 1/β", color=DATA, ha="right")
    plain_curve, = curve.semilogy([], [], "--", color=DATA, lw=1.3)
    distance, = curve.semilogy([], [], color=PATH)
    curve.set(xlim=(0, 100), ylim=(1e-9, 1e2), xlabel="step", ylabel="distance from the bottom")

    rules = {"heavy ball": optimization.heavy_ball, "Nesterov": optimization.nesterov}

    def race(kappa, rule, step, momentum):
        return optimization.run(rules[rule](step / kappa, momentum), bowls[kappa].gradient, [1.0, 1.0], n_steps=100)

    def reached(kappa, **chosen):
        return kappa == 100 and (n := _arrival(race(kappa, **chosen).path)) is not None and n <= 100

    plain = {kappa: race(kappa, "heavy ball", 1.0, 0.0).path for kappa in bowls}

    @live(fig, kappa=[10, 100, 1000], rule=list(rules), step=(0.4, 3.7, 0.3),
          momentum=(0.0, 0.95, 0.05), ghost=True,
          labels={"kappa": "condition κ", "step": "step size × β", "momentum": "momentum μ"},
          presets={"plain, 1/β": dict(kappa=100, rule="heavy ball", step=1.0, momentum=0.0),
                   "over the edge": dict(kappa=100, rule="heavy ball", step=2.2, momentum=0.0),
                   "too much": dict(kappa=100, rule="heavy ball", step=1.0, momentum=0.95)},
          goal=("at condition 100, come below a millionth within 100 steps, and stay there", reached),
          predict=predict("At condition 100, plain gradient descent with step 1/β needs 1375 steps to a millionth. How "
                          "many does the best choice of step and momentum need, about?", choices=["700", "350", "95"],
                          answer="95", because="With momentum the cost grows with √κ, not with κ."))
    def update(kappa=100, rule="heavy ball", step=1.0, momentum=0.5):
        for other, drawn in contours.items():
            drawn.set_visible(other == kappa)
        chosen = race(kappa, rule, step, momentum)
        for points, on_ground, on_curve in ((plain[kappa], plain_path, plain_curve), (chosen.path, path, distance)):
            on_ground.set_data(*points.T)
            on_curve.set_data(range(len(points)), np.linalg.norm(points, axis=1))
        return _result(chosen, _arrival(chosen.path), bowls[kappa], rule, step / kappa, momentum)
    return update


def _contours(ax, bowl):
    x, y = np.meshgrid(np.linspace(-1.2, 1.2, 61), np.linspace(-1.2, 1.2, 121))
    heights = bowl(np.stack([x, y], axis=-1))
    return ax.contour(x, y, heights, levels=heights.max() * np.linspace(0.08, 1, 9)**2, colors=MUTED,
                      linewidths=0.4)


def _arrival(path):
    """Return the step from which the path stays within the target, or None."""
    far = np.flatnonzero(~(np.linalg.norm(path, axis=1) < TARGET))
    return int(far[-1]) + 1 if far[-1] + 1 < len(path) else None


def _result(descent, arrival, bowl, rule, step_size, momentum):
    if arrival is not None:
        return f"Below a millionth from step {arrival} on."
    end = np.linalg.norm(descent.end)
    if descent.diverged or end > 10:
        return "The path runs away: this step is too long."
    return f"After 100 steps the distance is {rounded(end, 1)}, still above a millionth."


@figure(title="The unit of one column decides how fast a line is found",
        alt="Left: body mass against flipper length of 342 penguins, the best straight line, dashed, and the line that "
            "gradient descent has reached. Right: how much larger than necessary the loss is after each step, both on "
            "logarithmic scales, with a dot at the step that the left side shows.")
def scaled_valley():
    """How the unit and the preparation of one column of data change the number of steps that a fit needs."""
    millimetres, mass = _flippers()
    fig, (cloud, curve) = plt.subplots(1, 2, width_ratios=(1.1, 1))
    ends = np.array([165.0, 240.0])
    cloud.plot(millimetres, mass, ".", color=DATA, ms=3, alpha=0.5)
    cloud.plot(ends, _line(np.linalg.lstsq(_design(millimetres), mass)[0], ends), "--", color=INK, lw=1)
    line, = cloud.plot([], [], color=PATH, lw=2)
    cloud.set(xlim=(165, 240), ylim=(0, 7), xlabel="flipper length (mm)", ylabel="body mass (kg)")
    excess, = curve.loglog([], [], color=PATH)
    now, = curve.plot([], [], "o", color=PATH, ms=7)
    curve.set(xlim=(1, 10_000), ylim=(1e-12, 10), xlabel="step", ylabel="loss above the best")
    units, runs = {"mm": 1.0, "cm": 0.1, "dm": 0.01, "m": 0.001}, {}

    def descend(unit, prepared):
        if (unit, prepared) not in runs:
            length = millimetres * units[unit]
            shift = 0.0 if prepared == "as measured" else length.mean()
            scale = length.std() if prepared == "standardised" else 1.0
            X = _design((length - shift) / scale)
            bowl = optimization.Quadratic(X.T @ X / len(X))
            best = np.linalg.lstsq(X, mass)[0]
            path = optimization.gradient_descent(bowl.gradient, -best, 1 / bowl.curvatures[-1], n_steps=10_000).path
            runs[unit, prepared] = bowl, best, path, shift, scale
        return runs[unit, prepared]

    @live(fig, unit=list(units), prepared=["as measured", "centred", "standardised"], steps=log(1, 10_000, 17),
          play="steps", labels={"unit": "unit of the length", "prepared": "column"}, ghost=True,
          presets={"as measured": dict(unit="mm", prepared="as measured", steps=10_000),
                   "centred": dict(unit="mm", prepared="centred", steps=1000),
                   "standardised": dict(unit="mm", prepared="standardised", steps=1)},
          goal=("find the line to within a millionth of the loss in at most 10 steps",
                lambda unit, prepared, steps: steps <= 10 and _above(descend(unit, prepared), steps) < TARGET),
          predict=predict("Lengths are in millimetres, about 200 each. After ten thousand steps, is the line right?",
                          choices=["yes, to the eye", "no, it is still far off"], answer="no, it is still far off",
                          because="The step suits the steep direction; the other is eight million times flatter."))
    def update(unit="mm", prepared="as measured", steps=1000):
        run = bowl, best, path, shift, scale = descend(unit, prepared)
        k = min(steps, len(path) - 1)
        line.set_data(ends, _line(best + path[k], (ends * units[unit] - shift) / scale))
        heights = np.maximum(bowl(path[1:]), 1e-300)
        excess.set_data(np.arange(1, len(path)), heights)
        now.set_data([steps], [max(_above(run, steps), 1e-300)])
        kappa = bowl.curvatures[-1] / bowl.curvatures[0]
        return (f"Condition κ = {rounded(kappa, 3)}; after {counted(steps, 'step')} the loss is "
                f"{rounded(_above(run, steps))} above the best.")
    return update


def _flippers():
    """Return the flipper lengths, mm, and the body masses, kg, of the penguins that have both."""
    penguins = data.load_penguins().measured()
    return penguins.flipper_length_mm, penguins.body_mass_g / 1000


def _design(column):
    return np.column_stack([column, np.ones(len(column))])


def _line(weights, x):
    return weights[0] * x + weights[1]


def _above(run, steps):
    bowl, _, path, _, _ = run
    return float(bowl(path[min(steps, len(path) - 1)]))
