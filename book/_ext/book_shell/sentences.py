r"""Sentences that move: the role `live`, by which prose sets a figure, follows it, or changes it.

    {live}`try a step of 0.22 <set momentum-ravine step_size=0.22,momentum=0>`    a link that sets the figure
    {live}`0.06 <show momentum-ravine step_size>`                                 a value that follows it
    {live}`0.06 <scrub momentum-ravine step_size>`                                a number that is dragged in the text
    $\live{0.06 <show momentum-ravine step_size>}$                                a number that moves in a formula

The words before the brackets are what stands there where nothing is live: in print, without scripts, in the source. For
`show` and `scrub` they must be the value at the figure's first state (but any words for `show … status`, which becomes
its status sentence); the build checks that, and that each figure, control and stop exists.
"""
from __future__ import annotations

import json
import re
from collections.abc import Iterable
from html import escape, unescape
from urllib.parse import unquote

from docutils import nodes
from sphinx.application import Sphinx

FORM = re.compile(r"^(?P<text>.+?)\s*<(?P<kind>set|show|scrub) (?P<figure>[a-z][a-z0-9-]*) (?P<what>\S+)>$", re.DOTALL)
SPEC = re.compile(r'<figure class="live-figure" id="([^"]+)"[^>]*?data-spec="([^"]*)"', re.DOTALL)
NUMBER = re.compile(r'<(mn|mrow) class="live-number[^>]* data-figure="([^"]+)" data-of="([^"]+)">(.*?)</\1>', re.DOTALL)
MOVING = re.compile(r'class="live-(set|show|scrub)" data-figure="([^"]+)" data-of="([^"]*)"[^>]*>([^<]*)<')


class Moving(nodes.inline):
    """Words that are tied to a live figure of the same page."""


def add(app: Sphinx) -> None:
    """Connect the role and its node."""
    app.add_role("live", live_role)
    plain = (lambda self, node: None, lambda self, node: None)
    app.add_node(Moving, html=(visit, depart), latex=plain, text=plain, man=plain, texinfo=plain)


def live_role(name, rawtext, text, lineno, inliner, options=None, content=None):
    """Read the role; see the module."""
    form = FORM.match(text)
    if form is None:
        problem = inliner.reporter.error(
            "live must be words and, in brackets, set, show or scrub, a figure, and what: "
            f"{{live}}`0.06 <show momentum-ravine step_size>`; got {text!r}", line=lineno)
        return [inliner.problematic(rawtext, rawtext, problem)], [problem]
    tied = {name: form[name] for name in ("kind", "figure", "what")}
    return [Moving(rawtext, form["text"], **tied)], []


def visit(self, node: Moving) -> None:
    """Open the element; without scripts it is words and no more."""
    tied = f'class="live-{node["kind"]}" data-figure="{escape(node["figure"])}" data-of="{escape(node["what"])}"'
    target = f' href="#{escape(node["figure"])}:{escape(node["what"])}"' if node["kind"] == "set" else ""
    self.body.append(f'<{_tag(node)} {tied}{target}>')


def depart(self, node: Moving) -> None:
    """Close the element."""
    self.body.append(f"</{_tag(node)}>")


def _tag(node: Moving) -> str:
    return "a" if node["kind"] == "set" else "span"


def untied(html: str) -> Iterable[str]:
    """Say which moving words of a page are tied to nothing, or say another value than their figure's first state.

    >>> list(untied('<span class="live-show" data-figure="a" data-of="b">1</span>'))
    ["the words '1' are tied to the figure 'a', which is not on the page"]
    """
    specs = {name: json.loads(unescape(spec)) for name, spec in SPEC.findall(html)}
    for kind, figure, what, text in MOVING.findall(html):
        yield from _untied(specs, kind, figure, unescape(what), unescape(text))
    for _, figure, what, number in NUMBER.findall(html):
        problems = list(_untied(specs, "number", figure, what, unescape(re.sub("<[^>]*>", "", number))))
        yield from problems or _uneven(specs[figure], figure, what)


def _untied(specs: dict, kind: str, figure: str, what: str, text: str) -> Iterable[str]:
    words = f"the words {text!r} are tied to"
    if figure not in specs:
        yield f"{words} the figure {figure!r}, which is not on the page"
    elif kind == "set":
        yield from (f"{words} {part!r}, which {figure} does not have" for part in what.split(",")
                    if not _is_stop(specs[figure], part))
    elif (kind, what) != ("show", "status"):
        first = _first(specs[figure], what)
        if first is None:
            yield f"{words} {what!r}, which is no slider or choice of {figure}"
        elif first != text:
            yield f"{words} {what} of {figure}, which is {first!r} at first"


def _uneven(spec: dict, figure: str, name: str) -> Iterable[str]:
    """Say why a formula cannot show a control: its numbers take unequal room, or are more than digits."""
    axis = _axes(spec, name)[0]
    shapes = {re.sub("[0-9]", "0", text): text for text in spec["texts"][axis]}
    if strange := [text for shape, text in shapes.items() if not re.fullmatch(r"−?0+(\.0+)?", shape)]:
        yield f"a formula can show plain numbers only, and {name} of {figure} can be {strange[0]!r}"
    elif len(shapes) > 1:
        short, long = sorted(shapes.values(), key=len)[:: len(shapes) - 1]
        yield (f"in a formula {name} of {figure} would need more room for {long!r} than for {short!r}; give all its "
               "stops as many digits and one sign, by (min, max, step) or by a dict of words and values")
    elif axis in (spec.get("script") or {}).get("between", ()) and not next(iter(shapes)).endswith(".00"):
        yield f"between stops {figure} shows {name} with two decimals; in a formula its stops must have two as well"


def _first(spec: dict, name: str) -> str | None:
    axes = _axes(spec, name)
    return spec["texts"][axes[0]][spec["start"][axes[0]]] if len(axes) == 1 else None


def _axes(spec: dict, name: str) -> list[int]:
    return next((control["axes"] for control in spec["controls"] if control["name"] == name), [])


def _is_stop(spec: dict, part: str) -> bool:
    name, _, value = part.partition("=")
    stops = next((control["stops"] for control in spec["controls"] if control["name"] == name), None)
    values = value.split(";")
    return stops is not None and len(values) == len(stops) and all(
        any(_equal(stop, unquote(one)) for stop in way) for way, one in zip(stops, values, strict=True))


def _equal(stop: float | str, text: str) -> bool:
    try:
        return str(stop) == text or float(stop) == float(text)
    except ValueError:
        return False
