"""Figures of the page on principal components: an axis that spins through data, and digits in a few numbers."""
from __future__ import annotations

import math
from functools import cache

import matplotlib.pyplot as plt
import numpy as np

from mathlib import data, linear_algebra
from mathlib.live import DATA, FIELD, INK, MUTED, PATH, RULE, SECOND, figure, live, predict

ANGLES = np.arange(0, 181)
SHADOWS = 40                                       # points whose shadow is drawn


@figure(title="Spin the axis: what the shadows keep, the distances lose",
        alt="Left: a cloud of measurements, an axis through its middle, and for some of the points their shadows on "
            "the axis, joined by short perpendicular lines. Right: against the angle of the axis, the share of the "
            "variance that the shadows keep, as a filled curve, and a bar at the present angle, one part kept, the "
            "other lost.")
def spin_the_axis():
    """How the variance along an axis and the mean squared distance from it share a constant sum."""
    fig, (plane, shares) = plt.subplots(1, 2, width_ratios=(1, 1.15))
    cloud, = plane.plot([], [], ".", color=DATA, ms=3.5, alpha=0.45)
    lost, = plane.plot([], [], color=SECOND, lw=0.7)
    axis, = plane.plot([], [], color=PATH, lw=1.4)
    shadows, = plane.plot([], [], "o", color=PATH, ms=2.6)
    unit, = plane.plot([], [], "|-", color=MUTED, lw=1, ms=6)
    length = plane.text(0, -1.0, "", color=MUTED, ha="left", va="bottom")
    across = plane.text(0.0, -1.2, "length", color=MUTED, ha="center", va="top")
    up = plane.text(-1.2, 0, "mass", color=MUTED, ha="right", va="center", rotation=90)
    plane.set(xlim=(-1.15, 1.15), ylim=(-1.15, 1.15), aspect="equal", xticks=[], yticks=[])
    kept, = shares.fill([0, 0, 0], [0, 0, 0], color=FIELD[3], lw=0)
    bar, = shares.plot([], [], color=PATH, lw=7, solid_capstyle="butt")
    rest, = shares.plot([], [], color=SECOND, lw=7, solid_capstyle="butt")
    shares.axhline(100, color=MUTED, lw=0.8, ls=(0, (4, 3)))
    shares.text(180, 102, "variance + squared error", color=MUTED, ha="right", va="bottom")
    number = shares.text(0, 0, "", color=PATH, va="center")
    other = shares.text(0, 0, "", color=SECOND, va="center")
    shares.set(xlim=(-4, 184), ylim=(0, 112), xticks=[0, 45, 90, 135, 180], xlabel="angle of the axis (degrees)",
               ylabel="per cent of the sum")
    sets = _pairs()

    @cache
    def seen(pair, columns):
        X = sets[pair][2]
        X = X - X.mean(axis=0) if columns == "as measured" else linear_algebra.standardise(X)
        curve = linear_algebra.quadratic_form(linear_algebra.covariance(X), _direction(ANGLES))
        return X, X / np.abs(X).max(), 100 * curve / X.var(axis=0, ddof=1).sum()

    @live(fig, angle=(0, 180, 5), pair=list(sets), columns=["as measured", "standardised"], play="angle",
          labels={"pair": "measurements"}, units={"angle": "°"},
          presets={"grams win": dict(angle=90, pair="penguins: flipper, mass", columns="as measured"),
                   "grams gone": dict(angle=45, pair="penguins: flipper, mass", columns="standardised"),
                   "the worst axis": dict(angle=135, pair="penguins: flipper, mass", columns="standardised"),
                   "downhill": dict(angle=135, pair="penguins: bill length, depth", columns="standardised")},
          goal=("both measurements standardised: keep at least 95 % on one axis",
                lambda angle, pair, columns: columns == "standardised" and seen(pair, columns)[2][angle] >= 95),
          predict=predict("You turn the axis until its shadows spread most. What happens to the lost distances?",
                          choices=["they grow most", "they are then smallest", "it depends on the data"],
                          answer="they are then smallest",
                          because="Kept and lost add up to the same sum at every angle, by Pythagoras."))
    def update(angle=15, pair="penguins: flipper, mass", columns="standardised"):
        X, drawn, curve = seen(pair, columns)
        u = _direction(angle)
        few = drawn[::max(1, len(X) // SHADOWS)]
        on_axis = np.outer(few @ u, u)
        cloud.set_data(*drawn.T)
        shadows.set_data(*on_axis.T)
        lost.set_data(*np.stack([few, on_axis, np.full_like(few, np.nan)], axis=1).reshape(-1, 2).T)
        axis.set_data([-1.6 * u[0], 1.6 * u[0]], [-1.6 * u[1], 1.6 * u[1]])
        size, word = _unit(np.abs(X).max(), columns, sets[pair][3])
        unit.set_data([-1.05, -1.05 + size], [-1.05, -1.05])
        length.set(text=word, position=(-1.05, -1.0))
        across.set_text(_name(sets[pair][0], columns))
        up.set_text(_name(sets[pair][1], columns))
        kept.set_xy([[0, 0], *zip(ANGLES, curve, strict=True), [180, 0]])
        bar.set_data([angle, angle], [0, curve[angle]])
        rest.set_data([angle, angle], [curve[angle], 100])
        side, ha = (8, "left") if angle < 120 else (-8, "right")
        number.set(position=(angle + side, curve[angle] / 2), text="kept" if curve[angle] > 8 else "", ha=ha)
        other.set(position=(angle + side, 50 + curve[angle] / 2), text="lost" if curve[angle] < 92 else "", ha=ha)
        best = int(curve[:180].argmax())
        return (f"At {angle}° the shadows keep {curve[angle]:.2f} % of the variance and lose "
                f"{100 - curve[angle]:.2f} %; the best axis, at {best}°, keeps {curve[best]:.2f} %.")
    return update


def _pairs():
    """Return, for each pair of columns: their names, the columns side by side, the units of a length."""
    birds, iris, wine = data.load_penguins().measured(), data.load_iris(), data.load_wine()
    length, depth, flipper, mass = birds.measurements.T
    return {
        "penguins: flipper, mass": ("flipper length (mm)", "body mass (g)", np.column_stack([flipper, mass]),
                                    "mm or g"),
        "penguins: bill length, depth": ("bill length (mm)", "bill depth (mm)", np.column_stack([length, depth]), "mm"),
        "irises: petal length, width": ("petal length (cm)", "petal width (cm)", iris.X[:, [2, 3]], "cm"),
        "wines: alcohol, proline": ("alcohol (% vol)", "proline (mg/l)", wine.X[:, [0, 12]], "% or mg/l")}


def _direction(angle):
    radians = np.radians(angle)
    return np.stack([np.cos(radians), np.sin(radians)], axis=-1)


def _name(name, columns):
    """Return the name of a column, without its unit if that is the standard deviation."""
    return name.split(" (")[0] if columns == "standardised" else name


def _unit(reach, columns, names):
    """Return the drawn length of a round number of units, and its name."""
    if columns == "standardised":
        return 1 / reach, "1 standard deviation"
    power = 10.0 ** math.floor(math.log10(reach / 2))
    return power / reach, f"{power:g} {names}"


PAIRS = {"1 and 2": (0, 1), "2 and 3": (1, 2), "3 and 4": (2, 3), "20 and 21": (19, 20)}


@figure(title="How few numbers is a digit?",
        alt="Left: a handwritten digit of 8 by 8 grey squares, and below it the digit rebuilt from a few numbers, "
            "blurred but legible. Middle: the share of the variance that the first k components keep, a curve that "
            "rises steeply and flattens. Right: a third of the 1797 digits as dots at their coordinates on two "
            "components; those of the chosen digit are marked, and the one shown has a ring.")
def digits_in_a_few_numbers():
    """How many principal components a handwritten digit needs, and how digits lie in the plane of two of them."""
    digits = data.load_digits()
    scores = linear_algebra.PCA().fit(digits.X)
    share = 100 * linear_algebra.energy(scores.singular_values_)
    Z = scores.transform(digits.X)
    fig, (pictures, curve, plane) = plt.subplots(1, 3, width_ratios=(0.5, 1, 1.05))
    original, rebuilt = (pictures.imshow(np.zeros((8, 8)), cmap="gray_r", vmin=0, vmax=16, interpolation="none",
                                         extent=(0, 8, bottom, bottom + 8)) for bottom in (10, 0))
    pictures.text(0, 18.2, "64 grey levels", color=DATA, va="bottom")
    made = pictures.text(0, 8.2, "64 numbers", color=PATH, va="bottom")
    pictures.set(xlim=(0, 8), ylim=(-0.1, 19.5), aspect="equal")
    pictures.set_axis_off()
    for level in (50, 80, 90, 95):
        k = linear_algebra.rank_for_energy(scores.singular_values_, level / 100)
        curve.plot([0, k, k], [level, level, 0], color=RULE, lw=0.8)
        curve.plot(k, level, "o", color=MUTED, ms=2.5)
    curve.plot(range(1, 65), share, color=DATA)
    now, = curve.plot([], [], color=PATH, lw=0.8, ls=(0, (4, 3)))
    dot, = curve.plot([], [], "o", color=PATH, ms=7)
    curve.set(xlim=(0, 65), ylim=(0, 103), xticks=[1, 16, 32, 48, 64], yticks=[0, 50, 80, 90, 100],
              xlabel="components $k$", ylabel="per cent of the variance")
    few = np.arange(len(Z)) % 3 == 0
    others, = plane.plot([], [], ".", color=DATA, ms=2.4, alpha=0.45)
    alike, = plane.plot([], [], ".", color=PATH, ms=4)
    chosen, = plane.plot([], [], "o", color=INK, ms=8, mfc="none", mew=1.3)
    across = plane.text(0, -37, "component 1", color=MUTED, ha="center", va="top")
    up = plane.text(-37, 0, "component 2", color=MUTED, ha="right", va="center", rotation=90)
    plane.set(xlim=(-35, 35), ylim=(-35, 35), xticks=[], yticks=[], aspect="equal")

    @cache
    def shortened(k):
        pca = linear_algebra.PCA(k).fit(digits.X)
        return pca.inverse_transform(pca.transform(digits.X[:10]))

    @live(fig, k=(1, 64, 1), digit=list(range(10)), axes=list(PAIRS), play="k",
          labels={"k": "components k", "axes": "components shown"},
          presets={"half": dict(k=5), "four fifths": dict(k=13), "nine tenths": dict(k=21), "all": dict(k=64),
                   "late components": dict(digit=0, axes="20 and 21")},
          goal=("keep nine tenths of the variance in as few numbers as possible",
                lambda k, digit, axes: k == linear_algebra.rank_for_energy(scores.singular_values_, 0.9)),
          predict=predict("A picture is 64 numbers. How many components hold nine tenths of the variance?",
                          choices=["6", "21", "45"], answer="21",
                          because="Neighbouring pixels tell nearly the same, so the rest is little."))
    def update(k=8, digit=3, axes="1 and 2"):
        picture = shortened(k)[digit]
        original.set_data(digits.X[digit].reshape(8, 8))
        rebuilt.set_data(np.clip(np.rint(picture), 0, 16).reshape(8, 8))
        made.set_text(f"{k} number" + "s" * (k > 1))
        now.set_data([k, k], [0, share[k - 1]])
        dot.set_data([k], [share[k - 1]])
        pair = list(PAIRS[axes])
        others.set_data(*Z[few][:, pair].T)
        alike.set_data(*Z[few & (digits.y == digit)][:, pair].T)
        chosen.set_data(*Z[[digit]][:, pair].T)
        across.set_text(f"component {pair[0] + 1}")
        up.set_text(f"component {pair[1] + 1}")
        error = math.sqrt(np.mean((picture - digits.X[digit]) ** 2))
        return (f"{k} of 64 components keep {share[k - 1]:.1f} % of the variance of all digits; "
                f"this {digit} is off by {error:.1f} of 16 grey levels a pixel.")
    return update
