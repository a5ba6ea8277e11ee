"""The checklist of one practice day, as a person reads it. Pure.

It arranges what the rules say; it decides nothing about due and credited.
"""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from content.types import SETS_PER_PERIOD, Exercise, Period
from practice.rules.adherence import Exact, State, TickState
from practice.rules.matching import Tally
from practice.rules.plan import Slot
from practice.rules.record import JudgedDay, Record


@dataclass(frozen=True)
class Row:
    """A slot as it stands on the page.

    ``tick``: without its instant, so that rows of different people are equal where they
    look alike. ``credit``: from 0 to 1 (rules.md 6). ``ordinal``: first, second … time of the
    day of a flexible exercise with more than one. ``covered_in``: the period in which
    a slot that is open here was done. ``asked``: what is credited for it where words count it.
    ``reached_daily_ceiling``: the exercise was done as often as the document has it in a day.
    ``is_aside``: the plan leaves the exercise out.
    """

    day: dt.date
    slot: Slot
    exercise: Exercise = field(hash=False)  # the slot names it
    required: bool
    tick: TickState | None = None
    credit: Exact = 0
    ordinal: int | None = None
    covered_in: Period | None = None
    asked: Exact | None = None
    reached_daily_ceiling: bool = False
    is_today: bool = True
    is_aside: bool = False

    @property
    def is_done(self) -> bool:
        return self.credit == 1

    @property
    def is_partly_done(self) -> bool:
        return 0 < self.credit < 1

    @property
    def is_enough(self) -> bool:
        """As much was done as is good in one go."""
        tenths = self.tick.tenths if self.tick else None
        return tenths is not None and tenths >= 10 * self.exercise.facts.dose.enough

    @property
    def is_enough_for_today(self) -> bool:
        """As much was done as is good in one day."""
        return (
            self.is_done
            and self.reached_daily_ceiling
            and (self.exercise.facts.flexible or self.is_enough)
        )

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
    def is_unfinished(self) -> bool:
        """Asked for, and something of it can still be practised: all, or the rest."""
        return self.asked is not None and self.asked < 1 and not self.is_skipped

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

    @property
    def element(self) -> str:
        return element_of(self.slot)


def element_of(slot: Slot) -> str:
    """The id of a slot's element in the page: ``slot-evening-waist-rub-1`` (rules.md 20)."""
    return f"slot-{slot.period.slug}-{slot.exercise}-{slot.set}"


@dataclass(frozen=True)
class Rows:
    """Some rows, and what words count of them."""

    rows: tuple[Row, ...]
    tally: Tally

    @property
    def required(self) -> list[Row]:
        return [row for row in self.rows if row.required]

    @property
    def open(self) -> list[Row]:
        """What is planned and not ticked, asked for or not: it may always be ticked."""
        return [row for row in self.rows if row.is_left]

    @property
    def skippable(self) -> list[Row]:
        """What can still be put off: not begun, or partly done."""
        return [row for row in self.rows if row.is_left or (row.required and row.is_unfinished)]

    @property
    def unfinished(self) -> list[Row]:
        return [row for row in self.rows if row.is_unfinished]

    @property
    def is_finished(self) -> bool:
        return self.tally.asked > 0 and self.tally.done > 0 and not self.unfinished


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
    is_paused: bool
    together: int | None

    @property
    def main_rows(self) -> list[Row]:
        return [row for row in self.rows if not row.exercise.facts.at_bedtime]

    @property
    def bedtime_rows(self) -> list[Row]:
        return [row for row in self.rows if row.exercise.facts.at_bedtime]

    @property
    def open_places(self) -> str:
        """Their slots within the period, for a browser to tick one by one later."""
        return " ".join(f"{row.slot.exercise}/{row.slot.set}" for row in self.open)

    @property
    def has_fixed_open(self) -> bool:
        """Whether something lies open that can't be done in another period."""
        return any(not row.exercise.facts.flexible for row in self.open)


@dataclass(frozen=True)
class Checklist(Rows):
    """A whole day. ``offers`` are in the document but not in the plan, and not done."""

    day: dt.date
    sections: tuple[Section, ...]
    offers: tuple[Row, ...]
    is_paused: bool

    @property
    def progress(self) -> tuple[str, ...]:
        """What is asked for as dots in a line: done, partly done, open."""
        return ("on",) * self.tally.done + ("half",) * self.tally.partly + ("",) * self.tally.left

    def section(self, period: Period) -> Section:
        return self.sections[period - 1]

    def next_to_do(self, period: Period) -> Section | None:
        """Where the person goes on in or after a period, if anything is to be done there."""
        parts = (part for part in self.sections if part.period >= period and part.unfinished)
        return None if self.is_paused else next(parts, None)

    def row(self, slot: Slot) -> Row | None:
        return next((row for row in (*self.rows, *self.offers) if row.slot == slot), None)

    def row_to_tick(self, exercise: str, period: Period) -> Row | None:
        """The row that somebody means who did an exercise now: open ones before the others."""
        own = [row for row in (*self.rows, *self.offers) if row.slot.exercise == exercise]
        return min(
            own,
            key=lambda row: (
                row.is_touched or row.covered_in is not None,
                not row.required,
                row.slot.period != period,
                row.slot,
            ),
            default=None,
        )

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
    sets_done = Counter(slot.exercise for slot, credit in match.credits.items() if credit == 1)
    current = record.period if day == record.today else None
    busy = {slot.period for slot in slots}
    # On Today the present period lies open, or the next with rows; on other days all with rows;
    # of a day of rest what was done.
    to_come = [period for period in Period if current and period >= current and period in busy]
    opened = busy if current is None else {*to_come[:1]}
    if judged.is_paused:
        opened = {slot.period for slot, credit in match.credits.items() if credit}

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
            asked=judged.asked.get(slot),
            reached_daily_ceiling=sets_done[slot.exercise]
            >= exercises[slot.exercise].facts.daily_ceiling,
            is_today=day == record.today,
            is_aside=slot.exercise in judged.plan.aside,
        )

    rows = tuple(row(slot) for slot in slots)
    return Checklist(
        rows,
        judged.tally(),
        day,
        sections=tuple(
            Section(
                tuple(each for each in rows if each.slot.period is period),
                judged.tally(period),
                day,
                period,
                is_current=period is current,
                is_over=period in judged.ended,
                is_open=period in opened,
                is_paused=judged.is_paused,
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
        if facts.from_elsewhere:
            continue
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
