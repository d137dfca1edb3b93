"""What the templates are told about each page, and which scripts a page loads."""
from __future__ import annotations

import re
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config

TEMPLATES = Path(__file__).parent / "templates"
# The theme's looks for parts of a page that ours does not have (see shell.js); Sphinx's two serve its search and keys,
# and fail where a browser refuses to keep anything.
NEEDLESS_SCRIPTS = re.compile(r"sphinx-book-theme\.js|doctools\.js|sphinx_highlight\.js")
HERE = re.compile(r'<a class="current reference internal" href="#">.*?</a>', re.DOTALL)


def use_our_templates(app: Sphinx, config: Config) -> None:
    """Let the templates beside this file win over the theme's of the same name."""
    config.templates_path = [str(TEMPLATES), str(TEMPLATES / "components"), *config.templates_path]


def describe(app: Sphinx, pagename: str, templatename: str, context: dict, doctree: nodes.document | None) -> None:
    """Give the page its contents list, mend its markup, and take away scripts that it does not need."""
    context["is_front_page"] = pagename == app.config.root_doc
    context["book_contents"] = contents(context)
    context["body"] = accessible(context.get("body", ""))
    context["script_files"] = [one for one in context["script_files"] if not NEEDLESS_SCRIPTS.search(str(one.filename))]


def accessible(body: str) -> str:
    """Take away the roles and references by which docutils and sphinx-design mislead a screen reader.

    >>> accessible('<div role="list" class="citation-list"><div class="citation" role="doc-biblioentry">')
    '<div class="citation-list"><div class="citation">'
    """
    for wrong in (' role="doc-biblioentry"', ' role="doc-backlink"', ' role="list"'):
        body = body.replace(wrong, "")
    return re.sub(r'(<label) aria-controls="[^"]*"( class="sd-tab-label")', r"\1\2", body)


def contents(context: dict) -> str:
    """Return the chapters as a nested list, with the sections of this page below its own entry."""
    chapters = context["toctree"](collapse=True, maxdepth=4, includehidden=True, titles_only=True) or ""
    sections = below_the_title(context.get("toc") or "")
    return HERE.sub(lambda here: f'{here.group()}\n<div class="sections">{sections}</div>', chapters, count=1)


def below_the_title(toc: str) -> str:
    """Return the inner list of a page's own contents, whose outer list has one entry, the title.

    >>> below_the_title('<ul><li><a href="#">Title</a><ul><li>First</li></ul></li></ul>')
    '<ul><li>First</li></ul>'
    """
    inner = re.search(r"<ul>.*?(<ul>.*</ul>).*</ul>", toc, re.DOTALL)
    return inner.group(1) if inner else ""
