"""Fonts as data URIs in one style sheet: browsers refuse font files over file:// in places.

Source Serif Pro (OFL) comes from the package font-source-serif-pro, DejaVu Sans Mono from matplotlib. Each face is cut
down to the characters a book like this one can use and packed as WOFF2; the result is kept, keyed by all it depends on.
"""
from __future__ import annotations

import base64
import hashlib
import importlib.util
import io
from pathlib import Path
from typing import NamedTuple

import matplotlib
from fontTools import subset
from fontTools.ttLib import TTFont


class Face(NamedTuple):
    """One face: how CSS asks for it, and the file it comes from."""

    family: str
    weight: int
    style: str
    path: Path


def serif(name: str) -> Path:
    """Return the path of one file of Source Serif Pro, e.g. `serif("It")`."""
    package = Path(importlib.util.find_spec("font_source_serif_pro").origin).parent
    return package / "files" / f"SourceSerifPro-{name}.otf"


def mono(name: str) -> Path:
    """Return the path of one file of DejaVu Sans Mono."""
    return Path(matplotlib.get_data_path()) / "fonts" / "ttf" / f"DejaVuSansMono{name}.ttf"


def faces() -> list[Face]:
    """Return the faces of the book."""
    text, code = "Source Serif Pro", "DejaVu Sans Mono"
    return [Face(text, 400, "normal", serif("Regular")), Face(text, 400, "italic", serif("It")),
            Face(text, 600, "normal", serif("Semibold")), Face(text, 600, "italic", serif("SemiboldIt")),
            Face(code, 400, "normal", mono("")), Face(code, 700, "normal", mono("-Bold"))]


# Latin with its accents, Greek, general punctuation, super- and subscripts, letterlike, arrows, operators, shapes
RANGES = [(0x20, 0x7E), (0xA0, 0x17F), (0x218, 0x21B), (0x2B0, 0x2FF), (0x300, 0x304), (0x370, 0x3FF),
          (0x2010, 0x2044), (0x2070, 0x209F), (0x20AC, 0x20AC), (0x2100, 0x214F), (0x2190, 0x21FF), (0x2200, 0x22FF),
          (0x2300, 0x23FF), (0x2500, 0x257F), (0x25A0, 0x25FF), (0x2713, 0x2717), (0x27E8, 0x27EB), (0xFB00, 0xFB04)]
FEATURES = ["kern", "liga", "calt", "ccmp", "locl", "mark", "mkmk", "lnum", "onum", "tnum", "pnum", "smcp", "c2sc",
            "sups", "subs", "frac", "ordn", "case"]


def style_sheet(cache: Path) -> str:
    """Return the style sheet, from `cache` when nothing it depends on has changed."""
    kept = cache / f"{key()}.css"
    if not kept.exists():
        cache.mkdir(parents=True, exist_ok=True)
        kept.write_text("\n".join(rule(face) for face in faces()) + "\n", "utf-8")
    return kept.read_text("utf-8")


def key() -> str:
    """Return a hash of the font files, the characters, the features and this module."""
    digest = hashlib.sha256(Path(__file__).read_bytes())
    for face in faces():
        digest.update(face.path.read_bytes())
    return digest.hexdigest()[:16]


def rule(face: Face) -> str:
    """Return the `@font-face` rule that carries the face."""
    data = base64.b64encode(pack(face.path)).decode("ascii")
    return (f"@font-face {{ font-family: '{face.family}'; font-weight: {face.weight}; font-style: {face.style}; "
            f"font-display: block; src: url(data:font/woff2;base64,{data}) format('woff2'); }}")


def pack(path: Path) -> bytes:
    """Return the face at `path`, subset and encoded as WOFF2."""
    options = subset.Options(flavor="woff2", layout_features=FEATURES, notdef_outline=True, desubroutinize=True,
                             drop_tables=[*subset.Options().drop_tables, "FFTM"])
    font = TTFont(path, recalcTimestamp=False)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=[code for first, last in RANGES for code in range(first, last + 1)])
    cutter.subset(font)
    packed = io.BytesIO()
    font.flavor = "woff2"
    font.save(packed)
    return packed.getvalue()
