"""Grades: the stars that begin an exercise's title are read aloud as "two stars of three"."""
from __future__ import annotations

import re

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

from .typography import put_in_place_of

STARS = re.compile(r"(?<!★)★{1,3}(?!★)")
SPOKEN = {1: "one star", 2: "two stars", 3: "three stars"}


class grade(nodes.inline):
    """The stars of an exercise."""


class SpeakStars(SphinxPostTransform):
    """Give the stars in the titles of exercises, and of their solutions, a text alternative."""

    default_priority = 900     # after sphinx-exercise has put the titles together
    formats = ("html",)

    def run(self, **kwargs: object) -> None:
        """Mark the stars in the boxes of this page."""
        for title in self.document.findall(nodes.title):
            kinds = set(title.parent.get("classes", []))
            if "exercise" in kinds:
                without_brackets(title)
            if kinds & {"exercise", "solution"}:
                for text in list(title.findall(nodes.Text)):
                    put_in_place_of(text, *marked(text))


def without_brackets(title: nodes.title) -> None:
    """Take away the brackets that sphinx-exercise puts around a title: the stars set it apart well enough."""
    if len(title) > 2 and title[0] == " (" and title[-1] == ")" and STARS.match(title[1].astext()):
        title[0] = nodes.Text(" ")
        del title[-1]


def marked(text: str) -> list[nodes.Node]:
    """Return a text with its stars as nodes of their own.

    >>> [node.astext() for node in marked("★★ A long way ★")]
    ['★★', ' A long way ', '★']
    """
    parts = re.split(f"({STARS.pattern})", text)
    return [grade("", part) if STARS.fullmatch(part) else nodes.Text(part) for part in parts if part]


def visit_grade(self, node: grade) -> None:
    """Open the element; a screen reader says its label in place of the stars."""
    self.body.append(f'<span class="grade" role="img" aria-label="{SPOKEN[len(node.astext())]} of three">')


def depart_grade(self, node: grade) -> None:
    """Close the element."""
    self.body.append("</span>")


def add(app: Sphinx) -> None:
    """Register the transform and its node."""
    plain = (lambda self, node: None, lambda self, node: None)
    app.add_node(grade, html=(visit_grade, depart_grade), latex=plain, text=plain, man=plain, texinfo=plain)
    app.add_post_transform(SpeakStars)
