"""The second engine: a figure whose states no table can hold is given once more in JavaScript, and checked.

The author writes the update again as one JavaScript function over data coordinates, from the values of the controls to
the points of lines and polygons and the grey levels (0 to 255, row by row) of images, each named by its `gid`:

    ({a, b}, numerics, data) => ({curve: [xs, ys], photo: greys, status: `…`})

The Python stays the truth. Here both run at random values between the stops, and what differs by more than a millionth
of an axis, or by more grey levels than rounding explains, stops the build. In the page the script draws what lies
between stops; at a stop the table does, but images, which no table could hold, are always painted by the script.
"""
from __future__ import annotations

import hashlib
import json
import re
import zlib
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.image import AxesImage
from matplotlib.lines import Line2D
from matplotlib.patches import Polygon

from .errors import FigureError, naming
from .figure import LiveFigure
from .options import TYPED

CLOSE = 1e-6                            # of the length of an axis
GREYS_MEAN, GREYS_MOST = 1.0, 8         # of 255: a script may be given rounded numbers, and the eye does not see it
TRIALS = 200
PICTURES = 8                            # trials of a figure with images, which take longer
TIES = 20                               # more sentences than this differ in a last digit: that is no rounding of ties
NUMBER = re.compile(r"[−-]?\d+(?:\.\d+)?")
PLAYER = Path(__file__).with_name("player")
HELPERS = ("numerics.js", "table.js", "script.js")     # of the player, as the page has them


def check_script(figure: LiveFigure) -> None:
    """Compare script and Python at random values of the controls; say where they differ."""
    run, pictures = _drawing(figure), images(figure)
    ties = 0
    for values in _trials(figure):
        try:
            drawn = run(values)
        except Exception as error:
            raise FigureError(f"{figure.name}: its script raised {error} at {_shown(values)}") from error
        if not isinstance(drawn, dict):
            raise FigureError(f"{figure.name}: its script must return an object, {{gid: [xs, ys], …, status: `…`}}; it "
                              f"returned {drawn!r} at {_shown(values)}")
        worded = not pictures or between(figure) or "status" in drawn
        status, told = figure.run(values), str(drawn.pop("status", ""))
        goal = drawn.pop("goal", None) if figure.options.goal else None
        for name, picture in pictures.items():
            _compare_image(figure, name, picture, drawn.pop(name, None), values)
        for name, artist in _named(figure).items():
            _compare(figure, name, artist, drawn.pop(name, None), values)
        if drawn:
            raise FigureError(f"{figure.name}: the script draws {', '.join(drawn)}, but no live line, polygon or "
                              "image has this gid")
        if not worded:                                    # the table tells them, for every state is a stop
            continue
        ties += told != status
        check_words(figure, values, told if ties <= TIES else "", status)
        if figure.options.goal:
            check_goal(figure, values, goal)


def check_words(figure: LiveFigure, values: dict[str, Any], told: str, status: str) -> None:
    """Refuse a script that tells something else than the status of Python, but for a last digit."""
    if not _same_words(told, status):
        raise FigureError(f"{figure.name}: the script tells another status than Python at {_shown(values)}, "
                          f"where Python tells {status!r}")


def check_goal(figure: LiveFigure, values: dict[str, Any], told: Any) -> None:
    """Refuse a script that is wrong about whether the goal is reached."""
    if told is not (reached := figure.reached_with(values)):
        raise FigureError(f"{figure.name}: the script must tell, as `goal`, whether the goal is reached; it is "
                          f"{'not ' * (not reached)}at {_shown(values)}")


def _trials(figure: LiveFigure) -> list[dict[str, Any]]:
    """Return random values; with images few, in order and back again: a script may go on from its last picture."""
    rng = np.random.default_rng(3)
    if not images(figure):
        return [random_values(figure, rng) for _ in range(TRIALS)]
    states = sorted(tuple(int(rng.integers(len(axis))) for axis in figure.grid) for _ in range(PICTURES))
    return [figure.arguments(state) for state in (*states, states[0])]


def random_values(figure: LiveFigure, rng: np.random.Generator) -> dict[str, Any]:
    """Return values as a reader can reach them: between stops, to two decimals, where a handle moves a slider."""
    values = figure.arguments(tuple(int(rng.integers(len(axis))) for axis in figure.grid))
    for control in figure.controls:
        if figure.axes_of[control.name][0] in between(figure):
            low, high = control.axes[0].values[0], control.axes[0].values[-1]
            values[control.name] = float(np.round(rng.uniform(low, high), 2))
    return values


def between(figure: LiveFigure) -> list[int]:
    """Return the axes of the grid on which a handle may stop anywhere."""
    moved = {target for handle in figure.handles.values() for target in (handle.x, handle.y) if isinstance(target, str)}
    return [figure.axes_of[name][0] for name in sorted(moved)] if figure.options.script else []


def lines(figure: LiveFigure) -> dict[str, dict]:
    """Return for each artist that the script draws its number, and how data become canvas coordinates."""
    height = figure.size[1]
    with naming(figure.name):
        return {name: {"number": str(figure.artists.index(artist)), "closed": _closed(artist), "canvas": figure.size,
                       "x": _scale(artist.axes, 0, 0.0, 1.0), "y": _scale(artist.axes, 1, height, -1.0)}
                for name, artist in _named(figure).items()}


def images(figure: LiveFigure) -> dict[str, dict]:
    """Return for each image that the script paints its number, rows and columns."""
    return {artist.get_gid(): {"number": str(number), "rows": artist.get_size()[0], "columns": artist.get_size()[1]}
            for number, artist in enumerate(figure.artists if figure.options.script else ())
            if artist.get_gid() and isinstance(artist, AxesImage)}


def fingerprint(image: AxesImage) -> str:
    """Return a mark of what an image shows, in place of the image, which no table holds."""
    return hashlib.sha256(np.ascontiguousarray(image.get_array()).tobytes()).hexdigest()


def packed_data(figure: LiveFigure) -> dict[str, bytes]:
    """Return the arrays for the script as they are stored: little endian, deflated."""
    return {name: zlib.compress(array.astype(array.dtype.newbyteorder("<")).tobytes(), 9)
            for name, array in figure.options.data.items()}


def _named(figure: LiveFigure) -> dict[str, Any]:
    return {artist.get_gid(): artist for artist in figure.artists
            if artist.get_gid() and isinstance(artist, Line2D | Polygon)}


def _scale(ax, way: int, start: float, sign: float) -> dict:
    """Return scale and offset from data (or their logarithm) to the canvas, along x or y."""
    kind = (ax.get_xscale(), ax.get_yscale())[way]
    if kind not in ("linear", "log"):
        raise FigureError(f"a script can draw on linear and logarithmic axes; this one is {kind}")
    limits = np.array((ax.get_xlim(), ax.get_ylim())[way])
    at = ax.transData.transform(np.column_stack([ax.get_xlim(), ax.get_ylim()]))[:, way]
    low, high = np.log10(limits) if kind == "log" else limits
    scale = (at[1] - at[0]) / (high - low)
    return {"log": kind == "log", "scale": sign * scale, "offset": start + sign * (at[0] - scale * low)}


def engine(figure: LiveFigure):
    """Return a QuickJS context with the script of a figure as `draw`, its `data`, and the helpers of the player."""
    import quickjs
    context = quickjs.Context()
    for name in HELPERS:
        context.eval((PLAYER / name).read_text("utf-8"))
    try:
        context.eval(f"const draw = {figure.options.script};"
                     "const data = {}; function give(name, type, text) "
                     "{ data[name] = new globalThis[type](JSON.parse(text)); }")
    except quickjs.JSException as error:
        raise FigureError(f"{figure.name}: its script is no JavaScript function: {error}") from error
    for name, array in figure.options.data.items():
        context.get("give")(name, TYPED[array.dtype.name], json.dumps(array.ravel().tolist()))
    return context


def _drawing(figure: LiveFigure):
    """Return the script as a function of the values."""
    context = engine(figure)
    context.eval("const write = (key, value) => (typeof value === 'number' && !Number.isFinite(value) ? "
                 "String(value) : ArrayBuffer.isView(value) ? Array.from(value) : value); "
                 "function run(values) { return JSON.stringify(draw(JSON.parse(values), numerics, data), write); }")
    call = context.get("run")
    return lambda values: json.loads(call(json.dumps(values)))


def _compare_image(figure, name, picture, drawn, values) -> None:
    artist = figure.artists[int(picture["number"])]
    truth = artist.to_rgba(artist.get_array(), bytes=True).astype(float)
    if artist.get_interpolation() != "none":
        raise FigureError(f"{figure.name}: the image {name} needs interpolation=\"none\", so that its pixels stay its "
                          "own")
    if np.ptp(truth[..., :3], axis=-1).any() or truth[..., 3].min() < 255 or artist.get_alpha() not in (None, 1):
        raise FigureError(f"{figure.name}: a script paints greys; the image {name} shows others at {_shown(values)}")
    greys = _numbers(drawn)
    if greys.shape != (truth[..., 0].size,):
        raise FigureError(f"{figure.name}: the script must give {name} as {picture['rows']} x {picture['columns']} "
                          f"grey levels in one list; it does not at {_shown(values)}")
    off = np.abs(greys - truth[..., 0].ravel())
    if not (off.mean() <= GREYS_MEAN and off.max() <= GREYS_MOST):
        raise FigureError(f"{figure.name}: the script paints {name} otherwise than Python at {_shown(values)}: "
                          f"{off.mean():.2f} grey levels off on average, {off.max():.0f} at most")


def _compare(figure, name, artist, drawn, values) -> None:
    if drawn is None:
        raise FigureError(f"{figure.name}: the script does not draw {name}, which Python does; return its points, or "
                          "take its gid away")
    truth = (artist.get_xy() if isinstance(artist, Polygon) else np.column_stack(artist.get_data())).astype(float).T
    points = _numbers(drawn)
    if points.ndim != 2 or len(points) != 2:
        raise FigureError(f"{figure.name}: the script must give {name} as [xs, ys], two lists of numbers of one "
                          f"length; it does not at {_shown(values)}")
    if _closed(artist):
        truth = truth[:, :-1]                             # matplotlib repeats the first corner
    if points.shape != truth.shape or not _close(artist.axes, points, truth):
        raise FigureError(f"{figure.name}: the script draws {name} elsewhere than Python at {_shown(values)}")


def _numbers(drawn: Any) -> np.ndarray:
    """Return what a script gave as an array; an empty one where these are no numbers, or lists of unequal length."""
    try:
        return np.array(drawn, dtype=float)
    except (ValueError, TypeError):
        return np.empty(0)


def _close(ax, points: np.ndarray, truth: np.ndarray) -> bool:
    """Tell whether points agree to a millionth of the axes, measured as the axes show them."""
    shares = []
    for scale, limits, pair in zip((ax.get_xscale(), ax.get_yscale()), (ax.get_xlim(), ax.get_ylim()),
                                   zip(points, truth, strict=True), strict=True):
        low, high, *pair = (_logarithms(np.asarray(part)) if scale == "log" else np.asarray(part)
                            for part in (*limits, *pair))
        shares.append([part / (high - low) for part in pair])
    return all(np.allclose(one, other, rtol=0, atol=CLOSE, equal_nan=True) for one, other in shares)


def _logarithms(values: np.ndarray) -> np.ndarray:
    """Return decimal logarithms; NaN, which draws nothing, where there is none."""
    return np.log10(np.where(values > 0, values, np.nan))


def _closed(artist) -> bool:
    return isinstance(artist, Polygon) and artist.get_closed()


def _same_words(one: str, other: str) -> bool:
    """Tell whether two sentences agree; a number may differ by one in its last digit, where rounding is a tie."""
    numbers = [NUMBER.findall(text) for text in (one, other)]
    return NUMBER.sub("#", one) == NUMBER.sub("#", other) and all(
        abs(_number(a) - _number(b)) <= 1.001 * 10.0 ** -min(map(_decimals, (a, b))) or a == b
        for a, b in zip(*numbers, strict=True))


def _number(text: str) -> float:
    return float(text.replace("−", "-"))


def _decimals(text: str) -> int:
    return len(text.partition(".")[2])


def _shown(values: dict) -> str:
    return ", ".join(f"{name}={value!r}" for name, value in values.items())
