"""When a reminder is due next, against a model that looks at every minute."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reminders.rules.times import next_at

UTC = dt.UTC
MINUTE = dt.timedelta(minutes=1)
ZONES = [
    *("Europe/Berlin", "America/New_York", "America/St_Johns", "Asia/Shanghai", "Asia/Kolkata"),
    *("Asia/Kathmandu", "Australia/Lord_Howe", "Australia/Sydney", "Africa/Casablanca"),
    *("Pacific/Apia", "Pacific/Chatham", "America/Santiago", "Pacific/Kiritimati", "UTC"),
]


def next_by_looking(now: dt.datetime, zone: ZoneInfo, at: int) -> dt.datetime:
    """The first whole minute after ``now`` that shows the time, and has not shown it that day.

    A day without the time, because clocks were put forward, has it as much later.
    """
    minute, late = now, None
    while minute != late:
        minute += MINUTE
        shown, before = minute.astimezone(zone), (minute - MINUTE).astimezone(zone)
        clock = shown.hour * 60 + shown.minute
        if clock == at and shown.fold == 0:
            break
        lost = (shown.replace(tzinfo=None) - before.replace(tzinfo=None)) // MINUTE - 1
        if clock - lost <= at < clock:
            late = minute + (at - (clock - lost)) * MINUTE
    return minute


@given(
    zone=st.sampled_from(ZONES),
    minutes=st.integers(0, 900 * 24 * 60),
    at=st.integers(0, 24 * 60 - 1),
)
def test_it_is_due_when_the_clock_on_the_wall_next_shows_the_time(
    zone: str, minutes: int, at: int
) -> None:
    start = dt.datetime(2026, 1, 1, tzinfo=UTC) + minutes * MINUTE
    assert next_at(start, ZoneInfo(zone), at) == next_by_looking(start, ZoneInfo(zone), at)


@pytest.mark.parametrize(
    ("zone", "day", "at", "utc"),
    [
        # Put forward at 2:00 to 3:00: half past two is half past three, once.
        ("Europe/Berlin", "2027-03-28", 2 * 60 + 30, "01:30"),
        # Put back at 3:00 to 2:00: half past two comes twice, and is due the first time.
        ("Europe/Berlin", "2026-10-25", 2 * 60 + 30, "00:30"),
        ("Australia/Lord_Howe", "2026-10-04", 2 * 60 + 15, "15:45"),
    ],
)
def test_a_time_that_is_skipped_or_comes_twice_is_due_once(
    zone: str, day: str, at: int, utc: str
) -> None:
    there = ZoneInfo(zone)
    first = next_at(dt.datetime.fromisoformat(f"{day}T00:00").replace(tzinfo=there), there, at)
    assert first.astimezone(UTC).strftime("%H:%M") == utc
    second = next_at(first, there, at)
    assert dt.timedelta(hours=22) < second - first < dt.timedelta(hours=26)


def test_it_is_never_due_at_the_moment_that_has_just_been() -> None:
    now = dt.datetime(2026, 11, 23, 19, 30, tzinfo=UTC)
    assert next_at(now, ZoneInfo("UTC"), 19 * 60 + 30) == now + dt.timedelta(days=1)
    assert next_at(now - MINUTE, ZoneInfo("UTC"), 19 * 60 + 30) == now
