"""The forms of the exercises in the built book, found by walking it: by mouse, by keyboard, aloud, without scripts."""
from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.chromium import PHONE_IN_HAND
from tests.browser.site import _elements, page_name, pages, some

FIELDS = "fieldset, input[type=text], textarea"
SMALL = """(form) => [...form.querySelectorAll("input, textarea, button")]
  .map((one) => one.type === "radio" ? one.closest("label") : one).map((one) => one.getBoundingClientRect())
  .filter(({width, height}) => Math.min(width, height) < 24).length"""


@dataclass(frozen=True)
class Asked:
    """A form on a page."""

    page: Path
    label: str
    data: dict = field(compare=False, repr=False)

    def __str__(self) -> str:
        return f"{page_name(self.page)}#{self.label}"

    def on(self, page):
        """Return the form in an open page."""
        return page.locator(f'form.check[data-label="{self.label}"]')

    @property
    def right(self) -> list[float | list[str]]:
        return [one["rows"][0][0] for one in self.data["fields"]]


ALL_FORMS = [Asked(page, one["data-label"], json.loads(one["data-check"])) for page in pages()
             for one in _elements(page) if one["tag"] == "form" and one.get("class") == "check"]
FORMS = [asked for asked in ALL_FORMS if all("rows" in one for one in asked.data["fields"])]
LINES = [asked for asked in ALL_FORMS if asked not in FORMS]          # of a program, to be put in order
each = pytest.mark.parametrize("asked", FORMS, ids=str)


def fill(form, values):
    """Type or choose a value in every field, as a reader would."""
    for number, value in enumerate(values):
        fill_one(form, number, value)


def fill_one(form, number, value):
    one = form.locator(FIELDS).nth(number)
    match kind(one):
        case "input":
            one.fill(repr(float(value)).replace("-", "−"))
        case "textarea":
            one.fill(" ".join(value))
        case "fieldset":
            one.locator("input").nth(int(value)).check()


def kind(one):
    return one.evaluate("(one) => one.localName")


def reply(form):
    return form.get_by_role("status")


def afresh(form):
    """Empty a form, whatever another test has answered, and return it."""
    form.evaluate("(form) => { form.reset(); form.dispatchEvent(new Event('input')); }")
    expect(reply(form)).to_be_empty()
    return form


@each
def test_the_right_answer_is_right_and_a_wrong_one_gets_its_sentence(touch, asked):
    form = afresh(asked.on(touch(asked.page)))
    fill(form, asked.right)
    form.get_by_role("button", name="Check").click()
    expect(reply(form)).to_have_text("✓ " + asked.data["right"])
    for number, value, sentence in some(list(mistakes(asked)), 1, str(asked)):
        fill_one(form, number, value)
        form.get_by_role("button", name="Check").click()
        expect(reply(form)).to_contain_text(asked.data["sentences"][sentence])
        expect(form).to_have_attribute("data-verdict", "wrong")
        fill_one(form, number, asked.right[number])


def mistakes(asked):
    """Yield field, value and sentence of each mistake that is known."""
    for number, one in enumerate(asked.data["fields"]):
        if one["kind"] == "output":
            yield from ((number, value, sentence) for value, sentence in one["rows"][1:])
            continue
        for value, _, sentence in one["rows"][1:]:
            first = next((said for at, within, said in one["rows"] if abs(value - at) <= within), sentence)
            if first != one["rows"][0][2]:                     # "close, but" begins where right ends
                yield number, value, first


@each
def test_it_can_be_answered_by_keyboard_alone(touch, asked):
    page = touch(asked.page)
    form = afresh(asked.on(page))
    form.locator("input, textarea").first.focus()
    for number, (value, one) in enumerate(zip(asked.right, form.locator(FIELDS).all(), strict=True)):
        if number:
            page.keyboard.press("Tab")
        match kind(one):
            case "input":
                page.keyboard.type(repr(value))
            case "textarea":
                page.keyboard.type("\n".join(value))
                page.keyboard.press("Tab")                 # a line break is a part of it
            case "fieldset":
                page.keyboard.press("Space")
                for _ in range(int(value)):
                    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(reply(form)).to_have_text("✓ " + asked.data["right"])


@pytest.mark.parametrize("asked", LINES, ids=str)
def test_lines_are_put_in_order_by_keyboard_alone(touch, asked):
    form = asked.on(touch(asked.page))
    lines = form.locator("[data-line]")
    for place in range(lines.count()):
        line = form.locator(f'[data-line="{place}"]')
        for _ in range(line.evaluate("(line) => [...line.parentElement.children].indexOf(line)") - place):
            line.locator("button").first.press("ArrowUp")
    assert [int(line.get_attribute("data-line")) for line in lines.all()] == list(range(lines.count()))
    form.get_by_role("button", name="Check").press("Enter")
    expect(reply(form)).to_have_text("✓ " + asked.data["right"])


@each
def test_nothing_and_nonsense_get_a_sentence_and_the_field_gets_the_focus(touch, asked):
    form = afresh(asked.on(touch(asked.page)))
    button = form.get_by_role("button", name="Check")
    button.click()
    expect(reply(form)).to_contain_text("first.")
    expect(form.locator("input, textarea").first).to_be_focused()
    for number in form.locator("input[type=text]").all():
        fill(form, asked.right)
        number.fill("1,000")
        button.click()
        expect(reply(form)).to_contain_text("1,000 could be 1000 or 1.000: write one of these.")
        expect(number).to_be_focused()
        number.press("Backspace")
        expect(reply(form)).to_have_text("")


def answer(page, opened, turn):
    """Answer every exercise of a page, rightly and wrongly in turn, in the next turn the other way; return how many."""
    exercises = [asked for asked in FORMS if asked.page == page]
    for number, asked in enumerate(exercises):
        form = asked.on(opened)
        fill(form, [one["rows"][-1 if (number + turn) % 2 else 0][0] for one in asked.data["fields"]])
        form.get_by_role("button", name="Check").click()
        expect(reply(form)).not_to_have_text("")
    return len(exercises)


@pytest.mark.parametrize("asked", some(FORMS, 10, "phone"), ids=str)
def test_a_finger_can_hit_what_there_is_to_press(look, asked):
    assert asked.on(look(asked.page, **PHONE_IN_HAND)).evaluate(SMALL) == 0


@each
def test_every_field_has_its_name(look, asked):
    form = asked.on(look(asked.page))
    for one in asked.data["fields"]:
        named = form.get_by_role("textbox", name=one["label"], exact=True).or_(
            form.get_by_role("group", name=one["label"], exact=True))
        expect(named).to_have_count(1)


@pytest.mark.parametrize("asked", some(FORMS, 10, "scripts"), ids=str)
def test_without_scripts_a_sentence_stands_in_its_place(look, asked):
    form = asked.on(look(asked.page, java_script_enabled=False))
    expect(form).to_be_hidden()
    sentence = form.locator("xpath=following-sibling::p[@class='check-asks']")
    expect(sentence).to_be_visible()
    expect(sentence).to_contain_text(f'check("{asked.label}", ...)')


@pytest.mark.parametrize("page", list(dict.fromkeys(asked.page for asked in FORMS)), ids=page_name)
def test_with_scripts_the_forms_are_there_from_the_start_and_the_sentences_are_not(visit, look, page):
    early = visit.new_page()
    early.route("**/check.js*", lambda route: route.fulfill(content_type="text/javascript", body=""))
    early.goto(page.as_uri())
    for asked in [asked for asked in FORMS if asked.page == page]:
        expect(asked.on(early)).to_be_visible()
        height = asked.on(early).evaluate("(form) => form.getBoundingClientRect().height")
        live = asked.on(look(page))
        assert live.evaluate("(form) => form.getBoundingClientRect().height") == height, asked
        expect(live.locator("xpath=following-sibling::p[@class='check-asks']")).to_be_hidden()
