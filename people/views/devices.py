"""My phones: which browsers can open my record, one more, one less."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kidneycare.web.http import Refusal, SeeOther, require_said
from people.access.codes import grouped
from people.access.invitations import invite
from people.browser_owner import mark_of
from people.erase import hold
from people.identity import forget, person_of, require_person, seat_of, seats_of
from people.language import remember_language
from people.phone_address import address_for_phones, square
from people.rate_limit import INVITATIONS, count_for

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from people.models import Person


@never_cache
@require_safe
def devices(request: HttpRequest) -> HttpResponse:
    """Every browser with this record, when it was last used, and which is this one."""
    seat = seat_of(request)
    context = {
        "person": seat and seat.person,
        "here": seat and seat.device,
        "devices": list(seat.person.devices.order_by("-used_on", "pk")) if seat else [],
        "today": timezone.now().date(),
    }
    return render(request, "people/devices.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def add_device(request: HttpRequest) -> HttpResponse:
    """Say how a second phone joins, then show the square and the code, once."""
    if request.method != "POST":
        return render(request, "people/add_device.html", {"person": person_of(request)})
    person = require_person(request)
    require_said(request, "show", "1")
    count_for(INVITATIONS, person)
    remember_language(person)
    with transaction.atomic():
        fresh = invite(hold(person), with_short_code=True)
    context = {
        "person": person,
        "square": square(address_for_phones(request, reverse("join", args=[fresh.token]))),
        "address": address_for_phones(request, reverse("back")),
        "code": grouped(fresh.short_code),
    }
    return render(request, "people/invitation.html", context)


@never_cache
@require_POST
def sign_out(request: HttpRequest, device: int) -> HttpResponse:
    """Let one browser forget my record, this one or another."""
    seat = seat_of(request)
    if seat is None:
        raise Http404
    with transaction.atomic():
        person = hold(seat.person)
        mine = person.devices.filter(pk=device).first()
        if mine is None:
            raise Http404
        if not can_come_back(person, besides=device):
            raise Refusal(
                _(
                    "This is the only way to this record: signed out, it would be lost. "
                    "Keep it first, or erase it."
                )
            )
        person.devices.filter(pk=device).delete()
    forget(request, mine)
    return SeeOther(reverse("signed_out") if mine == seat.device else reverse("devices"))


@never_cache
@require_safe
def signed_out(request: HttpRequest) -> HttpResponse:
    """Told once this browser is out; it empties what it kept for people no longer in it."""
    return render(request, "people/signed_out.html", {"others": map(mark_of, seats_of(request))})


def can_come_back(person: Person, *, besides: int) -> bool:
    """Whether there is another way to the record than this one device."""
    return (
        person.devices.exclude(pk=besides).exists()
        or person.passkeys.exists()
        or person.recovery_codes.filter(used_on__isnull=True).exists()
    )
