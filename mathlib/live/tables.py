"""The file of a figure's table: baked once for the sources, the libraries and the machine that it depends on."""
from __future__ import annotations

import base64
import contextlib
import functools
import hashlib
import importlib.metadata
import json
import os
import platform
import re
import time
from pathlib import Path

from .bake import bake
from .figure import LiveFigure
from .fingerprint import source_fingerprint
from .options import TYPED
from .script import packed_data

DRAWN_WITH = ("matplotlib", "numpy", "scipy", "scikit-learn", "networkx")   # and what these need themselves
NOT_IN_A_TABLE = ("mathlib.live.display", "mathlib.live.single")            # show a figure, when it is asked to

seconds: dict[str, float] = {}          # what baking took, for each table that this process has baked


def table_file(figure: LiveFigure, tables: Path) -> Path:
    """Return the file of the figure's table, baked now unless the same sources have baked it before."""
    key = _key(figure)
    file = tables / f"{figure.name}.{key[:16]}.js"
    if key == "" or not file.exists():
        started = time.process_time()
        stored = bake(figure)
        file = tables / f"{figure.name}.{(key or hashlib.sha256(stored).hexdigest())[:16]}.js"
        data = base64.b64encode(stored).decode()
        tables.mkdir(parents=True, exist_ok=True)
        partial = file.with_suffix(f".{os.getpid()}")
        partial.write_text(table_script(figure, file.name, data), encoding="utf-8")
        partial.replace(file)
        seconds[figure.name] = time.process_time() - started
    return file


def table_script(figure: LiveFigure, name: str, data: str) -> str:
    """Return the classic script that hands a table, and the figure's own script and data if any, to the player."""
    script = f",{figure.options.script}" if figure.options.script else ""
    arrays = {key: (TYPED[figure.options.data[key].dtype.name], base64.b64encode(stored).decode())
              for key, stored in packed_data(figure).items()}
    given = f",{json.dumps(arrays, separators=(',', ':'))}" if arrays else ""
    return f'mathlibLive.table("{name}","{data}"{script}{given});\n'


def stored_table(file: Path) -> bytes:
    """Return the compressed table in a file that `table_file` wrote."""
    return base64.b64decode(file.read_text(encoding="utf-8").split('"')[3])


def _key(figure: LiveFigure) -> str:
    """Return a hash of all that a table depends on; empty where that is not known.

    It is not known for a figure written in a page, whose source is the page, and for one that was made with arguments.
    """
    module = figure.make.__module__
    if not module.startswith("mathlib.") or figure.made_with is not None:
        return ""
    sources = source_fingerprint([module, __name__], without=NOT_IN_A_TABLE)
    return hashlib.sha256(repr((sources, figure.name, _versions())).encode()).hexdigest()


@functools.cache
def _versions() -> tuple:
    """Return what draws: any of it may change a number or the width of a word. What else is installed may not."""
    versions, waiting = {}, list(DRAWN_WITH)
    while waiting:
        name = re.sub(r"[-_.]+", "-", waiting.pop()).lower()
        with contextlib.suppress(importlib.metadata.PackageNotFoundError):     # needed on other systems only
            if name not in versions:
                versions[name] = importlib.metadata.version(name)
                waiting += [re.match(r"[\w.-]+", one)[0] for one in importlib.metadata.requires(name) or ()
                            if "extra ==" not in one]
    return (platform.python_version(), platform.machine(), *sorted(versions.items()))
