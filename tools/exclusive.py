"""One build at a time: two that write into the same `_build/` would break each other's pages."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from tools.project import Project

try:
    import fcntl
except ImportError:  # Windows has no such lock, and builds there are started by hand
    fcntl = None


@contextmanager
def one_build_at_a_time(project: Project) -> Iterator[None]:
    """Wait until no other build of this checkout runs; the lock goes away with its process, however that ends."""
    project.build.mkdir(exist_ok=True)
    with open(project.build / "lock", "w") as file:
        if fcntl:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                print("Another build of this book is running; waiting for it.")
                fcntl.flock(file, fcntl.LOCK_EX)
        yield
