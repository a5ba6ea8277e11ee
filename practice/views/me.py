"""Me: settings, among them what decides a person's today, and the ways to keep the record."""

import datetime as dt
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from kidneycare.backup.overdue import overdue_since
from kidneycare.limits import LATEST_DAY_START
from kidneycare.web.http import SAVED, HttpResponseSeeOther
from kidneycare.web.private import private_page, private_post
from people.identity import HttpRequest
from people.zones import regions, remember_visitor_zone, visitor_zone, zone_of
from practice.forms.clock import DayStartForm, ZoneForm
from practice.models import Preferences
from practice.store.extensions import reminders
from practice.store.moment import clock_of, moment_of
from practice.store.write import changing


@private_page
def me(request: HttpRequest) -> HttpResponse:
    """My settings; a stranger can set the zone, which stays in the browser."""
    return _page(request)


def _page(request: HttpRequest, **refused: forms.Form) -> HttpResponse:
    """The page, with a form that was refused in its place."""
    person = request.identity.person
    starts = [
        (None if first == dt.date.min else first, dt.time(*divmod(minutes, 60)))
        for first, minutes in (person.day_starts if person else ())
    ]
    context: dict[str, Any] = {
        "person": person,
        "devices": 0,
        "copy_overdue_since": None,
        "zone": person.zone if person else visitor_zone(request),
        "regions": regions(),
        "zone_form": ZoneForm(),
        "start_form": DayStartForm(),
        "day_starts": starts,
        "start_choices": [dt.time(hour) for hour in range(LATEST_DAY_START // 60 + 1)],
    }
    if person:
        context |= person.ways_back()
        if late := overdue_since(timezone.now()):
            context["copy_overdue_since"] = late.astimezone(zone_of(person.zone)).date()
        context["keeps_notes"] = Preferences.objects.of(person).keeps_notes
    return render(request, "practice/me.html", context | refused, status=400 if refused else 200)


@private_post
def change_zone(request: HttpRequest) -> HttpResponse:
    """Move the clock to another zone; without a record the browser alone remembers it."""
    moment = moment_of(request)
    form = ZoneForm(request.POST)
    if not form.is_valid():
        return _page(request, zone_form=form)
    zone: str = form.cleaned_data["zone"]
    back = "today" if request.POST.get("back") == "today" else "me"
    response = HttpResponseSeeOther(reverse(back))
    if moment.person is None:
        remember_visitor_zone(response, zone)
    else:
        with changing(request) as person:
            person.zone = zone
            person.save(update_fields=["zone"])
            reminders().zone_changed(person)
    messages.success(request, SAVED)
    return response


@private_post
def change_day_start(request: HttpRequest) -> HttpResponse:
    """Begin the practice day earlier or later, from the next rollover (rules.md 14)."""
    moment = moment_of(request)
    request.identity.require_person()
    form = DayStartForm(request.POST)
    if not form.is_valid():
        return _page(request, start_form=form)
    minutes: int = form.cleaned_data["start"]
    with changing(request) as person:
        clock = clock_of(person, person.zone)
        first_day = clock.first_day_for(minutes, moment.now)
        person.begin_days_at(minutes, first_day, today=clock.today(moment.now))
    messages.success(request, SAVED)
    return HttpResponseSeeOther(reverse("me"))
