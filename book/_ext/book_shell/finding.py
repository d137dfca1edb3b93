"""The search finds what has a name: pages, sections, definitions, theorems, figures, exercises, terms.

What can be found on a page is read off the page as it is shown, numbers and all, when it is written, and kept with what
else the shell keeps. When the build ends it becomes one script, `finding.js`, which the search page alone loads: a
browser that opened the book from a disk refuses to fetch anything.
"""
from __future__ import annotations

import json
import re
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx

from .headings import in_words
from .place import below, shell_dir, write_if_changed

SCRIPT = "finding.js"
FORMULA = re.compile(r"<mjx-container.*?</mjx-container>", re.DOTALL)
FIGURE = re.compile(r'<figure class="live-figure" id="([^"]+)".*?<figcaption class="live-title">(.*?)</figcaption>'
                    r'.*?aria-label="([^"]*)".*?</figure>', re.DOTALL)
UNREAD = re.compile(r"<(pre|script|style|svg|form|template)\b.*?</\1>", re.DOTALL)
INLINE = frozenset(("a", "abbr", "b", "code", "dfn", "em", "i", "span", "strong", "sub", "sup"))
HEADINGS = ("h1", "h2", "h3", "h4")
VOID = frozenset(("br", "hr", "img", "input", "link", "meta", "wbr"))


def add(app: Sphinx) -> None:
    """Connect what collects and what writes."""
    app.connect("builder-inited", replace_search)
    app.connect("html-page-context", collect, priority=940)         # the page is ready, its glyphs are not there yet
    app.connect("build-finished", write)


def replace_search(app: Sphinx) -> None:
    """Make no index of Sphinx's, whose results show titles of pages and, without a server, no word of their text."""
    app.builder.search = False
    app.config.html_additional_pages = {**app.config.html_additional_pages, "search": "search.html"}


def collect(app: Sphinx, pagename: str, templatename: str, context: dict, doctree: nodes.document | None) -> None:
    """Keep what can be found on a page."""
    if doctree is not None:
        write_if_changed(kept(app, pagename), json.dumps(entries(context["body"]), ensure_ascii=False))


def write(app: Sphinx, error: Exception | None) -> None:
    """Join what was kept of all pages, in the order of the book."""
    if error is not None or app.builder.format != "html":
        return
    found = {page: json.loads(kept(app, page).read_text("utf-8")) for page in reading_order(app)}
    told = [{"url": app.builder.get_target_uri(page), "entries": entries} for page, entries in found.items()]
    text = f"const findable = {json.dumps(told, ensure_ascii=False, separators=(',', ':'))};\n"
    write_if_changed(Path(app.outdir) / SCRIPT, text)


def kept(app: Sphinx, page: str) -> Path:
    """Return the file that says what can be found on a page."""
    return shell_dir(app) / "finding" / f"{page}.json"


def reading_order(app: Sphinx) -> list[str]:
    """Return the pages as the book has them, and those of no chapter after them."""
    order = list(below(app.env, app.config.root_doc))
    return order + sorted(app.env.found_docs - set(order))


def entries(body: str) -> list[list[str]]:
    """Return what can be found in the body of a page: kind, name, place in the page, and text of each.

    >>> entries('<section id="a"><h1>Convexity</h1><p>A chord.</p></section>')
    [['page', 'Convexity', 'a', 'A chord.']]
    """
    body = FORMULA.sub(lambda formula: f" {in_words(formula.group())} ", body)
    reader = Reader()
    reader.feed(UNREAD.sub("", FIGURE.sub(as_box, body)))
    return [[entry.kind, line(entry.name), entry.place, line(entry.text)] for entry in reader.entries
            if line(entry.name)]


def as_box(figure: re.Match) -> str:
    """Return a live figure as its name, and as its text what it shows."""
    place, title, alt = figure.groups()
    return f'<div class="figure" id="{place}"><p class="admonition-title">{title}</p>{alt}</div>'


def line(text: str) -> str:
    """Return a text on one line.

    >>> line(" A  chord ( x ) . #")
    'A chord (x).'
    """
    text = re.sub(r"\s+", " ", text).strip().removesuffix("#").strip()
    return re.sub(r"(?<=[(\[]) | (?=[.,;:!?)\]])", "", text)


@dataclass
class Entry:
    """Something with a name."""

    kind: str
    place: str
    name: str = ""
    text: str = ""


class Reader(HTMLParser):
    """Reads a page: sections and boxes begin an entry, whose text is what stands in it and in no inner one."""

    def __init__(self) -> None:
        super().__init__()
        self.entries: list[Entry] = []
        self._open: list[tuple[str, Entry | None, bool]] = []       # elements, what they begin, whether they name it
        self._block, self._terms = "", []                           # a paragraph so far, and what it defines

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag not in INLINE:
            self._end_block()
        if tag in VOID:
            return
        given = {name: value or "" for name, value in attributes}
        classes = given.get("class", "").split()
        names = bool(self._open and self._open[-1][1]) and (tag in HEADINGS or "admonition-title" in classes)
        if names and tag == "h1":
            self._open[-1][1].kind = "page"
        if tag == "dfn" and given.get("id"):
            self._terms.append(Entry("term", given["id"]))
            self.entries.append(self._terms[-1])
        kind = kind_of(tag, classes) if given.get("id") else ""
        if kind:
            self.entries.append(Entry(kind, given["id"]))
        self._open.append((tag, self.entries[-1] if kind else None, names))

    def handle_endtag(self, tag: str) -> None:
        if tag not in INLINE:
            self._end_block()
        while self._open and self._open.pop()[0] != tag:
            pass

    def _end_block(self) -> None:
        """Give the terms that a paragraph defines its text."""
        for term in self._terms:
            term.text = self._block
        self.handle_data(" ")
        self._block, self._terms = "", []

    def handle_data(self, data: str) -> None:
        self._block += data
        if self._terms and any(tag == "dfn" for tag, *_ in self._open):
            self._terms[-1].name += data
        names = False
        for _, entry, is_name in reversed(self._open):
            names |= is_name
            if entry and names:
                entry.name += data
            elif entry:
                entry.text += data
            if entry:
                return


def kind_of(tag: str, classes: list[str]) -> str:
    """Say what an element with an id begins; nothing for most.

    >>> kind_of("div", ["proof", "theorem", "admonition"])
    'theorem'
    """
    if "proof" in classes:
        return next(name for name in classes if name not in ("proof", "admonition"))
    boxes = (kind for kind in ("exercise", "solution", "figure") if kind in classes)
    return next(boxes, "section" if tag == "section" else "")
