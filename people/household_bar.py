"""The people who share a browser, as the bar above its pages shows them."""

from typing import Any, NamedTuple

from django.contrib.messages import get_messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest
from django.utils.translation import gettext as _

from kidneycare.cookies import cookie_name
from people.identity import Identity


class Member(NamedTuple):
    """``device`` is the one to switch to, none for somebody new."""

    name: str
    device: int | None
    is_here: bool


def members(identity: Identity) -> list[Member]:
    """Everybody who shares the browser; nobody where there is only one and no one to switch to."""
    people, here = identity.signed_in_people, identity.signed_in
    if not people or (len(people) == 1 and here):
        return []
    found = []
    for number, each in enumerate(people, 1):
        name = each.person.nickname or _("Record %(number)d") % {"number": number}
        found.append(Member(name, each.device.pk, is_here=each == here))
    return found if here else [*found, Member(_("Somebody new"), None, is_here=True)]


def context(request: HttpRequest) -> dict[str, Any]:
    """Template context: ``knows_person``, ``household`` and the last of the ``messages``.

    Pages that are the same for everybody have none of them. No query.
    """
    identity: Identity | None = getattr(request, "identity", None)
    if identity is None or not identity.is_read:
        return {"knows_person": False, "household": [], "messages": []}
    # Reading none would still send a cookie, to remove it.
    has_some = cookie_name(CookieStorage.cookie_name) in request.COOKIES
    waiting = [*get_messages(request)] if has_some else []
    return {
        "knows_person": True,
        "household": members(identity),
        "messages": waiting[-1:],
    }
