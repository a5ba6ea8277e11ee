"""Ticking over HTTP: states, instants, stale pages (rules.md 1 to 4, 17, 20)."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import OperationalError
from django.test import Client

from people.identity import COOKIE
from people.models import Person
from practice.models import PlanVersion, Tick
from practice.rules.adherence import State
from practice.rules.days import EPOCH
from tests.addresses import DAY, SOLE
from tests.conftest import MONDAY, MoveTo
from tests.factories import (
    HTMX,
    browser_of,
    everything_stored,
    new_tick,
    the_tick,
)
from tests.pages import body_of, parse, parse_fragment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("evening")]


def instant_of(tick: Tick) -> dt.datetime:
    return EPOCH + dt.timedelta(microseconds=tick.instant)


# --- states (rules.md 3) -----------------------------------------------------------


def test_a_row_holds_a_state_and_an_undo_is_a_state_not_a_deletion(
    client: Client, at: MoveTo
) -> None:
    for minute, values, state in (
        (0, {"done": "1"}, State.DONE),
        (1, {"done": "0"}, State.UNDONE),
        (2, {"skip": "1"}, State.SKIPPED),
        (3, {"done": "0"}, State.UNDONE),
        (4, {"done": "1"}, State.DONE),
    ):
        at(f"2026-11-23T21:0{minute}")
        assert client.post(SOLE, values).status_code == 303
        assert the_tick().state == state


def test_at_an_equal_instant_nothing_changes(client: Client) -> None:
    client.post(SOLE, {"done": "1", "amount": "120"})
    before = everything_stored()
    client.post(SOLE, {"done": "0"})
    client.post(SOLE, {"done": "1", "amount": "150"})
    assert everything_stored() == before


def test_the_same_post_again_changes_nothing_but_the_instant(client: Client, at: MoveTo) -> None:
    client.post(SOLE, {"done": "1"})
    at("2026-11-23T21:30")
    client.post(SOLE, {"done": "1"})
    assert the_tick().state == State.DONE
    assert Person.objects.count() == 1


GUIDED = {"done": "1", "source": "guided", "seconds": "300"}


@pytest.mark.parametrize(
    ("held", "plain", "is_kept"),
    [
        ({"amount": "200"}, {}, True),
        ({"amount": "180"}, {}, True),
        ({"amount": "40", "felt": "1"}, {}, True),
        ({}, {}, True),
        # Of one that is partly done, and with a word about the amount, the newer holds.
        ({"amount": "179"}, {}, False),
        ({"amount": "200"}, {"amount": ""}, False),
        ({"amount": "200"}, {"amount": "20"}, False),
        ({"amount": "200"}, {"felt": "1"}, False),
    ],
)
def test_a_plain_tick_of_a_set_that_counts_in_full_keeps_all_it_holds(
    client: Client, at: MoveTo, held: dict[str, str], plain: dict[str, str], is_kept: bool
) -> None:
    """rules.md 30: as from a page opened before the set was practised."""
    rub = "/day/2026-11-23/evening/waist-rub/1/"
    client.post(rub, GUIDED | held)
    before = the_tick()
    at("2026-11-23T21:30")
    client.post(rub, {"done": "1"} | plain)
    after = the_tick()
    assert after.state == State.DONE
    assert after.instant > before.instant
    details = [(each.tenths, each.felt, each.seconds, each.source) for each in (before, after)]
    assert (details[0] == details[1]) is is_kept


@pytest.mark.parametrize("state", [{"done": "0"}, {"skip": "1", "amount": "200"}])
def test_a_plain_tick_of_a_set_that_is_not_done_makes_it_done(
    client: Client, at: MoveTo, state: dict[str, str]
) -> None:
    client.post(SOLE, GUIDED | {"amount": "200"})
    at("2026-11-23T21:10")
    client.post(SOLE, state)
    at("2026-11-23T21:20")
    client.post(SOLE, {"done": "1"})
    assert (the_tick().state, the_tick().tenths) == (State.DONE, None)


def test_an_undo_between_two_ticks_is_undone_in_whatever_order_they_come(
    client: Client, at: MoveTo
) -> None:
    client.post(SOLE, GUIDED | {"amount": "200"})
    at("2026-11-23T21:30")
    client.post(SOLE, {"done": "1"})
    times = {"performed": "2026-11-23T21:15:00Z", "sent": "2026-11-23T21:30:00Z"}
    client.post(SOLE, {"done": "0"} | times)
    assert the_tick().state == State.DONE


def test_an_undo_of_what_was_never_ticked_is_kept_and_harmless(client: Client) -> None:
    assert client.post(SOLE, {"done": "0"}).status_code == 303
    assert parse(client.get("/")).slot("evening/sole-rub/1").done == "false"


def test_not_today_is_said_and_can_be_undone(client: Client) -> None:
    client.post(SOLE, {"skip": "1"})
    page = parse(client.get("/"))
    assert page.slot("evening/sole-rub/1").done == "false"
    assert "Not today" in page.text


def test_pain_keeps_what_was_done_before(client: Client) -> None:
    """rules.md 28: forty of the floor of 180 are credited, and due as much."""
    client.post("/day/2026-11-23/evening/waist-rub/1/", {"skip": "1", "amount": "40"})
    assert (the_tick().state, the_tick().tenths) == (State.SKIPPED, 400)
    page = parse(client.get("/"))
    assert "Not today, 40 rubs" in page.text
    assert page.slot("evening/waist-rub/1").done == "false"
    days = parse(client.get("/history/")).having("data-day")
    monday = next(each for each in days if each.get("data-day") == "2026-11-23")
    assert (monday.get("data-due"), monday.get("data-credited")) == ("0.22", "0.22")


# --- instants (rules.md 4) ----------------------------------------------------------


def test_an_online_posts_instant_is_the_servers(client: Client) -> None:
    client.post(SOLE, {"done": "1"})
    assert instant_of(the_tick()) == dt.datetime(2026, 11, 23, 21, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("performed", "sent", "effective"),
    [
        # received − (sent − performed); received is 21:00.
        ("2026-11-23T20:00:00+00:00", "2026-11-23T21:00:00+00:00", "20:00:00"),
        ("2026-11-23T21:00:00+01:00", "2026-11-23T22:00:00+01:00", "20:00:00"),
        ("2026-11-23T20:00:00Z", "2026-11-23T22:00:00+01:00", "20:00:00"),
        # A phone whose clock is a year ahead or behind: only the difference counts.
        ("2027-11-23T20:00:00+00:00", "2027-11-23T20:30:00+00:00", "20:30:00"),
        ("2025-11-23T20:00:00+00:00", "2025-11-23T20:30:00+00:00", "20:30:00"),
        ("2026-11-23T20:59:59.25+00:00", "2026-11-23T21:00:00+00:00", "20:59:59.250000"),
        # Never after received.
        ("2026-11-23T21:00:00+00:00", "2026-11-23T20:00:00+00:00", "21:00:00"),
    ],
)
def test_an_outboxs_instant_is_received_less_what_passed_on_the_phone(
    client: Client, performed: str, sent: str, effective: str
) -> None:
    client.post(SOLE, {"done": "1", "performed": performed, "sent": sent})
    assert instant_of(the_tick()).time().isoformat() == effective


def test_the_last_performed_wins_not_the_last_sent(phone: Client) -> None:
    """An undo at 20:30 on one phone, then a tick of 20:00 arrives from another's outbox."""
    undo = {"performed": "2026-11-23T20:30:00+00:00", "sent": "2026-11-23T21:00:00+00:00"}
    old = {"performed": "2026-11-23T20:00:00+00:00", "sent": "2026-11-23T21:00:00+00:00"}
    new = {"performed": "2026-11-23T20:45:00+00:00", "sent": "2026-11-23T21:00:00+00:00"}
    phone.post(SOLE, {"done": "0", **undo})
    phone.post(SOLE, {"done": "1", **old})
    assert the_tick().state == State.UNDONE
    phone.post(SOLE, {"done": "1", "amount": "110", **new})
    assert the_tick().state == State.DONE
    phone.post(SOLE, {"done": "0", **undo})
    assert (the_tick().state, the_tick().tenths) == (State.DONE, 1100)


def test_an_older_state_leaves_every_field_as_it_was(phone: Client) -> None:
    phone.post(SOLE, {"done": "1", "amount": "120", "felt": "1", "source": "guided"})
    before = everything_stored()
    old = {"performed": "2026-11-23T20:00:00+00:00", "sent": "2026-11-23T21:00:00+00:00"}
    phone.post(SOLE, {"done": "1", "amount": "150", **old})
    phone.post(SOLE, {"skip": "1", **old})
    assert everything_stored() == before


@pytest.mark.parametrize(
    "performed", ["0001-01-01T00:00:00+00:00", "0001-01-02T00:00:00+00:00", "1500-01-01T00:00Z"]
)
def test_a_clock_from_before_there_were_phones_loses_no_tick_of_its_day(
    person: Person, performed: str
) -> None:
    """Rules.md 4: then it was by the end of the slot's day, 04:00 in New York."""
    person.zone = "America/New_York"
    person.save()
    browser_of(person).post(
        "/day/2026-11-20/evening/sole-rub/1/",
        {"done": "1", "performed": performed, "sent": "2026-11-23T21:00:00+00:00"},
    )
    end = dt.datetime(2026, 11, 21, 9, tzinfo=dt.UTC)
    assert instant_of(the_tick()) == end - dt.datetime.resolution
    assert not the_tick().late


def test_a_day_mended_later_is_marked_late(client: Client, at: MoveTo) -> None:
    client.post(SOLE, {"done": "1"})
    assert not the_tick().late
    client.post("/day/2026-11-22/evening/sole-rub/1/", {"done": "1"})
    assert Tick.objects.get(day="2026-11-22").late
    assert "written down later" in parse(client.get("/day/2026-11-22/")).text


def test_a_tick_performed_in_time_and_sent_on_the_next_day_is_not_late(
    client: Client, at: MoveTo
) -> None:
    at("2026-11-24T09:00")
    times = {"performed": "2026-11-23T22:00:00+00:00", "sent": "2026-11-24T09:00:00+00:00"}
    response = client.post(SOLE, {"done": "1", **times})
    assert response["Location"] == f"/day/{DAY}/"
    assert not the_tick().late


def test_a_set_begun_before_the_rollover_is_not_late(client: Client, at: MoveTo) -> None:
    """Rules.md 4: from 03:55 to 04:05."""
    at("2026-11-24T04:06")
    times = {"performed": "2026-11-24T04:05:00+00:00", "sent": "2026-11-24T04:06:00+00:00"}
    for started, late in (("03:55:00", False), ("04:00:00", True)):
        Tick.objects.all().delete()
        client.post(SOLE, {"done": "1", "started": f"2026-11-24T{started}+00:00", **times})
        assert the_tick().late is late


def test_after_midnight_the_evening_is_still_in_time(client: Client, at: MoveTo) -> None:
    at("2026-11-24T03:59")
    assert client.post(SOLE, {"done": "1"})["Location"] == "/#slot-evening-sole-rub-1"
    assert not the_tick().late


def test_every_slot_of_a_day_can_be_ticked_at_any_hour_of_it_and_later(
    client: Client, at: MoveTo
) -> None:
    """Rules.md 2."""
    for when in ("2026-11-23T04:00", "2026-11-23T13:00", "2026-11-24T03:59", "2026-12-23T12:00"):
        at(when)
        for place in ("morning/waist-rub/1", "afternoon/waist-knead/1", "evening/sole-rub/1"):
            assert client.post(f"/day/{DAY}/{place}/", {"done": "1"}).status_code == 303


# --- a stale page (rules.md 17) --------------------------------------------------------


@pytest.mark.parametrize("path", [SOLE, f"/day/{DAY}/evening/"])
def test_a_post_to_mondays_address_on_tuesday_counts_for_monday_and_says_so(
    phone: Client, at: MoveTo, path: str
) -> None:
    at("2026-11-24T04:00")
    response = phone.post(path, {"done": "1"}, headers=HTMX)
    assert response.status_code == 200
    fragment = parse_fragment(response)
    assert "This is Monday's list; Tuesday has begun" in fragment.text
    assert fragment.by_id("stale") is not None
    assert set(Tick.objects.values_list("day", flat=True)) == {MONDAY}
    assert Tick.objects.filter(late=False).count() == 0
    page = parse(phone.get(f"/day/{DAY}/"))
    assert "This is Monday's list; Tuesday has begun" in page.text
    assert "/" in [link.get("href") for link in page.tagged("a")]


def test_before_the_rollover_nothing_is_said_of_it(phone: Client, at: MoveTo) -> None:
    at("2026-11-24T03:59")
    assert "has begun" not in parse_fragment(phone.post(SOLE, {"done": "1"}, headers=HTMX)).text


# --- ticking without having chosen ---------------------------------------------------


def test_ticking_without_choosing_is_the_full_day_from_that_day(client: Client) -> None:
    client.post(SOLE, {"done": "1"})
    plan = PlanVersion.objects.get().as_plan()
    assert (plan.kind, plan.daily_total, plan.starts) == ("full", 10, MONDAY)


def test_ticking_an_earlier_day_first_begins_the_plan_today(client: Client) -> None:
    """Rules.md 12: a plan holds from today or later, never before."""
    client.post("/day/2026-11-20/evening/sole-rub/1/", {"done": "1"})
    assert PlanVersion.objects.get().starts == MONDAY


def test_a_tick_of_a_person_who_chose_leaves_the_plan(client: Client) -> None:
    client.post("/plan/begin/", {"way": "easy"})
    client.post(f"/day/{DAY}/morning/waist-rub/1/", {"done": "1"})
    assert PlanVersion.objects.get().as_plan().kind == "easy"


def test_an_exercise_code_from_a_later_release_breaks_no_page(
    phone: Client, person: Person
) -> None:
    """A database may have been used by a newer release; what it doesn't know isn't shown."""
    tick = new_tick(person=person, day=MONDAY)
    Tick.objects.filter(pk=tick.pk).update(exercise=999)
    for path in ("/", "/history/", f"/day/{DAY}/"):
        assert phone.get(path).status_code == 200
    assert "code-999" in body_of(phone.get("/export.json"))


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["form", "htmx"])
def test_who_ticks_without_having_chosen_begins_the_full_day_before_the_tick(
    client: Client, headers: dict[str, str], evening: None
) -> None:
    client.post(f"/day/{DAY}/evening/sole-rub/1/", {"done": "1"}, headers=headers)
    assert PlanVersion.objects.get().as_plan().kind == "full"
    client.post(f"/day/{DAY}/evening/", {"done": "1"}, headers=headers)
    assert PlanVersion.objects.count() == 1


def test_of_a_first_tick_that_could_not_be_kept_nothing_stays_in_the_browser(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object, **_how: object) -> None:
        raise OperationalError

    monkeypatch.setattr("practice.models.TickQuerySet.upsert", full)
    response = client.post(f"/day/{DAY}/evening/sole-rub/1/", {"done": "1"})
    assert response.status_code == 503
    assert COOKIE not in response.cookies
    assert not any(everything_stored().values())
