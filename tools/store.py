"""The executed pages that the build keeps, each with the fingerprint of all it was made from."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import nbformat

from tools import fingerprints
from tools.project import Project, code_cells

# Set by `make page`, which shows one page as it is now and the others as they happen to be.
ANY_OUTPUTS_WILL_DO = "BOOK_ANY_OUTPUTS_WILL_DO"
TABLE = re.compile(r'\bdata-table="([^"]+)"')  # how a live figure names its table


def stale(project: Project, pages: Iterable[Path]) -> list[Path]:
    """List the pages whose kept outputs are not those that they would give now, or whose tables are not there."""
    wanted = fingerprints.of_pages(project, pages)
    return [page for page in pages if not is_kept(project, page, wanted[page])]


def is_kept(project: Project, page: Path, fingerprint: str) -> bool:
    """Tell whether the outputs of a page with this fingerprint are kept, and all tables that they name."""
    kept = load(project, page)
    return (kept is not None and kept.metadata.build.fingerprint == fingerprint
            and all((project.tables / name).is_file() for name in tables_of(kept)))


def figures_of(notebook: nbformat.NotebookNode) -> list[dict]:
    """Return for each live figure of a page its name, its states, and the seconds that baking them took."""
    return [output.metadata["baked"] for cell in code_cells(notebook) for output in cell.get("outputs", [])
            if "baked" in output.get("metadata", {})]


def tables_of(notebook: nbformat.NotebookNode) -> set[str]:
    """Name the tables of the live figures that a page shows."""
    outputs = [output for cell in code_cells(notebook) for output in cell.get("outputs", [])]
    return {name for output in outputs for name in TABLE.findall(output.get("data", {}).get("text/html", ""))}


def prune(project: Project, pages: Iterable[Path]) -> None:
    """Drop the tables that none of these executed pages names."""
    named = {name for page in pages if (kept := load(project, page)) for name in tables_of(kept)}
    for path in project.tables.iterdir():
        if path.name not in named:
            path.unlink()


def load(project: Project, page: Path) -> nbformat.NotebookNode | None:
    """Read the executed copy of a page; None if there is none that can be read."""
    try:
        notebook = nbformat.read(project.executed(page), as_version=4)
    except (FileNotFoundError, nbformat.reader.NotJSONError):
        return None
    return notebook if "build" in notebook.metadata else None


def save(project: Project, page: Path, notebook: nbformat.NotebookNode, fingerprint: str, seconds: float) -> None:
    """Keep an executed page; it is there as a whole or not at all."""
    notebook.metadata["build"] = {"fingerprint": fingerprint, "seconds": round(seconds, 1)}
    path = project.executed(page)
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".part")
    nbformat.write(notebook, unfinished)
    unfinished.replace(path)


def seconds_last_time(project: Project, page: Path) -> float:
    """Return how long a page took when it was executed last; a page never seen may take for ever."""
    kept = load(project, page)
    return kept.metadata.build.seconds if kept else float("inf")
