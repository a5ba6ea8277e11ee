"""Taking a checked file over into somebody's record. Call it with the person locked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from content.catalogue import exercises_by_id
from practice.models import DayNote, Feeling, Pause, PlanVersion, Source, Tick

if TYPE_CHECKING:
    from people.models import Person
    from practice.portable import Portable

ROWS_AT_A_TIME = 500
"""Twelve values a row: well under what one statement may carry on either database."""


def take_over(person: Person, portable: Portable) -> None:
    """Write what the file holds; done twice it changes nothing.

    Somebody who has no plan yet becomes the person of the file, settings and
    all. Where there is a record already, each slot keeps what was performed
    last, a plan of the same first day is the file's, pauses that meet become
    one, a day's own note stays, and so do the settings.
    """
    if PlanVersion.objects.filter(person=person).exists():
        for span in portable.pauses:
            Pause.objects.add(person, span)
    else:
        _settle(person, portable)
        Pause.objects.bulk_create(
            Pause(person=person, first_day=span.first, last_day=span.last, reason=span.reason)
            for span in portable.pauses
        )
    PlanVersion.objects.keep(person, portable.plans)
    DayNote.objects.bulk_create(
        (
            DayNote(
                person=person,
                day=note.day,
                feeling=None if note.feeling is None else Feeling[note.feeling.upper()],
                words=note.words,
            )
            for note in portable.notes
        ),
        ignore_conflicts=True,
    )
    codes = {name: facts.code for name, facts in exercises_by_id().items()}
    for first in range(0, len(portable.ticks), ROWS_AT_A_TIME):
        Tick.objects.record(
            [
                Tick(
                    person=person,
                    day=day,
                    period=slot.period,
                    exercise=codes[slot.exercise],
                    set=slot.set,
                    state=mark.state,
                    source=Source.GUIDED if mark.guided else Source.TICK,
                    tenths=mark.tenths,
                    felt=mark.felt,
                    late=mark.late,
                    instant=mark.instant,
                    seconds=mark.seconds,
                )
                for day, slot, mark in portable.ticks[first : first + ROWS_AT_A_TIME]
            ]
        )


def _settle(person: Person, portable: Portable) -> None:
    settings = portable.settings
    (_first, person.day_start), *later = settings.day_starts
    person.next_day_start_on, person.next_day_start = later[0] if later else (None, None)
    person.zone = settings.zone
    person.blanks_settled_to = settings.blanks_settled_to
    person.growth_asked_on = settings.growth_asked_on
    person.keeps_notes = settings.keeps_notes
    person.save()
