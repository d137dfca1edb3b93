"""Figures of the page on projections: a line by hand, the shadow of eight birds, and right angles that get lost."""
from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np

from mathlib import data, linear_algebra
from mathlib.figures.words import rounded
from mathlib.live import DATA, GOOD, INK, MUTED, PATH, RULE, SECOND, drag, figure, live, predict

BIRDS = [30, 11, 1, 47, 18, 13, 89, 152]            # seven Adelie penguins and, last, a Gentoo
WIDTH, HEIGHT = (174, 234), (0.5, 8.5)             # what the panels show: millimetres, kilograms
REACH = 2.25                                       # how far a bird can be dragged, up or down, in kilograms
FEET = (1.7, 0)                                    # of the two dials
SQUARE = 0.75 * 60 / 8                             # millimetres that look as long as one kilogram


def eight_birds():
    """Return flipper length, mm, and body mass, kg, of eight penguins."""
    birds = data.load_penguins().measured()
    return birds.flipper_length_mm[BIRDS], birds.body_mass_g[BIRDS] / 1000


@figure(title="The shadow of eight birds",
        alt="Left: body mass against flipper length of seven penguins close together and an eighth far to the right; "
            "the best straight line, and between each bird and the line the square of its residual. All birds can be "
            "dragged up and down. Right: a right triangle. Its long side is the vector of all eight masses, its base "
            "the shadow of that vector on the line of all straight fits, its height the residual.")
def shadow_on_a_line():
    """How the best line follows eight birds: a projection, in which one bird far out pulls harder than the others."""
    length, mass = eight_birds()
    A = np.column_stack([np.ones(8), length])
    P, centred = linear_algebra.projector(A), length - length.mean()
    along = centred / linear_algebra.norm(centred)
    pull = linear_algebra.leverage(A)
    fig, (cloud, plane) = plt.subplots(1, 2, width_ratios=(1.6, 1))
    squares = cloud.fill([0], [0], facecolor=SECOND, alpha=0.25, gid="squares")[0]
    line, = cloud.plot([], [], color=GOOD, lw=2, gid="line")
    dots = [cloud.plot([], [], "o", color=PATH, ms=6, gid=f"dot{i}")[0] for i in range(8)]
    cloud.text(190, 0.75, f"leverage {pull[3]:.2f}", color=MUTED, ha="center")
    cloud.text(233, 0.75, f"leverage {pull[7]:.2f}", color=MUTED, ha="right")
    cloud.set(xlim=WIDTH, ylim=HEIGHT, xlabel="flipper length (mm)", ylabel="body mass (kg)")
    cloud.set_box_aspect(0.75)
    plane.axhline(0, color=RULE, lw=0.8)
    plane.axvline(0, color=RULE, lw=0.8)
    shadow, = plane.plot([], [], color=GOOD, lw=2.4, gid="shadow")
    residual, = plane.plot([], [], color=SECOND, lw=2.4, gid="residual")
    masses, = plane.plot([], [], color=PATH, lw=2.4, gid="masses")
    for y, word, colour in ((4.65, "all masses, from their mean", PATH), (4.15, "shadow: the straight line", GOOD),
                            (3.65, "residual", SECOND)):
        plane.text(4.9, y, word, color=colour, ha="right", va="center")
    plane.set(xlim=(-2, 5), ylim=(-0.25, 5), aspect="equal", xlabel="along the lengths (kg)",
              ylabel="perpendicular (kg)")
    reach = {f"y{i}": (float(y) - REACH, float(y) + REACH, REACH) for i, y in enumerate(mass, 1)}
    start = dict(zip(reach, mass, strict=True))

    @live(fig, **reach, **{f"bird{i}": drag(cloud, x=float(x), y=f"y{i}") for i, x in enumerate(length, 1)},
          script="shadow_on_a_line.js",
          labels={f"{word}{i}": f"bird {i}" if i < 8 else "Gentoo" for i in range(1, 9) for word in ("y", "bird")},
          presets={"lift a bird of the middle": dict(y4=start["y4"] + REACH),
                   "lift the Gentoo": dict(y8=start["y8"] + REACH)},
          goal=("move a single bird, so that the line falls instead of rising",
                lambda **y: sum(abs(y[k] - start[k]) > 1e-9 for k in y) == 1 and along @ list(y.values()) < 0),
          predict=predict("Lift bird 4, in the middle of the flock, by two kilograms; then put it back and lift "
                          "the Gentoo by as much. Which move changes the slope more?",
                          choices=["bird 4", "the Gentoo", "both alike"], answer="the Gentoo",
                          because="A bird far from the mean length has the longer lever."))
    def update(y1=start["y1"], y2=start["y2"], y3=start["y3"], y4=start["y4"], y5=start["y5"], y6=start["y6"],
               y7=start["y7"], y8=start["y8"]):
        y = np.array([y1, y2, y3, y4, y5, y6, y7, y8])
        fitted = P @ y
        r = y - fitted
        slope = along @ y / linear_algebra.norm(centred)
        ends = np.array(WIDTH)
        line.set_data(ends, y.mean() + slope * (ends - length.mean()))
        squares.set_xy(_squares(length, fitted, r))
        for dot, at, height in zip(dots, length, y, strict=True):
            dot.set_data([at], [height])
        base, height = along @ y, np.sqrt(r @ r)
        masses.set_data([0, base], [0, height])
        shadow.set_data([0, base], [0, 0])
        residual.set_data([base, base], [0, height])
        return _line_told(slope, r, length)
    return update


def _squares(x, fitted, r):
    """Return one outline of all squares between the line and the points, strung along the line."""
    wide = -r * SQUARE                                     # to the left above the line, to the right below it
    return np.concatenate([[(a, f), (a, f + e), (a + w, f + e), (a + w, f), (a, f)]
                           for a, f, e, w in zip(x, fitted, r, wide, strict=True)] + [[(x[0], fitted[0])]])


def _line_told(slope, r, length):
    return (f"Slope {1000 * slope:.1f} g per mm, sum of squares {r @ r:.3f} kg². Residual with the ones: "
            f"{abs(r.sum()):.3f}; with the lengths: {abs(r @ length):.3f}.").replace("-", "−")


@figure(title="Turn both dials upright",
        alt="Left: eight penguins, body mass against flipper length, a straight line that two sliders move, and the "
            "square of each residual. Right: two dials. One shows the angle between the vector of residuals and the "
            "column of ones, the other the angle between it and the column of lengths; neither is a right angle.")
def line_by_hand():
    """How the best line is found by angles: it is the one whose residual is perpendicular to both columns."""
    length, mass = eight_birds()
    centred = length - length.mean()
    fig, (cloud, dials) = plt.subplots(1, 2, width_ratios=(1.1, 1))
    squares = cloud.fill([0], [0], facecolor=SECOND, alpha=0.25)[0]
    line, = cloud.plot([], [], color=PATH, lw=2)
    cloud.plot(length, mass, "o", color=DATA, ms=5)
    cloud.set(xlim=WIDTH, ylim=HEIGHT, xlabel="flipper length (mm)", ylabel="body mass (kg)")
    cloud.set_box_aspect(0.75)
    arms, words = [], []
    half = np.linspace(0, np.pi, 61)
    for foot, column in zip(FEET, ("the ones", "the lengths, centred"), strict=True):
        dials.plot(np.cos(half), foot + np.sin(half), color=RULE, lw=1)
        dials.plot([0, 1], [foot, foot], color=DATA, lw=2)
        dials.plot([0, 0], [foot, foot + 1.1], color=MUTED, lw=0.8, ls=(0, (1, 3)))
        dials.text(0, foot - 0.22, f"residual and {column}", color=INK, ha="center", va="center")
        arms.append(dials.plot([], [], color=SECOND, lw=2.4)[0])
        words.append(dials.text(1.15, foot + 0.75, "", color=SECOND, va="center"))
    dials.set(xlim=(-1.8, 1.9), ylim=(-0.4, 2.9), aspect="equal", xticks=[], yticks=[])
    dials.spines[:].set_visible(False)

    best = linear_algebra.lstsq(np.column_stack([np.ones(8), length]), mass).residual
    least = best @ best

    def angles(slope, height):
        r = mass - height - slope / 1000 * centred
        return [np.degrees(linear_algebra.angle(r, column)) for column in (np.ones(8), centred)]

    @live(fig, slope=(-20, 100, 4), height=(3.525, 4.525, 0.05), ghost=True,
          labels={"slope": "slope", "height": "height at the mean length"}, units={"slope": "g/mm", "height": "kg"},
          presets={"flat": dict(slope=0, height=4.025), "through the Gentoo": dict(slope=52, height=3.875)},
          goal=("both angles within one degree of a right angle",
                lambda slope, height: max(abs(angle - 90) for angle in angles(slope, height)) < 1),
          predict=predict("Which line leaves the smallest sum of squares: the one whose residual has which angle with "
                          "both columns?", choices=["0°", "45°", "90°"], answer="90°",
                          because="At any other angle, a step along that column would still shorten the residual."))
    def update(slope=12, height=4.275):
        fitted = height + slope / 1000 * centred
        r = mass - fitted
        ends = np.array(WIDTH)
        line.set_data(ends, height + slope / 1000 * (ends - length.mean()))
        squares.set_xy(_squares(length, fitted, r))
        for arm, word, foot, angle in zip(arms, words, FEET, angles(slope, height), strict=True):
            arm.set_data([0, np.cos(np.radians(angle))], [foot, foot + np.sin(np.radians(angle))])
            word.set_text(f"{angle:.1f}°")
        return f"Sum of squares {r @ r:.3f} kg²; the least possible is {least:.3f}."
    return update


@figure(title="Who keeps the right angles?",
        alt="Against the condition number of a matrix, on logarithmic scales: how far the columns of Q are from "
            "perpendicular. The classical Gram-Schmidt method rises steeply, the modified one half as steeply, and "
            "Householder's mirrors stay level near 1e-16.")
def lost_angles():
    """How far from perpendicular three ways to the same QR factorization end up, as columns become more alike."""
    tens = np.arange(14)
    losses = np.array([orthogonality_losses(10.0**k) for k in tens])
    fig, ax = plt.subplots(figsize=(4.3, 3.1))
    for slope in (1, 2):
        ax.loglog(10.0**tens, 1e-16 * 10.0**(slope * tens), color=MUTED, lw=0.8, ls=(0, (1, 3)))
    lines = [ax.loglog([], [], marker, color=colour, ms=5, lw=1.3)[0]
             for marker, colour in (("o-", PATH), ("s-", DATA), ("^-", GOOD))]
    for place, word, colour in (((1.5e5, 3e-3), "classical", PATH), ((4e10, 3e-8), "modified", DATA),
                                ((4e7, 1.7e-17), "Householder", GOOD)):
        ax.text(*place, word, color=colour, ha="left" if word == "modified" else "center", va="top")
    ax.set(xlim=(0.6, 2e13), ylim=(2e-18, 20), xlabel="condition number", ylabel="largest entry of $|Q^T Q - I|$",
           xticks=[1, 1e4, 1e8, 1e12], yticks=[1e-16, 1e-12, 1e-8, 1e-4, 1])

    @live(fig, tens=(0, 13, 1), play="tens", labels={"tens": "condition: ten to the power of"},
          goal=("the first condition at which some angle of the classical method is off by more than a tenth",
                lambda tens: losses[tens, 0] > 0.1 and losses[tens - 1, 0] <= 0.1),
          predict=predict("At condition 10⁶ the modified method is off by about 10⁻¹¹. The classical one?",
                          choices=["also 10⁻¹¹", "10⁻⁸", "10⁻⁵"], answer="10⁻⁵",
                          because="It loses twice as many digits: its error grows with the square."))
    def update(tens=3):
        for line, loss in zip(lines, losses.T, strict=True):
            line.set_data(10.0**np.arange(tens + 1), loss[:tens + 1])
        classical, modified, mirrors = losses[tens]
        return (f"At condition {rounded(10.0**tens)}: classical {rounded(classical, 1)}, "
                f"modified {rounded(modified, 1)}, Householder {rounded(mirrors, 1)}.")
    return update


def orthogonality_losses(condition):
    """Return how far from perpendicular Q is by three methods, for a 30 by 10 matrix of a condition number."""
    rng = np.random.default_rng(0)
    U, V = (linear_algebra.qr(rng.standard_normal((n, 10))).Q for n in (30, 10))
    A = U * np.geomspace(1, 1 / condition, 10) @ V.T
    factors = (linear_algebra.gram_schmidt(A, "classical"), linear_algebra.gram_schmidt(A),
               linear_algebra.householder_qr(A))
    return [linear_algebra.orthogonality_loss(Q) for Q, _ in factors]
