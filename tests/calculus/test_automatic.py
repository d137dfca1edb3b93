"""Forward and reverse mode against closed forms, sympy, each other and differences; paths that meet; refusals."""
from __future__ import annotations

import re

import numpy as np
import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st
from scipy import special

from mathlib.calculus import Dual, Var, backward, derivative, forward_derivative, gradient, value_and_gradient
from mathlib.calculus.rules import PARTIALS
from tests.strategies import matrices, vectors

UNARY = [u for u, partials in PARTIALS.items() if len(partials) == 1]
BINARY = [u for u, partials in PARTIALS.items() if len(partials) == 2]


@pytest.mark.parametrize("ufunc", UNARY, ids=lambda u: u.__name__)
@pytest.mark.parametrize("x", [0.3, 0.9, 2.5])
def test_every_rule_of_one_variable_is_the_measured_slope(ufunc, x):
    measured = derivative(ufunc, x)
    assert value_and_gradient(ufunc, x).gradients[0] == pytest.approx(measured, rel=1e-7, abs=1e-8)
    assert ufunc(Dual(x, 1.0)).slope == pytest.approx(measured, rel=1e-7, abs=1e-8)


@pytest.mark.parametrize("ufunc", BINARY, ids=lambda u: u.__name__)
@pytest.mark.parametrize(("x", "y"), [(0.3, 0.9), (2.5, 1.5), (1.5, -0.7)])
def test_every_rule_of_two_variables_is_the_measured_slope(ufunc, x, y):
    dx, dy = value_and_gradient(ufunc, x, y).gradients
    assert dx == pytest.approx(derivative(lambda t: ufunc(t, y), x), rel=1e-7, abs=1e-8)
    assert dy == pytest.approx(derivative(lambda t: ufunc(x, t), y), rel=1e-7, abs=1e-8)
    assert ufunc(Dual(x, 1.0), Dual(y, 0.0)).slope == dx
    assert ufunc(Dual(x, 0.0), Dual(y, 1.0)).slope == dy


def test_two_paths_add_up():
    """L = (tanh(w) + w)**2 at w = 1/2: the product of one path is 1.513 or 1.924, the derivative 3.438."""
    w = Var(0.5)
    through_tanh, straight = np.tanh(w), w * 1.0
    loss = (through_tanh + straight) ** 2
    backward(loss)
    first = float(through_tanh.adjoint) * (1 - np.tanh(0.5) ** 2)
    second = float(straight.adjoint)
    assert (round(first, 3), round(second, 3), round(float(w.adjoint), 3)) == (1.513, 1.924, 3.438)
    assert w.adjoint == pytest.approx(first + second, rel=1e-15)
    symbol = sympy.Symbol("w")
    exact = sympy.diff((sympy.tanh(symbol) + symbol) ** 2, symbol).subs(symbol, sympy.Rational(1, 2)).evalf(30)
    assert w.adjoint == pytest.approx(float(exact), rel=1e-15)


EXPRESSIONS = [
    "x * y + sin(x * y)", "exp(-x**2) / (1 + y**2)", "log(1 + x**2) * tanh(y)", "x**3 - 2 * x * y**2 + y / (2 + x**2)",
    "sqrt(1 + x**2 + y**2)", "cos(x + exp(y / 4)) ** 2", "2 ** x * y", "atan(x * y) - cosh(x) * sinh(y / 2)",
]


@pytest.mark.parametrize("text", EXPRESSIONS)
@pytest.mark.parametrize("point", [(0.7, -1.2), (0.0, 0.0), (-1.5, 0.4)])
def test_programs_are_differentiated_as_sympy_differentiates_formulas(text, point):
    symbols = sympy.symbols("x y")
    formula = sympy.sympify(text)
    exact = [float(formula.diff(s).subs(dict(zip(symbols, point, strict=True))).evalf(25)) for s in symbols]

    def program(x, y):
        names = {name: getattr(np, {"atan": "arctan"}.get(name, name))
                 for name in ("sin", "cos", "exp", "log", "tanh", "sqrt", "atan", "cosh", "sinh")}
        return eval(text, {**names, "x": x, "y": y})

    value, gradients = value_and_gradient(program, *point)
    assert [float(g) for g in gradients] == pytest.approx(exact, rel=1e-13, abs=1e-15)
    assert value == pytest.approx(float(formula.subs(dict(zip(symbols, point, strict=True))).evalf(25)), abs=1e-14)
    forward = [forward_derivative(lambda z: program(z[0], z[1]), point, e) for e in np.eye(2)]
    assert forward == pytest.approx(exact, rel=1e-13, abs=1e-15)


def network(X, W, b, u):
    return (np.tanh(X @ W + b) @ u).mean()


@given(matrices(4, 3, 2), matrices(3, 2, 2), vectors(2, 2), vectors(2, 2))
def test_a_network_of_arrays_has_the_measured_gradients(X, W, b, u):
    gradients = value_and_gradient(network, X, W, b, u).gradients
    arguments = [X, W, b, u]
    for k, (x, ours) in enumerate(zip(arguments, gradients, strict=True)):
        measured = gradient(lambda flat, k=k, x=x: network(*arguments[:k], flat.reshape(x.shape), *arguments[k + 1:]),
                            x.ravel()).reshape(x.shape)
        assert ours.shape == x.shape
        assert np.abs(ours - measured).max() <= 1e-8


@given(vectors(3, 3), vectors(3, 3))
def test_forward_mode_is_reverse_mode_along_every_direction(x, d):
    def f(z):
        return np.sum(np.exp(np.sin(z)) * z[0]) + z[1] * z[2]

    reverse = value_and_gradient(f, x).gradients[0] @ d
    forward = forward_derivative(f, x, d)
    assert forward == pytest.approx(reverse, rel=1e-12, abs=1e-12)


@given(matrices(2, 3), matrices(3, 2), vectors(3), vectors(2))
def test_the_gradients_of_products_are_those_of_the_textbook(A, B, x, y):
    # Petersen and Pedersen (2012), The Matrix Cookbook, equations 70 and 100
    dy, dA, dx = value_and_gradient(lambda y, A, x: y @ A @ x, y, A, x).gradients
    assert np.allclose(dA, np.outer(y, x), rtol=1e-13, atol=0)
    assert np.allclose(dx, A.T @ y, rtol=1e-12, atol=1e-10)
    assert np.allclose(dy, A @ x, rtol=1e-12, atol=1e-10)
    by_A, by_B = value_and_gradient(lambda A, B: (A @ B).sum(), A, B).gradients
    assert np.allclose(by_A, np.ones((2, 2)) @ B.T, rtol=1e-12, atol=1e-10)
    assert np.allclose(by_B, A.T @ np.ones((2, 2)), rtol=1e-12, atol=1e-10)


def test_reshaping_transposing_and_indexing_only_move_adjoints():
    X = np.arange(6.0).reshape(2, 3)
    g = value_and_gradient(lambda X: (X.T[0] * X[:, 1]).sum() + X.reshape(3, 2)[2, 1] ** 2, X).gradients[0]
    assert g.tolist() == [[1, 0, 0], [4, 3, 10]]
    again = value_and_gradient(lambda x: x[[0, 0, 1]].sum(), [1.0, 2.0]).gradients[0]
    assert again.tolist() == [2, 1]  # taken twice, counted twice
    both = value_and_gradient(lambda x: x[0] * 5 + (x * x).sum() + x[0] * x[1], [1.0, 2.0]).gradients[0]
    assert both.tolist() == [9, 5]  # in part and as a whole
    mean = value_and_gradient(lambda X: np.mean(X, axis=0).sum() + np.reshape(X, (6,))[0], X).gradients[0]
    assert mean.tolist() == [[1.5, 0.5, 0.5], [0.5, 0.5, 0.5]]


def test_the_same_program_runs_forward_and_in_reverse():
    def f(x):
        X = np.reshape(x, (2, 3))
        return np.sum(X.T @ X) + np.mean(X, axis=0) @ X[1] + X.mean() + x.reshape(3, 2)[0, 1]

    x = np.array([0.3, -1.2, 0.7, 2.0, 0.1, -0.4])
    (reverse,) = value_and_gradient(f, x).gradients
    assert [forward_derivative(f, x, e) for e in np.eye(6)] == pytest.approx(reverse, rel=1e-14)
    assert reverse == pytest.approx(gradient(f, x, method="complex"), rel=1e-13)


def test_a_sum_may_be_counted_up_in_a_loop():
    def f(x):
        total, product, power = 0.0, 1.0, x[0]
        for part in x:
            total += part**2
            product *= part
        total -= product
        power /= x[1]
        power **= 2
        total += power
        return total

    x = np.array([2.0, 3.0, 5.0])
    expected = [2 * 2 - 15 + 4 / 9, 2 * 3 - 10 - 8 / 27, 2 * 5 - 6]
    assert value_and_gradient(f, x).gradients[0] == pytest.approx(expected, rel=1e-14)
    assert [forward_derivative(f, x, e) for e in np.eye(3)] == pytest.approx(expected, rel=1e-14)


def test_a_bias_gets_the_sum_over_all_it_was_added_to():
    g = value_and_gradient(lambda X, b, c: (X + b * c).sum(), np.ones((4, 3)), np.ones(3), 2.0).gradients
    assert g[1].tolist() == [8, 8, 8]
    assert g[2] == 12
    row = value_and_gradient(lambda X, b: (X * b).sum(), np.full((4, 3), 2.0), np.ones((1, 3))).gradients[1]
    assert row.tolist() == [[8, 8, 8]]


def test_walking_back_twice_gives_the_same():
    x = Var(3.0)
    y = x * x
    backward(y)
    backward(y)
    assert x.adjoint == 6


def test_a_long_computation_needs_no_recursion():
    def f(x):
        for _ in range(5000):
            x = x * 1.0001
        return x

    assert value_and_gradient(f, 1.0).gradients[0] == pytest.approx(1.0001**5000, rel=1e-11)


def test_a_diamond_of_diamonds_is_walked_once():
    # 60 forks in a row: 2**60 paths, 60 steps
    def f(x):
        for _ in range(60):
            x = x / 2 + x / 2
        return x

    assert value_and_gradient(f, 1.0).gradients[0] == 1


def test_loops_and_branches_are_no_obstacle():
    def f(x):
        while x < 100:
            x = x * x if x > 2 else x + 1
        return x

    assert value_and_gradient(f, 1.5).gradients[0] == pytest.approx(8 * 2.5**7)
    assert f(Dual(1.5, 1.0)).slope == pytest.approx(8 * 2.5**7)


def test_slopes_at_kinks_are_the_documented_choice():
    assert value_and_gradient(lambda x: np.maximum(x, 0.0), 0.0).gradients[0] == 0
    assert value_and_gradient(np.absolute, 0.0).gradients[0] == 0
    assert value_and_gradient(lambda x: np.maximum(x, x), 1.0).gradients[0] == 1


def test_powers_at_zero_are_right():
    for k, expected in ((0, 0), (1, 1), (2, 0), (3, 0)):
        assert value_and_gradient(lambda x, k=k: x**k, 0.0).gradients[0] == expected


def test_what_does_not_depend_on_x_has_derivative_zero():
    value, (g,) = value_and_gradient(lambda x: 3.0, [1.0, 2.0])
    assert value == 3
    assert g.tolist() == [0, 0]
    assert forward_derivative(lambda x: 3.0, [1.0], [1.0]) == 0


@given(st.floats(-30, 30))
def test_softplus_written_with_logaddexp_has_the_sigmoid_as_its_slope(z):
    assert value_and_gradient(lambda x: np.logaddexp(0.0, x), z).gradients[0] == pytest.approx(
        special.expit(z), rel=1e-14)


def test_dual_numbers_know_their_length_and_their_matrix_products():
    A = np.array([[1.0, 2.0], [3.0, 4.0]])
    x = Dual([1.0, 1.0], [1.0, 0.0])
    assert len(x) == 2
    assert (A @ x).slope.tolist() == [1, 3]
    assert (x @ x).slope == 2
    assert len(Var([1.0, 2.0])) == 2
    assert repr(Var([1.0])) == "Var([1.0])"


@pytest.mark.parametrize(("error", "call", "message"), [
    (TypeError, lambda: value_and_gradient(np.floor, 1.0), "operations whose derivative is known; got np.floor."),
    (TypeError, lambda: value_and_gradient(lambda x: np.add.reduce(x), [1.0]), "is known; got np.add.reduce."),
    (TypeError, lambda: value_and_gradient(lambda x: np.exp(x, where=True), 1.0), "got np.exp with options."),
    (TypeError, lambda: value_and_gradient(np.prod, [1.0]), "operations whose derivative is known; got np.prod."),
    (TypeError, lambda: forward_derivative(np.floor, [1.0], [1.0]), "whose derivative is known; got np.floor."),
    (ValueError, lambda: value_and_gradient(lambda x, y: (x + y).sum(), [1.0, 2], [[1.0], [2.0]]),
     "must have one shape, or one that fits within the other; got (2,) and (2, 1)."),
    (ValueError, lambda: value_and_gradient(lambda x, y: (x + y).sum(), [1.0, 2], [1.0, 2, 3]), "got (2,) and (3,)."),
    (ValueError, lambda: value_and_gradient(lambda x: x, [1.0, 2.0]),
     "`output` must be a single number; got shape (2,). Sum it, or take its mean."),
    (ValueError, lambda: value_and_gradient(lambda x: x, np.nan), "`value` must be real numbers; got nan."),
    (ValueError, lambda: value_and_gradient(lambda x, y: x @ y, 1.0, [1.0]),
     "the factors of @ must be vectors or matrices; got shapes () and (1,)."),
    (ValueError, lambda: value_and_gradient(lambda A, x: (A @ x).sum(), np.eye(2), [1.0, 2, 3]),
     "the factors of @ must have as many columns on the left as rows on the right; got shapes (2, 2) and (3,)."),
    (ValueError, lambda: forward_derivative(lambda x: np.eye(2) @ x, [1.0, 2, 3], [1.0, 0, 0]),
     "the factors of @ must have as many columns on the left as rows on the right; got shapes (2, 2) and (3,)."),
    (TypeError, lambda: value_and_gradient(lambda x: sum(part for part in x), 3.0),
     "`x` must be an array with axes to be taken apart; got a single number."),
    (TypeError, lambda: forward_derivative(lambda x: sum(part for part in x[0]), [3.0], [1.0]),
     "`x` must be an array with axes to be taken apart; got a single number."),
    (TypeError, lambda: len(Var(3.0)), "`x` must be an array with axes to be taken apart; got a single number."),
    (TypeError, lambda: forward_derivative(np.prod, [1.0], [1.0]),
     "operations whose derivative is known; got np.prod."),
    (TypeError, lambda: value_and_gradient(lambda x: np.sum(a=x), [1.0]), "whose derivative is known; got np.sum with"),
    (TypeError, lambda: backward(3.0), "`output` must be a Var; got an object of type float."),
    (TypeError, lambda: value_and_gradient("f", 1.0), "`f` must be a function; got 'f'."),
    (ValueError, lambda: Dual([1.0], 1.0), "`slope` must be of the shape of value, (1,); got shape ()."),
    (ValueError, lambda: Dual(np.inf, 1.0), "`value` must be real numbers; got inf."),
    (ValueError, lambda: forward_derivative(np.sum, [1.0], [1.0, 2.0]), "`direction` must be a vector of 1 real"),
    (TypeError, lambda: Var("text"), "`value` must be real numbers; got 'text'."),
])
def test_refusals(error, call, message):
    with pytest.raises(error, match=re.escape(message)):
        call()


def test_an_infinite_output_is_refused():
    with np.errstate(over="ignore"):
        output = Var(1e300) * 1e300
    with pytest.raises(ValueError, match="`output` must be a finite number; got inf"):
        backward(output)
    with pytest.raises(ValueError, match=re.escape("`f(x)` must be real numbers; got inf")):
        forward_derivative(lambda x: np.exp(x[0]), [1000.0], [0.0])


def test_an_infinite_gradient_is_refused():
    with pytest.raises(ValueError, match="`the gradient of f` must be real numbers; got inf"):
        value_and_gradient(np.sqrt, 0.0)
    with pytest.raises(ValueError, match="`the slope of f` must be real numbers; got inf"):
        forward_derivative(lambda x: np.sqrt(x[0]), [0.0], [1.0])
    with pytest.raises(ValueError, match=re.escape("`f(x)` must be real numbers; got -inf")):
        value_and_gradient(np.log, 0.0)
