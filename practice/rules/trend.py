"""Twelve weeks and a year, arranged for reading. Pure, like the week they are made of.

Every figure is that of the week page: the same days, the same sums over slots
(rules.md 11). Nothing is compared with anything else, and no days in a row are
counted.
"""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from practice.rules.adherence import total
from practice.rules.days import ONE_DAY, Week
from practice.rules.week import DayRow, Seal, Share, day_row

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from content.types import Exercise
    from practice.rules.days import PracticeClock
    from practice.rules.record import Record

WEEKS = 12


# --- twelve weeks ---------------------------------------------------------------


@dataclass(frozen=True)
class Bar:
    """One exercise, or everything chosen, in one week; zero due is a gap."""

    week: Week
    share: Share
    is_going_on: bool
    """Whether this is the present week."""


@dataclass(frozen=True)
class ExerciseBars:
    """One exercise over the twelve weeks, the oldest first."""

    exercise: Exercise
    bars: tuple[Bar, ...]
    share: Share
    is_chosen: bool
    """Whether a plan of these weeks asks for it."""


@dataclass(frozen=True)
class TwelveWeeks:
    """The present week and the eleven before it, the oldest first."""

    weeks: tuple[Bar, ...]
    lines: tuple[ExerciseBars, ...]
    share: Share
    days_practised: int
    days_rested: int

    @property
    def not_chosen(self) -> tuple[ExerciseBars, ...]:
        """The exercises that no plan of these weeks asks for."""
        return tuple(line for line in self.lines if not line.is_chosen)

    @property
    def first_day(self) -> dt.date:
        """The Monday they begin with."""
        return self.weeks[0].week.monday

    @property
    def last_day(self) -> dt.date:
        """The Sunday they end with."""
        return self.weeks[-1].week.sunday

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw: nothing done, and nothing was due."""
        return not self.days_practised and not self.share.balance.due


def last_weeks(today: dt.date) -> list[Week]:
    """The weeks a trend shows on this day, the oldest first."""
    return Week.of(today).and_before(WEEKS)


def twelve_weeks(
    record: Record, clock: PracticeClock, now: dt.datetime, exercises: Mapping[str, Exercise]
) -> TwelveWeeks:
    """Arrange the last twelve weeks as they stand at ``now``."""
    today = clock.today(now)
    weeks = last_weeks(today)
    days = [day for week in weeks for day in week.days()]
    by_day = {day: record.balances(day, clock, now) for day in days}
    chosen = {name for day in days for name in record.plan_on(day).sets}

    def bars(names: Iterable[str]) -> tuple[Bar, ...]:
        wanted = list(names)
        return tuple(
            Bar(
                week,
                Share(total(by_day[day][name] for day in week.days() for name in wanted)),
                week == weeks[-1],
            )
            for week in weeks
        )

    def line(name: str) -> ExerciseBars:
        own = bars([name])
        share = Share(total(bar.share.balance for bar in own))
        return ExerciseBars(exercises[name], own, share, name in chosen)

    practised = {day for day in days if record.practised_on(day)}
    together = bars(exercises)
    return TwelveWeeks(
        weeks=together,
        lines=tuple(line(name) for name in exercises),
        share=Share(total(bar.share.balance for bar in together)),
        days_practised=len(practised),
        days_rested=sum(
            record.is_paused(day) for day in days if day <= today and day not in practised
        ),
    )


# --- the year -------------------------------------------------------------------


@dataclass(frozen=True)
class CalendarDay:
    """A day of the calendar; without a seal it is still to come."""

    day: dt.date
    seal: Seal | None


@dataclass(frozen=True)
class CalendarWeek:
    """The days of one ISO week that lie in one month, at their places from Monday to Sunday."""

    week: Week
    places: tuple[CalendarDay | None, ...]

    @property
    def days(self) -> list[CalendarDay]:
        """Those that lie in the month."""
        return [place for place in self.places if place is not None]

    def count(self, seal: Seal) -> int:
        """How many days show this seal."""
        return sum(each.seal is seal for each in self.days)


@dataclass(frozen=True)
class Month:
    """One month of the calendar, up to the present week."""

    first_day: dt.date
    weeks: tuple[CalendarWeek, ...]
    share: Share
    days_practised: int
    days_rested: int

    @property
    def days(self) -> list[CalendarDay]:
        """Its days, those to come in the present week too."""
        return [day for week in self.weeks for day in week.days]


@dataclass(frozen=True)
class Year:
    """A year, from the month in which something begins to the present one."""

    year: int
    months: tuple[Month, ...]

    @property
    def share(self) -> Share:
        """Of what was chosen in the whole year."""
        return Share(total(month.share.balance for month in self.months))

    @property
    def days_practised(self) -> int:
        """Days with something done."""
        return sum(month.days_practised for month in self.months)

    @property
    def days_rested(self) -> int:
        """Days of rest on which nothing was done."""
        return sum(month.days_rested for month in self.months)


def whole_year(
    record: Record,
    year: int,
    clock: PracticeClock,
    now: dt.datetime,
    exercises: Mapping[str, Exercise],
) -> Year:
    """Arrange a year as it stands at ``now``. ``record`` holds the marks of its days."""
    today = clock.today(now)

    def row(day: dt.date) -> DayRow:
        return day_row(record, day, today, clock, now, exercises, record.balance(day, clock, now))

    span = _span(record, year, today)
    if span is None:
        return Year(year, ())
    first, last = span
    return Year(
        year,
        tuple(
            _month([row(day) for day in _month_days(year, number) if Week.of(day) <= Week.of(last)])
            for number in range(first.month, last.month + 1)
        ),
    )


def _span(record: Record, year: int, today: dt.date) -> tuple[dt.date, dt.date] | None:
    """From the first day of the year with something to tell to the last."""
    practised = [day for day in record.marks if day.year == year and record.practised_on(day)]
    begun = [record.start[0]] if record.start else []
    first = max(min([*begun, *practised], default=dt.date.max), dt.date(year, 1, 1))
    last = min(max([today, *practised]), dt.date(year, 12, 31))
    return (first, last) if first <= last else None


def _month_days(year: int, number: int) -> list[dt.date]:
    first = dt.date(year, number, 1)
    return [first + n * ONE_DAY for n in range(calendar.monthrange(year, number)[1])]


def _month(rows: list[DayRow]) -> Month:
    weeks: dict[Week, list[CalendarDay | None]] = {}
    for row in rows:
        places = weeks.setdefault(Week.of(row.day), [None] * 7)
        places[row.day.weekday()] = CalendarDay(row.day, None if row.is_future else row.seal)
    return Month(
        first_day=rows[0].day,
        weeks=tuple(CalendarWeek(week, tuple(places)) for week, places in weeks.items()),
        share=Share(total(row.share.balance for row in rows)),
        days_practised=sum(row.done > 0 for row in rows),
        days_rested=sum(row.is_paused and not row.done for row in rows if not row.is_future),
    )
