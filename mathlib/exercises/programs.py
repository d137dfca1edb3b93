"""The kinds of answer about a program: its lines in order, and what it prints. No interpreter is needed to answer."""
from __future__ import annotations

import contextlib
import io
import random
import re
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

from mathlib.typed import SPACES

from .answers import Exercise, computed
from .fields import Verdict, judge, placed
from .forms import form
from .reply import Reply
from .words import as_sentences

LONGEST = 2000
TOKEN = re.compile("[A-Za-z0-9_.]+|[^ ]")
TYPED = str.maketrans("−–‘’“”", "--''\"\"")           # what telephones make of signs that programs print
TOO_LONG = "That is more than a program would print here: write just its output."


@dataclass(frozen=True)
class AboutProgram(Exercise):
    """What both kinds have: one field, and a program that stands above it, or its lines."""

    def question(self) -> Reply:
        """Return the form, and for a notebook a sentence with the program below it."""
        asked = super().question()
        return Reply(asked.right, asked.sentence, asked.form, self.shown)

    def form(self) -> str:
        return form(self.label, [self.field], self.right, self.hint, self.above)

    def judge(self, answer: Any) -> tuple[bool, str]:
        return judge([self.field], [self.read(answer)], self.right, self.hint)

    @property
    def above(self) -> str:
        """The program that the form shows above its field."""
        return ""


# ---- what it prints

@dataclass(frozen=True)
class OutputField:
    """What a program prints; white space does not count."""

    label: str
    rows: Sequence[tuple[list[str], str]]               # the tokens, and what is said of them; the first are right
    kind: ClassVar[str] = "output"
    wants: ClassVar[str] = "as it is printed; spaces and line breaks do not count"

    def judge(self, given: list[str]) -> Verdict:
        """Judge the tokens of an output."""
        for place, (known, sentence) in enumerate(self.rows):
            if given == known:
                return Verdict(place == 0, sentence)
        return almost(given, self.rows[0][0]) or Verdict(False, so_far(given, self.rows[0][0]), known=False)

    def baked(self, sentences: list[str]) -> dict:
        """Return what a page needs to judge the same."""
        return {"kind": self.kind, "label": self.label,
                "rows": [[known, placed(sentence, sentences)] for known, sentence in self.rows]}


def tokens(text: str) -> list[str]:
    """Return the words, numbers and signs of an output.

    >>> tokens("[1.  2.]\\nTrue")
    ['[', '1.', '2.', ']', 'True']
    """
    if len(text) > LONGEST:
        raise ValueError(TOO_LONG)
    found = TOKEN.findall(SPACES.sub(" ", text.translate(TYPED)))
    if not found:
        raise ValueError("Write what is printed first.")
    return found


def almost(given: list[str], right: list[str]) -> Verdict | None:
    """Say it if only capitals, or only the signs between the values, differ."""
    if lowered(given) == lowered(right):
        return Verdict(False, "The words are right; look at the capitals.")
    if values(given) == values(right):
        return Verdict(False, "The values are right; look at the signs between them, such as brackets and commas.")
    return None


def lowered(found: list[str]) -> list[str]:
    """Return tokens in small letters."""
    return [token.lower() for token in found]


def values(found: list[str]) -> list[str]:
    """Return tokens without the signs between them; a minus belongs to its number."""
    return [token for token in found if re.match("[A-Za-z0-9_.-]", token)]


def so_far(given: list[str], right: list[str]) -> str:
    """Say how far an output is right."""
    common = 0
    while common < min(len(given), len(right)) and given[common] == right[common]:
        common += 1
    if common == 0:
        return "That is not what is printed."
    rest = {len(right): "then nothing more is printed", len(given): "then more is printed"}
    return f'Right as far as "{" ".join(given[:common])}"; {rest.get(common, "then something else is printed")}.'


@dataclass(frozen=True)
class Output(AboutProgram):
    """What a program prints."""

    program: str
    mistakes: Mapping[str, Any]

    def __post_init__(self) -> None:
        super().__post_init__()
        as_sentences(self.mistakes, "mistakes")

    @cached_property
    def field(self) -> OutputField:
        """The field, with what the program prints and what it might seem to."""
        right = tokens(self.printed)
        wrong = {sentence: computed(value) for sentence, value in self.mistakes.items()}
        for value in wrong.values():
            if tokens(value) == right:
                raise ValueError(f"`mistakes` must be outputs that are not right; got {value!r}.")
        return OutputField(self.ask, [(right, ""), *((tokens(value), sentence) for sentence, value in wrong.items())])

    @cached_property
    def printed(self) -> str:
        """What the program prints."""
        with contextlib.redirect_stdout(io.StringIO()) as printed:
            exec(compile(self.program, self.label, "exec"), {})      # an author's program, never a reader's
        if not printed.getvalue().strip():
            raise ValueError(f"`program` must print something; got {self.program!r}.")
        return printed.getvalue()

    @property
    def wanted(self) -> str:
        return "what this program prints, a text in quotation marks,"

    @property
    def shown(self) -> str:
        """The program."""
        return self.program

    above = shown

    def read(self, answer: Any) -> list[str]:
        """Return the tokens of an answer."""
        if not isinstance(answer, str):
            raise TypeError(f"`answer` must be what is printed, a text in quotation marks; got {answer!r}.")
        return tokens(answer)


# ---- its lines in order

@dataclass(frozen=True)
class LinesField:
    """Lines to be put in order; each pair is a line and one that must stand somewhere below it."""

    label: str
    lines: Sequence[str]
    pairs: Sequence[tuple[int, int]]
    mistakes: Sequence[tuple[int, int, str]]            # what is said where the first stands above the second
    shuffled: Sequence[int]
    kind: ClassVar[str] = "lines"
    wants: ClassVar[str] = "drag the lines into an order that works, or use the arrows"

    def judge(self, given: Sequence[int]) -> Verdict:
        """Judge an order."""
        place = {line: k for k, line in enumerate(given)}
        early = {below for above, below in self.pairs if place[below] < place[above]}
        if not early:
            return Verdict(True, "")
        for above, below, sentence in self.mistakes:
            if place[above] < place[below]:
                return Verdict(False, sentence)
        first = min(early, key=place.get)
        return Verdict(False, f'"{self.lines[first].strip()}" stands too early.', known=False)

    def baked(self, sentences: list[str]) -> dict:
        """Return what a page needs to judge the same."""
        return {"kind": self.kind, "label": self.label, "lines": [line.strip() for line in self.lines],
                "pairs": self.pairs, "mistakes": [[above, below, placed(said, sentences)]
                                                  for above, below, said in self.mistakes]}


@dataclass(frozen=True)
class Lines(AboutProgram):
    """The lines of a program, to be put in order."""

    program: Sequence[str]
    needs: Mapping[str, Sequence[str]] | None
    mistakes: Mapping[str, tuple[str, str]]

    def __post_init__(self) -> None:
        super().__post_init__()
        as_sentences(self.mistakes, "mistakes")
        if len(set(self.program)) < len(self.program) or len(self.program) < 2:
            raise ValueError(f"`program` must be two lines or more, all different; got {list(self.program)}.")

    @cached_property
    def field(self) -> LinesField:
        """The field, with its lines shuffled."""
        mistakes = [(self.number(above, "mistakes"), self.number(below, "mistakes"), said)
                    for said, (above, below) in self.mistakes.items()]
        for above, below, said in mistakes:
            if (below, above) not in self.pairs:
                raise ValueError(f"`mistakes` must be a line and one that must stand above it; got {said!r}.")
        return LinesField(self.ask, tuple(self.program), sorted(self.pairs), mistakes, self.shuffled)

    @cached_property
    def pairs(self) -> set[tuple[int, int]]:
        """Which line must stand above which: each above the next, or as `needs` says and what follows from it."""
        if self.needs is None:
            return {(above, below) for below in range(len(self.program)) for above in range(below)}
        needs = {self.number(line, "needs"): [self.number(one, "needs") for one in above]
                 for line, above in self.needs.items()}
        found: set[tuple[int, int]] = set()
        for line in sorted(needs):
            if any(above >= line for above in needs[line]):
                raise ValueError(f"`needs` must name lines that stand above in `program`; got {self.program[line]!r}.")
            direct = {(above, line) for above in needs[line]}
            found |= direct | {(first, line) for first, last in found if last in needs[line]}
        if not found:
            raise ValueError("`needs` must say of one line at least what stands above it; got nothing.")
        return found

    def number(self, line: str, name: str) -> int:
        """Return the place of a line in the program."""
        if line not in self.program:
            raise ValueError(f"`{name}` must name lines of `program`; got {line!r}.")
        return self.program.index(line)

    @cached_property
    def shuffled(self) -> list[int]:
        """A wrong order, always the same."""
        rng, order = random.Random(zlib.crc32(self.label.encode())), list(range(len(self.program)))
        while not any(order.index(below) < order.index(above) for above, below in self.pairs):
            rng.shuffle(order)
        return order

    @property
    def wanted(self) -> str:
        return "the numbers of these lines in an order that works, such as [2, 1, 3],"

    @property
    def shown(self) -> str:
        """The shuffled lines, with numbers."""
        return "\n".join(f"{k}  {self.program[line]}" for k, line in enumerate(self.shuffled, 1))

    def read(self, answer: Any) -> list[int]:
        """Return the order of the lines, given by their numbers or as text."""
        given = answer.splitlines() if isinstance(answer, str) else answer
        if not isinstance(given, Iterable):
            raise TypeError(self._needed(answer))
        known = {**{str(k): line for k, line in enumerate(self.shuffled, 1)},
                 **{line.strip(): k for k, line in enumerate(self.program)}}
        order = [known.get(str(one).strip(), -1) for one in given if str(one).strip()]
        if sorted(order) != list(range(len(self.program))):
            raise ValueError(self._needed(answer))
        return order

    def _needed(self, answer: Any) -> str:
        return f"`answer` must be the numbers 1 to {len(self.program)}, each once, in a list; got {answer!r}."
