"""The small book of `little_chapter`, rendered once."""
from __future__ import annotations

from pathlib import Path

import pytest

from tests.book import little_chapter


@pytest.fixture(scope="session")
def little_book(tmp_path_factory) -> Path:
    root = tmp_path_factory.mktemp("little")
    little_chapter.write(root)
    assert little_chapter.render(root) == ""
    return root


@pytest.fixture(scope="session")
def changed_book(tmp_path_factory) -> tuple[Path, str]:
    """Return the small book with a theorem more and a check without words, and the warnings of its second rendering."""
    root = tmp_path_factory.mktemp("changed")
    little_chapter.write(root)
    little_chapter.render(root)
    second, third = (little_chapter.FILES[f"two/{page}.md"] for page in ("second", "third"))
    little_chapter.write(root, **{
        "two/second.md": f"{second}\n:::{{prf:theorem}} One more\n:label: more\n\nText.\n:::\n",
        "two/third.md": third.replace("★", "★★★") + "\n```{code-cell}\n:tags: [check]\n\nassert True\n```\n"})
    return root, little_chapter.render(root)
