"""A page and its figures take little work: the player's counted in steps, the whole page's in that of a blank page.

No clock is asked. With eight busy processes on two processors, the time from navigation to the first live figure came
out anywhere from 1 to 7 times that of a blank page, for pages that take 2 to 4 times as long when nothing disturbs; the
processor's time for the same openings kept its ratio within a third.
"""
from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.site import HTML, page_name, pages_with_figures, some
from tests.browser.timing import open_timed

STEPS = 25_000_000                                         # functions called and blocks entered: about 0.25 s
OURS = ("_static/live.js", "_live/")
BLANK = HTML / "search.html"                               # the shell of every page; no formula, no figure
PAGE, FIGURES = 12, 3                                      # times the work of a blank page, at most
OPENINGS = 3                                               # of each in turn: the least was disturbed least


@pytest.mark.parametrize("page", pages_with_figures(), ids=page_name)
def test_the_first_figure_is_live_after_little_work(visit, page):
    opened = visit.new_page()
    session = opened.context.new_cdp_session(opened)
    session.send("Profiler.enable")
    session.send("Profiler.startPreciseCoverage", {"callCount": True, "detailed": True})
    opened.goto(page.as_uri())
    opened.locator("figure.live-figure").first.scroll_into_view_if_needed()
    opened.locator("figure.live-figure[data-state=live]").first.wait_for()
    scripts = session.send("Profiler.takePreciseCoverage")["result"]
    steps = sum(block["count"] for script in scripts if any(part in script["url"] for part in OURS)
                for function in script["functions"] for block in function["ranges"])
    assert 0 < steps <= STEPS


@pytest.mark.parametrize("page", some(pages_with_figures(), 4, "work"), ids=page_name)
def test_from_navigation_a_page_and_its_figures_are_a_few_times_the_work_of_a_blank_page(visit, page):
    def without_player() -> Page:
        opened = visit.new_page()
        opened.route("**/_static/live.js*", lambda route: route.fulfill(content_type="text/javascript", body=""))
        return opened

    rounds = [(open_timed(visit.new_page(), page), open_timed(without_player(), page, live=False),
               open_timed(without_player(), BLANK, live=False)) for _ in range(OPENINGS)]
    assert {still.live for _, still, _ in rounds} == {None}
    whole, still, blank = (min(opening.work for opening in openings) for openings in zip(*rounds, strict=True))
    assert whole <= PAGE * blank
    assert whole - still <= FIGURES * blank
