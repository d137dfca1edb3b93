"""One figure, one file: a page with nothing else, for slides and course systems."""
from __future__ import annotations

import base64
import os
import re
from html import escape
from pathlib import Path

from .assets import player_script, stylesheet
from .bake import bake
from .display import live_artists, spec
from .errors import FigureError
from .figure import LiveFigure
from .markup import page_figure
from .picture import picture
from .roles import css
from .table import decompress, read_header
from .tables import table_script


def save_html(figure: LiveFigure, path: str | Path) -> Path:
    """Write the figure as one self-contained file, for slides and course systems; return its path."""
    path = _file(figure, path)
    table = bake(figure)
    header = read_header(decompress(table))
    svg = picture(figure, live_artists(figure, header), header["definitions"], prefix := f"{figure.name}-")
    script = _inline(table_script(figure, "inline", base64.b64encode(table).decode()))
    path.write_text(_page(figure, svg, spec(figure, prefix), script), "utf-8")
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


def _page(figure: LiveFigure, svg: str, spec: dict, table: str) -> str:
    """Return a whole page with nothing but this figure; `table` is the script that hands over its states."""
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(figure.title)}</title>
<style>
{css("html[data-theme='dark']")}
{stylesheet()}
body {{ max-width: 44rem; margin: 1rem auto; padding: 0 1rem; color: var(--ink); background: var(--paper);
  font: 18px/1.5 "Source Serif Pro", "Source Serif 4", Georgia, serif; }}
</style>
<script>
if (matchMedia("(prefers-color-scheme: dark)").matches) document.documentElement.dataset.theme = "dark";
</script>
</head>
<body>
<main>
{page_figure(figure, svg, spec, "inline")}
</main>
<script>{player_script()}{table}</script>
</body>
</html>
"""
