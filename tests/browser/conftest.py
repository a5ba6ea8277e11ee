"""A phone for the browser tests: which Chromium, and what it is like."""

from __future__ import annotations

import os
from typing import Any

import pytest

from scripts import find_browser

# Playwright keeps an event loop running in the test's own thread; Django would take each query
# there for one inside a coroutine. Nothing but these tests sets this.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

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
