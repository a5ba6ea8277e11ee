"""Reminders go with the record: out in its file, in again without a yes, and into another."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from content.types import Period
from people.models import Person
from practice.transfer.merge_people import merge_people
from reminders.models import Reminder, ReminderChoice
from tests.conftest import MONDAY
from tests.factories import new_feed, new_person, new_plan, new_reminders, new_tick, stranger
from tests.pages import body_of, parse
from tests.practice.transfer.files import PERSON, record_file
from tests.practice.transfer.sent_files import confirm, show, token_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("evening")]

EVENING = {Period.EVENING: 19 * 60 + 30}
MORNING = {Period.MORNING: 7 * 60 + 30}


def reminders_of(browser: Client) -> Any:
    return json.loads(body_of(browser.get("/export.json")))["person"]["reminders"]


def bring(browser: Client, reminders: dict[str, Any] | None) -> None:
    file = record_file(version=4, person={**PERSON, "reminders": reminders}, complete=True)
    assert confirm(browser, token_in(show(browser, file))).status_code == 303


def test_the_file_tells_all_but_the_calendars_secret(phone: Client, person: Person) -> None:
    assert reminders_of(phone) is None
    token = new_feed(new_reminders(person=person, names_exercises=True))
    now = "2026-11-23T21:00:00+00:00"
    assert reminders_of(phone) == {
        "times": [{"period": "evening", "minutes": 19 * 60 + 30}],
        "names_exercises": True,
        "consent": {"version": 1, "given": now},
        "calendar_made": now,
    }
    assert token not in body_of(phone.get("/export.json"))


def test_times_from_a_file_wait_for_a_yes(client: Client) -> None:
    bring(
        client,
        {
            "times": [{"period": "evening", "minutes": 1170}],
            "names_exercises": True,
            "consent": {"version": 1, "given": "2026-10-01T08:00:00+00:00"},
            "calendar_made": None,
        },
    )
    (reminder,) = Reminder.objects.all()
    assert (reminder.at, reminder.next_at) == (1170, None)
    assert not Reminder.objects.due(timezone.now()).exists()
    assert not ReminderChoice.objects.exists()
    page = parse(client.get("/reminders/"))
    assert "They are off." in page.text
    selected = [each.get("value") for each in page.tagged("option") if each.get("selected") == ""]
    assert selected == ["19:30"]
    client.post("/reminders/", {"evening": "19:30"})
    assert Reminder.objects.get().next_at is not None


def test_a_no_from_a_file_is_a_no(client: Client) -> None:
    bring(client, {"times": []})
    assert ReminderChoice.objects.get().agreed_at is None
    bring(stranger(), None)
    assert ReminderChoice.objects.count() == 1, "whoever was never asked still may be"


def test_a_file_changes_nothing_that_was_chosen_here(phone: Client, person: Person) -> None:
    new_reminders(person=person, times=MORNING)
    bring(phone, {"times": [{"period": "evening", "minutes": 1170}]})
    assert Reminder.objects.of(person) == MORNING


@pytest.fixture
def guest() -> Person:
    somebody = new_person()
    new_plan(person=somebody, starts=MONDAY)
    new_tick(person=somebody, day=MONDAY)
    return somebody


def test_put_together_a_yes_comes_along_with_its_calendar(person: Person, guest: Person) -> None:
    new_tick(person=person, day=MONDAY)
    new_reminders(person=person, times={}, is_on=False)
    token = new_feed(new_reminders(person=guest, times=MORNING))
    merge_people(person, guest, MONDAY)
    assert Reminder.objects.of(person) == MORNING
    assert Reminder.objects.get().next_at is not None
    choice = ReminderChoice.objects.get()
    assert choice.person == person
    assert choice.opens_feed(token)


def test_put_together_what_was_chosen_here_stays(person: Person, guest: Person) -> None:
    new_tick(person=person, day=MONDAY)
    new_reminders(person=person, times=EVENING)
    new_reminders(person=guest, times=MORNING)
    merge_people(person, guest, MONDAY)
    assert Reminder.objects.of(person) == EVENING
    assert ReminderChoice.objects.get().person == person
