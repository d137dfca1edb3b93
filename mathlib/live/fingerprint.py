"""A fingerprint of source code: one hash for what is used of our modules, and for all that this uses in its turn.

Whatever is computed by our modules (an executed page, a baked table) may be kept exactly as long as this hash stays the
same. A package whose `__init__.py` only gathers names from its modules is looked through: who uses
`linear_algebra.svd` depends on the module that defines it, not on its neighbours. A file that is not Python counts for
the modules of its package that name it.

The imports are read from the source, never run: the hash is there before anything is imported, costs milliseconds, and
does not mind a module that is broken at the moment. Standard library only, because the build loads this file by its
path.
"""

from __future__ import annotations

import ast
import hashlib
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import NamedTuple

PACKAGE = "mathlib"
ROOT = Path(__file__).resolve().parents[2]  # the directory that holds the package
_FILE = re.compile(r"[\w-]+\.[a-z]+$")  # the end of a string that may name a file


class Use(NamedTuple):
    """What is used: a module, and the names that are asked of it, one after the other; without any, all of it."""

    module: str
    names: tuple[str, ...] = ()


class Dependencies(NamedTuple):
    """What something depends on: files, and for each name that a package passes on, where it has it from."""

    files: set[Path]
    links: set[str]


def source_fingerprint(module_names: Iterable[str], root: Path = ROOT, without: Collection[str] = ()) -> str:
    """Hash the sources of the named modules and of all of ours that they use, directly or through others.

    Parameters
    ----------
    module_names : iterable of str
        Full names, such as `["mathlib.optimization"]`.
    root : Path
        The directory that holds the package.
    without : collection of str
        Modules that are not followed: what is hashed for does not run them.

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
    files, links = dependencies((Use(name) for name in names), root, without)
    return hashlib.sha256("\n".join([fingerprint_of_files(files, root), *sorted(links)]).encode()).hexdigest()


def dependencies(uses: Iterable[Use], root: Path = ROOT, without: Collection[str] = ()) -> Dependencies:
    """Return all that something with these uses depends on; names that are none of ours add nothing."""
    found = Dependencies(set(), set())
    find = cache(partial(_source_of, root=root))
    waiting, seen = list(uses), set()
    while waiting:
        use = waiting.pop()
        source = None if use.module in without else find(use.module)
        if source and source.name != "__init__.py":
            use = Use(use.module)  # who uses a part of a module depends on all of it
        if source and use not in seen:
            waiting += _followed(use, source, find, root, found)
        seen.add(use)
    return found


def uses_of(source: str, package: str = "", root: Path = ROOT) -> set[Use]:
    """Name what the Python text uses of our modules, at any depth of it; a text that does not parse uses nothing.

    Relative imports are resolved against `package`.

    Examples
    --------
    >>> sorted(uses_of("from mathlib import data, graphs; data.load_iris(); print(graphs)"))
    [Use(module='mathlib', names=('data', 'load_iris')), Use(module='mathlib', names=('graphs',))]
    """
    try:
        names = _read(ast.parse(source).body, package, root)
    except (SyntaxError, ValueError):
        return set()
    return _used(names.bound, names.chains)


def fingerprint_of_files(paths: Iterable[Path], root: Path) -> str:
    """Hash names (relative to `root`) and contents of files, in an order that does not depend on the machine."""
    digest = hashlib.sha256()
    for name, path in sorted((path.relative_to(root).as_posix(), path) for path in paths):
        content = path.read_bytes()
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


# ---- following

def _followed(use: Use, source: Path, find: Callable, root: Path, found: Dependencies) -> Iterable[Use]:
    """Write down what one use of a module depends on; return what that uses in its turn."""
    module, names = use
    text = _text_of(source, module, root)
    above = [use for package in _packages_above(module) for use in _run(package, find, root, found)]
    if source.name != "__init__.py" or not names:
        return [*above, *_whole(text, source, found)]
    above += _run(module, find, root, found)
    first, *rest = names
    if first in text.passed_on:
        origin = text.passed_on[first]
        found.links.add(f"{module}.{first} = {'.'.join([origin.module, *origin.names])}")
        return [*above, Use(origin.module, (*origin.names, *rest))]
    if find(f"{module}.{first}"):
        return [*above, Use(f"{module}.{first}", tuple(rest))]
    return above if first in text.defined else [*above, *_whole(text, source, found)]


def _packages_above(module: str) -> Iterator[str]:
    """Yield `a.b` and `a` for `a.b.c`: importing a module runs the packages above it."""
    while module := module.rpartition(".")[0]:
        yield module


def _run(package: str, find: Callable, root: Path, found: Dependencies) -> Collection[Use]:
    """Write down a package that does more than gather names from its modules; return what it uses itself."""
    source = find(package)
    if not source or not (text := _text_of(source, package, root)).runs:
        return ()
    if source not in found.files:
        found.files.update({source, *_named(text.strings, source)})
    return text.own


def _whole(text: _Text, source: Path, found: Dependencies) -> Collection[Use]:
    found.files.update({source, *_named(text.strings, source)})
    return text.uses


def _named(strings: Collection[str], source: Path) -> set[Path]:
    """Return the files that are not Python, down to the next package, whose names stand in a text as strings."""
    names = {text.rpartition("/")[2] for text in strings}
    return {path for path in _data_below(source.parent) if path.name in names}


def _data_below(directory: Path) -> Iterator[Path]:
    for path in directory.iterdir():
        if path.is_dir():
            if not (path / "__init__.py").exists():
                yield from _data_below(path)
        elif path.suffix not in (".py", ".pyc"):
            yield path


def _source_of(name: str, root: Path) -> Path | None:
    """Find the file of a module of ours, or None."""
    if name.partition(".")[0] != PACKAGE or not all(part.isidentifier() for part in name.split(".")):
        return None
    path = root.joinpath(*name.split("."))
    candidates = (path / "__init__.py", path.with_suffix(".py"))
    return next((candidate for candidate in candidates if candidate.is_file()), None)


# ---- reading

class _Text(NamedTuple):
    """What one file says: what it uses, and, as a package, which names it passes on and what it does itself."""

    uses: frozenset[Use]
    strings: frozenset[str]
    passed_on: dict[str, Use]
    runs: bool
    own: frozenset[Use]
    defined: frozenset[str]


class _Names(NamedTuple):
    """What stands in some statements: what names are bound to, what is read of them, what may name a file."""

    bound: dict[str, set[Use]]
    chains: set[tuple[str, ...]]
    strings: set[str]


def _text_of(path: Path, module: str, root: Path) -> _Text:
    status = path.stat()
    return _text_of_version(path, module, root, status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=1024)
def _text_of_version(path: Path, module: str, root: Path, mtime_ns: int, size: int) -> _Text:
    """Read one version of a file once: many figures ask for the same closure."""
    try:
        body = ast.parse(path.read_text("utf-8", errors="replace")).body
    except (SyntaxError, ValueError):
        body = []
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    gathering = [node for node in body if isinstance(node, ast.ImportFrom) and node.names[0].name != "*"]
    acting = [node for node in body if not (node in gathering or _is_docstring(node) or _is_list_of_names(node))]
    gathered, acted = _read(gathering, package, root), _read(acting, package, root)
    return _Text(uses=frozenset(_used(gathered.bound, acted.chains) | _used(acted.bound, acted.chains)),
                 strings=frozenset(acted.strings), runs=bool(acting),
                 passed_on={name: use for name, uses in gathered.bound.items() for use in uses},
                 own=frozenset(_asked(gathered.bound, acted.chains) | _used(acted.bound, acted.chains)),
                 defined=frozenset(name for node in acting for name in _defined_by(node)))


def _is_docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _is_list_of_names(node: ast.stmt) -> bool:
    return isinstance(node, ast.Assign) and [getattr(one, "id", "") for one in node.targets] == ["__all__"]


def _defined_by(node: ast.stmt) -> Iterator[str]:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        yield node.name
    elif isinstance(node, ast.Assign):
        yield from (target.id for target in node.targets if isinstance(target, ast.Name))


def _asked(bound: dict[str, set[Use]], chains: set[tuple[str, ...]]) -> set[Use]:
    """Return what is read of the names that are bound to ours."""
    return {Use(use.module, (*use.names, *rest)) for name, *rest in chains for use in bound.get(name, ())}


def _used(bound: dict[str, set[Use]], chains: set[tuple[str, ...]]) -> set[Use]:
    """Return what is read, and what is imported and never read: as a whole."""
    read = {name for name, *_ in chains}
    return _asked(bound, chains) | {use for name, uses in bound.items() if name not in read for use in uses}


def _read(body: Iterable[ast.stmt], package: str, root: Path) -> _Names:
    names = _Names({}, set(), set())
    waiting: list[ast.AST] = list(body)
    while waiting:
        node = waiting.pop()
        for local, use in _bound_by(node, package, root):
            if use.module.partition(".")[0] == PACKAGE:
                names.bound.setdefault(local, set()).add(use)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and _FILE.search(node.value):
            names.strings.add(_FILE.search(node.value).group())
        chain, inner = _chain(node)
        if chain:
            names.chains.add(chain)
        else:
            waiting += ast.iter_child_nodes(inner)
    return names


def _chain(node: ast.AST) -> tuple[tuple[str, ...], ast.AST]:
    """Return a name that is read with the attributes that are asked of it, `a.b.c`; and where such a chain begins."""
    attributes: list[str] = []
    while isinstance(node, ast.Attribute):
        attributes.insert(0, node.attr)
        node = node.value
    return ((node.id, *attributes) if isinstance(node, ast.Name) else ()), node


def _bound_by(node: ast.AST, package: str, root: Path) -> Iterator[tuple[str, Use]]:
    """Yield pairs (local name, what it stands for) for one syntax node; an empty name for what is used at once."""
    if isinstance(node, ast.Import):
        for alias in node.names:
            if alias.asname:
                yield alias.asname, Use(alias.name)
            else:
                yield "", Use(alias.name)
                yield alias.name.partition(".")[0], Use(alias.name.partition(".")[0])
    elif isinstance(node, ast.ImportFrom):
        base = _absolute(node.module or "", node.level, package)
        for alias in node.names:
            if alias.name == "*":
                yield from (("", Use(name)) for name in (base, *_submodules_of(base, root)))
            else:
                yield alias.asname or alias.name, Use(base, (alias.name,))
    elif isinstance(node, ast.Call) and node.args and _name_of(node.func) in {"import_module", "__import__"}:
        target = node.args[0]
        if isinstance(target, ast.Constant) and isinstance(target.value, str):
            module = target.value.lstrip(".")
            yield "", Use(_absolute(module, len(target.value) - len(module), package))


def _name_of(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _absolute(module: str, level: int, package: str) -> str:
    """Resolve a relative import: one dot is the package itself, each further dot one level up."""
    if level == 0:
        return module
    base = package.split(".")[: len(package.split(".")) - (level - 1)]
    return ".".join([*base, module] if module else base)


def _submodules_of(package: str, root: Path) -> list[str]:
    """Name what `from package import *` may load."""
    source = _source_of(package, root)
    if source is None or source.name != "__init__.py":
        return []
    siblings = (path for path in source.parent.iterdir() if path.suffix in ("", ".py") and path != source)
    return [f"{package}.{path.stem}" for path in siblings]
