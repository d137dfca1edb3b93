"""Figures of the page on numerical methods: the flat bottom of a valley, and exponentials that leave the range."""
from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np

from mathlib.calculus import logsumexp, softmax
from mathlib.figures.words import rounded
from mathlib.live import BAD, DATA, GOOD, INK, MUTED, PATH, SECOND, figure, live, predict

BITS = {"64": np.float64, "32": np.float32}
BOTTOM = np.log(2)                                 # where eˣ − 2x is lowest; there its second derivative is 2


@figure(title="The flat bottom: values give up long before slopes",
        alt="Two views of a small window around a minimum. Left: the computed values of the function as dots that lie "
            "on a few levels, scattered about a parabola. Right: the computed slopes as dots on a straight line "
            "through zero.")
def flat_bottom():
    """How closely a minimum can be found by values of the function, and how closely by its slope."""
    fig, (values, slopes) = plt.subplots(1, 2)
    u = np.linspace(-1, 1, 81)
    panels = []
    for ax, word in ((values, "$f$ above its minimum"), (slopes, "slope of $f$")):
        ax.axvline(0, color=MUTED, lw=0.6)
        true, = ax.plot([], [], "--", color=DATA, lw=1.4)
        dots, = ax.plot([], [], "o", color=PATH, ms=3.5)
        panels.append((true, dots))
        ax.set(xlim=(-1.05, 1.05), xticks=[-1, 0, 1], xticklabels=["−window", "minimum", "+window"],
               ylabel=f"{word}, scaled")
    slopes.axhline(0, color=MUTED, lw=0.6)
    tied, = values.plot([], [], "-", color=SECOND, lw=7, alpha=0.35, solid_capstyle="butt")
    values.text(0, -2.85, "band: these share the lowest value", color=SECOND, ha="center", va="bottom")
    slopes.text(1, -1.45, "dashed: exact", color=DATA, ha="right", va="bottom")
    values.set(ylim=(-3, 3), yticks=[-2, 0, 2])
    slopes.set(ylim=(-1.5, 1.5), yticks=[-1, 0, 1])

    def compute(zoom, bits, constant):
        number, d = BITS[bits], 10.0**-zoom * u
        x = (BOTTOM + d).astype(number)
        f = np.exp(x) - number(2) * x + number(constant)
        least = number(2 - 2 * BOTTOM + constant)
        return d, np.float64(f) - np.float64(least), np.float64(np.exp(x) - number(2)), np.spacing(least)

    def silent(zoom, bits, constant):
        d, f, slope, _ = compute(zoom, bits, constant)
        return np.ptp(f) == 0 and (np.sign(slope) == np.sign(d))[d != 0].all()

    @live(fig, zoom=(0.0, 16.0, 0.5), bits=list(BITS), constant=[0, 1000], play="zoom",
          labels={"zoom": "window 10⁻ᶻ, z", "bits": "bits of a number", "constant": "constant added to f"},
          presets={"from afar": dict(zoom=1.0, bits="64", constant=0),
                   "staircase": dict(zoom=7.5, bits="64", constant=0),
                   "only slopes": dict(zoom=11.0, bits="64", constant=0),
                   "nothing left": dict(zoom=16.0, bits="64", constant=0),
                   "32 bits": dict(zoom=3.5, bits="32", constant=0)},
          goal=("find a window where all values of f are the same, and every slope still has the right sign", silent),
          predict=predict("A program compares values of f only, with 64 bits. How close to the minimum can it come?",
                          choices=["about 10⁻⁴", "about 10⁻⁸", "about 10⁻¹⁶"], answer="about 10⁻⁸",
                          because="Moved by d, f grows by d² only, and 10⁻¹⁶ is the last digit of f."))
    def update(zoom=8.0, bits="64", constant=0):
        d, f, slope, digit = compute(zoom, bits, constant)
        high, steep = 10.0**(-2 * zoom) + digit, 2 * 10.0**-zoom + 2 * np.spacing(BITS[bits](1))
        panels[0][0].set_data(u, d**2 * (1 + d / 3 + d**2 / 12) / high)
        panels[0][1].set_data(u, f / high)
        panels[1][0].set_data(u, 2 * np.expm1(d) / steep)
        panels[1][1].set_data(u, slope / steep)
        lowest = f == f.min()
        reach = np.abs(d[lowest]).max()
        tied.set_data(u[lowest][[0, -1]] + [-0.012, 0.012], [f.min() / high] * 2)
        right = (np.sign(slope) == np.sign(d))[d != 0].mean()
        return (f"Within ±{rounded(10.0**-zoom)} the 81 computed values are {_many(len(np.unique(f)))}; the lowest is "
                f"reached {f'as far as {rounded(reach)} from' if reach else 'only at'} the minimum. "
                f"The slope has the right sign at {100 * right:.0f} % of the points.")
    return update


def _many(count):
    return "all the same" if count == 1 else f"{count} different numbers"


SCORES = np.array([0.0, 1.0, 2.0])


@figure(title="Three scores and a shift: where the plain formula breaks",
        alt="Left: the logarithm of a sum of three exponentials against a shift of the three scores; the plain formula "
            "is a line that ends at both sides, the careful one goes on. Right: three probabilities as bars, the same "
            "for every shift, with dots for the plain formula.")
def overflow():
    """How exponentials leave the range of numbers, and how subtracting the largest score brings them back."""
    fig, (curve, bars) = plt.subplots(1, 2, width_ratios=(1.3, 1))
    shifts = np.arange(-800.0, 801.0, 8.0)
    curve.plot(shifts, [logsumexp(SCORES + c) for c in shifts], "--", color=GOOD, lw=1.4)
    plain, = curve.plot([], [], color=PATH, lw=2.6)
    low, high = (curve.plot([], [], ":", color=BAD, lw=1)[0] for _ in range(2))
    curve.text(-330, 480, "plain: log Σ exp", color=PATH, ha="center")
    curve.text(330, -560, "dashed: largest\nsubtracted first", color=GOOD, ha="center")
    now, = curve.plot([], [], "o", color=INK, ms=7)
    curve.set(xlim=(-800, 800), ylim=(-800, 800), xticks=[-800, 0, 800], yticks=[-800, 0, 800],
              xlabel="shift $c$", ylabel="log of the sum")
    p = softmax(SCORES)
    for k in range(3):
        bars.fill(k + 0.3 * np.array([-1, 1, 1, -1]), [0, 0, p[k], p[k]], color=DATA, alpha=0.45, lw=0)
    dots, = bars.plot([], [], "o", color=PATH, ms=8)
    lost = bars.text(1, 0.86, "", color=BAD, ha="center")
    bars.set(xlim=(-0.6, 2.6), ylim=(0, 1), xticks=range(3), xticklabels=["$c$", "$c+1$", "$c+2$"], yticks=[0, 0.5, 1],
             xlabel="score", ylabel="probability")

    def naive(c, number):
        with np.errstate(all="ignore"):
            e = np.exp((SCORES + c).astype(number))
            return np.log(e.sum()), e / e.sum()

    @live(fig, shift=(-800, 800, 8), bits=list(BITS), play="shift",
          labels={"bits": "bits of a number"},
          presets={"overflow": dict(shift=720, bits="64"), "underflow": dict(shift=-760, bits="64"),
                   "32 bits": dict(shift=104, bits="32")},
          goal=("with 64 bits, find a shift where the plain probabilities exist and are wrong",
                lambda shift, bits: bits == "64" and np.isfinite(naive(shift, np.float64)[1]).all()
                and np.abs(naive(shift, np.float64)[1] - p).max() > 0.001),
          predict=predict("All scores grow by the same number. What do the exact probabilities do?",
                          choices=["stay the same", "move towards equal", "move towards the largest"],
                          answer="stay the same",
                          because="The common factor exp(c) stands above and below, and cancels."))
    def update(shift=0, bits="64"):
        number = BITS[bits]
        with np.errstate(all="ignore"):
            logs = np.log(np.exp((SCORES[:, None] + shifts).astype(number)).sum(axis=0))
        plain.set_data(shifts, np.where(np.isfinite(logs), logs, np.nan))
        edges = np.log(np.array([np.finfo(number).smallest_subnormal, np.finfo(number).max], dtype=np.float64))
        for drawn, edge in zip((low, high), edges, strict=True):
            drawn.set_data([edge, edge], [-800, 800])
        total, q = naive(shift, number)
        now.set_data([shift], [logsumexp(SCORES + shift)])
        dots.set_data(range(3), np.where(np.isfinite(q), q, -1))
        lost.set_text("" if np.isfinite(q).all() else "plain: not a number")
        return _outcome(shift, total, q, p)
    return update


def _outcome(shift, total, q, p):
    careful = f"subtracting first gives {logsumexp(SCORES + shift):.3f}".replace("-", "−")
    if total == np.inf:
        return f"The exponential overflows to infinity, and so does the log of the sum; {careful}."
    if total == -np.inf:
        return f"Every exponential is rounded to 0, and log 0 is −∞; {careful}."
    if np.abs(q - p).max() > 1e-6:
        off = rounded(np.abs(q - p).max(), 1)
        return f"Tiny exponentials have lost digits: probabilities are off by {off}; {careful}."
    return f"The plain formula gives {total:.3f}; ".replace("-", "−") + f"{careful}."
