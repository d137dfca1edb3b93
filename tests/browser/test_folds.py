"""What a reader does with what folds: opens one or all, follows a link or a search into it, prints it, by any hand."""
from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.book import little_chapter
from tests.browser.chromium import PHONE_IN_HAND
from tests.browser.site import page_name, pages, some

HANDS = {"mouse": ({}, lambda one: one.click()), "finger": (PHONE_IN_HAND, lambda one: one.tap()),
         "keys": ({}, lambda one: one.press("Enter"))}
NO_STORAGE = "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('', 'SecurityError'); }});"
HIDDEN = "Deep words of the proof."
WITH_FOLDS = [page for page in pages() if 'class="unfold-all"' in page.read_text("utf-8")]
OPEN = "() => [...document.querySelectorAll('.bd-article details')].map((fold) => fold.open)"


@pytest.fixture(scope="module")
def small(tmp_path_factory) -> Path:
    """Return a small page with a proof, a check, a hint and a solution that fold."""
    root = tmp_path_factory.mktemp("folds")
    little_chapter.write(root)
    assert little_chapter.render(root) == ""
    return root / "html" / "two" / "second.html"


@pytest.fixture(params=HANDS)
def hand(request):
    """Return what a browser is told of a hand, and how it presses."""
    return HANDS[request.param]


def button(page: Page) -> Locator:
    return page.locator(".unfold-all")


def proof(page: Page) -> Locator:
    return page.locator("details.proof")


def is_open(fold: Locator) -> bool:
    return fold.evaluate("(fold) => fold.open")


# ---- one or all

def test_a_proof_is_opened_by_its_idea(visit, small, hand):
    told, press = hand
    page = visit(small, **told)
    expect(page.get_by_text(HIDDEN)).to_be_hidden()
    press(proof(page).locator("summary"))
    expect(page.get_by_text(HIDDEN)).to_be_visible()
    press(proof(page).locator("summary"))
    expect(page.get_by_text(HIDDEN)).to_be_hidden()


def test_one_button_unfolds_all_and_folds_all(visit, small, hand):
    told, press = hand
    page = visit(small, **told)
    expect(button(page)).to_have_text("unfold all")
    press(button(page))
    assert page.evaluate(OPEN) == [True] * 4
    expect(button(page)).to_have_text("fold all")
    press(button(page))
    assert page.evaluate(OPEN) == [False] * 4
    expect(button(page)).to_have_text("unfold all")


def test_the_button_says_what_is_left_to_do(visit, small):
    page = visit(small)
    for fold in page.locator(".bd-article details").all():
        expect(button(page)).to_have_text("unfold all")
        fold.evaluate("(fold) => { fold.open = true; }")
    expect(button(page)).to_have_text("fold all")
    proof(page).locator("summary").click()
    expect(button(page)).to_have_text("unfold all")


@pytest.mark.parametrize("page", some(WITH_FOLDS, 4, "folds"), ids=page_name)
def test_every_fold_of_a_page_opens_by_the_button(touch, page):
    opened = touch(page)
    before = opened.evaluate(OPEN)
    while opened.evaluate(OPEN) != [True] * len(before):
        expect(button(opened)).to_have_text("unfold all")
        button(opened).click()
    button(opened).click()
    assert opened.evaluate(OPEN) == [False] * len(before)


@pytest.mark.parametrize("page", some(WITH_FOLDS, 4, "folds"), ids=page_name)
def test_a_finger_can_hit_the_button(look, page):
    box = button(look(page, **PHONE_IN_HAND)).bounding_box()
    assert min(box["width"], box["height"]) >= 24
    assert 0 <= box["x"] < box["x"] + box["width"] <= PHONE_IN_HAND["viewport"]["width"]


# ---- the ways into a fold

def test_a_link_opens_the_fold_that_it_leads_into_each_time(visit, small, hand):
    told, press = hand
    page = visit(small, **told)
    link = page.get_by_role("link", name="the place", exact=True)
    for _ in range(2):
        press(link)
        expect(page.get_by_text("A place inside")).to_be_in_viewport()
        assert is_open(proof(page))
        page.evaluate("() => document.querySelectorAll('details').forEach((fold) => { fold.open = false; })")


@pytest.mark.parametrize("fragment", ["#inside", "#inside:a=1", "#%69nside"])
def test_an_address_opens_the_fold_that_it_leads_into(visit, small, fragment):
    page = visit(small, fragment)
    assert is_open(proof(page))
    expect(page.get_by_text("A place inside")).to_be_in_viewport()


@pytest.mark.parametrize("fragment", ["#nowhere", "#%", "#", "#long"])
def test_an_address_that_leads_into_no_fold_opens_none(visit, small, fragment):
    page = visit(small, fragment)
    assert page.evaluate(OPEN) == [False] * 4


def test_a_link_from_another_page_opens_the_fold(visit, small):
    page = visit(small.with_name("third.html"))
    link = page.locator(".bd-article a[href*=second]")
    link.evaluate("(link) => link.setAttribute('href', 'second.html#inside')")
    link.click()
    expect(page.get_by_text("A place inside")).to_be_in_viewport()
    assert is_open(proof(page))


def test_a_search_finds_what_is_folded(visit, small):
    """An address that names words searches the page as a reader's search does."""
    page = visit(small, "#:~:text=" + HIDDEN.replace(" ", "%20").rstrip("."))
    expect(page.get_by_text(HIDDEN)).to_be_in_viewport()
    assert is_open(proof(page))


# ---- without

def test_without_scripts_folds_open_and_there_is_no_button(visit, small):
    page = visit(small, java_script_enabled=False)
    expect(button(page)).to_be_hidden()
    proof(page).locator("summary").click()
    expect(page.get_by_text(HIDDEN)).to_be_visible()


def test_where_storage_is_refused_the_button_works(visit, small):
    page = visit.new_page()
    page.add_init_script(NO_STORAGE)
    page.goto(small.as_uri())
    button(page).click()
    expect(page.get_by_text(HIDDEN)).to_be_visible()
    assert len(visit.forgive("^page error")) == 1          # of Sphinx's own script


def test_firefox_opens_what_a_link_leads_into(firefox, small):
    firefox.open(small.as_uri() + "#inside")
    assert firefox.run("() => document.querySelector('details.proof').open")
    assert (firefox.complaints, firefox.requests) == ([], [])


# ---- on paper

@pytest.mark.parametrize("scripts", [True, False])
def test_a_print_has_what_is_folded_and_nothing_to_press(visit, small, scripts):
    page = visit(small, java_script_enabled=scripts)
    page.emulate_media(media="print")
    for words in (HIDDEN, "assert 1 == 1", "Help.", "So much."):
        box = page.get_by_text(words).bounding_box()
        assert box, words
        assert box["height"] > 0, words
    expect(button(page)).to_be_hidden()


def test_after_a_print_the_folds_are_as_they_were(visit, small):
    page = visit(small)
    proof(page).locator("summary").click()
    before = page.evaluate(OPEN)
    page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    assert page.evaluate(OPEN) == [True] * 4
    page.evaluate("() => dispatchEvent(new Event('afterprint'))")
    assert page.evaluate(OPEN) == before == [True, False, False, False]


# ---- what the reader needs

def test_what_you_need_is_a_line(visit, small):
    page = visit(small)
    tops = page.locator(".you-need").evaluate("""(box) => [...box.querySelectorAll("p")].map((one) =>
      Math.round(one.getBoundingClientRect().top))""")
    assert len(set(tops)) == 1
