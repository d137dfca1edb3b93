"""Two photographs in colour, which scikit-learn carries."""
from __future__ import annotations

import numpy as np


def load_china() -> np.ndarray:
    """Load a photograph of a Chinese temple.

    Returns
    -------
    np.ndarray, shape (427, 640, 3), of whole numbers from 0 to 255
        Red, green and blue of each pixel, the top row first.

    References
    ----------
    Photograph by Daniel Büchele (2011), "china.jpg" of scikit-learn, CC BY 2.0.

    Examples
    --------
    >>> load_china().shape
    (427, 640, 3)
    """
    return _photograph("china.jpg")


def load_flower() -> np.ndarray:
    """Load a photograph of a flower.

    Returns
    -------
    np.ndarray, shape (427, 640, 3), of whole numbers from 0 to 255
        Red, green and blue of each pixel, the top row first.

    References
    ----------
    Photograph from the pages of the Flickr member vultilion (2011), "flower.jpg" of scikit-learn, CC BY 2.0.

    Examples
    --------
    >>> load_flower().shape
    (427, 640, 3)
    """
    return _photograph("flower.jpg")


def _photograph(name: str) -> np.ndarray:
    from sklearn.datasets import load_sample_image

    return np.array(load_sample_image(name))
