"""Where things are: the pages named by `_toc.yml`, and what the build keeps in `_build/`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

if TYPE_CHECKING:
    import nbformat  # takes a while, and most builds have nothing to read

# The extensions that decide what is a block, and so where a cell starts, as in Jupyter Book's own parser.
BLOCK_EXTENSIONS = {"amsmath", "colon_fence", "deflist", "dollarmath"}


class PageError(Exception):
    """A page that cannot be read; the message names it."""


@dataclass(frozen=True)
class Project:
    """One checkout of the book."""

    root: Path

    @property
    def build(self) -> Path:
        return self.root / "_build"

    @property
    def html(self) -> Path:
        return self.build / "html"

    @property
    def tables(self) -> Path:
        """Where the kernels put the baked tables of the live figures."""
        return self.build / "tables"

    def pages(self) -> list[Path]:
        """List the source files of all pages, in the order of the table of contents."""
        toc = yaml.safe_load((self.root / "_toc.yml").read_text("utf-8"))
        return [self._source(name) for name in _files_in(toc)]

    def notebooks(self) -> list[Path]:
        """List the pages that have cells to execute."""
        return [page for page in self.pages() if is_notebook(page)]

    def name(self, page: Path) -> str:
        """Name a page as its author does: `book/tour.md`."""
        return page.relative_to(self.root).as_posix()

    def executed(self, page: Path) -> Path:
        """Say where the executed copy of a page is kept."""
        return self.build / "executed" / page.relative_to(self.root).with_suffix(".ipynb")

    def is_source(self, path: Path) -> bool:
        """Tell whether a file belongs to the project and was not made by the build."""
        return path.is_relative_to(self.root) and not path.is_relative_to(self.build)

    def _source(self, name: str) -> Path:
        path = self.root / name
        return path if path.suffix in (".md", ".rst", ".ipynb") else path.with_name(path.name + ".md")


def here() -> Project:
    """Return the project that this file belongs to."""
    return Project(Path(__file__).resolve().parents[1])


def is_notebook(page: Path) -> bool:
    """Tell whether a page is a MyST Markdown notebook; a page that is missing is left to Sphinx to complain about."""
    from myst_nb.core.read import is_myst_markdown_notebook

    return page.suffix == ".md" and page.is_file() and is_myst_markdown_notebook(page.read_text("utf-8"))


def read_notebook(page: Path) -> nbformat.NotebookNode:
    """Read a page into cells exactly as myst-nb does; `metadata.source_map` has the line where each cell starts."""
    from myst_nb.core.read import MystMetadataParsingError, read_myst_markdown_notebook
    from myst_parser.config.main import MdParserConfig

    config = MdParserConfig(enable_extensions=BLOCK_EXTENSIONS)
    try:
        return read_myst_markdown_notebook(page.read_text("utf-8"), config=config, add_source_map=True, path=page)
    except MystMetadataParsingError as error:
        raise PageError(f"{page}: {error}") from error


def code_cells(notebook: nbformat.NotebookNode) -> list[nbformat.NotebookNode]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def _files_in(node: object) -> Iterator[str]:
    """Yield the files that a table of contents names, at any depth."""
    if isinstance(node, list):
        for item in node:
            yield from _files_in(item)
    elif isinstance(node, dict):
        for key, value in node.items():
            if key in ("root", "file"):
                yield value
            else:
                yield from _files_in(value)
