"""What the database itself refuses of people, and the start of the practice day."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from people.models import Device, Person
from tests.factories import new_device, new_person

pytestmark = pytest.mark.django_db

MONDAY = dt.date(2026, 11, 23)


@pytest.mark.parametrize(
    "wrong",
    [
        {"day_start": 481},
        {"next_day_start": 300},
        {"next_day_start_on": MONDAY},
        {"next_day_start": 481, "next_day_start_on": MONDAY},
    ],
    ids=str,
)
def test_a_start_of_day_after_eight_or_half_a_change_is_refused(wrong: dict[str, int]) -> None:
    person = new_person()
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.filter(pk=person.pk).update(**wrong)


@pytest.mark.parametrize("minutes", [0, 1, 240, 480])
def test_a_start_of_day_from_midnight_to_eight_is_kept(minutes: int) -> None:
    assert new_person(day_start=minutes).day_starts == ((dt.date.min, minutes),)


def test_two_devices_never_share_a_token() -> None:
    person = new_person()
    new_device(person=person, token="same")
    with pytest.raises(IntegrityError), transaction.atomic():
        new_device(person=person, token="same")
    assert Device.objects.count() == 1


def test_a_change_waits_for_its_first_day_and_then_becomes_the_usual() -> None:
    person = new_person()
    person.begin_days_at(360, MONDAY + dt.timedelta(days=1), today=MONDAY)
    person.refresh_from_db()
    assert person.day_starts == ((dt.date.min, 240), (dt.date(2026, 11, 24), 360))
    person.begin_days_at(300, dt.date(2026, 11, 27), today=dt.date(2026, 11, 26))
    person.refresh_from_db()
    assert person.day_starts == ((dt.date.min, 360), (dt.date(2026, 11, 27), 300))


def test_going_back_before_it_took_effect_leaves_no_change() -> None:
    person = new_person()
    person.begin_days_at(360, MONDAY + dt.timedelta(days=1), today=MONDAY)
    person.begin_days_at(240, MONDAY + dt.timedelta(days=1), today=MONDAY)
    person.refresh_from_db()
    assert person.day_starts == ((dt.date.min, 240),)


def test_a_row_is_called_by_its_number_and_by_nothing_of_the_person() -> None:
    person = new_person(zone="Europe/Berlin", nickname="Anna")
    new_device(person=person)
    assert str(person) == f"Person object ({person.pk})"
    assert str(Device.objects.get()) == f"Device object ({Device.objects.get().pk})"
