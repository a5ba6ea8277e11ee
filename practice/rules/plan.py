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

from content.types import SETS_PER_PERIOD, ExerciseFacts, Period, PeriodSets, Technique

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

    ``kind``: how it came about. ``sets``: by the exercise's id, in the document's
    order. ``aside``: the sets that exercises set aside had before.
    """

    starts: dt.date
    kind: Kind
    sets: Mapping[str, SetsADay]
    aside: Mapping[str, SetsADay] = field(default_factory=dict)

    def sets_in(self, exercise: str, period: Period) -> int:
        return self.sets.get(exercise, NO_SETS)[period - 1]

    def sets_of(self, exercise: str) -> int:
        return sum(self.sets.get(exercise, NO_SETS))

    @cached_property
    def slots(self) -> tuple[Slot, ...]:
        return tuple(
            Slot(period, exercise, number)
            for period in Period
            for exercise in self.sets
            for number in range(1, self.sets_in(exercise, period) + 1)
        )

    @cached_property
    def slot_set(self) -> frozenset[Slot]:
        return frozenset(self.slots)

    @property
    def daily_total(self) -> int:
        return sum(sum(sets) for sets in self.sets.values())

    def starting(self, day: dt.date) -> Plan:
        return replace(self, starts=day)

    def intends_other_than(self, other: Plan) -> bool:
        """Whether the two differ in more than the day they start on."""
        return self != other.starting(self.starts)

    def minutes(self, exercises: Iterable[ExerciseFacts], *, whole: bool = False) -> int:
        """What it takes with the guide, up to the last tick; ``whole``: with soak and rest too."""
        return round(
            sum(
                self.sets_of(each.id) * (each.guided_seconds + whole * each.soak_and_rest_seconds)
                for each in exercises
            )
            / 60
        )


def _as_written(sets: PeriodSets) -> SetsADay:
    return (sets.morning, sets.afternoon, sets.evening)


def full_day(exercises: Iterable[ExerciseFacts], starts: dt.date, kind: Kind = "full") -> Plan:
    """The document's day; what another document has is in none that wasn't chosen."""
    own = (each for each in exercises if kind != "full" or not each.from_elsewhere)
    sets = {each.id: _as_written(each.sets) for each in own if each.sets.total}
    return Plan(starts, kind, sets)


def one_technique(technique: Technique, starts: dt.date) -> Plan:
    return full_day([exercise.facts for exercise in technique.exercises], starts, "one")


def easy_start(exercises: Sequence[ExerciseFacts], starts: dt.date) -> Plan:
    """Our gentle beginning: a few minutes in the evening."""
    sets = {each.id: _as_written(each.easy) for each in exercises if each.easy.total}
    return Plan(starts, "easy", sets)


def without(
    plan: Plan,
    names: Collection[str],
    starts: dt.date,
    document: Mapping[str, SetsADay] | None = None,
) -> Plan:
    """The same plan with exercises set aside; what isn't in it, with the ``document``'s sets."""
    known = {**(document or {}), **plan.aside, **plan.sets}
    gone = {name: sets for name, sets in known.items() if name in names}
    kept = {name: sets for name, sets in plan.sets.items() if name not in names}
    return replace(plan, starts=starts, sets=kept, aside={**plan.aside, **gone})


def choose_plan(current: Plan, chosen: Plan, *, adds_again: bool) -> Plan:
    """Another plan; what was set aside stays so, unless the person wants it again."""
    still = {
        name: sets
        for name, sets in current.aside.items()
        if not (adds_again and name in chosen.sets)
    }
    return without(chosen, still, chosen.starts, still)


def with_again(
    plan: Plan, exercise: ExerciseFacts, order: Sequence[ExerciseFacts], starts: dt.date
) -> Plan:
    """The same plan with an exercise taken up, as often as before or as in the document."""
    wanted = plan.aside.get(exercise.id) or _as_written(exercise.sets)
    aside = {name: sets for name, sets in plan.aside.items() if name != exercise.id}
    sets = _in_order({**plan.sets, exercise.id: wanted}, order)
    kind: Kind = "own" if exercise.from_elsewhere else plan.kind
    return replace(plan, starts=starts, kind=kind, sets=sets, aside=aside)


def changed(
    plan: Plan, wanted: Mapping[str, SetsADay], order: Sequence[ExerciseFacts], starts: dt.date
) -> Plan:
    """A plan of the person's own; what they no longer want is set aside.

    ``wanted`` must be sets that are allowed, as the form sees to.
    """
    sets = _in_order({name: each for name, each in wanted.items() if sum(each)}, order)
    if sets == plan.sets:
        return replace(plan, starts=starts)
    gone = {**plan.aside, **plan.sets}
    aside = _in_order({name: each for name, each in gone.items() if name not in sets}, order)
    return Plan(starts, "own", sets, aside)


def plan_of_slots(slots: Iterable[Slot], order: Sequence[ExerciseFacts], starts: dt.date) -> Plan:
    """A plan of the person's own that asks for these first sets, no two of them alike."""
    wanted: dict[str, SetsADay] = {}
    for slot in slots:
        before = wanted.get(slot.exercise, NO_SETS)
        morning, afternoon, evening = (
            number + (slot.period == period) for period, number in zip(Period, before, strict=True)
        )
        wanted[slot.exercise] = (morning, afternoon, evening)
    return Plan(starts, "own", _in_order(wanted, order))


def _in_order(sets: Mapping[str, SetsADay], order: Sequence[ExerciseFacts]) -> dict[str, SetsADay]:
    return {exercise.id: sets[exercise.id] for exercise in order if exercise.id in sets}


GROWTH_ORDER = (Period.EVENING, Period.MORNING, Period.AFTERNOON)


def next_step(plan: Plan, exercises: Sequence[ExerciseFacts]) -> Slot | None:
    """What an easy start could grow by: one set of the document's day (rules.md, "Beginning").

    A new exercise comes before a further time of day, and what the library lets
    grow last comes last. Nothing that was set aside is offered.
    """
    if plan.kind != "easy":
        return None
    missing = [
        (each.grows_last, plan.sets_of(each.id) > 0, GROWTH_ORDER.index(period), place, each)
        for place, each in enumerate(exercises)
        for period in Period
        if not (each.from_elsewhere or each.id in plan.aside)
        and plan.sets_in(each.id, period) < each.sets.in_period(period)
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
    """The latest of some plans in order that starts on a day or before, else the first.

    What a day before the first plan is judged by, :meth:`Record.plan_on` says.
    """
    return next((plan for plan in reversed(plans) if plan.starts <= day), plans[0])


def most_sets(exercise: ExerciseFacts, period: Period) -> int:
    if exercise.flexible:
        return min(exercise.daily_ceiling, SETS_PER_PERIOD)
    return exercise.sets.in_period(period)


def is_allowed(exercise: ExerciseFacts, sets: SetsADay) -> bool:
    """Whether a plan may ask for these sets: where the document has some, as many as it does."""
    return sum(sets) <= exercise.daily_ceiling and all(
        0 <= wanted <= most_sets(exercise, period)
        for period, wanted in zip(Period, sets, strict=True)
    )
