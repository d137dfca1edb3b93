"""By keyboard alone, and by ear: each control in its turn, the focus seen, the sentence said once."""
from __future__ import annotations

import pytest

from tests.browser.chromium import ChromiumTab
from tests.browser.hands import Hands
from tests.browser.site import figures

STOPS = """(name) => {                    // where Tab must stop, in order; a group of radios is one stop
  const figure = document.getElementById(name);
  const all = [...figure.querySelectorAll("[tabindex='0'], input, select, button")]
    .filter((element) => element.checkVisibility({visibilityProperty: true}) && !element.disabled)
    .filter((element) => element.type !== "radio" || element.checked);
  all.forEach((element, number) => { element.dataset.turn = number; });
  const before = document.createElement("a");
  before.href = "#";
  before.className = "before";
  figure.before(before);
  before.focus();
  return all.length;
}"""
FORGET = """() => {
  document.querySelector("a.before").remove();
  document.querySelectorAll("[data-turn]").forEach((element) => { delete element.dataset.turn; });
}"""
TURN = "() => document.activeElement.dataset.turn ?? null"
LOOK = """() => {                          // how what has the focus looks; two calls differ when the focus is seen
  const element = document.activeElement;
  const parts = [element, element.nextElementSibling, element.querySelector(".live-handle-ring")].filter(Boolean);
  const look = () => JSON.stringify(parts.map((part) => { const style = getComputedStyle(part);
    return [style.outlineStyle, style.outlineWidth, style.strokeWidth, style.boxShadow]; }));
  const focused = look();
  element.blur();
  const blurred = look();
  element.focus({focusVisible: true});
  return focused !== blurred;
}"""
LISTEN = """(name) => {
  window.said = [];
  const aloud = document.getElementById(name).querySelector("[role=status]");
  new MutationObserver(() => said.push(aloud.textContent)).observe(aloud,
    {childList: true, characterData: true, subtree: true});
}"""
with_handles = pytest.mark.parametrize("shown", [shown for shown in figures() if shown.has_handles], ids=str)


@pytest.mark.parametrize("shown", figures(), ids=str)
def test_tab_reaches_each_control_in_order_and_one_sees_where_it_is(touch, shown):
    page = touch(shown.page)
    Hands(ChromiumTab(page), shown, None)
    for turn in range(page.evaluate(STOPS, shown.name)):
        page.keyboard.press("Tab")
        assert page.evaluate(TURN) == str(turn)
        assert page.evaluate(LOOK), f"the focus is not seen at the control {turn} of {shown}"
    page.evaluate(FORGET)


@with_handles
def test_shift_and_an_arrow_move_a_handle_ten_stops(touch, rng, shown):
    page = touch(shown.page)
    hands = Hands(ChromiumTab(page), shown, rng)
    hands.reset()
    for number, handle in enumerate(shown.spec["handles"]):
        for way, key, back in (("x", "ArrowRight", "ArrowLeft"), ("y", "ArrowUp", "ArrowDown")):
            axis, count = handle[way]["axis"], len(handle[way]["at"])
            if axis is not None and count > 1:
                hands.handle(number)
                before = hands.indices()[axis]
                hands.tab.press(f"Shift+{key}")
                assert hands.indices()[axis] == min(before + 10, count - 1)
                hands.tab.press(f"Shift+{back}")
                assert hands.indices()[axis] == max(min(before + 10, count - 1) - 10, 0)


@with_handles
def test_a_handle_tells_its_name_and_its_value(look, shown):
    page = look(shown.page)
    Hands(ChromiumTab(page), shown, None)
    for number, handle in enumerate(shown.spec["handles"]):
        element = page.locator(f'[id="{shown.name}"] .live-handle').nth(number)
        assert element.get_attribute("role") == "slider"
        assert element.get_attribute("aria-label") == handle["label"]
        low, now, high = (float(element.get_attribute(f"aria-value{name}")) for name in ("min", "now", "max"))
        assert low <= now <= high
        assert element.get_attribute("aria-valuetext")


@pytest.mark.parametrize("shown", figures(), ids=str)
def test_after_a_burst_of_moves_the_sentence_is_said_once(touch, rng, shown):
    page = touch(shown.page)
    hands = Hands(ChromiumTab(page), shown, rng)
    page.evaluate(LISTEN, shown.name)
    hands.reset()
    page.wait_for_function("() => said.length")            # what was to be said of earlier moves
    page.evaluate("() => { said.length = 0; }")
    hands.focus(max(range(len(shown.spec["texts"])), key=lambda axis: len(shown.spec["texts"][axis])))
    hands.tab.press("ArrowRight", 8)
    hands.tab.press("ArrowLeft", 3)
    sentence = hands.status()
    page.wait_for_function("(sentence) => said.some((text) => text.startsWith(sentence))", arg=sentence)
    assert len(page.evaluate("() => said")) == 1


@pytest.mark.parametrize("shown", figures(), ids=str)
def test_reduced_motion_is_honoured(touch, rng, shown):
    page = touch(shown.page)
    assert page.evaluate("() => matchMedia('(prefers-reduced-motion: reduce)').matches")
    hands = Hands(ChromiumTab(page), shown, rng)
    for axis, texts in enumerate(shown.spec["texts"]):
        hands.move(axis, len(texts) - 1)
        running = "(name) => document.getElementById(name).getAnimations({subtree: true}).length"
        assert page.evaluate(running, shown.name) == 0
        drawn = page.locator(f'[id="{shown.name}"] .live-picture').inner_html()
        page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        assert page.locator(f'[id="{shown.name}"] .live-picture').inner_html() == drawn
