"""Fixtures of the browser tests: one Chromium a worker, pages that must not complain, one Firefox, one JupyterLab."""
from __future__ import annotations

import os

import numpy as np
import pytest
from playwright.sync_api import sync_playwright

from tests.browser import chromium as chromium_

SEED = int(os.environ.get("BROWSER_SEED", "20261121"))     # another seed, other states and other ways of moving


@pytest.fixture
def rng():
    return np.random.default_rng(SEED)


@pytest.fixture(scope="session")
def chromium():
    """Return the browser, one for each worker."""
    with sync_playwright() as playwright:
        browser = chromium_.start(playwright)
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium):
    """Return a function that opens a page from its file; the test fails when a page complains or asks for anything."""
    visitor = chromium_.Visitor(chromium)
    yield visitor
    visitor.leave()
