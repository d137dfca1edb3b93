"""Chromium as the tests use it: everything but files refused, everything that a page complains about kept."""
from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect

from tools.browsers import chromium

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
             "--no-first-run", "--disable-lcd-text"]
DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 360, "height": 740}
PHONE_IN_HAND = {"viewport": PHONE, "has_touch": True, "is_mobile": True}
PATIENCE = 60_000                                          # ms for what comes in the end, on however busy a machine
ELSEWHERE = re.compile(r"^(?!file:|data:|blob:|about:)")


def start(playwright: Playwright) -> Browser:
    """Start Debian's Chromium without a window."""
    return playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)


class Visitor:
    """Opens pages of the book from their files, and keeps what they complained about and asked for."""

    def __init__(self, browser: Browser):
        self.browser = browser
        self.complaints: list[str] = []
        self.requests: list[str] = []
        self._contexts: list[BrowserContext] = []

    def __call__(self, file: Path, fragment: str = "", **options) -> Page:
        """Open a page in a context of its own; `options` are playwright's for a context."""
        page = self.new_page(**options)
        page.goto(file.as_uri() + fragment)
        return page

    def new_page(self, **options) -> Page:
        context = self.browser.new_context(**{"viewport": DESKTOP, "reduced_motion": "reduce", **options})
        self._contexts.append(context)
        context.set_default_timeout(PATIENCE)
        context.route(ELSEWHERE, self._refuse)
        page = context.new_page()
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(f"page error: {error.stack}"))
        return page

    def forgive(self, pattern: str) -> list[str]:
        """Take the complaints that match out of the list, because a test expects them; return them."""
        expected = [complaint for complaint in self.complaints if re.search(pattern, complaint)]
        self.complaints = [complaint for complaint in self.complaints if complaint not in expected]
        return expected

    def leave(self) -> None:
        """Close the pages; fail if one of them complained, or asked for anything that is no file."""
        self.close()
        self.judge()

    def close(self) -> None:
        for context in self._contexts:
            context.close()
        self._contexts.clear()

    def judge(self) -> None:
        complaints, self.complaints = self.complaints, []
        requests, self.requests = self.requests, []
        assert not complaints, "a page complained:\n" + "\n".join(complaints)
        assert not requests, "a page asked for:\n" + "\n".join(requests)

    def _refuse(self, route) -> None:
        self.requests.append(route.request.url)
        route.abort()

    def _hear(self, message) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(f"console {message.type}: {message.text}")


class Guest(Visitor):
    """Stays on a page, in each kind of context that it was asked for, until it is asked for another page.

    Screen and colours may change while a page is open; what a browser is told only once (a finger for a hand, no
    scripts) makes another kind.
    """

    def __init__(self, browser: Browser):
        super().__init__(browser)
        self._file: Path | None = None
        self._open: dict[str, Page] = {}

    def __call__(self, file: Path, color_scheme: str = "light", viewport: dict = DESKTOP, **kind) -> Page:
        """Return the page as it was left, with this screen and these colours."""
        if file != self._file:
            self.close()
            self._file = file
        if str(kind) not in self._open:
            self._open[str(kind)] = super().__call__(file, viewport=viewport, **kind)
        page = self._open[str(kind)]
        page.set_viewport_size(viewport)
        page.emulate_media(media="screen", color_scheme=color_scheme)
        if kind.get("java_script_enabled", True):
            dye(page, color_scheme)
        return page

    def close(self) -> None:
        super().close()
        self._file = None
        self._open.clear()


def dye(page: Page, color_scheme: str) -> None:
    """Ask for light or dark, and wait until the page has followed."""
    page.emulate_media(color_scheme=color_scheme)
    expect(page.locator("html")).to_have_attribute("data-theme", color_scheme)


class ChromiumTab:
    """A page under real hands: what `hands.py` needs of a browser."""

    def __init__(self, page: Page):
        self.page = page

    def run(self, function: str, *arguments):
        """Call a JavaScript function in the page and return what it returns."""
        return self.page.evaluate(f"(all) => ({function})(...all)", list(arguments))

    def press(self, key: str, times: int = 1) -> None:
        for _ in range(times):
            self.page.keyboard.press(key)

    def click(self, x: float, y: float) -> None:
        self.page.mouse.click(x, y)

    def drag(self, path: list[tuple[float, float]]) -> None:
        """Press the mouse at the first point, go along the others, release."""
        self.page.mouse.move(*path[0])
        self.page.mouse.down()
        for point in path[1:]:
            self.page.mouse.move(*point)
        self.page.mouse.up()
