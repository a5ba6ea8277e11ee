"""Reading a record from the database, in as few queries as the pages need."""

import datetime as dt
from dataclasses import replace

from django.db.models import DateField, PositiveSmallIntegerField, Value

from content.catalogue import exercises
from people.models import Person
from practice.models import DayNote, Pause
from practice.rules.pauses import PauseSpan
from practice.rules.plan import easy_start, full_day
from practice.rules.record import Record
from practice.store.moment import Moment
from practice.store.record_sql import plans_and_bounds, ticks_between


def document_total(day: dt.date) -> int:
    return full_day(exercises(), day).daily_total


def load_record(
    moment: Moment, first: dt.date, last: dt.date, *, pauses: bool = True, times: bool = True
) -> Record:
    """Read the record of ``moment``'s person for the days ``first`` to ``last``.

    At most three queries; ``pauses=False`` leaves out the pauses, where nothing is
    weighed, ``times=False`` when and how it was ticked, where that isn't shown. A
    stranger's record is empty.
    """
    if moment.person is None:
        return Record(moment.clock, moment.now, exercises())
    key = moment.person.pk
    plans, bounds, preferences = plans_and_bounds(key)
    return Record(
        moment.clock,
        moment.now,
        exercises(),
        plans=plans,
        ticks=ticks_between(key, first, last, times=times),
        pauses=Pause.objects.of(moment.person) if pauses else (),
        preferences=preferences,
        **bounds._asdict(),
    )


def load_record_and_notes(
    moment: Moment, first: dt.date, last: dt.date, *, notes: bool | None = None
) -> tuple[Record, list[DayNote]]:
    """A record of some days, and the notes of them: with ``None`` where the person keeps some."""
    record = load_record(moment, first, last, pauses=False)
    if moment.person is None:
        return record, []
    if not (record.preferences.keeps_notes if notes is None else notes):
        return replace(record, pauses=Pause.objects.of(moment.person)), []
    pauses, found = load_rest_and_notes(moment.person, first, last)
    return replace(record, pauses=pauses), found


def ways_to_begin(day: dt.date) -> dict[str, dict[str, int]]:
    """The two longer ways to begin, each with its slots and minutes a day.

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


def load_rest_and_notes(
    person: Person, first: dt.date, last: dt.date
) -> tuple[tuple[PauseSpan, ...], list[DayNote]]:
    """A person's pauses, and the notes of the days ``first`` to ``last``: in one query."""
    nothing = Value(None, PositiveSmallIntegerField())
    rest = Pause.objects.filter(person=person).values_list(
        Value(0), nothing, "first_day", "last_day", "reason"
    )
    notes = DayNote.objects.filter(person=person, day__range=(first, last)).values_list(
        Value(1), "feeling", "day", Value(None, DateField()), "words"
    )
    rows = sorted(rest.union(notes, all=True), key=lambda row: (row[0], row[2]))
    return (
        tuple(PauseSpan(*row[2:]) for row in rows if row[0] == 0),
        [DayNote(day=row[2], feeling=row[1], words=row[4]) for row in rows if row[0] == 1],
    )
