"""A week arranged for reading. Pure, like the checklist of a day."""

import datetime as dt
import enum
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from content.types import Exercise, Period
from practice.rules.adherence import Balance, State, total
from practice.rules.days import Week
from practice.rules.matching import Tally
from practice.rules.record import EVERY_PERIOD, NO_PERIOD, JudgedDay, Record


class Seal(enum.Enum):
    """What a period of a day shows: told by shape and word as well as by colour."""

    ALL = "all"
    SOME = "some"
    OPEN = "open"
    NOTHING = "nothing"
    REST = "rest"


@dataclass(frozen=True)
class PeriodCell:
    """One period of one day.

    ``is_over``: it has ended; before, it has no share. ``is_touched``: something was done in
    it. ``is_asked``: it asks for something, and the record has begun or may still begin with it.
    ``is_whole``: all of it is done, and nothing of its plan lies open, excused.
    """

    period: Period
    tally: Tally
    is_over: bool
    is_touched: bool
    is_asked: bool
    is_whole: bool
    is_paused: bool

    @property
    def seal(self) -> Seal:
        if self.is_whole:
            return Seal.ALL
        if self.is_touched:
            return Seal.SOME
        if self.is_paused:
            return Seal.REST
        return Seal.OPEN if self.is_asked else Seal.NOTHING


@dataclass(frozen=True)
class DayRow:
    """One day.

    ``sets_touched``: sets done or partly done. ``is_over``: the sums count it (rules.md 11).
    ``is_counted``: whether the sentence about the week counts it among its days.
    """

    day: dt.date
    cells: tuple[PeriodCell, ...]
    balance: Balance
    sets_touched: int
    tally: Tally
    is_today: bool
    is_over: bool
    is_future: bool
    is_before: bool
    is_paused: bool
    is_counted: bool

    @property
    def to_go(self) -> int:
        """What is left in periods that are not over (rules.md 27)."""
        return sum(cell.tally.left for cell in self.cells if not cell.is_over)

    @property
    def seal(self) -> Seal | None:
        """The whole day in one seal, unless it is still to come, or runs with nothing done.

        What was done beyond the plan never makes it less.
        """
        if self.is_future or (self.is_today and not self.sets_touched and not self.is_paused):
            return None
        asked = [cell.seal for cell in self.cells if cell.is_asked]
        shown = {cell.seal for cell in self.cells}
        if asked and all(seal is Seal.ALL for seal in asked):
            return Seal.ALL
        if shown & {Seal.ALL, Seal.SOME}:
            return Seal.SOME
        return next((seal for seal in (Seal.REST, Seal.OPEN) if seal in shown), Seal.NOTHING)


@dataclass(frozen=True)
class DayRows:
    days: tuple[DayRow, ...]

    @cached_property
    def balance(self) -> Balance:
        """The sums of the days that are over (rules.md 11)."""
        return total(row.balance for row in self.days if row.is_over)

    @property
    def today(self) -> DayRow | None:
        return next((row for row in self.days if row.is_today), None)

    @property
    def days_practised(self) -> int:
        return sum(row.sets_touched > 0 for row in self.days)

    @property
    def days_rested(self) -> int:
        """Days of rest up to today on which nothing was done."""
        return sum(
            row.is_paused and not row.sets_touched and not row.is_future for row in self.days
        )

    @property
    def days_counted(self) -> int:
        """Days over since the first tick, and any other one with something done."""
        return sum(row.is_counted for row in self.days)


@dataclass(frozen=True)
class ExerciseLine:
    """One exercise over the days of the week that are over.

    ``guided``: sets done with the guide; the others were ticked by hand. ``extra``:
    sets done beyond the plan, kept and shown, never counted (rules.md 10).
    """

    exercise: Exercise
    balance: Balance
    is_chosen: bool
    guided: int
    extra: int


@dataclass(frozen=True)
class WeekPage(DayRows):
    week: Week
    lines: tuple[ExerciseLine, ...]
    daily_totals: tuple[int, ...]
    has_document_days: bool

    @property
    def steadiest(self) -> Exercise | None:
        """The exercise with the largest share, where one stands alone above the others."""
        due = [line for line in self.lines if line.balance.due]
        shares = [Fraction(line.balance.credited) / line.balance.due for line in due]
        best = max(shares, default=Fraction(0))
        if len(due) < 2 or not best or shares.count(best) > 1:
            return None
        return due[shares.index(best)].exercise


def week_page(record: Record, week: Week, exercises: Mapping[str, Exercise]) -> WeekPage:
    judged = [record.judge(day) for day in week.days()]
    over = [each for each in judged if each.day < record.today]
    extras = Counter(slot.exercise for each in over for slot in each.match.extras)
    guided = Counter(
        slot.exercise
        for each in over
        for slot, tick in each.ticks.items()
        if tick.guided and tick.state is State.DONE
    )
    chosen = record.chosen_between(week.monday, week.sunday)
    done = {slot.exercise for each in judged for slot in each.match.credits}
    lines = tuple(
        ExerciseLine(
            exercise,
            balance := total(each.balances[name] for each in over),
            name in chosen or balance.due > 0,
            guided[name],
            extras[name],
        )
        for name, exercise in exercises.items()
        if not exercise.facts.from_elsewhere or name in chosen | done
    )
    return WeekPage(
        week=week,
        days=tuple(day_row(record, each) for each in judged),
        lines=lines,
        daily_totals=record.daily_totals(week.monday, week.sunday),
        has_document_days=record.measures_by_document(week.monday, week.sunday),
    )


def day_row(record: Record, judged: JudgedDay) -> DayRow:
    day, sets_touched = judged.day, len(judged.match.credits)
    is_future = day > record.today and not judged.ticks
    is_over, is_before = day < record.today, record.is_before(day)
    return DayRow(
        day=day,
        cells=_cells(judged, may_begin=bool(record.plans) and day == record.today),
        balance=judged.balance,
        sets_touched=sets_touched,
        tally=judged.tally(),
        is_today=day == record.today,
        is_over=is_over,
        is_future=is_future,
        is_before=is_before,
        is_paused=judged.is_paused,
        is_counted=sets_touched > 0 or (is_over and not is_before),
    )


def _cells(judged: JudgedDay, *, may_begin: bool) -> tuple[PeriodCell, ...]:
    match = judged.match
    # Whoever has chosen and not yet ticked may still begin with what is not over.
    asking = judged.started | (EVERY_PERIOD - judged.ended if may_begin else NO_PERIOD)
    at_rest = judged.plan.slot_set - judged.asked.keys() - match.skipped - match.covered.keys()
    touched = {slot.period for slot in match.credits}
    return tuple(
        PeriodCell(
            period,
            tally := judged.tally(period),
            is_over=period in judged.ended,
            is_touched=period in touched or tally.done > 0,
            is_asked=tally.asked > 0 and period in asking,
            is_whole=tally.done == tally.asked > 0
            and not any(slot.period is period for slot in at_rest),
            is_paused=judged.is_paused,
        )
        for period in Period
    )


def first_full_week(record: Record) -> Week | None:
    """The first whole week from the start on; nothing before there is one (rules.md 8).

    One in which one thing was done closes as warmly as one with all; one with nothing in it
    closes with nothing.
    """
    if record.start is None:
        return None
    day, _period = record.start
    week = Week.of(day)
    return week if day == week.monday else week.next()


def page_of_seals(record: Record, week: Week) -> tuple[Seal, ...]:
    """One seal for each set done in the first full week, in order, once it is over.

    None for any other week. ``record`` holds the ticks of ``week``.
    """
    if week != first_full_week(record) or record.today <= week.sunday:
        return ()
    matches = (record.judge(day).match for day in week.days())
    return tuple(
        Seal.ALL if earned == 1 else Seal.SOME
        for match in matches
        for _slot, earned in sorted(match.credits.items())
    )


def just_closed(record: Record) -> Week | None:
    """The first full week, in the days after it, until something is ticked in the new one.

    ``record`` needs no ticks: its start and its last day tell that something
    was done in that week.
    """
    first = first_full_week(record)
    if first is None or record.last_day is None or record.today < first.monday:
        return None
    is_next = Week.of(record.today) == first.next()
    return first if is_next and first.monday <= record.last_day <= first.sunday else None
