"""The tour's figures: a learning rate, a distribution, a matrix."""
from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np

from mathlib import linear_algebra, optimization, probability
from mathlib.figures.linear_algebra.matrices import one_line, unit_grid
from mathlib.figures.words import decimals
from mathlib.live import DATA, FIELD, GOOD, INK, MUTED, PATH, RULE, SECOND, drag, figure, live, log, predict


@figure(title="How long a step can you take?",
        alt="Left: the path of gradient descent on an elongated bowl, from a start that can be dragged, "
            "to the lowest point. Right: the loss after each of a hundred steps, on a logarithmic scale.")
def momentum_ravine():
    """How the step size and the momentum change the path down a ravine ten times as steep across as along."""
    ravine = optimization.Quadratic(np.diag([1.0, 10.0]))
    fig, (ground, curve) = plt.subplots(1, 2, width_ratios=(1.15, 1))
    _draw_ground(ground, ravine)
    path, = ground.plot([], [], "o-", color=PATH, ms=2.6, lw=1.2)
    ground.plot(0, 0, "+", color=INK, ms=7)
    curve.axhline(1e-6, color=MUTED, lw=0.8, ls=(0, (1, 3)))
    curve.text(100, 1.6e-6, "a millionth", color=MUTED, ha="right")
    loss, = curve.semilogy([], [], color=PATH)
    curve.set(xlim=(0, 100), ylim=(1e-10, 1e4), xlabel="step", ylabel="loss")

    def descend(start, step_size, momentum):
        path = optimization.gradient_descent(ravine.gradient, start, step_size, momentum=momentum, n_steps=100).path
        return path, ravine(path)

    @live(fig, step_size=(0.02, 0.4, 0.02), momentum=[0, 0.3, 0.6, 0.9],
          start=drag(ground, x=(-2, 2, 0.5), y=(-1, 1, 0.5)),
          labels={"step_size": r"step size \path{η}", "momentum": "momentum μ", "start": "start of the path"},
          presets={"crawl": dict(step_size=0.02, momentum=0), "at the edge": dict(step_size=0.2, momentum=0),
                   "over it": dict(step_size=0.22, momentum=0), "momentum": dict(step_size=0.2, momentum=0.6)},
          goal=("from the corner at the upper left, stay below a millionth from step 15 on",
                lambda start, **steps: start == (-2, 1) and _settled(descend(start, **steps)[1]) <= 15),
          predict=predict("With this step, 0.18, the path bounces across the valley and settles at the bottom. What "
                          "will a step of 0.22 do?", before=dict(step_size=0.18), answer="never arrive", choices={
                              "arrive sooner": "Up to 0.18 every longer step did arrive sooner. Beyond is an edge.",
                              "arrive later": "It would, if its bounces became smaller, however slowly. They grow.",
                              "never arrive": "Every bounce across the valley ends higher than the last."},
                          because="Across the valley such a step multiplies the distance to the bottom by "
                                  "1 − 10 · 0.22 = −1.2. Press “over it”, and look how the loss climbs."),
          ghost=True, link="ravine")
    def update(step_size=0.06, momentum=0, start=(-2, 1)):
        points, losses = descend(start, step_size, momentum)
        path.set_data(*points.T)
        loss.set_data(range(len(losses)), losses)
        edge = optimization.max_stable_step(10.0, momentum)
        return _fate(step_size, edge, losses, bounces=start[1] != 0)
    return update


def _settled(losses):
    """Return the step from which the loss stays below a millionth; one more than there are steps if it does not."""
    above = np.flatnonzero(~(losses < 1e-6))
    return above[-1] + 1 if len(above) else 0


def _draw_ground(ax, ravine):
    x, y = np.meshgrid(np.linspace(-2.5, 2.5, 120), np.linspace(-1.5, 1.5, 90))
    levels = [0, 0.1, 0.4, 1, 2, 4, 7, 11, 15]
    ax.contourf(x, y, ravine(np.stack([x, y], axis=-1)), levels=levels, colors=FIELD)
    ax.set(xlim=(-2.5, 2.5), ylim=(-1.5, 1.5), xlabel="$x_1$", ylabel="$x_2$")


def _fate(step_size, edge, losses, bounces):
    """Say where the path ends; it `bounces` only if it starts on a side of the valley, which alone is too steep."""
    if losses[0] == 0:
        return "The path starts at the bottom: no gradient, no step."
    if bounces and np.isclose(step_size, edge):
        return f"The step {step_size:.2f} is exactly the edge {edge:.2f}: the path bounces for ever."
    if bounces and step_size > edge:
        return f"The step {step_size:.2f} is beyond the edge {edge:.2f}: the bounces grow without end."
    needed = _settled(losses)
    fell = (f"is below a millionth from step {needed} to step {len(losses) - 1}" if needed < len(losses)
            else "is still above a millionth")
    where = f"The edge is at {edge:.2f}." if bounces else f"Along the valley alone the edge is at {10 * edge:.2f}."
    return f"{where} With a step of {step_size:.2f} the loss {fell}."


@figure(title="One direction at a time",
        alt="For each step size, the factor by which a step multiplies, in the long run, the distance along the valley "
            "and across it: two curves, each with a dot at the chosen step size, and a line at one.")
def ravine_rates():
    """How much of the distance a step leaves, along the ravine and across it, for every step size."""
    etas, momenta, curvatures = np.linspace(0.002, 0.42, 210), [0, 0.3, 0.6, 0.9], (1.0, 10.0)
    curves = {beta: [[_rate(c, eta, beta) for eta in etas] for c in curvatures] for beta in momenta}
    fig, ax = plt.subplots(figsize=(4.3, 2.7))
    ax.axhline(1, color=MUTED, lw=0.8, ls=(0, (1, 3)))
    ax.text(0.006, 1.03, "nothing gained", color=MUTED)
    along, = ax.plot([], [], color=DATA, ls=(0, (5, 2)))
    across, = ax.plot([], [], color=PATH)
    on_along, on_across = (ax.plot([], [], "o", color=c, ms=6)[0] for c in (DATA, PATH))
    ax.text(0.006, 1.40, "along the valley (dashed)", color=DATA)
    ax.text(0.006, 1.31, "across it", color=PATH)
    ax.set(xlim=(0, 0.42), ylim=(0, 1.5), xlabel="step size η", ylabel="factor of a step")

    @live(fig, step_size=(0.02, 0.4, 0.02), momentum=momenta, link="ravine", play="step_size",
          labels={"step_size": r"step size \path{η}", "momentum": "momentum μ"})
    def update(step_size=0.06, momentum=0):
        along.set_data(etas, curves[momentum][0])
        across.set_data(etas, curves[momentum][1])
        slow, steep = (_rate(c, step_size, momentum) for c in curvatures)
        on_along.set_data([step_size], [slow])
        on_across.set_data([step_size], [steep])
        return (f"On average over many steps, a step leaves {slow:.2f} of the distance along the valley, and "
                f"{steep:.2f} across it.")
    return update


def _rate(curvature, step_size, momentum):
    return optimization.heavy_ball_rate([curvature], step_size, momentum)


@figure(title="What a sample tells about its distribution",
        alt="Left: the density of a distribution as a curve over the histogram of a random sample, with bars for mean "
            "and standard deviation of both. Right: the cumulative distribution over the share of the sample below.")
def distribution_zoo():
    """How family, location, scale and sample size show in density, cumulative distribution, mean and deviation."""
    edges, x = np.linspace(-6, 6, 37), np.linspace(-6, 6, 481)
    coarse = x[::2]
    uniforms = {seed: np.random.default_rng(seed).random(10_000) for seed in range(1, 5)}
    fig, (shape, sums) = plt.subplots(1, 2, width_ratios=(1.15, 1))
    bars = shape.stairs(np.zeros(36), edges, fill=True, color=DATA, alpha=0.3)
    density, = shape.plot([], [], color=PATH)
    shape.axhline(0, color=MUTED, lw=0.6)
    truth, found = (shape.plot([], [], "o-", color=c, ms=4, lw=1.2, markevery=[1])[0] for c in (PATH, DATA))
    shape.text(6, -0.22, "mean ± standard deviation", color=MUTED, ha="right", va="center")
    shape.set(xlim=(-6, 6), ylim=(-0.27, 1.05), xlabel="value", ylabel="density", yticks=[0, 0.5, 1])
    steps, = sums.plot([], [], color=DATA, lw=1.2, drawstyle="steps-post")
    cumulative, = sums.plot([], [], color=PATH)
    sums.set(xlim=(-6, 6), ylim=(0, 1.02), xlabel="value", ylabel="share below")
    curve_label, sample_label = (sums.text(0.04, y, "", color=c, transform=sums.transAxes)
                                 for y, c in ((0.93, PATH), (0.86, DATA)))

    @live(fig, family=list(probability.FAMILIES), location=(-2.0, 2.0, 1.0), scale=(0.5, 2.0, 0.5),
          size=log(10, 10_000, 4), seed=(1, 4, 1), labels={"size": "sample size", "seed": "sample"},
          play={"seed": "another sample"}, presets={"a large sample": dict(size=10_000),
                                                    "heavy tails": dict(family="Cauchy", size=10_000)},
          predict=predict("These are 10 values of a Cauchy distribution; the dot under the bars is their mean. The "
                          "sample grows to 10 000 values. What will its mean do?",
                          before=dict(family="Cauchy", size=10), answer="never settle", choices={
                              "settle down": "For the normal distribution it does. Here the mean of ten thousand "
                                             "values strays as far as a single value.",
                              "never settle": "The mean of ten thousand values strays as far as a single value."},
                          because="The tails are so heavy that there is no mean to settle on. Press “heavy tails”, ask "
                                  "for another sample a few times, and watch the dot jump."))
    def update(family="normal", location=0.0, scale=1.0, size=100, seed=1):
        chosen = probability.FAMILIES[family](location, scale)
        sample = chosen.quantile(uniforms[seed][:size])
        density.set_data(x, chosen.pdf(x))
        bars.set_data(probability.histogram_density(sample, edges))
        cumulative.set_data(x, chosen.cdf(x))
        steps.set_data(coarse, probability.empirical_cdf(sample, coarse))
        _draw_deviation(truth, chosen.mean(), chosen.std(), -0.07)
        _draw_deviation(found, sample.mean(), sample.std(ddof=1), -0.14)
        curve_label.set_text(f"{family} distribution")
        sample_label.set_text(f"sample of {size}")
        return _compared(chosen, sample)
    return update


def _draw_deviation(line, mean, deviation, height):
    line.set_data([mean - deviation, mean, mean + deviation], [height] * 3)


def _compared(chosen, sample):
    seen = f"the sample has mean {sample.mean():z.2f} and standard deviation {sample.std(ddof=1):.2f}"
    known = f"Mean {chosen.mean():z.2f} and standard deviation {chosen.std():.2f}"
    if np.isnan(chosen.mean()):
        known = "This distribution has no mean and no standard deviation"
    return f"{known}; {seen}.".replace("-", "−")


@figure(title="What a matrix does to the plane",
        alt="Left: a square grid and the unit circle, and where a two-by-two matrix takes them: a slanted grid and an "
            "ellipse, with the images of the two basis vectors and the lines that keep their direction. "
            "Right: the two eigenvalues in the complex plane.")
def matrix_on_a_grid():
    """How the columns of a matrix say where the grid, the circle, the area and the eigenvectors go."""
    fig, (plane, spectrum) = plt.subplots(1, 2, width_ratios=(1.35, 1))
    segments, circle = unit_grid(), linear_algebra.ellipse(np.eye(2))
    plane.plot(*one_line(segments).T, color=RULE, lw=0.7)
    plane.plot(*circle.T, color=SECOND, lw=0.8, ls=(0, (2, 2)))
    square = plane.fill([0], [0], facecolor=PATH, alpha=0.16, gid="square")[0]
    grid, = plane.plot([], [], color=DATA, lw=0.7, gid="grid")
    round_, = plane.plot([], [], color=SECOND, lw=1.4, gid="circle")
    kept, = plane.plot([], [], color=GOOD, lw=1.6, ls=(0, (5, 2)), gid="kept")
    basis, = plane.plot([], [], color=PATH, lw=2.2, gid="basis")
    tips, = plane.plot([], [], "o", color=PATH, ms=6, gid="tips")
    plane.set(xlim=(-3, 3), ylim=(-3, 3), aspect="equal", xticks=range(-3, 4), yticks=range(-3, 4))
    spectrum.axhline(0, color=MUTED, lw=0.6)
    spectrum.axvline(0, color=MUTED, lw=0.6)
    values, = spectrum.plot([], [], "o", color=GOOD, ms=7, gid="eigenvalues")
    spectrum.set(xlim=(-4.2, 4.2), ylim=(-3.2, 3.2), aspect="equal", xlabel="real part of the eigenvalues",
                 ylabel="imaginary part")
    entry = (-2.0, 2.0, 0.5)

    @live(fig, a=entry, b=entry, c=entry, d=entry, first=drag(plane, x="a", y="c"), second=drag(plane, x="b", y="d"),
          script="matrix_on_a_grid.js",
          goal=("find a matrix that keeps no direction", lambda a, b, c, d: (a - d)**2 + 4 * b * c < 0),
          labels={"first": "image of the first basis vector", "second": "image of the second basis vector",
                  **{name: rf"\path{{{name}}}" for name in "abcd"}},
          presets={"rotation": _entries(linear_algebra.rotation(np.pi / 2)),
                   "shear": _entries(linear_algebra.shear(1.0)),
                   "projection": _entries(linear_algebra.projection([1.0, 1.0])),
                   "symmetric": dict(a=1.5, b=0.5, c=0.5, d=1.5), "one line only": dict(a=1.0, b=0.5, c=-0.5, d=0.0)})
    def update(a=1.0, b=1.0, c=0.5, d=1.5):
        A = np.array([[a, b], [c, d]])
        grid.set_data(*one_line(linear_algebra.apply(A, segments)).T)
        round_.set_data(*linear_algebra.ellipse(A).T)
        square.set_xy(linear_algebra.apply(A, np.array([[0.0, 0], [1, 0], [1, 1], [0, 1]])))
        basis.set_data([0, a, np.nan, 0, b], [0, c, np.nan, 0, d])
        tips.set_data([a, b], [c, d])
        real, directions, _ = linear_algebra.real_eigenpairs(A)
        kept.set_data(*one_line(np.stack([-9 * directions.T, 9 * directions.T], axis=1)).T)
        eigenvalues = np.resize(real[::-1] if real.size else np.sort_complex(np.linalg.eigvals(A)), 2)
        values.set_data(eigenvalues.real, eigenvalues.imag)
        return _described(A, eigenvalues)
    return update


def _entries(A):
    return dict(zip("abcd", (float(np.round(entry, 12)) + 0.0 for entry in A.ravel()), strict=True))


def _described(A, eigenvalues):
    words, area = linear_algebra.describe_map(A), linear_algebra.signed_area(A)
    first, second = eigenvalues
    if first.imag:
        numbers = f"{decimals(second.real)} ± {decimals(second.imag)} i"
    else:
        numbers = f"{decimals(first.real)} and {decimals(second.real)}"
    return f"{words[0].upper()}{words[1:]}. Signed area {decimals(area)}, eigenvalues {numbers}."
