"""People who want to be reminded, and the phones that ring."""

from __future__ import annotations

import datetime as dt
from typing import Any

from content.types import Period
from people.models import Device, Person
from people.zones import zone_of
from reminders.models import PushSubscription, Reminder, ReminderChoice
from reminders.rules.times import next_at
from reminders.sending.sender import site_sender
from tests import factories
from tests.reminders.browser_keys import BrowserKeys
from tests.reminders.push_service import PushService

EIGHT = 20 * 60
MONDAY = dt.date(2026, 11, 23)
BEFORE = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
KEYS = BrowserKeys()


def reminded_person(
    *,
    zone: str = "UTC",
    at: int = EIGHT,
    period: Period = Period.EVENING,
    since: dt.datetime = BEFORE,
    names_exercises: bool = False,
    language: str = "",
) -> Person:
    """Somebody with the document's full day, who wants to be reminded of a period at a time."""
    somebody = factories.new_person(zone=zone)
    if language:
        somebody.language = language
        somebody.save()
    factories.new_plan(person=somebody, starts=MONDAY - dt.timedelta(days=30))
    ReminderChoice.objects.create(
        person=somebody, consent_version=1, agreed_at=since, names_exercises=names_exercises
    )
    remind(somebody, at=at, period=period, since=since)
    return somebody


def remind(
    somebody: Person, *, at: int = EIGHT, period: Period = Period.EVENING, since: dt.datetime
) -> Reminder:
    when = next_at(since, zone_of(somebody.zone), at)
    return Reminder.objects.create(person=somebody, period=period, at=at, next_at=when)


def subscribe(somebody: Person, endpoint: str) -> PushSubscription:
    """One more phone of theirs."""
    factories.new_device(person=somebody)
    device = Device.objects.filter(person=somebody).latest("pk")
    return PushSubscription.objects.create(
        device=device,
        endpoint=endpoint,
        p256dh=KEYS.p256dh,
        auth=KEYS.auth,
        origin="https://practise.example.org",
        made_at=BEFORE,
    )


def send_due() -> int:
    sender = site_sender()
    try:
        return sender.send_due()
    finally:
        sender.close()


def shown(service: PushService, number: int = -1) -> dict[str, Any]:
    """What a phone shows of a message."""
    notification: dict[str, Any] = KEYS.read(service.received[number].body)["notification"]
    return notification
