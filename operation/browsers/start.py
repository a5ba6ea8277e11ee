"""Firefox and WebKitGTK, started for tests and gone afterwards."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from selenium.webdriver import FirefoxOptions, WebKitGTK, WebKitGTKOptions, WebKitGTKService
from selenium.webdriver.remote.webdriver import WebDriver

from operation.browsers.marionette import Marionette
from scripts import other_browsers
from scripts.with_postgres import free_port

WIDTH, HEIGHT = 390, 844
"""A phone's; windows of WebKitGTK's browser are at least 447 wide."""
PREFERENCES = {
    "browser.startup.page": 0,
    # A process held ready for the next page only takes time from this one.
    "dom.ipc.processPrelaunch.enabled": False,
}


def own_environment(folder: Path) -> dict[str, str]:
    """Whatever a browser keeps, it keeps in this folder."""
    return {**os.environ, "HOME": str(folder), "TZ": "UTC", "LANG": "C.UTF-8"}


@contextmanager
def firefox(folder: Path) -> Iterator[WebDriver]:
    program = other_browsers.firefox()
    port = free_port()
    preferences = {**PREFERENCES, "marionette.port": port}
    lines = [f'user_pref("{name}", {str(value).lower()});\n' for name, value in preferences.items()]
    (folder / "user.js").write_text("".join(lines), encoding="ascii")
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [program, "--headless", "--marionette", "--no-remote", "--profile", str(folder)],
            env=own_environment(folder),
            stdout=log,
            stderr=log,
        )
    try:
        driver = WebDriver(command_executor=Marionette(port), options=FirefoxOptions())
        driver.set_window_size(WIDTH, HEIGHT)
        yield driver
    finally:
        process.terminate()
        process.wait(60)


@contextmanager
def display(program: str) -> Iterator[str]:
    """A screen that nobody sees; it chooses its number itself."""
    told, tells = os.pipe()
    process = subprocess.Popen(
        [program, "-displayfd", str(tells), "-screen", "0", "800x1000x24", "-nolisten", "tcp"],
        pass_fds=[tells],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(tells)
    try:
        with os.fdopen(told) as number:
            yield f":{number.readline().strip()}"
    finally:
        process.terminate()
        process.wait()


@contextmanager
def webkit(folder: Path) -> Iterator[WebDriver]:
    programs = other_browsers.webkit()
    with display(programs.display) as screen:
        options = WebKitGTKOptions()
        options.binary_location = programs.browser
        options.add_argument("--automation")
        service = WebKitGTKService(
            programs.driver, env={**own_environment(folder), "DISPLAY": screen}
        )
        driver = WebKitGTK(options=options, service=service)
        try:
            driver.set_window_size(WIDTH, HEIGHT)
            yield driver
        finally:
            driver.quit()


BROWSERS: dict[str, Callable[[Path], AbstractContextManager[WebDriver]]] = {
    "Firefox": firefox,
    "WebKitGTK": webkit,
}
