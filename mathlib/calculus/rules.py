"""The derivatives that automatic differentiation starts from, each beside its operation.

`PARTIALS[ufunc][i]` maps the inputs of a NumPy function to its derivative by input i. Forward mode (`dual.py`) and
reverse mode (`reverse.py`) read the same table: they differ only in the order in which the chain rule multiplies.
"""
from __future__ import annotations

import numpy as np
from numpy.lib.mixins import NDArrayOperatorsMixin
from scipy import special

PARTIALS = {
    np.negative: (lambda x: -1.0,),
    np.positive: (lambda x: 1.0,),
    np.add: (lambda x, y: 1.0, lambda x, y: 1.0),
    np.subtract: (lambda x, y: 1.0, lambda x, y: -1.0),
    np.multiply: (lambda x, y: y, lambda x, y: x),
    np.divide: (lambda x, y: 1 / y, lambda x, y: -x / y**2),
    np.power: (lambda x, y: y * x ** np.where(y == 0, 1.0, y - 1), lambda x, y: x**y * np.log(x)),
    np.square: (lambda x: 2 * x,),
    np.sqrt: (lambda x: 0.5 / np.sqrt(x),),
    np.exp: (np.exp,),
    np.expm1: (np.exp,),
    np.log: (lambda x: 1 / x,),
    np.log1p: (lambda x: 1 / (1 + x),),
    np.sin: (np.cos,),
    np.cos: (lambda x: -np.sin(x),),
    np.tan: (lambda x: 1 + np.tan(x) ** 2,),
    np.arctan: (lambda x: 1 / (1 + x**2),),
    np.sinh: (np.cosh,),
    np.cosh: (np.sinh,),
    np.tanh: (lambda x: 1 - np.tanh(x) ** 2,),
    np.logaddexp: (lambda x, y: special.expit(x - y), lambda x, y: special.expit(y - x)),
    special.expit: (lambda x: special.expit(x) * special.expit(-x),),
    special.erf: (lambda x: 2 / np.sqrt(np.pi) * np.exp(-(x**2)),),
    # at a kink any slope between the two sides is a choice; these are 0 at 0 for abs(x) and for maximum(x, 0)
    np.absolute: (np.sign,),
    np.maximum: (lambda x, y: (x > y) * 1.0, lambda x, y: (x <= y) * 1.0),
    np.minimum: (lambda x, y: (x < y) * 1.0, lambda x, y: (x >= y) * 1.0),
}

COMPARISONS = {np.less, np.less_equal, np.greater, np.greater_equal, np.equal, np.not_equal}


METHODS = {np.sum: "sum", np.mean: "mean", np.reshape: "reshape"}  # NumPy's functions that are no ufuncs


class Traced(NDArrayOperatorsMixin):
    """What `Dual` and `Var` have in common: a value, used as an array is."""

    value: np.ndarray

    # `total += x` gives the name to a new number; what was computed from the old one stays as it was
    __iadd__, __isub__ = NDArrayOperatorsMixin.__add__, NDArrayOperatorsMixin.__sub__
    __imul__, __itruediv__ = NDArrayOperatorsMixin.__mul__, NDArrayOperatorsMixin.__truediv__
    __ipow__, __imatmul__ = NDArrayOperatorsMixin.__pow__, NDArrayOperatorsMixin.__matmul__

    def __array_function__(self, function, types, args, kwargs):
        if function not in METHODS or not args or not isinstance(args[0], Traced):
            raise TypeError("`f` must be made of operations whose derivative is known; "
                            f"got np.{function.__name__}{' with options' if function in METHODS else ''}.")
        return getattr(args[0], METHODS[function])(*args[1:], **kwargs)

    def __len__(self) -> int:
        if not self.value.ndim:
            raise TypeError("`x` must be an array with axes to be taken apart; got a single number.")
        return len(self.value)

    def __iter__(self):
        return (self[i] for i in range(len(self)))

    @property
    def shape(self) -> tuple[int, ...]:
        """Return the shape of the array."""
        return self.value.shape

    def mean(self, axis: int | None = None) -> Traced:
        """Return the mean along an axis, or of all."""
        total = self.sum(axis)
        return total / (self.value.size // total.value.size)


def check_operation(ufunc: np.ufunc, method: str, kwargs: dict) -> None:
    """Refuse what has no entry in the table."""
    known = ufunc in PARTIALS or ufunc in COMPARISONS or ufunc is np.matmul
    if method != "__call__" or kwargs or not known:
        how = "" if method == "__call__" else f".{method}"
        raise TypeError(f"`f` must be made of operations whose derivative is known; got np.{ufunc.__name__}{how}"
                        f"{' with options' if kwargs else ''}.")


def check_factors(A: np.ndarray, B: np.ndarray) -> None:
    """Refuse factors of @ that are no vectors or matrices, or do not fit.

    Examples
    --------
    >>> check_factors(np.ones((2, 3)), np.ones(2))
    Traceback (most recent call last):
        ...
    ValueError: the factors of @ must have as many columns on the left as rows on the right; got shapes (2, 3) and (2,).
    """
    if {A.ndim, B.ndim} - {1, 2}:
        raise ValueError(f"the factors of @ must be vectors or matrices; got shapes {A.shape} and {B.shape}.")
    if A.shape[-1] != len(B):
        raise ValueError("the factors of @ must have as many columns on the left as rows on the right; "
                         f"got shapes {A.shape} and {B.shape}.")


def check_shapes(ufunc: np.ufunc, values: list[np.ndarray]) -> None:
    """Refuse operands that NumPy would stretch against each other, as (n,) and (n, 1).

    Examples
    --------
    >>> check_shapes(np.add, [np.ones(2), np.ones((2, 1))])
    Traceback (most recent call last):
        ...
    ValueError: the operands of np.add must have one shape, or one that fits within the other; got (2,) and (2, 1).
    """
    shapes = [np.shape(v) for v in values]
    try:
        whole = np.broadcast_shapes(*shapes)
    except ValueError:
        whole = None
    if whole not in shapes:
        raise ValueError(f"the operands of np.{ufunc.__name__} must have one shape, or one that fits within the other; "
                         f"got {' and '.join(map(str, shapes))}.")
