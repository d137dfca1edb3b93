"""Every kind of artist that an author may move, each on a small stage of its own.

A case draws on `ax` and returns what a slider with the stops 0, 1, 2, 3 does to it; neighbouring stops look different.
"""
from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
from matplotlib import collections, patches, patheffects, table
from matplotlib.colors import ListedColormap
from matplotlib.path import Path
from matplotlib.transforms import Affine2D

from mathlib.live import DATA, FIELD, GOOD, INK, MUTED, PAPER, PATH, SECOND, figure, live

STOPS = 4
X = np.linspace(0, 1, 30)
ZOO = {}


def case(**axes):
    """Put the function below into the zoo; `axes` is what the axes are made with."""
    def keep(draw):
        ZOO[draw.__name__] = (draw, axes)
        return draw
    return keep


def live_figure(name, draw, axes):
    """Return the live figure of one case."""
    def make():
        fig, ax = plt.subplots(figsize=(3, 2.25), subplot_kw=axes)
        if not axes:
            ax.set(xlim=(0, 1), ylim=(0, 1))
        change = draw(ax)

        @live(fig, k=(0, STOPS - 1))
        def update(k=1):
            change(k)
        return update
    make.__name__ = name
    return figure(title=name, alt="A test.")(make)()


def wave(k):
    return 0.5 + 0.4 * np.sin(X * (3 + 2 * k))


# ---- lines

@case()
def line_plain(ax):
    line, = ax.plot([], [], color=PATH)
    return lambda k: line.set_data(X, wave(k))


@case()
def line_with_markers(ax):
    line, = ax.plot([], [], "o-", color=DATA)
    return lambda k: line.set_data(X[: 5 * k + 2], wave(k)[: 5 * k + 2])


@case()
def line_dashed(ax):
    line, = ax.plot([], [], "--", color=PATH, lw=2)
    return lambda k: line.set_data(X - 0.2 * k, wave(k))


@case()
def line_dashed_from_beyond_the_canvas(ax):
    line, = ax.plot([], [], ls=(3, (6, 2, 1, 2)), color=PATH, lw=2)
    return lambda k: line.set_data([-3 - k / 3, 0.5, 4], [0.2, 0.5, 0.1 * k])


@case(xscale="log", yscale="log", xlim=(1e-3, 1e3), ylim=(1e-6, 1))
def line_on_log_axes(ax):
    line, = ax.plot([1], [1], "o-", color=PATH)
    x = np.r_[-1, 0, np.geomspace(1e-4, 1e4, 25)]
    return lambda k: line.set_data(x, np.r_[1, 1, x[2:] ** -(0.2 + k)])


@case(xscale="symlog", xlim=(-100, 100), ylim=(0, 1))
def line_on_symlog_axis(ax):
    line, = ax.plot([1], [1], ".-", color=PATH)
    return lambda k: line.set_data(np.linspace(-120, 120, 30) * (k + 1) / 2, wave(1))


@case()
def line_with_gaps(ax):
    line, = ax.plot([], [], "s-", color=PATH)

    def change(k):
        y = wave(k)
        y[3 * k + 4: 3 * k + 7] = np.nan
        line.set_data(X, y)
    return change


@case()
def line_in_steps(ax):
    line, = ax.plot([], [], color=PATH, drawstyle="steps-mid")
    return lambda k: line.set_data(X, wave(k))


@case()
def markers_half_filled(ax):
    line, = ax.plot([], [], "D", color=PATH, fillstyle="left", ms=9, markerfacecoloralt=FIELD[3], mec=INK)
    return lambda k: line.set_data(X[::5], wave(k)[::5])


@case()
def markers_every_few_points(ax):
    line, = ax.plot(X, X, "^-", color=PATH, markevery=3)

    def change(k):
        line.set(data=(X, wave(2)), markevery=k + 2)
    return change


@case()
def markers_of_many_sizes_by_state(ax):
    line, = ax.plot(X[::4], wave(1)[::4], "*", color=PATH)
    return lambda k: line.set(markersize=4 + 3 * k, markeredgewidth=k / 2)


@case()
def markers_over_the_edge_of_the_canvas(ax):
    line, = ax.plot([], [], "o-", color=PATH, clip_on=False, ms=12)
    # only over the right and the lower edge: over the others matplotlib draws markers where there are no points
    return lambda k: line.set_data([0.2, 0.9 + 0.1 * k, 5, 0.5, 0.2], [0.5, 0.6, 0.7, -3, 0.1 * k])


@case()
def line_translucent(ax):
    line, = ax.plot([], [], "o-", color=PATH, alpha=0.4, lw=5, ms=10)
    return lambda k: line.set_data(X, wave(k))


@case()
def line_that_diverges(ax):
    line, = ax.plot([], [], "o-", color=PATH)
    return lambda k: line.set_data(np.arange(12) / 12, 0.5 + 0.1 * (-1.0 - 3.0 * k) ** np.arange(12))


@case()
def line_to_enormous_values(ax):
    line, = ax.plot([], [], "o-", color=PATH)
    huge = (1e3, 1e12, 1e100, 1e300)
    return lambda k: line.set_data([0.1, 0.3, 0.5, 0.7, 0.9], [0.1 * k + 0.1, huge[k], 0.5, -huge[k], 0.2])


@case()
def line_to_infinity(ax):
    line, = ax.plot([], [], ".-", color=PATH)
    return lambda k: line.set_data(X, np.where(np.arange(30) % (k + 4), wave(1), (-1) ** k * np.inf))


@case()
def line_empty_at_first(ax):
    line, = ax.plot([], [], "o-", color=PATH)
    return lambda k: line.set_data(X[: (k * 9) % 20], wave(1)[: (k * 9) % 20])


@case()
def line_hidden_at_some_stops(ax):
    line, = ax.plot(X, wave(1), color=PATH)
    return lambda k: line.set_visible(k % 2 == 1)


@case()
def line_changing_colour_and_width(ax):
    line, = ax.plot(X, wave(1), "o", ls="-", color=PATH)
    return lambda k: line.set(color=(PATH, DATA, INK, MUTED)[k], linewidth=k + 0.5, linestyle=("-", ":", "--", "-.")[k])


@case()
def line_with_a_halo(ax):
    line, = ax.plot(X, X, color=PATH, path_effects=[patheffects.withStroke(linewidth=6, foreground=FIELD[4])])
    return lambda k: line.set_data(X, wave(k))


@case()
def line_sketched(ax):
    line, = ax.plot(X, X, color=PATH)
    line.set_sketch_params(2, 20, 2)
    return lambda k: line.set_data(X, wave(k))


@case()
def line_in_axes_coordinates_with_offset(ax):
    line, = ax.plot([], [], "o-", color=PATH, transform=ax.transAxes)
    return lambda k: line.set(data=(X, X), transform=Affine2D().rotate_deg(10 * k).translate(k / 9, 0) + ax.transAxes)


@case()
def axhline_and_axline(ax):
    across, slope = ax.axhline(0.5, color=PATH), ax.axline((0, 0.1), slope=1, color=DATA)

    def change(k):
        across.set_ydata([0.2 * k] * 2)
        slope.set_slope(k - 1.2)
    return change


# ---- collections

@case()
def scatter_one_size(ax):
    dots = ax.scatter([], [], color=PATH)
    return lambda k: dots.set_offsets(np.c_[X, wave(k)][: 8 * k + 3])


@case()
def scatter_many_sizes_and_colours(ax):
    dots = ax.scatter(X, X, s=20, color=PATH, edgecolor=INK, alpha=0.6)

    def change(k):
        dots.set_offsets(np.c_[X, wave(k)])
        dots.set_sizes(5 + 100 * X * (k + 1) / 4)
        dots.set_facecolor([(PATH, DATA, GOOD)[(i + k) % 3] for i in range(30)])
        dots.set_alpha(0.6)
    return change


@case()
def scatter_with_nan_and_beyond(ax):
    dots = ax.scatter([], [], color=PATH, clip_on=False)
    return lambda k: dots.set_offsets([[0.1, 0.2 * k], [np.nan, 0.5], [50, 0.5], [0.9, -0.3 + k / 9], [0.5, -40]])


@case()
def line_collection(ax):
    lines = ax.add_collection(collections.LineCollection([], colors=[PATH, DATA], linewidths=[1, 3]))
    return lambda k: lines.set_segments([np.c_[X, wave(k) + 0.1 * i] for i in range(k + 2)])


@case()
def polygon_collection(ax):
    shapes = ax.add_collection(collections.PolyCollection([], facecolors=FIELD[5], edgecolors=PATH))
    corners = np.array([[0, 0], [0.2, 0], [0, 0.3]])
    return lambda k: shapes.set_verts([corners * (1, k + 1) + (0.1 * i, 0) for i in range(k + 3)])


@case()
def fill_between(ax):
    area = ax.fill_between(X, X, color=DATA, alpha=0.3)
    return lambda k: area.set_data(X, 0, wave(k))


@case()
def quiver(ax):
    x, y = np.meshgrid(np.linspace(0.1, 0.9, 5), np.linspace(0.1, 0.9, 5))
    arrows = ax.quiver(x, y, x, y, color=PATH, scale=10, width=0.01)
    return lambda k: arrows.set_UVC(np.cos(x * k * 3), np.sin(y * k + 1))


@case()
def stems(ax):
    stem = ax.stem(X[::3], X[::3], linefmt=DATA, markerfmt="o", basefmt=MUTED)
    stem.markerline.set_color(PATH)
    stem.baseline.set_color(MUTED)

    def change(k):
        stem.markerline.set_ydata(wave(k)[::3])
        stem.stemlines.set_segments([[(x, 0), (x, y)] for x, y in zip(X[::3], wave(k)[::3], strict=True)])
    return change


@case()
def error_bars(ax):
    line, caps, bars = ax.errorbar(X[::4], X[::4], yerr=0.1, color=PATH, capsize=3)

    def change(k):
        x, y, e = X[::4], wave(k)[::4], 0.05 * (k + 1)
        line.set_data(x, y)
        for cap, sign in zip(caps, (-1, 1), strict=True):
            cap.set_data(x, y + sign * e)
        bars[0].set_segments([[(a, b - e), (a, b + e)] for a, b in zip(x, y, strict=True)])
    return change


@case()
def contour_lines_of_one_level(ax):
    x, y = np.meshgrid(X, X)
    paths = [plt.contour(x, y, x ** 2 + y * (k + 1) / 2, levels=[0.4, 0.6]).get_paths() for k in range(STOPS)]
    ax.clear()
    ax.set(xlim=(0, 1), ylim=(0, 1))
    lines = ax.add_collection(collections.PathCollection(paths[0], facecolors="none", edgecolors=[PATH, DATA]))
    return lambda k: lines.set_paths(paths[k])


@case()
def hexagons(ax):
    cells = ax.hexbin(X, wave(1), gridsize=6, extent=(0, 1, 0, 1), cmap="gray", edgecolors="none")
    cells.set_array(None)
    cells.set_facecolor(FIELD[1])
    return lambda k: cells.set_facecolor([FIELD[(i * (k + 1)) % 8] for i in range(len(cells.get_offsets()))])


# ---- patches

@case()
def bars(ax):
    made = ax.bar(X[::5], 0.3, width=0.1, color=DATA, edgecolor=INK)

    def change(k):
        for bar, height in zip(made, wave(k)[::5] - 0.3, strict=True):
            bar.set_height(height)
    return change


@case()
def bar_of_enormous_height(ax):
    bar, = ax.bar([0.5], [1], width=0.4, color=DATA, edgecolor=PATH, lw=3)

    def change(k):
        bar.set_height((0.5, -1e4, 1e12, 1e30)[k])
        bar.set_x(0.1 * k)
    return change


@case()
def histogram_bars(ax):
    _, edges, made = ax.hist(X, bins=6, range=(0, 1), color=FIELD[6], edgecolor=PAPER)

    def change(k):
        for bar, height in zip(made, np.histogram(wave(k), edges)[0] / 12, strict=True):
            bar.set_height(height)
    return change


@case()
def stairs(ax):
    made = ax.stairs(np.ones(10), np.linspace(0, 1, 11), color=PATH, fill=True, alpha=0.5)
    return lambda k: made.set_data(wave(k)[:10])


@case()
def filled_polygon(ax):
    shape, = ax.fill([0, 1, 1], [0, 0, 1], facecolor=FIELD[4], edgecolor=PATH, joinstyle="miter", lw=4)
    return lambda k: shape.set_xy([(0.1, 0.1), (0.9, 0.1 * k), (0.6, 0.9), (0.2 * k, 0.6)])


@case()
def filled_polygon_around_the_canvas(ax):
    shape, = ax.fill([0, 1, 1], [0, 0, 1], facecolor=DATA, alpha=0.4, edgecolor=PATH, lw=3)
    return lambda k: shape.set_xy([(-99, -50), (0.4, 0.1 * k), (99, 70 - 40 * k), (-1e7, 9)])


@case()
def span(ax):
    band = ax.axhspan(0.1, 0.2, color=GOOD, alpha=0.2)
    return lambda k: band.set(y=0.1 * k, height=0.1 + 0.1 * k)


@case()
def round_shapes(ax):
    shapes = [ax.add_patch(patch) for patch in (
        patches.Circle((0.2, 0.2), 0.1, facecolor=DATA, edgecolor=INK),
        patches.Ellipse((0.7, 0.3), 0.3, 0.1, facecolor="none", edgecolor=PATH),
        patches.Wedge((0.3, 0.7), 0.2, 20, 300, width=0.1, facecolor=SECOND),
        patches.Arc((0.7, 0.7), 0.3, 0.2, theta1=10, theta2=200, edgecolor=PATH),
        patches.Annulus((0.5, 0.5), 0.15, 0.05, facecolor=GOOD))]
    circle, ellipse, wedge, arc, ring = shapes

    def change(k):
        circle.set_radius(0.05 * (k + 1))
        ellipse.set(angle=30 * k, width=0.3 + 0.1 * k)
        wedge.set_theta2(60 + 70 * k)
        arc.theta2 = 100 + 50 * k
        ring.set_center((0.5 + 0.05 * k, 0.5))
    return change


@case()
def circles_larger_than_the_canvas(ax):
    filled = ax.add_patch(patches.Circle((0.5, 0.5), 1, facecolor=FIELD[3], edgecolor=PATH, lw=3))
    outline = ax.add_patch(patches.Circle((0.5, 0.5), 1, fill=False, edgecolor=DATA, lw=3))

    def change(k):
        r = (0.3, 1.2, 40, 4000)[k]
        filled.set(center=(0.3 - r, 0.5), radius=r)
        outline.set(center=(0.7 + r, 0.5), radius=r)
    return change


@case()
def open_curve_larger_than_the_canvas(ax):
    curve = ax.add_patch(patches.PathPatch(Path([(0, 0), (1, 1), (2, 0)], [1, 3, 3]), fill=False, edgecolor=PATH, lw=3))
    return lambda k: curve.set_path(Path([(0.2, 0.1), (10.0 ** k, 2 * 10.0 ** k), (0.3 + 0.1 * k, 0.2)], [1, 3, 3]))


@case()
def filled_open_curve_larger_than_the_canvas(ax):
    curve = ax.add_patch(patches.PathPatch(Path([(0, 0), (1, 1), (2, 0)], [1, 3, 3]), facecolor=FIELD[4],
                                           edgecolor=PATH, lw=3))
    return lambda k: curve.set_path(Path([(0.2, 0.1), (10.0 ** k, 2 * 10.0 ** k), (0.5 + 0.1 * k, 0.2)], [1, 3, 3]))


@case()
def rectangles_turned(ax):
    box = ax.add_patch(patches.Rectangle((0.3, 0.3), 0.3, 0.2, facecolor=DATA, alpha=0.5, edgecolor=INK))
    rounded = ax.add_patch(patches.FancyBboxPatch((0.5, 0.6), 0.2, 0.2, boxstyle="round,pad=0.05", facecolor="none",
                                                  edgecolor=PATH))

    def change(k):
        box.set_angle(25 * k)
        rounded.set_x(0.2 * k + 0.1)
    return change


@case()
def arrows(ax):
    slim = ax.add_patch(patches.FancyArrowPatch((0, 0), (1, 1), arrowstyle="-|>", color=PATH, mutation_scale=15,
                                                connectionstyle="arc3,rad=0.3"))
    fat = ax.arrow(0, 0, 0.1, 0.1, color=DATA, width=0.02)

    def change(k):
        slim.set_positions((0.1, 0.1), (0.9 - 0.2 * k, 0.8))
        fat.set_data(x=0.2 * k, y=0.5, dx=0.3, dy=0.1 * k - 0.2)
    return change


@case()
def hatched(ax):
    box = ax.add_patch(patches.Rectangle((0.1, 0.1), 0.3, 0.3, facecolor=FIELD[2], edgecolor=PATH, hatch="//"))
    plain = ax.add_patch(patches.Rectangle((0.6, 0.1), 0.3, 0.3, facecolor="none", edgecolor=INK, hatch="xx"))

    def change(k):
        box.set(width=0.2 + 0.1 * k, hatch=("//", "..", "++", "\\\\")[k])
        plain.set_height(0.2 * k + 0.1)
    return change


@case()
def curved_path_with_a_hole(ax):
    codes = [1, 4, 4, 4, 3, 3, 79, 1, 2, 2, 79]
    patch = ax.add_patch(patches.PathPatch(Path(np.zeros((11, 2)), codes), facecolor=DATA, edgecolor=PATH))
    hole = [(0.4, 0.3), (0.5, 0.5), (0.6, 0.3), (0, 0)]
    return lambda k: patch.set_path(Path([(0.1, 0.1), (0.2 * k, 0.9), (0.5, 1), (0.9, 0.9), (1, 0.2 * k), (0.5, 0.1),
                                          (0, 0), *hole], codes))


# ---- pictures

@case()
def image(ax):
    shown = ax.imshow(np.zeros((4, 4)), vmin=0, vmax=1, extent=(0, 1, 0, 1), aspect="auto")
    return lambda k: shown.set_data(np.roll(np.eye(4), k, axis=1))


@case()
def image_smoothed_and_moved(ax):
    shown = ax.imshow(np.eye(5), extent=(0, 1, 0, 1), aspect="auto", interpolation="bilinear", alpha=0.5)
    return lambda k: shown.set_extent((0.1 * k, 0.5 + 0.2 * k, 0, 0.4 + 0.2 * k))


@case()
def mesh_of_cells(ax):
    cells = ax.pcolormesh(np.linspace(0, 1, 7), np.linspace(0, 1, 5), np.zeros((4, 6)), cmap=ListedColormap(FIELD),
                          vmin=0, vmax=1)
    return lambda k: cells.set_array(np.roll(np.eye(4, 6), k, axis=1))


# ---- text

@case()
def text_plain(ax):
    text = ax.text(0.1, 0.5, "", color=PATH, fontsize=14)

    def change(k):
        text.set_text(("one", "two & <three>", "", "naïve “Größe” — λ ≤ ∞")[k])
        text.set_position((0.1 + 0.1 * k, 0.2 * k))
    return change


@case()
def text_aligned_and_scaled(ax):
    texts = [ax.text(0.5, 0.2 + 0.3 * i, "word", ha=ha, va=va) for i, (ha, va) in enumerate(
        (("left", "top"), ("center", "center"), ("right", "baseline")))]

    def change(k):
        for text in texts:
            text.set(text="jumpy" * k + "Word", fontsize=9 + 2 * k, alpha=0.4 + 0.2 * k,
                     weight=("normal", "normal", "semibold", "normal")[k],
                     style=("normal", "italic", "normal", "italic")[k])
    return change


@case()
def text_of_several_lines(ax):
    text = ax.text(0.5, 0.5, "", ha="center", va="center", color=PATH)
    return lambda k: text.set_text("\n".join(["first line", "second, longer line", "", "last"][: k + 1]))


@case()
def text_rotated(ax):
    text = ax.text(0.5, 0.5, "turning", ha="center", va="center")
    anchored = ax.text(0.2, 0.2, "anchored", rotation_mode="anchor", ha="right", color=PATH)

    def change(k):
        text.set_rotation(30 * k)
        anchored.set_rotation(-25 * k)
    return change


@case()
def text_in_a_box(ax):
    text = ax.text(0.5, 0.5, "", ha="center", bbox={"facecolor": FIELD[2], "edgecolor": PATH, "boxstyle": "round"})
    return lambda k: text.set_text("boxed" * (k + 1))


@case()
def text_with_formulas(ax):
    text = ax.text(0.1, 0.5, "", color=PATH, fontsize=16)
    other = ax.text(0.5, 0.2, "", fontsize=12)

    def change(k):
        text.set_text((r"$\eta = 0.1$", r"$\|\nabla f\|^2$", r"rate $\frac{1}{1 + e^{-x}}$ now", r"$\sqrt{x_k}$")[k])
        other.set(text=rf"$\eta_{k}$", rotation=20 * k)
    return change


@case()
def text_clipped(ax):
    text = ax.text(0.5, 0.5, "a long text that is clipped", clip_on=True, fontsize=15)
    return lambda k: text.set_position((0.8 - 0.4 * k, 0.5))


@case()
def text_outside_the_canvas(ax):
    text = ax.text(0.5, 0.5, "here", fontsize=15)
    return lambda k: text.set_position(((0.5, 0.5), (-0.15, 0.5), (1e6, 2), (0.9, -0.1))[k])


@case()
def title_and_axis_labels(ax):
    ax.set(title="title", xlabel="x", ylabel="y")

    def change(k):
        ax.title.set_text(f"title {k}")
        ax.xaxis.label.set_text("more " * k + "x")
        ax.yaxis.label.set_text(rf"$y_{k}$")
    return change


@case()
def annotation_with_an_arrow(ax):
    note = ax.annotate("here", (0.5, 0.5), xytext=(20, 15), textcoords="offset points", color=INK,
                       arrowprops={"arrowstyle": "->", "color": PATH})

    def change(k):
        note.xy = (0.2 + 0.2 * k, 0.3 + 0.1 * k)
    return change


@case()
def figure_text(ax):
    text = ax.figure.text(0.5, 0.95, "", ha="center")
    return lambda k: text.set_text(f"state {k}")


@case()
def legend_entries(ax):
    line, = ax.plot(X, X, "o-", color=PATH, label="a")
    legend = ax.legend(loc="upper left")

    def change(k):
        line.set_ydata(wave(k))
        legend.get_texts()[0].set_text(f"curve {k}")
    return change


@case()
def table_of_numbers(ax):
    made = table.table(ax, [["1", "2"], ["3", "4"]], loc="center", edges="closed")
    for cell in made.get_celld().values():
        cell.set(facecolor="none", edgecolor=MUTED)
    return lambda k: made[0, 1].get_text().set_text(str(10 ** k))


# ---- stages

@case(projection="polar", ylim=(0, 1))
def polar_line_and_bars(ax):
    line, = ax.plot([], [], "o-", color=PATH)
    bars = ax.bar(np.arange(4), 0.2, width=0.5, color=DATA, alpha=0.5)

    def change(k):
        line.set_data(6 * X, wave(k))
        for i, bar in enumerate(bars):
            bar.set_height(0.2 * ((i + k) % 4 + 1))
    return change


@case()
def twin_axes(ax):
    other = ax.twinx()
    other.set_ylim(0, 10)
    one, = ax.plot([], [], color=PATH, lw=5)
    two, = other.plot([], [], color=DATA, lw=5)

    def change(k):
        one.set_data(X, wave(k))
        two.set_data(X, 10 * wave(k + 1))
    return change


@case()
def inset_axes(ax):
    ax.plot(X, X, color=MUTED)
    inset = ax.inset_axes((0.5, 0.1, 0.4, 0.4), xlim=(0, 1), ylim=(0, 1))
    line, = inset.plot([], [], color=PATH)
    return lambda k: line.set_data(X, wave(k))


@case()
def clipped_by_a_circle(ax):
    circle = patches.Circle((0.5, 0.5), 0.3, transform=ax.transData)
    line, = ax.plot([], [], "o-", color=PATH, lw=4)
    field = ax.imshow(np.eye(4), extent=(0, 1, 0, 1), aspect="auto", alpha=0.4)

    def change(k):
        line.set_data(X, wave(k))
        for artist in (line, field):
            artist.set_clip_path(patches.Circle((0.3 + 0.1 * k, 0.5), 0.3, transform=ax.transData))
    line.set_clip_path(circle)
    return change


@case()
def order_of_drawing(ax):
    below, = ax.plot([], [], color=PATH, lw=12, zorder=1)
    ax.plot(X, X, color=FIELD[7], lw=12, zorder=2)
    above, = ax.plot([], [], color=DATA, lw=12, zorder=3)

    def change(k):
        below.set_data(X, wave(k))
        above.set_data(X, 1 - wave(k))
    return change


@case(projection="3d")
def three_dimensional_curve(ax):
    ax.set(xlim=(0, 1), ylim=(0, 1), zlim=(0, 1))
    line, = ax.plot([], [], [], "o-", color=PATH)
    return lambda k: line.set_data_3d(X, wave(k), X)


@case(projection="3d")
def three_dimensional_view(ax):
    ax.plot(X, wave(1), X, color=PATH)
    return lambda k: ax.view_init(20, 30 * k)
