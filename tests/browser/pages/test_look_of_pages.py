"""Text size and night colours, chosen at the head of any page, without a script."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.guided.guide import GET_READY, RUB, hold_the_clock, start, tap, wait
from tests.browser.phone import NewPhone
from tests.browser.states import beginner, regular


def open_look(page: Page) -> None:
    """Open it with one tap, without scrolling: it stands at the head of the page."""
    fold = page.locator(".look > summary")
    expect(fold).to_be_in_viewport(ratio=1)
    assert page.evaluate("() => scrollY") == 0
    fold.tap()


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_size_and_colours_change_on_the_page_they_are_chosen_on(
    new_phone: NewPhone, script: bool
) -> None:
    page = new_phone(regular(), java_script_enabled=script)
    root = page.locator("html")
    body = page.locator("body")
    usual = {"data-size": "1", "data-theme": "auto"}
    page.goto("/history/2026-W47/")
    for name, value in usual.items():
        expect(root).to_have_attribute(name, value)
    expect(body).to_have_css("font-size", "20px")
    expect(body).to_have_css("background-color", "rgb(246, 240, 227)")
    open_look(page)
    page.get_by_role("button", name="Largest").tap()
    expect(root).to_have_attribute("data-size", "3")
    expect(body).to_have_css("font-size", "30px")
    open_look(page)
    expect(page.get_by_role("button", name="Largest")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="Night").tap()
    expect(root).to_have_attribute("data-theme", "dark")
    expect(root).to_have_attribute("data-size", "3")
    expect(body).to_have_css("background-color", "rgb(21, 19, 15)")
    expect(page).to_have_url(
        page.url.split("/", 3)[0] + f"//{page.url.split('/')[2]}/history/2026-W47/"
    )
    page.goto("/techniques/foot-massage/")
    expect(root).to_have_attribute("data-theme", "dark")
    expect(root).to_have_attribute("data-size", "3")


def test_while_it_is_practised_a_pause_shows_it_and_nothing_is_lost(new_phone: NewPhone) -> None:
    page = new_phone(beginner())
    hold_the_clock(page)
    start(page, RUB)
    wait(page, GET_READY + 50.1)
    expect(page.locator("details.look")).to_be_hidden()
    tap(page, "pause")
    wait(page, 0.5)
    open_look(page)
    page.get_by_role("button", name="Largest").tap()
    expect(page.locator("html")).to_have_attribute("data-size", "3")
    expect(page.locator("#return-words")).to_contain_text("50 of 200 rubs")


def test_auto_follows_the_phone_and_day_and_night_do_not(new_phone: NewPhone) -> None:
    page = new_phone(color_scheme="dark")
    body = page.locator("body")
    page.goto("/about/")
    expect(body).to_have_css("background-color", "rgb(21, 19, 15)")
    open_look(page)
    page.get_by_role("button", name="Day").tap()
    expect(body).to_have_css("background-color", "rgb(246, 240, 227)")
