"""A field that takes one answer, and how what stands in it is judged: by the first row of a table that it meets.

`book/_static/check.js` does the same with the same rows, so that a page and a notebook never disagree.
"""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from .slips import Row, near, slips_of, unit


@dataclass(frozen=True)
class Field:
    """One number, or one choice among options (which are numbered); the first row is the right answer."""

    label: str
    rows: Sequence[Row]
    otherwise: tuple[str, str] = ("", "")       # what is said of a number that meets no row: too small, too large
    options: Sequence[str] = field(default=())

    def judge(self, given: float) -> tuple[bool, str]:
        """Return whether this is right, and what to say of it."""
        for number, (value, within, sentence) in enumerate(self.rows):
            if abs(given - value) <= within:
                return number == 0, sentence
        return False, self.otherwise[given > self.rows[0].value]


def judge(fields: Sequence[Field], given: Sequence[float], right: str) -> tuple[bool, str]:
    """Return whether all fields are right, and one reply for all of them."""
    judged = [field.judge(value) for field, value in zip(fields, given, strict=True)]
    wrong = [(field.label, sentence) for field, (ok, sentence) in zip(fields, judged, strict=True) if not ok]
    if not wrong:
        return True, right
    if len(fields) == 1:
        return False, wrong[0][1]
    return False, f"{len(fields) - len(wrong)} of {len(fields)} are right. Look again at {wrong[0][0]}: {wrong[0][1]}"


def number_field(label: str, right: float, mistakes: Mapping[str, float], hint: str, digits: int,
                 within: float | None) -> Field:
    """Return the field of a number: right, the declared mistakes, nearly right, the usual slips, in this order.

    A right answer of type int is a count and must be met exactly.
    """
    whole = isinstance(right, (int, np.integer))
    right = float(right)
    if within is None:
        within = 0.0 if whole else unit(right, digits)
    close = f"Close, but not close enough: keep more digits on the way, and give {digits} significant ones."
    declared = [near(distinct(float(value), right, within), right, said, digits) for said, value in mistakes.items()]
    nearly = [] if whole else [Row(right, 10 * within, close)]
    slips = [row for row in slips_of(right, whole, digits) if abs(row.value - right) > within]
    a_count = " A whole number is asked for." if whole else ""
    small, large = (f"Too {way}.{a_count} Hint: {hint}" for way in ("small", "large"))
    return Field(label, [Row(right, within, ""), *declared, *nearly, *slips], (small, large))


def distinct(mistake: float, right: float, within: float) -> float:
    """Return the value of a declared mistake, unless it would be taken for the right answer."""
    if not abs(mistake - right) > within:
        raise ValueError(f"`mistakes` must be values that are not right; got {mistake:g}, where {right:g} is right.")
    return mistake


def choice_field(label: str, right: int, sentences: Sequence[str], options: Sequence[str]) -> Field:
    """Return the field of a choice: an option that is not right gets its own sentence."""
    others = (Row(float(number), 0.0, said) for number, said in enumerate(sentences) if number != right)
    return Field(label, [Row(float(right), 0.0, ""), *others], options=tuple(options))
