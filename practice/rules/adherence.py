"""The state of a slot, its credit, and sums of due and credited. Pure, in exact fractions.

Adherence is credited ÷ due: computed from ticks, never stored.
"""

import enum
from collections.abc import Iterable
from fractions import Fraction
from typing import NamedTuple

from content.types import ExerciseFacts

Exact = int | Fraction
"""Slots, and exact parts of slots. Most are whole, and whole numbers are added ten times faster."""
LONGEST = 24 * 60 * 60
"""Seconds that one guided set may have taken, with all its pauses."""


def exact_text(value: Exact) -> str:
    """A sum of slots: ``4``, or ``4.67`` where parts of slots are in it."""
    return str(int(value)) if value.denominator == 1 else f"{float(value):.2f}"


class State(enum.IntEnum):
    """What a tick says of its slot. The number is what the database stores."""

    UNDONE = 0
    DONE = 1
    SKIPPED = 2


class TickState(NamedTuple):
    """What is known of a slot.

    ``tenths``: the amount in tenths of the exercise's unit, where it was recorded.
    ``felt``: the document's own end was felt. The rest doesn't count, it is shown:
    ``late`` (written down after its day), ``guided`` (timed, not by hand), ``instant``
    (microseconds since 1970), ``seconds`` (how long it took, where the guide timed it) and ``by``
    (the name of the helper who ticked, empty where it was the person).
    """

    state: State
    tenths: int | None = None
    felt: bool = False
    late: bool = False
    guided: bool = False
    instant: int = 0
    seconds: int | None = None
    by: str = ""


class Balance(NamedTuple):
    """Sums over slots: ``due`` and ``credited`` exactly, the others whole, for words.

    ``done`` and ``partly``: sets that count, whole or in part; ``slots``: those with
    something due (rules.md 26).
    """

    due: Exact = 0
    credited: Exact = 0
    done: int = 0
    partly: int = 0
    slots: int = 0

    @property
    def percent(self) -> int | None:
        """Whole percent, rounded down, at least 1 where anything is credited.

        ``None`` where nothing was due (rules.md 11).
        """
        if not self.due:
            return None
        return max(int(100 * self.credited // self.due), 1 if self.credited else 0)

    @property
    def due_text(self) -> str:
        return exact_text(self.due)

    @property
    def credited_text(self) -> str:
        return exact_text(self.credited)


def total(balances: Iterable[Balance]) -> Balance:
    return Balance(*map(sum, zip(*balances, strict=True)))


def credit(exercise: ExerciseFacts, tick: TickState | None) -> Exact:
    """How much of a slot counts, from 0 to 1 (rules.md 6); skipped, what was done of it (28)."""
    if tick is None or tick.state is State.UNDONE:
        return 0
    if tick.tenths is None or tick.felt:
        return int(tick.state is State.DONE)
    floor = 10 * exercise.dose.floor
    return 1 if tick.tenths >= floor else Fraction(tick.tenths, floor)
