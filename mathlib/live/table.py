"""The table of a figure: every display list at every stop, in few bytes, exact to 1/32 of a canvas unit.

A *track* is one artist along the controls it depends on. Its coordinates become matrices (states x columns) of 16-bit
numbers; columns that never change are kept once, the others as differences along the axes where they are smallest,
small numbers first (zigzag), low bytes apart from high bytes: then deflate finds little left to do. The same encoding
with one state is what a kernel sends for each change. `player/table.js` reads it.

Layout before compression: length of the header (4 bytes, little endian), the header (JSON), the blocks.
"""
from __future__ import annotations

import itertools
import json
import zlib
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np

from .render import LOW, Primitive

UNIT = 32                                             # steps in one canvas unit
FAMILIES = ("signature", "length", "code", "x", "y", "u", "v", "content")


class Track(NamedTuple):
    """One artist (or the status sentence) along the axes of the grid of states that it depends on.

    name : "status" or the artist's number.
    on : the axes of the grid it depends on.
    shape : stops along each of these.
    states : a display list for each state, the last axis fastest.
    smooth : the axes along which its picture may glide from stop to stop.
    """

    name: str
    on: tuple[int, ...]
    shape: tuple[int, ...]
    states: Sequence[list[Primitive]]
    smooth: tuple[int, ...] = ()


def quantise(values: np.ndarray) -> np.ndarray:
    """Return canvas coordinates, with the six decimals that matplotlib writes, as 16-bit steps of 1/32 unit.

    >>> quantise([0.015625, 0.0156250001]) - quantise([0])      # halfway: as far as six decimals tell
    array([0, 0], dtype=uint16)
    """
    return np.clip(np.rint((np.round(values, 6) - LOW) * UNIT), 0, 65535).astype(np.uint16)


def same(one: list[Primitive], other: list[Primitive]) -> bool:
    """Tell whether two display lists look the same, to the table's precision."""
    return one is other or len(one) == len(other) and all(
        a.kind == b.kind and a.key == b.key and a.content == b.content and a.points.shape == b.points.shape
        and np.array_equal(quantise(a.points), quantise(b.points))
        and (a.codes is b.codes or np.array_equal(a.codes, b.codes)) for a, b in zip(one, other, strict=True))


# ---- writing

def encode(tracks: Sequence[Track], definitions: dict[str, str], scripted: Mapping[str, Any] = MappingProxyType({})
           ) -> bytes:
    """Return the table, not yet compressed; `scripted` tells what it leaves to the script of the figure."""
    writer = _Writer()
    entries = [writer.track(track) for track in tracks]
    header = {"keys": list(writer.keys), "strings": list(writer.strings), "definitions": definitions,
              "tracks": entries, "scripted": dict(scripted)}
    header = json.dumps(header, separators=(",", ":"), ensure_ascii=False).encode()
    header += b" " * (-(len(header) + 4) % 2)
    return len(header).to_bytes(4, "little") + header + b"".join(writer.blocks)


def compress(table: bytes) -> bytes:
    """Return the table as it is stored."""
    return zlib.compress(table, 9)


class _Writer:
    """Collects blocks, and stores equal keys, strings and matrices once."""

    def __init__(self):
        self.keys: dict[tuple, int] = {}
        self.strings: dict[str, int] = {}
        self.blocks: list[bytes] = []
        self.size = 0
        self._seen: dict[tuple, dict] = {}

    def track(self, track: Track) -> dict:
        signatures: dict[tuple, int] = {}
        families = {name: _padded(*rows) for name, rows in self._rows(track.states, signatures).items()}
        entries = {}
        for name, matrix in families.items():
            line = {"u": "x", "v": "y"}.get(name)         # markers mostly sit on the points of their line
            beside = _beside(matrix, families[line], track.shape) if line else None
            if matrix.size:
                entries[name] = self._matrix(matrix if beside is None else beside, track.shape)
            if beside is not None:
                entries[name] = entries[name] | {"plus": line}
        return {"name": track.name, "on": track.on, "smooth": track.smooth, "shape": track.shape,
                "signatures": list(signatures), **entries}

    def _rows(self, states, signatures) -> dict[str, tuple[list[int], np.ndarray]]:
        """Return for each family how many numbers each state has, and the numbers of all states in one row."""
        numbers = {family: [] for family in ("signature", "length", "content")}
        paths = [[p for p in state if p.kind == "path"] for state in states]
        others = [[p for p in state if p.kind != "path"] for state in states]
        for state in states:
            signature = tuple(_intern(self.keys, (p.kind, *p.key)) for p in state)
            numbers["signature"].append([_intern(signatures, signature)])
            numbers["length"].append([len(p.points) for p in state if p.kind in ("path", "marks")])
            numbers["content"].append([_intern(self.strings, p.content) for p in state if p.kind in ("text", "node")])
        rows = {family: (list(map(len, lists)), np.fromiter(itertools.chain(*lists), np.int64))
                for family, lists in numbers.items()}
        rows["code"] = _lengths(paths), _joined([p.codes for state in paths for p in state], np.uint8)
        for (x, y), groups in ((("x", "y"), paths), (("u", "v"), others)):
            points = quantise(_joined([p.points.ravel() for state in groups for p in state])).reshape(-1, 2)
            rows[x], rows[y] = ((_lengths(groups), points[:, way]) for way in (0, 1))
        return {family: rows[family] for family in FAMILIES}

    def _matrix(self, matrix: np.ndarray, shape: tuple[int, ...]) -> dict | None:
        if matrix.shape[1] == 0:
            return None
        identity = (shape, matrix.shape, matrix.tobytes())
        if identity not in self._seen:
            block, meta = _encoded(matrix, shape)
            self._seen[identity] = {"at": self.size, "columns": matrix.shape[1], **meta}
            self.blocks.append(block)
            self.size += len(block)
        return self._seen[identity]


def _intern(store: dict, item) -> int:
    return store.setdefault(item, len(store))


def _lengths(groups: list[list[Primitive]]) -> list[int]:
    return [sum(len(p.points) for p in group) for group in groups]


def _joined(parts: list[np.ndarray], kind: type = np.float64) -> np.ndarray:
    return np.concatenate(parts) if parts else np.empty(0, kind)


def _padded(lengths: list[int], numbers: np.ndarray) -> np.ndarray:
    """Stack rows of different lengths; what is missing repeats a neighbour, so that its differences are nought."""
    lengths = np.array(lengths)
    width = lengths.max(initial=0)
    if width > 65535 or numbers.max(initial=0) > 65535:
        raise OverflowError("more than 65 535 points in one artist, or different texts in one figure")
    matrix = np.zeros((len(lengths), width), np.uint16)
    filled = np.arange(width) < lengths[:, None]
    matrix[filled] = numbers
    if filled.all():
        return matrix
    source = np.where(filled, np.arange(len(lengths))[:, None], filled.argmax(axis=0))
    np.maximum.accumulate(source, axis=0, out=source)
    return matrix[source, np.arange(width)]


def _beside(marks: np.ndarray, line: np.ndarray, shape: tuple[int, ...]) -> np.ndarray | None:
    """Return the markers as differences from the points of the line, if that is shorter."""
    shared = min(marks.shape[1], line.shape[1])
    beside = marks.copy()
    beside[:, :shared] -= line[:, :shared]
    return beside if shared and _least_cost(beside, shape) < _least_cost(marks, shape) else None


def _least_cost(matrix: np.ndarray, shape: tuple[int, ...]) -> float:
    grid = matrix.reshape(*shape, -1)
    return _cost(_differences(grid, _best_axes(grid)))


def _encoded(matrix: np.ndarray, shape: tuple[int, ...]) -> tuple[bytes, dict]:
    constant = (matrix == matrix[0]).all(axis=0)
    moving = matrix[:, ~constant].reshape(*shape, -1)
    axes = _best_axes(moving)
    head = np.packbits(constant, bitorder="little").tobytes()
    block = head + _planes(_differences(matrix[0, constant], (0,))) + _planes(_differences(moving, axes))
    return block, {"axes": axes}


def _best_axes(moving: np.ndarray) -> tuple[int, ...]:
    """Choose, greedily, the axes along which to take differences (the last one runs along the points)."""
    chosen, cost = (), _cost(moving)
    improved = moving.size > 0
    while improved:
        trials = [(_cost(_differences(moving, (*chosen, axis))), axis)
                  for axis in range(moving.ndim) if axis not in chosen and moving.shape[axis] > 1]
        best = min(trials, default=(cost, None))
        improved = best[0] < cost
        if improved:
            cost, chosen = best[0], (*chosen, best[1])
    return chosen


def _cost(values: np.ndarray) -> float:
    signed = values.astype(np.int16).astype(np.float32)
    return float(np.log2(1 + np.abs(signed)).sum())


def _differences(values: np.ndarray, axes: Sequence[int]) -> np.ndarray:
    for axis in axes:
        values = np.diff(values, axis=axis, prepend=np.zeros_like(values.take([0], axis))) if values.size else values
    return values


def _planes(values: np.ndarray) -> bytes:
    signed = values.reshape(-1).astype(np.int16)
    zigzag = ((signed << 1) ^ (signed >> 15)).astype(np.uint16)
    return (zigzag & 255).astype(np.uint8).tobytes() + (zigzag >> 8).astype(np.uint8).tobytes()


# ---- what a page needs of a stored table

def decompress(stored: bytes) -> bytes:
    """Return the table that `compress` stored."""
    return zlib.decompress(stored)


def read_header(table: bytes) -> dict:
    """Return the header of a table: keys, strings, definitions, tracks without their states."""
    return json.loads(table[4:4 + int.from_bytes(table[:4], "little")])
