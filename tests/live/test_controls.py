"""What a reader can move: the stops, how they are written, and what is refused."""
from __future__ import annotations

import math

import matplotlib.pyplot as plt
import numpy as np
import pytest
from hypothesis import given

from mathlib.live import FigureError, drag, log
from mathlib.live.controls import make_control, show

from . import strategies


def stops(spec):
    axis, = make_control("a", spec).axes
    return axis


@pytest.mark.parametrize(("spec", "values", "texts"), [
    ((0, 4), (0, 1, 2, 3, 4), ("0", "1", "2", "3", "4")),
    ((-3, 3, 3), (-3, 0, 3), ("−3", "0", "3")),
    ((0, 5, 2), (0, 2, 4), ("0", "2", "4")),
    ((0.0, 0.5), (0.0, 0.1, 0.2, 0.3, 0.4, 0.5), ("0.0", "0.1", "0.2", "0.3", "0.4", "0.5")),
    ((0, 1, 0.25), (0.0, 0.25, 0.5, 0.75, 1.0), ("0.00", "0.25", "0.50", "0.75", "1.00")),
    ((-0.2, 0.1, 0.1), (-0.2, -0.1, 0.0, 0.1), ("−0.2", "−0.1", "0.0", "0.1")),
    ((1.5, 3, 1), (1.5, 2.5), ("1.5", "2.5")),
    ((0, 1, 1 / 3), (0, 1 / 3, 2 / 3, 1), ("0.00", "0.33", "0.67", "1.00")),
    ((np.int64(1), np.int64(3), np.int64(1)), (1, 2, 3), ("1", "2", "3")),
])
def test_a_range_has_a_stop_at_every_step(spec, values, texts):
    axis = stops(spec)
    assert axis.values == pytest.approx(values, rel=1e-11, abs=0)
    assert axis.texts == texts
    assert make_control("a", spec).kind == "slider"


@given(strategies.decimal_ranges())
def test_stops_are_the_numbers_that_an_author_would_write(exact):
    low, high, step = exact
    axis = stops(tuple(map(float, exact)))
    wanted = [low + i * step for i in range(int((high - low) / step) + 1)]
    assert axis.values == tuple(map(float, wanted))
    assert [float(text.replace("−", "-")) for text in axis.texts] == list(axis.values)
    assert not any(text.startswith("−") and float(text[1:]) == 0 for text in axis.texts)
    assert [axis.index(float(value), "a") for value in wanted] == list(range(len(wanted)))


def test_whole_numbers_stay_whole():
    assert {type(value) for value in stops((0, 4)).values} == {int}
    assert {type(value) for value in stops((0, 4, 1.0)).values} == {float}


@pytest.mark.parametrize(("spec", "values", "texts"), [
    (log(1e-4, 1, 5), (1e-4, 1e-3, 1e-2, 1e-1, 1.0), ("0.0001", "0.001", "0.01", "0.1", "1")),
    (log(1e-7, 1e-5, 3), (1e-7, 1e-6, 1e-5), ("10⁻⁷", "10⁻⁶", "10⁻⁵")),
    (log(1, 100, 3), (1, 10, 100), ("1", "10", "100")),
    (log(0.1, 10, 4), (0.1, 0.464, 2.15, 10.0), ("0.1", "0.464", "2.15", "10")),
])
def test_a_logarithmic_slider_has_the_values_that_it_shows(spec, values, texts):
    axis = stops(spec)
    assert (axis.values, axis.texts) == (values, texts)
    assert make_control("a", spec).kind == "slider"


def test_a_logarithmic_slider_of_whole_numbers_shows_each_once():
    assert stops(log(1, 5, 25)).values == (1, 2, 3, 4, 5)


def test_small_stops_are_told_apart():
    axis = stops(log(1e-16, 1e-10, 7))
    assert [axis.index(value, "a") for value in axis.values] == list(range(7))


def test_a_list_a_dict_and_a_bool_mean_what_they_mean_to_ipywidgets():
    assert (stops(["a", 2, None]).values, stops(["a", 2, None]).texts) == (("a", 2, None), ("a", "2", "None"))
    assert (stops({"one": 1, "two": 2}).values, stops({"one": 1, "two": 2}).texts) == ((1, 2), ("one", "two"))
    assert (stops(True).values, stops(False).texts) == ((False, True), ("off", "on"))
    assert [make_control("a", spec).kind for spec in ([1, 2], {"one": 1, "two": 2}, True)] == [
        "choice", "choice", "check"]


def test_a_tuple_of_more_than_three_numbers_is_a_choice():
    assert make_control("a", (1, 2, 3, 5)).kind == "choice"


def test_a_choice_may_hold_anything_even_arrays():
    data = {"line": np.arange(3), "other line": np.arange(3) + 1, "longer": np.arange(4), "f": len}
    axis = stops(data)
    assert [axis.index(value, "a") for value in data.values()] == [0, 1, 2, 3]


def test_true_is_not_the_number_one():
    axis = stops([1, True, "one"])
    assert [axis.index(value, "a") for value in (1, True, "one")] == [0, 1, 2]


def test_a_handle_has_stops_in_both_directions():
    _, ax = plt.subplots()
    plt.close()
    control = make_control("a", drag(ax, x=(-1, 1, 1), y=[0.5, 2.5]))
    assert control.kind == "drag"
    assert control.value((0, 1)) == (-1, 2.5)
    assert control.indices((-1, 2.5)) == control.indices(np.array([-1, 2.5])) == (0, 1)
    assert make_control("a", drag(ax, x=(0, 1, 0.5), y=3)).value((1, 0)) == (0.5, 3)


@pytest.mark.parametrize(("value", "decimals", "text"), [
    (-1.5, None, "−1.5"), (0.1 + 0.2, None, "0.3"), (2, 0, "2"), (-0.25, 3, "−0.250"), (1e-6, None, "10⁻⁶"),
    (-1e-6, None, "−10⁻⁶"), (2.5e-12, None, "2.5·10⁻¹²"), (3e8, None, "3·10⁸"), (100000, None, "100000"),
    (True, None, "True"), ("a-b", None, "a-b"), (None, None, "None"), (math.inf, None, "∞"), (-math.inf, None, "−∞"),
])
def test_a_value_is_written_as_a_reader_expects_it(value, decimals, text):
    assert show(value, decimals) == text


def test_a_control_is_labelled_by_its_name_unless_told_otherwise():
    assert make_control("step_size", (0, 1)).label == "step size"
    assert make_control("step_size", (0, 1), "step η", "mm") == make_control("step_size", (0, 1), "step η", "mm")
    assert (make_control("a", (0, 1), "b", "mm").label, make_control("a", (0, 1), "b", "mm").unit) == ("b", "mm")


RANGE = r"the control a must be \(min, max, step\) with min < max and step > 0; got"
LOG = r"the control a must be log\(min, max, count\) with 0 < min < max and count >= 2; got"


@pytest.mark.parametrize(("spec", "message"), [
    ((1, 0, 0.1), RANGE), ((0, 1, 0), RANGE), ((0, 1, -0.1), RANGE), ((0, math.inf, 1), RANGE),
    ((math.nan, 1, 0.1), RANGE), ((1, 1), RANGE),
    (log(0, 1, 5), LOG), (log(-1, 1, 5), LOG), (log(1, 1, 5), LOG), (log(1, 10, 1), LOG), (log(1, math.inf, 5), LOG),
    (log(math.nan, 1, 5), LOG), (log(1, 10, 2.5), LOG), (log("a", 10, 5), LOG), (log(1, None, 5), LOG),
    (log(1, 10, 10**9), "the control a would have 1000000000 stops, more than 10000; 10 to 60 are enough"),
    ((0, 1, 1e-9), "the control a would have 100000000[01] stops, more than 10000"),
    ((0, 10**9), "the control a would have 1000000001 stops, more than 10000"),
    ((0, 1, 2), "the control a has 1 stop; it needs at least two"),
    ([], "the control a has 0 stops; it needs at least two"),
    ([1], "the control a has 1 stop; it needs at least two"),
    ({}, "the control a has 0 stops; it needs at least two"),
    ({"only": 1}, "the control a has 1 stop; it needs at least two"),
    ([1, 1.0], "two stops of the control a look the same: 1, 1"),
    ({"1": 0, 1: 0}, "two stops of the control a look the same: 1, 1"),
    (3, "the control a must be .* a list, a dict, a bool or drag.*; got 3"),
    ("text", "the control a must be .*; got 'text'"),
    (None, "the control a must be .*; got None"),
    ({1, 2}, "the control a must be .*; got {1, 2}"),
    (drag(None, x=1, y=2), "the control a has 1 stop; it needs at least two"),
    (drag(None, x=(0, 1), y=[]), "the control a has 0 stops"),
    (drag(None, x=(0, 1), y=(1, 0)), RANGE),
    (drag(None, x=(0, 1), y=["low", "high"]), "the handle a needs x and y as .*; got"),
    (drag(None, x=(0, 1), y=None), "the handle a needs x and y as .*; got None"),
])
def test_what_is_no_control_is_refused(spec, message):
    with pytest.raises(FigureError, match=message):
        make_control("a", spec)


def test_the_ring_of_a_handle_has_the_colour_of_a_role():
    with pytest.raises(FigureError, match="the role of a handle must be one of paper, ink, .*; got 'red'"):
        drag(None, x=(0, 1), y=(0, 1), role="red")


@pytest.mark.parametrize(("spec", "value", "message"), [
    ((0, 1, 0.25), 0.3, r"a = 0.3 is not one of its stops \(0.00, 0.25, 0.50, 0.75, 1.00\)"),
    ((0, 100), 101, r"a = 101 is not one of its stops \(0, 1, 2, 3, 4, 5, 6, 7, …\)"),
    (["x", "y"], "z", r"a = 'z' is not one of its stops \(x, y\)"),
    (True, 1, r"a = 1 is not one of its stops \(off, on\)"),
    (drag(None, x=(0, 2), y=(0, 2)), 1, "a needs one number for each direction it can be dragged in; got 1"),
    (drag(None, x=(0, 2), y=(0, 2)), (1, 2, 2), "a needs one number for each direction"),
    (drag(None, x=(0, 2), y=(0, 2)), (1, 3), r"a = 3 is not one of its stops \(0, 1, 2\)"),
])
def test_a_value_off_the_stops_is_refused(spec, value, message):
    with pytest.raises(FigureError, match=message):
        make_control("a", spec).indices(value)
