"""A seal that lands or simply is there, and the list on paper."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.phone import FULL_DAY, NewPhone, slot, tick
from tests.browser.states import beginner, regular


@pytest.mark.parametrize("asked", ["no-preference", "reduce"])
def test_a_seal_lands_quickly_and_not_at_all_where_motion_is_unwelcome(
    new_phone: NewPhone, asked: str
) -> None:
    page = new_phone(beginner(), reduced_motion=asked)
    page.goto("/")
    tick(page, "evening/sole-rub/1")
    seal = slot(page, "evening/sole-rub/1").locator(".seal")
    name, seconds = seal.evaluate(
        "e => { const style = getComputedStyle(e);"
        " return [style.animationName, parseFloat(style.animationDuration)]; }"
    )
    if asked == "reduce":
        assert name == "none"
        assert page.evaluate("() => document.getAnimations().length") == 0
    else:
        assert name != "none"
        assert 0 < seconds <= 0.2


def test_a_page_that_is_opened_moves_nothing(new_phone: NewPhone) -> None:
    page = new_phone(regular())
    page.goto("/")
    expect(page.locator(".seal").first).to_be_visible()
    assert page.evaluate("() => document.getAnimations().length") == 0


@pytest.mark.parametrize("known", [False, True], ids=["stranger", "somebody known"])
def test_on_paper_all_rows_are_there_and_the_bar_is_not(new_phone: NewPhone, known: bool) -> None:
    page = new_phone(regular() if known else None, color_scheme="dark")
    page.goto("/day/2026-11-20/" if known else "/")
    page.emulate_media(media="print")
    expect(page.locator(".bar")).to_be_hidden()
    for form in page.locator(".look").all():
        expect(form).to_be_hidden()
    expect(page.locator("[data-slot]")).to_have_count(10)
    for place in FULL_DAY:
        expect(slot(page, place).locator(".what b")).to_be_visible()
    ink, paper = page.evaluate(
        "() => [getComputedStyle(document.body).color,"
        " getComputedStyle(document.body).backgroundColor]"
    )
    assert (ink, paper) == ("rgb(0, 0, 0)", "rgb(255, 255, 255)")


def test_todays_list_on_paper_has_its_folded_parts_too(new_phone: NewPhone) -> None:
    page = new_phone(regular())
    page.goto("/")
    page.emulate_media(media="print")
    wanted = page.locator("[data-slot][data-required=true]")
    for place in range(wanted.count()):
        expect(wanted.nth(place).locator(".what b")).to_be_visible()
