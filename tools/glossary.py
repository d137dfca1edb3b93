"""The list of terms in JupyterLab: the page has an empty `{glossary}`, which the book's own build fills.

`make lab` opens it filled from the pages' sources, with the line in which each term stands in bold italics, and saves
it empty again (see `pages_manager`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tools.project import Project, here
from tools.sentences import LISTING, plain

GLOSSARY = re.compile(r"^```\{glossary\}\n.*?^```$", re.DOTALL | re.MULTILINE)
EMPTY = "```{glossary}\n```"
TERM = re.compile(r"\*\*\*([^*]+)\*\*\*")


def filled(text: str) -> str:
    """Return the text of a page with an entry for each term of the book in the place of an empty list."""
    return text if EMPTY not in text else text.replace(EMPTY, f"```{{glossary}}\n{listed(here())}\n```")


def emptied(text: str) -> str:
    r"""Return what `filled` was given.

    >>> emptied("# Terms\n\n```{glossary}\nslope\n  A slope is …\n```\n")
    '# Terms\n\n```{glossary}\n```\n'
    """
    return GLOSSARY.sub(EMPTY, text)


def listed(project: Project) -> str:
    """Return the entries in alphabetical order."""
    entries = [entry for page in project.pages() for entry in defined(page.read_text("utf-8"))]
    return "\n\n".join(f"{term}\n  {sentence}" for term, sentence in sorted(entries, key=lambda one: one[0].lower()))


def defined(text: str) -> Iterator[tuple[str, str]]:
    """Yield the terms that the source of a page defines, with the line that defines them.

    >>> list(defined("# A page\\n\\n- A set is ***convex*** if {term}`all <any>` is well.\\nSo it is."))
    [('convex', 'A set is **convex** if all is well.')]
    """
    for line in LISTING.sub("", text).splitlines():
        for term in TERM.findall(line):
            yield term, TERM.sub(r"**\1**", plain(line)).strip().removeprefix("- ")
