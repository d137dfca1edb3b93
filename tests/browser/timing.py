"""How long a reader waits for a built page, counted from navigation.

Milliseconds are for the benchmark. A test compares the work of two pages that it opens in the same run, since a clock
measures the machine.
"""
from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit
from urllib.request import url2pathname

from playwright.sync_api import CDPSession, Page

# as soon as there is anything to see, the reader goes to the first figure
WATCH = """(() => {
  const waited = window.waited = {live: null, longest: 0};
  new PerformanceObserver((tasks) => {
    waited.longest = Math.max(waited.longest, ...tasks.getEntries().map((task) => task.duration));
  }).observe({type: "longtask", buffered: true});
  waited.figure = () => document.querySelector("figure.live-figure");
  new MutationObserver(() => {
    if (waited.figure()?.dataset.state === "live") waited.live ??= performance.now();
  }).observe(document, {subtree: true, attributeFilter: ["data-state"]});
  (function follow() {
    const box = waited.figure()?.getBoundingClientRect();
    if (box && (box.bottom < 0 || box.top > innerHeight)) waited.figure().scrollIntoView({behavior: "instant"});
    if (waited.live === null) requestAnimationFrame(follow);
  })();
})()"""
THERE = "() => !waited.figure() || waited.live"
REST = """async () => {                    // a browser tells of a long task when it is over and nothing is left to do
  for (const _ of "12") await new Promise((resolve) => requestIdleCallback(resolve));
  const {loadEventEnd} = performance.getEntriesByType("navigation")[0];
  return {load: loadEventEnd, live: waited.live, longest: waited.longest};
}"""


class Opening(NamedTuple):
    """What one opening of a page costs: times in ms, and the bytes of the page and of all files it asks for."""

    load: float
    live: float | None                                     # the first figure, None where there is none
    longest: float                                         # task of the main thread, 0 where none takes 50 ms
    work: float                                            # the processor's time for all tasks of the main thread
    size: int


def open_timed(page: Page, file: Path, slower: float = 1, live: bool = True) -> Opening:
    """Open a file in a new page, with a processor so many times slower, and close it when it has come to rest.

    Unless `live` is false, that is not before its first figure is live, if it has one.
    """
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": slower})
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    asked: set[str] = set()
    page.on("requestfinished", lambda request: asked.add(request.url))
    page.add_init_script(WATCH)
    page.goto(file.as_uri())
    if live:
        page.wait_for_function(THERE)
    opening = Opening(**page.evaluate(REST), work=_work(session), size=_size(asked))
    page.context.close()
    return opening


def _work(session: CDPSession) -> float:
    metrics = session.send("Performance.getMetrics")["metrics"]
    return next(metric["value"] for metric in metrics if metric["name"] == "TaskDuration") * 1000


def _size(addresses: Iterable[str]) -> int:
    files = {url2pathname(urlsplit(address).path) for address in addresses if address.startswith("file:")}
    return sum(Path(file).stat().st_size for file in files)
