"""What an author can give a figure beside its controls: presets, a goal, a prediction, play, a ghost, a shared name.

Everything is checked once, when the figure is made, so that no page and no notebook meets a wrong option.
"""
from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

import numpy as np

from .controls import Control, is_words
from .errors import FigureError
from .labels import refuse_macros
from .predictions import Prediction

TYPED = {"int8": "Int8Array", "uint8": "Uint8Array", "int16": "Int16Array", "uint16": "Uint16Array",
         "float32": "Float32Array", "float64": "Float64Array"}     # what a script may be given, and what it is there


@dataclass(frozen=True)
class Goal:
    """What to reach, in words, and the test that tells whether the values of the controls reach it."""

    text: str
    reached: Callable[..., bool]


@dataclass(frozen=True)
class Options:
    """The options of one figure, as `@live` takes them."""

    presets: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    goal: Goal | None = None
    ghost: bool = False
    play: Mapping[str, str] = field(default_factory=dict)
    link: str = ""
    predict: Prediction | None = None
    script: str = ""
    data: Mapping[str, np.ndarray] = field(default_factory=dict)

    def refuse(self, controls: Sequence[Control], names: set[str]) -> None:
        """Refuse what names no control; `names` are the controls and the handles that move them."""
        for option in ("labels", "units"):
            if stray := set(getattr(self, option)) - names:
                raise FigureError(f"{option} names {', '.join(sorted(stray))}, which is no control")
        if stray := set(self.play) - {c.name for c in controls if c.kind == "slider"}:
            raise FigureError(f"play names {', '.join(sorted(stray))}, which is no slider")


NAMES = tuple(option.name for option in fields(Options))


def read_options(given: Mapping[str, Any], make: Callable) -> Options:
    """Return the options that `@live` was given, in one form; `make` is the function of the figure."""
    given = dict(given)
    for name in ("presets", "labels", "units"):
        if not isinstance(given.get(name, {}), Mapping):
            raise FigureError(f"{name} must be a dict; got {given[name]!r}")
    for name, words in (("presets", given.get("presets", {}).keys()), ("labels", given.get("labels", {}).values()),
                        ("units", given.get("units", {}).values())):
        if not all(map(is_words, words)):
            raise FigureError(f"the words of {name} must be strings, and none empty; got {list(words)!r}")
    for label in given.get("labels", {}).values():
        refuse_macros(label)
    if "goal" in given:
        given["goal"] = _goal(given["goal"])
    if isinstance(play := given.get("play", {}), str):
        given["play"] = play = {play: "play"}
    if not (isinstance(play, Mapping) and all(map(is_words, play.values()))):
        raise FigureError(f"play must be a slider's name, or a dict of names and what to call them; got {play!r}")
    if not isinstance(given.get("ghost", False), bool):
        raise FigureError(f"ghost must be True or False; got {given['ghost']!r}")
    if not isinstance(given.get("link", ""), str):
        raise FigureError(f"link must be a name that figures of a page share; got {given['link']!r}")
    if not isinstance(given.get("script", ""), str):
        raise FigureError(f"script must be a JavaScript function or the name of its file; got {given['script']!r}")
    if not isinstance(given.get("predict"), Prediction | None):
        raise FigureError(f"predict must be predict(question, answer=…, …); got {given['predict']!r}")
    _refuse_data(given.get("data", {}), given.get("script", ""))
    if given.get("script", "").endswith(".js"):
        given["script"] = _source(given["script"], make)
    return Options(**given)


def _refuse_data(data: Any, script: str) -> None:
    """Refuse arrays that a script cannot be given as they are."""
    if not (isinstance(data, Mapping) and all(isinstance(name, str) and name.isidentifier() for name in data)):
        raise FigureError(f"data must be a dict of names and arrays; got {data!r}")
    if data and not script:
        raise FigureError("data are given to a script, and this figure has none")
    for name, array in data.items():
        if not isinstance(array, np.ndarray) or array.dtype.name not in TYPED or not np.isfinite(array).all():
            raise FigureError(f"the data {name} must be a finite array of one of the types {', '.join(TYPED)}; got "
                              f"{getattr(array, 'dtype', type(array).__name__)}")


def _source(name: str, make: Callable) -> str:
    """Return the script in the file `name`, which lies in scripts/ beside the module of the figure."""
    file = Path(inspect.getfile(make)).parent / "scripts" / name
    if not file.is_file():
        raise FigureError(f"its script {name} is not in {file.parent.name}/ beside {Path(inspect.getfile(make)).name}")
    return file.read_text("utf-8").strip()


def _goal(given: Any) -> Goal:
    if isinstance(given, tuple) and len(given) == 2 and is_words(given[0]) and callable(given[1]):
        return Goal(*given)
    raise FigureError("goal must be a pair: what to reach, in words, and a function of the controls that tells whether "
                      f"it is reached; got {given!r}")
