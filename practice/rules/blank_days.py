"""Days on which nothing was ticked, about which Today asks once (rules.md 13). Pure."""

import datetime as dt

from practice.rules.days import ONE_DAY
from practice.rules.record import Record


def blank_days(record: Record, settled_to: dt.date | None) -> tuple[dt.date, dt.date] | None:
    """The first and last blank day to ask about, or nothing to ask.

    They lie between the last day with something done and today; days already
    asked about and excused days at either end are left out.
    """
    if record.last_day is None or record.start is None:
        return None
    first = max(record.last_day, settled_to or record.last_day) + ONE_DAY
    last = record.today - ONE_DAY
    while first <= last and record.is_paused(first):
        first += ONE_DAY
    while first <= last and record.is_paused(last):
        last -= ONE_DAY
    return (first, last) if first <= last else None
