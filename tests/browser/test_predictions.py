"""While a question is open: what is seen, what waits, what a link may do; and what is left of it afterwards.

That it is answered by every hand is asked of the figures of the book, in `test_reader.py`.
"""
from __future__ import annotations

import matplotlib.pyplot as plt
import pytest
from playwright.sync_api import expect

from mathlib.live import DATA, PATH, figure, live, predict
from tests.browser.oracle import matplotlib_svg
from tests.browser.pixels import TOLERANCE, difference, pair
from tests.browser.test_extras import awake, slide, status

SCRIPT = "({k}, {decimals}) => ({tip: [[0, 4], [0, k]], goal: k > 3.5, status: `It rises to ${decimals(k)}.`})"
TELLING = "[data-waits], .live-status, .live-goal, .live-buttons button:not([data-tool='full screen'])"
EVENTS = """() => {
  window.heard = [];
  document.addEventListener("predicted", ({detail}) => heard.push(detail));
}"""
SEEN = "(one) => getComputedStyle(one).visibility"
RESTORE = "(one, given) => one.restorePrediction(given)"
SENTENCES = ('<a class="live-set" data-figure="asked" href="#asked:k=4">four</a>',
             '<span class="live-show" data-figure="asked" data-of="k">1</span>',
             '<span class="live-show" data-figure="asked" data-of="status">words of the author</span>',
             '<span class="live-scrub" data-figure="asked" data-of="k">1</span>')


def asked(script="", name="asked", number=False, alt="", link=""):
    """Return a figure that asks about another state than its default, with one line out of sight meanwhile."""
    def make():
        fig, (left, right) = plt.subplots(1, 2, figsize=(6, 3))
        line, = left.plot([], [], color=PATH, gid="tip")
        later, = right.plot([], [], color=DATA)
        for ax in (left, right):
            ax.set(xlim=(0, 4), ylim=(0, 4))
        meant = {"before": {"k": 3.0}, "hide": [later], "because": "Press “top”.", "alt": alt}
        question = (predict("How high?", answer=2, replies={3: "One less."}, **meant) if number else
                    predict("What next?", answer="rise", choices={"rise": "It was low.", "fall": "Why?"}, **meant))

        @live(fig, k=(0.0, 4.0, 0.5), script=script, predict=question, presets={"top": {"k": 4.0}}, ghost=True,
              play="k", goal=("reach the top", lambda k: k > 3.5), link=link)
        def update(k=1.0):
            line.set_data([0, 4], [0, k])
            later.set_data([0, k], [1, 2])
            return f"It rises to {k:.2f}."
        return update
    make.__name__ = name
    return figure(title="A line", alt="A line at rest.")(make)()


def value(one):
    return one.locator("output").text_content()


def described(one):
    return one.locator(".live-picture > svg").first.get_attribute("aria-label")


def press(one, name):
    one.get_by_role("button", name=name, exact=True).click()


@pytest.mark.parametrize("script", ["", SCRIPT])
def test_the_state_that_is_asked_about_is_seen_without_what_waits(visit, saved, script):
    page = visit(saved(asked, script=script, alt="A line, halfway."))
    one, made = awake(page, "asked"), asked(script=script)
    assert (value(one), described(one)) == ("3.0", "A line, halfway.")
    assert {part.evaluate(SEEN) for part in one.locator(TELLING).all()} == {"hidden"}
    expect(one.locator("[data-tool='full screen']")).to_be_visible()
    waiting = one.locator("[data-waits] [data-live]").get_attribute("data-live")
    made.artists[int(waiting)].set_visible(False)          # matplotlib, too, is to leave it out
    live_ones = [int(group.get_attribute("data-live")) for group in one.locator("[data-live]").all()]
    shows_nothing_else(page, made, [number for number in live_ones if str(number) != waiting])
    press(one, "skip")
    assert (value(one), described(one)) == ("1.0", "A line at rest.")
    drawn, expected = pair(page, "asked", matplotlib_svg(asked(script=script), made.default, live_ones))
    assert difference(drawn, expected) <= TOLERANCE


def shows_nothing_else(page, made, live_ones):
    drawn, expected = pair(page, "asked", matplotlib_svg(made, made.before, live_ones))
    assert difference(drawn, expected) <= TOLERANCE


def test_the_same_alt_text_stands_there_if_it_tells_nothing(visit, saved):
    assert described(awake(visit(saved(asked)), "asked")) == "A line at rest."


def test_the_keys_of_a_presenter_wait_too(visit, saved):
    page = visit(saved(asked))
    one = awake(page, "asked")
    press(one, "full screen")
    page.wait_for_function("() => document.fullscreenElement?.id === 'asked'")
    for key in ("1", "r", " "):
        page.keyboard.press(key)
    assert value(one) == "3.0"
    press(one, "skip")
    page.keyboard.press("1")
    assert value(one) == "4.0"


def test_a_link_waits_and_the_figure_goes_there_after_the_answer(visit, together):
    page = visit(together([asked()], *SENTENCES))
    one = awake(page, "asked")
    words = (".live-show[data-of=k]", ".live-show[data-of=status]", ".live-scrub")
    number, told, scrub = (page.locator(selector) for selector in words)
    assert [part.text_content() for part in (number, told, scrub)] == ["3.0", "…", "3.0"]
    expect(scrub).to_have_attribute("aria-disabled", "true")
    scrub.press("ArrowRight")
    assert value(one) == "3.0"
    page.get_by_role("link", name="four").click()
    assert value(one) == "3.0"
    expect(one.locator("[role=status]")).to_have_text("Answer, or skip, and the figure is yours to move.")
    one.get_by_label("rise").check()
    press(one, "answer")
    expect(one.locator("[role=status]")).to_have_text(
        "Right. It was low. Press “top”. It rises to 4.00. Goal: reach the top. ✓ You are there.")
    assert [part.text_content() for part in (number, told, scrub)] == ["4.0", "It rises to 4.00.", "4.0"]
    expect(scrub).to_have_attribute("aria-disabled", "false")


def test_an_address_is_opened_after_the_answer(visit, saved):
    page = visit(saved(asked), "#asked:k=2")
    one = awake(page, "asked")
    assert value(one) == "3.0"
    press(one, "skip")
    assert value(one) == "2.0"


def test_a_figure_that_shares_its_control_is_free_and_the_other_follows_when_it_may(visit, together):
    page = visit(together([asked(link="us"), asked(name="other", link="us")]))
    one, other = awake(page, "asked"), awake(page, "other")
    press(other, "skip")
    assert (value(one), value(other)) == ("3.0", "1.0")
    slide(other, times=2)
    assert (value(one), value(other)) == ("3.0", "2.0")
    press(one, "skip")
    assert (value(one), value(other)) == ("2.0", "2.0")
    slide(one)
    assert (value(one), value(other)) == ("2.5", "2.5")


# ---- what is kept of it

@pytest.mark.parametrize(("number", "give", "given"), [
    (False, lambda one: one.get_by_label("fall").check(), "fall"),
    (True, lambda one: one.get_by_label("your number").fill("3"), 3)])
def test_an_answer_is_told_to_who_listens_and_can_be_shown_again(visit, saved, number, give, given):
    page = visit(saved(asked, number=number))
    one = awake(page, "asked")
    page.evaluate(EVENTS)
    give(one)
    press(one, "answer")
    assert page.evaluate("() => heard") == [{"figure": "asked", "given": given}]
    reply = one.locator(".live-because").text_content()
    assert reply.startswith("Not so. ")
    page.reload()
    page.evaluate(EVENTS)
    one.evaluate(RESTORE, given)                          # perhaps before the figure is live
    one = awake(page, "asked")
    expect(one.locator(".live-because")).to_have_text(reply)
    assert one.get_attribute("data-asking") is None
    assert value(one) == "1.0"
    assert page.evaluate("() => heard") == []
    expect(one.locator("[role=status]")).to_be_empty()
    slide(one)
    assert value(one) == "1.5"


def test_a_question_that_was_skipped_is_skipped_again(visit, saved):
    page = visit(saved(asked))
    one = awake(page, "asked")
    page.evaluate(EVENTS)
    one.evaluate(RESTORE, None)
    expect(one.locator(".live-because")).to_have_text("It is: rise. Press “top”.")
    assert value(one) == "1.0"
    page.reload()
    one = awake(page, "asked")
    page.evaluate(EVENTS)
    press(one, "skip")
    assert page.evaluate("() => heard") == [{"figure": "asked", "given": None}]


@pytest.mark.parametrize(("number", "given"), [
    (False, "sideways"), (False, 1), (False, "<b>"), (True, "rise"), (True, "3")])
def test_what_is_no_answer_to_this_question_restores_nothing(visit, saved, number, given):
    one = awake(visit(saved(asked, number=number)), "asked")
    one.evaluate(RESTORE, given)
    assert one.get_attribute("data-asking") == "waits"
    assert value(one) == "3.0"


# ---- where nothing can be answered

def test_on_paper_the_figure_stands_whole_and_afterwards_the_question_again(visit, together):
    page = visit(together([asked(alt="A line, halfway.")], *SENTENCES))
    one = awake(page, "asked")
    page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert (value(one), described(one)) == ("1.0", "A line at rest.")
    for shown in (status(one), one.locator(".live-goal"), one.locator("[data-waits]").first):
        assert shown.evaluate(SEEN) == "visible"
    expect(page.locator(".live-show[data-of=status]")).to_have_text("It rises to 1.00.")
    expect(one.locator(".live-predict")).to_be_hidden()
    page.emulate_media(media="screen")
    page.evaluate("() => dispatchEvent(new Event('afterprint'))")
    assert (value(one), described(one)) == ("3.0", "A line, halfway.")
    expect(page.locator(".live-show[data-of=status]")).to_have_text("…")
    expect(status(one)).to_be_hidden()


def test_without_scripts_the_figure_stands_whole(visit, saved):
    one = visit(saved(asked, alt="A line, halfway."), java_script_enabled=False).locator("#asked")
    for shown in (one.locator(".live-picture > svg").first, status(one), one.locator(".live-goal")):
        expect(shown).to_be_visible()
    assert one.locator("[data-waits]").first.is_visible()
    assert one.locator(".live-picture").evaluate("(one) => getComputedStyle(one).animationName") == "none"
    expect(status(one)).to_have_text("It rises to 1.00.")
    expect(one.locator(".live-predict")).to_be_hidden()
    assert described(one) == "A line at rest."


def test_without_its_table_a_figure_asks_nothing_and_stands_whole(visit, together):
    file = together([asked()], *SENTENCES)
    for table in (file.parent.parent / "_live").iterdir():
        table.unlink()
    page = visit(file)
    one = page.locator("#asked")
    expect(one.locator(".live-problem")).to_be_visible()
    for shown in (one.locator(".live-picture > svg").first, status(one), one.locator(".live-goal")):
        expect(shown).to_be_visible()
    expect(one.locator(".live-predict")).to_be_hidden()
    assert visit.forgive("^console warning: asked: |^console error: Failed to load resource: net::ERR_FILE_NOT_FOUND")


def test_the_picture_is_out_of_sight_until_its_question_can_be_asked(visit, together):
    page = visit(together([asked(), asked(name="far")], gap=4000))
    awake(page, "asked")
    far = page.locator("#far")
    assert far.get_attribute("data-state") == "picture"
    assert far.locator(".live-picture > svg").first.evaluate(SEEN) == "hidden"
    expect(awake(page, "far").locator(".live-picture > svg").first).to_be_visible()


def test_where_no_script_comes_the_picture_is_seen_in_the_end(visit, together):
    file = together([asked()])
    (file.parent.parent / "_static" / "live.js").write_text("", "utf-8")
    page = visit(file)
    parts = [page.locator("#asked .live-picture > svg").first, status(page.locator("#asked"))]
    page.evaluate("() => document.getAnimations().forEach((one) => { one.pause(); one.currentTime = 0; })")
    assert [part.evaluate(SEEN) for part in parts] == ["hidden", "hidden"]
    page.evaluate("() => document.getAnimations().forEach((one) => one.finish())")
    assert [part.evaluate(SEEN) for part in parts] == ["visible", "visible"]
