"""A phone with Firefox and one with WebKitGTK, beside the site as `make run` serves it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.remote.webdriver import WebDriver

from operation.browsers.phone import Phone
from operation.browsers.start import BROWSERS
from operation.sites import Site, on_sqlite, served
from scripts.other_browsers import NoBrowser


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with served(on_sqlite(tmp_path_factory.mktemp("site"))) as found:
        yield found


@pytest.fixture(params=BROWSERS)
def driver(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[WebDriver]:
    """A browser just started; without it the test is skipped, and says what is missing.

    One for all tests does not forget reliably: what a worker that leaves holds, WebKit deletes
    only later, or never.
    """
    start = BROWSERS[request.param]
    try:
        with start(tmp_path) as found:
            yield found
    except NoBrowser as trouble:
        pytest.skip(str(trouble))


@pytest.fixture
def phone(driver: WebDriver, site: Site) -> Iterator[Phone]:
    """Of a test that fails the report has the page it ended on."""
    found = Phone(driver, f"http://127.0.0.1:{site.port}")
    yield found
    with suppress(WebDriverException):
        print(f"{found.path}: {found.text[:600]}")
