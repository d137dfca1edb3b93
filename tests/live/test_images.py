"""Images that a script paints: compared with Python's, kept out of the table, and shown grey for grey."""
from __future__ import annotations

import base64
import json
import re
import zlib

import matplotlib.pyplot as plt
import numpy as np
import pytest

from mathlib.live import FigureError, display, figure, live, script, tables
from mathlib.live.bake import bake
from mathlib.live.options import TYPED
from mathlib.live.script import check_script
from mathlib.live.table import decompress

from .decoder import decode

ROWS, COLUMNS = 5, 7                                       # a row of a bitmap takes a multiple of four bytes
BASE = np.random.default_rng(0).integers(0, 128, (ROWS, COLUMNS)).astype(np.uint8)
RIGHT = "({light}, _, {base}) => ({picture: Array.from(base, (grey) => grey + light)})"
GREYS = """([svg, rows, columns]) => new Promise((done) => {   // what a browser makes of the image in a picture
  const image = new Image();
  image.onload = () => {
    const canvas = Object.assign(document.createElement("canvas"), {width: columns, height: rows});
    const context = canvas.getContext("2d");
    context.drawImage(image, 0, 0);
    done([image.width, image.height, ...context.getImageData(0, 0, columns, rows).data]);
  };
  image.src = svg;
})"""


def painted(js=RIGHT, *, base=BASE, image=None, draw=None, gid="picture", **options):
    """Return a figure whose image gets lighter, which a script paints too."""
    def lamp():
        fig, (ax, other) = plt.subplots(1, 2, figsize=(4, 2))
        shown = ax.imshow(base, **{"cmap": "gray", "vmin": 0, "vmax": 255, "interpolation": "none", "gid": gid}
                          | (image or {}))
        line, = other.plot([], [])

        @live(fig, light=(0, 100, 10), **{"script": js, "data": {"base": base}} | options)
        def update(light=20):
            shown.set_data(draw(light) if draw else base + np.uint8(light))
            line.set_data([0, light / 20], [1, 1])
            return f"Light {light}."
        return update
    return figure(title="A lamp", alt="Squares of grey.")(lamp)()


def refused(made, message):
    with pytest.raises(FigureError, match=f"^lamp: {message}"):
        check_script(made)


# ---- what the build compares

def test_a_right_script_passes():
    check_script(painted())
    check_script(painted(RIGHT.replace("Array.from(", "Float32Array.from(")))


@pytest.mark.parametrize(("wrong", "message"), [
    ("() => ({})", "the script must give picture as 5 x 7 grey levels in one list; it does not at light="),
    ("() => ({picture: [1, 2, 3]})", "the script must give picture as 5 x 7 grey levels"),
    ("() => ({picture: Array(35).fill('x')})", "the script must give picture as 5 x 7 grey levels"),
    ("(_, __, {base}) => ({picture: Array.from(base)})", r"the script paints picture otherwise than Python at light="),
    (RIGHT.replace("grey + light", "NaN"), "the script paints picture otherwise"),
    (RIGHT.replace("+ light)", "+ light).reverse()"), "the script paints picture otherwise"),
    (RIGHT.replace("(grey) =>", "(grey, i) => i === 17 ? 255 :"), "the script paints picture otherwise"),
    (RIGHT.replace("picture:", "other: [], picture:"), "the script draws other, but no live line, polygon or image"),
    (RIGHT.replace("picture:", "status: 'Dark.', picture:"), "the script tells another status"),
])
def test_a_wrong_script_is_told_what_is_wrong_and_where(wrong, message):
    refused(painted(wrong), message)


@pytest.mark.parametrize(("off", "passes"), [("0.8", True), ("1.2", False), ("(i === 9 ? 7 : 0)", True),
                                             ("(i === 9 ? 9.1 : 0)", False)])
def test_rounding_is_forgiven_and_no_more(off, passes):
    """matplotlib itself shows some greys as one less: its colour map is cut off to whole numbers."""
    made = painted(RIGHT.replace("(grey) => grey", f"(grey, i) => grey + {off}"))
    if passes:
        check_script(made)
    else:
        refused(made, "the script paints picture otherwise than Python at light=.*: .* grey levels off on average, "
                      r"\d+ at most")


def test_a_script_that_goes_on_from_its_last_picture_is_tried_in_both_directions():
    js = """(() => { let at = 0, greys; return ({light}, _, {base}) => { greys ||= Array.from(base);
        for (; at < light; at++) greys = greys.map((grey) => grey + 1);
        for (; at > light; at--) greys = greys.map((grey) => grey - 1); return {picture: greys}; }; })()"""
    check_script(painted(js))
    refused(painted(js.replace("at > light", "at > light + 99")), "the script paints picture otherwise")


@pytest.mark.parametrize(("look", "message"), [
    ({"cmap": "viridis"}, "a script paints greys; the image picture shows others at light="),
    ({"alpha": 0.5}, "a script paints greys"),
    ({"interpolation": "bilinear"}, "the image picture needs interpolation="),
])
def test_what_no_grey_levels_can_say_is_refused(look, message):
    refused(painted(image=look), message)


def test_an_image_without_a_name_stays_in_the_table():
    made = painted("({light}) => ({status: `Light ${light}.`})", gid=None)
    check_script(made)
    assert script.images(made) == {}
    tracks, _ = decode(decompress(bake(made)))
    assert sum("<image" in state[0].content for track in tracks for state in track.states if state) == 11


# ---- what the page is given

@pytest.mark.parametrize("kind", TYPED)
def test_arrays_arrive_in_the_script_as_they_are(kind):
    base = BASE.astype(kind)
    made = painted(draw=lambda light: BASE + np.uint8(light), base=base)
    check_script(made)
    [stored] = script.packed_data(made).values()
    assert np.array_equal(np.frombuffer(zlib.decompress(stored), kind), base.ravel())
    given = json.loads(re.search(r'(\{"base":\[.*?\]\})\);\n$', tables.table_script(made, "x", "y"))[1])
    assert given["base"] == [TYPED[kind], base64.b64encode(stored).decode()]


@pytest.mark.parametrize(("options", "message"), [
    ({"data": [1]}, "data must be a dict of names and arrays; got"),
    ({"data": {"a b": BASE}}, "data must be a dict of names and arrays"),
    ({"data": {"base": BASE}, "script": ""}, "data are given to a script, and this figure has none"),
    ({"data": {"base": [1, 2]}}, "the data base must be a finite array of one of the types int8, .*; got list"),
    ({"data": {"base": BASE.astype(complex)}}, "the data base must be a finite array .*; got complex128"),
    ({"data": {"base": np.array(["a"])}}, "the data base must be a finite array"),
    ({"data": {"base": np.array([1, np.nan])}}, "the data base must be a finite array"),
])
def test_wrong_data_are_refused_in_words(options, message):
    with pytest.raises(FigureError, match=f"^lamp: {message}"):
        painted(**options)


def test_the_image_is_not_in_the_table_but_in_the_picture():
    made = painted()
    tracks, _ = decode(decompress(bake(made)))
    number = script.images(made)["picture"]["number"]
    assert tracks
    assert number not in {track.name for track in tracks}
    assert f'data-live="{number}"' in display.picture(made, [number], {}, "p")


def test_the_clip_of_an_image_is_in_the_page(tmp_path):
    text = painted().save_html(tmp_path / "lamp.html").read_text("utf-8")
    [clip] = re.findall(r'<g clip-path="url\(#([^)]*)\)"><g [^>]*><image', text)
    assert f'<clipPath id="{clip}"' in text


def test_data_count_as_the_table_does():
    noise = np.random.default_rng(1).integers(0, 255, 500_000).astype(np.uint8)
    with pytest.raises(FigureError, match="^lamp: the table with the data takes 5.. KB compressed and .* MB unpacked"):
        bake(painted("({light}, _, {base}) => ({picture: base.subarray(0, 35).map((grey) => grey + light)})",
                     data={"base": np.r_[BASE.ravel(), noise]}))


# ---- what a browser shows

def test_a_bitmap_shows_grey_for_grey(blank):
    for rows, columns in [(1, 1), (5, 7), (3, 4), (2, 321)]:
        greys = np.random.default_rng(rows).integers(0, 256, rows * columns)
        address = blank.evaluate("([greys, size]) => bitmap(greys, size)",
                                 [greys.tolist(), {"rows": rows, "columns": columns}])
        width, height, *pixels = blank.evaluate(GREYS, [address, rows, columns])
        assert (width, height) == (columns, rows)
        assert np.array_equal(np.array(pixels).reshape(-1, 4), np.c_[greys, greys, greys, np.full(greys.size, 255)])


def test_the_page_paints_what_python_draws(browser, write_page):
    made, page = painted(), browser.new_page(reduced_motion="reduce")
    page.goto(write_page([made]))
    page.wait_for_selector("[data-state=live]")
    for stop in (5, 10, 0):
        page.locator("input[type=range]").fill(str(stop))
        address = page.locator(".live-picture image").get_attribute("href")
        _, _, *pixels = page.evaluate(GREYS, [address, ROWS, COLUMNS])
        assert np.array_equal(np.array(pixels).reshape(-1, 4)[:, 0], BASE.ravel() + 10 * stop)
        assert page.locator(".live-status").text_content() == f"Light {10 * stop}."
    page.close()


def test_a_file_of_its_own_paints_too(browser, tmp_path):
    page = browser.new_page(reduced_motion="reduce")
    page.goto(painted().save_html(tmp_path / "lamp.html").as_uri() + "#lamp:light=70")
    page.wait_for_selector("[data-state=live]")
    _, _, *pixels = page.evaluate(GREYS, [page.locator(".live-picture image").get_attribute("href"), ROWS, COLUMNS])
    assert np.array_equal(np.array(pixels).reshape(-1, 4)[:, 0], BASE.ravel() + 70)
    page.close()


def test_a_kernel_sends_the_image_as_before():
    from mathlib.live.bake import find_live
    from mathlib.live.widget import frame
    made = painted()
    number, live_artists = script.images(made)["picture"]["number"], find_live(made)
    assert number in live_artists
    tracks, _ = decode(frame(made, live_artists, (3,)))
    [image] = [track.states[0][0].content for track in tracks if track.name == number]
    assert image.lstrip().startswith('<image href="data:image/png;base64')
