"""Writes a parsed file into somebody's record. Call it with the person locked."""

import datetime as dt
from collections.abc import Iterable, Sequence

from content.catalogue import exercises_by_id
from people.models import Person
from practice.models import (
    DayNote,
    Feeling,
    Pause,
    PlanVersion,
    Preferences,
    Source,
    SqlValue,
    Tick,
)
from practice.store.extensions import reminders
from practice.transfer.merge_intentions import Intentions, merge_intentions
from practice.transfer.parse import code_of
from practice.transfer.schema import ParsedNote, ParsedRecord, ParsedSettings, ParsedTick

TickValues = tuple[SqlValue, ...]
ROWS_A_WRITE = 500
"""Thirteen values a row: well under what one statement may carry on either database."""
TICKS_A_STATEMENT = 20_000
"""Few statements, for which few values are in memory at a time."""
GUIDED, BY_HAND = Source.GUIDED.value, Source.TICK.value


def import_into(person: Person, record: ParsedRecord, ticks: Sequence[TickValues]) -> None:
    """Write what the file holds, with its ``tick_values``; done twice it changes nothing.

    Somebody who has ticked nothing yet becomes the person of the file, settings
    and all. Where something is ticked already, each slot keeps what was
    performed last, plans and pauses are merged (``practice.transfer.merge_intentions``), a day's
    own note stays, and so do the settings.
    """
    own = intentions_of(person)
    if own.last_tick is None:
        _write_settings(person, record.settings)
    else:
        asked = record.settings.preferences
        merge_answers(person, asked.blanks_settled_to, asked.growth_asked_on)
    if (asked_for := record.settings.reminders) is not None:
        reminders().import_settings(person, asked_for)
    file = Intentions(record.plans, record.pauses, record.last_tick)
    replace_plans_and_pauses(person, merge_intentions(own, file))
    for first in range(0, len(record.notes), ROWS_A_WRITE):
        notes = record.notes[first : first + ROWS_A_WRITE]
        DayNote.objects.bulk_create(
            [_note_row(person, note) for note in notes], ignore_conflicts=True
        )
    write_ticks(person, ticks)


def write_ticks(person: Person, ticks: Sequence[TickValues]) -> None:
    for first in range(0, len(ticks), TICKS_A_STATEMENT):
        Tick.objects.upsert_many(person, ticks[first : first + TICKS_A_STATEMENT])


def tick_values(ticks: Iterable[ParsedTick]) -> list[TickValues]:
    """The ticks as ``write_ticks`` writes them: made before anybody has to wait for it.

    In the order of their keys, for which the database needs half the time.
    """
    codes = {name: facts.code for name, facts in exercises_by_id().items()}
    days: dict[dt.date, str] = {}
    return sorted(
        (
            *(days.setdefault(day, str(day)), int(slot.period)),
            *(codes.get(slot.exercise) or code_of(slot.exercise), slot.set),
            *(int(tick.state), GUIDED if tick.guided else BY_HAND, tick.tenths),
            *(tick.felt, tick.late, tick.instant, tick.seconds, tick.by),
        )
        for day, slot, tick in ticks
    )


def intentions_of(person: Person) -> Intentions:
    return Intentions(
        PlanVersion.objects.plans_of(person),
        Pause.objects.of(person),
        Tick.objects.for_person(person).latest_day(),
    )


def replace_plans_and_pauses(person: Person, intentions: Intentions) -> None:
    PlanVersion.objects.replace_all(person, intentions.plans)
    Pause.objects.replace_all(person, intentions.pauses)


def merge_answers(
    person: Person, blanks_settled_to: dt.date | None, growth_asked_on: dt.date | None
) -> None:
    """Let what was asked and answered in another record not be asked again."""
    own = Preferences.objects.of(person)
    own.blanks_settled_to = _later(own.blanks_settled_to, blanks_settled_to)
    own.growth_asked_on = _later(own.growth_asked_on, growth_asked_on)
    own.save()


def _later(one: dt.date | None, other: dt.date | None) -> dt.date | None:
    return max((day for day in (one, other) if day is not None), default=None)


def _write_settings(person: Person, settings: ParsedSettings) -> None:
    (_first, person.day_start), *later = settings.day_starts
    person.next_day_start_on, person.next_day_start = later[0] if later else (None, None)
    person.zone = settings.zone
    person.nickname = person.nickname or settings.nickname
    person.save()
    reminders().zone_changed(person)
    Preferences.objects.change(person, **settings.preferences._asdict())


def _note_row(person: Person, note: ParsedNote) -> DayNote:
    feeling = None if note.feeling is None else Feeling[note.feeling.upper()]
    return DayNote(person=person, day=note.day, feeling=feeling, words=note.words)
