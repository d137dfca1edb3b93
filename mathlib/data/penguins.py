"""Penguins of three species, measured on three islands off Antarctica."""
from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from mathlib.data.read import columns, numbers

MEASUREMENTS = ["bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g"]


@dataclass(frozen=True, eq=False)
class Penguins:
    """Hold the table, one entry a penguin in each column.

    Attributes
    ----------
    species : np.ndarray, shape (n,), of text
        Adelie, Chinstrap or Gentoo.
    island : np.ndarray, shape (n,), of text
        Biscoe, Dream or Torgersen.
    bill_length_mm : np.ndarray, shape (n,)
        NaN where not measured, as the next three.
    bill_depth_mm : np.ndarray, shape (n,)
        Millimetres.
    flipper_length_mm : np.ndarray, shape (n,)
        Millimetres.
    body_mass_g : np.ndarray, shape (n,)
        Grams.
    sex : np.ndarray, shape (n,), of text
        male, female, or empty where not known.
    year : np.ndarray, shape (n,)
        2007 to 2009.

    Examples
    --------
    >>> load_penguins().species.size
    344
    """

    species: np.ndarray
    island: np.ndarray
    bill_length_mm: np.ndarray
    bill_depth_mm: np.ndarray
    flipper_length_mm: np.ndarray
    body_mass_g: np.ndarray
    sex: np.ndarray
    year: np.ndarray

    def measured(self) -> Penguins:
        """Return the penguins that were measured: all but two.

        Returns
        -------
        Penguins

        Examples
        --------
        >>> load_penguins().measured().species.size
        342
        """
        seen = ~np.isnan(self.bill_length_mm)
        return Penguins(*(getattr(self, field.name)[seen] for field in fields(self)))

    @property
    def measurements(self) -> np.ndarray:
        """Return the four measurements side by side: bill length, bill depth, flipper length, body mass.

        Returns
        -------
        np.ndarray, shape (n, 4)

        Examples
        --------
        >>> load_penguins().measurements[0]
        array([  39.1,   18.7,  181. , 3750. ])
        """
        return np.column_stack([getattr(self, name) for name in MEASUREMENTS])


def load_penguins() -> Penguins:
    """Load the Palmer penguins.

    Returns
    -------
    Penguins
        344 penguins, two of them without measurements.

    References
    ----------
    Gorman, Williams and Fraser (2014), PLoS ONE 9(3), e90081. Horst, Hill and Gorman (2020), palmerpenguins.

    Examples
    --------
    >>> print(np.unique(load_penguins().species))
    ['Adelie' 'Chinstrap' 'Gentoo']
    """
    table = columns("penguins.csv")
    text = {name: np.array(table[name]) for name in ("species", "island", "sex")}
    measured = {name: numbers(table[name]) for name in MEASUREMENTS}
    return Penguins(**text, **measured, year=np.array(table["year"], dtype=int))
