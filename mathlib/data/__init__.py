"""The data of the book: a loader for each set, and beside it a card that says where it comes from.

Nothing is loaded, and no other package imported, before a loader is called.
"""
from __future__ import annotations

from mathlib.data.bundled import Table, load_breast_cancer, load_diabetes, load_digits, load_iris, load_wine
from mathlib.data.co2 import CO2, load_co2
from mathlib.data.macrodata import MacroData, load_macrodata
from mathlib.data.networks import Attendance, Network, load_davis, load_karate, load_les_miserables
from mathlib.data.penguins import Penguins, load_penguins
from mathlib.data.photographs import load_china, load_flower
from mathlib.data.terrain import Elevation, load_terrain

__all__ = [
    "CO2", "Attendance", "Elevation", "MacroData", "Network", "Penguins", "Table", "load_breast_cancer", "load_china",
    "load_co2", "load_davis", "load_diabetes", "load_digits", "load_flower", "load_iris", "load_karate",
    "load_les_miserables", "load_macrodata", "load_penguins", "load_terrain", "load_wine",
]
