"""Execute pages: each in a fresh kernel of this very Python, as many at a time as there are cores."""

from __future__ import annotations

import asyncio
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path

import nbformat
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient

from tools.project import Project, read_notebook

CELL_TIMEOUT = 300  # seconds
TRACEBACK_LINES = 25


@dataclass(frozen=True)
class Executed:
    """A page that ran to its end."""

    page: Path
    seconds: float
    notebook: nbformat.NotebookNode


@dataclass(frozen=True)
class Failed:
    """A page that did not, and the cell where it stopped."""

    page: Path
    seconds: float
    line: int
    code: str
    reason: str


Result = Executed | Failed


def execute(project: Project, pages: list[Path], on_result: Callable[[Result], None]) -> None:
    """Execute pages, the first ones first, and hand over each result as it comes."""
    _find_fonts_once(project)
    with tempfile.TemporaryDirectory(prefix="pages-") as connections:
        _run_in_a_thread(_execute_all(project, pages, on_result, Path(connections)))


def _find_fonts_once(project: Project) -> None:
    """Let matplotlib look for the fonts of the machine before the first pages run: else each of them would."""
    program = [sys.executable, "-c", "import matplotlib.font_manager"]
    subprocess.run(program, env=kernel_environment(project), check=False)  # a page says best what is wrong


async def _execute_all(project: Project, pages: list[Path], on_result: Callable, connections: Path) -> None:
    gate = asyncio.Semaphore(cores())

    async def one(number: int, page: Path) -> None:
        async with gate:
            on_result(await _execute_page(project, page, _kernel(connections / f"{number}.json")))

    await asyncio.gather(*(one(number, page) for number, page in enumerate(pages)))


def cores() -> int:
    """Count the cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _run_in_a_thread(work: Coroutine[None, None, None]) -> None:
    """Run a coroutine in a thread of its own: in the main one nbclient takes Ctrl-C over, and then stops one page.

    Here Ctrl-C comes to us, and the kernels end by themselves when our process is gone.
    """
    outcome: Future[None] = Future()

    def run() -> None:
        try:
            outcome.set_result(asyncio.run(work))
        except BaseException as error:
            outcome.set_exception(error)

    threading.Thread(target=run, daemon=True).start()
    outcome.result()


async def _execute_page(project: Project, page: Path, kernel: AsyncKernelManager) -> Result:
    started = time.monotonic()
    notebook = read_notebook(page)
    current: int | None = None

    def remember(cell: nbformat.NotebookNode, cell_index: int) -> None:
        nonlocal current
        current = cell_index

    client = NotebookClient(
        notebook,
        km=kernel,
        timeout=CELL_TIMEOUT,
        resources={"metadata": {"path": str(page.parent)}},
        coalesce_streams=True,
        record_timing=False,
        store_widget_state=False,  # a live figure in the book is no widget
        shutdown_kernel="immediate",
        on_cell_start=remember,
    )
    try:
        _refuse_other_kernels(notebook)
        await client.async_execute(env=kernel_environment(project), cleanup_kc=True)
    except Exception as error:  # whatever happened, it happened in this page, and the others go on
        seconds = time.monotonic() - started
        if current is None:
            return Failed(page, seconds, 1, "", f"{type(error).__name__}: {error}")
        cell = notebook.cells[current]
        return Failed(page, seconds, notebook.metadata.source_map[current], cell.source, _reason(cell, error))
    return Executed(page, time.monotonic() - started, notebook)


def _kernel(connection_file: Path) -> AsyncKernelManager:
    """Prepare a kernel of this very Python: one that somebody else registered as `python3` is not looked for."""
    return AsyncKernelManager(
        kernel_name="python3",
        kernel_spec_manager=KernelSpecManager(kernel_dirs=[]),
        connection_file=str(connection_file),
        transport="tcp" if os.name == "nt" else "ipc",  # no port for two kernels to fight over, or a neighbour to read
    )


def _refuse_other_kernels(notebook: nbformat.NotebookNode) -> None:
    asked = notebook.metadata.get("kernelspec", {}).get("name")
    if asked != "python3":
        raise ValueError(f"the header of a page must ask for the kernel `python3`; got {asked!r}.")


def kernel_environment(project: Project) -> dict[str, str]:
    """Return the environment of a kernel: the same everywhere, so that no setting of the user's changes the book."""
    private = {"MPLBACKEND", "MATPLOTLIBRC", "PYTHONSTARTUP", "PYTHONWARNINGS", "JUPYTER_PATH"}
    inherited = {name: value for name, value in os.environ.items() if name not in private}
    return inherited | {
        "MATHLIB_LIVE_TABLES": str(project.tables),
        "PYTHONPATH": str(project.root),
        "PYTHONHASHSEED": "0",
        "IPYTHONDIR": str(project.build / "ipython"),
        "MPLCONFIGDIR": str(project.build / "matplotlib"),
        "OMP_NUM_THREADS": "1",  # pages already run side by side
        "OPENBLAS_NUM_THREADS": "1",
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",  # silences a note about frozen modules
    }


def _reason(cell: nbformat.NotebookNode, error: Exception) -> str:
    """Return the end of the traceback that a cell has printed, as plain text; without one, what stopped it."""
    raised = [output for output in cell.get("outputs", []) if output.output_type == "error"]
    if not raised:
        return f"{type(error).__name__}: {error}"
    text = re.sub(r"\x1b\[[0-9;]*m", "", "\n".join(raised[-1].traceback))
    return "\n".join(text.strip().split("\n")[-TRACEBACK_LINES:])
