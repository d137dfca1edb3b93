"""Small things that a compositor would do by hand."""
from __future__ import annotations

import re

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

CLOSING = re.compile(r"^[.,;:!?)\]’”%-]+")
GROUPS = re.compile(r"(?<=\d) (?=\d{3}(?!\d))")
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
                put_in_place_of(text, nodes.Text(text[mark.end():]))
                both = [formula.deepcopy(), nodes.Text(mark.group())]
                formula.replace_self(nodes.inline("", "", *both, classes=["together"]))


def put_in_place_of(old: nodes.Text, *new: nodes.Node) -> None:
    """Replace this very text: docutils' own `replace` takes the first of its siblings that reads the same."""
    place = next(k for k, sibling in enumerate(old.parent.children) if sibling is old)
    old.parent[place:place + 1] = list(new)


class KeepNumbers(SphinxPostTransform):
    """Keep the groups of a long number, as in 10 000, on one line."""

    default_priority = 900
    formats = ("html",)

    def run(self, **kwargs: object) -> None:
        """Put thin spaces that do not break between the groups, except in code and formulas."""
        for text in list(self.document.findall(nodes.Text)):
            if GROUPS.search(text) and not isinstance(text.parent, (nodes.literal, nodes.FixedTextElement, nodes.math)):
                put_in_place_of(text, nodes.Text(grouped(text)))


def grouped(text: str) -> str:
    """Return the text with its long numbers kept together.

    >>> grouped("10 000 of 7 312 504 values, and 3 1000")
    '10\\u202f000 of 7\\u202f312\\u202f504 values, and 3 1000'
    """
    return GROUPS.sub("\u202f", text)


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
                put_in_place_of(first, label, nodes.Text(first[len(WORD):]))


def add(app: Sphinx) -> None:
    """Register the transforms."""
    app.add_post_transform(KeepPunctuation)
    app.add_post_transform(KeepNumbers)
    app.add_post_transform(SetProofs)
