"""A phone with Firefox and one with WebKitGTK, beside the site as `make run` serves it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from selenium.webdriver.remote.webdriver import WebDriver

from operation.browsers.phone import Phone
from operation.browsers.start import BROWSERS
from operation.sites import Site, on_sqlite, served
from scripts.other_browsers import NoBrowser


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with served(on_sqlite(tmp_path_factory.mktemp("site"))) as found:
        yield found


@pytest.fixture(scope="session", params=BROWSERS)
def driver(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[WebDriver]:
    """One browser for all tests; without it they are skipped, and say what is missing."""
    start = BROWSERS[request.param]
    try:
        with start(tmp_path_factory.mktemp(request.param)) as found:
            yield found
    except NoBrowser as trouble:
        pytest.skip(str(trouble))


@pytest.fixture
def phone(driver: WebDriver, site: Site) -> Phone:
    return Phone(driver, f"http://127.0.0.1:{site.port}")
