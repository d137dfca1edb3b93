"""Fixtures of the browser tests: one Chromium a worker, pages that must not complain, one Firefox, one JupyterLab."""
from __future__ import annotations

import os

import numpy as np
import pytest
from _pytest.nodeid import coerce_node_id

from tests.browser import chromium as chromium_
from tests.browser.firefox import firefox_tab

SEED = int(os.environ.get("BROWSER_SEED", "20261121"))     # another seed, other states and other ways of moving


def pytest_collection_modifyitems(config, items):
    """Put the group of a test into its id, where pytest-xdist looks for it: 3.8 writes it as pytest 8 wanted it."""
    for item in items if config.getoption("loadgroup", False) else ():
        mark = item.get_closest_marker("xdist_group")
        if mark and not item.nodeid.endswith(f"@{mark.args[0]}"):
            item._id = coerce_node_id(f"{item.nodeid}@{mark.args[0]}")


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
    visitor = chromium_.Visitor(chromium)
    yield visitor
    visitor.leave()


@pytest.fixture(scope="session")
def firefox():
    """Return the one tab of a Firefox with the file policy of a reader's."""
    with firefox_tab() as tab:
        yield tab
