"""What a person intends, from which day on. Pure.

Rule 12 of rules.md: a change holds for whole days, from today or later, never
before; a past day is always read with the plan in force on that day.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

from content.types import SETS_PER_PERIOD, ExerciseFacts, Period, PeriodSets

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Kind = Literal["easy", "one", "full", "own"]


class Slot(NamedTuple):
    """One set of one exercise in one period of some day; ``set`` counts from 1."""

    period: Period
    exercise: str
    set: int


@dataclass(frozen=True)
class Plan:
    """The sets intended each day, from ``starts`` until the next plan starts.

    ``sets`` maps an exercise's id to its sets in the morning, afternoon and
    evening; an exercise that is not in it is set aside.
    """

    starts: dt.date
    kind: Kind
    sets: Mapping[str, tuple[int, int, int]]

    def sets_in(self, exercise: str, period: Period) -> int:
        """Sets of an exercise in one period."""
        return self.sets.get(exercise, (0, 0, 0))[period - 1]

    def sets_of(self, exercise: str) -> int:
        """Sets of an exercise in a day."""
        return sum(self.sets.get(exercise, (0, 0, 0)))

    def slots(self) -> list[Slot]:
        """Every slot of a day, in the order of the day and of the document."""
        return [
            Slot(period, exercise, number)
            for period in Period
            for exercise in self.sets
            for number in range(1, self.sets_in(exercise, period) + 1)
        ]

    @property
    def daily_total(self) -> int:
        """Slots a day."""
        return sum(sum(sets) for sets in self.sets.values())


def _plan(starts: dt.date, kind: Kind, sets: Iterable[tuple[ExerciseFacts, PeriodSets]]) -> Plan:
    return Plan(
        starts,
        kind,
        {
            exercise.id: (wanted.morning, wanted.afternoon, wanted.evening)
            for exercise, wanted in sets
            if wanted.total
        },
    )


def full_day(exercises: Sequence[ExerciseFacts], starts: dt.date) -> Plan:
    """The document's own day."""
    return _plan(starts, "full", ((exercise, exercise.sets) for exercise in exercises))


def easy_start(exercises: Sequence[ExerciseFacts], starts: dt.date) -> Plan:
    """Our gentle beginning: a few minutes in the evening."""
    return _plan(starts, "easy", ((exercise, exercise.easy) for exercise in exercises))


def just_one(exercises: Sequence[ExerciseFacts], starts: dt.date) -> Plan:
    """The document's day for the exercises of one technique."""
    return _plan(starts, "one", ((exercise, exercise.sets) for exercise in exercises))


def without(plan: Plan, exercise: str, starts: dt.date) -> Plan:
    """The same plan with an exercise set aside."""
    return Plan(starts, "own", {name: sets for name, sets in plan.sets.items() if name != exercise})


def with_again(
    plan: Plan, exercise: ExerciseFacts, order: Sequence[ExerciseFacts], starts: dt.date
) -> Plan:
    """The same plan with an exercise taken up again, as often as the document says."""
    wanted = exercise.sets
    sets = {**plan.sets, exercise.id: (wanted.morning, wanted.afternoon, wanted.evening)}
    return Plan(starts, "own", {each.id: sets[each.id] for each in order if each.id in sets})


def in_force(plans: Sequence[Plan], day: dt.date) -> Plan:
    """The plan of a day: the latest that starts on it or before.

    A day before the first plan is read with the first (its slots are then
    due only as far as credited, rules.md 7). ``plans`` are in order and not
    empty.
    """
    found = plans[0]
    for plan in plans[1:]:
        if plan.starts <= day:
            found = plan
    return found


def check_sets(exercise: ExerciseFacts, sets: tuple[int, int, int]) -> None:
    """Whether a plan may ask for this.

    Raises:
        ValueError: sets where the document has none, or more than it ever asks.
    """
    for period, wanted in zip(Period, sets, strict=True):
        if not 0 <= wanted <= SETS_PER_PERIOD:
            message = f"{exercise.id}: 0 to {SETS_PER_PERIOD} sets a period"
            raise ValueError(message)
        if wanted and not exercise.exists_in(period):
            message = f"{exercise.id}: not in the {period.slug}"
            raise ValueError(message)
        if not exercise.flexible and wanted > exercise.sets.in_period(period):
            message = f"{exercise.id}: once in the {period.slug}"
            raise ValueError(message)
    if sum(sets) > exercise.daily_ceiling:
        message = f"{exercise.id}: at most {exercise.daily_ceiling} a day"
        raise ValueError(message)
