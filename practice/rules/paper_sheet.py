"""Some weeks arranged for a sheet of paper: five exercises by seven days. Pure.

The figures are those of the week page (``practice.rules.week``); what is added is
what was done when, how much of it, under which plan and with which days of rest.
"""

from __future__ import annotations

import datetime as dt
import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from practice.rules.adherence import total
from practice.rules.checklist import checklist_of
from practice.rules.days import ONE_DAY
from practice.rules.week import Share, weekly

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from content.types import Exercise, Period
    from practice.rules.checklist import Checklist, Row
    from practice.rules.days import PracticeClock, Week
    from practice.rules.pauses import PauseSpan
    from practice.rules.plan import Plan
    from practice.rules.record import Record
    from practice.rules.week import ExerciseLine, WeekPage


class Sign(enum.Enum):
    """What a set shows on paper."""

    DONE = "done"
    PARTLY = "partly"
    OPEN = "open"
    LEFT_OUT = "left-out"
    ELSEWHERE = "elsewhere"
    """Done at another time of that day (rules.md 9)."""


class Entry(NamedTuple):
    """One set in one period of a day; extras are kept and never counted (rules.md 10)."""

    sign: Sign
    amount: str | None
    is_extra: bool

    @property
    def is_long(self) -> bool:
        """Whether its number is a tight fit."""
        return self.amount is not None and len(self.amount) > 3


@dataclass(frozen=True)
class Box:
    """One period of a day: nothing in it where nothing was due or done."""

    period: Period
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Cell:
    """One exercise on one day."""

    day: dt.date
    boxes: tuple[Box, ...]
    is_rest: bool

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to write into it."""
        return not any(box.entries for box in self.boxes)


@dataclass(frozen=True)
class Line:
    """One exercise over a week: its sum as on the week page, and a cell a day."""

    sum: ExerciseLine
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class NumberedPlan:
    """A plan in force on some of the days; ``last`` is its last day before the next began."""

    number: int
    plan: Plan
    last: dt.date | None


class PlanInWeek(NamedTuple):
    """Which plan holds in a week, and from which of its days on; ``None``: from the first."""

    number: int
    since: dt.date | None


@dataclass(frozen=True)
class SheetWeek:
    """A week's table."""

    page: WeekPage
    lines: tuple[Line, ...]
    plans: tuple[PlanInWeek, ...]
    late: frozenset[dt.date]
    """Days of which something was written down later."""


@dataclass(frozen=True)
class Sheet:
    """A whole sheet, its weeks in order."""

    weeks: tuple[SheetWeek, ...]
    plans: tuple[NumberedPlan, ...]
    rests: tuple[PauseSpan, ...]

    @property
    def first(self) -> dt.date:
        """The first day on it."""
        return self.weeks[0].page.week.monday

    @property
    def last(self) -> dt.date:
        """The last day on it."""
        return self.weeks[-1].page.week.sunday

    @property
    def share(self) -> Share:
        """Credited and due of all weeks together: the sum over sets, as everywhere."""
        return Share(total(each.page.share.balance for each in self.weeks))

    @property
    def days_practised(self) -> int:
        """Days with something done."""
        return sum(each.page.days_practised for each in self.weeks)

    @property
    def days_counted(self) -> int:
        """Days from the first tick to today."""
        return sum(each.page.days_counted for each in self.weeks)


def sheet(
    record: Record,
    weeks: Sequence[Week],
    clock: PracticeClock,
    now: dt.datetime,
    exercises: Mapping[str, Exercise],
) -> Sheet:
    """Arrange weeks that follow one another, as they stand at ``now``."""
    first, last = weeks[0].monday, min(weeks[-1].sunday, max(clock.today(now), weeks[0].monday))
    plans = _plans(record, first, last)
    return Sheet(
        weeks=tuple(_week(record, week, clock, now, exercises, plans) for week in weeks),
        plans=plans,
        rests=tuple(
            span
            for span in record.pauses
            if span.first <= last and (span.last is None or span.last >= first)
        ),
    )


def _plans(record: Record, first: dt.date, last: dt.date) -> tuple[NumberedPlan, ...]:
    """The plans in force on these days, each with its dates."""
    ends = [*(plan.starts - ONE_DAY for plan in record.plans[1:]), None]
    # A day before the first plan is read with the first (practice.rules.plan.in_force).
    held = [
        (plan, end)
        for plan, end in zip(record.plans, ends, strict=True)
        if (plan.starts <= last or plan is record.plans[0]) and (end is None or end >= first)
    ]
    return tuple(NumberedPlan(number, *each) for number, each in enumerate(held, 1))


def _week(
    record: Record,
    week: Week,
    clock: PracticeClock,
    now: dt.datetime,
    exercises: Mapping[str, Exercise],
    plans: Sequence[NumberedPlan],
) -> SheetWeek:
    page = weekly(record, week, clock, now, exercises)
    # The week's own rows let go of these: what is kept of them in memory must stay small.
    days = [checklist_of(record, day, clock, now, exercises) for day in week.days()]
    return SheetWeek(
        page=page,
        lines=tuple(
            Line(line, tuple(_cell(record, each, line.exercise) for each in days))
            for line in page.lines
        ),
        plans=tuple(_plans_in(week, plans)),
        late=frozenset(
            arranged.day
            for arranged in days
            if any(row.mark and row.mark.late and row.credit for row in arranged.rows)
        ),
    )


def _plans_in(week: Week, plans: Sequence[NumberedPlan]) -> list[PlanInWeek]:
    held = [each for each in plans if each.plan.starts <= week.sunday] or list(plans[:1])
    held = [each for each in held if each.last is None or each.last >= week.monday]
    return [
        PlanInWeek(each.number, each.plan.starts if each.plan.starts > week.monday else None)
        for each in held
    ]


def _cell(record: Record, arranged: Checklist, exercise: Exercise) -> Cell:
    rows = [row for row in arranged.rows if row.exercise.id == exercise.id]
    extras = _extras(rows, exercise)
    boxes = tuple(
        Box(
            section.period,
            tuple(
                Entry(sign, row.amount, row in extras)
                for row in rows
                if row.slot.period is section.period
                and (sign := _sign(record, arranged, row)) is not None
            ),
        )
        for section in arranged.sections
    )
    is_empty = not any(box.entries for box in boxes)
    return Cell(arranged.day, boxes, is_rest=arranged.is_paused and is_empty and bool(rows))


def _sign(record: Record, arranged: Checklist, row: Row) -> Sign | None:
    """What a row shows; nothing where it is not due and nothing was done."""
    if row.is_skipped:
        return Sign.LEFT_OUT
    if row.is_done:
        return Sign.DONE
    if row.is_partly_done:
        return Sign.PARTLY
    if row.covered_in is not None:
        return Sign.ELSEWHERE
    period = row.slot.period
    has_begun = record.start is not None and (arranged.day, period) >= record.start
    is_due = has_begun and arranged.section(period).is_over and not arranged.is_paused
    return Sign.OPEN if is_due else None


def _extras(rows: Sequence[Row], exercise: Exercise) -> list[Row]:
    """What was done beyond the plan: of an exercise of any time of day beyond its best sets."""
    if not exercise.facts.flexible:
        return [row for row in rows if not row.required]
    planned = sum(row.required for row in rows)
    done = [row for row in rows if row.credit]
    return sorted(done, key=lambda row: (-row.credit, not row.required, row.slot))[planned:]
