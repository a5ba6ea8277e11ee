"""What was done on one day against what was planned for it. Pure.

The one place that says what counts, what another period covers and what is extra
(rules.md 6, 9 and 10): every page reads its answer.
"""

import math
from collections.abc import Container, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from content.types import ExerciseFacts, Period
from practice.rules.adherence import Balance, Exact, State, TickState, credit
from practice.rules.plan import Plan, Slot

Facts = dict[str, ExerciseFacts]
"""Every exercise of the document by id, in its order."""


class Tally(NamedTuple):
    """What words count of a day or of a period of it, in whole slots (rules.md 26 to 28).

    ``done``, ``partly`` and ``left`` make up ``asked``, but for a period that asks for nothing:
    of that they tell what counts in another one. ``extra``: beyond the plan, whole or in part.
    """

    done: int
    partly: int
    left: int
    extra: int
    asked: int


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

    def asked(self, facts: Facts, asking: Container[Period]) -> dict[Slot, Exact]:
        """The slots that words count, and what is credited for each (rules.md 26).

        ``asking``: the periods whose slots are due, done or not. A slot of another period,
        or a skipped one, is asked for as far as it is credited. A flexible set that was done
        elsewhere stands in the first slot of its exercise that is free.
        """
        asked: dict[Slot, Exact] = {}
        flexible: dict[str, list[Slot]] = {}
        for slot in self.plan.slots:
            if (exercise := facts.get(slot.exercise)) is None:
                continue
            is_owed = slot.period in asking and slot not in self.skipped
            if exercise.flexible:
                flexible.setdefault(slot.exercise, []).extend([slot] if is_owed else [])
            elif is_owed or slot in self.counted:
                asked[slot] = self.counted.get(slot, 0)
        for name, owed in flexible.items():
            own = {slot: self.counted[slot] for slot in self.counted if slot.exercise == name}
            if own.keys() <= set(owed):
                asked |= {slot: own.get(slot, 0) for slot in owed}
                continue
            # Three thirds may be one set due: no more is told than that.
            room = max(len(owed), math.ceil(sum(own.values())))
            kept = _best(name, own, owed)[:room]
            free = [slot for slot in owed if slot not in kept]
            free.sort(key=lambda slot: slot not in self.covered)
            elsewhere = [slot for slot in kept if slot not in owed]
            asked |= {slot: own[slot] for slot in kept if slot in owed}
            asked |= {(free.pop(0) if free else slot): own[slot] for slot in elsewhere}
            asked |= dict.fromkeys(free, 0)
        return asked

    def tally(self, asked: Mapping[Slot, Exact], period: Period | None = None) -> Tally:
        """Of ``asked``, of a whole day or of one period."""
        own = [earned for slot, earned in asked.items() if period in (None, slot.period)]
        told = own or [earned for slot, earned in self.counted.items() if slot.period is period]
        done, left = told.count(1), told.count(0)
        extra = sum(period in (None, slot.period) for slot in self.extras)
        return Tally(done, len(told) - done - left, left, extra, len(own))

    def balances(
        self, facts: Facts, counting: frozenset[Period], ended: frozenset[Period]
    ) -> dict[str, Balance]:
        """Due and credited of every exercise (rules.md 7, 9, 10, 26 and 28).

        ``counting``: the periods that are not excused; ``ended``: those that are over.
        """
        due_periods = counting & ended
        asked: dict[str, dict[Slot, Exact]] = {name: {} for name in facts}
        for slot, earned in self.asked(facts, due_periods).items():
            asked[slot.exercise][slot] = earned
        credited: dict[str, Exact] = dict.fromkeys(facts, 0)
        for slot, earned in self.counted.items():
            credited[slot.exercise] += earned
        balances = {}
        for name, own in asked.items():
            is_flexible = facts[name].flexible
            owing = due_periods if is_flexible else counting
            owed = {
                slot
                for slot in own.keys() & self.plan.slot_set
                if slot.period in owing and slot not in self.skipped
            }
            # Excused, it is due as far as it is credited; still to end, as a whole.
            due: Exact = max(len(owed), credited[name])
            if not is_flexible:
                due = len(owed) + sum(own[slot] for slot in own.keys() - owed)
            tally = self.tally(own)
            balances[name] = Balance(due, credited[name], tally.done, tally.partly, tally.asked)
        return balances


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


def _best(name: str, done: Mapping[Slot, Exact], planned: Container[Slot]) -> list[Slot]:
    """An exercise's sets, the best first (rules.md 9); of equals the planned, then the earlier."""
    own = [slot for slot in done if slot.exercise == name]
    return sorted(own, key=lambda slot: (-done[slot], slot not in planned, slot))
