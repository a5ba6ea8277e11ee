"""Me: settings, how the record is kept, taking it along, erasing it."""

import datetime as dt
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from people.identity import HttpRequest
from people.zones import visitor_zone, zone_names
from practice.models import Preferences


@never_cache
@require_safe
def me(request: HttpRequest) -> HttpResponse:
    """My settings; a stranger can set the zone, which stays in the browser."""
    person = request.identity.person
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
        context |= person.ways_back()
        context["keeps_notes"] = Preferences.objects.of(person).keeps_notes
    return render(request, "people/me.html", context)
