"""Turns the days of Loop's habits into late ticks of the exercises that the person chose. Pure."""

import datetime as dt
from collections.abc import Container
from typing import NamedTuple

from content.types import ExerciseFacts
from practice.rules.adherence import State, TickState
from practice.rules.days import EPOCH, PracticeClock, parse_day
from practice.rules.plan import Slot
from practice.transfer.loop import Habit
from practice.transfer.parse import FURTHEST_EAST, tenths_of
from practice.transfer.schema import ParsedTick


class LoopTicks(NamedTuple):
    """What one habit becomes, and how many of its days don't."""

    habit: Habit
    slot: Slot
    ticks: list[ParsedTick]
    kept: int = 0
    """Days on which this slot has a state of its own, which stays."""
    refused: int = 0
    """Days with a number that the exercise can't have (rules.md 5)."""
    future: int = 0

    @property
    def amounts(self) -> list[float]:
        return sorted(mark.tenths / 10 for _day, _slot, mark in self.ticks if mark.tenths)


def loop_ticks(
    habit: Habit,
    slot: Slot,
    facts: ExerciseFacts,
    *,
    clock: PracticeClock,
    now: dt.datetime,
    own: Container[tuple[dt.date, Slot]] = (),
    with_numbers: bool = True,
) -> LoopTicks:
    """The ticks of one habit; Loop's day is a date of the calendar, and so it stays.

    Their instant is the beginning of the day: whatever was or will be ticked by hand is later
    and holds, and the same file again changes nothing.
    """
    found = LoopTicks(habit, slot, [])
    last = now.astimezone(FURTHEST_EAST).date()
    kept = refused = future = 0
    for text, thousandths in habit.days:
        day = parse_day(text)
        tenths = tenths_of(thousandths / 1000, facts) if thousandths and with_numbers else None
        if day > last:
            future += 1
        elif (day, slot) in own:
            kept += 1
        elif thousandths and with_numbers and tenths is None:
            refused += 1
        else:
            since = min(clock.beginning(day), now) - EPOCH
            instant = since // dt.timedelta(microseconds=1)
            mark = TickState(
                State.DONE, tenths, felt=False, late=True, guided=False, instant=instant
            )
            found.ticks.append((day, slot, mark))
    return found._replace(kept=kept, refused=refused, future=future)
