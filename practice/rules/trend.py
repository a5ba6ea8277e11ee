"""Twelve weeks and a year, arranged for reading: the sums of the week page (rules.md 11). Pure.

Days that are over are summed up, as there.

Nothing is compared with anything else, and no days in a row are counted.
"""

import datetime as dt
from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

from content.types import Exercise
from practice.rules.adherence import Balance, total
from practice.rules.days import ONE_DAY, Week
from practice.rules.record import Record
from practice.rules.week import DayRow, DayRows, Seal, day_row

WEEKS = 12
NONE = Balance()


class Bar(NamedTuple):
    """One exercise, or everything chosen, in one week; zero due is a gap."""

    week: Week
    balance: Balance


@dataclass(frozen=True)
class ExerciseBars:
    """One exercise over the twelve weeks, the oldest first.

    ``is_chosen``: a plan of these weeks asks for it, or some of it was due.
    """

    exercise: Exercise
    bars: tuple[Bar, ...]
    balance: Balance
    is_chosen: bool


@dataclass(frozen=True)
class TwelveWeeks:
    """The present week and the eleven before it, the oldest first; ``weeks``: all together.

    ``is_week_new``: no day of the present week is over on which something could be due.
    """

    weeks: tuple[Bar, ...]
    lines: tuple[ExerciseBars, ...]
    balance: Balance
    days_practised: int
    days_rested: int
    is_week_new: bool

    @property
    def first_day(self) -> dt.date:
        return self.weeks[0].week.monday

    @property
    def last_day(self) -> dt.date:
        return self.weeks[-1].week.sunday

    @property
    def is_empty(self) -> bool:
        return not self.days_practised and not self.balance.due


def last_weeks(today: dt.date) -> list[Week]:
    return Week.of(today).and_before(WEEKS)


def twelve_weeks(record: Record, exercises: Mapping[str, Exercise]) -> TwelveWeeks:
    """Arrange the last twelve weeks of a record. ``exercises`` in the document's order, by id."""
    weeks = last_weeks(record.today)
    days = [record.judge(day) for week in weeks for day in week.days()]
    chosen = record.chosen_between(weeks[0].monday, weeks[-1].sunday)

    def bars(of_weeks: Iterable[Balance]) -> tuple[Bar, ...]:
        return tuple(Bar(*each) for each in zip(weeks, of_weeks, strict=True))

    def line(name: str) -> ExerciseBars:
        of_days = [each.balances[name] if each.day < record.today else NONE for each in days]
        of_weeks = [total(of_days[place : place + 7]) for place in range(0, len(days), 7)]
        balance = total(of_weeks)
        is_chosen = name in chosen or balance.due > 0
        return ExerciseBars(exercises[name], bars(of_weeks), balance, is_chosen)

    done = {slot.exercise for each in days for slot in each.match.credits}
    lines = tuple(
        line(name)
        for name, exercise in exercises.items()
        if not exercise.facts.from_elsewhere or name in chosen | done
    )
    together = [total(each.bars[place].balance for each in lines) for place in range(WEEKS)]
    idle = [each for each in days if not each.match.credits]
    return TwelveWeeks(
        weeks=bars(together),
        lines=lines,
        balance=total(together),
        days_practised=len(days) - len(idle),
        days_rested=sum(each.is_paused and each.day <= record.today for each in idle),
        is_week_new=record.start is None or record.today <= max(weeks[-1].monday, record.start[0]),
    )


@dataclass(frozen=True)
class CalendarWeek:
    week: Week
    days: tuple[DayRow, ...]

    @property
    def places(self) -> list[DayRow | None]:
        places: list[DayRow | None] = [None] * 7
        for row in self.days:
            places[row.day.weekday()] = row
        return places

    def count(self, seal: Seal) -> int:
        return sum(row.seal is seal for row in self.days)


@dataclass(frozen=True)
class Month(DayRows):
    @property
    def weeks(self) -> list[CalendarWeek]:
        weeks = groupby(self.days, lambda row: Week.of(row.day))
        return [CalendarWeek(week, tuple(rows)) for week, rows in weeks]


@dataclass(frozen=True)
class Year(DayRows):
    year: int

    @cached_property
    def months(self) -> tuple[Month, ...]:
        months = groupby(self.days, lambda row: row.day.month)
        return tuple(Month(tuple(rows)) for _month, rows in months)


def whole_year(record: Record, year: int) -> Year:
    practised = [
        day for day in record.ticks if day.year == year and record.judge(day).match.credits
    ]
    begun = [record.start[0]] if record.start else []
    first = max(min([*begun, *practised], default=dt.date.max), dt.date(year, 1, 1))
    last = min(max([record.today, *practised]), dt.date(year, 12, 31))
    if first > last:
        return Year((), year)
    begin = first.replace(day=1)
    end = min(Week.of(last).sunday, last.replace(day=monthrange(year, last.month)[1]))
    days = (begin + n * ONE_DAY for n in range((end - begin).days + 1))
    return Year(tuple(day_row(record, record.judge(day)) for day in days), year)
