"""One Chromium for all tests of the engine, and a page without a book around it to put figures on."""
from __future__ import annotations

import pytest

from mathlib.live import assets, display, roles
from tools.browsers import chromium

PAGE = """<!doctype html><html><head><meta charset="utf-8"><style>{roles}
body {{ margin: 0; background: var(--paper); }}
.bench {{ display: grid; grid-template-columns: repeat(auto-fill, {width}px); gap: 6px; }}
{figures}</style></head><body><div class="bench">{body}</div><script src="_static/live.js"></script></body></html>"""


@pytest.fixture(scope="session")
def browser(one_playwright):
    browser = one_playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"])
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def blank(browser):
    """A page with the player's functions and no figure."""
    page = browser.new_page()
    scripts = "\n".join((assets.PLAYER / name).read_text("utf-8") for name in (*assets.SHARED, "address.js"))
    page.add_script_tag(content=scripts)
    return page


@pytest.fixture(scope="session")
def write_page(tmp_path_factory):
    """Return a function that writes a page with live figures, as the built book holds them, and returns its address."""
    def write(figures, width=240):
        root = tmp_path_factory.mktemp("page")
        body = "\n".join(display.html(figure, root / "_live") for figure in figures)
        (root / "_static").mkdir()
        (root / "_static/live.js").write_text(assets.player_script(), encoding="utf-8")
        (root / "page.html").write_text(PAGE.format(roles=roles.css(), width=width, figures=assets.stylesheet(),
                                                    body=body), encoding="utf-8")
        return (root / "page.html").as_uri()
    return write


@pytest.fixture(autouse=True)
def _a_page_of_its_own(monkeypatch):
    """Let two tests show figures of the same name."""
    monkeypatch.setattr(display, "_shown", set())
