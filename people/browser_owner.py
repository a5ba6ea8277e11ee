"""Whose what a browser keeps by itself is: practice that waits for a network, a place left off."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.crypto import salted_hmac

from people.identity import Identity, SignedIn


class BrowserOwner(NamedTuple):
    """Marks by which a browser tells its people apart; they say nothing else.

    ``owner``: who is here. ``before``: the same person while they had no record
    yet, so that nobody else ever takes what they practised then for theirs.
    """

    owner: str
    before: str


def browser_owner(identity: Identity) -> BrowserOwner:
    """The marks of who is here; somebody without a record has the second only."""
    here, people = identity.signed_in, identity.signed_in_people
    if here is None:
        return BrowserOwner(_newcomer(people), _newcomer(people))
    return BrowserOwner(owner_mark(here), _newcomer(people[: people.index(here)]))


def owner_mark(signed_in: SignedIn) -> str:
    """The mark of one device: it stays the same when records are merged."""
    return salted_hmac("people.identity.mark", str(signed_in.device.pk)).hexdigest()[:12]


def _newcomer(people: list[SignedIn]) -> str:
    """Somebody without a record, who came after these: nothing where they are the first."""
    return f"after-{owner_mark(people[-1])}" if people else ""
