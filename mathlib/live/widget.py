"""A live figure where a kernel runs: real ipywidgets controls beside one anywidget, which shows the picture.

For each change the kernel runs `update` and sends the display lists of the live artists as a table with one state, so
that page and notebook draw with the same code. ipywidgets coalesces events by itself: the newest value wins.
"""
from __future__ import annotations

import functools
import itertools
from html import escape

import numpy as np

from .bake import STATUS, find_live, sentence
from .display import spec
from .errors import FigureError
from .figure import LiveFigure
from .picture import picture
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
    controls = ipywidgets.Box(_controls(figure, canvas), layout=row)
    buttons = ipywidgets.Box(_buttons(figure, canvas), layout=row)
    return ipywidgets.VBox([ipywidgets.HTML(f"<em>{escape(figure.title)}</em>"), canvas, controls, buttons])


def _canvas(figure: LiveFigure):
    with style():
        live = find_live(figure)
        svg = picture(figure, live, figure.recorder.definitions(), prefix := f"{figure.name}-{next(_numbers)}-")
        first = frame(figure, live, figure.default)
    canvas = _canvas_class()(spec=spec(figure, prefix), svg=svg, indices=list(figure.default), frame=first)

    def draw(change):
        try:
            with style():
                canvas.frame, canvas.problem = frame(figure, live, tuple(change["new"])), ""
        except FigureError as error:
            canvas.problem = str(error)
    canvas.observe(draw, "indices")
    return canvas


def frame(figure: LiveFigure, live: dict, indices: tuple[int, ...]) -> bytes:
    """Return a table of one state: the display lists of all live artists, and the status sentence."""
    status = figure.apply(indices)
    lists = {name: figure.record(int(name)) for name in live if name != STATUS}
    tracks = [Track(name, (), (), [state]) for name, state in {**lists, STATUS: sentence(status)}.items()]
    return encode(tracks, figure.recorder.definitions())


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
            widget.index = figure.default[axis]
            widget.observe(functools.partial(_to_canvas, canvas, axis), "index")
    canvas.observe(functools.partial(_to_controls, made), "indices")
    return [widget for widget in made if widget is not None]


def _buttons(figure: LiveFigure, canvas) -> list:
    """Return a button for each preset, and one that resets."""
    import ipywidgets
    made = []
    for label, indices in {**figure.presets, "reset": figure.default}.items():
        button = ipywidgets.Button(description=label, layout={"width": "auto"})
        button.on_click(lambda _, indices=indices: setattr(canvas, "indices", list(indices)))
        made.append(button)
    return made


def _control(ipywidgets, kind: str, label: str, texts: tuple[str, ...], unit: str):
    texts = [f"{text} {unit}".strip() for text in texts]
    style = {"description_width": "initial"}
    if kind in ("slider", "drag"):
        return ipywidgets.SelectionSlider(description=label, options=texts, style=style, layout={"width": "340px"})
    return ipywidgets.ToggleButtons(description=label, options=texts, style=style | {"button_width": "auto"})


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
        problem = traitlets.Unicode().tag(sync=True)
        indices = traitlets.List(traitlets.Int()).tag(sync=True)

        @traitlets.validate("indices")
        def _inside(self, proposal):
            counts = [len(texts) for texts in self.spec["texts"]]
            wanted = proposal["value"]
            if len(wanted) != len(counts):
                raise traitlets.TraitError(f"`indices` must have {len(counts)} numbers; got {wanted!r}.")
            return np.clip(wanted, 0, np.array(counts) - 1).tolist()

    return FigureCanvas
