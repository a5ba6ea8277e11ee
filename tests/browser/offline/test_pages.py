"""What a phone has read once it reads again without a network."""

from __future__ import annotations

import datetime as dt

import pytest
from playwright.sync_api import Page, expect

from practice.models import Tick
from tests.browser.offline.phone import keep_pages, lose_the_network
from tests.browser.outbox import queued
from tests.browser.phone import NewPhone, all_here, expect_done, slot, tick, until
from tests.browser.states import beginner, regular

SOLE_RUB = "evening/sole-rub/1"
MONDAY_NIGHT = "2026-11-23T22:00:00Z"


def set_worker_clock(page: Page, when: str) -> None:
    """The worker's own clock shows the real day; the test's is held in pages alone."""
    instant = int(dt.datetime.fromisoformat(when).timestamp() * 1000)
    (worker,) = page.context.service_workers
    worker.evaluate("(instant) => { Date.now = () => instant }", instant)


HEADINGS = {
    "/": "Monday",
    "/day/2026-11-22/": "Sunday",
    "/techniques/foot-massage/": "Foot massage",
    "/practise/evening/": "Evening",
    "/when-it-hurts/": "hurts",
    "/history/2026-W47/": "Week 47",
    f"/day/2026-11-23/{SOLE_RUB}/": "Sole rub",
    "/plan/": "This page needs a network",
}


def test_after_one_visit_they_open_without_a_network(new_phone: NewPhone) -> None:
    page = new_phone(regular(), service_workers="allow")
    keep_pages(page)
    set_worker_clock(page, MONDAY_NIGHT)
    lose_the_network(page)
    for address, heading in HEADINGS.items():
        page.goto(address)
        expect(page.locator("html")).to_have_attribute("data-offline", "")
        expect(page.locator("h1")).to_contain_text(heading)
        expect(page.locator(".offline")).to_be_visible()


def test_today_is_that_of_the_day_and_the_part_of_it_that_have_begun(new_phone: NewPhone) -> None:
    """Opened after a night without a network; the lists are as nobody has ticked them yet."""
    page = new_phone(beginner("full"), service_workers="allow")
    keep_pages(page)
    lose_the_network(page)
    for when, day, button in (
        ("2026-11-23T23:00:00Z", "Monday", "Practise this evening"),
        ("2026-11-24T05:00:00Z", "Tuesday", "Practise this morning"),
        ("2026-11-26T13:00:00Z", "Thursday", "Practise this afternoon"),
    ):
        set_worker_clock(page, when)
        page.clock.set_fixed_time(when)
        page.goto("/")
        expect(page.locator("h1")).to_contain_text(day)
        expect(page.locator("[data-practise]")).to_contain_text(button)
        expect(page.locator("#summary")).to_be_hidden()


def test_a_tick_on_a_kept_page_survives_its_reload_and_is_sent_later(new_phone: NewPhone) -> None:
    page = new_phone(beginner(), service_workers="allow")
    keep_pages(page)
    set_worker_clock(page, MONDAY_NIGHT)
    lose_the_network(page)
    page.goto("/")
    tick(page, SOLE_RUB)
    page.reload()
    expect_done(page, SOLE_RUB)
    expect(slot(page, SOLE_RUB)).to_contain_text("waiting to be sent")
    page.context.set_offline(False)
    until(page, Tick.objects.exists)
    expect_done(page, SOLE_RUB)
    expect(page.locator("html")).not_to_have_attribute("data-offline", "")
    assert queued(page) == []


def test_a_page_that_leads_to_another_is_followed_past_the_worker(new_phone: NewPhone) -> None:
    page = new_phone(beginner(), service_workers="allow")
    keep_pages(page)
    page.goto("/?tick=arm-throw")
    expect(slot(page, "morning/arm-throw/1")).to_be_in_viewport()
    page.goto("/practise/now/")
    expect(page).to_have_url("/practise/evening/")
    page.goto("/history/2026-W48")
    expect(page.locator("h1")).to_contain_text("week")
    expect(page.locator("html")).not_to_have_attribute("data-offline", "")


def test_how_much_it_was_waits_too(new_phone: NewPhone) -> None:
    page = new_phone(beginner(), service_workers="allow")
    keep_pages(page)
    set_worker_clock(page, MONDAY_NIGHT)
    lose_the_network(page)
    page.goto("/day/2026-11-23/evening/waist-rub/1/")
    page.locator("#amount").fill("120")
    page.get_by_role("button", name="Save").tap()
    expect(page.locator("h1")).to_contain_text("Monday")
    expect(slot(page, "evening/waist-rub/1")).to_contain_text("120 · waiting to be sent")
    page.context.set_offline(False)
    until(page, Tick.objects.exists)
    assert Tick.objects.get().tenths == 1200


def test_a_kept_page_is_replaced_once_the_server_is_back_though_no_event_tells(
    new_phone: NewPhone,
) -> None:
    """The phone was connected all the while, its server was not."""
    page = new_phone(beginner(), service_workers="allow")
    keep_pages(page)
    set_worker_clock(page, MONDAY_NIGHT)
    page.add_init_script("addEventListener('online', (event) => event.stopImmediatePropagation())")
    lose_the_network(page)
    page.goto("/")
    expect(page.locator("html")).to_have_attribute("data-offline", "")
    all_here(page)
    page.context.set_offline(False)
    page.clock.run_for(16_000)
    expect(page.locator("html")).not_to_have_attribute("data-offline", "")


PRIVATE = "async () => (await caches.keys()).filter((name) => name.startsWith('private-'))"


@pytest.mark.parametrize("way", ["erase", "somebody new"])
def test_pages_of_a_record_are_gone_once_it_leaves(new_phone: NewPhone, way: str) -> None:
    page = new_phone(regular(), service_workers="allow")
    keep_pages(page)
    (before,) = page.evaluate(PRIVATE)
    if way == "erase":
        page.goto("/me/erase/")
        page.locator("[name=sure]").check()
        page.get_by_role("button", name="Erase").tap()
        expect(page.locator("h1")).to_have_text("Everything is erased")
    else:
        page.goto("/me/people/")
        page.get_by_role("button", name="Start a second record").tap()
        expect(page.locator(".who")).to_contain_text("Somebody new")
    until(page, lambda: before not in page.evaluate(PRIVATE))
    set_worker_clock(page, MONDAY_NIGHT)
    lose_the_network(page)
    page.goto("/history/")
    expect(page.locator("h1")).not_to_contain_text("Week")
