"""Numbers in the sentences of figures."""
from __future__ import annotations

from mathlib.live.controls import show


def rounded(number: float, digits: int = 2) -> str:
    """Write a number with so many significant digits, as a reader expects it: a true minus, powers of ten.

    >>> rounded(-0.00123), rounded(4.56e-9)
    ('−0.0012', '4.6·10⁻⁹')
    """
    return show(float(f"{number:.{digits}g}"))


def decimals(number: float, places: int = 2) -> str:
    """Write a number with so many decimals, with a true minus, which nought has not.

    >>> decimals(-1.256), decimals(-0.001)
    ('−1.26', '0.00')
    """
    return f"{number:z.{places}f}".replace("-", "−")


def counted(number: int, what: str) -> str:
    """Write how many there are of what is counted by a regular noun.

    >>> counted(1, "step"), counted(1000, "step")
    ('1 step', '1,000 steps')
    """
    return f"{number:,} {what}{'s' * (number != 1)}"
