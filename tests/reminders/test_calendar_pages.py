"""Alarms that are taken once, the plan to follow at a secret address, and what Today tells."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from people.models import Person
from people.rate_limit import CALENDARS
from reminders.models import ReminderChoice
from tests.conftest import MONDAY, MoveTo
from tests.factories import (
    browser_of,
    new_feed,
    new_pause,
    new_plan,
    new_reminders,
    stranger,
)
from tests.pages import Page, parse

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)
PAGE = "/reminders/calendar/"
OUTDATED = "Your calendar still rings as before"


def page(browser: Client) -> Page:
    return parse(browser.get(PAGE))


def take_alarms(browser: Client) -> Any:
    answer = browser.post(f"{PAGE}take/", {"take": "1"})
    assert (answer.status_code, answer["Location"]) == (303, "/reminders/alarms.ics")
    return browser.get(answer["Location"])


def is_told(browser: Client) -> bool:
    return OUTDATED in parse(browser.get("/")).text


# --- alarms -------------------------------------------------------------------------


def test_a_phone_opens_the_alarms_in_its_calendar(phone: Client, person: Person) -> None:
    new_reminders(person=person)
    answer = take_alarms(phone)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Content-Disposition"] == 'inline; filename="kidneycare.ics"'
    assert "no-store" in answer["Cache-Control"]


def test_reading_the_file_is_not_taking_it(phone: Client, person: Person) -> None:
    new_reminders(person=person)
    assert phone.get("/reminders/alarms.ics").status_code == 200
    assert ReminderChoice.objects.get().alarms == ""


def test_there_are_none_without_a_yes_or_without_anything_to_ring_for(
    client: Client, phone: Client, person: Person
) -> None:
    for browser in (client, phone):
        assert browser.get("/reminders/alarms.ics").status_code == 404
    new_reminders(person=person, is_on=False)
    assert phone.post(f"{PAGE}take/", {"take": "1"}).status_code == 404
    ReminderChoice.objects.all().delete()
    new_reminders(person=person)
    new_plan(person=person, starts=MONDAY, sets={"waist-rub": (1, 0, 0)})
    assert phone.get("/reminders/alarms.ics").status_code == 404
    assert "nothing to ring for" in page(phone).text


def test_today_tells_when_a_calendar_rings_otherwise_than_is_wanted(
    phone: Client, person: Person, at: MoveTo
) -> None:
    new_reminders(person=person)
    take_alarms(phone)
    assert not is_told(phone)
    at("2026-11-26T21:00")
    assert not is_told(phone), "nothing was changed"
    new_plan(person=person, starts=MONDAY + 3 * DAY, sets={"waist-rub": (1, 0, 0)})
    assert is_told(phone)
    links = [link.get("href") for link in parse(phone.get("/")).tagged("a")]
    assert f"{PAGE}#remove" in links
    assert page(phone).by_id("remove") is not None


@pytest.mark.parametrize(
    ("path", "values", "rings"),
    [
        ("/reminders/", {"evening": "20:00"}, True),
        ("/reminders/", {"evening": "19:30", "morning": "07:30"}, True),
        ("/reminders/off/", {"off": "1"}, False),
        ("/rest/", {"days": "today"}, True),
        ("/rest/", {"days": "open"}, False),
        ("/me/zone/", {"zone": "Asia/Tokyo"}, True),
        ("/plan/change/", {"waist-rub-morning": "1", "starts": "today"}, False),
    ],
)
def test_each_change_is_told_with_the_new_file_until_it_is_answered(
    phone: Client, person: Person, path: str, values: dict[str, str], rings: bool
) -> None:
    new_reminders(person=person)
    take_alarms(phone)
    assert phone.post(path, values).status_code == 303
    assert is_told(phone)
    forms = [form.get("action") for form in parse(phone.get("/")).tagged("form")]
    assert (f"{PAGE}take/" in forms) is rings
    answer = phone.post(f"{PAGE}removed/", {"answer": "removed", "back": "today"})
    assert (answer.status_code, answer["Location"]) == (303, "/")
    assert not is_told(phone)


def test_a_new_file_ends_it_too(phone: Client, person: Person) -> None:
    new_reminders(person=person)
    take_alarms(phone)
    phone.post("/reminders/", {"evening": "20:00"})
    assert is_told(phone)
    take_alarms(phone)
    assert not is_told(phone)
    phone.post("/reminders/", {"evening": "20:15"})
    phone.post("/reminders/", {"evening": "20:00"})
    assert not is_told(phone), "it is again what the calendar says"


def test_a_rest_that_was_known_and_is_over_is_not_told(
    phone: Client, person: Person, at: MoveTo
) -> None:
    new_reminders(person=person)
    new_pause(person=person, first_day=MONDAY + DAY, last_day=MONDAY + 2 * DAY)
    take_alarms(phone)
    for day in (24, 25, 26):
        at(f"2026-11-{day}T21:00")
        assert not is_told(phone)


# --- the plan to follow ----------------------------------------------------------------


def address_on(shown: Page) -> str | None:
    found = [each for each in shown.elements if each.get("class") == "address"]
    return shown.text_of(found[0]).strip() if found else None


def make(browser: Client) -> str:
    answer = browser.post(f"{PAGE}follow/", {"follow": "1"})
    assert (answer.status_code, answer["Location"]) == (303, f"{PAGE}#follow")
    address = address_on(page(browser))
    assert address is not None
    return address


def path_of(address: str) -> str:
    return address[address.index("/calendar/") :]


def test_there_is_no_address_until_it_is_made(phone: Client, person: Person) -> None:
    new_reminders(person=person)
    assert address_on(page(phone)) is None
    address = make(phone)
    links = [link.get("href") or "" for link in page(phone).tagged("a")]
    assert f"webcal:{address.partition(':')[2]}" in links
    assert b"BEGIN:VCALENDAR" in stranger().get(path_of(address)).content


def test_the_browser_that_made_it_shows_it_again_and_no_other(
    phone: Client, person: Person
) -> None:
    new_reminders(person=person)
    address = make(phone)
    assert address_on(page(phone)) == address
    other = page(browser_of(person))
    assert address_on(other) is None
    assert "Only the phone that made it can show it." in other.text


def test_a_new_address_and_a_stop_end_the_old_one(
    phone: Client, person: Person, at: MoveTo
) -> None:
    new_reminders(person=person)
    first = path_of(make(phone))
    at("2026-11-23T21:01")
    second = path_of(make(phone))
    assert first != second
    gone = stranger().get(first)
    assert stranger().get(second).status_code == 200
    phone.post(f"{PAGE}follow/", {"follow": "0"})
    unknown = stranger().get("/calendar/never-there.ics")
    for answer in (gone, stranger().get(second), unknown):
        assert answer.status_code == 404
        assert parse(answer).text == parse(unknown).text


def test_without_a_yes_there_is_no_address(phone: Client, person: Person) -> None:
    assert phone.post(f"{PAGE}follow/", {"follow": "1"}).status_code == 404
    assert not ReminderChoice.objects.filter(feed_hash__isnull=False).exists()


def test_a_calendar_that_asks_again_is_told_whether_anything_changed(
    person: Person, at: MoveTo
) -> None:
    path = f"/calendar/{new_feed(new_reminders(person=person))}.ics"
    at("2026-11-24T08:00")
    answer = stranger().get(path)
    assert "no-cache" in answer["Cache-Control"]
    assert "private" in answer["Cache-Control"]
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    known = {"If-None-Match": answer["ETag"]}
    at("2026-11-29T08:00")
    again = stranger().get(path, headers=known)
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", answer["ETag"])
    new_pause(person=person, first_day=MONDAY + 7 * DAY)
    changed = stranger().get(path, headers=known)
    assert changed.status_code == 200
    assert changed["ETag"] != answer["ETag"]


def test_it_neither_knows_nor_tells_who_asks(phone: Client, person: Person) -> None:
    answer = phone.get(f"/calendar/{new_feed(new_reminders(person=person))}.ics")
    assert not answer.cookies
    assert "Set-Cookie" not in answer


def test_one_that_is_asked_for_all_the_time_is_told_to_wait(person: Person, at: MoveTo) -> None:
    path = f"/calendar/{new_feed(new_reminders(person=person))}.ics"
    for _ in range(CALENDARS.most):
        assert stranger().get(path).status_code == 200
    refused = stranger().get(path)
    assert refused.status_code == 429
    assert int(refused["Retry-After"]) <= 3600
    at("2026-11-23T22:01")
    assert stranger().get(path).status_code == 200
