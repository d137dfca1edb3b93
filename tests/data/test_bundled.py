"""Sets that other packages carry: against their hashes, against published counts, and unchanged by their readers."""
from __future__ import annotations

import hashlib
import re
import subprocess
import sys
from pathlib import Path

import matplotlib.cbook
import networkx as nx
import numpy as np
import pytest
import sklearn.datasets

from mathlib import data
from mathlib.data.read import TABLES

CARDS = TABLES.parent / "cards"
TABLE_SHAPES = {"iris": (150, 4), "wine": (178, 13), "breast_cancer": (569, 30), "diabetes": (442, 10),
                "digits": (1797, 64)}


def card(name: str) -> str:
    return (CARDS / f"{name}.md").read_text(encoding="utf-8")


def named_hash(name: str) -> str:
    return re.search(r"sha256: (\w{64})", card(name))[1]


def sha256(*arrays: np.ndarray) -> str:
    return hashlib.sha256(b"".join(np.ascontiguousarray(a, dtype="<f8").tobytes() for a in arrays)).hexdigest()


@pytest.mark.parametrize("name", TABLE_SHAPES)
def test_a_table_is_the_one_of_its_card(name):
    table = getattr(data, f"load_{name}")()
    assert sha256(table.X, table.y) == named_hash(name)
    assert table.X.shape == TABLE_SHAPES[name]
    assert "Size: {} rows, {} columns".format(*TABLE_SHAPES[name]) in card(name)
    assert len(table.features) == table.X.shape[1]


def test_classes_are_as_many_as_published():
    assert np.bincount(data.load_iris().y).tolist() == [50, 50, 50]  # Fisher (1936)
    assert np.bincount(data.load_wine().y).tolist() == [59, 71, 48]  # UCI, wine.names
    assert np.bincount(data.load_breast_cancer().y).tolist() == [212, 357]  # UCI, wdbc.names: malignant, benign
    assert data.load_breast_cancer().classes == ("malignant", "benign")
    assert data.load_diabetes().classes == ()
    digits = data.load_digits()
    assert set(np.unique(digits.X)) == set(range(17))
    assert digits.classes == tuple("0123456789")


@pytest.mark.parametrize("name", ["china", "flower"])
def test_a_photograph_is_the_file_of_its_card(name):
    file = Path(sklearn.datasets.__file__).parent / "images" / f"{name}.jpg"
    assert hashlib.sha256(file.read_bytes()).hexdigest() == named_hash(name)
    picture = getattr(data, f"load_{name}")()
    assert (picture.shape, picture.dtype) == ((427, 640, 3), np.uint8)
    picture[:] = 0  # one's own copy
    assert getattr(data, f"load_{name}")().any()
    assert "CC BY 2.0" in card(name)


@pytest.mark.parametrize(("name", "n", "edges"), [("karate", 34, 78), ("les_miserables", 77, 254)])
def test_a_network_is_the_one_of_its_card(name, n, edges):
    network = getattr(data, f"load_{name}")()
    assert sha256(network.weights) == named_hash(name)
    assert f"Size: {n} nodes, {edges} edges" in card(name)
    assert network.A.shape == (n, n)
    assert network.A.sum() == 2 * edges
    assert np.array_equal(network.A, network.A.T)
    assert np.array_equal(network.A > 0, network.weights > 0)
    assert len(network.names) == n


def test_the_club_split_in_halves_of_seventeen():
    groups = np.array(data.load_karate().groups)  # Zachary (1977), table 3
    assert (groups == "Mr. Hi").sum() == (groups == "Officer").sum() == 17
    assert data.load_les_miserables().groups == ()


def test_the_women_of_natchez_attended_89_times():
    davis, graph = data.load_davis(), nx.davis_southern_women_graph()
    assert sha256(davis.M) == named_hash("davis")
    assert (davis.M.shape, davis.M.sum(), len(davis.people), len(davis.events)) == ((18, 14), 89, 18, 14)
    assert davis.M.sum(axis=0).astype(int).tolist() == [graph.degree(event) for event in davis.events]
    # Davis, Gardner and Gardner (1941), figure 3: 14 women at the eighth event
    assert davis.M.sum(axis=0).max() == davis.M[:, 7].sum() == 14


def test_the_terrain_is_the_file_of_its_card():
    file = Path(matplotlib.get_data_path()) / "sample_data" / "jacksboro_fault_dem.npz"
    assert hashlib.sha256(file.read_bytes()).hexdigest() == named_hash("terrain")
    land, theirs = data.load_terrain(), matplotlib.cbook.get_sample_data("jacksboro_fault_dem.npz")
    assert np.array_equal(land.heights[::-1], theirs["elevation"])
    assert "Size: {} rows, {} columns".format(*land.heights.shape) in card("terrain")
    assert (land.heights.min(), land.heights.max()) == (236, 1076)


def test_the_terrain_lies_where_its_file_says_and_is_as_wide_as_the_earth_has_it():
    land, theirs = data.load_terrain(), matplotlib.cbook.get_sample_data("jacksboro_fault_dem.npz")
    half = float(theirs["dx"]) / 2
    assert land.longitude[[0, -1]] == pytest.approx([theirs["xmin"] + half, theirs["xmax"] - half], abs=1e-12)
    assert land.latitude[[-1, 0]] == pytest.approx([theirs["ymin"] - half, theirs["ymax"] + half], abs=1e-12)
    # a great circle on a sphere of 6371 km, the mean radius of the earth: haversine
    north, east = np.radians(np.ptp(land.latitude)), np.radians(np.ptp(land.longitude))
    across = 2 * 6371 * np.arcsin(np.cos(np.radians(land.latitude.mean())) * np.sin(east / 2))
    assert land.north_km[[0, -1]] == pytest.approx([0, 6371 * north], rel=1e-4)
    assert land.east_km[[0, -1]] == pytest.approx([0, across], rel=1e-4)


def test_the_terrain_is_read_without_matplotlib():
    code = "import sys; from mathlib.data import load_terrain; load_terrain(); print('matplotlib' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


@pytest.mark.parametrize("name", [*TABLE_SHAPES, "china", "flower", "karate", "davis", "les_miserables", "terrain"])
def test_a_card_says_what_whence_and_under_which_licence(name):
    assert all(f"- {entry}: " in card(name) for entry in ("What", "Source", "Licence", "Changed", "Size", "Used in"))
