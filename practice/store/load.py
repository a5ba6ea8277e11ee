"""Reading a record from the database, in as few queries as the pages need."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import DateField, PositiveSmallIntegerField, Value

from content.catalogue import exercises
from practice.models import DayNote, Pause
from practice.rules.pauses import PauseSpan
from practice.rules.plan import full_day
from practice.rules.record import Record
from practice.store.queries import marks_between, plans_and_bounds

if TYPE_CHECKING:
    import datetime as dt

    from people.models import Person


def document_total(day: dt.date) -> int:
    """Sets a day in the document: beside every percentage stands what it is of (rules.md)."""
    return full_day(exercises(), day).daily_total


def stranger_record(today: dt.date) -> Record:
    """What somebody without a record is shown: the document's day, nothing done."""
    document = full_day(exercises(), today)
    return Record(plans=(document,), exercises=exercises(), is_begun=False)


def load_record(
    person: Person | None, first: dt.date, last: dt.date, *, today: dt.date, pauses: bool = True
) -> Record:
    """Read a person's record of the days ``first`` to ``last``: at most three queries.

    ``pauses=False`` leaves out the pauses, where nothing is weighed.
    """
    if person is None:
        return stranger_record(today)
    plans, bounds = plans_and_bounds(person.pk)
    if not plans:
        return stranger_record(today)
    return Record(
        plans=plans,
        marks=marks_between(person.pk, first, last),
        pauses=Pause.objects.of(person) if pauses else (),
        start=bounds.start,
        third_day=bounds.third_day,
        last_day=bounds.last_day,
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
