"""The tables that scikit-learn carries: irises, wines, breast tumours, diabetes, handwritten digits."""
from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, eq=False)
class Table:
    """Hold a table of measurements, and what is to be predicted from them.

    Attributes
    ----------
    X : np.ndarray, shape (n, d)
        A row for each example.
    y : np.ndarray, shape (n,)
        Its class, a whole number from 0 on; or a measurement.
    features : tuple of str
        The names of the columns of X.
    classes : tuple of str
        The names of the classes; empty where y is a measurement.

    Examples
    --------
    >>> load_iris().classes
    ('setosa', 'versicolor', 'virginica')
    """

    X: np.ndarray
    y: np.ndarray
    features: tuple[str, ...]
    classes: tuple[str, ...]


def load_iris() -> Table:
    """Load irises: four measurements of 150 flowers of three species.

    Returns
    -------
    Table
        n = 150, d = 4.

    References
    ----------
    Fisher (1936), The use of multiple measurements in taxonomic problems, Annals of Eugenics 7, 179-188.

    Examples
    --------
    >>> load_iris().X.shape
    (150, 4)
    """
    return _table("iris")


def load_wine() -> Table:
    """Load wines: thirteen chemical measurements of 178 wines of three cultivars.

    Returns
    -------
    Table
        n = 178, d = 13.

    References
    ----------
    Forina et al. (1988), PARVUS: an extendible package for data exploration, classification and correlation.

    Examples
    --------
    >>> load_wine().X.shape
    (178, 13)
    """
    return _table("wine")


def load_breast_cancer() -> Table:
    """Load breast tumours: thirty measurements of the cell nuclei of 569 tumours, malignant (0) or benign (1).

    Returns
    -------
    Table
        n = 569, d = 30.

    References
    ----------
    Street, Wolberg and Mangasarian (1993), Nuclear feature extraction for breast tumor diagnosis, SPIE 1905, 861-870.

    Examples
    --------
    >>> load_breast_cancer().X.shape
    (569, 30)
    """
    return _table("breast_cancer")


def load_diabetes() -> Table:
    """Load diabetes: ten measurements of 442 patients, and the progression of the disease a year later.

    Returns
    -------
    Table
        n = 442, d = 10.

    References
    ----------
    Efron, Hastie, Johnstone and Tibshirani (2004), Least angle regression, Annals of Statistics 32, 407-499.

    Examples
    --------
    >>> load_diabetes().X.shape
    (442, 10)
    """
    return _table("diabetes")


def load_digits() -> Table:
    """Load handwritten digits: 1797 pictures of 8 by 8 pixels, from 0 to 16, row by row.

    Returns
    -------
    Table
        n = 1797, d = 64.

    References
    ----------
    Alpaydin and Kaynak (1998), Optical recognition of handwritten digits, UCI Machine Learning Repository.

    Examples
    --------
    >>> load_digits().X.shape
    (1797, 64)
    """
    return _table("digits")


def _table(name: str) -> Table:
    from sklearn import datasets  # half a second, paid by whoever asks for data

    bunch = getattr(datasets, f"load_{name}")()
    classes = tuple(map(str, bunch.get("target_names", ())))
    return Table(bunch.data, bunch.target, tuple(map(str, bunch.feature_names)), classes)
