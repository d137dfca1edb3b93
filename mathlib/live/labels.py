r"""Labels of controls, in which a symbol may have the colour of its mark: `step size \path{η}`.

The macros are those of the formulas of a page, so that symbol, label and mark look alike.
"""
from __future__ import annotations

import re
from html import escape

from .errors import FigureError
from .roles import IN_FORMULAS

COLOURED = re.compile(rf"\\({'|'.join(IN_FORMULAS)})\{{([^{{}}\\]*[^{{}}\\\s][^{{}}\\]*)\}}")
MACRO = re.compile(r"\\[A-Za-z]+")


def spoken(label: str) -> str:
    r"""Return the words of a label alone.

    >>> spoken(r"step size \path{η}")
    'step size η'
    """
    return COLOURED.sub(r"\2", label)


def coloured(label: str) -> str:
    r"""Return a label as HTML.

    >>> coloured(r"step size \path{η} < 1")
    'step size <span class="role-path">η</span> &lt; 1'
    """
    return COLOURED.sub(r'<span class="role-\1">\2</span>', escape(label))


def refuse_macros(label: str) -> None:
    """Refuse a macro that is no colour role, or that colours nothing."""
    if stray := MACRO.search(spoken(label)):
        roles = ", ".join(rf"\{name}{{…}}" for name in IN_FORMULAS)
        raise FigureError(f"the label {label!r}: {stray[0]} must be one of {roles}, with words alone in the braces")
