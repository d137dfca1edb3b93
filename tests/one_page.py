"""`make test P=book/tour.md`: only what this page can break.

That is what the browsers do on it, what is asked of its source and its text, and all tests of its chapter: figures,
exercises and mathematics.
"""
from __future__ import annotations

import functools
import os
from pathlib import Path

import pytest

from tests.browser.site import HTML, PAGE
from tools.project import here

OF_EVERY_PAGE = ("tests/book/", "tests/exercises/")        # what names no page there, asks something of all of them


def pytest_configure() -> None:
    if PAGE and f"book/{PAGE}.md" not in _names():
        raise pytest.UsageError(f"Say which page, as in `make test P=book/tour.md`; got {os.environ['TEST_PAGE']!r}, "
                                f"and _toc.yml lists {', '.join(_names())}.")


def pytest_collection_modifyitems(config, items) -> None:
    if PAGE:
        kept = [item for item in items if is_about(item, PAGE)]
        config.hook.pytest_deselected(items=[item for item in items if item not in kept])
        items[:] = kept


def is_about(item: pytest.Item, page: str) -> bool:
    """Tell whether a page can break a test."""
    named = set(_pages_named(item))
    if named or item.nodeid.startswith("tests/browser/"):
        return page in named
    chapter = page.partition("/")[0]
    places = Path(item.nodeid.partition("::")[0]).with_suffix("").parts
    return item.nodeid.startswith(OF_EVERY_PAGE) or chapter in places


def _pages_named(item: pytest.Item):
    for value in item.callspec.params.values() if hasattr(item, "callspec") else ():
        of = getattr(value, "page", value)
        for root in (HTML, here().root / "book"):
            if isinstance(of, Path) and of.is_relative_to(root):
                yield of.relative_to(root).with_suffix("").as_posix()
        if isinstance(of, str) and f"book/{of}.md" in _names():
            yield of
        if isinstance(of, str) and of in _names():
            yield of.removeprefix("book/").removesuffix(".md")


@functools.cache
def _names() -> list[str]:
    return [here().name(page) for page in here().pages()]
