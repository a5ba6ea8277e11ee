"""Writes a record as the JSON file or as a table, row by row."""

import csv
import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

import msgspec
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import pgettext

from content.catalogue import exercises_by_code
from content.types import Period
from people.models import Person
from practice.models import DayNote, Feeling, Pause, PlanVersion, Preferences, Source, Tick
from practice.rules.adherence import State
from practice.rules.days import EPOCH
from practice.rules.reminders import ReminderSettings
from practice.store.extensions import exported_parts, reminders
from practice.transfer.schema import (
    FORMAT,
    VERSION,
    ConsentEntry,
    DayStartEntry,
    NoteEntry,
    PauseEntry,
    PersonEntry,
    PlanEntry,
    RemindersEntry,
    ReminderTimeEntry,
    TickEntry,
)

Row = TypeVar("Row", PlanVersion, Pause, DayNote, Tick)
ROWS_A_READ = 2000
BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
"""By which spreadsheets know UTF-8."""
COLUMNS = TickEntry.__struct_fields__
FORMULA = ("=", "+", "-", "@")
"""How what a spreadsheet would calculate begins: a helper may be called anything."""


def json_pieces(person: Person | None) -> Iterator[bytes]:
    """The file, piece by piece, without a lock: a slow reader keeps nobody from ticking."""
    head = {
        "format": FORMAT,
        "version": VERSION,
        "exported": timezone.now().isoformat(timespec="seconds"),
        "person": _person(person) if person else None,
    }
    yield msgspec.json.encode(head)[:-1]
    # Each list is one statement and so one moment. Ticks come first: whatever plan
    # they were made under is then there by the time the plans are read.
    lists: dict[str, Iterable[msgspec.Struct]] = {
        "ticks": map(_tick, _rows(Tick.objects.all(), person)),
        "plans": map(_plan, _rows(PlanVersion.objects.all(), person)),
        "pauses": map(_pause, _rows(Pause.objects.all(), person)),
        "notes": map(_note, _rows(DayNote.objects.all(), person)),
    }
    for name, rows in lists.items():
        yield f',"{name}":['.encode()
        for place, row in enumerate(rows):
            yield (b",\n" if place else b"\n") + msgspec.json.encode(row)
        yield b"]"
    yield b',"more":' + msgspec.json.encode(exported_parts(person))
    yield b',"complete":true}\n'


def headings(columns: Sequence[str] = COLUMNS) -> list[str]:
    """A translated heading for each column; the rows hold the words of the JSON file."""
    translated = [
        pgettext("head of a column", "day"),
        pgettext("head of a column", "period"),
        pgettext("head of a column", "exercise"),
        pgettext("head of a column", "set"),
        pgettext("head of a column", "state"),
        pgettext("head of a column", "source"),
        pgettext("head of a column", "amount"),
        pgettext("head of a column", "unit"),
        pgettext("head of a column", "felt"),
        pgettext("head of a column", "late"),
        pgettext("head of a column", "instant"),
        pgettext("head of a column", "seconds"),
        pgettext("head of a column", "by"),
    ]
    return [text for name, text in zip(COLUMNS, translated, strict=True) if name in columns]


class _Echo:
    def write(self, text: str) -> str:
        return text


def csv_lines(
    person: Person | None,
    first_line: list[str],
    *,
    with_semicolons: bool = False,
    columns: Sequence[str] = COLUMNS,
) -> Iterator[str]:
    """``with_semicolons``: as spreadsheets read it where numbers have a decimal comma."""
    writer = csv.writer(_Echo(), delimiter=";" if with_semicolons else ",")
    decimal_mark = "," if with_semicolons else "."
    yield BYTE_ORDER_MARK
    yield writer.writerow(first_line)
    for tick in map(_tick, _rows(Tick.objects.all(), person)):
        yield writer.writerow(_cell(getattr(tick, name), decimal_mark) for name in columns)


def _cell(value: object, decimal_mark: str) -> object:
    if isinstance(value, str) and value.startswith(FORMULA):
        return f"'{value}"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return str(value).replace(".", decimal_mark)
    return value


def _rows(every: QuerySet[Row], person: Person | None) -> Iterator[Row]:
    """One person's rows in the order of their keys, a batch at a time."""
    mine = every.filter(person=person) if person else every.none()
    return mine.order_by("pk").iterator(chunk_size=ROWS_A_READ)


def _person(person: Person) -> PersonEntry:
    preferences = Preferences.objects.of(person)
    settings = reminders().settings_of(person)
    return PersonEntry(
        zone=person.zone,
        day_starts=[
            DayStartEntry(None if first == dt.date.min else first.isoformat(), minutes)
            for first, minutes in person.day_starts
        ],
        consent=ConsentEntry(
            person.consent_version,
            _instant(person.consented_at),
        ),
        blanks_settled_to=_iso(preferences.blanks_settled_to),
        growth_asked_on=_iso(preferences.growth_asked_on),
        keeps_notes=preferences.keeps_notes,
        nickname=person.nickname,
        reminders=settings and _reminders(settings),
    )


def _reminders(settings: ReminderSettings) -> RemindersEntry:
    made = settings.calendar_made
    return RemindersEntry(
        [
            ReminderTimeEntry(period.slug, at)  # type: ignore[arg-type]
            for period, at in settings.times.items()
        ],
        settings.names_exercises,
        settings.consent and ConsentEntry(settings.consent[0], _instant(settings.consent[1])),
        None if made is None else _instant(made),
    )


def _plan(version: PlanVersion) -> PlanEntry:
    plan = version.as_plan()
    return PlanEntry(plan.starts.isoformat(), plan.kind, dict(plan.sets), dict(plan.aside))


def _pause(pause: Pause) -> PauseEntry:
    return PauseEntry(pause.first_day.isoformat(), _iso(pause.last_day), pause.reason)


def _note(note: DayNote) -> NoteEntry:
    feeling = None if note.feeling is None else Feeling(note.feeling).name.lower()
    return NoteEntry(note.day.isoformat(), feeling, note.words)  # type: ignore[arg-type]


def _tick(tick: Tick) -> TickEntry:
    known = exercises_by_code().get(tick.exercise)
    instant = EPOCH + dt.timedelta(microseconds=tick.instant)
    return TickEntry(
        day=tick.day.isoformat(),
        period=Period(tick.period).slug,  # type: ignore[arg-type]
        exercise=known.id if known else f"code-{tick.exercise}",
        set=tick.set,
        state=State(tick.state).name.lower(),  # type: ignore[arg-type]
        source=Source(tick.source).name.lower(),  # type: ignore[arg-type]
        amount=None if tick.tenths is None else tick.tenths / 10,
        unit=known.dose.unit if known else None,
        felt=tick.felt,
        late=tick.late,
        instant=instant.isoformat(timespec="microseconds"),
        seconds=tick.seconds,
        by=tick.by,
    )


def _instant(time: dt.datetime) -> str:
    return time.astimezone(dt.UTC).isoformat(timespec="seconds")


def _iso(day: dt.date | None) -> str | None:
    return None if day is None else day.isoformat()
