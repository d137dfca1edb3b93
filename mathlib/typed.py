"""Read one number as people write it: 0.5, 0,5, 97 370, −3, 2/3, 2 1/2, √2, 2√3, 1/√2, π/4, 1e-3, 2·10⁻³, (2/3)², 5 %.

`mathlib/live/player/number.js` reads the same in a page: rule by rule, so that the two never disagree.
"""
from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import NoReturn

LONGEST = 40
SPACES = re.compile("[ \t\n\r\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
NO_NUMBER = "Write one number, such as 0.25, 1/3, √2 or 1e-3."
BELOW = "Put what stands below the line in brackets, such as 1/(2√3)."
UNDER = "Put what stands under the root in brackets, such as √(2π)."
PARTS = {"½": "1/2", "⅓": "1/3", "⅔": "2/3", "¼": "1/4", "¾": "3/4"}
RAISED = str.maketrans("⁺⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "+-0123456789")
SIGNS = str.maketrans("−–‐‑⁄÷·×⋅", "----//***")
MIXED = re.compile(r"([0-9]+) ([0-9]+) ?/ ?([0-9]+)")


def read_number(text: str, *units: str) -> float:
    """Return the finite number that a text says; behind it may stand one of these units.

    Examples
    --------
    >>> read_number("2 1/2"), read_number("5 %"), read_number("5 %", "%"), read_number("12,5 mm", "mm")
    (2.5, 0.05, 5.0, 12.5)
    >>> read_number("1,000")
    Traceback (most recent call last):
    ValueError: 1,000 could be 1000 or 1.000: write one of these.
    """
    try:
        value = _measured(text, units)
    except ValueError as problem:
        in_unit = NO_NUMBER.replace(",", f" in {units[0]},", 1) if units else NO_NUMBER
        raise ValueError(f"{problem}".replace(NO_NUMBER, in_unit)) from None
    return value if math.isfinite(value) else refuse("This number is not finite.")


def refuse(sentence: str) -> NoReturn:
    """Say how to write a number."""
    raise ValueError(sentence)


def _measured(text: str, units: tuple[str, ...]) -> float:
    if len(text) > LONGEST:
        refuse(f"That is too long for a number: {LONGEST} signs are enough.")
    typed = tidy(text)
    if typed == "":
        refuse("Write a number first.")
    unit = next(filter(typed.endswith, units), None)
    if unit is not None:
        return Reader(typed.removesuffix(unit).rstrip(" ")).whole()
    return Reader(typed[:-1].rstrip(" ")).whole() / 100 if typed.endswith("%") else Reader(typed).whole()


def tidy(text: str) -> str:
    """Return a text with one sign for each thing that has several."""
    text = re.sub("[½⅓⅔¼¾]", lambda part: f" {PARTS[part[0]]}", text)
    text = re.sub("[⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+", lambda power: f"^{power[0].translate(RAISED)}", text)
    text = re.sub("[sS]qrt", "√", text.translate(SIGNS).replace("**", "^"))
    return SPACES.sub(" ", re.sub("[pP]i", "π", text)).strip(" ")


class Reader:
    """Reads a tidy text from left to right; each method takes what it reads."""

    def __init__(self, text: str) -> None:
        self.rest = text

    def take(self, pattern: str) -> re.Match | None:
        """Take what the text begins with, if it is this."""
        met = re.match(pattern, self.rest)
        if met:
            self.rest = self.rest[met.end():]
        return met

    def sees(self, pattern: str) -> bool:
        """Tell whether the text begins with this."""
        return re.match(pattern, self.rest) is not None

    def whole(self) -> float:
        """Read all there is."""
        value = self.signed(lambda: self.mixed() if MIXED.fullmatch(self.rest) else self.ratio())
        return refuse(NO_NUMBER) if self.rest else value

    def signed(self, read: Callable[[], float]) -> float:
        """Read a sign, if there is one, and what follows."""
        sign = self.take("[+-] ?")
        return -read() if sign and sign[0][0] == "-" else read()

    def mixed(self) -> float:
        """Read a whole number and a fraction."""
        ones, above, below = self.take(MIXED.pattern).groups()
        if len(above) == 3 and len(ones) <= 3:                       # are these thousands?
            refuse(f"{ones} {above}/{below} could be {ones}{above}/{below}, or {ones} and {above}/{below}: "
                   "write one fraction.")
        return float(ones) + divided(float(above), float(below))

    def ratio(self) -> float:
        """Read a product, and what it is divided by."""
        above = self.product()
        if not self.take(" ?/ ?"):
            return above
        below = self.signed(self.factor)
        return refuse(BELOW) if self.sees(" ?[*√π(]") else divided(above, below)

    def product(self) -> float:
        """Read one factor or several."""
        value = self.factor()
        while self.take(r" ?\* ?") or self.sees(" ?[√π(]"):
            value *= self.factor()
        return value

    def factor(self) -> float:
        """Read a root, or a power."""
        self.take(" ")
        if self.take("√ ?"):
            return self.root()
        base, power = self.base(), self.take(r" ?\^ ?(?:\(([+-]?[0-9]{1,2})\)|([+-]?[0-9]{1,2})(?![0-9]))")
        return raised(base, int(power[1] or power[2])) if power else base

    def base(self) -> float:
        """Read a bracket, π, or plain digits."""
        if self.take(r"\( ?"):
            return self.bracket()
        return math.pi if self.take("π") else self.literal()

    def root(self) -> float:
        """Read what stands under a root."""
        plain = not self.sees(r"\(")
        value = self.root() if self.take("√ ?") else self.base()
        return refuse(UNDER) if self.sees(r" ?\^") or plain and self.sees(r" ?[π(]") else square_root(value)

    def bracket(self) -> float:
        """Read what stands in brackets, the opening one taken."""
        value = self.signed(self.ratio)
        return value if self.take(r" ?\)") else refuse(NO_NUMBER)

    def literal(self) -> float:
        """Read digits, with an exponent or without."""
        digits = (self.take("[0-9]{1,3}(?: [0-9]{3})+(?![0-9])(?:[.,][0-9]+)?") or self.take("[0-9.,]+")
                  or refuse(NO_NUMBER))
        exponent = self.take("[eE][+-]?[0-9]+")
        return float(decimal(digits[0].replace(" ", "")) + (exponent[0] if exponent else ""))


def decimal(digits: str) -> str:
    """Return digits with a decimal point; a comma is one or, where it can be nothing else, parts thousands."""
    if re.fullmatch("[1-9][0-9]{0,2},[0-9]{3}", digits):
        refuse(f"{digits} could be {digits.replace(',', '')} or {digits.replace(',', '.')}: write one of these.")
    if re.fullmatch(r"[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]*)?", digits):
        return digits.replace(",", "")
    if re.fullmatch("[0-9]*,[0-9]+", digits):
        return digits.replace(",", ".")
    return digits if re.fullmatch(r"[0-9]+\.?[0-9]*|\.[0-9]+", digits) else refuse(NO_NUMBER)


def raised(base: float, power: int) -> float:
    """Return a power with a whole exponent, multiplied as a page does."""
    value = math.prod([base] * abs(power), start=1.0)
    return divided(1.0, value) if power < 0 else value


def divided(above: float, below: float) -> float:
    """Return a quotient, not finite where there is none, as a page does."""
    return above / below if below else math.nan


def square_root(x: float) -> float:
    """Return a root, not finite where there is none, as a page does."""
    return math.sqrt(x) if x >= 0 else math.nan
