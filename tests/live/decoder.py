"""The player's twin in Python: reads a table, so that tests can compare what was written with what was meant."""
from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np

from mathlib.live.render import LOW, Primitive
from mathlib.live.table import FAMILIES, UNIT, Track, read_header


def decode(table: bytes) -> tuple[list[Track], dict[str, str]]:
    """Return the tracks and definitions of a table, coordinates as quantised."""
    header, blocks = read_header(table), table[4 + int.from_bytes(table[:4], "little"):]
    return [_decoded_track(entry, header, blocks) for entry in header["tracks"]], header["definitions"]


def _decoded_track(entry: dict, header: dict, blocks: bytes) -> Track:
    shape = tuple(entry["shape"])
    n = int(np.prod(shape, dtype=int))
    families = {name: _decoded(entry[name], shape, blocks) if name in entry else np.empty((n, 0), np.uint16)
                for name in FAMILIES}
    for name, line in ((name, entry[name]["plus"]) for name in ("u", "v") if "plus" in entry.get(name, {})):
        shared = min(families[name].shape[1], families[line].shape[1])
        families[name][:, :shared] += families[line][:, :shared]
    states = [_decoded_state({name: iter(matrix[i].tolist()) for name, matrix in families.items()}, entry, header)
              for i in range(n)]
    return Track(entry["name"], tuple(entry["on"]), shape, states, tuple(entry["smooth"]))


def _decoded(meta: dict, shape: tuple[int, ...], blocks: bytes) -> np.ndarray:
    n, columns, at = int(np.prod(shape, dtype=int)), meta["columns"], meta["at"]
    head = -(-columns // 8)
    bits = np.frombuffer(blocks, np.uint8, head, at)
    constant = np.unpackbits(bits, count=columns, bitorder="little").astype(bool)
    fixed = _sums(_unplanes(blocks, at + head, constant.sum()), (0,))
    moving = _unplanes(blocks, at + head + 2 * constant.sum(), n * (~constant).sum()).reshape(*shape, -1)
    matrix = np.empty((n, columns), np.uint16)
    matrix[:, constant] = fixed
    matrix[:, ~constant] = _sums(moving, meta["axes"]).reshape(n, -1)
    return matrix


def _unplanes(blocks: bytes, at: int, count: int) -> np.ndarray:
    low = np.frombuffer(blocks, np.uint8, count, at).astype(np.uint16)
    high = np.frombuffer(blocks, np.uint8, count, at + count).astype(np.uint16)
    zigzag = low | high << 8
    return (zigzag >> 1) ^ (0 - (zigzag & 1)).astype(np.uint16)


def _sums(values: np.ndarray, axes: Sequence[int]) -> np.ndarray:
    for axis in axes:
        values = np.cumsum(values, axis=axis, dtype=np.uint16) if values.size else values
    return values


def _decoded_state(families: dict, entry: dict, header: dict) -> list[Primitive]:
    def points(x, y, count):
        pairs = itertools.islice(zip(families[x], families[y], strict=True), count)
        return np.array(list(pairs), float).reshape(-1, 2) / UNIT + LOW
    state = []
    for key in entry["signatures"][next(families["signature"])]:
        kind, *key = header["keys"][key]
        count = next(families["length"]) if kind in ("path", "marks") else 1
        codes = np.array(list(itertools.islice(families["code"], count)), np.uint8) if kind == "path" else None
        where = points(*("xy" if kind == "path" else "uv"), count)
        content = header["strings"][next(families["content"])] if kind in ("text", "node") else ""
        state.append(Primitive(kind, tuple(key), where, codes, content))
    return state
