"""What the built page replies: the same as Python, on every declared exercise; and how it reads what was typed."""
from __future__ import annotations

import json
import math
import re
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
import quickjs
from hypothesis import given
from hypothesis import strategies as st

from mathlib.exercises.answers import Choices, Numbers
from mathlib.exercises.fields import judge
from mathlib.exercises.forms import data
from tests.exercises.test_declared import EXERCISES

SCRIPT = Path(__file__).resolve().parents[2] / "book" / "_static" / "check.js"


@pytest.fixture(scope="module")
def page():
    """Return a function that calls one of the script's functions with JSON."""
    context = quickjs.Context()
    context.eval(SCRIPT.read_text("utf-8"))
    context.eval("function call(name, given) { return JSON.stringify(checks[name](...JSON.parse(given))); }")
    call = context.get("call")
    return lambda name, *arguments: json.loads(call(name, json.dumps(arguments)))


def answers(exercise, rng):
    """Yield answers to one field: every value that has a sentence, its edges, and many that have none."""
    field = exercise.fields[0]
    if isinstance(exercise, Choices):
        yield from range(len(exercise.options))
        return
    for value, within, _ in field.rows:
        for off in (0, within, -within, 1.01 * within, -1.01 * within):
            yield value + off
    yield from field.rows[0].value * rng.normal(size=200) * 10.0 ** rng.integers(-8, 9, size=200)
    yield from (0.0, 1.0, -1e300, 1e-300)


@pytest.mark.parametrize("label", EXERCISES)
def test_the_page_and_the_notebook_reply_alike(page, label):
    exercise = EXERCISES[label][1]
    if not isinstance(exercise, (Numbers, Choices)):
        return
    rng = np.random.default_rng(20261126)
    baked = json.loads(json.dumps(data(exercise.fields, exercise.right)))
    others = [field.rows[0].value for field in exercise.fields[1:]]
    for answer in answers(exercise, rng):
        fine, sentence = page("judge", baked, [float(answer), *others])
        assert (all(fine), sentence) == judge(exercise.fields, [float(answer), *others], exercise.right)
    mixed = [rng.choice([row.value for row in field.rows], size=50).tolist() for field in exercise.fields]
    for given_ in zip(*mixed, strict=True):
        fine, sentence = page("judge", baked, given_)
        assert (all(fine), sentence) == judge(exercise.fields, given_, exercise.right)


# ---- reading

@pytest.mark.parametrize(("typed", "value"), [
    ("0.5", 0.5), (" 0.5 ", 0.5), (".5", 0.5), ("5.", 5), ("−0.5", -0.5), ("–0.5", -0.5), ("+3", 3), ("1e-3", 1e-3),
    ("1E−3", 1e-3), ("1/3", 1 / 3), ("−1 / 3", -1 / 3), ("1/-4", -0.25), ("2.5/1e1", 0.25), ("97 370", 97370),
    ("97\u202f370", 97370), ("10\u00a0000", 10000), ("1e400/1", None), ("0", 0), ("1/0", None), ("0/0", None)])
def test_a_number_is_read_in_every_usual_form(page, typed, value):
    assert page("read", typed) == ("This number is not finite." if value is None else value)


@pytest.mark.parametrize(("typed", "sentence"), [
    ("", "Write a number first."), ("   ", "Write a number first."),
    ("0,5", "Write the decimal sign as a point, such as 0.5, and leave other commas out."),
    ("1,000.5", "Write the decimal sign as a point, such as 0.5, and leave other commas out."),
    ("5%", "Write a plain number, such as 0.05 for 5 %."), ("5 %", "Write a plain number, such as 0.05 for 5 %."),
    *((typed, "Write one number, such as 0.25, 1/3 or 1e-3.") for typed in (
        "x", "1+1", "2*3", "sqrt(2)", "alert(1)", "1/2/3", "--1", "1e", "e5", ".", "/", "1/", "/2", "0x10", "Infinity",
        "NaN", "1_000", "½", "١", "1;2", "constructor", "1e5e5", "0.1.2"))])
def test_anything_else_gets_a_sentence(page, typed, sentence):
    assert page("read", typed) == sentence


@given(above=st.decimals(-10**6, 10**6, places=4), below=st.integers(1, 1000))
def test_fractions_of_decimals_agree_with_exact_ones(above, below):
    context = quickjs.Context()
    context.eval(SCRIPT.read_text("utf-8"))
    got = context.eval(f"checks.read({json.dumps(f'{above}/{below}')})")
    assert math.isclose(got, float(Fraction(above) / below), rel_tol=1e-15, abs_tol=0)


@given(st.text())
def test_no_text_breaks_the_reading(text):
    context = quickjs.Context()
    context.eval(SCRIPT.read_text("utf-8"))
    got = context.eval(f"checks.read({json.dumps(text)})")
    assert isinstance(got, (int, float)) or re.search(r"[.%]$", got)


def test_nothing_that_is_typed_is_ever_run():
    ways = r"\beval\b|\bFunction\(|innerHTML|insertAdjacentHTML|document\.write"
    assert not re.search(ways, SCRIPT.read_text("utf-8"))
