"""The checklist: Today, and any earlier day."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from content.catalogue import edition, exercise_words, exercises
from people.browser_owner import browser_owner
from practice.rules.checklist import checklist_of
from practice.rules.days import ONE_DAY
from practice.rules.first_week import just_closed
from practice.rules.gaps import blank_days
from practice.rules.plan import growth_offer
from practice.store.load import document_total, load_record, ways_to_begin
from practice.store.moment import moment_of

if TYPE_CHECKING:
    from django.http import HttpResponse

    from people.identity import HttpRequest


@never_cache
@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """The practice day as it is now, for a stranger with the ways to begin."""
    moment = moment_of(request)
    day = moment.today
    record = load_record(moment, day, day)
    context: dict[str, Any] = {
        "moment": moment,
        "checklist": checklist_of(record, day, exercise_words()),
        "is_today": True,
        "marks": browser_owner(request.identity),
        "yesterday": day - ONE_DAY,
        "plan": record.plan_on(day),
        "document_total": document_total(day),
        "edition": edition(),
        "keeps_notes": record.preferences.keeps_notes,
    }
    if moment.person is None:
        context |= ways_to_begin(day)
    else:
        context["blank_days"] = blank_days(record, record.preferences.blanks_settled_to)
        context["closed_week"] = just_closed(record)
        context["offer_keeping"] = record.third_day and not moment.person.keeping_settled
        context["resting"] = next((span for span in record.pauses if span.covers(day)), None)
        step = growth_offer(context["plan"], exercises(), day, record.preferences.growth_asked_on)
        if step and not record.is_paused(day):
            context |= {"step": step, "step_words": exercise_words()[step.exercise]}
    return render(request, "practice/day.html", context)


@never_cache
@require_safe
def day(request: HttpRequest, day: dt.date) -> HttpResponse:
    """The checklist of any day up to today, to read or to mend."""
    moment = moment_of(request)
    if moment.is_future(day):
        raise Http404
    record = load_record(moment, day, day)
    context = {
        "moment": moment,
        "checklist": checklist_of(record, day, exercise_words()),
        "is_today": day == moment.today,
        "marks": browser_owner(request.identity),
        "yesterday": day - ONE_DAY,
        "tomorrow": None if moment.is_future(day + ONE_DAY) else day + ONE_DAY,
        "plan": record.plan_on(day),
        "edition": edition(),
        "keeps_notes": record.preferences.keeps_notes,
    }
    return render(request, "practice/day.html", context)
