"""Write a book of tomorrow's size, to see what building and testing it will cost.

    python -m tests.bench.growth DIR --pages 60 --figures 90

DIR becomes a project of its own: this one, and whole chapters once more under other names, each page with its figures
and its exercises, until it has so many pages with cells and so many live figures. There `make book` and `make test`
mean what they mean here, in the same environment.
"""
from __future__ import annotations

import argparse
import ast
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from string import ascii_lowercase

import yaml

from tools.project import Project, here
from tools.sentences import ROLE

CHAPTERS = {"linear_algebra": "la", "optimization": "opt"}           # with the short name that begins their labels
NO_SOURCES = (".git", ".venv", "_build", "__pycache__", "*.egg-info")
LABEL = re.compile(r"^\(([\w-]+)\)=$|^:label: (\S+)$|\$\$ \(([\w-]+)\)$", re.M)
FIGURE = re.compile(r"^figures\.(\w+)\(\)$", re.M)
FIGURE_CELL = r"```\{{code-cell\}} ipython3\n(?::tags: .*\n\n)?figures\.{0}\(\)\n```\n\n?"
DOC = re.compile(r"\{doc\}`(\w+)`")


@dataclass(frozen=True)
class Copy:
    """A page of a chapter's copy, and how many of its figures it shows."""

    page: Path
    letter: str
    shown: int = 0

    @property
    def chapter(self) -> str:
        return self.page.parent.name

    @property
    def copied_chapter(self) -> str:
        return f"{self.chapter}_{self.letter}"


def grow(project: Project, target: Path, pages: int, figures: int) -> Project:
    """Copy the project to `target` and add pages and figures until it has so many."""
    copies = share_out(list(candidates(project, pages - len(project.notebooks()))), figures - count_figures(project))
    shutil.copytree(project.root, target, ignore=shutil.ignore_patterns(*NO_SOURCES))
    (target / ".venv").symlink_to((project.root / ".venv").resolve())
    grown = Project(target)
    for chapter in dict.fromkeys(copy.copied_chapter for copy in copies):
        write_chapter(grown, [copy for copy in copies if copy.copied_chapter == chapter])
    return grown


def candidates(project: Project, number: int) -> Iterator[Copy]:
    """Yield as many copies of pages as are wanted: whole chapters in turn, each beginning with its index."""
    originals = [page for page in project.notebooks() if page.parent.name in CHAPTERS]
    several = (Copy(page, letter) for letter in ascii_lowercase for page in originals)
    yield from (copy for _, copy in zip(range(number), several, strict=False))


def share_out(copies: list[Copy], figures: int) -> list[Copy]:
    """Let every page show a figure, then every page that has one a second, until there are as many as are wanted."""
    there = [len(FIGURE.findall(copy.page.read_text("utf-8"))) for copy in copies]
    shown = [0] * len(copies)
    while sum(shown) < figures:
        more = [i for i, number in enumerate(there) if number > shown[i]]
        if not more:
            raise SystemExit(f"So few pages have only {sum(there)} figures; ask for more pages, or fewer figures.")
        for i in more[:figures - sum(shown)]:
            shown[i] += 1
    return [Copy(copy.page, copy.letter, number) for copy, number in zip(copies, shown, strict=True)]


def count_figures(project: Project) -> int:
    """Count the lines of pages that show a figure: a call without arguments, and nothing else."""
    return sum(len(re.findall(r"^(?:\w+\.)?\w+\(\)$", page.read_text("utf-8"), re.M)) for page in project.pages())


# ---- a chapter, its figures, its exercises

def write_chapter(book: Project, copies: list[Copy]) -> None:
    """Write the copies of one chapter, and name them in the table of contents."""
    name = copies[0].copied_chapter
    (book.root / "book" / name).mkdir()
    for copy in copies:
        (book.root / "book" / name / copy.page.name).write_text(copied_page(copy), "utf-8")
    if len(copies) > 1:                                              # the index shows no figure and asks nothing
        write_figures(book, copies)
        write_exercises(book, copies)
    exempt(book, copies)
    add_to_contents(book, [f"book/{name}/{copy.page.stem}" for copy in copies])


def write_figures(book: Project, copies: list[Copy]) -> None:
    source, target = (book.root / "mathlib/figures" / name for name in (copies[0].chapter, copies[0].copied_chapter))
    shutil.copytree(source, target)
    for copy in copies[1:]:
        module = target / f"{copy.page.stem}.py"
        module.write_text(copied_figures(module.read_text("utf-8"), copy), "utf-8")


def write_exercises(book: Project, copies: list[Copy]) -> None:
    source, target = (book.root / "mathlib/exercises" / f"{name}.py"
                      for name in (copies[0].chapter, copies[0].copied_chapter))
    labels = {label for copy in copies for label in labels_of(copy.page.read_text("utf-8"))}
    target.write_text(copied_exercises(source.read_text("utf-8"), labels, copies[0]), "utf-8")


def copied_page(copy: Copy) -> str:
    """Return the source of a page under its other name: its labels and figures renamed, those of other pages kept."""
    source = copy.page.read_text("utf-8")
    names = FIGURE.findall(source)
    for name in names[copy.shown:]:
        source = without_figure(source, name)
    for name in names[:copy.shown]:
        source = source.replace(f"figures.{name}()", f"figures.{name}_{copy.letter}()")
        source = ROLE.sub(lambda role, name=name: renamed(role, name, copy.letter), source)
    for label in labels_of(source):
        source = re.sub(rf"(?<![\w-]){re.escape(label)}(?![\w-])", relabelled(label, copy), source)
    source = re.sub(r"^# [^:\n]*", rf"\g<0> ({copy.letter})", source, count=1, flags=re.M)
    source = DOC.sub(rf"{{doc}}`../{copy.chapter}/\1`", source)
    ours = rf"^(from mathlib\.(?:exercises|figures)\.{copy.chapter}) "
    return re.sub(ours, rf"\1_{copy.letter} ", source, flags=re.M)


def without_figure(source: str, name: str) -> str:
    """Take a figure off a page, and leave the words that would have moved it."""
    source = re.sub(FIGURE_CELL.format(name), "", source)
    return ROLE.sub(lambda role: role["words"] if role["figure"] == as_id(name) else role[0], source)


def renamed(role: re.Match, name: str, letter: str) -> str:
    if role["figure"] != as_id(name):
        return role[0]
    return role[0].replace(f" {as_id(name)} ", f" {as_id(name)}-{letter} ")


def as_id(name: str) -> str:
    return name.replace("_", "-")


def labels_of(source: str) -> list[str]:
    return [next(filter(None, found)) for found in LABEL.findall(source)]


def relabelled(label: str, copy: Copy) -> str:
    """Return a label that begins with another short name: `lab-svd` for `la-svd`."""
    short = CHAPTERS[copy.chapter]
    return short + copy.letter + label.removeprefix(short)


def copied_figures(source: str, copy: Copy) -> str:
    """Return a module of figures with those that the page can show under their other names."""
    for name in FIGURE.findall(copy.page.read_text("utf-8")):
        source = re.sub(rf"^def {name}\(", f"def {name}_{copy.letter}(", source, flags=re.M)
    return source


def copied_exercises(source: str, labels: set[str], copy: Copy) -> str:
    """Return a module of exercises with those that the pages show, under their other labels."""
    module = ast.parse(source)
    calls = [node for node in ast.walk(module) if isinstance(node, ast.Call) and ast.unparse(node.func) == "exercises"]
    for call in calls:
        call.args = [exercise for exercise in call.args if exercise.args[0].value in labels]
        for exercise in call.args:
            exercise.args[0].value = relabelled(exercise.args[0].value, copy)
    return ast.unparse(module) + "\n"


def exempt(book: Project, copies: list[Copy]) -> None:
    """Exempt the copy of a page from the rules that the page does not keep yet."""
    lines = ["", "for pages in NOT_YET.values():"]
    for copy in copies:
        name, copied = (f"{chapter}/{copy.page.stem}" for chapter in (copy.chapter, copy.copied_chapter))
        lines.append(f"    pages |= {{{copied!r}}} if {name!r} in pages else set()")
    with (book.root / "tests/book/not_yet.py").open("a", encoding="utf-8") as file:
        file.write("\n".join([*lines, ""]))


def add_to_contents(book: Project, names: list[str]) -> None:
    file = book.root / "_toc.yml"
    contents = yaml.safe_load(file.read_text("utf-8"))
    index, *sections = ({"file": name} for name in names)
    contents["chapters"].append(index | ({"sections": sections} if sections else {}))
    file.write_text(yaml.safe_dump(contents, sort_keys=False), "utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.growth", description="Write a larger book.")
    parser.add_argument("target", type=Path, metavar="DIR", help="where to; it must not exist")
    parser.add_argument("--pages", type=int, default=60)
    parser.add_argument("--figures", type=int, default=90)
    options = parser.parse_args()
    grown = grow(here(), options.target.resolve(), options.pages, options.figures)
    print(f"{len(grown.notebooks())} pages with cells, {count_figures(grown)} figures; now make -C {grown.root} book")


if __name__ == "__main__":
    main()
