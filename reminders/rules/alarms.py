"""On which days each period is reminded of, and what a file of alarms said of that. Pure."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

import msgspec

from content.types import Period
from practice.rules.days import ONE_DAY
from practice.rules.pauses import PauseSpan
from practice.rules.plan import Plan, in_force

LONGEST_GAP = 366
"""Days: what comes after a longer rest is left out, for each day between is named one by one."""


class DaySpan(NamedTuple):
    """Days from ``first`` to ``last``, both included; without a last day they go on."""

    first: dt.date
    last: dt.date | None


class Ringing(msgspec.Struct, frozen=True):
    """When a period is reminded of: at so many minutes after midnight, on these days."""

    at: int
    days: tuple[DaySpan, ...]


class Alarms(msgspec.Struct, frozen=True):
    """What calendars say of each period that rings on some day, by the clock of ``zone``."""

    zone: str
    periods: dict[Period, Ringing]

    def since(self, day: dt.date) -> "Alarms":
        """What is left of it from a day on."""
        left = {
            period: Ringing(each.at, tuple(_clipped(each.days, day)))
            for period, each in self.periods.items()
        }
        return Alarms(self.zone, {period: each for period, each in left.items() if each.days})


class Taken(msgspec.Struct, frozen=True):
    """A file of alarms: what it ``said``, and the ``times`` that hold since."""

    said: Alarms
    times: dict[Period, int]


TAKEN_DECODER = msgspec.json.Decoder(Taken)


def alarms_of(
    zone: str,
    times: Mapping[Period, int],
    plans: Sequence[Plan],
    pauses: Sequence[PauseSpan],
    first: dt.date,
) -> Alarms:
    """What calendars are to say from ``first`` on, as things stand."""
    found = {
        period: Ringing(at, _named(days_with(period, plans, pauses, first)))
        for period, at in sorted(times.items())
    }
    return Alarms(zone, {period: each for period, each in found.items() if each.days})


def are_outdated(taken: Taken, now: Alarms, today: dt.date) -> bool:
    """Whether what a file said differs from what holds now, from ``today`` on.

    Of two that never ring again the zone makes no difference.
    """
    said = taken.said.since(today)
    return said != now and bool(said.periods or now.periods)


def days_with(
    period: Period, plans: Sequence[Plan], pauses: Sequence[PauseSpan], first: dt.date
) -> tuple[DaySpan, ...]:
    """The days from ``first`` on with something planned in a period, and no rest."""
    changes = {first, *(plan.starts for plan in plans), *(pause.first for pause in pauses)}
    changes |= {pause.last + ONE_DAY for pause in pauses if pause.last is not None}
    days = sorted(day for day in changes if day >= first)
    found: list[DaySpan] = []
    for day, following in zip(days, [*days[1:], None], strict=True):
        plan = in_force(plans, day)
        is_planned = any(plan.sets_in(exercise, period) for exercise in plan.sets)
        if not is_planned or any(pause.covers(day) for pause in pauses):
            continue
        begins = found.pop().first if found and found[-1].last == day - ONE_DAY else day
        found.append(DaySpan(begins, following and following - ONE_DAY))
    return tuple(found)


def gaps(days: Sequence[DaySpan]) -> Iterable[dt.date]:
    """Each day between the first and the last that is none of them."""
    for before, after in pairwise(days):
        if before.last is not None:
            for number in range(1, (after.first - before.last).days):
                yield before.last + number * ONE_DAY


def _named(days: tuple[DaySpan, ...]) -> tuple[DaySpan, ...]:
    """Those before the first gap that is too long."""
    for place, (before, after) in enumerate(pairwise(days), 1):
        if before.last is not None and (after.first - before.last).days > LONGEST_GAP:
            return days[:place]
    return days


def _clipped(days: Iterable[DaySpan], first: dt.date) -> Iterable[DaySpan]:
    for span in days:
        if span.last is None or span.last >= first:
            yield DaySpan(max(span.first, first), span.last)
