"""The built book: its pages, and the live figures found by walking them.

No list of figures is kept by hand: what a page shows is tested. `BOOK_HTML` in the environment names another build.
"""
from __future__ import annotations

import functools
import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import TypeVar

from tests.samples import sample

ROOT = Path(__file__).resolve().parents[2]
HTML = Path(os.environ.get("BOOK_HTML") or ROOT / "_build" / "html")

# `make test P=book/tour.md`: what belongs to this page is looked at whole
PAGE = os.environ.get("TEST_PAGE", "").removeprefix("book/").removesuffix(".md")

Item = TypeVar("Item")


@dataclass(frozen=True)
class Shown:
    """A live figure on a page."""

    page: Path
    name: str
    spec: dict = field(compare=False, repr=False)
    table: str = field(compare=False, repr=False)

    def __str__(self) -> str:
        return f"{page_name(self.page)}#{self.name}"

    @property
    def has_handles(self) -> bool:
        return bool(self.spec["handles"])


@functools.cache
def pages() -> tuple[Path, ...]:
    """Return every page of the built book; what lies below a directory with an underscore is no page."""
    found = (page for page in HTML.rglob("*.html") if not any(
        part.startswith("_") for part in page.relative_to(HTML).parts))
    return tuple(sorted(found))


@functools.cache
def figures() -> tuple[Shown, ...]:
    """Return every live figure of the built book, in the order of the pages."""
    return tuple(shown for page in pages() for shown in figures_on(page))


def some(items: Sequence[Item], count: int, what: str) -> list[Item]:
    """Return a sample of pages or of what stands on them; all of it where a run is about one page."""
    return list(items) if PAGE else sample(items, count, what)


def pages_with_figures() -> list[Path]:
    return list(dict.fromkeys(shown.page for shown in figures()))


def figures_on(page: Path) -> Iterator[Shown]:
    """Yield the live figures on one page."""
    for attributes in _elements(page):
        if attributes["tag"] == "figure" and "live-figure" in (attributes.get("class") or "").split():
            yield Shown(page, attributes["id"], json.loads(attributes["data-spec"]), attributes["data-table"])


def page_name(page: Path) -> str:
    """Name a page as its address does: `book/tour`."""
    return page.relative_to(HTML).with_suffix("").as_posix()


def ids(page: Path) -> list[str]:
    """Return every id in the source of a page."""
    return [attributes["id"] for attributes in _elements(page) if "id" in attributes]


def _elements(page: Path) -> list[dict]:
    reader = _Reader()
    reader.feed(page.read_text(encoding="utf-8"))
    return reader.elements


class _Reader(HTMLParser):
    """Keeps the attributes of every element."""

    def __init__(self):
        super().__init__()
        self.elements: list[dict] = []

    def handle_starttag(self, tag, attrs):
        self.elements.append({"tag": tag, **dict(attrs)})
