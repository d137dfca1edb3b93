"""Read a table of the book: a CSV file beside this module, as columns of text."""
from __future__ import annotations

import csv
from pathlib import Path

import numpy as np

TABLES = Path(__file__).parent / "tables"


def columns(name: str) -> dict[str, list[str]]:
    """Return the columns of a table, such as `penguins.csv`, by their heads; what is missing is an empty string."""
    with open(TABLES / name, encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)
    return dict(zip(head, map(list, zip(*rows, strict=True)), strict=True))


def numbers(column: list[str]) -> np.ndarray:
    """Return a column as floats; what is missing is NaN."""
    return np.array([float(entry) if entry else np.nan for entry in column])
