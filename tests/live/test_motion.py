"""Which artists may glide between stops: those whose picture half-way lies half-way, and no others."""
from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
import pytest

from mathlib.live import PATH, bake, drag, figure, live, log
from mathlib.live.motion import smooth_axes
from mathlib.live.style import style


def glides(draw, start=1.0, text=False, yscale="linear", **controls):
    """Return the axes of the grid along which a line drawn by `draw` may glide."""
    def small():
        fig, ax = plt.subplots()
        artist = ax.text(1, 1, "", color=PATH) if text else ax.plot([], [], "o-", color=PATH)[0]
        ax.set(xlim=(-4, 4), ylim=(0.1, 100) if yscale == "log" else (-4, 4), yscale=yscale)
        name, = controls
        spec = controls[name](ax) if callable(controls[name]) else controls[name]

        def update(k=start):
            return draw(artist, k)
        return live(fig, k=spec)(update)
    made = figure(title="A title", alt="An alt.")(small)()
    with style():
        found = smooth_axes(made, bake.find_live(made))
        assert made.record(0) is not None
    (axes,) = found.values()
    return axes


def height(line, k):
    line.set_data([0, 1, 2], [0, k, -k])


def test_what_moves_in_a_straight_line_may_glide():
    assert glides(height, k=(0.0, 3.0, 0.1)) == (0,)


def test_a_vector_that_turns_by_little_may_glide_and_by_much_may_not():
    def turn(line, k):
        line.set_data([0, 3 * np.cos(k)], [0, 3 * np.sin(k)])
    assert glides(turn, k=(0.0, 6.0, 0.1)) == (0,)
    assert glides(turn, k=(0.0, 6.0, 1.0)) == ()


def test_what_jumps_may_not():
    assert glides(lambda line, k: height(line, 3 * (k > 1.25)), k=(0.0, 3.0, 0.5)) == ()
    assert glides(lambda line, k: height(line, k + 2 * (k > 1.07)), k=(0.0, 2.0, 0.02)) == ()   # one gap of 100


def test_what_changes_its_length_may_not():
    assert glides(lambda line, k: line.set_data(np.arange(int(2 * k)), np.zeros(int(2 * k))), k=(1.0, 3.0, 0.5)) == ()


def test_what_has_gaps_that_move_may_not():
    def gap(line, k):
        line.set_data([0, 1, 2, 3, 4], [np.nan if i == int(2 * k) else 1.0 for i in range(5)])
    assert glides(gap, k=(0.0, 2.0, 0.5)) == ()


def test_text_may_not():
    def walk(words, k):
        words.set(position=(k, 1), text="x")
    assert glides(lambda words, k: words.set_text(f"{k}"), text=True, k=(0.0, 3.0, 0.5)) == ()
    assert glides(walk, text=True, k=(0.0, 3.0, 0.5)) == ()


def test_a_colour_that_changes_may_not():
    def paint(line, k):
        height(line, k)
        line.set_linewidth(1 + k)
    assert glides(paint, k=(0.0, 3.0, 0.5)) == ()


@pytest.mark.parametrize("spec", [(0, 3), (0, 3, 1), [0, 1, 2], [0.0, 1.0, 2.0], {"low": 0, "high": 1}, False])
def test_whole_numbers_and_choices_never_do(spec):
    """Between them there is nothing: a sample of 2.5 values does not exist."""
    assert glides(height, start=False if spec is False else 0, k=spec) == ()


def test_an_update_that_takes_only_stops_may_not():
    table = {0.0: 1.0, 0.5: 1.1, 1.0: 1.2}
    assert glides(lambda line, k: height(line, table[k]), k=(0.0, 1.0, 0.5)) == ()


def test_a_logarithmic_slider_may():
    assert glides(height, start=0.5, k=log(0.5, 2.0, 20)) == (0,)


def test_a_handle_may_in_each_direction_for_itself():
    def place(line, at):
        line.set_data([at[0], 3], [3.0 * (at[1] > 0), 3])
    both = glides(lambda line, at: line.set_data([at[0], 3], [at[1], 3]), start=(0.0, 0.0),
                  k=lambda ax: drag(ax, x=(-1.0, 1.0, 0.5), y=(-1.0, 1.0, 0.5)))
    assert both == (0, 1)
    assert glides(place, start=(0.0, 0.0), k=lambda ax: drag(ax, x=(-1.0, 1.0, 0.5), y=(-1.0, 1.0, 0.5))) == (0,)
