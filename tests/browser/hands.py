"""A reader's hands: they move the controls of a figure by mouse and keyboard, in any browser, and see where they stand.

A control is never set by script: scripts only focus it, bring it into view, and tell where on the screen its stops are.
"""
from __future__ import annotations

import numpy as np

from tests.browser.site import Shown
from tests.repeat import asked

WHERE = """(name) => {                    // the stop of each axis, as the controls show it; -1 between stops
  const figure = document.getElementById(name), spec = JSON.parse(figure.dataset.spec);
  const stops = spec.texts.map((texts) => texts.length > 1 ? null : 0);
  for (const input of figure.querySelectorAll("[data-axis]")) {
    if (input.type === "radio" && !input.checked) continue;
    stops[input.dataset.axis] = input.type === "checkbox" ? Number(input.checked) : Number(input.value);
  }
  [...figure.querySelectorAll(".live-handle")].forEach((handle, number) => {
    const said = handle.getAttribute("aria-valuetext").split(", ");
    for (const way of ["x", "y"]) {
      const {axis} = spec.handles[number][way];
      if (axis === null) continue;
      const stop = spec.texts[axis].indexOf(said.shift().slice(2));
      const differ = stop >= 0 && stops[axis] !== null && stops[axis] !== stop;
      if (differ) throw new Error(`${name}: handle and slider ${axis} differ`);
      stops[axis] = stop;
    }
  });
  return stops;
}"""

CONTROL = """(name, axis) => {            // kind of the control of an axis, and where its stops are; null without one
  const inputs = [...document.getElementById(name).querySelectorAll(`[data-axis="${axis}"]`)];
  if (inputs.length === 0) return null;
  const chosen = inputs.find((input) => input.checked) || inputs[0];
  chosen.scrollIntoView({block: "center"});
  chosen.focus({preventScroll: true});
  const [kind] = [chosen.type === "select-one" ? "select" : chosen.type];
  const middle = (box) => [box.x + box.width / 2, box.y + box.height / 2];
  if (kind === "radio") return {kind, at: inputs.map((input) => middle(input.getBoundingClientRect()))};
  const box = chosen.getBoundingClientRect(), [x, y] = middle(box);
  if (kind !== "range") return {kind, at: [[x, y], [x, y]]};
  const steps = Number(chosen.max), thumb = 16;
  return {kind, at: Array.from({length: steps + 1}, (_, i) =>
    [box.x + thumb / 2 + (box.width - thumb) * i / steps, y])};
}"""

HANDLE = """(name, number, spec) => {     // where a handle and its stops are; `free` if the mouse would reach it
  const figure = document.getElementById(name);
  figure.querySelector(".live-picture").scrollIntoView({block: "center"});
  const handle = figure.querySelectorAll(".live-handle")[number];
  handle.focus({preventScroll: true});
  const box = handle.querySelector(".live-handle-ring").getBoundingClientRect();
  const here = [box.x + box.width / 2, box.y + box.height / 2], screen = handle.parentNode.getScreenCTM();
  return {here, free: handle.contains(document.elementFromPoint(...here)),
          x: spec.x.at.map((x) => new DOMPoint(x, 0).matrixTransform(screen).x),
          y: spec.y.at.map((y) => new DOMPoint(0, y).matrixTransform(screen).y)};
}"""

BUTTON = """(name, number) => {           // the middle of a button, and the state it promises
  const figure = document.getElementById(name), start = JSON.parse(figure.dataset.spec).start;
  const button = figure.querySelectorAll("button[data-state], [data-tool=reset]")[number];
  button.scrollIntoView({block: "center"});
  const box = button.getBoundingClientRect();
  const state = JSON.parse(button.dataset.state || "null") || start;
  return {at: [box.x + box.width / 2, box.y + box.height / 2], state};
}"""

STATE = "(name) => document.getElementById(name).dataset.state"
STATUS = "(name) => document.getElementById(name).querySelector('.live-status').textContent"
SKIP = """(name) => {                     // where to press to get past a question; null without one
  const button = document.getElementById(name).querySelector(".live-skip");
  if (!button || button.disabled) return null;
  button.scrollIntoView({block: "center"});
  const box = button.getBoundingClientRect();
  return [box.x + box.width / 2, box.y + box.height / 2];
}"""
LIVE = """(name) => [...document.getElementById(name).querySelectorAll("[data-live]")]
  .map((group) => Number(group.dataset.live))"""
BUTTONS = "(name) => document.getElementById(name).querySelectorAll('button[data-state], [data-tool=reset]').length"

WAKE = """(name) => new Promise((done, fail) => {   // bring the figure into view and wait until it is live
  const figure = document.getElementById(name);
  for (let fold = figure.closest("details"); fold; fold = fold.parentNode.closest("details")) fold.open = true;
  figure.scrollIntoView({block: "center"});
  const problem = figure.querySelector(".live-problem");
  const look = () => {
    if (figure.dataset.state === "live") done(true);
    else if (!problem.hidden) fail(new Error(problem.textContent));
    else requestAnimationFrame(look);
  };
  look();
})"""


class Hands:
    """Moves one figure, each time by means chosen at random among those that a reader has."""

    def __init__(self, tab, shown: Shown, rng: np.random.Generator):
        self.tab, self.name, self.spec, self.rng = tab, shown.name, shown.spec, rng
        tab.run(WAKE, self.name)
        if question := tab.run(SKIP, self.name):
            tab.click(*question)

    def reset(self) -> None:
        """Press the button that brings the figure back to its default, whatever another test has made of it."""
        buttons = self.tab.run(BUTTONS, self.name)
        assert self.push(buttons - 1) == list(self.indices()), f"{self.name} does not come back to its default"

    def indices(self) -> tuple[int, ...]:
        """Return the state in which the controls stand."""
        return tuple(self.tab.run(WHERE, self.name))

    def status(self) -> str:
        return self.tab.run(STATUS, self.name)

    def live(self) -> list[int]:
        """Return the numbers of the artists that move."""
        return self.tab.run(LIVE, self.name)

    def focus(self, axis: int) -> None:
        """Focus the control of an axis, or the handle that moves it."""
        if not self.tab.run(CONTROL, self.name, axis):
            self.handle(next(number for number, handle in enumerate(self.spec["handles"])
                             if axis in (handle["x"]["axis"], handle["y"]["axis"])))

    def handle(self, number: int) -> dict:
        """Focus a handle; return where it is and where its stops are on the screen."""
        return self.tab.run(HANDLE, self.name, number, self.spec["handles"][number])

    def go(self, indices: tuple[int, ...]) -> None:
        """Bring the figure into a state, one control after the other."""
        self._ask(indices)
        for axis in self.rng.permutation(len(indices)).tolist():
            self.move(axis, indices[axis])

    def wander(self, steps: int) -> tuple[int, ...]:
        """Move a control, a handle or a button at random, `steps` times; return the state that must be the last."""
        buttons, expected = self.tab.run(BUTTONS, self.name), list(self.indices())
        for _ in range(steps):
            axis = int(self.rng.integers(len(expected) + 1))
            if axis == len(expected):
                expected = self.push(int(self.rng.integers(buttons)))
            else:
                expected[axis] = int(self.rng.integers(len(self.spec["texts"][axis])))
                self._ask(expected)
                self.move(axis, expected[axis])
        return tuple(expected)

    def push(self, number: int) -> list[int]:
        """Click a button; return the state that it promises."""
        button = self.tab.run(BUTTON, self.name, number)
        self._ask(button["state"])
        self.tab.click(*button["at"])
        return button["state"]

    def _ask(self, indices) -> None:
        """Say where the figure is to go, in case that it does not arrive."""
        asked["state"] = ", ".join(f"{control['name']}=" + ";".join(
            str(stops[indices[axis]]) for axis, stops in zip(control["axes"], control["stops"], strict=True))
            for control in self.spec["controls"])

    def move(self, axis: int, stop: int) -> None:
        """Move one axis of the grid to a stop."""
        if len(self.spec["texts"][axis]) == 1:
            return                                        # a handle that is fixed in this direction
        means = [(self._by_handle, number, way) for number, handle in enumerate(self.spec["handles"])
                 for way in "xy" if handle[way]["axis"] == axis]
        control = self.tab.run(CONTROL, self.name, axis)
        if control:
            means.append((self._by_control, control))
        by, *with_what = means[self.rng.integers(len(means))]
        by(axis, stop, *with_what)
        assert self.indices()[axis] == stop, f"{self.name}: axis {axis} should stand at stop {stop}"

    def _by_control(self, axis: int, stop: int, control: dict) -> None:
        if control["kind"] == "checkbox":
            return self._check(axis, stop, control)
        if control["kind"] != "select" and self.rng.random() < 0.5:
            self.tab.click(*control["at"][stop])
        self._step(stop - self.indices()[axis], "ArrowRight" if control["kind"] != "select" else "ArrowDown",
                   "ArrowLeft" if control["kind"] != "select" else "ArrowUp")
        return None

    def _check(self, axis: int, stop: int, control: dict) -> None:
        if self.indices()[axis] == stop:
            return
        if self.rng.random() < 0.5:
            self.tab.click(*control["at"][0])
        else:
            self.tab.press("Space")

    def _by_handle(self, axis: int, stop: int, number: int, way: str) -> None:
        handle = self.handle(number)
        if handle["free"] and self.rng.random() < 0.5:
            self._drag(handle, number, {way: stop})
        else:
            self._press_to(axis, stop, way)

    def _drag(self, handle: dict, number: int, stops: dict[str, int]) -> None:
        """Drag a handle to stops; where it can rest between stops, the arrow keys bring it onto them."""
        axes = {way: self.spec["handles"][number][way]["axis"] for way in "xy"}
        before = self.indices()
        goal = {way: stops.get(way, before[axis] if axis is not None else None) for way, axis in axes.items()}
        start = handle["here"]
        end = [handle[way][goal[way]] if goal[way] is not None else start[k] for k, way in enumerate("xy")]
        self.tab.drag([start, [(start[k] + end[k]) / 2 for k in (0, 1)], end])
        for way, axis in axes.items():
            if axis is not None:
                self._press_to(axis, goal[way], way)

    def _press_to(self, axis: int, stop: int, way: str) -> None:
        back, on = ("ArrowLeft", "ArrowRight") if way == "x" else ("ArrowDown", "ArrowUp")
        if self.indices()[axis] < 0:
            self.tab.press(on)
        self._step(stop - self.indices()[axis], on, back)

    def _step(self, stops: int, on: str, back: str) -> None:
        self.tab.press(on if stops > 0 else back, abs(stops))
