"""The search, as a reader uses it: from any page, by keyboard, on a phone, without a server."""
from __future__ import annotations

import pytest

from tests.browser.site import HTML, page_name, pages, some

RESULTS = "ul.found li"


@pytest.mark.parametrize("page", some(pages(), 3, "pages searched from"), ids=page_name)
def test_a_word_typed_into_the_sidebar_leads_to_its_definition(visit, page):
    tab = visit(page)
    tab.keyboard.press("Control+k")
    tab.keyboard.type("spectral theorem")
    tab.keyboard.press("Enter")
    first = tab.locator(f"{RESULTS} a").first
    first.wait_for()
    assert "Spectral theorem" in first.inner_text()
    first.focus()
    tab.keyboard.press("Enter")
    tab.locator("#la-spectral").wait_for()
    assert tab.evaluate("location.hash") == "#la-spectral"


def test_results_follow_the_typing_and_say_how_many_there_are(visit):
    tab = visit(HTML / "search.html")
    field = tab.locator("article .book-search input")
    field.fill("momentum")
    assert tab.locator(RESULTS).count() > 3
    assert tab.locator("#search-results > p").inner_text().endswith("places.")
    assert tab.locator(f"{RESULTS} mark").first.inner_text().lower().startswith("momentum")
    field.fill("qqqq")
    assert tab.locator(RESULTS).count() == 0
    assert "“qqqq”" in tab.locator("#search-results > p").inner_text()


def test_what_is_asked_stands_in_the_address_and_is_text(visit):
    tab = visit(HTML / "search.html", "?q=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E")
    assert tab.locator("#search-results img").count() == 0
    assert tab.locator("article .book-search input").input_value() == "<img src=x onerror=alert(1)>"


def test_on_a_phone_the_results_are_as_wide_as_the_screen(visit):
    tab = visit(HTML / "search.html", "?q=eigenvalue", viewport={"width": 360, "height": 740})
    assert tab.evaluate("document.documentElement.scrollWidth") <= 360
    assert tab.locator(RESULTS).first.bounding_box()["width"] > 250


def test_without_scripts_a_sentence_says_so(visit):
    tab = visit(HTML / "search.html", java_script_enabled=False)
    assert "needs JavaScript" in tab.locator("main noscript").inner_text()
