"""Find the browsers that the tests drive, and say in one sentence which of them is missing.

`CHROMIUM` and `FIREFOX` in the environment name a program where the usual names do not.
"""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

CHROMIUM = (
    "chromium-headless-shell",  # Chromium without its windows: a page opens in half the time
    "chromium",
    "chromium-browser",
    "google-chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
FIREFOX = ("firefox-esr", "firefox", "/Applications/Firefox.app/Contents/MacOS/firefox")

ON_DEBIAN = {"Chromium": "`sudo apt-get install chromium`", "Firefox": "`sudo apt-get install firefox-esr`"}
ON_UBUNTU = {
    "Chromium": "`.venv/bin/python -m playwright install --with-deps chromium`",
    "Firefox": "Mozilla's own package (https://support.mozilla.org/kb/install-firefox-linux), for Ubuntu's is a snap",
}
ON_MAC = {"Chromium": "`brew install --cask chromium`", "Firefox": "`brew install --cask firefox`"}


def chromium() -> str | None:
    """Return the path of Chromium; None leaves it to playwright to start the one that it has downloaded."""
    return _first(os.environ.get("CHROMIUM"), *CHROMIUM)


def firefox() -> str | None:
    """Return the path of Firefox, or None."""
    return _first(os.environ.get("FIREFOX"), *FIREFOX)


def missing() -> list[str]:
    """Name the browsers that the tests cannot start."""
    found = {"Chromium": chromium() or _downloaded_chromium(), "Firefox": firefox()}
    return [name for name, path in found.items() if not path]


def complaint(names: list[str]) -> str | None:
    """Say what is missing and how to install it, in one sentence; None if nothing is."""
    if not names:
        return None
    ways = " and ".join(_ways_to_install()[name] for name in names)
    return f"The browser tests need {' and '.join(names)}: install with {ways}."


def _ways_to_install() -> dict[str, str]:
    if sys.platform == "darwin":
        return ON_MAC
    return ON_UBUNTU if _distribution() == "ubuntu" else ON_DEBIAN


def _distribution() -> str | None:
    try:
        return platform.freedesktop_os_release()["ID"]
    except OSError:
        return None


def _first(*names: str | None) -> str | None:
    paths = map(shutil.which, filter(None, names))
    return next((path for path in paths if path and not _is_snap(Path(path))), None)


def _is_snap(path: Path) -> bool:
    """Tell a snap, or Ubuntu's script that starts one or asks for it: it sees no profile that a test has written."""
    if path.resolve().name == "snap":
        return True
    with path.open("rb") as file:
        return file.read(2) == b"#!" and b"/snap/bin/" in file.read()


def _downloaded_chromium() -> str | None:
    """Return the path of playwright's own Chromium, if it is there and the libraries that it needs are, too."""
    from playwright.sync_api import sync_playwright  # slow to start, and seldom needed

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    runs = Path(path).is_file() and subprocess.run([path, "--version"], capture_output=True).returncode == 0
    return path if runs else None
