"""What a reader can move: sliders, choices, check boxes and handles, each with a finite list of stops.

The words mean what they mean to `ipywidgets.interact`: `(min, max, step)` is a slider, a list or a dict a choice, a
bool a check box. `log` and `drag` are ours.
"""
from __future__ import annotations

import math
import numbers
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import numpy as np

from .errors import FigureError
from .roles import ROLES

MANY = 10_000                           # no table could hold more stops of one control
SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True)
class Stops:
    """One axis of the grid of states: what can be chosen, how it is written, how it is found again.

    values : what `update` receives, one a stop.
    texts : how each is shown and read aloud.
    """

    values: tuple
    texts: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.values)

    def index(self, value: Any, name: str) -> int:
        """Return the stop that equals `value`, or say which ones there are."""
        for i, stop in enumerate(self.values):
            if _same(stop, value):
                return i
        shown = ", ".join(self.texts[:8]) + (", …" if len(self) > 8 else "")
        raise FigureError(f"{name} = {value!r} is not one of its stops ({shown})")


@dataclass(frozen=True)
class Control:
    """One parameter of `update`: its name, its kind, and the axes of the grid that it spans (two for a handle)."""

    name: str
    kind: str                       # "slider", "choice", "check" or "drag"
    axes: tuple[Stops, ...]
    label: str = ""
    unit: str = ""

    def value(self, indices: tuple[int, ...]) -> Any:
        """Return what `update` receives at these stops."""
        parts = tuple(axis.values[i] for axis, i in zip(self.axes, indices, strict=True))
        return parts if self.kind == "drag" else parts[0]

    def indices(self, value: Any) -> tuple[int, ...]:
        """Return the stops of a value, the inverse of `value`."""
        parts = value if self.kind == "drag" else (value,)
        if not isinstance(parts, Iterable) or len(parts := tuple(parts)) != len(self.axes):
            raise FigureError(f"{self.name} needs one number for each direction it can be dragged in; got {value!r}")
        return tuple(axis.index(part, self.name) for axis, part in zip(self.axes, parts, strict=True))


@dataclass(frozen=True)
class Log:
    """A logarithmic slider; see `log`."""

    low: float
    high: float
    count: int


def log(low: float, high: float, count: int = 25) -> Log:
    """Make a logarithmic slider of `count` stops from `low` to `high`, each rounded to what is shown (3 digits)."""
    return Log(low, high, count)


@dataclass(frozen=True)
class Drag:
    """A handle in the picture; see `drag`."""

    ax: Any
    x: Any
    y: Any
    role: str = field(default="path", kw_only=True)


def drag(ax: Any, x: Any, y: Any, *, role: str = "path") -> Drag:
    """Make a handle on the axes `ax`.

    x, y : `(min, max, step)` or a list of numbers when the handle is a control of its own; the name of a slider, when
        the handle moves that slider; a number, when it does not move in this direction.
    role : the colour role of the handle's ring.
    """
    if role not in ROLES:
        raise FigureError(f"the role of a handle must be one of {', '.join(ROLES)}; got {role!r}")
    return Drag(ax, x, y, role=role)


def make_control(name: str, spec: Any, label: str | None = None, unit: str = "") -> Control:
    """Make the control that `spec` describes, in the words of `ipywidgets.interact` and ours."""
    kind, axes = _read(name, spec)
    count = math.prod(map(len, axes))
    if count < 2:
        raise FigureError(f"the control {name} has {count} stop{'s' * (count != 1)}; it needs at least two")
    for axis in axes:
        if len(set(axis.texts)) < len(axis):
            raise FigureError(f"two stops of the control {name} look the same: {', '.join(axis.texts)}")
    return Control(name, kind, axes, label or name.replace("_", " "), unit)


def _read(name: str, spec: Any) -> tuple[str, tuple[Stops, ...]]:
    if isinstance(spec, bool):
        return "check", (Stops((False, True), ("off", "on")),)
    if isinstance(spec, Drag):
        return "drag", (_direction(name, spec.x), _direction(name, spec.y))
    if isinstance(spec, Log):
        return "slider", (_log_stops(name, spec),)
    if isinstance(spec, tuple) and len(spec) in (2, 3) and all(is_number(part) for part in spec):
        return "slider", (_linear_stops(name, *spec),)
    if isinstance(spec, Mapping):
        return "choice", (Stops(tuple(spec.values()), tuple(str(key) for key in spec)),)
    if isinstance(spec, (list, tuple)):
        return "choice", (Stops(tuple(spec), tuple(show(value) for value in spec)),)
    raise FigureError(f"the control {name} must be (min, max, step), log(min, max, count), a list, a dict, a bool or "
                      f"drag(ax, x=…, y=…); got {spec!r}")


def _linear_stops(name: str, low: float, high: float, step: float | None = None) -> Stops:
    whole = all(isinstance(part, numbers.Integral) for part in (low, high, step) if part is not None)
    step = step if step is not None else (1 if whole else 0.1)
    if not (np.isfinite([low, high, step]).all() and step > 0 and high > low):
        raise FigureError(f"the control {name} must be (min, max, step) with min < max and step > 0; "
                          f"got ({low}, {high}, {step})")
    count = int(np.floor((high - low) / step + 1e-9)) + 1
    _refuse_many(name, count)
    if whole:
        values = tuple(range(int(low), int(low) + count * int(step), int(step)))
        return Stops(values, tuple(show(value, 0) for value in values))
    decimals = max(_decimals(low), _decimals(step))
    values = tuple(round(float(low + i * step), decimals) + 0.0 for i in range(count))
    shown = decimals if decimals <= 6 else max(2, 1 - math.floor(math.log10(step)))    # a step such as 1/3
    return Stops(values, tuple(show(value, shown) for value in values))


def _log_stops(name: str, spec: Log) -> Stops:
    if not (is_number(spec.low) and is_number(spec.high) and 0 < spec.low < spec.high < math.inf
            and isinstance(spec.count, numbers.Integral) and spec.count >= 2):
        raise FigureError(f"the control {name} must be log(min, max, count) with 0 < min < max and count >= 2; "
                          f"got log({spec.low}, {spec.high}, {spec.count})")
    _refuse_many(name, spec.count)
    whole = isinstance(spec.low, numbers.Integral) and isinstance(spec.high, numbers.Integral)
    exact = np.geomspace(spec.low, spec.high, spec.count)
    values = tuple(dict.fromkeys(int(round(v)) if whole else float(f"{v:.3g}") for v in exact))
    return Stops(values, tuple(show(value) for value in values))


def _refuse_many(name: str, count: int) -> None:
    if count > MANY:
        raise FigureError(f"the control {name} would have {count} stops, more than {MANY}; 10 to 60 are enough")


def _direction(name: str, spec: Any) -> Stops:
    if is_number(spec):
        return Stops((spec,), (show(spec),))
    if isinstance(spec, tuple) and len(spec) in (2, 3):
        return _linear_stops(name, *spec)
    if isinstance(spec, list) and all(is_number(v) for v in spec):
        return Stops(tuple(spec), tuple(show(v) for v in spec))
    raise FigureError(f"the handle {name} needs x and y as (min, max, step), a list of numbers or one number; "
                      f"got {spec!r}")


def show(value: Any, decimals: int | None = None) -> str:
    """Write a value as a reader expects it: a true minus sign, an exponent only where needed and as a power of ten."""
    if not is_number(value):
        return str(value)
    digits, _, exponent = (f"{value:.{decimals}f}" if decimals is not None else f"{value:.6g}").partition("e")
    if exponent:
        power = "10" + str(int(exponent)).translate(SUPERSCRIPT)
        digits = digits.removesuffix("1") + power if digits in ("1", "-1") else f"{digits}·{power}"
    return digits.replace("-", "−").replace("inf", "∞")


def _decimals(number: float) -> int:
    return max(0, -Decimal(f"{number:.12g}").normalize().as_tuple().exponent)


def is_number(value: Any) -> bool:
    """Tell whether a value is a real number; a bool is none."""
    return isinstance(value, numbers.Real) and not isinstance(value, bool)


def is_words(text: Any) -> bool:
    """Tell whether `text` is a string that a reader can see."""
    return isinstance(text, str) and text.strip() != ""


def is_finite(value: Any) -> bool:
    """Tell whether `value` is a finite real number; a bool is none."""
    return is_number(value) and math.isfinite(value)


def _same(stop: Any, value: Any) -> bool:
    if stop is value:
        return True
    if is_number(stop) and is_number(value):
        return math.isclose(stop, value, rel_tol=1e-9)
    if isinstance(stop, np.ndarray) or isinstance(value, np.ndarray):
        return np.array_equal(stop, value)
    return type(stop) is type(value) and bool(stop == value)
