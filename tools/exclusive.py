"""One build at a time, and none while the built book is read: each would see the other's half of `_build/`.

    python -m tools.exclusive COMMAND…      run a command that reads the built book

A lock goes away with its process, however that ends.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from tools.project import Project, here

try:
    import fcntl
except ImportError:  # Windows has no such lock, and builds there are started by hand
    fcntl = None


@contextmanager
def one_build_at_a_time(project: Project) -> Iterator[None]:
    """Wait until nobody else builds or reads this checkout's book."""
    with _lock_file(project) as file:
        if fcntl:
            _wait(file, fcntl.LOCK_EX, "This book is being built or tested elsewhere; waiting for that to end.")
        with _shared_with_children(file):
            yield


def run_as_reader(project: Project, command: list[str]) -> None:
    """Become a command that no build disturbs; several may read at a time."""
    file = _lock_file(project)
    if fcntl:
        _wait(file, fcntl.LOCK_SH, "This book is being built elsewhere; waiting for that to end.")
    os.set_inheritable(file.fileno(), True)
    os.execvp(command[0], command)


def _lock_file(project: Project) -> TextIO:
    project.build.mkdir(exist_ok=True)
    return open(project.build / "lock", "a")


@contextmanager
def _shared_with_children(file: TextIO) -> Iterator[None]:
    """Hand the lock on as standard input, which every program that we start inherits.

    A renderer goes on when the build that started it is killed, and the next build has to wait for it.
    """
    before = os.dup(0)
    os.dup2(file.fileno(), 0)
    try:
        yield
    finally:
        os.dup2(before, 0)
        os.close(before)


def _wait(file: TextIO, kind: int, sentence: str) -> None:
    try:
        fcntl.flock(file, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        print(sentence, flush=True)
        fcntl.flock(file, kind)


if __name__ == "__main__":
    run_as_reader(here(), sys.argv[1:])
