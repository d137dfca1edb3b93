"""How soon a built page answers, for the benchmark; tests count work instead, since a clock measures the machine."""
from __future__ import annotations

from pathlib import Path
from statistics import median

from tests.browser.chromium import Visitor

STAMP = """document.addEventListener("DOMContentLoaded", () => {
  const figure = document.querySelector("figure.live-figure"), start = performance.now();
  new MutationObserver(() => { window.firstLive ??= performance.now() - start; })
    .observe(figure, {attributes: true, attributeFilter: ["data-state"]});
})"""


def first_live(visit: Visitor, file: Path, times: int = 3) -> float:
    """Return the median time, in seconds, from `DOMContentLoaded` until the first figure of a page is live."""
    return median(_first_live(visit, file) for _ in range(times))


def _first_live(visit: Visitor, file: Path) -> float:
    page = visit.new_page()
    page.add_init_script(STAMP)
    page.goto(file.as_uri())
    page.locator("figure.live-figure").first.scroll_into_view_if_needed()
    page.wait_for_function("() => window.firstLive")
    seconds = page.evaluate("() => window.firstLive") / 1000
    page.context.close()
    return seconds
