"""What a page of the built book makes of a figure: its table and script, read by the player in a JavaScript engine."""
from __future__ import annotations

import base64
import json
import re
import zlib
from pathlib import Path

import numpy as np
import quickjs

from mathlib.live.assets import PLAYER
from mathlib.live.render import Primitive
from tests.browser.site import HTML, Shown

PLAYED = ("numerics.js", "table.js", "script.js", "page.js")    # of the player, what needs no document
NAMED = re.compile(r"url\(#([^)]+)\)")
STAND_INS = Path(__file__).with_name("page.js")


class Page:
    """A figure of the built book, moved as its page moves it.

    artists : the numbers of those that the page draws or paints; the others stand still in its picture.
    definitions : the ids of clip paths and hatches that come with the table.
    named : the ids that its primitives name, and the empty one where they name none.
    """

    def __init__(self, shown: Shown):
        self._context = quickjs.Context()
        self._context.add_callable("inflated", _inflated)
        for source in (*(PLAYER / name for name in PLAYED), STAND_INS, HTML / "_live" / shown.table):
            self._context.eval(source.read_text("utf-8"))
        self._call("open", shown.spec)
        while self._context.execute_pending_job():
            pass
        self._lists: dict[int, list[Primitive]] = {}
        self._images: dict[int, np.ndarray] = {}
        self.artists = {int(artist) for artist in self._call("artists")}
        self.definitions = set(self._call("definitions"))
        self.named = {name for _, clip, *style in self._call("keys")
                      for name in (clip, *NAMED.findall(" ".join(style)))}

    def go(self, indices: tuple[int, ...]) -> tuple[str, bool]:
        """Go to a state; return its status, and whether the goal is reached."""
        status, reached = self._call("go", indices)
        return status, reached

    def lists(self) -> dict[int, list[Primitive]]:
        """Return the display list of each artist that is drawn, as it stands."""
        self._take()
        return dict(self._lists)

    def images(self) -> dict[int, np.ndarray]:
        """Return the grey levels of each image that is painted, row by row."""
        self._take()
        return dict(self._images)

    def _take(self) -> None:
        lists, images = self._call("take")
        self._lists |= {int(artist): [_primitive(*parts) for parts in drawn] for artist, drawn in lists}
        self._images |= {int(artist): np.array(greys, float) for artist, greys in images}

    def _call(self, name: str, *given):
        return json.loads(self._context.get("call")(name, json.dumps(given)))


def _inflated(stored: str) -> str:
    return base64.b64encode(zlib.decompress(base64.b64decode(stored))).decode()


def _primitive(kind: str, key: list[str], x: list[float], y: list[float], codes: list[int] | None,
               content: str) -> Primitive:
    points = np.array([x, y], float).T.reshape(-1, 2)
    return Primitive(kind, tuple(key), points, None if codes is None else np.array(codes, np.uint8), content)
