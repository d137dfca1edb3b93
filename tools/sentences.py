"""Sentences that move, outside the built book: plain words in a notebook, links in JupyterLab.

The role `live` ties words to a figure of the page, and only the book's own build knows it. A notebook viewer would show
what stands in its brackets. So `make notebooks` writes the words alone, and `make lab` opens a page with links in the
place of the roles, and saves it with the roles again (see `pages_manager`).
"""

from __future__ import annotations

import re
from collections.abc import Callable

LISTING = re.compile(r"^```\w+\n.*?^```$", re.DOTALL | re.MULTILINE)  # shown as it is written
TIED = r"(?P<kind>set|show|scrub){0}(?P<figure>[^`>/)\s]+){0}(?P<what>[^`>{1}\s]+)"
WORDS = r"(?P<words>[^`\[\]]+?)"
ROLE = re.compile(rf"\{{live\}}`{WORDS}\s*<{TIED.format(' ', '')}>`")
TERM = re.compile(r"\{term\}`(?P<words>[^`<]+?)\s*(?:<[^`>]*>)?`")
LINK = re.compile(rf"\[{WORDS}\]\(#live:{TIED.format('/', '()')}\)")


def plain(text: str) -> str:
    """Return the text of a page with the words of each role alone, and of those that lead to a term.

    >>> plain("Try {live}`0.22 <set momentum-ravine step_size=0.22>`, and watch {term}`gradients <gradient>`.")
    'Try 0.22, and watch gradients.'
    """
    return _outside_listings(text, lambda part: TERM.sub(r"\g<words>", ROLE.sub(r"\g<words>", part)))


def as_links(text: str) -> str:
    """Return the text of a page with a link in the place of each role.

    >>> as_links("Try {live}`0.22 <set ravine step_size=0.22>`, {live}`x² <set parabola of=(x)²>`.")
    'Try [0.22](#live:set/ravine/step_size=0.22), [x²](#live:set/parabola/of=%28x%29²).'
    """
    return _outside_listings(text, lambda part: ROLE.sub(_link, part))


def as_roles(text: str) -> str:
    """Return what `as_links` was given.

    >>> as_roles("Try [0.22](#live:set/ravine/step_size=0.22), [x²](#live:set/parabola/of=%28x%29²).")
    'Try {live}`0.22 <set ravine step_size=0.22>`, {live}`x² <set parabola of=(x)²>`.'
    """
    return _outside_listings(text, lambda part: LINK.sub(_role, part))


def _link(role: re.Match) -> str:
    what = role["what"].replace("(", "%28").replace(")", "%29")  # a bracket would end the link
    return f"[{role['words']}](#live:{role['kind']}/{role['figure']}/{what})"


def _role(link: re.Match) -> str:
    what = link["what"].replace("%28", "(").replace("%29", ")")
    return f"{{live}}`{link['words']} <{link['kind']} {link['figure']} {what}>`"


def _outside_listings(text: str, change: Callable[[str], str]) -> str:
    listings = LISTING.findall(text)
    parts = map(change, LISTING.split(text))
    return "".join(part + listing for part, listing in zip(parts, [*listings, ""], strict=True))
