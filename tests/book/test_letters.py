"""One letter, one meaning a page, and none before its time: the table of notation, held against the pages.

A row names the pages on which its symbol has its meaning, or the one from which on it has. Two rows of one symbol may
not name the same page, nor pages that follow each other. A sign (a Greek letter, an operator) stands on no page before
those that its rows name. What a page calls by a Latin letter for the length of a proof stands in no table, and is not
seen here.
"""
from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from html import unescape
from typing import NamedTuple

import pytest

from tests.browser.site import HTML
from tools.project import here

BOOK = here()
ROW = re.compile(r"^\| (\$[^|]*) \| ([^|]*) \|", re.MULTILINE)
PAGE = re.compile(r"\{doc\}`[^<`]*<([^>`]+)>`")
# Pages that follow each other and are not yet written by this rule: none may come, and what is not needed must go.
EXEMPT = {
    ("d", "linear_algebra/layers", "optimization/convexity"),
    ("m", "optimization/stochastic", "optimization/landscapes"),
    ("r", "linear_algebra/matrices", "linear_algebra/projections"), ("r", "linear_algebra/svd", "linear_algebra/pca"),
    ("s", "optimization/second_order", "optimization/stochastic"),
    ("v_i", "linear_algebra/eigenvectors", "linear_algebra/svd"),
}
TOO_EARLY = {(r"\sigma_i", "linear_algebra/projections")}      # only shrinks, too


class Meaning(NamedTuple):
    """What a symbol means, and the pages on which it does."""

    symbol: str
    pages: tuple[str, ...]


def meanings(table: str) -> list[Meaning]:
    """Return what the tables of a page say of each symbol."""
    return [Meaning(symbol, tuple(PAGE.findall(row[2]))) for row in ROW.finditer(table) for symbol in symbols(row[1])]


def symbols(cell: str) -> list[str]:
    r"""Return the symbols of a row, without signs and arguments.

    >>> symbols(r"$-m$, $\varphi(s)$; $v_i$, $\lambda_1, \dots, \lambda_n$")
    ['m', '\\varphi', 'v_i', '\\lambda_1', '\\lambda_n']
    """
    written = (one for formula in re.findall(r"\$([^$]+)\$", cell) for one in formula.split(", "))
    return [re.sub(r"\([^)]*\)$", "", one.lstrip("-")) for one in written if one != r"\dots"]


def shared(found: Iterable[Meaning]) -> dict[str, list[tuple[str, ...]]]:
    """Return the symbols of more than one row, with the pages of each."""
    rows = defaultdict(list)
    for symbol, pages in found:
        rows[symbol].append(pages)
    return {symbol: pages for symbol, pages in rows.items() if len(pages) > 1}


def clashes(rows: list[tuple[str, ...]], order: list[str]) -> Iterator[tuple[str, str]]:
    """Yield the pages, the same or following each other, on which a symbol has two meanings."""
    for one, other in itertools.combinations(rows, 2):
        for pair in itertools.product(one, other):
            first, second = sorted(map(order.index, pair))
            if second - first <= 1:
                yield order[first], order[second]


def finder(symbol: str) -> re.Pattern:
    """Return what finds a symbol in TeX: with an index if it has one, else with none but a count of steps."""
    base, _, index = symbol.partition("_")
    end = "(?![A-Za-z])" + (r"\}?_" if index else r"(?!\}?_(?!\{?t))")
    start = "" if base.startswith("\\") else r"(?<![A-Za-z\\])"
    return re.compile(start + re.escape(base) + end)


def formulas(page: str) -> str:
    """Return the formulas of a page, without those of previews: they belong to another page."""
    html = re.sub(r"<template\b.*?</template>", "", (HTML / f"{page}.html").read_text("utf-8"), flags=re.DOTALL)
    return "\n".join(map(unescape, re.findall(r'<mjx-container data-tex="([^"]*)"', html)))


def too_early(table: Iterable[Meaning], written: dict[str, str]) -> set[tuple[str, str]]:
    """Return each sign with the pages on which it stands before its first row has it; `written` is in their order."""
    order, entrance = list(written), defaultdict(list)
    for symbol, pages in table:
        if symbol.startswith("\\"):
            entrance[symbol.removesuffix("_t")].extend(pages)
    return {(sign, page) for sign, pages in entrance.items() for page in order[:min(map(order.index, pages))]
            if finder(sign).search(without(written[page], [one for one in entrance if one.startswith(f"{sign} ")]))}


def without(tex: str, signs: list[str]) -> str:
    for sign in signs:
        tex = finder(sign).sub("", tex)
    return tex


TABLE = meanings((BOOK.root / "book" / "notation.md").read_text("utf-8"))
ORDER = [page.relative_to(BOOK.root / "book").with_suffix("").as_posix() for page in BOOK.pages()]
SECTIONS = [name for name in ORDER if not name.endswith("index")]


def test_each_symbol_has_its_pages():
    assert [symbol for symbol, pages in TABLE if not pages] == []


def test_no_sign_is_used_before_its_time():
    assert too_early(TABLE, {name: formulas(name) for name in ORDER}) == TOO_EARLY


def test_no_letter_has_two_meanings_on_a_page_or_on_the_next():
    found = {(symbol, *pair) for symbol, rows in shared(TABLE).items() for pair in clashes(rows, SECTIONS)}
    assert found == EXEMPT


def test_a_symbol_stands_on_the_pages_that_its_row_names():
    missing = [(symbol, page) for symbol, pages in TABLE for page in pages if not finder(symbol).search(formulas(page))]
    assert missing == []


@pytest.mark.parametrize(("one", "other", "clash"), [
    ("a", "a", [("a", "a")]), ("a", "b", [("a", "b")]), ("b", "a", [("a", "b")]), ("a", "c", []), ("ac", "b", [
        ("a", "b"), ("b", "c")]), ("", "a", []),
])
def test_two_meanings_clash_on_a_page_and_on_the_next(one, other, clash):
    assert list(clashes([tuple(one), tuple(other)], list("abcd"))) == clash


def test_a_row_is_read():
    assert meanings("| Symbol | Meaning |\n|---|---|\n| $P$, $h_i$ | projector ({doc}`here <la/one>`, "
                    "{doc}`there <two>`) | `projector` |\n| $x$ | a point | |\n") == [
        ("P", ("la/one", "two")), ("h_i", ("la/one", "two")), ("x", ())]


@pytest.mark.parametrize(("rows", "found"), [
    ({r"\beta": "b"}, {(r"\beta", "a")}), ({r"\beta": "ab"}, set()), ({r"\gamma": "b"}, set()), ({"x": "b"}, set()),
    ({r"\delta": "b"}, {(r"\delta", "a")}), ({r"\delta": "b", r"\delta x": "a"}, set()),
    ({r"\theta": "b"}, {(r"\theta", "a")}), ({r"\theta": "b", r"\theta_t": "a"}, set()),
])
def test_a_sign_before_its_time_is_found(rows, found):
    table = [Meaning(symbol, tuple(pages)) for symbol, pages in rows.items()]
    written = {"a": "\\beta x + \\delta x\n\\theta_t", "b": r"\beta \gamma x \delta \theta"}
    assert too_early(table, written) == found


@pytest.mark.parametrize(("symbol", "tex", "found"), [
    ("d", "x + d", True), ("d", r"\path{d}", True), ("d", "d_k", False), ("d", r"\cdot", False), ("v_i", "v_1", True),
    ("v_i", "v", False), (r"\lambda", r"A - \lambda I", True), (r"\lambda", r"\lambda_1", False),
    (r"\varepsilon", r"\varepsilon", True), ("m", "m_t", True), ("r", r"\path{r}_1", False),
])
def test_a_symbol_is_found_in_a_formula(symbol, tex, found):
    assert bool(finder(symbol).search(tex)) == found
