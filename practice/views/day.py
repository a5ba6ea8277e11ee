"""The checklist: Today, and any earlier day."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from content.catalogue import edition, exercise_words, exercises
from practice.blanks import blank_days
from practice.checklist import Checklist, checklist
from practice.days import ONE_DAY
from practice.moment import Moment, moment_of
from practice.plan import Plan, easy_start, full_day
from practice.record import Record, load_record

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def arrange(moment: Moment, record: Record, day: dt.date) -> Checklist:
    """The checklist of ``day`` as it stands at this moment."""
    is_today = day == moment.today
    return checklist(
        day,
        record.plan_on(day),
        record.marks_on(day),
        exercise_words(),
        ended=moment.clock.ended(day, moment.now),
        current=moment.period if is_today else None,
        paused=record.is_paused(day),
    )


@never_cache
@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """The practice day as it is now, for a stranger with the ways to begin."""
    moment = moment_of(request)
    day = moment.today
    record = load_record(moment.person, day, day, today=day)
    context: dict[str, Any] = {
        "moment": moment,
        "checklist": arrange(moment, record, day),
        "is_today": True,
        "yesterday": day - ONE_DAY,
        "plan": record.plan_on(day),
        "document_total": full_day(exercises(), day).daily_total,
        "edition": edition(),
    }
    if moment.person is None:
        context |= beginnings(day)
    else:
        context["blank_days"] = blank_days(record, day, moment.person.blanks_settled_to)
    return render(request, "practice/day.html", context)


@never_cache
@require_safe
def day(request: HttpRequest, day: dt.date) -> HttpResponse:
    """The checklist of any day up to today, to read or to mend."""
    moment = moment_of(request)
    if moment.is_future(day):
        raise Http404
    record = load_record(moment.person, day, day, today=moment.today)
    context = {
        "moment": moment,
        "checklist": arrange(moment, record, day),
        "is_today": day == moment.today,
        "yesterday": day - ONE_DAY,
        "tomorrow": None if moment.is_future(day + ONE_DAY) else day + ONE_DAY,
        "plan": record.plan_on(day),
        "edition": edition(),
    }
    return render(request, "practice/day.html", context)


def beginnings(day: dt.date) -> dict[str, Any]:
    """The ways to begin, each with its size: slots a day and minutes a day."""
    facts = {exercise.id: exercise for exercise in exercises()}

    def minutes(plan: Plan) -> int:
        """What the plan's sets take at their usual pace."""
        return round(sum(plan.sets_of(name) * facts[name].seconds for name in plan.sets) / 60)

    easy, full = easy_start(exercises(), day), full_day(exercises(), day)
    return {
        "easy": {"total": easy.daily_total, "minutes": minutes(easy)},
        "full": {"total": full.daily_total, "minutes": minutes(full)},
    }
