"""Small things that a compositor would do by hand."""
from __future__ import annotations

import re

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

CLOSING = re.compile(r"^[.,;:!?)\]’”%-]+")
WORD = "Proof."       # sphinx-proof writes it into the proof's first sentence


class KeepPunctuation(SphinxPostTransform):
    """Keep the comma after a formula on the formula's line: browsers break a line there, compositors do not."""

    default_priority = 900
    formats = ("html",)

    def run(self, **kwargs: object) -> None:
        """Join each inline formula with the punctuation that follows it."""
        for formula in list(self.document.findall(nodes.math)):
            text = formula.next_node(descend=False, siblings=True)
            mark = CLOSING.match(text) if isinstance(text, nodes.Text) else None
            if mark:
                text.parent.replace(text, nodes.Text(text[mark.end():]))
                both = [formula.deepcopy(), nodes.Text(mark.group())]
                formula.replace_self(nodes.inline("", "", *both, classes=["together"]))


class SetProofs(SphinxPostTransform):
    """Set the word "Proof." apart from the first sentence of the proof."""

    default_priority = 900
    formats = ("html",)

    def run(self, **kwargs: object) -> None:
        """Mark the word in each proof of this page."""
        for proof in self.document.findall(nodes.admonition):
            first = next(iter(proof.findall(nodes.Text)), None)
            if "proof" in proof["classes"] and first is not None and first.startswith(WORD):
                label = nodes.inline("", WORD, classes=["label"])
                first.parent.replace(first, [label, nodes.Text(first[len(WORD):])])


def add(app: Sphinx) -> None:
    """Register the transforms."""
    app.add_post_transform(KeepPunctuation)
    app.add_post_transform(SetProofs)
