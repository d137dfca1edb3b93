"""The book's one Sphinx extension: its place, its assets, its folding boxes, its checks.

- `place`: pages are read from book/ and lie at the top of the built book.
- `assets`: fonts, colours and the live-figure player, made at build time from installed packages.
- `formulas`: formulas are typeset while the book is built, by `typesetter`; `headings` has them in words.
- `finding`: the search finds what has a name, from a list that is made here.
- `folded`: every `dropdown` box is a native <details>, which works without scripts, by keyboard and in print.
- `checked`: cells that only assert fold under the words that say what they check.
- `numbering`: theorems, exercises, figures and equations are numbered within their chapter.
- `minutes`: how long each page takes is counted; `title_line` shows it, with a button for all that folds.
- `titles`: a title is a term and a question; the list of contents shows the term.
- `drawings`: drawings in the book's colours are set into the page, so that they follow light and dark.
- `grades`: the stars of an exercise are read aloud as words.
- `typography`: what a compositor would do by hand.
- `pages`: what the templates are told about each page.
- `progress`: which exercises each page has, so that readers see how far they are.
- `sentences`: the role `live`, by which prose moves a figure and follows it.
- `terms`: words in bold italics are defined where they stand, and the role `term` leads there.
- `glossary`: an empty `{glossary}` lists them with the sentences that define them.
- `excerpts`: what a definition, a theorem, an equation or a term says, apart from its page.
- `previews`: what a link speaks of lies ready in the page, to be shown beside it.
- `trimmed`: the theme's style sheets lose what nothing in the book can wear.
- `tables`: the live figures' tables follow the pages that use them, and a page with a broken figure stops the build.
"""
from __future__ import annotations

from sphinx.application import Sphinx

from . import (
    assets,
    checked,
    drawings,
    excerpts,
    finding,
    folded,
    formulas,
    glossary,
    grades,
    headings,
    minutes,
    numbering,
    pages,
    place,
    previews,
    progress,
    sentences,
    tables,
    terms,
    title_line,
    titles,
    trimmed,
    typography,
)


def setup(app: Sphinx) -> dict:
    """Connect everything to Sphinx."""
    place.read_from_book(app)
    app.add_config_value("comments_config", {}, "")   # Jupyter Book sets it for sphinx_comments, which we leave out
    app.connect("config-inited", place.translate_toc, priority=850)   # before sphinx_external_toc reads it, at 900
    app.connect("config-inited", assets.make, priority=850)
    app.connect("config-inited", pages.use_our_templates, priority=850)
    app.connect("env-get-updated", assets.affected)
    app.connect("html-page-context", pages.describe, priority=900)
    app.connect("build-finished", tables.copy_and_check)
    finding.add(app)
    folded.add_nodes(app)
    checked.add(app)
    numbering.add(app)
    minutes.add(app)
    title_line.add(app)
    titles.add(app)
    drawings.add(app)
    formulas.add(app)
    grades.add(app)
    headings.add(app)
    progress.add(app)
    sentences.add(app)
    typography.add(app)
    terms.add(app)
    excerpts.add(app)
    glossary.add(app)
    previews.add(app)
    trimmed.add(app)
    assets.link(app)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

