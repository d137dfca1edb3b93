"""Drawings in the book's own colours: an SVG image that names colour roles is set into the page itself.

As an <img> it could not see the page's roles, and would stay light on a dark page.
"""
from __future__ import annotations

from html import escape
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform


class InlineDrawings(SphinxPostTransform):
    """Replace each image of such a drawing by the drawing."""

    default_priority = 200
    formats = ("html",)

    def run(self, **kwargs: object) -> None:
        """Replace the drawings of this page."""
        for image in list(self.document.findall(nodes.image)):
            drawing = self.drawing(image["uri"])
            if drawing:
                image.replace_self(nodes.raw("", with_label(drawing, image.get("alt", "")), format="html"))

    def drawing(self, uri: str) -> str:
        """Return the text of the drawing at `uri`, or nothing if it is no drawing of ours."""
        path = Path(self.app.srcdir, uri)
        if path.suffix != ".svg" or not path.is_file():
            return ""
        text = path.read_text("utf-8")
        return text if "var(--" in text else ""


def with_label(drawing: str, label: str) -> str:
    """Say to a screen reader what the drawing shows, or that it is only an ornament.

    >>> with_label("<svg></svg>", "A grid")
    '<svg class="drawing" role="img" aria-label="A grid"></svg>'
    """
    spoken = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    return drawing.strip().replace("<svg", f'<svg class="drawing" {spoken}', 1)


def add(app: Sphinx) -> None:
    """Register the transform."""
    app.add_post_transform(InlineDrawings)
