"""Helping hands: a link that may tick today, in its own name, undoably, and nothing else."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.test.client import Client as Browser

from people.models import Person
from practice.models import Tick
from practice.rules.adherence import State
from sharing.models import SharedLink
from tests.addresses import DAY
from tests.conftest import MONDAY, MoveTo
from tests.factories import new_link, new_plan, new_tick, stranger, the_tick
from tests.pages import parse

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("evening")]

OURS = {"Origin": "http://localhost"}
SOLE = f"{DAY}/evening/sole-rub/1/"


@pytest.fixture
def token(person: Person) -> str:
    new_plan(person=person, starts=MONDAY, kind="easy")
    return new_link(person=person, kind="ticks")


def send(token: str, place: str = SOLE, done: str = "1") -> int:
    browser: Browser = stranger()
    answer = browser.post(f"/shared/{token}/{place}", {"done": done}, headers=OURS)
    return answer.status_code


def test_a_helper_ticks_what_is_left_and_it_counts_as_the_persons(
    token: str, phone: Client
) -> None:
    page = parse(stranger().get(f"/shared/{token}/"))
    actions = [form.get("action") for form in page.tagged("form")]
    assert actions == [
        f"/shared/{token}/{DAY}/evening/{each}/1/"
        for each in ("arm-raise", "waist-rub", "sole-rub")
    ]
    assert send(token) == 303
    tick = the_tick()
    assert (tick.state, tick.by, tick.late) == (State.DONE, "Lin", False)
    assert "Done, ticked by Lin" in parse(phone.get("/")).text
    week = parse(phone.get("/history/"))
    assert "Today so far: 1 done, 2 to go." in week.text
    assert (
        "Sole rub, Evening Done, ticked by Lin" in parse(stranger().get(f"/shared/{token}/")).text
    )


def test_sent_twice_there_is_one_tick(token: str) -> None:
    assert [send(token), send(token)] == [303, 303]
    assert the_tick().state == State.DONE


def test_a_helper_takes_back_their_own_tick_and_nobody_elses(
    token: str, person: Person, at: MoveTo
) -> None:
    send(token)
    new_tick(person=person, day=MONDAY, exercise="waist-rub", tenths=1200)
    other = new_link(person=person, kind="ticks", name="Wu")
    at("2026-11-23T21:05")
    for key, place in ((other, SOLE), (token, f"{DAY}/evening/waist-rub/1/")):
        assert send(key, place, "0") == 303
    states = dict(Tick.objects.values_list("exercise", "state"))
    assert set(states.values()) == {State.DONE}, "neither was theirs"
    assert send(token, done="0") == 303
    assert Tick.objects.get(by="Lin").state == State.UNDONE
    assert send(token, f"{DAY}/evening/waist-rub/1/") == 303
    assert Tick.objects.exclude(by="Lin").get().tenths == 1200, "what was done is not touched"


def test_the_person_undoes_it_at_a_tap(token: str, phone: Client, at: MoveTo) -> None:
    send(token)
    at("2026-11-23T21:05")
    phone.post(f"/day/{SOLE}", {"done": "0"})
    assert (the_tick().state, the_tick().by) == (State.UNDONE, "")


@pytest.mark.parametrize(
    ("place", "done", "status"),
    [
        (f"{MONDAY - dt.timedelta(days=1)}/evening/sole-rub/1/", "1", 409),
        (f"{MONDAY + dt.timedelta(days=1)}/evening/sole-rub/1/", "1", 409),
        (f"{DAY}/morning/sole-rub/1/", "1", 303),
        (f"{DAY}/evening/sole-rub/99/", "1", 303),
        (f"{DAY}/evening/waist-knead/1/", "1", 303),
        (f"{DAY}/evening/nothing/1/", "1", 404),
        (SOLE, "2", 400),
        (SOLE, "", 400),
    ],
)
def test_nothing_but_what_is_left_today(token: str, place: str, done: str, status: int) -> None:
    assert send(token, place, done) == status
    assert not Tick.objects.exists()


def test_a_link_that_has_ended_ticks_nothing(token: str) -> None:
    SharedLink.objects.update(revoked_at=dt.datetime(2026, 11, 23, 20, tzinfo=dt.UTC))
    assert send(token) == 404
    assert not Tick.objects.exists()


def test_it_is_bounded(token: str) -> None:
    answers = [send(token, done="0") for _ in range(121)]
    assert answers == [303] * 120 + [429]
