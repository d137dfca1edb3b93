"""Reverse-mode automatic differentiation on arrays: record the computation, then walk it backwards once.

Each `Var` remembers what it was made from, and how to hand its adjoint (the derivative of the final number by it) down
to each of those parents. Adjoints that arrive along several paths add up: that sum is the chain rule.
"""
from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from mathlib.calculus.rules import COMPARISONS, PARTIALS, Traced, check_factors, check_operation, check_shapes
from mathlib.checks import as_array, as_function


class ValueAndGradient(NamedTuple):
    """Hold a function's value and its gradient by every argument.

    Attributes
    ----------
    value : float
        The value.
    gradients : tuple of np.ndarray, shapes of the arguments
        One for each argument.

    Examples
    --------
    >>> value_and_gradient(lambda x: x * x, 3.0).value
    9.0
    """

    value: float
    gradients: tuple[np.ndarray, ...]


class Var(Traced):
    """Hold an array in a computation that is being recorded; compute with it as with an array.

    Arithmetic, `@` (of vectors and matrices), comparisons, NumPy's elementary functions, `sum`, `mean`, `reshape`, `T`
    and indexing are known. A shape may fit within another, as a bias (n,) within (N, n); (n,) with (n, 1) is refused.

    Parameters
    ----------
    value : ArrayLike, any shape
        The number, or numbers.
    name : str
        What figures call it.

    Attributes
    ----------
    value : np.ndarray
        The number, or numbers.
    adjoint : np.ndarray, same shape
        After `backward(output)`: the derivative of the output by this array.
    parents : tuple
        Pairs (Var, pull): what it was made from, and the function that turns its adjoint into that parent's share.
    name : str
        The operation that made it, or its own name.

    Raises
    ------
    TypeError
        If `value` holds anything but real numbers.
    ValueError
        If `value` is empty or not finite.

    References
    ----------
    Griewank and Walther (2008), Evaluating Derivatives, section 3.2. Linnainmaa (1976), BIT 16, 146-160.

    Examples
    --------
    >>> w = Var(0.5)
    >>> loss = (np.tanh(w) + w) ** 2
    >>> backward(loss)
    >>> print(f"{loss.value:.4f} {w.adjoint:.4f}")
    0.9257 3.4375
    """

    def __init__(self, value: ArrayLike, name: str = ""):
        self.value, self.parents, self.name = as_array(value, "value"), (), name
        self.adjoint = np.zeros_like(self.value)

    def __array_ufunc__(self, ufunc, method, *inputs, **kwargs):
        check_operation(ufunc, method, kwargs)
        values = [x.value if isinstance(x, Var) else as_array(x, "operand") for x in inputs]
        if ufunc in COMPARISONS:
            return ufunc(*values)
        pulls = _matmul_pulls(*values) if ufunc is np.matmul else _elementwise_pulls(ufunc, values)
        parents = tuple((x, pull) for x, pull in zip(inputs, pulls, strict=True) if isinstance(x, Var))
        return _var(ufunc(*values), parents, ufunc.__name__)

    def __getitem__(self, index) -> Var:
        return _var(self.value[index], ((self, lambda adjoint: _Part(index, adjoint)),), "getitem")

    def __repr__(self) -> str:
        return f"Var({self.value.tolist()})"

    @property
    def T(self) -> Var:
        """Return the array with its axes in reverse order.

        Returns
        -------
        Var

        Examples
        --------
        >>> Var([[1.0, 2.0]]).T
        Var([[1.0], [2.0]])
        """
        return _var(self.value.T, ((self, np.transpose),), "transpose")

    def reshape(self, *shape: int | tuple[int, ...]) -> Var:
        """Return the same entries in another shape.

        Parameters
        ----------
        *shape : int, or one tuple
            The new shape.

        Returns
        -------
        Var

        Examples
        --------
        >>> Var([1.0, 2.0]).reshape(2, 1)
        Var([[1.0], [2.0]])
        """
        return _var(self.value.reshape(*shape), ((self, lambda adjoint: adjoint.reshape(self.shape)),), "reshape")

    def sum(self, axis: int | None = None) -> Var:
        """Return the sum along an axis, or of all.

        Parameters
        ----------
        axis : int, optional
            The axis that disappears.

        Returns
        -------
        Var

        Examples
        --------
        >>> Var([1.0, 2.0]).sum()
        Var(3.0)
        """
        def pull(adjoint):
            kept = adjoint if axis is None else np.expand_dims(adjoint, axis)
            return np.broadcast_to(kept, self.shape)

        return _var(self.value.sum(axis=axis), ((self, pull),), "sum")


def backward(output: Var) -> None:
    """Set the adjoint of everything that `output` was made from: the derivative of `output` by it.

    Adjoints of an earlier walk are forgotten, not added to.

    Parameters
    ----------
    output : Var, shape ()
        The final number.

    Raises
    ------
    TypeError
        If `output` is not a Var.
    ValueError
        If `output` is not a single number, or not finite.

    References
    ----------
    Griewank and Walther (2008), Evaluating Derivatives, table 3.6: the cost is a small multiple of that of `output`,
    however many variables there are.

    Examples
    --------
    >>> x, y = Var(3.0), Var(2.0)
    >>> backward(x * y + x)
    >>> x.adjoint, y.adjoint
    (array(3.), array(3.))
    """
    if not isinstance(output, Var):
        raise TypeError(f"`output` must be a Var; got an object of type {type(output).__name__}.")
    if output.value.ndim:
        raise ValueError(f"`output` must be a single number; got shape {output.shape}. Sum it, or take its mean.")
    if not np.isfinite(output.value):
        raise ValueError(f"`output` must be a finite number; got {output.value:g}.")
    history = _history(output)
    for node in history:
        node.adjoint = np.zeros(node.shape)
    output.adjoint = np.ones(())
    for node in reversed(history):
        for parent, pull in node.parents:
            _receive(parent, pull(node.adjoint))


def value_and_gradient(f: Callable, *arguments: ArrayLike) -> ValueAndGradient:
    """Return a function's value and its gradient by every argument, by one pass forward and one backward.

    Parameters
    ----------
    f : callable
        Maps the arguments to a number, by NumPy's arithmetic and elementary functions.
    *arguments : ArrayLike, any shapes
        Where.

    Returns
    -------
    ValueAndGradient

    Raises
    ------
    TypeError
        If an argument is of the wrong kind, or f uses an operation without a known derivative.
    ValueError
        If an argument, the value or a gradient is not finite, or the value is not a single number.

    References
    ----------
    Griewank and Walther (2008), Evaluating Derivatives, section 3.2.

    Examples
    --------
    >>> value, (dx, dy) = value_and_gradient(lambda x, y: (x * y).sum(), [1.0, 2.0], [3.0, 4.0])
    >>> value, dx, dy
    (11.0, array([3., 4.]), array([1., 2.]))
    """
    variables = [Var(x) for x in arguments]
    with np.errstate(all="ignore"):  # what is not finite in the end is refused in words
        output = as_function(f, "f")(*variables)
        if not isinstance(output, Var):  # f does not depend on its arguments
            output = Var(output)
        as_array(output.value, "f(x)")
        backward(output)
    gradients = tuple(as_array(x.adjoint, "the gradient of f") for x in variables)
    return ValueAndGradient(float(output.value), gradients)


class _Part(NamedTuple):
    """A share for some entries only: a loop over n entries would else make n arrays of n numbers, nearly all 0."""

    index: object
    share: np.ndarray


def _receive(parent: Var, share: np.ndarray | _Part) -> None:
    if isinstance(share, _Part):
        np.add.at(parent.adjoint, *share)  # an entry that was taken twice gets both shares
    else:
        parent.adjoint = np.asarray(parent.adjoint + share)


def _history(output: Var) -> list[Var]:
    """Return everything that went into the output, parents before children; without recursion, which Python limits."""
    order, seen, stack = [], set(), [(output, False)]
    while stack:
        node, parents_done = stack.pop()
        if parents_done:
            order.append(node)
        elif id(node) not in seen:
            seen.add(id(node))
            stack.append((node, True))
            stack.extend((parent, False) for parent, _ in node.parents)
    return order


def _elementwise_pulls(ufunc: np.ufunc, values: list[np.ndarray]) -> list[Callable]:
    check_shapes(ufunc, values)
    return [lambda adjoint, d=partial, x=x: _shrink(adjoint * d(*values), x.shape)
            for partial, x in zip(PARTIALS[ufunc], values, strict=True)]


def _matmul_pulls(A: np.ndarray, B: np.ndarray) -> list[Callable]:
    check_factors(A, B)
    rows, columns = np.atleast_2d(A), B.reshape(len(B), -1)  # a vector is a row on the left, a column on the right
    whole = (len(rows), columns.shape[1])
    return [lambda adjoint: (adjoint.reshape(whole) @ columns.T).reshape(A.shape),
            lambda adjoint: (rows.T @ adjoint.reshape(whole)).reshape(B.shape)]


def _shrink(adjoint: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    """Sum over the axes along which an operand was repeated."""
    adjoint = adjoint.sum(axis=tuple(range(adjoint.ndim - len(shape))))
    repeated = tuple(i for i, size in enumerate(shape) if size == 1 and adjoint.shape[i] != 1)
    return adjoint.sum(axis=repeated, keepdims=True) if repeated else adjoint


def _var(value: np.ndarray, parents: tuple, name: str) -> Var:
    """Make a recorded result without looking at it again."""
    var = Var.__new__(Var)
    var.value, var.parents, var.name, var.adjoint = np.asarray(value, dtype=float), parents, name, None
    return var
