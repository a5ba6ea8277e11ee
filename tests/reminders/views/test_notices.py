"""How a phone lets itself be reached, and what a notice opens: practise now, or in half an hour."""

from __future__ import annotations

import datetime as dt

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from django.test import Client

from content.types import Period
from people.models import Device, Person
from reminders.models import PushSubscription, Reminder
from reminders.push.encryption import public_bytes
from reminders.push.vapid import encode
from tests import factories
from tests.conftest import MONDAY, MoveTo
from tests.pages import parse
from tests.reminders.browser_keys import BrowserKeys
from tests.reminders.push_service import PushService
from tests.reminders.reminded import send_due

pytestmark = pytest.mark.django_db

KEYS = BrowserKeys()
GIVEN = {
    "endpoint": "https://push.example.com/phone",
    "p256dh": encode(KEYS.p256dh),
    "auth": encode(KEYS.auth),
}
EVENING = ("arm-raise", "waist-rub", "waist-knead", "sole-rub")


def the_reminder() -> Reminder:
    found: Reminder = Reminder.objects.get()
    return found


def test_a_browser_is_kept_once_whatever_it_says_and_forgotten(phone: Client) -> None:
    assert phone.get("/reminders/push/").json()["endpoint"] is None
    for endpoint in ("https://push.example.com/old", GIVEN["endpoint"]):
        assert phone.post("/reminders/push/on/", GIVEN | {"endpoint": endpoint}).status_code == 204
    kept = PushSubscription.objects.get()
    assert (kept.endpoint, kept.origin) == (GIVEN["endpoint"], "http://localhost")
    known = phone.get("/reminders/push/").json()
    assert known["endpoint"] == GIVEN["endpoint"]
    assert len(known["key"]) == 87
    assert phone.post("/reminders/push/off/", {"off": "1"}).status_code == 204
    assert not PushSubscription.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"endpoint": "https://10.0.0.1:8443/x"},
        {"endpoint": "http://push.example.com/x"},
        {"endpoint": ""},
        {"p256dh": encode(b"\4" * 65)},
        {"p256dh": encode(public_bytes(ec.generate_private_key(ec.SECP384R1()).public_key()))},
        {"p256dh": "ä"},
        {"auth": encode(b"short")},
        {"auth": "?"},
    ],
)
def test_what_is_no_subscription_is_refused(phone: Client, wrong: dict[str, str]) -> None:
    assert phone.post("/reminders/push/on/", GIVEN | wrong).status_code == 400
    assert not PushSubscription.objects.exists()


def test_who_has_no_record_can_not_be_reached(client: Client) -> None:
    assert client.post("/reminders/push/on/", GIVEN).status_code == 400
    assert client.get("/reminders/push/").json()["endpoint"] is None


def test_signed_out_a_phone_is_forgotten(phone: Client, person: Person) -> None:
    phone.post("/reminders/push/on/", GIVEN)
    Device.objects.filter(person=person).delete()
    assert not PushSubscription.objects.exists()


def test_a_notice_opens_what_is_left_and_both_ways_on(phone: Client, person: Person) -> None:
    factories.new_reminders(person=person)
    page = parse(phone.get("/reminders/now/evening/"))
    assert "Time for this evening" in page.text
    (practise,) = page.having("data-practise")
    assert practise.get("href") == "/practise/evening/"
    later = page.by_id("later")
    assert later is not None
    assert later.get("action") == "/reminders/later/evening/"


def test_with_nothing_left_or_another_time_it_asks_for_nothing(
    phone: Client, person: Person, at: MoveTo
) -> None:
    factories.new_reminders(person=person)
    assert "Its time is over" in parse(phone.get("/reminders/now/morning/")).text
    for exercise in EVENING:
        factories.new_tick(person=person, day=MONDAY, exercise=exercise)
    page = parse(phone.get("/reminders/now/evening/"))
    assert "Nothing is left to do now" in page.text
    assert page.by_id("later") is None


def test_half_an_hour_later_it_rings_again_and_the_next_day_at_its_time(
    phone: Client, person: Person, at: MoveTo, service: PushService
) -> None:
    factories.new_reminders(person=person, times={Period.EVENING: 21 * 60})
    PushSubscription.objects.create(
        device=person.devices.latest("pk"),
        endpoint=service.endpoint("/phone"),
        p256dh=KEYS.p256dh,
        auth=KEYS.auth,
        origin="http://localhost",
        made_at=dt.datetime.now(dt.UTC),
    )
    at("2026-11-24T21:00")
    assert send_due() == 1
    at("2026-11-24T21:05")
    answer = phone.post("/reminders/later/evening/", follow=True)
    assert "You are reminded again at 21:35." in parse(answer).text
    at("2026-11-24T21:34")
    assert send_due() == 0
    at("2026-11-24T21:35")
    assert send_due() == 1
    assert the_reminder().next_at == dt.datetime(2026, 11, 25, 21, tzinfo=dt.UTC)
    assert the_reminder().due_at is None


def test_it_does_not_ring_again_when_its_time_is_over(
    phone: Client, person: Person, at: MoveTo
) -> None:
    factories.new_reminders(person=person)
    at("2026-11-24T03:45")
    assert parse(phone.get("/reminders/now/evening/")).by_id("later") is None
    before = the_reminder().next_at
    assert phone.post("/reminders/later/evening/").status_code == 400
    assert phone.post("/reminders/later/morning/").status_code == 400
    assert the_reminder().next_at == before


def test_without_a_reminder_there_is_nothing_to_put_off(phone: Client, person: Person) -> None:
    assert parse(phone.get("/reminders/now/evening/")).by_id("later") is None
    assert phone.post("/reminders/later/evening/").status_code == 400
