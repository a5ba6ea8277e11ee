"""The plan: begin, change it, let it grow, set an exercise aside, take it up again."""

import datetime as dt
from collections.abc import Callable
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from content.catalogue import (
    edition,
    exercise_words,
    exercises,
    exercises_by_id,
    sources,
    technique,
    technique_of,
)
from content.types import Exercise
from kidneycare.web.http import SAVED, HttpResponseSeeOther, RequestError
from kidneycare.web.private import private_form, private_page, private_post
from people.identity import HttpRequest
from practice.forms.fields import require_valid
from practice.forms.plan import GrowthForm, PlanForm
from practice.models import PlanVersion, Preferences
from practice.rules.days import ONE_DAY
from practice.rules.plan import (
    Plan,
    Slot,
    changed,
    choose_plan,
    easy_start,
    full_day,
    grown,
    growth_offer,
    in_force,
    next_step,
    one_technique,
    with_again,
    without,
)
from practice.store.load import document_total, load_record, ways_to_begin
from practice.store.moment import Moment, moment_of
from practice.store.undo_plan import undo_change, undo_token
from practice.store.write import changing
from practice.words.plan import ADDED, LEFT_OUT, in_order_of_day, notice_of


@private_page
def plan(request: HttpRequest) -> HttpResponse:
    return _page(request, moment_of(request))


def _page(request: HttpRequest, moment: Moment, refused: PlanForm | None = None) -> HttpResponse:
    today = moment.today
    record = load_record(moment, today, today)
    current = record.chosen_on(today)
    words = in_order_of_day()
    step = growth_offer(current, exercises(), today, record.preferences.growth_asked_on)
    context = {
        "moment": moment,
        "plan": current if moment.person else None,
        "chosen": [each for name, each in words.items() if name in current.sets],
        "every": words.values(),
        "aside": [words[name] for name in words if name not in current.sets],
        "to_come": [each for each in record.plans[1:] if each.starts > today],
        "earlier": [each for each in reversed(record.plans) if each.starts < current.starts],
        "form": refused or PlanForm(exercises=words.values(), plan=current, today=today),
        "tomorrow": today + ONE_DAY,
        "next_monday": today + (7 - today.weekday()) * ONE_DAY,
        "step": step,
        "step_words": words[step.exercise] if step else None,
        "edition": edition(),
        "document_total": document_total(today),
        **ways_to_begin(today),
    }
    return render(request, "practice/plan.html", context, status=400 if refused else 200)


@private_form
def begin(request: HttpRequest) -> HttpResponse:
    """Choose a plan from today on; what was set aside comes back only after being asked about."""
    moment = moment_of(request)
    today = moment.today
    if request.method != "POST":
        return _question(request, moment)
    way = request.POST.get("way", "")
    chosen = _chosen(way, today)
    answer, asked = request.POST.get("aside", ""), _set_aside_in(moment, chosen)
    if asked and answer != "add" and not (answer == "leave" and len(asked) < len(chosen.sets)):
        return HttpResponseSeeOther(f"{reverse('begin')}?{urlencode({'way': way})}")
    _change(
        request,
        today,
        lambda plan: choose_plan(plan, chosen, adds_again=answer == "add"),
        has_undo=moment.person is not None,
        level=messages.INFO,
        saved=request.POST["way"],
    )
    return HttpResponseSeeOther(reverse("today"))


def _question(request: HttpRequest, moment: Moment) -> HttpResponse:
    """Ask about what was set aside; where that is settled meanwhile, show the plan."""
    way = request.GET.get("way", "")
    chosen = _chosen(way, moment.today)
    if not (asked := _set_aside_in(moment, chosen)):
        return HttpResponseSeeOther(reverse("plan"))
    context = {"way": way, "asked": asked, "rest": len(chosen.sets) - len(asked)}
    return render(request, "practice/begin_again.html", context)


def _set_aside_in(moment: Moment, chosen: Plan) -> list[Exercise]:
    """What a plan has that this person has left out."""
    aside = load_record(moment, moment.today, moment.today).chosen_on(moment.today).aside
    return [
        each for name, each in exercise_words().items() if name in aside and name in chosen.sets
    ]


def _chosen(way: str, today: dt.date) -> Plan:
    """What a way to begin means: ``easy``, ``full`` or the slug of a technique."""
    if way == "easy":
        return easy_start(exercises(), today)
    if way == "full":
        return full_day(exercises(), today)
    if (one := technique(way)) is not None:
        return one_technique(one, today)
    raise RequestError(_("Choose one of the ways to begin."))


@private_post
def change_plan(request: HttpRequest) -> HttpResponse:
    """Other times of day or numbers of sets, from today or a later day on (rules.md 12)."""
    moment = moment_of(request)
    form = PlanForm(request.POST, exercises=exercise_words().values(), today=moment.today)
    if not form.is_valid():
        return _page(request, moment, form)
    starts, wanted = form.cleaned_data["starts"], form.cleaned_data["wanted"]
    _change(request, starts, lambda current: changed(current, wanted, exercises(), starts))
    return HttpResponseSeeOther(reverse("plan"))


@private_post
def withdraw(request: HttpRequest) -> HttpResponse:
    moment = moment_of(request)
    if moment.person is not None:
        following = moment.today + ONE_DAY
        with changing(request) as person:
            before = [p for p in PlanVersion.objects.plans_of(person) if p.starts >= following]
            PlanVersion.objects.withdraw(person, moment.today)
            token = undo_token(person, following, before)
        messages.success(request, SAVED, extra_tags=token)
    return HttpResponseSeeOther(reverse("plan"))


@private_post
def undo(request: HttpRequest) -> HttpResponse:
    """Put back the plan that was there before the last change."""
    moment = moment_of(request)
    request.identity.require_person()
    with changing(request) as person:
        undo_change(person, request.POST.get("before", ""), moment.today)
    messages.success(request, gettext_noop("Undone: your plan is as it was."))
    return HttpResponseSeeOther(reverse("plan"))


@private_post
def grow(request: HttpRequest) -> HttpResponse:
    """Answer the weekly offer of an easy start: one set more, or ask again in a week."""
    today = moment_of(request).today
    sent = require_valid(GrowthForm(request.POST))
    if sent["answer"] == "later":
        request.identity.require_person()
        with changing(request) as person:
            Preferences.objects.change(person, growth_asked_on=today)
        return HttpResponseSeeOther(reverse("today"))

    step: Slot | None = sent["step"]

    def one_more(current: Plan) -> Plan:
        # Sent twice, or from a page of last week, it must not add a second one.
        if step is None or step != next_step(current, exercises()):
            return current
        return grown(current, step, exercises(), today)

    _change(request, today, one_more, saved=notice_of(ADDED, step.exercise) if step else SAVED)
    return HttpResponseSeeOther(reverse("plan"))


@private_post
def set_aside(request: HttpRequest) -> HttpResponse:
    """Take exercises out of the plan from today on; what was done stays."""
    today = moment_of(request).today
    names = request.POST.getlist("exercise")
    if not names or not set(names) <= exercises_by_id().keys():
        raise Http404
    document, begins = full_day(exercises(), today), request.identity.person is None
    _change(
        request,
        today,
        lambda current: without(current, names, today, document.sets),
        has_undo=not begins,
        saved=notice_of(LEFT_OUT, *names),
    )
    if begins:
        messages.info(request, "full")
    return HttpResponseSeeOther(reverse("when_it_hurts"))


@private_form
def take_up(request: HttpRequest) -> HttpResponse:
    """Repeat the cautions, then put an exercise back into the plan from today on."""
    moment = moment_of(request)
    sent = request.POST if request.method == "POST" else request.GET
    exercise = exercises_by_id().get(sent.get("exercise", ""))
    if exercise is None:
        raise Http404
    if request.method != "POST":
        context = {
            "moment": moment,
            "exercise": exercise_words()[exercise.id],
            "technique": technique_of(exercise.id),
            "edition": edition(),
            "sources": sources(),
        }
        return render(request, "practice/take_up.html", context)
    today = moment.today

    def with_it(current: Plan) -> Plan:
        if exercise.id in current.sets:
            return current
        if moment.person is None and exercise.from_elsewhere:
            return one_technique(technique_of(exercise.id), today)
        return with_again(current, exercise, exercises(), today)

    _change(request, today, with_it, saved=notice_of(ADDED, exercise.id))
    return HttpResponseSeeOther(reverse("plan"))


def _change(
    request: HttpRequest,
    starts: dt.date,
    change: Callable[[Plan], Plan],
    *,
    has_undo: bool = True,
    level: int = messages.SUCCESS,
    saved: str = SAVED,
) -> None:
    """Put what becomes of the plan of ``starts`` in its place, unless it is the same.

    ``saved`` is said of it; with ``messages.INFO`` it is the way somebody has begun.
    """
    document = full_day(exercises(), starts)
    if request.identity.person is None and change(document) is document:
        return  # Nothing to keep, so nobody is made.
    token = ""
    with changing(request) as person:
        own = PlanVersion.objects.plans_of(person)
        plans = own or [document]
        current = in_force(plans, starts)
        wanted = change(current)
        is_news = wanted.intends_other_than(current) or plans[-1].starts > starts
        if is_news or not own:
            PlanVersion.objects.replace_from(person, wanted.starting(starts))
            before = [each for each in plans if each.starts >= starts]
            token = undo_token(person, starts, before) if has_undo else ""
    # The tags carry what the button "Undo" beside the notice sends back (saved.html).
    messages.add_message(request, level, saved, extra_tags=token)
