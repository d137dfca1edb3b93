"""Builds that are killed, and builds that meet: the next one gives a whole book, and none sees the half of another."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from tests.build.conftest import CONFIG, FILES, LittleBook, write_little_book

# Whoever comes to the step that is named in `step` says so, and waits until somebody writes to the pipe `pause`.
PAUSING = """\
import pathlib

ROOT = pathlib.Path(__file__).parents[1]


def pause(step):
    if (ROOT / "step").exists() and (ROOT / "step").read_text() == step:
        (ROOT / "step").rename(ROOT / "reached")
        (ROOT / "pause").read_text()
"""
CELL = "\n```{code-cell} ipython3\nfrom mathlib.pausing import pause\n\npause('executing')\n```\n"
EXTENSION = """\
from mathlib.pausing import pause


def setup(app):
    app.connect("doctree-read", lambda *_: pause("reading"))
    app.connect("html-page-context", lambda *_: pause("writing"))
    app.connect("build-finished", lambda *_: pause("finishing"))
"""
# myst-nb writes this style sheet after the first pages that name it, and Sphinx versions only what is there.
VERSION_OF_A_STYLE = re.compile(rb"(mystnb\.\w+\.css)\?v=\w+")
EDITED = FILES["book/plain.md"].replace("# Plain page", "# Another title")


@pytest.fixture(scope="module")
def first(tmp_path_factory) -> LittleBook:
    """Build a book that can pause."""
    book = write_little_book(tmp_path_factory.mktemp("book"))
    book.write("mathlib/pausing.py", PAUSING)
    book.write("book/_ext/pauses.py", EXTENSION)
    book.write("_config.yml", CONFIG + "    pauses: book/_ext\n")
    book.append("book/deep.md", CELL)
    os.mkfifo(book.root / "pause")
    book.built = built(book)
    shutil.copytree(book.build, book.root / "first")
    return book


@pytest.fixture(scope="module")
def edited(first) -> dict[str, bytes]:
    """Return what an undisturbed build makes of the book once a title is edited."""
    first.write("book/plain.md", EDITED)
    return built(first)


@pytest.fixture
def book(first, edited) -> LittleBook:
    """The book before its first build."""
    shutil.rmtree(first.build)
    first.write("book/plain.md", FILES["book/plain.md"])
    return first


def built(book: LittleBook) -> dict[str, object]:
    """Build the book and return the files that a reader gets."""
    result = book.make()
    assert result.returncode == 0, result.stdout
    files = {path.relative_to(book.html).as_posix(): path.read_bytes()
             for path in book.html.rglob("*") if path.is_file()}
    words = index_of_words(files.pop("searchindex.js"))
    return {"words": words} | {name: VERSION_OF_A_STYLE.sub(rb"\1", content) for name, content in files.items()}


def index_of_words(script: bytes) -> dict:
    """Return what the search looks in; Sphinx may order it anew, and keep a word that is nowhere any more."""
    index = json.loads(script.removeprefix(b"Search.setIndex(").removesuffix(b")"))
    for part in ("terms", "titleterms"):
        index[part] = {word: places for word, places in index[part].items() if places != []}
    return index


@contextlib.contextmanager
def paused(book: LittleBook, step: str) -> Iterator[subprocess.Popen]:
    """Start a build, and wait until it has come to a step."""
    book.write("step", step)
    with start(book) as build:
        while not (book.root / "reached").exists():
            assert build.poll() is None, build.stdout.read()
            time.sleep(0.02)  # asks again; the test depends on the answer, not on the time
        (book.root / "reached").unlink()
        yield build


@contextlib.contextmanager
def start(book: LittleBook, *program: str) -> Iterator[subprocess.Popen]:
    """Start a program; at the end nothing of it may be left, whatever the test has found."""
    command = [sys.executable, *(program or ("-m", "tools.book"))]
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
    with subprocess.Popen(command, cwd=book.root, start_new_session=True, **streams) as process:
        try:
            yield process
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


def go_on(book: LittleBook) -> None:
    (book.root / "pause").write_text("")


@pytest.mark.parametrize("step", ["executing", "reading", "writing", "finishing"])
def test_after_a_first_build_that_was_killed_the_next_gives_the_whole_book(book, step):
    with paused(book, step) as build:
        os.killpg(build.pid, signal.SIGKILL)
    assert built(book) == book.built


@pytest.mark.parametrize("step", ["reading", "writing", "finishing"])
def test_after_a_later_build_that_was_killed_the_next_shows_what_was_edited(book, edited, step):
    shutil.copytree(book.root / "first", book.build)
    book.write("book/plain.md", EDITED)
    with paused(book, step) as build:
        os.killpg(build.pid, signal.SIGKILL)
    assert built(book) == edited


@pytest.mark.parametrize("file", ["stamp.json", "rendering.txt", "fingerprints.json", "executed/book/deep.ipynb"])
def test_what_the_build_remembers_is_not_trusted_when_it_was_half_written(book, file):
    shutil.copytree(book.root / "first", book.build)
    kept = book.build / file
    kept.write_bytes(kept.read_bytes()[:-20])
    if file != "stamp.json":  # with a stamp that is true nothing else would be read
        (book.build / "stamp.json").unlink()
    assert built(book) == book.built


def test_a_later_build_says_that_it_waits_and_finds_all_done(book):
    with paused(book, "writing") as build, start(book) as later:
        assert later.stdout.readline() == WAITING
        go_on(book)
        assert "The book is ready." in build.communicate()[0]
        assert later.communicate()[0].startswith("Nothing has changed since the last build.")


def test_a_build_waits_for_what_one_that_was_killed_has_left_running(book):
    with paused(book, "writing") as build:
        build.kill()
        with start(book) as later:
            assert later.stdout.readline() == WAITING
            go_on(book)
            assert later.wait() == 0
    assert built(book) == book.built


READING = ("-m", "tools.exclusive", sys.executable, "-c", "print('reading', flush=True); open('pause').read()")
WAITING = "This book is being built or tested elsewhere; waiting for that to end.\n"


def test_a_build_waits_until_all_have_read_the_book(book):
    with start(book, *READING) as reader, start(book, *READING) as other:
        assert reader.stdout.readline() == other.stdout.readline() == "reading\n"
        with start(book) as build:
            assert build.stdout.readline() == WAITING
            go_on(book)
            assert "The book is ready." in build.communicate()[0]


def test_a_reader_waits_for_a_build_and_then_reads_a_whole_book(book):
    with paused(book, "writing"), start(book, "-m", "tools.exclusive", sys.executable, "-c", READ) as reader:
        assert reader.stdout.readline() == "This book is being built elsewhere; waiting for that to end.\n"
        go_on(book)
        assert reader.communicate()[0] == "True\n"


READ = "import pathlib; print(pathlib.Path('_build/stamp.json').exists())"


def test_a_lock_ends_with_its_process_and_a_command_keeps_its_exit_code(book):
    with start(book, *READING) as reader:
        reader.stdout.readline()
        reader.kill()
    with start(book, "-m", "tools.exclusive", sys.executable, "-c", "raise SystemExit(3)") as reader:
        assert reader.wait() == 3
    assert "waiting" not in book.make().stdout
