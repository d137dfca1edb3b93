"""Figure of the page on vectors: which penguin is the nearest depends on the units."""
from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np

from mathlib import data, linear_algebra
from mathlib.live import DATA, GOOD, MUTED, PATH, SECOND, figure, live, log, predict

COLOURS = {"Adelie": DATA, "Chinstrap": SECOND, "Gentoo": GOOD}
ASKING = {"Chinstrap": 337, "Adelie": 82, "Gentoo": 156}


@figure(title="Who is the nearest?",
        alt="Left: body mass against bill length of 342 penguins of three species, coloured by species. Around one of "
            "them an ellipse: all points on it are as far from this bird as its nearest neighbour, which is marked and "
            "joined to it. Right, against the number of grams that count as one millimetre: the share of birds whose "
            "nearest neighbour is of their own species, a curve with a flat top near its middle.")
def nearest_penguin():
    """How the unit of one measurement decides which of 342 birds is the nearest neighbour of another."""
    birds = data.load_penguins().measured()
    bill, mass, species = birds.bill_length_mm, birds.body_mass_g, birds.species
    units = log(1, 1000, 19)
    table = _Neighbours(bill, mass)
    shares = {unit: (species[table.nearest(unit)] == species).mean() for unit in _stops(units)}
    fig, (cloud, curve) = plt.subplots(1, 2, width_ratios=(1.35, 1))
    for name, colour in COLOURS.items():
        cloud.plot(bill[species == name], mass[species == name] / 1000, ".", color=colour, ms=3.5, alpha=0.55)
    for name, place in (("Adelie", (34.0, 4.72)), ("Chinstrap", (52.3, 3.02)), ("Gentoo", (41.5, 6.02))):
        cloud.text(*place, name, color=COLOURS[name])
    ring, = cloud.plot([], [], color=PATH, lw=1.3)
    way, = cloud.plot([], [], color=PATH, lw=1.3, ls=(0, (3, 2)))
    here, = cloud.plot([], [], "o", color=PATH, ms=7)
    found, = cloud.plot([], [], "o", color=PATH, ms=9, mfc="none", mew=1.8)
    cloud.set(xlim=(31, 61), ylim=(2.5, 6.5), xlabel="bill length (mm)", ylabel="body mass (kg)")
    curve.semilogx(list(shares), 100 * np.array(list(shares.values())), color=MUTED)
    now, = curve.plot([], [], "o", color=PATH, ms=7)
    curve.set(xlim=(0.8, 1250), ylim=(83, 93), xlabel="grams that count as 1 mm",
              xticks=[1, 10, 100, 1000], xticklabels=["1", "10", "100", "1000"],
              ylabel="neighbour of the own species (%)")

    @live(fig, unit=units, bird=ASKING, play="unit", ghost=True,
          labels={"unit": "1 mm counts as", "bird": "asking"}, units={"unit": "g"},
          presets={"as written: grams": dict(unit=1), "own spread": dict(unit=147), "kilograms": dict(unit=1000)},
          goal=("a unit in which at least 91.5 % of all birds have a neighbour of their own species",
                lambda unit, bird: shares[unit] >= 0.915),
          predict=predict("The marked Chinstrap has a bill of 55.8 mm and weighs 4000 g. With lengths in millimetres "
                          "and masses in grams, is its nearest neighbour a Chinstrap?",
                          choices=["yes", "no"], answer="no",
                          because="A bird of exactly 4000 g wins, although its bill is almost 12 mm shorter."))
    def update(unit=1, bird=337):
        other = table.nearest(unit)[bird]
        radius = table.distances(unit)[bird, other]
        circle = radius * linear_algebra.ellipse(np.diag([1, unit / 1000]))
        ring.set_data(bill[bird] + circle[:, 0], mass[bird] / 1000 + circle[:, 1])
        pair = [bird, other]
        way.set_data(bill[pair], mass[pair] / 1000)
        here.set_data(bill[pair[:1]], mass[pair[:1]] / 1000)
        found.set_data(bill[pair[1:]], mass[pair[1:]] / 1000)
        now.set_data([unit], [100 * shares[unit]])
        across, up = abs(bill[bird] - bill[other]), abs(mass[bird] - mass[other])
        kind = "of its own species" if species[bird] == species[other] else f"a stranger, {_a(species[other])}"
        return (f"Nearest is {kind}: {across:.1f} mm and {up:.0f} g away. "
                f"In this unit {100 * shares[unit]:.1f} % of all birds have a neighbour of their own species.")
    return update


class _Neighbours:
    """The distances of all birds to each other, and who is nearest, kept for each unit."""

    def __init__(self, bill, mass):
        self.bill, self.mass, self.known = bill, mass, {}

    def distances(self, unit):
        if unit not in self.known:
            apart = linear_algebra.distances(np.column_stack([self.bill, self.mass / unit]))
            np.fill_diagonal(apart, np.inf)                # no bird is its own neighbour
            self.known[unit] = apart
        return self.known[unit]

    def nearest(self, unit):
        return self.distances(unit).argmin(axis=1)


def _stops(slider):
    return [round(value) for value in np.geomspace(slider.low, slider.high, slider.count)]


def _a(word):
    return f"an {word}" if word[0] in "AEIOU" else f"a {word}"
