"""When a reminder is due, and which times a part of the day can have. Pure."""

import datetime as dt
from zoneinfo import ZoneInfo

from content.types import Period
from practice.rules.days import NOON, ONE_DAY, SIX_IN_THE_EVENING, PracticeClock

MINUTES_A_DAY = 24 * 60


def next_at(now: dt.datetime, zone: ZoneInfo, at: int) -> dt.datetime:
    """The next instant after ``now`` at which clocks in ``zone`` show ``at``.

    ``at`` is in minutes after midnight. A time that comes twice is due the first time only; one
    that is skipped is due as much later as the clock was put forward.
    """
    clock, day = PracticeClock(zone), now.astimezone(zone).date() - ONE_DAY
    while (instant := clock.instant(day, at)) <= now:
        day += ONE_DAY
    return instant


def bounds(period: Period, day_start: int) -> tuple[int, int]:
    """From which time of day a period can be reminded of, and before which.

    In minutes after midnight; the evening's end with the calendar's day, so that a reminder
    stands on the day whose evening it is.
    """
    return {
        Period.MORNING: (day_start, NOON),
        Period.AFTERNOON: (NOON, SIX_IN_THE_EVENING),
        Period.EVENING: (SIX_IN_THE_EVENING, MINUTES_A_DAY),
    }[period]
