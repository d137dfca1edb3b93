"""The stamp of the last complete build, which tells within a second that there is nothing to do."""

from __future__ import annotations

import json
from pathlib import Path

from tools import rendered
from tools.dependencies import fingerprint_of_book
from tools.project import Project


def is_current(project: Project) -> bool:
    """Tell whether the built book is complete and was made from exactly these inputs."""
    try:
        kept = json.loads(_file(project).read_text("utf-8"))
    except (FileNotFoundError, ValueError):
        return False
    products = [project.html / name for name in ("index.html", *rendered.pages(project.build).values())]
    return kept == inputs(project) and all(product.is_file() for product in products)


def inputs(project: Project) -> str:
    """Hash everything that the book is made from, files that pages include from elsewhere among it."""
    return fingerprint_of_book(project, elsewhere=[project.root / name for name in rendered.included(project.build)])


def write(project: Project, before: str) -> None:
    """Stamp a finished build, unless a file was edited while it ran: then the next one has work to do."""
    if fingerprint_of_book(project) == before:
        _file(project).write_text(json.dumps(inputs(project)), "utf-8")


def clear(project: Project) -> None:
    _file(project).unlink(missing_ok=True)


def _file(project: Project) -> Path:
    return project.build / "stamp.json"
