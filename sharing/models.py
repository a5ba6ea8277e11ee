"""Links by which somebody looks on a record, how often each was opened, and whom it tells."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.db import models, transaction
from django.db.models import F, Max, Q, Sum

from kidneycare.db.secure_erase import request_checkpoint
from kidneycare.limits import NICKNAME_LENGTH
from people.access.codes import hash_of
from people.models import Person
from reminders.models import Endpoint, Scheduled

CONSENT_VERSION = 1
"""Of the sentence in ``templates/sharing/consent.html``; see ``people.models.CONSENT_VERSION``."""
EVENING_CONSENT_VERSION = 1
"""Of the sentence in ``templates/sharing/evening_consent.html``."""
MOST_LINKS = 30
"""Of one person, those that have ended among them."""
MOST_PHONES = 3
"""That one link tells in the evening; the pages say it in words."""
NINE_IN_THE_EVENING = 21 * 60


class Kind(models.TextChoices):
    """What a link allows: to look, or to tick today's exercises too."""

    LOOKS = "looks"
    TICKS = "ticks"


class SharedLinkQuerySet(models.QuerySet["SharedLink"]):
    def of(self, person: Person) -> SharedLinkQuerySet:
        """A person's links, the newest first, with how often and when each was last opened."""
        mine = self.filter(person=person).order_by("-agreed_at", "-pk").select_related("evening")
        counts = {"times": Sum("openings__count"), "last_opened": Max("openings__day")}
        return mine.annotate(**counts)

    def find(self, token: str) -> SharedLink | None:
        """The link with this token, whether it still opens anything or not."""
        return self.select_related("person", "evening").filter(token_hash=hash_of(token)).first()

    def make_room(self, person: Person, today: dt.date) -> bool:
        """Remove the oldest ended links until one more has room; whether it has."""
        mine = self.filter(person=person).order_by("agreed_at", "pk")
        ended = mine.filter(Q(revoked_at__isnull=False) | Q(until__lt=today))
        too_many = mine.count() - MOST_LINKS + 1
        if too_many <= 0:
            return True
        gone = [link.pk for link in ended[:too_many]]
        self.filter(pk__in=gone).delete()
        transaction.on_commit(request_checkpoint)
        return len(gone) == too_many

    def revoke(self, person: Person, link: int, now: dt.datetime) -> bool:
        """End a link at once, and forget whom it told; whether this person has such a one."""
        mine = self.filter(person=person, pk=link)
        with transaction.atomic():
            mine.filter(revoked_at__isnull=True).update(revoked_at=now)
            if EveningNotice.objects.filter(link__in=mine).delete()[0]:
                transaction.on_commit(request_checkpoint)
        return mine.exists()


class SharedLink(models.Model):
    """An address that shows somebody's weeks to whoever holds it.

    The database has only the hash of its token. ``name``: for whom it is, also the name under
    which its ticks are written down; ``shown_name``: what the person is called there.
    ``until``: the last practice day on which it opens. ``agreed_at``: when the person made it,
    by a yes to the consent's wording of that version.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="shared_links")
    token_hash = models.BinaryField(max_length=32, unique=True)
    name = models.CharField(max_length=NICKNAME_LENGTH)
    shown_name = models.CharField(max_length=NICKNAME_LENGTH, blank=True)
    kind = models.CharField(max_length=8, choices=Kind)
    shows_notes = models.BooleanField(default=False)
    shows_pain = models.BooleanField(default=False)
    shows_reasons = models.BooleanField(default=False)
    until = models.DateField()
    consent_version = models.PositiveSmallIntegerField()
    agreed_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    # What ``SharedLink.objects.of`` counts.
    times: int | None
    last_opened: dt.date | None

    objects: ClassVar = SharedLinkQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="shared_link_kind"),
            models.CheckConstraint(condition=~Q(name=""), name="shared_link_is_for_somebody"),
        ]

    @property
    def may_tick(self) -> bool:
        return self.kind == Kind.TICKS

    def is_open(self, today: dt.date) -> bool:
        return self.revoked_at is None and today <= self.until

    @property
    def asked_evening(self) -> EveningNotice | None:
        """What was asked for by this link, if anything was."""
        return getattr(self, "evening", None)

    def count_opening(self, day: dt.date) -> None:
        """Note that it was opened on this practice day."""
        opening = LinkOpening(person_id=self.person_id, link=self, day=day, count=0)
        LinkOpening.objects.bulk_create([opening], ignore_conflicts=True)
        mine = LinkOpening.objects.filter(person_id=self.person_id, link=self, day=day)
        mine.update(count=F("count") + 1)


class LinkOpening(models.Model):
    """How often a link was opened on a practice day of the person's."""

    pk = models.CompositePrimaryKey("person_id", "link_id", "day")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, db_index=False, related_name="+")
    link = models.ForeignKey(SharedLink, on_delete=models.CASCADE, related_name="openings")
    day = models.DateField()
    count = models.PositiveIntegerField()


class Answer(models.TextChoices):
    """What the person says to a notice in the evening."""

    WAITING = "waiting"
    YES = "yes"
    NO = "no"


class EveningNotice(Scheduled):
    """Whoever holds a link asks to be told in the evening when nothing was ticked that day.

    Nothing is sent but after a yes to the consent's wording of that version. Whatever the answer,
    it is due each evening: so the sender removes what a link has left that has ended.
    """

    link = models.OneToOneField(
        SharedLink, on_delete=models.CASCADE, primary_key=True, related_name="evening"
    )
    at = NINE_IN_THE_EVENING
    asked_at = models.DateTimeField()
    answer = models.CharField(max_length=8, choices=Answer, default=Answer.WAITING)
    answered_at = models.DateTimeField(null=True)
    consent_version = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(answer=Answer.WAITING, answered_at__isnull=True)
                | Q(answer__in=[Answer.YES, Answer.NO], answered_at__isnull=False),
                name="evening_notice_answer",
            ),
            models.CheckConstraint(
                condition=Q(answer=Answer.YES, consent_version__isnull=False)
                | (~Q(answer=Answer.YES) & Q(consent_version__isnull=True)),
                name="evening_notice_consent",
            ),
        ]


class EveningPhone(Endpoint):
    """A browser that is told in the evening, in the language in which it was asked for there."""

    notice = models.ForeignKey(EveningNotice, on_delete=models.CASCADE, related_name="phones")
    language = models.CharField(max_length=16)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["notice", "endpoint"], name="evening_phone_once"),
            models.CheckConstraint(condition=~Q(language=""), name="evening_phone_has_language"),
        ]
