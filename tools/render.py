"""Render the executed pages with Jupyter Book, in a process of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

from tools import rendered
from tools.dependencies import fingerprint_of_rendering
from tools.project import Project
from tools.store import ANY_OUTPUTS_WILL_DO

PROGRAM = "import tools; from jupyter_book.cli.main import main; main()"
UNFINISHED = "unfinished"


def book(project: Project) -> bool:
    """Render the whole book, strictly; return whether it is without a warning."""
    _start_afresh_if_needed(project, project.build)
    kept = _kept(project.build)
    wanted = kept.read_text("utf-8")
    # Sphinx notes what it has read before it writes, and warns about a page only when it reads it: what was begun and
    # not ended, or ended with a warning, is not gone on with.
    kept.write_text(UNFINISHED, "utf-8")
    ok = _jupyter_book(project, ["-W", "--keep-going"], {})
    if ok:
        kept.write_text(wanted, "utf-8")
    else:
        print("The book was not built: each warning above counts as an error.")
    return ok


def draft(project: Project) -> bool:
    """Render into a place of its own, so that the book's warnings are neither asked for nor used up."""
    _start_afresh_if_needed(project, _draft(project) / "_build")
    return _jupyter_book(project, ["--path-output", str(_draft(project))], {ANY_OUTPUTS_WILL_DO: "1"})


def draft_of(project: Project, page: Path) -> Path:
    """Say which file of the draft a page became."""
    rendering = _draft(project) / "_build"
    return rendering / "html" / rendered.pages(rendering)[project.name(page)]


def _draft(project: Project) -> Path:
    return project.build / "draft"


def _start_afresh_if_needed(project: Project, rendering: Path) -> None:
    """Throw a rendering away when something changed that shapes every page, the list of pages included."""
    kept = _kept(rendering)
    wanted = fingerprint_of_rendering(project)
    if not kept.is_file() or kept.read_text("utf-8") != wanted:
        for name in ("html", ".doctrees", "jupyter_execute"):
            shutil.rmtree(rendering / name, ignore_errors=True)
        rendering.mkdir(parents=True, exist_ok=True)
        kept.write_text(wanted, "utf-8")


def _kept(rendering: Path) -> Path:
    """Return the file that says what shaped the pages of a rendering."""
    return rendering / "rendering.txt"


def _jupyter_book(project: Project, options: list[str], variables: dict[str, str]) -> bool:
    started = time.monotonic()
    command = [sys.executable, "-c", PROGRAM, "build", ".", "-n", "-q", *options]
    # What Jupyter Book says on its standard output repeats what we say; warnings and errors come on the other one.
    environment = os.environ | variables
    status = subprocess.run(command, cwd=project.root, env=environment, stdout=subprocess.DEVNULL).returncode
    if status == 0:
        print(f"Rendered in {time.monotonic() - started:.1f} s.")
    return status == 0
