"""Fixtures of the browser tests: one Chromium a worker, pages that must not complain, one Firefox."""
from __future__ import annotations

import os

import numpy as np
import pytest

from tests.browser import chromium as chromium_
from tests.browser.firefox import firefox_tab

SEED = int(os.environ.get("BROWSER_SEED", "20261121"))     # another seed, other states and other ways of moving


@pytest.fixture
def rng():
    return np.random.default_rng(SEED)


@pytest.fixture(scope="session")
def chromium(one_playwright):
    """Return the browser, one for each worker."""
    browser = chromium_.start(one_playwright)
    yield browser
    browser.close()


@pytest.fixture
def visit(chromium):
    """Return a function that opens a page from its file; the test fails when a page complains or asks for anything."""
    yield from visits(chromium)


@pytest.fixture
def visit_figure(chromium):
    """Return a function that opens a page as `visit` does, but leaves its formulas as they are written."""
    yield from visits(chromium, formulas=False)


def visits(browser, **options):
    visitor = chromium_.Visitor(browser, **options)
    yield visitor
    visitor.leave()


@pytest.fixture(scope="session")
def onlooker(chromium):
    onlooker = chromium_.Onlooker(chromium)
    yield onlooker
    onlooker.close()


@pytest.fixture
def look(onlooker):
    """Return a function that opens a page as `visit_figure` does, for a test that only looks: tests share the page."""
    yield onlooker
    onlooker.judge()


@pytest.fixture(scope="session")
def firefox():
    """Return the one tab of a Firefox with the file policy of a reader's."""
    with firefox_tab() as tab:
        yield tab
