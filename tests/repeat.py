"""A run says its seed at the beginning, and for each failure what was asked and the command that repeats just that."""
from __future__ import annotations

import os
import shlex
from pathlib import Path

import pytest

from tests.samples import ALL, SEED

asked: dict[str, str] = {}                                 # of the running test, by its hands: the state asked for last


def pytest_report_header() -> str:
    return f"seed {SEED} ({'everything' if ALL else 'a sample; `make test-all` looks at everything'})"


def pytest_runtest_setup() -> None:
    asked.clear()


def note(item: pytest.Item, report: pytest.TestReport) -> None:
    """Write into the report of a failure what it was about; it travels with the report from process to process."""
    if report.failed:
        report.user_properties += [("about", word) for word in (*_about(item), *asked.items())]


def _about(item: pytest.Item):
    """Yield page, figure and exercise, where the parameters of a test tell them."""
    from tests.browser.site import page_name, pages
    for value in item.callspec.params.values() if hasattr(item, "callspec") else ():
        page = value if isinstance(value, Path) else getattr(value, "page", None)
        if page in pages():
            yield "page", page_name(page)
        for kind, name in (("figure", "name"), ("exercise", "label")):
            if hasattr(value, name):
                yield kind, getattr(value, name)


def pytest_terminal_summary(terminalreporter) -> None:
    failures = [report for kind in ("failed", "error") for report in terminalreporter.stats.get(kind, [])]
    if failures:
        terminalreporter.section("to repeat just that")
    for report in failures:
        for line in how_to_repeat(report):
            terminalreporter.line(line)


def how_to_repeat(report) -> list[str]:
    """Return a line that tells what failed, and the command."""
    about = dict(word for name, word in getattr(report, "user_properties", []) if name == "about")
    what = "; ".join(f"{kind} {name}" for kind, name in {**about, "seed": SEED}.items())
    variables = {"TEST_SEED": str(SEED), **{name: os.environ[name] for name in ("TEST_ALL", "TEST_PAGE")
                                            if os.environ.get(name)}}
    settings = " ".join(f"{name}={shlex.quote(value)}" for name, value in variables.items())
    return [what, f"    {settings} .venv/bin/python -m pytest {shlex.quote(report.nodeid)}"]
