"""The theme's style sheets, without what nothing in the book can wear.

The theme brings 480 KB of rules for parts that this book has not. A browser reads all of them before it shows a page,
and tries them on every element. A rule stays if each class that it asks for is worn in a built page, or named in a
script that a page loads: a script may give it to an element.
"""
from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import tinycss2
from sphinx.application import Sphinx
from tinycss2.ast import Node

from .place import write_if_changed
from .tables import built_pages

SHEETS = ("styles/pydata-sphinx-theme.css", "sphinx-design.min.css", "mystnb.*.css")
CLASSES = re.compile(r'\bclass="([^"]*)"')
SCRIPTS = re.compile(r'<script\b[^>]*\bsrc="([^"?]*)')
WITH_RULES = ("media", "supports", "layer")


def add(app: Sphinx) -> None:
    """Trim when all pages are written."""
    app.connect("build-finished", trim)


def trim(app: Sphinx, exception: Exception | None) -> None:
    """Trim the theme's style sheets where they lie."""
    if exception is not None or app.builder.format != "html":
        return
    book = Path(app.outdir)
    names = worn(built_pages(book))
    for sheet in (path for pattern in SHEETS for path in sorted((book / "_static").glob(pattern))):
        write_if_changed(sheet, trimmed(sheet.read_text("utf-8"), names))


def worn(pages: Iterable[Path]) -> set[str]:
    """Return the classes that elements of these pages wear, and all words of the scripts that the pages load."""
    names, scripts = set(), set()
    for page in pages:
        html = page.read_text("utf-8")
        names.update(name for classes in CLASSES.findall(html) for name in classes.split())
        scripts.update((page.parent / source).resolve() for source in SCRIPTS.findall(html))
    for script in scripts:
        names.update(re.findall(r"[\w-]+", script.read_text("utf-8")))
    return names


def trimmed(css: str, names: set[str]) -> str:
    """Return a style sheet without the selectors that ask for a class of another name.

    >>> trimmed(".a, .b .c { color: red } @media print { .c { color: red } .a:not(.c) { top: 0 } }", {"a", "b"})
    '.a{ color: red }@media print{.a:not(.c){ top: 0 }}'
    """
    return "".join(_kept(tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True), names))


def _kept(rules: Iterable[Node], names: set[str]) -> Iterator[str]:
    for rule in rules:
        if rule.type == "qualified-rule":
            selectors = [selector for selector in _selectors(rule.prelude) if classes(selector) <= names]
            if selectors:
                yield ",".join(tinycss2.serialize(selector).strip() for selector in selectors)
                yield f"{{{tinycss2.serialize(rule.content)}}}"
        elif rule.type == "at-rule" and rule.lower_at_keyword in WITH_RULES and rule.content is not None:
            inner = "".join(_kept(tinycss2.parse_rule_list(rule.content, True, True), names))
            if inner:
                yield f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude).rstrip()}{{{inner}}}"
        else:
            yield rule.serialize()


def _selectors(prelude: list[Node]) -> Iterator[list[Node]]:
    selector = []
    for token in prelude:
        if token == ",":
            yield selector
            selector = []
        else:
            selector.append(token)
    yield selector


def classes(selector: list[Node]) -> set[str]:
    """Return the classes that whatever a selector matches must wear: not those in brackets, as of :not()."""
    return {token.value for dot, token in zip(selector, selector[1:], strict=False)
            if dot == "." and token.type == "ident"}
