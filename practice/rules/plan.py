"""What a person intends, from which day on. Pure.

Rule 12 of rules.md: a change holds for whole days, from today or later, never
before; a past day is always read with the plan in force on that day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal, NamedTuple

from content.types import SETS_PER_PERIOD, ExerciseFacts, Period, PeriodSets

Kind = Literal["easy", "one", "full", "own"]
SetsADay = tuple[int, int, int]
"""Sets in the morning, afternoon and evening."""

NO_SETS: SetsADay = (0, 0, 0)
GROWS_EVERY = dt.timedelta(days=7)


class Slot(NamedTuple):
    """One set of one exercise in one period of some day; ``set`` counts from 1."""

    period: Period
    exercise: str
    set: int


@dataclass(frozen=True)
class Plan:
    """The sets intended each day, from ``starts`` until the next plan starts.

    ``sets`` maps an exercise's id to its sets in the morning, afternoon and
    evening, in the document's order; ``aside`` remembers the sets of what was
    set aside. ``kind`` says how the plan came about.
    """

    starts: dt.date
    kind: Kind
    sets: Mapping[str, SetsADay]
    aside: Mapping[str, SetsADay] = field(default_factory=dict)

    def sets_in(self, exercise: str, period: Period) -> int:
        """Sets of an exercise in one period."""
        return self.sets.get(exercise, NO_SETS)[period - 1]

    def sets_of(self, exercise: str) -> int:
        """Sets of an exercise in a day."""
        return sum(self.sets.get(exercise, NO_SETS))

    def slots(self) -> tuple[Slot, ...]:
        """Every slot of a day, in the order of the day and of the document."""
        return self._slots

    @cached_property
    def _slots(self) -> tuple[Slot, ...]:
        return tuple(
            Slot(period, exercise, number)
            for period in Period
            for exercise in self.sets
            for number in range(1, self.sets_in(exercise, period) + 1)
        )

    @cached_property
    def slot_set(self) -> frozenset[Slot]:
        """The same in no order."""
        return frozenset(self._slots)

    @property
    def daily_total(self) -> int:
        """Slots a day."""
        return sum(sum(sets) for sets in self.sets.values())

    def starting(self, day: dt.date) -> Plan:
        """The same, in force from ``day`` on."""
        return replace(self, starts=day)

    def intends_other_than(self, other: Plan) -> bool:
        """Whether the two differ in more than the day they start on."""
        return self != other.starting(self.starts)

    def minutes(self, exercises: Iterable[ExerciseFacts]) -> int:
        """What the sets of a day take at their usual pace, in whole minutes."""
        return round(sum(self.sets_of(each.id) * each.seconds for each in exercises) / 60)


def _as_written(sets: PeriodSets) -> SetsADay:
    return (sets.morning, sets.afternoon, sets.evening)


def _plan(starts: dt.date, kind: Kind, sets: Iterable[tuple[ExerciseFacts, PeriodSets]]) -> Plan:
    return Plan(
        starts,
        kind,
        {exercise.id: _as_written(wanted) for exercise, wanted in sets if wanted.total},
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


def without(plan: Plan, names: Collection[str], starts: dt.date) -> Plan:
    """The same plan with these exercises set aside; their sets are remembered."""
    gone = {name: sets for name, sets in plan.sets.items() if name in names}
    kept = {name: sets for name, sets in plan.sets.items() if name not in names}
    return replace(plan, starts=starts, sets=kept, aside={**plan.aside, **gone})


def with_again(
    plan: Plan, exercise: ExerciseFacts, order: Sequence[ExerciseFacts], starts: dt.date
) -> Plan:
    """The same plan with an exercise taken up.

    As often as before it was set aside, or, where it never was in the plan, as
    often as the document says.
    """
    wanted = plan.aside.get(exercise.id) or _as_written(exercise.sets)
    aside = {name: sets for name, sets in plan.aside.items() if name != exercise.id}
    sets = _in_order({**plan.sets, exercise.id: wanted}, order)
    return replace(plan, starts=starts, sets=sets, aside=aside)


def changed(
    plan: Plan,
    wanted: Mapping[str, SetsADay],
    order: Sequence[ExerciseFacts],
    starts: dt.date,
) -> Plan:
    """A plan of the person's own; what they no longer want is set aside.

    Raises:
        ValueError: sets that :func:`check_sets` refuses.
    """
    for exercise in order:
        check_sets(exercise, wanted.get(exercise.id, NO_SETS))
    sets = _in_order({name: each for name, each in wanted.items() if sum(each)}, order)
    if sets == plan.sets:
        return replace(plan, starts=starts)
    gone = {**plan.aside, **plan.sets}
    aside = _in_order({name: each for name, each in gone.items() if name not in sets}, order)
    return Plan(starts, "own", sets, aside)


def _in_order(sets: Mapping[str, SetsADay], order: Sequence[ExerciseFacts]) -> dict[str, SetsADay]:
    return {exercise.id: sets[exercise.id] for exercise in order if exercise.id in sets}


GROWTH_ORDER = (Period.EVENING, Period.MORNING, Period.AFTERNOON)


def next_step(plan: Plan, exercises: Sequence[ExerciseFacts]) -> Slot | None:
    """What an easy start could grow by: one set of the document's day, or nothing.

    An exercise that is new comes before a further time of day, and what the
    library lets grow last comes last (rules.md, "Beginning"). Nothing that was
    set aside is offered.
    """
    if plan.kind != "easy":
        return None
    missing = [
        (each.grows_last, plan.sets_of(each.id) > 0, GROWTH_ORDER.index(period), place, each)
        for place, each in enumerate(exercises)
        for period in Period
        if each.id not in plan.aside and plan.sets_in(each.id, period) < each.sets.in_period(period)
    ]
    if not missing:
        return None
    *_, rank, _place, exercise = min(missing, key=lambda step: step[:4])
    period = GROWTH_ORDER[rank]
    return Slot(period, exercise.id, plan.sets_in(exercise.id, period) + 1)


def growth_offer(
    plan: Plan, exercises: Sequence[ExerciseFacts], today: dt.date, asked_on: dt.date | None
) -> Slot | None:
    """The step to offer today: once a week has gone by since the plan began or was last asked."""
    if today < max(plan.starts, asked_on or plan.starts) + GROWS_EVERY:
        return None
    return next_step(plan, exercises)


def grown(plan: Plan, step: Slot, order: Sequence[ExerciseFacts], starts: dt.date) -> Plan:
    """The plan with one set more; once it is the document's whole day, it is that."""
    sets = list(plan.sets.get(step.exercise, NO_SETS))
    sets[step.period - 1] = step.set
    whole = _in_order({**plan.sets, step.exercise: (sets[0], sets[1], sets[2])}, order)
    full = full_day(order, starts)
    return full if whole == full.sets else replace(plan, starts=starts, sets=whole)


def in_force(plans: Sequence[Plan], day: dt.date) -> Plan:
    """The latest plan that starts on a day or before, else the first.

    What a day before the first plan is judged by, :meth:`Record.plan_on` says.
    ``plans`` are in order and not empty.
    """
    return next((plan for plan in reversed(plans) if plan.starts <= day), plans[0])


def most_sets(exercise: ExerciseFacts, period: Period) -> int:
    """How many sets of an exercise a plan may ask for in one period."""
    if exercise.flexible:
        return min(exercise.daily_ceiling, SETS_PER_PERIOD)
    return exercise.sets.in_period(period)


def check_sets(exercise: ExerciseFacts, sets: SetsADay) -> None:
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
