"""A walk through the states of a figure of the book: what its page draws and says there, and what Python does."""
from __future__ import annotations

import functools
import itertools
from typing import NamedTuple

import numpy as np

from mathlib.live import LiveFigure
from mathlib.live.render import Primitive
from mathlib.live.script import GREYS_MEAN, GREYS_MOST
from mathlib.live.stops import CLOSE
from mathlib.live.style import style
from mathlib.live.table import quantise, same
from tests.browser.python_side import python_figure
from tests.browser.site import Shown
from tests.figures.page import Page
from tests.samples import sample

# states of a figure at which a run looks at the words, at what is drawn, at what stands still; with images only a few
SAID, DRAWN, STILL, PAINTED = 400, 200, 10, 6

Indices = tuple[int, ...]


class Walk(NamedTuple):
    """What was found in the states of a figure.

    wrong : what is drawn or painted otherwise, a line each.
    page, python : status, and whether the goal is reached, in each state.
    """

    wrong: list[str]
    page: dict[Indices, tuple[str, bool]]
    python: dict[Indices, tuple[str, bool]]


@functools.cache
def page_of(shown: Shown) -> Page:
    return Page(shown)


def states(figure: LiveFigure) -> list[Indices]:
    return list(itertools.product(*(range(len(axis)) for axis in figure.grid)))


@functools.cache
def walk(shown: Shown) -> Walk:
    """Go through the states of a figure, in Python and in its page."""
    figure, page = python_figure(shown), page_of(shown)
    said = sample(states(figure), PAINTED if paints(shown) else SAID, f"what {shown} says")
    drawn = set(sample(said, DRAWN, f"what {shown} draws"))
    at_rest = set(sample(said, STILL, f"what stands still in {shown}"))
    found = Walk([], {}, {})
    with style():
        figure.apply(figure.default)
        rest = {number: figure.record(number) for number in still(figure, page)}
        for indices in said:
            found.python[indices] = (figure.apply(indices), figure.reached(indices))
            found.page[indices] = page.go(indices)
            if indices in drawn:
                stands = {n: rest[n] for n in rest if indices in at_rest or figure.artists[n].stale}
                found.wrong.extend(f"{shown} at {figure.where(indices)}: {fault}"
                                   for fault in faults(figure, page.lists() | stands, page.images()))
    return found


def paints(shown: Shown) -> bool:
    return bool(shown.spec["script"] and shown.spec["script"]["images"])


def still(figure: LiveFigure, page: Page) -> list[int]:
    """Return the artists that the page never draws."""
    return [number for number in range(len(figure.artists)) if number not in page.artists]


def faults(figure: LiveFigure, lists: dict, images: dict) -> list[str]:
    """Return what the figure draws or paints otherwise now, an artist a line."""
    found = {number: difference(visible(seen), visible(figure.record(number))) for number, seen in lists.items()}
    found |= {number: repainted(greys, figure.artists[number]) for number, greys in images.items()}
    return [f"artist {number} ({name(figure.artists[number])}): {fault}" for number, fault in found.items() if fault]


def visible(parts: list[Primitive]) -> list[Primitive]:
    """Leave out what no eye can see: parts without a point, and how a polygon ends that has come back to its start."""
    return [closed(part) if part.codes is not None and CLOSE in part.codes else part for part in parts
            if len(part.points)]


def closed(part: Primitive) -> Primitive:
    corners = part.points[part.codes != CLOSE]
    while len(corners) > 1 and (quantise(corners[-1]) == quantise(corners[0])).all():
        corners = corners[:-1]
    return part._replace(points=corners, codes=part.codes[:len(corners)])


def name(artist) -> str:
    return " ".join(filter(None, [type(artist).__name__, artist.get_gid()]))


def difference(seen: list[Primitive], drawn: list[Primitive]) -> str:
    """Return in words where two display lists differ first, to the table's precision; nothing if they do not."""
    if same(seen, drawn):
        return ""
    if len(seen) != len(drawn):
        return f"{len(seen)} parts are seen, {len(drawn)} drawn"
    number, (one, other) = next((i, pair) for i, pair in enumerate(zip(seen, drawn, strict=True))
                                if not same(pair[:1], pair[1:]))
    for field in ("kind", "key", "content"):
        if getattr(one, field) != getattr(other, field):
            return f"part {number}: its {field} is seen as {getattr(one, field)!r}, drawn as {getattr(other, field)!r}"
    if len(one.points) != len(other.points):
        return f"part {number}: {len(one.points)} points are seen, {len(other.points)} drawn"
    off = (quantise(one.points) != quantise(other.points)).any(axis=1)
    if not off.any():
        return f"part {number}: its codes are seen as {one.codes}, drawn as {other.codes}"
    return f"part {number}: {off.sum()} of {len(off)} points, the first at {one.points[off][0]} instead of " \
           f"{other.points[off][0]}"


def repainted(greys: np.ndarray, image) -> str:
    off = np.abs(greys - image.to_rgba(image.get_array(), bytes=True)[..., 0].ravel())
    return "" if off.mean() <= GREYS_MEAN and off.max() <= GREYS_MOST else f"{off.max():.0f} grey levels off"
