"""The kinds of answer: numbers, choices, an array, a function; each knows how to ask, to read and to reply.

Right answers and typical wrong ones are computed when they are first asked for, and then kept.
"""
from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np

from mathlib.checks import as_array, as_real
from mathlib.typed import read_number

from .fields import Choice, Number, choice_field, judge, number_field
from .forms import form
from .reply import Reply
from .slips import SLIPS, unit
from .words import as_label, as_sentence, as_sentences, as_words, listed

YES_NO = {True: "yes", False: "no"}


def computed(value: Any) -> Any:
    """Return a value, or what it computes if it is a function of no arguments."""
    return value() if callable(value) else value


@dataclass(frozen=True)
class Exercise:
    """What all kinds have: a label, what is asked, a hint, and what is said of a right answer."""

    label: str
    ask: str
    hint: str | None
    because: str

    def __post_init__(self) -> None:
        as_label(self.label)
        as_words(self.ask, "ask")
        if self.hint is not None:
            as_sentence(self.hint, "hint")
        if self.because:
            as_sentence(self.because, "because")

    @property
    def right(self) -> str:
        """What is said of a right answer."""
        return f"Right. {self.because}".strip()

    def question(self) -> Reply:
        """Return what stands where nothing has been answered yet: the form, and a sentence for a notebook."""
        return Reply(False, f"In a notebook, write {self.wanted} in place of the three dots of "
                            f'check("{self.label}", ...), and run the cell.', self.form())

    def reply(self, answer: Any) -> Reply:
        """Judge an answer; one of a wrong kind or shape gets a sentence too."""
        try:
            return Reply(*self.judge(answer))
        except (TypeError, ValueError) as problem:
            return Reply(False, str(problem))

    def form(self) -> str:
        """Return the form for the built book; a kind that only a notebook can check has none."""
        return ""

    @property
    def wanted(self) -> str:
        """What is to be given, in a few words."""
        return self.ask

    def judge(self, answer: Any) -> tuple[bool, str]:
        """Return whether an answer is right, and what to say of it."""
        raise NotImplementedError


# ---- numbers

@dataclass(frozen=True)
class Numbers(Exercise):
    """One number or several, each with a name."""

    labels: Sequence[str]
    answer: Callable[[], Any]
    mistakes: Mapping[str, Mapping[str, Any]]
    digits: int
    within: float | None
    units: Mapping[str, str]

    def __post_init__(self) -> None:
        super().__post_init__()
        for label in self.labels:
            as_words(label, "labels")
            as_sentences(self.mistakes.get(label, {}), "mistakes")
        if strangers := set(self.mistakes) - set(self.labels):
            raise ValueError(f"`mistakes` must be listed by label ({listed(list(self.labels))}); got {strangers}.")
        if strangers := set(self.units) - set(self.labels):
            raise ValueError(f"`unit` must be listed by label ({listed(list(self.labels))}); got {strangers}.")
        for words in self.units.values():
            as_words(words, "unit")

    @cached_property
    def fields(self) -> list[Number]:
        """The fields, with their right answers."""
        values = np.atleast_1d(np.asarray(self.answer(), dtype=object))
        if values.shape != (len(self.labels),):
            raise ValueError(f"`answer` must be {len(self.labels)} numbers, one a label; got shape {values.shape}.")
        return [self._field(place, values) for place in range(len(values))]

    def _field(self, place: int, values: np.ndarray) -> Number:
        label = self.labels[place]
        as_real(values[place], f"answer of {self.label}")
        mistakes = {said: as_real(computed(value), "mistakes")
                    for said, value in self.mistakes.get(label, {}).items()}
        return number_field(label, values[place], mistakes, self.digits, self.within, self.units.get(label, ""),
                            np.delete(values, place))

    def form(self) -> str:
        return form(self.label, self.fields, self.right, self.hint)

    @property
    def wanted(self) -> str:
        wants = {field.wants for field in self.fields}
        if len(self.labels) == 1:
            return f"{self.ask}, {wants.pop()},"
        if len(wants) == 1:
            return f"({', '.join(self.labels)}), each {wants.pop()},"
        return f"({', '.join(f'{field.label}: {field.wants}' for field in self.fields)})"

    def judge(self, answer: Any) -> tuple[bool, str]:
        return judge(self.fields, self.read(answer), self.right, self.hint)

    def read(self, answer: Any) -> list[float]:
        """Return the numbers that were given."""
        if len(self.labels) == 1:
            return [given_number(answer, "answer", self.fields[0])]
        return [given_number(part, field.label, field)
                for part, field in zip(parts(answer, self.labels), self.fields, strict=True)]


def given_number(x: Any, name: str, field: Number) -> float:
    """Return a number for a field; text is read as the page reads it, and refused in its words."""
    if not isinstance(x, str):
        return as_number(x, name)
    try:
        return read_number(x, *field.units)
    except ValueError as problem:
        raise ValueError(f"{problem}" if name == "answer" else f"{name}: {problem}") from None


def as_number(x: Any, name: str) -> float:
    """Return one finite float; fractions, and the exact numbers of sympy, are numbers too."""
    exact = isinstance(x, Fraction) or (type(x).__module__.startswith("sympy.") and getattr(x, "is_real", False))
    return as_real(float(x) if exact else x, name)


def parts(answer: Any, labels: Sequence[str]) -> list[Any]:
    """Return the parts of an answer that has several, given in their order or by their names."""
    needed = f"{len(labels)} values, ({', '.join(labels)})"
    if isinstance(answer, Mapping):
        if set(answer) != set(labels):
            raise ValueError(f"`answer` must be {needed}; got the names {listed(sorted(map(str, answer)))}.")
        return [answer[label] for label in labels]
    if isinstance(answer, (str, bytes)) or not isinstance(answer, Iterable):
        raise TypeError(f"`answer` must be {needed}; got {answer!r}.")
    given = list(answer)
    if len(given) != len(labels):
        raise ValueError(f"`answer` must be {needed}; got {len(given)}.")
    return given


# ---- choices

@dataclass(frozen=True)
class Choices(Exercise):
    """One of several options, for one item or for each of several."""

    options: Sequence[str]
    items: Mapping[str, Sequence[str]]          # for each item, what is said of each option
    answer: Callable[[], Any] | Any

    def __post_init__(self) -> None:
        super().__post_init__()
        for words in (*self.options, *self.items):
            as_words(words, "options")

    @cached_property
    def fields(self) -> list[Choice]:
        """The fields, with their right answers."""
        found = computed(self.answer)
        answers = [found] if len(self.items) == 1 else parts(found, list(self.items))
        return [choice_field(item, self.number(right), said, self.options)
                for (item, said), right in zip(self.items.items(), answers, strict=True)]

    @property
    def right(self) -> str:
        said, *others = self.items.values()
        own = "" if others else said[int(self.fields[0].rows[0].value)]
        return f"Right. {self.because or own}".strip()

    def form(self) -> str:
        return form(self.label, self.fields, self.right)

    @property
    def wanted(self) -> str:
        one = " or ".join(f'"{option}"' for option in self.options)
        return one if len(self.items) == 1 else f"a list of {one} for {listed(list(self.items))}"

    def judge(self, answer: Any) -> tuple[bool, str]:
        given = [answer] if len(self.items) == 1 else parts(answer, list(self.items))
        return judge(self.fields, [self.number(one) for one in given], self.right)

    def number(self, option: Any) -> int:
        """Return the number of an option; True and False stand for yes and no, and a whole number for its digits."""
        if isinstance(option, (bool, np.bool_)):
            option = YES_NO[bool(option)]
        elif isinstance(option, (int, np.integer)) and str(option) in self.options:
            option = str(option)
        folded = [known.casefold() for known in self.options]
        if not isinstance(option, str) or option.strip().casefold() not in folded:
            choices = " or ".join(f'"{known}"' for known in self.options)
            raise ValueError(f"`answer` must be {choices}; got {option!r}.")
        return folded.index(option.strip().casefold())


# ---- arrays and functions: for a notebook

@dataclass(frozen=True)
class Array(Exercise):
    """A vector, a matrix, or any array."""

    answer: Callable[[], Any]
    mistakes: Mapping[str, Any]
    digits: int
    up_to_sign: bool

    @cached_property
    def value(self) -> np.ndarray:
        """The right answer."""
        return as_array(self.answer(), f"answer of {self.label}")

    @property
    def wanted(self) -> str:
        return f"{self.ask}, an array of shape {self.value.shape},"

    def judge(self, answer: Any) -> tuple[bool, str]:
        given = as_array(answer, "answer")
        if self.agrees(given, self.value):
            return True, self.right
        return False, self.diagnosis(given)

    def diagnosis(self, given: np.ndarray) -> str:
        """Return what is the matter with a wrong array."""
        wrong = ((said, computed(value)) for said, value in self.mistakes.items())
        usual = ((slip.sentence, slip.of(self.value)) for slip in SLIPS)
        turned = ("That is the transpose of the answer.", self.value.T)
        for sentence, value in (*wrong, turned, *usual):
            if self.agrees(given, np.asarray(value, dtype=float)):
                return sentence
        if given.shape != self.value.shape:
            return f"`answer` must be an array of shape {self.value.shape}; got shape {given.shape}."
        return self.first_difference(given)

    def first_difference(self, given: np.ndarray) -> str:
        """Say where an array of the right shape is wrong first."""
        wrong = np.abs(given - self.value) > self.tolerance(self.value)
        index = tuple(map(int, np.argwhere(wrong)[0]))
        way = "small" if given[index] < self.value[index] else "large"
        place = "The number" if not index else f"The entry at {list(index)}"
        return f"{wrong.size - wrong.sum()} of {wrong.size} entries are right. {place} is too {way}. Hint: {self.hint}"

    def agrees(self, given: np.ndarray, value: np.ndarray) -> bool:
        """Tell whether two arrays agree, up to the signs of the columns where these are free."""
        if given.shape != value.shape or not np.isfinite(value).all():
            return False
        if self.up_to_sign:
            value = value * np.where((given * value).sum(axis=0) < 0, -1.0, 1.0)
        return bool((np.abs(given - value) <= self.tolerance(value)).all())

    def tolerance(self, value: np.ndarray) -> float:
        """Return how far an entry may be off."""
        return unit(np.abs(value).max(), self.digits)


@dataclass(frozen=True)
class Function(Exercise):
    """A function, tried on inputs beside one of ours."""

    answer: Callable[..., Any]
    inputs: Callable[[], Iterable[tuple]] | Iterable[tuple]
    mistakes: Mapping[str, Callable[..., Any]]
    digits: int

    @cached_property
    def cases(self) -> list[tuple]:
        """The inputs, each a tuple of arguments."""
        return list(computed(self.inputs))

    @property
    def wanted(self) -> str:
        return f"your function, {self.ask},"

    def judge(self, answer: Any) -> tuple[bool, str]:
        if not callable(answer):
            raise TypeError(f"`answer` must be the function itself, without brackets behind its name; got {answer!r}.")
        complaint = self.complaint(answer)
        if not complaint:
            return True, self.right
        usual = (said for said, wrong in self.mistakes.items() if self.is_like(answer, wrong))
        return False, next(usual, f"{complaint} Hint: {self.hint}")

    def complaint(self, function: Callable[..., Any]) -> str:
        """Say on which input a function fails first; nothing if on none."""
        return next(filter(None, (self.at(function, case) for case in self.cases)), "")

    def at(self, function: Callable[..., Any], case: tuple) -> str:
        """Say what is wrong with a function at one input; nothing if it agrees with ours."""
        shown = f"At ({', '.join(map(shortly, case))})"
        expected = as_array(self.answer(*copy.deepcopy(case)), "answer")
        try:
            given = as_array(function(*copy.deepcopy(case)), "the result")
        except (TypeError, ValueError) as problem:
            return f"{shown} it fails: {problem}" if f"{problem}".endswith(".") else f"{shown} it fails: {problem}."
        except Exception as problem:                # whatever a reader's function raises is an answer, not our failure
            return f"{shown} it raises {type(problem).__name__}: {problem}."
        if given.shape != expected.shape:
            return f"{shown} it gives shape {given.shape}, where shape {expected.shape} is expected."
        if (np.abs(given - expected) <= unit(np.abs(expected).max(), self.digits)).all():
            return ""
        return f"{shown} it gives {shortly(given)}, where {shortly(expected)} is expected."

    def is_like(self, function: Callable[..., Any], wrong: Callable[..., Any]) -> bool:
        """Tell whether a function makes a declared mistake: whether it agrees with the wrong one everywhere."""
        twin = Function(self.label, self.ask, self.hint, "", wrong, self.cases, {}, self.digits)
        return twin.complaint(function) == ""


def shortly(x: Any) -> str:
    """Return an argument or a result as a reader would write it."""
    if isinstance(x, (float, np.ndarray)) and np.ndim(x) == 0:
        return f"{x:.6g}"
    with np.printoptions(precision=6, threshold=12):
        text = " ".join(str(x).split())
    return text if len(text) <= 80 else f"{text[:77]}..."
