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
from .render import Primitive
from .style import style
from .table import Track, compress, encode, same

MAX_COMPRESSED = 400_000        # bytes that a reader loads for one figure
MAX_UNPACKED = 16_000_000       # bytes that it takes in memory
MAX_SECONDS = 10.0              # processor time for baking, so that a chapter stays quick to build
STATUS = "status"


def find_live(figure: LiveFigure, states: int = 40) -> dict[str, tuple[int, ...]]:
    """Return which artists change (and the status sentence), each with the axes of the grid it depends on."""
    rng = np.random.default_rng(0)
    depends: dict[str, set[int]] = {}
    bases = [figure.default, *random_states(figure, states // 4, rng)]
    for base in bases:
        before = _snapshot(figure, base)
        for axis, stops in enumerate(figure.grid):
            others = [i for i in range(len(stops)) if i != base[axis]]
            for stop in _spread(others, 6) if base is figure.default else rng.permutation(others)[:1]:
                after = _snapshot(figure, (*base[:axis], int(stop), *base[axis + 1:]))
                for name in before:
                    if not same(before[name], after[name]):
                        depends.setdefault(name, set()).add(axis)
    figure.apply(figure.default)
    return {name: tuple(sorted(depends[name])) for name in sorted(depends, key=_order)}


def _order(name: str) -> int:
    return -1 if name == STATUS else int(name)


def _spread(items: list[int], count: int) -> list[int]:
    return [items[round(k)] for k in np.linspace(0, len(items) - 1, min(count, len(items)))]


def _snapshot(figure: LiveFigure, indices: tuple[int, ...], names: Iterable[str] | None = None) -> dict:
    status = figure.apply(indices)
    names = [STATUS, *map(str, range(len(figure.artists)))] if names is None else names
    return {name: sentence(status) if name == STATUS else figure.record(int(name)) for name in names}


def sentence(text: str) -> list[Primitive]:
    """Return the status sentence as a display list of its own."""
    return [Primitive("text", ("", "", ""), np.zeros((1, 2)), content=text)]


def bake(figure: LiveFigure) -> bytes:
    """Return the compressed table of all states, or say what to change."""
    with style():
        live = find_live(figure)
        _refuse_idle(figure, live)
        tracks = {name: _track(figure, name, on) for name, on in live.items()}
        _fill(figure, tracks)
        for name in _wrong(figure, tracks):               # a dependence that the trials missed
            tracks[name] = _track(figure, name, tuple(range(len(figure.grid))))
            _fill(figure, {name: tracks[name]})
        if all(not state for name, track in tracks.items() if name != STATUS for state in track.states):
            raise FigureError(f"{figure.name}: nothing is drawn in any state (all live data are empty or NaN)")
        figure.apply(figure.default)
        return _packed(figure, list(tracks.values()))


def _track(figure: LiveFigure, name: str, on: tuple[int, ...]) -> Track:
    shape = tuple(len(figure.grid[axis]) for axis in on)
    return Track(name, on, shape, [None] * int(np.prod(shape, dtype=int)))


def _refuse_idle(figure: LiveFigure, live: dict[str, tuple[int, ...]]) -> None:
    if not set(live) - {STATUS}:
        raise FigureError(f"{figure.name}: no control changes the picture")
    moved = set(itertools.chain.from_iterable(live.values()))
    axis = 0
    for control in figure.controls:
        if not moved & set(range(axis, axis + len(control.axes))):
            raise FigureError(f"{figure.name}: the control {control.name} changes nothing")
        axis += len(control.axes)


def _fill(figure: LiveFigure, tracks: dict[str, Track]) -> None:
    """Record each track at each of its states; an update runs once for all tracks that need its state."""
    states = _needed(figure, tracks)
    started = time.process_time()
    for count, indices in enumerate(states, 1):
        wanted = [track for track in tracks.values() if all(
            axis in track.on or i == figure.default[axis] for axis, i in enumerate(indices))]
        lists = _snapshot(figure, indices, [track.name for track in wanted])
        for track in wanted:
            track.states[_place(track, indices)] = lists[track.name]
        _refuse_slow(figure, time.process_time() - started, count, len(states))


def _place(track: Track, indices: tuple[int, ...]) -> int:
    return int(np.ravel_multi_index([indices[axis] for axis in track.on], track.shape)) if track.on else 0


def _needed(figure: LiveFigure, tracks: dict[str, Track]) -> list[tuple[int, ...]]:
    """Return the states that some track needs: those where each axis it does not depend on is at its default."""
    needed = set()
    for on, shape in {(track.on, track.shape) for track in tracks.values()}:
        for stops in np.ndindex(*shape):
            moved = dict(zip(on, stops))
            needed.add(tuple(moved.get(axis, i) for axis, i in enumerate(figure.default)))
    return sorted(needed)


def _refuse_slow(figure: LiveFigure, seconds: float, done: int, total: int) -> None:
    if seconds > MAX_SECONDS:
        raise FigureError(f"{figure.name}: baking its {total} states would take {seconds * total / done:.0f} s "
                          f"(the budget is {MAX_SECONDS:.0f} s); {_advice(figure)}")


def _wrong(figure: LiveFigure, tracks: dict[str, Track], count: int = 40) -> set[str]:
    """Return the artists whose stored state differs from a fresh one, on states chosen at random."""
    rng = np.random.default_rng(1)
    wrong = set()
    for indices in random_states(figure, count, rng):
        fresh = _snapshot(figure, indices)
        still = _still(figure, tracks, fresh)
        wrong |= still | {name for name, track in tracks.items() if not same(
            track.states[_place(track, indices)], fresh[name])}
    return wrong


def _still(figure: LiveFigure, tracks: dict[str, Track], fresh: dict) -> set[str]:
    """Return artists that were taken for static and have moved."""
    if not hasattr(figure, "_at_rest"):
        figure.apply(figure.default)
        figure._at_rest = {name: figure.record(int(name)) for name in fresh if name != STATUS}
    return {name for name in fresh if name != STATUS and name not in tracks
            and not same(figure._at_rest[name], fresh[name])}


def _packed(figure: LiveFigure, tracks: list[Track]) -> bytes:
    try:
        table = encode(tracks, figure.recorder.definitions())
    except OverflowError as error:
        raise FigureError(f"{figure.name}: {error}; {_advice(figure)}") from error
    stored = compress(table)
    if len(stored) > MAX_COMPRESSED or len(table) > MAX_UNPACKED:
        raise FigureError(f"{figure.name}: the table takes {len(stored) / 1000:.0f} KB compressed and "
                          f"{len(table) / 1e6:.1f} MB unpacked (the budget is {MAX_COMPRESSED / 1000:.0f} KB and "
                          f"{MAX_UNPACKED / 1e6:.0f} MB); {_advice(figure)}")
    return stored


def _advice(figure: LiveFigure) -> str:
    widest = max(figure.controls, key=lambda c: np.prod([len(axis) for axis in c.axes]))
    stops = " x ".join(str(len(axis)) for axis in widest.axes)
    return f"thin out {widest.name}, which has {stops} stops"
