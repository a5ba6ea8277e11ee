"""Weeks as ISO counts them, and how a day and a week are read from an address."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from practice.rules.days import Week, parse_day
from tests.practice.rules.worlds import MON

ONE_DAY = dt.timedelta(days=1)


@pytest.mark.parametrize(
    "day,week",
    [
        ("2026-11-23", "2026-W48"),
        ("2026-11-29", "2026-W48"),
        ("2026-11-30", "2026-W49"),
        # 2026 has 53 weeks: the last runs to Sunday, 3 January 2027.
        ("2026-12-28", "2026-W53"),
        ("2027-01-03", "2026-W53"),
        ("2027-01-04", "2027-W01"),
        # 29 December 2025 is a Monday and already belongs to 2026.
        ("2025-12-28", "2025-W52"),
        ("2025-12-29", "2026-W01"),
        ("2021-01-03", "2020-W53"),
        ("2024-12-30", "2025-W01"),
    ],
)
def test_a_day_lies_in_its_iso_week(day: str, week: str) -> None:
    assert str(Week.of(dt.date.fromisoformat(day))) == week
    assert dt.date.fromisoformat(day) in list(Week.parse(week).days())


def test_a_week_is_monday_to_sunday() -> None:
    week = Week.parse("2026-W53")
    assert list(week.days()) == [dt.date(2026, 12, 28) + n * ONE_DAY for n in range(7)]
    assert (week.monday, week.sunday) == (dt.date(2026, 12, 28), dt.date(2027, 1, 3))


def test_weeks_follow_each_other_over_the_end_of_the_year() -> None:
    assert Week(2026, 53).next() == Week(2027, 1)
    assert Week(2027, 1).previous() == Week(2026, 53)
    assert Week(2025, 52).next() == Week(2026, 1)


@given(st.dates(dt.date(1900, 1, 1), dt.date(2200, 1, 1)))
@settings(max_examples=100, deadline=None)
def test_a_week_and_its_neighbours_hold_every_day_once(day: dt.date) -> None:
    week = Week.of(day)
    assert day in list(week.days())
    assert Week.parse(str(week)) == week
    assert week.next().previous() == week
    assert week.sunday + ONE_DAY == week.next().monday
    assert week.monday.weekday() == 0


@pytest.mark.parametrize(
    "text",
    [
        "2025-W53",
        "2026-W54",
        "2026-W00",
        "0000-W01",
        "0001-W01",
        "9999-W52",
        "2026-48",
        "2026-w48",
        "26-W48",
        "2026-W4",
        "2026-W48\n",
        "２０２６-W48",
        "",
    ],
)
def test_a_week_that_no_year_has_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        Week.parse(text)


def test_a_day_is_read_as_it_stands_in_an_address() -> None:
    assert parse_day("2026-11-23") == MON
    assert parse_day("2028-02-29") == dt.date(2028, 2, 29)


@pytest.mark.parametrize(
    "text",
    [
        "2027-02-29",
        "2026-13-01",
        "2026-11-31",
        "0001-01-01",
        "9999-12-31",
        "2026-W48",
        "20261123",
        "2026-11-23T00:00",
        " 2026-11-23",
        "2026-11-23\n",
        "２０２６-１１-２３",
        "",
    ],
)
def test_a_day_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_day(text)
