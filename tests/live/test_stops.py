"""What a script draws at stops as well as between them: the table leaves it to the script, and holds the rest."""
from __future__ import annotations

import json

import matplotlib.pyplot as plt
import numpy as np
import pytest
import quickjs

from mathlib.live import PATH, FigureError, display, drag, figure, live, stops
from mathlib.live.bake import bake
from mathlib.live.script import HELPERS, PLAYER
from mathlib.live.table import decompress, read_header

LINE = ("({a, b, on}) => ({tip: [[0, %g * a], [0, %s]], "
        "status: `at ${a}, ${b}%s`.replaceAll('-', '−'), goal: %s})")
STOPS = (-3.0, 3.0, 0.5)


def stage(y="on ? b : 0", words="", goal="a > 2.5", reach=1.0, linestyle="-"):
    """Return a figure whose line a script draws too, unless a box is not ticked."""
    def arrow():
        fig, ax = plt.subplots()
        line, = ax.plot([0, 0], [0, 0], color=PATH, gid="tip", linestyle=linestyle)
        ax.set(xlim=(-1, 1), ylim=(-1, 1))

        @live(fig, a=STOPS, b=STOPS, on=True, tip=drag(ax, x="a", y="b"), script=LINE % (reach, y, words, goal),
              goal=("go far", lambda a, b, on: a > 2.5))
        def update(a=1.0, b=2.0, on=True):
            line.set_data([0, reach * a], [0, b if on else 0])
            return f"at {a:g}, {b:g}"
        return update
    return figure(title="An arrow", alt="An arrow.")(arrow)()


def header(made):
    return read_header(decompress(bake(made)))


def test_what_a_script_draws_and_tells_at_stops_is_left_to_it():
    found = header(stage())
    [number] = set(found["scripted"]) - {"status", "goal"}
    assert found["scripted"].keys() >= {"status", "goal"}
    assert found["scripted"][number] == {"on": [0, 1, 2], "smooth": [0, 1]}
    assert [(track["name"], track["shape"]) for track in found["tracks"]] == [(number, [])]


def test_what_differs_at_a_stop_stays_in_the_table():
    found = header(stage(y="(on ? b : 0) + (a === 2 ? 1e-7 : 0)"))
    assert len(found["scripted"]) == 3, "a ten-millionth of a unit is not seen"
    found = header(stage(y="(on ? b : 0) + (a === 2 && Number.isInteger(b) ? 0.1 : 0)"))
    assert found["scripted"].keys() == {"status", "goal"}
    assert [track["shape"] for track in found["tracks"]] == [[13, 13, 2]]


@pytest.mark.parametrize(("wrong", "message"), [
    ({"words": "${a === 0 ? '!' : ''}"}, "the script tells another status than Python at a=0.0, "),
    ({"goal": "a > 2.5 && a !== 3"}, "the script must tell, as `goal`, whether the goal is reached; it is at a=3.0, ")])
def test_words_that_are_wrong_at_stops_alone_are_refused(wrong, message):
    """Random values between stops never meet what only a few matrices have: an entry that is nought, two that agree."""
    with pytest.raises(FigureError, match=f"^arrow: {message}"):
        bake(stage(**wrong))


def test_a_dashed_line_begins_where_matplotlib_clips_it():
    assert len(header(stage(reach=40.0, linestyle="--"))["scripted"]) == 3


def test_rounding_is_that_of_the_table():
    context = quickjs.Context()
    for name in HELPERS:
        context.eval((PLAYER / name).read_text("utf-8"))
    places = np.r_[np.random.default_rng(5).uniform(-400, 1400, 2000), np.arange(-640, 640) / 64, 0.015625 + 1e-8]
    ours = json.loads(context.eval(f"JSON.stringify({json.dumps(places.tolist())}.map(onGrid))"))
    np.testing.assert_array_equal(ours, stops.quantise(places) / stops.UNIT + stops.LOW)


def test_a_box_is_true_or_false_to_a_script_and_on_or_off_in_an_address():
    spec = display.spec(stage(), "p")
    box = next(control for control in spec["controls"] if control["name"] == "on")
    assert box["given"] == [[False, True]]
    assert box["stops"] == [["off", "on"]]
    assert not any("given" in control for control in spec["controls"] if control is not box)
    context = quickjs.Context()
    for name in HELPERS:
        context.eval((PLAYER / name).read_text("utf-8"))
    given = context.eval(f"const spec = {json.dumps(spec)}; JSON.stringify(drawnBy((values) => values, spec, {{}}, "
                         "[1.5, 0, 0]))")
    assert json.loads(given) == {"a": -2.25, "b": -3, "on": False}
