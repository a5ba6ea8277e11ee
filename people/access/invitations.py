"""Letting a browser in: every proof of who somebody is ends as an invitation.

Scanning the square, typing a code, using a passkey: each leads to one token,
which opens one record in one browser, once, within ten minutes.
"""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from people.access.codes import hash_of, keyed_hash_of, new_short_code, new_token
from people.models import JoinInvitation, Person


@dataclass(frozen=True)
class NewInvitation:
    """What is known of an invitation only while it is given away; the code may be empty."""

    token: str
    short_code: str


def invite(person: Person, *, with_short_code: bool = False) -> NewInvitation:
    """Invite a browser to ``person``'s record; earlier invitations of theirs are void."""
    now = timezone.now()
    JoinInvitation.objects.filter(expires_at__lte=now - JoinInvitation.LASTS).delete()
    JoinInvitation.objects.filter(person=person).delete()
    token, code = new_token(), new_short_code() if with_short_code else ""
    JoinInvitation.objects.create(
        person=person,
        token_hash=hash_of(token),
        code_hash=keyed_hash_of(code) if code else None,
        expires_at=now + JoinInvitation.LASTS,
    )
    return NewInvitation(token, code)


def find(token: str) -> JoinInvitation | None:
    """The invitation with this token, open, used or too old."""
    return JoinInvitation.objects.select_related("person").filter(token_hash=hash_of(token)).first()


def accept(invitation: JoinInvitation) -> bool:
    """Use it up; of two at the same moment one is heard."""
    return _used_up(pk=invitation.pk)


def accept_short_code(code: str) -> Person | None:
    """Whose record a short code opens; it is used up by asking.

    One that nobody has, a used one and one too old cost the same statement.
    """
    found = keyed_hash_of(code)
    if not _used_up(code_hash=found):
        return None
    return Person.objects.get(invitations__code_hash=found)


def _used_up(**which: Any) -> bool:
    now = timezone.now()
    still_open = JoinInvitation.objects.filter(used_at__isnull=True, expires_at__gt=now)
    return still_open.filter(**which).update(used_at=now) == 1
