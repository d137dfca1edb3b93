"""The fingerprints of the pages, worked out once: for the build, the rendering that it starts, and the next build.

Each is kept beside a hash of all that it can depend on, the whole of our code and the text of the page. What is kept is
true, or it is not asked for.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

from tools.dependencies import fingerprint_of_code, fingerprint_of_page
from tools.project import Project

LOAD = "load:"  # the option of a cell that takes its text from another file, anywhere


def of_pages(project: Project, pages: Iterable[Path]) -> dict[Path, str]:
    """Return the fingerprint of each page."""
    kept, grounds = _read(project), _grounds(project, pages)
    known = {page: kept[name][1] for page, ground in grounds.items()
             if (name := project.name(page)) in kept and kept[name][0] == ground}
    new = {page: fingerprint_of_page(project, page) for page in grounds if page not in known}
    if new and _grounds(project, pages) == grounds:  # else a file was edited meanwhile, and who knows when
        _write(project, kept | {project.name(page): [grounds[page], new[page]] for page in new if grounds[page]})
    return known | new


def _grounds(project: Project, pages: Iterable[Path]) -> dict[Path, str | None]:
    """Hash for each page all that its fingerprint can depend on; None if nobody knows what that is."""
    code = fingerprint_of_code(project)
    texts = {page: page.read_text("utf-8") for page in pages}
    return {page: None if LOAD in text else _hash(code + text) for page, text in texts.items()}


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _read(project: Project) -> dict[str, list[str]]:
    try:
        return json.loads(_file(project).read_text("utf-8"))
    except (FileNotFoundError, ValueError):
        return {}


def _write(project: Project, kept: dict[str, list[str]]) -> None:
    unfinished = _file(project).with_suffix(".part")
    unfinished.write_text(json.dumps(kept), "utf-8")
    unfinished.replace(_file(project))


def _file(project: Project) -> Path:
    return project.build / "fingerprints.json"
