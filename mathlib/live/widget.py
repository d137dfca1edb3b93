"""A live figure where a kernel runs: real ipywidgets controls beside one anywidget, which shows the picture.

For each change the kernel runs `update` and sends the display lists of the live artists as a table with one state, so
that page and notebook draw with the same code. ipywidgets coalesces events by itself: the newest value wins.
"""
from __future__ import annotations

import functools
import itertools
import weakref
from html import escape

import numpy as np

from mathlib.typed import read_number

from .bake import find_live, told
from .display import spec
from .errors import FigureError
from .figure import LiveFigure
from .labels import coloured
from .picture import picture
from .predictions import Prediction
from .style import style
from .table import Track, encode

WIDTH = "720px"
_numbers = itertools.count()


def view(figure: LiveFigure) -> dict:
    """Return the MIME bundle of the figure as a widget."""
    return _assembled(figure)._repr_mimebundle_()


def _assembled(figure: LiveFigure):
    import ipywidgets
    canvas = _canvas(figure)
    row = {"display": "flex", "flex_flow": "row wrap", "max_width": WIDTH}
    controls, goal = _controls(figure, canvas), _goal(figure)
    rows = [ipywidgets.Box(parts, layout=row) for parts in (controls, _buttons(figure))]
    title = ipywidgets.HTML(f"<em>{escape(figure.title)}</em>")
    _hold(canvas, controls, [rows[1], *goal])
    return ipywidgets.VBox([title, *_prediction(figure, canvas), canvas, *rows, *goal])


def _hold(canvas, controls: list, telling: list) -> None:
    """While the question is open, let the controls stand still, and what tells the answer be out of sight."""
    def hold(*_):
        for control in controls:
            control.disabled = canvas.asking
        for part in telling:
            part.layout.visibility = "hidden" if canvas.asking else "visible"
    canvas.observe(hold, "asking")
    hold()


def _canvas(figure: LiveFigure):
    seen = figure.state if figure.before is None else figure.before
    with style():
        live = find_live(figure)
        svg = picture(figure, live, figure.recorder.definitions(), prefix := f"{figure.name}-{next(_numbers)}-")
        first = frame(figure, live, seen)
    canvas = _canvas_class()(spec=spec(figure, prefix), svg=svg, indices=list(seen), frame=first, drawn=list(seen),
                             asking=figure.before is not None)

    def draw(change):
        try:
            with style(), canvas.hold_sync():
                canvas.frame, canvas.problem = frame(figure, live, tuple(change["new"])), ""
                canvas.drawn = change["new"]               # told even if the two states look the same
        except FigureError as error:
            canvas.problem = str(error)
        figure.move(tuple(change["new"]))

    def follow(*_):
        if not canvas.asking:
            canvas.indices = list(figure.state)
    canvas.observe(draw, "indices")
    canvas.observe(follow, "asking")
    figure.observe(follow)
    if figure.options.link:
        _share(figure)
    return canvas


def frame(figure: LiveFigure, live: dict, indices: tuple[int, ...]) -> bytes:
    """Return a table of one state: the display lists of all live artists, and what the figure tells in words."""
    words = told(figure, indices)
    lists = {name: figure.record(int(name)) for name in live if name not in words}
    tracks = [Track(name, (), (), [state]) for name, state in {**lists, **words}.items()]
    return encode(tracks, figure.recorder.definitions())


_linked: dict[str, weakref.WeakSet] = {}
_led: set[str] = set()                  # the links along which a move is being passed on


def _share(figure: LiveFigure) -> None:
    """Let figures with the same `link` move together: controls of the same name with the same stops."""
    friends = _linked.setdefault(figure.options.link, weakref.WeakSet())
    if figure in friends:
        return
    friends.add(figure)

    def lead(values):
        if figure.options.link not in _led:               # who follows does not lead: it may share only some controls
            _led.add(figure.options.link)
            try:
                for friend in friends - {figure}:
                    friend.move(_following(friend, figure))
            finally:
                _led.discard(figure.options.link)
    figure.observe(lead)


def _following(friend: LiveFigure, figure: LiveFigure) -> tuple[int, ...]:
    state, theirs = list(friend.state), {c.name: c for c in figure.controls}
    for control in friend.controls:
        if control.name in theirs and theirs[control.name].axes == control.axes:
            for own, other in zip(friend.axes_of[control.name], figure.axes_of[control.name], strict=True):
                state[own] = figure.state[other]
    return tuple(state)


def _controls(figure: LiveFigure, canvas) -> list:
    """Return an ipywidgets control for each axis of the grid, kept in step with the canvas both ways."""
    import ipywidgets
    made = []
    for control in figure.controls:
        for way, stops in enumerate(control.axes):
            if len(stops) > 1:
                label = control.label + (f" ({'xy'[way]})" if control.kind == "drag" else "")
                made.append(_control(ipywidgets, control.kind, label, stops.texts, control.unit))
            else:
                made.append(None)
    for axis, widget in enumerate(made):
        if widget is not None:
            widget.index = canvas.indices[axis]
            widget.observe(functools.partial(_to_canvas, canvas, axis), "index")
    canvas.observe(functools.partial(_to_controls, made), "indices")
    return [widget for widget in made if widget is not None]


def _buttons(figure: LiveFigure) -> list:
    """Return a button for each preset, one to reset, one for each slider that plays."""
    moves = {label: (lambda _, indices=indices: figure.move(indices))
             for label, indices in {**figure.presets, "reset": figure.default}.items()}
    for name, label in figure.options.play.items():
        moves["step" if label == "play" else label] = lambda _, axis=figure.axes_of[name][0]: _step(figure, axis)
    return [_button(label, press) for label, press in moves.items()] + _players(figure)


def _button(label: str, press):
    import ipywidgets
    button = ipywidgets.Button(description=label, layout={"width": "auto"})
    button.on_click(press)
    return button


def _step(figure: LiveFigure, axis: int) -> None:
    state = list(figure.state)
    state[axis] = (state[axis] + 1) % len(figure.grid[axis])
    figure.move(tuple(state))


def _players(figure: LiveFigure) -> list:
    """Return a player for each slider that is time."""
    import ipywidgets
    made = []
    for name in (name for name, label in figure.options.play.items() if label == "play"):
        axis = figure.axes_of[name][0]
        player = ipywidgets.Play(min=0, max=len(figure.grid[axis]) - 1, value=figure.state[axis], interval=140)
        player.observe(lambda change, axis=axis: figure.move(
            (*figure.state[:axis], int(change["new"]), *figure.state[axis + 1:])), "value")
        figure.observe(lambda values, player=player, axis=axis: setattr(player, "value", figure.state[axis]))
        made.append(player)
    return made


def _goal(figure: LiveFigure) -> list:
    if figure.options.goal is None:
        return []
    import ipywidgets
    line = ipywidgets.HTML()

    def tell(*_):
        mark = " <b>✓ You are there.</b>" if figure.reached(figure.state) else ""
        line.value = f"Goal: {escape(figure.options.goal.text)}.{mark}"
    tell()
    figure.observe(tell)
    return [line]


def _prediction(figure: LiveFigure, canvas) -> list:
    """Return the question, an answer, and what is replied; the figure can be moved then, and when it is skipped."""
    asked = figure.options.predict
    if asked is None:
        return []
    import ipywidgets
    words = ipywidgets.HTML(f"<b>{escape(asked.question)}</b>")
    answer = (ipywidgets.RadioButtons(options=[(choice, i) for i, choice in enumerate(asked.choices)], value=None,
                                      layout={"width": "auto"})
              if asked.choices else ipywidgets.Text(description=f"your number {asked.unit}".strip()))
    because = ipywidgets.HTML()

    def close(given):
        verdict, told = asked.reply(given)
        because.value = f"<b>{verdict}</b> {escape(told)}"
        answer.disabled, buttons.layout.display = True, "none"
        canvas.asking = False

    def judge(_):
        given = _given(asked, answer.value)
        if isinstance(given, str):
            because.value = f'<span role="alert">{escape(given)}</span>'
        else:
            close(given)
    buttons = ipywidgets.HBox([_button("answer", judge), _button("skip", lambda _: close(None))])
    return [words, answer, buttons, because]


def _given(asked: Prediction, value: int | str | None) -> float | str:
    """Return the number of a choice, or the number that was written, or a sentence that says what is missing."""
    if value is None or str(value).strip() == "":
        return asked.empty
    try:
        return value if asked.choices else read_number(value, *asked.units)
    except ValueError as problem:
        return str(problem)


def _control(ipywidgets, kind: str, label: str, texts: tuple[str, ...], unit: str):
    texts = [f"{text} {unit}".strip() for text in texts]
    style, words = {"description_width": "initial"}, {"description": coloured(label), "description_allow_html": True}
    if kind in ("slider", "drag"):
        return ipywidgets.SelectionSlider(**words, options=texts, style=style, layout={"width": "340px"})
    texts = [f"{text} " for text in texts]    # ipywidgets never draws buttons named 0, 1, 2 again: they stay locked
    return ipywidgets.ToggleButtons(**words, options=texts, style=style | {"button_width": "auto"})


def _to_canvas(canvas, axis: int, change) -> None:
    indices = list(canvas.indices)
    if change["new"] is not None and indices[axis] != change["new"]:
        indices[axis] = int(change["new"])
        canvas.indices = indices


def _to_controls(widgets: list, change) -> None:
    for widget, stop in zip(widgets, change["new"], strict=True):
        if widget is not None and widget.index != stop:
            widget.index = stop


@functools.cache
def _canvas_class():
    """Make the widget class when the first kernel shows a figure; pages and tests never load it."""
    import anywidget
    import traitlets

    from .assets import widget_module, widget_stylesheet

    class FigureCanvas(anywidget.AnyWidget):
        """The picture of a live figure: SVG, handles, status sentence."""

        _esm = widget_module()
        _css = widget_stylesheet()
        spec = traitlets.Dict().tag(sync=True)
        svg = traitlets.Unicode().tag(sync=True)
        frame = traitlets.Bytes().tag(sync=True)
        drawn = traitlets.List(traitlets.Int()).tag(sync=True)            # the indices of the state that `frame` shows
        problem = traitlets.Unicode().tag(sync=True)
        asking = traitlets.Bool().tag(sync=True)
        indices = traitlets.List(traitlets.Int()).tag(sync=True)

        @traitlets.validate("indices")
        def _inside(self, proposal):
            counts = [len(texts) for texts in self.spec["texts"]]
            wanted = proposal["value"]
            if len(wanted) != len(counts):
                raise traitlets.TraitError(f"`indices` must have {len(counts)} numbers; got {wanted!r}.")
            return np.clip(wanted, 0, np.array(counts) - 1).tolist()

    return FigureCanvas
