"""A run on a machine without a browser: what needs it is left out, all else runs, and the end is not green."""
from __future__ import annotations

import pytest

from tools.browsers import complaint, missing

FIXTURES = {"Chromium": "one_playwright", "Firefox": "firefox"}
LACKING = pytest.StashKey[list[str]]()


def pytest_configure(config):
    config.stash[LACKING] = []


@pytest.hookimpl(trylast=True)                      # after -k and -m have chosen
def pytest_collection_modifyitems(config, items):
    """Leave out the tests whose browser is missing; remember which browsers these are."""
    lacking = [name for name in _missing_of(items) if any(_needs(item, [name]) for item in items)]
    if lacking:
        config.hook.pytest_deselected(items=[item for item in items if _needs(item, lacking)])
        items[:] = [item for item in items if not _needs(item, lacking)]
        _note(config, lacking)
    if hasattr(config, "workeroutput"):
        config.workeroutput["lacking"] = lacking


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node):
    """Learn from a worker, for the controller itself collects no test."""
    _note(node.config, getattr(node, "workeroutput", {}).get("lacking", []))


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session, exitstatus):
    if session.config.stash[LACKING] and exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter, config):
    if lacking := config.stash[LACKING]:
        terminalreporter.write_line(f"Not all tests were run. {complaint(lacking)}", red=True)


def _missing_of(items) -> list[str]:
    """Ask for the browsers only where a test needs one: the answer may take a second."""
    return missing() if any(_needs(item, FIXTURES) for item in items) else []


def _needs(item, names) -> bool:
    return any(FIXTURES[name] in getattr(item, "fixturenames", ()) for name in names)


def _note(config, lacking) -> None:
    config.stash[LACKING] += [name for name in lacking if name not in config.stash[LACKING]]
