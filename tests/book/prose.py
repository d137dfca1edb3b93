"""The sentences of a built page, in their order: what they say, what they define, where their links lead."""
from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

BLOCKS = {"p", "li", "dd", "dt", "td", "th", "figcaption", "summary", "h1", "h2", "h3", "h4", "div", "section"}
UNSAID = {"pre", "code", "script", "style", "template", "form", "svg", "mjx-container", "h1", "h2", "h3", "h4"}
UNSAID_CLASSES = {"headerlink", "live-figure", "objectives"}      # titles and objectives say what is to come
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
FORMULA = "□"
END = re.compile(r"(?<=[.!?:])[\s”’)]+")


@dataclass
class Sentence:
    """A sentence: its words, with a square for each formula, the terms it defines, and where its links lead."""

    text: str = ""
    defines: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)


class Page(HTMLParser):
    """The sentences and the ids of a page's article; an id stands before the sentence with this number."""

    def __init__(self, html: str):
        super().__init__()
        self.sentences, self.ids = [Sentence()], {}
        self._open: list[tuple[str, bool, bool]] = []     # tag, whether it is said, whether it is in the article
        self.feed(html)
        self.sentences = [one for one in self.sentences if one.text.strip()]

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        classes = set((attributes.get("class") or "").split())
        inside = "bd-article" in classes or self._inside
        said = self._said and tag not in UNSAID and not classes & UNSAID_CLASSES
        if inside and tag in BLOCKS:
            self._end()
        if inside and said and tag == "a" and "#" in (attributes.get("href") or ""):
            self.sentences[-1].links.append(attributes["href"])
        if inside and said and tag == "dfn":
            self.sentences[-1].defines.append("")
        if inside and attributes.get("id"):
            self.ids[attributes["id"]] = sum(bool(one.text.strip()) for one in self.sentences)
        if inside and self._said and tag == "mjx-container":
            self.sentences[-1].text += FORMULA
        if tag not in VOID:
            self._open.append((tag, said, inside))

    def handle_startendtag(self, tag, attributes):
        pass

    def handle_endtag(self, tag):
        if self._inside and tag in BLOCKS:
            self._end()
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        if not (self._inside and self._said):
            return
        if any(tag == "dfn" for tag, _, _ in self._open):
            self.sentences[-1].defines[-1] += data
        if data[0].isspace() and self.sentences[-1].text.endswith(tuple(".!?:")):
            self._end()
        first, *rest = END.split(data)
        self.sentences[-1].text += first
        for text in rest:
            self._end()
            self.sentences[-1].text += text

    def _end(self) -> None:
        if self.sentences[-1].text.strip():
            self.sentences.append(Sentence())

    @property
    def _said(self) -> bool:
        return self._open[-1][1] if self._open else True

    @property
    def _inside(self) -> bool:
        return self._open[-1][2] if self._open else False


def read(file: Path) -> Page:
    """Return a built page."""
    return Page(file.read_text("utf-8"))
