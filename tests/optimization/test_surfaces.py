"""Surfaces against sympy's derivatives, polynomials that a spline reproduces, and differences."""
from __future__ import annotations

import re

import numpy as np
import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st
from scipy import ndimage, optimize

from mathlib.calculus import Layer, backprop_mlp, check_gradient, classify_critical_point, make_mlp
from mathlib.data import load_terrain
from mathlib.optimization import (
    Himmelblau,
    MLPSlice,
    Rosenbrock,
    Saddle,
    Surface,
    Terrain,
    adam,
    flatten_layers,
    run,
    steepest_descent,
    unflatten_layers,
)
from tests.strategies import vectors

x, y = sympy.symbols("x y")
FORMULAS = {
    Rosenbrock(): (1 - x) ** 2 + 100 * (y - x**2) ** 2,
    Rosenbrock(a=2, b=7): (2 - x) ** 2 + 7 * (y - x**2) ** 2,
    Himmelblau(): (x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2,
    Saddle(): x**2 - y**2 + y**4 / 4,
}
each_surface = pytest.mark.parametrize("surface", FORMULAS, ids=repr)
XOR = np.array([[0.0, 0], [0, 1], [1, 0], [1, 1]]), np.array([[0.0], [1], [1], [0]])


def small_slice(rng, loss="mse"):
    layers = make_mlp([2, 3, 1 if loss == "mse" else 2], rng=rng)
    return MLPSlice.random(layers, XOR[0], XOR[1] if loss == "mse" else [0, 1, 1, 0], loss=loss, rng=rng)


@each_surface
def test_value_gradient_and_hessian_are_those_sympy_derives(surface):
    height = FORMULAS[surface]
    for point in [(3, -2), (-1, 5), (0, 0), (7, 1)]:
        at = dict(zip((x, y), point, strict=True))
        assert float(surface(point)) == float(height.subs(at))
        assert surface.gradient(point).tolist() == [float(height.diff(z).subs(at)) for z in (x, y)]
        assert surface.hessian(point).tolist() == np.array(sympy.hessian(height, (x, y)).subs(at), float).tolist()


@each_surface
def test_the_minimizers_are_all_the_minima_there_are(surface):
    height = FORMULAS[surface]
    critical = [[complex(sympy.N(value, 30)) for value in point]
                for point in sympy.solve_poly_system([height.diff(x), height.diff(y)], x, y)] if surface != Himmelblau(
                ) else [(7 - b**2, b) for b in np.roots([1, 0, -14, 1, 38])]
    lowest = [np.real(point) for point in critical if np.abs(np.imag(point)).max() < 1e-9
              and classify_critical_point(surface.hessian(np.real(point))) == "minimum"]
    assert len(lowest) == len(surface.minimizers)
    for point in lowest:
        assert np.linalg.norm(surface.minimizers - point, axis=1).min() < 1e-9
    assert np.abs(surface.gradient(surface.minimizers)).max() < 1e-12
    assert np.ptp(surface(surface.minimizers)) < 1e-12


def test_himmelblaus_basins_are_those_that_descents_from_everywhere_find():
    f = Himmelblau()
    starts = np.random.default_rng(0).uniform(-5, 5, (40, 2))
    ends = [steepest_descent(f, f.gradient, start).end for start in starts]
    nearest = [int(np.argmin(np.linalg.norm(f.minimizers - end, axis=1))) for end in ends]
    assert np.linalg.norm(f.minimizers[nearest] - ends, axis=1).max() < 1e-6
    assert set(nearest) == {0, 1, 2, 3}


@given(vectors(2, limit=3.0), vectors(2, limit=3.0))
def test_rosenbrock_is_scipys(point, other):
    assert Rosenbrock()(point) == pytest.approx(optimize.rosen(point), rel=1e-12)
    assert Rosenbrock().gradient([point, other]) == pytest.approx(
        np.array([optimize.rosen_der(point), optimize.rosen_der(other)]), rel=1e-12, abs=1e-10)


@pytest.mark.parametrize("surface", [*FORMULAS, Terrain(np.sin(np.arange(30.0)).reshape(5, 6), range(6), range(5))],
                         ids=lambda surface: type(surface).__name__)
def test_points_come_one_a_row_under_any_leading_axes(surface):
    points = np.random.default_rng(0).uniform(0.5, 3.5, (3, 4, 2))
    assert surface(points).shape == (3, 4)
    assert surface.gradient(points).shape == (3, 4, 2)
    assert surface.hessian(points).shape == (3, 4, 2, 2)
    for index in np.ndindex(3, 4):
        assert surface(points)[index] == surface(points[index])
        assert np.array_equal(surface.gradient(points)[index], surface.gradient(points[index]))
        assert np.array_equal(surface.hessian(points)[index], surface.hessian(points[index]))


@each_surface
def test_far_out_a_height_is_infinite_and_no_warning(surface):
    far = np.array([[1e150, -1e150], [-1e149, 1e150], [1e150, 0]])
    assert not np.isnan(surface(far)).any()
    assert not np.isnan(surface.gradient(far)).any()
    assert not np.isnan(surface.hessian(far)).any()


@each_surface
def test_what_is_no_point_of_the_plane_is_refused(surface):
    for method in (surface, surface.gradient, surface.hessian):
        for wrong, came in [([1, 2, 3], "shape (3,)"), ([1, np.nan], "nan at index 1"), (7, "the single number 7")]:
            with pytest.raises(ValueError, match=re.escape("`x` must be points of 2 real numbers") + ".*" + re.escape(
                    came)):
                method(wrong)


def test_rosenbrocks_parameters_are_refused_in_words():
    with pytest.raises(ValueError, match=re.escape("`b` must be a positive number; got 0.")):
        Rosenbrock(b=0)
    with pytest.raises(TypeError, match=re.escape("`a` must be a real number; got '1'.")):
        Rosenbrock(a="1")


# terrain

def cubic(x, y):
    return 2 + x * y - 3 * x**2 * y**3 + x**3 - y


def test_a_spline_reproduces_a_bicubic_and_its_derivatives():
    across, up = np.linspace(-1, 2, 7), np.linspace(0, 1.5, 6)
    land = Terrain(cubic(across, up[:, None]), across, up)
    point = np.array([0.37, 1.21])
    at, f = dict(zip((x, y), point, strict=True)), cubic(x, y)
    assert float(land(point)) == pytest.approx(float(f.subs(at)), rel=1e-12)
    assert land.gradient(point) == pytest.approx([float(f.diff(z).subs(at)) for z in (x, y)], rel=1e-11)
    assert land.hessian(point) == pytest.approx(np.array(sympy.hessian(f, (x, y)).subs(at), float), rel=1e-10)


def test_the_real_terrain_is_exact_at_its_points_and_knows_its_gradient_between_them():
    data = load_terrain()
    land = Terrain(data.heights, data.east_km, data.north_km)
    rows, columns = np.array([0, 17, 343, 200]), np.array([0, 402, 5, 111])
    points = np.column_stack([data.east_km[columns], data.north_km[rows]])
    assert land(points) == pytest.approx(data.heights[rows, columns], abs=1e-9)
    for point in np.random.default_rng(0).uniform(1, 25, (20, 2)):
        assert check_gradient(land, land.gradient, point, tolerance=1e-5)
        for i in range(2):
            assert check_gradient(lambda p, i=i: land.gradient(p)[i], lambda p, i=i: land.hessian(p)[i], point,
                                  tolerance=1e-4)


def test_a_blur_is_the_normal_one_of_scipy_and_makes_land_smoother():
    data = load_terrain()
    blurred = Terrain(data.heights, data.east_km, data.north_km, blur=4)
    assert np.array_equal(blurred.heights, ndimage.gaussian_filter(data.heights, 4, mode="nearest"))
    points = np.random.default_rng(0).uniform(1, 25, (200, 2))
    rough = Terrain(data.heights, data.east_km, data.north_km)
    assert np.linalg.norm(blurred.gradient(points)) < 0.7 * np.linalg.norm(rough.gradient(points))


def test_water_runs_down_the_terrain_to_a_hollow():
    data = load_terrain()
    land = Terrain(data.heights, data.east_km, data.north_km, blur=6)
    descent = steepest_descent(land, land.gradient, [15.0, 15.0], step_size=1e-3, tolerance=1e-6)
    assert descent.converged
    assert classify_critical_point(land.hessian(descent.end)) == "minimum"
    assert (np.diff(land(descent.path)) <= 0).all()


def test_outside_its_map_the_land_goes_on_level():
    axis = np.arange(5.0)
    land = Terrain(axis + 10 * axis[:, None], axis, axis)
    assert land([7, 2]) == pytest.approx(land([4, 2]), abs=1e-12)
    assert land.gradient([7, 2]) == pytest.approx([0, 10], abs=1e-12)
    assert land.gradient([7, -3]) == pytest.approx([0, 0], abs=1e-12)
    assert land.contains([[7, 2], [4, 0], [2, 2], [0, -0.1]]).tolist() == [False, True, True, False]


def test_the_land_stays_when_the_array_it_was_made_of_changes():
    heights = np.zeros((5, 5))
    land = Terrain(heights, range(5), range(5))
    heights[2, 2] = 9
    assert land([2, 2]) == 0
    assert land.heights[2, 2] == 0


@pytest.mark.parametrize(("arguments", "message"), [
    ((np.zeros((4, 5)), range(4), range(5)), "`heights` must be a matrix of real numbers with shape (5, 4); got shape"),
    ((np.zeros((4, 4)), [0, 1, 1, 2], range(4)), "`x` must be at least four increasing numbers; got 4 numbers that do"),
    ((np.zeros((3, 4)), range(4), range(3)), "`y` must be at least four increasing numbers; got 3 numbers."),
    ((np.zeros((4, 4)), range(4), range(4), -1), "`blur` must be a number that is not negative; got -1."),
    ((np.full((4, 4), np.nan), range(4), range(4)), "with shape (4, 4); got nan at index (0, 0)."),
])
def test_what_is_no_terrain_is_refused_in_words(arguments, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        Terrain(*arguments)


# a network's loss

@pytest.mark.parametrize("loss", ["mse", "cross_entropy"])
def test_the_gradient_of_a_slice_is_that_of_its_loss(loss):
    rng = np.random.default_rng(3)
    surface = small_slice(rng, loss)
    for point in rng.normal(size=(10, 2)):
        assert check_gradient(surface, surface.gradient, point)


def test_a_slice_is_the_loss_of_the_network_whose_parameters_were_moved():
    rng = np.random.default_rng(4)
    surface = small_slice(rng)
    (W1, b1), (W2, b2) = surface.layers
    v = 0.7 * surface.first - 1.3 * surface.second
    V1, c1, V2, c2 = v[:6].reshape(3, 2), v[6:9], v[9:12].reshape(1, 3), v[12:]
    scores = np.tanh(XOR[0] @ (W1 + V1).T + b1 + c1) @ (W2 + V2).T + b2 + c2
    assert float(surface([0.7, -1.3])) == pytest.approx(np.mean((scores - XOR[1]) ** 2), rel=1e-12)
    grid = rng.normal(size=(2, 3, 2))
    assert surface(grid).shape == (2, 3)
    assert surface.gradient(grid).shape == (2, 3, 2)
    assert surface(grid)[1, 2] == surface(grid[1, 2])


def test_random_directions_are_as_long_as_the_units_weights():
    rng = np.random.default_rng(5)
    layers = [Layer(rng.normal(size=(3, 2)), rng.normal(size=3)), Layer(rng.normal(size=(1, 3)), np.zeros(1))]
    surface = MLPSlice.random(layers, *XOR, rng=rng)
    for direction in (surface.first, surface.second):
        moved = unflatten_layers(direction, layers)
        for layer, step in zip(layers, moved, strict=True):
            assert np.linalg.norm(step.weights, axis=1) == pytest.approx(np.linalg.norm(layer.weights, axis=1))
            assert np.linalg.norm(step.bias) == pytest.approx(np.linalg.norm(layer.bias))


@given(st.lists(st.integers(1, 4), min_size=2, max_size=4))
def test_unflattening_what_was_flattened_changes_nothing(sizes):
    layers = make_mlp(sizes, rng=np.random.default_rng(0))
    vector = flatten_layers(layers)
    again = unflatten_layers(vector, layers)
    assert vector.size == sum(a * b + b for a, b in zip(sizes, sizes[1:], strict=False))
    assert all(np.array_equal(a, b) for one, two in zip(layers, again, strict=True)
               for a, b in zip(one, two, strict=True))
    assert np.array_equal(flatten_layers(again), vector)


def test_a_perceptron_learns_xor_through_the_same_runner():
    layers = make_mlp([2, 4, 1], rng=np.random.default_rng(1))

    def gradient(parameters):
        return flatten_layers(backprop_mlp(unflatten_layers(parameters, layers), *XOR).gradients)

    end = run(adam(0.05), gradient, flatten_layers(layers), n_steps=1000, tolerance=1e-4).end
    assert backprop_mlp(unflatten_layers(end, layers), *XOR).loss < 1e-3


@pytest.mark.parametrize(("change", "error", "message"), [
    ({"first": [1.0]}, ValueError, "`first` must be a vector of 13 real numbers; got shape (1,)."),
    ({"second": np.full(13, np.nan)}, ValueError, "`second` must be a vector of 13 real numbers; got nan at index 0."),
    ({"loss": "mae"}, ValueError, "`loss` must be one of "),
    ({"activation": "step"}, ValueError, "`activation` must be one of"),
    ({"layers": []}, ValueError, "`layers` must hold at least one layer; got none."),
    ({"y": [[0.0]]}, ValueError, "`prediction` must be of the shape of y, (1, 1); got shape (4, 1)."),
])
def test_what_is_no_slice_is_refused_in_words(change, error, message):
    layers = make_mlp([2, 3, 1], rng=np.random.default_rng(0))
    given = {"layers": layers, "X": XOR[0], "y": XOR[1], "first": np.ones(13), "second": np.ones(13)}
    with pytest.raises(error, match=re.escape(message)):
        MLPSlice(**given | change)


def test_wrong_parameters_and_seeds_are_refused():
    layers = make_mlp([2, 3, 1], rng=np.random.default_rng(0))
    with pytest.raises(ValueError, match=re.escape("`parameters` must be a vector of 13 real numbers; got shape (12,")):
        unflatten_layers(np.zeros(12), layers)
    with pytest.raises(TypeError, match=re.escape("`rng` must be a np.random.Generator; got 0.")):
        MLPSlice.random(layers, *XOR, rng=0)
    assert issubclass(Terrain, Surface)
