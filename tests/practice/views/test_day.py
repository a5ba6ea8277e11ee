"""Which day it is, and the days beside it (rules.md 14 to 17)."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from people.models import Person
from tests.addresses import SOLE
from tests.conftest import MONDAY, MoveTo
from tests.factories import (
    browser_of,
    new_person,
    new_plan,
    new_tick,
)
from tests.pages import Page, parse

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("evening")]

ONE_DAY = dt.timedelta(days=1)


def day_of(page: Page) -> str | None:
    main = page.by_id("main")
    assert main is not None
    return main.get("data-day")


# --- which day it is (rules.md 14, 15) ----------------------------------------------------


@pytest.mark.parametrize(
    ("when", "day"),
    [
        ("2026-11-24T03:59:59", "2026-11-23"),
        ("2026-11-24T04:00:00", "2026-11-24"),
        ("2026-11-24T00:00:00", "2026-11-23"),
        ("2026-12-31T23:59:59", "2026-12-31"),
        ("2027-01-01T03:00:00", "2026-12-31"),
    ],
)
def test_the_day_turns_at_four(client: Client, at: MoveTo, when: str, day: str) -> None:
    at(when)
    assert day_of(parse(client.get("/"))) == day


def test_a_person_may_let_it_turn_at_another_hour(at: MoveTo) -> None:
    for minutes, day in ((0, "2026-11-24"), (60, "2026-11-24"), (61, "2026-11-23")):
        somebody = new_person(day_start=minutes)
        new_plan(person=somebody, starts=MONDAY)
        at("2026-11-24T01:00")
        assert day_of(parse(browser_of(somebody).get("/"))) == day


@pytest.mark.parametrize("day", ["2026-11-24", "2026-12-01", "2027-01-01", "9999-12-24"])
def test_a_future_day_is_404_to_read_and_to_tick(client: Client, phone: Client, day: str) -> None:
    for browser in (client, phone):
        assert browser.get(f"/day/{day}/").status_code == 404
        response = browser.post(f"/day/{day}/evening/sole-rub/1/", {"done": "1"})
        assert response.status_code == 404


@pytest.fixture
def traveller(at: MoveTo) -> Client:
    """Ticked Tuesday in Tokyo and flew west: in Los Angeles it is still Monday."""
    somebody = new_person(zone="Asia/Tokyo")
    new_plan(person=somebody, starts=MONDAY)
    browser = browser_of(somebody)
    at("2026-11-24T00:30")
    browser.post("/day/2026-11-24/morning/waist-rub/1/", {"done": "1"})
    browser.post("/me/zone/", {"zone": "America/Los_Angeles"})
    at("2026-11-24T01:00")
    return browser


def test_after_flying_west_a_ticked_tomorrow_stays_reachable_and_can_be_ticked(
    traveller: Client,
) -> None:
    assert day_of(parse(traveller.get("/"))) == "2026-11-23"
    page = parse(traveller.get("/day/2026-11-24/"))
    assert page.slot("morning/waist-rub/1").done == "true"
    assert "This is the list of Tuesday 24 November; here it is still Monday" in page.text
    response = traveller.post("/day/2026-11-24/morning/waist-knead/1/", {"done": "1"})
    assert (response.status_code, response["Location"]) == (303, "/day/2026-11-24/")
    week = parse(traveller.get("/history/"))
    links = {link.get("href") for link in week.tagged("a")}
    assert {"/day/2026-11-24/", "/"} <= links
    assert traveller.get("/day/2026-11-25/").status_code == 404


def test_undoing_what_was_ticked_there_leads_to_a_page_that_is_there(
    traveller: Client, at: MoveTo
) -> None:
    at("2026-11-24T01:01")
    response = traveller.post("/day/2026-11-24/morning/waist-rub/1/", {"done": "0"}, follow=True)
    assert response.status_code == 200
    at("2026-11-24T01:02")
    again = traveller.post("/day/2026-11-24/morning/waist-rub/1/", {"done": "1"})
    assert again.status_code == 303, "the page is open before them; it can be ticked again"


def test_after_flying_east_no_day_is_lost(at: MoveTo) -> None:
    """A day that was never today here can be read and mended like any other."""
    somebody = new_person(zone="America/Los_Angeles")
    new_plan(person=somebody, starts=MONDAY - ONE_DAY)
    browser = browser_of(somebody)
    at("2026-11-23T02:00")
    assert day_of(parse(browser.get("/"))) == "2026-11-22"
    browser.post("/me/zone/", {"zone": "Asia/Tokyo"})
    at("2026-11-23T20:00")
    assert day_of(parse(browser.get("/"))) == "2026-11-24"
    assert browser.post("/day/2026-11-23/evening/sole-rub/1/", {"done": "1"}).status_code == 303


# --- the days beside -------------------------------------------------------------------


def test_days_are_linked_with_their_neighbours_and_never_with_a_future_one(
    phone: Client,
) -> None:
    assert "/day/2026-11-22/" in links_of(parse(phone.get("/")))
    yesterday = links_of(parse(phone.get("/day/2026-11-22/")))
    assert {"/day/2026-11-21/", "/"} <= yesterday
    assert {"/day/2026-11-19/", "/day/2026-11-21/"} <= links_of(
        parse(phone.get("/day/2026-11-20/"))
    )
    assert "/day/2026-11-24/" not in links_of(parse(phone.get(f"/day/{MONDAY}/")))


def links_of(page: Page) -> set[str]:
    return {link.attrib["href"] for link in page.tagged("a")}


def test_a_past_day_is_read_with_the_plan_of_that_day(phone: Client, at: MoveTo) -> None:
    at("2026-11-25T12:00")
    phone.post("/plan/set-aside/", {"exercise": "waist-knead"})
    assert len(parse(phone.get("/day/2026-11-24/")).required) == 10
    assert len(parse(phone.get("/")).required) == 7


def test_what_the_plan_leaves_out_is_offered_and_not_required(client: Client) -> None:
    client.post("/plan/begin/", {"way": "easy"})
    page = parse(client.get("/"))
    assert {s.place for s in page.required} == {
        "evening/arm-raise/1",
        "evening/waist-rub/1",
        "evening/sole-rub/1",
    }
    document = {
        *("morning/arm-raise/1", "morning/arm-throw/1", "morning/waist-rub/1"),
        *("morning/waist-knead/1", "afternoon/arm-raise/1", "afternoon/waist-knead/1"),
        "evening/waist-knead/1",
    }
    optional = {s.place for s in page.slots if s.required == "false"}
    assert document <= optional
    client.post("/day/2026-11-23/evening/waist-knead/1/", {"done": "1"})
    slot = parse(client.get("/")).slot("evening/waist-knead/1")
    assert (slot.done, slot.required) == ("true", "false")


def test_a_day_tells_who_ticked_for_the_person(phone: Client, person: Person, at: MoveTo) -> None:
    """A tick of their own replaces the helper's, and the name with it."""
    new_tick(person=person, day=MONDAY, by="Lin")
    assert "Done, ticked by Lin" in parse(phone.get("/")).text
    phone.post(SOLE, {"done": "0"})
    at("2026-11-23T21:01")
    phone.post(SOLE, {"done": "1"})
    page = parse(phone.get("/"))
    assert page.slot("evening/sole-rub/1").done == "true"
    assert "Lin" not in page.text
