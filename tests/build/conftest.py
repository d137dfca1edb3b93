"""A little book in a directory of its own, built by copies of the real programs."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tools.project import Project

ROOT = Path(__file__).resolve().parents[2]

HEADER = """\
---
jupytext:
  text_representation:
    extension: .md
    format_name: myst
kernelspec:
  display_name: Python 3 (ipykernel)
  language: python
  name: python3
---

"""

CONFIG = """\
title: A little book
only_build_toc_files: true
exclude_patterns: [mathlib, tools, tests]
execute:
  execute_notebooks: "off"
sphinx:
  local_extensions:
    tools.sphinx_pages: .
"""

TOC = """\
format: jb-book
root: book/index
chapters:
  - file: book/deep
  - file: book/plain
"""

# book/index imports nothing of ours, book/deep imports `mathlib.figures.deep`, which imports `mathlib.bottom`.
FILES = {
    "_config.yml": CONFIG,
    "_toc.yml": TOC,
    "mathlib/__init__.py": "",
    "mathlib/bottom.py": "VALUE = 'first value'\n",
    "mathlib/unused.py": "VALUE = 0\n",
    "mathlib/figures/__init__.py": "",
    "mathlib/figures/deep.py": "from mathlib import bottom\n\nCURVE = 'curve.csv'\n\n\n"
    "def show():\n    return bottom.VALUE\n",
    "mathlib/figures/curve.csv": "1,2\n",
    "mathlib/figures/card.md": "Where the curve comes from.\n",
    "mathlib/live/player/live.css": "figure { margin: 0; }\n",
    "mathlib/live/__init__.py": "",
    "book/index.md": HEADER + "# Front page\n\n```{code-cell} ipython3\nprint(2 + 2)\n```\n",
    "book/deep.md": HEADER
    + "# Deep page\n\n```{code-cell} ipython3\nfrom mathlib.figures import deep\n\ndeep.show()\n```\n",
    "book/plain.md": "# Plain page\n\nNo cells.\n",
}


class LittleBook(Project):
    """The little book, and the hands that write and build it."""

    def write(self, name: str, text: str) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

    def append(self, name: str, text: str) -> None:
        self.write(name, (self.root / name).read_text("utf-8") + text)

    def make(self, *arguments: str) -> subprocess.CompletedProcess:
        """Run `python -m tools.book`, as the Makefile does, with both streams in one."""
        command = [sys.executable, "-m", "tools.book", *arguments]
        environment = {name: value for name, value in os.environ.items() if not name.startswith("COV_")}
        streams = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
        return subprocess.run(command, cwd=self.root, env=environment, text=True, check=False, **streams)

    def shown(self, page: str) -> str:
        return (self.html / page).with_suffix(".html").read_text("utf-8")


def write_little_book(root: Path) -> LittleBook:
    book = LittleBook(root)
    for name, text in FILES.items():
        book.write(name, text)
    shutil.copytree(ROOT / "tools", root / "tools", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("requirements.txt", "requirements-test.txt", "pyproject.toml", "Makefile"):
        shutil.copyfile(ROOT / name, root / name)
    for name in ("fingerprint.py", "roles.py"):  # what the programs use of the package
        shutil.copyfile(ROOT / "mathlib/live" / name, root / "mathlib/live" / name)
    return book


@pytest.fixture
def little_book(tmp_path: Path) -> LittleBook:
    return write_little_book(tmp_path)
