"""What a prediction asks, about which state, what it replies, and what waits for the answer."""
from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from html import unescape

import matplotlib.pyplot as plt
import pytest

from mathlib.live import DATA, PATH, FigureError, bake, drag, figure, live, predict
from mathlib.live.picture import picture

CHOICE = {"question": "What next?", "answer": "rise", "because": "It can only rise.",
          "choices": {"rise": "It was low.", "fall": "You began at the top."}}
NUMBER = {"question": "How high?", "answer": -4, "within": 0.5, "unit": "m", "because": "Squares.",
          "replies": {4: "The sign.", 2: "Not squared."}}


def two(script="", **question):
    """Return a figure with a line and a still word on the left, and a line on the right."""
    def make():
        fig, (left, right) = plt.subplots(1, 2)
        line, = left.plot([], [], color=PATH, gid="line")
        still = left.text(0, 1, "still")
        other, = right.plot([], [], color=DATA)
        left.set(xlim=(0, 4), ylim=(0, 4))
        right.set(xlim=(0, 4), ylim=(0, 4))
        parts = {"line": line, "still": still, "right": right}
        hide = [parts.get(name, name) for name in question.pop("hide", [])]

        @live(fig, a=(0, 4), end=drag(left, x="a", y=1), presets={"top": {"a": 4}}, script=script,
              predict=predict(**{**CHOICE, **question}, hide=hide))
        def update(a=1):
            line.set_data([0, 2], [0, a])
            other.set_data([0, a], [0, 2])
            return f"It is {a}."
        return update
    make.__name__ = "two"
    return figure(title="A title", alt="An alt.")(make)()


# ---- replies

@pytest.mark.parametrize(("given", "verdict", "words"), [
    (0, "Right.", "It was low. It can only rise."),
    (1, "Not so.", "You began at the top. It is: rise. It can only rise."),
    (None, "", "It is: rise. It can only rise.")])
def test_each_choice_has_its_own_reply_and_all_end_with_the_reason(given, verdict, words):
    assert predict(**CHOICE).reply(given) == (verdict, words)


@pytest.mark.parametrize(("given", "verdict", "words"), [
    (-4, "Right.", "It is: −4 m. Squares."), (-3.5, "Right.", "It is: −4 m. Squares."),
    (-3.4, "Not so.", "It is: −4 m. Squares."), (4, "Not so.", "The sign. It is: −4 m. Squares."),
    (2.5, "Not so.", "Not squared. It is: −4 m. Squares."), (None, "", "It is: −4 m. Squares.")])
def test_a_number_gets_the_reply_to_the_mistake_that_leads_to_it(given, verdict, words):
    assert predict(**NUMBER).reply(given) == (verdict, words)


def test_choices_without_replies_are_told_what_it_is():
    bare = predict("What next?", answer="rise", choices=["fall", "rise"])
    assert bare.reply(1) == ("Right.", "It is: rise.")
    assert bare.reply(0) == ("Not so.", "It is: rise.")


@pytest.mark.parametrize("question", [CHOICE, NUMBER, {"question": "How many?", "answer": 3},
                                      {"question": "Which?", "answer": "a", "choices": ["a", "b"]}])
def test_a_page_is_given_the_replies_that_python_gives(question):
    asked = predict(**question)
    spec = json.loads(json.dumps(asked.spec(), allow_nan=False))
    known = {value: (verdict, words) for value, verdict, words in spec["replies"]}
    assert set(known) >= {asked.answer, *range(len(asked.choices)), *dict(asked.replies)}
    assert known == {value: asked.reply(value) for value in known}
    assert (tuple(spec["other"]), tuple(spec["skipped"])) == (asked.reply(1e9), asked.reply(None))
    assert spec["empty"].startswith("Choose one" if asked.choices else "Write a number")


# ---- what is refused

@pytest.mark.parametrize(("change", "message"), [
    ({"choices": {"rise": "So.", "fall": ""}}, "the reply to each choice of a prediction must be a sentence; got"),
    ({"choices": {"rise": "So.", "fall": None}}, "the reply to each choice of a prediction must be a sentence; got"),
    ({"choices": {"rise": "So."}}, "the choices of a prediction must be two or more words that differ"),
    ({"replies": {0: "So."}}, "the reply to a choice stands beside it"),
    ({"unit": 5}, "the unit of a prediction must be words; got 5"), ({"alt": None}, "the alt of a prediction must be"),
    ({"hide": "line"}, "what a prediction hides must be a list of artists; got 'line'"),
    ({"before": [1]}, r"before, the state of a prediction, must be a dict of controls and values; got \[1\]")])
def test_a_choice_that_is_asked_wrongly_is_refused(change, message):
    with pytest.raises(FigureError, match=message):
        predict(**CHOICE | change)


@pytest.mark.parametrize(("replies", "message"), [
    ({"four": "So."}, "the replies of a prediction must be a dict of numbers and sentences"),
    ({4: ""}, "the replies of a prediction must be"), ([4], "the replies of a prediction must be"),
    ({-4.5: "So."}, "the prediction calls -4.5 right, and has a reply to it as a mistake")])
def test_replies_to_numbers_that_cannot_be_are_refused(replies, message):
    with pytest.raises(FigureError, match=message):
        predict(**NUMBER | {"replies": replies})


def test_the_right_number_may_have_a_reply():
    assert predict("How many?", answer=4, replies={4: "Well seen."}).reply(4) == ("Right.", "Well seen.")


@pytest.mark.parametrize(("question", "message"), [
    ({"before": {"b": 1}}, "^two: before: no control is named b; there are a"),
    ({"before": {"a": 9}}, "^two: before: "),
    ({"hide": ["nothing"]}, "^two: its prediction hides 'nothing', which is no artist of the figure")])
def test_a_state_or_an_artist_that_is_not_there_is_refused(question, message):
    with pytest.raises(FigureError, match=message):
        two(**question)


# ---- the state of the question

def test_a_question_has_its_state_and_the_default_is_still_what_is_seen_first():
    made = two(before={"a": 3})
    assert (made.before, made.default, made.state) == ((3,), (1,), (1,))
    assert two().before == two().default


def test_the_state_of_a_question_changes_nothing_in_the_table():
    assert bake.bake(two(before={"a": 3}, hide=["line", "right"])) == bake.bake(two())


@pytest.mark.parametrize("script", ["", "({a}) => ({line: [[0, 2], [0, a]], status: `It is ${a}.`})"])
def test_what_waits_is_marked_whether_it_moves_or_not(script):
    made = two(script=script, hide=["line", "still", "right"])
    numbers = [str(number) for number in range(len(made.artists))]
    root = ET.fromstring(picture(made, numbers, {}, ""))
    waiting = [group for group in root.iter("g") if group.get("data-waits")]
    assert len(waiting) == 3
    inside = [{g.get("data-live") for g in group.iter("g")} - {None} for group in waiting]
    line, still = (str(made.artists.index(artist)) for artist in made.hidden[:2])
    assert {line} in inside
    assert {still} in inside
    panel, = (group for group in waiting if any(g.get("data-panel") for g in group.iter("g")))
    assert len(panel.findall(".//g[@data-live]")) > 1
    assert all("draw" not in vars(artist) for artist in made.hidden)


def test_where_nothing_waits_nothing_is_marked():
    assert "data-waits" not in picture(two(), [], {}, "")


def test_one_file_holds_the_question_and_shows_the_default_where_no_script_runs(tmp_path):
    made = two(before={"a": 3}, alt="While it is asked.")
    page = made.save_html(tmp_path / "two.html").read_text("utf-8")
    spec = json.loads(unescape(re.search(r'data-spec="([^"]*)"', page)[1]))
    assert spec["question"]["before"] == [3]
    assert spec["question"]["alt"] == "While it is asked."
    assert 'aria-label="An alt."' in page
    assert ">It is 1.</p>" in page
    assert 'data-asking="true"' in page
