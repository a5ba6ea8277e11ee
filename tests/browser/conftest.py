"""A phone for the browser tests: which Chromium, what it is like, and whose it is."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserType, expect
from pytest_django.live_server_helper import LiveServer
from time_machine import TimeMachineFixture

from scripts import find_browser
from tests.browser.phone import PATIENCE, NewPhone, Phones
from tests.conftest import MoveTo

# Playwright keeps an event loop running in the test's own thread; Django would take each query
# there for one inside a coroutine. Nothing but these tests sets this.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

expect.set_options(timeout=1000 * PATIENCE)

SWITCHED_OFF = [
    # Only the last list counts, so what Playwright switches off, and matters here, is in it too.
    *("AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades"),
    *("HttpsFirstBalancedModeAutoEnable", "MediaRouter", "PaintHolding", "OptimizationHints"),
    *("ThirdPartyStoragePartitioning", "NetworkTimeServiceQuerying", "PreconnectToSearch"),
    # A page behind each address bar, which nobody sees, and a process held ready for the next
    # page: they took almost a third of the time of these tests.
    *("WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "SpareRendererForSitePerProcess"),
    # A tap that meets a page just being replaced was sometimes never answered, and its test hung:
    # 4 in 1,937 with it, none in 2,173 without.
    "RenderDocument",
]
ARGUMENTS = [
    # Tests also run as root in containers, where Chromium's sandbox can't start.
    "--no-sandbox",
    "--disable-gpu",
    # The rest keeps the browser from asking the outside world for anything.
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    f"--disable-features={','.join(SWITCHED_OFF)}",
]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Start the Chromium that was found, wherever it came from."""
    return {
        **browser_type_launch_args,
        "executable_path": find_browser.obtain(),
        "args": [*browser_type_launch_args.get("args", []), *ARGUMENTS],
    }


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """Make it a phone in a hand: small, dense, touched rather than clicked."""
    return {
        **browser_context_args,
        "viewport": {"width": 390, "height": 844},
        "device_scale_factor": 2,
        "has_touch": True,
        "is_mobile": True,
        "locale": "en-GB",
    }


@pytest.fixture(scope="session")
def browser(
    browser_type: BrowserType, browser_type_launch_args: dict[str, Any]
) -> Iterator[Browser]:
    """The real browser, one a worker; elsewhere in these tests the word means Django's client."""
    program = find_browser.headless_shell(browser_type_launch_args["executable_path"])
    browser = browser_type.launch(**{**browser_type_launch_args, "executable_path": program})
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def full_chromium(launch_browser: Callable[[], Browser]) -> Iterator[Browser]:
    """With all that it has on a desk; ``pytest.mark.full_chromium`` asks for it."""
    browser = launch_browser()
    yield browser
    browser.close()


@pytest.fixture
def at(time_machine: TimeMachineFixture) -> MoveTo:
    """Set the server's clock and let it go on: of two equal instants the second changes nothing."""

    def move(when: str) -> None:
        moment = dt.datetime.fromisoformat(when)
        time_machine.move_to(moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC), tick=True)

    return move


@pytest.fixture
def new_phone(
    request: pytest.FixtureRequest,
    live_server: LiveServer,
    evening: None,
    browser_context_args: dict[str, Any],
) -> Iterator[NewPhone]:
    """Take phones in hand, on Monday at nine in the evening.

    Afterwards it is an error if a page broke a rule of its own, ran into a fault of its script or
    asked any other host for anything.
    """
    is_whole = request.node.get_closest_marker("full_chromium")
    browser: Browser = request.getfixturevalue("full_chromium" if is_whole else "browser")
    phones = Phones(live_server.url, browser, browser_context_args)
    yield phones.new
    phones.put_away()
    assert not phones.faults, "\n".join(phones.faults)
