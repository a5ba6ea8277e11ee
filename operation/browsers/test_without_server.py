"""The server is gone for a while: what was read is there, and what is ticked arrives later."""

from __future__ import annotations

import signal
from collections.abc import Iterator

import pytest

from operation.browsers.phone import Phone
from operation.sites import Site

RAISE = "evening/arm-raise/1"
RUB = "evening/waist-rub/1"
IS_KEPT = "return caches.match('/offline/stamp').then(Boolean)"
HAS_WORKER = "return 'serviceWorker' in navigator"


@pytest.fixture
def stopped_later(site: Site) -> Iterator[Site]:
    """A site that a test may stop; it is there again afterwards."""
    yield site
    if not site.listens():
        site.start()
        site.wait_until_healthy()


def test_today_opens_without_its_server_and_a_tick_waits_until_it_is_back(
    phone: Phone, stopped_later: Site
) -> None:
    site = stopped_later
    phone.open("/")
    phone.wait_for_scripts()
    phone.tick(RAISE)
    phone.open("/")
    has_worker = phone.run(HAS_WORKER)
    if has_worker:
        phone.until(lambda: phone.run(IS_KEPT), "no page was kept")
    else:
        phone.wait_for_scripts()
    site.stop(signal.SIGTERM)
    if has_worker:
        phone.open("/techniques/foot-massage/")
        assert "Foot massage" in phone.text
        phone.open("/")
        phone.wait_for_scripts()
        assert phone.row(RAISE)["done"] == "true"
    phone.tick(RUB)
    assert "waiting to be sent" in phone.words(RUB)
    if has_worker:
        # WebDriver's own reload goes past the worker in Firefox; a person's doesn't.
        phone.leave(lambda: phone.run("setTimeout(() => location.reload())"))
        phone.until(lambda: "waiting to be sent" in phone.words(RUB), "it waits no more")
    site.start()
    site.wait_until_healthy()
    phone.until(lambda: "waiting" not in phone.words(RUB), "it was never sent")
    assert phone.row(RUB)["done"] == "true"
    phone.open("/")
    assert phone.row(RUB)["done"] == phone.row(RAISE)["done"] == "true"
