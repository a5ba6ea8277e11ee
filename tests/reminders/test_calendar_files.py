"""Calendars as other programs read them: parsed, and expanded over a year and a half."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import recurring_ical_events
from django.test import Client
from icalendar import Calendar

from content.types import Period
from people.models import Person
from tests.conftest import MONDAY, MoveTo
from tests.factories import (
    browser_of,
    new_feed,
    new_pause,
    new_person,
    new_plan,
    new_reminders,
    stranger,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("evening")]

DAY = dt.timedelta(days=1)
HALF_PAST_SEVEN = {Period.MORNING: 7 * 60 + 30, Period.EVENING: 19 * 60 + 30}
ZONES = [
    *("Europe/Berlin", "America/New_York"),  # clocks changed in the north …
    *("Australia/Sydney", "America/Santiago", "Pacific/Auckland"),  # … and in the south
    *("Asia/Kolkata", "America/St_Johns", "Australia/Adelaide"),  # half an hour beside
    *("Asia/Kathmandu", "Pacific/Chatham"),  # three quarters
    *("Asia/Shanghai", "UTC"),  # never changed
    "Australia/Lord_Howe",  # changed by half an hour
    *("America/Mexico_City", "Africa/Casablanca", "Asia/Amman"),  # other rules than some years ago
    "Pacific/Kiritimati",  # the first to begin a day
    "Europe/Dublin",  # winter is what is different
]


def reminded(zone: str = "Europe/Berlin", **values: Any) -> tuple[Person, Client, str]:
    """Somebody with the document's day since Monday; their browser; their calendar's token."""
    person = new_person(zone=zone)
    new_plan(person=person, starts=MONDAY)
    choice = new_reminders(person=person, times=HALF_PAST_SEVEN, **values)
    return person, browser_of(person), new_feed(choice)


def alarms(browser: Client) -> Any:
    return parsed(browser.get("/reminders/alarms.ics"))


def feed(token: str, browser: Client | None = None) -> Any:
    return parsed((browser or stranger()).get(f"/calendar/{token}.ics"))


def parsed(response: Any) -> Any:
    """A calendar; what icalendar says of its types would need a cast at each look."""
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    calendar = Calendar.from_ical(response.content)
    assert not [each.errors for each in calendar.walk() if each.errors]
    return calendar


def occurrences(calendar: Any, first: dt.date, last: dt.date) -> list[Any]:
    found = recurring_ical_events.of(calendar).between(first, last)
    return sorted((each.start for each in found), key=lambda start: (start.date(), start.time()))


@pytest.mark.parametrize("zone", ZONES)
def test_for_eighteen_months_it_rings_at_the_time_on_the_wall(zone: str) -> None:
    _person, browser, token = reminded(zone)
    there = ZoneInfo(zone)
    today = dt.datetime(2026, 11, 23, 21, tzinfo=dt.UTC).astimezone(there).date()
    for calendar in (alarms(browser), feed(token)):
        starts = occurrences(calendar, today, MONDAY + 548 * DAY)
        assert {start.astimezone(there).timetz().isoformat()[:5] for start in starts} == {
            "07:30",
            "19:30",
        }
        days = [start.astimezone(there).date() for start in starts]
        assert [days.count(today + number * DAY) for number in range(540)] == [2] * 540


@pytest.mark.parametrize(
    "zone",
    [
        *("Europe/Dublin", "America/Santiago", "America/St_Johns", "Asia/Kathmandu"),
        *("Australia/Lord_Howe", "Africa/Casablanca"),
    ],
)
def test_it_does_so_for_a_program_that_knows_no_zone_by_its_name(zone: str) -> None:
    """By another name, of which it finds nothing but the VTIMEZONE."""
    _person, browser, _token = reminded(zone)
    content = browser.get("/reminders/alarms.ics").content.replace(b"\r\n ", b"")
    # A name of its own for each: icalendar keeps in mind what it has read of a name.
    unnamed = Calendar.from_ical(content.replace(zone.encode(), f"Nowhere {zone}".encode()))
    starts = occurrences(unnamed, MONDAY + DAY, MONDAY + 548 * DAY)
    assert len(starts) > 1000
    shown = {start.astimezone(ZoneInfo(zone)).strftime("%H:%M") for start in starts}
    assert shown == {"07:30", "19:30"}


@pytest.mark.parametrize("zone", ZONES)
def test_the_file_says_itself_how_clocks_are_changed(zone: str) -> None:
    """RFC 5545, 3.6.5: each onset in the time that was shown before it."""
    _person, browser, _token = reminded(zone)
    (component,) = alarms(browser).walk("VTIMEZONE")
    there = ZoneInfo(zone)
    said = {}
    for change in component.subcomponents:
        before = dt.timezone(change.TZOFFSETFROM)
        later = [date.dt for date in change["RDATE"].dts] if "RDATE" in change else []
        for onset in (change.DTSTART, *later):
            said[onset.replace(tzinfo=before)] = (change.TZOFFSETFROM, change.TZOFFSETTO)
    beginning = min(said)
    assert beginning <= dt.datetime(2026, 1, 1, tzinfo=there)
    assert said.pop(beginning)[1] == beginning.astimezone(there).utcoffset()
    for instant, (before, after) in said.items():
        assert (instant - dt.timedelta(seconds=1)).astimezone(there).utcoffset() == before
        assert instant.astimezone(there).utcoffset() == after
    # No change of nine years is left out.
    days = [beginning + number * dt.timedelta(hours=12) for number in range(2 * 9 * 365)]
    offsets = [day.astimezone(there).utcoffset() for day in days]
    changes = sum(one != next_one for one, next_one in pairwise(offsets))
    assert sum(before != after and day <= days[-1] for day, (before, after) in said.items()) == (
        changes
    )


def test_one_event_a_period_with_an_alarm_at_its_time() -> None:
    _person, browser, _token = reminded()
    events = alarms(browser).events
    assert [str(event["SUMMARY"]) for event in events] == [
        "Time for this morning",
        "Time for this evening",
    ]
    for event in events:
        (alarm,) = event.walk("VALARM")
        assert (alarm["ACTION"], alarm.TRIGGER) == ("DISPLAY", dt.timedelta())
        assert event["RRULE"].to_ical() == b"FREQ=DAILY"
        assert event["TRANSP"] == "TRANSPARENT"
        assert event["URL"] == "http://localhost/"


def test_what_is_followed_has_no_alarm_and_says_when_to_ask_again() -> None:
    _person, _browser, token = reminded()
    calendar = feed(token)
    assert not calendar.walk("VALARM")
    content = calendar.to_ical()
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT12H" in content
    assert b"X-PUBLISHED-TTL:PT12H" in content


def test_exercises_are_named_only_for_who_wants_that() -> None:
    for names_exercises in (False, True):
        _person, browser, token = reminded(names_exercises=names_exercises)
        for calendar in (alarms(browser), feed(token)):
            text = calendar.to_ical().decode().replace("\r\n ", "")
            assert ("Waist rub" in text) is names_exercises
            assert ("Time for this evening:" in text) is names_exercises


def test_what_is_taken_again_takes_the_place_of_what_was_taken(at: MoveTo) -> None:
    _person, browser, token = reminded()
    at("2026-11-23T21:00")
    first, followed = alarms(browser), feed(token)
    at("2026-12-01T21:00")
    second, again = alarms(browser), feed(token)
    assert [event["UID"] for event in first.events] == [event["UID"] for event in second.events]
    for earlier, later in zip(first.events, second.events, strict=True):
        assert later["SEQUENCE"] > earlier["SEQUENCE"]
    assert [event["UID"] for event in followed.events] == [event["UID"] for event in again.events]
    everything = {event["UID"] for event in (*first.events, *followed.events)}
    assert len(everything) == 4, "neither the two periods nor the two ways are taken for one"
    _other, other_browser, _token = reminded()
    assert everything.isdisjoint(event["UID"] for event in alarms(other_browser).events)


def test_days_of_rest_and_another_plan_are_followed() -> None:
    person, browser, token = reminded("UTC")
    new_pause(person=person, first_day=MONDAY + 2 * DAY, last_day=MONDAY + 3 * DAY)
    new_plan(person=person, starts=MONDAY + 7 * DAY, sets={"waist-rub": (1, 0, 0)})
    for calendar in (alarms(browser), feed(token)):
        starts = occurrences(calendar, MONDAY, MONDAY + 20 * DAY)
        by_day = [
            "".join(
                "m" if start.hour == 7 else "e"
                for start in starts
                if start.date() == MONDAY + number * DAY
            )
            for number in range(10)
        ]
        assert by_day == ["me", "me", "", "", "me", "me", "me", "m", "m", "m"]


def test_a_rest_without_an_end_rings_nothing(at: MoveTo) -> None:
    person, browser, token = reminded("UTC")
    new_pause(person=person, first_day=MONDAY)
    assert not feed(token).events
    assert browser.get("/reminders/alarms.ics").status_code == 404
    at("2026-11-30T21:00")
    assert not feed(token).events


@pytest.mark.parametrize(
    ("language", "title"), [("zh-hans", "今晚"), ("zh-hant", "今晚"), ("", "this evening")]
)
def test_it_is_in_the_persons_language(language: str, title: str) -> None:
    person, browser, token = reminded()
    person.language = language
    person.save()
    for calendar in (alarms(browser), feed(token)):
        assert title in str(calendar.events[-1]["SUMMARY"])
        prefix = f"/{language}/" if language else "/"
        assert calendar.events[0]["URL"] == f"http://localhost{prefix}"
