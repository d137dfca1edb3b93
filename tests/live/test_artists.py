"""Every kind of artist, moved in a page by its real control, against matplotlib's own SVG in the same browser."""
from __future__ import annotations

import io
import re
from types import SimpleNamespace

import numpy as np
import pytest
from PIL import Image

from mathlib.live import picture

from .zoo import STOPS, ZOO, live_figure

SMALLEST_VISIBLE = 8                     # of 255
# Chromium samples the edge of a line at four heights within a pixel, so that a shift of a hundredth of a pixel may
# change it by a quarter. Therefore both pictures are compared on the grid of the table (1/32 unit; its own error is the
# business of test_table.py): matplotlib's numbers in full, each rounded to that grid.
SNAP = """(svg) => {
  const snap = (text) => { const steps = (Number(text) + 512) * 32, low = Math.floor(steps), rest = steps - low;
    return (rest < .5 || (rest === .5 && low % 2 === 0) ? low : low + 1) / 32 - 512; };
  const number = /-?[\\d.]+(e[-+]?\\d+)?/g;
  for (const element of svg.querySelectorAll("[d]"))
    element.setAttribute("d", element.getAttribute("d").replace(number, snap));
  for (const element of svg.querySelectorAll("[transform]"))
    element.setAttribute("transform", element.getAttribute("transform")
      .replace(/translate\\(([^)]*)\\)/g, (_, at) => `translate(${at.replace(number, snap)})`)
      .replace(/rotate\\(([^ ,)]*)([^)]*)\\)/g, (_, angle, at) => `rotate(${angle}${at.replace(number, snap)})`));
  for (const element of svg.querySelectorAll("text[x]")) {
    const {x, y} = element.attributes, turn = element.getAttribute("transform").match(/rotate\\(([^ ,)]*)/)[1];
    element.setAttribute("transform", `translate(${snap(x.value)} ${snap(y.value)}) rotate(${turn})`);
    element.removeAttribute("x"); element.removeAttribute("y");
  }
  for (const element of svg.querySelectorAll("use")) for (const side of ["x", "y"])
    if (element.hasAttribute(side)) element.setAttribute(side, snap(element.getAttribute(side)));
}"""
SHOW = """(svgs) => document.querySelectorAll("figure").forEach((figure, i) => {
  const picture = figure.querySelector(".live-picture > svg:not(.shown)"), snap = SNAP;
  picture.style.display = "none";
  figure.querySelector(".shown")?.remove();
  picture.insertAdjacentHTML("beforebegin", svgs ? svgs[i] : picture.outerHTML);
  const shown = picture.previousElementSibling;
  shown.classList.add("shown");
  shown.style.display = "";
  snap(shown);
})""".replace("SNAP", SNAP)


@pytest.fixture(scope="module")
def drawn(browser, write_page):
    """Return the pictures of all cases at all stops: by the player, by matplotlib, and both on a dark page."""
    figures = [live_figure(name, *ZOO[name]) for name in ZOO]
    page = browser.new_page(viewport={"width": 1500, "height": 6000}, reduced_motion="reduce")
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(picture, "_LONG_NUMBER", re.compile("never"))
        page.goto(write_page(figures))
        page.wait_for_function("document.querySelectorAll('figure:not([data-state=live])').length === 0")
        page.set_viewport_size({"width": 1500, "height": page.evaluate("document.documentElement.scrollHeight")})
        boxes = page.evaluate("""[...document.querySelectorAll(".live-picture")].map((box) => {
            const {left, top, width, height} = box.getBoundingClientRect(); return [left, top, width, height]; })""")

        def look(svgs):
            page.evaluate(SHOW, svgs)
            shot = np.asarray(Image.open(io.BytesIO(page.screenshot())).convert("RGB"), dtype=int)
            return {name: shot[round(y): round(y + h), round(x): round(x + w)] for name, (x, y, w, h) in zip(
                ZOO, boxes, strict=True)}

        def both(stop):
            return look(None), look([picture.reference(figure, (stop,), f"reference-{i}-")
                                     for i, figure in enumerate(figures)])

        pairs = []
        for stop in range(STOPS):
            move_all(page, "Home" if stop == 0 else "ArrowRight")
            pairs.append(both(stop))
        page.evaluate("document.documentElement.dataset.theme = 'dark'")
        dark = both(STOPS - 1)
    page.close()
    return SimpleNamespace(player=[one for one, _ in pairs], matplotlib=[two for _, two in pairs], dark=dark,
                           errors=errors)


def move_all(page, key):
    """Press a key on every slider."""
    for slider in page.query_selector_all("input[type=range]"):
        slider.evaluate("slider => slider.focus({preventScroll: true})")
        page.keyboard.press(key)


# What leaves the canvas is cut off at another place than by matplotlib, and a curve out there becomes segments: its
# ends lie on the grid of the table, the line between them anywhere, and one of Chromium's four samples may see it.
CUT_OFF = {"markers_over_the_edge_of_the_canvas", "line_that_diverges", "line_collection",
           "circles_larger_than_the_canvas", "open_curve_larger_than_the_canvas",
           "filled_open_curve_larger_than_the_canvas"}


def visible(name):
    return 64 if name in CUT_OFF else SMALLEST_VISIBLE


def worst(one, other):
    return int(np.abs(one - other).max())


@pytest.mark.parametrize("stop", range(STOPS))
@pytest.mark.parametrize("name", ZOO)
def test_the_player_draws_what_matplotlib_draws(drawn, name, stop):
    assert worst(drawn.player[stop][name], drawn.matplotlib[stop][name]) <= visible(name)


@pytest.mark.parametrize("name", ZOO)
def test_another_stop_looks_different(drawn, name):
    for stop in range(STOPS):
        assert worst(drawn.player[stop][name], drawn.matplotlib[(stop + 1) % STOPS][name]) > visible(name) + 20


@pytest.mark.parametrize("name", ZOO)
def test_the_player_draws_what_matplotlib_draws_on_a_dark_page(drawn, name):
    player, matplotlib = drawn.dark
    assert worst(player[name], matplotlib[name]) <= visible(name)
    assert worst(player[name], drawn.player[STOPS - 1][name]) > 100      # and it is dark indeed


def test_no_figure_complains(drawn):
    assert drawn.errors == []
