"""Letting a browser in: every proof of who somebody is ends as an invitation.

Scanning the square, typing a code, using a passkey: each leads to one token,
which opens one record in one browser, once, within ten minutes.
"""

from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from people.access.codes import (
    hash_of,
    keyed_hash_of,
    new_token,
    seed_of,
    short_code_from,
    token_from,
)
from people.erase import lock_person
from people.identity import SignedIn
from people.models import JoinInvitation, Person

LIFETIME = timedelta(minutes=10)
"""The pages say it in words; a test compares."""


class ShownInvitation(NamedTuple):
    """What the square holds and the digits beside it; stored only as hashes."""

    token: str
    short_code: str


def invite(person: Person) -> str:
    """Invite a browser by the returned token; the person's earlier invitations are void."""
    token = new_token()
    _store(person, token, timezone.now() + LIFETIME)
    return token


def invite_phone(here: SignedIn) -> None:
    """Invite another phone by what this browser then shows; earlier invitations are void."""
    with transaction.atomic():
        person, expires_at = lock_person(here.person), timezone.now() + LIFETIME
        token, short_code = _of(here, expires_at)
        _store(person, token, expires_at, short_code)


def shown_invitation(here: SignedIn) -> ShownInvitation | None:
    """The open invitation that was made in this very browser: until it ends always the same."""
    for invitation in JoinInvitation.objects.filter(person=here.person):
        shown = _of(here, invitation.expires_at)
        is_ours = hash_of(shown.token) == bytes(invitation.token_hash)
        if is_ours and invitation.is_open(timezone.now()):
            return shown
    return None


def _of(here: SignedIn, expires_at: datetime) -> ShownInvitation:
    moment = expires_at.isoformat()
    return ShownInvitation(
        token_from(seed_of(here.token, "square", moment)),
        short_code_from(seed_of(here.token, "digits", moment)),
    )


def _store(person: Person, token: str, expires_at: datetime, short_code: str = "") -> None:
    JoinInvitation.objects.filter(expires_at__lte=expires_at - 2 * LIFETIME).delete()
    JoinInvitation.objects.filter(person=person).delete()
    JoinInvitation.objects.create(
        person=person,
        token_hash=hash_of(token),
        code_hash=keyed_hash_of(short_code) if short_code else None,
        expires_at=expires_at,
    )


def find(token: str) -> JoinInvitation | None:
    """The invitation with this token, open, used or expired."""
    return JoinInvitation.objects.select_related("person").filter(token_hash=hash_of(token)).first()


def accept(invitation: JoinInvitation) -> bool:
    """Use it up; of two requests at the same moment one succeeds."""
    return _use_up(pk=invitation.pk)


def accept_short_code(code: str) -> Person | None:
    """Use a short code up and return whose record it opens.

    An unknown, a used and an expired code cost the same statement.
    """
    code_hash = keyed_hash_of(code)
    if not _use_up(code_hash=code_hash):
        return None
    return Person.objects.get(invitations__code_hash=code_hash)


def _use_up(**which: object) -> bool:
    now = timezone.now()
    still_open = JoinInvitation.objects.filter(used_at__isnull=True, expires_at__gt=now)
    return still_open.filter(**which).update(used_at=now) == 1
