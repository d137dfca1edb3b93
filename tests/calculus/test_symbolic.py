"""Symbolic derivatives against numeric ones, Taylor polynomials against sympy's series, identities true and false."""
from __future__ import annotations

import re
import subprocess
import sys

import numpy as np
import pytest
import sympy

from mathlib import calculus
from mathlib.calculus import (
    as_numeric,
    gradient,
    hessian,
    is_identity,
    symbolic_gradient,
    symbolic_hessian,
    taylor_polynomial,
)

x, y = sympy.symbols("x y", real=True)
F = sympy.exp(x) * sympy.cos(y) + x**2 * y


def test_symbolic_and_numeric_derivatives_agree():
    f, point = as_numeric(F, [x, y]), np.array([0.3, -0.8])
    exact = as_numeric(symbolic_gradient(F, [x, y]), [x, y])(*point)
    assert exact.shape == (2, 1)  # a column
    assert gradient(lambda z: f(*z), point, method="complex") == pytest.approx(exact.ravel(), rel=1e-14)
    assert hessian(lambda z: f(*z), point) == pytest.approx(as_numeric(symbolic_hessian(F, [x, y]), [x, y])(*point),
                                                            abs=1e-7)


@pytest.mark.parametrize("f", [sympy.exp(x), sympy.sin(x), 1 / (1 - x), sympy.log(1 + x), x**3 - x])
@pytest.mark.parametrize("degree", [0, 1, 4])
def test_taylor_polynomials_are_sympys_series(f, degree):
    theirs = sympy.series(f, x, 0, degree + 1).removeO()
    assert sympy.expand(taylor_polynomial(f, x, 0, degree) - theirs) == 0


def test_taylor_polynomials_elsewhere():
    assert sympy.expand(taylor_polynomial(x**3, x, 2, 3)) == x**3
    assert sympy.expand(taylor_polynomial(sympy.log(x), x, 1, 2) - (x - 1 - (x - 1) ** 2 / 2)) == 0


sigma = 1 / (1 + sympy.exp(-x))


@pytest.mark.parametrize(("left", "right", "truth"), [
    (sympy.diff(sigma, x), sigma * (1 - sigma), True),
    (sympy.diff(sympy.log(1 + sympy.exp(x)), x), sigma, True),
    (sympy.sin(x) ** 2 + sympy.cos(x) ** 2, sympy.Integer(1), True),
    (sympy.diff(sympy.tanh(x), x), 1 - sympy.tanh(x), False),
    (symbolic_gradient(x**2 + x * y, [x, y]), sympy.Matrix([2 * x + y, x]), True),
    (symbolic_gradient(x**2 + x * y, [x, y]), sympy.Matrix([2 * x + y, y]), False),
    (sympy.sqrt(x**2), x, False),  # not for negative x
])
def test_identities_are_told_from_mistakes(left, right, truth):
    assert is_identity(left, right) is truth


def test_the_gradient_of_half_the_squared_residual():
    A, w, b = sympy.Matrix([[1, 2], [3, 4], [5, 6]]), sympy.Matrix([x, y]), sympy.Matrix([1, 0, 2])
    loss = ((A * w - b).T * (A * w - b))[0] / 2
    assert is_identity(symbolic_gradient(loss, [x, y]), A.T * (A * w - b))


def test_sympy_is_imported_only_when_asked_for():
    code = ("import sys, mathlib.calculus as c; assert 'sympy' not in sys.modules; c.is_identity; "
            "assert 'sympy' in sys.modules")
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
    with pytest.raises(AttributeError, match="module 'mathlib.calculus' has no attribute 'integral'"):
        calculus.integral  # noqa: B018


@pytest.mark.parametrize(("error", "call", "message"), [
    (TypeError, lambda: symbolic_gradient("x", [x]),
     "`expression` must be an expression of sympy; got an object of type"),
    (TypeError, lambda: symbolic_gradient(F, x), "`variables` must be a list of symbols of sympy; got x."),
    (TypeError, lambda: as_numeric(F, None), "`variables` must be a list of symbols of sympy; got None."),
    (TypeError, lambda: symbolic_hessian(F, [[x], [y]]), "`variables` must be symbols of sympy; got [x]."),
    (TypeError, lambda: as_numeric("x + y", [x, y]),
     "`expression` must be an expression or a matrix of sympy; got an ob"),
    (TypeError, lambda: as_numeric([x, y], [x, y]),
     "`expression` must be an expression or a matrix of sympy; got an ob"),
    (TypeError, lambda: taylor_polynomial(F, x, "0", 1),
     "`point` must be a number, or an expression of sympy; got '0'."),
    (TypeError, lambda: taylor_polynomial(F, x, True, 1), "`point` must be a number, or an expression of sympy; got T"),
    (TypeError, lambda: taylor_polynomial(F, x, None, 1),
     "`point` must be a number, or an expression of sympy; got No"),
    (ValueError, lambda: taylor_polynomial(-sympy.loggamma(x), x, 0, 0), "finite derivatives at 0; got -oo."),
    (ValueError, lambda: taylor_polynomial(sympy.sin(sympy.loggamma(x)), x, 0, 0),
     "finite derivatives at 0; got AccumBounds(-1, 1)."),
    (ValueError, lambda: taylor_polynomial(F, x, float("nan"), 1), "must have 1 finite derivatives at nan; got nan."),
    (TypeError, lambda: symbolic_gradient(F, ["x"]), "`variables` must be symbols of sympy; got 'x'."),
    (ValueError, lambda: symbolic_gradient(F, []), "`variables` must be different symbols, at least one; got []."),
    (ValueError, lambda: symbolic_hessian(F, [x, x]),
     "`variables` must be different symbols, at least one; got [x, x]."),
    (ValueError, lambda: taylor_polynomial(sympy.log(x), x, 0, 1),
     "`expression` must have 1 finite derivatives at 0; got"),
    (ValueError, lambda: taylor_polynomial(F, x, 0, -1), "`degree` must be a whole number, at least 0; got -1."),
    (ValueError, lambda: as_numeric(F, [x]), "`variables` must name every symbol; got none for y."),
    (TypeError, lambda: is_identity(F, 1),
     "`right` must be an expression or a matrix of sympy; got an object of type int"),
    (ValueError, lambda: is_identity(sympy.eye(2), F),
     "`right` must be of the shape of left, (2, 2); got shape (1, 1)."),
])
def test_refusals(error, call, message):
    with pytest.raises(error, match=re.escape(message)):
        call()
