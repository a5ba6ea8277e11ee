"""Rows that an older release wrote come through the migrations, in both directions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from content.catalogue import exercises
from practice.models import DayNote, PlanVersion, Preferences, Tick
from practice.rules.days import ONE_DAY
from practice.rules.plan import full_day
from tests.conftest import MONDAY
from tests.factories import new_note, new_person, new_plan, new_tick

BEFORE = [("practice", "0003_guided_seconds"), ("people", "0004_narrower_person")]
KINDS = ["full", "easy", "one", "own"]
MANY = 3000


def migrate(*targets: tuple[str, str]) -> None:
    executor = MigrationExecutor(connection)
    executor.migrate(list(targets) or executor.loader.graph.leaf_nodes())


def rows(statement: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


@pytest.fixture
def older(transactional_db: None) -> Iterator[None]:
    """The database as the release before this one left it, with a record of each kind."""
    somebody, nobody = new_person(nickname="asked"), new_person(nickname="never asked")
    Preferences.objects.create(
        person=somebody, blanks_settled_to=MONDAY, growth_asked_on=MONDAY, keeps_notes=True
    )
    for kind in KINDS:
        planned = new_person(nickname=kind)
        PlanVersion.objects.create(person=planned, starts=MONDAY, kind=kind, sets={})
    new_note(person=nobody, day=MONDAY)
    new_tick(person=somebody, day=MONDAY, tenths=1200, felt=True, late=True)
    Tick.objects.bulk_create(
        Tick(
            person=nobody,
            day=MONDAY,
            period=1 + number % 3,
            exercise=1 + number // 15,
            set=1 + number // 3 % 5,
            state=number % 3,
            source=1 + number % 2,
            instant=number,
        )
        for number in range(MANY)
    )
    migrate(*BEFORE)
    yield
    migrate()


def ticks() -> list[tuple[Any, ...]]:
    return rows(
        'SELECT person_id, day, period, exercise, "set", state, source, tenths, felt, late, '
        'instant, seconds FROM practice_tick ORDER BY person_id, day, period, exercise, "set"'
    )


@pytest.mark.usefixtures("older")
def test_every_tick_stays_as_it_was_and_in_the_order_of_its_key() -> None:
    before = ticks()
    assert len(before) == MANY + 1
    migrate()
    assert ticks() == before
    assert set(Tick.objects.values_list("by", flat=True)) == {""}
    if connection.vendor == "sqlite":
        ((statement,),) = rows("SELECT sql FROM sqlite_master WHERE name = 'practice_tick'")
        assert statement.endswith("WITHOUT ROWID")
        assert not rows("SELECT name FROM sqlite_master WHERE name LIKE 'practice_tick_%'")


@pytest.mark.usefixtures("older")
def test_a_kind_that_was_a_place_in_a_list_becomes_its_word() -> None:
    statement = "SELECT kind FROM practice_planversion ORDER BY person_id"
    assert rows(statement) == [(place,) for place in range(len(KINDS))]
    migrate(("practice", "0005_choices_and_helper"), ("people", "0005_practice_preferences"))
    assert [kind for (kind,) in rows(statement)] == KINDS


@pytest.mark.usefixtures("older")
def test_what_was_asked_and_answered_moves_from_the_person() -> None:
    statement = (
        "SELECT nickname, blanks_settled_to, growth_asked_on, keeps_notes FROM people_person "
        "WHERE keeps_notes OR blanks_settled_to IS NOT NULL OR growth_asked_on IS NOT NULL"
    )
    ((nickname, *_days, keeps_notes),) = rows(statement)
    assert (nickname, bool(keeps_notes)) == ("asked", True)
    migrate()
    kept = Preferences.objects.select_related("person").get()
    assert kept.person.nickname == "asked"
    assert (kept.blanks_settled_to, kept.growth_asked_on) == (MONDAY, MONDAY)
    assert kept.keeps_notes


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("model", "values"),
    [
        (Tick, {"period": 0}),
        (Tick, {"period": 4}),
        (Tick, {"set": 0}),
        (Tick, {"set": 6}),
        (Tick, {"state": 3}),
        (Tick, {"source": 0}),
        (PlanVersion, {"kind": "hard"}),
        (DayNote, {"feeling": 4}),
    ],
    ids=str,
)
def test_the_database_refuses_what_no_release_ever_wrote(
    model: type[Tick], values: dict[str, Any]
) -> None:
    somebody = new_person()
    new_tick(person=somebody, day=MONDAY)
    new_plan(person=somebody, starts=MONDAY)
    new_note(person=somebody, day=MONDAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.filter(person=somebody).update(**values)


@pytest.mark.django_db(transaction=True)
def test_whoever_ticked_without_a_plan_has_the_documents_full_day() -> None:
    unplanned, planned, idle = new_person(), new_person(), new_person()
    new_tick(person=unplanned, day=MONDAY)
    new_tick(person=unplanned, day=MONDAY + ONE_DAY)
    new_tick(person=planned, day=MONDAY)
    new_plan(person=planned, starts=MONDAY, kind="easy")
    migrate(("practice", "0005_choices_and_helper"))
    migrate()
    assert PlanVersion.objects.plans_of(unplanned) == [full_day(exercises(), MONDAY)]
    assert [plan.kind for plan in PlanVersion.objects.plans_of(planned)] == ["easy"]
    assert not PlanVersion.objects.plans_of(idle)
