"""Whose what a browser keeps by itself is: ticks that wait for a network, a saved position."""

from typing import NamedTuple

from django.utils.crypto import salted_hmac

from people.identity import Identity, SignedIn


class BrowserOwner(NamedTuple):
    """Ids by which a browser tells its people apart; they say nothing else.

    ``owner``: who is here. ``before``: the same person while they had no record
    yet, so that nobody else ever takes what they practised then for theirs.
    """

    owner: str
    before: str


def browser_owner(identity: Identity) -> BrowserOwner:
    """The ids of who is here; somebody without a record has the second only."""
    here, people = identity.signed_in, identity.signed_in_people
    earlier = people[: people.index(here)] if here else people
    # The first in this browser came after nobody.
    before = f"after-{owner_id(earlier[-1])}" if earlier else ""
    return BrowserOwner(owner_id(here) if here else before, before)


def other_owners(identity: Identity) -> list[str]:
    """The ids of the others with a record in this browser."""
    return [owner_id(each) for each in identity.signed_in_people if each != identity.signed_in]


def owner_id(signed_in: SignedIn) -> str:
    """The id of one device: it stays the same when records are merged."""
    return salted_hmac("people.identity.mark", str(signed_in.device.pk)).hexdigest()[:12]
