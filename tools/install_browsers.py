"""Install the browsers that the tests drive, where that asks nobody for a password; say which are missing still.

    python -m tools.install_browsers

Playwright's download is a Chromium only: its Firefox is patched for a protocol of its own, and ours must be a reader's.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from tools.browsers import complaint, missing

DEBIAN = {"Chromium": "chromium", "Firefox": "firefox-esr"}
HEADLESS_SHELL = "chromium-headless-shell"
MAC = {"Chromium": "chromium", "Firefox": "firefox"}


def main() -> str | None:
    as_root = rights()
    _with_apt(as_root)
    _with_brew()
    _with_playwright(as_root)
    return complaint(missing())


def rights() -> list[str] | None:
    """Return what to write before a command that only root may run; None if we may not."""
    user = subprocess.run(["id", "-u"], capture_output=True, text=True).stdout.strip()
    if user == "0":
        return []
    return ["sudo", "-n"] if shutil.which("sudo") and _run("sudo", "-n", "true") else None


def _with_apt(as_root: list[str] | None) -> None:
    packages = _debian_packages()
    if not packages or as_root is None or not shutil.which("apt-get"):
        return
    _say(f"Installing {', '.join(packages)} with apt-get: the tests drive them.")
    apt_get = [*as_root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "-o", "DPkg::Lock::Timeout=600"]
    _run(*apt_get, "update")
    for package in packages:  # each by itself, for Ubuntu has none of them and old releases lack one
        if not _run(*apt_get, "install", "-y", "--no-install-recommends", package):
            _say(f"{package} cannot be had here.")


def _debian_packages() -> list[str]:
    """Name the packages to install: also the faster half of Chromium, but for speed alone only on a machine of CI."""
    names = missing()
    faster = not shutil.which(HEADLESS_SHELL) and ("Chromium" in names or "CI" in os.environ)
    return [DEBIAN[name] for name in names] + [HEADLESS_SHELL] * faster


def _with_brew() -> None:
    casks = [MAC[name] for name in missing()]
    if casks and shutil.which("brew"):
        _say(f"Installing {', '.join(casks)} with brew: the tests drive them.")
        _run("brew", "install", "--cask", *casks)


def _with_playwright(as_root: list[str] | None) -> None:
    if "Chromium" not in missing():
        return
    _say("Downloading playwright's own Chromium: the tests drive it.")
    install = [sys.executable, "-m", "playwright", "install", "chromium"]
    may_add_libraries = as_root is not None and shutil.which("apt-get")
    if not (may_add_libraries and _run(*install, "--with-deps")):
        _run(*install)


def _run(*command: str) -> bool:
    return subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL).returncode == 0


def _say(sentence: str) -> None:
    print(sentence, flush=True)


if __name__ == "__main__":
    sys.exit(main())
