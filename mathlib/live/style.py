"""How a figure is drawn: one matplotlib style, the page's typeface, and colour roles instead of colours."""
from __future__ import annotations

import contextlib
import functools
import importlib.util
import re
from pathlib import Path

import matplotlib as mpl
from cycler import cycler
from matplotlib import font_manager

from .errors import FigureError
from .roles import BY_HEX, DATA, GOOD, INK, MUTED, PATH, RULE, SECOND

STYLE_FILE = Path(__file__).with_name("book.mplstyle")
TEXT_FACE = "Source Serif Pro"

_HEX = re.compile(r"(?<!, )#[0-9a-f]{6}\b", re.IGNORECASE)      # not the fallback inside var(--role, #…)
_COMMON = {"#000000": "ink", "#ffffff": "paper"}   # what plain matplotlib code calls "black" and "white"


@contextlib.contextmanager
def style():
    """Draw in the style of the book inside this block."""
    with mpl.rc_context(rc=_settings()):
        yield


@functools.cache
def _settings() -> dict:
    settings = dict(mpl.rc_params_from_file(STYLE_FILE, use_default_template=False))
    settings |= dict.fromkeys(("text.color", "axes.labelcolor", "patch.edgecolor"), INK)
    settings |= dict.fromkeys(("axes.edgecolor", "hatch.color", "xtick.color", "ytick.color",
                               "xtick.labelcolor", "ytick.labelcolor"), MUTED)
    settings |= {"grid.color": RULE, "axes.prop_cycle": cycler(color=[DATA, PATH, SECOND, GOOD])}
    if not _register_text_face():
        settings["font.serif"] = ["STIXGeneral", "DejaVu Serif"]
        settings["mathtext.fontset"] = "stix"
    return settings


def _register_text_face() -> bool:
    """Let matplotlib measure text with the face that the page sets it in; False when it is not installed."""
    found = importlib.util.find_spec("font_source_serif_pro")
    if found is None:
        return False
    for face in ("Regular", "It", "Semibold"):
        font_manager.fontManager.addfont(Path(found.origin).parent / "files" / f"SourceSerifPro-{face}.ttf")
    return True


@functools.lru_cache(maxsize=4096)
def with_roles(css: str) -> str:
    """Return `css` with each hex colour replaced by its role; a colour that is no role is an error."""
    def role(match: re.Match) -> str:
        colour = match.group().lower()
        name = BY_HEX.get(colour) or _COMMON.get(colour)
        if name is None:
            raise FigureError(f"the colour {colour} is not a role; use one of mathlib.live's (PATH, DATA, MUTED, …) "
                              "so that the figure works in light, dark and print")
        return f"var(--{name}, {colour})"
    return _HEX.sub(role, css)
