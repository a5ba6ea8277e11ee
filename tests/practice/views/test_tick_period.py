"""Ticking whole periods in one go over HTTP, and undoing exactly that go."""

from __future__ import annotations

import pytest
from django.test import Client

from people.models import Person
from practice.models import Tick
from practice.rules.adherence import State
from tests.addresses import DAY, SOLE
from tests.conftest import MoveTo
from tests.factories import (
    HTMX,
    everything_stored,
    stranger,
)
from tests.pages import body_of, parse, parse_fragment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("evening")]


def test_i_did_all_of_these_ticks_what_is_left_and_its_undo_only_that_go(
    phone: Client, at: MoveTo
) -> None:
    phone.post(SOLE, {"done": "1", "amount": "120"})
    at("2026-11-23T21:05")
    response = phone.post(f"/day/{DAY}/evening/", {"done": "1"})
    assert (response.status_code, response["Location"]) == (303, "/#period-evening")
    page = parse(phone.get("/"))
    assert {s.place for s in page.slots if s.done == "true"} == {
        "evening/arm-raise/1",
        "evening/waist-rub/1",
        "evening/waist-knead/1",
        "evening/sole-rub/1",
    }
    (instant,) = [e.get("value") for e in page.tagged("input") if e.get("name") == "instant"]
    assert instant
    at("2026-11-23T21:10")
    phone.post(f"/day/{DAY}/evening/", {"done": "0", "instant": instant})
    page = parse(phone.get("/"))
    assert {s.place for s in page.slots if s.done == "true"} == {"evening/sole-rub/1"}
    assert Tick.objects.get(exercise=1).tenths == 1200


def test_in_one_go_nothing_that_was_skipped_or_done_elsewhere_is_ticked(
    phone: Client, at: MoveTo
) -> None:
    phone.post(f"/day/{DAY}/evening/waist-rub/1/", {"skip": "1"})
    at("2026-11-23T21:05")
    phone.post(f"/day/{DAY}/evening/", {"done": "1"})
    assert Tick.objects.filter(state=State.DONE).count() == 3
    assert Tick.objects.get(exercise=4).state == State.SKIPPED


def test_a_period_in_one_go_by_htmx_answers_the_period(phone: Client) -> None:
    response = phone.post(f"/day/{DAY}/evening/", {"done": "1"}, headers=HTMX)
    fragment = parse_fragment(response)
    assert {slot.period for slot in fragment.slots} == {"evening"}
    assert all(slot.done == "true" for slot in fragment.slots)
    assert "<html" not in body_of(response)


@pytest.mark.parametrize("place", ["", "sole-rub/1/"])
def test_the_praise_stands_where_the_tap_was(phone: Client, place: str, at: MoveTo) -> None:
    """Its head may be out of sight by then."""
    for name in ("arm-raise", "waist-rub", "waist-knead"):
        phone.post(f"/day/{DAY}/evening/{name}/1/", {"done": "1"})
    values = {"done": "1"}
    fragment = parse_fragment(phone.post(f"/day/{DAY}/evening/{place}", values, headers=HTMX))
    beside = fragment.by_id("all-of-evening")
    assert beside is not None
    assert "That was everything for today. Rest well." in fragment.text_of(beside)
    at("2026-11-23T21:05")
    fragment = parse_fragment(
        phone.post(f"/day/{DAY}/evening/sole-rub/1/", {"done": "0"}, headers=HTMX)
    )
    assert "That was everything" not in fragment.text


def test_a_period_of_another_day_leads_to_its_page_and_a_future_one_is_404(
    phone: Client,
) -> None:
    response = phone.post("/day/2026-11-20/morning/", {"done": "1"})
    assert (response.status_code, response["Location"]) == (303, "/day/2026-11-20/")
    assert phone.post("/day/2026-11-24/morning/", {"done": "1"}).status_code == 404


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"done": "2"},
        {"done": "0"},
        {"done": "0", "instant": "x"},
        {"done": "0", "instant": "9" * 50},
        {"done": "0", "instant": "9" * 5000},
        {"done": "0", "instant": "\0"},
    ],
)
def test_a_malformed_go_is_refused_and_nothing_is_written(
    phone: Client, values: dict[str, str]
) -> None:
    before = everything_stored()
    assert phone.post(f"/day/{DAY}/evening/", values).status_code == 400
    assert everything_stored() == before


def test_a_strangers_first_go_makes_one_guest_with_the_full_day(client: Client) -> None:
    client.post(f"/day/{DAY}/evening/", {"done": "1"})
    assert Person.objects.count() == 1
    assert Tick.objects.count() == 4


def test_a_go_with_nothing_left_makes_nobody() -> None:
    client = stranger()
    client.post(f"/day/{DAY}/evening/", {"done": "0", "instant": "5"})
    assert not Person.objects.exists()
