"""What is left of a figure when something is missing: scripts, or its table."""
from __future__ import annotations

import pytest

from tests.browser.hands import STATE, WAKE
from tests.browser.site import figures, some

BOX = "(name) => document.getElementById(name).querySelector('.live-picture').getBoundingClientRect().toJSON()"
HEIGHT = "(figure) => figure.getBoundingClientRect().height"


@pytest.mark.parametrize("shown", some(figures(), 10, "scripts"), ids=str)
def test_without_scripts_the_picture_stands_where_it_will_be_live(visit, look, shown):
    bare = look(shown.page, java_script_enabled=False)
    picture = bare.locator(f'[id="{shown.name}"]').locator(".live-picture")
    picture.scroll_into_view_if_needed()
    live = visit(shown.page)
    figure = live.locator(f'[id="{shown.name}"]')
    before = figure.evaluate(HEIGHT)
    live.evaluate(WAKE, shown.name)
    asked, drawn = picture.bounding_box(), live.evaluate(BOX, shown.name)
    for side in ("x", "width", "height"):
        assert asked[side] == pytest.approx(drawn[side], abs=0.1)
    assert figure.evaluate(HEIGHT) == pytest.approx(before, abs=1), "becoming live moves what stands below"


@pytest.mark.parametrize("shown", some(figures(), 10, "scripts"), ids=str)
def test_without_scripts_there_is_a_picture_and_a_sentence_and_nothing_that_does_not_answer(look, shown):
    figure = look(shown.page, java_script_enabled=False).locator(f'[id="{shown.name}"]')
    assert figure.locator(".live-picture > svg").first.is_visible()
    assert figure.locator(".live-status").inner_text().strip()
    for dead in figure.locator("input, select, button").all():
        assert not dead.is_visible()


def missing(route):
    route.abort()


def broken(route):
    file = route.request.url.rpartition("/")[2]
    route.fulfill(content_type="text/javascript", body=f'mathlibLive.table("{file}", "AAAA");')


@pytest.mark.parametrize("answer", [missing, broken])
@pytest.mark.parametrize("shown", some(figures(), 10, "table"), ids=str)
def test_without_its_table_a_figure_says_so_and_stays_a_picture(visit, shown, answer):
    page = visit.new_page()
    page.route("**/_live/*", answer)
    page.goto(shown.page.as_uri())
    figure = page.locator(f'[id="{shown.name}"]')
    figure.scroll_into_view_if_needed()
    figure.locator(".live-problem").wait_for(state="visible")
    assert page.evaluate(STATE, shown.name) == "picture"
    assert figure.locator(".live-picture > svg").first.is_visible()
    for dead in figure.locator("input, select, button").all():
        assert not dead.is_visible()
    assert visit.forgive("^console warning: [a-z-]+: |^console error: Failed to load resource: net::ERR_FAILED")
