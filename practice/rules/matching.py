"""What was done on one day against what was planned for it. Pure.

The one place that says what counts, what another period covers and what is extra
(rules.md 6, 9 and 10): every page reads its answer.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from content.types import ExerciseFacts, Period
from practice.rules.adherence import Balance, Exact, State, TickState, credit
from practice.rules.plan import Plan, Slot

Facts = dict[str, ExerciseFacts]
"""Every exercise of the document by id, in its order."""


class SoFar(NamedTuple):
    """A day that runs, in slots of its plan: done whole, in part, and still to go; and extras."""

    done: int
    partly: int
    left: int
    extra: int


@dataclass(frozen=True)
class Match:
    """One day's ticks against its plan.

    ``credits``: every slot with something done, and how much of a set that is.
    ``counted``: those of them that count towards the plan. ``covered``: planned
    slots with nothing in them, and the period in which their set was done.
    ``skipped``: planned slots set down as "not today", with or without something done.
    """

    plan: Plan
    credits: Mapping[Slot, Exact]
    counted: Mapping[Slot, Exact]
    covered: Mapping[Slot, Period]
    skipped: frozenset[Slot]

    @property
    def extras(self) -> set[Slot]:
        """What was done, whole or in part, beyond what the plan asks for."""
        return self.credits.keys() - self.counted.keys()

    @property
    def whole_extras(self) -> list[Slot]:
        """The extras of a whole set each, which pages count."""
        return [slot for slot in self.extras if self.credits[slot] == 1]

    def balances(
        self, facts: Facts, counting: frozenset[Period], ended: frozenset[Period]
    ) -> dict[str, Balance]:
        """Due and credited of every exercise (rules.md 7, 9, 10, 26 and 28).

        ``counting``: the periods that are not excused; ``ended``: those that are over.
        """
        due_periods = counting & ended
        skipped = self.skipped
        slots = dict.fromkeys(facts, 0)
        for name, each in self.plan.sets.items():
            slots[name] = (
                sum(each)
                if len(due_periods) == len(each)
                else sum(each[period - 1] for period in due_periods)
            )
        for slot in skipped:
            slots[slot.exercise] -= slot.period in due_periods
        done, partly = dict.fromkeys(facts, 0), dict.fromkeys(facts, 0)
        credited: dict[str, Exact] = dict.fromkeys(facts, 0)
        excused: dict[str, Exact] = dict.fromkeys(facts, 0)
        for slot, earned in self.counted.items():
            period, name, _set = slot
            credited[name] += earned
            if earned == 1:
                done[name] += 1
            else:
                partly[name] += 1
            if period in due_periods and not (skipped and slot in skipped):
                continue
            if not facts[name].flexible:
                slots[name] += 1
                if period not in counting or slot in skipped:
                    # Excused, it is due as far as it is credited; still to end, as a whole.
                    excused[name] += 1 - earned

        balances = {}
        for name, exercise in facts.items():
            due: Exact = slots[name] - excused[name]
            whole, parts = slots[name], partly[name]
            if exercise.flexible:
                due = max(due, credited[name])
                whole = math.ceil(due)
                # Three thirds may be one set due: "partly" never passes what is due.
                parts = min(parts, whole - done[name])
            balances[name] = Balance(due, credited[name], done[name], parts, whole)
        return balances

    def so_far(self, ended: frozenset[Period], *, is_paused: bool) -> SoFar:
        """What was done on a day that runs, and what may still be done (rules.md 27)."""
        planned = self.plan.slot_set
        earned = [self.credits[slot] for slot in self.credits.keys() & planned]
        done = earned.count(1)
        still_open = planned - self.credits.keys() - self.covered.keys() - self.skipped
        left = 0 if is_paused else sum(slot.period not in ended for slot in still_open)
        return SoFar(done + len(self.covered), len(earned) - done, left, len(self.whole_extras))


def match(plan: Plan, ticks: Mapping[Slot, TickState], facts: Facts) -> Match:
    planned = plan.slot_set
    done: dict[Slot, Exact] = {}
    skipped: list[Slot] = []
    for slot, tick in ticks.items():
        exercise = facts.get(slot.exercise)
        if exercise is None:
            continue  # The library no longer has it.
        if earned := credit(exercise, tick):
            done[slot] = earned
        if tick.state is State.SKIPPED and slot in planned:
            skipped.append(slot)
    counted = {slot: earned for slot, earned in done.items() if slot in planned}
    covered: dict[Slot, Period] = {}
    for name in {slot.exercise for slot in done.keys() - planned}:
        if facts[name].flexible:
            own = [slot for slot in plan.slots if slot.exercise == name]
            best = _best(name, done, planned)[: len(own)]
            for slot in own:
                counted.pop(slot, None)
            counted |= {slot: done[slot] for slot in best}
            empty = [slot for slot in own if slot not in done and slot not in skipped]
            spare = sorted(slot for slot in best if slot not in planned and done[slot] == 1)
            covered |= {slot: other.period for slot, other in zip(empty, spare, strict=False)}
    return Match(plan, done, counted, covered, frozenset(skipped))


def _best(name: str, done: Mapping[Slot, Exact], planned: frozenset[Slot]) -> list[Slot]:
    """An exercise's sets, the best first (rules.md 9); of equals the planned, then the earlier."""
    own = [slot for slot in done if slot.exercise == name]
    return sorted(own, key=lambda slot: (-done[slot], slot not in planned, slot))
