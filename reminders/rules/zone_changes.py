"""When clocks are changed in a zone. Pure.

icalendar has this too, but looks two months ahead: it misses Morocco's Ramadan, and where clocks
are put forward it tells the time they then show (RFC 5545, 3.6.5 wants the one before).
"""

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple
from zoneinfo import ZoneInfo

from practice.rules.days import ONE_DAY

ONE_SECOND = dt.timedelta(seconds=1)


class Offsets(NamedTuple):
    """From which distance from UTC to which one, and the ``name`` of the time from then on."""

    before: dt.timedelta
    after: dt.timedelta
    name: str
    is_summer: bool


def zone_changes(zone: ZoneInfo, year: int, years: int) -> Iterator[tuple[dt.datetime, Offsets]]:
    """How it is when ``year`` begins, as if it were changed then, and each change of ``years``.

    Each with what clocks show when they are changed.
    """
    day = dt.datetime(year, 1, 1, tzinfo=zone).astimezone(dt.UTC)
    end = dt.datetime(year + years, 1, 1, tzinfo=zone).astimezone(dt.UTC)
    yield _change(zone, day, _offset(zone, day))
    while day < end:
        before, day = _offset(zone, day), day + ONE_DAY
        if _offset(zone, day) != before:
            yield _change(zone, _first_after(zone, day - ONE_DAY, day), before)


def _first_after(zone: ZoneInfo, earlier: dt.datetime, later: dt.datetime) -> dt.datetime:
    """The second from which on clocks differ from ``earlier``'s, as they do at ``later``."""
    before = _offset(zone, earlier)
    while later - earlier > ONE_SECOND:
        middle = earlier + (later - earlier) // (2 * ONE_SECOND) * ONE_SECOND
        if _offset(zone, middle) == before:
            earlier = middle
        else:
            later = middle
    return later


def _change(
    zone: ZoneInfo, instant: dt.datetime, before: dt.timedelta
) -> tuple[dt.datetime, Offsets]:
    there, onset = instant.astimezone(zone), (instant + before).replace(tzinfo=None)
    name = there.tzname() or zone.key
    return onset, Offsets(before, _offset(zone, instant), name, bool(there.dst()))


def _offset(zone: ZoneInfo, instant: dt.datetime) -> dt.timedelta:
    return instant.astimezone(zone).utcoffset() or dt.timedelta()
