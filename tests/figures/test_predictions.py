"""The predictions of the book: nothing that a reader sees while a question is open says its answer.

What is not yet as it must be stands in `NOT_YET`, which only shrinks: an entry that is no longer needed fails.
"""
from __future__ import annotations

import re

import pytest
from matplotlib.text import Text

from mathlib.live import LiveFigure, predict
from mathlib.live.style import style
from tests.browser.python_side import python_figure
from tests.browser.site import figures
from tests.figures.test_states import faults_of_sentence

UNANSWERED, UNSENT = "an answer has no reply of its own", "nobody is sent back to the figure"
NOT_YET = dict.fromkeys([
    "adam-hood", "between-twins", "circle-walk", "diamond-and-disc", "digits-in-a-few-numbers", "four-subspaces",
    "layer-at-work", "leave-the-saddle", "line-by-hand", "lost-angles", "nearest-penguin", "newton-parabola",
    "noise-ball", "optimiser-race", "overflow", "power-race", "real-mountain", "right-angle", "scaled-valley",
    "spin-the-axis", "step-cliff", "walk-the-constraint",
], {UNANSWERED, UNSENT}) | dict.fromkeys([
    "flat-bottom", "photograph", "ways-down",
], {UNANSWERED, UNSENT, "the status tells the answer"}) | {
    "grid-and-circle": {UNANSWERED},
    "lasso-leaves": {UNANSWERED, UNSENT, "the alt text tells the answer"},
    "shadow-on-a-line": {UNANSWERED, UNSENT, "a preset tells the answer"},
}
LITTLE = re.compile("a|about|an|and|are|as|at|be|both|by|can|do|does|from|has|have|in|into|is|it|its|may|more|most|no|"
                    "not|of|on|one|only|or|some|than|that|the|their|them|they|this|to|until|what|when|where|which|will|with|yes")
# what sends a reader back to the figure begins like this
LOOKING = re.compile(r"(Ask|Change|Choose|Compare|Count|Drag|Find|Follow|Go|Look|Make|Move|Play|Press|Put|See|Set|"
                     r"Shorten|Spin|Take|Throw|Try|Turn|Watch)\b")

ASKING = [shown for shown in figures() if python_figure(shown).options.predict]
every_question = pytest.mark.parametrize("shown", ASKING, ids=str)


def faults(figure: LiveFigure) -> set[str]:
    """Return what is wrong with the prediction of a figure, in a few words each."""
    asked = figure.options.predict
    found = {f"{where} tells the answer" for where, text in told(figure).items() if tells(text, asked)}
    if len(asked.replies) < max(len(asked.choices), 1):
        found.add(UNANSWERED)
    if not LOOKING.match(sentences(asked.because)[-1]):
        found.add(UNSENT)
    return found


def told(figure: LiveFigure) -> dict[str, str]:
    """Return all words that a reader meets before answering, or next to it, each under where it stands."""
    asked, options = figure.options.predict, figure.options
    with style():
        statuses = [figure.apply(state) for state in (figure.default, figure.before)]
        words = [artist.get_text() for artist in figure.artists if seen(artist, figure)]
    return {"the title": figure.title, "the alt text": asked.alt or figure.alt, "a preset": " | ".join(options.presets),
            "the goal": options.goal.text if options.goal else "", "the status": " | ".join(statuses),
            "a label": " | ".join(control.label for control in figure.controls), "the picture": " | ".join(words)}


def seen(artist, figure: LiveFigure) -> bool:
    return (isinstance(artist, Text) and artist.get_visible()
            and artist not in figure.hidden and artist.axes not in figure.hidden)


def tells(text: str, asked) -> bool:
    """Tell whether a text holds the answer, and of the choices no other."""
    if not asked.choices:
        return asked.answer in numbers(text)
    return [choice for choice in asked.choices if holds(text, choice)] == [asked.right]


def holds(text: str, choice: str) -> bool:
    """Tell whether one part of a text holds, in some order, all words of a choice that mean something."""
    words = words_of(choice)
    telling = {word for word in words if not LITTLE.fullmatch(word)}
    if telling:
        return any(telling <= set(words_of(part)) for part in text.split("|"))
    return f" {' '.join(words)} " in f" {' '.join(words_of(text))} "


def words_of(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", re.sub(r"(?<=\d)[,  ](?=\d{3})", "", text).casefold().replace("−", "-"))


def numbers(text: str) -> list[float]:
    plain = re.sub(r"(?<=\d)[,  ](?=\d{3})", "", text.replace("−", "-"))
    return [float(number) for number in re.findall(r"(?<![\w.])-?\d+(?:\.\d+)?", plain)]


def sentences(text: str) -> list[str]:
    return re.split(r"(?<=[.?!]) +", text.strip())


@every_question
def test_nothing_tells_the_answer_and_every_answer_gets_its_reply(shown):
    assert faults(python_figure(shown)) == NOT_YET.get(shown.name, set())


@every_question
def test_a_reply_is_made_of_sentences(shown):
    asked = python_figure(shown).options.predict
    for words in (asked.alt, *dict(asked.replies).values()):
        assert not words or faults_of_sentence(words) == []


def test_who_is_excused_asks_something():
    assert set(NOT_YET) <= {shown.name for shown in ASKING}


@pytest.mark.parametrize(("text", "answer", "told"), [
    ("Never arrive", "never arrive", True), ("It will arrive, but never early.", "never arrive", True),
    ("It arrives.", "never arrive", False), ("never | arrive", "never arrive", False),
    ("The Gentoo moves", "the Gentoo", True), ("Gentoo | another bird", "the Gentoo", False),
    ("no bird", "no", True), ("nothing", "no", False),
    ("It takes 40,000 steps.", "about 40,000", True), ("It takes 40 steps.", "about 40,000", False),
    ("higher than 4 metres", 4, True), ("14 metres, 4.5 seconds", 4, False), ("at −4", 4, False), ("at −4.", -4, True),
    ("x4", 4, False), ("There are 4.", 4, True), ("4,000", 4, False)])
def test_a_text_that_tells_is_seen(text, answer, told):
    asked = predict("What?", answer=answer, choices=[answer, "another"] if isinstance(answer, str) else ())
    assert tells(text, asked) == told
