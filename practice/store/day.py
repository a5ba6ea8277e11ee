"""One day of a person as a page or a fragment shows it."""

import datetime as dt
from dataclasses import dataclass

from content.catalogue import exercise_words
from practice.models import DayNote
from practice.rules.adherence import TickState
from practice.rules.checklist import Checklist, Row, checklist_of
from practice.rules.plan import Plan, Slot
from practice.rules.record import Record
from practice.store.load import load_record
from practice.store.moment import Moment


@dataclass(frozen=True)
class DayView:
    """What every page of a day needs; ``plan`` is what the day is judged by."""

    moment: Moment
    record: Record
    day: dt.date
    checklist: Checklist
    plan: Plan
    is_today: bool

    @property
    def is_before_record(self) -> bool:
        return self.record.is_before(self.day)

    def row(self, slot: Slot) -> Row:
        """The slot as it stands; one that nobody planned or did has a row of its own too."""
        return self.checklist.row(slot) or Row(
            self.day, slot, exercise_words()[slot.exercise], required=False
        )

    def tick(self, slot: Slot) -> TickState | None:
        return self.record.ticks.get(self.day, {}).get(slot)

    @property
    def gone(self) -> int:
        """How many sets were done of exercises that are not here any more."""
        return self.record.gone.get(self.day, 0)

    def read_note(self) -> DayNote | None:
        if not self.record.preferences.keeps_notes:
            return None
        return DayNote.objects.filter(person=self.moment.person, day=self.day).first()

    def rows_changed_with(self, row: Row) -> list[Row]:
        """The other rows that a tick of ``row`` may change: open ones that it speaks for.

        A row is not swapped needlessly, for a tap on it may be waiting its turn.
        """
        own = [each for each in self.checklist.rows if each.slot.exercise == row.slot.exercise]
        if row.required and all(each.required for each in own):
            return []
        return [each for each in own if each.required and each.slot != row.slot]


def load_day(moment: Moment, day: dt.date) -> DayView:
    record = load_record(moment, day, day)
    return DayView(
        moment,
        record,
        day,
        checklist_of(record, day, exercise_words()),
        record.plan_on(day),
        is_today=day == moment.today,
    )
