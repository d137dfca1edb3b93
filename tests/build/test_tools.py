"""The small programs: notebooks, server, browsers, and JupyterLab on the pages."""

from __future__ import annotations

import asyncio
import difflib
import logging
import os
import re
import socket
import subprocess
import sys
import threading
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import jupytext
import nbformat
import pytest
from jupytext.config import load_jupytext_config

from tests.build.conftest import ROOT
from tools import browsers
from tools.formulas import in_lab
from tools.notebooks import write_notebooks
from tools.pages_manager import PagesManager
from tools.project import Project, code_cells, read_notebook
from tools.sentences import LINK, LISTING, ROLE
from tools.serve import server_of

BOOK = Project(ROOT)
MACRO = re.compile(r"\\(?:path|data|second|good|bad|live)\{[^}]*")


def test_a_page_becomes_a_notebook_with_its_cells_and_without_outputs(little_book, tmp_path):
    little_book.write("book/pictures/sketch.svg", "<svg/>")
    target = tmp_path / "notebooks"
    assert write_notebooks(little_book, target) == ["book/index.ipynb", "book/deep.ipynb"]
    for page in little_book.notebooks():
        notebook = nbformat.read(target / page.relative_to(little_book.root).with_suffix(".ipynb"), as_version=4)
        nbformat.validate(notebook)
        assert [cell.source for cell in code_cells(notebook)] == [
            cell.source for cell in code_cells(read_notebook(page))
        ]
        assert not any(cell.outputs or cell.execution_count for cell in code_cells(notebook))
        assert notebook.metadata.kernelspec.name == "python3"
    assert (target / "book/pictures/sketch.svg").exists()
    assert not (target / "book/plain.ipynb").exists()


def test_sentences_that_move_are_plain_words_in_a_notebook(little_book, tmp_path):
    shown = "```markdown\n{live}`0.06 <scrub ball speed>`\n```"
    page = little_book.root / "book/deep.md"
    page.write_text(page.read_text("utf-8") + "\n:::{note}\nTry {live}`a *fast*\none <set ball speed=8,t=0>`, now "
                    "{live}`0.06 <scrub ball speed>`: {live}`… <show ball status>`\n:::\n\n" + shown + "\n", "utf-8")
    write_notebooks(little_book, tmp_path / "notebooks")
    words = nbformat.read(tmp_path / "notebooks/book/deep.ipynb", as_version=4).cells[-1].source
    assert words.endswith(":::{note}\nTry a *fast*\none, now 0.06: …\n:::\n\n" + shown)


def test_formulas_in_a_notebook_have_no_macros_of_the_book(little_book, tmp_path):
    page = little_book.root / "book/deep.md"
    page.write_text(page.read_text("utf-8") + "\n$\\path{x} = \\live{0.06 <show ball speed>}$\n", "utf-8")
    write_notebooks(little_book, tmp_path / "notebooks")
    words = nbformat.read(tmp_path / "notebooks/book/deep.ipynb", as_version=4).cells[-1].source
    assert words.endswith("$\\textcolor{#c23b14}{x} = {0.06}$")


def test_notebooks_are_the_same_every_time(little_book, tmp_path):
    contents = []
    for _ in range(2):
        write_notebooks(little_book, tmp_path / "notebooks")
        contents.append({path: path.read_bytes() for path in (tmp_path / "notebooks").rglob("*.ipynb")})
    assert contents[0] == contents[1]


def test_the_server_serves_the_book_to_this_machine_only(tmp_path):
    (tmp_path / "index.html").write_text("the book")
    with server_of(tmp_path, 0) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with urllib.request.urlopen(f"http://127.0.0.1:{server.server_port}/") as answer:
            assert answer.read() == b"the book"
        server.shutdown()
        assert server.server_address[0] == "127.0.0.1"


def as_jupyterlab_saves(page: Path) -> str:
    """Return the text that JupyterLab writes when a page is opened, run and saved."""
    configuration = load_jupytext_config(str(page))
    notebook = jupytext.read(page, config=configuration)
    # As JupyterLab completes them from the running kernel.
    notebook.metadata["kernelspec"] = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    notebook.metadata["language_info"] = {"name": "python", "pygments_lexer": "ipython3", "version": "3.11.0"}
    for cell in notebook.cells:
        cell.metadata["trusted"] = True
    return jupytext.writes(notebook, fmt="md:myst", config=configuration)


def test_saving_a_page_of_the_book_in_jupyterlab_does_not_change_it():
    differences = []
    for page in BOOK.notebooks():
        before, after = page.read_text("utf-8").splitlines(), as_jupyterlab_saves(page).splitlines()
        differences += difflib.unified_diff(before, after, BOOK.name(page), "as JupyterLab saves it", n=1, lineterm="")
    assert not differences, "\n".join(differences)


@pytest.mark.parametrize("page", BOOK.notebooks(), ids=BOOK.name)
def test_jupyterlab_shows_links_for_sentences_that_move_and_saves_the_page_as_it_was(page, tmp_path):
    copy = tmp_path / "page.md"
    copy.write_bytes(page.read_bytes())

    async def open_and_save():
        manager = PagesManager(root_dir=str(tmp_path), log=logging.getLogger("quiet"))
        model = await manager.get("page.md", type="notebook")
        shown = "".join(cell["source"] for cell in model["content"]["cells"] if cell["cell_type"] == "markdown")
        await manager.save({"type": "notebook", "content": model["content"]}, "page.md")
        return shown

    with ThreadPoolExecutor(1) as thread:  # in this one playwright's loop may be running
        shown = thread.submit(asyncio.run, open_and_save()).result()
    assert re.findall(r"\{live\}`[^`]*>`", LISTING.sub("", shown)) == []
    assert len(LINK.findall(shown)) == len(ROLE.findall(LISTING.sub("", page.read_text("utf-8"))))
    assert in_lab(shown) == shown, "no macro of the book is left in a formula"
    saved, written = copy.read_text("utf-8"), page.read_text("utf-8")
    assert ROLE.findall(saved) == ROLE.findall(written)
    assert MACRO.findall(saved) == MACRO.findall(written)


@pytest.fixture
def lab(little_book):
    """JupyterLab on the little book; yields its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    home = little_book.root / "home"
    home.mkdir()
    command = [sys.executable, "-m", "tools.lab", "--no-browser", "--port", str(port), "--token", ""]
    environment = os.environ | {"HOME": str(home)}
    with open(little_book.root / "lab.log", "w+") as log:
        server = subprocess.Popen(command, cwd=little_book.root, env=environment, stdout=log, stderr=log)
        yield f"http://127.0.0.1:{port}/lab/tree/book"
        server.terminate()
        server.wait(20)
    assert list(home.iterdir()) == []


def test_a_double_click_opens_a_page_as_a_notebook_that_runs(lab, little_book, one_playwright):
    options = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    browser = one_playwright.chromium.launch(executable_path=browsers.chromium(), args=options)
    tab = browser.new_page()
    tab.set_default_timeout(90_000)  # a busy machine
    elsewhere = []
    tab.on("request", lambda request: request.url.startswith(lab[:20]) or elsewhere.append(request.url))
    open_when_it_answers(tab, lab)
    tab.locator(".jp-DirListing-item", has_text="deep.md").dblclick()
    tab.locator(".jp-Toolbar-kernelName", has_text="Python 3 (ipykernel)").wait_for()
    tab.locator(".jp-Notebook-ExecutionIndicator[data-status=idle]").wait_for()
    tab.locator(".jp-Notebook .jp-CodeCell .cm-content").first.click()
    tab.keyboard.press("Control+Enter")
    tab.locator(".jp-OutputArea-output", has_text="first value").wait_for()
    assert tab.locator(".jp-Dialog, .Toastify__toast").count() == 0
    assert elsewhere == []
    browser.close()


def open_when_it_answers(tab, address):
    for _ in range(100):
        try:
            urllib.request.urlopen(address).close()
            break
        except OSError:
            tab.wait_for_timeout(200)
    tab.goto(address)
