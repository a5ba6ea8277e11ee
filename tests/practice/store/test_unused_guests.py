"""Who began, did nothing and never came back is removed by a command; nobody else ever is."""

from __future__ import annotations

import datetime as dt
from io import StringIO

import pytest
from django.core.management import call_command

from people.models import Person
from practice.rules.adherence import State
from tests.conftest import MONDAY
from tests.factories import (
    new_device,
    new_note,
    new_passkey,
    new_person,
    new_plan,
    new_sheet,
    new_tick,
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


def test_a_guest_without_a_tick_who_was_away_for_400_days_is_removed_with_all_there_is() -> None:
    guest()
    guest(used=None)
    assert remove("--dry-run") == "2 unused guests would be removed.\n"
    assert Person.objects.count() == 2
    assert remove() == "2 unused guests removed.\n"
    assert not Person.objects.exists()


@pytest.mark.parametrize("state", State)
def test_a_guest_with_a_tick_stays_whatever_became_of_it(state: State) -> None:
    new_tick(person=guest(), day=LONG_AGO.date(), state=state)
    assert remove() == "0 unused guests removed.\n"
    assert Person.objects.count() == 1


def test_whoever_has_a_note_or_a_way_back_stays() -> None:
    new_note(person=guest(), day=MONDAY)
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
