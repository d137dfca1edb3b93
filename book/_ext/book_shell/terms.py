"""Terms: words in bold italics, `***convex***`, are defined where they stand, and the role `term` leads there.

    A set is ***convex*** if it holds the segment between any two of its points.
    On a {term}`convex` set, and on {term}`convex sets <convex>`, …

Sphinx says where a term is defined twice, or referred to and not defined; as all warnings, that stops the build.
"""
from __future__ import annotations

import re
from collections.abc import Iterator

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.roles import XRefRole
from sphinx.transforms import SphinxTransform
from sphinx.util import logging
from sphinx.util.nodes import make_id

logger = logging.getLogger(__name__)
ENDED = re.compile(r"[.!?:…]['\"’”)]*\s*$")


class Term(nodes.inline):
    """A word that is defined here."""


class DefineTerms(SphinxTransform):
    """Make a target of each term of this page, and note it among Sphinx's own glossary terms."""

    default_priority = 400

    def apply(self, **kwargs: object) -> None:
        """Replace the words in bold italics."""
        std = self.env.domains["std"]
        for italics, words in list(defining(self.document)):
            name = known_as(italics.astext())
            anchor = make_id(self.env, self.document, "term", name)
            term = Term("", "", *words, ids=[anchor], anchor=anchor)
            term.source, term.line = italics.parent.source, italics.parent.line
            if isinstance(italics.parent, nodes.title):
                logger.warning("the term %s is defined in a heading: define it in a sentence", name, location=term)
            italics.replace_self(term)
            std.note_object("term", name, anchor, location=term)


def defining(document: nodes.document) -> Iterator[tuple[nodes.emphasis, list[nodes.Node]]]:
    """Yield what is in bold italics as a whole, with its words; the parser leaves empty words around them."""
    for italics in document.findall(nodes.emphasis):
        inner = [part for part in italics if part.astext()]
        if len(inner) == 1 and isinstance(inner[0], nodes.strong):
            yield italics, inner[0].children


def known_as(name: str) -> str:
    """Return the name under which a term is known.

    >>> known_as("Condition\\n number")
    'condition number'
    """
    return " ".join(name.lower().split())


def sentence(term: Term) -> list[nodes.Node]:
    """Return copies of the sentence in which a term is defined, with the displayed formula in its middle."""
    block = term.parent
    while isinstance(block, nodes.Inline):
        block = block.parent
    found = next(parts for parts in split(block) if any(term in part.findall() for part in parts))
    copied = [nodes.paragraph("", "", *(part.deepcopy() for part in found)), *continuation(block, found)]
    for element in (element for part in copied for element in part.findall(nodes.Element)):
        element["ids"] = []
        if isinstance(element, nodes.math_block):
            element["number"] = None
    return copied


def split(block: nodes.Element) -> list[list[nodes.Node]]:
    """Split the content of a paragraph where a line ends with a sentence: pages have one sentence a line."""
    found: list[list[nodes.Node]] = [[]]
    for child in block:
        for part in map(nodes.Text, re.split(r"(?<=\n)", child)) if isinstance(child, nodes.Text) else [child]:
            found[-1].append(part)
            if part.astext().endswith("\n") and ENDED.search(text_of(found[-1])):
                found.append([])
    return [parts for parts in found if parts]


def continuation(block: nodes.Element, found: list[nodes.Node]) -> list[nodes.Node]:
    """Return what follows a paragraph whose last sentence goes on in a displayed formula, and perhaps after it."""
    after = [node for node in block.parent[block.parent.index(block) + 1:] if not isinstance(node, nodes.target)][:2]
    is_last, is_whole = text_of(block).endswith(text_of(found)), text_of(found).endswith((".", "!", "?"))
    if not is_last or is_whole or not after or not isinstance(after[0], nodes.math_block):
        return []
    formula, *rest = after
    goes_on = rest and isinstance(rest[0], nodes.paragraph) and rest[0].astext()[:1].islower()
    end = [nodes.paragraph("", "", *(part.deepcopy() for part in split(rest[0])[0]))] if goes_on else []
    return [formula.deepcopy(), *end]


def text_of(parts: list[nodes.Node] | nodes.Element) -> str:
    """Return the words of a sentence."""
    return "".join(part.astext() for part in parts)


def visit_term(self, node: Term) -> None:
    """Open the element."""
    self.body.append(self.starttag(node, "dfn", ""))


def depart_term(self, node: Term) -> None:
    """Close the element."""
    self.body.append("</dfn>")


def add(app: Sphinx) -> None:
    """Register the node, the transform, and Sphinx's role for terms, to which capitals are small letters."""
    plain = (lambda self, node: None, lambda self, node: None)
    app.add_node(Term, html=(visit_term, depart_term), latex=plain, text=plain, man=plain, texinfo=plain)
    app.add_transform(DefineTerms)
    role = XRefRole(lowercase=True, innernodeclass=nodes.inline, warn_dangling=True)
    app.add_role_to_domain("std", "term", role, override=True)
