"""The page "On this phone": what is kept there, what waits, what was refused, and clearing it."""

from __future__ import annotations

import json
from pathlib import Path

from playwright.sync_api import Page, Route, expect

from tests.browser.offline.phone import keep_pages
from tests.browser.phone import NewPhone, all_here, expect_done, tick_button
from tests.browser.states import beginner

ADDRESS = "/me/this-phone/"
CACHES = "async () => (await caches.keys()).length"
WORKERS = "async () => (await navigator.serviceWorker.getRegistrations()).length"
REFUSED = "That is not one of this day's exercises."


def waiting_tick(page: Page) -> None:
    """Tick the arm raise without a network, so that it waits."""
    page.goto("/")
    all_here(page)
    page.context.set_offline(True)
    tick_button(page, "evening/arm-raise/1").tap()
    expect_done(page, "evening/arm-raise/1")


def refused_tick(page: Page) -> None:
    """Tick the arm raise where the server refuses it for good once it is connected."""
    waiting_tick(page)

    def refuse(route: Route) -> None:
        slot = route.request.url.partition("/day/")[2].strip("/")
        headers = {
            "Kidneycare-Slot": slot,
            "Kidneycare-Outcome": "refused",
            "Content-Type": "text/plain; charset=utf-8",
        }
        route.fulfill(status=400, headers=headers, body=REFUSED)

    page.route("**/day/**", refuse)
    page.context.set_offline(False)
    page.goto(ADDRESS)
    expect(page.locator("#refused li")).to_have_count(1)


def test_where_nothing_waits_it_says_so(new_phone: NewPhone) -> None:
    page = new_phone(beginner())
    page.goto("/me/")
    page.get_by_role("link", name="On this phone", exact=True).tap()
    expect(page.get_by_text("Nothing waits.")).to_be_visible()
    expect(page.get_by_text("No pages are kept here.")).to_be_visible()
    expect(page.locator("#not-taken")).to_be_hidden()


def test_it_opens_without_a_network_and_names_what_waits(new_phone: NewPhone) -> None:
    page = new_phone(beginner(), service_workers="allow")
    keep_pages(page)
    waiting_tick(page)
    page.goto(ADDRESS)
    waits = page.locator("#waiting li")
    expect(waits).to_have_count(1)
    expect(waits).to_contain_text("Arm raise · Done")
    expect(waits).to_contain_text("Monday 23 November · Evening")
    page.context.set_offline(False)
    page.reload()
    expect(page.get_by_text("Nothing waits.")).to_be_visible()


def test_what_was_refused_is_told_and_can_be_saved_or_removed(
    new_phone: NewPhone, tmp_path: Path
) -> None:
    page = new_phone(beginner())
    refused_tick(page)
    item = page.locator("#refused li")
    expect(item).to_contain_text(REFUSED)
    with page.expect_download() as download:
        item.get_by_role("button", name="Save as a file").tap()
    saved = tmp_path / download.value.suggested_filename
    download.value.save_as(saved)
    assert saved.name == "kidneycare-2026-11-23-evening-arm-raise-1.json"
    assert json.loads(saved.read_text())["fields"]["done"] == "1"
    item.locator("summary").tap()
    item.get_by_role("button", name="Remove it for good").tap()
    expect(page.locator("#not-taken")).to_be_hidden()
    page.reload()
    expect(page.get_by_text("Nothing waits.")).to_be_visible()


def test_what_was_refused_can_be_tried_again(new_phone: NewPhone) -> None:
    page = new_phone(beginner())
    refused_tick(page)
    page.unroute("**/day/**")
    page.get_by_role("button", name="Try again").tap()
    expect(page.get_by_text("Nothing waits.")).to_be_visible()
    page.goto("/")
    expect_done(page, "evening/arm-raise/1")


def test_clearing_removes_pages_and_settings_but_nothing_that_waits(new_phone: NewPhone) -> None:
    page = new_phone(beginner(), service_workers="allow")
    keep_pages(page)
    page.evaluate("localStorage.setItem('kidneycare.choices', '{}')")
    page.evaluate("localStorage.setItem('kidneycare.places', '[]')")
    waiting_tick(page)
    page.goto(ADDRESS)
    expect(page.locator("#pages")).not_to_have_text("0")
    expect(page.locator("#size")).to_contain_text("MB")
    page.get_by_role("button", name="Clear the pages and settings").tap()
    expect(page.get_by_text("Cleared.")).to_be_visible()
    assert page.evaluate(CACHES) == 0
    assert page.evaluate("Object.keys(localStorage)") == ["kidneycare.places", "kidneycare.waits"]
    expect(page.locator("#waiting li")).to_have_count(1)
    page.context.set_offline(False)
    expect(page.get_by_text("Nothing waits.")).to_be_visible()
    # The next visit to Today keeps the pages anew.
    keep_pages(page)
    expect_done(page, "evening/arm-raise/1")
    assert page.evaluate(CACHES) > 1


def test_without_javascript_one_sentence_says_what_holds_then(new_phone: NewPhone) -> None:
    page = new_phone(beginner(), java_script_enabled=False)
    page.goto(ADDRESS)
    expect(page.get_by_text("JavaScript is switched off")).to_be_visible()
    expect(page.get_by_text("Waiting to be sent")).to_be_hidden()
