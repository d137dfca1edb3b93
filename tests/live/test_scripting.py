"""Readers who script: `values`, `set`, `observe`; and the widgets that a kernel shows, moved without one."""
from __future__ import annotations

import gc

import matplotlib.pyplot as plt
import pytest

from mathlib.live import PATH, FigureError, drag, figure, live, predict, table, widget


def arrow(name="arrow", k=(0, 4), **options):
    def make():
        fig, ax = plt.subplots()
        line, = ax.plot([0, 1], [0, 1], color=PATH)
        ax.set(xlim=(0, 4), ylim=(0, 4))

        @live(fig, k=k, kind=["plain", "bent"], at=drag(ax, x=(0, 2), y=(0, 2)), **options)
        def update(k=1, kind="plain", at=(0, 1)):
            line.set_data([at[0], 2, 3], [at[1], k, kind == "bent"])
            return f"k is {k}"
        return update
    make.__name__ = name
    return figure(title="An <arrow>", alt="An arrow.")(make)()


def shown(made):
    """Return the parts of the widget of a figure: {class name: widgets}, canvas included."""
    parts: dict[str, list] = {}

    def collect(part):
        parts.setdefault(type(part).__name__, []).append(part)
        for child in getattr(part, "children", ()):
            collect(child)
    collect(widget._assembled(made))
    return parts


def canvas(parts):
    return parts["FigureCanvas"][0]


def words(canvas):
    """Return the status that the canvas was sent."""
    header = table.read_header(bytes(canvas.frame))
    return header["strings"]


# ---- values, set, observe

def test_values_are_those_of_the_controls():
    made = arrow()
    assert made.values == {"k": 1, "kind": "plain", "at": (0, 1)}
    made.set(k=3)
    made.set(at=(2, 0))
    assert made.values == {"k": 3, "kind": "plain", "at": (2, 0)}
    assert made.default == made.indices()


def test_whoever_observes_is_told_of_every_change_once():
    made, heard = arrow(), []
    made.observe(heard.append)
    made.set(k=2)
    made.set(k=2)
    made.set(k=4, kind="bent")
    assert heard == [{"k": 2, "kind": "plain", "at": (0, 1)}, {"k": 4, "kind": "bent", "at": (0, 1)}]


def test_an_observer_may_move_the_figure_and_add_another():
    made, heard = arrow(), []
    made.observe(lambda values: made.set(kind="bent" if values["k"] > 2 else "plain"))
    made.observe(lambda values: made.observe(heard.append))
    made.set(k=3)
    assert made.values["kind"] == "bent"
    assert heard == []                                    # whoever comes while a change is told hears of the next


@pytest.mark.parametrize(("wrong", "message"), [
    ({"q": 1}, "arrow: no control is named q; there are k, kind, at"), ({"k": 9}, "arrow: k = 9 is not one of its"),
    ({"k": float("nan")}, "arrow: k = nan is not one"), ({"at": 1}, "arrow: at needs one number for each direction"),
    ({"kind": "PLAIN"}, "arrow: kind = 'PLAIN' is not one of its stops"),
])
def test_a_wrong_value_is_refused_and_changes_nothing(wrong, message):
    made, heard = arrow(), []
    made.observe(heard.append)
    with pytest.raises(FigureError, match=f"^{message}"):
        made.set(**({"kind": "bent"} | wrong))
    assert (made.state, heard) == (made.default, [])


@pytest.mark.parametrize("wrong", [None, 3, "print"])
def test_only_a_function_can_observe(wrong):
    with pytest.raises(FigureError, match="^arrow: `function` must be a function of the values; got"):
        arrow().observe(wrong)


# ---- the widget

def test_setting_moves_canvas_and_controls_and_redraws():
    made = arrow()
    parts = shown(made)
    before = bytes(canvas(parts).frame)
    made.set(k=4, kind="bent", at=(2, 2))
    assert list(canvas(parts).indices) == [4, 1, 2, 2]
    assert [one.index for one in parts["SelectionSlider"]] == [4, 2, 2]
    assert [one.index for one in parts["ToggleButtons"]] == [1]
    assert bytes(canvas(parts).frame) != before
    assert "k is 4" in words(canvas(parts))


def test_a_move_that_changes_no_line_is_told_too():
    @figure(title="A level", alt="A level.")
    def level():
        fig, ax = plt.subplots()
        line, = ax.plot([0, 1], [0, 0], color=PATH)

        @live(fig, k=(0, 4))
        def update(k=1):
            line.set_ydata([k >= 3, 0])
            return "high" if k >= 3 else "low"
        return update
    made = level()
    parts = shown(made)
    before = bytes(canvas(parts).frame)
    made.set(k=2)
    assert bytes(canvas(parts).frame) == before
    assert list(canvas(parts).drawn) == [2]


def test_moving_a_control_or_the_picture_moves_all_the_rest():
    made, heard = arrow(), []
    parts = shown(made)
    made.observe(lambda values: heard.append(values["k"]))
    parts["SelectionSlider"][0].index = 3
    assert (made.values["k"], list(canvas(parts).indices)[0], heard) == (3, 3, [3])
    canvas(parts).indices = [0, 1, 0, 0]
    assert made.values == {"k": 0, "kind": "bent", "at": (0, 0)}
    assert (parts["SelectionSlider"][0].index, parts["ToggleButtons"][0].index, heard) == (0, 1, [3, 0])


def test_choices_named_like_their_places_are_not_taken_for_them():
    """ipywidgets compares the names of buttons with their places, to see if they must be drawn again."""
    @figure(title="A digit", alt="A level.")
    def digit():
        fig, ax = plt.subplots()
        line, = ax.plot([0, 1], [0, 0], color=PATH)

        @live(fig, digit=[0, 1, 2])
        def update(digit=1):
            line.set_ydata([digit, digit])
            return f"The digit is {digit}."
        return update
    choice, = shown(digit())["ToggleButtons"]
    assert choice.options == ("0 ", "1 ", "2 ")


def test_two_views_of_a_figure_stay_in_step():
    made = arrow()
    one, other = shown(made), shown(made)
    one["SelectionSlider"][0].index = 4
    assert list(canvas(other).indices) == list(canvas(one).indices) == [4, 0, 0, 1]
    assert other["SelectionSlider"][0].index == 4
    assert shown(made)["SelectionSlider"][0].index == 4   # and a view made later begins where the figure stands


def test_a_label_wears_the_colour_of_its_mark_and_shows_all_else_as_it_is_written():
    parts = shown(arrow(labels={"k": r"k < \path{κ}", "kind": r"<b>\data{kind}</b>"}))
    slider, choice = parts["SelectionSlider"][0], parts["ToggleButtons"][0]
    assert slider.description_allow_html
    assert choice.description_allow_html
    assert slider.description == 'k &lt; <span class="role-path">κ</span>'
    assert choice.description == '&lt;b&gt;<span class="role-data">kind</span>&lt;/b&gt;'


def button(parts, label):
    found, = (one for one in parts["Button"] if one.description == label)
    return found


def test_buttons_set_presets_step_and_reset():
    made = arrow(presets={"high": {"k": 4}}, play={"k": "another"})
    parts = shown(made)
    assert [one.description for one in parts["Button"]] == ["high", "reset", "another"]
    button(parts, "high").click()
    assert made.values["k"] == 4
    button(parts, "another").click()
    assert made.values["k"] == 0                          # after the last stop it begins again
    button(parts, "reset").click()
    assert made.state == made.default
    assert "Play" not in parts


def test_a_slider_that_is_time_has_a_player_in_step_with_it():
    made = arrow(play="k")
    parts = shown(made)
    player, = parts["Play"]
    assert (player.min, player.max, player.value) == (0, 4, 1)
    player.value = 2
    assert made.values["k"] == 2
    made.set(k=4)
    assert player.value == 4
    button(parts, "step").click()
    assert (made.values["k"], player.value) == (0, 0)


def test_the_goal_is_told():
    made = arrow(goal=("go <up>", lambda k, kind, at: k == 4))
    parts = shown(made)
    line = parts["HTML"][-1]
    assert line.value == "Goal: go &lt;up&gt;."
    made.set(k=4)
    assert line.value == "Goal: go &lt;up&gt;. <b>✓ You are there.</b>"
    assert "reached" in words(canvas(parts))
    made.set(k=3)
    assert "✓" not in line.value


CHOICE = {"question": "Which <one>?", "answer": "b", "choices": {"a": "You thought <a>.", "b": "Well seen."},
          "because": "So it is."}


@pytest.mark.parametrize(("given", "reply"), [
    (1, "<b>Right.</b> Well seen. So it is."), (0, "<b>Not so.</b> You thought &lt;a&gt;. It is: b. So it is.")])
def test_a_choice_is_judged_and_the_reading_shown(given, reply):
    parts = shown(arrow(predict=predict(**CHOICE)))
    assert canvas(parts).asking
    button(parts, "answer").click()
    assert parts["HTML"][-1].value == '<span role="alert">Choose one, or skip the question.</span>'
    assert canvas(parts).asking
    parts["RadioButtons"][0].value = given
    button(parts, "answer").click()
    assert not canvas(parts).asking
    assert parts["HTML"][-1].value == reply
    assert parts["HTML"][1].value == "<b>Which &lt;one&gt;?</b>"


@pytest.mark.parametrize(("written", "reply"), [
    ("0.45", "<b>Right.</b> It is: 0.5 m."), (" 0,4 ", "<b>Right.</b> It is: 0.5 m."),
    ("0.39", "<b>Not so.</b> It is: 0.5 m."), ("−1", "<b>Not so.</b> The sign. It is: 0.5 m.")])
def test_a_number_is_judged_within_its_tolerance(written, reply):
    parts = shown(arrow(predict=predict("How much?", answer=0.5, within=0.1, unit="m", replies={-1: "The sign."})))
    parts["Text"][0].value = written
    button(parts, "answer").click()
    assert parts["HTML"][-1].value == reply


@pytest.mark.parametrize(("written", "said"), [
    ("", "Write a number, or skip the question."), ("  ", "Write a number, or skip the question."),
    ("many", "Write one number, such as 0.25, 1/3, √2 or 1e-3."), ("1e999", "This number is not finite."),
    ("nan", "Write one number, such as 0.25, 1/3, √2 or 1e-3.")])
def test_what_is_no_number_is_not_judged(written, said):
    parts = shown(arrow(predict=predict("How much?", answer=0.5)))
    parts["Text"][0].value = written
    button(parts, "answer").click()
    assert parts["HTML"][-1].value == f'<span role="alert">{said}</span>'
    assert canvas(parts).asking


def test_a_question_has_a_state_of_its_own_and_nothing_else_tells_the_answer():
    made = arrow(predict=predict(**CHOICE, before={"k": 3}), presets={"high": {"k": 4}},
                 goal=("go up", lambda k, kind, at: k == 4))
    parts = shown(made)
    slider, row, goal = parts["SelectionSlider"][0], parts["Box"][-1], parts["HTML"][-1]
    assert (canvas(parts).indices[0], slider.index, made.values["k"]) == (3, 3, 1)
    assert canvas(parts).spec["question"]["before"][0] == 3
    assert slider.disabled
    assert row.layout.visibility == goal.layout.visibility == "hidden"
    made.set(k=2)                                         # a wish, until the question is over
    assert canvas(parts).indices[0] == 3
    button(parts, "skip").click()
    assert (canvas(parts).indices[0], slider.index, made.values["k"]) == (2, 2, 2)
    assert not slider.disabled
    assert row.layout.visibility == goal.layout.visibility == "visible"
    assert parts["RadioButtons"][0].disabled


def test_a_question_may_be_skipped():
    parts = shown(arrow(predict=predict("How much?", answer=0.5)))
    button(parts, "skip").click()
    assert not canvas(parts).asking


def test_linked_figures_move_together_where_their_stops_agree():
    one, two, other = arrow(link="us"), arrow(link="us", name="two"), arrow(link="us", k=(0, 8), name="three")
    for made in (one, two, other, one):
        shown(made)
    heard = []
    two.observe(lambda values: heard.append(values["k"]))
    one.set(k=3, kind="bent")
    assert (two.values["k"], two.values["kind"], heard) == (3, "bent", [3])
    assert (other.values["k"], other.values["kind"]) == (1, "bent")       # its k has other stops
    two.set(at=(2, 2))
    assert one.values["at"] == other.values["at"] == (2, 2)
    other.set(k=8)
    assert (one.values["k"], two.values["k"]) == (3, 3)
    stranger = arrow(link="them")
    shown(stranger)
    one.set(k=4)
    assert stranger.values["k"] == 1
    gc.collect()


def test_the_title_is_words():
    assert shown(arrow())["HTML"][0].value == "<em>An &lt;arrow&gt;</em>"
