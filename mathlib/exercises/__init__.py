"""Exercises that check themselves: each chapter declares its own in a module here, and gets its `check` from that.

    from mathlib.exercises.tour import check

    check("tour-1", 0.2)

The reply is right, or says which usual mistake this is. What the built book needs to reply the same is in the page.
"""
from __future__ import annotations

from .declare import array, choice, choices, exercises, function, lines, number, numbers, output
from .reply import Reply

__all__ = ["Reply", "array", "choice", "choices", "exercises", "function", "lines", "number", "numbers", "output"]
