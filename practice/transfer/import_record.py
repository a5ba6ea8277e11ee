"""Writes a parsed file into somebody's record. Call it with the person locked."""

import datetime as dt

from content.catalogue import exercises_by_id
from people.models import Person
from practice.models import DayNote, Feeling, Pause, PlanVersion, Preferences, Source, Tick
from practice.rules.adherence import TickState
from practice.rules.plan import Slot
from practice.transfer.merge_rules import Intentions, merge_intentions
from practice.transfer.schema import ParsedRecord

ROWS_AT_A_TIME = 500
"""Twelve values a row: well under what one statement may carry on either database."""


def import_into(person: Person, record: ParsedRecord) -> None:
    """Write what the file holds; done twice it changes nothing.

    Somebody who has ticked nothing yet becomes the person of the file, settings
    and all. Where something is ticked already, each slot keeps what was
    performed last, plans and pauses are merged (``practice.transfer.merge_rules``), a day's
    own note stays, and so do the settings.
    """
    own_last = Tick.objects.for_person(person).latest_day()
    if own_last is None:
        _write_settings(person, record)
    else:
        _merge_questions(person, record)
    merge_plans_and_pauses(
        person, Intentions(record.plans, record.pauses, record.last_tick), own_last
    )
    _write_notes(person, record)
    for first in range(0, len(record.ticks), ROWS_AT_A_TIME):
        part = record.ticks[first : first + ROWS_AT_A_TIME]
        Tick.objects.upsert([_row(person, *tick) for tick in part])


def merge_plans_and_pauses(
    person: Person, intentions: Intentions, own_last: dt.date | None
) -> None:
    """Merge ``intentions`` into the person's; ``own_last`` is their latest day with a tick."""
    plans = PlanVersion.objects.plans_of(person)
    pauses = Pause.objects.of(person)
    if plans:
        intentions = merge_intentions(Intentions(plans, pauses, own_last), intentions)
    PlanVersion.objects.replace(person, intentions.plans)
    Pause.objects.replace(person, intentions.pauses)


def _write_notes(person: Person, record: ParsedRecord) -> None:
    DayNote.objects.bulk_create(
        (
            DayNote(
                person=person,
                day=note.day,
                feeling=None if note.feeling is None else Feeling[note.feeling.upper()],
                words=note.words,
            )
            for note in record.notes
        ),
        ignore_conflicts=True,
    )


def _row(person: Person, day: dt.date, slot: Slot, mark: TickState) -> Tick:
    return Tick(
        person=person,
        day=day,
        period=slot.period,
        exercise=exercises_by_id()[slot.exercise].code,
        set=slot.set,
        state=mark.state,
        source=Source.GUIDED if mark.guided else Source.TICK,
        tenths=mark.tenths,
        felt=mark.felt,
        late=mark.late,
        instant=mark.instant,
        seconds=mark.seconds,
    )


def _write_settings(person: Person, record: ParsedRecord) -> None:
    settings = record.settings
    (_first, person.day_start), *later = settings.day_starts
    person.next_day_start_on, person.next_day_start = later[0] if later else (None, None)
    person.zone = settings.zone
    person.nickname = person.nickname or settings.nickname
    person.save()
    Preferences.objects.change(
        person,
        blanks_settled_to=settings.blanks_settled_to,
        growth_asked_on=settings.growth_asked_on,
        keeps_notes=settings.keeps_notes,
    )


def _merge_questions(person: Person, record: ParsedRecord) -> None:
    """What was asked and answered in either record is not asked again."""
    own, settings = Preferences.objects.of(person), record.settings
    own.blanks_settled_to = later(own.blanks_settled_to, settings.blanks_settled_to)
    own.growth_asked_on = later(own.growth_asked_on, settings.growth_asked_on)
    own.save()


def later(one: dt.date | None, other: dt.date | None) -> dt.date | None:
    """The later of two days; a day where the other is none."""
    return max((day for day in (one, other) if day is not None), default=None)
