"""Which artists may glide from stop to stop: those whose picture half-way really lies half-way.

A straight glide between two stops can lie (an eigenvector that turns, a loss on a logarithmic axis). So the build draws
some states half-way between stops, which no reader can choose, and compares them with the glide.
"""
from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from .errors import FigureError
from .figure import LiveFigure
from .render import Primitive

LIE = 4.0                               # canvas units between glide and truth that nobody sees in a tenth of a second
TRIALS = 12                             # states for each control, or one between each two stops if they are more


def smooth_axes(figure: LiveFigure, depends: Mapping[str, tuple[int, ...]]) -> dict[str, tuple[int, ...]]:
    """Return for each artist, of the axes of the grid on which it depends, those along which it may glide."""
    artists = [name for name in depends if name.isdecimal()]
    errors: dict[str, dict[int, float]] = {name: {} for name in artists}
    rng = np.random.default_rng(2)
    for control in figure.controls:
        for way, axis in enumerate(figure.axes_of[control.name]):
            if control.kind in ("slider", "drag") and _continuous(figure.grid[axis].values):
                for name, error in _errors(figure, artists, control.name, way, axis, rng).items():
                    errors[name][axis] = error
    figure.apply(figure.default)
    return {name: tuple(axis for axis in depends[name] if errors[name].get(axis, np.inf) <= LIE) for name in artists}


def _continuous(values: tuple) -> bool:
    return len(values) > 1 and all(isinstance(value, float) for value in values)


def _errors(figure, artists, name, way, axis, rng) -> dict[str, float]:
    worst = dict.fromkeys(artists, 0.0)
    gaps = len(figure.grid[axis]) - 1
    for trial in range(max(TRIALS, gaps)):
        stops = [int(rng.integers(len(each))) for each in figure.grid]
        stops[axis] = trial % gaps
        before, after = tuple(stops), tuple(stop + (number == axis) for number, stop in enumerate(stops))
        lists = [_drawn(figure, artists, figure.arguments(state)) for state in (before, after)]
        halfway = _drawn(figure, artists, _between(figure, before, after, name, way))
        for artist in artists:
            worst[artist] = max(worst[artist], _off(lists[0][artist], lists[1][artist], halfway and halfway[artist]))
    return worst


def _between(figure: LiveFigure, before, after, name: str, way: int) -> dict:
    values, later = figure.arguments(before), figure.arguments(after)
    low, high = np.atleast_1d(values[name])[way], np.atleast_1d(later[name])[way]
    middle = float(low + high) / 2
    if isinstance(values[name], tuple):
        return values | {name: tuple(middle if k == way else part for k, part in enumerate(values[name]))}
    return values | {name: middle}


def _drawn(figure: LiveFigure, artists: list[str], values: dict) -> dict[str, list[Primitive]] | None:
    """Return the display lists at these values; None where an update takes stops and nothing between."""
    try:
        figure.run(values)
    except FigureError:
        return None
    return {name: figure.record(int(name)) for name in artists}


def _off(before, after, halfway) -> float:
    """Return how far the glide's middle is from the truth; infinite where the lists are not alike."""
    if halfway is None or not (_alike(before, after) and _alike(before, halfway)):
        return np.inf
    return max((float(np.abs((a.points + b.points) / 2 - h.points).max(initial=0))
                for a, b, h in zip(before, after, halfway, strict=True)), default=0.0)


def _alike(one: list[Primitive], other: list[Primitive]) -> bool:
    return len(one) == len(other) and all(
        a.kind == b.kind and a.kind in ("path", "marks") and a.key == b.key and a.points.shape == b.points.shape
        and (a.codes is None or np.array_equal(a.codes, b.codes)) for a, b in zip(one, other, strict=True))
