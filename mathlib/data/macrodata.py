"""The economy of the United States, each quarter from 1959 to 2009."""
from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mathlib.data.read import columns, numbers


@dataclass(frozen=True, eq=False)
class MacroData:
    """Hold the quarterly table; money in billions of US dollars, of the year 2005 where the name begins with `real`.

    Attributes
    ----------
    year : np.ndarray, shape (203,)
        1959 to 2009.
    quarter : np.ndarray, shape (203,)
        1 to 4.
    realgdp : np.ndarray, shape (203,)
        Gross domestic product, seasonally adjusted, at annual rates.
    realcons : np.ndarray, shape (203,)
        Personal consumption.
    realinv : np.ndarray, shape (203,)
        Gross private domestic investment.
    realgovt : np.ndarray, shape (203,)
        Federal consumption and investment.
    realdpi : np.ndarray, shape (203,)
        Disposable personal income.
    cpi : np.ndarray, shape (203,)
        Consumer price index at the end of the quarter.
    m1 : np.ndarray, shape (203,)
        Stock of money, M1, in nominal dollars.
    tbilrate : np.ndarray, shape (203,)
        Three-month treasury bill rate, per cent.
    unemp : np.ndarray, shape (203,)
        Unemployment, per cent.
    pop : np.ndarray, shape (203,)
        Population at the end of the quarter, millions.
    infl : np.ndarray, shape (203,)
        Inflation, per cent a year: `400 * diff(log(cpi))`; 0 in the first quarter stands for unknown.
    realint : np.ndarray, shape (203,)
        Real interest rate, per cent: `tbilrate - infl`; 0 in the first quarter stands for unknown.

    Examples
    --------
    >>> float(load_macrodata().realgdp[0])
    2710.349
    """

    year: np.ndarray
    quarter: np.ndarray
    realgdp: np.ndarray
    realcons: np.ndarray
    realinv: np.ndarray
    realgovt: np.ndarray
    realdpi: np.ndarray
    cpi: np.ndarray
    m1: np.ndarray
    tbilrate: np.ndarray
    unemp: np.ndarray
    pop: np.ndarray
    infl: np.ndarray
    realint: np.ndarray

    @property
    def growth(self) -> np.ndarray:
        """Return the growth of real gross domestic product from quarter to quarter: `100 * diff(log(realgdp))`.

        Returns
        -------
        np.ndarray, shape (202,)
            Per cent a quarter, the first of them in the second quarter of 1959.

        Examples
        --------
        >>> print(load_macrodata().growth[:2].round(3))
        [ 2.494 -0.119]
        """
        return 100 * np.diff(np.log(self.realgdp))


def load_macrodata() -> MacroData:
    """Load the quarterly macroeconomic table of the United States, 1959Q1 to 2009Q3.

    Returns
    -------
    MacroData
        203 quarters, nothing missing.

    References
    ----------
    Federal Reserve Bank of St. Louis, Federal Reserve Economic Data (2009); Bureau of Labor Statistics (2009).

    Examples
    --------
    >>> load_macrodata().unemp.size
    203
    """
    table = {name: numbers(column) for name, column in columns("macrodata.csv").items()}
    return MacroData(table.pop("year").astype(int), table.pop("quarter").astype(int), **table)
