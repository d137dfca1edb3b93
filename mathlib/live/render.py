"""Two renderers on top of matplotlib's SVG backend: one writes the picture, one keeps the primitives of an artist.

`Recorder` is given to `artist.draw` in place of a canvas. What matplotlib would have written (paths, markers, text,
anything else) stays as numbers and short strings: the artist's *display list* in one state of the figure.
"""
from __future__ import annotations

import io
import xml.etree.ElementTree as ET
from typing import NamedTuple

import numpy as np
from matplotlib.backends.backend_svg import RendererSVG, _generate_css
from matplotlib.path import Path
from matplotlib.transforms import Affine2D

from .style import with_roles

IMAGE_DPI = 144                      # pictures inside a figure are sampled for screens of double density
LOW, HIGH = -512.0, 1535.0             # the canvas units that a table can hold (16 bits, 1/32 unit)
ROOM = (LOW + 1, LOW + 1, HIGH - 1, HIGH - 1)   # matplotlib clips one unit outside of what it is given
NO_POINTS = np.empty((0, 2))


class Primitive(NamedTuple):
    """One thing that an artist draws.

    kind : "path" (codes, points), "marks" (one shape at many points), "text" (a string at a point) or "node" (an SVG
        element at a point).
    key : what does not move: style, clip, marker shape; equal keys are stored once.
    points : (n, 2) canvas coordinates, y downwards.
    codes : (n,) matplotlib path codes of a path, else None.
    content : the string of a text, or the element of a node.
    """

    kind: str
    key: tuple
    points: np.ndarray
    codes: np.ndarray | None = None
    content: str = ""


class SvgRenderer(RendererSVG):
    """matplotlib's own SVG renderer, with clip ids that depend on geometry alone and formulas as outlines."""

    def __init__(self, figure, id_prefix: str = ""):
        width, height = figure.get_size_inches() * 72
        self.buffer = io.StringIO()
        self.id_prefix = id_prefix
        super().__init__(width, height, self.buffer, image_dpi=IMAGE_DPI, metadata=dict.fromkeys(
            ("Date", "Creator", "Format", "Type")))

    def _get_clippath_id(self, clippath):
        return (clippath.vertices.tobytes(), None if clippath.codes is None else clippath.codes.tobytes())

    def _make_id(self, type, content):                               # noqa: A002 (matplotlib's own name)
        return self.id_prefix + super()._make_id(type, content)

    def _draw_text_as_text(self, gc, x, y, s, prop, angle, ismath, mtext=None):
        draw = self._draw_text_as_path if ismath else super()._draw_text_as_text
        draw(gc, x, y, s, prop, angle, ismath, mtext)

    def document(self) -> ET.Element:
        """Finish, and return what was drawn as an element tree."""
        self.finalize()
        return ET.fromstring(self.buffer.getvalue().partition("?>")[2].partition("<svg")[1]
                             + self.buffer.getvalue().partition("<svg")[2])


class Recorder(SvgRenderer):
    """Keeps the primitives that artists draw, instead of writing them."""

    def __init__(self, figure):
        super().__init__(figure, id_prefix="live-")
        self.primitives: list[Primitive] = []
        self._canvas = (0.0, 0.0, self.width, self.height)

    def record(self, artist) -> list[Primitive]:
        """Return the display list of `artist` as it is now."""
        self.primitives = []
        artist.draw(self)
        return self.primitives

    def definitions(self) -> dict[str, str]:
        """Return the clip paths and hatches used so far: id to SVG element."""
        elements = ET.fromstring("<g>" + self._captured(lambda: (self._write_clips(), self._write_hatches())) + "</g>")
        return {child.get("id"): with_roles(ET.tostring(child, "unicode")) for defs in elements for child in defs}

    # the two primitives that move most, as numbers

    def draw_path(self, gc, path, transform, rgbFace=None):
        unfilled = rgbFace is None and gc.get_hatch_path() is None
        dashed = gc.get_dashes()[1] is not None       # dashes begin where matplotlib clips; a solid line may be clipped
        clip = self._canvas if dashed else ROOM       # farther out, where fewer states differ in length
        cleaned = path.cleaned(self._make_flip_transform(transform), remove_nans=True,
                               clip=clip if unfilled else None, curves=True, sketch=gc.get_sketch_params())
        points, codes = _without_stop(_within_range(cleaned))
        if len(points):
            self._keep("path", gc, with_roles(self._get_style(gc, rgbFace)), points, codes)

    def draw_markers(self, gc, marker_path, marker_trans, path, trans, rgbFace=None):
        shape = self._convert_path(marker_path, marker_trans + Affine2D().scale(1.0, -1.0), simplify=False)
        points = [vertices[-2:] for vertices, _ in
                  path.iter_segments(self._make_flip_transform(trans), simplify=False) if len(vertices)]
        points = [p for p in points if LOW <= p[0] <= HIGH and LOW <= p[1] <= HIGH]
        if points:
            self._keep("marks", gc, (with_roles(self._get_style(gc, rgbFace)), shape), np.array(points))

    # everything else, as SVG at a place

    def draw_path_collection(self, *args, **kwargs):
        super(RendererSVG, self).draw_path_collection(*args, **kwargs)

    def draw_text(self, gc, x, y, s, prop, angle, ismath=False, mtext=None):
        if ismath:
            written = self._captured(lambda: self._draw_text_as_path(gc, 0, 0, s, prop, angle, ismath, mtext))
            self._glyph_map.clear()                       # each node carries the outlines of its own glyphs
            return self._keep("node", gc, (), np.array([[x, y]]), content=with_roles(written))
        written = self._captured(lambda: self._draw_text_as_text(gc, x, y, s, prop, angle, False, mtext))
        element = ET.fromstring(written)
        x, y = float(element.get("x", x)), float(element.get("y", y))
        css = with_roles(plain_font(element.get("style", "")))
        self._keep("text", gc, (css, f"rotate({-angle:.6g})" if angle else ""), np.array([[x, y]]), content=s)

    def draw_image(self, gc, x, y, im, transform=None):
        self._node(gc, lambda plain: super(Recorder, self).draw_image(plain, x, y, im, transform))

    def draw_gouraud_triangles(self, gc, triangles_array, colors_array, transform):
        self._node(gc, lambda plain: super(Recorder, self).draw_gouraud_triangles(
            plain, triangles_array, colors_array, transform))

    def _node(self, gc, draw):
        plain = self.new_gc()
        plain.copy_properties(gc)
        plain.set_clip_rectangle(None)
        plain._clippath = None                            # the clip is kept beside the node, not in it
        self._keep("node", gc, (), np.zeros((1, 2)), content=self._captured(lambda: draw(plain)))

    def _keep(self, kind, gc, key, points, codes=None, content=""):
        clip = self._get_clip_attrs(gc).get("clip-path", "")[5:-1]
        key = (clip, *((key,) if isinstance(key, str) else key))
        self.primitives.append(Primitive(kind, key, points, codes, content))

    def _captured(self, draw) -> str:
        self.writer.flush()
        start = self.buffer.tell()
        draw()
        self.writer.flush()
        written = self.buffer.getvalue()[start:]
        self.buffer.seek(start)
        self.buffer.truncate()
        return written.replace("xlink:href", "href")

    def open_group(self, s, gid=None):
        """Groups carry no picture."""

    def close_group(self, s):
        """Groups carry no picture."""


def plain_font(css: str) -> str:
    """Drop the font family: a figure's text is set in the page's face."""
    return "; ".join(part for part in css.split("; ") if not part.startswith("font-family"))


def _without_stop(path: Path) -> tuple[np.ndarray, np.ndarray]:
    keep = path.codes != Path.STOP
    return path.vertices[keep], path.codes[keep].astype(np.uint8)


def _within_range(path: Path) -> Path:
    """Clip a path that leaves what the table can hold; curves out there become segments."""
    if len(path.vertices) == 0 or (path.vertices.min() >= LOW and path.vertices.max() <= HIGH):
        return path
    from matplotlib.transforms import Bbox                # rare: a filled shape much larger than the picture
    polygons = [Path(p) for p in path.to_polygons(closed_only=False) if len(p) > 2]
    box = Bbox([[LOW, LOW], [HIGH, HIGH]])
    clipped = [p.clip_to_bbox(box) for p in polygons]
    parts = [p for p in clipped if len(p.vertices)]
    whole = Path.make_compound_path(*parts) if parts else Path(NO_POINTS)
    codes = whole.codes if whole.codes is not None else np.r_[Path.MOVETO, np.full(max(len(whole) - 1, 0), Path.LINETO)]
    return Path(whole.vertices, codes[:len(whole.vertices)])
