"""The land along the Jacksboro fault in Tennessee, an elevation model that matplotlib carries."""
from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import numpy as np

KM_PER_DEGREE = 111.2  # of latitude; of longitude, times the cosine of the latitude


@dataclass(frozen=True, eq=False)
class Elevation:
    """Hold the heights of land on a grid.

    Attributes
    ----------
    heights : np.ndarray, shape (m, n)
        Metres above the sea: a row for each `north_km`, a column for each `east_km`.
    east_km : np.ndarray, shape (n,)
        Kilometres from the western column.
    north_km : np.ndarray, shape (m,)
        Kilometres from the southern row.
    latitude : np.ndarray, shape (m,)
        Degrees north.
    longitude : np.ndarray, shape (n,)
        Degrees east, so negative here.

    Examples
    --------
    >>> float(load_terrain().heights.max())
    1076.0
    """

    heights: np.ndarray
    east_km: np.ndarray
    north_km: np.ndarray
    latitude: np.ndarray
    longitude: np.ndarray


def load_terrain() -> Elevation:
    """Load the land along the Jacksboro fault: a height every three seconds of arc, 32 km north by 30 km east.

    Returns
    -------
    Elevation
        m = 344, n = 403.

    References
    ----------
    Farr et al. (2007), The Shuttle Radar Topography Mission, Reviews of Geophysics 45, RG2004: grids of this spacing;
    the file is "jacksboro_fault_dem.npz" of matplotlib.

    Examples
    --------
    >>> load_terrain().heights.shape
    (344, 403)
    """
    with np.load(_path()) as file:
        heights, step = file["elevation"][::-1].astype(float), float(file["dx"])  # the file begins in the north
        west, south = float(file["xmin"]), float(file["ymax"])  # edges of cells; the file's y runs southwards
    latitude = south + step * (np.arange(len(heights)) + 0.5)
    longitude = west + step * (np.arange(heights.shape[1]) + 0.5)
    east = (longitude - longitude[0]) * KM_PER_DEGREE * np.cos(np.radians(latitude.mean()))
    return Elevation(heights, east, (latitude - latitude[0]) * KM_PER_DEGREE, latitude, longitude)


def _path() -> Path:
    folder = find_spec("matplotlib").submodule_search_locations[0]  # found, not imported: nothing here draws
    return Path(folder) / "mpl-data" / "sample_data" / "jacksboro_fault_dem.npz"
