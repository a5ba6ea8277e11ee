"""Whatever is sent: no fault of ours, nothing written by a refusal, nobody else's record touched.

A short run belongs to the suite; `make fuzz MINUTES=60` goes on for an hour.
"""

from __future__ import annotations

import datetime as dt
import logging
import os
import zlib
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from time_machine import TimeMachineFixture

from content.catalogue import exercises_by_code
from content.types import AMOUNT_LIMITS, SETS_PER_PERIOD, Period
from people.identity import COOKIE
from practice.models import PendingImport, PlanVersion, Tick, microseconds
from practice.rules.adherence import State
from tests.addresses import all_patterns
from tests.factories import everything_stored, rows_of, stranger
from tests.fuzz import requests as odd_requests
from tests.fuzz import visitors

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("evening")]

MINUTES = float(os.environ.get("FUZZ_MINUTES") or 0)
NOW = dt.datetime(2026, 11, 23, 21, tzinfo=dt.UTC)
FURTHEST = NOW + dt.timedelta(days=10)
"""Further than an example's requests move the clock."""
GROUPS = 10
"""How many parts all addresses are taken in, so that a person stands for several of them."""
LONG = 60
"""Minutes after which every form should have been filled in rightly once."""
STILL_OPEN = (
    *("/", "/history/", "/history/2026-W47/", "/history/weeks/", "/plan/", "/me/", "/rest/"),
    *("/me/keep/", "/me/phones/", "/me/people/", "/export.json", "/export.csv"),
)


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


def require_nothing_written(
    before: dict[str, list[tuple[Any, ...]]], asked: odd_requests.Asked
) -> None:
    """Every row is as it was; a file that waited for an hour may have been swept away."""
    after = everything_stored()
    waited, waits = (each.pop(PendingImport._meta.label) for each in (before, after))
    assert after == before, asked
    assert all(row in waited for row in waits), asked


def attack(
    requests: list[odd_requests.Asked],
    cookies: dict[str, str],
    known: bool,
    clock: TimeMachineFixture,
    report: visitors.Report,
) -> None:
    """Send requests one after the other from one browser, and look after each."""
    clock.move_to(NOW, tick=False)
    here = visitors.somebody()
    browser = here.browser if known else stranger()
    for name, value in cookies.items():
        if not (known and name == COOKIE):
            browser.cookies[name] = value
    untouched = rows_of(here.other)
    now = NOW
    report.sequences += 1
    for asked in requests:
        now += dt.timedelta(seconds=asked.seconds)
        clock.move_to(now, tick=False)
        before = everything_stored()
        response = asked.send(browser, here.shown)
        report.note(asked.method, response)
        here.look_at(response)
        assert response.status_code < 500, (asked, odd_requests.readable(response))
        if response.status_code >= 400 or asked.method != "POST":
            require_nothing_written(before, asked)
        assert rows_of(here.other) == untouched, asked
        require_sound_rows()
    # And nothing was left behind that a page can't bear, in the language that was chosen.
    for path in STILL_OPEN:
        assert browser.get(path, follow=True).status_code == 200, (path, requests)


@pytest.fixture
def quiet() -> Iterator[None]:
    """Thousands of refusals are logged nowhere; a fault of ours would be an answer of 500."""
    logging.disable(logging.ERROR)
    yield
    logging.disable(logging.NOTSET)


@pytest.mark.long
def test_whatever_is_sent_nothing_breaks_and_nobody_else_is_touched(
    time_machine: TimeMachineFixture, quiet: None
) -> None:
    """Every address is met, each with what its gaps may hold, and then whatever comes."""
    visitors.known()
    report = visitors.Report()
    # Reading the clock of the machine, not the stopped one.
    ends = os.times().elapsed + MINUTES * 60
    addresses = all_patterns()
    rounds = 0
    while rounds == 0 or os.times().elapsed < ends:
        for number in range(GROUPS):
            attack_at(addresses[number::GROUPS], rounds, time_machine, report)
        attack_at([], rounds, time_machine, report)
        rounds += 1
        if MINUTES:
            print(report, flush=True)
    assert report.met == {name for name, _pattern in addresses}
    if MINUTES >= LONG:
        never = visitors.targets_of_forms() - report.accepted.keys()
        assert not never, "nothing that was sent there was right"
        assert report.taken_over


def attack_at(
    addresses: list[tuple[str, str]],
    rounds: int,
    time_machine: TimeMachineFixture,
    report: visitors.Report,
) -> None:
    """Some sequences that begin at certain addresses, one after the other, or anywhere."""

    @seed(zlib.crc32(f"{addresses} {rounds}".encode()))
    @settings(
        max_examples=(10 if MINUTES else 2) * (1 if addresses else 10),
        deadline=None,
        database=None,
        # What is found is long, but making it short would take the rest of the hour.
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(
        st.tuples(*(odd_requests.at_address(*address) for address in addresses)),
        odd_requests.sequences(),
        odd_requests.cookies(),
        st.booleans(),
    )
    def run(
        first: tuple[odd_requests.Asked, ...],
        then: list[odd_requests.Asked],
        cookies: dict[str, str],
        known: bool,
    ) -> None:
        with transaction.atomic():
            try:
                attack([*first, *then], cookies, known, time_machine, report)
            finally:
                transaction.set_rollback(True)

    run()
