"""How far a reader is: which exercises with a form each page has, told in the contents for `progress.js` to count."""
from __future__ import annotations

import re

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from .place import below, by_page

FORM = re.compile(r'<form class="check" data-label="([^"]+)"')
LINK = re.compile(r'<a class="([^"]*)" href="([^"#]*)(#?)">')


def add(app: Sphinx) -> None:
    """Connect what collects the forms of each page."""
    app.connect("doctree-read", collect)
    app.connect("env-purge-doc", lambda app, env, page: forms(env).pop(page, None))
    app.connect("html-page-context", tell, priority=930)         # after all else that shapes the contents


def forms(env: BuildEnvironment) -> dict[str, list[str]]:
    """Return the labels of the exercises with a form, by page."""
    return by_page(env, "exercise_forms")


def collect(app: Sphinx, doctree: nodes.document) -> None:
    """Note the forms of a page."""
    found = (FORM.findall(raw.astext()) for raw in doctree.findall(nodes.raw))
    forms(app.env)[app.env.docname] = [label for labels in found for label in labels]


def tell(app: Sphinx, pagename: str, templatename: str, context: dict, doctree: nodes.document | None) -> None:
    """Tell it to a page."""
    context["book_contents"] = with_exercises(context["book_contents"], app, pagename)


def with_exercises(contents: str, app: Sphinx, page: str) -> str:
    """Tell in each link of the contents which exercises its page has; a chapter has those of its pages."""
    by_target = {app.builder.get_relative_uri(page, other): other for other in app.env.found_docs}

    def told(link: re.Match) -> str:
        other = page if link[3] else by_target.get(link[2], "")
        labels = " ".join(labels_below(app.env, other))
        return f'{link[0][:-1]} data-exercises="{labels}">' if labels else link[0]

    return LINK.sub(told, contents)


def labels_below(env: BuildEnvironment, page: str) -> list[str]:
    """Return the labels of a page's exercises and of all below it."""
    return [label for other in below(env, page) for label in forms(env).get(other, [])]
