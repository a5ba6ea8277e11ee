"""Me: settings, how the record is kept, taking it along, erasing it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from kidneycare.web.http import Refusal, SeeOther
from people import erase as erasing
from people.browser_owner import mark_of
from people.identity import forget, person_of, seat_of, seats_of
from people.zones import visitor_zone, zone_names

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@never_cache
@require_safe
def me(request: HttpRequest) -> HttpResponse:
    """My settings; a stranger can set the zone, which stays in the browser."""
    person = person_of(request)
    starts = [
        (None if first == dt.date.min else first, dt.time(*divmod(minutes, 60)))
        for first, minutes in (person.day_starts if person else ())
    ]
    context: dict[str, Any] = {
        "person": person,
        "devices": 0,
        "zone": person.zone if person else visitor_zone(request),
        "zones": zone_names(),
        "day_starts": starts,
        "start_choices": [dt.time(hour) for hour in range(9)],
    }
    if person:
        context |= {
            "passkeys": person.passkeys.count(),
            "codes_left": person.recovery_codes.filter(used_on__isnull=True).count(),
            "devices": person.devices.count(),
        }
    return render(request, "people/me.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest) -> HttpResponse:
    """Ask once, then erase everything this person recorded, for good."""
    seat = seat_of(request)
    if request.method != "POST":
        return render(request, "people/erase.html", {"person": seat and seat.person})
    if request.POST.get("sure") != "1":
        raise Refusal(_("Nothing was erased: tick the box first to say that you are sure."))
    if seat is not None:
        erasing.erase(seat.person)
        forget(request, seat.device)
    return SeeOther(reverse("erased"))


@never_cache
@require_safe
def erased(request: HttpRequest) -> HttpResponse:
    """Told after erasing; the browser empties what it kept for people who are no longer in it."""
    return render(request, "people/erased.html", {"others": map(mark_of, seats_of(request))})
