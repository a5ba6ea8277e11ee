"""Days of rest: taking them, ending them, and the question about blank days."""

from dataclasses import replace

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from content.catalogue import exercise_words
from kidneycare.limits import NOTE_LENGTH
from kidneycare.web.http import SAVED, HttpResponseSeeOther, RequestError
from kidneycare.web.private import private_form, private_post
from people.identity import HttpRequest
from practice.forms.fields import form_status, require_valid
from practice.forms.pauses import BlankDaysForm, EndPauseForm, PauseForm
from practice.models import Pause, Preferences
from practice.rules.checklist import checklist_of
from practice.rules.days import Week
from practice.rules.pauses import PauseSpan
from practice.store.load import load_record
from practice.store.moment import moment_of
from practice.store.write import changing


@private_form
def pauses(request: HttpRequest) -> HttpResponse:
    """Leave out a slot of today, rest whole days, and see which days were excused."""
    moment = moment_of(request)
    today = moment.today
    form = PauseForm(request.POST if request.method == "POST" else None, today=today)
    if not form.is_valid():
        record = load_record(moment, today, today)
        context = {
            "moment": moment,
            "today": today,
            "checklist": checklist_of(record, today, exercise_words()),
            "pauses": sorted(record.pauses, reverse=True),
            "reason_length": NOTE_LENGTH,
            "is_resting": record.is_paused(today),
            "form": form,
        }
        return render(request, "practice/pauses.html", context, status=form_status(form))
    sent = form.cleaned_data
    if moment.person is None:
        raise RequestError(
            _("There is no record in this browser yet: nothing is due, so rest well.")
        )
    with changing(request) as person:
        Pause.objects.add(person, sent["span"])
    messages.success(request, SAVED)
    return HttpResponseSeeOther(reverse("today" if sent["days"] != "dates" else "pauses"))


@private_post
def end_pause(request: HttpRequest) -> HttpResponse:
    """Let a pause be over: today counts again; one not begun, or of today, goes away whole."""
    moment = moment_of(request)
    sent = require_valid(EndPauseForm(request.POST))
    if moment.person is not None:
        with changing(request) as person:
            Pause.objects.end(person, sent["first"], moment.today, whole=sent["whole"])
        messages.success(request, SAVED)
    return HttpResponseSeeOther(reverse("today" if sent["back"] == "today" else "pauses"))


@private_post
def settle_blank_days(request: HttpRequest) -> HttpResponse:
    """Take the one answer about the blank days; it is not asked again (rules.md 13)."""
    moment = moment_of(request)
    sent = require_valid(BlankDaysForm(request.POST))
    if moment.person is None:
        return HttpResponseSeeOther(reverse("today"))
    today, asked = moment.today, (sent["first"], sent["last"])
    with changing(request) as person:
        record = load_record(replace(moment, person=person), today, today)
        # Answered already, or other days are blank by now: then Today asks again, or not at all.
        if record.blank_days != asked:
            return HttpResponseSeeOther(reverse("today"))
        Preferences.objects.change(person, blanks_settled_to=asked[1])
        if sent["answer"] == "rested":
            Pause.objects.add(person, PauseSpan(*asked))
            messages.success(request, SAVED)
    if sent["answer"] == "forgot":
        return HttpResponseSeeOther(reverse("week", args=[Week.of(asked[1])]))
    return HttpResponseSeeOther(reverse("today"))
