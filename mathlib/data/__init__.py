"""The data of the book: a loader for each set, and beside it a card that says where it comes from.

Nothing is loaded, and no other package imported, before a loader is called.
"""
from __future__ import annotations

from mathlib.data.co2 import CO2, load_co2
from mathlib.data.macrodata import MacroData, load_macrodata
from mathlib.data.penguins import Penguins, load_penguins

__all__ = ["CO2", "MacroData", "Penguins", "load_co2", "load_macrodata", "load_penguins"]
