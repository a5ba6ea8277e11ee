"""Who asks: the people signed in to a browser, which of them is here, and new guests.

The cookie of a browser holds a random token for each of its people, first that of the one who is
here, which may be nobody yet. The database holds only the tokens' hashes, and doesn't know which
records share a browser. Reading a page makes no record.
"""

import secrets
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import NamedTuple

from django import http
from django.conf import settings
from django.db import InternalError, OperationalError, transaction
from django.middleware.csrf import rotate_token
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kidneycare.cookies import cookie_name
from kidneycare.db.sql import columns, fetch_rows, instance
from kidneycare.web.http import RequestError
from kidneycare.web.refusals import MESSAGES, Cause
from people.access.codes import hash_of
from people.access.device_kinds import kind_of
from people.erase import lock_person
from people.models import CONSENT_VERSION, Device, Person
from people.rate_limit import network_of, new_records, throttle
from people.zones import visitor_zone

COOKIE = "kidneycare"
SEPARATOR = "."
MOST_PEOPLE = 6
COOKIE_AGE = timedelta(days=365)
RENEW_AFTER = timedelta(days=7)


class SignedIn(NamedTuple):
    """One of the people of a browser: their device, and the token that opens it."""

    token: str
    device: Device

    @property
    def person(self) -> Person:
        return self.device.person


class Identity:
    """The people of one browser, read from the database when first asked for, in one query."""

    def __init__(self, request: http.HttpRequest) -> None:
        self._request = request
        self._people: list[SignedIn] | None = None
        self._here: SignedIn | None = None
        self._gone = ""
        self._sends_cookie = False

    @property
    def is_read(self) -> bool:
        return self._people is not None

    @property
    def signed_in_people(self) -> list[SignedIn]:
        """Everybody with a record in this browser, in the order in which they came."""
        if self._people is None:
            cookie = self._request.COOKIES.get(cookie_name(COOKIE), "")
            self._read(cookie)
            self._note_use()
            if self._here is None and (gone := cookie.partition(SEPARATOR)[0]):
                self._note_gone(gone)
        return self._people or []

    @property
    def signed_in(self) -> SignedIn | None:
        """The one of them who is here, if anybody."""
        return self._here if self.signed_in_people else None

    @property
    def person(self) -> Person | None:
        return self.signed_in.person if self.signed_in else None

    def require_signed_in(self) -> SignedIn:
        """The one who is here.

        Raises:
            RequestError: nobody is.
        """
        if self.signed_in is None:
            self.require_not_gone()
            raise RequestError(_("There is no record in this browser yet: tick something first."))
        return self.signed_in

    def require_person(self) -> Person:
        """The person whose record is open.

        Raises:
            RequestError: there is none.
        """
        return self.require_signed_in().person

    def require_not_gone(self) -> None:
        """Check that a page of somebody who was here doesn't begin a record anew (rules.md 32).

        Raises:
            RequestError: their record was erased, or signed out from another phone.
        """
        if self.person is None and self._gone:
            message = str(MESSAGES[Cause.RECORD_GONE])
            raise RequestError(message, status=409, cause=Cause.RECORD_GONE)

    def require_room(self) -> None:
        """Check that one more person may share this browser.

        Raises:
            RequestError: there are too many.
        """
        if len(self.signed_in_people) >= MOST_PEOPLE:
            raise RequestError(
                _("Six records are open in this browser already. Take one off this phone first.")
            )

    def sign_in(self, person: Person) -> None:
        """Make this browser one of ``person``'s devices, who has proved who they are, and switch.

        Raises:
            RequestError: the browser is full, or the record was erased meanwhile.
        """
        mine = [each for each in self.signed_in_people if each.device.person_id == person.pk]
        if not mine:
            self.require_room()
            with transaction.atomic():
                mine = [_new_device(self._request, lock_person(person))]
                person.joined_at = mine[0].device.made_at
                person.save(update_fields=["joined_at"])
        self.switch_person(mine[0])

    def sign_in_guest(self, guest: SignedIn) -> None:
        """Let a guest be here whom this request made.

        The CSRF secret stays, so that a second tick from the same page lands too (rules.md 18).
        """
        self._enter(guest)

    def switch_person(self, to: SignedIn | None) -> None:
        """Let another of this browser's people be here, or somebody who has no record yet.

        Pages that were opened before carry the old CSRF token: nothing can be
        written from them into the wrong record.
        """
        self._enter(to)
        rotate_token(self._request)

    def sign_out(self, device: Device) -> None:
        left = [each for each in self.signed_in_people if each.device.pk != device.pk]
        if len(left) == len(self.signed_in_people):
            return
        self._people = left
        self.switch_person(self._here if self._here in left else None)

    def reload(self) -> None:
        """Read who is here again, after devices have changed hands."""
        self._read(self._cookie)
        self.switch_person(self._here)

    def set_cookie(self, response: http.HttpResponseBase) -> None:
        """Send, renew (at most weekly) or take away the cookie, where this request is to."""
        if not self._sends_cookie:
            return
        if self._people or self._gone:
            response.set_cookie(
                cookie_name(COOKIE),
                self._cookie,
                max_age=COOKIE_AGE,
                httponly=True,
                samesite="Lax",
                secure=settings.SECURE_COOKIES,
            )
        else:
            response.delete_cookie(cookie_name(COOKIE), samesite="Lax")

    def _enter(self, to: SignedIn | None) -> None:
        if to is not None and to not in self.signed_in_people:
            self._people = [*self.signed_in_people, to]
        self._here, self._sends_cookie, self._gone = to, True, ""

    @property
    def _cookie(self) -> str:
        others = [each.token for each in self.signed_in_people if each != self._here]
        gone = [self._gone] if self._gone else []
        return SEPARATOR.join([self._here.token if self._here else "", *others, *gone])

    def _read(self, cookie: str) -> None:
        tokens = cookie.split(SEPARATOR)[: MOST_PEOPLE + 1]
        by_hash = {hash_of(token): token for token in tokens if token}
        devices = sorted(_devices_of(list(by_hash)), key=lambda device: device.pk)
        self._people = [SignedIn(by_hash[bytes(each.token_hash)], each) for each in devices]
        # Whoever was here and is signed out leaves nobody: no other record opens by itself.
        self._here = next((each for each in self._people if each.token == tokens[0]), None)

    def _note_gone(self, token: str) -> None:
        """Note that who was here is not: pages of that record can no longer write.

        The cookie keeps the token behind nobody's: a wrong database must not shut anybody out.
        """
        self._gone, self._sends_cookie = token, True
        rotate_token(self._request)

    def _note_use(self) -> None:
        """Note when devices were last seen: at most once a day, the only thing a GET writes."""
        now = timezone.now()
        devices = [each.device for each in self._people or []]
        to_renew = [each.pk for each in devices if now - each.seen_at > RENEW_AFTER]
        here = self._here and self._here.device
        used = [here.pk] if here and here.used_on < now.date() else []
        if not to_renew and not used:
            return
        # A database that can only be read just now must not keep anybody from reading.
        with suppress(OperationalError, InternalError), transaction.atomic():
            Device.objects.filter(pk__in=to_renew).update(seen_at=now)
            Device.objects.filter(pk__in=used).update(used_on=now.date())
            self._sends_cookie = self._sends_cookie or bool(to_renew)


class HttpRequest(http.HttpRequest):
    """A request as views get it: :class:`DeviceCookieMiddleware` has set who asks."""

    identity: Identity


class DeviceCookieMiddleware:
    """Tells views who asks, and the browser who is here from now on."""

    def __init__(self, get_response: Callable[[HttpRequest], http.HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> http.HttpResponseBase:
        request.identity = Identity(request)
        response = self.get_response(request)
        request.identity.set_cookie(response)
        return response


def new_guest(request: http.HttpRequest) -> SignedIn:
    """Begin a record, under the consent sentence, for somebody who has none yet.

    Raises:
        RequestError: too many records were begun from that network.
    """
    throttle(new_records(), network_of(request))
    person = Person.objects.create(
        zone=visitor_zone(request),
        language=get_language() or "",
        consent_version=CONSENT_VERSION,
        consented_at=timezone.now(),
    )
    return _new_device(request, person)


def _new_device(request: http.HttpRequest, person: Person) -> SignedIn:
    token, now = secrets.token_urlsafe(32), timezone.now()
    device = Device.objects.create(
        person=person,
        token_hash=hash_of(token),
        kind=kind_of(request.headers.get("User-Agent", "")),
        made_at=now,
        seen_at=now,
        used_on=now.date(),
        others_known_at=now,
    )
    return SignedIn(token, device)


def _devices_of(hashes: list[bytes]) -> list[Device]:
    if not hashes:
        return []
    places = ", ".join(["%s"] * len(hashes))
    # Raw SQL: a query set costs 0.6 ms more with every page.
    statement = (
        f"SELECT {columns(Device, 'd')}, {columns(Person, 'p')} "  # noqa: S608 - our own fields
        "FROM people_device d JOIN people_person p ON p.id = d.person_id "
        f"WHERE d.token_hash IN ({places})"
    )
    size = len(Device._meta.concrete_fields)
    found = []
    for row in fetch_rows(Device, statement, hashes):
        device = instance(Device, row[:size])
        device.person = instance(Person, row[size:])
        found.append(device)
    return found
