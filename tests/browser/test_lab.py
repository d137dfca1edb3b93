"""In JupyterLab, with a kernel: every figure is a widget that answers, agrees with Python, and never lags behind."""
from __future__ import annotations

import re

import pytest
from PIL import ImageColor
from playwright.sync_api import expect

from mathlib.live.figure import random_states
from mathlib.live.roles import ROLES
from tests.browser.lab import LabHands, Laboratory, jupyterlab, write_notebook
from tests.browser.oracle import matplotlib_svg
from tests.browser.pixels import TOLERANCE, difference, pair
from tests.browser.python_side import python_figure, status
from tests.browser.site import Shown, figures, figures_on, page_name, pages_with_figures, some
from tests.samples import ALL

STATES = 5 if ALL else 2
HELD = ["ArrowRight"] * 48 + ["ArrowLeft"] * 32            # keys that come faster than a kernel draws
LATE = 3                                                   # states drawn after the last key: one under way, the newest
COUNT = """(name) => { window.drawn = 0;
  new MutationObserver((all) => { drawn += all.length; }).observe(document.getElementById(name),
    {attributes: true, attributeFilter: ["data-indices"]}); }"""

PROSE = """() => {                                         // what a page says, without code
  const copy = document.querySelector(".jp-NotebookPanel:not(.lm-mod-hidden)").cloneNode(true);
  copy.querySelectorAll("pre, code, .cm-editor").forEach((code) => code.remove());
  return copy.textContent;
}"""
RAW = re.compile(r"\w <(set|show|scrub) |\{term\}")

FRAGILE = '''
import matplotlib.pyplot as plt

from mathlib.live import PATH, figure, live

forbidden = set()                                          # filled later: a figure that fails at once is not shown

@figure(title="Fragile", alt="A level.")
def fragile():
    """A level that must not be three."""
    fig, ax = plt.subplots()
    line, = ax.plot([], [], color=PATH)
    ax.set(xlim=(0, 1), ylim=(0, 10))

    @live(fig, level=(0, 9))
    def update(level=1):
        if level in forbidden:
            raise ValueError(f"{level} is too much")
        line.set_data([0, 1], [level, level])
        return f"The level is {level}."
    return update
'''


@pytest.fixture(scope="module")
def laboratory(chromium, tmp_path_factory):
    """Return JupyterLab on a copy of the book, with a notebook of ours beside the pages."""
    directory = tmp_path_factory.mktemp("lab")
    with jupyterlab(directory) as address:
        write_notebook(directory / "book" / "fragile.ipynb", FRAGILE + "\nfragile()", "forbidden.add(3)")
        laboratory = Laboratory(chromium, address)
        yield laboratory
        laboratory.close()


@pytest.mark.parametrize("page", some(pages_with_figures(), 4, "laboratory"), ids=page_name)
def test_a_page_opens_by_double_click_and_every_figure_agrees_with_python(laboratory, rng, page):
    opened = laboratory.open(f"{page_name(page)}.md")
    assert not RAW.search(opened.evaluate(PROSE)), "words only"
    for shown in figures_on(page):
        figure = python_figure(shown)
        hands = LabHands(opened, shown, figure, rng)
        assert hands.status() == status(figure, hands.indices())      # the default, or where a linked figure took it
        for number, indices in enumerate(random_states(figure, STATES, rng)):
            hands.go(indices, by_handles=number % 2 == 1)
            drawn, asked = pair(opened, shown.name, matplotlib_svg(figure, indices, hands.live()))
            assert difference(drawn, asked) <= TOLERANCE, f"{shown} at {figure.where(indices)}"
    assert laboratory.requests == []


def test_after_a_held_key_the_newest_state_is_drawn_and_none_of_those_before(laboratory, rng):
    [shown] = [shown for shown in figures() if shown.name == "momentum-ravine" and page_name(shown.page) == "tour"]
    page, figure = laboratory.stay_at("tour.md"), python_figure(shown)
    hands = LabHands(page, shown, figure, rng)
    hands.go(figure.default)
    expected, last = list(figure.default), len(figure.grid[0]) - 1
    assert hands.focus(0)
    for key in HELD:
        page.keyboard.down(key)                            # down again and again: it repeats
        expected[0] = min(expected[0] + 1, last) if key == "ArrowRight" else max(expected[0] - 1, 0)
    page.evaluate(COUNT, shown.name)
    page.keyboard.up(HELD[-1])
    hands.settle(tuple(expected))
    assert page.evaluate("() => drawn") <= LATE, "the keys wait in a queue"
    drawn, asked = pair(page, shown.name, matplotlib_svg(figure, tuple(expected), hands.live()))
    assert difference(drawn, asked) <= TOLERANCE


def test_links_in_sentences_set_the_figure_and_numbers_in_them_follow(laboratory, rng):
    [shown] = [shown for shown in figures() if shown.name == "momentum-ravine" and page_name(shown.page) == "tour"]
    page, figure = laboratory.stay_at("tour.md"), python_figure(shown)
    hands = LabHands(page, shown, figure, rng)
    page.locator('a[href="#live:set/momentum-ravine/step_size=0.22,momentum=0"]').click()
    hands.settle(figure.indices(**figure.values | {"step_size": 0.22, "momentum": 0}))
    page.wait_for_function("() => document.querySelector('a[href=\"#live:scrub/momentum-ravine/step_size\"]')"
                           ".textContent === '0.22'")
    assert page.url.endswith("tour.md"), "a link that sets a figure leads nowhere else"


def test_a_question_comes_first_and_a_link_waits_for_the_answer(laboratory, rng):
    [shown] = [shown for shown in figures() if shown.name == "momentum-ravine" and page_name(shown.page) == "tour"]
    page, figure = laboratory.open("tour.md"), python_figure(shown)
    one = page.locator('[id="momentum-ravine"]')
    expect(one).to_have_attribute("data-asking", "waits")
    output = page.locator(".jp-OutputArea-output", has=one)
    before = "(one, before) => one.dataset.indices === JSON.stringify(before)"
    assert one.evaluate(before, list(figure.before))
    preset = output.locator(".widget-button", has_text="over it")
    for hidden in (one.locator(".live-status"), one.locator(".live-handle").first, preset, output.get_by_text("Goal:")):
        expect(hidden).to_be_hidden()
    expect(output.locator(".widget-slider .widget-readout").first).to_have_text("0.18")
    output.get_by_role("button", name="answer").click()
    expect(output.get_by_role("alert")).to_have_text("Choose one, or skip the question.")
    page.locator('a[href="#live:set/momentum-ravine/step_size=0.22,momentum=0"]').click()
    assert one.evaluate(before, list(figure.before))
    output.get_by_label("never arrive").check()
    output.get_by_role("button", name="answer").click()
    expect(output.get_by_text("Right.")).to_be_visible()
    LabHands(page, shown, figure, rng).settle(figure.indices(step_size=0.22))
    expect(preset).to_be_visible()


def test_a_formula_has_its_number_and_its_colour_by_day_and_by_night(laboratory):
    page = laboratory.stay_at("tour.md")
    number = page.locator('.katex-html [style*="color"]').filter(has_text=re.compile(r"^0\.06$")).first
    for light, day_or_night in (("true", 0), ("false", 1), ("true", 0)):
        page.evaluate("(light) => { document.body.dataset.jpThemeLight = light; }", light)
        expect(number).to_have_css("color", f"rgb{ImageColor.getrgb(ROLES['path'][day_or_night])}")


def test_an_update_that_raises_says_so_and_the_figure_works_again(laboratory, rng):
    hands = fragile_hands(laboratory.open("fragile.ipynb"), rng)
    hands.focus(0)
    hands.tab.press("ArrowRight", 2)
    hands.page.wait_for_function("() => document.querySelector('#fragile .live-status').textContent"
                                 ".includes('3 is too much')")
    hands.tab.press("ArrowLeft")
    hands.settle((2,))
    hands.tab.press("ArrowRight")
    hands.page.wait_for_function("() => document.getElementById('fragile').dataset.state === 'problem'")
    hands.tab.press("ArrowRight")
    hands.settle((4,))
    assert hands.page.locator("#fragile").get_attribute("data-state") == "live"


def test_a_reload_shows_the_figure_in_its_state(laboratory, rng):
    page = laboratory.open("fragile.ipynb")
    fragile_hands(page, rng).go((7,))
    page.keyboard.press("Control+s")
    page.locator(".jp-mod-current.jp-mod-dirty, .jp-mod-dirty").wait_for(state="detached")
    page.reload()
    fragile_hands(page, rng).settle((7,))


def fragile_hands(page, rng):
    names = {}
    exec(FRAGILE, names)
    shown = Shown(None, "fragile", {"texts": [[str(level) for level in range(10)]], "handles": []}, "")
    return LabHands(page, shown, names["fragile"](), rng)
