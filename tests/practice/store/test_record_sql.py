"""What every tap asks of the database is asked about one person.

So rows can be spread over machines by person (docs/growth.md), and on one machine others' rows cost
nothing. The one question that can't name the person is the one that finds them, by the hash of
their browser's token.
"""

from __future__ import annotations

import re

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from people.models import Device, Person
from practice.models import DayNote, Pause, PlanVersion, Tick
from tests.conftest import MONDAY
from tests.factories import (
    HTMX,
    browser_of,
    many_full_days,
    new_pause,
    new_person,
    new_plan,
    new_tick,
    stranger,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("evening")]

PERSONAL = {
    model._meta.db_table
    for model in apps.get_models()
    if any(field.attname == "person_id" for field in model._meta.concrete_fields)
} - {Device._meta.db_table}
SLOT = "/day/2026-11-23/evening/arm-raise/1/"
READ = (
    *("/", "/day/2026-11-20/", SLOT, "/history/", "/history/2026-W40/", "/history/weeks/"),
    # What a phone fetches by itself, and the way to practise.
    *("/coming/2026-11-24/", "/offline/pages.json", "/practise/evening/"),
    *("/practise/evening/arm-raise/", "/plan/", "/reminders/"),
)
WRITTEN = (SLOT, "/day/2026-11-23/evening/")
HOT = [
    *(pytest.param(path, None, {}, id=f"read {path}") for path in (*READ, "/history/year/2026/")),
    *(pytest.param(path, {"done": "1"}, {}, id=f"tick {path}") for path in WRITTEN),
    *(pytest.param(path, {"done": "1"}, HTMX, id=f"tick by htmx {path}") for path in WRITTEN),
]


@pytest.fixture
def somebody() -> Person:
    """Somebody with a record, amid others who have one."""
    for _other in range(3):
        new_tick(person=new_person(), day=MONDAY)
    person = new_person()
    new_plan(person=person, starts=MONDAY)
    new_pause(person=person, first_day=MONDAY, last_day=MONDAY)
    many_full_days(person=person, last=MONDAY, days=3)
    return person


def asked_by(
    browser: Client, path: str, values: dict[str, str] | None, headers: dict[str, str]
) -> list[str]:
    """What one request asks, the values filled in."""
    with CaptureQueriesContext(connection) as captured:
        if values is None:
            assert browser.get(path, headers=headers).status_code == 200
        else:
            assert browser.post(path, values, headers=headers).status_code in {200, 303}
    return [str(query["sql"]) for query in captured.captured_queries]


def parts_without(person: Person, statement: str) -> list[str]:
    """Every part of a statement that touches a table of people's and doesn't say whose."""
    about = re.compile(rf'"?person_id"? = {person.pk}\b')
    written = re.compile(rf'\s*\("person_id", .*?\) VALUES \({person.pk}, ')
    found = []
    for part in re.split(r"\b(?=(?:FROM|JOIN|UPDATE|INTO) )", statement):
        word, _space, rest = part.partition(" ")
        table, _space, rest = rest.partition(" ")
        if table.strip('"') in PERSONAL:
            is_bound = written.match(rest) if word == "INTO" else about.search(rest)
            if not is_bound:
                found.append(part)
    return found


@pytest.mark.parametrize(("path", "values", "headers"), HOT)
def test_every_hot_question_names_the_person(
    somebody: Person, path: str, values: dict[str, str] | None, headers: dict[str, str]
) -> None:
    statements = asked_by(browser_of(somebody), path, values, headers)
    touched = [sql for sql in statements if any(table in sql for table in PERSONAL)]
    assert touched
    for statement in statements:
        assert not parts_without(somebody, statement)
    others = [sql for sql in statements if sql not in touched and "people_" in sql]
    assert all("token_hash" in sql or "people_device" in sql for sql in others)


def test_a_first_tick_names_the_person_whom_it_makes() -> None:
    browser = stranger()
    browser.get("/")
    with CaptureQueriesContext(connection) as captured:
        browser.post(SLOT, {"done": "1"})
    tick = Tick.objects.get()
    statements = [str(query["sql"]) for query in captured.captured_queries]
    assert any("practice_tick" in sql for sql in statements)
    for statement in statements:
        assert not parts_without(tick.person, statement)


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT day FROM practice_tick WHERE day = '2026-11-23'",
        (
            "SELECT starts, (SELECT day FROM practice_tick LIMIT 1) "
            "FROM practice_planversion WHERE person_id = {pk}"
        ),
        'UPDATE "practice_pause" SET "last_day" = NULL WHERE "practice_pause"."last_day" = 1',
        'INSERT INTO "practice_tick" ("day", "person_id") VALUES (\'2026-11-23\', {pk})',
        "SELECT day FROM practice_tick WHERE person_id = {pk}0",
    ],
)
def test_a_question_about_everybody_would_be_noticed(somebody: Person, statement: str) -> None:
    assert parts_without(somebody, statement.format(pk=somebody.pk))


@pytest.mark.parametrize("model", [Tick, PlanVersion, Pause, DayNote])
def test_the_key_leads_with_the_person(model: type[Tick]) -> None:
    """A table that is spread by person needs it, and it keeps a person's rows together."""
    assert next(field.attname for field in model._meta.pk_fields) == "person_id"


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL reads small tables whole")
@pytest.mark.parametrize(("path", "values", "headers"), HOT)
def test_no_hot_question_looks_through_a_whole_table(
    somebody: Person, path: str, values: dict[str, str] | None, headers: dict[str, str]
) -> None:
    for statement in asked_by(browser_of(somebody), path, values, headers):
        if statement.startswith(("SELECT", "\nSELECT")):
            with connection.cursor() as cursor:
                # The values stand in the statement already; its percent signs are its own.
                cursor.execute("EXPLAIN QUERY PLAN " + statement.replace("%", "%%"))
                steps = [str(row[-1]) for row in cursor.fetchall()]
            assert not [step for step in steps if re.match(r"SCAN (practice|people)_", step)]
