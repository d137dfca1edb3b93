"""The usual slips: what a right answer becomes when a sign, a factor or a unit gets lost.

One table serves the notebook and the built page: for a given right answer each slip is a number, and recognising it is
comparing numbers. The page gets those numbers, not the table.
"""
from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

SMALL = 100         # whole numbers below it are twice, half or the square of each other by chance
HAIR = 1 + 1e-9     # so that 0.199 is within 0.001 of 0.2, whatever binary fractions say


class Slip(NamedTuple):
    """A usual mistake: it turns the right answer into `factor * right**power + shift`."""

    sentence: str
    factor: float = 1.0
    power: float = 1.0
    shift: float = 0.0
    sure: bool = False      # whether hardly anything else leads to it, however few digits there are

    def of(self, right: np.ndarray) -> np.ndarray:
        """Return what this slip makes of the right answer; not finite where it cannot happen."""
        with np.errstate(all="ignore"):
            return self.factor * np.power(np.asarray(right, dtype=float), self.power) + self.shift


POINT = "The digits are right, but the decimal point is in the wrong place."
BITS = "That is off by the factor ln 2: check which logarithm is asked for, natural (nats) or to base two (bits)."
TEN = "That is off by the factor ln 10: check which logarithm is asked for, natural or to base ten."
ANGLE = "That is off by the factor π/180: check whether the angle is asked in degrees or in radians."
SLIPS = (
    Slip("The size is right, but the sign is not.", factor=-1, sure=True),
    Slip("That is twice the answer: a factor 2 has crept in.", factor=2),
    Slip("That is half the answer: a factor 2 got lost.", factor=1 / 2),
    Slip("That is a hundred times the answer: is it in percent?", factor=100, sure=True),
    Slip("That is a hundredth of the answer: was a percentage divided by 100 once too often?", factor=1 / 100),
    Slip("That is one divided by the answer.", power=-1),
    Slip("That is one minus the answer.", factor=-1, shift=1),
    Slip("That is the square of the answer: is a root missing?", power=2),
    Slip("That is the square root of the answer.", power=1 / 2),
    Slip(BITS, factor=math.log(2)), Slip(BITS, factor=1 / math.log(2)),
    Slip(TEN, factor=math.log(10)), Slip(TEN, factor=1 / math.log(10)),
    Slip(ANGLE, factor=math.pi / 180), Slip(ANGLE, factor=180 / math.pi),
    *(Slip(POINT, factor=10.0**k) for k in (1, -1, 3, -3, 4, -4, 5, -5, 6, -6)),
)
OFF_BY_ONE = (Slip("That is one too many.", shift=1), Slip("That is one too few.", shift=-1))


class Row(NamedTuple):
    """A value that is recognised: an answer that is no further from it than `within` gets this sentence."""

    value: float
    within: float
    sentence: str


def unit(value: float, digits: int) -> float:
    """Return one unit of the last of so many significant digits: the distance at which two numbers still agree.

    >>> round(unit(0.2, 3), 6)
    0.001
    """
    exponent = math.floor(math.log10(abs(value))) if value else -1
    return HAIR * 10.0 ** (exponent - digits + 1)


def slips_of(right: float, whole: bool, digits: int) -> Iterator[Row]:
    """Yield what every slip makes of this right answer, without those that could as well be chance."""
    for slip in SLIPS:
        value = float(slip.of(right))
        if math.isfinite(value) and value != right and (slip.sure or telling(right, value)):
            yield near(value, right, slip.sentence, digits)
    if whole and abs(right) >= SMALL / 10:
        yield from (near(float(slip.of(right)), right, slip.sentence, digits) for slip in OFF_BY_ONE)


def telling(right: float, wrong: float) -> bool:
    """Tell whether a wrong answer that a slip explains is hardly chance: both have digits enough to be recognised.

    >>> telling(0.23, 0.46), telling(2.0, 1.41421), telling(4.0, 2.0), telling(32.0, 64.0)
    (True, True, False, False)
    """
    if abs(right) < SMALL and right.is_integer() and wrong.is_integer():
        return False
    return significant(right) + significant(wrong) >= 4


def significant(x: float) -> int:
    """Return how many digits a number has, zeros at both ends aside, and three at most."""
    return len(f"{abs(x):.2e}".split("e")[0].replace(".", "").rstrip("0"))


def near(value: float, right: float, sentence: str, digits: int) -> Row:
    """Return the row of a wrong value: as wide as its digits allow, and never half-way to the right answer."""
    return Row(value, min(unit(value, digits), abs(value - right) / 2.01), sentence)
