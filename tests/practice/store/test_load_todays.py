"""Many people's today, read at once, is what each one's own page would show."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from content.catalogue import exercise_words
from content.types import Period
from people.models import Person
from practice.rules.adherence import State
from practice.rules.checklist import checklist_of
from practice.store.day import load_day
from practice.store.load import load_todays
from practice.store.moment import Moment, clock_of
from tests import factories

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 11, 23, 20, tzinfo=dt.UTC)
MONDAY = NOW.date()


@pytest.fixture
def people() -> list[Person]:
    """Who has just begun, who ticks, who rests, who changed the plan, and who lives far away."""
    new, ticking, resting, changed, far = (
        factories.new_person(zone=zone) for zone in ("UTC", "UTC", "UTC", "UTC", "Asia/Tokyo")
    )
    for each in (ticking, resting, far):
        factories.new_plan(person=each, starts=MONDAY - dt.timedelta(days=9))
    for name, state, tenths in (
        ("arm-raise", State.DONE, None),
        ("waist-rub", State.SKIPPED, None),
        ("sole-rub", State.DONE, 500),
    ):
        factories.new_tick(person=ticking, day=MONDAY, exercise=name, state=state, tenths=tenths)
    factories.new_tick(
        person=ticking, day=MONDAY, exercise="arm-throw", period=Period.MORNING, late=True
    )
    factories.new_pause(person=resting, first_day=MONDAY, last_day=MONDAY)
    factories.new_plan(person=changed, starts=MONDAY - dt.timedelta(days=3), kind="easy")
    factories.new_plan(person=changed, starts=MONDAY + dt.timedelta(days=1))
    factories.new_tick(person=changed, day=MONDAY, exercise="arm-raise", period=Period.AFTERNOON)
    factories.new_tick(person=far, day=MONDAY + dt.timedelta(days=1), period=Period.MORNING)
    return [new, ticking, resting, changed, far]


def moments(people: list[Person]) -> list[Moment]:
    return [Moment(each, clock_of(each, ""), NOW) for each in people]


def test_it_is_what_each_ones_own_page_shows(people: list[Person]) -> None:
    together = load_todays(moments(people))
    for record, moment in zip(together, moments(people), strict=True):
        alone = load_day(moment, moment.today).checklist
        found = checklist_of(record, record.today, exercise_words())
        # Ticks of several are read without the time at which they were done.
        assert [(row.slot, row.credit, row.asked, row.is_left) for row in found.rows] == [
            (row.slot, row.credit, row.asked, row.is_left) for row in alone.rows
        ]
        assert found.is_paused == alone.is_paused
        judged = record.judge(record.today)
        for section in alone.sections:
            unfinished = [] if section.is_paused else [row.slot for row in section.unfinished]
            assert sorted(judged.unfinished(section.period)) == sorted(unfinished)
        assert (record.plans, record.pauses, record.start) == (
            (own := load_day(moment, moment.today).record).plans,
            own.pauses,
            own.start,
        )


def test_it_takes_three_queries_however_many_they_are(people: list[Person]) -> None:
    with CaptureQueriesContext(connection) as queries:
        load_todays(moments(people))
    assert len(queries) == 3
    assert load_todays([]) == []
