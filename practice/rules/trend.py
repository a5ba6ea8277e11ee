"""Twelve weeks and a year, arranged for reading. Pure, like the week they are made of.

Every figure is that of the week page: the same days, the same sums over slots
(rules.md 11). Nothing is compared with anything else, and no days in a row are
counted.
"""

import calendar
import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from content.types import Exercise
from practice.rules.adherence import Balance, total
from practice.rules.days import ONE_DAY, Week
from practice.rules.record import Record
from practice.rules.week import DayRow, Seal, Share, day_row

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
    """Whether a plan of these weeks asks for it, or some of it was due."""


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


def twelve_weeks(record: Record, exercises: Mapping[str, Exercise]) -> TwelveWeeks:
    """Arrange the last twelve weeks of a record. ``exercises`` in the document's order, by id."""
    weeks = last_weeks(record.today)
    days = [record.judge(day) for week in weeks for day in week.days()]
    chosen = record.chosen_between(weeks[0].monday, weeks[-1].sunday)

    def bars(of_weeks: Iterable[Balance]) -> tuple[Bar, ...]:
        return tuple(
            Bar(week, Share(balance), week == weeks[-1])
            for week, balance in zip(weeks, of_weeks, strict=True)
        )

    def line(name: str) -> ExerciseBars:
        of_days = [each.balances[name] for each in days]
        of_weeks = [total(of_days[place : place + 7]) for place in range(0, len(days), 7)]
        share = Share(total(of_weeks))
        is_chosen = name in chosen or share.balance.due > 0
        return ExerciseBars(exercises[name], bars(of_weeks), share, is_chosen)

    lines = tuple(line(name) for name in exercises)
    together = [
        total(each.bars[place].share.balance for each in lines) for place in range(len(weeks))
    ]
    practised = {each.day for each in days if each.match.credits}
    return TwelveWeeks(
        weeks=bars(together),
        lines=lines,
        share=Share(total(together)),
        days_practised=len(practised),
        days_rested=sum(
            each.is_paused
            for each in days
            if each.day <= record.today and each.day not in practised
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


def whole_year(record: Record, year: int) -> Year:
    """Arrange a year of a record, which holds the ticks of its days."""
    span = _span(record, year)
    if span is None:
        return Year(year, ())
    first, last = span
    return Year(
        year,
        tuple(
            _month(
                [
                    day_row(record, record.judge(day))
                    for day in _month_days(year, number)
                    if Week.of(day) <= Week.of(last)
                ]
            )
            for number in range(first.month, last.month + 1)
        ),
    )


def _span(record: Record, year: int) -> tuple[dt.date, dt.date] | None:
    """From the first day of the year with something to tell to the last."""
    ticked = [day for day in record.ticks if day.year == year]
    practised = [day for day in ticked if record.judge(day).match.credits]
    begun = [record.start[0]] if record.start else []
    first = max(min([*begun, *practised], default=dt.date.max), dt.date(year, 1, 1))
    last = min(max([record.today, *practised]), dt.date(year, 12, 31))
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
