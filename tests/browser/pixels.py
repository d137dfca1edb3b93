"""Compare what a reader sees with matplotlib's own picture, in the same browser, at the same place, to the pixel."""
from __future__ import annotations

import base64
import contextlib
import io
from collections.abc import Iterator

from PIL import Image, ImageChops
from playwright.sync_api import Page

TOLERANCE = 8                                              # of 255, in any channel of any pixel

EXTRAS = ".live-handles { opacity: 0 !important; } .live-ghost { display: none !important; }"
PUT = """([name, svg]) => {                // show `svg` in place of the picture of the figure
  const picture = document.getElementById(name).querySelector(".live-picture > svg");
  picture.style.display = "none";
  picture.insertAdjacentHTML("beforebegin", svg);
}"""
TAKE = """(name) => {                     // show the picture again
  const [reference, picture] = document.getElementById(name).querySelectorAll(".live-picture > svg");
  reference.remove();
  picture.style.display = "";
}"""
CLIP = """(name) => {                     // where the picture stands in the document, all of it in view
  const picture = document.getElementById(name).querySelector(".live-picture");
  picture.scrollIntoView({block: "center", behavior: "instant"});
  const {x, y, width, height} = picture.getBoundingClientRect();
  return {x: x + scrollX, y: y + scrollY, width, height, scale: 1};
}"""


def pair(page: Page, name: str, svg: str) -> tuple[Image.Image, Image.Image]:
    """Return what a reader sees of the picture of a figure, and would see if `svg` stood in its place.

    The picture comes second, so that it is painted anew: Chromium mends a picture in patches whose edges round
    differently.
    """
    with _without_extras(page):
        page.evaluate(PUT, [name, svg])
        asked = _screenshot(page, name)
        page.evaluate(TAKE, name)
        return _screenshot(page, name), asked


@contextlib.contextmanager
def _without_extras(page: Page) -> Iterator[None]:
    """Hide the handles and the ghost of the last setting, which are not matplotlib's."""
    style = page.add_style_tag(content=EXTRAS)
    try:
        yield
    finally:
        style.evaluate("(style) => style.remove()")


def whole(page: Page) -> Image.Image:
    """Return a page from top to bottom, once it stands still on a screen as high as it is.

    Chromium may leave formulas out of a picture that reaches beyond the screen.
    """
    for _ in range(2):                                     # a high screen makes what fills a screen higher
        width, height = page.evaluate("() => [innerWidth, document.documentElement.scrollHeight]")
        page.set_viewport_size({"width": width, "height": height})
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    return Image.open(io.BytesIO(page.screenshot())).convert("RGB")


def _screenshot(page: Page, name: str) -> Image.Image:
    """Return the picture as the screen shows it; asked of Chromium itself, in a quarter of playwright's time."""
    session = page.context.new_cdp_session(page)
    shot = session.send("Page.captureScreenshot", {"clip": page.evaluate(CLIP, name), "optimizeForSpeed": True})
    session.detach()
    return Image.open(io.BytesIO(base64.b64decode(shot["data"]))).convert("RGB")


def difference(one: Image.Image, other: Image.Image) -> int:
    """Return the largest difference of any channel of any pixel, of 255."""
    assert one.size == other.size, f"the pictures have sizes {one.size} and {other.size}"
    return max(high for _, high in ImageChops.difference(one, other).getextrema())
