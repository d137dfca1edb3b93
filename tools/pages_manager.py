"""How JupyterLab reads and writes the pages: as notebooks, and with links where the book has sentences that move."""

from __future__ import annotations

import copy
from collections.abc import Callable

from jupytext.async_contentsmanager import AsyncTextFileContentsManager

from tools.sentences import as_links, as_roles


class PagesManager(AsyncTextFileContentsManager):
    """Jupytext's reader and writer of pages as notebooks, with links in the place of the roles."""

    async def get(self, path, *args, **kwargs):
        """Read a page, for JupyterLab."""
        model = await super().get(path, *args, **kwargs)
        return _with(model, as_links)

    async def save(self, model, path=""):
        """Write a page, for the book."""
        return await super().save(_with(copy.deepcopy(model), as_roles), path)


def _with(model: dict, change: Callable[[str], str]) -> dict:
    if model["type"] == "notebook" and model.get("content"):
        for cell in model["content"]["cells"]:
            if cell["cell_type"] == "markdown":
                cell["source"] = change(cell["source"])
    return model
