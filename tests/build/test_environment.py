"""`make` on machines that lack something, played with little stand-ins for Python on a PATH of their own."""

from __future__ import annotations

import os
import re
import select
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.build.conftest import ROOT

TOOLS = ("bash", "sh", "dirname", "cat", "cksum", "uname", "rm", "mkdir", "touch", "cp", "sed", "awk", "make")

BROKEN_SHIM = "#!/bin/sh\necho 'pyenv: python3: command not found' >&2\nexit 127\n"

RM = shutil.which("rm")

LOCKS = Path("/proc/locks")  # of all processes; those that wait are marked ->

# Answers what the script asks of a Python, and writes down what pip was told; `breaks` holds what kills its caller, and
# a pipe named `pause` is waited at.
GOOD_PYTHON = f"""\
#!/bin/sh
case "$*" in
    *fcntl*) exec {sys.executable} "$@" ;;
    "--version") echo "Python 3.11.9" ;;
    *"-m venv .venv") mkdir -p .venv/bin && cp "$0" .venv/bin/python && echo made >> log ;;
    *"-m pip --version") ;;
    *"-m pip install"*) echo "$*" >> log; [ ! -p pause ] || {{ cat pause; rm pause; }}; [ ! -f network-is-down ] ;;
esac || exit
if [ -f breaks ]; then case "$*" in *"$(cat breaks)"*) rm breaks; kill -9 "$PPID" ;; esac; fi
"""
# Of .venv it removes one file, the mark that all the rest is worth nothing, and is killed together with its caller.
HALF_A_REMOVAL = f"""\
#!/bin/sh
for file; do
    case "$file" in
        -*) ;;
        .venv) {RM} .venv/unfinished; kill -9 "$PPID"; exit 1 ;;
        *) {RM} -rf "$file" ;;
    esac
done
"""

WITHOUT_VENV = """\
#!/bin/sh
case "$*" in
    *ensurepip*) exit 1 ;;
    *version_info\\[:2\\]*) echo 3.11 ;;
esac
"""


class Machine:
    """A checkout, and a PATH with nothing on it but the usual small tools."""

    def __init__(self, root: Path):
        self.root, self.path = root / "checkout", root / "bin"
        self.path.mkdir()
        (self.root / "tools").mkdir(parents=True)
        for tool in TOOLS:
            (self.path / tool).symlink_to(shutil.which(tool))
        shutil.copy(ROOT / "tools/environment.sh", self.root / "tools")
        for name in ("pyproject.toml", "requirements.txt", "Makefile"):
            shutil.copy(ROOT / name, self.root)

    def install(self, name: str, script: str) -> None:
        (self.path / name).write_text(script)
        (self.path / name).chmod(0o755)

    def prepare(self) -> subprocess.CompletedProcess:
        return self.run("sh", "tools/environment.sh", "requirements.txt")

    def start(self) -> subprocess.Popen:
        options = {"cwd": self.root, "env": {"PATH": str(self.path)}, "stdout": subprocess.PIPE, "text": True}
        return subprocess.Popen(["sh", "tools/environment.sh", "requirements.txt"], **options)

    def run(self, *command: str) -> subprocess.CompletedProcess:
        options = {"cwd": self.root, "env": {"PATH": str(self.path)}, "capture_output": True, "text": True}
        return subprocess.run(command, check=False, **options)

    def log(self) -> list[str]:
        """Return what was done since this was asked last."""
        file = self.root / "log"
        lines = file.read_text().splitlines() if file.exists() else []
        file.unlink(missing_ok=True)
        return lines


@pytest.fixture
def machine(tmp_path):
    return Machine(tmp_path)


def is_held_back(process: subprocess.Popen, lock: Path) -> bool:
    """Tell whether a run waits for a lock, or goes on and says what it does next."""
    while not select.select([process.stdout], [], [], 0.02)[0]:
        if any("->" in held and f":{lock.stat().st_ino} " in held for held in LOCKS.read_text().splitlines()):
            return True
    return False


MADE = [
    "made",
    "-m pip install --quiet --require-hashes --requirement requirements.txt",
    "-m pip install --quiet --no-deps --no-build-isolation --editable .",
]


@pytest.mark.parametrize("shims", [{}, {"python3": BROKEN_SHIM, "python3.13": BROKEN_SHIM}], ids=["none", "shims"])
def test_without_a_python_one_sentence_says_how_to_install_it(machine, shims):
    for name, script in shims.items():
        machine.install(name, script)
    result = machine.prepare()
    assert result.returncode == 1
    assert len(result.stderr.splitlines()) == 1
    assert re.search(r"needs Python 3\.11 or newer, .* install it with `(sudo apt-get|brew) install ", result.stderr)


def test_without_the_venv_module_one_sentence_says_how_to_install_it(machine):
    machine.install("python3", WITHOUT_VENV)
    result = machine.prepare()
    assert result.returncode == 1
    assert result.stderr == (
        "Python 3.11 lacks its venv module: install it with `sudo apt-get install python3.11-venv`.\n"
    )


def test_a_python_that_is_complete_is_preferred_to_one_that_is_not(machine):
    machine.install("python3.13", WITHOUT_VENV)
    machine.install("python3", GOOD_PYTHON)
    assert machine.prepare().returncode == 0


def test_make_stops_at_the_missing_python(machine):
    result = machine.run("make", "book")
    assert result.returncode != 0
    assert "needs Python 3.11 or newer" in result.stderr


def test_an_environment_is_made_once(machine):
    machine.install("python3", GOOD_PYTHON)
    assert machine.prepare().returncode == 0
    assert machine.log() == MADE
    result = machine.prepare()
    assert (result.returncode, result.stdout, machine.log()) == (0, "", [])


def test_a_touched_lock_installs_nothing_and_a_changed_one_only_what_is_new(machine):
    machine.install("python3", GOOD_PYTHON)
    machine.prepare()
    machine.log()
    lock = machine.root / "requirements.txt"
    lock.touch()
    machine.prepare()
    assert machine.log() == []
    lock.write_text(lock.read_text() + "\n")
    machine.prepare()
    assert machine.log() == MADE[1:]


def test_an_installation_that_broke_off_is_reported_and_made_from_nothing_next_time(machine):
    machine.install("python3", GOOD_PYTHON)
    (machine.root / "network-is-down").touch()
    assert machine.prepare().returncode != 0
    (machine.root / "network-is-down").unlink()
    machine.log()
    assert machine.prepare().returncode == 0
    assert machine.log() == MADE


def test_an_update_that_broke_off_is_not_trusted_even_when_the_lock_is_put_back(machine):
    machine.install("python3", GOOD_PYTHON)
    machine.prepare()
    lock, network_is_down = machine.root / "requirements.txt", machine.root / "network-is-down"
    text = lock.read_text()
    lock.write_text(text + "\n")
    network_is_down.touch()
    assert machine.prepare().returncode != 0
    lock.write_text(text)
    network_is_down.unlink()
    machine.log()
    assert machine.prepare().returncode == 0
    assert machine.log() == MADE


def test_an_environment_whose_python_is_gone_is_made_again(machine):
    machine.install("python3", GOOD_PYTHON)
    machine.prepare()
    machine.log()
    (machine.root / ".venv/bin/python").unlink()
    assert machine.prepare().returncode == 0
    assert machine.log() == MADE


@pytest.mark.parametrize("step", ["-m venv", "--requirement", "--editable"])
def test_a_run_that_was_killed_is_not_trusted(machine, step):
    machine.install("python3", GOOD_PYTHON)
    (machine.root / "breaks").write_text(step)
    assert machine.prepare().returncode == -signal.SIGKILL
    machine.log()
    assert machine.prepare().returncode == 0
    assert machine.log() == MADE


def test_an_environment_that_was_half_removed_is_not_trusted(machine):
    machine.install("python3", GOOD_PYTHON)
    machine.prepare()
    machine.log()
    (machine.root / ".venv/unfinished").touch()
    (machine.path / "rm").unlink()
    machine.install("rm", HALF_A_REMOVAL)
    assert machine.prepare().returncode == -signal.SIGKILL
    machine.install("rm", f'#!/bin/sh\nexec {RM} "$@"\n')
    assert machine.prepare().returncode == 0
    assert machine.log() == MADE


@pytest.mark.skipif(not LOCKS.exists(), reason="only Linux tells who waits for a lock")
def test_of_two_runs_at_once_the_later_says_that_it_waits_and_finds_all_done(machine):
    machine.install("python3", GOOD_PYTHON)
    os.mkfifo(machine.root / "pause")
    with machine.start() as first:
        assert first.stdout.readline().startswith("Making an environment")
        assert first.stdout.readline().startswith("Installing what requirements.txt lists")
        with machine.start() as second:
            assert second.stdout.readline() == "Another run is making the environment in .venv; waiting for it.\n"
            held_back = is_held_back(second, machine.root / "_build/environment-lock")
            (machine.root / "pause").write_text("")
            assert (held_back, first.wait(), second.communicate()[0]) == (True, 0, "")
        assert (second.returncode, machine.log()) == (0, MADE)


def test_the_real_python_passes_the_questions_of_the_script(machine):
    questions = re.findall(r'works "\$1" -c \'(.*)\'', (ROOT / "tools/environment.sh").read_text())
    assert len(questions) == 2
    for question in questions:
        subprocess.run([sys.executable, "-c", question], check=True)


def test_help_lists_every_target_in_one_line(machine):
    makefile = (ROOT / "Makefile").read_text()
    targets = re.search(r"^\.PHONY: (.*)", makefile, re.MULTILINE)[1].split()
    result = machine.run("make")
    listed = re.findall(r"^make (\S+) +\S", result.stdout, re.MULTILINE)
    assert listed == [target for target in targets if not target.endswith("environment")]
    assert len(result.stdout.splitlines()) == len(listed)
