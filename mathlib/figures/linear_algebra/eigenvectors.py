"""Figures of the page on eigenvectors: a form around the circle, and the race of power iteration."""
from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np

from mathlib import linear_algebra
from mathlib.live import DATA, INK, MUTED, PATH, SECOND, figure, live, predict

TURN = 30                                          # degrees from the first axis to the first eigenvector
SHAPES = {"bowl": (3.0, 1.0), "valley": (2.0, 0.0), "saddle": (2.0, -1.0), "dome": (-1.0, -3.0)}
LAST = 16                                          # steps of a race


def _symmetric(values):
    """Return the matrix with these eigenvalues whose eigenvectors are the axes, turned."""
    Q = linear_algebra.rotation(np.deg2rad(TURN))
    return Q * values @ Q.T


@figure(title="Around the circle: where is the form highest?",
        alt="Left: level lines of a bowl, the unit circle, a vector x on it and its image Ax, which points elsewhere. "
            "Right: the height of the bowl along the circle, a wave between the two eigenvalues, with a dot at x.")
def circle_walk():
    """How x'Ax runs between the two eigenvalues around the unit circle, and what Ax does at the ends."""
    fig, (ground, wave) = plt.subplots(1, 2, width_ratios=(1, 1.15))
    matrices = {shape: _symmetric(values) for shape, values in SHAPES.items()}
    levels = {shape: _levels(ground, A) for shape, A in matrices.items()}
    ground.plot(*linear_algebra.ellipse(np.eye(2)).T, color=INK, lw=1)
    image, = ground.plot([], [], "o-", color=SECOND, ms=5, markevery=[1])
    vector, = ground.plot([], [], "o-", color=PATH, ms=6, markevery=[1])
    names = [ground.text(0, 0, text, color=color, ha="center", va="center", style="italic")
             for text, color in (("x", PATH), ("Ax", SECOND))]
    ground.set(xlim=(-3.3, 3.3), ylim=(-3.3, 3.3), aspect="equal", xlabel="$x_1$", ylabel="$x_2$",
               xticks=[-3, 0, 3], yticks=[-3, 0, 3])
    angles = np.linspace(0, 180, 91)
    circle = np.column_stack([np.cos(np.deg2rad(angles)), np.sin(np.deg2rad(angles))])
    height, = wave.plot([], [], color=DATA)
    here, = wave.plot([], [], "o", color=PATH, ms=7)
    bounds = [wave.plot([], [], color=MUTED, lw=0.8, ls=(0, (4, 3)))[0] for _ in range(2)]
    marks = [wave.text(182, 0, text, color=MUTED, va="center") for text in ("λ₁", "λ₂")]
    wave.set(xlim=(0, 180), ylim=(-3.4, 3.4), xticks=[0, 45, 90, 135, 180], xlabel="angle of $x$ (°)",
             ylabel="$x^\\top A\\,x$")

    @live(fig, angle=(0, 180, 5), shape=list(SHAPES), units={"angle": "°"}, play="angle",
          goal=("find the direction in which the saddle falls fastest",
                lambda angle, shape: shape == "saddle" and angle == TURN + 90),
          predict=predict("Where on the circle is the form highest?",
                          choices=["where Ax is perpendicular to x", "where Ax lies on the line of x",
                                   "where Ax lies on an axis"], answer="where Ax lies on the line of x",
                          because="There x is an eigenvector, and the height is its eigenvalue."))
    def update(angle=0, shape="bowl"):
        A = matrices[shape]
        for other, drawn in levels.items():
            drawn.set_visible(other == shape)
        x = np.array([np.cos(np.deg2rad(angle)), np.sin(np.deg2rad(angle))])
        for point, line, name in zip((x, A @ x), (vector, image), names, strict=True):
            line.set_data([0, point[0]], [0, point[1]])
            size = np.linalg.norm(point)
            name.set_position(point * (1 + 0.45 / size) if size > 0.1 else (0.4, -0.4))
        height.set_data(angles, linear_algebra.quadratic_form(A, circle))
        value = linear_algebra.rayleigh_quotient(A, x)
        here.set_data([angle], [value])
        for bound, mark, level in zip(bounds, marks, SHAPES[shape], strict=True):
            bound.set_data([0, 180], [level, level])
            mark.set_y(level)
        return _shown(f"At {angle}° the form is {value:.2f}, and {_compared(A @ x, x)}.")
    return update


def _levels(ax, A):
    side = np.linspace(-3.3, 3.3, 67)
    grid = np.stack(np.meshgrid(side, side), axis=-1)
    return ax.contour(side, side, linear_algebra.quadratic_form(A, grid), levels=np.arange(-32, 33, 4),
                      colors=MUTED, linewidths=0.5, negative_linestyles="dotted")


def _compared(image, x):
    if np.linalg.norm(image) < 1e-9:
        return "Ax is zero: x is an eigenvector"
    off = np.rad2deg(linear_algebra.angle(image, x))
    if min(off, 180 - off) < 1e-6:
        return f"Ax is {image @ x:.2f} x: x is an eigenvector"
    return f"the angle from x to Ax is {off:.0f}°"


@figure(title="The race to the eigenvector",
        alt="Left: the unit circle with two perpendicular eigenvectors, and a vector that turns, step by step, towards "
            "the first of them. Right: the errors of direction and eigenvalue after each step, on a logarithmic scale: "
            "two straight lines, the second twice as steep.")
def power_race():
    """How fast multiplying again and again turns a vector into the first eigenvector, for each ratio λ₂/λ₁."""
    fig, (disc, curve) = plt.subplots(1, 2, width_ratios=(1, 1.2))
    Q = linear_algebra.rotation(np.deg2rad(TURN))
    disc.plot(*linear_algebra.ellipse(np.eye(2)).T, color=MUTED, lw=0.8)
    for v, name in zip(Q.T, ("$v_1$", "$v_2$"), strict=True):
        disc.plot([-1.25 * v[0], 1.25 * v[0]], [-1.25 * v[1], 1.25 * v[1]], color=MUTED, lw=0.8, ls=(0, (4, 3)))
        disc.text(*(1.42 * v), name, color=INK, ha="center", va="center")
    trail, = disc.plot([], [], "o", color=DATA, ms=3.5)
    arrow, = disc.plot([], [], "o-", color=PATH, ms=6, markevery=[1])
    disc.set(xlim=(-1.6, 1.6), ylim=(-1.6, 1.6), aspect="equal", xticks=[-1, 0, 1], yticks=[-1, 0, 1],
             xlabel="$x_1$", ylabel="$x_2$")
    direction, = curve.semilogy([], [], "o-", color=PATH, ms=3, lw=1.2)
    value, = curve.semilogy([], [], "o-", color=SECOND, ms=3, lw=1.2)
    now, = curve.plot([], [], "o", color=PATH, ms=7)
    curve.text(LAST, 3e3, "direction", color=PATH, ha="right", va="center")
    curve.text(LAST, 4e2, "eigenvalue", color=SECOND, ha="right", va="center")
    curve.set(xlim=(0, LAST), ylim=(1e-8, 1e4), xlabel="step", ylabel="error")
    steps = np.arange(LAST + 1)

    def raced(ratio, start):
        from_v1 = np.deg2rad(TURN + start)
        path = linear_algebra.power_iteration(Q * [1.0, ratio] @ Q.T, [np.cos(from_v1), np.sin(from_v1)],
                                              n_steps=LAST, tolerance=0)
        missing = LAST - path.n_steps              # it stops where nothing is left to turn
        return np.pad(path.path, ((0, missing), (0, 0)), "edge"), np.pad(path.values, (0, missing), "edge")

    def angle(ratio, start, step):
        along, across = np.abs(raced(ratio, start)[0][step] @ Q)
        return np.rad2deg(np.arctan2(across, along))

    @live(fig, ratio=(-1.0, 1.0, 0.1), start={"30°": 30.0, "60°": 60.0, "85°": 85.0, "89.9°": 89.9},
          step=(0, LAST, 1), play="step",
          labels={"ratio": "ratio λ₂/λ₁", "start": "start, from v₁"},
          presets={"fast": dict(ratio=0.1), "slow": dict(ratio=0.9), "a draw": dict(ratio=-1.0)},
          goal=("start at 89.9°, and come within one degree in at most six steps, with a λ₂ that is not zero",
                lambda ratio, start, step: start == 89.9 and step <= 6 and ratio != 0
                and angle(ratio, start, step) < 1),
          predict=predict("With a ratio of 0.5, how many steps make the error of the direction about a thousand "
                                  "times smaller?",
                          answer=10, because="Each step halves it, and 2¹⁰ = 1024."))
    def update(ratio=0.5, start=60.0, step=0):
        path, values = raced(ratio, start)
        trail.set_data(*path[:step + 1].T)
        arrow.set_data([0, path[step, 0]], [0, path[step, 1]])
        along, across = np.abs(path @ Q).T
        error = across / along
        direction.set_data(steps, np.where(error > 1e-12, error, np.nan))
        value.set_data(steps, np.where(np.abs(values - 1) > 1e-12, np.abs(values - 1), np.nan))
        now.set_data([step], [error[step] if error[step] > 1e-12 else np.nan])
        off = np.rad2deg(np.arctan2(across[step], along[step]))
        return (f"After {step} {'step' if step == 1 else 'steps'} the vector is {_degrees(off)} from the eigenvector. "
                + _pace(ratio))
    return update


def _pace(ratio):
    if abs(ratio) == 1:
        return ("All vectors are eigenvectors: nothing turns." if ratio == 1
                else "The second part changes its sign and keeps its size: the vector swings for ever.")
    if ratio == 0:
        return "A single step takes the second part away."
    return f"Each step multiplies the error of direction by {abs(ratio):.1f}, that of the eigenvalue by about " \
           f"{ratio**2:.2f}."


def _degrees(angle):
    return f"{angle:.1f}°" if angle >= 0.1 or angle < 1e-9 else "less than 0.1°"


def _shown(sentence):
    return sentence.replace("-", "−")
