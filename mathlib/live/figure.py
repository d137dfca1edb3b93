"""`@figure` and `@live`: one Python function becomes a figure that a reader can move.

The outer function makes a matplotlib figure once; `@live` names what can be moved and marks the update that changes
the artists' data. A `LiveFigure` can be put into any state (`apply`), looked at in that state (`record`), and shown:
as a live picture in the built book, as a widget where a kernel runs, as a plain picture everywhere else.
"""
from __future__ import annotations

import contextlib
import functools
import inspect
import itertools
import re
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axis import Axis
from matplotlib.figure import Figure

from .controls import Control, Drag, is_number, make_control
from .errors import FigureError, naming
from .options import NAMES, Options, read_options
from .render import Primitive, Recorder, SvgRenderer
from .style import style

HYPHEN = re.compile(r"(?<!\w)-(?=\.?\d)")             # as Python writes a minus; a sentence has the sign itself


@dataclass(frozen=True)
class Live:
    """What `@live` returns: the update, the matplotlib figure it changes, the controls, the options."""

    update: Callable[..., str | None]
    fig: Figure
    controls: dict[str, Any]
    options: dict[str, Mapping]


def live(fig: Figure, **keywords: Any) -> Callable[[Callable], Live]:
    """Mark the function below as the update of `fig`.

    fig : the matplotlib figure; its axis limits stay as they are, only the artists' data change.
    keywords : one control for each parameter of the update: `(min, max, step)`, `log(min, max, count)`, a list, a dict,
        a bool, `drag(ax, x=…, y=…)`. A handle that moves other sliders, `drag(ax, x="a", y="c")`, has any other name.
        Options: `presets={"label": dict(…)}`, `labels={"control": "text"}`, `units={"control": "°"}`,
        `goal=("what to reach", test)` with `test(**values)` true where it is, `predict=predict(question, …)`,
        `ghost=True` to keep the previous setting in sight, `play="t"` or `play={"seed": "another sample"}` for a slider
        that is time or chance, `link="name"` to share controls with the figures of a page that have the same name,
        `script="name.js"` for the same update once more in JavaScript, so that handles move without stops and images
        (named by a gid) are painted in the page, `data={"name": array}` for the numbers it needs.
    """
    options = {name: keywords.pop(name) for name in NAMES if name in keywords}
    if not isinstance(fig, Figure):
        raise FigureError(f"@live needs the matplotlib figure first, @live(fig, …); got {fig!r}")

    def mark(update: Callable) -> Live:
        return Live(update, fig, keywords, options)
    return mark


def figure(title: str = "", alt: str = "") -> Callable[[Callable[..., Live]], Callable[..., LiveFigure]]:
    """Make the function below, which returns its `@live` update, return a `LiveFigure`.

    title : one line that names what there is to discover.
    alt : what the default picture shows, for those who cannot see it.
    """
    if callable(title):
        return figure()(title)

    def wrap(make: Callable[..., Live]) -> Callable[..., LiveFigure]:
        if not (title and isinstance(title, str) and isinstance(alt, str) and alt):
            raise FigureError(f'{_id(make)}: @figure needs a title and an alt text: @figure(title="…", alt="…")')

        @functools.wraps(make)
        def build(*args, **kwargs) -> LiveFigure:
            others = plt.get_fignums()
            with style(), naming(_id(make)):
                try:
                    parts = make(*args, **kwargs)
                finally:
                    for number in set(plt.get_fignums()) - set(others):
                        plt.close(number)                 # an open pyplot figure would print a second picture
                if not isinstance(parts, Live):
                    raise FigureError("the function must end with `return update`, the function under @live(fig, …); "
                                      f"it returned {parts!r}")
                return LiveFigure(make, title, alt, parts, arguments=(args, kwargs) if args or kwargs else None)
        return build
    return wrap


class LiveFigure:
    """A figure with a finite grid of states.

    name, title, alt : its id (`momentum-ravine`), heading and text alternative.
    grid : the axes of the grid of states, one for a slider, a choice or a check box, two for a handle.
    axes_of : for each control the numbers of its axes in the grid.
    default : the indices of the default state.
    before : the indices of the state that a prediction is asked about; None without one.
    hidden : the artists that are not seen until it is answered.
    state : the indices of the state that it was moved to last, by a reader or by `set`.
    """

    def __init__(self, make: Callable, title: str, alt: str, parts: Live, arguments: tuple | None = None):
        self.make, self.title, self.alt, self.made_with = make, title, alt, arguments
        self.name = _id(make)
        self.description = inspect.getdoc(make) or ""
        self.fig, self._update = parts.fig, parts.update
        self.options = read_options(parts.options, make)
        self.controls, self.handles = _read_controls(parts, self.options)
        self.grid = [axis for control in self.controls for axis in control.axes]
        numbers = itertools.count()
        self.axes_of = {control.name: [next(numbers) for _ in control.axes] for control in self.controls}
        self.default = self._indices(_defaults(parts.update, self.controls))
        self.presets = {label: self._named(f"the preset {label!r}", values)
                        for label, values in self.options.presets.items()}
        self.before = self._named("before", asked.before) if (asked := self.options.predict) else None
        self.hidden = asked.hide if asked else ()
        self.state, self._watchers = self.default, []
        self._freeze()

    # ---- for readers who script

    @property
    def values(self) -> dict[str, Any]:
        """The values of the controls as they stand."""
        return self.arguments(self.state)

    def set(self, **values: Any) -> None:
        """Move controls to these values; the others stay where they are."""
        with naming(self.name):
            self.move(self.indices(**{**self.values, **values}))

    def observe(self, function: Callable[[dict[str, Any]], None]) -> None:
        """Call `function` with the values of the controls whenever they change."""
        if not callable(function):
            raise FigureError(f"{self.name}: `function` must be a function of the values; got {function!r}")
        self._watchers.append(function)

    def move(self, indices: tuple[int, ...]) -> None:
        """Go to a state and tell everyone who watches: the widgets of this figure, linked ones, `observe`."""
        if indices != self.state:
            self.state = indices
            for watcher in list(self._watchers):
                watcher(self.values)

    # ---- states

    def arguments(self, indices: tuple[int, ...]) -> dict[str, Any]:
        """Return the arguments of `update` at these stops."""
        rest = iter(indices)
        return {c.name: c.value(tuple(itertools.islice(rest, len(c.axes)))) for c in self.controls}

    def indices(self, **values: Any) -> tuple[int, ...]:
        """Return the stops of these values; what is not named stands at its default."""
        with naming(self.name):
            return self._moved(values)

    def _moved(self, values: Mapping[str, Any]) -> tuple[int, ...]:
        unknown = set(values) - {c.name for c in self.controls}
        if unknown:
            raise FigureError(f"no control is named {', '.join(sorted(unknown))}; there are "
                              + ", ".join(c.name for c in self.controls))
        return self._indices({**self.arguments(self.default), **values})

    def _indices(self, values: Mapping[str, Any]) -> tuple[int, ...]:
        return tuple(i for c in self.controls for i in c.indices(values[c.name]))

    def apply(self, indices: tuple[int, ...]) -> str:
        """Put the figure into a state and return its status sentence."""
        return self.run(self.arguments(indices))

    def run(self, values: dict[str, Any]) -> str:
        """Put the figure into the state of these values, which need not be stops, and return its status sentence."""
        try:
            status = self._update(**values)
        except Exception as error:
            raise FigureError(f"{self.name}: update raised {type(error).__name__} at {_shown(values)}\n"
                              + "".join(traceback.format_exception(error)[-3:])) from error
        stage = self._stage()
        for what, value in self._frozen.items():
            if stage[what] != value:
                raise FigureError(f"{self.name}: update {what} (first at {_shown(values)})")
        if status is not None and not isinstance(status, str):
            raise FigureError(f"{self.name}: update must return its status sentence, a string; got {status!r}")
        return HYPHEN.sub("−", status or "")

    def reached(self, indices: tuple[int, ...]) -> bool:
        """Tell whether these stops reach the goal; False without one."""
        return self.options.goal is not None and self.reached_with(self.arguments(indices))

    def reached_with(self, values: dict[str, Any]) -> bool:
        """Tell whether these values, which need not be stops, reach the goal."""
        try:
            return bool(self.options.goal.reached(**values))
        except Exception as error:
            raise FigureError(f"{self.name}: the test of the goal raised {type(error).__name__} at "
                              f"{_shown(values)}: {error}") from error

    def record(self, number: int) -> list[Primitive]:
        """Return the display list of artist `number` as it is now."""
        artist = self.artists[number]
        with naming(self.name):
            return self.recorder.record(artist) if artist.get_visible() else []

    def record_ticks(self) -> list[Primitive]:
        """Return the display list of ticks, their labels and grids, which must not change."""
        axes = [axis for ax in self._flat for axis in ax.get_children() if isinstance(axis, Axis)]
        with contextlib.ExitStack() as stack:
            for axis in axes:
                stack.callback(axis.label.set_visible, axis.label.get_visible())
                axis.label.set_visible(False)
            return [primitive for axis in axes if axis.get_visible() for primitive in self.recorder.record(axis)]

    def where(self, indices: tuple[int, ...]) -> str:
        """Return the state in words, for messages."""
        return _shown(self.arguments(indices))

    def _named(self, what: str, values: Mapping[str, Any]) -> tuple[int, ...]:
        if not isinstance(values, Mapping):
            raise FigureError(f"{what} must be a dict of controls and values; got {values!r}")
        try:
            return self._moved(values)
        except FigureError as error:
            raise FigureError(f"{what}: {error}") from None

    # ---- the stage, which does not move

    def _freeze(self) -> None:
        self.fig.set_dpi(72)
        self.fig.draw_without_rendering()
        self.fig.set_layout_engine("none")
        for ax in self.fig.axes:
            ax.set_autoscale_on(False)
        self._flat = [ax for ax in self.fig.axes if ax.name != "3d"]      # the others are drawn as a whole
        self.artists = [part for parent in (self.fig, *self._flat) for artist in parent.get_children()
                        if artist not in self._flat for part in _parts(artist)]
        self._refuse_strangers()
        self.recorder = Recorder(self.fig)
        self._frozen = self._stage()
        self.apply(self.default)
        self.settle()

    def _refuse_strangers(self) -> None:
        if strangers := [one for one in self.hidden if one not in self.fig.axes and one not in self.artists]:
            raise FigureError(f"its prediction hides {strangers[0]!r}, which is no artist of the figure")

    def settle(self) -> None:
        """Let titles and labels take the places that the size of the text gives them in SVG (for pixels it differs)."""
        self.fig.draw(SvgRenderer(self.fig))

    def _stage(self) -> dict[str, list]:
        """Return what must not move, each under what to tell an author who moves it."""
        return {
            "added or removed artists; make them once, outside update, and change their data":
                [child for parent in (self.fig, *self._flat) for child in parent.get_children()],
            "changed axis limits; set them once, outside update (readers compare states against a stage that stands "
            "still)": [(*ax.get_xlim(), *ax.get_ylim()) for ax in self._flat],
            "hid or showed whole axes; change their artists": [ax.get_visible() for ax in self._flat],
            "changed the zorder of an artist; the order of drawing is fixed":
                [artist.get_zorder() for artist in self.artists],
        }

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the canvas, in units of 1/72 inch."""
        return tuple(float(side) * 72 for side in self.fig.get_size_inches())

    # ---- showing (each way of showing loads what it needs, when it is used)

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict:
        from .display import bundle
        return bundle(self)

    def save_html(self, path: str | Path) -> Path:
        """Write the figure as one self-contained file that is live wherever it is opened; return its path."""
        from .single import save_html
        return save_html(self, path)

    def _repr_png_(self) -> bytes:
        from .display import png
        return png(self)


def _shown(values: Mapping[str, Any]) -> str:
    return ", ".join(f"{name}={value!r}" for name, value in values.items())


def _id(make: Callable) -> str:
    return make.__name__.strip("_").replace("_", "-")


def _read_controls(parts: Live, options: Options) -> tuple[list[Control], dict[str, Drag]]:
    parameters = inspect.signature(parts.update).parameters
    handles = {name: spec for name, spec in parts.controls.items() if isinstance(spec, Drag)}
    movers = {name for name, spec in handles.items() if isinstance(spec.x, str) or isinstance(spec.y, str)}
    named = {name: spec for name, spec in parts.controls.items() if name not in movers}
    _refuse_mismatch(set(parameters), set(named), movers)
    controls = [make_control(name, named[name], options.labels.get(name), options.units.get(name, ""))
                for name in parameters]
    options.refuse(controls, set(parts.controls))
    for name, handle in handles.items():
        _refuse_handle(name, handle, parts.fig, {c.name for c in controls if c.kind == "slider"})
    return controls, handles


def _refuse_handle(name: str, handle: Drag, fig: Figure, sliders: set[str]) -> None:
    if handle.ax not in fig.axes:
        raise FigureError(f"the handle {name} needs axes of the figure; got {handle.ax!r}")
    if not handle.ax.transData.is_separable:
        raise FigureError(f"the handle {name} needs rectangular axes, which {handle.ax.name} axes are not")
    targets = (handle.x, handle.y)
    for target in targets:
        if isinstance(target, str) and target not in sliders:
            raise FigureError(f"the handle {name} moves {target!r}, which is no slider")
    if any(isinstance(target, str) for target in targets):
        if handle.x == handle.y:
            raise FigureError(f"the handle {name} moves {handle.x!r} in both directions")
        if not all(isinstance(target, str) or is_number(target) for target in targets):
            raise FigureError(f"the handle {name} moves a slider, so x and y must be names of sliders or numbers; got "
                              f"x={handle.x!r}, y={handle.y!r}")


def _refuse_mismatch(parameters: set[str], named: set[str], movers: set[str]) -> None:
    if reserved := parameters & set(NAMES):
        raise FigureError(f"{', '.join(sorted(reserved))} is an option of @live and cannot be a parameter of update")
    if missing := parameters - named:
        raise FigureError(f"update has the parameter {', '.join(sorted(missing))} but @live gives it no control")
    if stray := (named - parameters) | (movers & parameters):
        raise FigureError(f"@live names {', '.join(sorted(stray))}, which is neither a parameter of update nor an "
                          f"option ({', '.join(NAMES)})")
    if not parameters:
        raise FigureError("update has no parameter, so there is nothing to move; a still picture needs no @live")


def _defaults(update: Callable, controls: list[Control]) -> dict[str, Any]:
    parameters = inspect.signature(update).parameters
    for control in controls:
        if parameters[control.name].default is inspect.Parameter.empty:
            raise FigureError(f"the parameter {control.name} of update needs a default: it is the state that the "
                              "reader sees first")
    return {name: parameter.default for name, parameter in parameters.items()}


def _parts(artist) -> list:
    """Return what can change in an artist: of an axis only its label, since its limits stand still."""
    return [artist.label] if isinstance(artist, Axis) else [artist]


def is_identifier(name: str) -> bool:
    """Tell whether `name` can be an id in a page and a file name everywhere."""
    return re.fullmatch(r"[a-z][a-z0-9-]*", name) is not None


def random_states(figure: LiveFigure, count: int, rng: np.random.Generator) -> list[tuple[int, ...]]:
    """Return `count` states drawn evenly from the grid, or all of them when there are no more."""
    shape = tuple(len(axis) for axis in figure.grid)
    if np.prod(shape) <= count:
        return list(np.ndindex(shape))
    return [tuple(int(rng.integers(stops)) for stops in shape) for _ in range(count)]
