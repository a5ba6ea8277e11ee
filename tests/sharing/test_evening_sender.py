"""Who looks on is told in the evening: once, after a yes, and only where nothing was ticked."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from content.types import Period
from people.models import Person
from practice.models import PlanVersion, Tick
from practice.rules.adherence import State
from practice.store.moment import clock_of
from reminders.extension import zone_changed
from reminders.sending.claim import claim
from reminders.sending.sender import Sender
from sharing.evening import answer, evening_key
from sharing.evening_queue import Evenings
from sharing.models import Answer, EveningNotice, EveningPhone, SharedLink
from tests.conftest import MONDAY, MoveTo
from tests.factories import new_pause, new_person, new_plan, new_tick
from tests.reminders.push_service import TAKEN, PushService
from tests.reminders.reminded import reminded_person, send_due, subscribe
from tests.sharing.evenings import KEYS, add_phone, new_evening

pytestmark = pytest.mark.django_db

NOON = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
NINE = "2026-11-23T21:00"
SUNDAY = MONDAY - dt.timedelta(days=1)
DOWN = "503 Down\r\nContent-Length: 0"
GONE = "410 Gone\r\nContent-Length: 0"


@pytest.fixture
def father(at: MoveTo) -> Person:
    """Somebody with the document's full day since Sunday."""
    at("2026-11-23T12:00")
    somebody = new_person()
    new_plan(person=somebody, starts=SUNDAY)
    return somebody


@pytest.fixture
def notice(father: Person, service: PushService) -> EveningNotice:
    return new_evening(person=father, endpoint=service.endpoint("/hers"), shown_name="Anna")


def shown(service: PushService, number: int = -1) -> dict[str, Any]:
    notification: dict[str, Any] = KEYS.read(service.received[number].body)["notification"]
    return notification


def next_time() -> dt.datetime | None:
    found: EveningNotice = EveningNotice.objects.get()
    return found.next_at


def test_at_nine_by_the_persons_clock_she_is_told_once_and_kindly(
    notice: EveningNotice, service: PushService, at: MoveTo
) -> None:
    at("2026-11-23T20:59:59")
    assert send_due() == 0
    at(NINE)
    assert send_due() == 1
    (message,) = service.received
    key = evening_key(notice.link)
    # Until eleven, and in the place of none but one of the same link.
    assert (message.headers["ttl"], message.headers["topic"]) == (str(2 * 3600), key)
    assert KEYS.read(message.body) == {
        "web_push": 8030,
        "notification": {
            "title": "How is Anna today?",
            "body": "Nothing is ticked so far. Perhaps a call would do good.",
            "lang": "en",
            "dir": "ltr",
            "tag": key,
            "navigate": f"https://practise.example.org/shared/#{key}",
        },
    }
    for later in ("2026-11-23T21:30", "2026-11-24T20:59:59"):
        at(later)
        assert send_due() == 0
    assert next_time() == dt.datetime(2026, 11, 24, 21, tzinfo=dt.UTC)
    at("2026-11-24T21:00")
    assert send_due() == 1


@pytest.mark.parametrize("language", ["en", "zh-hans", "zh-hant"])
def test_it_is_in_the_language_in_which_she_asked_and_leads_to_a_page_that_is_there(
    father: Person, service: PushService, at: MoveTo, language: str
) -> None:
    new_evening(person=father, endpoint=service.endpoint("/hers"), language=language)
    at(NINE)
    assert send_due() == 1
    message = shown(service)
    with override(language):
        page = reverse("shared_here")
    assert message["navigate"].startswith(f"https://practise.example.org{page}#")
    assert ("How are things" in message["title"]) is (language == "en")


@pytest.mark.parametrize(
    ("zone", "utc"),
    [
        # Nine in the evening of Monday 23 November, computed by hand.
        ("Asia/Shanghai", "2026-11-23T13:00"),
        ("Asia/Kathmandu", "2026-11-23T15:15"),
        ("Europe/Berlin", "2026-11-23T20:00"),
        ("America/New_York", "2026-11-24T02:00"),
    ],
)
def test_nine_is_by_the_clock_of_whose_record_it_is(
    service: PushService, at: MoveTo, zone: str, utc: str
) -> None:
    somebody = new_person(zone=zone)
    new_plan(person=somebody, starts=SUNDAY)
    new_evening(person=somebody, endpoint=service.endpoint("/hers"), since=NOON)
    before = dt.datetime.fromisoformat(f"{utc}+00:00") - dt.timedelta(seconds=1)
    at(before.isoformat())
    assert send_due() == 0
    at(utc)
    assert send_due() == 1


def test_over_a_change_of_the_clocks_it_stays_nine(service: PushService, at: MoveTo) -> None:
    """In Berlin clocks are put forward in the night to Sunday 28 March 2027."""
    somebody = new_person(zone="Europe/Berlin")
    new_plan(person=somebody, starts=SUNDAY)
    since = dt.datetime(2027, 3, 27, 12, tzinfo=dt.UTC)
    until = dt.date(2027, 4, 30)
    new_evening(person=somebody, endpoint=service.endpoint("/hers"), since=since, until=until)
    for when, sent in (
        ("2027-03-27T20:00", 1),
        ("2027-03-28T18:59", 0),
        ("2027-03-28T19:00", 1),
    ):
        at(when)
        assert send_due() == sent, when


@pytest.mark.parametrize(
    ("tick", "sent"),
    [
        ({"day": MONDAY, "exercise": "waist-rub", "period": Period.MORNING}, 0),
        ({"day": MONDAY, "tenths": 10}, 0),
        ({"day": MONDAY, "by": "Lin"}, 0),
        ({"day": MONDAY, "late": True}, 0),
        ({"day": MONDAY, "exercise": "arm-throw", "number": 5}, 0),
        ({"day": MONDAY, "state": State.SKIPPED}, 0),
        ({"day": MONDAY, "state": State.UNDONE}, 1),
        ({"day": SUNDAY}, 1),
    ],
    ids=["morning", "partly", "by her", "mended", "extra", "not today", "undone", "yesterday"],
)
def test_anything_ticked_that_day_is_enough(
    notice: EveningNotice,
    father: Person,
    service: PushService,
    at: MoveTo,
    tick: dict[str, Any],
    sent: int,
) -> None:
    new_tick(person=father, **tick)
    at(NINE)
    assert send_due() == sent


def test_so_is_a_tick_of_a_document_that_was_taken_away(
    notice: EveningNotice, father: Person, service: PushService, at: MoveTo
) -> None:
    new_tick(person=father, day=MONDAY)
    Tick.objects.update(exercise=1999)
    at(NINE)
    assert send_due() == 0


@pytest.mark.parametrize(("day_start", "sent"), [(4 * 60, 1), (0, 0)])
def test_a_tick_after_midnight_is_of_the_day_that_it_is_of_for_him(
    service: PushService, at: MoveTo, day_start: int, sent: int
) -> None:
    """At half past midnight it is still Monday for whose day begins at four."""
    somebody = new_person(day_start=day_start)
    new_plan(person=somebody, starts=SUNDAY)
    since = dt.datetime(2026, 11, 24, 0, 30, tzinfo=dt.UTC)
    new_evening(person=somebody, endpoint=service.endpoint("/hers"), since=since)
    at(since.isoformat())
    new_tick(person=somebody, day=clock_of(somebody, "").today(since))
    at("2026-11-24T21:00")
    assert send_due() == sent


def rests(father: Person) -> None:
    new_pause(person=father, first_day=MONDAY, last_day=MONDAY)


def begins_tomorrow(father: Person) -> None:
    PlanVersion.objects.filter(person=father).delete()
    new_plan(person=father, starts=MONDAY + dt.timedelta(days=1))


def has_no_plan(father: Person) -> None:
    PlanVersion.objects.filter(person=father).delete()


def plans_nothing(father: Person) -> None:
    new_plan(person=father, starts=MONDAY, sets={})


def takes_it_back(_father: Person) -> None:
    answer(SharedLink.objects.get(), Answer.NO, NOON, MONDAY)


def ends_the_link(father: Person) -> None:
    SharedLink.objects.revoke(father, SharedLink.objects.get().pk, NOON)


def lets_it_run_out(_father: Person) -> None:
    SharedLink.objects.update(until=SUNDAY)


def erases(father: Person) -> None:
    father.delete()


@pytest.mark.parametrize(
    "reason",
    [
        rests,
        begins_tomorrow,
        has_no_plan,
        plans_nothing,
        takes_it_back,
        ends_the_link,
        lets_it_run_out,
        erases,
    ],
)
def test_nothing_comes_while_he(
    notice: EveningNotice, father: Person, service: PushService, at: MoveTo, reason: Any
) -> None:
    reason(father)
    at(NINE)
    assert send_due() == 0
    assert service.received == []
    is_over = reason in {takes_it_back, ends_the_link, lets_it_run_out, erases}
    assert EveningPhone.objects.exists() is not is_over, "whom it told is forgotten"


@pytest.mark.parametrize("given", [Answer.WAITING, Answer.NO])
def test_nothing_comes_without_a_yes(
    father: Person, service: PushService, at: MoveTo, given: Answer
) -> None:
    notice = new_evening(person=father, answer=given, endpoint=service.endpoint("/hers"))
    if given == Answer.NO:
        add_phone(notice, service.endpoint("/hers"))
    at(NINE)
    assert send_due() == 0
    assert service.received == []


def test_a_question_that_nobody_answered_goes_with_its_link(
    father: Person, service: PushService, at: MoveTo
) -> None:
    new_evening(person=father, answer=Answer.WAITING, until=MONDAY)
    at("2026-11-24T21:00")
    assert send_due() == 0
    assert not EveningNotice.objects.exists()
    assert not EveningPhone.objects.exists()


@pytest.mark.parametrize("end", [takes_it_back, ends_the_link, erases])
def test_taken_back_between_claim_and_sending_nothing_goes_out(
    notice: EveningNotice,
    father: Person,
    service: PushService,
    at: MoveTo,
    monkeypatch: pytest.MonkeyPatch,
    end: Any,
) -> None:
    at(NINE)
    hand_over = Sender._hand_over

    def end_before(*arguments: Any) -> None:
        end(father)
        hand_over(*arguments)

    monkeypatch.setattr(Sender, "_hand_over", end_before)
    assert send_due() == 0
    assert service.received == []


def test_a_computer_that_slept_tells_nobody_in_the_night(
    notice: EveningNotice, service: PushService, at: MoveTo
) -> None:
    at("2026-11-23T23:00")
    assert send_due() == 0
    assert next_time() == dt.datetime(2026, 11, 24, 21, tzinfo=dt.UTC)


def test_a_phone_that_is_gone_is_forgotten_and_the_others_are_told(
    notice: EveningNotice, service: PushService, at: MoveTo
) -> None:
    add_phone(notice, service.endpoint("/his"), "zh-hant")
    service.answers["/hers"] = [GONE]
    at(NINE)
    assert send_due() == 1
    assert sorted(service.paths) == ["/hers", "/his"]
    left: EveningPhone = EveningPhone.objects.get()
    assert left.endpoint == service.endpoint("/his")
    assert left.last_ok_at is not None


def test_whom_it_did_not_reach_is_told_later_unless_something_was_ticked(
    notice: EveningNotice, father: Person, service: PushService, at: MoveTo
) -> None:
    service.answers["/hers"] = [DOWN, DOWN, TAKEN]
    at(NINE)
    send_due()
    at("2026-11-23T21:01")
    send_due()
    assert service.paths == ["/hers", "/hers"]
    new_tick(person=father, day=MONDAY)
    at("2026-11-23T21:30")
    send_due()
    assert len(service.received) == 2
    assert next_time() == dt.datetime(2026, 11, 24, 21, tzinfo=dt.UTC)


def test_who_flies_west_that_evening_has_no_second_one(
    father: Person, service: PushService, at: MoveTo
) -> None:
    """At half past nine in Berlin it is half past three in New York."""
    father.zone = "Europe/Berlin"
    father.save()
    new_evening(person=father, endpoint=service.endpoint("/hers"))
    at("2026-11-23T20:00")
    assert send_due() == 1
    at("2026-11-23T20:30")
    father.zone = "America/New_York"
    father.save()
    zone_changed(father)
    assert next_time() == dt.datetime(2026, 11, 24, 2, tzinfo=dt.UTC)
    at("2026-11-24T02:00")
    assert send_due() == 0
    at("2026-11-25T02:00")
    assert send_due() == 1


def test_the_nine_of_where_he_was_is_not_that_of_where_he_is(
    notice: EveningNotice, father: Person, service: PushService, at: MoveTo
) -> None:
    """Nine in the evening here is four in the afternoon there."""
    Person.objects.filter(pk=father.pk).update(zone="America/New_York")
    at(NINE)
    assert send_due() == 0
    at("2026-11-24T02:00")
    assert send_due() == 1


def test_one_sender_sends_both_and_tells_when_either_is_late(
    notice: EveningNotice, service: PushService, at: MoveTo
) -> None:
    subscribe(reminded_person(at=21 * 60), service.endpoint("/own"))
    at("2026-11-23T21:11")
    with pytest.raises(SystemExit):
        call_command("send_reminders", late=10)
    assert send_due() == 2
    assert service.paths == ["/own", "/hers"]
    call_command("send_reminders", late=10)


def test_what_one_sender_has_claimed_another_passes_over(notice: EveningNotice) -> None:
    nine = dt.datetime(2026, 11, 23, 21, tzinfo=dt.UTC)
    (mine,) = claim(Evenings(), nine, 10)
    assert claim(Evenings(), nine, 10) == []
    assert len(claim(Evenings(), mine.until, 10)) == 1


def test_as_many_queries_for_many_links_as_for_one(
    father: Person,
) -> None:
    nine = dt.datetime(2026, 11, 23, 21, tzinfo=dt.UTC)
    queue = Evenings()
    for number in range(5):
        new_evening(person=father, endpoint=f"https://push.example/{number}")
    counts = []
    for most in (1, 4):
        with CaptureQueriesContext(connection) as queries:
            assert len(queue.decide(claim(queue, nine, most), nine)) == most
        counts.append(len([each for each in queries if each["sql"].startswith("SELECT")]))
    assert counts[0] == counts[1]
