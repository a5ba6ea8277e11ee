"""From a request to a person, and from a first tick to a guest.

A guest is a random token in a cookie. Reading never makes one. The token of a
new guest is derived from the CSRF cookie, so that two quick first ticks, on
their way at the same time, arrive at the same guest (rules.md 18).
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import InternalError, OperationalError, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from people.consent import CONSENT_VERSION
from people.models import Device, Person
from people.zones import visitor_zone

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponseBase

COOKIE = "kidneycare"
YEAR = timedelta(days=365)
RENEW_AFTER = timedelta(days=7)
QUICK = timedelta(seconds=30)
"""How long after a guest was made the same CSRF cookie still leads to it.

Long enough for two taps on a slow line; short, since the next person at a shared
browser may come with the same cookie.
"""


@dataclass
class Identity:
    """Who a request comes from, and what its answer must do to the cookie.

    ``send`` is a token for the browser to keep; ``forget`` takes its cookie away.
    """

    person: Person | None = None
    send: str | None = None
    forget: bool = False


def person_of(request: HttpRequest) -> Person | None:
    """The person whose record this browser may read, or nobody. At most one query."""
    return _identity(request).person


def person_or_guest(request: HttpRequest) -> Person:
    """The person of this request, made now when there is none.

    Call it only for a post under the consent sentence.
    """
    identity = _identity(request)
    if identity.person is None:
        token = _first_token(request)
        with transaction.atomic():
            identity.person, identity.send = _guest(request, token)
    return identity.person


def forget(request: HttpRequest) -> None:
    """Let the answer take this browser's cookie away."""
    identity = _identity(request)
    identity.person, identity.send, identity.forget = None, None, True


class DeviceCookieMiddleware:
    """Sends, renews (at most weekly) or takes away the cookie of a device."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Keep the next handler."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, then set the cookie if the view came to know a device."""
        response = self.get_response(request)
        identity: Identity | None = request.__dict__.get("_identity")
        if identity is not None and identity.forget:
            response.delete_cookie(COOKIE, samesite="Lax")
        elif identity is not None and identity.send is not None:
            response.set_cookie(
                COOKIE,
                identity.send,
                max_age=YEAR,
                httponly=True,
                samesite="Lax",
                secure=settings.SECURE_COOKIES,
            )
        return response


def _identity(request: HttpRequest) -> Identity:
    found: Identity | None = request.__dict__.get("_identity")
    if found is None:
        found = _recognise(request.COOKIES.get(COOKIE))
        request.__dict__["_identity"] = found
    return found


def _recognise(token: str | None) -> Identity:
    if not token:
        return Identity()
    device = Device.objects.select_related("person").filter(token_hash=_hash(token)).first()
    if device is None:
        return Identity()
    identity = Identity(person=device.person)
    now = timezone.now()
    if now - device.seen_at > RENEW_AFTER:
        # A database that can only be read just now must not keep anybody from reading.
        with suppress(OperationalError, InternalError), transaction.atomic():
            Device.objects.filter(pk=device.pk).update(seen_at=now)
            identity.send = token
    return identity


def _first_token(request: HttpRequest) -> str:
    csrf = request.COOKIES.get(settings.CSRF_COOKIE_NAME, "")
    if not csrf:
        return secrets.token_urlsafe(32)
    digest = salted_hmac("people.identity.guest", csrf, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode("ascii")


def _guest(request: HttpRequest, token: str) -> tuple[Person, str]:
    now = timezone.now()
    found = Device.objects.select_related("person").filter(token_hash=_hash(token)).first()
    if found is not None and abs(now - found.made_at) <= QUICK:
        return found.person, token
    if found is not None:
        # The browser lost its cookie but not the CSRF one: not the same visit.
        token = secrets.token_urlsafe(32)
    return _new_guest(request, token, now), token


def _new_guest(request: HttpRequest, token: str, now: datetime) -> Person:
    person = Person.objects.create(
        zone=visitor_zone(request), consent_version=CONSENT_VERSION, consented_at=now
    )
    device, made = Device.objects.get_or_create(
        token_hash=_hash(token), defaults={"person": person, "made_at": now, "seen_at": now}
    )
    if not made:
        # Another request with the same CSRF cookie was a moment quicker.
        person.delete()
        return device.person
    return person


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
