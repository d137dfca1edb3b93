"""The line under a page's title: how long the page takes, and one button for all that folds."""
from __future__ import annotations

from docutils import nodes
from myst_nb.sphinx_ import HideCodeCellNode
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

from . import titles
from .folded import folded
from .minutes import Reading, in_words, readings

BUTTON = '<button type="button" class="unfold-all">unfold all</button>'   # shown where there are scripts: folds.js


class WriteTitleLine(SphinxPostTransform):
    """Write the line of this page, if there is anything to say."""

    default_priority = 960                       # after `folded.FoldDropdowns`
    formats = ("html",)

    def run(self, **kwargs: object) -> None:
        """Put the line behind the title."""
        one = readings(self.env).get(self.env.docname)
        parts = [*([time(one)] if one else []), *([BUTTON] if self.something_folds() else [])]
        title = titles.of_page(self.document)
        if parts and title:
            line = nodes.raw("", f'<p class="title-line">{" ".join(parts)}</p>', format="html")
            title.parent.insert(title.parent.index(title) + 1, line)

    def something_folds(self) -> bool:
        """Tell whether there is anything to unfold."""
        return any(self.document.findall(lambda node: isinstance(node, (folded, HideCodeCellNode))))


def time(one: Reading) -> str:
    """Return the time of a page in words, with what the tests hold to their bounds."""
    exact = f'data-words="{one.words}" data-path="{one.path:.0f}" data-all="{one.all:.0f}"'
    return f'<span class="minutes" {exact}>{in_words(one)}</span>'


def add(app: Sphinx) -> None:
    """Register the transform."""
    app.add_post_transform(WriteTitleLine)
