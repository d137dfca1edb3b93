"""What the templates are told about each page."""
from __future__ import annotations

from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config


def use_our_templates(app: Sphinx, config: Config) -> None:
    """Let the templates beside this file win over the theme's of the same name."""
    config.templates_path = [str(Path(__file__).parent / "templates"), *config.templates_path]


def describe(app: Sphinx, pagename: str, templatename: str, context: dict, doctree: nodes.document | None) -> None:
    """Say whether this is the front page."""
    context["is_front_page"] = pagename == app.config.root_doc
