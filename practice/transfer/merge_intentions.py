"""Merges two people's plans and pauses: whose hold on which day. Pure.

A day that a record knows keeps what it was read with (rules.md 12), so where
both know a day, the record that is there already holds. The one that comes
from a file holds before it, and after it if its ticks go on longer.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from practice.rules.days import ONE_DAY
from practice.rules.pauses import PauseSpan, merge_all
from practice.rules.plan import Plan, in_force


@dataclass(frozen=True)
class Intentions:
    """Somebody's plans and pauses, and ``last_tick``, the latest day with a tick.

    ``plans`` are in order; of ``pauses`` no two meet.
    """

    plans: Sequence[Plan]
    pauses: Sequence[PauseSpan]
    last_tick: dt.date | None

    @property
    def first(self) -> dt.date:
        return self.plans[0].starts

    @property
    def last(self) -> dt.date:
        """The latest day on which something was ticked, or from which something was intended."""
        return max(self.plans[-1].starts, self.last_tick or dt.date.min)


def merge_intentions(own: Intentions, other: Intentions) -> Intentions:
    """Merge the intentions of a file into those that are there; done twice it changes no more.

    Without plans of their own a person takes the other's whole. Where nothing was ever ticked,
    no day is known yet, and plans of a file with ticks take the place of the others. ``other``
    has at least one plan.
    """
    if not own.plans:
        return other
    if own.last_tick is None and other.last_tick is not None:
        return Intentions(other.plans, merge_all([*own.pauses, *other.pauses]), other.last_tick)
    takes_over_on = _takes_over_on(own, other)
    ticks = [day for day in (own.last_tick, other.last_tick) if day is not None]
    return Intentions(
        _merged_plans(own, other, takes_over_on),
        _merged_pauses(own, other, takes_over_on),
        max(ticks, default=None),
    )


def _takes_over_on(own: Intentions, other: Intentions) -> dt.date | None:
    """The first day after ``own`` on which ``other`` holds, if its ticks go on longer."""
    if other.last_tick is None or other.last_tick <= own.last:
        return None
    return max(own.last + ONE_DAY, other.first)


def _merged_plans(own: Intentions, other: Intentions, from_day: dt.date | None) -> list[Plan]:
    plans = [plan for plan in other.plans if plan.starts < own.first]
    plans += own.plans
    if from_day is not None:
        following = in_force(other.plans, from_day).starting(from_day)
        if following.intends_other_than(plans[-1]):
            plans.append(following)
        plans += [plan for plan in other.plans if plan.starts > from_day]
    return plans


def _merged_pauses(own: Intentions, other: Intentions, from_day: dt.date | None) -> list[PauseSpan]:
    later = {span.first: span for span in other.pauses} if from_day is not None else {}
    own_pauses = [_ended_as_in_other(span, later.get(span.first), own.last) for span in own.pauses]
    return merge_all([*own_pauses, *_pauses_outside(own, other, from_day)])


def _ended_as_in_other(span: PauseSpan, later: PauseSpan | None, known: dt.date) -> PauseSpan:
    """A pause of ours that reaches past what we know ends where the other, later, record says."""
    if later is None or (span.last is not None and span.last <= known):
        return span
    return PauseSpan(span.first, later.last and max(later.last, known), later.reason or span.reason)


def _pauses_outside(
    own: Intentions, other: Intentions, from_day: dt.date | None
) -> Iterator[PauseSpan]:
    """The rest of ``other`` on days that ``own`` doesn't know.

    Rest without an end that was begun elsewhere says nothing about days after
    ``own``, unless ``other`` goes on there: nobody means to rest until they say
    so in a browser they no longer use.
    """
    after = own.last + ONE_DAY if from_day is None else from_day
    for span in other.pauses:
        if span.first < own.first:
            last = own.first - ONE_DAY
            yield span._replace(last=last if span.last is None else min(span.last, last))
        if from_day is not None if span.last is None else span.last >= after:
            yield span._replace(first=max(span.first, after))
