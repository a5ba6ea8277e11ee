"""Due and credited. Pure: no clock, no database, exact fractions.

Rules 6 to 11 of rules.md. Adherence is computed from what is kept, never kept
itself.
"""

from __future__ import annotations

import datetime as dt
import enum
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from content.types import ExerciseFacts, Period
    from practice.rules.plan import Plan, Slot

Exact = int | Fraction
"""Slots, and exact parts of slots. Most are whole, and whole numbers are added ten times faster."""
LONGEST = 24 * 60 * 60
"""Seconds that one guided set may have taken, with all its pauses."""


class State(enum.IntEnum):
    """What a tick says of its slot. The number is what the database stores."""

    UNDONE = 0
    DONE = 1
    SKIPPED = 2


@dataclass(frozen=True)
class Mark:
    """What is known of a slot.

    ``tenths`` is the amount in tenths of the exercise's unit, ``None`` where it
    was not recorded; ``felt`` says that the document's own end was felt. The
    rest doesn't count, it is told: ``late`` (written down after its day),
    ``guided`` (timed, not by hand), ``instant`` (microseconds since 1970) and
    ``seconds`` (how long it took, where the guide timed it).
    """

    state: State
    tenths: int | None = None
    felt: bool = False
    late: bool = False
    guided: bool = False
    instant: int = 0
    seconds: int | None = None

    @property
    def without_time(self) -> Mark:
        """The same, whenever it was and however long it took."""
        return Mark(self.state, self.tenths, self.felt, self.late, self.guided)


@dataclass(frozen=True)
class Balance:
    """Slots due and slots credited, exactly; parts of a slot are fractions."""

    due: Exact = 0
    credited: Exact = 0

    def __add__(self, other: Balance) -> Balance:
        """Both together."""
        return Balance(self.due + other.due, self.credited + other.credited)

    @property
    def percent(self) -> int | None:
        """Whole percent, rounded down, at least 1 where anything is credited.

        ``None`` where nothing was due (rules.md 11).
        """
        if not self.due:
            return None
        return max(int(100 * self.credited // self.due), 1 if self.credited else 0)


def total(balances: Iterable[Balance]) -> Balance:
    """The sum over slots, never a mean of days."""
    return sum(balances, Balance())


def credit(exercise: ExerciseFacts, mark: Mark | None) -> Exact:
    """How much of a slot counts, from 0 to 1 (rules.md 6)."""
    if mark is None or mark.state is not State.DONE:
        return 0
    if mark.tenths is None or mark.felt:
        return 1
    floor = 10 * exercise.dose.floor
    return 1 if mark.tenths >= floor else Fraction(mark.tenths, floor)


@dataclass(frozen=True)
class Circumstances:
    """What decides whether a slot of a day is due.

    ``start`` is the earliest (day, period) with a tick that was not recorded
    late (rules.md 8), ``None`` before any.
    """

    day: dt.date
    ended: frozenset[Period]
    start: tuple[dt.date, Period] | None
    paused: bool = False

    def counts_absence_in(self, period: Period) -> bool:
        """Whether a slot of ``period`` that is not done may lower the share."""
        return (
            not self.paused
            and period in self.ended
            and self.start is not None
            and (self.day, period) >= self.start
        )


def measure(
    exercise: ExerciseFacts,
    plan: Plan,
    marks: Mapping[Slot, Mark],
    circumstances: Circumstances,
) -> Balance:
    """Due and credited of one exercise on one day.

    ``marks`` may hold other exercises too. Extras and what is set aside never
    count (rules.md 10).
    """
    own = {slot: mark for slot, mark in marks.items() if slot.exercise == exercise.id}
    planned = [slot for slot in plan.slots() if slot.exercise == exercise.id]
    if exercise.flexible:
        return _measure_flexible(exercise, planned, own, circumstances)
    return total(_measure_fixed(exercise, slot, own.get(slot), circumstances) for slot in planned)


def _measure_fixed(
    exercise: ExerciseFacts, slot: Slot, mark: Mark | None, circumstances: Circumstances
) -> Balance:
    credited = credit(exercise, mark)
    if circumstances.counts_absence_in(slot.period):
        skipped = mark is not None and mark.state is State.SKIPPED
        return Balance() if skipped else Balance(1, credited)
    if circumstances.paused or _before_start(slot, circumstances):
        return Balance(credited, credited)
    # Its period still runs: done earlier it is due too, with its credit.
    return Balance(1, credited) if credited else Balance()


def _before_start(slot: Slot, circumstances: Circumstances) -> bool:
    start = circumstances.start
    return start is None or (circumstances.day, slot.period) < start


def _measure_flexible(
    exercise: ExerciseFacts,
    planned: Sequence[Slot],
    own: Mapping[Slot, Mark],
    circumstances: Circumstances,
) -> Balance:
    """Rule 9: ended planned slots against the best credits of any period."""
    owed = sum(
        1
        for slot in planned
        if circumstances.counts_absence_in(slot.period)
        and not (slot in own and own[slot].state is State.SKIPPED)
    )
    best = sorted((credit(exercise, mark) for mark in own.values()), reverse=True)
    credited = sum(best[: len(planned)])
    return Balance(max(owed, credited), credited)
