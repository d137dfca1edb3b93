"""A number is read as people write it, in a page and in a notebook alike; anything else gets a sentence."""
from __future__ import annotations

import math
import re
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mathlib.typed import BELOW, LONGEST, NO_NUMBER, UNDER, read_number
from tests.exercises.script import CHECK, NUMBER, script
from tests.samples import generator

PIECES = [*"0123456789.,+-−/ ()√π*^eE%x\u202f½", "sqrt", "pi", "1/2", "10^", "^-2", "⁻³", "·", " 000", "2 1/", "\n",
          "mm"]
EMPTY, ENDLESS = "Write a number first.", "This number is not finite."


@pytest.fixture(scope="module")
def page():
    return script()


def in_notebook(*given):
    try:
        return read_number(*given)
    except ValueError as problem:
        return str(problem)


@pytest.mark.parametrize(("typed", "value"), [
    ("0.5", 0.5), (" 0.5 ", 0.5), (".5", 0.5), ("5.", 5), ("−0.5", -0.5), ("–0.5", -0.5), ("- 3", -3), ("+3", 3),
    ("0", 0), ("1e-3", 1e-3), ("1E−3", 1e-3), ("2.5e+2", 250), ("10⁻³", 1e-3), ("1.2·10⁻³", 1.2e-3), ("2*10^-3", 2e-3),
    ("2 × 10**3", 2000),
    ("2^8", 256), ("2^-8", 1 / 256), ("(1/2)^8", 1 / 256), ("(9/11)²", (9 / 11) * (9 / 11)), ("10^(-3)", 1e-3),
    ("5^0", 1), ("-2^2", -4), ("1/2^3", 1 / 8), ("(10^3)", 1000), ("3·2²", 12), ("π²", math.pi**2), ("11.7²", 11.7**2),
    ("0,5", 0.5), (",5", 0.5), ("−12,75", -12.75), ("0,123", 0.123), ("1234,567", 1234.567), ("97 370,5", 97370.5),
    ("97 370", 97370), ("97\u202f370", 97370), ("10\u00a0000", 10000), ("1,000.5", 1000.5), ("1,000,000", 1e6),
    ("1.000", 1.0),
    ("1/3", 1 / 3), ("−1 / 3", -1 / 3), ("1/-4", -0.25), ("2.5/1e1", 0.25), ("(1/3)", 1 / 3), ("-(1/3)", -1 / 3),
    ("2 1/2", 2.5), ("-2 1/2", -2.5), ("½", 0.5), ("2½", 2.5), ("¾", 0.75), ("12 3/4", 12.75), ("1⁄2", 0.5),
    ("√2", math.sqrt(2)), ("sqrt(2)", math.sqrt(2)), ("Sqrt 2", math.sqrt(2)), ("√ 0,25", 0.5), ("-√4", -2),
    ("2√3", 2 * math.sqrt(3)), ("2*√3", 2 * math.sqrt(3)), ("2 sqrt(3)", 2 * math.sqrt(3)), ("√2/2", math.sqrt(2) / 2),
    ("1/√2", 1 / math.sqrt(2)), ("1/(2√3)", 1 / (2 * math.sqrt(3))), ("√(2/3)", math.sqrt(2 / 3)),
    ("√2√3", math.sqrt(6)),
    ("π", math.pi), ("pi/4", math.pi / 4), ("2π", 2 * math.pi), ("√(2π)", math.sqrt(2 * math.pi)), ("2*3", 6),
    ("5 %", 0.05), ("5%", 0.05), ("12,5 %", 0.125), ("½ %", 0.005), ("√4 %", 0.02)])
def test_a_number_is_read_in_every_usual_form(page, typed, value):
    assert page("readNumber", typed) == in_notebook(typed) == pytest.approx(value, rel=3e-16, abs=0)


@pytest.mark.parametrize(("typed", "sentence"), [
    ("", EMPTY), (" \u00a0\n", EMPTY), ("1/0", ENDLESS), ("0/0", ENDLESS), ("1/(1/0)", ENDLESS), ("1e400", ENDLESS),
    ("1 1/0", ENDLESS), ("√(-2)", ENDLESS), ("1/√0", ENDLESS), ("9999^99", ENDLESS), ("0^-1", ENDLESS),
    ("1,000", "1,000 could be 1000 or 1.000: write one of these."),
    ("−12,345", "12,345 could be 12345 or 12.345: write one of these."),
    ("2 500/600", "2 500/600 could be 2500/600, or 2 and 500/600: write one fraction."),
    ("1/2√3", BELOW), ("1/2π", BELOW), ("1/2*3", BELOW), ("√2π", UNDER), ("√2(3)", UNDER), ("√2^2", UNDER),
    ("√(2)²", UNDER),
    ("1" * (LONGEST + 1), "That is too long for a number: 40 signs are enough."),
    ("1" * 800 + "/" + "1" * 800 + "x", "That is too long for a number: 40 signs are enough."),
    *((typed, NO_NUMBER) for typed in (
        "x", "x = 3", "1+1", "3 - 1", "alert(1)", "1/2/3", "--1", "1e", "e5", ".", ",", "/", "1/", "/2", "0x10", "%",
        "Infinity", "NaN", "nan", "1_000", "١", "1;2", "(2, 4)", "1, 2", "2 3", "0.5 0.6", "constructor", "1e5e5",
        "0.1.2", "1.000,5", "1,2,3", "2^100", "2^0.5", "2^", "2^3^2", "2^x",
        "5 %%", "√", "√-2", "(1", "1)", "()", "π2", "√2 3", "3 mm", "5 € "))])
def test_anything_else_gets_a_sentence(page, typed, sentence):
    assert page("readNumber", typed) == in_notebook(typed) == sentence


@pytest.mark.parametrize(("typed", "units", "value"), [
    ("14 mm", ["mm"], 14), ("14mm", ["mm"], 14), ("14", ["mm"], 14), ("1/2 mm", ["mm"], 0.5),
    ("5 %", ["percent", "%"], 5), ("5", ["percent", "%"], 5), ("5 percent", ["percent", "%"], 5),
    ("45°", ["degrees", "°"], 45), ("5 %", ["mm"], 0.05),
    *((typed, ["mm"], "Write one number in mm, such as 0.25, 1/3, √2 or 1e-3.")
      for typed in ("1.4 cm", "mm", "14 mm mm"))])
def test_the_unit_may_stand_behind_the_number_and_percent_means_what_is_asked(page, typed, units, value):
    assert page("readNumber", typed, *units) == in_notebook(typed, *units) == value


def test_page_and_notebook_read_thousands_of_texts_alike(page):
    rng = generator("typed texts")
    numbers = 0
    for _ in range(4000):
        text = "".join(rng.choice(PIECES, size=rng.integers(1, 9)))
        read = in_notebook(text, "mm")
        assert page("readNumber", text, "mm") == read, text
        numbers += isinstance(read, float)
    assert numbers > 200


@given(st.text())
def test_no_text_breaks_the_reading(text):
    read = in_notebook(text)
    assert isinstance(read, float) or re.search(r"[.]$", read)


@given(ones=st.integers(0, 10**6), above=st.integers(0, 99), below=st.integers(1, 1000))
def test_fractions_agree_with_exact_ones(ones, above, below):
    exact = ones + Fraction(above, below)
    assert math.isclose(read_number(f"{ones} {above}/{below}"), exact, rel_tol=4e-16)
    assert math.isclose(read_number(f"−{ones}/{below}"), -Fraction(ones, below), rel_tol=4e-16)


@given(x=st.floats(-1e15, 1e15).filter(lambda x: x == 0 or abs(x) > 1e-300))
def test_a_printed_float_is_read_back_exactly_with_either_decimal_sign(x):
    printed = repr(x)
    assert read_number(printed) == read_number(printed.replace("-", "−")) == x
    if not re.fullmatch(r"-?[1-9][0-9]{0,2}\.[0-9]{3}", printed):
        assert read_number(printed.replace(".", ",")) == x


def test_a_long_text_is_not_even_begun(page, monkeypatch):
    monkeypatch.setattr("mathlib.typed.tidy", lambda text: pytest.fail("began to read"))
    assert in_notebook("1" * 800 + "/" + "1" * 800 + "x").startswith("That is too long")


def test_nothing_that_is_typed_is_ever_run():
    ways = r"\beval\b|\bFunction\(|innerHTML|insertAdjacentHTML|document\.write"
    assert not re.search(ways, NUMBER.read_text("utf-8") + CHECK.read_text("utf-8"))
