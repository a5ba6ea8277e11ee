"""Days of rest, "not today", and how they read: excused, never as failure (rules.md 7, 13)."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from people.models import Person
from practice.models import Pause, Tick
from practice.rules.adherence import State
from tests.conftest import MONDAY, MoveTo
from tests.factories import HTMX, everything_stored, new_pause, new_tick
from tests.pages import body_of, parse

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("evening")]


def spans() -> list[tuple[str, str | None, str]]:
    return [
        (str(pause.first_day), str(pause.last_day) if pause.last_day else None, pause.reason)
        for pause in Pause.objects.order_by("first_day")
    ]


def test_what_is_left_out_today_is_chosen_by_part_of_the_day(phone: Client, at: MoveTo) -> None:
    """The present one first, and a row as short as its name."""
    at("2026-11-23T13:00")
    text = parse(phone.get("/rest/")).text
    parts = ("Afternoon Arm raise Not today", "Evening Sole rub Not today", "Morning Arm raise")
    places = [text.find(part) for part in parts]
    assert -1 not in places
    assert places == sorted(places)


def test_a_set_that_is_partly_done_is_put_off_with_what_was_done(
    phone: Client, person: Person
) -> None:
    new_tick(person=person, day=MONDAY, exercise="waist-rub", tenths=1200)
    page = parse(phone.get("/rest/"))
    (form,) = [
        each
        for each in page.tagged("form")
        if "waist-rub" in (each.get("action") or "") and "evening" in (each.get("action") or "")
    ]
    sent = {each.get("name"): each.get("value") for each in form.iter("input")}
    assert sent["amount"] == "120"
    phone.post(form.get("action") or "", {"skip": "1", "amount": "120"})
    tick = Tick.objects.get()
    assert (tick.state, tick.tenths) == (State.SKIPPED, 1200)


DATES = {"days": "dates", "first": "2026-12-01", "last": "2026-12-05"}


@pytest.mark.parametrize(
    ("values", "kept"),
    [
        ({"days": "today"}, ("2026-11-23", "2026-11-23", "")),
        ({"days": "open"}, ("2026-11-23", None, "")),
        (DATES, ("2026-12-01", "2026-12-05", "")),
        (
            {**DATES, "first": "2026-11-01", "reason": " a cold "},
            ("2026-11-01", "2026-12-05", "a cold"),
        ),
        ({**DATES, "no_end": "1"}, ("2026-12-01", None, "")),
    ],
    ids=["today", "open", "to come", "past, with a reason", "to come, open"],
)
def test_days_of_rest_are_taken(
    phone: Client, values: dict[str, str], kept: tuple[str, str | None, str]
) -> None:
    assert phone.post("/rest/", values).status_code == 303
    assert spans() == [kept]


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({}, "Choose which days."),
        ({"days": "week"}, "Choose which days."),
        ({"days": "dates"}, "Choose the first day of rest."),
        ({**DATES, "last": ""}, "Choose the last day of rest, or say that it is open."),
        ({**DATES, "last": "2026-11-30"}, "The last day is before the first."),
        ({**DATES, "first": "2026-02-30"}, "Choose a day of the calendar."),
        ({**DATES, "first": "1.12.2026"}, "Choose a day of the calendar."),
        ({**DATES, "reason": "x" * 201}, "Make the reason shorter, please"),
        ({**DATES, "reason": "a\0b"}, "This form was changed on its way"),
    ],
)
def test_what_cannot_be_a_rest_is_told_and_nothing_is_written(
    phone: Client, values: dict[str, str], told: str
) -> None:
    before = everything_stored()
    response = phone.post("/rest/", values)
    assert response.status_code == 400
    assert told in parse(response).text
    assert everything_stored() == before


def test_rests_that_meet_become_one(phone: Client) -> None:
    phone.post("/rest/", {**DATES, "reason": "a trip"})
    phone.post("/rest/", {**DATES, "first": "2026-12-06", "last": "2026-12-08"})
    phone.post("/rest/", {**DATES, "first": "2026-12-10", "last": "2026-12-10"})
    assert spans() == [
        ("2026-12-01", "2026-12-08", "a trip"),
        ("2026-12-10", "2026-12-10", ""),
    ]


def test_a_resting_day_reads_as_rest_and_nothing_is_due(phone: Client, person: Person) -> None:
    new_tick(person=person, day=MONDAY - dt.timedelta(days=7))
    phone.post("/rest/", {"days": "dates", "first": "2026-11-18", "last": "2026-11-22"})
    page = parse(phone.get("/history/2026-W47/"))
    thursday = page.day("2026-11-19")
    assert (thursday.get("data-adherence"), thursday.get("data-due")) == ("", "0")
    assert "rest" in page.text_of(thursday)
    assert "not ticked" not in page.text_of(thursday)


def test_i_am_back_ends_the_rest_before_today(phone: Client, at: MoveTo) -> None:
    phone.post("/rest/", {"days": "open"})
    at("2026-11-26T09:00")
    assert "A day of rest" in parse(phone.get("/")).text
    response = phone.post("/rest/end/", {"first": "2026-11-23", "back": "today"})
    assert (response.status_code, response["Location"]) == (303, "/")
    assert spans() == [("2026-11-23", "2026-11-25", "")]
    assert "A day of rest" not in parse(phone.get("/")).text


def test_a_rest_of_today_ended_today_is_gone(phone: Client) -> None:
    phone.post("/rest/", {"days": "today"})
    phone.post("/rest/end/", {"first": "2026-11-23"})
    assert spans() == []


def test_a_past_rest_is_taken_away_whole_or_left_alone(phone: Client, person: Person) -> None:
    new_pause(person=person, first_day=dt.date(2026, 11, 2), last_day=dt.date(2026, 11, 5))
    phone.post("/rest/end/", {"first": "2026-11-02"})
    assert spans() == [("2026-11-02", "2026-11-05", "")]
    phone.post("/rest/end/", {"first": "2026-11-02", "whole": "1"})
    assert spans() == []


@pytest.mark.parametrize("values", [{}, {"first": "soon"}, {"first": "2026-11-23", "whole": "x"}])
def test_an_end_of_no_rest_is_refused(phone: Client, values: dict[str, str]) -> None:
    phone.post("/rest/", {"days": "open"})
    before = everything_stored()
    assert phone.post("/rest/end/", values).status_code == 400
    assert everything_stored() == before


def test_a_stranger_has_nothing_to_pause_and_is_not_made_somebody(client: Client) -> None:
    assert "nothing is due, so rest well" in parse(client.get("/rest/")).text
    response = client.post("/rest/", {"days": "today"})
    assert response.status_code == 400
    assert client.post("/rest/end/", {"first": "2026-11-23"}).status_code == 303
    assert not any(everything_stored().values())


def test_one_of_today_s_can_be_left_out_and_is_not_due(phone: Client, at: MoveTo) -> None:
    """Rules.md 7: skipped is due only as far as credited."""
    at("2026-11-23T08:00")
    phone.post("/day/2026-11-23/morning/waist-rub/1/", {"done": "1"})
    phone.post("/day/2026-11-23/morning/waist-knead/1/", {"skip": "1"})
    at("2026-11-23T13:00")
    page = parse(phone.get("/"))
    assert "Not today" in page.text
    assert "morning/waist-knead" not in page.text
    week = parse(phone.get("/history/")).day("2026-11-23")
    # Morning over: raise, throw and rub are due, the knead is not; the rub is done.
    assert (week.get("data-due"), week.get("data-credited")) == ("3", "1")


def test_the_page_names_what_is_left_of_today(phone: Client) -> None:
    phone.post("/day/2026-11-23/evening/sole-rub/1/", {"done": "1"})
    actions = {form.get("action") for form in parse(phone.get("/rest/")).tagged("form")}
    assert "/day/2026-11-23/evening/waist-rub/1/" in actions
    assert "/day/2026-11-23/evening/sole-rub/1/" not in actions


@pytest.mark.parametrize("path", ["evening/sole-rub/1/", "evening/"])
def test_a_tick_on_a_day_of_rest_still_tells_of_rest_and_never_of_what_is_left(
    phone: Client, person: Person, path: str
) -> None:
    new_pause(person=person, first_day=MONDAY)
    told = body_of(phone.post(f"/day/2026-11-23/{path}", {"done": "1"}, headers=HTMX))
    assert "a day of rest" in told
    assert "left this evening" not in told
