"""A browser that keeps neither cookies nor storage: told first, and nothing is said to be kept."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright, expect
from pytest_django.live_server_helper import LiveServer

from people.models import Person
from tests.browser.guided.guide import RUB, VOICES, hold_the_clock, save_and_stop, tap, wait
from tests.browser.phone import PATIENCE, all_here, tick_button, until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("evening")]

BLOCKED = {"profile": {"default_content_setting_values": {"cookies": 2}}}
"""Chromium's own setting: no cookie, and no local storage either."""


@pytest.fixture(scope="module")
def phone(
    tmp_path_factory: pytest.TempPathFactory,
    live_server: LiveServer,
    browser_type_launch_args: dict[str, Any],
    browser_context_args: dict[str, Any],
    playwright: Playwright,
) -> Iterator[BrowserContext]:
    """A phone whose owner has blocked all cookies: every test finds it as new."""
    folder = tmp_path_factory.mktemp("blocked")
    settings = folder / "Default" / "Preferences"
    settings.parent.mkdir()
    settings.write_text(json.dumps(BLOCKED), encoding="utf-8")
    how = {**browser_context_args, "base_url": live_server.url, "timezone_id": "UTC"}
    context = playwright.chromium.launch_persistent_context(
        folder, **browser_type_launch_args, **how
    )
    context.set_default_timeout(1000 * PATIENCE)
    yield context
    context.close()


@pytest.fixture
def page(phone: BrowserContext) -> Iterator[Page]:
    page = phone.new_page()
    yield page
    phone.set_offline(False)
    page.close()


@pytest.mark.parametrize("prefix", ["/", "/zh-hans/"])
def test_it_is_said_above_the_ways_to_begin_and_only_there(page: Page, prefix: str) -> None:
    page.goto(prefix)
    notice = page.locator("[data-cookies-off]")
    expect(notice).to_be_visible()
    expect(notice).to_be_in_viewport()
    box, first = notice.bounding_box(), page.locator("[data-begin]").first.bounding_box()
    assert box
    assert first
    assert box["y"] + box["height"] <= first["y"]
    page.wait_for_timeout(500)
    assert page.url.endswith(f"{prefix}?cookies"), "asked for once"


@pytest.mark.parametrize("way", ["a tick", "a beginning"])
def test_what_is_tapped_all_the_same_is_told_as_not_saved_for_want_of_a_cookie(
    page: Page, way: str
) -> None:
    page.goto("/")
    expect(page.locator("[data-cookies-off]")).to_be_visible()
    if way == "a tick":
        all_here(page)
        tick_button(page, "evening/sole-rub/1").tap()
        expect(page.locator("#problem")).to_contain_text("your browser sent no cookie")
    else:
        page.locator("[data-begin=easy]").tap()
        expect(page.locator("main")).to_contain_text("your browser sent no cookie")
    assert not Person.objects.exists()


def test_reading_works_and_the_text_size_says_why_it_stays(page: Page) -> None:
    page.goto("/techniques/foot-massage/")
    expect(page.locator("[data-steps]").first).to_be_visible()
    page.locator(".top summary").tap()
    page.get_by_role("button", name="Largest", exact=True).tap()
    expect(page.locator("h1")).to_have_text("Nothing has changed")
    expect(page.locator("main")).to_contain_text("Allow cookies")
    page.get_by_role("link", name="Back to the page").tap()
    expect(page).to_have_url("/techniques/foot-massage/")


def test_practising_works_and_claims_nothing_to_be_kept(page: Page) -> None:
    page.add_init_script(VOICES)
    hold_the_clock(page)
    page.goto(RUB)
    expect(page.locator("[data-limit=no-cookies]")).to_be_visible()
    page.locator("[data-start]").first.tap()
    expect(page.locator("#player")).to_be_visible()
    wait(page, 1)
    page.locator("#pause").tap()
    expect(page.locator("#sheet-paused")).to_be_visible()
    expect(page.get_by_text("you can come back to this place")).to_be_hidden()
    wait(page, 1)
    page.locator("#pause").tap()
    for _step in range(60):
        if page.locator("#over").is_visible():
            break
        wait(page, 20)
    kept = page.locator("#kept")

    def is_told() -> bool:
        # The leaps of the clock ended what was being sent: it is tried again.
        wait(page, 1)
        return "your browser sent no cookie" in (kept.text_content() or "")

    until(page, is_told)
    expect(page.locator("main").get_by_text("Kept on this phone")).to_have_count(0)


def wait_for_rubs(page: Page) -> None:
    """Get on to the rubs, and do some."""
    for _stage in range(2):
        tap(page, "skip")
    wait(page, 20)


def test_without_a_line_too_it_says_that_nothing_is_kept(page: Page) -> None:
    page.add_init_script(VOICES)
    hold_the_clock(page)
    page.goto(RUB)
    page.locator("[data-start]").first.tap()
    page.context.set_offline(True)
    wait_for_rubs(page)
    save_and_stop(page)
    expect(page.locator("#kept")).to_contain_text("this browser keeps nothing by itself")
