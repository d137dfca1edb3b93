"""Excerpts: what a definition, a theorem, an equation or a term says, apart from the page on which it stands.

They are words and formulas only: a link leads nowhere from where an excerpt is shown, and no figure is there to follow.
"""
from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.environment.collectors import EnvironmentCollector
from sphinx.util.docutils import new_document

from tools.formulas import LIVE

from .place import by_page
from .sentences import Moving
from .terms import Term, sentence


def of_page(env: BuildEnvironment, docname: str) -> dict[str, list[nodes.Node]]:
    """Return the excerpts of a page by the ids of what they show, all references in them resolved."""
    return {name: resolved(env, docname, cut(node)) for name, node in statements(env.get_doctree(docname))}


def statements(doctree: nodes.document) -> Iterator[tuple[str, nodes.Element]]:
    """Yield what a page states, by its id."""
    for node in doctree.findall(nodes.Element):
        if node["ids"] and (isinstance(node, Term | nodes.math_block) or node.get("realtype")):
            yield node["ids"][0], node


def cut(node: nodes.Element) -> list[nodes.Node]:
    """Return a copy of what is stated: of a term its sentence, of all else the whole."""
    return sentence(node) if isinstance(node, Term) else [node.deepcopy()]


def resolved(env: BuildEnvironment, docname: str, parts: list[nodes.Node]) -> list[nodes.Node]:
    """Return the parts as they look in their page, without links."""
    document = new_document(docname)
    document += parts
    for moving in list(document.findall(Moving)):
        moving.replace_self(moving.children)
    for formula in document.findall(lambda node: isinstance(node, nodes.math | nodes.math_block)):
        formula[0] = nodes.Text(LIVE.sub(r"\g<breaks>{\g<words>}", formula[0]))
    env.apply_post_transforms(document, docname)
    for link in list(document.findall(nodes.reference)):
        link.replace_self(link.children)
    return document.children


class Stated(EnvironmentCollector):
    """Keeps what each page states: when it changes anywhere, all pages are written again, for some show it."""

    def process_doc(self, app: Sphinx, doctree: nodes.document) -> None:
        """Note what a page states that was read."""
        kept = {name: "".join(part.pformat() for part in cut(node)) for name, node in statements(doctree)}
        stated(app.env)[app.env.docname] = kept

    def clear_doc(self, app: Sphinx, env: BuildEnvironment, docname: str) -> None:
        """Forget a page."""
        stated(env).pop(docname, None)

    def merge_other(self, app: Sphinx, env: BuildEnvironment, docnames: set[str], other: BuildEnvironment) -> None:
        """Take over what another process has read."""
        stated(env).update((docname, stated(other)[docname]) for docname in docnames)

    def get_updated_docs(self, app: Sphinx, env: BuildEnvironment) -> list[str]:
        """Name all pages when one of them states something else."""
        changed = stated(env) != getattr(env, "stated_before", None)
        env.stated_before = dict(stated(env))
        return list(env.found_docs) if changed else []


def stated(env: BuildEnvironment) -> dict[str, dict[str, str]]:
    """Return by page and id what is stated, in a form to compare."""
    return by_page(env, "stated")


def add(app: Sphinx) -> None:
    """Register the collector."""
    app.add_env_collector(Stated)
