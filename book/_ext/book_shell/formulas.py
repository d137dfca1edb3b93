"""Formulas are typeset while the book is built: the pages hold pictures of them, with MathML for who listens.

Sphinx and MyST still say what a formula is, give numbers to equations, and join lines; what they would hand to MathJax
in the reader's browser is handed to it here. A formula that is wrong is a warning, which stops the build.
"""
from __future__ import annotations

import re
from collections.abc import Callable
from html import escape, unescape

from docutils import nodes
from myst_parser.sphinx_ext.mathjax import html_visit_displaymath
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.ext.mathjax import html_visit_math
from sphinx.util import logging

from .place import shell_dir, write_if_changed
from .typesetter import FormulaError, Typesetter

STYLES = "formulas.css"
BARE = re.compile(r"(<[^>]*>)(.*)(<[^>]*>)", re.DOTALL)
logger = logging.getLogger(__name__)


def add(app: Sphinx) -> None:
    """Connect the renderer, the glyphs of each page, and what is kept between builds."""
    app.add_html_math_renderer("typeset", (_typeset_by(html_visit_math, "mathjax_inline"), None),
                               (_typeset_by(html_visit_displaymath, "mathjax_display"), None))
    app.connect("config-inited", start, priority=850)
    app.connect("html-page-context", add_glyphs, priority=950)      # after all that shapes the page
    app.connect("build-finished", lambda app, error: app.typesetter.save())


def start(app: Sphinx, config: Config) -> None:
    """Make the typesetter ready, and the style sheet that its formulas need."""
    app.typesetter = Typesetter(shell_dir(app) / "formulas.json")
    write_if_changed(shell_dir(app) / "static" / STYLES, app.typesetter.style_sheet())


def add_glyphs(app: Sphinx, pagename: str, templatename: str, context: dict, doctree: nodes.document | None) -> None:
    """Put the shapes of the glyphs before a page's text, once for all its formulas."""
    context["body"] = app.typesetter.sprite(context.get("body", "")) + context.get("body", "")


def _typeset_by(visit: Callable, delimiters: str) -> Callable:
    """Return a visitor that typesets what `visit` puts between MathJax's delimiters."""
    def typeset(self, node: nodes.math | nodes.math_block) -> None:
        begin, end = getattr(self.builder.config, delimiters)
        written = len(self.body)
        try:
            visit(self, node)
        except nodes.SkipNode:
            before, tex, after = _parted("".join(self.body[written:]), begin, end)
            self.body[written:] = [before, _formula(self, node, unescape(tex)), after]
            raise

    return typeset


def _parted(html: str, begin: str, end: str) -> tuple[str, str, str]:
    """Return the element around a formula and the formula, which with `nowrap` stands there without delimiters."""
    if begin not in html:
        return BARE.fullmatch(html).groups()
    before, _, rest = html.partition(begin)
    tex, _, after = rest.rpartition(end)
    return before, tex, after


def _formula(translator, node: nodes.Node, tex: str) -> str:
    """Return the markup of a formula, or, where it is wrong, its source."""
    try:
        return translator.builder.app.typesetter.formula(tex, isinstance(node, nodes.math_block)).html
    except FormulaError as error:
        logger.warning("the formula %s cannot be typeset: %s", tex.strip(), error, location=node)
        return f"<code>{escape(tex)}</code>"
