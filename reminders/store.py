"""Writing what somebody chose about reminders. Call it with the person locked."""

import datetime as dt
from collections.abc import Mapping

import msgspec

from content.types import Period
from people.access.codes import hash_of
from people.identity import SignedIn
from people.models import Person
from reminders.calendars import alarms_now, new_feed_token
from reminders.models import Reminder, ReminderChoice
from reminders.rules.alarms import TAKEN_DECODER, Taken


def agree_to(
    person: Person, times: Mapping[Period, int], now: dt.datetime, *, names_exercises: bool
) -> None:
    """Remind at these times from now on; the yes to the sentence is kept with its time."""
    choice = _choice(person)
    choice.names_exercises = names_exercises
    choice.agree(now)
    Reminder.objects.replace_all(person, times, now)
    _save(choice, times)


def turn_off(person: Person) -> None:
    """Remind no more; what alarms a calendar has is still known, for Today to tell."""
    choice = _choice(person)
    choice.turn_off()
    Reminder.objects.filter(person=person).delete()
    _save(choice, {})


def decline(person: Person) -> None:
    """Answer the question on Today: it is not asked again."""
    ReminderChoice.objects.get_or_create(person=person)


def note_taken(person: Person) -> None:
    """Keep what the file of alarms says that is taken now."""
    choice = _choice(person)
    taken = Taken(alarms_now(person), Reminder.objects.of(person))
    choice.alarms = msgspec.json.encode(taken).decode()
    choice.save()


def forget_taken(person: Person) -> None:
    ReminderChoice.objects.filter(person=person).update(alarms="")


def make_feed(here: SignedIn, person: Person, now: dt.datetime) -> None:
    """Make the calendar's address; one that was made before leads nowhere from now on."""
    choice = _choice(person)
    choice.feed_made_at = now
    choice.feed_hash = hash_of(new_feed_token(here, now))
    choice.save()


def stop_feed(person: Person) -> None:
    ReminderChoice.objects.filter(person=person).update(feed_hash=None, feed_made_at=None)


def _choice(person: Person) -> ReminderChoice:
    return ReminderChoice.objects.of(person) or ReminderChoice(person=person)


def _save(choice: ReminderChoice, times: Mapping[Period, int]) -> None:
    """Save it; Today judges a file of alarms that was taken by these times from now on."""
    if choice.alarms:
        taken = msgspec.structs.replace(TAKEN_DECODER.decode(choice.alarms), times=dict(times))
        choice.alarms = msgspec.json.encode(taken).decode()
    choice.save()
