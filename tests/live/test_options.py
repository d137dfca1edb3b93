"""The options of a figure beside its controls: what is refused, when, and in which words."""
from __future__ import annotations

import math

import matplotlib.pyplot as plt
import numpy as np
import pytest

from mathlib.live import PATH, FigureError, bake, drag, figure, live, log, predict
from mathlib.live.options import Goal, read_options
from mathlib.live.predictions import Prediction


def moved(**keywords):
    """Return a figure with a slider, a choice and a handle, and these options."""
    def small():
        fig, ax = plt.subplots()
        line, = ax.plot([0, 1], [0, 1], color=PATH)
        ax.set(xlim=(0, 4), ylim=(0, 4))

        @live(fig, **({"k": (0, 4), "kind": ["a", "b"], "at": drag(ax, x=(0, 2), y=(0, 2))} | keywords))
        def update(k=1, kind="a", at=(0, 0)):
            line.set_data([at[0], 1, 2], [at[1], k, kind == "b"])
        return update
    return figure(title="A title", alt="An alt.")(small)()


def refused(message, **options):
    return pytest.raises(FigureError, match=f"^small: {message}")


@pytest.mark.parametrize(("options", "message"), [
    ({"goal": "high"}, "goal must be a pair"), ({"goal": ("high",)}, "goal must be a pair"),
    ({"goal": ("high", 3)}, "goal must be a pair"), ({"goal": (3, max)}, "goal must be a pair"),
    ({"goal": ["high", max]}, "goal must be a pair"), ({"goal": None}, "goal must be a pair: .*; got None"),
    ({"ghost": 1}, "ghost must be True or False; got 1"), ({"ghost": None}, "ghost must be True or False; got None"),
    ({"link": True}, "link must be a name"), ({"link": None}, "link must be a name"),
    ({"play": "speed"}, "play names speed, which is no slider"), ({"play": "kind"}, "play names kind, which is no"),
    ({"play": "at"}, "play names at, which is no slider"), ({"play": {"k": "go", "at": "x"}}, "play names at, which"),
    ({"play": ["k"]}, r"play must be .*; got \['k'\]"), ({"play": True}, "play must be .*; got True"),
    ({"play": {"k": 3}}, r"play must be .*; got \{'k': 3\}"),
    ({"predict": ("what?", 3)}, r"predict must be predict\(question, answer=…, …\)"),
    ({"predict": predict}, r"predict must be predict\(question"),
    ({"script": lambda: 0}, "script must be a JavaScript function or the name of its file"),
    ({"script": "no_such.js"}, "its script no_such.js is not in scripts/ beside test_options.py"),
    ({"goal": (" ", max)}, "goal must be a pair"), ({"play": {"k": ""}}, "play must be"),
    ({"presets": {3: {"k": 1}}}, r"the words of presets must be strings, and none empty; got \[3\]"),
    ({"presets": {"": {"k": 1}}}, "the words of presets must be"),
    ({"labels": {"k": 3}}, "the words of labels must be"), ({"labels": {"k": " "}}, "the words of labels must be"),
    ({"labels": {"k": r"\paht{k}"}}, r"the label .*: \\paht must be one of \\path\{…\}, \\data\{…\}, "),
    ({"units": {"k": None}}, "the words of units must be"),
    ({"labels": ["k"]}, "labels must be a dict"), ({"labels": {"q": "Q"}}, "labels names q, which is no control"),
    ({"units": {"q": "m"}}, "units names q, which is no control"), ({"presets": "k"}, "presets must be a dict"),
    ({"presets": {"one": {"q": 1}}}, "the preset 'one': no control is named q; there are k, kind, at"),
    ({"presets": {"one": {"k": 9}}}, "the preset 'one': k = 9 is not one of its stops"),
    ({"presets": {"one": 9}}, "the preset 'one' must be a dict"),
    ({"goals": ("high", max)}, r"@live names goals, which is neither a parameter of update nor an option \(presets, "
                               r"labels, units, goal, ghost, play, link, predict, script, data\)"),
])
def test_a_wrong_option_is_refused_when_the_figure_is_made(options, message):
    with refused(message):
        moved(**options)


def test_an_option_cannot_be_a_parameter():
    def small():
        fig, _ = plt.subplots()
        return live(fig, goal=(0, 4))(lambda goal=1: None)
    with refused("goal must be a pair|goal is an option of @live"):
        figure(title="A title", alt="An alt.")(small)()


def test_good_options_come_in_one_form():
    goal = ("high", lambda k, kind, at: k == 4)
    options = moved(goal=goal, play="k", ghost=True, link="us").options
    assert options.goal == Goal(*goal)
    assert (options.play, options.ghost, options.link) == ({"k": "play"}, True, "us")
    assert moved(play={"k": "another"}).options.play == {"k": "another"}
    assert moved(k=log(1, 100, 3), play="k").options.play == {"k": "play"}
    plain = moved().options
    assert plain.goal is plain.predict is None
    assert (plain.script, plain.link, plain.ghost, plain.play) == ("", "", False, {})


def test_what_is_read_is_left_as_it_was():
    given = {"play": "k", "goal": ("high", max)}
    read_options(given, moved)
    assert given == {"play": "k", "goal": ("high", max)}


# ---- the goal, when the figure is baked

@pytest.mark.parametrize(("test", "message"), [
    (lambda k, kind, at: k < 2, "the goal is reached in the default state already"),
    (lambda k, kind, at: k > 4, "the goal 'high' is reached at no stop"),
    (lambda k, kind, at: 1 / (k - 2) > 9, "the test of the goal raised ZeroDivisionError at k=2, kind='a', at=(.*): "),
    (lambda k: k == 4, "the test of the goal raised TypeError at k=1, kind='a', at="),
])
def test_a_goal_can_be_reached_but_not_at_first(test, message):
    with refused(message):
        bake.bake(moved(goal=("high", test)))


def test_a_goal_at_a_single_state_of_all_is_found():
    made = moved(goal=("there", lambda k, kind, at: (k, kind, at) == (3, "b", (2, 1))))
    assert bake.bake(made)
    assert made.reached(made.indices(k=3, kind="b", at=(2, 1)))
    assert not made.reached(made.default)
    assert moved().reached(made.default) is False


def test_a_goal_may_answer_in_numpys_words():
    made = moved(goal=("high", lambda k, kind, at: np.greater(k, 3)))
    assert bake.bake(made)
    assert made.reached(made.indices(k=4)) is True


# ---- the prediction

@pytest.mark.parametrize(("answer", "message"), [
    ({"answer": "c", "choices": ["a", "b"]}, r"the answer 'c' of the prediction is not one of its choices \(a, b\)"),
    ({"answer": 0, "choices": ["a", "b"]}, "the answer 0 of the prediction is not one of"),
    ({"answer": "0.5"}, "the prediction needs choices, or a number as its answer; got '0.5'"),
    ({"answer": None}, "the prediction needs choices, or a number"),
    ({"answer": True}, "the prediction needs choices, or a number"),
    ({"answer": 1j}, "the prediction needs choices, or a number"),
    ({"answer": math.nan}, "the prediction needs choices, or a number as its answer; got nan"),
    ({"answer": math.inf}, "the prediction needs choices, or a number as its answer; got inf"),
    ({"answer": 1, "within": -1}, "within, how far off a prediction may be, must be a number from 0 on; got -1"),
    ({"answer": 1, "within": math.nan}, "within, .* from 0 on; got nan"),
    ({"answer": 1, "within": "a"}, "within, .* from 0 on; got 'a'"),
    ({"answer": "a", "choices": "abc"}, "the choices of a prediction must be two or more words that differ; got 'abc'"),
    ({"answer": "a", "choices": ["a"]}, "the choices of a prediction must be two or more words"),
    ({"answer": "a", "choices": ["a", "a"]}, "the choices of a prediction must be two or more words that differ"),
    ({"answer": 1, "choices": [1, 2]}, "the choices of a prediction must be two or more words"),
    ({"answer": "a", "choices": 5}, "the choices of a prediction must be two or more words"),
    ({"answer": 1, "because": 5}, "the question of a prediction must be a sentence, and because .*; got 'What.', 5"),
])
def test_a_prediction_needs_an_answer(answer, message):
    with pytest.raises(FigureError, match=f"^{message}"):
        predict("What?", **answer)


@pytest.mark.parametrize("question", ["", " ", 5, None])
def test_a_prediction_needs_a_question(question):
    with pytest.raises(FigureError, match="^the question of a prediction must be a sentence"):
        predict(question, answer=1)


def test_a_wrong_prediction_names_its_figure():
    def small():
        fig, _ = plt.subplots()
        return live(fig, k=(0, 4), predict=predict("What?", answer="?"))(lambda k=1: None)
    with refused("the prediction needs choices"):
        figure(title="A title", alt="An alt.")(small)()


def test_a_prediction_keeps_where_its_answer_stands():
    assert predict("What?", answer="b", choices=["a", "b"]) == Prediction("What?", 1, ("a", "b"))
    assert predict("What?", answer=np.float32(0.5), within=1, because="So.") == Prediction("What?", 0.5, (), 1.0, "So.")
    assert predict("How many?", answer=3).answer == 3.0
