"""One person's record of some days, read in as few queries as the pages need."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from content.catalogue import exercises, exercises_by_code
from content.types import Period
from practice.adherence import Balance, Circumstances, Mark, measure, total
from practice.models import Pause, PlanVersion, Tick
from practice.plan import Plan, Slot, full_day, in_force

if TYPE_CHECKING:
    from people.models import Person
    from practice.days import PracticeClock


@dataclass(frozen=True)
class Record:
    """Plans, pauses and marks between two days.

    ``start``: rules.md 8. ``last_day``: the latest day with something done,
    inside these days or not.
    """

    plans: tuple[Plan, ...]
    marks: dict[dt.date, dict[Slot, Mark]] = field(default_factory=dict)
    pauses: tuple[tuple[dt.date, dt.date | None], ...] = ()
    start: tuple[dt.date, Period] | None = None
    last_day: dt.date | None = None

    def marks_on(self, day: dt.date) -> dict[Slot, Mark]:
        """The marks of one day, perhaps none."""
        return self.marks.get(day, {})

    def plan_on(self, day: dt.date) -> Plan:
        """The plan in force."""
        return in_force(self.plans, day)

    def is_paused(self, day: dt.date) -> bool:
        """Whether the day is excused."""
        return any(first <= day and (last is None or day <= last) for first, last in self.pauses)

    def balances(self, day: dt.date, clock: PracticeClock, now: dt.datetime) -> dict[str, Balance]:
        """Due and credited of every exercise on ``day``, as things stand at ``now``."""
        circumstances = Circumstances(
            day, clock.ended(day, now), self.start, paused=self.is_paused(day)
        )
        plan, marks = self.plan_on(day), self.marks_on(day)
        return {
            exercise.id: measure(exercise, plan, marks, circumstances) for exercise in exercises()
        }

    def balance(self, day: dt.date, clock: PracticeClock, now: dt.datetime) -> Balance:
        """Due and credited of the whole day."""
        return total(self.balances(day, clock, now).values())


def stranger_record(today: dt.date) -> Record:
    """What somebody without a record is shown: the document's day, nothing done."""
    return Record(plans=(full_day(exercises(), today),))


def load_record(
    person: Person | None, first: dt.date, last: dt.date, *, today: dt.date, pauses: bool = True
) -> Record:
    """Read a person's record of the days ``first`` to ``last``: at most three queries.

    ``pauses=False`` leaves out the pauses, where nothing is weighed.
    """
    if person is None:
        return stranger_record(today)
    versions = list(PlanVersion.objects.for_person(person))
    if not versions:
        return stranger_record(today)
    found = versions[0]
    names = exercises_by_code()
    marks: dict[dt.date, dict[Slot, Mark]] = {}
    for tick in Tick.objects.for_person(person).in_days(first, last):
        if tick.exercise in names:
            slot = tick.slot(names[tick.exercise].id)
            marks.setdefault(tick.day, {})[slot] = tick.as_mark()
    return Record(
        plans=tuple(version.as_plan() for version in versions),
        marks=marks,
        pauses=tuple(Pause.objects.filter(person=person).values_list("first_day", "last_day"))
        if pauses
        else (),
        start=(found.first_day, Period(found.first_period))
        if found.first_day and found.first_period
        else None,
        last_day=found.last_day,
    )
