"""Write the pages as notebooks without outputs into `_build/notebooks/`, in the folders that they have in the book."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import jupytext
import nbformat

from tools.formulas import in_notebook
from tools.project import Project, here
from tools.sentences import plain


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
            cell.source = in_notebook(plain(cell.source))
    return notebook


if __name__ == "__main__":
    sys.exit(main())
