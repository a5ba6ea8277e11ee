"""Finding what is due looks at nothing else, however many people there are."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from content.types import Period
from reminders.models import Reminder
from reminders.sending.claim import claim
from reminders.sending.decide import Reminders
from tests import factories
from tests.conftest import MoveTo
from tests.reminders.reminded import BEFORE, EIGHT, reminded_person

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 11, 23, 20, tzinfo=dt.UTC)
PEOPLE = 2000
QUEUE = Reminders()


@pytest.fixture
def town() -> None:
    """Two thousand people of whom three are to be reminded just now."""
    from people.models import Person

    template = factories.new_person()
    fields = {
        field.attname: getattr(template, field.attname)
        for field in Person._meta.concrete_fields
        if not field.primary_key
    }
    people = Person.objects.bulk_create([Person(**fields) for _ in range(PEOPLE)])
    Reminder.objects.bulk_create(
        Reminder(
            person=person,
            period=Period.EVENING,
            at=EIGHT,
            next_at=NOW + dt.timedelta(minutes=number - 2),
        )
        for number, person in enumerate(people)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


@pytest.mark.usefixtures("town")
def test_the_plan_goes_by_the_index() -> None:
    plan = Reminder.objects.due(NOW)[:100].explain()
    assert "reminders_reminder_next_at" in plan
    assert "Seq Scan" not in plan
    assert "SCAN" not in plan
    # Nor is what was found sorted.
    assert "Sort" not in plan
    assert "TEMP B-TREE" not in plan


@pytest.mark.usefixtures("town")
def test_as_many_queries_for_a_hundred_as_for_one() -> None:
    counts = []
    for most in (1, 2):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert len(claim(QUEUE, NOW, most)) == most
        counts.append(len([each for each in queries if each["sql"].startswith("SELECT")]))
    assert counts[0] == counts[1]


def test_what_one_has_claimed_another_gets_once_the_claim_has_ended() -> None:
    reminded_person(since=BEFORE)
    (mine,) = claim(QUEUE, NOW, 10)
    assert claim(QUEUE, NOW, 10) == []
    assert claim(QUEUE, mine.until - dt.timedelta(seconds=1), 10) == []
    assert len(claim(QUEUE, mine.until, 10)) == 1


def test_whether_some_are_late_is_told_by_the_exit_code(at: MoveTo) -> None:
    reminded_person(since=BEFORE)
    at("2026-11-23T20:09")
    call_command("send_reminders", late=10)
    at("2026-11-23T20:11")
    with pytest.raises(SystemExit):
        call_command("send_reminders", late=10)


def test_who_waits_longest_is_first() -> None:
    late = reminded_person(at=EIGHT - 30)
    reminded_person(at=EIGHT)
    assert [each.person for each in claim(QUEUE, NOW, 1)] == [late]
