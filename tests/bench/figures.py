"""Live figures against the numbers they must reach, and against `ipywidgets.interact` in the same run.

`python -m tests.bench` prints them. Times are a reader's: from an input event to the changed document, layout forced.
"""
from __future__ import annotations

import gzip
import itertools
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles
from typing import NamedTuple

import numpy as np
from playwright.sync_api import Browser, Page, sync_playwright

from mathlib.figures.tour import momentum_ravine
from mathlib.live.assets import player_script
from mathlib.live.bake import bake
from tests.browser.chromium import ChromiumTab, Visitor, start
from tests.browser.hands import Hands
from tests.browser.lab import SLIDER, Laboratory, jupyterlab, write_notebook
from tests.browser.site import HTML, Shown, figures

EVENTS = 120                                               # for a figure of a page
KEYS = 40                                                  # for a figure with a kernel

BASELINE = """
import ipywidgets, matplotlib.pyplot as plt, numpy as np
from mathlib import optimization
%matplotlib inline

ravine = optimization.Quadratic(np.diag([1.0, 10.0]))
x, y = np.meshgrid(np.linspace(-2.5, 2.5, 120), np.linspace(-1.5, 1.5, 90))
height = ravine(np.stack([x, y], axis=-1))

@ipywidgets.interact(step_size=ipywidgets.FloatSlider(0.06, min=0.02, max=0.4, step=0.02), momentum=[0.6, 0, 0.3, 0.9])
def show(step_size, momentum):
    fig, (ground, curve) = plt.subplots(1, 2, figsize=(7.2, 3.4))
    ground.contourf(x, y, height, levels=[0, 0.1, 0.4, 1, 2, 4, 7, 11, 15])
    path = optimization.gradient_descent(ravine.gradient, (-2, 1), step_size, momentum=momentum, n_steps=100).path
    ground.plot(*path.T, "o-", ms=2.6, lw=1.2)
    curve.semilogy(ravine(path))
    ground.set(xlim=(-2.5, 2.5), ylim=(-1.5, 1.5))
    curve.set(xlim=(0, 100), ylim=(1e-10, 1e4))
    plt.show()
"""

MOVE = """([name, count]) => {             // the time, in ms, of each `input` event of a control, layout forced
  const figure = document.getElementById(name), inputs = [...figure.querySelectorAll("[data-axis]")], times = [];
  for (let k = 0; inputs.length && k < count; k++) {
    const input = inputs[k % inputs.length], stops = (input.options?.length ?? Number(input.max) + 1) || 1;
    if (input.type === "radio") input.checked = true;
    else if (input.type === "checkbox") input.checked = !input.checked;
    else input.value = (Number(input.value) + 1 + Math.floor(Math.random() * (stops - 1))) % stops;
    const start = performance.now();
    input.dispatchEvent(new Event("input", {bubbles: true}));
    figure.querySelector("[data-live]").getBoundingClientRect();
    times.push(performance.now() - start);
  }
  return times;
}"""
DRAG = """([name, number, count]) => {      // the same for `pointermove`; the mouse holds the handle already
  const figure = document.getElementById(name), handle = figure.querySelectorAll(".live-handle")[number], times = [];
  const box = figure.querySelector(".live-picture").getBoundingClientRect();
  for (let k = 0; k < count; k++) {
    const [clientX, clientY] = [box.x + Math.random() * box.width, box.y + Math.random() * box.height];
    const start = performance.now();
    handle.dispatchEvent(new PointerEvent("pointermove", {clientX, clientY, pointerId: 1, bubbles: true}));
    figure.querySelector("[data-live]").getBoundingClientRect();
    times.push(performance.now() - start);
  }
  return times;
}"""
WATCH = """(selector) => {                  // keep the time, in ms, from each key to the picture that it brings
  window.times = [];
  const watched = document.querySelector(selector);
  const picture = () => watched.dataset.indices || watched.querySelector("img")?.src;
  let pressed = null, before = null;
  addEventListener("keydown", () => { pressed = performance.now(); before = picture(); }, true);
  new MutationObserver(() => {
    const now = picture();
    if (pressed === null || !now || now === before) return;
    watched.getBoundingClientRect();
    times.push(performance.now() - pressed);
    pressed = null;
  }).observe(watched, {attributes: true, childList: true, subtree: true});
}"""


class Line(NamedTuple):
    """One line of the table; `goal` is the most that `value` may be."""

    what: str
    value: float
    unit: str
    goal: float | None = None

    @property
    def reached(self) -> bool:
        return self.goal is None or self.value <= self.goal


def main() -> int:
    """Print all lines as they come; return 1 if a goal is missed."""
    reached = True
    for line in lines():
        goal = f"≤ {line.goal:g} {line.unit}" if line.goal is not None else ""
        verdict = "" if line.goal is None else "reached" if line.reached else "MISSED"
        print(f"{line.what:64} {line.value:9.1f} {line.unit:9} {goal:16} {verdict}", flush=True)
        reached &= line.reached
    return 0 if reached else 1


def lines() -> Iterator[Line]:
    """Yield every measure, the quick ones first."""
    yield from sizes()
    yield baking()
    with sync_playwright() as playwright:
        browser = start(playwright)
        yield from moves(browser)
        yield from kernel(browser)
        browser.close()


# ---- what is loaded, and how fast it is made

def sizes() -> Iterator[Line]:
    yield Line("player, gzipped", len(gzip.compress(player_script().encode())) / 1000, "KB", 35)
    for shown in figures():
        yield Line(f"table of {shown}", (HTML / "_live" / shown.table).stat().st_size / 1000, "KB")


def baking() -> Line:
    """Compare the processor time for baking a figure with that for its updates alone, which nobody can save."""
    figure = momentum_ravine()
    states = list(np.ndindex(*map(len, figure.grid)))
    began = time.process_time()
    for indices in states:
        figure.apply(indices)
    updates = time.process_time() - began
    bake(figure)
    return Line("baking the ravine, beside its updates", (time.process_time() - began - updates) / updates, "times", 3)


# ---- the built page

def moves(browser: Browser) -> Iterator[Line]:
    visit = Visitor(browser)
    for shown in figures():
        page = visit(shown.page)
        Hands(ChromiumTab(page), shown, None)
        times = page.evaluate(MOVE, [shown.name, EVENTS]) + list(dragged(page, shown))
        yield from spread(f"{shown}: event to picture", times, 4, 12)
        page.context.close()


def dragged(page: Page, shown: Shown) -> Iterator[float]:
    for number in range(len(shown.spec["handles"])):
        hands = Hands(ChromiumTab(page), shown, None)
        page.mouse.move(*hands.handle(number)["here"])
        page.mouse.down()
        yield from page.evaluate(DRAG, [shown.name, number, EVENTS])
        page.mouse.up()


def spread(what: str, times: list[float], middle: float | None = None, most: float | None = None) -> Iterator[Line]:
    """Yield median and 95th percentile."""
    yield Line(f"{what}, median of {len(times)}", median(times), "ms", middle)
    yield Line(f"{what}, 95 %", quantiles(times, n=20)[-1], "ms", most)


# ---- with a kernel, and the same picture by ipywidgets.interact

def kernel(browser: Browser) -> Iterator[Line]:
    with laboratory(browser) as opened:
        page = opened("ours.ipynb")
        page.locator('[id="momentum-ravine"][data-state=live]').wait_for()
        page.get_by_role("button", name="skip").click()
        yield from spread("ravine in JupyterLab: key to picture", pressed(
            page, "#momentum-ravine", lambda: page.evaluate(f"() => ({SLIDER})('momentum-ravine', 0)")), 40, 80)
        page = opened("baseline.ipynb")
        page.locator(".jupyter-widgets .jp-OutputArea img").wait_for()
        yield from spread("the same by interact and matplotlib: key to image", pressed(
            page, ".jupyter-widgets .jp-OutputArea", page.locator(".widget-slider .noUi-handle").first.focus))


@contextmanager
def laboratory(browser: Browser) -> Iterator[Callable[[str], Page]]:
    with tempfile.TemporaryDirectory(prefix="lab-") as directory, jupyterlab(Path(directory)) as address:
        book = Path(directory) / "book"
        write_notebook(book / "ours.ipynb", "from mathlib.figures import tour\ntour.momentum_ravine()")
        write_notebook(book / "baseline.ipynb", BASELINE)
        laboratory = Laboratory(browser, address)
        yield laboratory.open
        laboratory.close()


def pressed(page: Page, selector: str, focus: Callable[[], object]) -> list[float]:
    """Press an arrow key again and again, each time when the picture of the last is there; return the times."""
    focus()
    page.evaluate(WATCH, selector)
    keys = itertools.cycle(["ArrowRight"] * 10 + ["ArrowLeft"] * 10)
    for count, key in zip(range(1, KEYS + 1), keys, strict=False):
        page.keyboard.press(key)
        page.wait_for_function("(count) => times.length >= count", arg=count)
    return page.evaluate("() => times")


if __name__ == "__main__":
    sys.exit(main())
