"""Every kind of answer on a page of the book: by mouse, by keyboard, by finger, aloud, printed, without scripts."""
from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.chromium import PHONE, PHONE_IN_HAND
from tests.browser.site import HTML
from tests.browser.test_axe import found
from tests.browser.test_exercises import SMALL, reply
from tests.browser.test_phone import drag_by_finger
from tests.exercises.zoo import DESCENT, LINES, OUTPUTS, check

CELL = ('<div class="cell tag_remove-input docutils container"><div class="cell_output docutils container">'
        '<div class="output text_html">{}</div></div></div>')
NUMBERS_OF_LINES = "(list) => [...list.children].map((line) => Number(line.dataset.line))"
MIDDLE = """(one) => {
  const {x, y, width, height} = one.getBoundingClientRect();
  return [x + width / 2, y + height / 2];
}"""


@pytest.fixture(scope="module")
def zoo(tmp_path_factory):
    """Return a page of the book whose article has been replaced by one exercise of each kind."""
    cells = "".join(CELL.format(exercise.question()._repr_html_()) for exercise in check)
    html = re.sub("(<article[^>]*>).*(</article>)", lambda article: f"{article[1]}<h1>Zoo</h1>{cells}{article[2]}",
                  (HTML / "tour.html").read_text("utf-8"), flags=re.S)
    file = tmp_path_factory.mktemp("zoo") / "zoo.html"
    file.write_text(html.replace("<head>", f'<head><base href="{HTML.as_uri()}/">', 1), "utf-8")
    return file


def form(page, label):
    return page.locator(f'form.check[data-label="{label}"]')


def order(one):
    return one.locator("ol").evaluate(NUMBERS_OF_LINES)


def press(one):
    one.get_by_role("button", name="Check").click()


def line(one, text):
    return one.locator("li").filter(has_text=text)


def bring_up(one, text, move):
    """Move a line to the top, one place at a time."""
    for _ in range(one.locator("li").evaluate_all("(all, text) => all.findIndex((li) => li.textContent.includes(text))",
                                                  text)):
        move(line(one, text).get_by_role("button", name="Move up"))


# ---- lines

@pytest.mark.parametrize("way", ["mouse", "keyboard", "arrow keys", "finger"])
def test_lines_are_put_in_order(visit, zoo, way):
    page = visit(zoo, **(PHONE_IN_HAND if way == "finger" else {}))
    one = form(page, "zoo-1")
    moves = {"mouse": lambda button: button.click(), "keyboard": lambda button: button.press("Enter"),
             "arrow keys": lambda button: button.press("ArrowUp"), "finger": lambda button: button.tap()}
    for text in reversed(DESCENT):
        bring_up(one, text.strip(), moves[way])
    assert order(one) == [0, 1, 2, 3, 4, 5]
    press(one)
    expect(reply(one)).to_have_text("✓ Right. Each step takes a fifth of x away.")
    expect(one).to_have_attribute("data-verdict", "right")


def test_a_moved_line_keeps_the_focus_and_its_place_is_said(visit, zoo):
    one = form(visit(zoo), "zoo-2")
    button = line(one, "print").get_by_role("button", name="Move down: print(a + b)")
    button.focus()
    before = order(one).index(2)
    assert before < 2, "the last line cannot be moved down"
    button.press("ArrowDown")
    expect(button).to_be_focused()
    assert order(one).index(2) == before + 1
    expect(reply(one)).to_have_text(f"Line {before + 2} of 3: print(a + b)")
    for _ in range(5):
        button.press("ArrowDown")
    expect(reply(one)).to_have_text("Line 3 of 3: print(a + b)")
    expect(button).to_be_focused()


def test_a_wrong_order_gets_its_sentence(visit, zoo):
    one = form(visit(zoo), "zoo-1")
    one.evaluate("(form) => form.restore(['0 1 2 3 5 4'])")
    press(one)
    expect(reply(one)).to_have_text("That prints x before it has moved.")
    line(one, "import").get_by_role("button", name="Move down").click()
    expect(reply(one)).to_have_text("Line 2 of 6: import numpy as np")
    expect(one).to_have_attribute("data-verdict", "open")


def drag(page, hand, start, end):
    if hand == "finger":
        drag_by_finger(page, start, end)
        return
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(*end, steps=5)
    page.mouse.up()


@pytest.mark.parametrize("hand", ["mouse", "finger"])
def test_a_line_is_dragged_by_its_grip(visit, zoo, hand):
    page = visit(zoo, **(PHONE_IN_HAND if hand == "finger" else {}))
    one = form(page, "zoo-1")
    one.evaluate("(form) => { form.restore(['0 1 2 3 4 5']); form.scrollIntoView({block: 'center'}); }")
    start, end = (one.locator(".check-grip").nth(place).evaluate(MIDDLE) for place in (4, 0))
    end[1] -= 10
    drag(page, hand, start, end)
    assert order(one) == [4, 0, 1, 2, 3, 5]
    expect(reply(one)).to_have_text("Line 1 of 6: x = x - step * 2 * x")
    expect(one.locator(".check-dragged")).to_have_count(0)


@pytest.mark.parametrize("hand", ["mouse", "finger"])
def test_beside_the_grips_no_line_is_dragged(visit, zoo, hand):
    page = visit(zoo, **(PHONE_IN_HAND if hand == "finger" else {}))
    one = form(page, "zoo-1")
    one.evaluate("(form) => form.scrollIntoView({block: 'center'})")
    before = order(one)
    start, end = (one.locator("code").nth(place).evaluate(MIDDLE) for place in (4, 0))
    drag(page, hand, start, end)
    assert order(one) == before


def test_lines_have_a_name_and_say_how_they_are_moved(visit, zoo):
    page = visit(zoo)
    for exercise in LINES:
        named = page.get_by_role("list", name=exercise.ask, exact=True)
        expect(named).to_have_accessible_description(exercise.field.wants)
        for text in exercise.program:
            expect(named.get_by_role("button", name=f"Move up: {text.strip()}", exact=True)).to_have_count(1)


# ---- outputs

@pytest.mark.parametrize("exercise", OUTPUTS, ids=lambda one: one.label)
def test_the_program_stands_above_its_field(visit, zoo, exercise):
    one = form(visit(zoo), exercise.label)
    assert one.locator("pre").text_content() == exercise.program
    field = one.get_by_role("textbox", name="What does it print?", exact=True)
    expect(field).to_have_accessible_description(exercise.field.wants)
    assert one.locator("pre").bounding_box()["y"] < field.bounding_box()["y"]


@pytest.mark.parametrize(("typed", "said"), [
    ("[0.  0.5 1. ]\nTrue", "✓ Right. NumPy prints no comma."), ("[0.5 1. 1.5] True", "Counting begins at 0."),
    ("[0, 0.5, 1]", "then something else is printed. Hint: A quotient is a float."),
    ("", "Write what is printed first.")])
def test_an_output_is_typed_and_gets_its_reply(visit, zoo, typed, said):
    page = visit(zoo)
    one = form(page, "zoo-4")
    field = one.get_by_role("textbox")
    field.click()
    page.keyboard.type(typed)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(reply(one)).to_contain_text(said)
    wrong = not said.startswith("✓") and typed
    expect(one.locator('[aria-invalid="true"]')).to_have_count(1 if wrong else 0)


# ---- numbers

@pytest.mark.parametrize(("typed", "said"), [
    ("12,5", "✓ Right."), ("12.5 %", "✓ Right."), ("25/2", "✓ Right."), ("12 1/2 percent", "✓ Right."),
    ("87.5", "That is the share of the second."), ("1,000", "1,000 could be 1000 or 1.000: write one of these."),
    ("0.125", "That is a hundredth of the answer: was a percentage divided by 100 once too often?"),
    ("1" * 800 + "/" + "1" * 800 + "x", "That is too long for a number: 40 signs are enough.")])
def test_a_number_is_read_in_the_page_as_people_write_it(visit, zoo, typed, said):
    one = form(visit(zoo), "zoo-7")
    one.get_by_role("textbox").fill(typed)
    press(one)
    expect(reply(one)).to_have_text(said)


def test_a_field_says_what_it_takes(visit, zoo):
    page = visit(zoo)
    one = page.get_by_role("textbox", name="share of the first", exact=True)
    expect(one).to_have_accessible_description("a number in percent, to three digits")
    three = form(page, "zoo-8")
    for name, wants in (("length", "a number in mm, to three digits"), ("count", "a whole number"),
                        ("angle", "a number in degrees, to three digits")):
        expect(three.get_by_role("textbox", name=name, exact=True)).to_have_accessible_description(wants)
        expect(three.get_by_text(wants, exact=True)).to_be_visible()


def test_each_part_gets_its_line(visit, zoo):
    one = form(visit(zoo), "zoo-8")
    for field, typed in zip(one.get_by_role("textbox").all(), ("10,5 mm", "36,9°", "13"), strict=True):
        field.fill(typed)
    press(one)
    expect(reply(one)).to_have_text("1 of 3 are right: angle. "
                                    "length: That is twice the answer: a factor 2 has crept in. "
                                    "count: That is one too many.")
    lines = reply(one).evaluate("(line) => { const range = document.createRange(); range.selectNodeContents(line); "
                                "return new Set([...range.getClientRects()].map(({top}) => Math.round(top))).size; }")
    assert lines == 3
    invalid = [field.get_attribute("aria-invalid") for field in one.get_by_role("textbox").all()]
    assert invalid == ["true", None, "true"]


# ---- what others hear of an answer, and put back

ANSWERS = [("zoo-7", ["12,5 %"], True), ("zoo-7", ["13"], False), ("zoo-9", ["odd", "even"], True),
           ("zoo-9", ["odd", "odd"], False), ("zoo-2", ["1 0 2"], True), ("zoo-2", ["0 2 1"], False),
           ("zoo-5", ["−2"], True), ("zoo-8", ["5.25 mm", "36.9", "12"], True)]


@pytest.mark.parametrize(("label", "given", "right"), ANSWERS)
def test_an_answer_is_told_and_can_be_put_back(visit, zoo, label, given, right):
    page = visit(zoo)
    page.evaluate("() => { window.heard = []; addEventListener('answered', ({detail}) => heard.push(detail)); }")
    one = form(page, label)
    one.evaluate("(form, given) => form.restore(given)", given)
    expect(one).to_have_attribute("data-verdict", "right" if right else "wrong")
    expect(reply(one)).to_be_empty()
    assert page.evaluate("heard") == []
    press(one)
    expect(reply(one)).not_to_be_empty()
    assert page.evaluate("heard") == [{"label": label, "right": right, "given": given}]


@pytest.mark.parametrize(("label", "given"), [
    ("zoo-8", ["1"]), ("zoo-8", []), ("zoo-7", [""]), ("zoo-7", ["x"]), ("zoo-9", ["green", "odd"]), ("zoo-2", [""])])
def test_what_fits_no_longer_is_put_back_without_a_word(visit, zoo, label, given):
    one = form(visit(zoo), label)
    lines = order(one) if one.locator("ol").count() else []
    one.evaluate("(form, given) => form.restore(given)", given)
    expect(reply(one)).to_be_empty()
    assert one.get_attribute("data-verdict") in ((None, "wrong") if lines else (None,))
    assert "undefined" not in [field.input_value() for field in one.get_by_role("textbox").all()]
    if lines:
        assert sorted(order(one)) == sorted(lines)


def test_nothing_is_told_before_all_is_answered(visit, zoo):
    page = visit(zoo)
    page.evaluate("() => { window.heard = []; addEventListener('answered', ({detail}) => heard.push(detail)); }")
    for label in ("zoo-5", "zoo-7", "zoo-8", "zoo-9"):
        press(form(page, label))
        expect(reply(form(page, label))).to_contain_text("first.")
    assert page.evaluate("heard") == []


# ---- wherever it is read

def test_without_scripts_a_sentence_and_the_program_stand_in_its_place(visit, zoo):
    page = visit(zoo, java_script_enabled=False)
    for exercise in [*LINES, *OUTPUTS]:
        expect(form(page, exercise.label)).to_be_hidden()
        shown = form(page, exercise.label).locator("xpath=following-sibling::*")
        expect(shown.nth(0)).to_contain_text(f'check("{exercise.label}", ...)')
        assert shown.nth(1).text_content() == exercise.shown
        expect(shown.nth(1)).to_be_visible()


def test_on_paper_the_program_stands_and_nothing_to_press(visit, zoo):
    page = visit(zoo)
    page.emulate_media(media="print")
    expect(page.locator("form.check").filter(visible=True)).to_have_count(0)
    expect(page.locator("p.check-asks").filter(visible=True)).to_have_count(0)
    expect(page.locator("pre.check-asks").filter(visible=True)).to_have_count(len(LINES) + len(OUTPUTS))


@pytest.mark.parametrize("exercise", list(check), ids=lambda one: one.label)
def test_a_finger_can_hit_what_there_is_to_press_and_nothing_is_wider_than_a_phone(look, zoo, exercise):
    page = look(zoo, **PHONE_IN_HAND)
    one = form(page, exercise.label)
    assert one.evaluate(SMALL) == 0
    assert one.evaluate("(form) => form.scrollWidth <= form.clientWidth")
    assert page.evaluate("() => document.documentElement.scrollWidth") <= PHONE["width"]


@pytest.mark.parametrize(("color_scheme", "viewport"), [("light", None), ("dark", None), ("light", PHONE)])
def test_axe_finds_nothing_of_ours(visit, zoo, color_scheme, viewport):
    page = visit(zoo, color_scheme=color_scheme, **({"viewport": viewport} if viewport else {}))
    for label, given, _ in ANSWERS:
        form(page, label).evaluate("(form, given) => form.restore(given)", given)
        press(form(page, label))
    assert found(page, {"include": [["form.check"]]}, {}) == []


def test_firefox_moves_lines_and_judges_every_kind_alike(firefox, zoo):
    firefox.open(zoo.as_uri())
    right = {"zoo-1": ["0 1 2 3 4 5"], "zoo-4": ["[0.  0.5 1. ]\nTrue"], "zoo-7": ["12,5 %"], "zoo-9": ["odd", "even"]}
    said = firefox.run("""(answers) => {
      const heard = [];
      addEventListener("answered", ({detail}) => heard.push([detail.label, detail.right]));
      for (const [label, given] of Object.entries(answers)) {
        const form = document.querySelector(`form[data-label="${label}"]`);
        form.restore(given);
        form.requestSubmit();
        if (form.querySelector("ol")) form.querySelector("li button[value='1']").click();
        form.requestSubmit();
      }
      return heard;
    }""", right)
    start, end = (firefox.run(f"""() => {{
      const one = document.querySelectorAll('form[data-label="zoo-1"] .check-grip')[{place}];
      one.closest("form").scrollIntoView({{block: "center"}});
      return ({MIDDLE})(one);
    }}""") for place in (4, 0))
    firefox.drag([start, (start[0], start[1] - 20), (end[0], end[1] - 10)])
    order_now = f"""() => ({NUMBERS_OF_LINES})(document.querySelector("ol.check-order"))"""
    assert firefox.run(order_now) == [4, 1, 0, 2, 3, 5]
    assert said == [["zoo-1", True], ["zoo-1", False], *([label, True] for label in ("zoo-4", "zoo-7", "zoo-9")
                                                         for _ in range(2))]
    assert firefox.complaints == []
    assert firefox.requests == []
