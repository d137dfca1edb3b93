"""Boxes that fold: every `{dropdown}` and every box with the class `dropdown` becomes a plain native <details>.

Native ones need no script, open by keyboard, are found by a search in the page, and print unfolded. A proof has no
title to click: its first paragraph, which says the idea, is what a reader sees and opens.
"""
from __future__ import annotations

import re

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.writers.html5 import HTML5Translator


class folded(nodes.Element):
    """A <details>; its first child is a `folded_title`."""


class folded_title(nodes.TextElement):
    """The <summary> of a `folded`."""


class DropDoubledIds(SphinxPostTransform):
    """Take ids away that sphinx-proof and sphinx-exercise give to every one of their boxes on a page."""

    default_priority = 940
    formats = ("html",)

    def run(self, **kwargs: object) -> None:
        """Keep the first element of each id, and no id at all on a proof and on the insides of boxes."""
        seen = {"proof"}
        for node in self.document.findall(lambda node: isinstance(node, nodes.Element) and node.get("ids")):
            node["ids"] = [name for name in node["ids"] if name not in seen and not name.endswith("-content")]
            seen.update(node["ids"])


class ReadDesignDropdowns(SphinxPostTransform):
    """Make sphinx-design's `{dropdown}` one of our boxes, so that all that folds looks and works alike."""

    default_priority = 198     # before sphinx-design's own, at 199
    formats = ("html",)

    def run(self, **kwargs: object) -> None:
        """Replace those of this page that have a title."""
        for box in list(self.document.findall(nodes.container)):
            if box.get("design_component") == "dropdown" and box["has_title"]:
                heading, *content = box.children
                classes = ["dropdown", *(["open"] if box["opened"] else []), *box["container_classes"]]
                title = nodes.title("", "", *heading.children)
                ids = [*box["ids"], *heading["ids"]]
                box.replace_self(nodes.admonition("", title, *content, ids=ids, classes=classes))


class ReadProofs(SphinxPostTransform):
    """Make the first paragraph of each proof that folds its title."""

    default_priority = 940     # after the word "Proof." is set, at 900
    formats = ("html",)

    def run(self, **kwargs: object) -> None:
        """Replace the paragraphs of this page."""
        for proof in self.document.findall(nodes.admonition):
            if {"proof", "dropdown"} <= set(proof["classes"]) and isinstance(proof[0], nodes.paragraph):
                proof[0].replace_self(nodes.title("", "", *proof[0].children))


class FoldDropdowns(SphinxPostTransform):
    """Replace each titled `dropdown` box by a `folded`, after references and numbers are resolved."""

    default_priority = 950
    formats = ("html",)

    def run(self, **kwargs: object) -> None:
        """Replace the boxes of this page, the inner ones first."""
        for box in reversed([node for node in self.document.findall(nodes.Element) if folds(node)]):
            box.replace_self(fold(box))


def folds(node: nodes.Element) -> bool:
    """Tell whether `node` is a box that asks to fold and has a title to click."""
    return "dropdown" in node.get("classes", []) and bool(node.children) and isinstance(node[0], nodes.title)


def will_fold(node: nodes.Element) -> bool:
    """Tell of a page that was only read, where none of the transforms has run, whether a node is going to fold."""
    asked = {"dropdown", "tag_check"} & set(node.get("classes", []))
    return bool(asked or node.get("design_component") == "dropdown" or node.get("hide_mode"))


def fold(box: nodes.Element) -> folded:
    """Return the folding form of `box`: same classes, ids and content."""
    title = folded_title("", "", *unlinked(box[0]), classes=["admonition-title"])
    return folded("", title, *box.children[1:], ids=box["ids"], classes=["admonition", *box["classes"]])


def unlinked(title: nodes.Element) -> list[nodes.Node]:
    """Return the content of a title with its links as plain text: a click on a <summary> must only fold it.

    A solution names its exercise, whose own title stands just above: the number is enough.
    """
    for link in list(title.findall(nodes.reference)):
        link.replace_self(nodes.Text(re.sub(r" \(.*\)$", "", link.astext())))
    return title.children


def visit_folded(translator: HTML5Translator, node: folded) -> None:
    """Open the <details>."""
    state = {"open": ""} if "open" in node["classes"] else {}
    translator.body.append(translator.starttag(node, "details", **state))


def depart_folded(translator: HTML5Translator, node: folded) -> None:
    """Close the <details>."""
    translator.body.append("</details>\n")


def visit_folded_title(translator: HTML5Translator, node: folded_title) -> None:
    """Open the <summary>."""
    translator.body.append(translator.starttag(node, "summary", ""))


def depart_folded_title(translator: HTML5Translator, node: folded_title) -> None:
    """Close the <summary>."""
    translator.body.append("</summary>\n")


def add_nodes(app: Sphinx) -> None:
    """Register the two nodes and the transforms."""
    app.add_node(folded, html=(visit_folded, depart_folded))
    app.add_node(folded_title, html=(visit_folded_title, depart_folded_title))
    app.add_post_transform(ReadDesignDropdowns)
    app.add_post_transform(DropDoubledIds)
    app.add_post_transform(ReadProofs)
    app.add_post_transform(FoldDropdowns)
