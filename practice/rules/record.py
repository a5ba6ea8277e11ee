"""One person's record of some days, as the rules read it. Pure."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from practice.rules.adherence import Balance, Circumstances, Mark, State, credit, measure, total
from practice.rules.plan import Plan, Slot, in_force

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from content.types import ExerciseFacts, Period
    from practice.rules.days import PracticeClock
    from practice.rules.pauses import PauseSpan


@dataclass(frozen=True)
class Record:
    """Plans, pauses and marks between two days.

    ``exercises``: every exercise of the document. ``is_begun``: whether the plans
    are somebody's own, and not what a stranger is shown. ``start``: rules.md 8.
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
    is_begun: bool = field(default=True, kw_only=True)

    def marks_on(self, day: dt.date) -> Mapping[Slot, Mark]:
        """The marks of one day, perhaps none."""
        return self.marks.get(day, {})

    def practised_on(self, day: dt.date) -> bool:
        """Whether anything was done: whole, in part or beyond the plan, but not skipped."""
        facts = {exercise.id: exercise for exercise in self.exercises}
        return any(
            credit(facts[slot.exercise], mark) > 0 for slot, mark in self.marks_on(day).items()
        )

    def guided_in(self, days: Iterable[dt.date]) -> Counter[str]:
        """Sets of each exercise that were done with the guide, not ticked by hand."""
        return Counter(
            slot.exercise
            for day in days
            for slot, mark in self.marks_on(day).items()
            if mark.guided and mark.state is State.DONE
        )

    def extra_on(self, day: dt.date, exercise: str) -> int:
        """Sets of an exercise wholly done beyond what the plan of the day asks for.

        What belongs to no period fills the plan first, wherever it was done (rules.md 9).
        """
        own = {slot: mark for slot, mark in self.marks_on(day).items() if slot.exercise == exercise}
        if not own:
            return 0
        facts = next(each for each in self.exercises if each.id == exercise)
        done = [slot for slot, mark in own.items() if credit(facts, mark) == 1]
        plan = self.plan_on(day)
        if facts.flexible:
            return max(len(done) - plan.sets_of(exercise), 0)
        return sum(slot not in plan.slots() for slot in done)

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
