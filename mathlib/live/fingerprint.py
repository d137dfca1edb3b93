"""A fingerprint of source code: one hash for a module and everything of ours that it imports.

Whatever is computed by our modules (an executed page, a baked table) may be kept exactly as long as this hash stays the
same. The imports are read from the source, never run: the hash is there before anything is imported, costs
milliseconds, and does not mind a module that is broken at the moment. Standard library only, because the build loads
this file by its path.
"""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

PACKAGE = "mathlib"
ROOT = Path(__file__).resolve().parents[2]  # the directory that holds the package


def source_fingerprint(module_names: Iterable[str], root: Path = ROOT) -> str:
    """Hash the sources of the named modules and of all modules of ours that they import, directly or through others.

    Parameters
    ----------
    module_names : iterable of str
        Full names, such as `["mathlib.optimization"]`.
    root : Path
        The directory that holds the package.

    Returns
    -------
    str
        64 hexadecimal digits, the same on every machine that has the same sources.

    Raises
    ------
    TypeError
        If `module_names` is a single string.
    ValueError
        If a name is no module of ours: its changes would go unnoticed.

    Examples
    --------
    >>> len(source_fingerprint(["mathlib.live.fingerprint"]))
    64
    """
    if isinstance(module_names, str):
        raise TypeError(f"`module_names` must be a list of module names; got the string {module_names!r}.")
    names = sorted(set(module_names))
    for name in names:
        if not isinstance(name, str) or _source_of(name, root) is None:
            raise ValueError(f"`module_names` must name modules of {PACKAGE}; got {name!r}.")
    return fingerprint_of_files(sources_of(names, root), root)


def sources_of(module_names: Iterable[str], root: Path = ROOT) -> set[Path]:
    """List the files behind the named modules and all modules of ours that they import; other names add nothing."""
    found: set[Path] = set()
    waiting = {ancestor for name in module_names for ancestor in _with_parents(name)}
    seen = set(waiting)
    while waiting:
        name = waiting.pop()
        source = _source_of(name, root)
        if source is None:
            continue
        found |= {source, *_data_beside(source)}
        package = name if source.name == "__init__.py" else name.rpartition(".")[0]
        imported = {ancestor for each in _imports_of_file(source, package, root) for ancestor in _with_parents(each)}
        waiting |= imported - seen
        seen |= imported
    return found


def modules_imported_by(source: str, package: str = "", root: Path = ROOT) -> set[str]:
    """Name every module that the Python text may import, at any depth of it; a text that does not parse imports none.

    `from a import b` yields both `a` and `a.b`, because the text does not tell whether `b` is a module.
    `import mathlib` followed by `mathlib.optimization.x` yields `mathlib.optimization` too, because a package may load
    its modules on first use. Relative imports are resolved against `package`.

    Examples
    --------
    >>> sorted(modules_imported_by("import numpy as np; from mathlib.figures import tour"))
    ['mathlib.figures', 'mathlib.figures.tour', 'numpy']
    """
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return set()
    bound: dict[str, str] = {}  # a local name -> the dotted name that it stands for
    names: set[str] = set()
    for node in ast.walk(tree):
        for local, name in _imports_of_node(node, package, root):
            names.add(name)
            bound[local] = name
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            names |= _modules_reached_by(node, bound, root)
    return names


def fingerprint_of_files(paths: Iterable[Path], root: Path) -> str:
    """Hash names (relative to `root`) and contents of files, in an order that does not depend on the machine."""
    digest = hashlib.sha256()
    for name, path in sorted((path.relative_to(root).as_posix(), path) for path in paths):
        content = path.read_bytes()
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def _imports_of_node(node: ast.AST, package: str, root: Path) -> Iterator[tuple[str, str]]:
    """Yield pairs (local name, module or member that it stands for) for one syntax node."""
    if isinstance(node, ast.Import):
        for alias in node.names:
            yield (alias.asname, alias.name) if alias.asname else (alias.name.partition(".")[0], alias.name)
    elif isinstance(node, ast.ImportFrom):
        base = _absolute(node.module or "", node.level, package)
        yield "", base
        for alias in node.names:
            if alias.name == "*":
                yield from (("", name) for name in _submodules_of(base, root))
            else:
                yield alias.asname or alias.name, f"{base}.{alias.name}"
    elif isinstance(node, ast.Call) and node.args and _name_of(node.func) in {"import_module", "__import__"}:
        target = node.args[0]
        if isinstance(target, ast.Constant) and isinstance(target.value, str):
            module = target.value.lstrip(".")
            yield "", _absolute(module, len(target.value) - len(module), package)


def _absolute(module: str, level: int, package: str) -> str:
    """Resolve a relative import: one dot is the package itself, each further dot one level up."""
    if level == 0:
        return module
    base = package.split(".")[: len(package.split(".")) - (level - 1)]
    return ".".join([*base, module] if module else base)


def _modules_reached_by(node: ast.Attribute, bound: dict[str, str], root: Path) -> set[str]:
    """Name the modules of ours along an attribute chain such as `mathlib.figures.tour`."""
    chain = [node.attr]
    while isinstance(node.value, ast.Attribute):
        node = node.value
        chain.insert(0, node.attr)
    if not isinstance(node.value, ast.Name):
        return set()
    # `import a.b` binds `a`, and records `a.b`: the chain starts at the name that is bound.
    base = bound.get(node.value.id, "")
    if base.partition(".")[0] == node.value.id:
        base = node.value.id
    names = {".".join([base, *chain[:end]]) for end in range(1, len(chain) + 1)}
    return {name for name in names if base and _source_of(name, root)}


def _name_of(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _imports_of_file(path: Path, package: str, root: Path) -> frozenset[str]:
    status = path.stat()
    return _imports_of_version(path, package, root, status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=1024)
def _imports_of_version(path: Path, package: str, root: Path, mtime_ns: int, size: int) -> frozenset[str]:
    """Parse one version of a file once: many figures ask for the same closure."""
    return frozenset(modules_imported_by(path.read_text("utf-8", errors="replace"), package, root))


def _with_parents(name: str) -> Iterator[str]:
    """Yield `a.b.c`, `a.b`, `a`: importing a module runs the packages above it."""
    while name:
        yield name
        name = name.rpartition(".")[0]


def _source_of(name: str, root: Path) -> Path | None:
    """Find the file of a module of ours, or None."""
    if name.partition(".")[0] != PACKAGE or not all(part.isidentifier() for part in name.split(".")):
        return None
    path = root.joinpath(*name.split("."))
    candidates = (path / "__init__.py", path.with_suffix(".py"))
    return next((candidate for candidate in candidates if candidate.is_file()), None)


def _submodules_of(package: str, root: Path) -> list[str]:
    """Name what `from package import *` may load."""
    source = _source_of(package, root)
    if source is None or source.name != "__init__.py":
        return []
    siblings = (path for path in source.parent.iterdir() if path.suffix in ("", ".py") and path != source)
    return [f"{package}.{path.stem}" for path in siblings]


def _data_beside(source: Path) -> set[Path]:
    """List the files of a package that are not Python (scripts, styles, tables), down to the next package."""
    return set(_data_below(source.parent)) if source.name == "__init__.py" else set()


def _data_below(directory: Path) -> Iterator[Path]:
    for path in directory.iterdir():
        if path.name.startswith((".", "__pycache__")) or path.name.endswith("~"):
            continue  # left there by tools and editors
        if path.is_dir():
            if not (path / "__init__.py").exists():
                yield from _data_below(path)
        elif path.suffix not in (".py", ".pyc"):
            yield path
