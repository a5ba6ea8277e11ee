"""Print the path of a Chromium for the browser tests and pictures; install one if there is none.

Looked for in this order: the program that KIDNEYCARE_BROWSER names; Playwright's own; the usual
names on PATH; Chrome and Edge where their installers put them. Found nothing, Playwright is asked
to download its own, then the system's package manager where that is possible without a password.
With ``--install`` Debian's package of Chromium's headless shell is installed beside a browser that
was found without one.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

VARIABLE = "KIDNEYCARE_BROWSER"
ON_PATH = ("chromium", "chromium-browser", "google-chrome", "microsoft-edge")
#: What Playwright calls the channels `chrome` and `msedge`.
INSTALLED = (
    "/opt/google/chrome/chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/opt/microsoft/msedge/msedge",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)
DOWNLOAD_SECONDS = 120
SHELL = "chromium-headless-shell"


class NoBrowser(Exception):
    """No browser can be had; the message says what to do, for the reader."""


def version_of(program: str) -> str | None:
    """Return the number of the program's version, "" where it names none; None if it won't start.

    The name alone proves nothing: some systems put a stand-in there that only says where to
    get the browser.
    """
    try:
        answer = subprocess.run(
            [program, "--version"],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=30,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    if answer.returncode:
        return None
    found = re.search(r"\d+(\.\d+)+", answer.stdout)
    return found.group() if found else ""


def starts(program: str) -> bool:
    return version_of(program) is not None


def playwrights_own() -> str | None:
    """Return where Playwright keeps its Chromium; None without Playwright or without the file."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return None
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).is_file() else None


def within_reach() -> Iterator[str]:
    """Yield the browsers that are already here, best first; each is looked for only when asked."""
    if own := playwrights_own():
        yield own
    yield from filter(None, map(shutil.which, ON_PATH))
    yield from (path for path in INSTALLED if Path(path).is_file())


def find() -> str | None:
    """Return a browser that starts, or None.

    Raises NoBrowser when KIDNEYCARE_BROWSER names something that does not: whoever sets it wants
    that browser, not another.
    """
    if named := os.environ.get(VARIABLE):
        path = shutil.which(named)
        if path and starts(path):
            return path
        raise NoBrowser(
            f"{VARIABLE} names {named}, which is not a browser that starts: correct it or unset it."
        )
    return next(filter(starts, within_reach()), None)


def headless_shell(program: str) -> str:
    """Return Chromium's headless shell in the program's version; else the program itself.

    It needs a quarter less processor time, and has no push messages, no back/forward cache, no
    wake lock and no installing. Debian packs it beside Chromium.
    """
    if not (version := version_of(program)):
        return program
    shells = (str(Path(program).with_name(SHELL)), shutil.which(SHELL))
    return next((each for each in shells if each and version_of(each) == version), program)


def attempt(command: list[str], seconds: float) -> bool:
    """Run an installer unseen; whether it went well."""
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=seconds,
            check=False,
            env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return done.returncode == 0


def install() -> None:
    """Try the ways of getting a browser until one works."""
    sys.stderr.write("No browser found for the tests; trying to install one ...\n")
    download = [sys.executable, "-m", "playwright", "install", "chromium"]
    if attempt(download, DOWNLOAD_SECONDS) and find():
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        # A list of packages that is too old can still do, so the first may fail.
        attempt(["apt-get", "update", "-q"], 300)
        # The last package has the letters of the Chinese pages.
        packages = ["chromium", SHELL, "fonts-noto-cjk"]
        attempt(["apt-get", "install", "-q", "-y", *packages], 900)


def install_shell(program: str) -> None:
    """Try to get the headless shell; without it the tests run in the program itself."""
    if headless_shell(program) == program and os.geteuid() == 0 and shutil.which("apt-get"):
        attempt(["apt-get", "install", "-q", "-y", "--no-upgrade", SHELL], 120)


def obtain() -> str:
    """Return a browser that starts, installing one if need be; raise NoBrowser if none can be."""
    if found := find():
        return found
    install()
    if found := find():
        return found
    raise NoBrowser(
        "The browser tests need Chromium and none could be installed: install Chromium or Chrome "
        f"(Debian, Ubuntu: `sudo apt install chromium`), or set {VARIABLE} to the path of one."
    )


def main() -> int:
    """Print the path; the exit code is 1 with a sentence on stderr when there is none."""
    try:
        program = obtain()
    except NoBrowser as trouble:
        sys.stderr.write(f"\n{trouble}\n")
        return 1
    if "--install" in sys.argv[1:]:
        install_shell(program)
    print(program)
    return 0


if __name__ == "__main__":
    sys.exit(main())
