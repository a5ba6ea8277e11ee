"""Whatever is sent: no fault of ours, nothing written by a refusal, nobody else's record touched.

A short run belongs to the suite; `make fuzz MINUTES=60` goes on for an hour.
"""

from __future__ import annotations

import datetime as dt
import os
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from time_machine import TimeMachineFixture

from content.catalogue import exercises_by_code
from content.types import AMOUNT_LIMITS, SETS_PER_PERIOD, Period
from people.identity import COOKIE
from practice.adherence import State
from practice.models import PlanVersion, Tick, microseconds
from tests import fuzzing
from tests.conftest import MONDAY
from tests.factories import (
    browser_of,
    everything_stored,
    new_note,
    new_pause,
    new_person,
    new_plan,
    new_tick,
    stranger,
)
from tests.test_security import rows_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("evening")]

MINUTES = float(os.environ.get("FUZZ_MINUTES") or 0)
NOW = dt.datetime(2026, 11, 23, 21, tzinfo=dt.UTC)
FURTHEST = NOW + dt.timedelta(days=10)
"""Further than an example's requests move the clock."""


def require_sound_rows() -> None:
    """What lies in the tables could have come from the forms."""
    for tick in Tick.objects.all():
        facts = exercises_by_code()[tick.exercise]
        assert facts.exists_in(Period(tick.period))
        assert 1 <= tick.set <= SETS_PER_PERIOD
        assert tick.day <= FURTHEST.date()
        assert State(tick.state) is State.DONE or (tick.tenths is None and not tick.felt)
        assert tick.instant <= microseconds(FURTHEST)
        if tick.tenths is not None:
            least, most, _decimals = AMOUNT_LIMITS[facts.dose.unit]
            assert least * 10 <= tick.tenths <= most * 10
    for row in PlanVersion.objects.all():
        for name, sets in row.as_plan().sets.items():
            assert name in {facts.id for facts in exercises_by_code().values()}
            assert all(0 <= number <= SETS_PER_PERIOD for number in sets)


def somebody_and_another() -> tuple[Client, Any]:
    """A browser with a record behind it, and a person whose record is none of its business."""
    somebody, other = new_person(keeps_notes=True), new_person()
    for each in (somebody, other):
        new_plan(person=each, starts=MONDAY - dt.timedelta(days=7), kind="easy")
        new_tick(person=each, day=MONDAY - dt.timedelta(days=3))
        new_pause(person=each, first_day=MONDAY - dt.timedelta(days=6))
        new_note(person=each, day=MONDAY)
    return browser_of(somebody), other


def attack(
    requests: list[fuzzing.Asked], cookies: dict[str, str], known: bool, clock: TimeMachineFixture
) -> None:
    """Send requests one after the other from one browser, and look after each."""
    clock.move_to(NOW, tick=False)
    person, other = somebody_and_another()
    browser = person if known else stranger()
    for name, value in cookies.items():
        if not (known and name == COOKIE):
            browser.cookies[name] = value
    untouched = rows_of(other)
    now = NOW
    for asked in requests:
        now += dt.timedelta(seconds=asked.seconds)
        clock.move_to(now, tick=False)
        before = everything_stored()
        response = asked.send(browser)
        assert response.status_code < 500, (asked, fuzzing.readable(response))
        if response.status_code >= 400 or asked.method != "POST":
            assert everything_stored() == before, asked
        assert rows_of(other) == untouched, asked
        require_sound_rows()
    # And nothing was left behind that a page can't bear.
    for path in (
        "/",
        "/history/",
        "/history/2026-W47/",
        "/plan/",
        "/me/",
        "/rest/",
        "/export.json",
    ):
        assert browser.get(path).status_code == 200, (path, requests)


def test_whatever_is_sent_nothing_breaks_and_nobody_else_is_touched(
    time_machine: TimeMachineFixture,
) -> None:
    fuzzing.fields_on_pages()
    # Reading the clock of the machine, not the stopped one.
    ends = os.times().elapsed + MINUTES * 60

    @settings(
        max_examples=500 if MINUTES else 40,
        deadline=None,
        database=None,
        derandomize=not MINUTES,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.lists(fuzzing.requests(), min_size=1, max_size=5), fuzzing.cookies(), st.booleans())
    def run(requests: list[fuzzing.Asked], cookies: dict[str, str], known: bool) -> None:
        with transaction.atomic():
            try:
                attack(requests, cookies, known, time_machine)
            finally:
                transaction.set_rollback(True)

    rounds = 0
    while rounds == 0 or os.times().elapsed < ends:
        run()
        rounds += 1
        if MINUTES:
            print(f"{rounds * 500} sequences", flush=True)
