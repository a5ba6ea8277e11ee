"""Being told in the evening: asked for by who holds a link, answered by whose record it is."""

import datetime as dt
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from enum import StrEnum
from hashlib import sha256
from typing import Any, NamedTuple

from django.db import transaction
from django.http import Http404

from kidneycare.db.secure_erase import request_checkpoint
from people.erase import lock_person
from people.models import Person
from people.zones import zone_of
from reminders.push.vapid import site_signer
from reminders.rules.times import next_at
from sharing.models import (
    EVENING_CONSENT_VERSION,
    MOST_PHONES,
    NINE_IN_THE_EVENING,
    Answer,
    EveningNotice,
    SharedLink,
)


class Asked(StrEnum):
    """What a phone that asks is told; the page has a sentence for each."""

    WAITING = "waiting"
    ON = "on"
    NO = "no"
    FULL = "full"


def evening_key(link: SharedLink) -> str:
    """By what a phone that is told knows which of its links is meant.

    A notice can't hold the link's address: the server has only the hash of its token.
    """
    hashed = sha256(b"evening" + bytes(link.token_hash)).digest()
    return urlsafe_b64encode(hashed[:15]).decode()


class EveningPlace(NamedTuple):
    """What a link's page needs to ask.

    ``key``: to subscribe with. ``name``: by which notices name the link. ``answer``: what was said,
    empty where nobody asked.
    """

    key: str
    name: str
    answer: str


def evening_place(link: SharedLink) -> EveningPlace:
    asked = link.asked_evening
    return EveningPlace(site_signer().public_key, evening_key(link), asked.answer if asked else "")


def ask(link: SharedLink, browser: Mapping[str, Any], now: dt.datetime) -> Asked:
    """Ask the person, unless that was done, and let this browser be told too.

    ``browser``: the fields of an ``EveningPhone``. The same again changes nothing.

    Raises:
        Http404: the link was taken back this moment.
        RequestError: the record was erased this moment.
    """
    with transaction.atomic():
        person = lock_person(link.person)
        if not SharedLink.objects.filter(pk=link.pk, revoked_at__isnull=True).exists():
            raise Http404
        notice, _made = EveningNotice.objects.get_or_create(
            link=link, defaults={"asked_at": now, "next_at": _next_evening(person, now)}
        )
        if notice.answer == Answer.NO:
            return Asked.NO
        mine = notice.phones.filter(endpoint=browser["endpoint"]).first()
        if mine is None and notice.phones.count() >= MOST_PHONES:
            return Asked.FULL
        if mine is None or any(getattr(mine, name) != value for name, value in browser.items()):
            fields = {**browser, "made_at": now}
            notice.phones.update_or_create(endpoint=browser["endpoint"], defaults=fields)
    return Asked.ON if notice.answer == Answer.YES else Asked.WAITING


def withdraw(link: SharedLink, endpoint: str) -> None:
    """Tell this browser no more; with the last one goes what was asked."""
    with transaction.atomic():
        lock_person(link.person)
        notice = EveningNotice.objects.filter(link=link).first()
        if notice is None or not notice.phones.filter(endpoint=endpoint).delete()[0]:
            return
        if not notice.phones.exists():
            notice.delete()
        transaction.on_commit(request_checkpoint)


def answer(
    link: SharedLink, given: Answer, now: dt.datetime, today: dt.date
) -> EveningNotice | None:
    """Take the person's yes or no, also one after the other; none where nobody asks any more.

    With a no the phones are forgotten.
    """
    with transaction.atomic():
        person = lock_person(link.person)
        found = EveningNotice.objects.filter(
            link=link, link__revoked_at__isnull=True, link__until__gte=today
        )
        notice: EveningNotice | None = found.first()
        if notice is None or notice.answer == given:
            return notice
        is_yes = given == Answer.YES
        notice.answer, notice.answered_at = given, now
        notice.consent_version = EVENING_CONSENT_VERSION if is_yes else None
        notice.next_at, notice.due_at = _next_evening(person, now), None
        notice.claimed_until = None
        # Not `sent_at`, which the sender may be writing.
        notice.save(
            update_fields=[
                *("answer", "answered_at", "consent_version"),
                *("next_at", "due_at", "claimed_until"),
            ]
        )
        if not is_yes and notice.phones.all().delete()[0]:
            transaction.on_commit(request_checkpoint)
    return notice


def _next_evening(person: Person, now: dt.datetime) -> dt.datetime:
    return next_at(now, zone_of(person.zone), NINE_IN_THE_EVENING)
