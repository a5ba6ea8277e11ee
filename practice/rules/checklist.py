"""The checklist of one practice day, as a person reads it. Pure.

It arranges what the rules say; it decides nothing about due and credited.
"""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from content.types import SETS_PER_PERIOD, Exercise, Period
from practice.rules.adherence import Exact, State, TickState
from practice.rules.plan import Slot
from practice.rules.record import JudgedDay, Record


@dataclass(frozen=True)
class Row:
    """A slot as it stands on the page.

    ``tick``: without its instant, so that rows of different people are equal where they
    look alike. ``credit``: from 0 to 1 (rules.md 6). ``ordinal``: first, second … time of the
    day of a flexible exercise with more than one. ``covered_in``: the period in which
    a slot that is open here was done. ``is_extra``: done beyond what the plan asks for.
    """

    day: dt.date
    slot: Slot
    exercise: Exercise = field(hash=False)  # the slot names it
    required: bool
    tick: TickState | None = None
    credit: Exact = 0
    ordinal: int | None = None
    covered_in: Period | None = None
    is_extra: bool = False

    @property
    def is_done(self) -> bool:
        return self.credit == 1

    @property
    def is_partly_done(self) -> bool:
        return 0 < self.credit < 1

    @property
    def is_enough(self) -> bool:
        """As much was done as is good in one go, or, by sets, in one day."""
        facts = self.exercise.facts
        if self.tick and self.tick.tenths and self.tick.tenths >= 10 * facts.dose.enough:
            return True
        return self.is_done and self.ordinal is not None and self.ordinal >= facts.daily_ceiling

    @property
    def is_skipped(self) -> bool:
        return self.tick is not None and self.tick.state is State.SKIPPED

    @property
    def is_touched(self) -> bool:
        return self.is_skipped or self.credit > 0

    @property
    def is_left(self) -> bool:
        return self.required and not self.is_touched and self.covered_in is None

    @property
    def credit_text(self) -> str:
        """As the page's ``data-credit`` carries it: ``0.67``."""
        return f"{float(self.credit):.2f}"

    @property
    def amount(self) -> str | None:
        if self.tick is None or self.tick.tenths is None:
            return None
        return f"{self.tick.tenths / 10:g}"

    @property
    def key(self) -> str:
        """The slot's name in the page: ``2026-11-23/evening/waist-rub/1``."""
        return f"{self.day.isoformat()}/{self.place}"

    @property
    def place(self) -> str:
        """The slot's name within its day: ``evening/waist-rub/1``."""
        return f"{self.slot.period.slug}/{self.slot.exercise}/{self.slot.set}"


@dataclass(frozen=True)
class Rows:
    rows: tuple[Row, ...]

    @property
    def required(self) -> list[Row]:
        return [row for row in self.rows if row.required]

    @property
    def done(self) -> int:
        return sum(row.is_done for row in self.rows)

    @property
    def left(self) -> int:
        return sum(row.is_left for row in self.rows)


@dataclass(frozen=True)
class Section(Rows):
    """One period of the day: what is planned in it, and extras that were done.

    ``is_open``: whether the page shows its rows at once. ``together``: the instant at which
    several of its rows were done in one go, if they were.
    """

    day: dt.date
    period: Period
    is_current: bool
    is_over: bool
    is_open: bool
    together: int | None

    @property
    def main_rows(self) -> list[Row]:
        return [row for row in self.rows if not row.exercise.facts.at_bedtime]

    @property
    def bedtime_rows(self) -> list[Row]:
        return [row for row in self.rows if row.exercise.facts.at_bedtime]

    @property
    def fixed_left(self) -> int:
        """Rows still to do that can't be done in another period."""
        return sum(row.is_left and not row.exercise.facts.flexible for row in self.rows)

    @property
    def is_finished(self) -> bool:
        return self.left == 0 and any(row.credit for row in self.required)


@dataclass(frozen=True)
class Checklist(Rows):
    """A whole day. ``offers`` are in the document but not in the plan, and not done."""

    day: dt.date
    sections: tuple[Section, ...]
    offers: tuple[Row, ...]
    is_paused: bool

    @property
    def progress(self) -> tuple[str, ...]:
        """The rows of the plan as dots in a line: done, partly done, open."""
        done = sum(row.is_done or row.covered_in is not None for row in self.required)
        half = sum(row.is_partly_done for row in self.required)
        rest = len(self.required) - done - half
        return ("on",) * done + ("half",) * half + ("",) * rest

    def section(self, period: Period) -> Section:
        return self.sections[period - 1]

    def next_with_rows(self, period: Period) -> Section | None:
        return next((part for part in self.sections if part.period > period and part.left), None)

    def row(self, slot: Slot) -> Row | None:
        return next((row for row in (*self.rows, *self.offers) if row.slot == slot), None)

    @property
    def in_reach(self) -> list[Section]:
        """The present period first, then what comes, then what is over."""
        return sorted(
            self.sections, key=lambda part: (not part.is_current, part.is_over, part.period)
        )


def checklist_of(record: Record, day: dt.date, exercises: Mapping[str, Exercise]) -> Checklist:
    """Arrange a day of a record. ``exercises`` in the document's order, by id."""
    judged = record.judge(day)
    match, planned = judged.match, judged.plan.slot_set
    order = {name: place for place, name in enumerate(exercises)}
    ticked = {slot for slot, tick in judged.ticks.items() if tick.state is not State.UNDONE}
    slots = sorted(
        (slot for slot in planned | ticked if slot.exercise in order),
        key=lambda slot: (slot.period, order[slot.exercise], slot.set),
    )
    ordinals = _ordinals(slots, exercises)
    extras = match.extras
    current = record.period if day == record.today else None
    busy = {slot.period for slot in slots}
    # On Today the present period lies open, or the next with rows; on other days all with rows.
    to_come = [period for period in Period if current and period >= current and period in busy]
    opened = busy if current is None else {*to_come[:1]}

    def row(slot: Slot) -> Row:
        tick = judged.ticks.get(slot)
        return Row(
            day=day,
            slot=slot,
            exercise=exercises[slot.exercise],
            required=slot in planned,
            tick=tick and tick._replace(instant=0),
            credit=match.credits.get(slot, 0),
            ordinal=ordinals.get(slot),
            covered_in=match.covered.get(slot),
            is_extra=slot in extras,
        )

    rows = tuple(row(slot) for slot in slots)
    return Checklist(
        rows,
        day,
        sections=tuple(
            Section(
                tuple(each for each in rows if each.slot.period is period),
                day,
                period,
                is_current=period is current,
                is_over=period in judged.ended,
                is_open=period in opened,
                together=_together(judged, period),
            )
            for period in Period
        ),
        offers=tuple(row(slot) for slot in _offers(slots, exercises, current)),
        is_paused=judged.is_paused,
    )


def _together(judged: JudgedDay, period: Period) -> int | None:
    instants = Counter(
        judged.ticks[slot].instant
        for slot, credit in judged.match.credits.items()
        if slot.period is period and credit == 1
    )
    return next((instant for instant, ticks in instants.items() if ticks > 1), None)


def _ordinals(slots: Iterable[Slot], exercises: Mapping[str, Exercise]) -> dict[Slot, int]:
    """First, second … time of the day, for flexible exercises done more than once."""
    times: dict[str, list[Slot]] = {}
    for slot in slots:
        if exercises[slot.exercise].facts.flexible:
            times.setdefault(slot.exercise, []).append(slot)
    several = (own for own in times.values() if len(own) > 1)
    return {slot: ordinal for own in several for ordinal, slot in enumerate(own, start=1)}


def _offers(
    slots: Collection[Slot], exercises: Mapping[str, Exercise], current: Period | None
) -> list[Slot]:
    """What the document has beyond these slots.

    Of an exercise that has nothing left but may be repeated: one set in the present period.
    """
    offers: list[Slot] = []
    for name, exercise in exercises.items():
        facts = exercise.facts
        own = [slot for slot in slots if slot.exercise == name]
        room = max(facts.daily_ceiling - len(own), 0)
        if not room:
            continue
        rest = [
            slot
            for period in Period
            for number in range(1, facts.sets.in_period(period) + 1)
            if (slot := Slot(period, name, number)) not in own
        ][:room]
        if not rest and facts.flexible and current is not None:
            further = max((slot.set for slot in own if slot.period is current), default=0) + 1
            rest = [Slot(current, name, further)] if further <= SETS_PER_PERIOD else []
        offers += rest
    return sorted(offers, key=lambda slot: slot.period)
