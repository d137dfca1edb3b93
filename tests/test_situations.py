"""The tables in CONTRIBUTING.md of what is asked are true: no test is missing, none asks less than it says.

Both kinds of run are collected and counted: the full one asks each page, figure and exercise, the other as many as the
table says.
"""
from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import defaultdict
from typing import NamedTuple

import pytest

from tests.book.test_exercises import ON_PAGES
from tests.book.test_pages import is_section_of_a_chapter
from tests.browser.site import ROOT, figures, page_name, pages, pages_with_figures
from tests.browser.test_address import HOSTILE
from tests.browser.test_exercises import FORMS, LINES
from tests.browser.test_folds import WITH_FOLDS
from tests.browser.test_formulas import WITH_FORMULAS
from tools.project import here

BOOK = here()
OF_EACH = {
    "page": [page_name(page) for page in pages()],
    "page with figures": [page_name(page) for page in pages_with_figures()],
    "page with formulas": [page_name(page) for page in WITH_FORMULAS],
    "page with folds": [page_name(page) for page in WITH_FOLDS],
    "page with exercises": [page_name(page) for page in dict.fromkeys(asked.page for asked in FORMS)],
    "figure": [str(shown) for shown in figures()],
    "figure with handles": [str(shown) for shown in figures() if shown.has_handles],
    "figure with panels": [str(shown) for shown in figures() if len(shown.spec["panels"]) > 1],
    "exercise": [str(asked) for asked in FORMS],
    "exercise with lines": [str(asked) for asked in LINES],
    "exercise of a source": [found.label or found.title for found in ON_PAGES],
    "source": [BOOK.name(page) for page in BOOK.pages()],
    "source with cells": [BOOK.name(page) for page in BOOK.notebooks()],
    "section of a chapter": [BOOK.name(page) for page in BOOK.pages() if is_section_of_a_chapter(page)],
    "hostile address": [str(number) for number in range(len(HOSTILE))],
    "once": [""],
}
ROW = re.compile(r"^\| `((?:\w+/)?\w+\.py(?:::\w+)?)` \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", re.M)


class Row(NamedTuple):
    """A line of the table."""

    test: str
    of: str
    sample: str
    full: str

    @property
    def items(self) -> list[str]:
        """Return the names of what the test is asked of."""
        name, _, twice = self.of.partition(", ")
        return OF_EACH[name] * 2 if twice else OF_EACH[name]

    @property
    def situations(self) -> int | None:
        """Return how many situations of its own a file has at least, of which a sample leaves out none."""
        found = re.fullmatch(r"(\d+) situations", self.of)
        return int(found[1]) if found else None

    def promised(self, column: str) -> int:
        """Return how many cases a column promises; a sample of what is asked twice has two cases of each."""
        amount = re.match(r"all|\d+", column)[0]
        each = 2 if self.of.endswith(", twice") else 1
        return len(self.items) if amount == "all" else min(len(self.items), int(amount) * each)


PLACES = ("tests/browser", "tests/book", "tests/live")
TABLE = [Row(*found) for found in ROW.findall((ROOT / "CONTRIBUTING.md").read_text("utf-8"))]
ROWS = [row.test for row in TABLE]


@pytest.fixture(scope="module")
def collected():
    """Return for a sample and for everything the parameters of each test, by its row: its own, or that of its file."""
    runs = {kind: start(TEST_ALL=flag) for kind, flag in (("sample", ""), ("full", "1"))}
    return {kind: cases(run.communicate()[0]) for kind, run in runs.items()}


def start(**variables) -> subprocess.Popen:
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:xdist", *PLACES]
    environment = {**os.environ, "TEST_PAGE": "", **variables}
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)


def cases(listing: str) -> dict[str, list[str]]:
    found = defaultdict(list)
    for test, parameters in re.findall(r"^tests/((?:browser|book|live)/\w+\.py::\w+)(.*)$", listing, re.M):
        test = test.removeprefix("browser/")
        found[test if test in ROWS else test.partition("::")[0]].append(parameters)
    return found


def test_every_test_stands_in_one_row(collected):
    assert [name for name in collected["full"] if ROWS.count(name) != 1] == []


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.test)
def test_a_row_promises_what_is_asked(collected, row):
    full, sample = (collected[kind][row.test] for kind in ("full", "sample"))
    if row.situations is not None:
        assert len(sample) == len(full) >= row.situations
        return
    assert len(full) == row.promised(row.full) == len(row.items), "the full run asks for all"
    assert len(sample) == row.promised(row.sample)
    assert [item for item in row.items if not any(item in parameters for parameters in full)] == []
