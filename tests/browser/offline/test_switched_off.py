"""`OFFLINE=0`: a phone that worked without a network loses the worker and what it kept."""

from __future__ import annotations

from pytest_django.fixtures import Settings

from tests.browser.offline.phone import keep_pages
from tests.browser.offline.test_this_phone import CACHES, WORKERS
from tests.browser.phone import NewPhone, all_here, until
from tests.browser.states import beginner


def test_a_phone_loses_the_worker_and_every_cache(new_phone: NewPhone, settings: Settings) -> None:
    page = new_phone(beginner(), service_workers="allow")
    keep_pages(page)
    assert page.evaluate(CACHES)
    settings.OFFLINE = False
    page.goto("/")
    until(page, lambda: page.evaluate(WORKERS) == 0)
    until(page, lambda: page.evaluate(CACHES) == 0)
    page.goto("/")
    all_here(page)
    assert page.evaluate(WORKERS) == 0, "it is not installed again"
    assert page.evaluate(CACHES) == 0
