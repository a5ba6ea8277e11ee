"""Whose what a browser keeps by itself is: ticks that wait for a network, a saved position."""

from collections.abc import Callable
from typing import NamedTuple

from django.http import HttpResponseBase
from django.utils.crypto import salted_hmac

from people.identity import HttpRequest, Identity, SignedIn


class BrowserOwner(NamedTuple):
    """Ids by which a browser tells its people apart; they say nothing else.

    ``owner``: who is here. ``before``: the same person while they had no record
    yet, so that nobody else ever takes what they practised then for theirs. ``others``: who else
    has a record in this browser.
    """

    owner: str
    before: str
    others: list[str]

    def is_own(self, made_for: str) -> bool:
        """Whether what was made for this id is of whoever is here."""
        return made_for in (self.owner, self.before)


def browser_owner(identity: Identity) -> BrowserOwner:
    """The ids of who is here; somebody without a record has the second only."""
    here, people = identity.signed_in, identity.signed_in_people
    earlier = people[: people.index(here)] if here else people
    # The first in this browser came after nobody.
    before = f"after-{owner_id(earlier[-1])}" if earlier else ""
    others = [owner_id(each) for each in people if each != here]
    return BrowserOwner(owner_id(here) if here else before, before, others)


def owner_id(signed_in: SignedIn) -> str:
    """The id of one device: it stays the same when records are merged."""
    return salted_hmac("people.identity.mark", str(signed_in.device.pk)).hexdigest()[:12]


class RecordHeaderMiddleware:
    """Names the record that a response is of, for a browser that keeps pages (docs/offline.md)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if request.identity.is_read:
            response["Kidneycare-Record"] = browser_owner(request.identity).owner
        return response
