"""Colour roles: legible on their grounds by day and by night, and the only colours of a figure."""
from __future__ import annotations

import re

import numpy as np
import pytest

from mathlib import live
from mathlib.live import FigureError, roles, style
from mathlib.live.roles import BY_HEX, FIELD, IN_FORMULAS, ROLES
from mathlib.live.style import STYLE_FILE, with_roles

MODES = {"light": 0, "dark": 1}
FIELDS = [name for name in ROLES if name.startswith("field-")]
ON_PAPER = ("ink", "muted", "link", "path", "data", "second", "good", "bad")
AA_TEXT, AA_SHAPES = 4.5, 3.0            # WCAG 2.2, success criteria 1.4.3 and 1.4.11

# OKLab, Björn Ottosson 2020 (https://bottosson.github.io/posts/oklab/)
CONES = np.array([[0.4122214708, 0.5363325363, 0.0514459929], [0.2119034982, 0.6806995451, 0.1073969566],
                  [0.0883024619, 0.2817188376, 0.6299787005]])
LAB = np.array([[0.2104542553, 0.7936177850, -0.0040720468], [1.9779984951, -2.4285922050, 0.4505937099],
                [0.0259040371, 0.7827717662, -0.8086757660]])


def linear(colour):
    """Return red, green and blue of a hex colour as light."""
    values = np.array([int(colour[i:i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)


def contrast(one, other):
    """Return the contrast ratio of WCAG 2."""
    dark, bright = sorted(linear(colour) @ (0.2126, 0.7152, 0.0722) for colour in (one, other))
    return (bright + 0.05) / (dark + 0.05)


def test_contrast_is_that_of_the_standard():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.478, abs=1e-3)     # the standard's own near miss


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", ON_PAPER)
def test_text_of_every_role_can_be_read_on_paper(name, mode):
    assert contrast(ROLES[name][MODES[mode]], ROLES["paper"][MODES[mode]]) >= AA_TEXT


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("field", FIELDS)
def test_ink_can_be_read_and_the_path_be_seen_on_every_step_of_a_field(field, mode):
    ground = ROLES[field][MODES[mode]]
    assert contrast(ROLES["ink"][MODES[mode]], ground) >= AA_TEXT
    assert contrast(ROLES["path"][MODES[mode]], ground) >= AA_SHAPES


@pytest.mark.parametrize("mode", MODES)
def test_the_steps_of_a_field_are_even_and_lead_away_from_the_paper(mode):
    places = np.array([LAB @ np.cbrt(CONES @ linear(ROLES[field][MODES[mode]])) for field in FIELDS])
    steps = np.linalg.norm(np.diff(places, axis=0), axis=1)
    assert steps.max() < 1.2 * steps.min()
    depth = [contrast(ROLES[field][MODES[mode]], ROLES["paper"][MODES[mode]]) for field in FIELDS]
    assert depth == sorted(depth)


@pytest.mark.parametrize("mode", MODES)
def test_every_role_has_a_colour_of_its_own(mode):
    colours = [pair[MODES[mode]] for pair in ROLES.values()]
    assert len(set(colours)) == len(colours)
    assert all(re.fullmatch("#[0-9a-f]{6}", colour) for colour in colours)


def test_the_path_is_vermilion():
    red, green, blue = (int(live.PATH[i:i + 2], 16) for i in (1, 3, 5))
    assert red > 2 * green > 4 * blue


def test_an_author_writes_the_light_colours_by_name():
    for name in ("paper", "ink", "muted", "rule", "link", "path", "data", "second", "good", "bad"):
        assert getattr(live, name.upper()) == ROLES[name][0]
    assert FIELD == tuple(ROLES[field][0] for field in FIELDS)
    assert len(FIELD) == 8


def test_the_style_sheet_defines_every_role_in_both_modes():
    light, dark = roles.css(".night").splitlines()[:2]
    assert light.startswith(":root {")
    assert dark.startswith(".night {")
    for name, (day, night) in ROLES.items():
        assert f"--{name}: {day};" in light
        assert f"--{name}: {night};" in dark


def test_words_and_symbols_take_the_roles_that_can_be_read_on_paper():
    assert set(IN_FORMULAS) <= set(ON_PAPER)
    for name in IN_FORMULAS:
        assert f".role-{name} {{color: var(--{name});}}" in roles.css().splitlines()


def test_a_formula_of_katex_has_the_dark_colours_in_the_dark():
    rules = re.findall(r'^\.night \.katex \[style\*="color:(#\w{6})"\] \{color: (#\w{6}) !important;\}$',
                       roles.katex_css(".night"), re.M)
    assert rules == [ROLES[name] for name in IN_FORMULAS]


# ---- in matplotlib's output

@pytest.mark.parametrize(("css", "wanted"), [
    ("stroke: #c23b14", "stroke: var(--path, #c23b14)"),
    ("stroke: #C23B14; fill: #1f6f9c", "stroke: var(--path, #c23b14); fill: var(--data, #1f6f9c)"),
    ("fill: #000000", "fill: var(--ink, #000000)"),
    ("fill: #ffffff", "fill: var(--paper, #ffffff)"),
    ("fill: none", "fill: none"),
    ("fill: url(#h3a2b1c)", "fill: url(#h3a2b1c)"),
    ("", ""),
])
def test_a_hex_value_becomes_its_role(css, wanted):
    assert with_roles(css) == wanted


@pytest.mark.parametrize("name", ROLES)
def test_every_role_is_known_by_its_hex(name):
    assert with_roles(ROLES[name][0]) == f"var(--{name}, {ROLES[name][0]})"


@pytest.mark.parametrize("colour", ["#123456", "#ff0000", "#c23b15", "#15181b"])
def test_a_colour_that_is_no_role_is_refused(colour):
    with pytest.raises(FigureError, match=f"the colour {colour} is not a role; use one of mathlib.live's"):
        with_roles(f"fill: {colour}")


def test_the_style_of_the_book_has_no_colour_but_roles():
    assert not re.findall("#[0-9a-f]{3,}", STYLE_FILE.read_text("utf-8"), re.I)
    settings = style._settings()
    colours = [value for name, value in settings.items() if "color" in name and isinstance(value, str)]
    cycle = settings["axes.prop_cycle"].by_key()["color"]
    assert len(colours) > 8
    assert set(colours) | set(cycle) <= set(BY_HEX) | {"none", "inherit", "auto"}
