"""The practice day, its periods and the ISO week (rules.md 14 and 15). Pure: "now" is an argument.

A practice day is a date; it begins at the person's start of day on that date and
ends where the next one begins.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple
from zoneinfo import ZoneInfo

from content.types import Period
from kidneycare.limits import USUAL_DAY_START

NOON = 12 * 60
SIX_IN_THE_EVENING = 18 * 60
ONE_DAY = dt.timedelta(days=1)
EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
FIRST_DAY = dt.date(1, 1, 8)
LAST_DAY = dt.date(9999, 12, 24)
"""Days near the ends of the calendar are no days of practice: a week must fit."""


@dataclass(frozen=True)
class PracticeClock:
    """A person's zone and the start of their practice day.

    ``starts`` are (first day it holds for, minutes after midnight), earliest
    first; the first pair must hold from ``date.min``.
    """

    zone: ZoneInfo
    starts: tuple[tuple[dt.date, int], ...] = ((dt.date.min, USUAL_DAY_START),)

    def start_minutes(self, day: dt.date) -> int:
        return next(minutes for first, minutes in reversed(self.starts) if first <= day)

    def instant(self, day: dt.date, minutes: int) -> dt.datetime:
        """The UTC instant of a wall-clock time, the first where it comes twice.

        One that daylight saving skips is read with the offset before the gap.
        """
        hours, rest = divmod(minutes, 60)
        wall = dt.datetime.combine(day, dt.time(hours, rest), tzinfo=self.zone)
        return wall.astimezone(dt.UTC)

    def beginning(self, day: dt.date) -> dt.datetime:
        return self.instant(day, self.start_minutes(day))

    def today(self, now: dt.datetime) -> dt.date:
        """The latest day whose beginning is not after ``now`` (rules.md 14)."""
        day = now.astimezone(self.zone).date() + ONE_DAY
        while self.beginning(day) > now:
            day -= ONE_DAY
        return day

    def end_of(self, day: dt.date, period: Period) -> dt.datetime:
        end_of_day = self.beginning(day + ONE_DAY)
        if period is Period.EVENING:
            return end_of_day
        wall = NOON if period is Period.MORNING else SIX_IN_THE_EVENING
        # On a day the calendar leaves out, noon would come after the day's end.
        return min(self.instant(day, wall), end_of_day)

    def ended(self, day: dt.date, now: dt.datetime) -> frozenset[Period]:
        return frozenset(period for period in Period if self.end_of(day, period) <= now)

    def period(self, now: dt.datetime) -> Period:
        day = self.today(now)
        return next(period for period in Period if self.end_of(day, period) > now)

    def after_midnight(self, now: dt.datetime) -> bool:
        return now.astimezone(self.zone).date() != self.today(now)

    def first_day_for(self, minutes: int, now: dt.datetime) -> dt.date:
        """The first day a new start of day can hold for (rules.md 14).

        The next one that would not have begun yet: a setting never turns today into another day.
        """
        day = self.today(now) + ONE_DAY
        while self.instant(day, minutes) <= now:
            day += ONE_DAY
        return day


def parse_day(text: str) -> dt.date:
    """A day written ``2026-11-20``.

    Raises:
        ValueError: anything else, or a day at the far ends of the calendar.
    """
    day = dt.date.fromisoformat(text)
    # Other ISO formats are refused: one day has one address.
    if day.isoformat() != text or not FIRST_DAY <= day <= LAST_DAY:
        raise ValueError(text)
    return day


def parse_year(text: str) -> int:
    """A year written ``2026``.

    Raises:
        ValueError: anything else, or a year whose first or last week leaves the calendar.
    """
    year = int(text)
    if f"{year:04}" != text or not FIRST_DAY.year < year < LAST_DAY.year:
        raise ValueError(text)
    return year


class Week(NamedTuple):
    year: int
    number: int

    @classmethod
    def of(cls, day: dt.date) -> Week:
        year, number, _ = day.isocalendar()
        return cls(year, number)

    @classmethod
    def parse(cls, text: str) -> Week:
        """A week written ``2026-W47``.

        Raises:
            ValueError: not of this form, the year has no such week, or it is too far away.
        """
        monday = dt.date.fromisoformat(f"{text}-1")
        week = cls.of(monday)
        if str(week) != text or not FIRST_DAY <= monday <= LAST_DAY:
            raise ValueError(text)
        return week

    def __str__(self) -> str:
        return f"{self.year:04}-W{self.number:02}"

    @property
    def monday(self) -> dt.date:
        return dt.date.fromisocalendar(self.year, self.number, 1)

    @property
    def sunday(self) -> dt.date:
        return self.monday + 6 * ONE_DAY

    def days(self) -> Iterator[dt.date]:
        monday = self.monday
        return (monday + n * ONE_DAY for n in range(7))

    def and_before(self, number: int) -> list[Week]:
        """So many weeks that end with this one, the oldest first."""
        return [Week.of(self.monday - n * 7 * ONE_DAY) for n in reversed(range(number))]

    def previous(self) -> Week:
        return Week.of(self.monday - ONE_DAY)

    def next(self) -> Week:
        return Week.of(self.sunday + ONE_DAY)
