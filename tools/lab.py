"""Open the pages in JupyterLab: a page is a notebook by a double click, and nothing is asked or written at home.

    python -m tools.lab [--port 8888] [--no-browser] [--token TOKEN]
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path

from tools.execute import kernel_environment
from tools.project import Project, here

# Pages open as notebooks, and the laboratory does not talk of itself.
SETTINGS = {
    "@jupyterlab/docmanager-extension:plugin": {"defaultViewers": {"markdown": "Jupytext Notebook"}},
    # all cells of a page stay in it: a live figure that scrolls out of sight would be taken apart
    "@jupyterlab/notebook-extension:tracker": {"windowingMode": "none"},
    "@jupyterlab/apputils-extension:notification": {"checkForUpdates": False, "fetchNews": "false"},
}


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.lab", description="JupyterLab on the pages of the book.")
    parser.add_argument("--port", type=int, help="this port and no other (default: the first free one from 8888)")
    parser.add_argument("--no-browser", action="store_true", help="print the address instead of opening it")
    parser.add_argument("--token", help="the password of the address; empty for none (default: a new one each time)")
    options = parser.parse_args(arguments)
    project = here()
    write_settings(project, options)
    os.execve(sys.executable, [sys.executable, "-m", "jupyterlab"], environment(project))


def write_settings(project: Project, options: argparse.Namespace) -> None:
    """Write the configuration of the server, and what JupyterLab takes instead of its own defaults."""
    home = _home(project)
    server = {"root_dir": str(project.root), "open_browser": not options.no_browser}
    server |= {"allow_root": True, "answer_yes": True}  # no question at the start, and none at Ctrl-C
    server |= {"contents_manager_class": "tools.pages_manager.PagesManager"}
    server |= {"kernel_websocket_connection_class": "tools.prompt.PromptConnection"}
    if options.port is not None:
        server |= {"port": options.port, "port_retries": 0}
    lab = {
        "default_url": "/lab/tree/book",
        "news_url": None,
        "check_for_updates_class": "jupyterlab.NeverCheckForUpdate",
    }
    identity = {} if options.token is None else {"token": options.token}
    without_language_servers = {"jpserver_extensions": {"jupyter_lsp": False}}  # it looks for them on all the machine
    files = {
        "jupyter_lab_config.json": {"ServerApp": server, "LabApp": lab, "IdentityProvider": identity},
        "jupyter_server_config.json": {"ServerApp": without_language_servers},
        "labconfig/default_setting_overrides.json": SETTINGS,
    }
    (home / "labconfig").mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (home / name).write_text(json.dumps(content), "utf-8")


def environment(project: Project) -> dict[str, str]:
    """Return the environment of a kernel in the book, without baked tables, and a home for JupyterLab in `_build/`."""
    home = _home(project)
    inherited = kernel_environment(project)
    del inherited["MATHLIB_LIVE_TABLES"]  # a kernel answers itself here
    return inherited | {
        "JUPYTER_CONFIG_DIR": str(home),
        "JUPYTER_DATA_DIR": str(home / "data"),
        "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
        "JUPYTERLAB_SETTINGS_DIR": str(home / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(home / "workspaces"),
        "JUPYTER_PREFER_ENV_PATH": "1",
    }


def _home(project: Project) -> Path:
    return project.build / "lab"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
