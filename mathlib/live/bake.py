"""Baking: every state of a figure into one table, ahead of time, for a page that has no Python.

Nothing has to be declared. Which artists are live, and which controls each depends on, is found by trying states, and
checked afterwards on states that were not tried. Each artist is stored only along the controls it depends on.
"""
from __future__ import annotations

import itertools
import time
from collections.abc import Iterable

import numpy as np

from .errors import FigureError
from .figure import LiveFigure, random_states
from .motion import smooth_axes
from .render import Primitive
from .script import check_script, fingerprint, images, packed_data
from .style import style
from .table import Track, compress, encode, same

MAX_COMPRESSED = 400_000        # bytes that a reader loads for one figure
MAX_UNPACKED = 16_000_000       # bytes that it takes in memory
MAX_SECONDS = 10.0              # processor time for baking, so that a chapter stays quick to build
STATUS, GOAL = "status", "goal"  # what a table tells in words beside the artists


def find_live(figure: LiveFigure) -> dict[str, tuple[int, ...]]:
    """Return which artists change (and the status sentence), each with the axes of the grid it depends on.

    Every stop of every control is tried from the default state, and one of each from some states chosen at random.
    """
    rng = np.random.default_rng(0)
    depends = {GOAL: set(range(len(figure.grid)))} if figure.options.goal else {}    # a goal may be one state of many
    for base in [figure.default, *random_states(figure, 10, rng)]:
        before = _snapshot(figure, base)
        for axis, stops in enumerate(figure.grid):
            others = [i for i in range(len(stops)) if i != base[axis]]
            for stop in others if base is figure.default else rng.permutation(others)[:1]:
                after = _snapshot(figure, (*base[:axis], int(stop), *base[axis + 1:]))
                for name in before:
                    if not same(before[name], after[name]):
                        depends.setdefault(name, set()).add(axis)
    figure.apply(figure.default)
    return {name: tuple(sorted(depends[name])) for name in sorted(depends, key=_order)}


def _order(name: str) -> int:
    return int(name) if name.isdecimal() else -1


def _snapshot(figure: LiveFigure, indices: tuple[int, ...], names: Iterable[str] | None = None) -> dict:
    words = told(figure, indices)
    names = [*words, *map(str, range(len(figure.artists)))] if names is None else names
    painted = {image["number"] for image in images(figure).values()}
    return {name: words[name] if name in words else sentence(fingerprint(figure.artists[int(name)])) if name in painted
            else figure.record(int(name)) for name in names}


def told(figure: LiveFigure, indices: tuple[int, ...]) -> dict[str, list[Primitive]]:
    """Put the figure into a state and return what it tells in words: its status, and whether the goal is reached."""
    words = {STATUS: sentence(figure.apply(indices))}
    return words | {GOAL: sentence("reached" if figure.reached(indices) else "")} if figure.options.goal else words


def sentence(text: str) -> list[Primitive]:
    """Return the status sentence as a display list of its own."""
    return [Primitive("text", ("", "", ""), np.zeros((1, 2)), content=text)]


def bake(figure: LiveFigure) -> bytes:
    """Return the compressed table of all states, or say what to change."""
    with style():
        live = find_live(figure)
        _refuse_idle(figure, live)
        rest = _snapshot(figure, figure.default)
        tracks = {name: _track(figure, name, on) for name, on in live.items()}
        missed = _fill(figure, tracks, tracks, rest) | _wrong(figure, tracks, rest)
        late = {name: _track(figure, name, tuple(range(len(figure.grid)))) for name in sorted(missed, key=_order)}
        tracks |= late
        _fill(figure, late, tracks, rest)
        if late and _wrong(figure, tracks, rest):
            raise FigureError(f"{figure.name}: update does not draw the same picture twice at the same stops; it "
                              "depends on chance (make the generator inside update, with a seed) or on earlier calls")
        _refuse_goal(figure, tracks.get(GOAL))
        if figure.options.script:
            check_script(figure)
        for image in images(figure).values():             # a script paints it, at stops too
            tracks.pop(image["number"], None)
            figure.record(int(image["number"]))           # so that its clip is among the definitions
        smooth = smooth_axes(figure, tracks)
        return _packed(figure, [track._replace(smooth=smooth.get(name, ())) for name, track in tracks.items()])


def _track(figure: LiveFigure, name: str, on: tuple[int, ...]) -> Track:
    shape = tuple(len(figure.grid[axis]) for axis in on)
    return Track(name, on, shape, [None] * int(np.prod(shape, dtype=int)))


def _refuse_idle(figure: LiveFigure, live: dict[str, tuple[int, ...]]) -> None:
    if not set(live) - {STATUS, GOAL}:
        raise FigureError(f"{figure.name}: no control changes the picture; update changes no artist, or all that "
                          "it sets is empty, NaN or out of sight in every state")
    moved = set(itertools.chain.from_iterable(live.values()))
    for name, axes in figure.axes_of.items():
        if not moved & set(axes):
            raise FigureError(f"{figure.name}: the control {name} changes nothing")


def _refuse_goal(figure: LiveFigure, track: Track | None) -> None:
    if figure.options.goal is None:
        return
    if figure.reached(figure.default):
        raise FigureError(f"{figure.name}: the goal is reached in the default state already")
    if track is None or not any(state[0].content for state in track.states):
        raise FigureError(f"{figure.name}: the goal {figure.options.goal.text!r} is reached at no stop")


def _fill(figure: LiveFigure, tracks: dict[str, Track], known: dict[str, Track], rest: dict) -> set[str]:
    """Record each track at each of its states; an update runs once for all tracks that need its state.

    Returns the artists that are not `known` to move and yet have left their picture at `rest`.
    """
    states, missed = _needed(figure, tracks), set()
    unknown = [(str(number), artist) for number, artist in enumerate(figure.artists) if str(number) not in known]
    started = time.process_time()
    for count, indices in enumerate(states, 1):
        wanted = [track for track in tracks.values() if all(
            axis in track.on or i == figure.default[axis] for axis, i in enumerate(indices))]
        lists = _snapshot(figure, indices, [track.name for track in wanted])
        for track in wanted:
            track.states[_place(track, indices)] = lists[track.name]
        missed |= {name for name, artist in unknown if artist.stale and not same(rest[name], figure.record(int(name)))}
        _refuse_slow(figure, time.process_time() - started, count, len(states))
    return missed


def _place(track: Track, indices: tuple[int, ...]) -> int:
    return int(np.ravel_multi_index([indices[axis] for axis in track.on], track.shape)) if track.on else 0


def _needed(figure: LiveFigure, tracks: dict[str, Track]) -> list[tuple[int, ...]]:
    """Return the states that some track needs: those where each axis it does not depend on is at its default."""
    needed = set()
    for on, shape in {(track.on, track.shape) for track in tracks.values()}:
        for stops in np.ndindex(*shape):
            moved = dict(zip(on, stops, strict=True))
            needed.add(tuple(moved.get(axis, i) for axis, i in enumerate(figure.default)))
    return sorted(needed)


def _refuse_slow(figure: LiveFigure, seconds: float, done: int, total: int) -> None:
    if seconds > 2 * MAX_SECONDS:                     # a busy machine counts up to double
        raise FigureError(f"{figure.name}: baking its {total} states would take {seconds * total / done:.0f} s "
                          f"(the budget is {MAX_SECONDS:.0f} s); {_advice(figure)}")


def _wrong(figure: LiveFigure, tracks: dict[str, Track], rest: dict, count: int = 60) -> set[str]:
    """Return what differs from its stored state (or from its picture at rest), on states chosen at random."""
    rng = np.random.default_rng(1)
    wrong = set()
    ticks = figure.record_ticks()
    for number, indices in enumerate(random_states(figure, count, rng)):
        fresh = _snapshot(figure, indices)
        stored = rest | {name: track.states[_place(track, indices)] for name, track in tracks.items()}
        wrong |= {name for name in fresh if not same(stored[name], fresh[name])}
        if number < 5 and not same(ticks, figure.record_ticks()):
            raise FigureError(f"{figure.name}: update changed ticks, their labels or a grid, which stand still; "
                              f"set them once, outside update (first at {figure.where(indices)})")
    return wrong


def _packed(figure: LiveFigure, tracks: list[Track]) -> bytes:
    try:
        table = encode(tracks, figure.recorder.definitions())
    except OverflowError as error:
        raise FigureError(f"{figure.name}: {error}; {_advice(figure)}") from error
    stored, data = compress(table), figure.options.data.values()
    size = len(stored) + sum(map(len, packed_data(figure).values()))
    unpacked = len(table) + sum(array.nbytes for array in data)
    if size > MAX_COMPRESSED or unpacked > MAX_UNPACKED:
        raise FigureError(f"{figure.name}: the table{' with the data' if data else ''} takes {size / 1000:.0f} KB "
                          f"compressed and {unpacked / 1e6:.1f} MB unpacked (the budget is "
                          f"{MAX_COMPRESSED / 1000:.0f} KB and {MAX_UNPACKED / 1e6:.0f} MB); {_advice(figure)}")
    return stored


def _advice(figure: LiveFigure) -> str:
    widest = max(figure.controls, key=lambda c: np.prod([len(axis) for axis in c.axes]))
    stops = " x ".join(str(len(axis)) for axis in widest.axes)
    return f"thin out {widest.name}, which has {stops} stops"
