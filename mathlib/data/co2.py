"""Carbon dioxide in the air over Mauna Loa, weekly from 1958 to 2001."""
from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mathlib.data.read import columns, numbers


@dataclass(frozen=True, eq=False)
class CO2:
    """Hold a record of carbon dioxide.

    Attributes
    ----------
    date : np.ndarray, shape (n,), of dates
        The week's Saturday, or the month's first day.
    ppm : np.ndarray, shape (n,)
        Parts per million by volume; NaN where nothing was measured.

    Examples
    --------
    >>> record = load_co2()
    >>> print(record.date[0], record.ppm[0])
    1958-03-29 316.1
    """

    date: np.ndarray
    ppm: np.ndarray

    @property
    def year(self) -> np.ndarray:
        """Return the date as a year with its fraction by months: March 1958 is 1958 + 2/12.

        Returns
        -------
        np.ndarray, shape (n,)

        Examples
        --------
        >>> float(load_co2().monthly().year[8])
        1959.0
        """
        return self.date.astype("datetime64[M]").astype(int) / 12 + 1970

    def monthly(self) -> CO2:
        """Return the mean of each month in which anything was measured; of the 526 months, 521.

        Returns
        -------
        CO2

        Examples
        --------
        >>> load_co2().monthly().ppm.size
        521
        """
        seen = ~np.isnan(self.ppm)
        months, which = np.unique(self.date[seen].astype("datetime64[M]"), return_inverse=True)
        means = np.bincount(which, self.ppm[seen]) / np.bincount(which)
        return CO2(months.astype("datetime64[D]"), means)


def load_co2() -> CO2:
    """Load the weekly record of carbon dioxide at Mauna Loa, Hawaii, March 1958 to December 2001.

    Returns
    -------
    CO2
        2284 weeks, 59 of them without a measurement.

    References
    ----------
    Keeling and Whorf (2004), Atmospheric CO2 concentrations derived from flask air samples at sites in the SIO network.

    Examples
    --------
    >>> load_co2().ppm.size
    2284
    """
    table = columns("co2.csv")
    return CO2(np.array(table["date"], dtype="datetime64[D]"), numbers(table["co2"]))
