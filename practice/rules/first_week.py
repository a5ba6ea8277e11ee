"""The first full week, which closes with a page of seals. Pure, and never stored.

It is the first Monday to Sunday that the record covers. One in which one thing was
done closes as warmly as one with all; one with nothing in it closes with nothing.
"""

from practice.rules.days import Week
from practice.rules.record import Record
from practice.rules.week import Seal


def first_full_week(record: Record) -> Week | None:
    """The first whole week from the start on; nothing before there is one (rules.md 8)."""
    if record.start is None:
        return None
    day, _period = record.start
    week = Week.of(day)
    return week if day == week.monday else week.next()


def page_of_seals(record: Record, week: Week) -> tuple[Seal, ...]:
    """One seal for each set done in the first full week, in order, once it is over.

    None for any other week. ``record`` holds the ticks of ``week``.
    """
    if week != first_full_week(record) or record.today <= week.sunday:
        return ()
    matches = (record.judge(day).match for day in week.days())
    return tuple(
        Seal.ALL if earned == 1 else Seal.SOME
        for match in matches
        for _slot, earned in sorted(match.credits.items())
    )


def just_closed(record: Record) -> Week | None:
    """The first full week, in the days after it, until something is ticked in the new one.

    ``record`` needs no ticks: its start and its last day tell that something
    was done in that week.
    """
    first = first_full_week(record)
    if first is None or record.last_day is None or record.today < first.monday:
        return None
    is_next = Week.of(record.today) == first.next()
    return first if is_next and first.monday <= record.last_day <= first.sunday else None
