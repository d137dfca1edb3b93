"""A question that comes before the reading: what is asked, about which state, and what is replied to each answer."""
from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .controls import is_finite, is_words
from .errors import FigureError

WAITING = "Answer, or skip, and the figure is yours to move."
EMPTY = {True: "Choose one, or skip the question.", False: "Write a number, or skip the question."}
ROUNDING = 1e-12                        # so that a number at the very edge of what is allowed is taken


@dataclass(frozen=True)
class Prediction:
    """A question before the reading is shown; see `predict`."""

    question: str
    answer: int | float
    choices: tuple[str, ...] = ()
    within: float = 0.0
    because: str = ""
    replies: tuple[tuple[float, str], ...] = ()
    unit: str = ""
    before: Mapping[str, Any] = field(default_factory=dict)
    hide: tuple = ()
    alt: str = ""

    @property
    def right(self) -> str:
        """The answer in words."""
        number = f"{self.answer:g}".replace("-", "−")
        return self.choices[int(self.answer)] if self.choices else f"{number} {self.unit}".strip()

    @property
    def units(self) -> list[str]:
        """The unit that may stand behind a number, if it has one."""
        return [self.unit] if self.unit else []

    @property
    def empty(self) -> str:
        """What is said when nothing was answered."""
        return EMPTY[bool(self.choices)]

    def reply(self, given: float | None) -> tuple[str, str]:
        """Return the verdict on an answer (the number of a choice; None: skipped), and what is said after it."""
        if given is None:
            return "", self._sentences(f"It is: {self.right}.")
        right = self._meets(given, self.answer)
        own = next((words for value, words in self.replies if self._meets(given, value)), "")
        told = "" if right and own else f"It is: {self.right}."
        return "Right." if right else "Not so.", self._sentences(own, told)

    def spec(self) -> dict:
        """Return what a page has to know to judge an answer and to reply."""
        known = {self.answer: None, **dict.fromkeys(range(len(self.choices))), **dict(self.replies)}
        return {"within": self.within + ROUNDING, "replies": [[value, *self.reply(value)] for value in known],
                "other": self.reply(math.inf), "skipped": self.reply(None), "empty": self.empty,
                "units": self.units, "waiting": WAITING, "alt": self.alt}

    def _meets(self, given: float, value: float) -> bool:
        return abs(given - value) <= self.within + ROUNDING

    def _sentences(self, *words: str) -> str:
        return " ".join(filter(None, (*words, self.because)))


def predict(question: str, *, answer: Any, choices: Mapping[str, str] | Sequence[str] = (), within: float = 0.0,
            unit: str = "", replies: Mapping[float, str] | None = None, because: str = "",
            before: Mapping[str, Any] | None = None, hide: Sequence = (), alt: str = "") -> Prediction:
    """Ask readers for a prediction. Until they have answered, or skipped it, the figure stands still and tells nothing.

    question : one sentence.
    answer : one of `choices`, or a number.
    choices : each choice with its reply, which says what one must have thought.
    within, unit : of a number, how far off it may be, and what it counts.
    replies : of a number, a reply to each value that a mistake leads to.
    because : shown after every answer: the reason, and at its end what to look at in the figure.
    before : the state that is asked about; without it the default. The default is shown after the answer.
    hide : artists, or whole axes, that wait for the answer.
    alt : what is to be seen meanwhile, where the alt text of the figure would tell the answer.
    """
    if not (is_words(question) and isinstance(because, str)):
        raise FigureError("the question of a prediction must be a sentence, and because one or empty; got "
                          f"{question!r}, {because!r}")
    for name, words in (("unit", unit), ("alt", alt)):
        if not isinstance(words, str):
            raise FigureError(f"the {name} of a prediction must be words; got {words!r}")
    if not isinstance(hide, (list, tuple)):
        raise FigureError(f"what a prediction hides must be a list of artists; got {hide!r}")
    if not isinstance(before or {}, Mapping):
        raise FigureError(f"before, the state of a prediction, must be a dict of controls and values; got {before!r}")
    meant = {"because": because, "unit": unit, "before": dict(before or {}), "hide": tuple(hide), "alt": alt}
    return (_of_choices(question, answer, choices, replies, **meant) if choices
            else _of_a_number(question, answer, within, replies or {}, **meant))


def _of_choices(question: str, answer: Any, choices: Mapping[str, str] | Sequence[str], replies: Any,
                **meant: Any) -> Prediction:
    listed = isinstance(choices, (list, tuple, Mapping)) and all(map(is_words, choices))
    words = tuple(choices) if listed else ()
    if not (listed and len(set(words)) == len(words) > 1):
        raise FigureError(f"the choices of a prediction must be two or more words that differ; got {choices!r}")
    if answer not in words:
        raise FigureError(f"the answer {answer!r} of the prediction is not one of its choices ({', '.join(words)})")
    if replies is not None:
        raise FigureError("the reply to a choice stands beside it: choices={\"words\": \"reply\"}")
    told = tuple(choices.values()) if isinstance(choices, Mapping) else ()
    if not all(map(is_words, told)):
        raise FigureError(f"the reply to each choice of a prediction must be a sentence; got {list(told)!r}")
    return Prediction(question, words.index(answer), words, replies=tuple(enumerate(told)), **meant)


def _of_a_number(question: str, answer: Any, within: Any, replies: Any, **meant: Any) -> Prediction:
    if not is_finite(answer):
        raise FigureError(f"the prediction needs choices, or a number as its answer; got {answer!r}")
    if not (is_finite(within) and within >= 0):
        raise FigureError(f"within, how far off a prediction may be, must be a number from 0 on; got {within!r}")
    if not (isinstance(replies, Mapping) and all(map(is_finite, replies)) and all(map(is_words, replies.values()))):
        raise FigureError(f"the replies of a prediction must be a dict of numbers and sentences; got {replies!r}")
    if close := [value for value in replies if value != answer and abs(value - answer) <= within]:
        raise FigureError(f"the prediction calls {close[0]!r} right, and has a reply to it as a mistake")
    return Prediction(question, float(answer), within=float(within),
                      replies=tuple((float(value), words) for value, words in replies.items()), **meant)
