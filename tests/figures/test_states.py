"""Every figure of the book, in all its states: what its page draws and says is what Python draws and says there.

The page is the player's own code in a JavaScript engine (`page.py`), so that a state costs a few milliseconds; that a
browser puts these very primitives on the screen is proved in a few states by `tests/browser`.
"""
from __future__ import annotations

import itertools
import re

import numpy as np
import pytest

from mathlib.live.render import Primitive
from mathlib.live.style import style
from mathlib.live.table import same
from tests.browser.python_side import python_figure
from tests.browser.site import figures
from tests.figures.walk import difference, faults, page_of, states, walk
from tests.samples import sample

BEGINNING = r"[A-Z0-9±−]|\w+ = "                        # or a symbol and its value
UNWANTED = {
    "no number": r"\b(nan|inf|NaN|None|True|False)\b",
    "a hyphen for a minus sign": r"(?<!\w)-\d",
    "an exponent as programs write it": r"\de[+−-]?\d",
    "a zero with a sign": r"−0(\.0+)?(?!\.?\d)",
    "one of many": r"(?<![\w.,])1 (?!is\b|has\b|was\b|lands\b|times\b)[a-z]+s\b",
    "a space too many": r"^\s|\s\s|\s$|\s[.,;:!?]",
}

every_figure = pytest.mark.parametrize("shown", figures(), ids=str)


def faults_of_sentence(text: str) -> list[str]:
    found = [] if re.match(BEGINNING, text) else ["no beginning of a sentence"]
    found += [] if text.endswith((".", "?", "!")) else ["no end of a sentence"]
    return found + [fault for fault, pattern in UNWANTED.items() if re.search(pattern, text)]


# ---- every state

@every_figure
def test_every_state_is_drawn_as_matplotlib_draws_it(shown):
    wrong = walk(shown).wrong
    assert not wrong, f"{len(wrong)} differences, of them\n" + "\n".join(wrong[:5])


@every_figure
def test_what_cuts_or_hatches_a_primitive_comes_with_the_table(shown):
    """Where an id is missing, a browser draws uncut, or nothing."""
    page = page_of(shown)
    assert page.named - page.definitions <= {""}


@every_figure
def test_every_state_says_what_python_says(shown):
    found, where = walk(shown), python_figure(shown).where
    wrong = {where(state): (seen, found.python[state]) for state, seen in found.page.items()
             if seen != found.python[state]}
    assert wrong == {}


@every_figure
def test_every_state_is_told_in_a_sentence(shown):
    wrong = {text: found for text, _ in walk(shown).python.values() if (found := faults_of_sentence(text))}
    assert wrong == {}


@pytest.mark.parametrize(("text", "fault"), [
    ("The path runs away.", None), ("w₁ = −0.50: it falls.", None), ("After 1,001 steps: 2·10⁻⁸.", None),
    ("By 0.1 points, 21 steps.", None), ("It is 1 times as long; 1 is enough.", None), ("−0.05 is left.", None),
    ("it falls.", "no beginning of a sentence"), ("", "no beginning of a sentence"),
    ("It falls", "no end of a sentence"), ("It is nan.", "no number"), ("It is −inf.", "no number"),
    ("None is left.", "no number"), ("It is -3.", "a hyphen for a minus sign"),
    ("It is 1e-05.", "an exponent as programs write it"), ("It is 3e−16.", "an exponent as programs write it"),
    ("It is 8e06.", "an exponent as programs write it"), ("It is −0.00.", "a zero with a sign"),
    ("It is −0, so.", "a zero with a sign"), ("It takes 1 steps.", "one of many"), ("It  falls.", "a space too many"),
    ("It falls .", "a space too many"),
])
def test_a_sentence_that_is_none_is_seen(text, fault):
    assert (fault in faults_of_sentence(text)) if fault else faults_of_sentence(text) == []


# ---- what a figure offers

@every_figure
def test_the_goal_is_not_reached_at_first_and_reached_somewhere(shown):
    figure, page = python_figure(shown), page_of(shown)
    assert not page.go(figure.default)[1]
    assert not figure.reached(figure.default)
    if figure.options.goal:
        goal = next((state for state in states(figure) if figure.reached(state)), None)
        assert goal is not None
        assert page.go(goal)[1]


@every_figure
def test_a_preset_shows_what_is_not_seen_at_first_nor_by_another(shown):
    """One preset may lead back to how the figure was at first."""
    figure, page = python_figure(shown), page_of(shown)
    assert len(set(figure.presets.values())) == len(figure.presets)
    pictures = {}
    for state in {figure.default, *figure.presets.values()}:
        page.go(state)
        pictures[state] = page.lists(), page.images()
    for one, other in itertools.combinations(pictures, 2):
        assert not looks_the_same(pictures[one], pictures[other]), f"{figure.where(one)} and {figure.where(other)}"


def looks_the_same(one, other):
    (lists, images), (other_lists, other_images) = one, other
    return all(same(lists[n], other_lists[n]) for n in lists) and all(
        np.array_equal(images[n], other_images[n]) for n in images)


@every_figure
def test_a_prediction_is_a_question_with_an_answer_and_its_reason(shown):
    asked = python_figure(shown).options.predict
    if asked:
        assert asked.question.endswith("?")
        assert faults_of_sentence(asked.question) == []
        assert faults_of_sentence(asked.because) == []
        assert asked.answer in range(len(asked.choices)) if asked.choices else np.isfinite(asked.answer)


# ---- the comparison sees

@every_figure
def test_the_comparison_sees_a_single_stop(shown):
    figure, page = python_figure(shown), page_of(shown)
    few = [figure.default, *sample(states(figure), 25, f"stops of {shown}")[:25]]
    for axis, stops in enumerate(figure.grid):
        if len(stops) > 1:
            assert any(a_stop_shows(figure, page, here, axis) for here in few), f"the next stop of axis {axis}"


def a_stop_shows(figure, page, here, axis):
    """Tell whether the page at these stops differs from what is drawn one stop further along an axis."""
    page.go(here)
    further = here[axis] + (1 if here[axis] + 1 < len(figure.grid[axis]) else -1)
    with style():
        figure.apply((*here[:axis], further, *here[axis + 1:]))
        return bool(faults(figure, page.lists(), page.images()))


def part(kind="path", key=("", "fill: none"), points=((1, 2), (3, 4)), codes=(1, 2), content=""):
    return Primitive(kind, key, np.array(points, float), None if codes is None else np.array(codes, np.uint8), content)


@pytest.mark.parametrize(("drawn", "words"), [
    ([part()], ""), ([part(points=[(1, 2), (3, 4.01)])], ""),
    ([], "1 parts are seen, 0 drawn"), ([part(kind="marks")], "part 0: its kind is seen as 'path', drawn as 'marks'"),
    ([part(key=("", "fill: red"))], "its key is seen as"),
    ([part(content="b")], "its content is seen as '', drawn as 'b'"),
    ([part(codes=[1, 1])], r"its codes are seen as \[1 2\], drawn as \[1 1\]"),
    ([part(points=[(1, 2)], codes=[1])], "2 points are seen, 1 drawn"),
    ([part(points=[(1, 2), (3, 4.04)])], r"1 of 2 points, the first at \[3. 4.\] instead of \[3.   4.04\]"),
])
def test_a_difference_is_told_in_words(drawn, words):
    told = difference([part()], drawn)
    assert re.search(words, told) if words else told == ""
