"""In JupyterLab, with a kernel: every figure is a widget that answers, agrees with Python, and never lags behind."""
from __future__ import annotations

import re
import time

import pytest

from mathlib.live.figure import random_states
from tests.browser.lab import LabHands, Laboratory, jupyterlab, write_notebook
from tests.browser.oracle import matplotlib_svg
from tests.browser.pixels import TOLERANCE, difference, pair
from tests.browser.python_side import python_figure, status
from tests.browser.site import Shown, figures, figures_on, page_name, pages_with_figures

STATES = 5
HELD = 2.0                                                 # seconds that a key is held
KEYS = 5                                                   # after a held key it settles within the time of so many keys

PROSE = """() => {                                         // what a page says, without code
  const copy = document.querySelector(".jp-NotebookPanel:not(.lm-mod-hidden)").cloneNode(true);
  copy.querySelectorAll("pre, code, .cm-editor").forEach((code) => code.remove());
  return copy.textContent;
}"""
MOVING = re.compile(r"\w <(set|show|scrub) ")

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


@pytest.mark.parametrize("page", pages_with_figures(), ids=page_name)
def test_a_page_opens_by_double_click_and_every_figure_agrees_with_python(laboratory, rng, page):
    opened = laboratory.open(f"{page_name(page)}.md")
    assert not MOVING.search(opened.evaluate(PROSE)), "words only"
    for shown in figures_on(page):
        figure = python_figure(shown)
        hands = LabHands(opened, shown, figure, rng)
        assert hands.status() == status(figure, hands.indices())      # the default, or where a linked figure took it
        for number, indices in enumerate(random_states(figure, STATES, rng)):
            hands.go(indices, by_handles=number % 2 == 1)
            drawn, asked = pair(opened, shown.name, matplotlib_svg(figure, indices, hands.live()))
            assert difference(drawn, asked) <= TOLERANCE, f"{shown} at {figure.where(indices)}"
    assert laboratory.requests == []


def test_a_held_key_ends_on_the_right_state_at_once(laboratory, rng):
    [shown] = [shown for shown in figures() if shown.name == "momentum-ravine" and page_name(shown.page) == "tour"]
    page, figure = laboratory.open("tour.md"), python_figure(shown)
    hands = LabHands(page, shown, figure, rng)
    expected, last = list(figure.default), len(figure.grid[0]) - 1
    assert hands.focus(0)
    one_key = max(seconds_to_settle(hands, by) for by in (+1, -1))
    start = time.perf_counter()
    while (held := time.perf_counter() - start) < HELD:
        page.keyboard.down("ArrowRight" if held < HELD * 0.6 else "ArrowLeft")     # down again and again: it repeats
        expected[0] = min(expected[0] + 1, last) if held < HELD * 0.6 else max(expected[0] - 1, 0)
        page.wait_for_timeout(25)
    start = time.perf_counter()
    page.keyboard.up("ArrowLeft")
    hands.settle(tuple(expected))
    assert time.perf_counter() - start <= KEYS * one_key, "80 keys in a queue would take 80 times as long as one"
    drawn, asked = pair(page, shown.name, matplotlib_svg(figure, tuple(expected), hands.live()))
    assert difference(drawn, asked) <= TOLERANCE


def seconds_to_settle(hands, by):
    """Return how long the figure takes to show one key."""
    indices = list(hands.indices())
    indices[0] += by
    start = time.perf_counter()
    hands.page.keyboard.press("ArrowRight" if by > 0 else "ArrowLeft")
    hands.settle(tuple(indices))
    return time.perf_counter() - start


def test_links_in_sentences_set_the_figure_and_numbers_in_them_follow(laboratory, rng):
    [shown] = [shown for shown in figures() if shown.name == "momentum-ravine" and page_name(shown.page) == "tour"]
    page, figure = laboratory.open("tour.md"), python_figure(shown)
    hands = LabHands(page, shown, figure, rng)
    page.locator('a[href="#live:set/momentum-ravine/step_size=0.22,momentum=0"]').click()
    hands.settle(figure.indices(**figure.values | {"step_size": 0.22, "momentum": 0}))
    page.wait_for_function("() => document.querySelector('a[href=\"#live:scrub/momentum-ravine/step_size\"]')"
                           ".textContent === '0.22'")
    assert page.url.endswith("tour.md"), "a link that sets a figure leads nowhere else"


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
