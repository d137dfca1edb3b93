"""Numbers within the chapter: Theorem 2.3 is the third theorem of the second chapter of `_toc.yml`.

Sphinx numbers theorems, exercises, figures and equations through the whole book. What it has counted is counted anew
before anything shows it: titles, captions and references all read the same table. A page outside the chapters, such as
the tour, counts for itself: Figure 1. A live figure is numbered as any other, and `{numref}` with its name leads to it.
"""
from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from html import unescape

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform

from . import titles
from .place import below

FIGURE = re.compile(r'<figure class="live-figure" id="([^"]+)"')
CAPTION = '<figcaption class="live-title">'
TITLE = re.compile(f"{CAPTION}(.*?)</figcaption>", re.DOTALL)


class live_figure(nodes.Element):
    """A live figure, so that Sphinx numbers it."""


def add(app: Sphinx) -> None:
    """Connect the counting, and show the numbers."""
    app.add_enumerable_node(live_figure, "figure", lambda node: node["title"])
    app.connect("doctree-read", find_live_figures)
    app.connect("env-get-updated", give_back, priority=400)                # Sphinx counts at 500, and compares
    app.connect("env-get-updated", count_within_chapters, priority=600)
    app.connect("html-page-context", number_the_contents, priority=910)    # after `pages.describe`
    app.add_post_transform(NumberLiveFigures)
    app.add_post_transform(NumberChapters)


# ---- counting

def give_back(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Let Sphinx compare its numbers with its own."""
    env.toc_fignumbers = getattr(env, "numbers_through_the_book", {})
    return []


def count_within_chapters(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Count again; the pages come in the order of the table of contents."""
    env.numbers_through_the_book, chapter_of = env.toc_fignumbers, dict(pages_of_chapters(env))
    counted: Counter = Counter()
    env.toc_fignumbers = {}
    for page, kinds in env.numbers_through_the_book.items():
        chapter = chapter_of.get(page, ())
        env.toc_fignumbers[page] = {kind: {name: (*chapter, next_one(counted, (chapter or page, kind)))
                                           for name in names} for kind, names in kinds.items()}
    return []


def next_one(counted: Counter, what: tuple) -> int:
    """Count one more."""
    counted[what] += 1
    return counted[what]


def chapters(env: BuildEnvironment) -> list[str]:
    """Return the pages that begin a chapter: they have sections."""
    return [page for page in env.toctree_includes.get(env.config.root_doc, []) if env.toctree_includes.get(page)]


def pages_of_chapters(env: BuildEnvironment) -> Iterator[tuple[str, tuple[int]]]:
    """Yield each page of a chapter with the chapter's number."""
    for number, chapter in enumerate(chapters(env), start=1):
        for page in below(env, chapter):
            yield page, (number,)


# ---- live figures

def find_live_figures(app: Sphinx, document: nodes.document) -> None:
    """Make the live figures of a page known by their names; the one of the front page has no number."""
    if app.env.docname != app.config.root_doc:
        for html in list(document.findall(nodes.raw)):
            found = FIGURE.search(html.astext())
            if found:
                register(app.env, document, html, found[1], unescape(TITLE.search(html.astext())[1]))


def register(env: BuildEnvironment, document: nodes.document, html: nodes.raw, name: str, title: str) -> None:
    """Wrap a figure's markup in a node that has its name."""
    figure = live_figure("", ids=[name], title=title)
    html.replace_self(figure)
    figure += html
    document.ids[name] = figure
    labels = env.get_domain("std")
    labels.anonlabels[name] = env.docname, name
    labels.labels[name] = env.docname, name, title


class NumberLiveFigures(SphinxPostTransform):
    """Put the number of each live figure before its title."""

    default_priority = 890

    def run(self, **kwargs: object) -> None:
        """Replace the nodes of this page by their markup, which has the name itself."""
        numbers = self.env.toc_fignumbers.get(self.env.docname, {}).get("figure", {})
        for figure in list(self.document.findall(live_figure)):
            number = ".".join(map(str, numbers[figure["ids"][0]]))
            label = f'{CAPTION}<span class="caption-number">{self.config.numfig_format["figure"] % number}</span> '
            html = figure[0]
            html[0] = nodes.Text(html.astext().replace(CAPTION, label, 1))
            figure.parent.replace(figure, html)          # not `replace_self`, which would give the markup a second id


# ---- chapters

class NumberChapters(SphinxPostTransform):
    """Put the number of a chapter before its title."""

    default_priority = 890
    formats = ("html",)

    def run(self, **kwargs: object) -> None:
        """Number the title of this page if it begins a chapter."""
        title = titles.of_page(self.document)
        if title and self.env.docname in chapters(self.env):
            number = str(chapters(self.env).index(self.env.docname) + 1)
            title[0:0] = [nodes.inline("", number, classes=["chapter-number"]), nodes.Text(" ")]


def number_the_contents(app: Sphinx, pagename: str, templatename: str, context: dict,
                        doctree: nodes.document | None) -> None:
    """Put the numbers of the chapters into the list of contents."""
    for number, chapter in enumerate(chapters(app.env), start=1):
        link = f'internal" href="{app.builder.get_relative_uri(pagename, chapter) or "#"}">'
        numbered = f'{link}<span class="chapter-number">{number}</span> '
        context["book_contents"] = context["book_contents"].replace(link, numbered, 1)
