"""The plan: begin, set an exercise aside, take it up again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from content.catalogue import (
    edition,
    exercise_words,
    exercises,
    exercises_by_id,
    library,
    technique,
)
from content.types import Period
from kidneycare.http import SeeOther, refuse
from people.identity import person_or_guest
from practice.models import PlanVersion
from practice.moment import Moment, moment_of
from practice.plan import Plan, easy_start, full_day, just_one, with_again, without
from practice.record import load_record
from practice.views.day import beginnings

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from practice.record import Record


@never_cache
@require_safe
def plan(request: HttpRequest) -> HttpResponse:
    """What I chose, from when, and the ways to begin again."""
    moment = moment_of(request)
    record = load_record(moment.person, moment.today, moment.today, today=moment.today)
    current = record.plan_on(moment.today)
    words = exercise_words()
    context = {
        "moment": moment,
        "plan": current if moment.person else None,
        "chosen": [
            (
                words[name],
                [(period, sets) for period, sets in zip(Period, each, strict=True) if sets],
            )
            for name, each in current.sets.items()
            if name in words
        ],
        "aside": [words[name] for name in words if name not in current.sets],
        "edition": edition(),
        "document_total": full_day(exercises(), moment.today).daily_total,
        **beginnings(moment.today),
    }
    return render(request, "practice/plan.html", context)


@never_cache
@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Begin in one of the three ways, from today on."""
    moment = moment_of(request)
    way = request.POST.get("way", "")
    if way == "easy":
        chosen = easy_start(exercises(), moment.today)
    elif way == "full":
        chosen = full_day(exercises(), moment.today)
    elif (one := technique(way)) is not None:
        chosen = just_one([exercise.facts for exercise in one.exercises], moment.today)
    else:
        return refuse(request, _("Choose one of the ways to begin."))
    _put(request, chosen)
    return SeeOther(reverse("today"))


@never_cache
@require_POST
def set_aside(request: HttpRequest) -> HttpResponse:
    """Take an exercise out of the plan from today on; what was done stays."""
    moment, record, name = _asked_about(request)
    current = record.plan_on(moment.today)
    if name in current.sets:
        _put(request, without(current, name, moment.today))
    return SeeOther(reverse("when_it_hurts"))


@never_cache
@require_POST
def take_up(request: HttpRequest) -> HttpResponse:
    """Put an exercise back into the plan from today on."""
    moment, record, name = _asked_about(request)
    current = record.plan_on(moment.today)
    if name not in current.sets:
        _put(request, with_again(current, exercises_by_id()[name], exercises(), moment.today))
    return SeeOther(reverse("plan"))


@never_cache
@require_safe
def when_it_hurts(request: HttpRequest) -> HttpResponse:
    """When to stop, when to call for help, and setting an exercise aside in one tap."""
    moment = moment_of(request)
    record = load_record(moment.person, moment.today, moment.today, today=moment.today)
    current = record.plan_on(moment.today)
    context = {
        "moment": moment,
        "edition": edition(),
        "sources": library().document.sources,
        "rows": [
            {"exercise": exercise, "is_aside": exercise.id not in current.sets}
            for exercise in exercise_words().values()
        ],
    }
    return render(request, "practice/when_it_hurts.html", context)


def _asked_about(request: HttpRequest) -> tuple[Moment, Record, str]:
    """Who asks, their record, and the exercise they name; 404 for an unknown one."""
    moment = moment_of(request)
    name = request.POST.get("exercise", "")
    if name not in exercises_by_id():
        raise Http404
    record = load_record(moment.person, moment.today, moment.today, today=moment.today)
    return moment, record, name


def _put(request: HttpRequest, chosen: Plan) -> None:
    with transaction.atomic():
        PlanVersion.objects.put(person_or_guest(request), chosen)
