"""No page counts in parts of a slot (rules.md 26): generated people, and every page of numbers."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest
import time_machine
from hypothesis import given, settings
from hypothesis import strategies as st

from people.models import Person
from practice.models import Pause, PlanVersion, Tick, microseconds
from tests.factories import browser_of, new_person
from tests.pages import Page, parse
from tests.practice.rules.worlds import FACTS, World, worlds

pytestmark = pytest.mark.django_db

PAGES = (
    *("/", "/history/", "/history/2026-W47/", "/history/weeks/", "/history/year/2026/"),
    *("/paper/?weeks=2", "/paper/empty-week/"),
)
DECIMAL = re.compile(r"\d[.,·]\d|½|⅓|⅔|¼|¾")


def stored(world: World) -> Person:
    """The person of a made-up record, with all of it in the database; amounts are whole."""
    record = world.record
    _first, day_start = record.clock.starts[0]
    person = new_person(zone=record.clock.zone.key, day_start=day_start)
    PlanVersion.objects.replace_all(person, list(record.plans))
    for span in record.pauses:
        Pause.objects.add(person, span)
    Tick.objects.bulk_create(
        Tick(
            person=person,
            day=day,
            period=slot.period,
            exercise=FACTS[slot.exercise].code,
            set=slot.set,
            state=tick.state,
            source=1,
            tenths=tick.tenths and min(max(tick.tenths // 10 * 10, 10), 99_990),
            felt=tick.felt,
            late=tick.late,
            instant=microseconds(record.now),
        )
        for day, ticks in record.ticks.items()
        for slot, tick in ticks.items()
    )
    return person


def read(page: Page) -> str:
    """All that is read or read aloud; the hooks keep their fractions."""
    labels = " ".join(each.attrib["aria-label"] for each in page.having("aria-label"))
    return f"{page.text} {labels}"


@settings(max_examples=15, deadline=None)
@given(worlds(), st.sampled_from(["", "/zh-hans", "/zh-hant"]))
def test_no_page_of_numbers_has_a_decimal(world: World, language: str) -> None:
    with time_machine.travel(world.record.now, tick=False):
        browser = browser_of(stored(world))
        for path in PAGES:
            response = browser.get(f"{language}{path}")
            assert response.status_code == 200, path
            found = DECIMAL.search(read(parse(response)))
            assert found is None, f"{path}: {found}"


def test_the_search_finds_what_it_looks_for() -> None:
    assert DECIMAL.search(f"{float(Fraction(2, 3)):.2f} of 14")
    assert not DECIMAL.search("28 done, 6 partly, of 66. 1 to go")
