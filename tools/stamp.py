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
        hashed, products = kept["inputs"], kept["products"]
    except (FileNotFoundError, ValueError, TypeError, KeyError):  # none yet, or one that another version has written
        return False
    return hashed == inputs(project) and all((project.html / name).is_file() for name in products)


def inputs(project: Project) -> str:
    """Hash everything that the book is made from, files that pages include from elsewhere among it."""
    return fingerprint_of_book(project, elsewhere=[project.root / name for name in rendered.included(project.build)])


def write(project: Project, before: str) -> None:
    """Stamp a finished build, unless a file was edited while it ran: then the next one has work to do."""
    if fingerprint_of_book(project) == before:
        tables = (path.relative_to(project.html).as_posix() for path in (project.html / "_live").glob("*"))
        products = sorted(["index.html", *rendered.pages(project.build).values(), *tables])
        _file(project).write_text(json.dumps({"inputs": inputs(project), "products": products}), "utf-8")


def clear(project: Project) -> None:
    _file(project).unlink(missing_ok=True)


def _file(project: Project) -> Path:
    return project.build / "stamp.json"
