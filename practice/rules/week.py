"""A week arranged for reading. Pure, like the checklist of a day."""

from __future__ import annotations

import datetime as dt
import enum
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from content.types import Exercise, Period
from practice.rules.adherence import Balance, Exact, total
from practice.rules.checklist import Checklist, checklist_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from practice.rules.days import PracticeClock, Week
    from practice.rules.record import Record


class Seal(enum.Enum):
    """What a period of a day shows: told by shape and word as well as by colour."""

    ALL = "all"
    SOME = "some"
    OPEN = "open"
    NOTHING = "nothing"
    REST = "rest"


def number(value: Exact) -> str:
    """A sum of slots for a person: ``4``, or ``4.67`` where parts of slots are in it."""
    return str(int(value)) if value.denominator == 1 else f"{float(value):.2f}"


@dataclass(frozen=True)
class Share:
    """A balance as the page carries it."""

    balance: Balance

    @property
    def percent(self) -> int | str:
        """Whole percent, or empty where nothing was due."""
        return "" if self.balance.percent is None else self.balance.percent

    @property
    def due(self) -> str:
        """Slots due."""
        return number(self.balance.due)

    @property
    def credited(self) -> str:
        """Slots credited."""
        return number(self.balance.credited)


@dataclass(frozen=True)
class Cell:
    """One period of one day.

    ``done``: of what was planned; ``extra``: beyond it. ``is_asked``: it asks for
    something, and the record has begun.
    """

    period: Period
    seal: Seal
    done: int
    planned: int
    extra: int
    is_asked: bool

    @property
    def total(self) -> int:
        """Everything wholly done in it."""
        return self.done + self.extra


@dataclass(frozen=True)
class DayRow:
    """One day of the week."""

    day: dt.date
    cells: tuple[Cell, ...]
    share: Share
    done: int
    is_today: bool
    is_future: bool
    is_paused: bool
    is_counted: bool
    """Whether the sentence about the week counts it among its days."""

    @property
    def seal(self) -> Seal:
        """The whole day in one seal; what was done beyond the plan never makes it less."""
        asked = [cell.seal for cell in self.cells if cell.is_asked]
        shown = {cell.seal for cell in self.cells}
        if asked and all(seal is Seal.ALL for seal in asked):
            return Seal.ALL
        if shown & {Seal.ALL, Seal.SOME}:
            return Seal.SOME
        return next((seal for seal in (Seal.REST, Seal.OPEN) if seal in shown), Seal.NOTHING)


@dataclass(frozen=True)
class ExerciseLine:
    """One exercise over the week."""

    exercise: Exercise = field(hash=False)
    share: Share
    is_chosen: bool
    guided: int
    """Sets done with the guide; the others were ticked by hand."""
    extra: int
    """Sets done beyond the plan: kept and shown, never counted (rules.md 10)."""


@dataclass(frozen=True)
class WeekPage:
    """A whole week."""

    week: Week
    days: tuple[DayRow, ...]
    lines: tuple[ExerciseLine, ...]
    share: Share
    daily_total: int

    @property
    def days_practised(self) -> int:
        """Days with something done."""
        return sum(row.done > 0 for row in self.days)

    @property
    def days_counted(self) -> int:
        """Days from the first tick to today, and any earlier one with something done."""
        return sum(row.is_counted for row in self.days)

    @property
    def steadiest(self) -> Exercise | None:
        """The exercise with the largest share, where one stands alone above the others."""
        weighed = sorted(
            (
                (Fraction(line.share.balance.credited) / line.share.balance.due, place)
                for place, line in enumerate(self.lines)
                if line.share.balance.due
            ),
            reverse=True,
        )
        if len(weighed) < 2 or weighed[0][0] == weighed[1][0] or not weighed[0][0]:
            return None
        return self.lines[weighed[0][1]].exercise


def weekly(
    record: Record,
    week: Week,
    clock: PracticeClock,
    now: dt.datetime,
    exercises: Mapping[str, Exercise],
) -> WeekPage:
    """Arrange a week as it stands at ``now``."""
    today = clock.today(now)
    by_day = {day: record.balances(day, clock, now) for day in week.days()}
    days = tuple(
        day_row(record, day, today, clock, now, exercises, total(by_day[day].values()))
        for day in week.days()
    )
    chosen = {name for day in week.days() for name in record.plan_on(day).sets}
    guided = record.guided_in(week.days())
    lines = tuple(
        ExerciseLine(
            exercise,
            Share(total(balances[name] for balances in by_day.values())),
            name in chosen,
            guided[name],
            sum(record.extra_on(day, name) for day in week.days()),
        )
        for name, exercise in exercises.items()
    )
    return WeekPage(
        week=week,
        days=days,
        lines=lines,
        share=Share(total(line.share.balance for line in lines)),
        daily_total=record.plan_on(min(today, week.sunday)).daily_total,
    )


def day_row(
    record: Record,
    day: dt.date,
    today: dt.date,
    clock: PracticeClock,
    now: dt.datetime,
    exercises: Mapping[str, Exercise],
    balance: Balance,
) -> DayRow:
    """Arrange one day; ``balance`` is its due and credited."""
    arranged = checklist_of(record, day, clock, now, exercises)
    done = sum(row.credit > 0 for row in arranged.rows)
    is_future = day > today and not record.marks_on(day)
    begun = record.start is not None and day >= record.start[0]
    return DayRow(
        day=day,
        cells=tuple(_cell(arranged, period, record, day) for period in Period),
        share=Share(balance),
        done=done,
        is_today=day == today,
        is_future=is_future,
        is_paused=arranged.is_paused,
        is_counted=done > 0 or (begun and not is_future),
    )


def _cell(arranged: Checklist, period: Period, record: Record, day: dt.date) -> Cell:
    section = arranged.section(period)
    planned = [row for row in section.rows if row.required and not row.is_skipped]
    done = sum(row.is_done or row.covered_in is not None for row in planned)
    something = any(row.credit for row in section.rows)
    before = record.start is None or (day, period) < record.start
    if planned and done == len(planned):
        seal = Seal.ALL
    elif something or done:
        seal = Seal.SOME
    elif arranged.is_paused:
        seal = Seal.REST
    elif not planned or before:
        seal = Seal.NOTHING
    else:
        seal = Seal.OPEN
    extra = sum(row.is_done and not row.required for row in section.rows)
    # Done here for an open one of another period, it counts there (rules.md 9).
    extra -= sum(row.covered_in is period for part in arranged.sections for row in part.rows)
    return Cell(
        period, seal, done, len(planned), max(extra, 0), is_asked=bool(planned) and not before
    )
