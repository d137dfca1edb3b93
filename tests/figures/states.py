"""A figure in one of its states: what it says there, and where its goal is reached."""
from __future__ import annotations

import itertools

from mathlib.live import LiveFigure


def said(figure: LiveFigure, **values) -> str:
    """Return the status sentence at these values of the controls; the others are as they are at first."""
    return figure.apply(figure.indices(**values))


def reached(figure: LiveFigure) -> list[dict]:
    """Return the values of the controls at every stop that reaches the goal."""
    states = itertools.product(*(range(len(axis)) for axis in figure.grid))
    return [figure.arguments(state) for state in states if figure.reached(state)]
