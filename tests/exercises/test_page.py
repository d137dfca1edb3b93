"""What the built page replies: the same as Python, on every declared exercise and on every kind of answer."""
from __future__ import annotations

import json

import pytest

from mathlib.exercises import numbers
from mathlib.exercises.answers import Choices, Numbers
from mathlib.exercises.fields import judge
from mathlib.exercises.forms import data
from mathlib.exercises.programs import tokens
from tests.exercises.script import script
from tests.exercises.test_declared import EXERCISES
from tests.exercises.zoo import LINES, OUTPUTS
from tests.samples import generator


@pytest.fixture(scope="module")
def page():
    return script()


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
    rng = generator(label)
    others = [field.rows[0].value for field in exercise.fields[1:]]
    agree(page, exercise.fields, exercise, ([float(answer), *others] for answer in answers(exercise, rng)))
    mixed = [rng.choice([row.value for row in field.rows], size=50).tolist() for field in exercise.fields]
    agree(page, exercise.fields, exercise, zip(*mixed, strict=True))
    known = [field.rows[0].value for field in exercise.fields]
    agree(page, exercise.fields, exercise, (rng.permutation(known).tolist() for _ in range(20)))


def agree(page, fields, exercise, given):
    """Assert that page and notebook reply alike to each of these answers."""
    baked = json.loads(json.dumps(data(fields, exercise.right, exercise.hint)))
    for one in given:
        fine, sentence = page("judge", baked, one)
        assert (all(fine), sentence) == judge(fields, one, exercise.right, exercise.hint), one


def test_page_and_notebook_find_the_same_numbers_swapped(page):
    rng = generator("swapped")
    right = (0.25, 0.5, 0.25, 3, 3, 0.5)
    exercise = numbers("zoo-99", "abcdef", lambda: right, hint="Look again.")
    agree(page, exercise.fields, exercise, (rng.choice(right, size=6).tolist() for _ in range(300)))


@pytest.mark.parametrize("exercise", LINES, ids=lambda one: one.label)
def test_page_and_notebook_judge_orders_of_lines_alike(page, exercise):
    rng = generator(exercise.label)
    orders = [rng.permutation(len(exercise.program)).tolist() for _ in range(200)]
    agree(page, [exercise.field], exercise, [[order] for order in orders])


@pytest.mark.parametrize("exercise", OUTPUTS, ids=lambda one: one.label)
def test_page_and_notebook_judge_outputs_alike(page, exercise):
    rng = generator(exercise.label)
    known = [token for row, _ in exercise.field.rows for token in row]
    given = [rng.choice([*known, "x", "0"], size=rng.integers(1, 12)).tolist() for _ in range(200)]
    right = exercise.field.rows[0][0]
    given += [right[:k] for k in range(1, len(right))] + [[*right[:k], "x"] for k in range(len(right) + 1)]
    given += [[token.upper() for token in right], [token for token in right if token not in "[](),"]]
    agree(page, [exercise.field], exercise, [[one] for one in given] + [[row] for row, _ in exercise.field.rows])


@pytest.mark.parametrize("text", ["[1. 2.]", "[1.\n 2.]\r\n", "a\u00a0b", "“x”", "‘x’ – 1", "π ≈ 3.14", "😀 1", "٣",
                                  "1\x0b2", "é", "x" * 2001, "", " \n", "\x1c"])
def test_page_and_notebook_take_an_output_apart_alike(page, text):
    try:
        found = tokens(text)
    except ValueError as problem:
        found = str(problem)
    assert page("tokens", text) == found
