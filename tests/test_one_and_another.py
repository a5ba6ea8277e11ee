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
from tests.addresses import DAY, Address, all_addresses
from tests.conftest import MONDAY
from tests.factories import (
    browser_of,
    everything_stored,
    new_invitation,
    new_note,
    new_passkey,
    new_pause,
    new_pending_import,
    new_person,
    new_plan,
    new_preferences,
    new_sheet,
    new_tick,
)
from tests.pages import body_of, parse

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("evening")]


@pytest.fixture
def other(person: Person) -> Person:
    """Somebody whose whole record carries marks that nobody else's has."""
    somebody = new_person(zone="Asia/Kathmandu", nickname="Nick-of-the-other", keeps_notes=True)
    new_plan(person=somebody, starts=MONDAY, sets={"arm-raise": (5, 0, 0)})
    new_tick(person=somebody, day=MONDAY, tenths=43210, felt=True)
    new_tick(person=somebody, day=MONDAY, exercise="arm-raise", number=5)
    new_pause(person=somebody, first_day=MONDAY, reason="Reason-of-the-other")
    new_note(person=somebody, day=MONDAY, words="Words-of-the-other")
    new_pending_import(person=somebody)
    have_every_way_back(somebody)
    return somebody


def have_every_way_back(somebody: Person) -> None:
    """A passkey, a sheet, and a second phone on its way."""
    new_passkey(person=somebody)
    new_sheet(person=somebody)
    new_invitation(person=somebody)


def test_no_address_shows_one_person_what_another_recorded(phone: Client, other: Person) -> None:
    for address in all_addresses():
        shown = body_of(phone.get(address.path))
        assert "4321" not in shown
        assert "-of-the-other" not in shown
        assert address.path == "/me/" or "Kathmandu" not in shown
    page = parse(phone.get("/me/"))
    assert "UTC" in {o.text for o in page.tagged("option") if o.get("selected") is not None}
    page = parse(phone.get(f"/day/{DAY}/"))
    assert all(slot.done == "false" for slot in page.slots)
    assert len(page.required) == 10


@pytest.mark.parametrize("address", all_addresses(), ids=str)
def test_no_address_lets_one_person_change_what_another_recorded(
    phone: Client, other: Person, address: Address
) -> None:
    for values in (
        {"done": "1", "amount": "7", "way": "easy", "exercise": "arm-raise", "sure": "1"},
        {"done": "0", "zone": "Europe/Berlin", "start": "05:00", "answer": "rested"},
        {"skip": "1", "person": str(other.pk), "person_id": str(other.pk)},
    ):
        before = rows_of(other)
        phone.post(address.path, values)
        assert rows_of(other) == before


def rows_of(person: Person) -> dict[str, list[Any]]:
    """Everything stored about one person."""
    return {
        model._meta.label: sorted(
            model._default_manager.filter(
                **{"pk" if model is Person else "person": person.pk}
            ).values_list(*(f.attname for f in model._meta.concrete_fields if f.column)),
            key=repr,
        )
        for model in apps.get_models()
        if model is not RateLimitCounter
    }


def test_every_table_belongs_to_a_person() -> None:
    """Or erasing would have to know of it."""
    for model in apps.get_models():
        # What waits to be imported may be a stranger's; it is gone within the hour. A counter
        # knows only a keyed hash of where something was tried, and is gone as soon.
        if model not in {Person, PendingImport, RateLimitCounter}:
            field = model._meta.get_field("person")
            assert field.related_model is Person, model._meta.label
            assert not getattr(field, "null", True), model._meta.label


def test_erasing_removes_every_row_of_that_person_and_nobody_elses(
    phone: Client, person: Person, other: Person
) -> None:
    browser_of(person)
    new_tick(person=person, day=MONDAY)
    new_pause(person=person, first_day=MONDAY)
    new_note(person=person, day=MONDAY)
    new_preferences(person=person)
    new_pending_import(person=person)
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
