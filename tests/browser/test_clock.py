"""Which day the page is of: the phone's zone, a record's zone, a night gone by."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from people.models import Person
from tests import factories
from tests.browser.phone import NewPhone, all_here, expect_done, tick, tick_button
from tests.conftest import MONDAY, MoveTo

TOKYO = "Asia/Tokyo"


def pages_asked_for(page: Page) -> list[str]:
    """The documents this page asks the server for from now on."""
    asked: list[str] = []
    page.on(
        "request",
        lambda request: asked.append(request.url) if request.is_navigation_request() else None,
    )
    return asked


def test_a_strangers_page_comes_again_once_when_it_is_another_day_there(
    new_phone: NewPhone,
) -> None:
    # Nine in the evening in London is Tuesday morning, six o'clock, in Tokyo.
    page = new_phone(timezone_id=TOKYO)
    asked = pages_asked_for(page)
    page.goto("/")
    expect(page.locator("#main")).to_have_attribute("data-day", "2026-11-24")
    expect(page.locator("#main")).to_have_attribute("data-period", "morning")
    expect(page.locator("main")).to_contain_text("Tuesday 24 November")
    expect(page.locator("main")).to_contain_text("Times here are in Tokyo")
    all_here(page)
    page.wait_for_timeout(100)
    assert len(asked) == 2, asked
    page.goto("/")
    expect(page.locator("#main")).to_have_attribute("data-day", "2026-11-24")
    all_here(page)
    page.wait_for_timeout(100)
    assert len(asked) == 3, asked
    tick(page, "morning/waist-rub/1")
    assert Person.objects.get().zone == TOKYO


def test_a_strangers_page_comes_again_once_when_it_is_another_part_of_the_day_there(
    new_phone: NewPhone,
) -> None:
    page = new_phone(timezone_id="America/New_York")
    asked = pages_asked_for(page)
    page.goto("/")
    expect(page.locator("#main")).to_have_attribute("data-period", "afternoon")
    expect(page.locator("#main")).to_have_attribute("data-day", "2026-11-23")
    all_here(page)
    page.wait_for_timeout(100)
    assert len(asked) == 2, asked


def test_a_zone_a_stranger_chose_by_hand_stays(new_phone: NewPhone) -> None:
    page = new_phone(timezone_id="Europe/Berlin")
    page.goto("/me/")
    page.locator("#zone-field").select_option(TOKYO)
    with page.expect_navigation():
        page.locator("section:has(#zone) button").tap()
    for _ in range(2):
        page.goto("/")
        all_here(page)
        page.wait_for_timeout(100)
        expect(page.locator("main")).to_contain_text("Times here are in Tokyo")


def test_nothing_comes_again_when_day_and_part_of_the_day_are_the_same(
    new_phone: NewPhone, at: MoveTo
) -> None:
    for zone in ("Europe/Berlin", "UTC"):
        page = new_phone(timezone_id=zone)
        asked = pages_asked_for(page)
        page.goto("/")
        all_here(page)
        page.wait_for_timeout(100)
        assert len(asked) == 1, asked
        assert zone in {cookie["value"].replace("%2F", "/") for cookie in page.context.cookies()}
    # After midnight, when the calendar is a day ahead and the practice day is not.
    at("2026-11-24T02:00")
    page = new_phone(timezone_id="Europe/Berlin")
    asked = pages_asked_for(page)
    page.goto("/")
    expect(page.locator("#main")).to_have_attribute("data-day", "2026-11-23")
    all_here(page)
    page.wait_for_timeout(100)
    assert len(asked) == 1, asked


def test_somebody_with_a_record_is_asked_and_may_leave_it(new_phone: NewPhone) -> None:
    somebody = factories.new_person()
    factories.new_plan(person=somebody, starts=MONDAY)
    page = new_phone(somebody, timezone_id=TOKYO)
    asked = pages_asked_for(page)
    page.goto("/")
    ask = page.locator("#zone-ask")
    expect(ask).to_be_visible()
    expect(ask).to_contain_text("Your phone is set to Tokyo;")
    expect(ask).to_contain_text("UTC")
    expect(page.locator("#main")).to_have_attribute("data-day", "2026-11-23")
    ask.get_by_role("button", name="Stay as it is").tap()
    expect(ask).to_be_hidden()
    page.reload()
    all_here(page)
    expect(page.locator("#main")).to_have_attribute("data-zone", "UTC")
    expect(ask).to_be_hidden()
    assert len(asked) == 2, asked
    somebody.refresh_from_db()
    assert somebody.zone == "UTC"


def test_what_stays_as_it_is_stays_in_every_tab_until_the_zone_changes_again(
    new_phone: NewPhone,
) -> None:
    somebody = factories.new_person()
    factories.new_plan(person=somebody, starts=MONDAY)
    page = new_phone(somebody, timezone_id=TOKYO)
    page.goto("/")
    page.get_by_role("button", name="Stay as it is").tap()
    other = page.context.new_page()
    other.goto("/")
    all_here(other)
    expect(other.locator("#zone-ask")).to_be_hidden()
    # Elsewhere it is asked again, and so where it was answered before.
    for zone, is_asked in (("Europe/Berlin", True), ("UTC", False), (TOKYO, True)):
        page = new_phone(timezone_id=zone, storage_state=page.context.storage_state())
        page.goto("/")
        all_here(page)
        expect(page.locator("#zone-ask")).to_be_visible(visible=is_asked)


def test_somebody_with_a_record_may_follow_the_phone(new_phone: NewPhone) -> None:
    somebody = factories.new_person()
    factories.new_plan(person=somebody, starts=MONDAY)
    page = new_phone(somebody, timezone_id=TOKYO)
    page.goto("/")
    tick(page, "evening/sole-rub/1")
    page.locator("#zone-ask").get_by_role("button", name="Follow the phone").tap()
    expect(page.locator("#main")).to_have_attribute("data-zone", TOKYO)
    expect(page.locator("#main")).to_have_attribute("data-day", "2026-11-24")
    expect(page.locator("#zone-ask")).to_be_hidden()
    page.goto("/day/2026-11-23/")
    expect_done(page, "evening/sole-rub/1")


def test_nobody_is_asked_when_the_two_clocks_agree(new_phone: NewPhone) -> None:
    somebody = factories.new_person(zone="Africa/Abidjan")
    factories.new_plan(person=somebody, starts=MONDAY)
    page = new_phone(somebody, timezone_id="Europe/London")
    page.goto("/")
    all_here(page)
    expect(page.locator("#main")).to_have_attribute("data-zone", "Africa/Abidjan")
    expect(page.locator("#zone-ask")).to_be_hidden()


def test_without_javascript_the_page_names_the_clock_it_goes_by(new_phone: NewPhone) -> None:
    page = new_phone(timezone_id=TOKYO, java_script_enabled=False)
    page.goto("/")
    expect(page.locator("main")).to_contain_text("Times here are in UTC")
    page.locator("a[href='/me/#zone']").tap()
    page.locator("#zone-field").select_option(TOKYO)
    with page.expect_navigation():
        page.locator("section:has(#zone) button").tap()
    expect(page.locator("#zone-field")).to_have_value(TOKYO)
    page.goto("/")
    expect(page.locator("#main")).to_have_attribute("data-day", "2026-11-24")


def test_a_list_left_open_overnight_counts_for_its_own_day_and_says_so(
    new_phone: NewPhone, at: MoveTo
) -> None:
    somebody = factories.new_person()
    factories.new_plan(person=somebody, starts=MONDAY)
    page = new_phone(somebody)
    page.goto("/")
    at("2026-11-24T06:00")
    tick(page, "evening/sole-rub/1")
    told = "This is Monday's list; Tuesday has begun."
    expect(page.locator("#stale")).to_contain_text(told)
    expect(page.locator("#said")).to_contain_text(told)
    page.locator("#stale a").tap()
    expect(page.locator("#main")).to_have_attribute("data-day", "2026-11-24")
    expect(page.locator("[data-slot][data-done=true]")).to_have_count(0)
    page.goto("/day/2026-11-23/")
    expect_done(page, "evening/sole-rub/1")


WAKING = {
    "shown": "document.dispatchEvent(new Event('visibilitychange'))",
    "in front": "dispatchEvent(new Event('focus'))",
    "restored": "dispatchEvent(new PageTransitionEvent('pageshow'))",
}


@pytest.mark.parametrize("waking", WAKING.values(), ids=WAKING)
def test_today_left_open_overnight_is_renewed_on_waking(
    new_phone: NewPhone, at: MoveTo, waking: str
) -> None:
    somebody = factories.new_person()
    factories.new_plan(person=somebody, starts=MONDAY)
    page = new_phone(somebody)
    asked = pages_asked_for(page)
    page.goto("/")
    all_here(page)
    page.evaluate(f"() => {waking}")
    page.wait_for_timeout(100)
    assert len(asked) == 1, asked
    at("2026-11-24T06:00")
    page.context.clock.set_fixed_time(timezone.now())
    with page.expect_navigation():
        page.evaluate(f"() => {waking}")
    expect(page.locator("#main")).to_have_attribute("data-day", "2026-11-24")
    all_here(page)
    page.evaluate(f"() => {waking}")
    page.wait_for_timeout(100)
    assert len(asked) == 2, asked


def test_without_a_network_the_list_that_is_open_stays(new_phone: NewPhone, at: MoveTo) -> None:
    """Reloaded it would be gone: the browser would show a page of its own."""
    somebody = factories.new_person()
    factories.new_plan(person=somebody, starts=MONDAY)
    page = new_phone(somebody)
    page.goto("/")
    all_here(page)
    page.context.set_offline(True)
    at("2026-11-24T06:00")
    page.context.clock.set_fixed_time(timezone.now())
    page.evaluate(f"() => {WAKING['in front']}")
    page.wait_for_timeout(300)
    expect(page.locator("#main")).to_have_attribute("data-day", "2026-11-23")
    # And is renewed by itself once it is there.
    page.context.set_offline(False)
    expect(page.locator("#main")).to_have_attribute("data-day", "2026-11-24")


def test_that_the_list_is_of_another_day_is_said_in_view(new_phone: NewPhone, at: MoveTo) -> None:
    somebody = factories.new_person()
    factories.new_plan(person=somebody, starts=MONDAY)
    page = new_phone(somebody, viewport={"width": 390, "height": 664})
    page.goto("/")
    tick_button(page, "evening/sole-rub/1").scroll_into_view_if_needed()
    at("2026-11-24T06:00")
    for place in ("evening/waist-knead/1", "evening/sole-rub/1"):
        tick(page, place)
        notice = page.locator(".slot .notice")
        expect(notice).to_have_text(re.compile("This is Monday's list; Tuesday has begun."))
        expect(notice).to_be_in_viewport(ratio=1)


def test_the_clock_of_this_phone_is_the_tests_own(new_phone: NewPhone) -> None:
    page = new_phone(timezone_id=TOKYO)
    page.goto("/about/")
    assert page.evaluate("() => new Date().toString()").startswith("Tue Nov 24 2026 06:00")
