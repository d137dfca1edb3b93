"""How a figure shows itself: in the built book, as a picture, and without side effects."""
from __future__ import annotations

import base64
import io
import json
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from html.parser import HTMLParser

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
from PIL import Image

from mathlib.live import DATA, INK, PATH, display, drag, figure, live, markup
from mathlib.live.roles import ROLES
from mathlib.live.table import same

HOSTILE = '</script><img src=x onerror="alert(1)"> & "\' $x$'


def shown(title="A title", alt="A description.", status="All is well.", **options):
    """Return a figure with one control of each kind, three live artists and a preset."""
    def one_of_each():
        fig, (left, right) = plt.subplots(1, 2)
        left.set(xlim=(0, 4), ylim=(0, 4), xlabel="x", ylabel="$y^2$")
        right.set(xlim=(0, 4), ylim=(0, 4))
        line, = left.plot([0, 4], [0, 0], "o-", color=PATH)
        empty, = right.plot([], [], color=DATA)
        words = right.text(1, 1, "", color=INK)

        @live(fig, height=(0, 4), kind=["straight", "bent"], seen=True, start=drag(left, x=(0, 2), y=(0, 2)),
              **({"presets": {"high": {"height": 4}}} | options))
        def update(height=1, kind="straight", seen=True, start=(0, 0)):
            line.set_data([start[0], 2, 4], [start[1], 1 if kind == "bent" else height / 2, height])
            line.set_visible(seen)
            empty.set_data(range(height), range(height))
            words.set_text("x" * height)
            return status
        return update
    return figure(title=title, alt=alt)(one_of_each)()


class Reader(HTMLParser):
    """Lists the elements of a page: [(tag, attributes)], and all of its text."""

    def __init__(self, markup):
        super().__init__()
        self.elements, self.text = [], ""
        self.feed(markup)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text += data

    def all(self, tag):
        return [attributes for name, attributes in self.elements if name == tag]


@pytest.fixture
def page(tmp_path):
    return Reader(display.html(shown(), tmp_path))


# ---- in the built book

def test_a_figure_of_the_book_is_html_and_a_picture_and_words(tmp_path, monkeypatch):
    monkeypatch.setenv(display.TABLES, str(tmp_path))
    bundle, told = shown()._repr_mimebundle_()
    assert told["baked"].keys() == {"figure", "states", "seconds"}
    assert bundle.keys() == {"text/html", "image/png", "text/plain"}
    assert bundle["text/plain"] == "A title. A description."
    assert bundle["text/html"].startswith('<figure class="live-figure" id="one-of-each" data-state="picture"')
    assert isinstance(bundle["image/png"], str)
    assert Image.open(io.BytesIO(base64.b64decode(bundle["image/png"], validate=True))).format == "PNG"
    json.dumps(bundle)
    assert [file.name for file in tmp_path.iterdir()] == [re.search('data-table="([^"]+)"', bundle["text/html"])[1]]


def test_every_control_is_a_native_input_with_a_label(page):
    inputs = page.all("input")
    assert [one["type"] for one in inputs] == ["range", "radio", "radio", "checkbox"]
    assert all("disabled" in one for one in inputs)                     # until the player answers
    named = {label.get("for") for label in page.all("label")}
    assert inputs[0]["id"] in named
    assert page.text.partition("def one_of_each")[0].count("height") == 1     # the label; what follows is the code
    assert [one["type"] + one.get("value", "") for one in inputs if "checked" in one] == ["radio0", "checkbox"]
    assert inputs[0]["aria-valuetext"] == "1"
    assert [button["data-state"] for button in page.all("button") if "data-state" in button] == ["[4, 0, 1, 0, 0]"]
    assert [button["data-tool"] for button in page.all("button") if "data-tool" in button] == [
        "reset", "link", "code", "full screen"]


def test_a_label_wears_the_colour_of_its_mark_and_is_spoken_in_words(tmp_path):
    made = shown(labels={"height": r"height \path{h}", "kind": r"a \data{kind}", "seen": r"is \good{seen}",
                         "start": r"the \path{start}"})
    html = display.html(made, tmp_path)
    page = Reader(html)
    for words in ('height <span class="role-path">h</span>', 'a <span class="role-data">kind</span>',
                  'is <span class="role-good">seen</span>'):
        assert re.search(rf"<span id=[^>]*>{words}</span>", html), "one element, which nothing can tear apart"
    assert [one["class"] for one in page.all("span") if one.get("class", "").startswith("role-")] == [
        "role-path", "role-data", "role-good"]
    assert "height h" in page.text
    assert "\\" not in page.text.partition("def one_of_each")[0]
    handle, = json.loads(page.all("figure")[0]["data-spec"])["handles"]
    assert handle["label"] == "the start"


def test_many_choices_are_a_list():
    words = {f"a long name of choice {i}": i for i in range(5)}

    def choices():
        fig, ax = plt.subplots()
        line, = ax.plot([0, 1], [0, 1], color=PATH)
        return live(fig, which=words, units={"which": "<m>"})(lambda which=2: line.set_ydata([0, which]))
    made = figure(title="Choices", alt="A line.")(choices)()
    control = Reader(markup._control(made, made.controls[0]))
    assert len(control.all("option")) == 5
    assert [one["value"] for one in control.all("option") if "selected" in one] == ["2"]
    assert control.text.count("<m>") == 5


def test_the_picture_has_a_name_and_no_style_of_its_own(page):
    picture, handles = page.all("svg")
    assert (picture["role"], picture["aria-label"]) == ("img", "A description.")
    assert handles["class"] == "live-handles"
    assert page.all("style") == page.all("metadata") == page.all("script") == []


def test_the_page_says_what_the_default_state_says(page):
    assert "All is well." in page.text
    assert [one for one in page.all("p") if one.get("role") == "status"]


def test_no_id_can_meet_that_of_another_figure(tmp_path):
    markup = display.html(shown(), tmp_path)
    ids = re.findall(r'\bid="([^"]+)"', markup)
    assert len(ids) > 10
    assert all(name == "one-of-each" or name.startswith("one-of-each-") for name in ids)
    for used in re.findall(r'(?:url\(#|href="#|for=")([^)"]+)', markup):
        assert used in ids or used.startswith("one-of-each-")
    references = set(re.findall(r'(?:url\(#|href="#)([^)"]+)', markup))
    assert references
    assert references <= set(ids)


def test_no_id_stands_twice(page):
    ids = [attributes["id"] for tag, attributes in page.elements if "id" in attributes and tag not in ("path", "use")]
    assert len(ids) == len(set(ids))


def test_every_live_artist_has_its_place_in_the_picture_even_when_it_draws_nothing(tmp_path):
    made = shown()
    markup = display.html(made, tmp_path)
    groups = re.findall(r'data-live="(\d+)"', markup)
    kinds = [type(made.artists[int(number)]).__name__ for number in groups]
    assert sorted(kinds) == ["Line2D", "Line2D", "Text"]
    assert len(set(groups)) == 3


def test_the_picture_shows_the_default_state_before_any_script_runs(tmp_path):
    svg = ET.fromstring(re.search("<svg.*?</svg>", display.html(shown(), tmp_path), re.S)[0])
    groups = {group.get("data-live"): group for group in svg.iter("g") if group.get("data-live")}
    drawn = [len(list(group.iter("path"))) + len(list(group.iter("text"))) for group in groups.values()]
    assert sorted(drawn) == [1, 1, 4]                  # a line of one point, a letter, a line with three markers


def test_colours_are_roles_everywhere(tmp_path):
    svg = re.search("<svg.*?</svg>", display.html(shown(), tmp_path), re.S)[0]
    assert re.findall("var\\(--path, #c23b14\\)", svg)
    for name, colour in re.findall(r"var\(--([\w-]+), (#[0-9a-f]{6})\)", svg):
        assert colour in (ROLES[name][0], "#000000", "#ffffff")
    assert not re.findall(r"#[0-9a-f]{6}\b", re.sub(r"var\([^)]*\)", "", svg))


@pytest.mark.parametrize("place", ["title", "alt", "status", "label", "unit", "preset", "choice"])
def test_hostile_words_stay_words(tmp_path, place):
    options = {"label": {"labels": {"height": HOSTILE}}, "unit": {"units": {"height": HOSTILE}},
               "preset": {"presets": {HOSTILE: {"height": 4}}}}.get(place, {})
    words = {place: HOSTILE} if place in ("title", "alt", "status") else {}

    def choice():
        fig, ax = plt.subplots()
        line, = ax.plot([0, 1], [0, 1], color=PATH)
        return live(fig, a={HOSTILE: 1, "other": 2})(lambda a=1: line.set_ydata([0, a]))
    made = figure(title="A title", alt="An alt")(choice)() if place == "choice" else shown(**words, **options)
    page = Reader(display.html(made, tmp_path))
    assert page.all("img") == page.all("script") == []
    assert not any("onerror" in attributes for _, attributes in page.elements)
    if place == "alt":
        assert page.all("svg")[0]["aria-label"] == HOSTILE
    else:
        assert HOSTILE in page.text


# ---- what the player is told

def test_the_player_is_told_what_it_needs(page):
    spec = json.loads(page.all("figure")[0]["data-spec"])
    assert spec["name"] == "one-of-each"
    assert spec["prefix"] == "one-of-each-"
    assert spec["start"] == [1, 0, 1, 0, 0]
    assert spec["texts"][:3] == [["0", "1", "2", "3", "4"], ["straight", "bent"], ["off", "on"]]
    assert [(one["name"], one["axes"]) for one in spec["controls"]] == [
        ("height", [0]), ("kind", [1]), ("seen", [2]), ("start", [3, 4])]
    assert [one["stops"][0] for one in spec["controls"]] == [[0, 1, 2, 3, 4], ["straight", "bent"], ["off", "on"],
                                                             [0, 1, 2]]
    handle, = spec["handles"]
    assert (handle["label"], handle["role"], handle["panel"]) == ("start", "path", 0)
    assert (handle["x"]["axis"], handle["y"]["axis"]) == (3, 4)
    left, right = spec["panels"]
    assert left[0] == 0
    assert left[1] == right[0]
    assert right[1] == pytest.approx(spec["size"][0], abs=0.1)


def test_a_handle_stands_where_its_point_is():
    made = shown()
    handle, = display.spec(made, "")["handles"]
    ax, height = made.fig.axes[0], made.size[1]
    for stop, (x, y) in enumerate(zip(handle["x"]["at"], handle["y"]["at"], strict=True)):
        place = ax.transData.transform((stop, stop))
        assert (x, height - y) == pytest.approx(tuple(place), abs=0.006)


@pytest.mark.parametrize(("stops", "written"), [
    ([1, 2, np.inf], ["1", "2", "∞"]), ([1, 2.5], [1, 2.5]), ([np.int64(-1), np.float32(2)], [-1, 2]),
    (["a", 1], ["a", "1"]), ([True, False], ["True", "False"]), ([np.nan, 1], ["nan", "1"])])
def test_the_address_writes_finite_numbers_as_numbers_and_all_else_as_text(tmp_path, stops, written):
    def choice():
        fig, ax = plt.subplots()
        line, = ax.plot([0, 1], [0, 1], color=PATH)
        return live(fig, a=stops)(lambda a=stops[1]: line.set_label(str(a)) or line.set_ydata([0, stops.index(a)]))
    made = figure(title="A title", alt="An alt")(choice)()
    spec = json.loads(Reader(display.html(made, tmp_path)).all("figure")[0]["data-spec"], parse_constant=pytest.fail)
    assert spec["controls"][0]["stops"] == [written]


def test_panels_are_told_only_when_they_stand_side_by_side():
    def panels(make):
        def still():
            fig = make()
            line, = fig.axes[0].plot([0, 1], [0, 1], color=PATH)
            return live(fig, a=(0, 1))(lambda a=0: line.set_ydata([0, a]))
        return display.spec(figure(title="A title", alt="An alt")(still)(), "")["panels"]

    def one_above_the_other():
        return plt.subplots(2, 1)[0]

    def with_a_word_for_both():
        fig, _ = plt.subplots(1, 2)
        fig.suptitle("both")
        return fig
    assert len(panels(lambda: plt.subplots(1, 3)[0])) == 3
    assert panels(lambda: plt.subplots()[0]) == panels(one_above_the_other) == panels(with_a_word_for_both) == []


# ---- as a picture

def test_the_picture_has_content_at_double_density():
    made = shown()
    image = np.asarray(Image.open(io.BytesIO(made._repr_png_())).convert("RGB"))
    assert image.shape[:2] == tuple(int(2 * side) for side in reversed(made.size))

    def share(*colour):
        return (np.abs(image.astype(int) - colour).max(axis=2) < 8).mean()
    assert share(0xc2, 0x3b, 0x14) > 1e-4
    assert 0.5 < share(255, 255, 255) < 0.999


def test_a_picture_leaves_the_figure_as_it_was():
    made = shown()
    before = [made.record(number) for number in range(len(made.artists))]
    made._repr_png_()
    assert made.fig.get_dpi() == 72
    assert all(same(one, made.record(number)) for number, one in enumerate(before))


# ---- without side effects

def test_a_figure_leaves_no_setting_and_no_open_figure_behind(tmp_path):
    mine = plt.figure()
    settings = dict(mpl.rcParams)
    made = shown()
    display.html(made, tmp_path)
    made._repr_png_()
    assert dict(mpl.rcParams) == settings
    assert plt.get_fignums() == [mine.number]                          # an author's other figures stay open
    plt.close(mine)


def test_a_figure_that_fails_leaves_no_open_figure_behind():
    def broken():
        plt.figure()
        raise ZeroDivisionError
    with pytest.raises(ZeroDivisionError):
        figure(title="A title", alt="An alt")(broken)()
    assert plt.get_fignums() == []


SIDE_EFFECTS = """
import sys
import matplotlib as mpl
before = dict(mpl.rcParams)
import mathlib.live
from tests.live.zoo import ZOO, live_figure
made = live_figure("line_plain", *ZOO["line_plain"])
made._repr_png_()
if {build!r}:
    made._repr_mimebundle_()
print(*sorted({{"ipywidgets", "anywidget", "IPython", "traitlets", "comm"}} & set(sys.modules)))
print({{name for name in before if before[name] != mpl.rcParams[name]}} - {{"backend"}})
"""


@pytest.mark.parametrize("build", [False, True])
def test_no_widget_is_loaded_unless_a_kernel_shows_a_figure(tmp_path, build):
    environment = os.environ | ({display.TABLES: str(tmp_path)} if build else {})
    printed = subprocess.run([sys.executable, "-c", SIDE_EFFECTS.format(build=build)], env=environment, check=True,
                             capture_output=True, text=True).stdout
    assert printed == "\nset()\n"
