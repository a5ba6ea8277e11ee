"""What practice carries of reminders: see ``practice.store.extensions``."""

from django.utils import timezone

from people.models import Person
from practice.rules.reminders import ReminderSettings
from reminders.models import Reminder, ReminderChoice
from reminders.sending.queues import queues

note_sql = "SELECT alarms FROM reminders_reminderchoice WHERE person_id = %(person)s"


def settings_of(person: Person) -> ReminderSettings | None:
    choice = ReminderChoice.objects.of(person)
    times = Reminder.objects.of(person)
    if choice is None:
        return ReminderSettings(times) if times else None
    version, agreed_at = choice.consent_version, choice.agreed_at
    consent = (version, agreed_at) if version is not None and agreed_at is not None else None
    return ReminderSettings(times, choice.names_exercises, consent, choice.feed_made_at)


def import_settings(person: Person, settings: ReminderSettings) -> None:
    """The times, without a yes: Today asks for it. A no is taken as it is."""
    if settings_of(person) is not None:
        return
    if settings.times:
        Reminder.objects.replace_all(person, settings.times, None)
    else:
        ReminderChoice.objects.create(person=person)


def merge(stays: Person, guest: Person) -> None:
    """Whoever stays and said yes keeps what they chose; else the guest's choice holds."""
    own, theirs = ReminderChoice.objects.of(stays), ReminderChoice.objects.of(guest)
    if theirs is None or (own is not None and (own.is_on or not theirs.is_on)):
        return
    # Whose an address of a calendar is, it stays, and no two may have it at a time.
    ReminderChoice.objects.filter(person__in=(stays, guest)).delete()
    theirs.person = stays
    theirs.save(force_insert=True)
    if theirs.is_on:
        Reminder.objects.replace_all(stays, Reminder.objects.of(guest), timezone.now())


def zone_changed(person: Person) -> None:
    for queue in queues():
        queue.zone_changed(person, timezone.now())
