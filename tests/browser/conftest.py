"""Fixtures of the browser tests: one Chromium a worker, pages that must not complain, one Firefox."""
from __future__ import annotations

import pytest
from playwright.sync_api import expect

from mathlib.live import assets, display, roles
from tests.browser import chromium as chromium_
from tests.browser.firefox import firefox_tab
from tests.samples import generator

expect.set_options(timeout=chromium_.PATIENCE)


def pytest_collection_modifyitems(items) -> None:
    """Put first the walk through JupyterLab, which takes longest, and of a page's tests those that move nothing."""
    ours = [number for number, item in enumerate(items) if item.nodeid.startswith("tests/browser/")]
    ordered = sorted((items[number] for number in ours), key=_turn)
    for number, item in zip(ours, ordered, strict=True):
        items[number] = item


def _turn(item: pytest.Item) -> int:
    return 0 if "laboratory" in item.fixturenames else 2 if "touch" in item.fixturenames else 1


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item):
    """Leave a shared page after a failure: nobody knows what it looks like."""
    report = yield
    for name in {"look", "touch"} & set(item.funcargs) if report.failed else ():
        item.funcargs[name].close()
    return report


@pytest.fixture
def rng(request):
    """Return the random numbers of a test, its own in each run; the seed of the run repeats them."""
    return generator(request.node.nodeid)


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
def guest(chromium):
    guest = chromium_.Guest(chromium)
    yield guest
    guest.close()


@pytest.fixture
def look(guest):
    """Return a function that opens a page for a test that only looks: tests share the page."""
    yield guest
    guest.judge()


@pytest.fixture
def touch(guest):
    """Return a function that opens a page as `look` does, for a test that moves what it finds, wherever that stands."""
    yield guest
    guest.judge()


@pytest.fixture(scope="session")
def firefox():
    """Return the one tab of a Firefox with the file policy of a reader's."""
    with firefox_tab() as tab:
        yield tab


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    """Return a function that writes a figure as one file; the same figure is written once."""
    root, written = tmp_path_factory.mktemp("saved"), {}

    def write_one(make, **options):
        key = make, repr(sorted(options.items()))
        if key not in written:
            written[key] = make(**options).save_html(root / f"{len(written)}.html")
        return written[key]
    return write_one


@pytest.fixture
def together(tmp_path, monkeypatch):
    """Return a function that writes a page with several figures and sentences, and returns its file."""
    monkeypatch.setattr(display, "_shown", set())

    def write(made, *sentences, gap=0):
        body = f'<div style="height: {gap}px"></div>'.join(display.html(one, tmp_path / "_live") for one in made)
        (tmp_path / "_static").mkdir()
        (tmp_path / "_static/live.js").write_text(assets.player_script(), "utf-8")
        (tmp_path / "book").mkdir()
        file = tmp_path / "book" / "page.html"
        file.write_text(f"""<!doctype html><html lang="en"><head><meta charset="utf-8">
            <meta name="viewport" content="width=device-width"><title>A page</title>
            <style>{roles.css()}{assets.stylesheet()} body {{ max-width: 44rem; color: var(--ink);
            background: var(--paper); }}</style></head><body>{"".join(f"<p>{words}</p>" for words in sentences)}{body}
            <script src="../_static/live.js"></script></body></html>""", "utf-8")
        return file
    return write
