"""What waits on this phone: runs that were begun and not finished, and ticks for another record."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from people.browser_storage_owner import owner_id
from people.identity import SignedIn
from people.models import Device, Person
from practice.models import Tick
from tests import factories
from tests.browser.outbox import let_wait, queued
from tests.browser.phone import NewPhone, all_here
from tests.browser.states import share_with
from tests.conftest import MONDAY

RUB, SOLE = f"{MONDAY}/evening/waist-rub/1", f"{MONDAY}/evening/sole-rub/1"
LATER = 4_102_444_800_000
"""The year 2100."""


def place(slot: str, owner: str, text: str, **more: Any) -> dict[str, Any]:
    address = "/practise/evening/waist-rub/"
    return {
        "snapshot": {"slot": slot},
        "until": LATER,
        "owner": owner,
        "text": text,
        "address": address,
        **more,
    }


def open_today(page: Page, stored: list[dict[str, Any]]) -> None:
    page.goto("/about/")
    page.evaluate("(value) => localStorage.setItem('kidneycare.places', value)", json.dumps(stored))
    page.goto("/")
    all_here(page)


def owner_of(person: Person) -> str:
    return owner_id(SignedIn("", Device.objects.get(person=person)))


@pytest.fixture
def anna() -> Person:
    somebody = factories.new_person(nickname="Anna")
    factories.new_plan(person=somebody, starts=MONDAY)
    return somebody


def test_today_tells_what_is_unfinished_and_leads_back_to_it(
    new_phone: NewPhone, anna: Person
) -> None:
    page = new_phone(anna)
    mark = owner_of(anna)
    stored = [
        place(RUB, mark, "Waist rub: 80 of 200."),
        place(SOLE, mark, "Right foot 101: the left foot is left.", address="/practise/evening/"),
    ]
    open_today(page, stored)
    notices = page.locator("#unfinished .notice")
    expect(notices).to_have_count(2)
    expect(notices.first).to_contain_text("Waist rub: 80 of 200.")
    expect(notices.nth(1)).to_contain_text("Right foot 101")
    link = page.get_by_role("link", name="Go on: Waist rub: 80 of 200.")
    expect(link).to_have_attribute("href", "/practise/evening/waist-rub/")
    assert notices.first.bounding_box()["y"] < page.locator("#list").bounding_box()["y"]  # type: ignore[index]
    # The one thing to do next stays the one button.
    assert page.locator("#unfinished .go").count() == 0


def test_what_is_another_s_over_done_or_leads_away_is_not_told(
    new_phone: NewPhone, anna: Person
) -> None:
    factories.new_tick(person=anna, day=MONDAY, exercise="waist-rub")
    page = new_phone(anna)
    mark = owner_of(anna)
    stored = [
        place(RUB, mark, "already ticked"),
        place(SOLE, "0123456789ab", "another's"),
        place(SOLE, mark, "over", until=1_700_000_000_000),
        place(SOLE, mark, "a script", address="javascript:alert(1)"),
        place(SOLE, mark, "another host", address="//example.org/"),
        place(SOLE, mark, "another host", address="/\\example.org/"),
        place(SOLE, mark, ""),
        place(SOLE, mark, "<b>theirs</b>"),
    ]
    open_today(page, stored)
    expect(page.locator("#unfinished .notice")).to_have_count(1)
    expect(page.locator("#unfinished .notice p:first-child")).to_have_text("<b>theirs</b>")
    assert "another's" in page.evaluate("() => localStorage.getItem('kidneycare.places')")


def test_a_stranger_is_told_too_and_an_earlier_day_tells_nothing(new_phone: NewPhone) -> None:
    page = new_phone()
    open_today(page, [place(RUB, "", "Waist rub: 80 of 200.")])
    expect(page.locator("#unfinished .notice")).to_have_count(1)
    page.goto("/day/2026-11-22/")
    all_here(page)
    assert page.locator("#unfinished").count() == 0


def test_erasing_takes_what_is_unfinished_with_it_but_not_another_s(
    new_phone: NewPhone, anna: Person
) -> None:
    page = new_phone(anna)
    open_today(
        page,
        [place(RUB, owner_of(anna), "Anna's"), place(SOLE, "", "before she had a record")],
    )
    page.goto("/me/erase/")
    page.locator("[name=sure]").check()
    page.get_by_role("button", name="Erase").click()
    expect(page.locator("h1")).to_have_text("Everything is erased")
    page.wait_for_function("() => localStorage.getItem('kidneycare.places') === null")


@pytest.mark.parametrize("when", ["meanwhile", "before"])
def test_a_tick_for_a_record_that_is_gone_is_told_on_today_and_begins_none(
    new_phone: NewPhone, anna: Person, when: str
) -> None:
    """Rules.md 32: it was erased elsewhere, before Today was opened or while it is."""
    page = new_phone(anna)
    page.goto("/about/")
    let_wait(page, SOLE, owner_of(anna))
    if when == "before":
        anna.delete()

    def erased_before_it_arrives(route: Route) -> None:
        Person.objects.all().delete()
        route.continue_()

    page.route("**/day/**", erased_before_it_arrives)
    page.goto("/")
    expect(page.locator("#problem")).to_contain_text(
        "This was practised for a record that is no longer here. Nothing was written."
    )
    assert "no longer here" in queued(page)[0]["refused"]
    assert not Tick.objects.exists()
    assert not Person.objects.exists()


def test_what_waits_for_somebody_else_of_a_shared_phone_goes_on_waiting(
    new_phone: NewPhone, anna: Person
) -> None:
    ben = factories.new_person(nickname="Ben")
    page = new_phone(anna)
    page.goto("/about/")
    share_with(page, ben)
    let_wait(page, SOLE, owner_of(ben))
    page.goto("/", wait_until="networkidle")
    all_here(page)
    expect(page.locator("#problem")).to_be_hidden()
    assert [each["owner"] for each in queued(page)] == [owner_of(ben)]
    assert not Tick.objects.exists()
