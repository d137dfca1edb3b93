"""Every declared exercise: its answer is right, each of its mistakes gets its own sentence, its form can be used."""
from __future__ import annotations

import importlib
import json
import pkgutil
import re
from html import unescape

import pytest

import mathlib.exercises
from mathlib.exercises.answers import Array, Choices, Function, Numbers, computed
from mathlib.exercises.programs import Lines, Output

MACHINERY = {"answers", "declare", "fields", "forms", "programs", "reply", "slips", "words"}
CHAPTERS = sorted({module.name for module in pkgutil.iter_modules(mathlib.exercises.__path__)} - MACHINERY)
CHECKS = {name: importlib.import_module(f"mathlib.exercises.{name}").check for name in CHAPTERS}
EXERCISES = {exercise.label: (CHECKS[name], exercise) for name in CHAPTERS for exercise in CHECKS[name]}


@pytest.fixture(params=EXERCISES)
def declared(request):
    return EXERCISES[request.param]


def right_answer(exercise):
    """Return what a reader would give who knows it."""
    if isinstance(exercise, Numbers):
        values = [field.rows[0].value for field in exercise.fields]
        return values if len(values) > 1 else values[0]
    if isinstance(exercise, Choices):
        chosen = [exercise.options[int(field.rows[0].value)] for field in exercise.fields]
        return chosen if len(chosen) > 1 else chosen[0]
    if isinstance(exercise, Lines):
        return list(exercise.program)
    if isinstance(exercise, Output):
        return exercise.printed
    return exercise.value if isinstance(exercise, Array) else exercise.answer


def test_labels_are_unique_over_the_book_and_each_chapter_has_its_short_name():
    labels = [exercise.label for check in CHECKS.values() for exercise in check]
    assert len(labels) == len(set(labels))
    shorts = [{exercise.label.split("-")[0] for exercise in check} for check in CHECKS.values()]
    assert len(set().union(*shorts)) == len(CHECKS)


def test_the_right_answer_is_right(declared):
    check, exercise = declared
    reply = check(exercise.label, right_answer(exercise))
    assert reply
    assert reply.sentence.startswith("Right.")


def test_each_declared_mistake_gets_its_own_sentence_and_is_not_right(declared):
    check, exercise = declared
    if isinstance(exercise, Numbers):
        for place, label in enumerate(exercise.labels):
            for sentence, value in exercise.mistakes.get(label, {}).items():
                given = [field.rows[0].value for field in exercise.fields]
                given[place] = computed(value)
                reply = check(exercise.label, given if len(given) > 1 else given[0])
                lines = reply.sentence.split("\n")
                assert (bool(reply), lines[-1].endswith(sentence)) == (False, True), reply
    elif isinstance(exercise, (Array, Function, Output)):
        for sentence, value in exercise.mistakes.items():
            reply = check(exercise.label, value if isinstance(exercise, Function) else computed(value))
            assert (bool(reply), reply.sentence) == (False, sentence)
    elif isinstance(exercise, Lines):
        for sentence, (above, below) in exercise.mistakes.items():
            others = [line for line in exercise.program if line != below]
            place = others.index(above) + 1
            reply = check(exercise.label, [*others[:place], below, *others[place:]])
            assert (bool(reply), reply.sentence) == (False, sentence)
    else:
        for field in exercise.fields:
            assert len(field.rows) == len(exercise.options)
            assert all(sentence for _, _, sentence in field.rows[1:])


def test_nothing_but_the_right_answer_is_right(declared):
    check, exercise = declared
    if isinstance(exercise, Numbers):
        for field in exercise.fields:
            right, *others = field.rows
            assert all(abs(row.value - right.value) > right.within for row in others if row.value != right.value)


@pytest.mark.parametrize("given", [None, "x", "", float("nan"), float("inf"), 1j, [], {}, [[1, 2], [3]], object(), b"1",
                                   [None, None], range(40), True, {"a": 1}, [float("nan")] * 2, int, 10**400])
def test_whatever_is_given_gets_a_sentence(declared, given):
    check, exercise = declared
    reply = check(exercise.label, given)
    if not isinstance(exercise, Choices) or not isinstance(given, bool):
        assert not reply
    assert re.search(r"[.?!]$", reply.sentence), reply.sentence
    assert "\n" not in reply.sentence


def test_the_question_says_what_is_wanted_and_has_the_form_of_its_fields(declared):
    check, exercise = declared
    asked = check(exercise.label, ...)
    assert not asked
    assert asked.sentence.startswith("In a notebook, write ")
    assert f'check("{exercise.label}", ...)' in asked.sentence
    assert repr(check(exercise.label)).startswith(asked.sentence)          # lines of a program stand below it
    if isinstance(exercise, (Lines, Output)):
        program = exercise.program if isinstance(exercise, Lines) else exercise.program.splitlines()
        assert all(line.strip() in unescape(asked.form) for line in program)
        return
    if isinstance(exercise, (Array, Function)):
        assert asked.form == ""
        return
    baked = json.loads(unescape(re.search(r"data-check='([^']*)'", asked.form)[1]))
    assert baked["right"].startswith("Right.")
    fields = [[(value, within, baked["sentences"][said]) for value, within, said in field["rows"]]
              for field in baked["fields"]]
    assert fields == [[tuple(row) for row in field.rows] for field in exercise.fields]
    names = re.findall(r"<(?:label|legend)>([^<]+?) ?<", asked.form)
    assert [unescape(name) for name in names] == [field.label for field in exercise.fields]
    assert len(asked.form) < 12_000
