"""One person's record and another's: nobody sees or changes it, and erasing leaves nothing."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.apps import apps
from django.test import Client

from people.identity import COOKIE
from people.models import Person, RateLimitCounter
from practice.models import PendingImport
from tests.addresses import DAY
from tests.conftest import MONDAY
from tests.factories import (
    WAYS_TO_A_PERSON,
    browser_of,
    everything_stored,
    have_every_way_back,
    new_link,
    new_note,
    new_pause,
    new_pending_import,
    new_preferences,
    new_push_subscription,
    new_reminders,
    new_tick,
    rows_of,
    somebody_with_everything,
)
from tests.pages import body_of, parse
from tests.sharing.evenings import new_evening

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("evening")]


@pytest.fixture
def other(person: Person) -> Person:
    return somebody_with_everything()


def test_what_one_person_sees_is_their_own(phone: Client, other: Person) -> None:
    """tests/addresses tries every address with the marks of the other."""
    page = parse(phone.get("/me/"))
    assert "UTC" in {o.text for o in page.tagged("option") if o.get("selected") is not None}
    page = parse(phone.get(f"/day/{DAY}/"))
    assert all(slot.done == "false" for slot in page.slots)
    assert len(page.required) == 10


def test_every_table_belongs_to_a_person() -> None:
    """Or erasing would have to know of it."""
    for model in apps.get_models():
        # What waits to be imported may be a stranger's; it is gone within the hour. A counter
        # knows only a keyed hash of where something was tried, and is gone as soon.
        if model not in {Person, PendingImport, RateLimitCounter}:
            # A browser's subscription belongs to its device, and so to that one's person.
            owner: Any = model
            for name in WAYS_TO_A_PERSON.get(model, "person").split("__"):
                field = owner._meta.get_field(name)
                assert not getattr(field, "null", True), model._meta.label
                owner = field.related_model
            assert owner is Person, model._meta.label


def test_erasing_removes_every_row_of_that_person_and_nobody_elses(
    phone: Client, person: Person, other: Person
) -> None:
    browser_of(person)
    new_push_subscription(device=person.devices.latest("pk"))
    new_reminders(person=person)
    new_tick(person=person, day=MONDAY)
    new_pause(person=person, first_day=MONDAY)
    new_note(person=person, day=MONDAY)
    new_preferences(person=person)
    new_pending_import(person=person)
    new_link(person=person, opened_on=MONDAY)
    new_evening(person=person)
    have_every_way_back(person)
    kept = rows_of(other)
    assert all(rows for label, rows in rows_of(person).items()), "each table is tried"
    response = phone.post("/me/erase/", {"sure": "1"})
    assert (response.status_code, response["Location"]) == (303, "/me/erased/")
    assert not any(rows_of(person).values())
    assert rows_of(other) == kept
    left = everything_stored()
    assert len(left.pop("people.RecoveryCode")) == 8, "one sheet"
    assert {len(rows) for rows in left.values()} <= {0, 1, 2}


def test_erasing_asks_first(phone: Client, person: Person) -> None:
    before = everything_stored()
    assert "Yes, erase everything" in parse(phone.get("/me/erase/")).text
    assert phone.post("/me/erase/").status_code == 400
    assert phone.post("/me/erase/", {"sure": "0"}).status_code == 400
    assert everything_stored() == before


def test_after_erasing_the_browser_is_a_strangers_and_a_new_tick_a_new_guests(
    client: Client,
) -> None:
    client.get("/")
    client.post(f"/day/{DAY}/evening/sole-rub/1/", {"done": "1"})
    first_token = client.cookies[COOKIE].value
    client.post("/me/erase/", {"sure": "1"})
    assert client.cookies[COOKIE].value == ""
    assert all(slot.done == "false" for slot in parse(client.get("/")).slots)
    client.post(f"/day/{DAY}/evening/waist-rub/1/", {"done": "1"})
    assert Person.objects.count() == 1
    assert client.cookies[COOKIE].value != first_token
    done = [s.place for s in parse(client.get("/")).slots if s.done == "true"]
    assert done == ["evening/waist-rub/1"]


def test_an_old_cookie_of_an_erased_record_opens_nothing(phone: Client, person: Person) -> None:
    token = phone.cookies[COOKIE].value
    new_tick(person=person, day=MONDAY)
    phone.post("/me/erase/", {"sure": "1"})
    phone.cookies[COOKIE] = token
    assert all(slot.done == "false" for slot in parse(phone.get("/")).slots)
    assert json.loads(body_of(phone.get("/export.json")))["ticks"] == []


def test_the_database_never_holds_the_token_itself(client: Client) -> None:
    client.post("/plan/begin/", {"way": "full"})
    token = client.cookies[COOKIE].value
    assert len(token) >= 32
    assert token not in repr(everything_stored())
