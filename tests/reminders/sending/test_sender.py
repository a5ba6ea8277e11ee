"""Reminders reach a real push service, each once, and only while something is left to do."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from django.urls import reverse
from django.utils.translation import override
from py_vapid import Vapid02

from content.types import Period
from people.models import Person
from practice.rules.adherence import State
from reminders.models import PushSubscription, Reminder
from reminders.sending import claim
from reminders.sending.message import Message, payload
from reminders.sending.sender import forget
from tests import factories
from tests.conftest import MoveTo
from tests.reminders.push_service import PushService
from tests.reminders.reminded import (
    BEFORE,
    EIGHT,
    KEYS,
    MONDAY,
    remind,
    reminded_person,
    send_due,
    shown,
    subscribe,
)

pytestmark = pytest.mark.django_db

EVENING = ("arm-raise", "waist-rub", "waist-knead", "sole-rub")
GONE = "410 Gone\r\nContent-Length: 0"
DOWN = "503 Down\r\nContent-Length: 0"
TAKEN = "201 Created\r\nContent-Length: 0"


@pytest.fixture
def somebody(service: PushService, at: MoveTo) -> Person:
    """To be reminded of the evening at eight, on one phone; it is eight."""
    at("2026-11-23T20:00")
    person = reminded_person()
    subscribe(person, service.endpoint("/phone"))
    return person


def the_reminder() -> Reminder:
    found: Reminder = Reminder.objects.get()
    return found


def next_time() -> dt.datetime:
    when = the_reminder().next_at
    assert when is not None
    return when


def test_a_reminder_comes_when_it_is_due_sealed_and_signed(
    somebody: Person, service: PushService, at: MoveTo
) -> None:
    at("2026-11-23T19:59:59")
    assert send_due() == 0
    at("2026-11-23T20:00")
    assert send_due() == 1
    (message,) = service.received
    assert Vapid02.verify(message.headers["authorization"])
    assert message.headers["content-encoding"] == "aes128gcm"
    # The evening ends at four: a phone that is off till then shows nothing.
    assert message.headers["ttl"] == str(8 * 3600)
    assert message.headers["topic"] == "kidneycare"
    assert KEYS.read(message.body) == {
        "web_push": 8030,
        "notification": {
            "title": "Time for this evening",
            "lang": "en",
            "dir": "ltr",
            "tag": "kidneycare",
            "navigate": "https://practise.example.org/reminders/now/evening/",
            "actions": [
                {
                    "action": "practise",
                    "title": "Practise now",
                    "navigate": "https://practise.example.org/practise/evening/",
                },
                {
                    "action": "later",
                    "title": "In 30 minutes",
                    "navigate": "https://practise.example.org/reminders/now/evening/#later",
                },
            ],
        },
    }
    assert send_due() == 0
    assert the_reminder().next_at == dt.datetime(2026, 11, 24, 20, tzinfo=dt.UTC)


@pytest.mark.parametrize("language", ["en", "zh-hans", "zh-hant"])
@pytest.mark.parametrize("period", Period)
def test_a_message_leads_to_pages_that_are_there(language: str, period: Period) -> None:
    shown = json.loads(payload(Message(language, period), "https://box.local:8443"))
    with override(language):
        pages = [reverse(name, args=[period]) for name in ("reminded", "practise_period")]
    notification = shown["notification"]
    ways = [notification["navigate"], notification["actions"][0]["navigate"]]
    assert ways == [f"https://box.local:8443{page}" for page in pages]


def test_it_names_exercises_only_to_whom_that_is_right(service: PushService, at: MoveTo) -> None:
    at("2026-11-23T20:00")
    subscribe(reminded_person(language="zh-hant"), service.endpoint("/quiet"))
    naming = reminded_person(names_exercises=True)
    subscribe(naming, service.endpoint("/naming"))
    factories.new_tick(person=naming, day=MONDAY, exercise="waist-rub")
    assert send_due() == 2
    quiet, named = sorted(
        (shown(service, 0), shown(service, 1)), key=lambda message: "body" in message
    )
    assert "body" not in quiet
    assert quiet["lang"] == "zh-Hant"
    assert "/zh-hant/reminders/now/evening/" in quiet["navigate"]
    assert named["body"] == "Sole rub · Arm raise · Waist knead"


def test_whoever_has_done_it_is_left_alone(
    somebody: Person, service: PushService, at: MoveTo
) -> None:
    for exercise in EVENING:
        factories.new_tick(person=somebody, day=MONDAY, exercise=exercise)
    assert send_due() == 0
    at("2026-11-24T20:00")
    assert send_due() == 1


def test_what_is_not_for_today_or_done_in_part_is_no_reason_or_one(
    somebody: Person, service: PushService, at: MoveTo
) -> None:
    for exercise in EVENING[:3]:
        factories.new_tick(person=somebody, day=MONDAY, exercise=exercise, state=State.SKIPPED)
    factories.new_tick(person=somebody, day=MONDAY, exercise="sole-rub", tenths=500)
    assert send_due() == 1


def test_a_rest_a_plan_without_the_period_and_nobody_to_reach_are_quiet(
    service: PushService, at: MoveTo
) -> None:
    at("2026-11-23T20:00")
    resting, other, silent = (reminded_person() for _ in range(3))
    for person in (resting, other):
        subscribe(person, service.endpoint("/x"))
    factories.new_pause(person=resting, first_day=MONDAY)
    factories.new_plan(person=other, starts=MONDAY, sets={"waist-rub": (1, 0, 0)})
    assert send_due() == 0
    assert service.received == []
    assert set(Reminder.objects.values_list("next_at__day", flat=True)) == {24}
    assert silent.pk


def test_whoever_has_not_agreed_is_not_reminded(somebody: Person, service: PushService) -> None:
    Reminder.objects.update(next_at=None)
    assert send_due() == 0


@pytest.mark.parametrize(("hours", "sent"), [(3, 1), (7.9, 1), (8, 0), (30, 1)])
def test_after_a_while_without_a_sender_each_comes_once_or_its_time_is_over(
    somebody: Person, service: PushService, at: MoveTo, hours: float, sent: int
) -> None:
    """A day later it is yesterday's that is over, and today's that is due."""
    now = dt.datetime(2026, 11, 23, 20, tzinfo=dt.UTC) + dt.timedelta(hours=hours)
    at(now.isoformat())
    if hours == 30:
        # Still yesterday's: it is over, and today's is next.
        assert send_due() == 0
        at("2026-11-25T20:00")
    assert send_due() == sent
    assert send_due() == 0


def test_a_phone_that_is_gone_is_forgotten_and_the_others_ring(
    somebody: Person, service: PushService
) -> None:
    subscribe(somebody, service.endpoint("/other"))
    service.answers["/phone"] = [GONE]
    assert send_due() == 1
    assert sorted(service.paths) == ["/other", "/phone"]
    assert [each.endpoint for each in PushSubscription.objects.all()] == [
        service.endpoint("/other")
    ]


def test_a_phone_that_subscribed_anew_meanwhile_is_not_forgotten(
    somebody: Person, service: PushService
) -> None:
    service.answers["/phone"] = [GONE]
    fresh = service.endpoint("/fresh")
    old = PushSubscription.objects.get()
    PushSubscription.objects.update(endpoint=fresh)
    forget(old)
    assert PushSubscription.objects.get().endpoint == fresh


@pytest.mark.parametrize("status", [400, 401, 403, 413])
def test_what_a_service_refuses_is_given_up_until_the_next_day(
    somebody: Person, service: PushService, at: MoveTo, status: int
) -> None:
    service.answers["/phone"] = [f"{status} No\r\nContent-Length: 0", TAKEN]
    send_due()
    at("2026-11-23T21:00")
    assert send_due() == 0
    assert PushSubscription.objects.exists()
    at("2026-11-24T20:00")
    assert send_due() == 1


def test_a_service_that_is_down_is_asked_again_ever_later_and_not_after_the_period(
    somebody: Person, service: PushService, at: MoveTo
) -> None:
    service.answers["/phone"] = [DOWN]
    now = dt.datetime(2026, 11, 23, 20, tzinfo=dt.UTC)
    waits, over = [], dt.datetime(2026, 11, 24, 4, tzinfo=dt.UTC)
    while now < over:
        at(now.isoformat())
        send_due()
        waits.append((next_time() - now) // dt.timedelta(minutes=1))
        now = next_time()
    assert waits[:7] == [1, 1, 2, 4, 8, 16, 30]
    assert now == dt.datetime(2026, 11, 24, 20, tzinfo=dt.UTC)
    # On the next evening it begins anew.
    service.answers["/phone"] = [DOWN, TAKEN]
    at(now.isoformat())
    send_due()
    assert the_reminder().next_at == now + dt.timedelta(minutes=1)
    at((now + dt.timedelta(minutes=1)).isoformat())
    assert send_due() == 1


def test_a_service_says_itself_how_long_to_wait(
    somebody: Person, service: PushService, at: MoveTo
) -> None:
    service.answers["/phone"] = ["429 Slow\r\nRetry-After: 3600\r\nContent-Length: 0", TAKEN]
    send_due()
    assert the_reminder().next_at == dt.datetime(2026, 11, 23, 21, tzinfo=dt.UTC)
    at("2026-11-23T21:00")
    assert send_due() == 1
    assert the_reminder().due_at is None


def test_a_wait_beyond_the_period_is_the_next_day(
    somebody: Person, service: PushService, at: MoveTo
) -> None:
    service.answers["/phone"] = ["429 Slow\r\nRetry-After: 36000\r\nContent-Length: 0"]
    send_due()
    assert the_reminder().next_at == dt.datetime(2026, 11, 24, 20, tzinfo=dt.UTC)


def test_only_the_phone_that_was_not_reached_rings_later(
    somebody: Person, service: PushService, at: MoveTo
) -> None:
    subscribe(somebody, service.endpoint("/other"))
    service.answers["/phone"] = [DOWN, TAKEN]
    send_due()
    assert sorted(service.paths) == ["/other", "/phone"]
    at("2026-11-23T20:01")
    send_due()
    assert sorted(service.paths) == ["/other", "/phone", "/phone"]


def test_what_was_done_meanwhile_is_not_tried_again(
    somebody: Person, service: PushService, at: MoveTo
) -> None:
    service.answers["/phone"] = [DOWN]
    send_due()
    for exercise in EVENING:
        factories.new_tick(person=somebody, day=MONDAY, exercise=exercise)
    at("2026-11-23T20:01")
    send_due()
    assert len(service.received) == 1
    assert the_reminder().next_at == dt.datetime(2026, 11, 24, 20, tzinfo=dt.UTC)


def test_a_service_that_cannot_be_reached_is_tried_later(somebody: Person, at: MoveTo) -> None:
    PushSubscription.objects.update(endpoint="https://localhost:1/closed")
    assert send_due() == 0
    row = the_reminder()
    assert row.next_at == dt.datetime(2026, 11, 23, 20, 1, tzinfo=dt.UTC)
    assert row.claimed_until is None


@pytest.mark.parametrize(
    ("zone", "at_minutes", "expected"),
    [
        # Clocks are put forward at two and back at three in the night to Sunday.
        ("Europe/Berlin", EIGHT, ["2027-03-27T19:00", "2027-03-28T18:00"]),
        ("Europe/Berlin", 2 * 60 + 30, ["2027-03-27T01:30", "2027-03-28T01:30"]),
        ("Europe/Berlin", EIGHT, ["2027-10-30T18:00", "2027-10-31T19:00"]),
        ("Europe/Berlin", 2 * 60 + 30, ["2027-10-30T00:30", "2027-10-31T00:30"]),
        ("Australia/Lord_Howe", EIGHT, ["2027-10-02T09:30", "2027-10-03T09:00"]),
    ],
)
def test_over_a_change_of_the_clocks_each_day_rings_once(
    service: PushService, at: MoveTo, zone: str, at_minutes: int, expected: list[str]
) -> None:
    first = dt.datetime.fromisoformat(expected[0]).replace(tzinfo=dt.UTC)
    begin = first - dt.timedelta(hours=2)
    person = reminded_person(zone=zone, at=at_minutes, since=begin)
    subscribe(person, service.endpoint("/phone"))
    found, now = [], begin
    while now < begin + dt.timedelta(hours=47):
        at(now.isoformat())
        found += [now.strftime("%Y-%m-%dT%H:%M")] * send_due()
        now += dt.timedelta(minutes=15)
    assert found == expected


def test_whoever_moved_is_reminded_by_the_clock_of_there(
    somebody: Person, service: PushService, at: MoveTo
) -> None:
    """Eight here is three in the afternoon there."""
    somebody.zone = "America/New_York"
    somebody.save()
    assert send_due() == 0
    assert the_reminder().next_at == dt.datetime(2026, 11, 24, 1, tzinfo=dt.UTC)
    at("2026-11-24T01:00")
    assert send_due() == 1


def test_each_period_has_a_reminder_of_its_own(
    somebody: Person, service: PushService, at: MoveTo
) -> None:
    remind(somebody, at=8 * 60, period=Period.MORNING, since=BEFORE)
    at("2026-11-24T08:00")
    # Yesterday evening's is over by then.
    assert send_due() == 1
    assert shown(service)["title"] == "Time for this morning"


def test_a_time_that_is_changed_while_it_is_sent_stays_changed(
    somebody: Person, service: PushService, at: MoveTo
) -> None:
    changed = dt.datetime(2026, 11, 23, 21, tzinfo=dt.UTC)
    service.answers["/phone"] = [DOWN]
    real = claim.set_next

    def change_before(*args: object, **how: object) -> bool:
        Reminder.objects.update(next_at=changed, at=21 * 60)
        return bool(real(*args, **how))  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("reminders.sending.sender.set_next", change_before)
        send_due()
    assert the_reminder().next_at == changed
