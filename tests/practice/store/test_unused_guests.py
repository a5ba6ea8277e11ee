"""A record that nobody can open any more is removed by a command; no other ever is."""

from __future__ import annotations

import datetime as dt
from io import StringIO

import pytest
from django.core.management import call_command

from people.models import Person
from practice.models import DayNote, Tick
from tests.conftest import MoveTo
from tests.factories import (
    new_device,
    new_note,
    new_passkey,
    new_person,
    new_plan,
    new_sheet,
    new_tick,
    stranger,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("evening")]

NOW = dt.datetime(2026, 11, 23, 21, tzinfo=dt.UTC)
LONG_AGO = NOW - dt.timedelta(days=401)


def guest(*, used: dt.datetime | None = LONG_AGO) -> Person:
    """Somebody who chose a plan long ago."""
    somebody = new_person(consented_at=LONG_AGO)
    new_plan(person=somebody, starts=LONG_AGO.date())
    if used:
        new_device(person=somebody, seen_at=used)
    return somebody


def remove(*how: str) -> str:
    out = StringIO()
    call_command("remove_unused_guests", *how, stdout=out)
    return out.getvalue()


def test_a_guest_who_was_away_for_400_days_is_removed_with_all_there_is() -> None:
    guest()
    guest(used=None)
    assert remove("--dry-run") == "2 unused guests would be removed.\n"
    assert Person.objects.count() == 2
    assert remove() == "2 unused guests removed.\n"
    assert not Person.objects.exists()


def test_what_such_a_guest_recorded_goes_too() -> None:
    somebody = guest()
    new_tick(person=somebody, day=LONG_AGO.date())
    new_note(person=somebody, day=LONG_AGO.date())
    assert remove() == "1 unused guests removed.\n"
    assert not Tick.objects.exists()
    assert not DayNote.objects.exists()


def test_the_record_that_two_quick_first_ticks_leave_is_swept(at: MoveTo) -> None:
    """Each carries no cookie; the browser keeps the later one's (rules.md 18)."""
    one, other = stranger(), stranger()
    for number, browser in enumerate((one, other), start=1):
        browser.post(f"/day/2026-11-23/evening/waist-rub/{number}/", {"done": "1"})
    assert Person.objects.count() == 2
    at("2027-06-01 21:00")
    other.get("/")
    at("2028-01-15 21:00")
    assert remove() == "1 unused guests removed.\n"
    assert b'data-done="true"' in other.get("/day/2026-11-23/").content


def test_whoever_has_a_way_back_stays() -> None:
    new_passkey(person=guest())
    new_sheet(person=guest())
    assert remove() == "0 unused guests removed.\n"


@pytest.mark.parametrize(("days", "stays"), [(399, True), (400, True), (401, False)])
def test_400_days_are_counted_from_the_last_use_of_any_phone(days: int, stays: bool) -> None:
    somebody = guest()
    new_device(person=somebody, seen_at=NOW - dt.timedelta(days=days))
    remove()
    assert Person.objects.exists() is stays


def test_who_agreed_lately_stays_though_every_phone_is_gone() -> None:
    new_person(consented_at=NOW - dt.timedelta(days=399))
    remove()
    assert Person.objects.exists()
