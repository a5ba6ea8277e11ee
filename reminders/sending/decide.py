"""What becomes of a reminder that is due, decided at the moment of sending."""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.conf import settings

from content.types import Period
from kidneycare.i18n.languages import is_language
from people.models import Person
from people.zones import zone_of
from practice.rules.record import Record
from practice.store.load import load_todays
from practice.store.moment import Moment, clock_of
from reminders.models import PushSubscription, Reminder, ReminderChoice
from reminders.sending.message import Message
from reminders.sending.queues import Claimed, Decision


class Reminders:
    """The queue of reminders: sent only if something is left to do in a period that is not over."""

    model = Reminder

    def gather(self, rows: Sequence[Reminder], until: dt.datetime) -> list[Claimed]:
        keys = {row.person_id for row in rows}
        people = Person.objects.in_bulk(keys)
        browsers = _browsers(keys)
        return [
            Claimed(row, people[row.person_id], until, tuple(browsers.get(row.person_id, ())))
            for row in rows
            # Whoever was erased this very moment took the row along.
            if row.person_id in people and row.next_at is not None
        ]

    def decide(self, claimed: Sequence[Claimed], now: dt.datetime) -> list[Decision]:
        moments = [Moment(each.person, clock_of(each.person, ""), now) for each in claimed]
        records = load_todays(moments)
        keys = {each.person.pk for each in claimed}
        naming = ReminderChoice.objects.filter(person__in=keys, names_exercises=True)
        names = set(naming.values_list("person_id", flat=True)) if keys else set()
        return [
            _decide(each, record, names_exercises=each.person.pk in names)
            for each, record in zip(claimed, records, strict=True)
        ]

    def is_wanted(self, _claimed: Claimed) -> bool:
        return True

    def zone_changed(self, person: Person, now: dt.datetime) -> None:
        Reminder.objects.filter(person=person).reschedule(zone_of(person.zone), now)


def _browsers(people: Iterable[int]) -> dict[int, list[PushSubscription]]:
    found: dict[int, list[PushSubscription]] = {}
    rows = PushSubscription.objects.filter(device__person__in=people).select_related("device")
    for row in rows:
        found.setdefault(row.device.person_id, []).append(row)
    return found


def _decide(claimed: Claimed, record: Record, *, names_exercises: bool) -> Decision:
    clock, period = record.clock, Period(claimed.row.period)
    day = clock.today(claimed.since)
    ends = clock.end_of(day, period)
    is_over = ends <= record.now or day != record.today
    if is_over or not claimed.browsers or not claimed.is_of_this_zone:
        return Decision(claimed, None, ends)
    left = _left(record, period)
    if not left:
        return Decision(claimed, None, ends)
    language = claimed.person.language
    message = Message(
        language if is_language(language) else settings.LANGUAGE_CODE,
        period,
        left if names_exercises else (),
    )
    return Decision(claimed, message, ends)


def _left(record: Record, period: Period) -> tuple[str, ...]:
    """The exercises of which something is left, in the document's order; none on a day of rest."""
    left = {slot.exercise for slot in record.judge(record.today).unfinished(period)}
    return tuple(each.id for each in record.exercises if each.id in left)
