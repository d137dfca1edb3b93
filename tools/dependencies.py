"""What each product of the build depends on, as one hash: an executed page, the rendered pages, the whole book."""

from __future__ import annotations

import ast
import hashlib
import importlib.util
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import ModuleType

from tools.project import Project, code_cells, read_notebook


def _load_by_path(path: Path) -> ModuleType:
    """Load one module without its package: the build must not need matplotlib to see that nothing changed."""
    spec = importlib.util.spec_from_file_location(f"_{path.stem}", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


_sources = _load_by_path(Path(__file__).resolve().parents[1] / "mathlib" / "live" / "fingerprint.py")

# What shows a figure in a notebook, or writes it into a file of its own, has no part in a page of the book.
NOT_IN_A_PAGE = ("mathlib.live.widget", "mathlib.live.single", "mathlib.live.assets")


def fingerprint_of_page(project: Project, page: Path) -> str:
    """Hash all that the outputs of a page depend on.

    That is: its cells and the kernel that they ask for, what of ours they use, directly or through others, the lock,
    the version of Python, and the way we execute. The sentences around the cells are read when the page is rendered.
    """
    notebook = read_notebook(page)
    cells = [(cell.source, cell.metadata.get("tags", [])) for cell in code_cells(notebook)]
    uses = _sources.uses_of(_one_program(source for source, _ in cells), root=project.root)
    files, links = _sources.dependencies(uses, project.root, NOT_IN_A_PAGE)
    content = _content(files | {project.root / "requirements.txt"}, project.root)
    return _hash(content, sorted(links), _execution(), cells, notebook.metadata.get("kernelspec"))


def fingerprint_of_code(project: Project) -> str:
    """Hash all that a page's fingerprint can depend on beside the page, the programs that work it out among it."""
    root = project.root
    files = [root / "requirements.txt", *_files_below(root / "mathlib"), *_files_below(root / "tools")]
    return _hash(_content(files, root), _execution())


def fingerprint_of_rendering(project: Project) -> str:
    """Hash what shapes every page at once, so that a change asks for a rendering from nothing."""
    root = project.root
    files = [root / "_config.yml", root / "_toc.yml", root / "requirements.txt"]
    for directory in ("tools", "book/_ext"):
        files += _files_below(root / directory)
    return _hash(_content(files, root), _execution())


def fingerprint_of_book(project: Project, elsewhere: Iterable[Path] = ()) -> str:
    """Hash every file that the book is made from; `elsewhere` are those that pages include from other places."""
    root = project.root
    files = [root / "_config.yml", root / "_toc.yml", root / "requirements.txt", root / "pyproject.toml"]
    for directory in ("book", "mathlib", "tools"):
        files += _files_below(root / directory)
    return _hash(_content([*files, *elsewhere], root), _execution())


def _execution() -> list[str]:
    """Return the Python and the executor that make the outputs."""
    executor = Path(__file__).with_name("execute.py").read_text("utf-8")
    return [sys.version, executor]


def _content(paths: Iterable[Path], root: Path) -> str:
    return _sources.fingerprint_of_files({path for path in paths if path.is_file()}, root)


def _hash(*parts: object) -> str:
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def _one_program(cells: Iterable[str]) -> str:
    """Join the cells, for a name that one imports is used in another; without those that are not Python."""
    return "\n".join(source for source in map(_without_magics, cells) if _is_python(source))


def _without_magics(source: str) -> str:
    """Blank the lines that are IPython's, not Python's."""
    return "\n".join("" if line.startswith(("%", "!")) else line for line in source.split("\n"))


def _is_python(source: str) -> bool:
    try:
        ast.parse(source)
    except SyntaxError:
        return False
    return True


def _files_below(directory: Path) -> Iterator[Path]:
    """Yield the files of a directory tree, without what tools and editors leave there."""
    for path in sorted(directory.iterdir()) if directory.is_dir() else ():
        if path.name.startswith((".", "__pycache__")) or path.name.endswith("~"):
            continue
        if path.is_dir():
            yield from _files_below(path)
        else:
            yield path
