"""Merges two people's plans and pauses: whose hold on which day. Pure.

A day that a record knows keeps what it was read with (rules.md 12), so where
both know a day, the record that is there already holds. The one that comes
from a file holds before it, and after it if its ticks go on longer.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from practice.rules.days import ONE_DAY
from practice.rules.pauses import PauseSpan, united
from practice.rules.plan import Plan, in_force


@dataclass(frozen=True)
class Intentions:
    """Somebody's plans and pauses, and ``last_tick``, the latest day with a tick.

    ``plans`` are in order and not empty; of ``pauses`` no two meet.
    """

    plans: Sequence[Plan]
    pauses: Sequence[PauseSpan]
    last_tick: dt.date | None

    @property
    def first(self) -> dt.date:
        """From when on there is a plan."""
        return self.plans[0].starts

    @property
    def last(self) -> dt.date:
        """The latest day on which something was ticked, or from which something was intended."""
        return max(self.plans[-1].starts, self.last_tick or dt.date.min)


def merge_intentions(own: Intentions, other: Intentions) -> Intentions:
    """Merge the intentions of a file into those that are there; done twice it changes no more.

    Where nothing was ever ticked, no day is known yet, and those of a file
    with ticks take the place of the others.
    """
    ticks = [day for day in (own.last_tick, other.last_tick) if day is not None]
    if own.last_tick is None and ticks:
        return Intentions(other.plans, united([*own.pauses, *other.pauses]), other.last_tick)
    turn = _turn(own, other)
    return Intentions(
        _merged_plans(own, other, turn), _merged_pauses(own, other, turn), max(ticks, default=None)
    )


def _turn(own: Intentions, other: Intentions) -> dt.date | None:
    """The first day after ``own`` on which ``other`` holds, if its ticks go on longer."""
    if other.last_tick is None or other.last_tick <= own.last:
        return None
    return max(own.last + ONE_DAY, other.first)


def _merged_plans(own: Intentions, other: Intentions, turn: dt.date | None) -> list[Plan]:
    plans = [plan for plan in other.plans if plan.starts < own.first]
    plans += own.plans
    if turn is not None:
        following = in_force(other.plans, turn).starting(turn)
        if following.intends_other_than(plans[-1]):
            plans.append(following)
        plans += [plan for plan in other.plans if plan.starts > turn]
    return plans


def _merged_pauses(own: Intentions, other: Intentions, turn: dt.date | None) -> list[PauseSpan]:
    told = {span.first: span for span in other.pauses} if turn is not None else {}
    kept = [_ended_as_in_other(span, told.get(span.first), own.last) for span in own.pauses]
    return united([*kept, *_pauses_outside(own, other, turn)])


def _ended_as_in_other(span: PauseSpan, told: PauseSpan | None, known: dt.date) -> PauseSpan:
    """A pause of ours that reaches past what we know ends where the other, later, record says."""
    if told is None or (span.last is not None and span.last <= known):
        return span
    reason = told.reason or span.reason
    return PauseSpan(span.first, told.last and max(told.last, known), reason)


def _pauses_outside(
    own: Intentions, other: Intentions, turn: dt.date | None
) -> Iterator[PauseSpan]:
    """The rest of ``other`` on days that ``own`` doesn't know.

    Rest without an end that was begun elsewhere says nothing about days after
    ``own``, unless ``other`` goes on there: nobody means to rest until they say
    so in a browser they no longer use.
    """
    after = own.last + ONE_DAY if turn is None else turn
    for span in other.pauses:
        if span.first < own.first:
            last = own.first - ONE_DAY
            yield span._replace(last=last if span.last is None else min(span.last, last))
        if turn is not None if span.last is None else span.last >= after:
            yield span._replace(first=max(span.first, after))
