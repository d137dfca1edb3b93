"""The state in the address: a good one is opened, kept and shared; a hostile one is data that means nothing."""
from __future__ import annotations

import pytest

from mathlib.live.figure import random_states
from tests.browser.chromium import ChromiumTab
from tests.browser.hands import STATE, WHERE, Hands
from tests.browser.python_side import python_figure, status
from tests.browser.site import figures, some

HOSTILE = [
    "{name}:{key}=<script>window.evil=1</script>", "{name}:{key}=<img src=x onerror=window.evil=1>",
    "{name}:{key}=%3Cscript%3Ewindow.evil=1%3C/script%3E", "{name}:{key}=javascript:window.evil=1",
    "{name}:{key}=1e999", "{name}:{key}=-1e999", "{name}:{key}=NaN", "{name}:{key}=Infinity", "{name}:{key}=null",
    "{name}:{key}=", "{name}:{key}", "{name}:=1", "{name}:", "{name}:,,,===;;;", "{name}:{key}=1;2;3;4;5",
    "{name}:%", "%", "%E0%A4%A", "{name}:{key}=%00", "{name}:{key}=9999999999999999999999",
    "{name}:unknown=1", "{name}:__proto__=1", "{name}:constructor=1", "{name}:toString=1", "__proto__:{key}=1",
    "no-such-figure:{key}=1", "{name}:" + "x" * 100_000, "{name}:{key}=" + "9" * 100_000,
    "{name}:{key}=0x1F", "{name}:{key}=[]", "{name}:{key}={{}}",
]
FOREIGN = "() => [window.evil, document.querySelectorAll('figure script, figure img, figure iframe').length]"
TOLD = """([name, controls, indices]) => decodeURIComponent(location.hash) === `#${name}:` + controls
  .map((one) => `${one.name}=${one.axes.map((axis, way) => one.stops[way][indices[axis]]).join(";")}`).join(",")"""
GO_TO = """(hash) => new Promise((done) => {
  const there = new URL("#" + hash, location).href;
  if (there === location.href) return done();
  addEventListener("hashchange", () => requestAnimationFrame(done), {once: true});
  location.href = there;
})"""


@pytest.mark.parametrize("shown", some(figures(), 10, "hostile"), ids=str)
def test_a_hostile_address_changes_nothing_but_to_a_state_that_exists(visit, shown):
    page = visit(shown.page)
    tab, before = ChromiumTab(page), page.evaluate(FOREIGN)
    Hands(tab, shown, None)
    for address in addresses(shown):
        page.evaluate(GO_TO, address)
        assert sound(tab, shown), address
        assert page.evaluate(FOREIGN) == before


@pytest.mark.parametrize("number", some(range(len(HOSTILE)), 10, "hostile from the start"))
def test_a_page_opened_at_a_hostile_address_is_live(visit, number):
    shown = figures()[0]
    page = visit(shown.page, "#" + addresses(shown)[number])
    tab = ChromiumTab(page)
    Hands(tab, shown, None)
    assert sound(tab, shown)
    assert page.evaluate(FOREIGN) == [None, 0]


def addresses(shown):
    key = shown.spec["controls"][0]["name"]
    return [address.format(name=shown.name, key=key) for address in HOSTILE]


def sound(tab, shown):
    """Tell whether a figure is live and stands in a state that exists, the one its sentence tells of."""
    indices = tab.run(WHERE, shown.name)
    inside = all(0 <= stop < len(texts) for stop, texts in zip(indices, shown.spec["texts"], strict=True))
    said = tab.run("(name) => document.getElementById(name).querySelector('.live-status').textContent", shown.name)
    return tab.run(STATE, shown.name) == "live" and inside and said == status(python_figure(shown), tuple(indices))


@pytest.mark.parametrize("shown", some(figures(), 10, "shared"), ids=str)
def test_a_shared_address_opens_in_its_state_and_a_reload_comes_back_to_it(visit, rng, shown):
    figure, page = python_figure(shown), visit(shown.page)
    indices = next(state for state in random_states(figure, 25, rng) if state != figure.default)
    Hands(ChromiumTab(page), shown, rng).go(indices)
    shared = address_after_moving(page, shown, indices)
    page.reload()
    for opened in (page, visit(shown.page, shared)):
        hands = Hands(ChromiumTab(opened), shown, rng)
        assert hands.indices() == indices
        assert hands.status() == status(figure, indices)


def address_after_moving(page, shown, indices):
    """Wait until the address tells the state, which it does at the latest when the hand rests; return its fragment."""
    page.wait_for_function(TOLD, arg=[shown.name, shown.spec["controls"], indices])
    return page.evaluate("() => location.hash")


@pytest.mark.parametrize("shown", some(figures(), 10, "reload"), ids=str)
def test_who_moves_and_reloads_at_once_finds_the_figure_as_it_was_left(visit, rng, shown):
    page = visit(shown.page)
    hands = Hands(ChromiumTab(page), shown, rng)
    for axis, texts in enumerate(shown.spec["texts"]):
        stop = hands.indices()[axis]
        hands.move(axis, stop - 1 if stop + 1 == len(texts) else stop + 1)
        left = hands.indices()
        page.reload()
        hands = Hands(ChromiumTab(page), shown, rng)
        assert hands.indices() == left
