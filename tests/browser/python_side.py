"""The Python function behind a figure of the built book."""
from __future__ import annotations

import functools
import importlib
import pkgutil
from collections.abc import Callable
from pathlib import Path

import mathlib.figures
from mathlib.live import LiveFigure
from mathlib.live.style import style
from tests.browser.site import HTML, ROOT, Shown


@functools.cache
def python_figure(shown: Shown) -> LiveFigure:
    """Return the figure that a page shows: a function of `mathlib.figures`, or one that the page itself defines."""
    function = shown.name.replace("-", "_")
    for names in (*_figure_modules(), functools.partial(_names_of_page, shown.page)):
        if function in names():
            return names()[function]()
    raise LookupError(f"{shown}: no function {function} in mathlib.figures, and none in the cells of the page")


@functools.cache
def status(figure: LiveFigure, indices: tuple[int, ...]) -> str:
    """Return the status sentence of a state."""
    with style():
        return figure.apply(tuple(indices))


@functools.cache
def _figure_modules() -> tuple[Callable[[], dict], ...]:
    package = mathlib.figures
    names = (module.name for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."))
    return tuple(functools.partial(vars, importlib.import_module(name)) for name in names)


@functools.cache
def _names_of_page(page: Path) -> dict:
    """Run the cells of a page and return what they define."""
    from tools.project import code_cells, read_notebook
    source = (ROOT / "book" / page.relative_to(HTML)).with_suffix(".md")
    names: dict = {"__name__": "__main__"}
    for cell in code_cells(read_notebook(source)) if source.exists() else ():
        exec(compile(cell.source, source.name, "exec"), names)
    return names
