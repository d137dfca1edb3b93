"""How much a run looks at: with `make test-all` everything, with `make test` a sample that its seed chooses.

The seed is new in each run and printed at its beginning; `TEST_SEED` in the environment repeats a run. The gate takes
it from the commit.
"""
from __future__ import annotations

import os
import secrets
import zlib
from collections.abc import Sequence
from typing import TypeVar

import numpy as np

ALL = os.environ.get("TEST_ALL", "") not in ("", "0")
# kept in the environment, so that every process of a run has the same
SEED = int(os.environ.setdefault("TEST_SEED", str(secrets.randbelow(1_000_000))))

Item = TypeVar("Item")


def generator(what: str) -> np.random.Generator:
    """Return the generator of this run for one purpose: what another test draws does not change it."""
    return np.random.default_rng([SEED, zlib.crc32(what.encode())])


def sample(items: Sequence[Item], count: int, what: str) -> list[Item]:
    """Return all items in a full run, else `count` of them in their order; `what` names the purpose."""
    if ALL or len(items) <= count:
        return list(items)
    chosen = generator(what).choice(len(items), count, replace=False)
    return [items[number] for number in sorted(chosen.tolist())]
