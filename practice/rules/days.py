"""The practice day, its periods and the ISO week. Pure: the clock is an argument.

Rules 14 and 15 of rules.md. A practice day is a date; it begins at the
person's start of day on that date and ends where the next one begins.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple
from zoneinfo import ZoneInfo

from content.types import Period

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
    starts: tuple[tuple[dt.date, int], ...] = ((dt.date.min, 4 * 60),)

    def start_minutes(self, day: dt.date) -> int:
        """When ``day`` begins, in minutes after its midnight."""
        return next(minutes for first, minutes in reversed(self.starts) if first <= day)

    def instant(self, day: dt.date, minutes: int) -> dt.datetime:
        """The UTC instant of a wall-clock time, the first fold where it comes twice.

        A time that daylight saving skips is read with the offset before the
        gap, so it lies just after it.
        """
        hours, rest = divmod(minutes, 60)
        wall = dt.datetime.combine(day, dt.time(hours, rest), tzinfo=self.zone)
        return wall.astimezone(dt.UTC)

    def beginning(self, day: dt.date) -> dt.datetime:
        """The instant at which the practice day begins."""
        return self.instant(day, self.start_minutes(day))

    def today(self, now: dt.datetime) -> dt.date:
        """The latest day whose beginning is not after ``now`` (rules.md 14)."""
        day = now.astimezone(self.zone).date() + ONE_DAY
        while self.beginning(day) > now:
            day -= ONE_DAY
        return day

    def end_of(self, day: dt.date, period: Period) -> dt.datetime:
        """The instant at which a period of ``day`` is over."""
        end_of_day = self.beginning(day + ONE_DAY)
        if period is Period.EVENING:
            return end_of_day
        wall = NOON if period is Period.MORNING else SIX_IN_THE_EVENING
        # On a day the calendar leaves out, noon would come after the day's end.
        return min(self.instant(day, wall), end_of_day)

    def ended(self, day: dt.date, now: dt.datetime) -> frozenset[Period]:
        """The periods of ``day`` that are over at ``now``."""
        return frozenset(period for period in Period if self.end_of(day, period) <= now)

    def period(self, now: dt.datetime) -> Period:
        """The period of today that ``now`` lies in."""
        day = self.today(now)
        return next(period for period in Period if self.end_of(day, period) > now)

    def after_midnight(self, now: dt.datetime) -> bool:
        """Whether the calendar already shows another date than the practice day."""
        return now.astimezone(self.zone).date() != self.today(now)

    def first_day_for(self, minutes: int, now: dt.datetime) -> dt.date:
        """The first day a new start of day can hold for (rules.md 14).

        The next day, unless that one would then already have begun: today
        never turns into another day by a change of setting.
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
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
        message = "a day is written like 2026-11-20"
        raise ValueError(message)
    day = dt.date.fromisoformat(text)
    if not FIRST_DAY <= day <= LAST_DAY:
        message = "this day is too far away"
        raise ValueError(message)
    return day


def parse_year(text: str) -> int:
    """A year written ``2026``.

    Raises:
        ValueError: anything else, or a year whose first or last week leaves the calendar.
    """
    if not re.fullmatch(r"\d{4}", text, re.ASCII):
        message = "a year is written like 2026"
        raise ValueError(message)
    year = int(text)
    if not FIRST_DAY.year < year < LAST_DAY.year:
        message = "this year is too far away"
        raise ValueError(message)
    return year


class Week(NamedTuple):
    """An ISO week: it begins on Monday, and its year is the ISO year."""

    year: int
    number: int

    @classmethod
    def of(cls, day: dt.date) -> Week:
        """The week that ``day`` lies in."""
        year, number, _ = day.isocalendar()
        return cls(year, number)

    @classmethod
    def parse(cls, text: str) -> Week:
        """A week written ``2026-W47``.

        Raises:
            ValueError: not of this form, or the year has no such week.
        """
        match = re.fullmatch(r"(\d{4})-W(\d{2})", text, re.ASCII)
        if match is None:
            message = "a week is written like 2026-W47"
            raise ValueError(message)
        week = cls(int(match[1]), int(match[2]))
        if not FIRST_DAY <= week.monday <= LAST_DAY:
            message = "this week is too far away"
            raise ValueError(message)
        return week

    def __str__(self) -> str:
        """As in an address: ``2026-W47``."""
        return f"{self.year:04}-W{self.number:02}"

    @property
    def monday(self) -> dt.date:
        """The first day."""
        return dt.date.fromisocalendar(self.year, self.number, 1)

    @property
    def sunday(self) -> dt.date:
        """The last day."""
        return self.monday + 6 * ONE_DAY

    def days(self) -> Iterator[dt.date]:
        """Monday to Sunday."""
        return (self.monday + n * ONE_DAY for n in range(7))

    def and_before(self, number: int) -> list[Week]:
        """So many weeks that end with this one, the oldest first."""
        weeks = [self]
        while len(weeks) < number:
            weeks.append(weeks[-1].previous())
        return weeks[::-1]

    def previous(self) -> Week:
        """The week before."""
        return Week.of(self.monday - ONE_DAY)

    def next(self) -> Week:
        """The week after."""
        return Week.of(self.sunday + ONE_DAY)
