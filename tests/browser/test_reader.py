"""What a reader does with the figures of the tour and of the tutorial: each thing by mouse, finger and keyboard.

Everything is found by its role and its name, as a screen reader finds it. Each situation is a screen, light or dark, a
wish for less motion or none, and a hand.
"""
from __future__ import annotations

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.chromium import DESKTOP, PHONE, ChromiumTab
from tests.browser.hands import WAKE
from tests.browser.site import HTML
from tests.browser.test_phone import drag_by_finger

SITUATIONS = {                                             # name: hand, what the browser is told
    "mouse": ("mouse", {"viewport": DESKTOP}),
    "mouse-phone-dark-calm": ("mouse", {"viewport": PHONE, "color_scheme": "dark"}),
    "finger-phone": ("finger", {"viewport": PHONE, "has_touch": True, "is_mobile": True}),
    "keys-dark-calm": ("keys", {"viewport": DESKTOP, "color_scheme": "dark"}),
}
SEEN = "(one) => getComputedStyle(one).visibility"
OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@dataclass
class Reader:
    """A page and the hand that a reader has for it."""

    page: Page
    hand: str

    def figure(self, name: str, skip: bool = True) -> Locator:
        """Return a figure, live and in view, past its question unless it is to be answered."""
        self.page.evaluate(f"(name) => ({WAKE})(name)", name)
        one = self.page.locator(f'figure[id="{name}"]')
        if skip and button(one, "skip").is_visible():
            self.press(button(one, "skip"))
        return one

    def press(self, what: Locator, key: str = "Enter") -> None:
        """Press a button, a link or a choice."""
        if self.hand == "mouse":
            what.click()
        elif self.hand == "finger":
            what.tap()
        else:
            what.focus()
            what.press(key)

    def slide(self, what: Locator, to: float) -> None:
        """Bring a slider towards a part of its way, or by one stop."""
        if self.hand == "keys":
            return what.press("ArrowRight")
        box = what.bounding_box()
        place = {"x": 8 + (box["width"] - 16) * to, "y": box["height"] / 2}
        return what.click(position=place) if self.hand == "mouse" else what.tap(position=place)

    def drag(self, what: Locator, right: float) -> None:
        """Drag something sideways, so many pixels, or by one stop."""
        if self.hand == "keys":
            return what.press("ArrowRight")
        what.evaluate("(one) => one.scrollIntoView({block: 'center'})")
        box = what.bounding_box()
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        if self.hand == "finger":
            return drag_by_finger(self.page, (x, y), (x + right, y))
        return ChromiumTab(self.page).drag([(x, y), (x + right / 2, y), (x + right, y)])


@pytest.fixture(params=SITUATIONS)
def read(request, visit):
    """Return a function that opens a page in a situation; no situation may make a page wider than its screen."""
    hand, options = SITUATIONS[request.param]
    calm = "reduce" if request.param.endswith("calm") else "no-preference"
    opened = []

    def open_page(name: str, **more) -> Reader:
        opened.append(visit(HTML / f"{name}.html", **{"reduced_motion": calm, **options, **more}))
        return Reader(opened[-1], hand)
    yield open_page
    for page in opened:
        assert page.evaluate(OVERFLOW) <= 0


def button(one: Locator, name: str) -> Locator:
    return one.get_by_role("button", name=name, exact=True)


def slider(one: Locator, name: str) -> Locator:
    return one.get_by_role("slider", name=name, exact=True)


@pytest.mark.parametrize("page", ["tour", "authoring"])
def test_no_page_glides_where_it_should_jump(read, page):
    reader = read(page)
    assert reader.page.evaluate("() => getComputedStyle(document.documentElement).scrollBehavior") == "auto"


# ---- presets, links, read-outs, numbers in sentences

@pytest.mark.parametrize(("page", "figure", "preset", "of", "value"), [
    ("tour", "momentum-ravine", "over it", "step size η", "0.22"),
    ("tour", "matrix-on-a-grid", "shear", "b", "1.0"), ("authoring", "thrown-ball", "fast", "speed", "10.0 m/s")])
def test_a_preset_is_a_button(read, page, figure, preset, of, value):
    reader = read(page)
    one = reader.figure(figure)
    first = slider(one, of).get_attribute("aria-valuetext")
    reader.press(button(one, preset))
    expect(slider(one, of)).to_have_attribute("aria-valuetext", value)
    reader.press(button(one, "reset"))
    expect(slider(one, of)).to_have_attribute("aria-valuetext", first)


@pytest.mark.parametrize(("page", "figure", "link", "of", "value"), [
    ("tour", "momentum-ravine", "one stop further", "step size η", "0.22"),
    ("tour", "matrix-on-a-grid", "projection", "a", "0.5"),
    ("authoring", "thrown-ball", "throw it at 8 m/s", "speed", "8.0 m/s")])
def test_a_link_in_a_sentence_sets_its_figure_and_brings_it_into_view(read, page, figure, link, of, value):
    reader = read(page)
    one = reader.figure(figure)
    reader.press(reader.page.get_by_role("link", name=link, exact=True))
    expect(slider(one, of)).to_have_attribute("aria-valuetext", value)
    expect(one.locator(".live-picture")).to_be_in_viewport()


@pytest.mark.parametrize(("page", "figure", "name", "of", "by_key", "dragged"), [
    ("tour", "momentum-ravine", "step size", "step size η", "0.08", "0.14"),
    ("authoring", "thrown-ball", "speed", "speed", "6.5 m/s", "8.0 m/s")])
def test_a_number_in_a_sentence_moves_its_figure(read, page, figure, name, of, by_key, dragged):
    reader = read(page)
    one = reader.figure(figure)
    number = reader.page.locator(".live-scrub").and_(reader.page.get_by_role("slider", name=name, exact=True))
    reader.drag(number, 28)                               # four stops
    value = by_key if reader.hand == "keys" else dragged
    expect(slider(one, of)).to_have_attribute("aria-valuetext", value)
    expect(number).to_have_text(value.split()[0])


def test_a_sentence_follows_its_figure(read):
    reader = read("tour")
    one = reader.figure("matrix-on-a-grid")
    told = reader.page.locator('.live-show[data-figure="matrix-on-a-grid"]')
    reader.press(button(one, "projection"))
    expect(told).to_contain_text("Signed area 0.00")
    assert told.text_content() == one.locator(".live-status").text_content()


GLYPHS = """(number) => [...number.querySelectorAll("use")].map((use) => {
  const code = use.getAttribute("data-c"), shape = document.querySelector(use.getAttribute("href"));
  return shape.id.endsWith(`-${code}`) ? String.fromCodePoint(parseInt(code, 16)) : "another shape";
}).join("")"""


def test_a_number_in_a_formula_follows_its_figure(read):
    reader = read("tour")
    one = reader.figure("momentum-ravine")
    number = reader.page.locator('g.live-number[data-figure="momentum-ravine"]')
    formula = reader.page.locator("mjx-container", has=number)
    spoken = formula.locator("mjx-assistive-mml .live-number")
    assert (number.evaluate(GLYPHS), spoken.text_content()) == ("0.06", "0.06")
    width = formula.locator("svg").bounding_box()["width"]
    reader.press(button(one, "over it"))
    expect(spoken).to_have_text("0.22")
    assert number.evaluate(GLYPHS) == "0.22"
    assert r"&- {{0.22}} \cdot 10\, x_2" in formula.get_attribute("data-tex")
    assert formula.locator("svg").bounding_box()["width"] == width
    fill = "(one) => getComputedStyle(one).fill"
    label = one.locator(".live-controls .role-path").first
    assert number.locator("use").first.evaluate(fill) == label.evaluate("(one) => getComputedStyle(one).color")
    expect(formula.locator("xpath=ancestor-or-self::*[@aria-live or @role='status']")).to_have_count(0)


def test_a_sentence_keeps_the_reading_until_the_question_is_answered(read):
    reader = read("authoring")
    one = reader.figure("thrown-ball", skip=False)
    time, told = reader.page.locator('.live-show[data-figure="thrown-ball"]').all()
    expect(time).to_have_text("0.4")                      # as in the state that is asked about
    expect(told).to_have_text("…")
    reader.press(button(one, "skip"))
    expect(time).to_have_text("0.3")
    expect(told).to_have_text("After 0.3 s it is 1.36 m high.")


# ---- the ghost, the goal, the question

@pytest.mark.parametrize(("page", "figure", "of"), [
    ("tour", "momentum-ravine", "step size η"), ("authoring", "thrown-ball", "speed")])
def test_the_previous_setting_stays_in_sight(read, page, figure, of):
    reader = read(page)
    one = reader.figure(figure)
    assert one.locator(".live-ghost").count() == 0
    reader.slide(slider(one, of), 0.8)
    shades = one.locator(".live-ghost path")
    expect(shades.first).to_be_visible()
    assert shades.first.evaluate("(one) => getComputedStyle(one).strokeDasharray") != "none"
    assert one.locator(".live-ghost").first.evaluate("(one) => Number(getComputedStyle(one).opacity)") < 0.5
    assert one.locator(".live-ghost:not([aria-hidden=true])").count() == 0


@pytest.mark.parametrize(("page", "figure", "presses", "text"), [
    ("tour", "matrix-on-a-grid", ["rotation"], "find a matrix that keeps no direction"),
    ("authoring", "thrown-ball", ["fast", "step"], "throw it higher than 3 metres")])
def test_a_goal_is_reached_and_said(read, page, figure, presses, text):
    reader = read(page)
    one = reader.figure(figure)
    expect(one.get_by_text(f"Goal: {text}.")).to_be_visible()
    for name in presses:
        expect(one.locator(".live-goal")).to_have_attribute("data-reached", "false")
        reader.press(button(one, name))
    expect(one.get_by_text("✓ You are there.")).to_be_visible()
    expect(one.locator("[role=status]")).to_contain_text("✓ You are there.")


@pytest.mark.parametrize(("page", "figure", "question", "choice", "reply"), [
    ("tour", "momentum-ravine", "What will a step of 0.22 do?", "never arrive", "Right. Every bounce across"),
    ("tour", "distribution-zoo", "What will its mean do?", "settle down", "Not so. For the normal distribution"),
    ("optimization/convexity", "is-it-convex", "Does that prove", "yes, it passes everywhere", "Not so. This one")])
def test_a_choice_is_predicted_and_the_figure_is_moved_then(read, page, figure, question, choice, reply):
    reader = read(page)
    one = reader.figure(figure, skip=False)
    asked = one.get_by_role("group", name=re.compile(re.escape(question)))
    telling = ".live-status, .live-goal, button[data-state], [data-tool=code], .live-handle, [data-waits]"
    assert {part.evaluate(SEEN) for part in one.locator(telling).all()} == {"hidden"}
    for still in one.get_by_role("slider").and_(one.locator("input")).all():
        expect(still).to_be_disabled()
    reader.press(button(asked, "answer"))
    expect(one.locator(".live-because")).to_have_text("Choose one, or skip the question.")
    expect(one.locator("[role=status]")).to_have_text("Choose one, or skip the question.")
    reader.press(asked.get_by_role("radio", name=choice, exact=True), key="Space")
    reader.press(button(asked, "answer"))
    expect(one.locator(".live-because")).to_contain_text(reply)
    expect(one.locator("[role=status]")).to_contain_text(one.locator(".live-status").text_content())
    assert one.locator(".live-status").evaluate("(one) => parseFloat(getComputedStyle(one).fontSize)") > 10
    assert {part.evaluate(SEEN) for part in one.locator(telling).all()} == {"visible"}
    for free in one.get_by_role("slider").and_(one.locator("input")).all():
        expect(free).to_be_enabled()


def test_a_number_is_predicted(read):
    reader = read("authoring")
    one = reader.figure("thrown-ball", skip=False)
    asked = one.get_by_role("group", name="Twice the speed: how many times as high?")
    reader.press(button(asked, "answer"))
    expect(one.locator(".live-because")).to_have_text("Write a number, or skip the question.")
    reader.press(asked.get_by_role("textbox", name="your number", exact=True), key="Home")
    reader.page.keyboard.type("2")
    reader.press(button(asked, "answer"))
    expect(one.locator(".live-because")).to_contain_text(
        "Not so. Twice as fast, it also rises for twice as long. It is: 4. The height")


# ---- time, chance, figures that share a control, handles

@pytest.mark.parametrize(("page", "figure", "of", "next_one"), [
    ("tour", "ravine-rates", "step size η", "0.08"), ("authoring", "thrown-ball", "t", "0.4 s")])
def test_a_slider_plays_and_steps(read, page, figure, of, next_one):
    reader = read(page)
    one = reader.figure(figure)
    reader.press(button(one, "step"))
    expect(slider(one, of)).to_have_attribute("aria-valuetext", next_one)
    reader.press(button(one, "play"))
    expect(button(one, "pause")).to_have_attribute("aria-pressed", "true")
    expect(slider(one, of)).not_to_have_attribute("aria-valuetext", next_one)
    reader.slide(slider(one, of), 0.5)                    # a hand on the slider stops it
    expect(button(one, "play")).to_have_attribute("aria-pressed", "false")


def test_chance_is_asked_again(read):
    reader = read("tour")
    one = reader.figure("distribution-zoo")
    before = one.locator("[data-live]").first.inner_html()
    reader.press(button(one, "another sample"))
    expect(slider(one, "sample")).to_have_attribute("aria-valuetext", "2")
    assert one.locator("[data-live]").first.inner_html() != before


@pytest.mark.parametrize(("page", "leads", "follows", "of"), [
    ("tour", "momentum-ravine", "ravine-rates", "step size η"),
    ("tour", "ravine-rates", "momentum-ravine", "step size η"),
    ("authoring", "secant", "slopes", "at")])
def test_figures_share_a_control(read, page, leads, follows, of):
    reader = read(page)
    two, one = reader.figure(follows), reader.figure(leads)
    first, drawn = slider(two, of).get_attribute("aria-valuetext"), two.locator(".live-picture").inner_html()
    reader.slide(slider(one, of), 0.8)
    now = slider(one, of).get_attribute("aria-valuetext")
    assert now != first
    expect(slider(two, of)).to_have_attribute("aria-valuetext", now)
    reader.page.wait_for_function("([name, drawn]) => document.getElementById(name)"
                                  ".querySelector('.live-picture').innerHTML !== drawn", arg=[follows, drawn])


@pytest.mark.parametrize(("figure", "name"), [
    ("momentum-ravine", "start of the path"), ("matrix-on-a-grid", "image of the first basis vector")])
def test_a_handle_is_moved(read, figure, name):
    reader = read("tour")
    one = reader.figure(figure)
    handle = one.get_by_role("slider", name=name, exact=True)
    before, drawn = handle.get_attribute("aria-valuetext"), one.locator("[data-live]").first.inner_html()
    reader.drag(handle, 40)
    expect(handle).not_to_have_attribute("aria-valuetext", before)
    assert one.locator("[data-live]").first.inner_html() != drawn


# ---- the quiet buttons

@pytest.mark.parametrize(("page", "figure"), [("tour", "matrix-on-a-grid"), ("authoring", "secant")])
def test_a_link_to_this_state_is_copied_as_often_as_one_likes(read, page, figure):
    reader = read(page)
    one = reader.figure(figure)
    reader.slide(one.get_by_role("slider").and_(one.locator("input")).first, 0)
    link = one.locator("[data-tool=link]")
    assert link.get_attribute("title") == "copy a link to this state"
    for _ in range(2):
        reader.press(link)
        expect(link).to_have_text(re.compile("^(copied|in the address bar)$"))
    expect(link).to_have_text("link")
    assert f"#{figure}:" in reader.page.url
    there = one.locator(".live-status").text_content()
    reader.page.reload()
    assert reader.figure(figure).locator(".live-status").text_content() == there


@pytest.mark.parametrize(("page", "figure", "line"), [
    ("tour", "matrix-on-a-grid", "def matrix_on_a_grid():"), ("authoring", "secant", "def secant():")])
def test_the_code_of_a_figure_is_shown(read, page, figure, line):
    reader = read(page)
    one = reader.figure(figure)
    reader.press(button(one, "code"))
    code = one.locator(".live-code")
    expect(code).to_contain_text(line)
    assert code.evaluate("(one) => one.tabIndex") == 0    # so that keys can scroll it
    ink = "(one) => getComputedStyle(one).color"
    assert code.evaluate(ink) == one.evaluate(ink)
    reader.press(button(one, "code"))
    expect(one.locator(".live-code")).to_be_hidden()


@pytest.mark.parametrize(("page", "figure"), [("tour", "matrix-on-a-grid"), ("authoring", "secant")])
def test_a_figure_fills_the_screen_and_comes_back(read, page, figure):
    reader = read(page)
    one = reader.figure(figure)
    size = "(one) => [parseFloat(getComputedStyle(one).fontSize), one.getBoundingClientRect().width]"
    small, _ = one.locator(".live-status").evaluate(size)
    _, narrow = one.locator(".live-picture").evaluate(size)
    reader.press(button(one, "full screen"))
    reader.page.wait_for_function("(name) => document.fullscreenElement?.id === name", arg=figure)
    assert one.locator(".live-status").evaluate(size)[0] > small
    if reader.page.viewport_size["width"] > 1000:
        assert one.locator(".live-picture").evaluate(size)[1] > 1.2 * narrow
        assert min(float(part) for part in one.evaluate(
            "(one) => [getComputedStyle(one).paddingLeft, getComputedStyle(one).paddingRight].map(parseFloat)")) > 20
    assert one.evaluate("(one) => one.scrollWidth - one.clientWidth") <= 0
    reader.press(button(one, "full screen"))
    reader.page.wait_for_function("() => !document.fullscreenElement")


@pytest.mark.parametrize(("page", "figure"), [("tour", "matrix-on-a-grid"), ("authoring", "secant")])
def test_a_print_shows_the_state_as_it_is(read, page, figure):
    reader = read(page)
    one = reader.figure(figure)
    reader.slide(one.get_by_role("slider").and_(one.locator("input")).first, 0.1)
    now = [one.locator(".live-status").text_content(), one.locator("output").first.text_content()]
    expect(one).not_to_have_attribute("data-gliding", re.compile(".*"))
    drawn = one.locator(".live-picture").inner_html()
    reader.page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    reader.page.emulate_media(media="print")
    assert one.locator(".live-picture").inner_html() == drawn
    for words in now:
        expect(one.get_by_text(words, exact=True).first).to_be_visible()
    for pressed in one.get_by_role("button").all():
        expect(pressed).to_be_hidden()
    reader.page.emulate_media(media="screen")
