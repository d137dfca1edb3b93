"""How JupyterLab reads and writes the pages: as notebooks, with links, formulas and terms that it can show."""

from __future__ import annotations

import copy
from collections.abc import Callable

from jupytext.async_contentsmanager import AsyncTextFileContentsManager

from tools.formulas import from_lab, in_lab
from tools.glossary import emptied, filled
from tools.sentences import as_links, as_roles


class PagesManager(AsyncTextFileContentsManager):
    """Jupytext's reader and writer of pages as notebooks, with what JupyterLab knows for roles and macros."""

    async def get(self, path, *args, **kwargs):
        """Read a page, for JupyterLab."""
        model = await super().get(path, *args, **kwargs)
        return _with(model, filled, as_links, in_lab)

    async def save(self, model, path=""):
        """Write a page, for the book."""
        return await super().save(_with(copy.deepcopy(model), from_lab, as_roles, emptied), path)


def _with(model: dict, *changes: Callable[[str], str]) -> dict:
    if model["type"] == "notebook" and model.get("content"):
        for cell in model["content"]["cells"]:
            if cell["cell_type"] == "markdown":
                for change in changes:
                    cell["source"] = change(cell["source"])
    return model
