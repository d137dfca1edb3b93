"""What the figures of the page on matrices show, where no cell of the page asserts it."""
from __future__ import annotations

import itertools

import numpy as np
import pytest

from mathlib.figures.linear_algebra import matrices


@pytest.fixture(scope="module")
def grid():
    return matrices.grid_and_circle()


@pytest.fixture(scope="module")
def spaces():
    return matrices.four_subspaces()


def drawn(figure, gid):
    artist = next(artist for artist in figure.artists if artist.get_gid() == gid)
    return np.column_stack(artist.get_data())


ALL = list(itertools.product([-2.0, -1.0, 0.0, 1.0, 2.0], repeat=4))


def test_directions_are_drawn_exactly_where_numpy_finds_real_eigenvalues_and_the_number_says_so(grid):
    for a, b, c, d in ALL:
        said = grid.apply(grid.indices(a=a, b=b, c=c, d=d))
        double_roots_may_look_complex = 1e-6
        real = np.abs(np.linalg.eigvals([[a, b], [c, d]]).imag).max() < double_roots_may_look_complex
        assert (len(drawn(grid, "kept")) > 0) == real == ("no direction" not in said), (a, b, c, d)
        assert real == ((a - d)**2 + 4 * b * c >= 0)


def test_a_drawn_direction_is_one_that_is_kept(grid):
    for a, b, c, d in ALL[::7]:
        grid.apply(grid.indices(a=a, b=b, c=c, d=d))
        for x, y in drawn(grid, "kept")[1::3]:
            u, v = a * x + b * y, c * x + d * y
            assert abs(x * v - y * u) < 1e-8 * (x * x + y * y)


def test_two_perpendicular_radii_always_go_to_perpendicular_axes(grid):
    for a, b, c, d in ALL:
        grid.apply(grid.indices(a=a, b=b, c=c, d=d))
        radii, axes = drawn(grid, "radii")[1::3], drawn(grid, "axes")[1::3]
        assert np.allclose(radii @ radii.T, np.eye(2), atol=1e-9)
        assert np.allclose(radii @ np.array([[a, c], [b, d]]), axes, atol=1e-9)
        assert abs(axes[0] @ axes[1]) < 1e-9
        assert np.isclose(np.prod(np.linalg.norm(axes, axis=1)), abs(a * d - b * c), atol=1e-9)


def test_what_is_switched_off_is_not_drawn(grid):
    grid.apply(grid.indices(eigenvectors=False, axes=False))
    assert [len(drawn(grid, gid)) for gid in ("kept", "keptBefore", "radii", "axes")] == [0, 0, 0, 0]


@pytest.mark.parametrize(("entries", "said"), [
    ((0, -1, 1, 0), "Signed area 1.00. (a − d)² + 4bc = −4.00: no direction is kept."),
    ((1, 1, 0, 1), "Signed area 1.00. (a − d)² + 4bc = 0.00: one direction is kept, stretched by 1.00."),
    ((0, 1, 1, 0), "Signed area −1.00. (a − d)² + 4bc = 4.00: two directions are kept, stretched by 1.00 and −1.00."),
    ((2, 0, 0, 2), "Signed area 4.00. (a − d)² + 4bc = 0.00: every direction is kept, stretched by 2.00 and 2.00."),
])
def test_the_sentence(grid, entries, said):
    assert grid.apply(grid.indices(**dict(zip("abcd", map(float, entries), strict=True)))).startswith(said)


def test_the_goal_needs_both_the_turn_and_the_area(grid):
    reached = {entries: grid.reached(grid.indices(**dict(zip("abcd", entries, strict=True)))) for entries in ALL}
    for (a, b, c, d), there in reached.items():
        assert there == ((a - d)**2 + 4 * b * c < 0 and a * d - b * c == 2)
    assert reached[1.0, -1.0, 1.0, 1.0]


def test_all_vectors_on_the_dotted_line_have_one_image(spaces):
    spaces.apply(spaces.indices(x=(1.5, -0.5)))
    dotted = next(artist for artist in spaces.artists if getattr(artist, "get_linestyle", str)() == ":")
    (x0, y0), (x1, y1) = np.column_stack(dotted.get_data())
    line = [(x, y) for x, y in itertools.product(np.arange(-2.5, 2.6, 0.25), repeat=2)
            if abs((x - x0) * (y1 - y0) - (y - y0) * (x1 - x0)) < 1e-9]
    sentences = {spaces.apply(spaces.indices(x=x)).partition("The image")[2] for x in line}
    assert len(line) > 3
    assert sentences == {" is (1.25, −1.25)."}


def test_the_null_space_reaches_the_goal(spaces):
    assert spaces.reached(spaces.indices(x=(1.0, -2.0)))
    assert not spaces.reached(spaces.indices(x=(0.0, 0.0)))
    assert not spaces.reached(spaces.indices(x=(1.0, -2.0), matrix="rank 2"))
