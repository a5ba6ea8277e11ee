"""The present and the coming days as nobody has ticked them yet: for a phone without a network."""

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from content.types import Period
from practice.rules.checklist import Section
from practice.rules.days import ONE_DAY
from practice.store.day import load_day
from practice.store.moment import Moment

COMING_DAYS = 3


class ComingPeriod(NamedTuple):
    """A part of a day: when it begins, and what is then to be done; a rest day has nothing."""

    starts: dt.datetime
    day: dt.date
    period: Period
    next: Section | None
    kind: str


def coming_periods(moment: Moment) -> Iterator[ComingPeriod]:
    """The present part of the day, and those of the next three days."""
    for number in range(COMING_DAYS + 1):
        day = moment.today + number * ONE_DAY
        shown = load_day(moment.at_beginning(day) if number else moment, day)
        starts = moment.clock.beginning(day)
        for period in Period:
            ends = moment.clock.end_of(day, period)
            if ends > moment.now:
                section = shown.checklist.next_to_do(period) if moment.person else None
                yield ComingPeriod(starts, day, period, section, shown.plan.kind)
            starts = ends
