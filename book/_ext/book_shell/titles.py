"""Titles that can be found: "Convexity: when is a valley the only valley?" is a term and a question.

The title, the way on and the search show both, the term first; the list of contents has room for the term alone.
"""
from __future__ import annotations

import re

from docutils import nodes
from sphinx.application import Sphinx

QUESTION = re.compile(r'(<li class="toctree-l\d[^>]*><a [^>]*>[^<:]+): [^<]*\?</a>')


def of_page(document: nodes.document) -> nodes.title | None:
    """Return the title of a page; a piece of one, which a preview shows, has none."""
    return next((part[0] for part in document if isinstance(part, nodes.section)), None)


def shorten_the_contents(app: Sphinx, pagename: str, templatename: str, context: dict,
                         doctree: nodes.document | None) -> None:
    """Leave the questions out of the list of contents; the sections of the page keep theirs."""
    context["book_contents"] = term_alone(context["book_contents"])


def term_alone(contents: str) -> str:
    """Return a list of pages without the questions of their titles.

    >>> term_alone('<li class="toctree-l2"><a href="a.html">Vectors: when are two alike?</a></li>')
    '<li class="toctree-l2"><a href="a.html">Vectors</a></li>'
    """
    return QUESTION.sub(r"\1</a>", contents)


def add(app: Sphinx) -> None:
    """Connect the shortening, after `pages.describe`."""
    app.connect("html-page-context", shorten_the_contents, priority=905)
