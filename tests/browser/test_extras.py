"""What every figure does for its reader beside moving: the ghost, goal, prediction, play, links, sentences, one file.

It is tried on small figures, each saved as one file or standing together on a page of its own.
"""
from __future__ import annotations

import re

import matplotlib.pyplot as plt
import numpy as np
import pytest
from playwright.sync_api import expect

from mathlib.live import DATA, PATH, drag, figure, live, predict
from tests.browser.chromium import PHONE, ChromiumTab
from tests.browser.oracle import matplotlib_svg
from tests.browser.pixels import TOLERANCE, difference, pair

SCRIPT = """({a, b}, {decimals}) => ({tip: [[0, a], [0, b]], patch: [[0, a, a], [0, 0, b]], goal: a > 2.5 && b > 2.5,
  status: `The arrow ends at ${decimals(a)}, ${decimals(b)}.`})"""
MOTION = {"reduced_motion": "no-preference"}


def small(name="small", k=(0.0, 4.0, 0.5), **options):
    """Return a figure with a slider, a choice and a text, whose status is long enough to see."""
    def make():
        fig, ax = plt.subplots(figsize=(4, 3))
        line, = ax.plot([0, 1], [0, 1], "o-", color=PATH)
        words = ax.text(1, 1, "", color=DATA)
        ax.set(xlim=(0, 4), ylim=(0, 4))

        @live(fig, k=k, kind=["plain", "bent"], **options)
        def update(k=1, kind="plain"):
            line.set_data([0, 2, 4], [0, k / 2 + (kind == "bent"), k])
            words.set_text(f"{k}")
            return f"The line rises to {k}."
        return update
    make.__name__ = name
    return figure(title="A line", alt="A line.")(make)()


def arrow():
    """Return a figure whose arrow a script draws between stops."""
    def scripted():
        fig, ax = plt.subplots(figsize=(4, 3))
        shape = ax.fill([0], [0], facecolor=PATH, alpha=0.2, gid="patch")[0]
        line, = ax.plot([0, 1], [0, 1], color=PATH, gid="tip")
        ax.set(xlim=(-4, 4), ylim=(-4, 4))
        stops = (-3.0, 3.0, 1.0)

        @live(fig, a=stops, b=stops, end=drag(ax, x="a", y="b"), script=SCRIPT,
              goal=("reach the corner", lambda a, b: a > 2.5 and b > 2.5))
        def update(a=1.0, b=2.0):
            line.set_data([0, a], [0, b])
            shape.set_xy([(0, 0), (a, 0), (a, b)])
            return f"The arrow ends at {a:.2f}, {b:.2f}.".replace("-", "−")
        return update
    return figure(title="An arrow", alt="An arrow.")(scripted)()


def awake(page, name="small"):
    """Wait until a figure is live; return it."""
    one = page.locator(f'figure[id="{name}"]')
    one.scroll_into_view_if_needed()
    expect(one).to_have_attribute("data-state", "live")
    return one


def status(one):
    return one.locator(".live-status")


def slide(one, key="ArrowRight", times=1, number=0):
    slider = one.locator("input[type=range]").nth(number)
    slider.focus()
    for _ in range(times):
        slider.press(key)
    return slider


# ---- the ghost

GHOST = """(name) => [...document.getElementById(name).querySelectorAll(".live-ghost")].map((shade) => ({
  d: [...shade.querySelectorAll("path")].map((path) => path.getAttribute("d")).join("|"),
  ids: shade.querySelectorAll("[id]").length + shade.hasAttribute("id"), texts: shade.querySelectorAll("text").length,
  hidden: shade.getAttribute("aria-hidden"), live: shade.querySelectorAll("[data-live]").length
    + shade.hasAttribute("data-live")}))"""
DRAWN = """(name) => [...document.getElementById(name).querySelectorAll("[data-live]")].map((group) =>
  [...group.querySelectorAll("path")].map((path) => path.getAttribute("d")).join("|"))"""


def rested(page, name="small", value=None):
    """Wait until the hand has come to rest: then the state is read aloud, and the address tells it."""
    page.wait_for_function("""([name, value]) => { const figure = document.getElementById(name);
        return location.hash.startsWith(`#${name}:`) && location.hash.includes(value)
          && figure.querySelector("[role=status]").textContent.startsWith(
            figure.querySelector(".live-status").textContent); }""", arg=[name, value or ""])


def test_the_previous_setting_stays_as_a_ghost_until_the_next_gesture(visit, saved):
    page = visit(saved(small, ghost=True))
    one = awake(page)
    assert page.evaluate(GHOST, "small") == []
    first = page.evaluate(DRAWN, "small")
    slide(one, times=3)
    shades = page.evaluate(GHOST, "small")
    assert [shade["d"] for shade in shades] == first
    assert page.evaluate(DRAWN, "small") != first
    rested(page, value="k=2.5")
    second = page.evaluate(DRAWN, "small")
    slide(one)
    assert [shade["d"] for shade in page.evaluate(GHOST, "small")] == second


def test_a_ghost_is_a_picture_and_no_more(visit, saved):
    page = visit(saved(small, ghost=True))
    slide(awake(page))
    shades = page.evaluate(GHOST, "small")
    assert shades
    assert all((shade["ids"], shade["texts"], shade["hidden"], shade["live"]) == (0, 0, "true", 0) for shade in shades)
    ids = page.evaluate("() => [...document.querySelectorAll('[id]')].map(({id}) => id)")
    assert len(ids) == len(set(ids))


def test_without_the_option_there_is_no_ghost(visit, saved):
    page = visit(saved(small))
    slide(awake(page))
    assert page.evaluate(GHOST, "small") == []


# ---- the goal

def test_a_goal_is_recognised_quietly_and_spoken_once(visit, saved):
    page = visit(saved(small, goal=("rise to 3", lambda k, kind: k == 3)))
    one = awake(page)
    line, aloud = one.locator(".live-goal"), one.locator("[role=status]")
    expect(line).to_have_text("Goal: rise to 3.")
    expect(line).to_have_attribute("data-reached", "false")
    slide(one, times=4)
    expect(line).to_have_text("Goal: rise to 3. ✓ You are there.")
    expect(line).to_have_attribute("data-reached", "true")
    rested(page, value="k=3")
    expect(aloud).to_have_text("The line rises to 3.0. Goal: rise to 3. ✓ You are there.")
    assert one.locator("[role=status], output:not([aria-live=off]), [aria-live]:not([aria-live=off])").count() == 1
    slide(one)
    expect(line).to_have_attribute("data-reached", "false")
    expect(line).to_have_text("Goal: rise to 3.")
    expect(aloud).to_have_text("The line rises to 3.5.")


# ---- the prediction

CHOICE = predict("What will it do?", answer="rise", because="It can only rise.",
                 choices={"rise": "It was low.", "fall": "You began at the top."})
NUMBER = predict("How high?", answer=-0.5, within=0.1, unit="m", replies={0.5: "The sign."}, because="So it is.")


@pytest.mark.parametrize(("choice", "reply"), [
    ("rise", "Right. It was low. It can only rise."),
    ("fall", "Not so. You began at the top. It is: rise. It can only rise.")])
def test_an_answer_is_judged_and_the_reading_shown(visit, saved, choice, reply):
    page = visit(saved(small, predict=CHOICE))
    one = awake(page)
    assert one.get_attribute("data-asking") == "waits"
    assert status(one).evaluate("(one) => getComputedStyle(one).visibility") == "hidden"
    expect(one.locator(".live-because")).to_be_hidden()
    one.get_by_label(choice, exact=True).check()
    one.get_by_role("button", name="answer").click()
    expect(one.locator(".live-because")).to_have_text(reply)
    assert one.get_attribute("data-asking") is None
    assert status(one).evaluate("(one) => getComputedStyle(one).visibility") == "visible"
    expect(one.locator("[role=status]")).to_have_text(f"{reply} The line rises to 1.0.")


@pytest.mark.parametrize(("typed", "reply"), [
    ("-0.5", "Right. It is"), ("−0.5", "Right. It is"), ("-0,5", "Right. It is"), (" -0.6 ", "Right. It is"),
    ("-0.61", "Not so. It is"), ("0.5", "Not so. The sign. It is"), ("-5e-1", "Right. It is"),
    ("9e99", "Not so. It is")])
def test_a_number_is_judged_within_its_tolerance(visit, saved, typed, reply):
    page = visit(saved(small, name="number", predict=NUMBER))
    one = awake(page, "number")
    one.get_by_label("your number m").fill(typed)
    page.keyboard.press("Enter")
    expect(one.locator(".live-because")).to_have_text(f"{reply}: −0.5 m. So it is.")


@pytest.mark.parametrize(("typed", "said"), [
    ("", "Write a number, or skip the question."), ("  ", "Write a number, or skip the question."),
    ("many", "Write one number in m, such as 0.25, 1/3, √2 or 1e-3."), ("1e999", "This number is not finite."),
    ("1,000", "1,000 could be 1000 or 1.000: write one of these.")])
def test_what_is_no_number_is_not_judged_and_tells_nothing(visit, saved, typed, said):
    page = visit(saved(small, name="number", predict=NUMBER))
    one = awake(page, "number")
    one.get_by_label("your number").fill(typed)
    one.get_by_role("button", name="answer").click()
    for told in (one.locator(".live-because"), one.locator("[role=status]")):
        expect(told).to_have_text(said)
    assert one.get_attribute("data-asking") == "waits"
    expect(one.get_by_label("your number")).to_be_focused()


def test_a_choice_that_is_not_made_tells_nothing(visit, saved):
    page = visit(saved(small, predict=CHOICE))
    one = awake(page)
    one.get_by_role("button", name="answer").click()
    for told in (one.locator(".live-because"), one.locator("[role=status]")):
        expect(told).to_have_text("Choose one, or skip the question.")
    assert one.get_attribute("data-asking") == "waits"


def test_no_answer_is_needed_to_go_on(visit, saved):
    page = visit(saved(small, predict=CHOICE))
    one = awake(page)
    expect(one.locator("input[type=range]")).to_be_disabled()
    one.get_by_role("button", name="skip").click()
    expect(one.locator(".live-because")).to_have_text("It is: rise. It can only rise.")
    slide(one, times=2)
    expect(status(one)).to_have_text("The line rises to 2.0.")
    assert one.get_attribute("data-asking") is None


def test_the_keyboard_alone_can_answer(visit, saved):
    page = visit(saved(small, predict=CHOICE))
    one = awake(page)
    page.keyboard.press("Tab")
    for key in ("Space", "ArrowDown", "Tab", "Enter"):
        page.keyboard.press(key)
    expect(one.locator(".live-because")).to_contain_text("Not so. You began at the top.")
    page.keyboard.press("Tab")
    expect(one.locator("input[type=range]")).to_be_focused()


# ---- play, step, resample

def playing(one):
    return one.locator(".live-play")


def test_play_goes_round_and_pauses(visit, saved):
    page = visit(saved(small, play="k"))
    one = awake(page)
    slide(one, "End")
    expect(one.locator("output")).to_have_text("4.0")
    playing(one).click()
    expect(playing(one)).to_have_text("pause")
    expect(playing(one)).to_have_attribute("aria-pressed", "true")
    expect(one.locator("output")).to_have_text("0.5")     # past the last stop and on
    playing(one).click()
    expect(playing(one)).to_have_text("play")
    expect(playing(one)).to_have_attribute("aria-pressed", "false")
    stood = one.locator("output").text_content()
    rested(page, value=f"k={float(stood):g}")             # it rests, so it has stopped
    one.get_by_role("button", name="step").click()
    expect(one.locator("output")).to_have_text(f"{(float(stood) + 0.5) % 4.5}")


@pytest.mark.parametrize("touch", ["slider", "key", "preset", "sentence"])
def test_a_reader_who_moves_something_stops_what_plays(visit, together, touch):
    page = visit(together([small(play="k", presets={"high": {"k": 4.0}})],
                          '<span class="live-scrub" data-figure="small" data-of="k">1.0</span>'))
    one = awake(page)
    playing(one).click()
    expect(one.locator("output")).to_have_text("2.0")
    if touch == "slider":
        one.locator("input[type=range]").click()
    elif touch == "key":
        slide(one)
    elif touch == "preset":
        one.get_by_role("button", name="high").click()
    else:
        page.locator(".live-scrub").press("ArrowLeft")
    expect(playing(one)).to_have_text("play")
    rested(page)


def test_one_thing_plays_at_a_time_and_a_sample_is_drawn_anew(visit, saved):
    def two():
        fig, ax = plt.subplots(figsize=(4, 3))
        line, = ax.plot([0, 1], [0, 1], color=PATH)
        ax.set(xlim=(0, 4), ylim=(0, 9))
        return live(fig, t=(0, 8), u=(0, 8), seed=(1, 3), play={"t": "play", "u": "play", "seed": "another sample"})(
            lambda t=0, u=0, seed=1: line.set_data([0, 1, 2], [t, u, seed]))
    page = visit(saved(lambda: figure(title="Two", alt="Two.")(two)()))
    one = awake(page, "two")
    first, second = playing(one).all()
    first.click()
    expect(first).to_have_text("pause")
    second.click()
    expect(first).to_have_text("play")
    expect(second).to_have_text("pause")
    one.get_by_role("button", name="another sample").click()
    expect(second).to_have_text("play")
    expect(one.locator("output").nth(2)).to_have_text("2")
    one.get_by_role("button", name="another sample").click(click_count=2)
    expect(one.locator("output").nth(2)).to_have_text("1")


# ---- figures that share their controls

def test_linked_figures_move_together_and_others_stay(visit, together):
    made = [small(link="us"), small("wide", k=(0.0, 8.0, 0.5), link="us"), small("twin", link="us"),
            small("stranger", link="them")]
    page = visit(together(made))
    one, wide, twin, stranger = (awake(page, each.name) for each in made)
    page.goto(page.url + "#small:k=3,kind=bent")          # both at once, while one of the others knows only one of them
    expect(status(one)).to_have_text("The line rises to 3.0.")
    expect(status(twin)).to_have_text("The line rises to 3.0.")
    one.get_by_label("plain", exact=True).check()
    expect(status(twin)).to_have_text("The line rises to 3.0.")
    expect(twin.locator("output")).to_have_text("3.0")
    expect(status(wide)).to_have_text("The line rises to 1.0.")
    expect(status(stranger)).to_have_text("The line rises to 1.0.")
    wide.get_by_label("bent", exact=True).check()
    chosen = [each.locator("input[type=radio]:checked").input_value() for each in (one, twin, wide, stranger)]
    assert chosen == ["1", "1", "1", "0"]
    expect(status(one)).to_have_text("The line rises to 3.0.")


def test_a_figure_that_comes_to_life_later_joins_the_others(visit, together):
    page = visit(together([small(link="us"), small("late", link="us")], gap=6000))
    one = awake(page)
    slide(one, times=2)
    expect(page.locator("#late")).to_have_attribute("data-state", "picture")
    late = awake(page, "late")
    expect(status(late)).to_have_text("The line rises to 2.0.")
    expect(status(one)).to_have_text("The line rises to 2.0.")


# ---- the quiet buttons

def test_a_link_is_copied(visit, saved):
    page = visit(saved(small), permissions=["clipboard-read", "clipboard-write"])
    one = awake(page)
    slide(one, times=2)
    one.get_by_role("button", name="link", exact=True).click()
    expect(one.get_by_role("button", name="copied")).to_be_visible()
    expect(one.locator("[role=status]")).to_have_text("copied")
    copied = page.evaluate("() => navigator.clipboard.readText()")
    assert copied == page.url
    assert copied.endswith("#small:k=2,kind=plain")
    expect(one.get_by_role("button", name="link", exact=True)).to_be_visible()


def test_where_nothing_may_be_copied_the_address_has_it(visit, saved):
    page = visit(saved(small))
    one = awake(page)
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')); }")
    slide(one, times=2)
    one.get_by_role("button", name="link", exact=True).click()
    expect(one.get_by_role("button", name="in the address bar")).to_be_visible()
    assert page.url.endswith("#small:k=2,kind=plain")


def test_inside_another_page_a_figure_works_without_an_address_and_a_full_screen(visit, saved, tmp_path):
    inner = saved(small).read_text("utf-8").replace("&", "&amp;").replace('"', "&quot;")
    outer = tmp_path / "course.html"
    outer.write_text(f'<!doctype html><title>A course</title><iframe sandbox="allow-scripts" width="700" height="700" '
                     f'srcdoc="{inner}"></iframe>', "utf-8")
    frame = visit(outer).frame_locator("iframe")
    one = frame.locator("#small")
    expect(one).to_have_attribute("data-state", "live")
    slide(one, times=2)
    expect(one.locator("output")).to_have_text("2.0")
    expect(one.locator("[role=status]")).to_have_text("The line rises to 2.0.")    # the hand has rested
    one.locator("[data-tool=link]").click()
    expect(one.locator("[role=status]")).to_have_text("not possible here")
    visit.forgive("Clipboard API has been blocked")       # Chromium notes the attempt itself
    expect(one.get_by_role("button", name="full screen")).to_be_hidden()


def test_the_code_is_shown_and_hidden(visit, saved):
    page = visit(saved(small))
    one = awake(page)
    button, code = one.get_by_role("button", name="code"), one.locator(".live-code")
    expect(code).to_be_hidden()
    button.click()
    expect(button).to_have_attribute("aria-expanded", "true")
    expect(code).to_contain_text("def update(k=1, kind=\"plain\"):")
    button.press("Enter")
    expect(button).to_have_attribute("aria-expanded", "false")
    expect(code).to_be_hidden()


def test_presenting_by_keys(visit, saved):
    page = visit(saved(small, play="k", presets={"high": {"k": 4.0}, "bent": {"kind": "bent"}}))
    one = awake(page)
    page.keyboard.press("1")
    expect(one.locator("output")).to_have_text("1.0")     # these keys are the presenter's alone
    one.get_by_role("button", name="full screen").click()
    page.wait_for_function("() => document.fullscreenElement?.id === 'small'")
    expect(one).to_be_focused()
    page.keyboard.press("1")
    expect(one.locator("output")).to_have_text("4.0")
    page.keyboard.press("2")
    expect(one.get_by_label("bent")).to_be_checked()
    page.keyboard.press("Space")
    expect(playing(one)).to_have_text("pause")
    expect(one.locator("output")).to_have_text("2.0")
    page.keyboard.press("Space")
    expect(playing(one)).to_have_text("play")
    page.keyboard.press("r")
    expect(one.locator("output")).to_have_text("1.0")
    for key in ("9", "0", "x", "Shift"):
        page.keyboard.press(key)
    expect(one.locator("output")).to_have_text("1.0")
    one.get_by_role("button", name="code").focus()
    page.keyboard.press("Space")                          # on a button it presses the button
    expect(one.locator(".live-code")).to_be_visible()
    expect(playing(one)).to_have_text("play")
    page.evaluate("() => document.exitFullscreen()")
    page.wait_for_function("() => !document.fullscreenElement")


# ---- sentences that move

SENTENCES = ('Try <a class="live-set" data-figure="small" data-of="k=3.5,kind=bent"'
             ' href="#small:k=3.5,kind=bent">this</a>.',
             'It is <span class="live-show" data-figure="small" data-of="k">1.0</span>:'
             ' <span class="live-show" data-figure="small" data-of="status">…</span>',
             'Drag <span class="live-scrub" data-figure="small" data-of="k">1.0</span>.')


def test_a_link_sets_the_figure_and_words_follow_it(visit, together):
    page = visit(together([small()], *SENTENCES))
    one = awake(page)
    shown, told = page.locator(".live-show").all()
    expect(told).to_have_text("The line rises to 1.0.")
    page.get_by_role("link", name="this").click()
    expect(shown).to_have_text("3.5")
    expect(told).to_have_text("The line rises to 3.5.")
    expect(page.locator(".live-scrub")).to_have_text("3.5")
    expect(one.get_by_label("bent")).to_be_checked()
    rested(page, value="k=3.5,kind=bent")


def test_a_number_in_a_sentence_is_a_slider_to_keys_and_screen_readers(visit, together):
    page = visit(together([small()], *SENTENCES))
    one, scrub = awake(page), page.get_by_role("slider", name="k").first
    expect(scrub).to_have_class("live-scrub")
    said = [scrub.get_attribute(f"aria-value{each}") for each in ("min", "max", "now", "text")]
    assert said == ["0", "8", "2", "1.0"]
    for key, value in [("ArrowRight", "1.5"), ("ArrowUp", "2.0"), ("ArrowLeft", "1.5"), ("ArrowDown", "1.0"),
                       ("Shift+ArrowRight", "4.0"), ("ArrowRight", "4.0"), ("Shift+ArrowLeft", "0.0"), ("x", "0.0")]:
        scrub.press(key)
        expect(scrub).to_have_text(value)
        expect(scrub).to_have_attribute("aria-valuetext", value)
        expect(one.locator("output")).to_have_text(value)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [None, PHONE], ids=["wide", "phone"])
def test_a_number_in_a_sentence_is_dragged(visit, together, theme, viewport):
    page = visit(together([small()], *SENTENCES), **({"viewport": viewport} if viewport else {}))
    page.evaluate("(theme) => { document.documentElement.dataset.theme = theme; }", theme)
    one, scrub = awake(page), page.locator(".live-scrub")
    scrub.scroll_into_view_if_needed()
    box = scrub.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    ChromiumTab(page).drag([(x, y), (x + 15, y), (x + 21.5, y + 40)])
    expect(scrub).to_have_text("2.5")
    expect(scrub).to_be_focused()
    ChromiumTab(page).drag([(x, y), (x - 2000, y)])
    expect(one.locator("output")).to_have_text("0.0")
    page.mouse.move(x + 100, y)                           # once let go, it no longer follows
    expect(scrub).to_have_text("0.0")
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    colours = scrub.evaluate("(one) => [getComputedStyle(one).color, getComputedStyle(document.body).backgroundColor]")
    assert contrast(*colours) >= 4.5


def contrast(one, other):
    def luminance(colour):
        parts = np.array([int(part) / 255 for part in re.findall(r"\d+", colour)[:3]])
        return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055)**2.4) @ [0.2126, 0.7152, 0.0722]
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_a_number_in_a_sentence_is_dragged_by_a_finger(visit, together):
    page = visit(together([small()], *SENTENCES), viewport=PHONE, has_touch=True, is_mobile=True)
    awake(page)
    scrub = page.locator(".live-scrub")
    scrub.scroll_into_view_if_needed()
    box = scrub.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    hand = page.context.new_cdp_session(page)
    hand.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for way in range(4, 30, 4):
        hand.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [{"x": x + way, "y": y}]})
    expect(scrub).to_have_text("3.0")                     # 28 pixels are four stops
    hand.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    expect(scrub).to_have_text("3.0")


def test_on_paper_and_without_scripts_sentences_are_words(visit, together):
    file = together([small()], *SENTENCES)
    still = visit(file, java_script_enabled=False)
    assert still.locator("p").all_inner_texts()[:3] == ["Try this.", "It is 1.0: …", "Drag 1.0."]
    assert still.locator("[role=slider]").count() == 0
    page = visit(file)
    awake(page)
    page.emulate_media(media="print")
    looks = page.locator(".live-scrub").evaluate("""(one) => { const {color, borderBottomStyle} = getComputedStyle(one);
        return [color === getComputedStyle(one.parentNode).color, borderBottomStyle]; }""")
    assert looks == [True, "none"]
    link = page.locator(".live-set").evaluate("(one) => getComputedStyle(one).textDecorationLine")
    assert link == "none"


# ---- motion

EXACT = """(name) => { const svg = document.getElementById(name).querySelector(".live-picture svg");
  return [...svg.querySelectorAll("[data-live]")].map((group) => group.innerHTML).join(); }"""
WATCH = """(name) => { const figure = document.getElementById(name); window.glides = [];
  new MutationObserver(() => window.glides.push(figure.hasAttribute("data-gliding")))
    .observe(figure, {attributes: true, attributeFilter: ["data-gliding"]}); }"""


def test_a_glide_begins_and_ends_exactly_on_the_state(visit, saved):
    file = saved(small)
    gliding, calm = visit(file, **MOTION), visit(file)
    for page in (gliding, calm):
        one = awake(page)
        page.evaluate(WATCH, "small")
        slide(one)
        rested(page, value="k=1.5")
        expect(one).not_to_have_attribute("data-gliding", re.compile(".*"))
    assert gliding.evaluate(EXACT, "small") == calm.evaluate(EXACT, "small")
    assert gliding.evaluate("() => glides") == [True, False]
    assert calm.evaluate("() => glides") == []


def test_a_new_move_during_a_glide_ends_on_the_newest_state(visit, saved):
    file = saved(small)
    gliding, calm = visit(file, **MOTION), visit(file)
    one = awake(gliding)
    slider = one.locator("input[type=range]")
    for stop in (3, 5, 4, 6, 5):                          # all within one task, so that the first glide has not ended
        slider.evaluate("(one, stop) => { one.value = stop; one.dispatchEvent(new Event('input')); }", stop)
    gliding.evaluate("""() => { const one = document.querySelector("input[type=range]");
        for (const stop of [4, 5, 6, 7, 6]) { one.value = stop; one.dispatchEvent(new Event("input")); } }""")
    rested(gliding, value="k=3,")
    expect(one).not_to_have_attribute("data-gliding", re.compile(".*"))
    slide(awake(calm), times=4)
    assert gliding.evaluate(EXACT, "small") == calm.evaluate(EXACT, "small")


def test_a_choice_does_not_glide(visit, saved):
    page = visit(saved(small), **MOTION)
    one = awake(page)
    page.evaluate(WATCH, "small")
    one.get_by_label("bent", exact=True).check()
    rested(page, value="kind=bent")
    assert page.evaluate("() => glides") == []


# ---- the second engine

def at(page, name, number, a, b):
    """Return where on the screen a handle means these values; stops are evenly placed."""
    shown = page.evaluate("""([name, number]) => { const spec = JSON.parse(document.getElementById(name).dataset.spec);
      const handle = document.getElementById(name).querySelectorAll(".live-handle")[number];
      const box = handle.querySelector(".live-handle-ring").getBoundingClientRect();
      const screen = handle.parentNode.getScreenCTM(), {x, y} = spec.handles[number];
      const stops = (axis) => spec.controls.find(({axes}) => axes.includes(axis)).stops[0];
      return {here: [box.x + box.width / 2, box.y + box.height / 2], xs: stops(x.axis), ys: stops(y.axis),
        x: x.at.map((each) => new DOMPoint(each, 0).matrixTransform(screen).x),
        y: y.at.map((each) => new DOMPoint(0, each).matrixTransform(screen).y)}; }""", [name, number])
    return shown["here"], (np.interp(a, shown["xs"], shown["x"]), np.interp(b, shown["ys"], shown["y"]))


def values(page, name):
    """Return the values that the address tells."""
    return {key: float(value) for key, value in re.findall(r"(\w+)=([-\d.]+)", page.url.partition(f"#{name}:")[2])}


def drawn_as_matplotlib_draws(page, made, name):
    """Compare the picture with matplotlib's own at the values that the address tells."""
    now, run = values(page, name), made.run
    moving = page.locator("[data-live]").evaluate_all("(all) => all.map((group) => Number(group.dataset.live))")
    made.apply = lambda indices: run(now)
    try:
        drawn, asked = pair(page, name, matplotlib_svg(made, (), moving))
    finally:
        del made.apply
    return difference(drawn, asked)


def test_a_handle_rests_between_stops_and_equals_the_picture_of_python(visit, saved):
    made, page = arrow(), visit(saved(arrow))
    one = awake(page, "scripted")
    for x, y in [(0.63, -1.27), (-1.41, 0.88), (0.21, 1.93)]:
        page.evaluate("() => history.replaceState(null, '', location.pathname)")
        start, end = at(page, "scripted", 0, x, y)
        ChromiumTab(page).drag([start, ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2), end])
        rested(page, "scripted")
        now = values(page, "scripted")
        assert now["a"] % 1, now
        assert now == pytest.approx({"a": x, "b": y}, abs=0.03)
        expect(status(one)).to_have_text(made.run(now))
        assert drawn_as_matplotlib_draws(page, made, "scripted") <= TOLERANCE, now


def test_the_address_keeps_what_lies_between_stops(visit, rng, saved):
    made, page = arrow(), visit(saved(arrow))
    one = awake(page, "scripted")
    start, end = at(page, "scripted", 0, 1.37, -2.44)
    ChromiumTab(page).drag([start, end])
    rested(page, "scripted")
    now, picture = values(page, "scripted"), page.evaluate(EXACT, "scripted")
    assert now["a"] == pytest.approx(1.37, abs=0.03)
    assert now["b"] == pytest.approx(-2.44, abs=0.03)
    told = made.run(now)
    expect(status(one)).to_have_text(told)
    page.reload()
    expect(status(awake(page, "scripted"))).to_have_text(told)
    assert page.evaluate(EXACT, "scripted") == picture


# ---- the address of who is quick

WRITES = """() => { window.writes = 0; const write = history.replaceState.bind(history);
  history.replaceState = (...all) => { writes += 1; write(...all); }; }"""


def stop_the_clock(page):
    """Let no hand come to rest, and count how often the address is written."""
    page.clock.install(time=0)
    page.clock.pause_at(1000)
    page.evaluate(WRITES)


def test_a_drag_and_a_held_key_write_the_address_once(visit, saved):
    page = visit(saved(arrow))
    one = awake(page, "scripted")
    stop_the_clock(page)
    (x, y), (right, top) = at(page, "scripted", 0, -2, -1)
    ChromiumTab(page).drag([(x + (right - x) * way / 50, y + (top - y) * way / 50) for way in range(51)])
    assert page.evaluate("() => writes") == 1
    assert values(page, "scripted") == pytest.approx({"a": -2, "b": -1}, abs=0.05)
    for held, writes in [(one.locator("input[type=range]").last, 3), (one.locator(".live-handle"), 4)]:
        held.focus()
        for _ in range(30):
            page.keyboard.down("ArrowRight")              # down again and again: it repeats
        page.keyboard.up("ArrowRight")
        assert page.evaluate("() => writes") == writes    # of a slider the first key counts too
    assert values(page, "scripted") == {"a": 3, "b": 3}


def test_a_hasty_hand_writes_no_more_than_browsers_allow_and_the_last_move_is_kept(visit, saved):
    page = visit(saved(small))
    one = awake(page)
    stop_the_clock(page)
    for _ in range(30):
        slide(one, "ArrowRight")
        slide(one, "ArrowLeft")
    slide(one, "End")
    assert page.evaluate("() => writes") == 20
    page.clock.run_for(1000)
    assert page.url.endswith("#small:k=4,kind=plain")
    assert page.evaluate("() => writes") == 21


def test_who_leaves_in_the_middle_of_a_move_comes_back_to_it(visit, saved):
    page, elsewhere = visit(saved(small)), saved(arrow).as_uri()
    awake(page).locator("input[type=range]").evaluate("""(one, elsewhere) => {
      one.value = 6; one.dispatchEvent(new Event("input")); location.href = elsewhere; }""", elsewhere)
    page.wait_for_url(elsewhere)
    page.go_back()
    expect(status(awake(page))).to_have_text("The line rises to 3.0.")


def test_keys_and_sliders_come_back_to_stops(visit, saved):
    page = visit(saved(arrow), "#scripted:a=0.3,b=1.8")
    one = awake(page, "scripted")
    expect(status(one)).to_have_text("The arrow ends at 0.30, 1.80.")
    handle = one.locator(".live-handle")
    expect(handle).to_have_attribute("aria-valuetext", "x 0.30, y 1.80")
    handle.press("ArrowRight")
    expect(status(one)).to_have_text("The arrow ends at 1.00, 2.00.")
    page.goto(page.url.partition("#")[0] + "#scripted:a=-0.3,b=1.8")
    expect(status(one)).to_have_text("The arrow ends at −0.30, 1.80.")
    slide(one, "ArrowLeft")                               # between stops its thumb stands at the nearest
    expect(one.locator("output").first).to_have_text("−1")
    slide(one, "ArrowRight", number=1)
    expect(status(one)).to_have_text("The arrow ends at −1.00, 3.00.")


def test_the_goal_is_recognised_between_stops(visit, saved):
    page = visit(saved(arrow), "#scripted:a=2.6,b=2.4")
    one = awake(page, "scripted")
    expect(one.locator(".live-goal")).to_have_attribute("data-reached", "false")
    page.goto(page.url.partition("#")[0] + "#scripted:a=2.6,b=2.6")
    expect(one.locator(".live-goal")).to_have_attribute("data-reached", "true")


@pytest.mark.parametrize(("text", "a"), [
    ("NaN", "1.00"), ("1e999", "1.00"), ("-1e999", "1.00"), ("Infinity", "1.00"), ("3.0000000001", "1.00"),
    ("-3.1", "1.00"), ("", "1.00"), ("0.12345678901234567890123456789", "0.12"), ("1e-300", "0.00"),
    ("-1e-300", "0.00"), ("2.999999999999", "3.00"), ("0x2", "2.00"), ("1;2", "1.00"), ("9" * 5000, "1.00")])
def test_a_hostile_value_means_a_state_that_exists(visit, saved, text, a):
    page = visit(saved(arrow), f"#scripted:a={text}")
    one = awake(page, "scripted")
    expect(status(one)).to_have_text(f"The arrow ends at {a}, 2.00.")
    assert "NaN" not in page.evaluate(EXACT, "scripted")


def test_a_figure_without_a_script_takes_the_nearer_stop(visit, saved):
    page = visit(saved(small), "#small:k=2.4")
    expect(status(awake(page))).to_have_text("The line rises to 2.5.")


# ---- one figure, one file

@pytest.mark.parametrize("make", [small, arrow])
def test_one_file_is_live_from_the_disk_in_the_dark(visit, saved, make):
    name = make().name
    page = visit(saved(make), color_scheme="dark")        # every request is refused; one would fail the test
    one = awake(page, name)
    before = status(one).text_content()
    slide(one)
    expect(status(one)).not_to_have_text(before)
    ink, paper = page.evaluate("""() => { const {color, backgroundColor} = getComputedStyle(document.body);
        return [color, backgroundColor]; }""")
    assert contrast(ink, paper) > 7
    assert page.evaluate("() => document.documentElement.dataset.theme") == "dark"
    assert [int(part) for part in re.findall(r"\d+", paper)] < [40, 40, 40]


def test_hostile_words_in_one_file_do_nothing(visit, tmp_path):
    evil = '</script><script>window.evil=1</script><img src=x onerror="window.evil=1"><!--'

    def hostile():
        fig, ax = plt.subplots(figsize=(4, 3))
        line, = ax.plot([0, 1], [0, 1], color=PATH, gid="tip")   # </pre></script><script>window.evil=1</script>
        ax.set(xlim=(0, 4), ylim=(0, 4))

        @live(fig, a=(1.0, 3.0, 1.0), labels={"a": evil}, units={"a": evil}, presets={evil: {"a": 3.0}},
              predict=predict(evil, answer=evil, choices=[evil, "b"], because=evil), goal=(evil, lambda a: a == 3),
              script="({a}) => ({tip: [[0, a], [0, 1]], goal: a === 3, status: `EVIL ${a}`})".replace("EVIL", evil))
        def update(a=1.0):
            line.set_data([0, a], [0, 1])
            return f"{evil} {a:g}"
        return update
    page = visit(figure(title=evil, alt=evil)(hostile)().save_html(tmp_path / "hostile.html"))
    one = awake(page, "hostile")
    assert page.title() == evil
    page.get_by_role("button", name="skip").click()
    one.locator("button[data-state]").click()
    expect(status(one)).to_have_text(f"{evil} 3")
    expect(one.locator(".live-goal")).to_have_text(f"Goal: {evil}. ✓ You are there.")
    expect(one.locator("input[type=range]")).to_have_attribute("aria-valuetext", f"3 {evil}")
    assert page.evaluate("() => [window.evil, document.querySelectorAll('img').length]") == [None, 0]
