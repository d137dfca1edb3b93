"""Write the pages as notebooks without outputs into `_build/notebooks/`, in the folders that they have in the book."""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

import jupytext
import nbformat

from tools.project import Project, here

LISTING = re.compile(r"^```\w+\n.*?^```$", re.DOTALL | re.MULTILINE)  # shown as it is written
MOVING = re.compile(r"\{live\}`([^`]+?)\s*<(?:set|show|scrub) [^`]*>`")


def main() -> int:
    project = here()
    target = project.build / "notebooks"
    names = write_notebooks(project, target)
    print(f"{len(names)} notebooks in {target}: {', '.join(names)}")
    return 0


def write_notebooks(project: Project, target: Path) -> list[str]:
    """Write every page that has cells, and the pictures and data beside the pages; return the names."""
    shutil.rmtree(target, ignore_errors=True)
    for page in project.notebooks():
        path = target / page.relative_to(project.root).with_suffix(".ipynb")
        path.parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(notebook_of(page), path)
    for file in sorted((project.root / "book").rglob("*")):
        place = file.relative_to(project.root)
        if file.is_file() and file.suffix != ".md" and not any(part.startswith(("_", ".")) for part in place.parts):
            (target / place).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, target / place)
    return [project.name(page.with_suffix(".ipynb")) for page in project.notebooks()]


def notebook_of(page: Path) -> nbformat.NotebookNode:
    """Read a page as a notebook that is the same every time: no version of a tool, no random cell id."""
    notebook = jupytext.read(page)
    kernel = notebook.metadata.get("kernelspec", {})
    notebook.metadata = nbformat.from_dict({"kernelspec": kernel, "language_info": {"name": "python"}})
    for number, cell in enumerate(notebook.cells):
        cell["id"] = f"cell-{number}"
        if cell.cell_type == "markdown":
            cell.source = plain(cell.source)
    return notebook


def plain(text: str) -> str:
    """Return the text of a page without what ties its words to a figure of the built book.

    >>> plain("Try {live}`a step of 0.22 <set momentum-ravine step_size=0.22>`, and watch.")
    'Try a step of 0.22, and watch.'
    """
    listings = LISTING.findall(text)
    parts = [MOVING.sub(r"\1", part) for part in LISTING.split(text)]
    return "".join(part + listing for part, listing in zip(parts, [*listings, ""], strict=True))


if __name__ == "__main__":
    sys.exit(main())
