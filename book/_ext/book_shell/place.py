"""Where pages come from and where they go.

`_config.yml` and `_toc.yml` stand at the top of the project, the pages in book/. Left alone, Sphinx would read the
whole project and write `_build/html/book/index.html`. Read from book/ instead, the front page is
`_build/html/index.html` itself, no redirect, and every address is one level shorter.
"""
from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import yaml
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment

SOURCE = "book"


def read_from_book(app: Sphinx) -> None:
    """Make book/ the source directory; the configuration's paths stay relative to the top of the project."""
    if (app.srcdir / SOURCE).is_dir():
        app.srcdir = app.srcdir / SOURCE


def translate_toc(app: Sphinx, config: Config) -> None:
    """Hand sphinx_external_toc a table of contents whose files are named from book/."""
    toc = Path(app.confdir, config.external_toc_path)
    translated = shell_dir(app) / "toc.yml"
    write_if_changed(translated, yaml.safe_dump(strip_source(yaml.safe_load(toc.read_text("utf-8"))), sort_keys=False))
    config.external_toc_path = translated.as_posix()


def strip_source(item: object) -> object:
    """Drop `book/` from every file name in the table of contents, however deep.

    >>> strip_source({"root": "book/index", "chapters": [{"file": "book/tour"}]})
    {'root': 'index', 'chapters': [{'file': 'tour'}]}
    """
    if isinstance(item, dict):
        return {key: value.removeprefix(f"{SOURCE}/") if key in ("root", "file", "glob") else strip_source(value)
                for key, value in item.items()}
    if isinstance(item, list):
        return [strip_source(entry) for entry in item]
    return item


def below(env: BuildEnvironment, page: str) -> Iterator[str]:
    """Yield a page and all that stand below it in the table of contents, in the order of the book."""
    yield page
    for section in env.toctree_includes.get(page, []):
        yield from below(env, section)


def by_page(env: BuildEnvironment, what: str) -> dict:
    """Return what is noted of each page under this name; Sphinx keeps it with all else that it has read."""
    return vars(env).setdefault(what, {})


def shell_dir(app: Sphinx) -> Path:
    """Return the folder for what this extension makes and keeps between builds."""
    folder = Path(app.confdir) / "_build" / "shell"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def write_if_changed(path: Path, text: str) -> None:
    """Write `text` unless it is there already, so that an unchanged file keeps its time stamp."""
    if not path.exists() or path.read_text("utf-8") != text:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
