"""Time the same work twice, by mathlib and by a peer, or once and then twice as much of it."""
from __future__ import annotations

import time
from collections.abc import Callable
from typing import NamedTuple

from threadpoolctl import threadpool_limits


class Row(NamedTuple):
    """What was done, the seconds of each, and the second over the first: a ratio to a peer, or a growth."""

    what: str
    ours: float
    peers: float
    ratio: float


def seconds(work: Callable[[], object], repeat: int = 5, at_least: float = 0.01) -> float:
    """The processor's seconds, so that other work on the machine does not count; the best of several rounds."""
    rounds, best = 1, float("inf")
    while True:
        with threadpool_limits(1):  # two threads that wait for each other would be counted as work
            start = time.process_time()
            for _ in range(rounds):
                work()
            spent = time.process_time() - start
        if spent < at_least:
            rounds *= 2
            continue
        best, repeat = min(best, spent / rounds), repeat - 1
        if not repeat:
            return best


def compare(what: str, ours: Callable[[], object], peers: Callable[[], object]) -> Row:
    """The ratio of our time to the peer's: goal at most 2."""
    a, b = seconds(ours), seconds(peers)
    return Row(what, a, b, a / b)


def growth(what: str, once: Callable[[], object], twice: Callable[[], object]) -> Row:
    """How much longer twice the work takes: about 2 where cost is linear, 4 where it is quadratic."""
    a, b = seconds(once), seconds(twice)
    return Row(what, a, b, b / a)


def show(rows: list[Row]) -> None:
    for what, ours, peers, ratio in rows:
        print(f"{what:70} {ours:10.2e} s {peers:10.2e} s {ratio:7.2f}")
