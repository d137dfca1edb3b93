"""How a live figure shows itself: in the built book, where a kernel runs, and as a plain picture everywhere else."""
from __future__ import annotations

import base64
import io
import math
import os
from pathlib import Path

import numpy as np

from .controls import Control, Drag, Stops, is_number
from .errors import FigureError
from .figure import LiveFigure, is_identifier
from .labels import spoken
from .markup import page_figure
from .picture import panels, picture
from .render import HIGH, LOW
from .script import between, images, lines
from .style import style
from .table import decompress, read_header
from .tables import seconds, stored_table, table_file

TABLES = "MATHLIB_LIVE_TABLES"          # set while the book is built: the directory that tables are written to
_shown: set[str] = set()                # the ids on the page that this process builds


def bundle(figure: LiveFigure) -> dict | tuple[dict, dict]:
    """Return what an IPython display needs, by MIME type; in the built book also how long a table took to bake."""
    still = {"image/png": base64.b64encode(png(figure)).decode(), "text/plain": f"{figure.title}. {figure.alt}"}
    if os.environ.get(TABLES):
        page = html(figure, Path(os.environ[TABLES]))
        states = math.prod(map(len, figure.grid))
        baked = {"figure": figure.name, "states": states, "seconds": round(seconds.get(figure.name, 0.0), 1)}
        return {"text/html": page, **still}, {"baked": baked}
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
    svg = picture(figure, live_artists(figure, header), header["definitions"], prefix := f"{figure.name}-")
    _shown.add(figure.name)
    return page_figure(figure, svg, spec(figure, prefix), table.name)


def live_artists(figure: LiveFigure, header: dict) -> list[str]:
    """Return the artists that move: those of the table, and the images that a script paints."""
    return [track["name"] for track in header["tracks"]] + [image["number"] for image in images(figure).values()]


def spec(figure: LiveFigure, prefix: str) -> dict:
    """Return what the player has to know beside the picture and the table."""
    of = figure.axes_of
    return {
        "name": figure.name, "prefix": prefix, "size": figure.size, "panels": panels(figure),
        "start": figure.default, "texts": [stops.texts for stops in figure.grid],
        "controls": [{"name": c.name, "axes": of[c.name], "stops": [_written(stops) for stops in c.axes],
                      **_given(figure, c)} for c in figure.controls],
        "handles": [_handle(figure, name, handle) for name, handle in figure.handles.items()],
        "script": ({"lines": lines(figure), "between": between(figure), "images": images(figure)}
                   if figure.options.script else None),
        "ghost": figure.options.ghost, "link": figure.options.link, "question": _question(figure),
    }


def _question(figure: LiveFigure) -> dict | None:
    """Return the question that comes first, and the state that is seen until it is answered."""
    asked = figure.options.predict
    return {"before": figure.before, **asked.spec()} if asked else None


def _written(stops: Stops) -> list:
    """Return the stops as an address writes them: finite numbers as numbers, all else as its text."""
    if all(is_number(value) and math.isfinite(value) for value in stops.values):
        return [int(value) if value == int(value) else float(value) for value in stops.values]
    return list(stops.texts)


def _given(figure: LiveFigure, control: Control) -> dict:
    """Return the values that a script is given where an address writes others: true and false are on and off there."""
    values = [list(stops.values) for stops in control.axes]
    return {"given": values} if figure.options.script and not all(map(is_number, values[0])) else {}


def _handle(figure: LiveFigure, name: str, handle: Drag) -> dict:
    ways, places, of = [handle.x, handle.y], [], figure.axes_of
    for way, target in enumerate(ways):
        axis = of[target][0] if isinstance(target, str) else (of[name][way] if name in of else None)
        stops = figure.grid[axis].values if axis is not None else (target,)
        places.append({"axis": axis if len(stops) > 1 else None, "at": _canvas(figure, name, handle.ax, stops, way)})
    return {"label": spoken(figure.options.labels.get(name) or name.replace("_", " ")), "role": handle.role,
            "panel": figure.fig.axes.index(handle.ax), "x": places[0], "y": places[1]}


def _canvas(figure: LiveFigure, name: str, ax, stops, way: int) -> list[float]:
    """Return the canvas coordinates of a handle's stops in one direction."""
    limits = (ax.get_xlim()[0], ax.get_ylim()[0])
    points = [(stop, limits[1]) if way == 0 else (limits[0], stop) for stop in stops]
    places = ax.transData.transform(points)[:, way]
    if not ((places >= LOW) & (places <= HIGH)).all():
        raise FigureError(f"{figure.name}: the handle {name} has a stop in {'xy'[way]} that its axes cannot show")
    return np.round(places if way == 0 else figure.size[1] - places, 2).tolist()
