"""Surfaces over the plane that are no bowls: a bent valley, four basins, a saddle, real terrain, a network's loss."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from mathlib.calculus import Layer, backprop_mlp, mlp_forward
from mathlib.calculus.backprop import LOSSES
from mathlib.checks import as_matrix, as_nonnegative, as_points, as_positive, as_real, as_rng, as_vector


class Surface:
    """Measure a height over each point of the plane: what all surfaces share.

    Examples
    --------
    >>> isinstance(Himmelblau(), Surface)
    True
    """

    def __call__(self, x: ArrayLike) -> np.ndarray:
        """Return the height over each point.

        Parameters
        ----------
        x : ArrayLike, shape (..., 2)
            One point, or many along the leading axes.

        Returns
        -------
        np.ndarray, shape (...)

        Raises
        ------
        TypeError
            If `x` holds anything but real numbers.
        ValueError
            If `x` is not finite, or its last axis is not 2 long.

        Examples
        --------
        >>> Himmelblau()([[3, 2], [0, 0]])
        array([  0., 170.])
        """
        with np.errstate(over="ignore"):  # far out a height is infinite, as the last points of a path that diverges
            return self._height(*_as_coordinates(x))

    def gradient(self, x: ArrayLike) -> np.ndarray:
        """Return the gradient at each point.

        Parameters
        ----------
        x : ArrayLike, shape (..., 2)
            One point, or many along the leading axes.

        Returns
        -------
        np.ndarray, shape (..., 2)

        Raises
        ------
        TypeError
            If `x` holds anything but real numbers.
        ValueError
            If `x` is not finite, or its last axis is not 2 long.

        Examples
        --------
        >>> Himmelblau().gradient([0, 0])
        array([-14., -22.])
        """
        with np.errstate(over="ignore"):
            return np.stack(self._slopes(*_as_coordinates(x)), axis=-1)

    def hessian(self, x: ArrayLike) -> np.ndarray:
        """Return the matrix of second derivatives at each point.

        Parameters
        ----------
        x : ArrayLike, shape (..., 2)
            One point, or many along the leading axes.

        Returns
        -------
        np.ndarray, shape (..., 2, 2)

        Raises
        ------
        TypeError
            If `x` holds anything but real numbers.
        ValueError
            If `x` is not finite, or its last axis is not 2 long.

        Examples
        --------
        >>> Himmelblau().hessian([0, 0])
        array([[-42.,   0.],
               [  0., -26.]])
        """
        with np.errstate(over="ignore"):
            xx, xy, yy = np.broadcast_arrays(*self._curvatures(*_as_coordinates(x)))
        return np.stack([np.stack([xx, xy], axis=-1), np.stack([xy, yy], axis=-1)], axis=-2)


@dataclass(frozen=True)
class Rosenbrock(Surface):
    """Measure `(a - x)**2 + b * (y - x**2)**2`: a valley bent like a banana, flat along its floor.

    Parameters
    ----------
    a : float
        The minimum lies at (a, a**2).
    b : float
        How steep the walls are, positive.

    Raises
    ------
    TypeError
        If an argument is not a number.
    ValueError
        If a number is not finite, or `b` not positive.

    References
    ----------
    Rosenbrock (1960), Computer Journal 3, 175-184, equation 7.

    Examples
    --------
    >>> valley = Rosenbrock()
    >>> valley([-1.2, 1]).round(6), valley.minimizers
    (np.float64(24.2), array([[1., 1.]]))
    """

    a: float = 1.0
    b: float = 100.0

    def __post_init__(self):
        as_real(self.a, "a")
        as_positive(self.b, "b")

    @property
    def minimizers(self) -> np.ndarray:
        """Return the lowest points.

        Returns
        -------
        np.ndarray, shape (1, 2)

        Examples
        --------
        >>> Rosenbrock(a=2).minimizers
        array([[2., 4.]])
        """
        return np.array([[self.a, self.a**2]], float)

    def _height(self, x, y):
        return (self.a - x) ** 2 + self.b * (y - x**2) ** 2

    def _slopes(self, x, y):
        above = y - x**2
        return 2 * (x - self.a) - 4 * self.b * x * above, 2 * self.b * above

    def _curvatures(self, x, y):
        return 2 - 4 * self.b * (y - 3 * x**2), -4 * self.b * x, 2 * self.b


@dataclass(frozen=True)
class Himmelblau(Surface):
    """Measure `(x**2 + y - 11)**2 + (x + y**2 - 7)**2`: four basins, all of depth 0, with a hill between them.

    References
    ----------
    Himmelblau (1972), Applied Nonlinear Programming, McGraw-Hill.

    Examples
    --------
    >>> Himmelblau().minimizers.round(6)
    array([[ 3.      ,  2.      ],
           [-2.805118,  3.131313],
           [-3.77931 , -3.283186],
           [ 3.584428, -1.848127]])
    """

    @property
    def minimizers(self) -> np.ndarray:
        """Return the lowest points, one in each quadrant.

        Returns
        -------
        np.ndarray, shape (4, 2)

        Examples
        --------
        >>> float(Himmelblau()(Himmelblau().minimizers).max()) < 1e-25
        True
        """
        return np.array([[3.0, 2.0], [-2.8051180869527448, 3.131312518250573],
                         [-3.7793102533777469, -3.2831859912861694], [3.5844283403304917, -1.8481265269644036]])

    def _height(self, x, y):
        return (x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2

    def _slopes(self, x, y):
        p, q = x**2 + y - 11, x + y**2 - 7
        return 4 * x * p + 2 * q, 2 * p + 4 * y * q

    def _curvatures(self, x, y):
        return 12 * x**2 + 4 * y - 42, 4 * (x + y), 12 * y**2 + 4 * x - 26


@dataclass(frozen=True)
class Saddle(Surface):
    """Measure `x**2 - y**2 + y**4 / 4`: a saddle at 0, with a minimum on either side.

    References
    ----------
    Strogatz (2015), Nonlinear Dynamics and Chaos, section 7.2: the double well as a gradient system.

    Examples
    --------
    >>> Saddle()(Saddle().minimizers)
    array([-1., -1.])
    """

    @property
    def minimizers(self) -> np.ndarray:
        """Return the lowest points, (0, -sqrt(2)) and (0, sqrt(2)).

        Returns
        -------
        np.ndarray, shape (2, 2)

        Examples
        --------
        >>> Saddle().minimizers.round(6)
        array([[ 0.      , -1.414214],
               [ 0.      ,  1.414214]])
        """
        return np.array([[0, -np.sqrt(2)], [0, np.sqrt(2)]])

    def _height(self, x, y):
        return x**2 - y**2 + y**4 / 4

    def _slopes(self, x, y):
        return 2 * x, y**3 - 2 * y

    def _curvatures(self, x, y):
        return 2 + 0 * x, 0 * x, 3 * y**2 - 2


@dataclass(frozen=True, eq=False)
class Terrain(Surface):
    """Measure the height of land between the points of a grid, by a bicubic spline: smooth, and exact at the points.

    Outside the map the land goes on level, from the nearest point of its edge.

    Parameters
    ----------
    heights : ArrayLike, shape (m, n)
        A row for each y, a column for each x.
    x : ArrayLike, shape (n,)
        Where the columns lie, increasing; at least four.
    y : ArrayLike, shape (m,)
        Where the rows lie, increasing; at least four.
    blur : float
        Smooth the heights first, by a normal curve of so many grid points' standard deviation.

    Raises
    ------
    TypeError
        If an argument holds anything but real numbers.
    ValueError
        If shapes do not fit, an entry is not finite, a coordinate does not increase, or `blur` is negative.

    References
    ----------
    de Boor (1962), Journal of Mathematics and Physics 41, 212-218: bicubic spline interpolation.

    Examples
    --------
    >>> x = np.linspace(0, 1, 5)
    >>> plane = Terrain(x + 2 * x[:, None], x, x)
    >>> plane([0.3, 0.6]).round(12), plane.gradient([0.3, 0.6]).round(12)
    (np.float64(1.5), array([1., 2.]))
    """

    heights: np.ndarray
    x: np.ndarray
    y: np.ndarray
    blur: float = 0.0

    def __post_init__(self):
        from scipy.interpolate import RectBivariateSpline  # a tenth of a second that no other surface needs
        from scipy.ndimage import gaussian_filter

        x, y = _as_increasing(self.x, "x"), _as_increasing(self.y, "y")
        heights = as_matrix(self.heights, "heights", (y.size, x.size))
        if as_nonnegative(self.blur, "blur"):
            heights = gaussian_filter(heights, self.blur, mode="nearest")
        spline = RectBivariateSpline(x, y, heights.T)
        orders = [(1, 0), (0, 1), (2, 0), (1, 1), (0, 2)]
        derived = {order: spline.partial_derivative(*order) for order in orders}  # once, and not at every point
        for name, value in (("heights", heights.copy()), ("x", x.copy()), ("y", y.copy()),
                            ("_splines", {(0, 0): spline} | derived)):
            object.__setattr__(self, name, value)

    def contains(self, x: ArrayLike) -> np.ndarray:
        """Say which points lie on the map.

        Parameters
        ----------
        x : ArrayLike, shape (..., 2)
            One point, or many along the leading axes.

        Returns
        -------
        np.ndarray, shape (...), of booleans

        Raises
        ------
        TypeError
            If `x` holds anything but real numbers.
        ValueError
            If `x` is not finite, or its last axis is not 2 long.

        Examples
        --------
        >>> Terrain(np.zeros((4, 4)), range(4), range(4)).contains([[1, 2], [1, 4]])
        array([ True, False])
        """
        east, north = _as_coordinates(x)
        return _within(east, self.x) & _within(north, self.y)

    def _height(self, x, y):
        return self._splines[0, 0](x, y, grid=False)

    def _slopes(self, x, y):
        return self._derivative(x, y, 1, 0), self._derivative(x, y, 0, 1)

    def _curvatures(self, x, y):
        return self._derivative(x, y, 2, 0), self._derivative(x, y, 1, 1), self._derivative(x, y, 0, 2)

    def _derivative(self, x, y, dx, dy):
        level = (dx and ~_within(x, self.x)) | (dy and ~_within(y, self.y))
        return np.where(level, 0.0, self._splines[dx, dy](x, y, grid=False))


@dataclass(frozen=True, eq=False)
class MLPSlice:
    """Measure the loss of a small perceptron at `parameters + x[0] * first + x[1] * second`: a plane of its landscape.

    Parameters
    ----------
    layers : sequence of Layer
        The network in whose place the plane has its origin.
    X : ArrayLike, shape (N, n_inputs)
        An observation in each row.
    y : ArrayLike, shape (N, n_outputs) for "mse", (N,) for "cross_entropy"
        Targets, or the true classes.
    first, second : ArrayLike, shape (p,)
        The directions: as many numbers as the network has parameters, in the order of `flatten_layers`.
    activation : str
        Of the hidden layers.
    loss : str
        "mse" or "cross_entropy".

    Raises
    ------
    TypeError
        If an array holds anything but numbers of the right kind.
    ValueError
        If shapes do not fit, an entry is not finite, or a name is unknown.

    References
    ----------
    Goodfellow, Vinyals and Saxe (2015), International Conference on Learning Representations; Li, Xu, Taylor, Studer
    and Goldstein (2018), Advances in Neural Information Processing 31.

    Examples
    --------
    >>> from mathlib.calculus import Layer
    >>> one = [Layer(np.array([[2.0]]), np.zeros(1))]
    >>> loss = MLPSlice(one, [[1.0]], [[5.0]], first=[1, 0], second=[0, 1])  # (2 + x[0] + x[1] - 5)**2
    >>> loss([[0, 0], [1, 2]]), loss.gradient([0, 0])
    (array([9., 0.]), array([-6., -6.]))
    """

    layers: Sequence[Layer]
    X: np.ndarray
    y: np.ndarray
    first: np.ndarray
    second: np.ndarray
    activation: str = "tanh"
    loss: str = "mse"

    def __post_init__(self):
        backprop_mlp(self.layers, self.X, self.y, activation=self.activation, loss=self.loss)  # refuses what is wrong
        size = flatten_layers(self.layers).size
        for name in ("first", "second"):
            object.__setattr__(self, name, as_vector(getattr(self, name), name, size).copy())

    @classmethod
    def random(cls, layers: Sequence[Layer], X: ArrayLike, y: ArrayLike, *, activation: str = "tanh",
               loss: str = "mse", rng: np.random.Generator) -> MLPSlice:
        """Make the slice along two random directions, as long in each unit's weights as the network's own.

        Without that scaling a network with larger weights would look flatter than another that computes the same.

        Parameters
        ----------
        layers : sequence of Layer
            The network in whose place the plane has its origin.
        X : ArrayLike, shape (N, n_inputs)
            An observation in each row.
        y : ArrayLike, shape (N, n_outputs) for "mse", (N,) for "cross_entropy"
            Targets, or the true classes.
        activation : str
            Of the hidden layers.
        loss : str
            "mse" or "cross_entropy".
        rng : np.random.Generator
            Where chance comes from.

        Returns
        -------
        MLPSlice

        Raises
        ------
        TypeError
            If `rng` is no generator, or an array holds anything but numbers of the right kind.
        ValueError
            If shapes do not fit, an entry is not finite, or a name is unknown.

        Examples
        --------
        >>> from mathlib.calculus import make_mlp
        >>> rng = np.random.default_rng(0)
        >>> MLPSlice.random(make_mlp([2, 3, 1], rng=rng), [[0.0, 1.0]], [[1.0]], rng=rng).first.shape
        (13,)
        """
        rng = as_rng(rng)
        first, second = (flatten_layers([_random_like(layer, rng) for layer in layers]) for _ in range(2))
        return cls(layers, X, y, first, second, activation, loss)

    def __call__(self, x: ArrayLike) -> np.ndarray:
        """Return the loss at each point of the plane.

        Parameters
        ----------
        x : ArrayLike, shape (..., 2)
            One point, or many along the leading axes.

        Returns
        -------
        np.ndarray, shape (...)
            Cost: a forward pass a point.

        Raises
        ------
        TypeError
            If `x` holds anything but real numbers.
        ValueError
            If `x` is not finite, or its last axis is not 2 long.

        Examples
        --------
        >>> from mathlib.calculus import Layer
        >>> MLPSlice([Layer(np.eye(1), np.zeros(1))], [[1.0]], [[1.0]], [1, 0], [0, 1])([0, 2])
        array(4.)
        """
        cost = LOSSES[self.loss][0]
        return self._at_each(x, lambda layers: cost(self.y, mlp_forward(layers, self.X, self.activation).scores), ())

    def gradient(self, x: ArrayLike) -> np.ndarray:
        """Return the gradient by the two coordinates of the plane, by backpropagation.

        Parameters
        ----------
        x : ArrayLike, shape (..., 2)
            One point, or many along the leading axes.

        Returns
        -------
        np.ndarray, shape (..., 2)

        Raises
        ------
        TypeError
            If `x` holds anything but real numbers.
        ValueError
            If `x` is not finite, or its last axis is not 2 long.

        Examples
        --------
        >>> from mathlib.calculus import Layer
        >>> MLPSlice([Layer(np.eye(1), np.zeros(1))], [[1.0]], [[1.0]], [1, 0], [0, 1]).gradient([0, 2])
        array([4., 4.])
        """
        directions = np.array([self.first, self.second])

        def slopes(layers):
            result = backprop_mlp(layers, self.X, self.y, activation=self.activation, loss=self.loss)
            return directions @ flatten_layers(result.gradients)

        return self._at_each(x, slopes, (2,))

    def _at_each(self, x, measure, shape):
        x, origin = as_points(x, "x", 2), flatten_layers(self.layers)
        found = [measure(unflatten_layers(origin + a * self.first + b * self.second, self.layers))
                 for a, b in x.reshape(-1, 2)]
        return np.reshape(found, x.shape[:-1] + shape)


def flatten_layers(layers: Sequence[Layer]) -> np.ndarray:
    """Return all parameters of a perceptron, or the gradient by them, as one vector.

    Parameters
    ----------
    layers : sequence of Layer
        In their order.

    Returns
    -------
    np.ndarray, shape (p,)
        The weights of the first layer row by row, its bias, the weights of the second, and so on.

    References
    ----------
    Bishop (2006), Pattern Recognition and Machine Learning, section 5.2: all weights as one vector.

    Examples
    --------
    >>> from mathlib.calculus import Layer
    >>> flatten_layers([Layer(np.array([[1.0, 2.0]]), np.array([3.0]))])
    array([1., 2., 3.])
    """
    return np.concatenate([np.ravel(array) for layer in layers for array in layer])


def unflatten_layers(parameters: ArrayLike, like: Sequence[Layer]) -> list[Layer]:
    """Return the layers whose parameters are the entries of a vector: what `flatten_layers` undoes.

    Parameters
    ----------
    parameters : ArrayLike, shape (p,)
        In the order of `flatten_layers`.
    like : sequence of Layer
        A network of the same shapes.

    Returns
    -------
    list of Layer

    Raises
    ------
    TypeError
        If `parameters` holds anything but real numbers.
    ValueError
        If it is not a finite vector of as many numbers as the network has parameters.

    References
    ----------
    Bishop (2006), Pattern Recognition and Machine Learning, section 5.2: all weights as one vector.

    Examples
    --------
    >>> from mathlib.calculus import Layer
    >>> unflatten_layers([1.0, 2.0, 3.0], [Layer(np.zeros((1, 2)), np.zeros(1))])
    [Layer(weights=array([[1., 2.]]), bias=array([3.]))]
    """
    shapes = [np.shape(array) for layer in like for array in layer]
    ends = np.cumsum([np.prod(shape, dtype=int) for shape in shapes])
    parts = np.split(as_vector(parameters, "parameters", int(ends[-1])), ends[:-1])
    arrays = [part.reshape(shape) for part, shape in zip(parts, shapes, strict=True)]
    return [Layer(*pair) for pair in zip(arrays[::2], arrays[1::2], strict=True)]


def _random_like(layer: Layer, rng: np.random.Generator) -> Layer:
    def scaled(size):
        drawn = rng.normal(size=np.shape(size))
        return drawn * np.linalg.norm(size, axis=-1, keepdims=True) / np.linalg.norm(drawn, axis=-1, keepdims=True)

    return Layer(scaled(layer.weights), scaled(layer.bias))


def _within(coordinate: np.ndarray, axis: np.ndarray) -> np.ndarray:
    return (axis[0] <= coordinate) & (coordinate <= axis[-1])


def _as_coordinates(x: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    x = as_points(x, "x", 2)
    return x[..., 0], x[..., 1]


def _as_increasing(axis: ArrayLike, name: str) -> np.ndarray:
    axis = as_vector(axis, name)
    if axis.size < 4 or not (np.diff(axis) > 0).all():
        raise ValueError(f"`{name}` must be at least four increasing numbers; got {axis.size} numbers"
                         f"{'' if (np.diff(axis) > 0).all() else ' that do not increase'}.")
    return axis
