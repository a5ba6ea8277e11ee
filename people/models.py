"""People, the devices they come from, and the ways back to a record."""

from datetime import date, datetime
from typing import ClassVar

from django.db import models
from django.db.models import Count, Q
from django.utils import timezone

from kidneycare.limits import LATEST_DAY_START, NICKNAME_LENGTH, USUAL_DAY_START

CONSENT_VERSION = 2
"""Of the sentence in ``templates/people/consent.html``, to which a person agrees by ticking.

A change of its meaning needs a new number; a test holds the number to the wording.
"""


class Person(models.Model):
    """Somebody who keeps a record: no address, only what the record needs.

    ``nickname`` stands on this person's buttons, if they want one; ``language``
    is the one they last read in, for where nothing else tells it.
    ``day_start`` is when the practice day begins, in minutes after midnight; a
    change waits in ``next_day_start`` for the day ``next_day_start_on``
    (rules.md 14). ``zone`` decides what is today, never what a tick's day is.
    ``keeping_settled``: whether Today's offer to keep the record was answered;
    ``joined_at``: when another phone last began to open the record.
    """

    # Two thousand million people are enough, and every tick's row and key hold it (docs/growth.md).
    id = models.AutoField(primary_key=True)
    nickname = models.CharField(max_length=NICKNAME_LENGTH, blank=True)
    language = models.CharField(max_length=16, blank=True)
    zone = models.CharField(max_length=64)
    day_start = models.PositiveSmallIntegerField(default=USUAL_DAY_START)
    next_day_start = models.PositiveSmallIntegerField(null=True)
    next_day_start_on = models.DateField(null=True)
    consent_version = models.PositiveSmallIntegerField()
    consented_at = models.DateTimeField()
    keeping_settled = models.BooleanField(default=False)
    joined_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(day_start__lte=LATEST_DAY_START), name="person_day_start_by_eight"
            ),
            models.CheckConstraint(
                condition=Q(next_day_start__isnull=True, next_day_start_on__isnull=True)
                | Q(
                    # A check lets "unknown" pass, and NULL <= 480 is unknown.
                    next_day_start__isnull=False,
                    next_day_start__lte=LATEST_DAY_START,
                    next_day_start_on__isnull=False,
                ),
                name="person_next_day_start_whole",
            ),
        ]

    @property
    def day_starts(self) -> tuple[tuple[date, int], ...]:
        """Every start of day with the first day it holds for, earliest first."""
        starts = [(date.min, self.day_start)]
        if self.next_day_start is not None and self.next_day_start_on is not None:
            starts.append((self.next_day_start_on, self.next_day_start))
        return tuple(starts)

    def ways_back(self) -> dict[str, int]:
        """How many ``passkeys``, ``codes_left`` and ``devices`` open the record: one query."""
        return Person.objects.filter(pk=self.pk).aggregate(
            passkeys=Count("passkeys", distinct=True),
            codes_left=Count(
                "recovery_codes", filter=Q(recovery_codes__used_on__isnull=True), distinct=True
            ),
            devices=Count("devices", distinct=True),
        )

    def hand_over_to(self, other: "Person") -> None:
        """Make devices, passkeys and codes the other's, and save it. Call it with both locked.

        Invitations stay behind: they were to a record that is no more.
        """
        other.joined_at = timezone.now()
        other.save(update_fields=["joined_at"])
        self.devices.update(person=other, made_at=other.joined_at)
        self.passkeys.update(person=other)
        self.recovery_codes.update(person=other)

    def begin_days_at(self, minutes: int, first_day: date, *, today: date) -> None:
        """Let the practice day begin at ``minutes`` from ``first_day`` on; saves.

        A change that has already taken effect becomes the usual start first.
        """
        waiting, first = self.next_day_start, self.next_day_start_on
        if waiting is not None and first is not None and first <= today:
            self.day_start = waiting
        same = minutes == self.day_start
        self.next_day_start = None if same else minutes
        self.next_day_start_on = None if same else first_day
        self.save(update_fields=["day_start", "next_day_start", "next_day_start_on"])


class Device(models.Model):
    """A browser that may read and write one person's record.

    The browser holds a token, the database only its hash: who steals the
    database cannot sign in with it. ``made_at``: since when it opens this record;
    ``seen_at``: when its cookie was last sent; ``used_on``: the last day it was used (UTC);
    ``kind``: see ``people.access.device_kinds``; ``others_known_at``: up to when phones
    that joined are known here (``people.access.joined``).
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="devices")
    token_hash = models.BinaryField(max_length=32, unique=True)
    kind = models.CharField(max_length=16, blank=True)
    made_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    used_on = models.DateField()
    others_known_at = models.DateTimeField()


class Passkey(models.Model):
    """A key in somebody's phone or password store; here lies only its public half.

    ``handle`` is what the phone files it under: random, the same for all
    passkeys of a person. ``counter`` grows with each use where the key counts at
    all, so that a copy of the key gives itself away.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="passkeys")
    credential = models.BinaryField(max_length=1023, unique=True)
    public_key = models.BinaryField()
    counter = models.BigIntegerField()
    handle = models.BinaryField(max_length=32)
    kind = models.CharField(max_length=16, blank=True)
    made_on = models.DateField()
    used_on = models.DateField(null=True)


class RecoveryCode(models.Model):
    """One code of somebody's printed sheet, good for one use; only its hash is stored."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="recovery_codes")
    code_hash = models.BinaryField(max_length=32, unique=True)
    made_on = models.DateField()
    used_on = models.DateField(null=True)


class JoinInvitation(models.Model):
    """Lets one browser in, once, within its lifetime.

    ``token_hash`` is of the 128 bits behind the square; ``code_hash`` is keyed
    with the server's secret, for a code short enough to type could be guessed
    from a plain hash. Used ones stay until they are swept away, so that a
    second tap on the same button finds that the first was heard.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="invitations")
    token_hash = models.BinaryField(max_length=32, unique=True)
    code_hash = models.BinaryField(max_length=32, unique=True, null=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def is_open(self, now: datetime) -> bool:
        return self.used_at is None and now < self.expires_at


class RateLimitCounter(models.Model):
    """How often something was tried from one place within a window, for all processes.

    ``key`` is a hash keyed with the server's secret: no address can be read
    from it. Rows are swept away once ``until`` has passed.
    """

    key = models.BinaryField(primary_key=True, max_length=32)
    count = models.PositiveIntegerField()
    until = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "people_tally"
