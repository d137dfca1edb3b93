"""Generated inputs of the engine, by the names that let a test read as a sentence."""
from __future__ import annotations

import itertools
from decimal import Decimal

import numpy as np
from hypothesis import strategies as st

from mathlib.live.render import HIGH, LOW, Primitive
from mathlib.live.table import Track

# what a style, a clip id or a sentence may hold
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
coordinates = st.floats(LOW, HIGH) | st.sampled_from([LOW, HIGH, 0.0, 1 / 64, 3 / 64])
# pieces of a path, by matplotlib's codes: move, line, two kinds of curve, close
pieces = st.lists(st.sampled_from([(1,), (2,), (3, 3), (4, 4, 4), (79,)]), min_size=1, max_size=8)


def points(n: int) -> st.SearchStrategy[np.ndarray]:
    return st.lists(st.tuples(coordinates, coordinates), min_size=n, max_size=n).map(
        lambda pairs: np.array(pairs, float).reshape(-1, 2))


def primitives() -> st.SearchStrategy[Primitive]:
    few, nothing = st.sampled_from(["", "fill: none", "naïve ∇"]), st.just("")
    paths = pieces.map(lambda codes: np.array([*itertools.chain(*codes)], np.uint8)).flatmap(
        lambda codes: st.builds(Primitive, st.just("path"), st.tuples(few, few), points(len(codes)), st.just(codes),
                                nothing))
    marks = st.integers(1, 6).flatmap(
        lambda n: st.builds(Primitive, st.just("marks"), st.tuples(few, few, few), points(n), st.none(), nothing))
    words = st.builds(Primitive, st.just("text"), st.tuples(few, few, few), points(1), st.none(), texts)
    nodes = st.builds(Primitive, st.just("node"), st.tuples(few), points(1), st.none(), texts)
    return paths | marks | words | nodes


def shapes() -> st.SearchStrategy[tuple[int, ...]]:
    """How many stops there are along the axes that a track depends on; none for one state."""
    return st.lists(st.integers(1, 4), max_size=3).map(tuple)


def tracks(name: str = "0") -> st.SearchStrategy[Track]:
    """An artist whose pictures may have nothing in common, or differ by a little."""
    def of(shape):
        n = int(np.prod(shape, dtype=int))
        lists = st.lists(primitives(), max_size=4)
        strangers = st.lists(lists, min_size=n, max_size=n)
        relatives = st.tuples(lists, st.lists(st.floats(0, 1), min_size=n, max_size=n)).map(
            lambda pair: [[one._replace(points=np.clip(one.points + shift, LOW, HIGH)) for one in pair[0]]
                          for shift in pair[1]])
        return st.builds(Track, st.just(name), st.just(tuple(range(len(shape)))), st.just(shape), strangers | relatives)
    return shapes().flatmap(of)


def tables() -> st.SearchStrategy[list[Track]]:
    return st.integers(1, 3).flatmap(lambda n: st.tuples(*(tracks(str(i)) for i in range(n)))).map(list)


def decimal_ranges() -> st.SearchStrategy[tuple[Decimal, Decimal, Decimal]]:
    """A slider as an author writes it, (min, max, step), with a few decimals each."""
    places = st.integers(0, 5)
    return st.tuples(st.integers(-200, 200), st.integers(1, 60), st.integers(1, 30), places).map(
        lambda n: (Decimal(n[0]).scaleb(-n[3]), Decimal(n[0] + n[1] * n[2]).scaleb(-n[3]), Decimal(n[2]).scaleb(-n[3])))
