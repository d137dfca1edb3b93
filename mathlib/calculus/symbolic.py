"""Exact derivatives, for the cells that verify a formula: sympy's, in the book's words and shapes."""
from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import sympy
from sympy import Expr, Matrix, Symbol

from mathlib.checks import as_count


def symbolic_gradient(expression: Expr, variables: Sequence[Symbol]) -> Matrix:
    """Return the column of partial derivatives.

    Parameters
    ----------
    expression : sympy.Expr
        What to differentiate.
    variables : sequence of sympy.Symbol
        By what, in this order.

    Returns
    -------
    sympy.Matrix, shape (n, 1)

    Raises
    ------
    TypeError
        If `expression` is none of sympy's, or a variable no symbol.
    ValueError
        If there is no variable, or one comes twice.

    References
    ----------
    Meurer et al. (2017), PeerJ Computer Science 3, e103: SymPy.

    Examples
    --------
    >>> x, y = sympy.symbols("x y")
    >>> symbolic_gradient(x**2 * y, [x, y]).T
    Matrix([[2*x*y, x**2]])
    """
    expression, variables = _as_expression(expression), _as_variables(variables)
    return Matrix([sympy.diff(expression, v) for v in variables])


def symbolic_hessian(expression: Expr, variables: Sequence[Symbol]) -> Matrix:
    """Return the matrix of second derivatives.

    Parameters
    ----------
    expression : sympy.Expr
        What to differentiate.
    variables : sequence of sympy.Symbol
        By what, in this order.

    Returns
    -------
    sympy.Matrix, shape (n, n)

    Raises
    ------
    TypeError
        If `expression` is none of sympy's, or a variable no symbol.
    ValueError
        If there is no variable, or one comes twice.

    References
    ----------
    Meurer et al. (2017), PeerJ Computer Science 3, e103: SymPy.

    Examples
    --------
    >>> x, y = sympy.symbols("x y")
    >>> symbolic_hessian(x**2 * y, [x, y])
    Matrix([
    [2*y, 2*x],
    [2*x,   0]])
    """
    return sympy.hessian(_as_expression(expression), _as_variables(variables))


def taylor_polynomial(expression: Expr, variable: Symbol, point: Expr | float, degree: int) -> Expr:
    """Return the Taylor polynomial of a function of one variable.

    Parameters
    ----------
    expression : sympy.Expr
        The function.
    variable : sympy.Symbol
        Its variable.
    point : sympy.Expr or number
        Where the polynomial touches.
    degree : int
        Its degree, at most.

    Returns
    -------
    sympy.Expr

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If `degree` is negative, or a derivative at the point is not finite.

    References
    ----------
    Spivak (2008), Calculus, 4th edition, chapter 20.

    Examples
    --------
    >>> x = sympy.Symbol("x")
    >>> taylor_polynomial(sympy.cos(x), x, 0, 4)
    x**4/24 - x**2/2 + 1
    """
    expression, (variable,) = _as_expression(expression), _as_variables([variable])
    if isinstance(point, bool) or not isinstance(point, (int, float, Expr)):
        raise TypeError(f"`point` must be a number, or an expression of sympy; got {point!r}.")
    terms = []
    for k in range(as_count(degree, "degree", 0) + 1):
        slope = sympy.diff(expression, variable, k).subs(variable, point)
        if slope.has(sympy.zoo, sympy.oo, -sympy.oo, sympy.nan, sympy.AccumBounds):
            raise ValueError(f"`expression` must have {degree} finite derivatives at {point}; got {slope}.")
        terms.append(slope * (variable - point) ** k / sympy.factorial(k))
    return sympy.Add(*terms)


def is_identity(left: Expr | Matrix, right: Expr | Matrix) -> bool:
    """Say whether two expressions, or two matrices entry by entry, are equal for all values of their symbols.

    Parameters
    ----------
    left, right : sympy.Expr or sympy.Matrix
        The two sides.

    Returns
    -------
    bool
        True if their difference simplifies to 0. False means that sympy did not find it so: look twice.

    Raises
    ------
    TypeError
        If a side is none of sympy's.
    ValueError
        If matrices have different shapes.

    References
    ----------
    Richardson (1968), Journal of Symbolic Logic 33, 514-520: in general no procedure can decide it.

    Examples
    --------
    >>> x = sympy.Symbol("x", real=True)
    >>> is_identity(sympy.diff(sympy.tanh(x), x), 1 - sympy.tanh(x) ** 2)
    True
    """
    left, right = _as_matrix(left, "left"), _as_matrix(right, "right")
    if left.shape != right.shape:
        raise ValueError(f"`right` must be of the shape of left, {left.shape}; got shape {right.shape}.")
    return all(sympy.simplify(entry.rewrite(sympy.exp)) == 0 or sympy.simplify(entry) == 0 for entry in left - right)


def as_numeric(expression: Expr, variables: Sequence[Symbol]) -> Callable:
    """Turn an expression into a function of NumPy arrays, one argument for each variable.

    Parameters
    ----------
    expression : sympy.Expr or sympy.Matrix
        What to evaluate.
    variables : sequence of sympy.Symbol
        The order of the arguments.

    Returns
    -------
    callable

    Raises
    ------
    TypeError
        If `expression` is none of sympy's, or a variable no symbol.
    ValueError
        If there is no variable, one comes twice, or the expression has another symbol.

    References
    ----------
    Meurer et al. (2017), PeerJ Computer Science 3, e103: SymPy.

    Examples
    --------
    >>> x, y = sympy.symbols("x y")
    >>> as_numeric(x**2 * y, [x, y])(3.0, 2.0)
    18.0
    """
    variables = _as_variables(variables)
    others = _as_matrix(expression, "expression").free_symbols - set(variables)
    if others:
        raise ValueError(f"`variables` must name every symbol; got none for {', '.join(sorted(map(str, others)))}.")
    return sympy.lambdify(variables, expression, "numpy")


def _as_expression(expression: Expr) -> Expr:
    if not isinstance(expression, Expr):
        raise TypeError("`expression` must be an expression of sympy; "
                        f"got an object of type {type(expression).__name__}.")
    return expression


def _as_variables(variables: Sequence[Symbol]) -> list[Symbol]:
    if not isinstance(variables, Iterable):
        raise TypeError(f"`variables` must be a list of symbols of sympy; got {variables!r}.")
    variables = list(variables)
    for v in variables:
        if not isinstance(v, Symbol):
            raise TypeError(f"`variables` must be symbols of sympy; got {v!r}.")
    if not variables or len(set(variables)) < len(variables):
        raise ValueError(f"`variables` must be different symbols, at least one; got {variables}.")
    return variables


def _as_matrix(side: Expr | Matrix, name: str) -> Matrix:
    if isinstance(side, sympy.MatrixBase):
        return Matrix(side)
    if not isinstance(side, Expr):
        raise TypeError(f"`{name}` must be an expression or a matrix of sympy; got an object of type "
                        f"{type(side).__name__}.")
    return Matrix([[side]])
