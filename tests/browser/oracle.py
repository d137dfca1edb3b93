"""matplotlib's own SVG of a state, on the grid of numbers that a page can hold.

A table keeps places to 1/32 unit; the still part of a picture has two decimals. Chromium draws the edge of a long path
with four samples a pixel, and letters at quarters of a pixel, so that a shift of 1/64 unit, which nobody sees, can
change one pixel by 60/255. So matplotlib's numbers are rounded here as the page's are; then no pixel may differ by
more than 8/255.
"""
from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Collection

from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.transforms import IdentityTransform

from mathlib.live import LiveFigure
from mathlib.live.render import ROOM, SvgRenderer, plain_font
from mathlib.live.style import style

SVG, XLINK = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xlink}href"
UNIT = 32
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
LONG_NUMBER = re.compile(r"-?\d+\.\d{3,}")


class Oracle(SvgRenderer):
    """matplotlib's SVG renderer without two short cuts that change how numbers round."""

    def draw_path(self, gc, path, transform, rgbFace=None):
        self._solid = gc.get_dashes()[1] is None
        super().draw_path(gc, path, transform, rgbFace)

    def _convert_path(self, path, transform=None, clip=None, simplify=None, sketch=None):
        """Clip a long solid line where the engine does, outside of the picture, where its ends are not seen."""
        if clip and self._solid:
            path, clip = path.cleaned(transform, remove_nans=True, clip=ROOM, curves=True), None
            transform = IdentityTransform()
        return super()._convert_path(path, transform, clip, simplify, sketch)

    def draw_path_collection(self, *args, **kwargs):
        """Write each path with the coordinates it has, not as a shape and an offset."""
        super(RendererSVG, self).draw_path_collection(*args, **kwargs)


def matplotlib_svg(figure: LiveFigure, indices: tuple[int, ...], live: Collection[int]) -> str:
    """Return the SVG that matplotlib writes for a state; `live` are the numbers of the artists that move."""
    with style():
        figure.apply(tuple(indices))
        root = _written(figure, live)
    _fit_for_page(root)
    _round(root, live=False)
    return ET.tostring(root, "unicode")


def _written(figure: LiveFigure, live: Collection[int]) -> ET.Element:
    for number in live:
        figure.artists[number].set_gid(f"live-{number}")
    try:
        renderer = Oracle(figure.fig)
        figure.fig.draw(renderer)
        return renderer.document()
    finally:
        for number in live:
            figure.artists[number].set_gid(None)


def _fit_for_page(root: ET.Element) -> None:
    """Take away what would reach beyond this SVG, or is the page's to decide: style sheet, size, typeface."""
    for element in list(root.iter()):
        element.tag = element.tag.removeprefix(SVG)
        for child in [child for child in element if child.tag.removeprefix(SVG) in ("style", "metadata")]:
            element.remove(child)
        if "style" in element.attrib:
            element.set("style", plain_font(element.get("style")))
        if XLINK in element.attrib:
            element.set("href", element.attrib.pop(XLINK))
    for name in ("width", "height"):
        del root.attrib[name]


def _round(element: ET.Element, live: bool) -> None:
    """Round what stands still to two decimals, and the places of what moves (not its shapes) to the grid."""
    for child in element:
        moves = live or child.get("id", "").startswith("live-")
        if not moves and "d" in child.attrib:
            child.set("d", LONG_NUMBER.sub(lambda found: f"{float(found.group()):.2f}", child.get("d")))
        if live and child.tag == "defs":
            continue
        if live:
            _place_on_grid(child)
        _round(child, moves)


def _place_on_grid(element: ET.Element) -> None:
    if element.tag == "path" or (element.tag == "use" and "x" in element.attrib):
        for name in {"d", "x", "y"} & set(element.attrib):
            element.set(name, _on_grid(element.get(name)))
    elif element.tag == "text" and "x" in element.attrib:
        turned = re.match(r"rotate\((\S+)", element.get("transform", ""))
        place = _on_grid(f"translate({element.attrib.pop('x')} {element.attrib.pop('y')})")
        element.set("transform", place + (f" rotate({turned[1]})" if turned and float(turned[1]) else ""))
    elif element.tag in ("g", "text") and "transform" in element.attrib:
        place, bracket, rest = element.get("transform").partition(")")
        element.set("transform", _on_grid(place) + bracket + rest)


def _on_grid(text: str) -> str:
    return NUMBER.sub(lambda found: f"{round(float(found.group()) * UNIT) / UNIT}", text)
