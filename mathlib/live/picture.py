"""The picture of a figure as SVG for a page: what stands still, with a marked group for each live artist.

matplotlib writes the SVG; here it is made fit to stand in a page: colours become roles, the page's typeface applies,
ids cannot meet those of another figure, numbers are short.
"""
from __future__ import annotations

import functools
import itertools
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterable, Mapping

import numpy as np

from .errors import naming
from .figure import LiveFigure
from .render import Primitive, SvgRenderer, plain_font
from .style import style, with_roles

_SVG = "{http://www.w3.org/2000/svg}"
_XLINK = "{http://www.w3.org/1999/xlink}href"
_LONG_NUMBER = re.compile(r"-?\d+\.\d{3,}")
_LETTERS = {1: "M", 2: "L", 3: "Q", 4: "C", 79: "Z"}


def picture(figure: LiveFigure, live: Iterable[str], definitions: Mapping[str, str], prefix: str) -> str:
    """Return the SVG of the default state, with a group `data-live="3"` around each artist named in `live`.

    prefix : goes before every id, so that two pictures in a page cannot use each other's.
    """
    numbers = [int(name) for name in live if name.isdecimal()]
    with style(), naming(figure.name):
        figure.apply(figure.default)
        lists = {number: figure.record(number) for number in numbers}
        root = _written(figure, numbers)
        for number, group in _live_groups(root).items():
            group.extend(element for primitive in lists[number] for element in drawn(primitive))
        defs = ET.SubElement(root, "defs")
        defs.extend(ET.fromstring(markup) for markup in definitions.values())
        _mark_panels(root, panels(figure))
        return finished(root, prefix)


def reference(figure: LiveFigure, indices: tuple[int, ...], prefix: str) -> str:
    """Return matplotlib's own SVG of a state: what the player's picture of that state must equal."""
    with style(), naming(figure.name):
        figure.apply(indices)
        return finished(_written(figure, []), prefix)


def _written(figure: LiveFigure, numbers: list[int]) -> ET.Element:
    renderer = SvgRenderer(figure.fig)
    hollow = {figure.artists[number]: number for number in numbers}
    visible = {artist: artist.get_visible() for artist in hollow}
    for artist, number in hollow.items():
        artist.draw = lambda renderer, number=number: _mark_place(renderer, number)
    for artist in figure.hidden:
        artist.draw = functools.partial(_drawn_later, artist.draw)
    try:
        figure.fig.draw(renderer)
    finally:
        for artist in {*hollow, *figure.hidden}:
            del artist.draw
        for artist in hollow:
            artist.set_visible(visible[artist])
    return _clean(renderer.document())


def _mark_place(renderer, number: int) -> None:
    renderer.writer.start("g", attrib={"data-live": str(number)})
    renderer.writer.end("g")


def _drawn_later(draw: Callable, renderer) -> None:
    """Draw into a group that is out of sight while a question is open."""
    renderer.writer.start("g", attrib={"data-waits": "true"})
    draw(renderer)
    renderer.writer.end("g")


def _live_groups(root: ET.Element) -> dict[int, ET.Element]:
    return {int(g.get("data-live")): g for g in root.iter("g") if g.get("data-live")}


# ---- making matplotlib's SVG fit to stand in a page

def _clean(root: ET.Element) -> ET.Element:
    for element in root.iter():
        element.tag = element.tag.removeprefix(_SVG)
        if _XLINK in element.attrib:
            element.set("href", element.attrib.pop(_XLINK))
        if "style" in element.attrib:
            element.set("style", plain_font(element.get("style")))
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag in ("metadata", "style") or (child.tag == "defs" and len(child) == 0):
                parent.remove(child)
    for name in ("width", "height", "version", "id"):
        root.attrib.pop(name, None)
    return root


def finished(root: ET.Element, prefix: str) -> str:
    """Return the markup of an SVG element, its colours as roles, its ids prefixed."""
    for element in root.iter():
        for name, value in list(element.attrib.items()):
            element.set(name, _attribute(name, value, prefix))
        element.text = element.text.strip() if element.text and element.tag != "text" else element.text
        element.tail = None
    return ET.tostring(root, "unicode")


def _attribute(name: str, value: str, prefix: str) -> str:
    if name == "id" or (name == "href" and value.startswith("#")):
        return f"#{prefix}{value[1:]}" if name == "href" else prefix + value
    if name == "d":
        return _LONG_NUMBER.sub(lambda m: f"{float(m.group()):.2f}", " ".join(value.split()))
    if name in ("style", "fill", "stroke"):
        value = with_roles(value)
    return value.replace("url(#", f"url(#{prefix}")


# ---- a display list as elements (the player's twin)

def drawn(primitive: Primitive) -> list[ET.Element]:
    """Return the SVG elements of one primitive."""
    clip, *key = primitive.key
    clipped = {"clip-path": f"url(#{clip})"} if clip else {}
    if primitive.kind == "path":
        return [ET.Element("path", {"d": path_data(primitive), "style": key[0], **clipped})]
    group = ET.Element("g", clipped)
    for x, y in primitive.points:
        place = f"translate({x:.2f} {y:.2f})"
        if primitive.kind == "marks":
            ET.SubElement(group, "path", {"d": key[1], "style": key[0], "transform": place})
        elif primitive.kind == "text":
            text = ET.SubElement(group, "text", {"style": key[0], "transform": f"{place} {key[1]}".strip()})
            text.text = primitive.content
        else:
            inner = ET.fromstring(f'<g transform="{place}">{primitive.content}</g>')
            group.append(inner)
    return [group]


def path_data(primitive: Primitive) -> str:
    """Return the `d` of a path primitive."""
    parts, previous, points = [], None, iter(primitive.points)
    codes = iter(primitive.codes.tolist())
    for code in codes:
        count = {3: 2, 4: 3}.get(code, 1)
        pairs = [next(points) for _ in range(count)]
        for _ in range(count - 1):
            next(codes)
        parts.append(_LETTERS[code] if code != previous or code != 2 else " ")
        if code != 79:
            parts.append(" ".join(f"{x:.2f} {y:.2f}" for x, y in pairs))
        previous = code
    return "".join(parts)


# ---- panels, which a phone stacks

def panels(figure: LiveFigure) -> list[tuple[float, float]]:
    """Return the column (left, right) of each axes when they stand side by side and nothing spans them, else none."""
    fig = figure.fig
    if len(fig.axes) < 2 or len(fig.get_children()) > len(fig.axes) + 1 or any(ax.name == "3d" for ax in fig.axes):
        return []
    with style():
        boxes = sorted(((number, ax.get_tightbbox(figure.recorder)) for number, ax in enumerate(fig.axes)),
                       key=lambda item: item[1].x0)
    if any(left.x1 > right.x0 for (_, left), (_, right) in itertools.pairwise(boxes)):
        return []
    edges = [0.0, *((left.x1 + right.x0) / 2 for (_, left), (_, right) in itertools.pairwise(boxes)), figure.size[0]]
    columns = {number: (edges[k], edges[k + 1]) for k, (number, _) in enumerate(boxes)}
    return [tuple(np.round(columns[number], 1).tolist()) for number in range(len(fig.axes))]


def _mark_panels(root: ET.Element, columns: list[tuple[float, float]]) -> None:
    axes = [g for g in root.iter("g") if re.fullmatch(r"axes_\d+", g.get("id", ""))]
    for number, group in enumerate(axes if columns else []):
        group.set("data-panel", str(number))
