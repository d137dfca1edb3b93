"""The live figures' tables, and what the built pages must hold for a figure to work.

A live figure names its table by `data-table="NAME.js"`. The tables lie in `_build/tables`, more of them than one build
needs; those that the built pages name are copied to `_live/` beside the pages.
"""
from __future__ import annotations

import os
import re
import shutil
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.errors import SphinxError
from sphinx.util.logging import getLogger

from tools.store import ANY_OUTPUTS_WILL_DO, TABLE

from .sentences import untied

logger = getLogger(__name__)

FIGURE = re.compile(r"<figure\b[^>]*>")


class BrokenFigure(SphinxError):
    """A live figure that would not work in the built book."""

    category = "Live figure"


def copy_and_check(app: Sphinx, exception: Exception | None) -> None:
    """Copy the tables the built pages name, drop the others, and stop at a missing table or a doubled id."""
    if exception is not None or app.builder.format != "html":
        return
    book, tables = Path(app.outdir), Path(app.confdir) / "_build" / "tables"
    pages = {page.relative_to(book).as_posix(): page.read_text("utf-8") for page in built_pages(book)}
    problems = [*doubled_ids(pages), *copy_tables(pages, tables, book / "_live"),
                *(f"{page}: {problem}." for page, html in pages.items() for problem in untied(html))]
    if problems and os.environ.get(ANY_OUTPUTS_WILL_DO):     # a draft of one page: the others may not have run
        logger.warning("\n".join(problems))
    elif problems:
        raise BrokenFigure("\n".join(problems))


def built_pages(folder: Path) -> list[Path]:
    """Return the built pages, without Sphinx's own folders."""
    return sorted(page for page in folder.rglob("*.html") if not page.relative_to(folder).parts[0].startswith("_"))


def figure_ids(html: str) -> list[str]:
    """Return the ids of the live figures in a page.

    >>> figure_ids('<figure class="live-figure" id="a"><figure id="b" class="x">')
    ['a']
    """
    tags = [tag for tag in FIGURE.findall(html) if "live-figure" in attribute(tag, "class").split()]
    return [attribute(tag, "id") for tag in tags]


def attribute(tag: str, name: str) -> str:
    """Return the value of an attribute in a start tag, or nothing."""
    found = re.search(rf'\s{name}="([^"]*)"', tag)
    return found.group(1) if found else ""


def doubled_ids(pages: dict[str, str]) -> Iterable[str]:
    """Say which live figures share an id with another on their page."""
    for page, html in pages.items():
        for name, count in Counter(figure_ids(html)).items():
            if count > 1:
                yield f"{page}: {count} live figures have the id {name!r}; every figure of a page needs its own."


def copy_tables(pages: dict[str, str], source: Path, target: Path) -> Iterable[str]:
    """Make `target` hold exactly the tables that the pages name; say which ones are missing."""
    named = {table: page for page, html in pages.items() for table in TABLE.findall(html)}
    target.mkdir(exist_ok=True)
    for stray in {kept.name for kept in target.iterdir()} - set(named):
        (target / stray).unlink()
    for table, page in sorted(named.items()):
        if not (source / table).is_file():
            yield f"{page}: the table {table} of a live figure is missing; execute the page again."
        elif not same(source / table, target / table):
            shutil.copy2(source / table, target / table)


def same(source: Path, target: Path) -> bool:
    """Tell whether `target` is a copy of `source`, by size and time."""
    if not target.exists():
        return False
    old, new = source.stat(), target.stat()
    return (old.st_size, old.st_mtime_ns) == (new.st_size, new.st_mtime_ns)
