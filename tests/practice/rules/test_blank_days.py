"""Rule 13: after blank days Today asks once, one answer for all of them."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.types import Period
from practice.rules.record import PreferenceValues, Record
from tests.practice.rules import oracle
from tests.practice.rules.worlds import (
    FRI,
    MON,
    MORNING,
    SAT,
    SUN,
    THU,
    TUE,
    WED,
    at,
    done,
    recorded,
)

ONE_DAY = dt.timedelta(days=1)


def blank_days(record: Record, settled_to: dt.date | None) -> tuple[dt.date, dt.date] | None:
    return replace(record, preferences=PreferenceValues(settled_to)).blank_days


def on(today: dt.date, ticks: oracle.Ticks, pauses: oracle.Pauses = ()) -> Record:
    return recorded(ticks, pauses=pauses, now=at(today, "12:00"))


def last_done(day: dt.date, today: dt.date, pauses: oracle.Pauses = ()) -> Record:
    """A record whose last tick is on ``day``, as it stands on ``today``."""
    return on(today, {day: done("morning/waist-rub")}, pauses)


@pytest.mark.parametrize(
    "last,today,asked",
    [
        # Done today or yesterday: no blank day lies between.
        (MON, MON, None),
        (MON, TUE, None),
        # One blank day: Tuesday.
        (MON, WED, (TUE, TUE)),
        (MON, SUN, (TUE, SAT)),
        # Ticked tomorrow, flown west since.
        (WED, TUE, None),
    ],
)
def test_days_between_the_last_done_and_today_are_blank(
    last: dt.date, today: dt.date, asked: tuple[dt.date, dt.date] | None
) -> None:
    assert blank_days(last_done(last, today), None) == asked


@pytest.mark.parametrize(
    "settled,asked",
    [
        # Monday done, today Sunday. Asked up to Thursday already: Friday and Saturday are new.
        (THU, (FRI, SAT)),
        (SAT, None),
        (SUN, None),
        # What was settled before the last tick settles nothing after it.
        (MON, (TUE, SAT)),
        (MON - ONE_DAY, (TUE, SAT)),
    ],
)
def test_a_day_is_asked_about_once(settled: dt.date, asked: tuple[dt.date, dt.date] | None) -> None:
    assert blank_days(last_done(MON, SUN), settled) == asked


@pytest.mark.parametrize(
    "pauses,asked",
    [
        # Monday done, today Sunday: Tuesday to Saturday, less what is excused at either end.
        (((TUE, WED),), (THU, SAT)),
        (((FRI, None),), (TUE, THU)),
        (((TUE, TUE), (SAT, SAT)), (WED, FRI)),
        (((THU, THU),), (TUE, SAT)),
        (((TUE, SAT),), None),
        (((MON - ONE_DAY, None),), None),
        (((TUE, WED), (WED, FRI)), (SAT, SAT)),
    ],
)
def test_excused_days_are_not_asked_about(
    pauses: oracle.Pauses, asked: tuple[dt.date, dt.date] | None
) -> None:
    assert blank_days(last_done(MON, SUN, pauses), None) == asked


def test_who_has_not_begun_is_not_asked() -> None:
    assert blank_days(on(SUN, {}), None) is None
    assert blank_days(on(SUN, {MON: done("morning/waist-rub", late=True)}), None) is None


def test_a_day_mended_since_is_blank_no_more() -> None:
    """Monday done, Thursday written down late: on Sunday, Friday and Saturday are asked about."""
    ticks = {MON: done("morning/waist-rub"), THU: done("morning/waist-rub", late=True)}
    assert blank_days(on(SUN, ticks), None) == (FRI, SAT)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_blank_days_are_what_counting_them_one_by_one_finds(data: st.DataObject) -> None:
    days = st.integers(-10, 10).map(lambda n: MON + n * ONE_DAY)
    pauses = []
    for _ in range(data.draw(st.integers(0, 3))):
        first, length = data.draw(days), data.draw(st.none() | st.integers(0, 6))
        pauses.append((first, None if length is None else first + length * ONE_DAY))
    last, today = data.draw(days), data.draw(days)
    settled = data.draw(st.none() | days)
    start: tuple[dt.date, Period] = (MON - 20 * ONE_DAY, MORNING)
    record = replace(on(today, {}, tuple(pauses)), start=start, last_day=last)
    found = blank_days(record, settled)
    assert found == oracle.blank(last, today, settled, tuple(pauses))
    if found is not None:
        assert last < found[0] <= found[1] < today
        # Once answered, it isn't asked again.
        assert blank_days(record, found[1]) is None
