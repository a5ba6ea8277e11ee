"""Letting a browser in: every proof of who somebody is ends as an invitation.

Scanning the square, typing a code, using a passkey: each leads to one token,
which opens one record in one browser, once, within ten minutes.
"""

from datetime import timedelta
from typing import NamedTuple

from django.utils import timezone

from people.access.codes import hash_of, keyed_hash_of, new_short_code, new_token
from people.models import JoinInvitation, Person

LIFETIME = timedelta(minutes=10)
"""The pages say it in words; a test compares."""


class NewInvitation(NamedTuple):
    """What is shown once and stored only as hashes; the code may be empty."""

    token: str
    short_code: str


def invite(person: Person, *, with_short_code: bool = False) -> NewInvitation:
    """Invite a browser to ``person``'s record; their earlier invitations are void."""
    now = timezone.now()
    JoinInvitation.objects.filter(expires_at__lte=now - LIFETIME).delete()
    JoinInvitation.objects.filter(person=person).delete()
    token, code = new_token(), new_short_code() if with_short_code else ""
    JoinInvitation.objects.create(
        person=person,
        token_hash=hash_of(token),
        code_hash=keyed_hash_of(code) if code else None,
        expires_at=now + LIFETIME,
    )
    return NewInvitation(token, code)


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
