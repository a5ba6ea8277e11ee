"""The first full week and the page of seals it closes with."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given, settings

from content.types import Period
from practice.rules.days import ONE_DAY, Week
from practice.rules.record import Record
from practice.rules.week import Seal, first_full_week, just_closed, page_of_seals
from tests.practice.rules import oracle
from tests.practice.rules.worlds import (
    BEGUN,
    CLOCK,
    EVENING,
    MON,
    MORNING,
    NEXT_MONDAY,
    SUN,
    TUE,
    WED,
    WEEK,
    World,
    at,
    at_time,
    done,
    recorded,
    skipped,
    undone,
    worlds,
)


def on(today: dt.date, ticks: oracle.Ticks) -> Record:
    return recorded(ticks, now=at(today, "12:00"))


def seals(ticks: oracle.Ticks, today: dt.date = NEXT_MONDAY, week: Week = WEEK) -> list[str]:
    return [seal.value for seal in page_of_seals(on(today, {**BEGUN, **ticks}), week)]


@pytest.mark.parametrize(
    "start,week",
    [
        ((MON, MORNING), WEEK),
        ((MON, EVENING), WEEK),
        ((TUE, MORNING), WEEK.next()),
        ((SUN, EVENING), WEEK.next()),
        ((dt.date(2026, 12, 29), MORNING), Week(2027, 1)),
        (None, None),
    ],
)
def test_it_is_the_first_monday_to_sunday_from_the_start_on(
    start: tuple[dt.date, Period] | None, week: Week | None
) -> None:
    """Somebody who begins on Monday evening has begun on Monday."""
    ticks = {start[0]: done("evening/sole-rub")} if start else {}
    assert first_full_week(recorded(ticks)) == week


def test_a_tick_written_down_later_does_not_begin_it() -> None:
    """rules.md 8."""
    ticks = {MON - ONE_DAY: done("evening/sole-rub", late=True), TUE: done("evening/sole-rub")}
    assert first_full_week(recorded(ticks)) == WEEK.next()


def test_each_thing_done_is_a_seal_and_what_was_not_done_leaves_no_trace() -> None:
    ticks = {
        TUE: done("evening/sole-rub", "morning/waist-rub"),
        MON: done("evening/waist-rub", amount=60) | done("morning/arm-raise"),
        WED: skipped("morning/waist-rub") | undone("evening/waist-rub"),
        SUN: done("evening/arm-raise/5"),
    }
    assert seals(ticks) == ["all", "some", "all", "all", "all"]


def test_one_seal_closes_the_week_as_well() -> None:
    assert seals({WED: done("morning/arm-raise")}) == ["all"]


def test_a_week_with_nothing_in_it_closes_with_nothing() -> None:
    assert seals({}) == []
    assert seals({WED: skipped("morning/arm-raise")}) == []


def test_it_closes_when_it_is_over_and_stays_so() -> None:
    ticks = {WED: done("morning/arm-raise")}
    assert seals(ticks, today=SUN) == []
    assert seals(ticks, today=NEXT_MONDAY) == ["all"]
    assert seals(ticks, today=NEXT_MONDAY + 900 * ONE_DAY) == ["all"]


def test_no_other_week_has_such_a_page() -> None:
    later = {day + 7 * ONE_DAY: done("morning/arm-raise") for day in WEEK.days()}
    today = NEXT_MONDAY + 70 * ONE_DAY
    assert seals(later, today, WEEK.next()) == []
    assert seals(later, today, WEEK.previous()) == []


@settings(max_examples=40, deadline=None)
@given(worlds())
def test_there_are_as_many_seals_as_things_done(world: World) -> None:
    if first_full_week(world.record) != WEEK:
        return
    found = page_of_seals(at_time(world.record, at(NEXT_MONDAY, "12:00"), CLOCK), WEEK)
    earned = [
        oracle.credit(one.exercise, tick)
        for day in WEEK.days()
        for one, tick in world.record.ticks.get(day, {}).items()
    ]
    assert len(found) == sum(credit > 0 for credit in earned)
    assert found.count(Seal.ALL) == sum(credit == 1 for credit in earned)


# --- Today tells of it --------------------------------------------------------------


def told(ticks: oracle.Ticks, today: dt.date) -> Week | None:
    whole = on(today, {**BEGUN, **ticks})
    bare = replace(whole, ticks={})
    assert just_closed(bare) == just_closed(whole), "it must need no ticks"
    return just_closed(bare)


def test_today_tells_of_it_until_something_is_ticked_in_the_new_week() -> None:
    ticks = {WED: done("morning/arm-raise")}
    assert told(ticks, SUN) is None
    assert told(ticks, NEXT_MONDAY) == WEEK
    assert told(ticks, NEXT_MONDAY + 6 * ONE_DAY) == WEEK
    assert told(ticks, NEXT_MONDAY + 7 * ONE_DAY) is None
    assert told({**ticks, NEXT_MONDAY: done("morning/arm-raise")}, NEXT_MONDAY) is None


def test_today_says_nothing_of_an_empty_week_or_of_none() -> None:
    assert told({}, NEXT_MONDAY) is None
    assert just_closed(on(NEXT_MONDAY, {})) is None


def test_the_end_of_the_calendar_is_no_trouble() -> None:
    assert just_closed(on(MON, {dt.date(9999, 12, 24): done("morning/arm-raise")})) is None
