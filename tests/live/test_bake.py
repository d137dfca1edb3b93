"""Baking: what moves is found, stored along what moves it, and the same every time."""
from __future__ import annotations

import hashlib
import importlib.metadata
import os
import subprocess
import sys

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib import patches

from mathlib.live import DATA, PATH, SECOND, bake, drag, figure, live, tables
from mathlib.live.bake import STATUS, find_live
from mathlib.live.style import style
from mathlib.live.table import decompress, same

from .decoder import decode


def three_lines(a=(0, 3), b=(0, 2), module=__name__):
    """Return a figure whose first line moves with a, the second with both, the third never, the sentence with b."""
    def three_lines():
        fig, ax = plt.subplots()
        ax.set(xlim=(0, 4), ylim=(0, 4))
        first, = ax.plot([0, 4], [0, 0], color=PATH)
        second, = ax.plot([0, 4], [0, 0], "o-", color=DATA)
        ax.plot([0, 4], [1, 1], color=SECOND)

        @live(fig, a=a, b=b)
        def update(a=1, b=1):
            calls.append((a, b))
            first.set_ydata([0, a])
            second.set_ydata([a, b])
            return f"b is {b}"
        return update
    calls = []
    three_lines.__module__ = module
    made = figure(title="Three lines", alt="Three lines.")(three_lines)()
    made.calls = calls
    calls.clear()
    return made


def number_of(made, colour):
    """Return under which name the line of a colour is baked."""
    number, = (n for n, artist in enumerate(made.artists) if getattr(artist, "get_color", str)() == colour)
    return str(number)


def baked(made):
    tracks, _ = decode(decompress(bake.bake(made)))
    return {track.name: track for track in tracks}


def assert_every_state_is_stored(made, tracks):
    with style():
        for indices in np.ndindex(tuple(len(axis) for axis in made.grid)):
            status = made.apply(indices)
            for number in range(len(made.artists)):
                if str(number) in tracks:
                    track = tracks[str(number)]
                    place = np.ravel_multi_index([indices[axis] for axis in track.on], track.shape) if track.on else 0
                    assert same(track.states[place], made.record(number))
            if STATUS in tracks:
                track = tracks[STATUS]
                place = np.ravel_multi_index([indices[axis] for axis in track.on], track.shape)
                assert track.states[place][0].content == status


# ---- what moves

def test_an_artist_depends_on_the_controls_that_move_it():
    made = three_lines()
    with style():
        assert find_live(made) == {STATUS: (1,), number_of(made, PATH): (0,), number_of(made, DATA): (0, 1)}


def test_an_artist_is_stored_along_the_controls_that_move_it():
    made = three_lines()
    tracks = baked(made)
    assert {name: track.shape for name, track in tracks.items()} == {
        STATUS: (3,), number_of(made, PATH): (4,), number_of(made, DATA): (4, 3)}
    assert_every_state_is_stored(made, tracks)


def test_a_handle_is_two_axes():
    def dot():
        fig, ax = plt.subplots()
        ax.set(xlim=(0, 4), ylim=(0, 4))
        one, = ax.plot([0], [0], "o", color=PATH)
        cross, = ax.plot([0, 4], [1, 1], color=DATA)

        @live(fig, at=drag(ax, x=(0, 4), y=(1, 3)))
        def update(at=(0, 1)):
            one.set_data(at[:1], at[1:])
            cross.set_ydata([at[1]] * 2)
        return update
    made = figure(title="A dot", alt="A dot.")(dot)()
    tracks = baked(made)
    assert {track.on for track in tracks.values()} == {(0, 1), (1,)}
    assert_every_state_is_stored(made, tracks)


def rare(make_star, a=(0, 9), b=(0, 9), at=(7, 4)):
    """Return a figure with a star that shows itself in one of a hundred states, and the number of the star."""
    def rare():
        fig, ax = plt.subplots()
        ax.set(xlim=(0, 10), ylim=(0, 10))
        line, = ax.plot([0, 4], [0, 0], color=PATH)
        star, show = make_star(ax)

        @live(fig, a=a, b=b)
        def update(a=0, b=0):
            line.set_ydata([a, b])
            show((a, b) == at)
        rare.star = star
        return update
    made = figure(title="A rare star", alt="A line.")(rare)()
    return made, str(made.artists.index(rare.star))


def star(ax):
    made, = ax.plot([5], [5], "*", color=SECOND, visible=False)
    return made, made.set_visible


def star_behind_a_window(ax):
    """Make a star whose window opens: the star itself is never touched."""
    made, = ax.plot([5], [5], "*", color=SECOND)
    closed, opened = np.array([[0, 0], [1, 0], [1, 1]]), np.array([[0, 0], [9, 0], [9, 9], [0, 9]])
    window = patches.Polygon(closed, transform=ax.transData)
    made.set_clip_path(window)
    return made, lambda shown: window.set_xy(opened if shown else closed)


def test_what_shows_itself_in_a_single_state_is_not_missed():
    made, number = rare(star)
    with style():
        assert number not in find_live(made)
    tracks = baked(made)
    assert [bool(state) for state in tracks[number].states].count(True) == 1
    assert_every_state_is_stored(made, tracks)


def test_what_shows_itself_at_a_single_stop_of_a_control_is_found_at_once():
    def once():
        fig, ax = plt.subplots()
        ax.set(xlim=(0, 50), ylim=(0, 50))
        line, = ax.plot([0, 4], [0, 0], color=PATH)
        star, = ax.plot([5], [5], "*", color=SECOND)

        @live(fig, a=(0, 50))
        def update(a=0):
            line.set_ydata([0, a])
            star.set_visible(a == 31)
        return update
    made = figure(title="Once", alt="A line.")(once)()
    with style():
        assert len(find_live(made)) == 2


def test_a_dependence_that_was_missed_is_caught(monkeypatch):
    made = three_lines()
    wanted = {name: track.states for name, track in baked(made).items() if name != STATUS}
    monkeypatch.setattr(bake, "find_live", lambda made, _: {number_of(made, PATH): (0,), number_of(made, DATA): (1,)})
    monkeypatch.setattr(bake, "_refuse_idle", lambda *_: None)
    tracks = baked(made)
    assert tracks[number_of(made, DATA)].on == tracks[STATUS].on == (0, 1)
    assert tracks[number_of(made, PATH)].on == (0,)
    assert len(tracks) == len(wanted) + 1
    assert_every_state_is_stored(made, tracks)


def test_what_moves_without_being_touched_is_caught():
    made, number = rare(star_behind_a_window, (0, 7), (0, 5), (6, 2))   # few states: all are compared with the table
    with style():
        assert number not in find_live(made)
    tracks = baked(made)
    assert number in tracks
    assert_every_state_is_stored(made, tracks)


def test_an_update_runs_once_for_all_artists_that_need_its_state(monkeypatch):
    made = three_lines()
    with style():
        live_ones = find_live(made)
        tracks = {name: bake._track(made, name, on) for name, on in live_ones.items()}
        rest = bake._snapshot(made, made.default)
        made.calls.clear()
        assert bake._fill(made, tracks, tracks, rest) == set()
    assert sorted(made.calls) == sorted((a, b) for a in range(4) for b in range(3))


@pytest.mark.parametrize("work", [lambda made: find_live(made), bake.bake])
def test_the_figure_is_left_at_its_default(work):
    made = three_lines()
    with style():
        work(made)
    assert made.calls[-1] == (1, 1)


# ---- the same every time

PROGRAM = """
import hashlib
from tests.live.zoo import ZOO, live_figure
from mathlib.live.bake import bake
for name in ("text_with_formulas", "hatched", "clipped_by_a_circle", "image"):
    print(name, hashlib.sha256(bake(live_figure(name, *ZOO[name]))).hexdigest())
"""


def test_baking_gives_the_same_bytes_in_every_process():
    outputs = {subprocess.run([sys.executable, "-c", PROGRAM], env={**os.environ, "PYTHONHASHSEED": seed}, check=True,
                              capture_output=True, text=True).stdout for seed in ("1", "2")}
    assert len(outputs) == 1
    assert len(outputs.pop().splitlines()) == 4


def test_baking_twice_gives_the_same_bytes():
    made = three_lines()
    assert bake.bake(made) == bake.bake(made) == bake.bake(three_lines())


# ---- files

OURS = "mathlib.figures.tour"


def refuse_to_bake(made):
    raise AssertionError("baked again")


def test_a_table_is_not_baked_again_while_its_sources_stay_the_same(tmp_path, monkeypatch):
    file = tables.table_file(three_lines(module=OURS), tmp_path)
    monkeypatch.setattr(tables, "bake", refuse_to_bake)
    assert tables.table_file(three_lines(module=OURS), tmp_path) == file
    assert [path.name for path in tmp_path.iterdir()] == [file.name]


@pytest.mark.parametrize("change", ["source_fingerprint", "_versions"])
def test_a_table_is_baked_again_when_a_source_or_a_version_changes(tmp_path, monkeypatch, change):
    file = tables.table_file(three_lines(module=OURS), tmp_path)
    monkeypatch.setattr(tables, change, lambda *_, **__: "something else")
    other = tables.table_file(three_lines(module=OURS), tmp_path)
    assert other != file
    assert tables.stored_table(other) == tables.stored_table(file)


def test_what_else_is_installed_does_not_count(monkeypatch):
    """Test tools beside the book's own must not give every table another name."""
    asked = []
    version = importlib.metadata.version
    monkeypatch.setattr(importlib.metadata, "version", lambda name: asked.append(name) or version(name))
    tables._versions.cache_clear()
    drawn_with = dict(tables._versions()[2:])
    assert drawn_with["matplotlib"] == version("matplotlib")
    assert "pillow" in drawn_with, "what matplotlib needs counts too"
    assert not {"pytest", "hypothesis", "playwright", "jupyter-book"} & set(asked)


def test_a_table_does_not_depend_on_what_shows_it():
    """The modules that the key leaves out are not even loaded while a table is baked."""
    program = ("import sys, tempfile, pathlib; from mathlib.figures import tour; from mathlib.live import tables\n"
               "tables.table_file(tour.ravine_rates(), pathlib.Path(tempfile.mkdtemp()))\n"
               "print(*set(tables.NOT_IN_A_TABLE) & set(sys.modules))")
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


def test_a_figure_of_a_page_is_baked_every_time(tmp_path):
    first = tables.table_file(three_lines(module="__main__"), tmp_path)
    second = tables.table_file(three_lines(a=(0, 2), module="__main__"), tmp_path)
    assert first != second
    assert baked(three_lines(a=(0, 2))).keys() == baked(three_lines()).keys()
    assert hashlib.sha256(tables.stored_table(second)).hexdigest()[:16] in second.name


def test_a_figure_made_with_arguments_is_baked_every_time(tmp_path):
    def of(height):
        fig, ax = plt.subplots()
        ax.set(xlim=(0, 4), ylim=(0, 9))
        line, = ax.plot([0, 4], [0, 0], color=PATH)
        return live(fig, a=(0, 3))(lambda a=0: line.set_ydata([a, height]))
    of.__module__ = OURS
    made = figure(title="Height", alt="A line.")(of)
    files = [tables.table_file(made(height), tmp_path) for height in (1, 2)]
    assert files[0] != files[1]
    assert files[0] == tables.table_file(made(height=1), tmp_path)


def test_a_stored_table_is_the_baked_one(tmp_path):
    made = three_lines()
    assert tables.stored_table(tables.table_file(made, tmp_path / "new directory")) == bake.bake(made)
