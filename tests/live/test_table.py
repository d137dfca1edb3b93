"""The table: what is written is read again, by Python and by the player, to 1/64 of a canvas unit."""
from __future__ import annotations

import base64
import json

import matplotlib.pyplot as plt
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mathlib.live.render import HIGH, LOW, Primitive, Recorder
from mathlib.live.table import (
    UNIT,
    Track,
    compress,
    decompress,
    encode,
    quantise,
    read_header,
    same,
)

from . import strategies
from .decoder import decode

PLAYER = """async (stored) => {
  const table = readTable(await inflate(stored));
  return {definitions: table.definitions, tracks: table.tracks.map((track) => {
    const states = track.shape.reduce((a, b) => a * b, 1);
    const lists = Array.from({length: states}, (_, state) => displayList(table, track, state));
    return {name: track.name, on: track.on, shape: track.shape, states: lists.map((list) => list.map(
      ({kind, key, x, y, codes, content}) => ({kind, key, x, y, codes: codes && [...codes], content})))};
  })};
}"""


def on_the_grid(points):
    """Return points as the table keeps them."""
    return quantise(points) / UNIT + LOW


def plain(tracks):
    """Return tracks as plain lists, as the player returns them."""
    return [{"name": track.name, "on": list(track.on), "shape": list(track.shape), "states": [[
        {"kind": one.kind, "key": list(one.key), "x": one.points[:, 0].tolist(), "y": one.points[:, 1].tolist(),
         "codes": None if one.codes is None else one.codes.tolist(), "content": one.content}
        for one in state] for state in track.states]} for track in tracks]


def kept(tracks):
    return plain([track._replace(states=[[one._replace(points=on_the_grid(one.points)) for one in state]
                                         for state in track.states]) for track in tracks])


def path(*points, codes=None, key=("", "")):
    points = np.array(points, float).reshape(-1, 2)
    codes = np.r_[1, np.full(len(points) - 1, 2)] if codes is None else codes
    return Primitive("path", key, points, np.array(codes, np.uint8))


def marks(*points):
    return Primitive("marks", ("", "", ""), np.array(points, float).reshape(-1, 2))


def text(words, x=0.0):
    return Primitive("text", ("", "", ""), np.array([[x, 0.0]]), content=words)


def track(*states, name="0"):
    return Track(name, (0,), (len(states),), list(states))


# ---- coordinates

@given(strategies.coordinates)
def test_a_coordinate_moves_by_half_a_step_at_most(x):
    assert abs(on_the_grid(np.array([x]))[0] - x) <= 1 / 64


def test_the_range_is_that_of_sixteen_bits():
    assert quantise(np.array([LOW, HIGH, LOW + 1 / UNIT, 0.0])).tolist() == [0, 65504, 1, 16384]
    assert quantise(np.array([-1e9, 1e9])).tolist() == [0, 65535]


# ---- writing and reading

@given(strategies.tables(), st.dictionaries(strategies.texts, strategies.texts, max_size=3))
def test_what_is_written_is_read_again(tracks, definitions):
    read, read_definitions = decode(decompress(compress(encode(tracks, definitions))))
    assert plain(read) == kept(tracks)
    assert read_definitions == definitions


@given(tracks=strategies.tables())
def test_the_player_reads_the_same_numbers(blank, tracks):
    stored = base64.b64encode(compress(encode(tracks, {"p1": "<clipPath id=\"p1\" />"}))).decode()
    read = blank.evaluate(PLAYER, stored)
    assert read["tracks"] == kept(tracks)
    assert read["definitions"] == {"p1": "<clipPath id=\"p1\" />"}


EDGES = {
    "one state": [track([path((1, 2), (3, 4))])],
    "no axis at all": [Track("status", (), (), [[text("a sentence")]])],
    "nothing in any state": [track([], [])],
    "from one end of the range to the other": [track(*[[path((LOW, HIGH), (HIGH, LOW), (LOW, LOW))],
                                                       [path((HIGH, LOW), (LOW, HIGH), (HIGH, HIGH))]] * 3)],
    "lists that grow and shrink": [track(*[[path(*np.arange(2 * n).reshape(-1, 2))] if n else [] for n in
                                           (3, 0, 1, 5, 0, 2)])],
    "another kind in each state": [track([path((1, 1), (2, 2))], [marks((1, 1))], [text("x")], [
        Primitive("node", ("",), np.array([[1.0, 2.0]]), content="<g/>")], [path((1, 1)), text("y"), marks((5, 5))])],
    "curves": [track([path((0, 0), (1, 1), (2, 0), (3, 3), (4, 4), (5, 5), (0, 0), codes=[1, 3, 3, 4, 4, 4, 79])],
                     [path((0, 0), (1, 1), codes=[1, 2])])],
    "strings of any script": [track([text("η ≤ ½ — “naïve” 数学 🙂 </script>\n\0")], [text("")])],
    "markers that leave their line": [track([path((0, 0), (9, 9)), marks((0, 0), (9, 9), (20, 0))],
                                            [path((0, 1), (8, 9)), marks((0, 1), (8, 9))])],
    "eight columns and nine": [track([marks(*np.ones((8, 2)))], [marks(*np.eye(8, 2))]),
                               track([marks(*np.ones((9, 2)))], [marks(*np.eye(9, 2))], name="1")],
}


@pytest.mark.parametrize("case", EDGES)
def test_edge_cases_are_read_again(blank, case):
    tracks, table = EDGES[case], encode(EDGES[case], {})
    assert plain(decode(table)[0]) == kept(tracks)
    assert blank.evaluate(PLAYER, base64.b64encode(compress(table)).decode())["tracks"] == kept(tracks)


@pytest.mark.parametrize("axis", [0, 1, 2])
def test_a_grid_of_states_is_read_in_its_order(axis):
    shape = (2, 3, 4)
    states = [[path((0, 0), (100 * indices[axis], sum(indices)))] for indices in np.ndindex(shape)]
    tracks = [Track("0", (0, 1, 2), shape, states)]
    assert plain(decode(encode(tracks, {}))[0]) == kept(tracks)


# ---- in few bytes

def blocks(tracks):
    table = encode(tracks, {})
    return len(table) - 4 - int.from_bytes(table[:4], "little")


def random_walk(seed, name):
    steps = np.random.default_rng(seed).normal(size=(8, 50, 2)).cumsum(axis=0) + 100
    return track(*[[path(*points)] for points in steps], name=name)


def test_equal_matrices_are_stored_once():
    assert blocks([random_walk(0, "0"), random_walk(0, "1")]) == blocks([random_walk(0, "0")])
    assert blocks([random_walk(0, "0"), random_walk(1, "1")]) > 1.8 * blocks([random_walk(0, "0")])


def test_what_never_changes_is_stored_once():
    points = np.random.default_rng(0).uniform(0, 100, (50, 2))
    assert blocks([track(*[[path(*points)]] * 100)]) < 1.5 * blocks([track([path(*points)])])


def test_a_straight_motion_costs_next_to_nothing():
    still = np.random.default_rng(0).uniform(0, 100, (50, 2))
    moving = track(*[[path(*(still + k))] for k in range(64)])
    assert len(compress(encode([moving], {}))) < 2 * len(compress(encode([track([path(*still)])], {})))


def test_equal_strings_and_keys_are_stored_once():
    header = read_header(encode([track([text("a"), text("b")], [text("b"), text("a")])], {}))
    assert header["strings"] == ["a", "b"]
    assert header["keys"] == [["text", "", "", ""]]


def test_the_same_table_has_the_same_bytes():
    assert encode([random_walk(0, "0")], {"a": "b"}) == encode([random_walk(0, "0")], {"a": "b"})


@pytest.mark.parametrize("states", [[[marks(*np.zeros((65_536, 2)))]], [[text(str(i))] for i in range(65_537)]],
                         ids=["points", "texts"])
def test_what_sixteen_bits_cannot_count_is_refused(states):
    with pytest.raises(OverflowError, match="more than 65 535 points in one artist, or different texts in one figure"):
        encode([track(*states)], {})


# ---- whether two display lists look the same

@pytest.mark.parametrize(("other", "equal"), [
    ([path((1, 2), (3, 4))], True), ([path((1.001, 2), (3, 4))], True), ([path((1.1, 2), (3, 4))], False),
    ([], False), ([path((1, 2))], False), ([path((1, 2), (3, 4), codes=[1, 1])], False),
    ([path((1, 2), (3, 4), key=("", "fill: none"))], False), ([marks((1, 2), (3, 4))], False),
    ([path((1, 2), (3, 4)), path((1, 2))], False),
])
def test_lists_are_the_same_when_they_look_the_same(other, equal):
    assert same([path((1, 2), (3, 4))], other) is equal


def test_texts_are_the_same_when_they_read_the_same():
    assert same([text("a")], [text("a")])
    assert not same([text("a")], [text("b")])


# ---- what comes from matplotlib

@pytest.mark.parametrize("y", [[0.1, np.nan, 0.3, 0.4, np.nan, np.nan, 0.2], [np.nan] * 7,
                               [0.1, np.inf, 0.3, -np.inf, 0.4, 0.2, np.nan]])
def test_gaps_leave_no_number_behind_that_is_none(y):
    fig, ax = plt.subplots()
    plt.close(fig)
    line, = ax.plot(range(7), y, "o-", color="black")
    ax.set(xlim=(0, 7), ylim=(0, 1))
    recorded = Recorder(fig).record(line)
    assert all(np.isfinite(one.points).all() for one in recorded)
    dots = [one for one in recorded if one.kind == "marks"]
    assert sum(len(one.points) for one in dots) == np.isfinite(y).sum()
    assert plain(decode(encode([track(recorded)], {}))[0]) == kept([track(recorded)])


def test_markers_are_only_where_there_are_points():
    """Clipping a line adds points to it at the edge of the canvas; matplotlib draws markers there."""
    fig, ax = plt.subplots()
    plt.close(fig)
    line, = ax.plot([0.5, 0.5, -9], [0.5, 99, 0.5], "o-", color="black", clip_on=False)
    ax.set(xlim=(0, 1), ylim=(0, 1))
    dots, = (one for one in Recorder(fig).record(line) if one.kind == "marks")
    assert len(dots.points) == 1


def test_the_header_is_plain_json():
    table = encode([track([text("π")])], {"p": "<g/>"})
    size = int.from_bytes(table[:4], "little")
    assert json.loads(table[4:4 + size].decode()) == read_header(table)
    assert (4 + size) % 2 == 0
