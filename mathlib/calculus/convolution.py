"""Convolution and correlation in one and two dimensions, windows as rows, and pooling.

Correlation slides a kernel along and adds up products; convolution turns the kernel around first, which makes it
commutative. What neural networks call convolution is correlation.
"""
from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import ArrayLike

from mathlib.checks import as_count, as_matrix, as_vector


def correlate1d(signal: ArrayLike, kernel: ArrayLike, *, stride: int = 1, padding: int = 0) -> np.ndarray:
    """Return `y[i] = sum(kernel[j] * signal[i * stride + j] over j)`.

    Parameters
    ----------
    signal : ArrayLike, shape (n,)
        What is looked at.
    kernel : ArrayLike, shape (m,)
        What slides along.
    stride : int
        How far it moves each time.
    padding : int
        How many zeros are put before and after the signal.

    Returns
    -------
    np.ndarray, shape ((n + 2 * padding - m) // stride + 1,)
        Cost: O(m) for each output.

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If an array is not a finite vector, the kernel is longer than the padded signal, or a number out of its range.

    References
    ----------
    Goodfellow, Bengio and Courville (2016), Deep Learning, equation 9.6.

    Examples
    --------
    >>> correlate1d([1, 2, 4, 8], [-1, 1])
    array([1., 2., 4.])
    """
    signal, kernel, padding = as_vector(signal, "signal"), as_vector(kernel, "kernel"), as_count(padding, "padding", 0)
    _check_fits(kernel.shape, (signal.size + 2 * padding,), "kernel", "padded signal")
    return correlate2d(signal[None], kernel[None], stride=(1, stride), padding=(0, padding))[0]


def conv1d(signal: ArrayLike, kernel: ArrayLike, *, stride: int = 1, padding: int = 0) -> np.ndarray:
    """Return the correlation with the kernel turned around: `y[i] = sum(kernel[j] * signal[i * stride + m - 1 - j])`.

    With `padding = m - 1` it is the whole convolution: the coefficients of a product of polynomials.

    Parameters
    ----------
    signal : ArrayLike, shape (n,)
        What is looked at.
    kernel : ArrayLike, shape (m,)
        What is turned around and slides along.
    stride : int
        How far it moves each time.
    padding : int
        How many zeros are put before and after the signal.

    Returns
    -------
    np.ndarray, shape ((n + 2 * padding - m) // stride + 1,)
        Cost: O(m) for each output.

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If an array is not a finite vector, the kernel is longer than the padded signal, or a number out of its range.

    References
    ----------
    Goodfellow, Bengio and Courville (2016), Deep Learning, equation 9.3.

    Examples
    --------
    >>> conv1d([1, 1], [1, 2], padding=1)
    array([1., 3., 2.])
    """
    return correlate1d(signal, as_vector(kernel, "kernel")[::-1], stride=stride, padding=padding)


def correlate2d(image: ArrayLike, kernel: ArrayLike, *, stride: int | tuple[int, int] = 1,
                padding: int | tuple[int, int] = 0) -> np.ndarray:
    """Return `y[r, c] = sum(kernel[i, j] * image[r * stride + i, c * stride + j] over i, j)`.

    Parameters
    ----------
    image : ArrayLike, shape (H, W)
        What is looked at.
    kernel : ArrayLike, shape (h, w)
        What slides over it.
    stride : int or (int, int)
        How far it moves each time, down and across.
    padding : int or (int, int)
        How many rows and columns of zeros are put around the image.

    Returns
    -------
    np.ndarray, shape ((H + 2 * padding - h) // stride + 1, (W + 2 * padding - w) // stride + 1)
        Cost: O(h * w) for each output.

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If an array is not a finite matrix, the kernel exceeds the padded image, or a number is out of its range.

    References
    ----------
    Goodfellow, Bengio and Courville (2016), Deep Learning, equation 9.6.

    Examples
    --------
    >>> correlate2d([[1, 2, 4], [1, 2, 4]], [[-1, 1]], stride=(1, 2))
    array([[1.],
           [1.]])
    """
    image, kernel = as_matrix(image, "image"), as_matrix(kernel, "kernel")
    down, across = _pair(stride, "stride", 1)
    image = np.pad(image, [(p, p) for p in _pair(padding, "padding", 0)])
    _check_fits(kernel.shape, image.shape, "kernel", "padded image")
    rows, columns = ((size - part) // step + 1
                     for size, part, step in zip(image.shape, kernel.shape, (down, across), strict=True))
    y = np.zeros((rows, columns))
    with np.errstate(over="ignore", invalid="ignore"):
        for (i, j), weight in np.ndenumerate(kernel):  # one pass over the image for each entry of the kernel
            y += weight * image[i : i + down * rows : down, j : j + across * columns : across]
    return as_matrix(y, "image * kernel")


def conv2d(image: ArrayLike, kernel: ArrayLike, *, stride: int | tuple[int, int] = 1,
           padding: int | tuple[int, int] = 0) -> np.ndarray:
    """Return the correlation with the kernel turned around, up for down and left for right.

    Parameters
    ----------
    image : ArrayLike, shape (H, W)
        What is looked at.
    kernel : ArrayLike, shape (h, w)
        What is turned around and slides over it.
    stride : int or (int, int)
        How far it moves each time, down and across.
    padding : int or (int, int)
        How many rows and columns of zeros are put around the image.

    Returns
    -------
    np.ndarray, shape ((H + 2 * padding - h) // stride + 1, (W + 2 * padding - w) // stride + 1)
        Cost: O(h * w) for each output.

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If an array is not a finite matrix, the kernel exceeds the padded image, or a number is out of its range.

    References
    ----------
    Goodfellow, Bengio and Courville (2016), Deep Learning, equation 9.5.

    Examples
    --------
    >>> conv2d([[1, 2, 4]], [[-1, 1]])
    array([[-1., -2.]])
    """
    return correlate2d(image, as_matrix(kernel, "kernel")[::-1, ::-1], stride=stride, padding=padding)


def im2col(image: ArrayLike, shape: tuple[int, int], *, stride: int | tuple[int, int] = 1) -> np.ndarray:
    """Return every window of an image as a row: correlation becomes one matrix product.

    Parameters
    ----------
    image : ArrayLike, shape (H, W)
        What is looked at.
    shape : (int, int)
        Height and width of a window, h and w.
    stride : int or (int, int)
        How far it moves each time, down and across.

    Returns
    -------
    np.ndarray, shape (number of windows, h * w)
        Windows from left to right, row after row. Cost: h * w times the memory of the image.

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If the image is not a finite matrix, the window exceeds it, or a number is out of its range.

    References
    ----------
    Chellapilla, Puri and Simard (2006), International Workshop on Frontiers in Handwriting Recognition.

    Examples
    --------
    >>> im2col([[1, 2, 3], [4, 5, 6]], (2, 2))
    array([[1., 2., 4., 5.],
           [2., 3., 5., 6.]])
    """
    image, shape = as_matrix(image, "image"), _pair(shape, "shape", 1)
    _check_fits(shape, image.shape, "shape", "image")
    down, across = _pair(stride, "stride", 1)
    return sliding_window_view(image, shape)[::down, ::across].reshape(-1, shape[0] * shape[1])


def max_pool2d(image: ArrayLike, size: int | tuple[int, int], *, stride: int | tuple[int, int] | None = None
               ) -> np.ndarray:
    """Return the greatest entry of every window.

    Parameters
    ----------
    image : ArrayLike, shape (H, W)
        What is looked at.
    size : int or (int, int)
        Height and width of a window.
    stride : int or (int, int), optional
        How far it moves each time; by default its own size, so that windows do not overlap. Rows and columns at the end
        that fill no window are left out.

    Returns
    -------
    np.ndarray, shape ((H - h) // stride + 1, (W - w) // stride + 1)

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If the image is not a finite matrix, the window exceeds it, or a number is out of its range.

    References
    ----------
    Goodfellow, Bengio and Courville (2016), Deep Learning, section 9.3.

    Examples
    --------
    >>> max_pool2d([[1, 5, 2, 0], [3, 4, 7, 1]], 2)
    array([[5., 7.]])
    """
    image, size = as_matrix(image, "image"), _pair(size, "size", 1)
    _check_fits(size, image.shape, "size", "image")
    down, across = _pair(size if stride is None else stride, "stride", 1)
    return sliding_window_view(image, size)[::down, ::across].max(axis=(2, 3))


def _pair(value: int | tuple[int, int], name: str, minimum: int) -> tuple[int, int]:
    if isinstance(value, tuple):
        if len(value) != 2:
            raise ValueError(f"`{name}` must be one whole number, or a pair of them; got {value}.")
        return as_count(value[0], name, minimum), as_count(value[1], name, minimum)
    return (as_count(value, name, minimum),) * 2


def _check_fits(window: tuple[int, ...], whole: tuple[int, ...], name: str, what: str) -> None:
    if any(part > size for part, size in zip(window, whole, strict=True)):
        came = f"shape {window}" if name == "kernel" else window
        raise ValueError(f"`{name}` must fit into the {what}, shape {whole}; got {came}.")
