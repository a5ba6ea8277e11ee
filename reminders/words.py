"""What reminders say, on a lock screen and in a calendar, and what Today says of them."""

from collections.abc import Iterable
from typing import Literal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content.catalogue import exercise_words
from content.types import Period
from kidneycare.i18n.lists import enumerated
from practice.rules.record import Record
from reminders.rules.alarms import TAKEN_DECODER, alarms_of, are_outdated

_TIME_FOR = {
    Period.MORNING: gettext_lazy("Time for this morning"),
    Period.AFTERNOON: gettext_lazy("Time for this afternoon"),
    Period.EVENING: gettext_lazy("Time for this evening"),
}


def reminder_title(period: Period) -> str:
    """All that is said to whoever passes by."""
    return str(_TIME_FOR[period])


def reminder_exercises(exercises: Iterable[str]) -> str:
    """The names of exercises, for who wants them said; those of another release are left out."""
    known = exercise_words()
    return enumerated(known[each].words.name for each in exercises if each in known)


def calendar_title(period: Period, exercises: Iterable[str]) -> str:
    """What an entry of a calendar is called: with the exercises, where they are to be named."""
    names = reminder_exercises(exercises)
    if not names:
        return reminder_title(period)
    return _("%(time)s: %(exercises)s") % {"time": reminder_title(period), "exercises": names}


def reminder_notice(record: Record) -> Literal["ask", "replace", "remove", ""]:
    """What Today says of reminders: once, after the third day, it asks whether they are wanted.

    Later it tells where the alarms that a calendar was given are to be replaced, or removed
    where nothing is to ring.
    """
    note, today = record.reminder_note, record.today
    if note is None:
        is_known = record.third_day is not None and today > record.third_day
        return "ask" if is_known and not record.is_paused(today) else ""
    if not note or not record.plans:
        return ""
    taken, zone = TAKEN_DECODER.decode(note), record.clock.zone.key
    now = alarms_of(zone, taken.times, record.plans, record.pauses, today)
    if not are_outdated(taken, now, today):
        return ""
    return "replace" if now.periods else "remove"
