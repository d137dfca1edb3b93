"""What the last rendering has written down about itself: which file each page became, and what the pages include."""

from __future__ import annotations

import json
from pathlib import Path


def pages(rendering: Path) -> dict[str, str]:
    """Map the name of each page (`book/tour.md`) to its file below `html`."""
    return _read(rendering).get("pages", {})


def included(rendering: Path) -> list[str]:
    """Name the files that pages include from anywhere in the project, such as the source of a function."""
    return _read(rendering).get("included", [])


def write(rendering: Path, pages: dict[str, str], included: list[str]) -> None:
    text = json.dumps({"pages": pages, "included": included}, indent=1)
    (rendering / "rendered.json").write_text(text, "utf-8")


def _read(rendering: Path) -> dict:
    try:
        return json.loads((rendering / "rendered.json").read_text("utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
