"""The three things people do, by touch, with and without JavaScript."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests import factories
from tests.browser.phone import (
    EASY_DAY,
    FULL_DAY,
    NewPhone,
    expect_done,
    expect_open,
    slot,
    tick,
    undo,
)
from tests.conftest import MONDAY

both_ways = pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])


@pytest.mark.parametrize(
    "slug, exercise, script",
    [
        ("foot-massage", "sole-rub", True),
        ("kidney-strengthening-exercises", "arm-throw", True),
        ("waist-massage", "waist-knead", False),
    ],
)
def test_a_technique_is_read_to_its_end_and_ticking_is_one_tap_further(
    new_phone: NewPhone, script: bool, slug: str, exercise: str
) -> None:
    page = new_phone(java_script_enabled=script)
    page.goto("/")
    page.get_by_role("link", name=re.compile("Look first")).tap()
    page.locator(f"a[href='/techniques/{slug}/']").tap()
    last = page.locator("article").last
    expect(last).to_have_attribute("id", exercise)
    last.locator(".steps > li").last.scroll_into_view_if_needed()
    last.locator("a:is([href='/'], [href^='/?tick='])").tap()
    place = next(place for place in reversed(FULL_DAY) if exercise in place)
    tick(page, place)
    page.reload()
    expect_done(page, place)


@both_ways
def test_easy_start_is_chosen_ticked_undone_and_ticked_again(
    new_phone: NewPhone, script: bool
) -> None:
    page = new_phone(java_script_enabled=script)
    page.goto("/")
    page.locator("button[name=way][value=easy]").tap()
    expect(page.locator("[data-required=true]")).to_have_count(len(EASY_DAY))
    for place in EASY_DAY:
        tick(page, place)
    expect(page.locator("#summary .warm")).to_be_visible()
    undo(page, "evening/waist-rub/1")
    expect(page.locator("#summary .warm")).to_have_count(0)
    tick(page, "evening/waist-rub/1")
    page.reload()
    for place in EASY_DAY:
        expect_done(page, place)


@both_ways
def test_a_day_of_the_week_is_opened_and_mended(new_phone: NewPhone, script: bool) -> None:
    somebody = factories.new_person()
    factories.new_plan(person=somebody, starts=MONDAY.replace(day=16))
    factories.many_full_days(person=somebody, last=MONDAY.replace(day=20), days=5)
    page = new_phone(somebody, java_script_enabled=script)
    page.goto("/history/")
    page.get_by_role("link", name=re.compile("Week before")).tap()
    saturday = page.locator("[data-day='2026-11-21']")
    expect(saturday).to_have_attribute("data-adherence", "0")
    saturday.locator("a").tap()
    expect(page.locator("#main")).to_have_attribute("data-day", "2026-11-21")
    expect_open(page, "morning/waist-rub/1")
    tick(page, "morning/waist-rub/1")
    page.goto("/history/2026-W47/")
    expect(saturday).to_have_attribute("data-adherence", "10")
    expect(page.locator(".week-words")).to_have_attribute("data-adherence", "72")


@both_ways
def test_a_stranger_who_ticks_all_ten_sees_a_full_day_in_the_week(
    new_phone: NewPhone, script: bool
) -> None:
    page = new_phone(java_script_enabled=script)
    page.goto("/")
    expect(page.locator("[data-required=true]")).to_have_count(10)
    for place in FULL_DAY:
        tick(page, place)
    page.locator(".bar a[href='/history/']").tap()
    today = page.locator("[data-day='2026-11-23']")
    expect(today).to_have_attribute("data-adherence", "100")
    expect(today).to_have_attribute("data-due", "10")
    expect(today.locator(".mark-all")).to_have_count(3)
    expect(slot(page, FULL_DAY[0])).to_have_count(0)
