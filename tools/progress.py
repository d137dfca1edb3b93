"""Execute what is out of date, saying what happens while it happens."""

from __future__ import annotations

import textwrap
import time
from pathlib import Path

from tools import fingerprints, store
from tools.execute import Failed, Result, cores, execute
from tools.project import Project

LONG = 10  # seconds of processor time for one figure, after which an author should know


def execute_stale(project: Project, pages: list[Path], strict: bool = True) -> bool:
    """Execute the pages whose outputs are missing or out of date; return whether all of them ran to the end.

    An edit while they ran makes their outputs old: good enough for a draft, but not where `strict`.
    """
    stale = stale_pages(project, pages)
    if not stale:
        print(f"Outputs of {_pages(len(pages))}: all up to date.")
        return True
    print(f"Executing {_pages(len(stale))} of {len(pages)}, up to {cores()} at a time.")
    # Taken before the pages run: if a module is edited meanwhile, the outputs count as old.
    wanted = fingerprints.of_pages(project, stale)
    failures: list[Failed] = []
    finished = 0

    def on_result(result: Result) -> None:
        nonlocal finished
        finished += 1
        failed = isinstance(result, Failed)
        name = project.name(result.page)
        print(f"  [{finished}/{len(stale)}] {name}  {result.seconds:.1f} s{'  FAILED' if failed else ''}")
        for figure in () if failed else store.figures_of(result.notebook):
            if figure["seconds"] > LONG:
                print(f"      {figure['figure']} took {figure['seconds']:.0f} s to bake ({figure['states']} states).")
        if failed:
            failures.append(result)
        else:
            store.save(project, result.page, result.notebook, wanted[result.page], result.seconds)

    started = time.monotonic()
    execute(project, stale, on_result)
    for failure in failures:
        print(describe(project, failure))
    print(f"Executed {_pages(len(stale) - len(failures))} in {time.monotonic() - started:.1f} s.")
    edited = [project.name(page) for page in stale_pages(project, pages)] if not failures else []
    if edited:
        print(f"{', '.join(edited)}: something was edited while this ran; run it again.")
    return not failures and not (edited and strict)


def stale_pages(project: Project, pages: list[Path]) -> list[Path]:
    """List the pages to execute, the slowest first, so that no core waits for a long one at the end."""
    project.tables.mkdir(parents=True, exist_ok=True)
    return sorted(store.stale(project, pages), key=lambda page: -store.seconds_last_time(project, page))


def describe(project: Project, failure: Failed) -> str:
    """Say where a page failed, with the code of the cell and the end of the traceback."""
    place = f"{project.name(failure.page)}, line {failure.line}: {'this cell' if failure.code else 'the page'} failed."
    return "\n\n".join(["", place, *map(_indented, filter(None, [failure.code, failure.reason])), ""])


def _indented(text: str) -> str:
    return textwrap.indent(text.strip("\n"), "    ")


def _pages(count: int) -> str:
    return "1 page" if count == 1 else f"{count} pages"
