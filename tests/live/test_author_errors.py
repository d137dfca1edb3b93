"""What an author is told: the figure's name, what is wrong and what to do, never a silently dead figure."""
from __future__ import annotations

import re

import matplotlib.pyplot as plt
import numpy as np
import pytest

from mathlib.live import DATA, PATH, FigureError, bake, display, drag, figure, live, predict
from mathlib.live.bake import bake as baked
from mathlib.live.picture import picture, reference

NAME = "small-figure: "


def stage(**limits):
    fig, ax = plt.subplots()
    ax.set(**({"xlim": (0, 4), "ylim": (0, 4)} | limits))
    return fig, ax


def made(make):
    """Return the live figure of an author's function, always under the same name."""
    make.__name__ = "small_figure"
    return figure(title="A title", alt="A description.")(make)()


def moving(change=lambda ax, line, k: None, draw=lambda ax: None, **keywords):
    """Return a figure whose line moves with a slider k from 0 to 3, and that does `change` besides."""
    def small_figure():
        fig, ax = stage()
        line, = ax.plot([0, 1], [0, 1], color=PATH)
        draw(ax)

        @live(fig, **({"k": (0, 3)} | keywords))
        def update(k=0):
            line.set_ydata([0, k])
            return change(ax, line, k)
        return update
    return made(small_figure)


def updating(update, **keywords):
    """Return a figure with the controls `keywords` that is moved by `update`."""
    def small_figure():
        fig, _ = stage()
        return live(fig, **keywords)(update)
    return made(small_figure)


def refuses(message):
    return pytest.raises(FigureError, match="^" + NAME + message)


# ---- making

@pytest.mark.parametrize("arguments", [{}, {"title": "A title"}, {"alt": "An alt"}, {"title": "", "alt": "An alt"},
                                       {"title": "A title", "alt": ""}, {"title": 3, "alt": "An alt"}])
def test_a_figure_needs_a_title_and_an_alt_text(arguments):
    def small_figure():
        """Never called."""
    with refuses(r'@figure needs a title and an alt text: @figure\(title="…", alt="…"\)$'):
        figure(**arguments)(small_figure)


def test_a_figure_without_parentheses_is_told_what_to_write():
    with refuses("@figure needs a title and an alt text"):
        @figure
        def small_figure():
            """Never called."""


@pytest.mark.parametrize("returned", [None, 3, "text", len])
def test_the_function_must_return_its_update(returned):
    with refuses("the function must end with `return update`, the function under @live"):
        made(lambda: returned)


def test_live_needs_the_figure_first():
    with refuses(r"@live needs the matplotlib figure first, @live\(fig, …\); got <Axes"):
        made(lambda: live(stage()[1], k=(0, 1))(lambda k=0: None))


def test_every_parameter_needs_a_control():
    with refuses("update has the parameter other but @live gives it no control"):
        updating(lambda k=0, other=1: None, k=(0, 1))


def test_every_control_needs_a_parameter_and_an_unknown_option_is_told_the_options():
    with refuses(r"@live names ghosts, which is neither a parameter of update nor an option \(presets, labels, units"):
        updating(lambda k=0: None, k=(0, 1), ghosts=True)


def test_a_parameter_cannot_be_called_as_an_option_is():
    with refuses("labels is an option of @live and cannot be a parameter of update"):
        updating(lambda labels=0: None)


def test_an_update_without_parameters_is_a_still_picture():
    with refuses("update has no parameter, so there is nothing to move"):
        updating(lambda: None)


def test_every_parameter_needs_a_default():
    with refuses("the parameter k of update needs a default: it is the state that the reader sees first"):
        updating(lambda k: None, k=(0, 1))


def test_the_default_must_be_a_stop():
    with refuses(r"k = 0.3 is not one of its stops \(0, 1\)"):
        updating(lambda k=0.3: None, k=(0, 1))


def test_a_control_needs_stops():
    with refuses("the control k has 0 stops; it needs at least two"):
        updating(lambda k=0: None, k=[])


@pytest.mark.parametrize(("options", "message"), [
    ({"presets": {"far": {"q": 2}}}, "the preset 'far': no control is named q; there are k$"),
    ({"presets": {"far": {"k": 99}}}, r"the preset 'far': k = 99 is not one of its stops \(0, 1, 2, 3\)$"),
    ({"presets": ["far"]}, r"presets must be a dict; got \['far'\]"),
    ({"presets": {"far": 3}}, "the preset 'far' must be a dict of controls and values; got 3"),
    ({"labels": {"q": "text"}}, "labels names q, which is no control"),
    ({"labels": "text"}, "labels must be a dict; got 'text'"),
    ({"units": {"q": "text"}}, "units names q, which is no control"),
])
def test_options_name_controls_that_exist(options, message):
    with refuses(message):
        moving(**options)


def unreachable(k):
    raise ZeroDivisionError("no such thing")


@pytest.mark.parametrize(("options", "message"), [
    ({"goal": "high"}, r"goal must be a pair: what to reach, in words, and a function .*; got 'high'"),
    ({"goal": ("high", 3)}, r"goal must be a pair: .*; got \('high', 3\)"),
    ({"ghost": "yes"}, "ghost must be True or False; got 'yes'"),
    ({"link": 3}, "link must be a name that figures of a page share; got 3"),
    ({"play": "q"}, "play names q, which is no slider"),
    ({"play": {"q": "again"}}, "play names q, which is no slider"),
    ({"play": 3}, "play must be a slider's name, or a dict of names and what to call them; got 3"),
    ({"predict": "what?"}, r"predict must be predict\(question, answer=…, …\); got 'what\?'"),
    ({"script": 3}, "script must be a JavaScript function or the name of its file; got 3"),
    ({"script": "missing.js"}, "its script missing.js is not in scripts/ beside test_author_errors.py"),
])
def test_every_option_is_what_it_says(options, message):
    with refuses(message):
        moving(**options)


@pytest.mark.parametrize(("answer", "message"), [
    ({"answer": "c", "choices": ["a", "b"]}, r"the answer 'c' of the prediction is not one of its choices \(a, b\)"),
    ({"answer": "c"}, "the prediction needs choices, or a number as its answer; got 'c'"),
    ({"answer": True}, "the prediction needs choices, or a number as its answer; got True"),
])
def test_a_prediction_has_an_answer(answer, message):
    with pytest.raises(FigureError, match=f"^{message}"):
        predict("What?", **answer)


@pytest.mark.parametrize(("test", "message"), [
    (lambda k: k == 0, "the goal is reached in the default state already"),
    (lambda k: k > 99, "the goal 'high' is reached at no stop"),
    (unreachable, "the test of the goal raised ZeroDivisionError at k=0: no such thing"),
    (lambda q: True, "the test of the goal raised TypeError at k=0: .*unexpected keyword argument"),
])
def test_a_goal_can_be_reached_and_is_not_reached_at_first(test, message):
    with refuses(message):
        baked(moving(goal=("high", test)))


# ---- the same in JavaScript

SAME = "({k}) => ({slope: [[0, 1], [0, k]], status: `height ${k}`})"


def scripted(script, x=(0, 1), goal=None, **limits):
    """Return a figure whose line a script draws too."""
    def small_figure():
        fig, ax = stage(**limits)
        line, = ax.plot([0, 1], [0, 1], color=PATH, gid="slope")

        @live(fig, k=(0, 3), script=script, **({"goal": goal} if goal else {}))
        def update(k=1):
            line.set_data(x, [0, k])
            return f"height {k}"
        return update
    return made(small_figure)


def test_a_script_that_draws_the_same_is_accepted():
    assert baked(scripted(SAME))


@pytest.mark.parametrize(("script", "message"), [
    ("({k}) => (", "its script is no JavaScript function: SyntaxError"),
    ("({k}) => missing", r"its script raised ReferenceError: missing is not defined\n(.*\n)* at k="),
    ("({k}) => ({slope: [[0, 1], [0, k + 1e-5]]})", "the script draws slope elsewhere than Python at k="),
    ("({k}) => ({slope: [[0, 1, 2], [0, k, 2]]})", "the script draws slope elsewhere than Python at k="),
    ("({k}) => ({slope: [[0, 1], [0, k]], status: `depth ${k}`})",
     "the script tells another status than Python at k=., where Python tells 'height .'"),
    ("({k}) => ({})", "the script does not draw slope, which Python does; return its points, or take its gid away"),
    ("({k}) => ({slope: [[0, 1], [0, k]], other: [[0], [0]]})",
     "the script draws other, but no live line, polygon or image has this gid"),
])
def test_a_script_must_draw_what_python_draws(script, message):
    with refuses(message):
        baked(scripted(script))


def test_a_script_must_know_the_goal():
    high = ("high", lambda k: k == 3)
    assert baked(scripted(SAME.replace("status", "goal: k === 3, status"), goal=high))
    with refuses("the script must tell, as `goal`, whether the goal is reached; it is (not )?at k="):
        baked(scripted(SAME, goal=high))


def test_a_script_draws_on_linear_and_logarithmic_axes(tmp_path):
    with refuses("a script can draw on linear and logarithmic axes; this one is symlog"):
        display.html(scripted(SAME, xscale="symlog"), tmp_path)


@pytest.mark.parametrize(("handle", "message"), [
    (lambda ax: drag(ax, x="q", y=0), "the handle tip moves 'q', which is no slider"),
    (lambda ax: drag(ax, x=0, y="choice"), "the handle tip moves 'choice', which is no slider"),
    (lambda ax: drag(ax, x="k", y="k"), "the handle tip moves 'k' in both directions"),
    (lambda ax: drag(ax, x="k", y=(0, 1)), "the handle tip moves a slider, so x and y must be names of sliders or num"),
    (lambda ax: drag(None, x="k", y=0), "the handle tip needs axes of the figure; got None"),
    (lambda ax: drag(plt.subplots()[1], x="k", y=0), "the handle tip needs axes of the figure; got <Axes"),
    (lambda ax: drag(ax, x="k", y=0, role="red"), "the role of a handle must be one of paper, ink,"),
])
def test_a_handle_moves_sliders_of_its_figure(handle, message):
    def small_figure():
        fig, ax = stage()

        @live(fig, k=(0, 3), choice=["a", "b"], tip=handle(ax))
        def update(k=0, choice="a"):
            """Move nothing."""
        return update
    with refuses(message):
        made(small_figure)


def test_a_handle_needs_rectangular_axes():
    def small_figure():
        fig = plt.figure()
        ax = fig.add_subplot(projection="polar")
        return live(fig, start=drag(ax, x=(0, 1), y=(0, 1)))(lambda start=(0, 0): None)
    with refuses("the handle start needs rectangular axes, which polar axes are not"):
        made(small_figure)


def test_a_handle_stands_where_its_axes_can_show_it(tmp_path):
    def small_figure():
        fig, ax = stage(xscale="log", xlim=(0.1, 10))
        dot, = ax.plot([1], [1], "o", color=PATH)
        return live(fig, start=drag(ax, x=(0, 3), y=(0, 3)))(
            lambda start=(1, 1): dot.set_data(start[:1], start[1:]))
    with refuses("the handle start has a stop in x that its axes cannot show"):
        display.html(made(small_figure), tmp_path)


# ---- updating

def test_an_update_that_raises_names_the_stop_and_shows_where():
    def change(ax, line, k):
        if k == 2:
            raise ZeroDivisionError("a reason")
    with refuses(r"update raised ZeroDivisionError at k=2\n(.*\n)*.*a reason") as caught:
        baked(moving(change))
    assert 'raise ZeroDivisionError("a reason")' in str(caught.value)
    assert isinstance(caught.value.__cause__, ZeroDivisionError)


def test_an_update_that_raises_at_the_default_is_refused_when_the_figure_is_made():
    with refuses(r"update raised KeyError at k=0\n") as caught:
        moving(lambda ax, line, k: {}["missing"])
    assert isinstance(caught.value.__cause__, KeyError)


@pytest.mark.parametrize("status", [3, ["a"], True, b"text"])
def test_the_status_must_be_a_sentence(status):
    with refuses("update must return its status sentence, a string; got " + re.escape(repr(status))):
        moving(lambda ax, line, k: status)


@pytest.mark.parametrize(("told", "shown"), [
    ("It is -3.", "It is −3."), ("(-0.5, -.5)", "(−0.5, −.5)"), ("−1 and x-1, 2-3 steps", "−1 and x-1, 2-3 steps"),
    ("a two-fold - so", "a two-fold - so")])
def test_a_hyphen_before_a_number_is_shown_as_a_minus_sign(told, shown):
    figure = moving(lambda ax, line, k: told)
    assert figure.apply(figure.default) == shown


def test_no_status_is_an_empty_one():
    assert moving().apply((1,)) == ""


SWAPPED = {}


def swap(ax, line, k):
    if k:
        SWAPPED.pop("line").remove()
        SWAPPED["line"], = ax.plot([0, k], [0, 1], color=DATA)


def keep_to_swap(ax):
    SWAPPED["line"], = ax.plot([0, 1], [0, 1], color=DATA)


@pytest.mark.parametrize(("change", "message"), [
    (lambda ax, line, k: ax.set_xlim(0, 4 + k) and None, "changed axis limits; set them once, outside update"),
    (lambda ax, line, k: ax.set_ylim(k, 4) and None, "changed axis limits; set them once, outside update"),
    (lambda ax, line, k: k and line.remove(), "added or removed artists; make them once, outside update"),
    (lambda ax, line, k: k and ax.axvline(k) and None, "added or removed artists; make them once"),
    (lambda ax, line, k: k and ax.figure.text(0, 0, "a") and None, "added or removed artists; make them once"),
    (lambda ax, line, k: k and ax.twinx() and None, "added or removed artists; make them once"),
    (lambda ax, line, k: line.set_zorder(k + 2), "changed the zorder of an artist; the order of drawing is fixed"),
    (lambda ax, line, k: ax.set_visible(k == 0), "hid or showed whole axes; change their artists"),
])
def test_the_stage_stands_still(change, message):
    with refuses("update " + message + r".* \(first at k=[123]\)$"):
        baked(moving(lambda ax, line, k: change(ax, line, k) or None))


def test_an_artist_that_is_swapped_for_another_is_noticed():
    with refuses(r"update added or removed artists; make them once.* \(first at k=[123]\)$"):
        baked(moving(swap, keep_to_swap))


@pytest.mark.parametrize("change", [
    lambda ax, line, k: ax.set_xticks([0, k]) and None,
    lambda ax, line, k: ax.set_yticks([0, 1], ["a", "b" * k]) and None,
    lambda ax, line, k: ax.grid(k > 1),
    lambda ax, line, k: ax.xaxis.set_visible(k > 1),
    lambda ax, line, k: ax.set_position((0.1, 0.1, 0.5 + k / 9, 0.8)),
])
def test_ticks_stand_still(change):
    with refuses(r"update changed ticks, their labels or a grid, which stand still; set them once, .*\(first at k="):
        baked(moving(change))


# ---- baking

def test_a_figure_that_never_changes_is_refused():
    with refuses("no control changes the picture; update changes no artist, or all that it sets is empty, NaN"):
        baked(updating(lambda k=0: None, k=(0, 3)))


@pytest.mark.parametrize("data", [[], [np.nan, np.nan], [np.inf, -np.inf]])
def test_a_figure_that_never_shows_anything_is_refused(data):
    with refuses("no control changes the picture; .* is empty, NaN or out of sight in every state"):
        baked(moving(lambda ax, line, k: line.set_data(data, data)))


def test_a_control_that_changes_nothing_is_refused():
    def small_figure():
        fig, ax = stage()
        line, = ax.plot([0, 1], [0, 1], color=PATH)
        return live(fig, k=(0, 3), start=drag(ax, x=(0, 1), y=(0, 1)), idle=(0, 2))(
            lambda k=0, start=(0, 1), idle=0: line.set_data([start[0], 2], [start[1], k]))
    with refuses("the control idle changes nothing"):
        baked(made(small_figure))


def test_a_control_that_changes_only_the_sentence_is_no_mistake():
    def small_figure():
        fig, ax = stage()
        line, = ax.plot([0, 1], [0, 1], color=PATH)

        @live(fig, k=(0, 3), digits=(1, 3))
        def update(k=0, digits=2):
            line.set_ydata([0, k])
            return f"{k:.{digits}f}"
        return update
    assert baked(made(small_figure))


@pytest.mark.parametrize("draw", [
    lambda ax: ax.plot([0, 1], color="#123456"),
    lambda ax: ax.plot([0, 1], color="red"),
    lambda ax: ax.scatter([1], [1], facecolor="C5", edgecolor="#123456"),
    lambda ax: ax.text(1, 1, "text", color="purple"),
    lambda ax: ax.text(1, 1, "$x$", color="purple"),
    lambda ax: ax.pcolormesh(np.eye(3), cmap="viridis"),
    lambda ax: ax.pcolormesh(np.eye(3), cmap="viridis", shading="gouraud"),
    lambda ax: ax.add_patch(plt.Rectangle((1, 1), 1, 1, hatch="//", edgecolor="#123456")),
])
def test_a_colour_that_is_no_role_is_refused(draw):
    still = moving(draw=lambda ax: draw(ax) and None)
    message = r"the colour #[0-9a-f]{6} is not a role; use one of mathlib.live's \(PATH, DATA, MUTED, …\)"
    with refuses(message):
        picture(still, [], {}, "a-")
    with refuses(message):
        reference(still, (1,), "a-")
    with refuses(message):
        baked(still)


def test_a_colour_that_is_no_role_at_a_later_stop_is_refused():
    with refuses("the colour #123456 is not a role"):
        baked(moving(lambda ax, line, k: line.set_color((PATH, DATA, PATH, "#123456")[k])))


@pytest.mark.parametrize(("budget", "value", "message"), [
    ("MAX_COMPRESSED", 100, r"the table takes . KB compressed and 0.. MB unpacked \(the budget is 0 KB and 16 MB\)"),
    ("MAX_UNPACKED", 100, r"the table takes . KB compressed and 0.. MB unpacked \(the budget is 400 KB and 0 MB\)"),
    ("MAX_STATES", 7, r"its controls reach 8 states \(the budget is 7\)"),
])
def test_a_table_over_budget_says_which_control_to_thin_out(monkeypatch, budget, value, message):
    def small_figure():
        fig, ax = stage()
        line, = ax.plot([0, 1], [0, 1], color=PATH)
        return live(fig, few=(0, 1), many=(0, 3))(lambda few=0, many=0: line.set_ydata([few, many]))
    monkeypatch.setattr(bake, budget, value)
    with refuses(message + "; thin out many, which has 4 stops$"):
        baked(made(small_figure))


def test_too_many_points_for_one_artist_are_refused():
    x = np.linspace(0, 4, 66_000)
    with refuses("more than 65 535 points in one artist.*; thin out k, which has 4 stops"):
        baked(moving(lambda ax, line, k: line.set_data(x, x * k)))


@pytest.mark.parametrize("source", [lambda k: np.random.default_rng().normal(), lambda k, calls=[]: calls.append(k) or
                                    len(calls)], ids=["chance", "history"])
def test_an_update_that_is_no_function_of_its_stops_is_refused(source):
    with refuses("update does not draw the same picture twice at the same stops; it depends on chance"):
        baked(moving(lambda ax, line, k: line.set_xdata([0, 1 + source(k) % 1 + source(k) / 1e3])))


# ---- in a page

def test_an_id_can_stand_on_a_page_once(tmp_path):
    display.html(moving(), tmp_path)
    with refuses("a figure of this name is already on this page; an id can stand there once"):
        display.html(moving(), tmp_path)


@pytest.mark.parametrize("name", ["Small", "small_Figure", "größe", "_2d", "Δ"])
def test_a_name_that_cannot_be_an_id_is_refused(tmp_path, name):
    def make():
        fig, ax = stage()
        line, = ax.plot([0, 1], color=PATH)
        return live(fig, k=(0, 3))(lambda k=0: line.set_ydata([0, k]))
    make.__name__ = name
    with pytest.raises(FigureError, match="the name of the function must begin with a letter and hold only lower-case"):
        display.html(figure(title="A title", alt="An alt")(make)(), tmp_path)


@pytest.mark.parametrize(("values", "message"), [({"k": 9}, r"k = 9 is not one of its stops"),
                                               ({"q": 0}, "no control is named q; there are k")])
def test_a_state_that_does_not_exist_is_refused(values, message):
    with refuses(message):
        moving().indices(**values)


def test_every_error_names_the_figure_once():
    with pytest.raises(FigureError) as caught:
        moving(presets={"far": {"k": 99}})
    assert str(caught.value).count("small-figure") == 1
