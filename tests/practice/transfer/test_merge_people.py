"""Two records that are one person's become one: nothing lost, nothing doubled."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from content.catalogue import exercises_by_code
from content.types import Period
from kidneycare.web.http import RequestError
from people.models import Device, Passkey, Person, RecoveryCode
from practice.models import DayNote, Feeling, Pause, PlanVersion, Preferences, Tick
from practice.rules.adherence import State
from practice.rules.days import EPOCH
from practice.transfer.merge_people import MergePreview, merge_people, preview_merge
from tests.conftest import MONDAY
from tests.factories import (
    everything_stored,
    many_full_days,
    new_device,
    new_invitation,
    new_note,
    new_passkey,
    new_pause,
    new_person,
    new_plan,
    new_preferences,
    new_sheet,
    new_tick,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("evening")]

FRIDAY = dt.date(2026, 11, 20)
SATURDAY, SUNDAY = FRIDAY + dt.timedelta(days=1), FRIDAY + dt.timedelta(days=2)
NOON = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)


@pytest.fixture
def stays() -> Person:
    """Whose record it has always been: easy, since 2 November."""
    somebody = new_person(zone="Europe/Berlin")
    new_plan(person=somebody, starts=dt.date(2026, 11, 2), kind="easy")
    return somebody


@pytest.fixture
def guest() -> Person:
    """The same on a new phone: the full day, since Friday."""
    somebody = new_person(zone="Asia/Tokyo")
    new_plan(person=somebody, starts=FRIDAY)
    return somebody


def told(person: Person) -> list[tuple[dt.date, str]]:
    return [(plan.starts, plan.kind) for plan in PlanVersion.objects.plans_of(person)]


# --- ticks ------------------------------------------------------------------------


def test_ticks_of_both_stay_and_of_one_slot_what_was_performed_last_holds(
    stays: Person, guest: Person
) -> None:
    later, earlier = NOON + dt.timedelta(hours=1), NOON - dt.timedelta(hours=1)
    new_tick(person=stays, day=FRIDAY, exercise="sole-rub", instant=NOON, tenths=1000)
    new_tick(person=guest, day=FRIDAY, exercise="sole-rub", instant=later, state=State.UNDONE)
    new_tick(person=stays, day=FRIDAY, exercise="waist-rub", instant=NOON, tenths=2000)
    new_tick(person=guest, day=FRIDAY, exercise="waist-rub", instant=earlier, tenths=500)
    new_tick(person=stays, day=FRIDAY, exercise="arm-raise", instant=NOON)
    new_tick(person=guest, day=SATURDAY, exercise="arm-raise", instant=later, felt=True)
    merge_people(stays, guest, MONDAY)
    assert {
        (tick.day, exercises_by_code()[tick.exercise].id): (tick.state, tick.tenths, tick.felt)
        for tick in Tick.objects.all()
    } == {
        (FRIDAY, "sole-rub"): (State.UNDONE, None, False),
        (FRIDAY, "waist-rub"): (State.DONE, 2000, False),
        (FRIDAY, "arm-raise"): (State.DONE, None, False),
        (SATURDAY, "arm-raise"): (State.DONE, None, True),
    }
    assert {tick.person_id for tick in Tick.objects.all()} == {stays.pk}
    assert list(Person.objects.all()) == [stays]


SLOTS = st.tuples(
    st.sampled_from([FRIDAY, SATURDAY]),
    st.sampled_from([Period.MORNING, Period.EVENING]),
    st.sampled_from(["arm-raise", "waist-rub"]),
    st.integers(1, 2),
)
STATES = st.tuples(st.integers(0, 4), st.sampled_from(State), st.booleans())
RECORDS = st.dictionaries(SLOTS, STATES, max_size=10)


@given(own=RECORDS, others=RECORDS)
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_two_records_hold_each_slot_keeps_its_later_state(
    own: dict[tuple[dt.date, Period, str, int], tuple[int, State, bool]],
    others: dict[tuple[dt.date, Period, str, int], tuple[int, State, bool]],
) -> None:
    stays, guest = new_person(), new_person()
    for somebody, record in ((stays, own), (guest, others)):
        new_plan(person=somebody, starts=FRIDAY)
        for (day, period, exercise, number), (hour, state, late) in record.items():
            new_tick(
                person=somebody,
                day=day,
                period=period,
                exercise=exercise,
                number=number,
                state=state,
                late=late,
                instant=NOON + dt.timedelta(hours=hour),
            )
    expected = {
        slot: max((each[slot] for each in (own, others) if slot in each), key=lambda one: one[0])
        for slot in {*own, *others}
    }
    assert preview_merge(stays, guest).shared == len(own.keys() & others.keys())
    merge_people(stays, guest, MONDAY)
    found = {
        (tick.day, Period(tick.period), exercises_by_code()[tick.exercise].id, tick.set): (
            EPOCH + dt.timedelta(microseconds=tick.instant),
            State(tick.state),
        )
        for tick in Tick.objects.for_person(stays)
    }
    assert found == {
        slot: (NOON + dt.timedelta(hours=hour), state)
        for slot, (hour, state, _late) in expected.items()
    }


def test_ten_years_are_joined_in_few_statements(
    stays: Person, guest: Person, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    many_full_days(person=guest, last=FRIDAY, days=500)
    many_full_days(person=stays, last=FRIDAY, days=300)
    with django_assert_max_num_queries(60):
        merge_people(stays, guest, MONDAY)
    assert Tick.objects.for_person(stays).count() == 5000


# --- plans and rest -----------------------------------------------------------------


def test_days_keep_the_plan_they_were_ticked_under_and_today_goes_on_as_before(
    stays: Person, guest: Person
) -> None:
    """The old phone was used until Thursday, the new one from Friday to Sunday."""
    new_tick(person=stays, day=dt.date(2026, 11, 19))
    new_tick(person=guest, day=SUNDAY)
    merge_people(stays, guest, MONDAY)
    assert told(stays) == [
        (dt.date(2026, 11, 2), "easy"),
        (FRIDAY, "full"),
        (MONDAY, "easy"),
    ]


def test_a_change_that_was_to_come_comes(stays: Person, guest: Person) -> None:
    new_tick(person=stays, day=dt.date(2026, 11, 19))
    new_tick(person=guest, day=SUNDAY)
    tomorrow = MONDAY + dt.timedelta(days=1)
    PlanVersion.objects.upsert(stays, [PlanVersion.objects.plans_of(guest)[0].starting(tomorrow)])
    merge_people(stays, guest, MONDAY)
    assert told(stays) == [(dt.date(2026, 11, 2), "easy"), (tomorrow, "full")]


def test_where_both_know_a_day_the_plan_of_the_record_that_stays_holds(
    stays: Person, guest: Person
) -> None:
    new_tick(person=stays, day=MONDAY)
    new_tick(person=guest, day=SUNDAY)
    merge_people(stays, guest, MONDAY)
    assert told(stays) == [(dt.date(2026, 11, 2), "easy")]


def test_a_record_without_a_tick_takes_plan_zone_and_start_of_day_from_the_guest(
    stays: Person, guest: Person
) -> None:
    guest.day_start = 300
    guest.save()
    new_tick(person=guest, day=SUNDAY)
    merge_people(stays, guest, MONDAY)
    stays.refresh_from_db()
    assert (stays.zone, stays.day_start) == ("Asia/Tokyo", 300)
    assert told(stays) == [(FRIDAY, "full")]


def test_else_the_settings_stay_and_no_question_comes_twice(stays: Person, guest: Person) -> None:
    new_tick(person=stays, day=MONDAY)
    Person.objects.filter(pk=guest.pk).update(keeping_settled=True, nickname="Anna")
    new_preferences(
        person=guest, blanks_settled_to=SATURDAY, growth_asked_on=FRIDAY, keeps_notes=True
    )
    new_preferences(person=stays, growth_asked_on=SATURDAY)
    merge_people(stays, guest, MONDAY)
    stays.refresh_from_db()
    assert (stays.zone, stays.nickname) == ("Europe/Berlin", "Anna")
    kept = Preferences.objects.of(stays)
    assert (kept.blanks_settled_to, kept.growth_asked_on) == (SATURDAY, SATURDAY)
    assert kept.keeps_notes
    assert stays.keeping_settled


def test_days_of_rest_are_joined(stays: Person, guest: Person) -> None:
    new_tick(person=stays, day=MONDAY)
    new_tick(person=guest, day=SUNDAY)
    new_pause(person=stays, first_day=dt.date(2026, 11, 9), last_day=dt.date(2026, 11, 10))
    new_pause(person=guest, first_day=dt.date(2026, 10, 1), last_day=dt.date(2026, 10, 3))
    merge_people(stays, guest, MONDAY)
    assert [span.first for span in Pause.objects.of(stays)] == [
        dt.date(2026, 10, 1),
        dt.date(2026, 11, 9),
    ]


# --- notes ------------------------------------------------------------------------


def test_notes_of_both_stay_and_two_of_one_day_stand_one_after_the_other(
    stays: Person, guest: Person
) -> None:
    new_note(person=stays, day=FRIDAY, words="Warm at once.")
    new_note(person=guest, day=FRIDAY, words="A little sore.", feeling=Feeling.SORE)
    new_note(person=guest, day=SATURDAY, words="Fine.", feeling=Feeling.COMFORTABLE)
    new_note(person=stays, day=SUNDAY, words="The same.")
    new_note(person=guest, day=SUNDAY, words="The same.")
    merge_people(stays, guest, MONDAY)
    assert {note.day: (note.words, note.feeling) for note in DayNote.objects.all()} == {
        FRIDAY: ("Warm at once. · A little sore.", Feeling.SORE),
        SATURDAY: ("Fine.", Feeling.COMFORTABLE),
        SUNDAY: ("The same.", None),
    }


def test_two_lines_too_long_for_one_are_cut_at_the_end(stays: Person, guest: Person) -> None:
    new_note(person=stays, day=FRIDAY, words="a" * 150)
    new_note(person=guest, day=FRIDAY, words="b" * 150)
    merge_people(stays, guest, MONDAY)
    (note,) = DayNote.objects.all()
    assert note.words == "a" * 150 + " · " + "b" * 46 + "…"
    assert len(note.words) == 200


# --- what hangs on a person -----------------------------------------------------------


def test_phones_passkeys_and_codes_of_the_guest_open_the_record_that_stays(
    stays: Person, guest: Person
) -> None:
    for somebody in (stays, guest):
        new_device(person=somebody)
        new_passkey(person=somebody)
        new_sheet(person=somebody)
        new_invitation(person=somebody)
    merge_people(stays, guest, MONDAY)
    for model, number in ((Device, 2), (Passkey, 2), (RecoveryCode, 16)):
        assert model._default_manager.filter(person=stays).count() == number
    assert stays.invitations.count() == 1
    assert not Person.objects.filter(pk=guest.pk).exists()


def test_a_record_erased_meanwhile_is_told_and_nothing_is_changed(
    stays: Person, guest: Person
) -> None:
    new_tick(person=guest, day=SUNDAY)
    Person.objects.filter(pk=stays.pk).delete()
    before = everything_stored()
    with pytest.raises(RequestError) as refused:
        merge_people(stays, guest, MONDAY)
    assert refused.value.status == 409
    assert everything_stored() == before


# --- foreseeing -------------------------------------------------------------------


def test_what_will_come_together_is_told_before_and_nothing_is_done(
    stays: Person, guest: Person
) -> None:
    new_tick(person=stays, day=FRIDAY)
    new_tick(person=guest, day=FRIDAY)
    new_tick(person=guest, day=FRIDAY, exercise="waist-rub")
    new_tick(person=guest, day=SUNDAY, state=State.UNDONE)
    new_tick(person=guest, day=SATURDAY, exercise="waist-rub")
    new_note(person=stays, day=FRIDAY)
    new_note(person=guest, day=FRIDAY)
    new_note(person=guest, day=SATURDAY)
    before = everything_stored()
    assert preview_merge(stays, guest) == MergePreview(
        done=3,
        first=FRIDAY,
        last=SATURDAY,
        shared=1,
        notes=2,
        shared_notes=1,
        stays_begun=True,
    )
    assert preview_merge(guest, new_person()) == MergePreview(
        0, None, None, 0, 0, 0, stays_begun=True
    )
    assert {key: rows for key, rows in everything_stored().items() if key != "people.Person"} == {
        key: rows for key, rows in before.items() if key != "people.Person"
    }
