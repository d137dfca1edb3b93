"""Find the browsers that the tests drive; as a program, say in one sentence which of them is missing.

`CHROMIUM` and `FIREFOX` in the environment name a program where the usual names do not.
"""

from __future__ import annotations

import os
import shutil
import sys

CHROMIUM = (
    "chromium-headless-shell",  # Chromium without its windows: a page opens in half the time
    "chromium",
    "chromium-browser",
    "google-chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
FIREFOX = ("firefox-esr", "firefox", "/Applications/Firefox.app/Contents/MacOS/firefox")


def chromium() -> str | None:
    """Return the path of Chromium, or None."""
    return _first(os.environ.get("CHROMIUM"), *CHROMIUM)


def firefox() -> str | None:
    """Return the path of Firefox, or None."""
    return _first(os.environ.get("FIREFOX"), *FIREFOX)


def complaint() -> str | None:
    """Say what is missing and how to install it, in one sentence; None if nothing is."""
    on_mac = sys.platform == "darwin"
    missing = []
    if not chromium():
        missing.append(("Chromium", "chromium"))
    if not firefox():
        missing.append(("Firefox", "firefox" if on_mac else "firefox-esr"))
    if not missing:
        return None
    names = " and ".join(name for name, _ in missing)
    packages = " ".join(package for _, package in missing)
    install = f"brew install --cask {packages}" if on_mac else f"sudo apt-get install {packages}"
    return f"The browser tests need {names}: install with `{install}`."


def _first(*names: str | None) -> str | None:
    return next((path for path in map(shutil.which, filter(None, names)) if path), None)


if __name__ == "__main__":
    sys.exit(complaint())
