"""Two renderers on top of matplotlib's SVG backend: one writes the picture, one keeps the primitives of an artist.

`Recorder` is given to `artist.draw` in place of a canvas. What matplotlib would have written (paths, markers, text,
anything else) stays as numbers and short strings: the artist's *display list* in one state of the figure.
"""
from __future__ import annotations

import io
import xml.etree.ElementTree as ET
from typing import NamedTuple

import numpy as np
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.colors import rgb2hex
from matplotlib.path import Path
from matplotlib.transforms import Affine2D, Bbox

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

    def _make_id(self, type, content):
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
        self._flip = Affine2D().scale(1.0, -1.0).translate(0.0, self.height).get_matrix()
        self._styles: dict[tuple, str] = {}
        self._shapes: dict[tuple, str] = {}

    def record(self, artist) -> list[Primitive]:
        """Return the display list of `artist` as it is now."""
        self.primitives = []
        artist.draw(self)
        return self.primitives

    def definitions(self) -> dict[str, str]:
        """Return the clip paths and hatches used so far: id to SVG element."""
        elements = ET.fromstring("<g>" + self._captured(lambda: (self._write_clips(), self._write_hatches())) + "</g>")
        return {child.get("id"): with_roles(ET.tostring(child, "unicode")) for defs in elements for child in defs}

    # what is asked for at every state is made once

    def _get_style(self, gc, rgbFace):
        face = None if rgbFace is None else tuple(rgbFace)
        offset, dashes = gc.get_dashes()
        key = (face, gc.get_rgb(), gc.get_alpha(), gc.get_forced_alpha(), gc.get_linewidth(), offset,
               None if dashes is None else tuple(dashes), gc.get_joinstyle(), gc.get_capstyle(), gc.get_hatch(),
               gc.get_hatch_color(), gc.get_hatch_linewidth())
        if key not in self._styles:
            self._styles[key] = with_roles(super()._get_style(gc, rgbFace))
        return self._styles[key]

    def _shape(self, path, transform) -> str:
        key = (path.vertices.tobytes(), path.codes is not None and path.codes.tobytes(),
               transform.get_matrix().tobytes())
        if key not in self._shapes:
            self._shapes[key] = self._convert_path(path, transform + Affine2D().scale(1.0, -1.0), simplify=False)
        return self._shapes[key]

    def _make_flip_transform(self, transform):
        if not transform.is_affine:
            return super()._make_flip_transform(transform)
        return Affine2D(self._flip @ transform.get_matrix())

    # the two primitives that move most, as numbers

    def draw_path(self, gc, path, transform, rgbFace=None):
        filled = rgbFace is not None or gc.get_hatch_path() is not None
        dashed = gc.get_dashes()[1] is not None       # dashes begin where matplotlib clips; a solid line may be clipped
        clip = self._canvas if dashed else ROOM       # farther out, where fewer states differ in length
        cleaned = path.cleaned(self._make_flip_transform(transform), remove_nans=True,
                               clip=None if filled else clip, curves=True, sketch=gc.get_sketch_params())
        if _fits(cleaned):
            self._keep_path(gc, cleaned, rgbFace)
        elif not filled:
            self._keep_path(gc, _flat(cleaned).cleaned(clip=clip), None)
        elif _closed(flat := _flat(cleaned)) or gc.get_linewidth() == 0:
            self._keep_path(gc, _area_within_room(flat), rgbFace)
        else:                                         # an open line around an area is cut apart from it
            area, outline = self._copied(gc), self._copied(gc)
            area.set_linewidth(0)
            outline.set_hatch(None)
            self._keep_path(area, _area_within_room(flat), rgbFace)
            self._keep_path(outline, flat.cleaned(clip=clip), None)

    def _keep_path(self, gc, path, rgbFace):
        drawn = path.codes != Path.STOP
        if drawn.any():
            self._keep("path", gc, self._get_style(gc, rgbFace), path.vertices[drawn],
                       path.codes[drawn].astype(np.uint8))

    def _copied(self, gc):
        copy = self.new_gc()
        copy.copy_properties(gc)
        return copy

    def draw_markers(self, gc, marker_path, marker_trans, path, trans, rgbFace=None):
        points = _places(path, self._make_flip_transform(trans))
        points = points[((points >= LOW) & (points <= HIGH)).all(axis=1)]
        if len(points):
            self._keep("marks", gc, (self._get_style(gc, rgbFace), self._shape(marker_path, marker_trans)), points)

    # everything else, as SVG at a place

    def draw_path_collection(self, *args, **kwargs):
        super(RendererSVG, self).draw_path_collection(*args, **kwargs)

    def draw_text(self, gc, x, y, s, prop, angle, ismath=False, mtext=None):
        if ismath:
            written = self._captured(lambda: self._draw_text_as_path(gc, 0, 0, s, prop, angle, ismath, mtext))
            self._glyph_map.clear()                       # each node carries the outlines of its own glyphs
            self._keep("node", gc, (), np.array([[x, y]]), content=with_roles(_with_outlines(written)))
            return
        written = self._captured(lambda: self._draw_text_as_text(gc, x, y, s, prop, angle, False, mtext))
        element = ET.fromstring(written)
        x, y = float(element.get("x", x)), float(element.get("y", y))
        css = with_roles(plain_font(element.get("style", "")))
        self._keep("text", gc, (css, f"rotate({-angle:.6g})" if angle else ""), np.array([[x, y]]), content=s)

    def draw_image(self, gc, x, y, im, transform=None):
        self._node(gc, lambda plain: super(Recorder, self).draw_image(plain, x, y, im, transform))

    def draw_gouraud_triangles(self, gc, triangles_array, colors_array, transform):
        with_roles(rgb2hex(colors_array.mean(axis=(0, 1))))       # smooth shading is made of colours that are no roles
        self._node(gc, lambda plain: super(Recorder, self).draw_gouraud_triangles(
            plain, triangles_array, colors_array, transform))

    def _node(self, gc, draw):
        plain = self._copied(gc)
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


def _places(path: Path, transform) -> np.ndarray:
    """Return where a path puts its markers: at the end of each segment that is finite."""
    if path.codes is None:
        points = transform.transform(path.vertices)
        return points[np.isfinite(points).all(axis=1)]
    ends = [vertices[-2:] for vertices, _ in path.iter_segments(transform, simplify=False) if len(vertices)]
    return np.array(ends).reshape(-1, 2)


def plain_font(css: str) -> str:
    """Drop the font family: a figure's text is set in the page's face."""
    return "; ".join(part for part in css.split("; ") if not part.startswith("font-family"))


def _with_outlines(formula: str) -> str:
    """Put the outline of each glyph where it is used: the ids of two formulas in one page would meet."""
    root = ET.fromstring(formula)
    outlines = {glyph.attrib.pop("id"): glyph.attrib for glyph in root.iterfind(".//defs/path")}
    for group in list(root.iter()):
        for use in group.findall("use"):
            outline = outlines[use.attrib.pop("href").removeprefix("#")]
            transform = " ".join(place["transform"] for place in (use.attrib, outline) if "transform" in place)
            group[list(group).index(use)] = ET.Element("path", {**outline, "transform": transform})
        for defs in group.findall("defs"):
            group.remove(defs)
    return ET.tostring(root, "unicode")


def _fits(path: Path) -> bool:
    return len(path.vertices) == 0 or (path.vertices.min() >= LOW and path.vertices.max() <= HIGH)


def _flat(path: Path) -> Path:
    """Return a path of segments, fine enough for a canvas unit."""
    fine = 8
    segments = path.cleaned(Affine2D().scale(fine))
    return Path(segments.vertices / fine, segments.codes)


def _closed(path: Path) -> bool:
    """Tell whether every part of a path of segments ends where it begins."""
    vertices, codes = path.vertices[path.codes != Path.STOP], path.codes[path.codes != Path.STOP]
    first = np.flatnonzero(codes == Path.MOVETO)
    last = np.r_[first[1:], len(codes)] - 1
    return bool(((codes[last] == Path.CLOSEPOLY) | (vertices[first] == vertices[last]).all(axis=1)).all())


def _area_within_room(path: Path) -> Path:
    """Return the part of a filled shape that a table can hold."""
    corners = np.clip(path.vertices, -1e100, 1e100)    # farther out, cutting would overflow
    polygons = (Path(polygon).clip_to_bbox(Bbox.from_extents(ROOM)) for polygon in
                Path(corners, path.codes).to_polygons() if len(polygon) > 2)
    parts = [polygon.vertices[:-1] for polygon in polygons if len(polygon.vertices)]
    closed = [Path(np.r_[part, part[:1]], closed=True) for part in parts]
    return Path.make_compound_path(*closed) if closed else Path(NO_POINTS, np.empty(0, Path.code_type))
