"""A field that takes one answer, and how what stands in it is judged: by the first row of a table that it meets.

`book/_static/check.js` does the same with the same rows, so that a page and a notebook never disagree.
"""
from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, ClassVar, NamedTuple, Protocol

import numpy as np

from .slips import Row, near, slips_of, unit
from .words import listed

CLOSE = 0.01        # the part of the right answer by which one may be off to hear "close"
SIGNS = {"percent": "%", "degrees": "°"}
COUNTS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


class Verdict(NamedTuple):
    """Whether one answer is right, what to say of it, and whether that says what went wrong; if not, a hint helps."""

    right: bool
    sentence: str
    known: bool = True


class Field(Protocol):
    """What all fields have: a name, a kind, what is said at it, and a judgement."""

    label: str
    kind: str
    wants: str

    def judge(self, given: Any) -> Verdict:
        """Judge what stands in the field."""

    def baked(self, sentences: list[str]) -> dict:
        """Return what a page needs to judge the same; sentences by their places in a list, which may grow."""


@dataclass(frozen=True)
class Choice:
    """One of several options, which are numbered; the first row is the right answer."""

    label: str
    rows: Sequence[Row]
    options: Sequence[str]
    kind: ClassVar[str] = "choice"
    wants: ClassVar[str] = ""

    def judge(self, given: float) -> Verdict:
        """Judge the number of an option."""
        return met(self.rows, given)

    def baked(self, sentences: list[str]) -> dict:
        """Return what a page needs to judge the same."""
        return {"kind": self.kind, "label": self.label, "rows": baked_rows(self.rows, sentences)}


@dataclass(frozen=True)
class Number:
    """A number; the first row is the right answer, then come the mistakes, what is nearly right, and the slips."""

    label: str
    rows: Sequence[Row]
    wants: str
    whole: bool = False
    units: Sequence[str] = ()
    kind: ClassVar[str] = "number"

    def judge(self, given: float) -> Verdict:
        """Judge a number."""
        verdict = met(self.rows, given)
        if verdict.sentence or verdict.right:
            return verdict
        way = "large" if given > self.rows[0].value else "small"
        asked = " A whole number is asked for." if self.whole and not float(given).is_integer() else ""
        return Verdict(False, f"Too {way}.{asked}", known=False)

    def baked(self, sentences: list[str]) -> dict:
        """Return what a page needs to judge the same."""
        return {"kind": self.kind, "label": self.label, "rows": baked_rows(self.rows, sentences),
                "whole": self.whole, "units": list(self.units)}


def met(rows: Sequence[Row], given: float) -> Verdict:
    """Return what the first row says that an answer meets; nothing if it meets none."""
    for place, (value, within, sentence) in enumerate(rows):
        if abs(given - value) <= within:
            return Verdict(place == 0, sentence)
    return Verdict(False, "", known=False)


def baked_rows(rows: Sequence[Row], sentences: list[str]) -> list[list]:
    """Return rows with the places of their sentences."""
    return [[row.value, row.within, placed(row.sentence, sentences)] for row in rows]


def placed(sentence: str, sentences: list[str]) -> int:
    """Return the place of a sentence in a list, to which it is added if it is new."""
    if sentence not in sentences:
        sentences.append(sentence)
    return sentences.index(sentence)


# ---- one reply for all fields of an exercise

def judge(fields: Sequence[Field], given: Sequence[Any], right: str, hint: str | None = None) -> tuple[bool, str]:
    """Return whether all fields are right, and one reply: a line for each part that is not."""
    verdicts = [one.judge(value) for one, value in zip(fields, given, strict=True)]
    if all(verdict.right for verdict in verdicts):
        return True, right
    pairs = swapped(fields, given, verdicts)
    explained = {*pairs, *pairs.values()}
    puzzled = any(not verdict.known for place, verdict in enumerate(verdicts) if place not in explained)
    hints = [f"Hint: {hint}"] if hint and puzzled else []
    if len(fields) == 1:
        return False, " ".join([verdicts[0].sentence, *hints])
    return False, "\n".join([share(fields, verdicts), *told(fields, verdicts, pairs), *hints])


def share(fields: Sequence[Field], verdicts: Sequence[Verdict]) -> str:
    """Say how many parts are right, and which."""
    fine = [one.label for one, verdict in zip(fields, verdicts, strict=True) if verdict.right]
    return f"{len(fine)} of {len(fields)} are right{': ' if fine else ''}{listed(fine)}."


def told(fields: Sequence[Field], verdicts: Sequence[Verdict], pairs: Mapping[int, int]) -> Iterator[str]:
    """Say of each part that is wrong what is known of it; of two whose numbers are swapped, just that."""
    for place, (one, verdict) in enumerate(zip(fields, verdicts, strict=True)):
        if place in pairs:
            yield f"{one.label} and {fields[pairs[place]].label}: these two are swapped."
        elif not verdict.right and place not in pairs.values():
            yield f"{one.label}: {verdict.sentence}"


def swapped(fields: Sequence[Field], given: Sequence[Any], verdicts: Sequence[Verdict]) -> dict[int, int]:
    """Return the pairs of numbers each of which would be right in the place of the other, unless more is known."""
    puzzling = [place for place, verdict in enumerate(verdicts)
                if not verdict.known and fields[place].kind == "number"]
    pairs: dict[int, int] = {}
    for one, other in combinations(puzzling, 2):
        free = not {one, other} & {*pairs, *pairs.values()}
        if free and fields[one].judge(given[other]).right and fields[other].judge(given[one]).right:
            pairs[one] = other
    return pairs


# ---- fields from what is declared

def number_field(label: str, right: float, mistakes: Mapping[str, float], digits: int, within: float | None,
                 measure: str = "", others: Sequence[float] = ()) -> Number:
    """Return the field of a number, in some unit, beside the right answers of others.

    A right answer of type int is a count and must be met exactly.
    """
    whole = isinstance(right, (int, np.integer))
    wants = wanted(whole, digits, within, measure)
    right = float(right)
    if within is None:
        within = 0.0 if whole else unit(right, digits)
    declared = [near(distinct(float(value), right, within), right, said, digits) for said, value in mistakes.items()]
    slips = [row for row in slips_of(right, whole, digits)
             if abs(row.value - right) > within and not any(abs(row.value - other) <= row.within for other in others)]
    rows = [Row(right, within, ""), *declared, *([] if whole else [nearly(right, within, digits)]), *slips]
    units = [measure, *filter(None, [SIGNS.get(measure)])] if measure else []
    return Number(label, rows, wants, whole, units)


def wanted(whole: bool, digits: int, within: float | None, measure: str) -> str:
    """Say what a field takes: which kind of number, in which unit, and how exact.

    >>> wanted(False, 3, None, "mm"), wanted(True, 3, None, "")
    ('a number in mm, to three digits', 'a whole number')
    """
    kind = f"a {'whole ' * whole}number{f' in {measure}' * bool(measure)}"
    if within is not None:
        return f"{kind}, to within {within:g}"
    return kind if whole else f"{kind}{',' * bool(measure)} to {COUNTS[digits]} digit{'s' * (digits > 1)}"


def nearly(right: float, within: float, digits: int) -> Row:
    """Return the row of what is nearly right."""
    reach = min(10 * within, CLOSE * abs(right)) if right else 10 * within
    return Row(right, reach, f"Close, but not close enough: keep more digits on the way, and give {digits} "
                             "significant ones.")


def distinct(mistake: float, right: float, within: float) -> float:
    """Return the value of a declared mistake, unless it would be taken for the right answer."""
    if not abs(mistake - right) > within:
        raise ValueError(f"`mistakes` must be values that are not right; got {mistake:g}, where {right:g} is right.")
    return mistake


def choice_field(label: str, right: int, sentences: Sequence[str], options: Sequence[str]) -> Choice:
    """Return the field of a choice: an option that is not right gets its own sentence."""
    others = (Row(float(number), 0.0, said) for number, said in enumerate(sentences) if number != right)
    return Choice(label, [Row(float(right), 0.0, ""), *others], tuple(options))
