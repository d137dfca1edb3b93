"""Figure of the page on neural layers: what each neuron folds, and the border that the layer can draw."""
from __future__ import annotations

import math

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from mathlib import data, linear_algebra
from mathlib.live import BAD, DATA, FIELD, MUTED, PATH, SECOND, figure, live, predict

WIDTHS = [1, 2, 3, 4, 8]
ACTIVATIONS = {"none": None, "ReLU": lambda z: np.maximum(z, 0), "tanh": np.tanh}
REACH = 2.9                                        # of both panels, in standard deviations
GAP = np.full((1, 2), np.nan)


@figure(title="Without a bend, eight neurons are no better than two",
        alt="Left: penguins in the plane of bill length and bill depth, one species marked by triangles, and the "
            "straight folds of the neurons; the side on which the first neuron is positive is shaded. Right: the same "
            "penguins, the shaded region in which the layer answers Chinstrap, with a bent border, and rings around "
            "the penguins that it gets wrong.")
def layer_at_work():
    """How width and activation of a layer decide which borders a linear read-out of it can draw."""
    fig, (folds, answer) = plt.subplots(1, 2)
    X, truth, mean, spread = _penguins()
    x = np.linspace(-REACH, REACH, 41)
    grid = np.stack(np.meshgrid(x, x), axis=-1)
    side, = folds.fill([0, 0, 0], [0, 0, 0], color=FIELD[2], lw=0)
    others, = folds.plot([], [], color=MUTED, lw=0.9, ls=(0, (4, 3)))
    first, = folds.plot([], [], color=PATH, lw=2)
    arrow, = folds.plot([], [], color=PATH, lw=1.3)
    region = answer.add_patch(PathPatch(Path(np.zeros((4, 2))), color=FIELD[3], lw=0))
    steps, = answer.plot([], [], color=MUTED, lw=0.7)
    border, = answer.plot([], [], color=PATH, lw=2)
    for ax in (folds, answer):
        ax.plot(*X[~truth].T, ".", color=DATA, ms=3, alpha=0.6)
        ax.plot(*X[truth].T, "^", color=SECOND, ms=3, alpha=0.8)
        ax.set(xlim=(-REACH, REACH), ylim=(-REACH, REACH), aspect="equal", xlabel="bill length (mm)",
               ylabel="bill depth (mm)", xticks=(np.array([30, 40, 50]) - mean[0]) / spread[0] + 0.0,
               xticklabels=["30", "40", "50"], yticks=(np.array([12, 16, 20]) - mean[1]) / spread[1],
               yticklabels=["12", "16", "20"])
    wrong, = answer.plot([], [], "o", color=BAD, ms=6, mfc="none", mew=0.9)
    folds.text(-2.8, -0.35, "Adelie", color=DATA, va="center")
    folds.text(2.85, 0.72, "Chinstrap", color=SECOND, ha="right", va="center")
    folds.text(0.6, -2.65, "Gentoo", color=DATA, va="bottom")
    scratch = Figure().add_subplot()

    def work(width, activation, angle, offset):
        W, b = _neurons(width, angle, offset)
        bend = ACTIVATIONS[activation]
        read_out = linear_algebra.lstsq(_with_one(linear_algebra.dense(X, W, b, bend)), 2.0 * truth - 1).x
        return (lambda points: _with_one(linear_algebra.dense(points, W, b, bend)) @ read_out), W, b

    def right(**values):
        return np.mean((work(**values)[0](X) > 0) == truth)

    @live(fig, width=WIDTHS, activation=list(ACTIVATIONS), angle=(0, 330, 30), offset=(-1.0, 1.0, 0.5),
          labels={"width": "neurons", "angle": "turn neuron 1", "offset": "shift neuron 1"},
          units={"angle": "°"},
          presets={"one fold": dict(width=1, activation="ReLU", angle=60, offset=0.5),
                   "no activation": dict(width=8, activation="none"),
                   "eight bends": dict(width=8, activation="ReLU"), "smooth": dict(width=8, activation="tanh")},
          goal=("with four neurons, at least 96 % right",
                lambda width, **others: width == 4 and right(width=width, **others) >= 0.96),
          predict=predict("Take the activation away and go from two neurons to eight. What will the border do?",
                          choices=["bend more often", "fit better, though straight", "not move at all"],
                          answer="not move at all",
                          because="Sums of sums are sums: two neurons already give every straight border."))
    def update(width=4, activation="ReLU", angle=0, offset=0.0):
        output, W, b = work(width, activation, angle, offset)
        lines = np.array([_fold(w, c) for w, c in zip(W, b, strict=True)])
        first.set_data(*lines[0][:2].T)
        others.set_data(*lines[1:].reshape(-1, 2).T)
        side.set_xy([*lines[0][:2], *(lines[0][1::-1] + 12 * W[0])])
        foot = -b[0] * W[0]
        arrow.set_data(*_arrow(foot, W[0]).T)
        heights = output(grid)
        below, zero, above = _lines(scratch, x, heights, [-0.5, 0, 0.5])
        border.set_data(*zero.T)
        steps.set_data(*np.concatenate([below, above]).T)
        region.set_path(_filled(scratch, x, heights))
        answers = output(X) > 0
        wrong.set_data(*X[answers != truth].T)
        return _told(width, activation, np.mean(answers == truth), int(np.sum(answers != truth)))
    return update


def _told(width, activation, share, mistakes):
    neurons = f"{width} neuron" + "s" * (width > 1)
    end = f"{100 * share:.1f} % right, {mistakes} penguins on the wrong side."
    if activation == "none":
        return f"{neurons} without activation: one straight border, {end}"
    return f"{neurons} with {activation}: {end}"


def _penguins():
    """Return the bills in standard deviations, which birds are Chinstraps, and mean and deviation in millimetres."""
    birds = data.load_penguins().measured()
    bills = birds.measurements[:, :2]
    return linear_algebra.standardise(bills), birds.species == "Chinstrap", bills.mean(axis=0), bills.std(axis=0)


def _neurons(width, angle, offset):
    """Return weights and biases: the first neuron as the reader has it, the others spread around the middle."""
    angles = np.radians([angle, *(45 + 135 * np.arange(width - 1))])
    W = np.column_stack([np.cos(angles), np.sin(angles)])
    return W, -np.array([offset, *np.full(width - 1, 0.3)])


def _with_one(H):
    return np.concatenate([H, np.ones((*H.shape[:-1], 1))], axis=-1)


def _fold(w, b):
    """Return two points of the line on which the neuron is at zero, and a gap."""
    along = np.array([-w[1], w[0]])
    return np.array([-b * w - 6 * along, -b * w + 6 * along, [math.nan, math.nan]])


def _arrow(foot, w):
    along, tip = np.array([-w[1], w[0]]), foot + 0.7 * w
    return np.array([foot, tip, tip - 0.18 * w + 0.1 * along, tip, tip - 0.18 * w - 0.1 * along])


def _lines(ax, x, heights, levels):
    """Return for each level its contour lines, with a gap after each."""
    drawn = ax.contour(x, x, heights, levels=levels, colors="k")
    lines = [[part for piece in path.to_polygons(closed_only=False) for part in (_corners(piece), GAP)] or [GAP]
             for path in drawn.get_paths()]
    drawn.remove()
    return [np.concatenate(parts) for parts in lines]


def _filled(ax, x, heights):
    """Return the region in which the output is positive."""
    drawn = ax.contourf(x, x, heights, levels=[0, 99], colors="k")
    path, = drawn.get_paths()
    drawn.remove()
    pieces = [Path(_corners(piece), closed=True) for piece in path.to_polygons()]
    return Path.make_compound_path(*pieces) if pieces else Path(np.zeros((4, 2)))


def _corners(line):
    """Return the points at which a line turns, and its ends."""
    dx, dy = np.diff(line, axis=0).T
    turns = np.abs(dx[:-1] * dy[1:] - dy[:-1] * dx[1:]) > 2e-5
    return line[np.r_[True, turns, True]].round(2)
