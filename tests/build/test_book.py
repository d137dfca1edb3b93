"""`make book` from beginning to end on the little book: real kernels, real Sphinx."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.build.conftest import FILES, ROOT, write_little_book
from tools import render


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The little book, built once."""
    book = write_little_book(tmp_path_factory.mktemp("book"))
    result = book.make()
    assert result.returncode == 0, result.stdout
    book.first_output = result.stdout
    return book


@pytest.fixture
def book(built):
    """The little book, whose sources are put back after each test; what is built stays."""
    sources = {name: (built.root / name).read_text("utf-8") for name in FILES}
    yield built
    for name, text in sources.items():
        built.write(name, text)


def executed(output: str) -> set[str]:
    return set(re.findall(r"\[\d+/\d+\] (\S+)", output))


def test_a_first_build_executes_every_page_and_says_which_file_to_open(built):
    assert executed(built.first_output) == {"book/index.md", "book/deep.md"}
    assert built.first_output.rstrip().endswith(f"Open {built.root}/_build/html/index.html")
    assert "first value" in built.shown("book/deep")


def test_a_second_build_has_nothing_to_do_and_loads_nothing_that_takes_long(book):
    book.make()
    command = [sys.executable, "-X", "importtime", "-m", "tools.book"]
    result = subprocess.run(command, cwd=book.root, capture_output=True, text=True, check=True)
    assert "Nothing has changed" in result.stdout
    loaded = set(re.findall(r"\| +(\w+)", result.stderr))
    assert "tools" in loaded
    assert loaded & {"sphinx", "nbformat", "nbclient", "myst_nb", "matplotlib", "numpy"} == set()


@pytest.mark.parametrize("program", ["from tools import book", render.PROGRAM.rpartition(";")[0]])
def test_no_program_reads_the_grammars_of_addresses_in_all_alphabets(program):
    code = f"{program}; import jsonschema, sys; print('lark' in sys.modules)"
    result = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert result.stdout == "False\n"


def test_a_changed_module_is_seen_in_the_page_that_imports_it_through_another(book):
    book.write("mathlib/bottom.py", "VALUE = 'second value'\n")
    output = book.make().stdout
    assert executed(output) == {"book/deep.md"}
    assert "second value" in book.shown("book/deep")
    assert "first value" not in book.shown("book/deep")


def test_a_changed_title_is_seen_in_the_side_bar_of_every_page(book):
    book.make()
    book.write("book/plain.md", "# Renamed page\n\nNo cells.\n")
    assert executed(book.make().stdout) == set()
    for page in ("book/index", "book/deep", "book/plain"):
        assert "Renamed page" in book.shown(page), page
        assert "Plain page" not in book.shown(page), page


def test_a_page_taken_out_of_the_contents_leaves_no_file_behind(book):
    assert (book.html / "book/plain.html").exists()
    book.write("_toc.yml", FILES["_toc.yml"].replace("  - file: book/plain\n", ""))
    assert book.make().returncode == 0
    assert not (book.html / "book/plain.html").exists()


def test_a_failing_cell_fails_the_build_and_is_shown(book):
    book.append("book/index.md", "\n```{code-cell} ipython3\nnothing = 0\n1 / nothing\n```\n")
    for _ in range(2):  # as long as the cell fails
        result = book.make()
        assert result.returncode == 1
        assert "book/index.md, line 18: this cell failed." in result.stdout
        assert "    nothing = 0\n    1 / nothing\n" in result.stdout
        assert "    ZeroDivisionError: division by zero\n" in result.stdout
        assert "Open" not in result.stdout


def test_a_kernel_that_dies_fails_the_build(book):
    book.append("book/index.md", "\n```{code-cell} ipython3\nimport os; os._exit(1)\n```\n")
    result = book.make()
    assert result.returncode == 1
    assert "os._exit(1)\n\n    DeadKernelError" in result.stdout


def test_a_page_that_asks_for_another_kernel_is_refused(book):
    book.write("book/index.md", FILES["book/index.md"].replace("name: python3", "name: julia"))
    result = book.make()
    assert result.returncode == 1
    assert "must ask for the kernel `python3`; got 'julia'" in result.stdout


def test_a_cell_whose_options_cannot_be_read_is_named(book):
    book.append("book/index.md", "\n```{code-cell} ipython3\n:tags: [unfinished\n\n1\n```\n")
    result = book.make()
    assert result.returncode == 1
    assert re.match(r"\S+/book/index\.md: Code cell 2 at line 18 could not be read: .*\n", result.stdout)


def test_a_module_edited_while_its_page_runs_makes_the_outputs_old(book):
    module = book.root / "mathlib/bottom.py"
    code = f"from mathlib import bottom\nopen({str(module)!r}, 'a').write('# edited meanwhile')"
    book.append("book/index.md", f"\n```{{code-cell}} ipython3\n{code}\n```\n")
    result = book.make()
    assert result.returncode == 1
    assert re.search(r"book/index\.md.*: something was edited while this ran; run it again\.", result.stdout)


def test_a_warning_fails_the_build_every_time_and_not_just_the_first(book):
    book.append("book/plain.md", "\n[](nowhere.md)\n")
    for _ in range(2):
        result = book.make()
        assert result.returncode == 1
        assert "nowhere.md" in result.stdout


def test_one_page_is_shown_without_executing_the_others(book):
    book.append("book/index.md", "\nA new sentence.\n\n```{code-cell} ipython3\n'a new cell'\n```\n")
    book.append("mathlib/bottom.py", "# the other page is out of date now\n")
    result = book.make("--page", "book/index.md")
    assert result.returncode == 0
    assert executed(result.stdout) == {"book/index.md"}
    file = Path(result.stdout.rstrip().rpartition("Open ")[2])
    assert file.name == "index.html"
    assert "A new sentence." in file.read_text("utf-8")


def test_a_name_that_is_no_page_is_refused(book):
    result = book.make("--page", "book/nothing.md")
    assert result.returncode == 2
    assert "got 'book/nothing.md', and _toc.yml lists book/index.md, book/deep.md, book/plain.md." in result.stdout


def test_sphinx_refuses_outputs_that_are_out_of_date(book):
    book.append("mathlib/bottom.py", "# changed, and not executed\n")
    command = [sys.executable, "-c", "from jupyter_book.cli.main import main; main()", "build", "."]
    result = subprocess.run(command, cwd=book.root, capture_output=True, text=True, check=False)
    assert result.returncode != 0
    assert "book/deep.md: run `make book`, which executes pages before they are rendered." in result.stderr


def test_an_interrupted_build_leaves_no_kernel_behind(book):
    pid_file = book.root / "kernel.pid"
    code = f"import os, pathlib, time\npathlib.Path({str(pid_file)!r}).write_text(str(os.getpid()))\ntime.sleep(600)"
    book.append("book/index.md", f"\n```{{code-cell}} ipython3\n{code}\n```\n")
    build = subprocess.Popen([sys.executable, "-m", "tools.book"], cwd=book.root, stdout=subprocess.PIPE, text=True)
    wait_until(lambda: pid_file.exists() and pid_file.read_text())
    build.send_signal(signal.SIGTERM)
    output, _ = build.communicate(timeout=20)
    assert build.returncode == 130
    assert "Stopped." in output
    wait_until(lambda: not is_running(int(pid_file.read_text())))


def wait_until(condition, seconds=20):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)  # asks again; the test depends on the answer, not on the time


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{pid}/stat")  # a process that nobody has waited for yet is no kernel any more
    return not (status.exists() and status.read_text().rpartition(")")[2].split()[0] == "Z")
