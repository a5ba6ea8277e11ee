"""When somebody wants to be reminded, and where a reminder can go."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, ClassVar, Self
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Q

from content.types import Period
from people.access.codes import hash_of
from people.models import Device, Person
from people.zones import zone_of
from practice.models import PERIODS
from reminders.push.addresses import LONGEST_ENDPOINT
from reminders.rules.times import MINUTES_A_DAY, next_at

LONGEST_ORIGIN = 300
CONSENT_VERSION = 1
"""Of the sentence in ``templates/reminders/consent.html``; a change of its meaning needs a new one.

A test holds the number to the wording.
"""


class ReminderChoiceQuerySet(models.QuerySet["ReminderChoice"]):
    def of(self, person: Person) -> "ReminderChoice | None":
        return self.filter(person=person).first()

    def with_feed(self, token: str) -> "ReminderChoice | None":
        """Whose calendar has an address with this token."""
        return self.select_related("person").filter(feed_hash=hash_of(token)).first()


class ReminderChoice(models.Model):
    """What a person answered about reminders; without a row they were never asked.

    ``consent_version`` and ``agreed_at``: their yes, without which there are no reminders.
    ``names_exercises``: whether a reminder may name exercises where others can read it.
    ``feed_hash``: of the token in the address of the calendar to subscribe to; there is none
    while it is null. ``alarms``: what the file of alarms said that was taken last
    (``reminders.rules.alarms.Alarms``), empty where none was or it was removed.
    """

    person = models.OneToOneField(
        Person, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    consent_version = models.PositiveSmallIntegerField(null=True)
    agreed_at = models.DateTimeField(null=True)
    names_exercises = models.BooleanField(default=False)
    feed_hash = models.BinaryField(max_length=32, unique=True, null=True)
    feed_made_at = models.DateTimeField(null=True)
    alarms = models.TextField(blank=True)

    objects: ClassVar = ReminderChoiceQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(consent_version__isnull=True, agreed_at__isnull=True)
                | Q(consent_version__isnull=False, agreed_at__isnull=False),
                name="reminder_consent_whole",
            ),
            models.CheckConstraint(
                condition=Q(feed_hash__isnull=True, feed_made_at__isnull=True)
                | Q(feed_hash__isnull=False, feed_made_at__isnull=False),
                name="reminder_feed_whole",
            ),
        ]

    @property
    def is_on(self) -> bool:
        return self.agreed_at is not None

    def agree(self, now: dt.datetime) -> None:
        """Note the yes to the present wording, unless it was given before."""
        if self.consent_version != CONSENT_VERSION:
            self.consent_version, self.agreed_at = CONSENT_VERSION, now

    def turn_off(self) -> None:
        """Take back the yes and the calendar's address; a phone's calendar keeps what it has."""
        self.consent_version = self.agreed_at = self.feed_hash = self.feed_made_at = None

    def opens_feed(self, token: str) -> bool:
        return self.feed_hash is not None and bytes(self.feed_hash) == hash_of(token)


class ScheduledQuerySet(models.QuerySet[Any]):
    def due(self, now: dt.datetime) -> Self:
        """What has come to its time and no other sender has claimed."""
        free = Q(claimed_until__isnull=True) | Q(claimed_until__lte=now)
        return self.filter(free, next_at__lte=now).order_by("next_at")

    def reschedule(self, zone: ZoneInfo, now: dt.datetime) -> None:
        """Compute again when each is due, in its person's zone. The person is locked."""
        for row in self.filter(next_at__isnull=False):
            self.filter(pk=row.pk).update(next_at=next_at(now, zone, row.at), due_at=None)


class Scheduled(models.Model):
    """What the sender sends each day ``at`` a time, in minutes after midnight in a person's zone.

    ``next_at``: when it is due next (``reminders.rules.times.next_at``), whatever plan and pauses
    say: whether it is sent is decided at that moment. ``due_at``: since when it is, where it was
    put off: snoozed, or a push service asked for time. ``claimed_until``: until when one sender has
    it. ``sent_at``: when it last went out.
    """

    at: Any
    next_at = models.DateTimeField(null=True, db_index=True)
    due_at = models.DateTimeField(null=True)
    claimed_until = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)

    objects: ClassVar = ScheduledQuerySet.as_manager()

    class Meta:
        abstract = True


class Endpoint(models.Model):
    """Where one browser lets itself be reached, as its push service told it.

    ``p256dh`` and ``auth``: the browser's keys (RFC 8291). ``origin``: of the site as that browser
    knows it. ``last_ok_at``: when its push service last took a message.
    """

    endpoint = models.CharField(max_length=LONGEST_ENDPOINT)
    p256dh = models.BinaryField(max_length=65)
    auth = models.BinaryField(max_length=16)
    origin = models.CharField(max_length=LONGEST_ORIGIN)
    made_at = models.DateTimeField()
    last_ok_at = models.DateTimeField(null=True)

    objects: ClassVar = models.Manager()

    class Meta:
        abstract = True


class ReminderQuerySet(ScheduledQuerySet):
    def of(self, person: Person) -> dict[Period, int]:
        """At which time each period is to be reminded of, in minutes after midnight."""
        rows = self.filter(person=person).order_by("period").values_list("period", "at")
        return {Period(period): at for period, at in rows}

    def replace_all(
        self, person: Person, times: Mapping[Period, int], now: dt.datetime | None
    ) -> None:
        """Let these be all, due from ``now`` on, or not before a yes. The person is locked."""
        zone = zone_of(person.zone)
        self.filter(person=person).exclude(period__in=times).delete()
        self.bulk_create(
            [
                Reminder(
                    person=person, period=period, at=at, next_at=now and next_at(now, zone, at)
                )
                for period, at in times.items()
            ],
            update_conflicts=True,
            unique_fields=["person_id", "period"],
            update_fields=["at", "next_at", "due_at"],
        )

    def agreed(self, person: Person) -> Self:
        """A person's, if they want reminders at all."""
        return self.filter(person=person, next_at__isnull=False)

    def snooze(self, person: Person, period: Period, now: dt.datetime, again: dt.datetime) -> bool:
        """Let one ring once more; whether there is one. Call it with the person locked."""
        mine = self.agreed(person).filter(period=period)
        return bool(mine.update(next_at=again, due_at=now, claimed_until=None))


class Reminder(Scheduled):
    """At which time of day somebody is reminded of a period.

    A snooze moves ``next_at`` too. It is null while the person has not agreed to reminders: such
    times came with a file.
    """

    pk = models.CompositePrimaryKey("person_id", "period")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, db_index=False, related_name="+")
    period = models.PositiveSmallIntegerField(choices=PERIODS)
    at = models.PositiveSmallIntegerField()

    objects: ClassVar = ReminderQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(period__in=list(dict(PERIODS))), name="reminder_period"
            ),
            models.CheckConstraint(condition=Q(at__lt=MINUTES_A_DAY), name="reminder_at"),
        ]


class PushSubscription(Endpoint):
    """How a person's device is reached; people who share a browser share its endpoint.

    It goes with the device that is signed out, and so with the record.
    """

    device = models.OneToOneField(
        Device, on_delete=models.CASCADE, primary_key=True, related_name="push_subscription"
    )
