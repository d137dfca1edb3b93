"""Figures of the page on the singular value decomposition: a right angle that stays one, a photograph of low rank."""
from __future__ import annotations

import functools

import matplotlib.pyplot as plt
import numpy as np

from mathlib import data, linear_algebra
from mathlib.live import DATA, GOOD, INK, MUTED, PATH, RULE, SECOND, figure, live, log, predict

HIGHEST = 250                                      # ranks that a reader can choose
STEP = 2.0                                         # of the numbers that the page stores, in grey levels


MAPS = {"shear": linear_algebra.shear(1.0), "stretch": np.diag([2.0, 0.5]),
        "some matrix": np.array([[0.4, -1.4], [1.5, 0.9]]), "flatten": np.array([[1.2, 1.2], [0.6, 0.6]])}


@figure(title="One right angle stays right",
        alt="Left: the unit circle with two arrows at a right angle. Right: what the matrix makes of them, an ellipse "
            "and two arrows, which in general are at another angle.")
def right_angle():
    """Which two perpendicular directions go to perpendicular directions, and what the ellipse has to do with them."""
    fig, axes = plt.subplots(1, 2)
    circle = linear_algebra.ellipse(np.eye(2))
    axes[0].plot(*circle.T, color=MUTED, lw=1)
    oval, = axes[1].plot([], [], color=MUTED, lw=1)
    arrows = [[ax.plot([], [], "o-", color=color, ms=5, markevery=[1])[0] for color in (PATH, SECOND)] for ax in axes]
    names = [[ax.text(0, 0, name, color=color, ha="center", va="center", style="italic") for name, color in zip(
        ("v", "w") if ax is axes[0] else ("Av", "Aw"), (PATH, SECOND), strict=True)] for ax in axes]
    for ax, reach, title in zip(axes, (1.5, 2.6), ("before", "after"), strict=True):
        ax.plot(0, 0, "+", color=INK, ms=6)
        ax.set(xlim=(-reach, reach), ylim=(-reach, reach), aspect="equal", xlabel=title)
        ax.set_xticks(ticks := [-1, 0, 1] if reach < 2 else [-2, 0, 2])
        ax.set_yticks(ticks)

    def images(angle, matrix):
        return linear_algebra.apply(MAPS[matrix], linear_algebra.rotation(np.deg2rad(angle)).T)

    def between(angle, matrix):
        return np.rad2deg(linear_algebra.angle(*images(angle, matrix)))

    @live(fig, angle=(0, 90, 1), matrix=list(MAPS), labels={"angle": "turn of v"}, units={"angle": "°"}, play="angle",
          presets={"the axes": dict(angle=0)},
          goal=("with the shear, let the two images stand at a right angle, to within one degree",
                lambda angle, matrix: matrix == "shear" and abs(between(angle, matrix) - 90) < 1),
          predict=predict("The shear bends the right angle of the axes to 45°. Is there a right angle that it leaves "
                          "right?", choices=["no, a shear bends them all", "yes, one", "yes, many"], answer="yes, one",
                          because="Every matrix has such a pair. It is the shear's only one, and the images lie on the "
                                  "axes of the ellipse."))
    def update(angle=0, matrix="shear"):
        oval.set_data(*linear_algebra.ellipse(MAPS[matrix]).T)
        for points, lines, labels in zip((linear_algebra.rotation(np.deg2rad(angle)).T, images(angle, matrix)),
                                         arrows, names, strict=True):
            for point, line, label in zip(points, lines, labels, strict=True):
                line.set_data([0, point[0]], [0, point[1]])
                size = np.linalg.norm(point)
                label.set_position(point * (1 + 0.3 / size) if size > 0.1 else (0.35, -0.35))
        long, short = np.linalg.norm(images(angle, matrix), axis=1)
        if min(long, short) < 1e-9:
            return f"The images have lengths {long:.2f} and {short:.2f}: the ellipse is flat."
        return (f"The images have lengths {long:.2f} and {short:.2f}, and the angle between them is "
                f"{between(angle, matrix):.1f}°.")
    return update


@figure(title="How few directions still show the temple?",
        alt="Left: a photograph of a Chinese temple in greys, rebuilt from a matrix of low rank: the shapes are there, "
            "the details are blurred into a weave of rows and columns. Right, against the rank, all in per cent and on "
            "logarithmic scales: the singular values and the error, which fall, and the storage, which rises.")
def photograph():
    """How many singular values a photograph needs, what is lost without the others, and what the rest costs."""
    fig, (ax, plot) = plt.subplots(1, 2, width_ratios=(1.5, 1))
    photos = {"temple": data.load_china(), "flower": data.load_flower()}
    photos = {name: photo.mean(axis=2) for name, photo in photos.items()}
    frames = {name: linear_algebra.svd(photo) for name, photo in photos.items()}
    shape = photos["temple"].shape
    errors = {name: 100 * linear_algebra.truncation_error(frame.s) for name, frame in frames.items()}
    ranks = np.arange(1, HIGHEST + 1)
    storage = np.array([100 * linear_algebra.storage(shape, k) / np.prod(shape) for k in ranks])

    image = ax.imshow(np.zeros(shape, np.uint8), cmap="gray", vmin=0, vmax=255, interpolation="none", gid="picture")
    ax.set(xticks=[], yticks=[])
    for side in ("left", "bottom"):
        ax.spines[side].set_color(RULE)
    plot.loglog(ranks, storage, color=GOOD)
    plot.text(4.2, 1.0, "storage", color=GOOD, va="top")
    plot.axhline(10, color=MUTED, lw=0.8, ls=(0, (1, 3)))
    line, = plot.plot([], [], color=PATH)
    values, = plot.plot([], [], color=DATA, lw=1.2)
    here, = plot.plot([], [], color=MUTED, lw=0.8, ls=(0, (4, 3)))
    dots, = plot.plot([], [], "o", color=PATH, ms=5)
    plot.text(3.2, 31, "error", color=PATH)
    plot.text(26, 0.85, "$\\sigma_k/\\sigma_1$", color=DATA, va="top")
    plot.set(xlim=(1, 300), ylim=(0.05, 130), xlabel="rank $k$", ylabel="per cent",
             xticks=[1, 10, 100], xticklabels=["1", "10", "100"],
             yticks=[0.1, 1, 10, 100], yticklabels=["0.1", "1", "10", "100"])

    @functools.cache
    def rebuilt(photo, rank):
        U, s, Vt = frames[photo]
        return np.clip(np.rint(U[:, :rank] * s[:rank] @ Vt[:rank]), 0, 255).astype(np.uint8)

    @live(fig, rank=log(1, HIGHEST, 25), photo=list(photos), script="photograph.js", data=_stored(frames),
          labels={"rank": "rank k"}, play="rank",
          presets={"one term": dict(rank=1), "shapes": dict(rank=10), "a good copy": dict(rank=63),
                   "too much": dict(rank=250)},
          goal=("the temple with an error of at most 10 %, from less than a quarter of the numbers",
                lambda rank, photo: photo == "temple" and errors[photo][rank] <= 10 and storage[rank - 1] < 25),
          predict=predict("With 20 of the 427 terms, which share of the sum of squares of all greys is kept?",
                          choices=["about 5 %", "about 50 %", "about 98 %"], answer="about 98 %",
                          because="And yet the picture is poor: the root of the missing 2 % is an error of 14 %."))
    def update(rank=20, photo="temple"):
        s, error = frames[photo].s, errors[photo]
        image.set_data(rebuilt(photo, rank))
        line.set_data(ranks, error[1:HIGHEST + 1])
        values.set_data(ranks, 100 * s[:HIGHEST] / s[0])
        here.set_data([rank, rank], [0.05, 130])
        dots.set_data([rank, rank, rank], [error[rank], 100 * s[rank - 1] / s[0], storage[rank - 1]])
        energy = 100 * linear_algebra.energy(s)[rank - 1]
        return (f"Rank {rank}: {energy:.{1 if energy < 99.9 else 3}f} % of the energy, an error of "
                f"{error[rank]:.1f} %, from {storage[rank - 1]:.1f} % of the numbers.")
    return update


def _stored(frames):
    """Return what the page needs to add up the terms itself: each direction times its singular value, in steps."""
    stored = {}
    for name, (U, s, Vt) in frames.items():
        (left, by), (right, times) = (_in_steps(columns[:, :HIGHEST] * s[:HIGHEST]) for columns in (U, Vt.T))
        stored |= {f"{name}_left": left, f"{name}_right": right, f"{name}_factor": by * times / s[:HIGHEST]}
    return stored


def _in_steps(columns):
    """Return each column as a row of whole numbers from -127 to 127, and the step of each."""
    steps = np.maximum(STEP, np.abs(columns).max(axis=0) / 127)
    return np.rint(columns / steps).astype(np.int8).T.copy(), steps
