"""Cells that only assert, folded under one line in words that says what was checked.

    ```{code-cell} ipython3
    :tags: [check]

    # Checked on 569 tumours: the bound holds at every step.
    assert (heights <= promise).all()
    ```

In JupyterLab and in a notebook the line is what it is here, the first comment of the cell.
"""
from __future__ import annotations

import re

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging

CLASS = "tag_check"                              # as myst-nb writes the tag
COMMENT = re.compile(r"# Checked\b.*\n(?:#.*\n)*")
logger = logging.getLogger(__name__)


class FoldChecks(SphinxPostTransform):
    """Make each cell with the tag a box that folds."""

    default_priority = 190                       # before myst-nb folds cells of its own, at 199
    formats = ("html",)

    def run(self, **kwargs: object) -> None:
        """Replace the cells of this page."""
        for cell in list(self.document.findall(nodes.container)):
            if CLASS in cell["classes"]:
                self.fold(cell)

    def fold(self, cell: nodes.container) -> None:
        """Replace a cell by a box under its words."""
        code = next(iter(cell.findall(nodes.literal_block)))
        words, rest = parted(code.astext())
        if not words:
            logger.warning("a cell tagged `check` must begin with a comment that says what was checked, as in "
                           "`# Checked on 569 tumours: the bound holds.`; got %r", code.astext()[:60], location=cell)
        code.replace_self(nodes.literal_block(rest, rest, **code.attributes))
        box = nodes.admonition("", nodes.title("", words), *cell.children, classes=["dropdown", *cell["classes"]])
        cell.replace_self(box)


def parted(code: str) -> tuple[str, str]:
    """Return the words of a check, and the code below them.

    >>> parted("# Checked for two points,\\n# and for three.\\nassert True")
    ('Checked for two points, and for three.', 'assert True')
    """
    comment = COMMENT.match(code)
    if comment is None:
        return "", code
    return " ".join(line.lstrip("# ") for line in comment[0].splitlines()), code[comment.end():]


def add(app: Sphinx) -> None:
    """Register the transform."""
    app.add_post_transform(FoldChecks)
