"""From a request to a person, and from a first tick to a guest.

A guest is a random token in a cookie. Reading never makes one. The token of a
new guest is derived from the CSRF cookie, so that two quick first ticks, on
their way at the same time, arrive at the same guest (rules.md 18).

Where several people share a browser, the cookie holds a token for each: first
that of the one who is here, which may be nobody yet. The database doesn't know
which records share a browser.
"""

from __future__ import annotations

import base64
import secrets
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import InternalError, OperationalError, transaction
from django.middleware.csrf import rotate_token
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kidneycare.db.sql import ask, columns, instance
from kidneycare.web.http import Refusal
from people.access.codes import hash_of
from people.consent import CONSENT_VERSION
from people.device_kinds import kind_of
from people.erase import hold
from people.models import Device, Person
from people.rate_limit import count, new_records
from people.zones import visitor_zone

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponseBase

COOKIE = "kidneycare"
BETWEEN = "."
MOST_PEOPLE = 6
YEAR = timedelta(days=365)
RENEW_AFTER = timedelta(days=7)
QUICK = timedelta(seconds=30)
"""How long after a guest was made the same CSRF cookie still leads to it.

Long enough for two taps on a slow line; short, since the next person at a shared
browser may come with the same cookie.
"""


@dataclass(frozen=True)
class Seat:
    """One of the people of a browser: the token it holds, and the device that this is."""

    token: str
    device: Device

    @property
    def person(self) -> Person:
        """Whose it is."""
        return self.device.person


@dataclass
class Identity:
    """The people of a browser, who of them is here, and what the answer must do.

    ``send``: the cookie has changed or is to be renewed. ``moved``: somebody
    else is here now, so nothing that was shown before may come up again.
    """

    seats: list[Seat] = field(default_factory=list)
    here: Seat | None = None
    send: bool = False
    moved: bool = False

    @property
    def cookie(self) -> str:
        """The tokens to keep; nothing where nobody has a record in this browser."""
        if not self.seats:
            return ""
        others = [seat.token for seat in self.seats if seat is not self.here]
        return BETWEEN.join([self.here.token if self.here else "", *others])

    def take(self, seat: Seat | None) -> None:
        """Let ``seat`` be here, or nobody; the others stay."""
        if seat is not None and seat not in self.seats:
            self.seats.append(seat)
        self.here, self.send = seat, True

    def drop(self, seat: Seat) -> None:
        """Let this browser forget one of its people."""
        self.seats.remove(seat)
        self.here = None if self.here is seat else self.here
        self.send = self.moved = True


@dataclass(frozen=True)
class Member:
    """One of the people of a browser, as their button shows them; nobody's is nobody new."""

    name: str
    device: int | None
    is_here: bool


def person_of(request: HttpRequest) -> Person | None:
    """The person whose record is open in this browser, or nobody. At most one query."""
    here = _identity(request).here
    return here.person if here else None


def require_person(request: HttpRequest) -> Person:
    """The person whose record is open in this browser.

    Raises:
        Refusal: there is none.
    """
    person = person_of(request)
    if person is None:
        raise Refusal(_("There is no record in this browser yet: tick something first."))
    return person


def seat_of(request: HttpRequest) -> Seat | None:
    """Where that person sits: the device that this browser is of theirs."""
    return _identity(request).here


def seats_of(request: HttpRequest) -> list[Seat]:
    """Everybody with a record in this browser, in the order in which they came."""
    return sorted(_identity(request).seats, key=lambda seat: seat.device.pk)


def person_or_guest(request: HttpRequest) -> Person:
    """The person of this request, made now when there is none.

    Call it only for a post under the consent sentence.

    Raises:
        Refusal: too many records were begun from there.
    """
    identity = _identity(request)
    if identity.here is None:
        with transaction.atomic():
            identity.take(_guest(request))
    assert identity.here is not None  # noqa: S101 - just seated
    return identity.here.person


def unmake(request: HttpRequest) -> None:
    """Forget a guest who was made for this request and not kept after all."""
    request.__dict__.pop("_identity", None)


def let_in(request: HttpRequest, person: Person) -> None:
    """Make this browser one of ``person``'s devices, and let them be here.

    Call it only once somebody has proved to be ``person``.

    Raises:
        Refusal: as many people as can be share this browser already, or the
            record was erased meanwhile.
    """
    identity = _identity(request)
    known = [seat for seat in identity.seats if seat.device.person_id == person.pk]
    if not known:
        require_room(request)
        token = secrets.token_urlsafe(32)
        with transaction.atomic():
            known = [Seat(token, _device(request, token, hold(person)))]
    sit_down(request, known[0])


def sit_down(request: HttpRequest, seat: Seat | None) -> None:
    """Let another of this browser's people be here, or somebody who has no record yet.

    Pages that were opened before carry the old CSRF token: nothing can be
    written from them into the wrong record.
    """
    identity = _identity(request)
    identity.take(seat)
    identity.moved = True
    rotate_token(request)


def require_room(request: HttpRequest) -> None:
    """Check that one more person may share this browser.

    Raises:
        Refusal: there are too many.
    """
    if len(_identity(request).seats) >= MOST_PEOPLE:
        raise Refusal(
            _("Six records are open in this browser already. Take one off this phone first.")
        )


def forget(request: HttpRequest, device: Device) -> None:
    """Let the answer take the token of ``device`` away, if this browser has it."""
    identity = _identity(request)
    for seat in [seat for seat in identity.seats if seat.device.pk == device.pk]:
        identity.drop(seat)
        # The token of a next guest must have nothing to do with this one.
        rotate_token(request)


def read_anew(request: HttpRequest) -> None:
    """Read who is here again, after devices have changed hands."""
    identity = _identity(request)
    fresh = _recognise(identity.cookie)
    identity.seats = fresh.seats
    sit_down(request, fresh.here)


def named(seats: list[Seat]) -> dict[int, str]:
    """What each is called on this browser's buttons, by device: the nickname, else a number."""
    return {
        seat.device.pk: seat.person.nickname or _("Record %(number)d") % {"number": number}
        for number, seat in enumerate(seats, 1)
    }


def context(request: HttpRequest) -> dict[str, Any]:
    """Template context: ``household``, where people share this browser. No query."""
    identity: Identity | None = request.__dict__.get("_identity")
    if identity is None or not identity.seats or (len(identity.seats) == 1 and identity.here):
        return {"household": []}
    here = identity.here.device.pk if identity.here else None
    names = named(seats_of(request))
    members = [Member(name, device, device == here) for device, name in names.items()]
    if here is None:
        members.append(Member(_("Somebody new"), None, is_here=True))
    return {"household": members}


class DeviceCookieMiddleware:
    """Sends, renews (at most weekly) or takes away the cookie of a device."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Keep the next handler."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, then set the cookie if the view came to know a device."""
        response = self.get_response(request)
        identity: Identity | None = request.__dict__.get("_identity")
        if identity is None or not identity.send:
            return response
        if identity.cookie:
            response.set_cookie(
                COOKIE,
                identity.cookie,
                max_age=YEAR,
                httponly=True,
                samesite="Lax",
                secure=settings.SECURE_COOKIES,
            )
        else:
            response.delete_cookie(COOKIE, samesite="Lax")
        if identity.moved and request.is_secure():
            # Pages kept for the back button too; browsers heed it over https alone.
            response["Clear-Site-Data"] = '"cache"'
        return response


def _identity(request: HttpRequest) -> Identity:
    found: Identity | None = request.__dict__.get("_identity")
    if found is None:
        found = _recognise(request.COOKIES.get(COOKIE))
        _note_use(found)
        request.__dict__["_identity"] = found
    return found


def _recognise(cookie: str | None) -> Identity:
    if not cookie:
        return Identity()
    tokens = cookie.split(BETWEEN)[: MOST_PEOPLE + 1]
    hashes = {hash_of(token): token for token in tokens if token}
    seats = [Seat(hashes[bytes(each.token_hash)], each) for each in _devices(list(hashes))]
    # Whoever was here and is signed out leaves nobody: no other record opens by itself.
    here = next((seat for seat in seats if seat.token == tokens[0]), None)
    return Identity(seats, here)


def _devices(hashes: list[bytes]) -> list[Device]:
    """The devices with these hashes, each with its person."""
    if not hashes:
        return []
    places = ", ".join(["%s"] * len(hashes))
    statement = (
        f"SELECT {columns(Device, 'd')}, {columns(Person, 'p')} "  # noqa: S608 - our own fields
        "FROM people_device d JOIN people_person p ON p.id = d.person_id "
        f"WHERE d.token_hash IN ({places})"
    )
    size = len(Device._meta.concrete_fields)
    found = []
    for row in ask(Device, statement, hashes):
        device = instance(Device, row[:size])
        device.person = instance(Person, row[size:])
        found.append(device)
    return found


def _note_use(identity: Identity) -> None:
    now = timezone.now()
    old = [seat.device.pk for seat in identity.seats if now - seat.device.seen_at > RENEW_AFTER]
    here = identity.here.device if identity.here else None
    is_first_today = here is not None and here.used_on < now.date()
    if not old and not is_first_today:
        return
    # A database that can only be read just now must not keep anybody from reading.
    with suppress(OperationalError, InternalError), transaction.atomic():
        Device.objects.filter(pk__in=old).update(seen_at=now)
        if here is not None and is_first_today:
            Device.objects.filter(pk=here.pk).update(used_on=now.date())
        identity.send = identity.send or bool(old)


def _first_token(request: HttpRequest) -> str:
    csrf = request.COOKIES.get(settings.CSRF_COOKIE_NAME, "")
    if not csrf:
        return secrets.token_urlsafe(32)
    digest = salted_hmac("people.identity.guest", csrf, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode("ascii")


def _guest(request: HttpRequest) -> Seat:
    token = _first_token(request)
    found = Device.objects.select_related("person").filter(token_hash=hash_of(token)).first()
    if found is not None and abs(timezone.now() - found.made_at) <= QUICK:
        return Seat(token, found)
    if found is not None:
        # The browser lost its cookie but not the CSRF one: not the same visit.
        token = secrets.token_urlsafe(32)
    return Seat(token, _new_guest(request, token))


def _new_guest(request: HttpRequest, token: str) -> Device:
    count(new_records(), request)
    person = Person.objects.create(
        zone=visitor_zone(request),
        language=get_language() or "",
        consent_version=CONSENT_VERSION,
        consented_at=timezone.now(),
    )
    device = _device(request, token, person)
    if device.person_id != person.pk:
        # Another request with the same CSRF cookie was a moment quicker.
        person.delete()
    return device


def _device(request: HttpRequest, token: str, person: Person) -> Device:
    now = timezone.now()
    device, _made = Device.objects.get_or_create(
        token_hash=hash_of(token),
        defaults={
            "person": person,
            "kind": kind_of(request.headers.get("User-Agent", "")),
            "made_at": now,
            "seen_at": now,
            "used_on": now.date(),
        },
    )
    return device
