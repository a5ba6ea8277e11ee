"""Whoever looks on and wants to be told in the evening, and the phones that are told."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from people.models import Person
from people.zones import zone_of
from reminders.rules.times import next_at
from sharing.models import EVENING_CONSENT_VERSION, Answer, EveningNotice, SharedLink
from tests.factories import new_link
from tests.reminders.browser_keys import BrowserKeys

KEYS = BrowserKeys()
ENDPOINT = "https://push.example/hers"


def new_evening(
    *,
    person: Person,
    answer: Answer = Answer.YES,
    endpoint: str = ENDPOINT,
    language: str = "en",
    since: dt.datetime | None = None,
    **link: Any,
) -> EveningNotice:
    """Somebody asked by a link of this person's, on one phone, and was answered ``since`` then."""
    now = since or timezone.now()
    new_link(person=person, **link)
    notice = EveningNotice.objects.create(
        link=SharedLink.objects.latest("pk"),
        asked_at=now,
        answer=answer,
        answered_at=None if answer == Answer.WAITING else now,
        consent_version=EVENING_CONSENT_VERSION if answer == Answer.YES else None,
        next_at=next_at(now, zone_of(person.zone), EveningNotice.at),
    )
    if answer != Answer.NO:
        add_phone(notice, endpoint, language)
    return notice


def add_phone(notice: EveningNotice, endpoint: str, language: str = "en") -> None:
    notice.phones.create(
        endpoint=endpoint,
        p256dh=KEYS.p256dh,
        auth=KEYS.auth,
        origin="https://practise.example.org",
        made_at=notice.asked_at,
        language=language,
    )
