"""The list of terms: an empty `{glossary}` is filled with the sentences in which the book defines its terms."""
from __future__ import annotations

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.nodes import make_refnode

from . import excerpts
from .terms import Term


class ListTerms(SphinxPostTransform):
    """Fill the list on this page."""

    default_priority = 5      # before references are resolved: those in the sentences are

    def run(self, **kwargs: object) -> None:
        """Put the terms in alphabetical order below each other."""
        for place in self.document.findall(addnodes.glossary):
            if not place[0].children:
                place[0].extend(self.entries())

    def entries(self) -> list[nodes.definition_list_item]:
        """Return an entry for each term of the book."""
        terms = {name: where for (kind, name), where in self.env.domains["std"].objects.items() if kind == "term"}
        pages = {docname: excerpts.of_page(self.env, docname) for docname, _ in set(terms.values())}
        return [self.entry(docname, target, pages[docname][target]) for _, (docname, target) in sorted(terms.items())]

    def entry(self, docname: str, target: str, said: list[nodes.Node]) -> nodes.definition_list_item:
        """Return a term, the sentence that defines it, and a link to where it stands."""
        name = next(term.astext() for part in said for term in part.findall(Term) if term["anchor"] == target)
        page = nodes.Text(self.env.titles[docname].astext())
        link = make_refnode(self.app.builder, self.env.docname, docname, target, page)
        where = nodes.paragraph("", "", link, classes=["where"])
        return nodes.definition_list_item("", nodes.term("", name), nodes.definition("", *said, where))


def add(app: Sphinx) -> None:
    """Register the transform."""
    app.add_post_transform(ListTerms)
