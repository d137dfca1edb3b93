"""Figures of the page on constraints: a walk around a set, the diamond and the disc, and the path of the lasso."""
from __future__ import annotations

from functools import cache

import matplotlib.pyplot as plt
import numpy as np

from mathlib import calculus, data, optimization
from mathlib.linear_algebra import standardise
from mathlib.live import DATA, FIELD, GOOD, INK, MUTED, PATH, SECOND, figure, live, log, predict

PLACES = 16                                        # stops of a walk once around
TURN = np.linspace(0, 1, 97)                       # the same, drawn: every sixth is a stop
ROOM = 0.1                                         # by how much a set is loosened to ask for its price
CORNERS = {"box": {0: (1, -1), 4: (1, 1), 8: (-1, 1), 12: (-1, -1), 16: (1, -1)},
           "simplex": {0: (1, 0), 6: (0, 1), 11: (0, 0), 16: (1, 0)}}


@figure(title="Walk the constraint: what is left of the pull?",
        alt="Left: a set, a point on its edge, and three arrows there: the downhill pull, the directions that the edge "
            "forbids, and the part of the pull that is left. Right: the height along one walk around the edge, "
            "the same for a slightly larger set, dashed, and a dot for the point.")
def walk_the_constraint():
    """How the pull of an objective and the edge of a set decide where the least value is."""
    fig, (ground, walk) = plt.subplots(1, 2, width_ratios=(1, 1.1))
    area, = ground.fill([0, 0, 0], [0, 0, 0], color=FIELD[3], lw=0)
    edge, = ground.plot([], [], color=DATA, lw=1.6)
    level, = ground.plot([], [], ":", color=MUTED, lw=1)
    wedge, = ground.fill([0, 0, 0], [0, 0, 0], color=FIELD[6], lw=0)
    walls = [ground.plot([], [], color=DATA, lw=1.6)[0] for _ in range(2)]
    pull, = ground.plot([], [], color=PATH, lw=2)
    rest, = ground.plot([], [], color=SECOND, lw=2.6)
    here, = ground.plot([], [], "o", color=PATH, ms=8)
    words = {"pull": ground.text(0, 0, "pull", color=PATH, ha="center", va="center"),
             "left": ground.text(0, 0, "left over", color=SECOND, ha="center", va="center")}
    ground.set(xlim=(-2.5, 2.5), ylim=(-2.5, 2.5), xlabel="$x_1$", ylabel="$x_2$", aspect="equal",
               xticks=range(-2, 3), yticks=range(-2, 3))
    roomy, = walk.plot([], [], "--", color=MUTED, lw=1.2)
    height, = walk.plot([], [], color=DATA)
    lowest, = walk.plot([], [], ":", color=GOOD, lw=1.2)
    now, = walk.plot([], [], "o", color=PATH, ms=8)
    walk.text(0.99, 1.95, "dashed: a tenth more room", color=MUTED, ha="right", va="top")
    walk.text(0.99, -1.95, "dotted: the least allowed", color=GOOD, ha="right", va="bottom")
    walk.set(xlim=(0, 1), ylim=(-2, 2), xlabel="once around", ylabel="$f$ on the edge", xticks=[0, 0.25, 0.5, 0.75, 1],
             yticks=range(-2, 3))

    def best(shape, angle, place):
        return place < PLACES and _contact(shape, angle, place)[3] < 1e-9

    @live(fig, shape=["circle", "box", "simplex"], angle=(0.0, 337.5, 22.5), place=(0, PLACES, 1), play="place",
          labels={"shape": "set", "angle": "pull towards", "place": "place"}, units={"angle": "°"},
          presets={"at rest": dict(shape="circle", angle=225.0, place=10),
                   "the top": dict(shape="circle", angle=225.0, place=2),
                   "a corner": dict(shape="box", angle=67.5, place=4),
                   "a whole side": dict(shape="box", angle=0.0, place=3),
                   "a price of zero": dict(shape="simplex", angle=225.0, place=11)},
          goal=("come to rest on the simplex with the pull towards 67.5°: nothing may be left over",
                lambda shape, angle, place: shape == "simplex" and angle == 67.5 and best(shape, angle, place)),
          predict=predict("The point may slide along the circle, or go inside. Where does it come to rest?",
                          choices=["where the edge is steepest", "where the pull is square to the edge",
                                   "where the pull is along the edge"], answer="where the pull is square to the edge",
                          because="Anywhere else a part of the pull is left over, and the point slides."))
    def update(shape="circle", angle=225.0, place=7):
        x, normals, prices, force, left = _contact(shape, angle, place, parts=True)
        outline = _edge(shape, TURN)
        area.set_xy(outline)
        edge.set_data(*outline.T)
        level.set_data(*(x + 6 * np.outer([-1, 1], [-force[1], force[0]])).T)
        wedge.set_xy(x + 0.6 * np.array([0 * x, *normals, 0 * x]))
        for drawn, normal in zip(walls, [*normals, 0 * x][:2], strict=True):
            drawn.set_data(*_arrow(x, 0.6 * normal))
        pull.set_data(*_arrow(x, force))
        rest.set_data(*_arrow(x, left))
        words["pull"].set_position(x + 1.32 * force)
        words["left"].set_position(x + left + 0.38 * _across(left, force))
        words["left"].set_text("left over" if 0.3 < np.hypot(*left) < 0.99 else "")
        here.set_data(*x[:, None])
        height.set_data(TURN, -outline @ force)
        roomy.set_data(TURN, -_edge(shape, TURN, 1 + ROOM) @ force)
        now.set_data([place / PLACES], [-x @ force])
        bottom = (-outline @ force).min()
        lowest.set_data([0, 1], [bottom, bottom])
        return _rest(shape, x, prices, force, left)
    return update


def _edge(shape, turn, room=1.0):
    """Return the points of the edge after these parts of a walk around it; `room` is the constraint's right side."""
    if shape == "circle":
        return np.sqrt(room) * np.column_stack([np.cos(2 * np.pi * turn), np.sin(2 * np.pi * turn)])
    stops, corners = np.array(list(CORNERS[shape])), room * np.array(list(CORNERS[shape].values()))
    return np.column_stack([np.interp(PLACES * turn, stops, x) for x in corners.T])


def _gradients(shape, x):
    """Return the gradients of the constraints that are active at x, and which of them may be loosened."""
    if shape == "circle":                          # |x|² ≤ 1
        return 2 * x[None], np.array([True])
    if shape == "box":                             # ±x₁ ≤ 1, ±x₂ ≤ 1
        walls, slack, loose = np.array([[1, 0], [0, 1], [-1, 0], [0, -1.0]]), 1, np.full(4, True)
    else:                                          # x₁ + x₂ ≤ 1, −x₁ ≤ 0, −x₂ ≤ 0
        walls, slack, loose = np.array([[1, 1], [-1, 0], [0, -1.0]]), np.array([1, 0, 0]), np.arange(3) == 0
    active = np.isclose(walls @ x, slack)
    return walls[active], loose[active]


def _contact(shape, angle, place, parts=False):
    """Return what meets at a place: the multipliers that balance the pull best, and the part of it that is left."""
    x = _edge(shape, np.array([place / PLACES]))[0]
    force = np.array([np.cos(np.radians(angle)), np.sin(np.radians(angle))])
    J, loose = _gradients(shape, x)
    multipliers = optimization.kkt_multipliers(-force, J)
    residual = optimization.kkt_residual(-force, np.zeros(len(J)), J, multipliers).stationarity
    if not parts:
        return x, J, multipliers, residual
    left = force - multipliers @ J if residual > 1e-9 else np.zeros(2)
    return x, J / np.linalg.norm(J, axis=1, keepdims=True), (multipliers, loose), force, left


def _arrow(tail, along, head=0.13):
    """Return the points of a polyline that looks like an arrow."""
    length = np.hypot(*along)
    if length < 1e-9:
        return np.full((2, 2), np.nan)
    u = along / length * min(head, length / 2)
    tip, side = tail + along, np.array([-u[1], u[0]])
    return np.array([tail, tip, tip - u + 0.6 * side, tip, tip - u - 0.6 * side]).T


def _across(left, force):
    """Return the direction square to what is left, on the side away from the pull."""
    length = np.hypot(*left)
    square = np.array([-left[1], left[0]]) / length if length > 1e-9 else np.zeros(2)
    return -square if square @ force > 0 else square


def _rest(shape, x, prices, force, left):
    height = _real(-x @ force)
    if np.hypot(*left) > 1e-9:
        slope = np.hypot(*left)
        if shape == "circle" and abs(left @ [-x[1], x[0]]) < 1e-9:
            return f"f = {height}. The walk is level here, but this is the top: the pull leads into the set."
        return f"f = {height}. Of the pull, {slope:.2f} is left over: the point does not stay here."
    multipliers, loose = prices
    price = multipliers[loose].sum()
    told = " and ".join(f"{m:.2f}" for m in multipliers)
    word = "multipliers" if len(multipliers) > 1 else "multiplier"
    told = f"At rest: f = {height}, the least. {word.capitalize()} {told}; "
    if price < 1e-9:
        return told + "more room would change nothing, its price is 0."
    return told + f"a tenth more room lowers it by about {ROOM * price:.3f}."


DISTANCE = 2.0                                     # of the point that the data ask for
RADII = np.arange(0.0, 3.01, 0.1)


@figure(title="Diamond and disc: corners give zeros",
        alt="Left: a diamond around zero, curves of equal loss around the point that the data ask for, the best point "
            "of the diamond, and the path that it takes as the diamond grows. Right: the two weights against the "
            "radius, one of which stays at zero for a while.")
def diamond_and_disc():
    """How the shape of what is allowed decides whether a weight is exactly zero."""
    fig, (ground, curves) = plt.subplots(1, 2, width_ratios=(1, 1.1))
    area, = ground.fill([0, 0, 0], [0, 0, 0], color=FIELD[3], lw=0)
    ground.axhline(0, color=MUTED, lw=0.6)
    ground.axvline(0, color=MUTED, lw=0.6)
    rings = [ground.plot([], [], color=MUTED, lw=0.5)[0] for _ in range(3)]
    touching, = ground.plot([], [], "--", color=DATA, lw=1.2)
    edge, = ground.plot([], [], color=DATA, lw=1.6)
    path, = ground.plot([], [], color=PATH, lw=1.4)
    wish, = ground.plot([], [], "+", color=INK, ms=10, mew=1.6)
    here, = ground.plot([], [], "o", color=PATH, ms=8)
    ground.set(xlim=(-1.2, 3.1), ylim=(-1.2, 3.1), xlabel="$w_1$", ylabel="$w_2$", aspect="equal",
               xticks=range(-1, 4), yticks=range(-1, 4))
    curves.axhline(0, color=MUTED, lw=0.6)
    weights = [curves.plot([], [], color=color, lw=2, ls=ls)[0] for color, ls in ((PATH, "-"), (SECOND, "--"))]
    names = [curves.text(3.05, 0, f"$w_{i + 1}$", color=color, va="center") for i, color in enumerate((PATH, SECOND))]
    line, = curves.plot([], [], ":", color=MUTED, lw=1.2)
    dots, = curves.plot([], [], "o", color=INK, ms=6)
    curves.set(xlim=(0, 3.35), ylim=(-0.2, 2.3), xlabel="radius", ylabel="weights", xticks=range(4), yticks=range(3))
    around = np.linspace(0, 2 * np.pi, 73)
    unit = np.array([np.cos(around), np.sin(around)])

    @cache
    def solve(shape, angle, loss):
        H = np.eye(2) if loss == "round" else np.array([[1, 0.6], [0.6, 0.8]])
        asked = DISTANCE * np.array([np.cos(np.radians(angle)), np.sin(np.radians(angle))])
        return H, asked, np.array([_best(shape, H, asked, radius) for radius in RADII])

    def zero(shape, angle, radius, loss):
        w = solve(shape, angle, loss)[2][_stop(radius)]
        return radius > 0 and np.isclose(w, 0, atol=1e-6).any()

    def reached(shape, angle, radius, loss):
        return shape == "diamond" and angle == 30 and loss == "round" and zero(shape, angle, radius, loss) \
            and not zero(shape, angle, radius + 0.1, loss)

    @live(fig, shape=["diamond", "disc"], angle=(0.0, 90.0, 7.5), radius=(0.1, 2.9, 0.1),
          loss=["round", "long"], play="radius", ghost=True,
          labels={"shape": "allowed", "angle": "data ask for", "loss": "curves of equal loss"}, units={"angle": "°"},
          presets={"on a side": dict(shape="diamond", angle=37.5, radius=1.5, loss="round"),
                   "a disc": dict(shape="disc", angle=30.0, radius=0.6, loss="round"),
                   "long curves": dict(shape="diamond", angle=45.0, radius=0.6, loss="long")},
          goal=("data at 30°, round curves: the largest diamond that still holds a weight at exactly 0", reached),
          predict=predict("The best point is at a corner, so that w₂ is exactly 0. Does that need luck?",
                          choices=["yes, it happens at one angle only", "no, it happens at many angles"],
                          answer="no, it happens at many angles",
                          because="A corner stops every pull between its two normals, and these are 90° apart."))
    def update(shape="diamond", angle=30.0, radius=0.6, loss="round"):
        H, asked, points = solve(shape, angle, loss)
        w = points[_stop(radius)]
        border = _border(shape, radius, around)
        area.set_xy(border.T)
        edge.set_data(*border)
        shapes = np.linalg.inv(np.linalg.cholesky(H)).T @ unit
        reach = np.sqrt((w - asked) @ H @ (w - asked))
        for k, ring in enumerate(rings):
            ring.set_data(*(asked[:, None] + (k + 1) * 0.5 * shapes))
        touching.set_data(*(asked[:, None] + reach * shapes))
        path.set_data(*points.T)
        wish.set_data(*asked[:, None])
        here.set_data(*w[:, None])
        for i in range(2):
            weights[i].set_data(RADII, points[:, i])
            names[i].set_y(points[-1, i] + (0.09 if i else -0.09) * (abs(np.diff(points[-1])[0]) < 0.3))
        line.set_data([radius, radius], [-3, 3])
        dots.set_data([radius, radius], w)
        return _weights(shape, w, asked)
    return update


def _stop(radius):
    return round(radius * 10)


def _best(shape, H, asked, radius):
    """Return the point of a diamond or a disc where (w − asked)ᵀ H (w − asked) is least."""
    if radius == 0:
        return np.zeros(2)
    if shape == "disc":
        def project(x):
            return optimization.project_ball(x, radius)
    else:
        def project(x):
            inside = np.abs(x).sum() <= radius
            return x if inside else np.sign(x) * optimization.project_simplex(np.abs(x), radius)
    bowl = optimization.Quadratic(H)
    descent = optimization.projected_gradient(lambda w: bowl.gradient(w - asked), project, np.zeros(2),
                                              1 / bowl.curvatures[-1], tolerance=1e-9)
    return descent.end


def _border(shape, radius, around):
    unit = np.array([np.cos(around), np.sin(around)])
    return radius * (unit / np.abs(unit).sum(axis=0) if shape == "diamond" else unit)


def _weights(shape, w, asked):
    told = f"w₁ = {_real(w[0])}, w₂ = {_real(w[1])}. "
    if np.allclose(w, asked, atol=1e-6):
        return told + f"The {shape} holds the point that the data ask for: the constraint has no price."
    if np.isclose(w, 0, atol=1e-6).any():
        asks = np.isclose(asked, 0, atol=1e-6).any()
        why = "the data ask for no more" if asks else f"the {shape} stops it at a corner"
        return told + f"One weight is exactly 0: {why}."
    return told + f"Neither weight is 0: the {shape} and the curve of equal loss touch away from the axes."


def _real(x):
    return f"{x + 0.0:.2f}".replace("-0.00", "0.00").replace("-", "−")


PENALTIES = np.geomspace(0.1, 100, 73)
KEPT = "bmi", "s5"                                 # the two that the lasso keeps longest


@figure(title="Ten weights, and the order in which they leave",
        alt="Left: the weights of ten measurements against the penalty, ten curves that reach zero one after the "
            "other. Right: the ten weights at one penalty as bars with their names; a small ring where one is zero.")
def lasso_leaves():
    """How the L1 penalty takes ten weights to zero one by one, and the L2 penalty none, on real patients."""
    patients = data.load_diabetes()
    X, y, names = standardise(patients.X), patients.y, patients.features
    asked = np.arange(len(y)) % 3 == 2             # every third patient is kept for the test
    fig, (curves, bars) = plt.subplots(1, 2, width_ratios=(1.2, 1))
    colors = [PATH if name in KEPT else DATA for name in names]
    paths = [curves.semilogx([], [], color=color, lw=1.3)[0] for color in colors]
    curves.axhline(0, color=MUTED, lw=0.6)
    line, = curves.plot([], [], ":", color=INK, lw=1.2)
    curves.text(2.2, 29, "bmi and s5", color=PATH, ha="left", va="bottom")
    curves.set(xlim=(0.1, 100), ylim=(-40, 45), xlabel="penalty $\\lambda$", ylabel="weights")
    rows = np.arange(10)[::-1]
    heaps = [bars.fill([0, 0, 0], [0, 0, 0], color=color, lw=0)[0] for color in colors]
    bars.axvline(0, color=MUTED, lw=0.6)
    gone, = bars.plot([], [], "o", color=MUTED, ms=6, mfc="none")
    bars.set(xlim=(-40, 45), ylim=(-0.7, 9.7), yticks=rows, yticklabels=names, xlabel="weights")

    @cache
    def fit(kind, penalty):
        solve = optimization.lasso if kind == "L1" else calculus.ridge
        return solve(X[~asked], y[~asked], penalty)

    @cache
    def path(kind):
        return np.array([fit(kind, penalty).weights for penalty in PENALTIES])

    def error(kind, penalty):
        return np.sqrt(np.mean((y - fit(kind, penalty).predict(X))[asked]**2))

    blind = np.sqrt(np.mean((y[asked] - y[~asked].mean())**2))

    @live(fig, kind=["L1", "L2"], penalty=log(0.1, 100, 31), play="penalty", ghost=True,
          labels={"kind": "penalty", "penalty": "λ"},
          presets={"a low price": dict(kind="L1", penalty=0.1), "too high": dict(kind="L1", penalty=100),
                   "L2, the same λ": dict(kind="L2", penalty=100)},
          goal=("find a model with at most 4 measurements that errs by less than 57 on the patients kept aside",
                lambda kind, penalty: (fit(kind, penalty).weights != 0).sum() <= 4 and error(kind, penalty) < 57),
          predict=predict("The penalty grows. How do the ten weights of the lasso go to zero?",
                          choices=["all at the same time", "one after the other", "never quite"],
                          answer="one after the other",
                          because="Each is held at exactly 0 as soon as its pull on the loss is weaker than λ."))
    def update(kind="L1", penalty=1.0):
        weights = fit(kind, penalty).weights
        for drawn, values in zip(paths, path(kind).T, strict=True):
            drawn.set_data(PENALTIES, values)
        line.set_data([penalty, penalty], [-60, 60])
        for heap, row, w in zip(heaps, rows, weights, strict=True):
            heap.set_xy(np.column_stack([[0, w, w, 0], row + 0.32 * np.array([-1, -1, 1, 1])]))
        zero = weights == 0
        gone.set_data(np.where(zero, 0, np.nan), rows)
        count = 10 - zero.sum()
        return (f"{count} of 10 weights {'is' if count == 1 else 'are'} not 0; on the patients kept aside the "
                f"prediction errs by {error(kind, penalty):.1f}, where the mean alone errs by {blind:.1f}.")
    return update
