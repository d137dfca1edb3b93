"""Baking: every state of a figure into one table, ahead of time, for a page that has no Python.

Nothing has to be declared. Which artists are live, and which controls each depends on, is found by trying states, and
checked afterwards on states that were not tried. Each artist is stored only along the controls it depends on.
"""
from __future__ import annotations

import itertools
from collections.abc import Collection, Iterable

import numpy as np
from matplotlib.collections import Collection as PathCollections
from matplotlib.image import AxesImage
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, PathPatch
from matplotlib.text import Annotation, Text

from .errors import FigureError
from .figure import LiveFigure, random_states
from .motion import smooth_axes
from .render import Primitive
from .script import check_script, fingerprint, images, packed_data
from .stops import GOAL, STATUS, drawn_at_stops
from .style import style
from .table import Track, compress, encode, same

MAX_COMPRESSED = 400_000        # bytes that a reader loads for one figure
MAX_UNPACKED = 16_000_000       # bytes that it takes in memory
MAX_STATES = 20_000             # so that a chapter stays quick to build, on a slow machine too


class Memory:
    """The display lists of artists as they were drawn last, and whole states that were looked at."""

    TELLING = (Line2D, Patch, PathCollections, Text, AxesImage)     # mark themselves stale when they change, all but:
    SILENT = (Annotation, PathPatch)                                # these can be moved behind matplotlib's back

    def __init__(self, figure: LiveFigure):
        self.figure = figure
        self.states: dict[tuple[int, ...], dict[str, list[Primitive]]] = {}
        self._drawn: dict[int, tuple[bytes, list[Primitive]]] = {}

    def draw(self, number: int) -> list[Primitive]:
        """Return the display list of an artist as it is now, drawn anew only if the artist may have changed."""
        artist = self.figure.artists[number]
        values, (seen, drawn) = _values(artist), self._drawn.get(number, (None, []))
        tells = isinstance(artist, self.TELLING) and not isinstance(artist, self.SILENT)
        if artist.stale or not tells or values != seen:
            drawn = self.figure.record(number)
            self._drawn[number] = values, drawn
            artist.stale = False                                    # matplotlib forgets to, where nothing is drawn
        return drawn

    def whole(self, indices: tuple[int, ...]) -> dict[str, list[Primitive]]:
        """Return all that there is to see and read in a state."""
        if indices not in self.states:
            self.states[indices] = _snapshot(self.figure, indices, draw=self.draw)
        return self.states[indices]


def _values(artist) -> bytes:
    """Return the values that a collection shows as colours: it does not say when it is given others."""
    values = artist.get_array() if isinstance(artist, PathCollections) else None
    return b"" if values is None else np.ma.getdata(values).tobytes() + np.ma.getmaskarray(values).tobytes()


def find_live(figure: LiveFigure, memory: Memory | None = None) -> dict[str, tuple[int, ...]]:
    """Return which artists change (and the status sentence), each with the axes of the grid it depends on.

    Every stop of every control is tried from the default state, and one of each from some states chosen at random.
    """
    rng, memory = np.random.default_rng(0), memory or Memory(figure)
    depends = {GOAL: set(range(len(figure.grid)))} if figure.options.goal else {}    # a goal may be one state of many
    for base in [figure.default, *random_states(figure, 10, rng)]:
        before = memory.whole(base)
        for axis, stops in enumerate(figure.grid):
            others = [i for i in range(len(stops)) if i != base[axis]]
            for stop in others if base is figure.default else rng.permutation(others)[:1]:
                after = memory.whole((*base[:axis], int(stop), *base[axis + 1:]))
                for name in before:
                    if not same(before[name], after[name]):
                        depends.setdefault(name, set()).add(axis)
    figure.apply(figure.default)
    return {name: tuple(sorted(depends[name])) for name in sorted(depends, key=_order)}


def _order(name: str) -> int:
    return int(name) if name.isdecimal() else -1


def _snapshot(figure: LiveFigure, indices: tuple[int, ...], names: Iterable[str] | None = None, draw=None) -> dict:
    words, draw = told(figure, indices), draw or figure.record
    names = [*words, *map(str, range(len(figure.artists)))] if names is None else names
    painted = {image["number"] for image in images(figure).values()}
    return {name: words[name] if name in words else sentence(fingerprint(figure.artists[int(name)])) if name in painted
            else draw(int(name)) for name in names}


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
        by_script = _drawn_by_the_script(figure)
        memory = Memory(figure)
        live = find_live(figure, memory)
        _refuse_idle(figure, live)
        _refuse_goal(figure)
        rest = memory.whole(figure.default)
        left = {name: look for name, look in by_script.items() if name in live}
        tracks = {name: _track(figure, name, on) for name, on in live.items() if name not in left}
        missed = _fill(figure, tracks, live, rest, memory) | _wrong(figure, tracks, rest, left)
        late = {name: _track(figure, name, tuple(range(len(figure.grid)))) for name in sorted(missed, key=_order)}
        tracks |= late
        _fill(figure, late, {**live, **late}, rest)
        if late and _wrong(figure, tracks, rest, left):
            raise FigureError(f"{figure.name}: update does not draw the same picture twice at the same stops; it "
                              "depends on chance (make the generator inside update, with a seed) or on earlier calls")
        for image in images(figure).values():             # a script paints it, at stops too
            tracks.pop(image["number"], None)
            figure.record(int(image["number"]))           # so that its clip is among the definitions
        smooth = smooth_axes(figure, {**{name: on for name, on in live.items() if name in left},
                                      **{name: track.on for name, track in tracks.items()}})
        looks = [Track(name, (), (), [look]) for name, look in left.items() if name.isdecimal()]
        scripted = {name: {"on": live[name], "smooth": smooth.get(name, ())} for name in left}
        moving = [track._replace(smooth=smooth.get(name, ())) for name, track in tracks.items()]
        return _packed(figure, [*moving, *looks], scripted)


def _drawn_by_the_script(figure: LiveFigure) -> dict[str, list[Primitive]]:
    """Check the script, and return what it draws and tells at stops too, with a look of each artist."""
    if not figure.options.script:
        return {}
    check_script(figure)
    return drawn_at_stops(figure)


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


def _refuse_goal(figure: LiveFigure) -> None:
    if figure.options.goal is None:
        return
    if figure.reached(figure.default):
        raise FigureError(f"{figure.name}: the goal is reached in the default state already")
    if not any(map(figure.reached, np.ndindex(*map(len, figure.grid)))):
        raise FigureError(f"{figure.name}: the goal {figure.options.goal.text!r} is reached at no stop")


def _fill(figure: LiveFigure, tracks: dict[str, Track], known: Collection[str], rest: dict,
          memory: Memory | None = None) -> set[str]:
    """Record each track at each of its states; an update runs once for all tracks that need its state.

    Returns the artists that are not `known` to move and yet have left their picture at `rest`. Without a `memory`,
    every artist is drawn anew.
    """
    states, missed = _needed(figure, tracks), set()
    _refuse_many(figure, len(states))
    unknown = [name for name in map(str, range(len(figure.artists))) if name not in known]
    for indices in states:
        wanted = [track for track in tracks.values() if all(
            axis in track.on or i == figure.default[axis] for axis, i in enumerate(indices))]
        names = [track.name for track in wanted]
        if memory and indices in memory.states:
            lists, changed = memory.states[indices], unknown
        else:
            lists = _snapshot(figure, indices, names, memory and memory.draw)
            changed = [name for name in unknown if figure.artists[int(name)].stale]
            lists |= {name: (memory.draw if memory else figure.record)(int(name)) for name in changed}
        for track in wanted:
            track.states[_place(track, indices)] = lists[track.name]
        missed |= {name for name in changed if not same(rest[name], lists[name])}
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


def _refuse_many(figure: LiveFigure, states: int) -> None:
    if states > MAX_STATES:
        raise FigureError(f"{figure.name}: its controls reach {states} states (the budget is {MAX_STATES}); "
                          f"{_advice(figure)}")


def _wrong(figure: LiveFigure, tracks: dict[str, Track], rest: dict, left: Collection[str], count: int = 60
           ) -> set[str]:
    """Return what differs from its stored state (or from its picture at rest), on states chosen at random.

    What is left to the script has been compared with it.
    """
    rng = np.random.default_rng(1)
    wrong = set()
    ticks = figure.record_ticks()
    for number, indices in enumerate(random_states(figure, count, rng)):
        fresh = _snapshot(figure, indices)
        stored = rest | {name: track.states[_place(track, indices)] for name, track in tracks.items()}
        wrong |= {name for name in fresh if name not in left and not same(stored[name], fresh[name])}
        if number < 5 and not same(ticks, figure.record_ticks()):
            raise FigureError(f"{figure.name}: update changed ticks, their labels or a grid, which stand still; "
                              f"set them once, outside update (first at {figure.where(indices)})")
    return wrong


def _packed(figure: LiveFigure, tracks: list[Track], scripted: dict[str, dict]) -> bytes:
    try:
        table = encode(tracks, figure.recorder.definitions(), scripted)
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
