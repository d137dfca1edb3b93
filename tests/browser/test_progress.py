"""What was answered is remembered on this device, shown in the contents, and can be forgotten."""
from __future__ import annotations

import contextlib
import functools
import json
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import expect

from tests.browser.site import HTML

KEY = "mathematics-in-machine-learning"
TOUR, FRONT = HTML / "tour.html", HTML / "index.html"
FORM = 'form.check[data-label="tour-1"]'


def go(tab, file, fragment: str = "") -> None:
    """Open another page in the same browser profile."""
    tab.goto(file.as_uri() + fragment)


def answer(tab, text: str, label: str = "tour-1") -> None:
    form = tab.locator(f'form.check[data-label="{label}"]')
    form.locator("input[type=text]").first.fill(text)
    form.locator("button[type=submit]").click()
    expect(form.locator(".check-reply")).not_to_be_empty()


def kept(tab) -> dict:
    return json.loads(tab.evaluate(f"localStorage.getItem('{KEY}')") or "null")


def done(tab, page: str) -> str:
    """Return the mark behind a page in the contents."""
    marks = tab.locator(f'.book-contents a[href$="{page}"] .done')
    return marks.first.inner_text() if marks.count() else ""


def done_here(tab) -> str:
    marks = tab.locator(".book-contents a.current .done")
    return marks.first.inner_text() if marks.count() else ""


def test_a_right_answer_is_there_again_after_a_reload_and_counts_in_the_contents(visit):
    tab = visit(TOUR)
    assert done_here(tab) == ""
    answer(tab, "0.08")
    all_here = len(tab.locator("form.check").all())
    expect(tab.locator(".book-contents a.current .done")).to_have_text("✓" if all_here == 1 else f"1/{all_here}")
    tab.reload()
    assert tab.locator(f"{FORM} input[type=text]").input_value() == "0.08"
    expect(tab.locator(FORM)).to_have_attribute("data-verdict", "right")
    assert done_here(tab) != ""
    go(tab, FRONT)
    assert done(tab, "tour.html") != ""


def test_a_wrong_answer_is_there_again_and_counts_for_nothing(visit):
    tab = visit(TOUR)
    answer(tab, "7")
    tab.reload()
    assert tab.locator(f"{FORM} input[type=text]").input_value() == "7"
    assert done_here(tab) == ""


def test_a_right_answer_stays_when_one_plays_on(visit):
    tab = visit(TOUR)
    answer(tab, "0.08")
    answer(tab, "7")
    assert kept(tab)["answers"]["tour-1"] == {"right": True, "given": ["0.08"]}
    assert done_here(tab) != ""


def test_a_question_of_a_figure_that_was_answered_stays_answered(visit):
    tab = visit(TOUR)
    figure = tab.locator("#momentum-ravine")
    figure.scroll_into_view_if_needed()
    expect(figure).to_have_attribute("data-state", "live")
    figure.locator(".live-predict input[type=radio]").first.check()
    figure.locator(".live-predict button[type=submit]").click()
    expect(figure.locator(".live-because")).to_be_visible()
    said = figure.locator(".live-because").inner_text()
    tab.reload()
    figure.scroll_into_view_if_needed()
    expect(figure).to_have_attribute("data-state", "live")
    assert figure.get_attribute("data-asking") is None
    assert figure.locator(".live-because").inner_text() == said


def test_the_front_page_leads_back_to_where_one_left_off(visit):
    tab = visit(FRONT)
    assert tab.locator(".way-back").is_hidden()
    go(tab, TOUR)
    tab.evaluate("document.querySelector('#tour-matrix').scrollIntoView()")
    expect(tab.locator(".sections a.here")).to_have_count(1)
    section = tab.locator(".sections a.here").get_attribute("href")
    go(tab, FRONT)
    link = tab.locator(".way-back a")
    expect(link).to_be_visible()
    link.focus()
    tab.keyboard.press("Enter")
    tab.wait_for_url(lambda address: address.endswith(f"tour.html{section}"))


def test_everything_is_forgotten_after_a_second_press_by_keyboard_alone(visit):
    tab = visit(TOUR)
    answer(tab, "0.08")
    ask = tab.get_by_role("button", name="Forget everything")
    ask.focus()
    tab.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.textContent") == "No"
    tab.keyboard.press("Enter")
    assert kept(tab)["answers"]
    tab.keyboard.press("Enter")
    tab.keyboard.press("Shift+Tab")
    with tab.expect_navigation():
        tab.keyboard.press("Enter")
    assert tab.locator(f"{FORM} input[type=text]").input_value() == ""
    assert done_here(tab) == ""
    assert not kept(tab)


def test_a_finger_can_answer_and_forget(visit):
    tab = visit(TOUR, viewport={"width": 360, "height": 740}, has_touch=True)
    form = tab.locator(FORM)
    form.locator("input[type=text]").fill("0.08")
    form.locator("button[type=submit]").tap()
    expect(form.locator(".check-reply")).to_contain_text("Right")
    tab.get_by_role("button", name="Forget everything").tap()
    with tab.expect_navigation():
        tab.get_by_role("button", name="Yes, forget").tap()
    assert not kept(tab)


HOSTILE = [
    "no json", "null", "[]", "7", '{"answers": 7}', '{"answers": {"tour-1": null, "x": {"right": 1}}}',
    '{"answers": {"tour-1": {"right": true, "given": "<img src=x onerror=alert(1)>"}}}',
    '{"answers": {"tour-1": {"right": true, "given": ["<img src=x onerror=alert(1)>", "2", "3"]}}}',
    '{"predictions": {"tour#momentum-ravine": {"a": 1}}}',
    '{"predictions": {"tour#momentum-ravine": "no such choice"}}',
    '{"last": {"page": "javascript:alert(1)//", "title": "x", "section": ""}}',
    '{"last": {"page": "../../secret", "title": "x", "section": ""}}', '{"last": {"page": "tour"}}',
]


@pytest.mark.parametrize("text", HOSTILE)
def test_what_is_kept_is_data_and_what_is_not_ours_changes_nothing(visit, text):
    tab = visit(TOUR)
    tab.evaluate("([key, text]) => localStorage.setItem(key, text)", [KEY, text])
    tab.reload()
    expect(tab.locator("#momentum-ravine")).to_have_attribute("data-state", "live")
    assert tab.locator("img[src=x]").count() == 0
    go(tab, FRONT)
    tab.evaluate("([key, text]) => localStorage.setItem(key, text)", [KEY, text])
    tab.reload()
    assert tab.locator(".way-back").is_hidden()


@pytest.fixture
def framed(chromium):
    """Return a function that opens a page in a frame without rights, where a browser refuses to keep anything.

    From a disk such a frame opens nothing; so a server of this machine hands the book out.
    """
    with served() as address:
        context = chromium.new_context(viewport={"width": 1280, "height": 900})
        tab, complaints = context.new_page(), []
        tab.on("pageerror", lambda error: complaints.append(str(error)))
        tab.on("console", lambda message: message.type == "error" and complaints.append(message.text))

        def opened(file):
            tab.goto(f"{address}/search.html")
            tab.set_content(f'<iframe sandbox="allow-scripts allow-forms" width="1200" height="800" '
                            f'src="{address}/{file.name}"></iframe>')
            frame = tab.frames[-1]
            frame.wait_for_load_state()
            return frame
        yield opened
        context.close()
        assert complaints == []


@contextlib.contextmanager
def served():
    """Serve the built book on this machine."""
    quiet = type("Quiet", (SimpleHTTPRequestHandler,), {"log_message": lambda *words: None})
    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(quiet, directory=HTML)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def test_where_a_browser_keeps_nothing_all_works_and_nothing_is_said(framed):
    page = framed(TOUR)
    assert page.evaluate("() => { try { localStorage; return false; } catch { return true; } }")
    page.locator("#momentum-ravine").scroll_into_view_if_needed()
    expect(page.locator("#momentum-ravine")).to_have_attribute("data-state", "live")
    page.locator(f"{FORM} input[type=text]").fill("0.08")
    page.locator(f"{FORM} button[type=submit]").click()
    expect(page.locator(f"{FORM} .check-reply")).to_contain_text("Right")
    expect(page.locator(".book-contents a.current .done")).not_to_be_empty()
    page.locator(".theme-switch-button").click()
    page.locator(".sidebar-button").click()
    assert page.locator(".book-sidebar").is_hidden()
    assert framed(FRONT).locator(".way-back").is_hidden()


def test_without_scripts_and_on_paper_nothing_of_it_is_seen(visit):
    tab = visit(FRONT, java_script_enabled=False)
    assert tab.locator(".way-back").is_hidden()
    assert tab.locator(".forget").is_hidden()
    tab = visit(TOUR)
    answer(tab, "0.08")
    tab.emulate_media(media="print")
    assert tab.locator(".forget").is_hidden()
