"""What holds for every test: a skip is a failure where nothing may be missing, and generated inputs take their time."""

from __future__ import annotations

import os

import hypothesis
import pytest
from hypothesis.configuration import set_hypothesis_home_dir
from playwright.sync_api import sync_playwright

from tests import repeat
from tests.one_page import pytest_collection_modifyitems, pytest_configure  # noqa: F401
from tests.repeat import pytest_report_header, pytest_runtest_setup, pytest_terminal_summary  # noqa: F401
from tests.shares import Shares

pytest_plugins = ["tests.costs", "tests.missing"]

set_hypothesis_home_dir("_build/hypothesis")
# A time limit for one example measures the other processes of the machine; the seed is printed with a failure.
hypothesis.settings.register_profile("book", deadline=None, print_blob=True)
hypothesis.settings.load_profile("book")


def pytest_xdist_make_scheduler(config, log):
    return Shares(config, log)


@pytest.fixture(scope="session")
def one_playwright():
    """Return the driver of browsers: a process can have one, and all tests of a worker share it."""
    with sync_playwright() as playwright:
        yield playwright


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = _skipped_is_failed((yield))
    repeat.note(item, report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector):
    return _skipped_is_failed((yield))


def _skipped_is_failed(report):
    """Turn a skip into a failure where `CI` is set; an expected failure is no skip."""
    if os.environ.get("CI") and report.outcome == "skipped" and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"Nothing may be skipped here: {report.longrepr[-1]}"
    return report
