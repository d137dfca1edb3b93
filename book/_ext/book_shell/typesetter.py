"""MathJax while the book is built: TeX in, SVG and MathML out.

It runs in QuickJS with MathJax's own stand-in for a browser's document. What it made is kept in a file, so that a build
that meets no new formula does not start it. Of the glyphs a formula holds only the names; see `sprite`.
"""
from __future__ import annotations

import hashlib
import importlib.util
import json
import re
from functools import cached_property
from html import escape, unescape
from pathlib import Path
from typing import Any, NamedTuple

from mathlib.live import roles
from tools import formulas

from .place import write_if_changed

# Of what `input/tex` brings, not in use: what turns an error into a picture of it (noerrors, noundefined), what fetches
# (autoload, require), definitions in pages (newcommand).
EXTENSIONS = ("html", "color", "boldsymbol", "mathtools")
PACKAGES = ("base", "ams", "configmacros", *EXTENSIONS)
COMPONENTS = ("startup", "core", "adaptors/liteDOM",                    # each after what it needs
              "input/tex", *(f"input/tex/extensions/{name}" for name in EXTENSIONS),
              "output/svg", "output/svg/fonts/tex", "a11y/assistive-mml")
STACK = 4 << 20                                  # bytes: roots in roots are nested calls
IN_THE_FONTS_OF_THE_PAGE = "°"                   # no glyph of MathJax's; its guessed width is right

ERROR = re.compile(r'data-mjx-error="([^"]*)"')
FOREIGN = re.compile(r"<text[^>]*>([^<]*)</text>")
GLYPH = re.compile(r'<path id="([^"]+)" d="([^"]*)"></path>')
USED = re.compile(r'href="#(MJX-[^"]+)"')
# Said in the SVG of a file, not in that of a page, or of use only to what runs in a page
NEEDLESS = re.compile(r' (?:xmlns(?::xlink)?="[^"]*"|role="img"|focusable="false"|unselectable="on"|class="MathJax"'
                      r'|style="position: relative;"|data-mjx-texclass="\w+")')

# A number that moves: MathJax lets an author name classes, and we make of them what the player looks for.
AS_CLASS = r"\g<breaks>\\class{live-number--\g<figure>--\g<control>}{\g<words>}"
MOVING = re.compile(r'live-number--([a-z0-9-]+?)--(\w+)([^"]*)"')
AS_DATA = r'live-number\3" data-figure="\1" data-of="\2"'
DIGITS = "0123456789.-"


class FormulaError(ValueError):
    """What is wrong with a formula, in words."""


class Formula(NamedTuple):
    """A formula as a page shows it, and the shapes of its glyphs by their ids."""

    html: str
    glyphs: dict[str, str]


class Typesetter:
    """Typesets formulas, each only once in the life of `memo`."""

    def __init__(self, memo: Path):
        self.memo = memo
        made_by = [*_sources(), Path(__file__), Path(formulas.__file__)]
        self._key = hashlib.sha256(json.dumps([_configuration(), *map(_text, made_by)]).encode()).hexdigest()
        kept = _read(memo)
        self._kept = kept if kept.get("key") == self._key else {"key": self._key, "formulas": {}, "glyphs": {}}

    def formula(self, tex: str, display: bool) -> Formula:
        """Return a formula, or raise FormulaError."""
        name, made, glyphs = f"{display:d} {tex}", self._kept["formulas"], self._kept["glyphs"]
        if name not in made:
            made[name], new = self._typeset(tex, display)
            glyphs.update(new)
        return Formula(made[name], {used: glyphs[used] for used in USED.findall(made[name])})

    def sprite(self, html: str) -> str:
        """Return, once for a page, the shapes of the glyphs that its formulas name; nothing where there are none."""
        used = set(USED.findall(html))
        if not used:
            return ""
        if "live-number" in html:
            used.update(self.formula(DIGITS, display=False).glyphs)
        shapes = "".join(f'<path id="{name}" d="{self._kept["glyphs"][name]}"/>' for name in sorted(used))
        return f'<svg class="glyphs" aria-hidden="true"><defs>{shapes}</defs></svg>'

    def style_sheet(self) -> str:
        """Return the rules that MathJax's markup needs."""
        if "styles" not in self._kept:
            self._kept["styles"] = json.loads(self._mathjax.get("styleSheet")())
        return self._kept["styles"]

    def save(self) -> None:
        """Keep what was made."""
        write_if_changed(self.memo, json.dumps(self._kept, ensure_ascii=False))

    def _typeset(self, tex: str, display: bool) -> tuple[str, dict[str, str]]:
        import quickjs
        try:
            html, glyphs = json.loads(self._mathjax.get("typeset")(formulas.LIVE.sub(AS_CLASS, tex), display))
        except (quickjs.JSException, quickjs.StackOverflow) as error:
            del self._mathjax                     # in the middle of a formula: the next one begins anew
            raise FormulaError(f"it is nested too deep, or MathJax fails: {str(error).splitlines()[0]}") from error
        if wrong := ERROR.search(html):
            raise FormulaError(unescape(wrong[1]))
        if foreign := " ".join(sorted(set(unescape("".join(FOREIGN.findall(html)))) - set(IN_THE_FONTS_OF_THE_PAGE))):
            raise FormulaError(f"no font of formulas has {foreign}; write it as a command, or in the sentence")
        html = MOVING.sub(AS_DATA, NEEDLESS.sub("", html).replace("xlink:href", "href"))
        html = html.replace("<mjx-container", f'<mjx-container data-tex="{escape(formulas.plain(tex))}"', 1)
        return html, dict(GLYPH.findall(glyphs))

    @cached_property
    def _mathjax(self) -> Any:
        """Start MathJax."""
        import quickjs
        context = quickjs.Context()
        context.set_max_stack_size(STACK)
        context.eval(f"globalThis.MathJax = {json.dumps(_configuration())};")
        for source in _sources():
            context.eval(_text(source))
            while context.execute_pending_job():
                pass
        return context


def _configuration() -> dict:
    return {
        "loader": {"load": []},
        "startup": {"typeset": False},
        "tex": {"packages": PACKAGES,
                "macros": {name: [rf"\class{{role-{name}}}{{#1}}", 1] for name in roles.IN_FORMULAS}},
        "svg": {"fontCache": "global"},
    }


def _sources() -> list[Path]:
    """Return MathJax's files in the package sphinx-mathjax-offline (whose folder has hyphens), and ours."""
    package = Path(importlib.util.find_spec("sphinx-mathjax-offline").origin).parent
    components = [package / "static" / "mathjax" / f"{name}.js" for name in COMPONENTS]
    return [*components, Path(__file__).with_suffix(".js")]


def _text(path: Path) -> str:
    return path.read_text("utf-8")


def _read(memo: Path) -> dict:
    try:
        return json.loads(memo.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
