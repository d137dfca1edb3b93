"""What one process runs of the tests: a file, or all that the browsers do on one page of the book.

A page is opened, and its figures are made in Python, by one process only; and the pages, whose tests take longest, are
shared out evenly. The walk through JupyterLab, which starts one server, is a file like any other.
"""
from __future__ import annotations

import functools

from xdist.scheduler import LoadScopeScheduling

from tests.browser.site import page_name, pages

WHOLE = ("tests/browser/test_lab.py",)


class Shares(LoadScopeScheduling):
    """Gives each process a share of the tests after the other, in the order in which they were collected."""

    def __init__(self, config, log):
        config.option.loadscopereorder = False             # shares with few tests may take longest
        super().__init__(config, log)

    def _split_scope(self, nodeid: str) -> str:
        return share(nodeid)


def share(nodeid: str) -> str:
    """Return the name of the share that a test belongs to."""
    file, _, test = nodeid.partition("::")
    if not file.startswith("tests/browser/") or file in WHOLE:
        return file
    parameters = test.partition("[")[2]
    return max((name for name in _names_of_pages() if name in parameters), key=len, default=file)


@functools.cache
def _names_of_pages() -> tuple[str, ...]:
    return tuple(map(page_name, pages()))
