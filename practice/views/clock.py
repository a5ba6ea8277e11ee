"""What decides a person's today: the zone and the start of the day."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from kidneycare.web.http import HttpResponseSeeOther
from people.identity import HttpRequest
from people.zones import remember_visitor_zone
from practice.forms.clock import DayStartForm, ZoneForm
from practice.forms.fields import require_valid
from practice.store.moment import clock_of, moment_of
from practice.store.write import changing


@never_cache
@require_POST
def change_zone(request: HttpRequest) -> HttpResponse:
    """Move the clock to another zone; days already ticked keep their dates.

    Without a record the zone stays in the browser alone.
    """
    moment = moment_of(request)
    zone: str = require_valid(ZoneForm(request.POST))["zone"]
    back = "today" if request.POST.get("back") == "today" else "me"
    response = HttpResponseSeeOther(reverse(back))
    if moment.person is None:
        remember_visitor_zone(response, zone)
    else:
        with changing(request) as person:
            person.zone = zone
            person.save(update_fields=["zone"])
    return response


@never_cache
@require_POST
def change_day_start(request: HttpRequest) -> HttpResponse:
    """Begin the practice day earlier or later, from the next rollover (rules.md 14)."""
    moment = moment_of(request)
    request.identity.require_person()
    minutes: int = require_valid(DayStartForm(request.POST))["start"]
    with changing(request) as person:
        clock = clock_of(person, person.zone)
        first_day = clock.first_day_for(minutes, moment.now)
        person.begin_days_at(minutes, first_day, today=clock.today(moment.now))
    return HttpResponseSeeOther(reverse("me"))
