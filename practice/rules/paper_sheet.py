"""Some weeks arranged for a sheet of paper: exercises by days. Pure.

To the figures of the week page it adds what was done when, how much of it, under
which plan and with which days of rest.
"""

import datetime as dt
import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from content.types import Exercise, Period
from practice.rules.checklist import Checklist, Row, checklist_of
from practice.rules.days import ONE_DAY, Week
from practice.rules.pauses import PauseSpan
from practice.rules.plan import Plan
from practice.rules.record import JudgedDay, Record
from practice.rules.week import DayRows, ExerciseLine, WeekPage, week_page


class EntryState(enum.Enum):
    DONE = "done"
    PARTLY = "partly"
    OPEN = "open"
    LEFT_OUT = "left-out"


class Entry(NamedTuple):
    """One set in one period of a day; extras are kept and never counted (rules.md 10)."""

    state: EntryState
    is_extra: bool


@dataclass(frozen=True)
class SheetCell:
    """One exercise on one day; a period has no entries where nothing was due or done."""

    day: dt.date
    boxes: Mapping[Period, Sequence[Entry]]
    is_rest: bool

    @property
    def is_empty(self) -> bool:
        return not any(self.boxes.values())


@dataclass(frozen=True)
class SheetLine:
    """One exercise over a week: its sum as on the week page, and a cell a day.

    ``amounts``: the least and the most of a set, in whole units, where amounts were written.
    """

    sum: ExerciseLine
    cells: tuple[SheetCell, ...]
    amounts: tuple[int, int] | None


@dataclass(frozen=True)
class NumberedPlan:
    """A plan in force on some of the days; ``last`` is its last day before the next began.

    ``number`` 0: the document's day, which judges what was done before the first plan.
    """

    number: int
    plan: Plan
    last: dt.date | None


class PlanInWeek(NamedTuple):
    """Which plan holds in a week, and from which of its days on; ``None``: from the first.

    ``number``: as in :class:`NumberedPlan`.
    """

    number: int
    since: dt.date | None


@dataclass(frozen=True)
class SheetWeek:
    """A week's table. ``late``: days of which something was written down later."""

    page: WeekPage
    lines: tuple[SheetLine, ...]
    plans: tuple[PlanInWeek, ...]
    late: frozenset[dt.date]


@dataclass(frozen=True)
class Sheet(DayRows):
    weeks: tuple[SheetWeek, ...]
    plans: tuple[NumberedPlan, ...]
    rests: tuple[PauseSpan, ...]


def sheet(record: Record, weeks: Sequence[Week], exercises: Mapping[str, Exercise]) -> Sheet:
    first, last = weeks[0].monday, min(weeks[-1].sunday, max(record.today, weeks[0].monday))
    plans = _plans(record, first, last)
    arranged = tuple(_week(record, week, exercises, plans) for week in weeks)
    return Sheet(
        days=tuple(row for each in arranged for row in each.page.days),
        weeks=arranged,
        plans=plans,
        rests=tuple(
            span
            for span in record.pauses
            if span.first <= last and (span.last is None or span.last >= first)
        ),
    )


def _plans(record: Record, first: dt.date, last: dt.date) -> tuple[NumberedPlan, ...]:
    """The plans in force on these days, each with its dates.

    The document's day is one of them where something was done before the first
    plan (rules.md 12).
    """
    plans = list(record.plans) or [record.document]
    before = [day for day in record.ticks if first <= day < plans[0].starts]
    has_before = any(record.judge(day).match.credits for day in before)
    if has_before:
        plans.insert(0, record.document.starting(first))
    ends = [*(plan.starts - ONE_DAY for plan in plans[1:]), None]
    held = [
        (plan, end)
        for plan, end in zip(plans, ends, strict=True)
        if (plan.starts <= last or plan is plans[0]) and (end is None or end >= first)
    ]
    return tuple(NumberedPlan(number, *each) for number, each in enumerate(held, not has_before))


def _week(
    record: Record, week: Week, exercises: Mapping[str, Exercise], plans: Sequence[NumberedPlan]
) -> SheetWeek:
    page = week_page(record, week, exercises)
    days = [(record.judge(day), checklist_of(record, day, exercises)) for day in week.days()]
    return SheetWeek(
        page=page,
        lines=tuple(
            SheetLine(
                line,
                tuple(_cell(*each, line.exercise) for each in days),
                _amounts(days, line.exercise),
            )
            for line in page.lines
        ),
        plans=tuple(_plans_in(week, plans)),
        late=frozenset(
            arranged.day
            for _judged, arranged in days
            if any(
                row.tick and row.tick.late and row.credit and not row.is_skipped
                for row in arranged.rows
            )
        ),
    )


def _plans_in(week: Week, plans: Sequence[NumberedPlan]) -> list[PlanInWeek]:
    held = [each for each in plans if each.plan.starts <= week.sunday] or list(plans[:1])
    held = [each for each in held if each.last is None or each.last >= week.monday]
    return [
        PlanInWeek(each.number, each.plan.starts if each.plan.starts > week.monday else None)
        for each in held
    ]


def _cell(judged: JudgedDay, arranged: Checklist, exercise: Exercise) -> SheetCell:
    rows = [row for row in arranged.rows if row.exercise.id == exercise.id]
    boxes: dict[Period, list[Entry]] = {period: [] for period in Period}
    for row in rows:
        if (state := _state(judged, row)) is not None:
            boxes[row.slot.period].append(Entry(state, row.slot in judged.match.extras))
    is_rest = arranged.is_paused and bool(rows) and not any(boxes.values())
    return SheetCell(arranged.day, boxes, is_rest=is_rest)


def _amounts(
    days: Sequence[tuple[JudgedDay, Checklist]], exercise: Exercise
) -> tuple[int, int] | None:
    tenths = [
        tick.tenths
        for judged, _arranged in days
        for slot in judged.match.credits
        if slot.exercise == exercise.id and (tick := judged.ticks[slot]).tenths is not None
    ]
    # Half a minute was not nothing.
    return (max(min(tenths) // 10, 1), max(max(tenths) // 10, 1)) if tenths else None


def _state(judged: JudgedDay, row: Row) -> EntryState | None:
    """What a row shows; nothing where it is not due, or was done at another time of that day."""
    if row.is_done:
        return EntryState.DONE
    if row.is_partly_done:
        return EntryState.PARTLY
    if row.is_skipped:
        return EntryState.LEFT_OUT
    is_open = row.covered_in is None and judged.is_open(row.slot)
    return EntryState.OPEN if is_open else None
