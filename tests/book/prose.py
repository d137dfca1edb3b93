"""The sentences of a built page, in their order: what they say, what they define, where their links lead."""
from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple

BLOCKS = {"p", "li", "dd", "dt", "td", "th", "figcaption", "summary", "h1", "h2", "h3", "h4", "div", "section"}
UNSAID = {"pre", "code", "script", "style", "template", "form", "svg", "mjx-container"}
# titles and objectives say what is to come
UNSAID |= {"h1", "h2", "h3", "h4", ".admonition-title", ".objectives", ".headerlink", ".live-figure"}
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
FORMULA = "□"
ENDS = (".", "!", "?", ":")
END = re.compile(r"(?<=[.!?:])[\s”’)]+")


@dataclass
class Sentence:
    """A sentence: its words, with a square for each formula, the terms it defines, and where its links lead."""

    text: str = ""
    defines: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)


class Element(NamedTuple):
    """An open element: whether it is in the article, whether its words are said, whether they are a term's."""

    tag: str
    inside: bool = False
    said: bool = True
    defines: bool = False


class Page(HTMLParser):
    """The sentences and the ids of a page's article; an id stands before the sentence with this number."""

    def __init__(self, html: str):
        super().__init__()
        self.sentences, self.ids = [Sentence()], {}
        self._open = [Element("page")]
        self.feed(html)
        self._end()
        self.sentences.pop()

    def handle_starttag(self, tag, attributes):
        attributes, around = dict(attributes), self._open[-1]
        names = {tag, *(f".{name}" for name in (attributes.get("class") or "").split())}
        inside, said = around.inside or ".bd-article" in names, around.said and not names & UNSAID
        element = Element(tag, inside, said, tag == "dfn" and "id" in attributes)      # without one it is a quotation
        if tag not in VOID:
            self._open.append(element)
        if inside and tag in BLOCKS:
            self._end()
        if inside and attributes.get("id"):
            self.ids[attributes["id"]] = len(self.sentences) - (not self.sentences[-1].text.strip())
        if inside and around.said and tag == "mjx-container":
            self.sentences[-1].text += FORMULA
        if inside and said and "#" in (attributes.get("href") or ""):
            self.sentences[-1].links.append(attributes["href"])
        if inside and said and element.defines:
            self.sentences[-1].defines.append("")

    def handle_startendtag(self, tag, attributes):
        pass

    def handle_endtag(self, tag):
        if self._open[-1].inside and tag in BLOCKS:
            self._end()
        while self._open[-1].tag not in (tag, "page"):
            self._open.pop()
        if self._open[-1].tag == tag:
            self._open.pop()

    def handle_data(self, data):
        if not (self._open[-1].inside and self._open[-1].said):
            return
        if self._open[-1].defines:
            self.sentences[-1].defines[-1] += data
        if data[0].isspace() and self.sentences[-1].text.endswith(ENDS):
            self._end()
        first, *rest = END.split(data)
        self.sentences[-1].text += first
        for text in rest:
            self._end()
            self.sentences[-1].text += text

    def _end(self) -> None:
        """Begin a new sentence, unless nothing has been said since the last began."""
        if self.sentences[-1].text.strip():
            self.sentences.append(Sentence())


def read(file: Path) -> Page:
    """Return a built page."""
    return Page(file.read_text("utf-8"))
