"""What a link shows: somebody's record without what they did not choose to show."""

import datetime as dt
from dataclasses import dataclass, replace

from django.utils import timezone

from content.catalogue import exercise_words
from people.models import Person
from practice.models import DayNote
from practice.rules.checklist import Checklist, Row, checklist_of
from practice.rules.days import ONE_DAY
from practice.rules.record import Record
from practice.store.load import load_record_and_notes
from practice.store.moment import Moment, clock_of
from sharing.models import SharedLink

RECENT_DAYS = 7


def moment_for(person: Person) -> Moment:
    """What day it is for somebody who does not ask themselves."""
    return Moment(person, clock_of(person, ""), timezone.now())


@dataclass(frozen=True)
class Shared:
    """An open link, the token in its address, and the person's day as it stands now."""

    link: SharedLink
    token: str
    moment: Moment

    def load(self, first: dt.date, last: dt.date) -> tuple[Record, list[DayNote]]:
        """The record of these days; reasons, words and feelings only where they were chosen."""
        record, notes = load_record_and_notes(self.moment, first, last)
        if not self.link.shows_reasons:
            pauses = tuple(span._replace(reason="") for span in record.pauses)
            record = replace(record, pauses=pauses)
        return record, self._shown(notes) if record.preferences.keeps_notes else []

    def _shown(self, notes: list[DayNote]) -> list[DayNote]:
        for note in notes:
            note.words = note.words if self.link.shows_notes else ""
            note.feeling = note.feeling if self.link.shows_pain else None
        return [note for note in notes if note.words or note.feeling is not None]

    @property
    def has_notes(self) -> bool:
        return self.link.shows_notes or self.link.shows_pain


@dataclass(frozen=True)
class TodaySoFar:
    """The running day as it is told to others, and to whom of them."""

    checklist: Checklist
    helper: str

    @property
    def left(self) -> list[Row]:
        """What is still to come today."""
        return self._unfinished(is_over=False)

    @property
    def earlier(self) -> list[Row]:
        """What lies open in parts of the day that are over: a helper may know better."""
        return self._unfinished(is_over=True) if self.helper else []

    def _unfinished(self, *, is_over: bool) -> list[Row]:
        if self.checklist.is_paused:
            return []
        sections = [each for each in self.checklist.sections if each.is_over is is_over]
        return [
            row
            for section in sections
            for row in (*section.main_rows, *section.bedtime_rows)
            if row.is_unfinished
        ]

    @property
    def touched(self) -> list[Row]:
        return [row for row in self.checklist.rows if row.is_touched]

    def may_undo(self, row: Row) -> bool:
        """A helper takes back what they ticked, and nothing of anybody else's."""
        return bool(self.helper) and row.tick is not None and row.tick.by == self.helper


def today_so_far(record: Record, link: SharedLink) -> TodaySoFar:
    checklist = checklist_of(record, record.today, exercise_words())
    return TodaySoFar(checklist, link.name if link.may_tick else "")


@dataclass(frozen=True)
class Recently:
    """How many of the days that are over had something done, and the last such day.

    ``of``: the last seven, or those since the record began.
    """

    days: int
    of: int
    last: dt.date | None
    is_today: bool

    @property
    def order(self) -> str:
        """Sorts who practised least lately first."""
        share = self.days / self.of if self.of else 1
        return f"{share:.2f} {self.last or ''}"


def recently(shared: Shared) -> Recently:
    today = shared.moment.today
    record, _notes = shared.load(today - RECENT_DAYS * ONE_DAY, today)
    of = min(RECENT_DAYS, (today - record.start[0]).days) if record.start else RECENT_DAYS
    days = (today - number * ONE_DAY for number in range(1, of + 1))
    done = sum(bool(record.judge(day).match.credits) for day in days)
    return Recently(done, of, record.last_day, is_today=record.last_day == today)
