"""Run a command where Firefox and WebKitGTK are: `python -m scripts.other_browsers COMMAND …`.

With `--install`, Debian's packages are installed where one is missing and that is allowed; the
command then runs only when both are there.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from scripts import debian

HOW = "Debian, Ubuntu: sudo apt install"
PACKAGES = {"Firefox": ["firefox-esr"], "WebKitGTK": ["webkit2gtk-driver", "xvfb"]}


class NoBrowser(Exception):
    """A browser can't be driven here; the message says what to do, for the reader."""


class WebKit(NamedTuple):
    """The programs that drive WebKitGTK: its driver, its browser, and a display for it."""

    driver: str
    browser: str
    display: str


def missing(name: str) -> NoBrowser:
    """What to say of a browser that is not here."""
    return NoBrowser(f"{name} is not here ({HOW} {' '.join(PACKAGES[name])}).")


def firefox() -> str:
    """The path of Firefox, the one with extended support first; raise NoBrowser without one."""
    if found := shutil.which("firefox-esr") or shutil.which("firefox"):
        return found
    raise missing("Firefox")


def webkit() -> WebKit:
    """The programs of WebKitGTK, the newest interface first; raise NoBrowser if one is missing."""
    driver, display = shutil.which("WebKitWebDriver"), shutil.which("Xvfb")
    browsers = sorted(Path("/usr/lib").glob("*/webkit*gtk-*/MiniBrowser"))
    if driver and browsers and display:
        return WebKit(driver, str(browsers[-1]), display)
    raise missing("WebKitGTK")


def absent() -> list[str]:
    """What is to be said of each browser that is not here."""
    found = []
    for find in (firefox, webkit):
        try:
            find()
        except NoBrowser as trouble:
            found.append(str(trouble))
    return found


def install() -> None:
    """Install Debian's packages; raise NoBrowser where that is not possible."""
    packages = [package for packages in PACKAGES.values() for package in packages]
    try:
        debian.install("Firefox and WebKitGTK", *packages)
    except debian.NotInstalled as trouble:
        raise NoBrowser(str(trouble)) from trouble


def main(words: list[str]) -> int:
    """Run the command; the exit code is its own, or 2 when a browser was to be there and isn't."""
    if words[:1] == ["--install"]:
        words = words[1:]
        try:
            if absent():
                install()
        except NoBrowser as trouble:
            print(trouble, file=sys.stderr)
        if troubles := absent():
            print(*troubles, sep="\n", file=sys.stderr)
            return 2
    if not words:
        print(__doc__, file=sys.stderr)
        return 2
    return subprocess.run(words, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
