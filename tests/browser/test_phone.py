"""On a phone of 360 px: nothing is wider than the screen, everything can be hit by a finger, and read."""
from __future__ import annotations

from itertools import pairwise

import pytest

from tests.browser.chromium import PHONE_IN_HAND, ChromiumTab
from tests.browser.hands import Hands
from tests.browser.site import figures, page_name, pages, some

WIDER = """() => {                        // what makes the page wider than its screen
  const limit = document.documentElement.clientWidth;
  return document.documentElement.scrollWidth <= limit ? [] : [...document.querySelectorAll("body *")]
    .filter((element) => element.getBoundingClientRect().right > limit + 0.5)
    .map((element) => element.outerHTML.slice(0, 120)).slice(0, 5).concat(String(limit));
}"""
SMALL = """(name) => {                    // what a finger can miss: less than 24 px wide or high
  const figure = document.getElementById(name);
  return [...figure.querySelectorAll(".live-handle-area, input, select, button")]
    .filter((element) => element.checkVisibility({visibilityProperty: true}) && !element.disabled)
    .map((element) => element.matches(".live-check input") ? element.closest("label") : element)
    .filter((element) => { const box = element.getBoundingClientRect(); return Math.min(box.width, box.height) < 24; })
    .map((element) => element.outerHTML.slice(0, 120));
}"""
TEXTS = """(name) => [...document.getElementById(name).querySelectorAll(".live-picture text")]
  .filter((text) => text.textContent.trim())
  .map((text) => [text.textContent, parseFloat(getComputedStyle(text).fontSize) * Math.hypot(
    text.getScreenCTM().a, text.getScreenCTM().b)])"""
STILL = """() => new Promise((done) => {  // wait until the page no longer glides on: ten frames at the same place
  const look = (before, times) => times === 10 ? done()
    : requestAnimationFrame(() => look(scrollY, scrollY === before ? times + 1 : 0));
  look(scrollY, 0);
})"""
PANELS = """(name) => [...document.getElementById(name).querySelector(".live-picture > svg")
  .querySelectorAll("[data-panel]")]
  .map((panel) => panel.querySelector(":scope > [id*=patch]") || panel)
  .map((panel) => panel.getBoundingClientRect()).map(({left, right, top, bottom}) => [left, right, top, bottom])"""

PANELLED = [shown for shown in figures() if len(shown.spec["panels"]) > 1]
on_a_phone = pytest.mark.parametrize("shown", some(figures(), 10, "phone"), ids=str)
with_handles = pytest.mark.parametrize(
    "shown", some([shown for shown in figures() if shown.has_handles], 10, "phone"), ids=str)


@pytest.mark.parametrize("page", some(pages(), 10, "phone"), ids=page_name)
def test_no_page_is_wider_than_the_screen(visit, page):
    assert visit(page, **PHONE_IN_HAND).evaluate(WIDER) == []


@on_a_phone
def test_a_finger_can_hit_every_control(look, shown):
    page = look(shown.page, **PHONE_IN_HAND)
    Hands(ChromiumTab(page), shown, None)
    assert page.evaluate(SMALL, shown.name) == []


@on_a_phone
def test_the_text_of_a_picture_can_be_read(look, shown):
    page = look(shown.page, **PHONE_IN_HAND)
    Hands(ChromiumTab(page), shown, None)
    assert [(text, size) for text, size in page.evaluate(TEXTS, shown.name) if size < 9] == []


@pytest.mark.parametrize("shown", some(PANELLED, 10, "phone"), ids=str)
def test_panels_stand_one_below_the_other(look, shown):
    page = look(shown.page, **PHONE_IN_HAND)
    Hands(ChromiumTab(page), shown, None)
    panels = page.evaluate(PANELS, shown.name)
    assert len(panels) == len(shown.spec["panels"])
    for above, below in pairwise(panels):
        assert above[3] <= below[2]


@with_handles
def test_a_finger_drags_a_handle_and_the_page_stands_still(touch, shown):
    page = touch(shown.page, **PHONE_IN_HAND)
    hands = Hands(ChromiumTab(page), shown, None)
    at = hands.handle(0)
    start, target = page.evaluate("() => scrollY"), two_stops_away(shown.spec["handles"][0], at, hands.indices())
    drag_by_finger(page, at["here"], target["place"])
    assert {axis: hands.indices()[axis] for axis in target["stops"]} == target["stops"]
    assert page.evaluate("() => scrollY") == start


@with_handles
def test_a_finger_beside_the_handles_scrolls(touch, shown):
    page = touch(shown.page, **PHONE_IN_HAND)
    hands = Hands(ChromiumTab(page), shown, None)
    hands.handle(0)
    start, state = page.evaluate("() => scrollY"), hands.indices()
    box = page.locator(f'[id="{shown.name}"] .live-picture').bounding_box()
    drag_by_finger(page, (box["x"] + 4, box["y"] + 60), (box["x"] + 4, box["y"] - 60))
    page.wait_for_function("(start) => scrollY > start", arg=start)
    assert hands.indices() == state
    page.evaluate(STILL)


def two_stops_away(handle, at, indices):
    """Return a place two stops away (one, of three) in each direction that the handle has, and the stops there."""
    place, stops = list(at["here"]), {}
    for way, name in enumerate("xy"):
        axis, count = handle[name]["axis"], len(at[name])
        if axis is not None and count > 1:
            stops[axis] = indices[axis] + 2 if indices[axis] + 2 < count else max(indices[axis] - 2, 0)
            place[way] = at[name][stops[axis]]
    return {"place": place, "stops": stops}


def drag_by_finger(page, start, end, steps=6):
    session = page.context.new_cdp_session(page)
    places = [(start[0] + (end[0] - start[0]) * k / steps, start[1] + (end[1] - start[1]) * k / steps)
              for k in range(steps + 1)]
    for kind, place in [("touchStart", places[0]), *(("touchMove", place) for place in places[1:]), ("touchEnd", None)]:
        points = [{"x": place[0], "y": place[1]}] if place else []
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    session.detach()
