"""Figures of the page on matrices: what a matrix does to grid, circle and area, and what it sends to nothing."""
from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np

from mathlib import linear_algebra
from mathlib.figures.words import decimals
from mathlib.live import DATA, GOOD, MUTED, PATH, RULE, SECOND, drag, figure, live, predict

REACH = 3                                          # the grid goes from −3 to 3


@figure(title="Two columns say everything",
        alt="Left: a square grid with the unit square, the unit circle and two perpendicular radii of it. Right: where "
            "a two-by-two matrix takes them: a slanted grid, a parallelogram, an ellipse with its two half-axes, and "
            "two arrows that can be dragged, the columns of the matrix. Dashed lines keep their direction.")
def grid_and_circle():
    """How the columns of a matrix decide on grid, signed area, kept directions and the axes of the ellipse."""
    fig, (before, after) = plt.subplots(1, 2)
    segments, circle = unit_grid(), linear_algebra.ellipse(np.eye(2))
    for panel, title in ((before, "before"), (after, "after")):
        panel.set(xlim=(-REACH, REACH), ylim=(-REACH, REACH), aspect="equal", xticks=range(-3, 4), yticks=range(-3, 4))
        panel.set_title(title, color=MUTED)
        panel.plot(*one_line(segments).T, color=RULE, lw=0.7)
    before.fill([0, 1, 1, 0], [0, 0, 1, 1], facecolor=PATH, alpha=0.16)
    before.plot(*circle.T, color=SECOND, lw=1.4)
    before.plot([0, 1, np.nan, 0, 0], [0, 0, np.nan, 0, 1], color=PATH, lw=2.2)
    kept_before, = before.plot([], [], color=GOOD, lw=1.6, ls=(0, (5, 2)), gid="keptBefore")
    radii, = before.plot([], [], color=SECOND, lw=2.2, gid="radii")
    square = after.fill([0], [0], facecolor=PATH, alpha=0.16, gid="square")[0]
    grid, = after.plot([], [], color=DATA, lw=0.7, gid="grid")
    round_, = after.plot([], [], color=SECOND, lw=1.4, gid="circle")
    kept, = after.plot([], [], color=GOOD, lw=1.6, ls=(0, (5, 2)), gid="kept")
    axes_, = after.plot([], [], color=SECOND, lw=2.2, gid="axes")
    basis, = after.plot([], [], color=PATH, lw=2.2, gid="basis")
    entry = (-2.0, 2.0, 1.0)

    @live(fig, a=entry, b=entry, c=entry, d=entry, eigenvectors=True, axes=True, area=True,
          first=drag(after, x="a", y="c"), second=drag(after, x="b", y="d"), script="grid_and_circle.js",
          labels={**{name: rf"\path{{{name}}}" for name in "abcd"}, "eigenvectors": r"\good{eigenvectors}",
                  "axes": r"\second{ellipse axes}", "area": r"\path{area}",
                  "first": "first column, the image of (1, 0)", "second": "second column, the image of (0, 1)"},
          presets={"rotation": dict(a=0, b=-1, c=1, d=0), "shear": dict(a=1, b=1, c=0, d=1),
                   "mirror": dict(a=0, b=1, c=1, d=0), "symmetric": dict(a=2, b=1, c=1, d=1),
                   "flat": dict(a=2, b=1, c=2, d=1)},
          goal=("keep no direction, and yet double every area", _spins_and_doubles),
          predict=predict("Soon you may drag the columns as you like. Which lines can you make vanish altogether?",
                          choices=["the kept directions (dashed)", "the axes of the ellipse", "both", "neither"],
                          answer="the kept directions (dashed)",
                          because="Turn the plane and no direction is kept, but a longest and a shortest radius of "
                                  "the ellipse are always there."))
    def update(a=2.0, b=1.0, c=0.0, d=1.0, eigenvectors=True, axes=True, area=True):
        A = np.array([[a, b], [c, d]])
        grid.set_data(*one_line(linear_algebra.apply(A, segments)).T)
        round_.set_data(*linear_algebra.ellipse(A).T)
        basis.set_data([0, a, np.nan, 0, b], [0, c, np.nan, 0, d])
        square.set_xy(linear_algebra.apply(A, [[0, 0], [1, 0], [1, 1], [0, 1]]) if area else np.zeros((4, 2)))
        directions = linear_algebra.real_eigenpairs(A).vectors.T
        lines = one_line(np.stack([-9 * directions, 9 * directions], axis=1)[: None if eigenvectors else 0])
        kept.set_data(*lines.T)
        kept_before.set_data(*lines.T)
        U, s, Vt = linear_algebra.singular_frame(A)
        shown = slice(None if axes else 0)
        radii.set_data(*one_line(_from_origin(Vt)[shown]).T)
        axes_.set_data(*one_line(_from_origin((U * s).T)[shown]).T)
        return _told(A, s)
    return update


def unit_grid(reach=REACH):
    """Return the ends of the lines of the unit grid, (n, 2, 2)."""
    upright = np.array([[(k, -reach), (k, reach)] for k in range(-reach, reach + 1)], dtype=float)
    return np.concatenate([upright, upright[..., ::-1]])


def one_line(segments):
    """Return segments, (n, 2, 2), as one line with gaps, (3 n, 2)."""
    return np.insert(segments.astype(float), 2, np.nan, axis=1).reshape(-1, 2)


def _from_origin(vectors):
    """Return vectors, one a row, as segments from the origin, (n, 2, 2)."""
    return np.stack([np.zeros_like(vectors), vectors], axis=1)


def _spins_and_doubles(a, b, c, d, **_):
    return _discriminant(a, b, c, d) < -1e-9 and abs(a * d - b * c - 2) < 0.005


def _discriminant(a, b, c, d):
    return (a - d)**2 + 4 * b * c


def _told(A, s):
    """Say what the figure shows: area, discriminant, what is kept, and the half-axes."""
    values = linear_algebra.real_eigenpairs(A).values
    ways = f"{('no direction is', 'one direction is', 'two directions are')[len(values)]} kept"
    ways = "every direction is kept" if np.array_equal(A, A[0, 0] * np.eye(2)) else ways
    by = f", stretched by {' and '.join(map(decimals, values))}" if len(values) else ""
    return (f"Signed area {decimals(linear_algebra.signed_area(A))}. (a − d)² + 4bc = "
            f"{decimals(_discriminant(*A.ravel()))}: {ways}{by}. "
            f"Radii of the ellipse from {decimals(s[0])} down to {decimals(s[1])}.")


@figure(title="What does the matrix not see?",
        alt="Left: a vector that can be dragged, split into a part along the row space and a part along the null "
            "space, two perpendicular lines through the origin; a dotted line joins all vectors with the same image. "
            "Right: the image, on the line of the column space, and perpendicular to it the left null space.")
def four_subspaces():
    """How a matrix of rank one sees only the part of a vector in its row space, and reaches only its column space."""
    fig, (before, after) = plt.subplots(1, 2)
    matrices = {"rank 1": np.array([[1.0, 0.5], [-1.0, -0.5]]), "rank 2": np.array([[1.0, 0.5], [-0.5, 1.0]])}
    spaces = {name: linear_algebra.four_subspaces(A) for name, A in matrices.items()}
    for panel, title in ((before, "x"), (after, "Ax")):
        panel.axhline(0, color=RULE, lw=0.7)
        panel.axvline(0, color=RULE, lw=0.7)
        panel.set(xlim=(-REACH, REACH), ylim=(-REACH, REACH), aspect="equal", xticks=range(-3, 4), yticks=range(-3, 4))
        panel.set_title(title, color=MUTED)
    row, column = (panel.plot([], [], color=GOOD, lw=1.2)[0] for panel in (before, after))
    null, left_null = (panel.plot([], [], color=SECOND, lw=1.2)[0] for panel in (before, after))
    words = [before.text(-1.3, -1.2, "", color=GOOD), before.text(-1.5, 2.6, "", color=SECOND, ha="right"),
             after.text(1.6, -2.55, "", color=GOOD, ha="right"), after.text(1.55, 2.3, "", color=SECOND, ha="right")]
    alike, = before.plot([], [], ":", color=MUTED, lw=1.4)
    seen, = before.plot([], [], color=GOOD, lw=2.4)
    unseen, = before.plot([], [], color=SECOND, lw=2.4)
    vector, = before.plot([], [], "o-", color=PATH, lw=2, markevery=[1], ms=7)
    image, = after.plot([], [], "o-", color=PATH, lw=2, markevery=[1], ms=7)

    @live(fig, matrix=list(matrices), x=drag(before, x=(-2.5, 2.5, 0.25), y=(-2.5, 2.5, 0.25)), ghost=True,
          labels={"x": r"the vector \path{x}"},
          presets={"another x, the same image": dict(matrix="rank 1", x=(1.0, 2.0)),
                   "all of x is seen": dict(matrix="rank 2", x=(2.0, 0.0))},
          goal=("with rank 1, send a vector other than 0 to the origin",
                lambda matrix, x: matrix == "rank 1" and x != (0, 0) and np.isclose(2 * x[0] + x[1], 0)),
          predict=predict("Drag x along the dotted line. What will its image do?",
                          choices=["move along a line", "stay where it is", "move in a circle"],
                          answer="stay where it is",
                          because="Along the dotted line only the part in the null space changes, and A does not see "
                                  "it."))
    def update(matrix="rank 1", x=(2.0, 0.0)):
        A, of = matrices[matrix], spaces[matrix]
        lines = (of.row_space, of.null_space, of.column_space, of.left_null_space)
        for line, basis in zip((row, null, column, left_null), lines, strict=True):
            line.set_data(*_through(np.zeros(2), basis).T)
        names = ("row space", "null space", "column space", "left null space")
        for word, name, basis in zip(words, names, lines, strict=True):
            word.set_text(name if basis.shape[1] == 1 else "")
        part = linear_algebra.project(x, A.T)
        alike.set_data(*_through(np.array(x), of.null_space).T)
        seen.set_data([0, part[0]], [0, part[1]])
        unseen.set_data([part[0], x[0]], [part[1], x[1]])
        vector.set_data([0, x[0]], [0, x[1]])
        there = linear_algebra.apply(A, x)
        image.set_data([0, there[0]], [0, there[1]])
        return _split(part, np.array(x) - part, there, of.row_space.shape[1])
    return update


def _through(point, basis):
    """Return a line through a point along a basis of one vector; nothing for another number of vectors."""
    return point + np.outer([-9, 9], basis) if basis.shape[1] == 1 else np.empty((0, 2))


def _split(seen, unseen, image, rank):
    """Say which part of a vector a matrix sees."""
    pair = "({:.2f}, {:.2f})".format
    seen, unseen, image = (pair(*(np.round(v, 9) + 0.0)) for v in (seen, unseen, image))
    lost = "nothing is lost" if rank == 2 else f"of x, A sees {seen} and loses {unseen}"
    return f"Rank {rank}: {lost}. The image is {image}.".replace("-", "−")
