"""Sentences that move: what the role writes into a page, and what the build says of words that are tied to nothing."""
from __future__ import annotations

import doctest
import json
import re
import sys
from html import escape, unescape
from pathlib import Path

import pytest
from docutils.core import publish_parts
from docutils.parsers.rst import roles
from docutils.writers.html5_polyglot import HTMLTranslator, Writer

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "book" / "_ext"))

from book_shell import sentences  # noqa: E402


class Translator(HTMLTranslator):
    """docutils' own, with the node of the role, as Sphinx is told to write it."""

    visit_Moving, depart_Moving = sentences.visit, sentences.depart


@pytest.fixture(autouse=True)
def _role():
    roles.register_local_role("live", sentences.live_role)
    yield
    roles._roles.pop("live", None)


def written(text: str) -> str:
    """Return the HTML of a role with this text, without the paragraph around it."""
    writer = Writer()
    writer.translator_class = Translator
    body = publish_parts(f":live:`{text}`", writer=writer,
                         settings_overrides={"report_level": 5, "_disable_config": True})["html_body"]
    return re.search(r"<p>(.*?)</p>", body, re.DOTALL)[1]


# ---- what the role writes

@pytest.mark.parametrize(("text", "html"), [
    ("try 0.22 <set momentum-ravine step_size=0.22,momentum=0>",
     '<a class="live-set" data-figure="momentum-ravine" data-of="step_size=0.22,momentum=0"'
     ' href="#momentum-ravine:step_size=0.22,momentum=0">try 0.22</a>'),
    ("0.06 <show ball t>", '<span class="live-show" data-figure="ball" data-of="t">0.06</span>'),
    ("0.06 <scrub ball t>", '<span class="live-scrub" data-figure="ball" data-of="t">0.06</span>'),
    ("… <show ball status>", '<span class="live-show" data-figure="ball" data-of="status">…</span>'),
    ("from the corner <set ball start=-2;1>", '<a class="live-set" data-figure="ball" data-of="start=-2;1"'
                                              ' href="#ball:start=-2;1">from the corner</a>'),
    ("a < b <show ball t>", '<span class="live-show" data-figure="ball" data-of="t">a &lt; b</span>'),
    ('a & "b" <show ball t>', '<span class="live-show" data-figure="ball" data-of="t">a &amp; &quot;b&quot;</span>'),
])
def test_good_words_are_words_first(text, html):
    assert written(text) == html


@pytest.mark.parametrize("text", [
    "0.06", "0.06 <momentum-ravine step_size>", "0.06 <move ball t>", "<show ball t>", "0.06 <show ball>",
    "0.06 <show Ball t>", "0.06 <show 1ball t>", "0.06 <show ball t >", "0.06 <show ball t u>", "0.06 show ball t",
])
def test_bad_words_are_an_error_of_the_build(text, capsys):
    class Reporter:
        def error(self, message, line):
            self.said = message
            return

    class Inliner:
        reporter = Reporter()

        def problematic(self, *parts):
            return "problem"
    found, messages = sentences.live_role("live", f"`{text}`", text, 3, Inliner)
    assert (found, len(messages)) == (["problem"], 1)
    assert "live must be words and, in brackets, set, show or scrub, a figure, and what" in Inliner.reporter.said
    assert repr(text) in Inliner.reporter.said


@pytest.mark.parametrize("what", ['a="><script>alert(1)</script>', "a='onclick=alert(1)", "javascript:alert(1)",
                                  "a=&lt;"])
def test_hostile_words_stay_words(what):
    html = written(f'</a><img/src=x> <set ball {what}>')
    assert "<script" not in html
    assert "<img" not in html
    tag = re.match(r"<a [^>]*>", html)[0]
    assert re.findall(r' (\S+?)="', tag) == ["class", "data-figure", "data-of", "href"]
    assert unescape(re.search('href="([^"]*)"', tag)[1]) == f"#ball:{what}"


# ---- what the build says

TEXTS = [["0.1", "0.2"], ["off", "on"], ["−1", "0"], ["2"]]
SPEC = {"name": "ball", "start": [1, 0, 1, 0], "texts": TEXTS, "controls": [
    {"name": "t", "axes": [0], "stops": [[0.1, 0.2]]}, {"name": "spin", "axes": [1], "stops": [["off", "on"]]},
    {"name": "at", "axes": [2, 3], "stops": [[-1, 0], [2]]}]}
KINDS = SPEC | {"name": "kinds", "start": [0], "texts": [["a b", "c,d"]],
                "controls": [{"name": "kind", "axes": [0], "stops": [["a b", "c,d"]]}]}
PAGE = "".join(f'<figure class="live-figure" id="{one["name"]}" data-state="picture" data-table="t.js"\n '
               f'data-spec="{escape(json.dumps(one))}"></figure>' for one in (SPEC, KINDS))


def untied(*texts: str) -> list[str]:
    return list(sentences.untied(PAGE + "".join(map(written, texts))))


def test_words_that_are_tied_are_not_reported():
    assert untied("0.2 <show ball t>", "0.2 <scrub ball t>", "off <show ball spin>", "… <show ball status>",
                  "x <set ball t=0.1>", "x <set ball t=0.10>", "x <set ball t=1e-1,spin=on,at=-1;2>",
                  "x <set kinds kind=a%20b>", "x <set kinds kind=c%2Cd>", "a b <show kinds kind>") == []


@pytest.mark.parametrize(("text", "message"), [
    ("0.2 <show bill t>", "the words '0.2' are tied to the figure 'bill', which is not on the page"),
    ("x <set bill t=0.1>", "the words 'x' are tied to the figure 'bill', which is not on the page"),
    ("0.2 <show ball u>", "the words '0.2' are tied to 'u', which is no slider or choice of ball"),
    ("0.2 <scrub ball u>", "the words '0.2' are tied to 'u', which is no slider or choice of ball"),
    ("0.2 <scrub ball status>", "the words '0.2' are tied to 'status', which is no slider or choice of ball"),
    ("0 <show ball at>", "the words '0' are tied to 'at', which is no slider or choice of ball"),
    ("0.1 <show ball t>", "the words '0.1' are tied to t of ball, which is '0.2' at first"),
    ("0.20 <scrub ball t>", "the words '0.20' are tied to t of ball, which is '0.2' at first"),
    ("on <show ball spin>", "the words 'on' are tied to spin of ball, which is 'off' at first"),
    ("x <set ball t=0.15>", "the words 'x' are tied to 't=0.15', which ball does not have"),
    ("x <set ball u=0.1>", "the words 'x' are tied to 'u=0.1', which ball does not have"),
    ("x <set ball t>", "the words 'x' are tied to 't', which ball does not have"),
    ("x <set ball t=>", "the words 'x' are tied to 't=', which ball does not have"),
    ("x <set ball t=nan>", "the words 'x' are tied to 't=nan', which ball does not have"),
    ("x <set ball at=0>", "the words 'x' are tied to 'at=0', which ball does not have"),
    ("x <set ball at=0;2;1>", "the words 'x' are tied to 'at=0;2;1', which ball does not have"),
    ("x <set ball t=0.1,spin=maybe>", "the words 'x' are tied to 'spin=maybe', which ball does not have"),
    ("x <set ball at=0;2&amp;>", "the words 'x' are tied to 'at=0;2&amp;', which ball does not have"),
])
def test_words_that_are_tied_to_nothing_are_reported(text, message):
    assert untied("0.2 <show ball t>", text) == [message]


def number(text: str, tied: str) -> str:
    """Return the MathML of a number in a formula, which is one element, or with a sign a row of two."""
    figure, what = tied.split()
    sign, digits = re.fullmatch("(−?)(.*)", text).groups()
    name, inner = ("mrow", f"<mo>&#x2212;</mo><mn>{digits}</mn>") if sign else ("mn", digits)
    return (f'<math><{name} class="live-number role-path" data-figure="{figure}" data-of="{what}">{inner}</{name}>'
            "<mn>7</mn></math>")


def untied_number(text: str, tied: str, **texts) -> list[str]:
    """Return what the build says of a number in a formula, of a figure with these controls."""
    spec = {"name": "ball", "start": [1] * len(texts), "texts": list(texts.values()), "script": {"between": [0]},
            "controls": [{"name": name, "axes": [axis], "stops": [[]]} for axis, name in enumerate(texts)]}
    return list(sentences.untied(f'<figure class="live-figure" id="ball" data-spec="{escape(json.dumps(spec))}">'
                                 + number(text, tied)))


@pytest.mark.parametrize("texts", [["0.1", "0.2"], ["7", "8", "9"], ["−0.1", "−0.2"], ["10.25", "99.00"]])
def test_a_number_in_a_formula_that_keeps_its_room_is_not_reported(texts):
    assert untied_number(texts[1], "ball t", free=["0.00", "0.01"], t=texts) == []


@pytest.mark.parametrize(("text", "tied", "texts", "message"), [
    ("0.2", "bill t", ["0.1", "0.2"], "the words '0.2' are tied to the figure 'bill', which is not on the page"),
    ("0.2", "ball u", ["0.1", "0.2"], "the words '0.2' are tied to 'u', which is no slider or choice of ball"),
    ("0.2", "ball status", ["0.1", "0.2"],
     "the words '0.2' are tied to 'status', which is no slider or choice of ball"),
    ("0.1", "ball t", ["0.1", "0.2"], "the words '0.1' are tied to t of ball, which is '0.2' at first"),
    ("0.2", "ball t", ["−0.1", "−0.2"], "the words '0.2' are tied to t of ball, which is '−0.2' at first"),
    ("1", "ball t", ["10⁻³", "1"], "a formula can show plain numbers only, and t of ball can be '10⁻³'"),
    ("2", "ball t", ["a", "2"], "a formula can show plain numbers only, and t of ball can be 'a'"),
])
def test_a_number_in_a_formula_that_cannot_move_is_reported(text, tied, texts, message):
    assert untied_number(text, tied, free=["0.00", "0.01"], t=texts) == [message]


@pytest.mark.parametrize(("short", "long"), [("9", "10"), ("0.5", "−0.5"), ("0", "0.3"), ("0.3", "0.25")])
def test_a_number_in_a_formula_that_would_need_more_room_is_reported(short, long):
    assert untied_number(long, "ball t", free=["0.00", "0.01"], t=[short, long]) == [
        f"in a formula t of ball would need more room for {long!r} than for {short!r}; give all its stops as many "
        "digits and one sign, by (min, max, step) or by a dict of words and values"]


def test_a_number_in_a_formula_has_room_for_what_lies_between_stops():
    assert untied_number("0.15", "ball t", t=["0.10", "0.15"]) == []
    assert untied_number("0.2", "ball t", t=["0.1", "0.2"]) == [
        "between stops ball shows t with two decimals; in a formula its stops must have two as well"]


def test_every_part_that_is_missing_is_reported():
    assert len(untied("x <set ball t=9,u=1,spin=on>", "y <show bill t>")) == 3


def test_the_example_of_the_module_runs():
    assert doctest.testmod(sentences).failed == 0
