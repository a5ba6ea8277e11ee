"""Reading a record from the database, in as few queries as the pages need."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import DateField, PositiveSmallIntegerField, Value

from content.catalogue import exercises, exercises_by_code
from content.types import Period
from practice.models import DayNote, Pause, PlanVersion, Tick
from practice.pauses import PauseSpan
from practice.plan import Slot, full_day
from practice.record import Record

if TYPE_CHECKING:
    import datetime as dt

    from people.models import Person
    from practice.adherence import Mark


def stranger_record(today: dt.date) -> Record:
    """What somebody without a record is shown: the document's day, nothing done."""
    return Record(plans=(full_day(exercises(), today),), exercises=exercises())


def load_record(
    person: Person | None, first: dt.date, last: dt.date, *, today: dt.date, pauses: bool = True
) -> Record:
    """Read a person's record of the days ``first`` to ``last``: at most three queries.

    ``pauses=False`` leaves out the pauses, where nothing is weighed.
    """
    if person is None:
        return stranger_record(today)
    versions = list(PlanVersion.objects.for_person(person))
    if not versions:
        return stranger_record(today)
    found = versions[0]
    names = exercises_by_code()
    marks: dict[dt.date, dict[Slot, Mark]] = {}
    for tick in Tick.objects.for_person(person).in_days(first, last):
        if tick.exercise in names:
            slot = tick.slot(names[tick.exercise].id)
            marks.setdefault(tick.day, {})[slot] = tick.as_mark()
    return Record(
        plans=tuple(version.as_plan() for version in versions),
        marks=marks,
        pauses=Pause.objects.of(person) if pauses else (),
        start=(found.first_day, Period(found.first_period))
        if found.first_day and found.first_period
        else None,
        third_day=found.third_day,
        last_day=found.last_day,
        exercises=exercises(),
    )


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
