"""When to be reminded: the times, the yes to them, and turning them off."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from content.types import Period
from kidneycare.web import addresses
from kidneycare.web.http import SAVED, HttpResponseSeeOther, require_button
from kidneycare.web.private import private_form, private_post
from people.identity import HttpRequest
from people.language import remember_language
from people.models import Person
from practice.forms.fields import form_status
from practice.models import PlanVersion
from practice.rules.plan import in_force
from practice.store.moment import Moment, moment_of
from practice.store.write import changing
from reminders import store
from reminders.forms import TimesForm
from reminders.models import Reminder, ReminderChoice


@private_form
def reminders(request: HttpRequest) -> HttpResponse:
    """A time for each part of the day that the plan has; off until somebody says yes."""
    moment = moment_of(request)
    if request.method == "POST":
        request.identity.require_person()
    if moment.person is None:
        return render(request, "reminders/reminders.html", {"person": None, "choice": None})
    choice = ReminderChoice.objects.of(moment.person)
    form = TimesForm(
        request.POST if request.method == "POST" else None,
        periods=_planned(moment, moment.person),
        stored=Reminder.objects.of(moment.person),
        day_start=moment.clock.start_minutes(moment.today),
        names_exercises=choice is not None and choice.names_exercises,
    )
    if form.is_valid():
        return _agree(request, form)
    context: dict[str, Any] = {
        "person": moment.person,
        "form": form,
        "choice": choice,
        "zone": moment.zone,
        "offline": settings.OFFLINE,
    }
    return render(request, "reminders/reminders.html", context, status=form_status(form))


def _planned(moment: Moment, person: Person) -> list[Period]:
    """The periods of the plan that is in force, and of those to come."""
    plans = PlanVersion.objects.plans_of(person)
    if not plans:
        return []
    current = in_force(plans, moment.today)
    coming = [current, *(plan for plan in plans if plan.starts > moment.today)]
    return [
        period
        for period in Period
        if any(plan.sets_in(each, period) for plan in coming for each in plan.sets)
    ]


def _agree(request: HttpRequest, form: TimesForm) -> HttpResponse:
    """Keep the times and the yes; a time of a period that the plan has not just now stays."""
    sent = form.cleaned_data
    with changing(request) as person:
        remember_language(person)
        stored = Reminder.objects.of(person)
        others = {period: at for period, at in stored.items() if period not in form.periods}
        times = others | sent["times"]
        store.agree_to(person, times, timezone.now(), names_exercises=sent["names"])
    messages.success(request, SAVED)
    return HttpResponseSeeOther(reverse("reminders"))


@private_post
def turn_off_reminders(request: HttpRequest) -> HttpResponse:
    request.identity.require_person()
    require_button(request, "off", "1")
    with changing(request) as person:
        store.turn_off(person)
    messages.success(request, SAVED)
    return HttpResponseSeeOther(reverse("reminders"))


@private_post
def decline_reminders(request: HttpRequest) -> HttpResponse:
    """Take the no to Today's question: it is not asked again."""
    request.identity.require_person()
    require_button(request, "answer", "no")
    with changing(request) as person:
        store.decline(person)
    return HttpResponseSeeOther(addresses.home())
