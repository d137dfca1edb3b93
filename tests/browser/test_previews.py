"""What a link speaks of, shown beside it: by mouse and keyboard; for a finger and on paper links stay links."""
from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.chromium import PHONE, PHONE_IN_HAND
from tests.browser.site import HTML
from tests.browser.test_phone import WIDER

LONG = 5_000                                               # ms of the page's own clock: any timer of ours has rung
INSIDE = """(box) => {
  const {left, right, top, bottom} = box.getBoundingClientRect();
  return left >= 0 && right <= innerWidth && top >= 0 && bottom <= innerHeight;
}"""
APART = """([link, box]) => {               // whether the box leaves the first line of its link to be read
  const [a, b] = [link.getClientRects()[0], box.getBoundingClientRect()];
  return b.top >= a.bottom || b.bottom <= a.top;
}"""
UNFOLD = "(link) => { for (let at = link; at; at = at.parentElement) if (at.localName === 'details') at.open = true; }"
FOCUS = """(link) => {                      // as the Tab key does it; tell whether a box is shown that describes it
  const one = document.querySelector(`.bd-article a.reference${link}`);
  one.closest("details")?.setAttribute("open", "");
  one.focus({focusVisible: true});
  return document.getElementById(one.getAttribute("aria-describedby"))?.matches(":popover-open");
}"""
DOUBLED = """() => [...document.querySelectorAll("[id]")].map(({id}) => id)
  .filter((id, at, all) => all.indexOf(id) < at)"""


class Kind(NamedTuple):
    """A kind of link: a page that has one, what finds it there, and what must be shown beside it."""

    page: Path
    link: str
    shown: str

    def of(self, page: Page) -> Locator:
        """Return the link in an opened page, unfolded."""
        link = page.locator(f".bd-article a.reference{self.link}").first
        link.evaluate(UNFOLD)
        return link


LANDSCAPES, VECTORS = HTML / "optimization/landscapes.html", HTML / "linear_algebra/vectors.html"
KINDS = {
    "theorem": Kind(LANDSCAPES, '[href="gradient_descent.html#opt-cliff"]', ".proof.theorem"),
    "equation": Kind(LANDSCAPES, '[href="gradient_descent.html#equation-opt-factor"]', "div.math mjx-container"),
    "theorem of its own page": Kind(VECTORS, '[href="#la-cauchy-schwarz"]', ".proof.theorem"),
    "equation of its own page": Kind(VECTORS, '[href="#equation-la-law-of-cosines"]', ".eqno"),
    "term": Kind(HTML / "linear_algebra/matrices.html", '[href="vectors.html#term-perpendicular"]', "dfn"),
    "citation": Kind(VECTORS, '[href*="references.html#"]', "p"),
}
of_two_kinds = pytest.mark.parametrize("kind", [KINDS["theorem"], KINDS["citation"]], ids=["theorem", "citation"])
of_each_kind = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
BOX, OWN = KINDS["theorem"], KINDS["theorem of its own page"]


def stop_the_clock(page: Page) -> None:
    """Let the page's timers ring only when the test says so."""
    page.clock.install(time=0)
    page.clock.pause_at(LONG)


def preview(page: Page) -> Locator:
    return page.locator(".preview:popover-open")


@of_each_kind
def test_it_is_shown_to_a_mouse_that_rests_on_the_link_and_goes_when_the_mouse_goes(visit, kind):
    page = visit(kind.page)
    assert page.locator(".preview").count() == 0, "nothing is made before it is asked for"
    link = kind.of(page)
    title = link.get_attribute("title")
    link.hover()
    expect(preview(page).locator(kind.shown).first).to_be_visible()
    assert preview(page).evaluate(INSIDE)
    assert page.evaluate(APART, [link.element_handle(), preview(page).element_handle()])
    preview(page).hover()
    page.locator("h1").hover()
    expect(preview(page)).to_have_count(0)
    assert link.get_attribute("title") == title


def test_it_stays_while_the_mouse_reads_it(visit):
    page = visit(BOX.page)
    stop_the_clock(page)
    BOX.of(page).hover()
    page.clock.run_for(LONG)
    preview(page).hover()
    page.clock.run_for(LONG)
    expect(preview(page)).to_be_visible()


def test_a_mouse_that_only_passes_over_is_shown_nothing(visit):
    page = visit(BOX.page)
    stop_the_clock(page)
    BOX.of(page).hover()
    assert preview(page).count() == 0
    page.locator("h1").hover()
    page.clock.run_for(LONG)
    assert preview(page).count() == 0


@of_each_kind
def test_it_is_shown_to_the_keyboard_and_goes_by_escape(visit, kind):
    page = visit(kind.page)
    link = kind.of(page)
    link.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    expect(link).to_be_focused()
    expect(preview(page).locator(kind.shown).first).to_be_visible()
    expect(link).to_have_attribute("aria-describedby", preview(page).get_attribute("id"))
    page.keyboard.press("Escape")
    expect(preview(page)).to_have_count(0)
    expect(link).to_be_focused()
    assert link.get_attribute("aria-describedby") is None


def test_the_next_link_has_its_own_and_what_is_no_link_has_none(visit):
    page = visit(BOX.page)
    BOX.of(page).focus()
    before = preview(page).inner_text()
    page.keyboard.press("Tab")
    assert preview(page).count() == 0 or preview(page).inner_text() != before


def test_a_link_that_was_followed_leaves_nothing_behind(visit):
    page = visit(BOX.page)
    page.evaluate("() => addEventListener('click', (event) => event.preventDefault())")      # as if one came back
    BOX.of(page).hover()
    expect(preview(page)).to_be_visible()
    BOX.of(page).click()
    expect(preview(page)).to_have_count(0)


@pytest.mark.parametrize("kind", [OWN, KINDS["equation of its own page"]], ids=["theorem", "equation"])
def test_no_id_stands_twice_and_no_link_leads_away_while_it_is_shown(visit, kind):
    page = visit(kind.page)
    kind.of(page).focus()
    expect(preview(page)).to_be_visible()
    assert page.evaluate(DOUBLED) == []
    assert preview(page).locator("a, [id]").count() == 0


def test_a_link_that_moves_a_figure_has_none(visit):
    page = visit(HTML / "tour.html")
    stop_the_clock(page)
    page.locator("a.live-set").first.hover()
    page.clock.run_for(LONG)
    page.locator("a.live-set").first.focus()
    assert preview(page).count() == 0


def test_a_finger_follows_the_link_and_a_long_press_is_the_systems(visit):
    page = visit(OWN.page, **PHONE_IN_HAND)
    stop_the_clock(page)
    link = OWN.of(page)
    link.scroll_into_view_if_needed()
    at = link.bounding_box()
    point = {"x": at["x"] + 5, "y": at["y"] + 5}
    finger = page.context.new_cdp_session(page)
    finger.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [point]})
    page.clock.run_for(LONG)
    assert preview(page).count() == 0
    finger.send("Input.dispatchTouchEvent", {"type": "touchCancel", "touchPoints": []})
    link.tap()
    page.clock.run_for(LONG)
    assert page.url.partition("#")[2] == link.get_attribute("href")[1:]
    assert preview(page).count() == 0


@of_two_kinds
def test_on_a_narrow_screen_it_is_within_the_page(visit, kind):
    page = visit(kind.page, viewport=PHONE)
    kind.of(page).hover()
    expect(preview(page)).to_be_visible()
    assert preview(page).evaluate(INSIDE)
    assert page.evaluate(WIDER) == []


def test_a_print_does_not_have_it(visit):
    page = visit(BOX.page)
    BOX.of(page).focus()
    expect(preview(page)).to_be_visible()
    page.emulate_media(media="print")
    assert not preview(page).is_visible()


@of_two_kinds
def test_without_scripts_a_link_is_a_link(visit, kind):
    page = visit(kind.page, java_script_enabled=False)
    link = kind.of(page)
    href = link.get_attribute("href")
    assert page.locator("template:visible, .preview").count() == 0
    link.click()
    assert page.url.endswith(href.rpartition("/")[2])


def test_firefox_shows_it(firefox):
    firefox.open(BOX.page.as_uri())
    assert firefox.run(FOCUS, BOX.link) is True
    assert firefox.complaints == []
