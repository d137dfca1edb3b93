"""What a script draws at stops exactly as the table would: no table need hold it.

Script and recorder are compared at a sample of states, on the grid of numbers that a table holds; the tests compare
more. The words must agree in any case: at stops numbers are nought, or equal, that are not so at random values, and a
reader can bring a handle to such places between stops too.
"""
from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from .figure import LiveFigure, random_states
from .render import LOW, Primitive
from .script import between, check_goal, check_words, engine, lines
from .table import UNIT, quantise

TRIALS = 300
CLOSE = 79                              # matplotlib's code for the end of a polygon, whose point says nothing
STATUS, GOAL = "status", "goal"         # what is told in words beside the artists
AS_THE_PAGE_DRAWS = """function stop(values, faces) {
  const drawn = draw(JSON.parse(values), numerics, data), told = {status: drawn.status, goal: drawn.goal};
  for (const {name, keys, ...line} of JSON.parse(faces)) told[line.number] = asPrimitives(keys, drawn[name], line);
  return JSON.stringify(told);
}"""


def drawn_at_stops(figure: LiveFigure) -> dict[str, list[Primitive]]:
    """Return which artists, by number, the script draws at stops too, with a look of each; and `status`, `goal`."""
    drawn_by_script = lines(figure)
    if not drawn_by_script:
        return {}
    numbers = [line["number"] for line in drawn_by_script.values()]
    states = [figure.default, *figure.presets.values(), *random_states(figure, TRIALS, np.random.default_rng(4))]
    seen = [_seen(figure, indices, numbers) for indices in states]
    looks = {name: max((one[name] for one in seen), key=len) if name.isdecimal() else [] for name in seen[0]}
    draw = _script(figure, looks)
    drawn = [draw(figure.arguments(indices)) for indices in states]
    _refuse_other_words(figure, states, seen, drawn)
    return {name: look for name, look in looks.items()
            if all(_same(one[name], other[name]) for one, other in zip(seen, drawn, strict=True))}


def _seen(figure: LiveFigure, indices: tuple[int, ...], numbers: list[str]) -> dict[str, Any]:
    """Return what Python draws and tells in a state: of the artists, those of these numbers."""
    told = {STATUS: figure.apply(indices)} | ({GOAL: figure.reached(indices)} if figure.options.goal else {})
    return told | {number: figure.record(int(number)) for number in numbers}


def _refuse_other_words(figure: LiveFigure, states: list, seen: list[dict], drawn: list[dict]) -> None:
    for indices, one, other in zip(states, seen, drawn, strict=True):
        values = figure.arguments(indices)
        if between(figure) or other[STATUS] is not None:           # else the table tells, for every state is a stop
            check_words(figure, values, str(other[STATUS] or ""), one[STATUS])
            if GOAL in one:
                check_goal(figure, values, other[GOAL])


def _script(figure: LiveFigure, looks: dict[str, list[Primitive]]) -> Callable[[dict], dict]:
    """Return the function of the values that draws and tells as the page does by the script."""
    faces = json.dumps([{"name": name, "keys": [[look.kind, *look.key] for look in looks[line["number"]]], **line}
                        for name, line in lines(figure).items()])
    context = engine(figure)
    context.eval(AS_THE_PAGE_DRAWS)
    call = context.get("stop")
    return lambda values: {STATUS: None, GOAL: None, **json.loads(call(json.dumps(values), faces))}


def _same(seen: Any, drawn: Any) -> bool:
    if not isinstance(seen, list):
        return seen == drawn
    one = [(p.kind, *p.key, *_points(p.codes, (quantise(p.points) / UNIT + LOW).tolist())) for p in seen]
    other = [(p["kind"], *p["key"], *_points(p["codes"], zip(p["x"], p["y"], strict=True))) for p in drawn if p["x"]]
    return one == other


def _points(codes: Iterable[int] | None, points: Iterable) -> list[tuple]:
    """Return codes and points; a polygon that comes back to its beginning before it ends is the same without that."""
    if codes is None:
        return [tuple(point) for point in points]
    path = [(code, *point) for code, point in zip(codes, points, strict=True) if code != CLOSE]
    while CLOSE in codes and len(path) > 1 and path[-1][1:] == path[0][1:]:
        path.pop()
    return [*path, *((CLOSE,) for code in codes if code == CLOSE)]
