"""What decides a person's today: zone, start of day, and the question about blank days."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from kidneycare.http import SeeOther, refuse
from people.zones import remember_visitor_zone
from practice.blanks import blank_days
from practice.days import Week
from practice.forms import BlankDaysForm, DayStartForm, ZoneForm, explanation
from practice.models import Pause
from practice.moment import moment_of
from practice.record import load_record

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@never_cache
@require_POST
def change_zone(request: HttpRequest) -> HttpResponse:
    """Move the clock to another zone; days already ticked keep their dates.

    Without a record the zone stays in the browser alone.
    """
    moment = moment_of(request)
    form = ZoneForm(request.POST)
    if not form.is_valid():
        return refuse(request, explanation(form))
    zone: str = form.cleaned_data["zone"]
    response = SeeOther(reverse("me") if request.POST.get("back") != "today" else reverse("today"))
    if moment.person is None:
        remember_visitor_zone(response, zone)
    else:
        moment.person.zone = zone
        moment.person.save(update_fields=["zone"])
    return response


@never_cache
@require_POST
def change_day_start(request: HttpRequest) -> HttpResponse:
    """Begin the practice day earlier or later, from the next rollover (rules.md 14)."""
    moment = moment_of(request)
    if moment.person is None:
        return refuse(request, _("There is no record in this browser yet: tick something first."))
    form = DayStartForm(request.POST)
    if not form.is_valid():
        return refuse(request, explanation(form))
    minutes: int = form.cleaned_data["start"]
    first_day = moment.clock.first_day_for(minutes, moment.now)
    moment.person.begin_days_at(minutes, first_day, today=moment.today)
    return SeeOther(reverse("me"))


@never_cache
@require_POST
def settle_blank_days(request: HttpRequest) -> HttpResponse:
    """Take the one answer about the blank days; it is not asked again (rules.md 13)."""
    moment = moment_of(request)
    form = BlankDaysForm(request.POST)
    if not form.is_valid():
        return refuse(request, explanation(form))
    if moment.person is None:
        return SeeOther(reverse("today"))
    today = moment.today
    record = load_record(moment.person, today, today, today=today)
    blank = blank_days(record, today, moment.person.blanks_settled_to)
    if blank is None:
        return SeeOther(reverse("today"))
    first, last = blank
    with transaction.atomic():
        moment.person.blanks_settled_to = last
        moment.person.save(update_fields=["blanks_settled_to"])
        if form.cleaned_data["answer"] == "rested":
            Pause.objects.update_or_create(
                person=moment.person, first_day=first, defaults={"last_day": last}
            )
    if form.cleaned_data["answer"] == "forgot":
        return SeeOther(reverse("week", args=[Week.of(last)]))
    return SeeOther(reverse("today"))
