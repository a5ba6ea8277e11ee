"""What is kept of practice, and how the database keeps it (rules.md 3)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from pytest_django import DjangoAssertNumQueries

from content.catalogue import exercises
from content.types import Period
from people.models import Person
from practice.models import Pause, PlanVersion, Source, Tick, microseconds
from practice.rules.adherence import State
from practice.rules.days import EPOCH
from practice.rules.plan import full_day, without
from practice.store.record_sql import plans_and_bounds
from tests.conftest import MONDAY
from tests.factories import new_pause, new_person, new_plan, new_tick

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("evening")]

ONE_DAY = dt.timedelta(days=1)
KEY = ["person_id", "day", "period", "exercise", "set"]


def a_tick(*, person: Person, instant: int = 0, **more: Any) -> Tick:
    """Not yet written."""
    values = {
        "day": MONDAY,
        "period": 3,
        "exercise": 1,
        "set": 1,
        "state": State.DONE,
        "source": Source.TICK,
    }
    return Tick(person=person, instant=instant, **(values | more))


# --- the table ------------------------------------------------------------------------


def key_of(table: str) -> list[str]:
    """The columns of the primary key, in its order (Django tells them in the table's)."""
    statement = (
        "SELECT name FROM pragma_table_info(%s) WHERE pk > 0 ORDER BY pk"
        if connection.vendor == "sqlite"
        else "SELECT a.attname FROM pg_index i "
        "CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY AS k(attnum, place) "
        "JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum "
        "WHERE i.indisprimary AND i.indrelid = %s::regclass ORDER BY k.place"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [table])
        return [name for (name,) in cursor.fetchall()]


def test_the_natural_key_is_the_key_person_first_and_there_is_no_other_index() -> None:
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, Tick._meta.db_table)
    assert key_of(Tick._meta.db_table) == KEY
    others = [name for name, each in found.items() if each["index"] and not each["primary_key"]]
    assert others == [], "a second index makes each tick dearer"
    uniques = [n for n, each in found.items() if each["unique"] and not each["primary_key"]]
    assert uniques == []


@pytest.mark.parametrize("model", [Tick, PlanVersion, Pause])
def test_every_key_of_practice_leads_with_the_person(model: type[Tick]) -> None:
    assert key_of(model._meta.db_table)[0] == "person_id"
    assert "id" not in {field.attname for field in model._meta.concrete_fields}


def test_on_sqlite_the_key_is_the_table_itself() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite has row ids")
    with connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE name = %s", [Tick._meta.db_table])
        (statement,) = cursor.fetchone()
        cursor.execute(
            "SELECT count(*) FROM sqlite_master WHERE type = 'index' AND tbl_name = %s",
            [Tick._meta.db_table],
        )
        (indexes,) = cursor.fetchone()
    assert statement.rstrip().endswith("WITHOUT ROWID")
    assert indexes == 0


def test_instants_and_codes_are_integers() -> None:
    new_tick(person=new_person(), day=MONDAY)
    with connection.cursor() as cursor:
        cursor.execute("SELECT instant, exercise, period, state FROM practice_tick")
        assert all(isinstance(value, int) for value in cursor.fetchone())


# --- record() ----------------------------------------------------------------------------


def test_one_tick_is_one_statement(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    person = new_person()
    with django_assert_num_queries(1) as asked:
        Tick.objects.upsert([a_tick(person=person)])
    assert " ON CONFLICT " in asked.captured_queries[0]["sql"]


def test_a_whole_period_is_one_statement_too(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    person = new_person()
    with django_assert_num_queries(1):
        Tick.objects.upsert([a_tick(person=person, set=number) for number in range(1, 6)])
    assert Tick.objects.count() == 5


def test_a_later_instant_replaces_every_field() -> None:
    person = new_person()
    Tick.objects.upsert(
        [a_tick(person=person, instant=1, tenths=1200, felt=True, late=True, source=Source.GUIDED)]
    )
    Tick.objects.upsert([a_tick(person=person, instant=2, state=State.UNDONE)])
    (tick,) = Tick.objects.all()
    assert (tick.state, tick.tenths, tick.felt, tick.late, tick.source, tick.instant) == (
        *(State.UNDONE, None, False, False, Source.TICK, 2),
    )


def test_who_ticked_goes_along_with_the_state() -> None:
    person = new_person()
    Tick.objects.upsert([a_tick(person=person, instant=2, by="Nurse")])
    Tick.objects.upsert([a_tick(person=person, instant=1, by="Somebody else")])
    assert Tick.objects.get().by == "Nurse"
    Tick.objects.upsert([a_tick(person=person, instant=3)])
    assert Tick.objects.get().by == ""


@pytest.mark.parametrize("instant", [5, 4, 0, -1])
def test_an_equal_or_earlier_instant_changes_nothing(instant: int) -> None:
    person = new_person()
    Tick.objects.upsert([a_tick(person=person, instant=5, tenths=1200)])
    Tick.objects.upsert([a_tick(person=person, instant=instant, state=State.UNDONE)])
    (tick,) = Tick.objects.all()
    assert (tick.state, tick.tenths, tick.instant) == (State.DONE, 1200, 5)


@pytest.mark.parametrize(
    "other", [{"day": MONDAY - ONE_DAY}, {"period": 1}, {"exercise": 2}, {"set": 2}], ids=str
)
def test_another_slot_is_another_row(other: dict[str, Any]) -> None:
    person = new_person()
    Tick.objects.upsert([a_tick(person=person, instant=5)])
    Tick.objects.upsert([a_tick(person=person, instant=1, **other)])
    assert Tick.objects.count() == 2


def test_another_person_is_another_row() -> None:
    Tick.objects.upsert([a_tick(person=new_person(), instant=5)])
    Tick.objects.upsert([a_tick(person=new_person(), instant=5)])
    assert Tick.objects.count() == 2


def test_in_one_statement_each_row_is_weighed_alone() -> None:
    person = new_person()
    Tick.objects.upsert([a_tick(person=person, instant=5), a_tick(person=person, set=2, instant=1)])
    Tick.objects.upsert(
        [
            a_tick(person=person, instant=3, state=State.UNDONE),
            a_tick(person=person, set=2, instant=3, state=State.UNDONE),
        ]
    )
    assert [tick.state for tick in Tick.objects.order_by("set")] == [State.DONE, State.UNDONE]


@pytest.mark.parametrize("instants", [(1, 5), (5, 1)], ids=["in order", "the other way round"])
@pytest.mark.parametrize("lates", [(False, True), (True, False), (True, True), (False, False)])
def test_what_was_once_on_time_is_not_late_in_whatever_order_it_comes(
    instants: tuple[int, int], lates: tuple[bool, bool]
) -> None:
    """Rules.md 8; the state is the later one's all the same."""
    person = new_person()
    for instant, late in zip(instants, lates, strict=True):
        Tick.objects.upsert(
            [a_tick(person=person, instant=instant, late=late, tenths=10 * instant)]
        )
    tick = Tick.objects.get()
    assert (tick.instant, tick.tenths, tick.late) == (5, 50, all(lates))


def test_of_two_equal_instants_the_first_stays_whole() -> None:
    person = new_person()
    Tick.objects.upsert([a_tick(person=person, instant=5, late=True, tenths=10)])
    Tick.objects.upsert([a_tick(person=person, instant=5, late=False, tenths=20)])
    tick = Tick.objects.get()
    assert (tick.tenths, tick.late) == (10, True)


def test_the_latest_day_is_that_of_any_row() -> None:
    """What was undone tomorrow, before flying west, can still be redone."""
    person = new_person()
    assert Tick.objects.for_person(person).latest_day() is None
    new_tick(person=person, day=MONDAY)
    new_tick(person=person, day=MONDAY + ONE_DAY, state=State.UNDONE)
    new_tick(person=new_person(), day=MONDAY + 9 * ONE_DAY)
    assert Tick.objects.for_person(person).latest_day() == MONDAY + ONE_DAY


# --- plans ----------------------------------------------------------------------------


def test_a_plan_comes_back_as_it_was_put() -> None:
    person = new_person()
    plan = without(full_day(exercises(), MONDAY), "waist-knead", MONDAY)
    PlanVersion.objects.replace_from(person, plan)
    assert PlanVersion.objects.get().as_plan() == plan


def test_a_plan_of_a_day_replaces_that_days_and_what_was_to_come_and_nobody_elses() -> None:
    person, other = new_person(), new_person()
    for day in (0, 1, 2):
        new_plan(person=person, starts=MONDAY + day * ONE_DAY)
        new_plan(person=other, starts=MONDAY + day * ONE_DAY)
    new_plan(person=person, starts=MONDAY + ONE_DAY, kind="easy")
    found = [v.as_plan() for v in PlanVersion.objects.filter(person=person).order_by("starts")]
    assert [plan.kind for plan in found] == ["full", "easy"]
    assert PlanVersion.objects.filter(person=other).count() == 3


def test_where_the_record_begins_and_ends_rides_along() -> None:
    """Rules.md 8: the earliest tick not recorded late."""
    person = new_person()
    new_plan(person=person, starts=MONDAY)
    new_tick(person=person, day=MONDAY - 5 * ONE_DAY, late=True)
    new_tick(person=person, day=MONDAY - ONE_DAY, state=State.SKIPPED)
    new_tick(person=person, day=MONDAY)
    new_tick(person=person, day=MONDAY + ONE_DAY, exercise="arm-raise", late=True)
    new_tick(person=new_person(), day=MONDAY - 9 * ONE_DAY)
    _plans, bounds, _preferences = plans_and_bounds(person.pk)
    assert bounds.start == (MONDAY, Period.EVENING)
    assert bounds.last_day == MONDAY + ONE_DAY
    assert bounds.third_day == MONDAY + ONE_DAY


# --- pauses -----------------------------------------------------------------------------


def test_a_pause_ends_on_or_after_its_first_day_or_stays_open() -> None:
    person = new_person()
    new_pause(person=person, first_day=MONDAY, last_day=None)
    new_pause(person=person, first_day=MONDAY - ONE_DAY, last_day=MONDAY - ONE_DAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        new_pause(person=person, first_day=MONDAY + ONE_DAY, last_day=MONDAY)


# --- small things -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("instant", "expected"),
    [
        (EPOCH, 0),
        (EPOCH + dt.timedelta(seconds=1), 1_000_000),
        (EPOCH - dt.timedelta(microseconds=1), -1),
        (dt.datetime(2026, 11, 23, 21, tzinfo=dt.timezone(dt.timedelta(hours=1))), None),
    ],
)
def test_an_instant_is_kept_to_the_microsecond(instant: dt.datetime, expected: int | None) -> None:
    kept = microseconds(instant)
    assert EPOCH + dt.timedelta(microseconds=kept) == instant
    assert expected in {kept, None}


def test_what_rows_are_called_names_no_exercise() -> None:
    person = new_person()
    tick = new_tick(person=person, day=MONDAY)
    pause = new_pause(person=person, first_day=MONDAY)
    new_plan(person=person, starts=MONDAY)
    for name in (str(tick), str(pause), str(PlanVersion.objects.get())):
        assert "rub" not in name
