"""How a live figure shows itself: in the built book, where a kernel runs, and as a plain picture everywhere else."""
from __future__ import annotations

import base64
import functools
import hashlib
import importlib.metadata
import io
import json
import math
import os
import platform
import re
from pathlib import Path

import numpy as np

from .bake import bake
from .controls import Drag, Stops, is_number
from .errors import FigureError
from .figure import LiveFigure, is_identifier
from .fingerprint import source_fingerprint
from .markup import page_figure, single_page
from .options import TYPED
from .picture import panels, picture
from .render import HIGH, LOW
from .script import between, images, lines, packed_data
from .style import style
from .table import decompress, read_header

TABLES = "MATHLIB_LIVE_TABLES"          # set while the book is built: the directory that tables are written to
_shown: set[str] = set()                # the ids on the page that this process builds


def bundle(figure: LiveFigure) -> dict:
    """Return what an IPython display needs, by MIME type."""
    still = {"image/png": base64.b64encode(png(figure)).decode(), "text/plain": f"{figure.title}. {figure.alt}"}
    if os.environ.get(TABLES):
        return {"text/html": html(figure, Path(os.environ[TABLES])), **still}
    from .widget import view
    return {**view(figure), **still}


def png(figure: LiveFigure) -> bytes:
    """Return the picture of the default state."""
    with style(), io.BytesIO() as file:
        figure.apply(figure.default)
        figure.fig.savefig(file, format="png", facecolor="white")
        figure.settle()
        return file.getvalue()


# ---- the built book

def html(figure: LiveFigure, tables: Path) -> str:
    """Return the figure for a page without a kernel, its table written into the directory `tables`."""
    if not is_identifier(figure.name):
        raise FigureError(f"{figure.name}: the name of the function must begin with a letter and hold only lower-case "
                          "letters, digits and underscores, since it is the figure's id")
    if figure.name in _shown:
        raise FigureError(f"{figure.name}: a figure of this name is already on this page; an id can stand there once")
    table = table_file(figure, tables)
    header = read_header(decompress(stored_table(table)))
    svg = picture(figure, _live(figure, header), header["definitions"], prefix := f"{figure.name}-")
    _shown.add(figure.name)
    return page_figure(figure, svg, spec(figure, prefix), table.name)


def _live(figure: LiveFigure, header: dict) -> list[str]:
    """Return the artists that move: those of the table, and the images that a script paints."""
    return [track["name"] for track in header["tracks"]] + [image["number"] for image in images(figure).values()]


def table_file(figure: LiveFigure, tables: Path) -> Path:
    """Return the file of the figure's table, baked now unless the same sources have baked it before."""
    key = _key(figure)
    file = tables / f"{figure.name}.{key[:16]}.js"
    if key == "" or not file.exists():
        stored = bake(figure)
        file = tables / f"{figure.name}.{(key or hashlib.sha256(stored).hexdigest())[:16]}.js"
        data = base64.b64encode(stored).decode()
        tables.mkdir(parents=True, exist_ok=True)
        partial = file.with_suffix(f".{os.getpid()}")
        partial.write_text(table_script(figure, file.name, data), encoding="utf-8")
        partial.replace(file)
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
    sources = source_fingerprint([module, "mathlib.live"])
    return hashlib.sha256(repr((sources, figure.name, _versions())).encode()).hexdigest()


@functools.cache
def _versions() -> tuple:
    """Return what is installed: any of it may change a number or the width of a word."""
    installed = sorted({(each.name, each.version) for each in importlib.metadata.distributions()})
    return (platform.python_version(), platform.machine(), *installed)


def spec(figure: LiveFigure, prefix: str) -> dict:
    """Return what the player has to know beside the picture and the table."""
    of = figure.axes_of
    return {
        "name": figure.name, "prefix": prefix, "size": figure.size, "panels": panels(figure),
        "start": figure.default, "texts": [stops.texts for stops in figure.grid],
        "controls": [{"name": c.name, "axes": of[c.name], "stops": [_written(stops) for stops in c.axes]}
                     for c in figure.controls],
        "handles": [_handle(figure, name, handle) for name, handle in figure.handles.items()],
        "script": ({"lines": lines(figure), "between": between(figure), "images": images(figure)}
                   if figure.options.script else None),
        "ghost": figure.options.ghost, "link": figure.options.link,
    }


def _written(stops: Stops) -> list:
    """Return the stops as an address writes them: finite numbers as numbers, all else as its text."""
    if all(is_number(value) and math.isfinite(value) for value in stops.values):
        return [int(value) if value == int(value) else float(value) for value in stops.values]
    return list(stops.texts)


def _handle(figure: LiveFigure, name: str, handle: Drag) -> dict:
    ways, places, of = [handle.x, handle.y], [], figure.axes_of
    for way, target in enumerate(ways):
        axis = of[target][0] if isinstance(target, str) else (of[name][way] if name in of else None)
        stops = figure.grid[axis].values if axis is not None else (target,)
        places.append({"axis": axis if len(stops) > 1 else None, "at": _canvas(figure, name, handle.ax, stops, way)})
    return {"label": figure.options.labels.get(name) or name.replace("_", " "), "role": handle.role,
            "panel": figure.fig.axes.index(handle.ax), "x": places[0], "y": places[1]}


def _canvas(figure: LiveFigure, name: str, ax, stops, way: int) -> list[float]:
    """Return the canvas coordinates of a handle's stops in one direction."""
    limits = (ax.get_xlim()[0], ax.get_ylim()[0])
    points = [(stop, limits[1]) if way == 0 else (limits[0], stop) for stop in stops]
    places = ax.transData.transform(points)[:, way]
    if not ((places >= LOW) & (places <= HIGH)).all():
        raise FigureError(f"{figure.name}: the handle {name} has a stop in {'xy'[way]} that its axes cannot show")
    return np.round(places if way == 0 else figure.size[1] - places, 2).tolist()


# ---- one figure, one file

def save_html(figure: LiveFigure, path: str | Path) -> Path:
    """Write the figure as one self-contained file, for slides and course systems; return its path."""
    path = _file(figure, path)
    table = bake(figure)
    header = read_header(decompress(table))
    svg = picture(figure, _live(figure, header), header["definitions"], prefix := f"{figure.name}-")
    script = _inline(table_script(figure, "inline", base64.b64encode(table).decode()))
    path.write_text(single_page(figure, svg, spec(figure, prefix), script), "utf-8")
    return path


def _file(figure: LiveFigure, path: str | Path) -> Path:
    """Return the path of a file that can be written, before a table is baked for it."""
    if not isinstance(path, (str, os.PathLike)) or Path(path).is_dir():
        raise FigureError(f"{figure.name}: `path` must be the file to write, such as \"figure.html\"; got {path!r}")
    if not Path(path).parent.is_dir():
        raise FigureError(f"{figure.name}: `path` must lie in a folder that exists; got {str(path)!r}")
    return Path(path)


def _inline(script: str) -> str:
    """Return a script as it can stand in a page: what would end it there, or hide its end, is written otherwise."""
    return re.sub("<(/script)", r"<\\\1", script, flags=re.IGNORECASE).replace("<!--", r"<\x21--")
