"""Build the book: execute the pages that need it, then render all of it, with warnings as errors.

    python -m tools.book                         the whole book
    python -m tools.book --page book/tour.md     one page, at once; the others as they happen to be
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
from pathlib import Path

from tools import stamp
from tools.dependencies import fingerprint_of_book
from tools.exclusive import one_build_at_a_time
from tools.project import PageError, Project, here


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.book", description="Build the book.")
    parser.add_argument("--page", metavar="FILE", help="only this page, such as book/tour.md")
    options = parser.parse_args(arguments)
    project = here()
    sys.stdout.reconfigure(line_buffering=True)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # like Ctrl-C: no kernel may outlive the build
    try:
        with one_build_at_a_time(project):
            return build_book(project) if options.page is None else build_page(project, options.page)
    except PageError as error:
        print(error)
        return 1
    except KeyboardInterrupt:
        print("\nStopped.", flush=True)
        os._exit(130)  # not waiting for the thread that watched the kernels


def build_book(project: Project) -> int:
    """Bring the whole book up to date; return the exit code."""
    front_page = project.html / "index.html"
    if stamp.is_current(project):
        return announce("Nothing has changed since the last build.", front_page)
    from tools import progress, render, store  # slow to import, and seldom needed

    stamp.clear(project)
    before = fingerprint_of_book(project)
    if not progress.execute_stale(project, project.notebooks()) or not render.book(project):
        return 1
    store.prune(project, project.notebooks())
    stamp.write(project, before)
    return announce("The book is ready.", front_page)


def build_page(project: Project, name: str) -> int:
    """Execute and render one page, in a rendering of its own that is not strict about the others."""
    page = project.root / name
    if page not in project.pages():
        names = ", ".join(map(project.name, project.pages()))
        print(f"Say which page, as in `make page P=book/tour.md`; got {name!r}, and _toc.yml lists {names}.")
        return 2
    from tools import progress, render

    if not progress.execute_stale(project, [page] if page in project.notebooks() else [], strict=False):
        return 1
    if not render.draft(project):
        return 1
    return announce("The page is ready.", render.draft_of(project, page))


def announce(sentence: str, file: Path) -> int:
    print(f"{sentence} Open {file}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
