"""The first figure of a page is live after little work, counted in steps of the player: a clock measures the machine.

A step is a function called or a block of code entered: a hundred million take about a second.
"""
from __future__ import annotations

import pytest

from tests.browser.site import page_name, pages_with_figures

STEPS = 25_000_000
OURS = ("_static/live.js", "_live/")


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
