"""Which browsers the tests drive, how they are installed, and what a run does without: played with stand-ins."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.build.conftest import ROOT
from tools import browsers

pytestmark = pytest.mark.skipif(sys.platform == "darwin", reason="browsers are found in /Applications, too")

APT = "-qq -o DPkg::Lock::Timeout=600"
INSTALL = f"apt-get {APT} install -y --no-install-recommends"

# Writes down what it is told; installs what the variable RELEASE lists.
APT_GET = """\
#!/bin/sh
echo "apt-get $*" >> "$LOG"
for package; do :; done
case " update $RELEASE " in *" $package "*) ;; *) exit 100 ;; esac
printf '#!/bin/sh\\n' > "$BIN/$package"
chmod +x "$BIN/$package"
"""
BREW = """\
#!/bin/sh
echo "brew $*" >> "$LOG"
for name in chromium firefox; do printf '#!/bin/sh\\n' > "$BIN/$name"; chmod +x "$BIN/$name"; done
"""
SUDO = '#!/bin/sh\necho "sudo $*" >> "$LOG"\nshift\nexec "$@"\n'
SUDO_WITH_PASSWORD = '#!/bin/sh\necho "sudo: a password is required" >&2\nexit 1\n'

# Playwright's download succeeds where the variable DOWNLOAD gives the program that it brings.
PLAYWRIGHT = """\
import os, pathlib, sys

with open(os.environ["LOG"], "a") as log:
    print("playwright", *sys.argv[1:], file=log)
if "--with-deps" in sys.argv and "DEPENDENCIES" not in os.environ or "DOWNLOAD" not in os.environ:
    sys.exit(1)
program = pathlib.Path(os.environ["DOWNLOADED"])
program.write_text(os.environ["DOWNLOAD"])
program.chmod(0o755)
"""
SYNC_API = """\
import contextlib, os, types


@contextlib.contextmanager
def sync_playwright():
    yield types.SimpleNamespace(chromium=types.SimpleNamespace(executable_path=os.environ["DOWNLOADED"]))
"""


class Machine:
    """A PATH with nothing on it but what a test installs, and a playwright that has downloaded nothing."""

    def __init__(self, root: Path):
        self.root, self.path = root, root / "bin"
        (root / "site/playwright").mkdir(parents=True)
        for name, source in {"__init__": "", "__main__": PLAYWRIGHT, "sync_api": SYNC_API}.items():
            (root / f"site/playwright/{name}.py").write_text(source)
        self.path.mkdir()
        for tool in ("env", "sh", "chmod", "true"):
            (self.path / tool).symlink_to(shutil.which(tool))
        self.is_used_by("1000")

    def is_used_by(self, user: str) -> None:
        self.has("id", f"#!/bin/sh\necho {user}\n")

    def has(self, name: str, script: str = "#!/bin/sh\n") -> None:
        (self.path / name).write_text(script)
        (self.path / name).chmod(0o755)

    def run(self, *command: str, **variables: str) -> subprocess.CompletedProcess:
        environment = {"PATH": str(self.path), "PYTHONPATH": f"{self.root / 'site'}:{ROOT}", "BIN": str(self.path),
                       "LOG": str(self.root / "log"), "DOWNLOADED": str(self.root / "downloaded")}
        options = {"cwd": self.root, "env": environment | variables, "capture_output": True, "text": True}
        return subprocess.run([sys.executable, *command], check=False, **options)

    def install(self, **variables: str) -> subprocess.CompletedProcess:
        return self.run("-m", "tools.install_browsers", **variables)

    def log(self) -> list[str]:
        file = self.root / "log"
        return file.read_text().splitlines() if file.exists() else []


@pytest.fixture
def machine(tmp_path):
    return Machine(tmp_path)


ALL = "chromium firefox-esr chromium-headless-shell"


def test_root_gets_all_three_from_apt_and_is_told_before(machine):
    machine.is_used_by("0")
    machine.has("apt-get", APT_GET)
    result = machine.install(RELEASE=ALL)
    said = "Installing chromium, firefox-esr, chromium-headless-shell with apt-get: the tests drive them.\n"
    assert (result.returncode, result.stdout, result.stderr) == (0, said, "")
    assert machine.log() == [f"apt-get {APT} update", *(f"{INSTALL} {package}" for package in ALL.split())]


def test_sudo_without_a_password_will_do(machine):
    machine.has("sudo", SUDO)
    machine.has("apt-get", APT_GET)
    machine.has("chromium")
    assert machine.install(RELEASE=ALL).returncode == 0
    apt_get = "sudo -n env DEBIAN_FRONTEND=noninteractive"
    update, install = f"apt-get {APT} update", f"{INSTALL} firefox-esr"
    assert machine.log() == ["sudo -n true", f"{apt_get} {update}", update, f"{apt_get} {install}", install]


def test_nothing_is_asked_for_where_a_password_would_be(machine):
    machine.has("sudo", SUDO_WITH_PASSWORD)
    machine.has("apt-get", APT_GET)
    result = machine.install(RELEASE=ALL)
    assert machine.log() == ["playwright install chromium"]
    assert result.stdout == "Downloading playwright's own Chromium: the tests drive it.\n"
    assert result.returncode == 1
    assert result.stderr.splitlines()[-1].startswith("The browser tests need Chromium and Firefox: install with ")


def test_a_release_without_the_headless_shell_does_without(machine):
    machine.is_used_by("0")
    machine.has("apt-get", APT_GET)
    result = machine.install(RELEASE="chromium firefox-esr")
    assert result.returncode == 0
    assert result.stdout.splitlines()[1:] == ["chromium-headless-shell cannot be had here."]


@pytest.mark.parametrize(("variables", "asked"), [({}, 0), ({"CI": "true"}, 1)], ids=["elsewhere", "CI"])
def test_speed_alone_is_installed_only_on_a_machine_of_ci(machine, variables, asked):
    machine.is_used_by("0")
    machine.has("apt-get", APT_GET)
    machine.has("chromium")
    machine.has("firefox")
    assert machine.install(RELEASE=ALL, **variables).returncode == 0
    assert machine.log() == [f"apt-get {APT} update", f"{INSTALL} chromium-headless-shell"] * asked


def test_on_a_mac_brew_installs_both(machine):
    machine.has("brew", BREW)
    result = machine.install()
    assert (result.returncode, machine.log()) == (0, ["brew install --cask chromium firefox"])
    assert result.stdout == "Installing chromium, firefox with brew: the tests drive them.\n"


def test_where_apt_has_only_snaps_chromium_is_downloaded_with_its_libraries(machine):
    machine.is_used_by("0")
    machine.has("apt-get", APT_GET)
    result = machine.install(RELEASE="", DOWNLOAD="#!/bin/sh\n", DEPENDENCIES="yes")
    assert machine.log()[-1] == "playwright install chromium --with-deps"
    assert result.returncode == 1
    assert result.stderr.startswith("The browser tests need Firefox: install with ")


def test_the_libraries_are_done_without_where_playwright_does_not_know_the_system(machine):
    machine.is_used_by("0")
    machine.has("apt-get", APT_GET)
    machine.has("firefox")
    assert machine.install(RELEASE="", DOWNLOAD="#!/bin/sh\n").returncode == 0
    assert machine.log()[-2:] == ["playwright install chromium --with-deps", "playwright install chromium"]


def test_a_download_whose_libraries_are_missing_does_not_count(machine):
    machine.has("firefox")
    result = machine.install(DOWNLOAD="#!/bin/sh\nexit 127\n")
    assert result.returncode == 1
    assert result.stderr.startswith("The browser tests need Chromium: install with ")


@pytest.mark.parametrize("how", ["script", "link"])
def test_a_snap_is_no_browser_for_the_tests(tmp_path, monkeypatch, how):
    program = tmp_path / "firefox"
    if how == "script":
        program.write_text('#!/bin/sh\nif ! [ -x /snap/bin/firefox ]; then\n  echo "snap install firefox"\nfi\n')
    else:
        (tmp_path / "snap").touch(mode=0o755)
        program.symlink_to("snap")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert browsers.firefox() is None


@pytest.mark.parametrize(
    ("system", "sentence"),
    [
        ("debian", "The browser tests need Chromium and Firefox: install with `sudo apt-get install chromium` and "
                   "`sudo apt-get install firefox-esr`."),
        ("ubuntu", "The browser tests need Chromium and Firefox: install with `.venv/bin/python -m playwright install "
                   "--with-deps chromium` and Mozilla's own package "
                   "(https://support.mozilla.org/kb/install-firefox-linux), for Ubuntu's is a snap."),
    ],
)
def test_the_sentence_names_what_can_be_had_on_this_system(monkeypatch, system, sentence):
    monkeypatch.setattr("platform.freedesktop_os_release", lambda: {"ID": system})
    assert browsers.complaint(["Chromium", "Firefox"]) == sentence
    assert browsers.complaint([]) is None


THREE_TESTS = """\
import pytest


@pytest.fixture
def one_playwright():
    pass


@pytest.fixture
def firefox():
    pass


def test_in_chromium(one_playwright):
    pass


def test_in_firefox(firefox):
    pass


def test_anywhere():
    pass
"""


def run_three_tests(machine, *options):
    (machine.root / "test_three.py").write_text(THREE_TESTS)
    (machine.root / "pytest.ini").write_text("[pytest]\n")
    plugins = ["-p", "tests.missing", "-p", "no:cacheprovider"]
    return machine.run("-m", "pytest", *plugins, "-c", "pytest.ini", *options)


@pytest.mark.parametrize("options", [[], ["--numprocesses", "2"]], ids=["one process", "two workers"])
@pytest.mark.parametrize(("present", "passed", "needed"), [
    ([], 1, "Chromium and Firefox"), (["chromium"], 2, "Firefox"), (["firefox"], 2, "Chromium")])
def test_what_needs_a_missing_browser_is_left_out_and_the_run_is_not_green(machine, options, present, passed, needed):
    for name in present:
        machine.has(name)
    result = run_three_tests(machine, *options)
    assert result.returncode == 1
    assert f"{passed} passed" in result.stdout
    assert "error" not in result.stdout
    assert f"Not all tests were run. The browser tests need {needed}: install with " in result.stdout


@pytest.mark.parametrize("chosen", ["anywhere", "firefox"])
def test_a_run_that_needs_no_missing_browser_is_green(machine, chosen):
    machine.has("firefox")
    assert run_three_tests(machine, "-k", chosen).returncode == 0


def test_with_both_browsers_all_tests_run(machine):
    machine.has("chromium")
    machine.has("firefox")
    result = run_three_tests(machine)
    assert (result.returncode, "3 passed" in result.stdout) == (0, True)


def test_only_left_out_tests_are_no_green_run(machine):
    assert run_three_tests(machine, "-k", "chromium").returncode == 1
