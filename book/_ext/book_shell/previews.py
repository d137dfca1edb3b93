"""Previews: what a link speaks of, baked into the page that links to it, for shell.js to show beside the link.

A page holds, once each, what it links to and does not state itself. Citations need nothing: their links have a title.
"""
from __future__ import annotations

import re
from html import escape

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.util.docutils import new_document

from . import excerpts

LINK = re.compile(r'<a [^>]*href="([^"]*#[^"]+)"')
ID = re.compile(r'(<[^>]*?) id="[^"]*"')
HEADERLINK = re.compile(r'<a class="headerlink".*?</a>', re.DOTALL)


def bake(app: Sphinx, pagename: str, templatename: str, context: dict, doctree: nodes.document | None) -> None:
    """Put templates behind the text of a page, except where a list of terms says all of it anyway."""
    if doctree is not None and not any(doctree.findall(addnodes.glossary)):
        context["body"] += "".join(templates(app, pagename, set(LINK.findall(context["body"]))))


def templates(app: Sphinx, pagename: str, linked: set[str]) -> list[str]:
    """Return a template for each thing that the page links to."""
    known = {f"{app.builder.get_relative_uri(pagename, docname)}#{name}": (docname, name)
             for docname, names in excerpts.stated(app.env).items() for name in names
             if docname != pagename or name.startswith("term-")}
    return [f'<template data-of="{escape(link)}">{html_of(app, *known[link])}</template>\n'
            for link in sorted(linked & known.keys())]


def html_of(app: Sphinx, docname: str, name: str) -> str:
    """Return what a page states under this id, as HTML without ids: the page may have them already."""
    if docname not in app.previews:
        app.previews[docname] = rendered(app, docname)
    return app.previews[docname][name]


def rendered(app: Sphinx, docname: str) -> dict[str, str]:
    """Return all that a page states, with its numbers: Sphinx looks them up by the page that it is writing."""
    builder, numbers = app.builder, app.builder.fignumbers
    builder.fignumbers = app.env.toc_fignumbers.get(docname, {})
    try:
        return {name: without_ids(as_html(app, parts)) for name, parts in excerpts.of_page(app.env, docname).items()}
    finally:
        builder.fignumbers = numbers


def as_html(app: Sphinx, parts: list[nodes.Node]) -> str:
    """Return what Sphinx writes for the parts; its own `render_partial` knows no boxes but its own."""
    document = new_document("")
    document.settings = app.builder.docsettings
    document += parts
    translator = app.builder.create_translator(document, app.builder)
    document.walkabout(translator)
    return "".join(translator.fragment)


def without_ids(html: str) -> str:
    """Return HTML without ids and links to itself.

    >>> without_ids('<p id="a">1<a class="headerlink" href="#a">#</a></p>')
    '<p>1</p>'
    """
    return ID.sub(r"\1", HEADERLINK.sub("", html))


def start(app: Sphinx) -> None:
    """Have nothing rendered yet."""
    app.previews = {}


def add(app: Sphinx) -> None:
    """Connect the baking, before the page's glyphs are collected."""
    app.connect("builder-inited", start)
    app.connect("html-page-context", bake, priority=940)
