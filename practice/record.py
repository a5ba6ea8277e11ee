"""One person's record of some days, as the rules read it. Pure."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from practice.adherence import Balance, Circumstances, Mark, State, credit, measure, total
from practice.plan import Plan, Slot, in_force

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from content.types import ExerciseFacts, Period
    from practice.days import PracticeClock
    from practice.pauses import PauseSpan


@dataclass(frozen=True)
class Record:
    """Plans, pauses and marks between two days.

    ``exercises``: every exercise of the document. ``start``: rules.md 8.
    ``third_day``: the third day with something done, ``last_day``: the latest
    one, inside these days or not.
    """

    plans: Sequence[Plan]
    marks: Mapping[dt.date, Mapping[Slot, Mark]] = field(default_factory=dict)
    pauses: Sequence[PauseSpan] = ()
    start: tuple[dt.date, Period] | None = None
    third_day: dt.date | None = None
    last_day: dt.date | None = None
    exercises: Sequence[ExerciseFacts] = field(kw_only=True)

    def marks_on(self, day: dt.date) -> Mapping[Slot, Mark]:
        """The marks of one day, perhaps none."""
        return self.marks.get(day, {})

    def practised_on(self, day: dt.date) -> bool:
        """Whether anything was done: whole, in part or beyond the plan, but not skipped."""
        facts = {exercise.id: exercise for exercise in self.exercises}
        return any(
            credit(facts[slot.exercise], mark) > 0 for slot, mark in self.marks_on(day).items()
        )

    def guided_on(self, day: dt.date, exercise: str) -> int:
        """Sets of an exercise that were done with the guide, not ticked by hand."""
        return sum(
            slot.exercise == exercise and mark.guided and mark.state is State.DONE
            for slot, mark in self.marks_on(day).items()
        )

    def plan_on(self, day: dt.date) -> Plan:
        """The plan in force."""
        return in_force(self.plans, day)

    def is_paused(self, day: dt.date) -> bool:
        """Whether the day is excused."""
        return any(span.covers(day) for span in self.pauses)

    def balances(self, day: dt.date, clock: PracticeClock, now: dt.datetime) -> dict[str, Balance]:
        """Due and credited of every exercise on ``day``, as things stand at ``now``."""
        circumstances = Circumstances(
            day, clock.ended(day, now), self.start, paused=self.is_paused(day)
        )
        plan, marks = self.plan_on(day), self.marks_on(day)
        return {
            exercise.id: measure(exercise, plan, marks, circumstances)
            for exercise in self.exercises
        }

    def balance(self, day: dt.date, clock: PracticeClock, now: dt.datetime) -> Balance:
        """Due and credited of the whole day."""
        return total(self.balances(day, clock, now).values())
