"""The second engine: what the build compares, what it forgives, and how data become places of the picture."""
from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
import pytest

from mathlib.figures import tour
from mathlib.live import DATA, PATH, FigureError, drag, figure, live, script
from mathlib.live.render import HIGH, LOW
from mathlib.live.script import _same_words, check_script

LINE = "({a, b}) => ({tip: [[0, a], [0, b]], status: `at ${a}, ${b}`})"


def stage(js, *, draw=None, goal=None, status=None, **limits):
    """Return a figure whose point a handle moves, and whose line a script draws too."""
    def arrow():
        fig, ax = plt.subplots()
        line, = ax.plot([1, 2], [1, 2], color=PATH, gid="tip")
        ax.set(**{"xlim": (-4, 4), "ylim": (-4, 4)} | limits)

        @live(fig, a=(1.0, 3.0, 1.0), b=(1.0, 3.0, 1.0), tip=drag(ax, x="a", y="b"), script=js,
              **({"goal": goal} if goal else {}))
        def update(a=1.0, b=2.0):
            line.set_data(*(draw(a, b) if draw else ([0, a], [0, b])))
            return (status or "at {0:g}, {1:g}").format(a, b)
        return update
    return figure(title="An arrow", alt="An arrow.")(arrow)()


def refused(made, message):
    with pytest.raises(FigureError, match=f"^arrow: {message}"):
        check_script(made)


def test_a_right_script_passes():
    check_script(stage(LINE))


def test_the_script_of_the_tour_passes():
    check_script(tour.matrix_on_a_grid())


@pytest.mark.parametrize(("wrong", "message"), [
    ("([a, b]) => 0", "its script raised"),
    ("({a, b}) => undefined", r"its script raised .* at a="),
    ("({a, b}) => [[0, a], [0, b]]", r"its script must return an object, .* it returned \[\[0, .* at a="),
    ("({a, b}) => 3", "its script must return an object, .* it returned 3 at a="),
    ("({a, b}) => ({tip: [[0, a], [0]], status: `at ${a}, ${b}`})",
     r"the script must give tip as \[xs, ys\], two lists of numbers of one length; it does not at a="),
    ("({a, b}) => ({tip: 'up', status: `at ${a}, ${b}`})", r"the script must give tip as \[xs, ys\]"),
    ("({a, b}) => ({tip: {x: 1}, status: `at ${a}, ${b}`})", r"the script must give tip as \[xs, ys\]"),
    ("({a, b}) => ({tip: [[0, NaN], [0, b]], status: `at ${a}, ${b}`})", "the script draws tip elsewhere than Python"),
    ("({a, b}) => ({tip: [[0, 1 / 0], [0, b]], status: `at ${a}, ${b}`})", "the script draws tip elsewhere"),
    ("({a, b}) => ({tip: [[0, a], [0, b]]})", "the script tells another status than Python at a=.*'at .*'"),
    ("({a, b}) => ({tip: [[0, a], [0, b]], status: 7})", "the script tells another status"),
    ("({a, b}) => ({tip: [[0, a], [0, b]], status: `at ${a}, ${b}`, goal: true})", "the script draws goal, but no"),
    ("7", "its script raised"),
    ("({a, b}) => { throw new Error('no way'); }", r"its script raised Error: no way\n(.*\n)* at a=.*, b="),
])
def test_a_wrong_script_is_told_what_is_wrong_and_where(wrong, message):
    refused(stage(wrong), message)


def test_places_may_differ_by_a_millionth_of_the_axis_and_no_more():
    close = "({a, b}) => ({tip: [[0, a + %s], [0, b]], status: `at ${a}, ${b}`})"
    check_script(stage(close % "8 * 0.9e-6"))
    refused(stage(close % "8 * 1.1e-6"), "the script draws tip elsewhere than Python at a=")


@pytest.mark.parametrize("way", ["x", "y"])
def test_on_a_logarithmic_axis_the_millionth_is_one_of_the_decades(way):
    """From 1e-8 to 1e2 a hundredth of the smallest value is far more than a millionth of the axis as it is shown."""
    limits = {f"{way}lim": (1e-8, 1e2), f"{way}scale": "log"}

    def small(a, b):
        return [[1e-7 * a, 1], [b, b]] if way == "x" else [[b, b], [1e-7 * a, 1]]

    def js(factor):
        moving = f"[1e-7 * a * {factor}, 1]"
        return f"({{a, b}}) => ({{tip: [{moving + ', [b, b]' if way == 'x' else '[b, b], ' + moving}], " \
               "status: `at ${a}, ${b}`})"
    check_script(stage(js(1), draw=small, **limits))
    check_script(stage(js(1 + 1e-6), draw=small, **limits))
    refused(stage(js(1.01), draw=small, **limits), "the script draws tip elsewhere")
    refused(stage(js(-1), draw=small, **limits), "the script draws tip elsewhere")


def test_what_lies_beyond_a_logarithm_draws_nothing_in_either_engine():
    def draw(a, b):
        return [[1, 2, 3], [a, 0, -b]]
    js = "({a, b}) => ({tip: [[1, 2, 3], [a, -5, 0]], status: `at ${a}, ${b}`})"
    check_script(stage(js, draw=draw, ylim=(0.1, 10), yscale="log"))
    refused(stage(js, draw=draw), "the script draws tip elsewhere")


def test_gaps_agree():
    def draw(a, b):
        return [[0, np.nan, a], [0, np.nan, b]]
    js = "({a, b}) => ({tip: [[0, %s, a], [0, %s, b]], status: `at ${a}, ${b}`})"
    check_script(stage(js % ("NaN", "NaN"), draw=draw))
    refused(stage(js % (0, 0), draw=draw), "the script draws tip elsewhere")


# ---- the status

@pytest.mark.parametrize(("one", "other", "alike"), [
    ("at 1.23", "at 1.24", True), ("at 1.23", "at 1.25", False), ("at −1.23", "at -1.24", True),
    ("at 0.00", "at −0.00", True), ("3 points", "4 points", True), ("3 points", "5 points", False),
    ("at 1.2", "at 1.25", True), ("at 1.23", "to 1.23", False), ("1 and 2", "1", False), ("a", "a", True),
])
def test_numbers_in_a_status_may_differ_by_one_in_the_last_digit(one, other, alike):
    assert _same_words(one, other) is _same_words(other, one) is alike


def test_a_tie_that_rounds_otherwise_is_forgiven():
    """0.5, 1.5 and 2.5 round up in JavaScript and to even in Python; two-decimal values hit them now and then."""
    check_script(stage("({a, b}, {decimals}) => ({tip: [[0, a], [0, b]], status: `at ${decimals(a, 1)}`})",
                       status="at {0:.1f}"))


@pytest.mark.parametrize("wrong", ["Math.floor(a * 10) / 10", "a + 0.1"])
def test_a_last_digit_that_is_wrong_again_and_again_is_no_tie(wrong):
    refused(stage(f"({{a, b}}, {{decimals}}) => ({{tip: [[0, a], [0, b]], status: `at ${{decimals({wrong}, 1)}}`}})",
                  status="at {0:.1f}"), "the script tells another status than Python")


# ---- the goal

GOAL = "({a, b}) => ({tip: [[0, a], [0, b]], status: `at ${a}, ${b}`, goal: %s})"


def test_the_script_tells_the_goal_as_python_does():
    right = ("far out", lambda a, b: a + b > 5)
    check_script(stage(GOAL % "a + b > 5", goal=right))
    refused(stage(GOAL % "a + b > 4", goal=right), "the script must tell, as `goal`, whether .*; it is not at a=")
    refused(stage(GOAL % "a + b > 5.5", goal=right), "the script must tell, as `goal`, whether .*; it is at a=")
    refused(stage(GOAL % "1", goal=right), "the script must tell, as `goal`")
    check_script(stage(GOAL % "a + b > 5", goal=("far out", lambda a, b: np.float64(a + b) > 5)))


def test_a_goal_that_fails_between_stops_says_where():
    table = {1.0: False, 2.0: False, 3.0: True}
    refused(stage(GOAL % "a > 2", goal=("at three", lambda a, b: table[a])),
            r"the test of the goal raised KeyError at a=[\d.]+, b=")


# ---- from data to the canvas

@pytest.mark.parametrize("limits", [
    {}, {"xlim": (5, -5)}, {"xscale": "log", "xlim": (1e-3, 1e3)}, {"yscale": "log", "ylim": (1e2, 1e-1)}])
def test_data_are_placed_where_matplotlib_places_them(limits):
    made = stage(LINE, **limits)
    line, ax = script.lines(made)["tip"], made.fig.axes[0]
    for x, y in [(1, 1), (2, 3.5), (0.01, 0.5)]:
        place = [way["offset"] + way["scale"] * (np.log10(value) if way["log"] else value)
                 for way, value in ((line["x"], x), (line["y"], y))]
        truth = ax.transData.transform((x, y))
        assert place == pytest.approx([truth[0], made.size[1] - truth[1]], abs=1e-9)
        assert LOW < place[0] < HIGH


def test_only_handles_of_a_script_rest_between_stops():
    made = stage(LINE)
    assert script.between(made) == [0, 1]
    values = [script.random_values(made, np.random.default_rng(seed)) for seed in range(20)]
    assert all(1 <= each["a"] <= 3 and each["a"] == round(each["a"], 2) for each in values)
    assert any(each["a"] % 1 for each in values)
    assert script.between(stage("")) == []


# ---- polygons

def polygon(js, closed):
    def patch():
        fig, ax = plt.subplots()
        shape = plt.Polygon([(0, 0), (1, 0), (1, 1)], closed=closed, facecolor=DATA, gid="shape")
        ax.add_patch(shape)
        ax.set(xlim=(-4, 4), ylim=(-4, 4))

        @live(fig, a=(1.0, 3.0, 1.0), script=js)
        def update(a=1.0):
            shape.set_xy([(0, 0), (a, 0), (a, 1)])
            return ""
        return update
    return figure(title="A patch", alt="A patch.")(patch)()


@pytest.mark.parametrize("closed", [True, False])
def test_the_corners_of_a_polygon_stand_once(closed):
    """matplotlib repeats the first corner of a closed one; a script never does."""
    made = polygon("({a}) => ({shape: [[0, a, a], [0, 0, 1]]})", closed)
    check_script(made)
    assert script.lines(made)["shape"]["closed"] is closed
    for wrong in ("[[0, a, a, 0], [0, 0, 1, 0]]", "[[0, a], [0, 0]]", "[[0, a, a], [0, 0, 2]]"):
        with pytest.raises(FigureError, match="^patch: the script draws shape elsewhere than Python at a="):
            check_script(polygon(f"({{a}}) => ({{shape: {wrong}}})", closed))
