"""Me: settings, taking the record along, erasing it; and who runs this server."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.middleware.csrf import rotate_token
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from kidneycare.http import SeeOther, refuse
from people.identity import forget, person_of
from people.models import Person
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
    context = {
        "person": person,
        "zone": person.zone if person else visitor_zone(request),
        "zones": zone_names(),
        "day_starts": starts,
        "start_choices": [dt.time(hour) for hour in range(9)],
    }
    return render(request, "people/me.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest) -> HttpResponse:
    """Ask once, then erase everything this person recorded, for good."""
    person = person_of(request)
    if request.method != "POST":
        return render(request, "people/erase.html", {"person": person})
    if request.POST.get("sure") != "1":
        return refuse(
            request, _("Nothing was erased: tick the box first to say that you are sure.")
        )
    if person is not None:
        with transaction.atomic():
            # Whatever is just being written for this person waits, and then finds nobody.
            Person.objects.select_for_update().filter(pk=person.pk).first()
            person.delete()
    forget(request)
    # The token of a next guest must have nothing to do with this one.
    rotate_token(request)
    return SeeOther(reverse("erased"))


@never_cache
@require_safe
def erased(request: HttpRequest) -> HttpResponse:
    """Told after erasing."""
    return render(request, "people/erased.html")
