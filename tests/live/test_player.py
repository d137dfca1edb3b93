"""The player: small, of one piece, and deaf to what an address asks it to do."""
from __future__ import annotations

import gzip
import re

import pytest

from mathlib.live import assets

BUDGET = 35_000                                   # bytes, gzipped
SCRIPTS = {"page": assets.player_script, "widget": assets.widget_module}
SPEC = {"name": "one", "start": [1, 0, 2, 0], "controls": [
    {"name": "step_size", "axes": [0], "stops": [[0.1, 0.2, 0.5]]},
    {"name": "kind", "axes": [1], "stops": [["plain", "größer als", "1,5;2=3"]]},
    {"name": "start", "axes": [2, 3], "stops": [[-1, 0, 1], [0, 2]]}]}


@pytest.mark.parametrize("script", SCRIPTS)
def test_the_player_is_small(script):
    assert 1_000 < len(gzip.compress(SCRIPTS[script]().encode(), 9)) <= BUDGET


def test_the_style_sheet_is_small():
    assert len(gzip.compress(assets.widget_stylesheet().encode(), 9)) <= 5_000


@pytest.mark.parametrize("script", SCRIPTS)
@pytest.mark.parametrize("word", ["eval", "Function", "setTimeout\\([\"'`]", "document\\.write", "outerHTML", "fetch",
                                  "XMLHttpRequest", "WebSocket", "EventSource", "sendBeacon", "import\\b", "require",
                                  "localStorage", "cookie", "https?://(?!www\\.w3\\.org/2000/svg)"])
def test_the_player_neither_loads_nor_runs_what_it_is_told(script, word):
    code = re.sub(r"(?m)(?<!:)//.*$", "", SCRIPTS[script]())
    assert not re.search(rf"\b{word}\b" if word.isalpha() else word, code)


@pytest.mark.parametrize("script", SCRIPTS)
def test_markup_is_made_only_of_what_the_build_wrote(script):
    """Titles, labels, sentences and addresses are set as text; markup comes from the table and the picture alone."""
    made = re.findall(r"innerHTML = (.*);|insertAdjacentHTML\(\"beforeend\", (.*)\);", SCRIPTS[script]())
    assert {one or other for one, other in made} <= {"picture.own(content)", "this.own(markup)", 'model.get("svg")'}
    assert made


def test_the_page_script_leaves_one_name_behind(blank):
    page = blank.context.browser.new_page()
    before = set(page.evaluate("Object.getOwnPropertyNames(window)"))
    page.add_script_tag(content=assets.player_script())
    assert set(page.evaluate("Object.getOwnPropertyNames(window)")) - before == {"mathlibLive"}
    assert page.evaluate("mathlibLive.table('no such file', 'data')") is None
    page.close()


def test_the_widget_module_is_a_module(blank):
    page = blank.context.browser.new_page()
    page.set_content("<p></p>")
    page.add_script_tag(type="module", content=assets.widget_module().replace("export default", "window.made ="))
    page.wait_for_function("window.made")
    assert page.evaluate("typeof made.render") == "function"
    page.close()


# ---- the state in the address

def read(blank, hash):
    return blank.evaluate("([hash, spec]) => readAddress(hash, spec)", [hash, SPEC])


@pytest.mark.parametrize("indices", [[0, 0, 0, 0], [2, 1, 1, 1], [1, 2, 2, 0]])
def test_an_address_that_is_written_is_read_again(blank, indices):
    hash = blank.evaluate("([indices, spec]) => writeAddress(indices, spec)", [indices, SPEC])
    assert hash.startswith("#one:step_size=")
    assert not re.search(r"[\s<>\"]", hash)
    assert read(blank, hash) == indices


@pytest.mark.parametrize(("hash", "indices"), [
    ("#one:step_size=0.5", [2, 0, 2, 0]), ("#one:step_size=0.19", [1, 0, 2, 0]), ("#one:step_size=5e-1", [2, 0, 2, 0]),
    ("#one:start=-1;2", [1, 0, 0, 1]), ("#one:kind=gr%C3%B6%C3%9Fer als,start=0;0", [1, 1, 1, 0]),
    ("#one:kind=größer als", [1, 1, 2, 0]), ("#one:", [1, 0, 2, 0]),
    ("#one%3Astep_size%3D0.5%2Cstart%3D-1%3B2", [2, 0, 0, 1]),
])
def test_an_address_names_a_state(blank, hash, indices):
    assert read(blank, hash) == indices


@pytest.mark.parametrize("part", [
    "step_size=0.6", "step_size=0", "step_size=1e999", "step_size=-1e999", "step_size=NaN", "step_size=Infinity",
    "step_size=", "step_size=%20", "step_size=<script>alert(1)</script>", "step_size=0.1;0.2", "step_size", "=0.1", "=",
    "unknown=0.1", "__proto__=0.1", "constructor=0.1", "toString=1", "kind=2", "kind=__proto__", "kind=PLAIN", "kind=",
    "start=1", "start=1;2;3", "start=;", "start=NaN;0", "start=9;0", ",,,", ":::", "step_size=0x1p3", "step_size=[0.1]",
    "step_size=%E0%A4%A", "kind=%",
])
def test_what_an_address_must_not_mean_is_ignored(blank, part):
    assert read(blank, f"#one:{part}") == SPEC["start"]
    assert read(blank, f"#one:{part},step_size=0.5") == [2, 0, 2, 0]


@pytest.mark.parametrize("hash", ["", "#", "#one", "#two:step_size=0.5", "#one%", "#%E0%A4%A:step_size=0.5",
                                  "#__proto__:a=1", "#one.:step_size=0.5", "#One:step_size=0.5"])
def test_an_address_of_something_else_is_none_of_ours(blank, hash):
    assert read(blank, hash) is None


HANDLED = """([count, spec]) => {                     // letters of strings that are searched, cut or split
    const kept = {}, made = String.prototype;
    let letters = 0;
    for (const name of ["includes", "indexOf", "slice", "split", "trim"]) {
        kept[name] = made[name];
        made[name] = function (...given) { letters += this.length; return kept[name].apply(this, given); };
    }
    readAddress("#one:" + "step_size=0.1,".repeat(count) + ",".repeat(10 * count), spec);
    Object.assign(made, kept);
    return letters;
}"""


def test_a_very_long_address_takes_no_more_work_than_its_length(blank):
    short, long = (blank.evaluate(HANDLED, [count, SPEC]) for count in (1_000, 10_000))
    assert short > 24_000                                  # every letter of it is looked at
    assert long < 11 * short
