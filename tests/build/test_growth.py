"""The larger book that the gate is tried on: as large as asked for, and nothing in it twice."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from tests.bench.growth import count_figures, grow, labels_of
from tools.project import here


@pytest.fixture(scope="module")
def grown(tmp_path_factory):
    return grow(here(), tmp_path_factory.mktemp("growth") / "book", pages=60, figures=90)


def sources(project):
    return [page.read_text("utf-8") for page in project.pages()]


def test_it_has_the_pages_and_figures_that_were_asked_for(grown):
    assert (len(grown.notebooks()), count_figures(grown)) == (60, 90)


def test_the_original_pages_are_there_as_they_are(grown):
    assert sources(here()) == sources(grown)[:len(here().pages())]


def test_no_two_pages_share_a_title(grown):
    titles = Counter(re.search(r"^# .*", source, re.M)[0] for source in sources(grown))
    assert [title for title, times in titles.items() if times > 1] == []


def test_no_label_is_there_twice(grown):
    labels = Counter(label for source in sources(grown) for label in labels_of(source))
    assert [label for label, times in labels.items() if times > 1] == []


def test_a_copied_page_names_only_its_own_figures_and_labels(grown):
    for page in grown.root.glob("book/*_[a-z]/*.md"):
        source, letter = page.read_text("utf-8"), page.parent.name[-1]
        shown = {name.replace("_", "-") for name in re.findall(r"^figures\.(\w+)\(\)$", source, re.M)}
        assert all(name.endswith(f"-{letter}") for name in shown)
        assert {name for _, name in re.findall(r"<(set|show|scrub) (\S+) ", source)} <= shown
        assert set(re.findall(r'check\("([^"]+)"', source)) <= set(labels_of(source))


def test_a_figure_that_is_taken_off_a_page_leaves_no_gap(grown):
    """JupyterLab would close it, and a page must be as JupyterLab saves it."""
    for page in grown.root.glob("book/*_[a-z]/*.md"):
        original = page.parents[1] / page.parent.name[:-2] / page.name
        gaps = [source.read_text("utf-8").count("\n\n\n") for source in (original, page)]
        assert gaps[0] == gaps[1], page


def test_more_figures_than_the_pages_have_are_refused(tmp_path):
    book = here()
    with pytest.raises(SystemExit, match="ask for more pages, or fewer figures"):
        grow(book, tmp_path / "book", pages=len(book.notebooks()) + 1, figures=count_figures(book) + 50)
