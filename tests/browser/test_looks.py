"""In the dark and on paper: figures keep their contrast, and a print holds what a reader needs."""
from __future__ import annotations

import pytest

from tests.browser.chromium import DESKTOP, ChromiumTab
from tests.browser.hands import Hands
from tests.browser.site import HTML, figures, page_name, pages, some
from tests.browser.test_phone import WIDER

PAPER_WIDTH = {"width": 718, "height": 1000}               # A4 without its margins, at 96 dpi

SCROLLS = """() => [...document.querySelectorAll(".bd-article pre")]       // whether Tab reaches what scrolls sideways
  .filter((box) => box.scrollWidth > box.clientWidth).map((box) => box.tabIndex === 0)"""
ROLES = """() => ["paper", "ink", "path", "data", "field-3"].map((name) =>
  getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim())"""
FAINT = """(name) => {                    // what is drawn too faint: lines that move below 3 : 1, text below 4.5 : 1
  const canvas = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
  const light = (colour) => {
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].map((v) => v / 255)
      .map((v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const paper = light(getComputedStyle(document.documentElement).getPropertyValue("--paper"));
  const contrast = (colour) => {
    const [low, high] = [paper, light(colour)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  const faint = [], figure = document.getElementById(name);
  const check = (element, colour, least) => {
    if (contrast(colour) < least) faint.push([element.outerHTML.slice(0, 160), colour, contrast(colour)]);
  };
  for (const line of figure.querySelectorAll("[data-live] path, .live-handle-ring")) {
    const {stroke} = getComputedStyle(line);
    if (stroke !== "none") check(line, stroke, 3);
  }
  for (const text of figure.querySelectorAll(".live-picture text")) check(text, getComputedStyle(text).fill, 4.5);
  return faint;
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("shown", figures(), ids=str)
def test_what_moves_stands_out_from_the_paper(look, shown, scheme):
    page = look(shown.page, scheme)
    Hands(ChromiumTab(page), shown, None)
    assert page.evaluate(FAINT, shown.name) == []


@pytest.mark.parametrize("page", pages(), ids=page_name)
def test_every_role_has_another_colour_in_the_dark(look, page):
    light, dark = (look(page, scheme).evaluate(ROLES) for scheme in ("light", "dark"))
    assert all(light)
    assert all(one != other for one, other in zip(light, dark, strict=True))


@pytest.mark.parametrize("page", some(pages(), 10, "print"), ids=page_name)
def test_a_print_is_not_wider_than_the_paper(look, page):
    opened = look(page, viewport=PAPER_WIDTH)
    opened.emulate_media(media="print")
    assert opened.evaluate(WIDER) == []


@pytest.mark.parametrize("page", pages(), ids=page_name)
def test_no_figure_fades_as_what_scrolls_does(look, page):
    assert look(page).locator(".scrolls figure").count() == 0


def test_back_from_paper_a_box_that_scrolls_is_reached_by_keyboard_again(visit):
    opened = visit(HTML / "linear_algebra" / "vectors.html")
    opened.evaluate("() => document.querySelectorAll('details').forEach((fold) => { fold.open = true; })")
    wide = opened.evaluate(SCROLLS)
    assert wide
    opened.emulate_media(media="print")
    opened.set_viewport_size(PAPER_WIDTH)
    opened.set_viewport_size(DESKTOP)
    opened.emulate_media(media="screen")
    opened.wait_for_function(f"(wide) => ({SCROLLS})().length === wide && ({SCROLLS})().every((reached) => reached)",
                             arg=len(wide))


@pytest.mark.parametrize("shown", some(figures(), 10, "print"), ids=str)
def test_a_print_shows_the_picture_and_its_sentence_and_nothing_to_press(look, shown):
    page = look(shown.page, viewport=PAPER_WIDTH)
    Hands(ChromiumTab(page), shown, None)
    page.emulate_media(media="print")
    figure = page.locator(f'[id="{shown.name}"]')
    assert figure.locator(".live-picture > svg").first.is_visible()
    assert figure.locator(".live-status").is_visible()
    for pressed in figure.locator("button, .live-handle, input[type=range]").all():
        assert not pressed.is_visible()
