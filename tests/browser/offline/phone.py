"""A phone with the service worker, and without a network."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.browser.phone import all_here, until


def keep_pages(page: Page) -> None:
    """Visit Today, and wait until the worker has kept what it is told to."""
    page.goto("/")
    all_here(page)
    until(page, lambda: page.evaluate("async () => Boolean(await caches.match('/offline/stamp'))"))


def lose_the_network(page: Page) -> None:
    page.context.set_offline(True)
