"""The server's clock is put forward and back: what was answered as kept is what is there."""

from __future__ import annotations

import random

import pytest
from django.test import Client

from people.models import Person
from practice.models import Tick
from practice.rules.adherence import State
from tests.conftest import MoveTo
from tests.pages import SlotHook

pytestmark = pytest.mark.django_db

PATH = "/day/2026-11-23/evening/sole-rub/1/"


def test_an_undo_after_the_clock_was_put_back_is_kept(phone: Client, at: MoveTo) -> None:
    """Or it would be answered, and yet the seal would stay for an hour."""
    at("2026-11-23T21:00")
    phone.post(PATH, {"done": "1"})
    at("2026-11-23T20:00")
    phone.post(PATH, {"done": "0"})
    tick = Tick.objects.get()
    assert tick.state == State.UNDONE
    # The hour that never was is forgotten with it.
    at("2026-11-23T20:00:01")
    phone.post(PATH, {"done": "1"})
    assert Tick.objects.get().state == State.DONE


def test_what_was_performed_earlier_still_loses_against_what_came_later(
    phone: Client, at: MoveTo
) -> None:
    """Rule 4: an outbox that arrives late doesn't undo what was done since."""
    at("2026-11-23T21:00")
    phone.post(PATH, {"done": "1"})
    at("2026-11-23T21:05")
    earlier = {"performed": "2026-11-23T20:55:00Z", "sent": "2026-11-23T21:05:00Z"}
    phone.post(PATH, {"done": "0", **earlier})
    assert Tick.objects.get().state == State.DONE


@pytest.mark.parametrize("seed", range(3))
def test_through_any_steps_of_the_clock_the_last_answer_holds(
    phone: Client, person: Person, at: MoveTo, seed: int
) -> None:
    """A hundred ticks and undos of four slots, the clock anywhere within the evening."""
    chance = random.Random(seed)
    places = ("sole-rub", "arm-raise", "waist-rub", "waist-knead")
    answered: dict[int, int] = {}
    for _ in range(100):
        at(f"2026-11-23T{chance.randrange(18, 24)}:{chance.randrange(60):02}")
        number = chance.randrange(4)
        done = chance.choice("01")
        response = phone.post(f"/day/2026-11-23/evening/{places[number]}/1/", {"done": done})
        assert response.status_code == 303
        answered[number] = State.DONE if done == "1" else State.UNDONE
    at("2026-11-23T23:59")
    page = {slot.place: slot.done for slot in _slots(phone)}
    for number, state in answered.items():
        expected = "true" if state == State.DONE else "false"
        assert page[f"evening/{places[number]}/1"] == expected
    assert Tick.objects.for_person(person).count() == len(answered)


def _slots(phone: Client) -> list[SlotHook]:
    from tests.pages import parse

    return list(parse(phone.get("/day/2026-11-23/")).slots)
