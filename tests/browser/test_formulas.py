"""Formulas as readers meet them: as MathJax would set them in the browser, without scripts, on paper, copied."""
from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.chromium import PHONE
from tests.browser.pixels import TOLERANCE, difference, whole
from tests.browser.site import HTML, page_name, pages, some

MATHJAX = Path(importlib.util.find_spec("sphinx-mathjax-offline").origin).parent / "static" / "mathjax" / "tex-svg.js"
CONFIGURATION = {"startup": {"typeset": False}, "svg": {"fontCache": "global"}, "options": {"enableMenu": False},
                 "loader": {"load": ["[tex]/color", "[tex]/boldsymbol", "[tex]/mathtools", "[tex]/html"]},
                 "tex": {"packages": {"[+]": ["color", "boldsymbol", "mathtools", "html"]}}}
WITH_FORMULAS = [page for page in pages() if "<mjx-container" in page.read_text("utf-8")]
MACROS = "[class*=role-], .live-number"       # what MathJax would be given without the book's macros
TYPESET_ANEW = """async (macros) => {      // put what MathJax makes in this browser in the place of each formula
  await MathJax.startup.promise;
  const built = [...document.querySelectorAll("mjx-container")].filter(
    (formula) => !formula.querySelector(macros) && !formula.closest(".scrolls"));
  for (const formula of built) {
    formula.replaceWith(MathJax.tex2svg(formula.dataset.tex, {display: formula.hasAttribute("display")}));
  }
  document.head.append(MathJax.svgStylesheet());
  return built.length;
}"""
SHOWN = """() => [...document.querySelectorAll("mjx-container")].map((formula) => {
  const {width, height} = formula.querySelector("svg").getBoundingClientRect();
  return formula.closest("details:not([open]), [hidden]") !== null || width > 2 && height > 1;
})"""
COPY = """(selector) => new Promise((told) => {
  const block = document.querySelector(selector).closest("p");
  addEventListener("copy", (event) => told([event.clipboardData.getData("text/plain"),
                                            event.clipboardData.getData("text/html"), block.innerText]), {once: true});
  getSelection().selectAllChildren(block);
  document.execCommand("copy");
})"""
WIDE = """() => [...document.querySelectorAll("mjx-container")]        // of formulas wider than their place
  .filter((box) => !box.closest("table") && box.querySelector("svg").getBoundingClientRect().width >
    box.closest("p, li, dt, dd, figcaption, summary, h1, h2, h3, div.math").clientWidth)
  .map((box) => [box.tabIndex === 0, getComputedStyle(box).maskImage.includes("gradient")])"""


def test_formulas_look_as_mathjax_sets_them_in_a_browser(visit):
    opened = visit(HTML / "notation.html")                 # two hundred formulas, and nothing else that moves
    built = whole(opened)
    opened.evaluate("(given) => { window.MathJax = given; }", CONFIGURATION)
    opened.add_script_tag(url=MATHJAX.as_uri())
    assert opened.evaluate(TYPESET_ANEW, MACROS) > 100
    assert difference(built, whole(opened)) <= TOLERANCE


@pytest.mark.parametrize("page", some(WITH_FORMULAS, 4, "formulas"), ids=page_name)
def test_without_scripts_every_formula_is_there(look, page):
    shown = look(page, java_script_enabled=False).evaluate(SHOWN)
    assert shown
    assert all(shown)


@pytest.mark.parametrize("page", some(WITH_FORMULAS, 4, "formulas"), ids=page_name)
def test_firefox_shows_every_formula(firefox, page):
    firefox.open(page.as_uri())
    assert all(firefox.run(SHOWN))


@pytest.mark.parametrize("page", some(WITH_FORMULAS, 4, "formulas"), ids=page_name)
def test_a_formula_wider_than_a_phone_scrolls_and_shows_that_it_does(look, page):
    opened = look(page, viewport=PHONE)
    opened.evaluate("() => document.querySelectorAll('details').forEach((fold) => { fold.open = true; })")
    opened.wait_for_function(f"() => ({WIDE})().every(([reached, fades]) => reached && fades)")


@pytest.mark.parametrize("page", some(WITH_FORMULAS, 4, "formulas"), ids=page_name)
def test_a_print_has_every_formula(look, page):
    opened = look(page)
    opened.emulate_media(media="print")
    assert all(opened.evaluate(SHOWN))


def test_a_copied_sentence_has_its_formulas_as_tex(visit):
    opened = visit(HTML / "optimization" / "gradient_descent.html")
    first = opened.locator("p > .math mjx-container").first
    tex = first.get_attribute("data-tex")
    plain, html, words = opened.evaluate(COPY, "p > .math mjx-container")
    assert f"${tex}$" in plain
    assert words.split()[0] in plain
    assert "<mjx-container" not in html


def test_a_formula_that_was_scrolled_to_its_end_fades_where_it_begins(visit):
    opened = visit(HTML / "linear_algebra" / "vectors.html", viewport=PHONE)
    wide = opened.locator("mjx-container.scrolls.more-after").first
    wide.evaluate("(box) => { box.scrollLeft = box.scrollWidth; }")
    expect(opened.locator("mjx-container.scrolls.more-before").first).not_to_have_class(re.compile("more-after"))
