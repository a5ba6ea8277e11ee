"""Ticks that waited on a phone: whose they are, and what every answer says (rules.md 28 to 32)."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from people.identity import COOKIE, SEPARATOR
from people.models import Device, Person
from practice.models import Tick
from practice.rules.adherence import State
from tests.addresses import DAY, SOLE
from tests.factories import (
    HTMX,
    browser_of,
    everything_stored,
    new_person,
    rows_stored,
    stranger,
    the_tick,
)
from tests.pages import body_of, parse

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("evening")]

TIMES = {"performed": "2026-11-23T20:30:00+00:00", "sent": "2026-11-23T20:59:00+00:00"}
GUIDED = {"done": "1", "amount": "150", "source": "guided", **TIMES}
GONE = "This was practised for a record that is no longer here. Nothing was written."


def owners_of(browser: Client) -> tuple[str, str]:
    """Whose the page that is open just now says it is."""
    (main,) = parse(browser.get("/")).tagged("main")
    return main.get("data-owner") or "", main.get("data-before") or ""


def told(response: Any) -> tuple[str | None, str | None]:
    return response.get("Kidneycare-Slot"), response.get("Kidneycare-Outcome")


# --- whose it is (rules.md 32) --------------------------------------------------------


def test_a_tick_made_for_the_record_that_is_here_lands(phone: Client, person: Person) -> None:
    owner, _before = owners_of(phone)
    assert phone.post(SOLE, {**GUIDED, "record": owner}, headers=HTMX).status_code == 200
    assert the_tick().person_id == person.pk


def test_two_quick_first_ticks_of_a_stranger_s_page_land_in_one_record(client: Client) -> None:
    """The second was made before there was a record, and is sent with its cookie."""
    owner, _before = owners_of(client)
    assert owner == ""
    for number in (1, 2):
        path = f"/day/{DAY}/evening/arm-raise/{number}/"
        response = client.post(path, {**GUIDED, "amount": "5", "record": owner}, headers=HTMX)
        assert response.status_code == 200
    assert Person.objects.count() == 1
    assert Tick.objects.count() == 2


def test_a_tick_made_for_another_s_record_is_told_and_not_written(
    phone: Client, person: Person
) -> None:
    other, _before = owners_of(browser_of(new_person()))
    before = everything_stored()
    response = phone.post(SOLE, {**GUIDED, "record": other}, headers=HTMX)
    assert (response.status_code, body_of(response)) == (409, GONE)
    assert GONE in parse(phone.post(SOLE, {**GUIDED, "record": other})).text
    assert everything_stored() == before


def test_a_record_erased_meanwhile_is_never_begun_anew_by_what_waited(
    phone: Client, person: Person
) -> None:
    owner, _before = owners_of(phone)
    person.delete()
    response = phone.post(SOLE, {**GUIDED, "record": owner}, headers=HTMX)
    assert (response.status_code, body_of(response)) == (409, GONE)
    assert rows_stored() == 0
    assert not Device.objects.exists()


def test_what_a_first_person_practised_is_not_the_second_s(person: Person) -> None:
    """Before her record the second was somebody after the first."""
    shared = browser_of(person, new_person())
    first_owner, first_before = owners_of(shared)
    first, second = shared.cookies[COOKIE].value.split(SEPARATOR)
    shared.cookies[COOKIE] = SEPARATOR.join([second, first])
    owner, before = owners_of(shared)
    assert (first_before, before) == ("", f"after-{first_owner}")
    for record in (first_owner, first_before, "after-" + "0" * 12, "\0"):
        assert shared.post(SOLE, {**GUIDED, "record": record}, headers=HTMX).status_code == 409
    assert not Tick.objects.exists()
    for number, record in enumerate((owner, before), start=1):
        path = f"/day/{DAY}/evening/arm-raise/{number}/"
        assert shared.post(path, {"done": "1", "record": record}).status_code == 303


def test_a_tick_without_a_mark_is_of_who_is_here(phone: Client) -> None:
    assert phone.post(SOLE, {"done": "1"}).status_code == 303
    assert the_tick().state == State.DONE


# --- what every answer says -----------------------------------------------------------


@pytest.mark.parametrize("headers", [None, HTMX], ids=["a form", "htmx"])
def test_the_answer_names_the_slot_and_what_became_of_it(
    client: Client, headers: dict[str, str] | None
) -> None:
    slot = f"{DAY}/evening/sole-rub/1"
    assert told(client.post(SOLE, GUIDED, headers=headers)) == (slot, "written")
    assert told(client.post(SOLE, GUIDED, headers=headers)) == (slot, "unchanged")
    older = {**GUIDED, "performed": "2026-11-23T20:00:00+00:00"}
    assert told(client.post(SOLE, older, headers=headers)) == (slot, "unchanged")
    later = {**GUIDED, "performed": "2026-11-23T20:31:00+00:00"}
    assert told(client.post(SOLE, later, headers=headers)) == (slot, "written")


@pytest.mark.parametrize("headers", [None, HTMX], ids=["a form", "htmx"])
@pytest.mark.parametrize(
    ("place", "values", "status"),
    [
        (f"{DAY}/evening/sole-rub/1", {"done": "2"}, 400),
        (f"{DAY}/evening/sole-rub/1", {"done": "1", "record": "0" * 12}, 409),
        (f"{DAY}/evening/sole-rub/6", {"done": "1"}, 400),
        (f"{DAY}/afternoon/waist-rub/1", {"done": "1"}, 404),
        ("2026-11-25/evening/sole-rub/1", {"done": "1"}, 404),
    ],
)
def test_a_refusal_says_so_in_plain_words(
    headers: dict[str, str] | None, place: str, values: dict[str, str], status: int
) -> None:
    response = stranger().post(f"/day/{place}/", values, headers=headers)
    assert response.status_code == status
    assert told(response) == (place, "refused")
    if headers:
        assert response["Content-Type"] == "text/plain; charset=utf-8"
        assert len(body_of(response)) > 10
    assert rows_stored() == 0


def test_what_may_come_again_is_not_refused(settings: Settings) -> None:
    """Too many records were begun from one network: the phone keeps its tick."""
    settings.NEW_RECORDS_AN_HOUR = 1
    stranger().post(SOLE, GUIDED, headers=HTMX)
    response = stranger().post(SOLE, GUIDED, headers=HTMX)
    assert response.status_code == 429
    assert "Kidneycare-Outcome" not in response


def test_without_our_token_nothing_is_decided() -> None:
    response = stranger(enforce_csrf_checks=True).post(SOLE, GUIDED, headers=HTMX)
    assert response.status_code == 403
    assert told(response) == (None, None)


def test_looking_at_a_slot_is_no_tick(phone: Client) -> None:
    assert told(phone.get(SOLE)) == (None, None)


# --- how long it took ------------------------------------------------------------------


def test_practised_time_without_the_pauses_is_what_is_kept(phone: Client) -> None:
    times = {"started": "2026-11-23T20:10:00+00:00", **TIMES}
    phone.post(SOLE, {**GUIDED, **times, "seconds": "240"})
    assert the_tick().seconds == 240
    assert "Finished at 20:30, after about 4 minutes of practice." in parse(phone.get(SOLE)).text
