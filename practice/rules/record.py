"""One person's record of some days at one instant, and how its days are judged. Pure."""

import datetime as dt
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from content.types import ExerciseFacts, Period
from practice.rules.adherence import Balance, Exact, TickState, total
from practice.rules.days import ONE_DAY, PracticeClock
from practice.rules.matching import Facts, Match, Tally, match
from practice.rules.pauses import PauseSpan
from practice.rules.plan import Plan, Slot, full_day, in_force

EVERY_PERIOD = frozenset(Period)
NO_PERIOD: frozenset[Period] = frozenset()
Matched = tuple[Match, dict[Slot, Exact], dict[str, Balance]]


class JudgedDay(NamedTuple):
    """One day of a record: its plan, its ticks, and what becomes of them.

    ``asked``: the slots that words count, and what is credited for each. ``ended``: the periods
    that are over; ``started``: those since the record's start (rules.md 8).
    """

    day: dt.date
    plan: Plan
    ticks: Mapping[Slot, TickState]
    match: Match
    asked: Mapping[Slot, Exact]
    balances: Mapping[str, Balance]
    ended: frozenset[Period]
    started: frozenset[Period]
    is_paused: bool

    @property
    def balance(self) -> Balance:
        return total(self.balances.values())

    def tally(self, period: Period | None = None) -> Tally:
        """What every page's words say of the day, or of a period of it."""
        return self.match.tally(self.asked, period)

    def unfinished(self, period: Period) -> list[Slot]:
        """What is asked for in a period and can still be practised: all of it, or the rest."""
        if self.is_paused:
            return []
        skipped = self.match.skipped
        return [
            slot
            for slot, earned in self.asked.items()
            if slot.period is period and earned < 1 and slot not in skipped
        ]

    def is_open(self, slot: Slot) -> bool:
        is_due = slot.period in self.ended and slot.period in self.started and not self.is_paused
        return is_due and slot not in self.match.credits


class PreferenceValues(NamedTuple):
    """What a person was asked and answered; the defaults are those of somebody never asked."""

    blanks_settled_to: dt.date | None = None
    growth_asked_on: dt.date | None = None
    keeps_notes: bool = False


@dataclass(frozen=True)
class Record:
    """Plans, pauses and ticks between two days, as they stand at ``now``.

    ``exercises``: every exercise of the document, in its order. ``plans``: none before
    the person has begun. ``start``: rules.md 8. ``third_day`` and ``last_day``: the third
    and the latest day with something done, inside these days or not. ``reminder_note``: what
    reminders note for Today, none where the person was never asked about them. ``gone``: by day,
    what was done of exercises that are not here any more.
    """

    clock: PracticeClock
    now: dt.datetime
    exercises: Sequence[ExerciseFacts]
    plans: Sequence[Plan] = ()
    ticks: Mapping[dt.date, Mapping[Slot, TickState]] = field(default_factory=dict)
    gone: Mapping[dt.date, int] = field(default_factory=dict)
    pauses: Sequence[PauseSpan] = ()
    start: tuple[dt.date, Period] | None = None
    third_day: dt.date | None = None
    last_day: dt.date | None = None
    reminder_note: str | None = None
    preferences: PreferenceValues = field(default=PreferenceValues())

    @cached_property
    def today(self) -> dt.date:
        return self.clock.today(self.now)

    @cached_property
    def period(self) -> Period:
        return self.clock.period(self.now)

    @cached_property
    def facts(self) -> Facts:
        return {exercise.id: exercise for exercise in self.exercises}

    @cached_property
    def document(self) -> Plan:
        return full_day(self.exercises, self.today)

    def plan_on(self, day: dt.date) -> Plan:
        """What a day is judged by: before the first plan the document's full day (rules.md 12)."""
        if not self.plans or day < self.plans[0].starts:
            return self.document
        return in_force(self.plans, day)

    def chosen_on(self, day: dt.date) -> Plan:
        """What the person chose for a day: before their first plan that one."""
        return in_force(self.plans or (self.document,), day)

    def chosen_between(self, first: dt.date, last: dt.date) -> set[str]:
        """The exercises that were chosen on some of these days."""
        plans = [plan for plan in self.plans if first < plan.starts <= last]
        return {name for plan in (self.chosen_on(first), *plans) for name in plan.sets}

    def daily_totals(self, first: dt.date, last: dt.date) -> tuple[int, ...]:
        """How many sets a day were chosen on these days of the record so far, each number once."""
        first = max(first, self.start[0] if self.start else first)
        last = max(first, min(last, self.today))
        plans = [plan for plan in self.plans if first < plan.starts <= last]
        return tuple(sorted({plan.daily_total for plan in (self.chosen_on(first), *plans)}))

    def measures_by_document(self, first: dt.date, last: dt.date) -> bool:
        """Whether days before the first plan count here, by other sets than that plan's."""
        if not self.plans or self.plans[0].sets == self.document.sets:
            return False
        last = min(last, self.plans[0].starts - ONE_DAY)
        has_begun = self.start is not None and self.start[0] <= last
        return has_begun or any(
            first <= day <= last and self.judge(day).balance.due for day in self.ticks
        )

    def is_before(self, day: dt.date) -> bool:
        """Whether a day that is over lies before the record's start (rules.md 8)."""
        return day < (self.today if self.start is None else min(self.start[0], self.today))

    def is_paused(self, day: dt.date) -> bool:
        return any(span.covers(day) for span in self.pauses)

    @property
    def blank_days(self) -> tuple[dt.date, dt.date] | None:
        """The first and last blank day to ask about, or nothing to ask (rules.md 13).

        They lie between the last day with something done and today; days already
        asked about and excused days at either end are left out.
        """
        if self.last_day is None or self.start is None:
            return None
        first = max(self.last_day, self.preferences.blanks_settled_to or self.last_day) + ONE_DAY
        last = self.today - ONE_DAY
        while first <= last and self.is_paused(first):
            first += ONE_DAY
        while first <= last and self.is_paused(last):
            last -= ONE_DAY
        return (first, last) if first <= last else None

    def judge(self, day: dt.date) -> JudgedDay:
        """Match the day's ticks to its plan and weigh them, as things stand now."""
        plan, ticks, is_paused = self.plan_on(day), self.ticks.get(day, {}), self.is_paused(day)
        ended, started = self._ended(day), self._started(day)
        counting = NO_PERIOD if is_paused else started
        # What may still be done is asked for too, and before a first tick the whole of Today.
        may_begin = self.start is None and day >= self.today
        open_periods = EVERY_PERIOD if may_begin else EVERY_PERIOD - ended
        asking = NO_PERIOD if is_paused else started | open_periods
        # Most days of twelve weeks are like another one, and then matched with it. By identity:
        # the document's day and a plan may start on the same day.
        key = id(plan), frozenset(ticks.items()), counting, ended, asking
        if key not in self._matched:
            found = match(plan, ticks, self.facts)
            asked = found.asked(self.facts, asking)
            self._matched[key] = found, asked, found.balances(self.facts, counting, ended)
        return JudgedDay(day, plan, ticks, *self._matched[key], ended, started, is_paused)

    @cached_property
    def _matched(self) -> dict[Hashable, Matched]:
        return {}

    def _ended(self, day: dt.date) -> frozenset[Period]:
        if day == self.today:
            return self.clock.ended(day, self.now)
        return EVERY_PERIOD if day < self.today else NO_PERIOD

    def _started(self, day: dt.date) -> frozenset[Period]:
        if self.start is None or day < self.start[0]:
            return NO_PERIOD
        if day > self.start[0]:
            return EVERY_PERIOD
        return frozenset(period for period in Period if period >= self.start[1])
