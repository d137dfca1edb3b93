"""Live figures: one Python function, live in the built book, in Jupyter, and a picture everywhere else.

Write a figure with `figure`, `live`, `drag`, `log` and the colour roles; the page "Add a live figure in fifteen lines"
shows how.
"""
from .controls import drag, log
from .errors import FigureError
from .figure import LiveFigure, figure, live
from .predictions import predict
from .roles import BAD, DATA, FIELD, GOOD, INK, LINK, MUTED, PAPER, PATH, RULE, SECOND

__all__ = ["BAD", "DATA", "FIELD", "GOOD", "INK", "LINK", "MUTED", "PAPER", "PATH", "RULE", "SECOND",
           "FigureError", "LiveFigure", "drag", "figure", "live", "log", "predict"]
