"""JupyterLab as `make lab` starts it, on a copy of the project, and a notebook opened in it."""
from __future__ import annotations

import contextlib
import os
import re
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import nbformat
import numpy as np
from playwright.sync_api import Browser, Locator, Page, TimeoutError

from mathlib.live import LiveFigure
from tests.browser.chromium import DESKTOP, PATIENCE, ChromiumTab
from tests.browser.hands import HANDLE, LIVE, STATUS
from tests.browser.python_side import status
from tests.browser.site import ROOT, Shown

COPIED = ("mathlib", "tools", "book", "_toc.yml", "_config.yml", "pyproject.toml", "requirements.txt")
RUN_ALL = "[data-command='runmenu:run-all']"
CONTROL = """(name, number) => document.getElementById(name).closest(".widget-vbox")
  .querySelectorAll(".widget-hslider, .widget-toggle-buttons")[number]"""
SLIDER = f"""(name, number) => {{         // focus the slider of an axis; false if there is none
  const handle = ({CONTROL})(name, number).querySelector(".noUi-handle");
  if (!handle) return false;
  handle.scrollIntoView({{block: "center"}});
  handle.focus({{preventScroll: true}});
  return true;
}}"""
CHOICE = f"""(name, number, stop) => {{   // where to click for a choice
  const button = ({CONTROL})(name, number).querySelectorAll("button")[stop];
  button.scrollIntoView({{block: "center"}});
  const box = button.getBoundingClientRect();
  return [box.x + box.width / 2, box.y + box.height / 2];
}}"""
LOCKED = """(name) => document.getElementById(name).closest(".widget-vbox")   // what cannot be moved
  .querySelectorAll(".widget-slider [disabled], .widget-toggle-buttons button:disabled").length"""
INDICES = "(name) => JSON.parse(document.getElementById(name).dataset.indices)"
CONNECTED = ".jp-StatusBar-TextItem"                       # the notebook's own mark says idle before there is a kernel
ASKED = ".jp-Dialog button.jp-mod-accept"
ATTEMPTS, SOON, HEARD = 6, 8_000, 30_000               # the first cell may import for long on a busy machine
PRIVATE = ("PYTHONPATH", "MATHLIB_LIVE_TABLES")


@contextlib.contextmanager
def jupyterlab(directory: Path) -> Iterator[str]:
    """Copy the project into a directory, start JupyterLab there, yield its address."""
    for name in COPIED:
        source, copy = ROOT / name, directory / name
        shutil.copytree(source, copy) if source.is_dir() else shutil.copyfile(source, copy)
    port = _free_port()
    command = [sys.executable, "-m", "tools.lab", "--port", str(port), "--no-browser", "--token", ""]
    environment = {name: value for name, value in os.environ.items() if name not in PRIVATE}
    with subprocess.Popen(command, cwd=directory, env=environment, stderr=subprocess.PIPE, text=True) as process:
        try:
            _wait_until_it_runs(process)
            yield f"http://127.0.0.1:{port}"
        finally:
            _end(process)


def _end(process: subprocess.Popen) -> None:
    process.terminate()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_until_it_runs(process: subprocess.Popen) -> None:
    for line in process.stderr:
        if "is running at" in line:
            threading.Thread(target=process.stderr.read, daemon=True).start()      # or the pipe would fill
            return
    raise RuntimeError("JupyterLab ended before it could be opened")


def write_notebook(path: Path, *cells: str) -> None:
    """Write a notebook with these code cells."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(notebook, path)


class Laboratory:
    """JupyterLab in a browser: opens notebooks by double click, and keeps what it asked for elsewhere."""

    def __init__(self, browser: Browser, address: str):
        self.requests: list[str] = []
        self._context = browser.new_context(viewport=DESKTOP, reduced_motion="reduce")
        self.page: Page = self._context.new_page()
        self.page.set_default_timeout(PATIENCE)
        self.page.on("request", self._note)
        self.address = address
        self._at = ""

    def open(self, name: str) -> Page:
        """Open a file of `book/` by a double click in the file browser, and run all its cells."""
        page, file = self.page, PurePosixPath("book", name)
        self._at = ""
        page.goto(f"{self.address}/lab/tree/{file.parent}?reset")
        page.locator(f'.jp-DirListing-item[title^="Name: {file.name}"]').dblclick()
        for _ in range(ATTEMPTS):
            page.locator(CONNECTED, has_text="| Idle").or_(page.locator(ASKED)).first.wait_for()
            if self._run_all():
                self._at = name
                return page
        raise RuntimeError(f"JupyterLab did not run the cells of {name}")

    def stay_at(self, name: str) -> Page:
        """Return the page of a file as it was left, or open it."""
        return self.page if self._at == name else self.open(name)

    def _run_all(self) -> bool:
        """Run all cells; False if no kernel ran one: now and then JupyterLab loses the one it has just started.

        A star beside a cell only says that it was sent; a number says that a kernel has run it.
        """
        page = self.page
        try:
            if page.locator(ASKED).is_visible():           # for another kernel
                page.locator(ASKED).click()
                page.locator(CONNECTED, has_text="| Idle").wait_for(timeout=SOON)
            page.locator(".lm-MenuBar-item", has_text="Run").click(timeout=SOON)
            page.locator(RUN_ALL).click(timeout=SOON)
            page.locator(".jp-InputPrompt", has_text=re.compile(r"\[\d")).first.wait_for(timeout=HEARD)
        except TimeoutError:
            return False
        return True

    def close(self) -> None:
        """Close the page; a server does not end well while somebody listens."""
        self._context.close()

    def _note(self, request) -> None:
        if re.match("(http|ws)s?://(?!127.0.0.1)", request.url):
            self.requests.append(request.url)


class LabHands:
    """Moves a figure that a kernel runs: by the arrow keys on its ipywidgets sliders, and by its handles."""

    def __init__(self, page: Page, shown: Shown, figure: LiveFigure, rng: np.random.Generator):
        self.page, self.tab, self.shown, self.figure, self.rng = page, ChromiumTab(page), shown, figure, rng
        self.name = shown.name
        page.locator(f'[id="{self.name}"][data-state=live]').wait_for()
        page.locator(f'[id="{self.name}"]').scroll_into_view_if_needed()
        if self.button("skip").is_visible():
            self.button("skip").click()
        page.locator(f'[id="{self.name}"]:not([data-asking])').wait_for()
        page.wait_for_function(f"(name) => ({LOCKED})(name) === 0", arg=self.name)

    def button(self, name: str) -> Locator:
        """Return a button of the figure."""
        output = self.page.locator(".jp-OutputArea-output", has=self.page.locator(f'[id="{self.name}"]'))
        return output.get_by_role("button", name=name, exact=True)

    def indices(self) -> tuple[int, ...]:
        return tuple(self.tab.run(INDICES, self.name))

    def live(self) -> list[int]:
        return self.tab.run(LIVE, self.name)

    def status(self) -> str:
        return self.tab.run(STATUS, self.name)

    def go(self, indices: tuple[int, ...], by_handles: bool = False) -> None:
        """Bring the figure into a state, and wait until it says what Python says there."""
        for number, handle in enumerate(self.shown.spec["handles"]) if by_handles else ():
            self._drag(number, handle, indices)
        for axis, stop in enumerate(indices):
            self._move(axis, stop)
        self.settle(indices)

    def settle(self, indices: tuple[int, ...]) -> None:
        """Wait until the figure has arrived in a state."""
        arrived = f"([name, stops, sentence]) => ({STATUS})(name) === sentence && ({INDICES})(name).join() === stops"
        self.page.wait_for_function(
            arrived, arg=[self.name, ",".join(map(str, indices)), status(self.figure, indices)])

    def focus(self, axis: int) -> bool:
        """Focus the slider of an axis; False if the axis has buttons instead."""
        return self.tab.run(SLIDER, self.name, self._number(axis))

    def _number(self, axis: int) -> int:
        return sum(len(texts) > 1 for texts in self.shown.spec["texts"][:axis])

    def _move(self, axis: int, stop: int) -> None:
        delta = stop - self.indices()[axis]
        if delta == 0:
            return
        if self.focus(axis):
            self.tab.press("ArrowRight" if delta > 0 else "ArrowLeft", abs(delta))
        else:
            self.tab.click(*self.tab.run(CHOICE, self.name, self._number(axis), stop))
        self._wait_for(axis, stop)

    def _drag(self, number: int, handle: dict, indices: tuple[int, ...]) -> None:
        place = self.tab.run(HANDLE, self.name, number, handle)
        end = [place[way][indices[handle[way]["axis"]]] if handle[way]["axis"] is not None else place["here"][k]
               for k, way in enumerate("xy")]
        if place["free"]:
            self.tab.drag([place["here"], [(place["here"][k] + end[k]) / 2 for k in (0, 1)], end])
            for axis in (handle["x"]["axis"], handle["y"]["axis"]):
                if axis is not None:
                    self._wait_for(axis, indices[axis])

    def _wait_for(self, axis: int, stop: int) -> None:
        there = f"([name, axis, stop]) => ({INDICES})(name)[axis] === stop"
        self.page.wait_for_function(there, arg=[self.name, axis, stop])
