"""The checklist: Today, and any earlier day."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.vary import vary_on_headers

from content.catalogue import (
    edition,
    exercise_words,
    exercises,
    exercises_by_id,
    technique_of,
)
from kidneycare.rendering.addresses import address
from kidneycare.web.private import private_page
from people.access.joined import joined_phones
from people.browser_storage_owner import browser_owner
from people.identity import HttpRequest
from practice.rules.days import ONE_DAY
from practice.rules.plan import growth_offer
from practice.rules.week import just_closed
from practice.store.coming import COMING_DAYS
from practice.store.day import DayView, load_day
from practice.store.load import ways_to_begin
from practice.store.moment import moment_of


@private_page
@vary_on_headers("User-Agent")
def today(request: HttpRequest) -> HttpResponse:
    """The practice day as it is now, for a stranger with the ways to begin."""
    moment = moment_of(request)
    shown = load_day(moment, moment.today)
    if (wanted := request.GET.get("tick", "")) in exercises_by_id():
        row = shown.checklist.row_to_tick(wanted, moment.period)
        return redirect(f"{address('today')}?from={wanted}#{row.element if row else 'list'}")
    context = _context(request, shown)
    if moment.person is not None:
        day, record = shown.day, shown.record
        step = growth_offer(shown.plan, exercises(), day, record.preferences.growth_asked_on)
        context |= {
            "blank_days": record.blank_days,
            "closed_week": just_closed(record),
            "joined": joined_phones(here) if (here := request.identity.signed_in) else [],
            "offer_keeping": record.third_day and not moment.person.keeping_settled,
            "resting": next((span for span in record.pauses if span.covers(day)), None),
            "step": None if record.is_paused(day) else step,
            "step_words": exercise_words()[step.exercise] if step else None,
        }
    return render(request, "practice/today.html", context)


@private_page
@vary_on_headers("User-Agent")
def day(request: HttpRequest, day: dt.date) -> HttpResponse:
    moment = moment_of(request)
    if moment.is_future(day):
        raise Http404
    following = day + ONE_DAY
    context = _context(request, load_day(moment, day)) | {
        "tomorrow": None if moment.is_future(following) else following
    }
    return render(request, "practice/day.html", context)


@private_page
def coming_day(request: HttpRequest, day: dt.date) -> HttpResponse:
    """Today's page as it will be when a coming day begins: kept by a phone without a network."""
    moment = moment_of(request).at_beginning(day)
    if not 0 < (day - moment_of(request).today).days <= COMING_DAYS:
        raise Http404
    return render(request, "practice/day.html", _context(request, load_day(moment, day)))


def _context(request: HttpRequest, shown: DayView) -> dict[str, Any]:
    """What both pages need.

    ``cookies_are_off``: Today's script found so and asked for the page again.
    ``technique``: the exercises of the one whose page somebody comes from who has no record:
    ticking one of them begins that technique alone (rules.md 25).
    """
    day, stranger, came_from = shown.day, shown.moment.person is None, request.GET.get("from", "")
    technique = technique_of(came_from) if came_from in exercises_by_id() and stranger else None
    return {
        "technique": tuple(each.id for each in technique.exercises) if technique else (),
        "shown": shown,
        "cookies_are_off": "cookies" in request.GET and not request.COOKIES,
        "note": shown.read_note(),
        "browser_owner": browser_owner(request.identity),
        "yesterday": day - ONE_DAY,
        "tomorrow": None,
        "edition": edition(),
        "offline": settings.OFFLINE,
        **(ways_to_begin(day) if shown.is_today and stranger else {}),
    }
