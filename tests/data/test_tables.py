"""Tables against the packages they came from, by value and by hash; the loaders' arithmetic against statsmodels'."""
from __future__ import annotations

import hashlib
import re

import numpy as np
import pytest
import statsmodels.datasets

from mathlib.data import load_co2, load_macrodata, load_penguins
from mathlib.data.read import TABLES

each_table = pytest.mark.parametrize("name", ["co2", "macrodata", "penguins"])


@each_table
def test_the_card_names_the_hash_and_the_size_of_its_table(name):
    card = (TABLES.parent / "cards" / f"{name}.md").read_text(encoding="utf-8")
    table = (TABLES / f"{name}.csv").read_bytes()
    assert re.search(r"sha256: (\w{64})", card)[1] == hashlib.sha256(table).hexdigest()
    rows, columns, size = map(int, re.search(r"Size: (\d+) rows, (\d+) columns, (\d+) bytes", card).groups())
    lines = table.decode().splitlines()
    assert (len(lines) - 1, lines[0].count(",") + 1, len(table)) == (rows, columns, size)
    assert all(f"- {entry}: " in card for entry in ("What", "Source", "Licence", "Used in"))


def test_co2_is_statsmodels():
    theirs, ours = statsmodels.datasets.co2.load_pandas().data["co2"], load_co2()
    assert np.array_equal(ours.date, theirs.index.to_numpy().astype("datetime64[D]"))
    assert np.array_equal(ours.ppm, theirs.to_numpy(), equal_nan=True)


def test_monthly_means_are_those_of_pandas():
    theirs = statsmodels.datasets.co2.load_pandas().data["co2"].resample("MS").mean().dropna()
    ours = load_co2().monthly()
    assert np.array_equal(ours.date, theirs.index.to_numpy().astype("datetime64[D]"))
    assert np.allclose(ours.ppm, theirs.to_numpy(), rtol=1e-15, atol=0)
    assert ours.year.tolist() == pytest.approx(theirs.index.year + (theirs.index.month - 1) / 12, rel=1e-15)
    assert ((ours.year < 1990).sum(), (ours.year >= 1990).sum()) == (377, 144)


def test_macrodata_is_statsmodels():
    theirs, ours = statsmodels.datasets.macrodata.load_pandas().data, load_macrodata()
    assert all(np.array_equal(getattr(ours, name), theirs[name].to_numpy()) for name in theirs.columns)
    assert np.allclose(ours.growth, 100 * np.log(theirs.realgdp).diff().to_numpy()[1:], rtol=1e-13, atol=1e-13)
    # as rounded in the source, which has zeros for the first quarter's inflation and real rate
    assert np.abs(ours.tbilrate - ours.infl - ours.realint)[1:].max() < 0.011
    assert ours.infl[0] == ours.realint[0] == 0


def test_penguins_are_as_published():
    # Horst, Hill and Gorman (2020): 152 Adelie, 68 chinstrap, 124 gentoo; two without measurements
    penguins = load_penguins()
    names, counts = np.unique(penguins.species, return_counts=True)
    assert dict(zip(names.tolist(), counts.tolist(), strict=True)) == {"Adelie": 152, "Chinstrap": 68, "Gentoo": 124}
    assert np.isnan(penguins.measurements).all(axis=1).sum() == np.isnan(penguins.measurements).any(axis=1).sum() == 2
    means = penguins.measured().measurements.mean(axis=0)
    assert means.tolist() == pytest.approx([43.92193, 17.15117, 200.91520, 4201.75439], abs=5e-6)
    assert (np.sum(penguins.sex == "male"), np.sum(penguins.sex == ""), set(penguins.year)) == (168, 11,
                                                                                               {2007, 2008, 2009})


def test_nobody_can_change_the_next_readers_data():
    load_macrodata().realgdp[0] = 0
    assert load_macrodata().realgdp[0] > 0
