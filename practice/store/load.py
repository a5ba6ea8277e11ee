"""Reading a record from the database, in as few queries as the pages need."""

import datetime as dt
from collections.abc import Collection

from content.catalogue import exercises
from practice.models import DayNote
from practice.rules.plan import easy_start, full_day
from practice.rules.record import Record
from practice.store.moment import Moment
from practice.store.record_sql import (
    pauses_and_notes,
    plans_and_bounds,
    records_of_many,
    ticks_between,
)


def document_total(day: dt.date) -> int:
    return full_day(exercises(), day).daily_total


def load_record(moment: Moment, first: dt.date, last: dt.date, *, times: bool = True) -> Record:
    """Read the record of ``moment``'s person for the days ``first`` to ``last``.

    ``times=False`` leaves out when and how it was ticked, where that isn't shown.
    """
    return load_record_and_notes(moment, first, last, times=times)[0]


def load_record_and_notes(
    moment: Moment, first: dt.date, last: dt.date, *, times: bool = True
) -> tuple[Record, list[DayNote]]:
    """The record of some days, and the notes of them: three queries.

    A stranger's are empty, and cost none.
    """
    if moment.person is None:
        return Record(moment.clock, moment.now, exercises()), []
    key = moment.person.pk
    plans, bounds, preferences = plans_and_bounds(key)
    pauses, notes = pauses_and_notes(key, first, last)
    ticks, gone = ticks_between(key, first, last, times=times)
    record = Record(
        moment.clock,
        moment.now,
        exercises(),
        plans=plans,
        ticks=ticks,
        gone=gone,
        pauses=pauses,
        preferences=preferences,
        **bounds._asdict(),
    )
    return record, notes


def load_todays(moments: Collection[Moment]) -> list[Record]:
    """What of each record today's checklist needs, of several people at once: three queries."""
    people = {moment.person.pk for moment in moments if moment.person}
    days = [moment.today for moment in moments]
    found = records_of_many(people, min(days), max(days)) if people else {}

    def record(moment: Moment) -> Record:
        rows = found.get(moment.person.pk) if moment.person else None
        if rows is None:
            return Record(moment.clock, moment.now, exercises())
        return Record(
            moment.clock,
            moment.now,
            exercises(),
            plans=rows.plans,
            ticks=rows.ticks,
            pauses=rows.pauses,
            **rows.bounds._asdict(),
        )

    return [record(moment) for moment in moments]


def ways_to_begin(day: dt.date) -> dict[str, dict[str, int]]:
    """Slots and minutes a day of the easy start (``easy``) and of the full day (``full``).

    ``whole``: the minutes with the foot soak and the rest after it.
    """
    plans = {"easy": easy_start(exercises(), day), "full": full_day(exercises(), day)}
    return {
        way: {
            "total": plan.daily_total,
            "minutes": plan.minutes(exercises()),
            "whole": plan.minutes(exercises(), whole=True),
        }
        for way, plan in plans.items()
    }
