"""How a day felt, in one line: only for who wants to write it down."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from kidneycare.limits import NOTE_LENGTH
from kidneycare.web.http import SAVED, HttpResponseSeeOther, RequestError
from kidneycare.web.private import private_form, private_post
from people.identity import HttpRequest
from practice.forms.note import NoteForm
from practice.models import DayNote, Feeling, Preferences
from practice.store.moment import Moment, moment_of
from practice.store.write import changing
from practice.words.links import day_address


@private_form
def note(request: HttpRequest, day: dt.date) -> HttpResponse:
    moment = moment_of(request)
    if moment.is_future(day):
        raise Http404
    form = NoteForm(request.POST if request.method == "POST" else None)
    keeps_notes = _keeps_notes(moment)
    if form.is_valid() and keeps_notes:
        return _write(request, moment, day, form.cleaned_data)
    note = DayNote.objects.filter(person=moment.person, day=day).first()
    form.initial = {
        "feeling": Feeling(note.feeling).name.lower() if note and note.feeling else "",
        "words": note.words if note else "",
    }
    context = {
        "moment": moment,
        "day": day,
        "form": form,
        "feelings": Feeling,
        "note_length": NOTE_LENGTH,
        "keeps_notes": keeps_notes,
    }
    return render(request, "practice/note.html", context, status=400 if form.is_bound else 200)


def _write(
    request: HttpRequest, moment: Moment, day: dt.date, sent: dict[str, Any]
) -> HttpResponse:
    with changing(request) as person:
        if sent["feeling"] is None and not sent["words"]:
            DayNote.objects.filter(person=person, day=day).delete()
        else:
            DayNote.objects.update_or_create(person=person, day=day, defaults=sent)
    messages.success(request, SAVED)
    if sent["feeling"] is Feeling.HURT:
        return HttpResponseSeeOther(reverse("when_it_hurts"))
    return HttpResponseSeeOther(day_address(day, moment.today))


@private_post
def keep_notes(request: HttpRequest) -> HttpResponse:
    """Turn notes on or off; what was written stays until it is taken away."""
    wanted = request.POST.get("keep", "")
    if wanted not in {"0", "1"}:
        raise RequestError(_("Say whether notes are to be kept."))
    request.identity.require_person()
    with changing(request) as person:
        Preferences.objects.change(person, keeps_notes=wanted == "1")
    messages.success(request, SAVED)
    return HttpResponseSeeOther(reverse("me"))


def _keeps_notes(moment: Moment) -> bool:
    person = moment.person
    return person is not None and Preferences.objects.of(person).keeps_notes
