"""The one error an author sees: it names the figure and says what to change."""
from __future__ import annotations

import contextlib


class FigureError(ValueError):
    """A live figure that cannot be what its author meant; the message starts with the figure's name."""


@contextlib.contextmanager
def naming(name: str):
    """Let every FigureError that leaves this block start with the figure's name."""
    try:
        yield
    except FigureError as error:
        if str(error).startswith(f"{name}: "):
            raise
        raise FigureError(f"{name}: {error}") from error.__cause__
