"""The lock files: complete, hashed, bound to no server and no machine, and made from pyproject.toml."""

from __future__ import annotations

import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.build.conftest import ROOT

LOCKS = ("requirements.txt", "requirements-test.txt")


def lines(lock: str) -> list[str]:
    """Return the logical lines of a lock, comments taken away."""
    text = (ROOT / lock).read_text("utf-8").replace("\\\n", " ")
    return [line for line in text.splitlines() if line.strip() and not line.strip().startswith("#")]


def pinned(lock: str) -> dict[str, list[Requirement]]:
    """Map each name to what is pinned; another platform or Python may have another version."""
    found: dict[str, list[Requirement]] = {}
    for line in lines(lock):
        requirement = Requirement(line.partition(" --hash")[0])
        found.setdefault(canonicalize_name(requirement.name), []).append(requirement)
    return found


def asked_for(*extras: str) -> list[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    optional = [each for extra in extras for each in project["optional-dependencies"][extra]]
    return [Requirement(each) for each in project["dependencies"] + optional]


@pytest.mark.parametrize("lock", LOCKS)
def test_every_requirement_is_pinned_and_has_hashes(lock):
    assert lines(lock)
    for line in lines(lock):
        assert re.match(r"[\w.-]+(\[[\w,-]+\])?==\S+ ", line), line
        assert re.search(r" --hash=sha256:[0-9a-f]{64}", line), line


@pytest.mark.parametrize("lock", LOCKS)
def test_no_server_no_address_no_path_of_a_machine(lock):
    text = (ROOT / lock).read_text("utf-8")
    assert not re.search(r"://|--index|--find-links|--extra-index| @ |(^|\s)/\w", text)


@pytest.mark.parametrize(("lock", "extras"), [(LOCKS[0], ["book"]), (LOCKS[1], ["book", "test"])])
def test_every_dependency_is_in_the_lock_in_a_version_that_it_allows(lock, extras):
    pins = pinned(lock)
    for wanted in asked_for(*extras):
        for pin in pins[canonicalize_name(wanted.name)]:
            version = str(pin.specifier).removeprefix("==")
            assert wanted.specifier.contains(version), f"{wanted} is locked as {pin}: run `make lock`"


def test_the_tests_run_with_what_readers_have():
    readers, testers = pinned(LOCKS[0]), pinned(LOCKS[1])
    assert {name: testers.get(name) for name in readers} == readers
