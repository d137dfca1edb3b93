"""The player and the style sheet of live figures, joined from their readable parts."""
from __future__ import annotations

import functools
from pathlib import Path

from .roles import css, katex_css

PLAYER = Path(__file__).with_name("player")
# what page and widget have in common, and what only a page has
SHARED = ("numerics.js", "table.js", "picture.js", "motion.js", "script.js", "handles.js", "ghost.js", "address.js")
PAGE = ("number.js", "prose.js", "formulas.js", "share.js", "ask.js", "play.js", "tools.js", "keep.js", "page.js")


def _joined(*names: str) -> str:
    return "\n".join((PLAYER / name).read_text(encoding="utf-8") for name in names)


@functools.cache
def player_script() -> str:
    """Return the classic script that brings the figures of a built page to life."""
    return ('"use strict";\n(() => {\nconst PLAYER = document.currentScript.src;\n'
            + _joined(*SHARED, *PAGE)
            + '\nwindow.mathlibLive = {\n  readNumber,\n  table: (file, data, script, arrays) => '
            'arrival(file).arrive({data, script, arrays}),\n};'
            + '\nstartPage();\n})();\n')


@functools.cache
def widget_module() -> str:
    """Return the module that draws a live figure where a kernel runs."""
    return _joined(*SHARED, "widget.js") + "\nexport default {render: renderWidget};\n"


@functools.cache
def stylesheet() -> str:
    """Return the style sheet of live figures (a page defines the colour roles; see `roles.css`)."""
    return _joined("live.css")


@functools.cache
def widget_stylesheet() -> str:
    """Return the style sheet for a notebook, which knows no roles of its own."""
    dark = '[data-jp-theme-light="false"]'
    return "\n".join([css(dark), katex_css(dark), stylesheet(), ".live-figure { max-width: 720px; }\n"])
