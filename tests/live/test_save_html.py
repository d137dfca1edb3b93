"""One figure, one file: nothing beside it, small, and closed against every word that an author may write."""
from __future__ import annotations

import json
import re
from html.parser import HTMLParser

import matplotlib.pyplot as plt
import pytest

from mathlib.figures import tour
from mathlib.live import PATH, FigureError, drag, figure, live, predict, single
from mathlib.live.style import style
from mathlib.live.table import Track, compress, encode

EVIL = '</script><script>window.evil=1</script></pre><img src=x onerror="window.evil=1"> & "\' <!--'
SCRIPT = """({a, b}) => {
  // </script><script>window.evil=1</script> <!-- <script>
  const words = "</SCRIPT><!--", pattern = /<!--/u;
  return {tip: [[0, a], [0, b]], status: `${words.length}${pattern.test(words)} ${'</script>'} at ${a}, ${b}`};
}"""


def arrow(title="An arrow", status="at {a:g}, {b:g}", script="", **options):
    def make():
        fig, ax = plt.subplots()
        line, = ax.plot([0, 1], [0, 1], color=PATH, gid="tip")
        ax.set(xlim=(-4, 4), ylim=(-4, 4))
        # in the source, too: </script><script>window.evil=1</script></pre><img src=x onerror=window.evil=1>

        @live(fig, a=(1, 3), b=(1, 3), end=drag(ax, x="a", y="b"), script=script, **options)
        def update(a=1, b=2):
            line.set_data([0, a], [0, b])
            return status.format(a=a, b=b)
        return update
    make.__name__ = "arrow"
    return figure(title=title, alt=EVIL)(make)()


class Reader(HTMLParser):
    """Lists the elements of a page, and the text inside each kind."""

    def __init__(self, markup):
        super().__init__()
        self.elements, self.inside, self._open = [], {}, []
        self.feed(markup)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        self._open.append(tag)

    def handle_endtag(self, tag):
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data):
        for tag in set(self._open):
            self.inside[tag] = self.inside.get(tag, "") + data

    def all(self, tag):
        return [attributes for name, attributes in self.elements if name == tag]


def test_one_file_is_written_and_its_path_returned(tmp_path):
    path = arrow().save_html(str(tmp_path / "arrow.html"))
    assert path == tmp_path / "arrow.html"
    assert [file.name for file in tmp_path.iterdir()] == ["arrow.html"]


def test_it_loads_nothing(tmp_path):
    text = arrow().save_html(tmp_path / "arrow.html").read_text("utf-8")
    page = Reader(text)
    assert not [attributes for tag, attributes in page.elements if {"src", "href"} & set(attributes)
                and not str(attributes.get("href", "")).startswith("#")]
    assert not re.search(r"url\((?!#)|@import|@font-face", text)
    assert "link" not in {tag for tag, _ in page.elements}
    assert page.all("html")[0]["lang"] == "en"
    assert page.all("main")


def test_it_is_small_without_its_table(tmp_path):
    text = arrow().save_html(tmp_path / "arrow.html").read_text("utf-8")
    table = re.search(r'mathlibLive\.table\("inline","([^"]*)"', text)[1]
    assert len(text.encode()) - len(table) < 250_000


@pytest.mark.parametrize("make", [tour.momentum_ravine, tour.distribution_zoo, tour.matrix_on_a_grid])
def test_the_figures_of_the_tour_are_small_without_their_tables(tmp_path, make, monkeypatch):
    monkeypatch.setattr(single, "bake", first_state)
    text = make().save_html(tmp_path / "figure.html").read_text("utf-8")
    table = re.search(r'mathlibLive\.table\("inline","([^"]*)"', text)[1]
    assert len(text.encode()) - len(table) < 250_000


def first_state(made):
    """Return a table with one state, in which every artist may move; to bake all of them takes longer."""
    with style():
        tracks = [Track(str(number), (), (), [made.record(number)]) for number in range(len(made.artists))]
        return compress(encode(tracks, made.recorder.definitions()))


@pytest.mark.parametrize(("path", "message"), [
    (None, '`path` must be the file to write, such as "figure.html"; got None'),
    (3, "`path` must be the file to write"), ("", "`path` must be the file to write"),
    (".", "`path` must be the file to write"),
    ("no/such/folder/figure.html", "`path` must lie in a folder that exists; got 'no/such/folder/figure.html'"),
])
def test_a_path_that_cannot_be_written_is_refused(path, message):
    with pytest.raises(FigureError, match=f"^arrow: {message}"):
        arrow().save_html(path)


def test_a_second_file_of_the_same_figure_is_the_same(tmp_path):
    made = arrow()
    one, two = (made.save_html(tmp_path / f"{k}.html").read_bytes() for k in (1, 2))
    assert one == two
    assert arrow().save_html(tmp_path / "3.html").read_bytes() == one


def test_it_shows_the_first_state_wherever_the_figure_stands(tmp_path):
    made = arrow()
    first = made.save_html(tmp_path / "1.html").read_bytes()
    made.set(a=3)
    assert made.save_html(tmp_path / "2.html").read_bytes() == first


@pytest.mark.parametrize("options", [
    {"title": EVIL}, {"status": EVIL + "{a}{b}"}, {"labels": {"a": EVIL}}, {"units": {"a": EVIL}},
    {"presets": {EVIL: {"a": 3}}}, {"link": EVIL}, {"goal": (EVIL, lambda a, b: a == 3)}, {"play": {"a": EVIL}},
    {"predict": predict(EVIL, answer=EVIL, choices=[EVIL, "b"], because=EVIL)}, {"labels": {"end": EVIL}},
    {"script": SCRIPT, "status": "13true </script> at {a}, {b}"},
], ids=lambda options: next(iter(options)))
def test_no_word_of_an_author_becomes_markup(tmp_path, options):
    plain, page = (Reader(arrow(**given).save_html(tmp_path / "arrow.html").read_text("utf-8"))
                   for given in ({}, options))
    assert len(page.all("script")) == len(plain.all("script")) == 2
    assert page.all("img") == []
    assert not any(name.startswith("on") for _, attributes in page.elements for name in attributes)
    assert page.all("svg")[0]["aria-label"] == EVIL
    spec = json.loads(page.all("figure")[0]["data-spec"])
    assert spec["name"] == "arrow"
    assert [tag for tag, _ in page.elements][-1] == "script"           # nothing after it, so nothing broke out
    assert "window.evil=1</script></pre>" in page.inside["pre"]        # the comment of the source is words


def test_the_script_means_what_it_meant(tmp_path):
    """What could end the element is written otherwise, and a JavaScript engine reads the same."""
    import quickjs

    from mathlib.live.single import _inline
    inline = _inline(SCRIPT)
    assert not re.search("</script|<!--", inline, re.IGNORECASE)
    said, again = (quickjs.Context().eval(f"JSON.stringify(({each})({{a: 1, b: 2}}))") for each in (SCRIPT, inline))
    assert said == again
    assert "13true </script> at 1, 2" in said
