"""The one error an author sees: it names the figure and says what to change."""
from __future__ import annotations


class FigureError(ValueError):
    """A live figure that cannot be what its author meant; the message starts with the figure's name."""
