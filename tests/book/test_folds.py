"""What folds and what a page begins with: proofs under their idea, checks under their words, what the reader needs."""
from __future__ import annotations

import re

import pytest

from tests.book import little_chapter
from tests.book.not_yet import keeps
from tests.book.test_pages import sections
from tools.project import code_cells, here, read_notebook

BOOK = here()
FENCE, TO_ITS_END = "^(?P<fence>`{3,}|:{3,})", "(?P<text>.*?)^(?P=fence)$"
PROOF = re.compile(FENCE + r"\{prf:proof\}\n(?P<options>(?::[^\n]*\n)*)" + TO_ITS_END, re.M | re.S)
NEED = re.compile(FENCE + r"\{admonition\} You need\n:class: you-need\n" + TO_ITS_END, re.M | re.S)
FORMULA = re.compile(r"\$\$.*?\$\$|\$[^$]+\$", re.S)
MOST_OPEN = 90                                   # words of a proof that may stand open, about six lines
MOST_IDEA = 40                                   # words of the idea above one that folds


def name(page) -> str:
    return page.relative_to(BOOK.root / "book").with_suffix("").as_posix()


def length(text: str) -> int:
    """Count the words of a text, a formula as three and a displayed one as a line."""
    formulas = FORMULA.findall(text)
    return len(FORMULA.sub("", text).split()) + sum(12 if formula.startswith("$$") else 3 for formula in formulas)


def faults_of_proofs(source: str) -> list[str]:
    """Name the proofs that stand open and are long, and those that fold under more than their idea."""
    found = []
    for proof in PROOF.finditer(source):
        idea = proof["text"].strip().partition("\n\n")[0]
        if "dropdown" not in proof["options"] and length(proof["text"]) > MOST_OPEN:
            found.append(f"long and open: {idea}")
        if "dropdown" in proof["options"] and length(idea) > MOST_IDEA:
            found.append(f"more than an idea: {idea}")
    return found


def faults_of_needs(source: str) -> list[str]:
    """Say what is wrong with the links to what a page rests on."""
    needs = NEED.search(source)
    if not needs or source.index("\n## ") < needs.start():
        return ["no box `You need` before the first section"]
    entries = [line for line in needs["text"].splitlines() if line.strip()]
    wrong = [entry for entry in entries if not re.fullmatch(r"- (\{[\w:]+\}`[^`]+`|\[[^\]]+\]\([^)]+\))", entry)]
    return [*wrong, *([] if 2 <= len(entries) <= 4 else [f"{len(entries)} links, not two to four"])]


@sections
def test_a_long_proof_folds_under_its_idea(page):
    keeps("folds its long proofs", name(page), faults_of_proofs(page.read_text("utf-8")))


@sections
def test_a_page_begins_with_what_the_reader_needs(page):
    keeps("says what you need", name(page), faults_of_needs(page.read_text("utf-8")))


@sections
def test_no_code_folds_without_words(page):
    tags = [tag for cell in code_cells(read_notebook(page)) for tag in cell.metadata.get("tags", [])]
    assert [tag for tag in tags if tag.startswith("hide")] == [], "tag it `check` and say what was checked"


def test_what_is_wrong_with_a_proof_is_found():
    words = "word " * 91
    open_, folded = ":::{prf:proof}\nFirst.\n\n%s\n:::\n", ":::{prf:proof}\n:class: dropdown\n\n%s\n\nMore.\n:::\n"
    assert faults_of_proofs(open_ % words) == ["long and open: First."]
    assert faults_of_proofs(open_ % ("$x$ " * 31)) == ["long and open: First."]
    assert faults_of_proofs(open_ % ("$$\nx\n$$ " * 8)) == ["long and open: First."]
    assert faults_of_proofs(open_ % "short") == []
    assert faults_of_proofs(folded % ("word " * 41))[0].startswith("more than an idea")
    assert faults_of_proofs((folded % "The idea.").replace("More.", words)) == []


@pytest.mark.parametrize(("lines", "faults"), [
    (["- {prf:ref}`a <b>`", "- [c](d.md)"], []), (["- {prf:ref}`a <b>`"], ["1 links, not two to four"]),
    (["- {ref}`a`"] * 5, ["5 links, not two to four"]), (["- {ref}`a`", "- words"], ["- words"])])
def test_what_is_wrong_with_needs_is_found(lines, faults):
    box = "\n".join([":::{admonition} You need", ":class: you-need", *lines, ":::"])
    assert faults_of_needs(f"# T\n\n{box}\n\n## S\n") == faults
    assert faults_of_needs(f"# T\n\n## S\n\n{box}\n") == ["no box `You need` before the first section"]
    assert faults_of_needs("# T\n\n## S\n") == ["no box `You need` before the first section"]


# ---- as it is rendered

@pytest.fixture
def second(little_book) -> str:
    return little_chapter.shown(little_book, "two/second")


def summaries(html: str) -> list[str]:
    found = re.findall(r"<details[^>]*>\s*<summary[^>]*>(.*?)</summary>", html, re.S)
    return [re.sub(r"\s+", " ", re.sub("<[^>]*>", "", summary)).strip() for summary in found]


def test_each_fold_says_what_is_in_it(second):
    assert summaries(second) == ["Proof. A chord to a lower point y leads downhill, see Definition 2.1.",
                                 "Checked on two points, and on 10 000 more.", "Hint", "Solution to Exercise 2.1"]


def test_the_word_proof_is_set_apart_and_a_click_on_the_idea_goes_nowhere_else(second):
    summary = re.search(r'<details class="admonition proof dropdown[^"]*">\s*<summary.*?</summary>', second, re.S)[0]
    assert '<span class="label">Proof.</span>' in summary
    assert "<a " not in summary


def test_what_is_folded_is_the_rest_and_a_short_proof_stands_open(second):
    proof = re.search(r'<details class="admonition proof.*?</details>', second, re.S)[0]
    assert proof.count("A chord to a lower point") == 1
    assert "Deep words of the proof." in proof
    assert re.search(r'<div class="proof admonition">\s*<p><span class="label">Proof.</span> Short and open.', second)


def test_a_check_has_its_words_once_and_its_code_in_colour(second):
    check = re.search(r'<details class="[^"]*tag_check.*?</details>', second, re.S)[0]
    assert check.count("Checked on two points") == 1
    assert '<span class="k">assert</span>' in check


def test_the_line_under_the_title_has_the_minutes_and_the_button(second):
    assert re.search(r'</h1>\s*<p class="title-line"><span class="minutes".*?</span> <button type="button" '
                     r'class="unfold-all">unfold all</button></p>', second)


def test_a_page_where_nothing_folds_has_no_button(little_book):
    assert "unfold-all" not in little_chapter.shown(little_book, "two/third")


def test_a_check_without_words_is_a_warning(changed_book):
    _, warnings = changed_book
    assert "a cell tagged `check` must begin with a comment that says what was checked" in warnings
