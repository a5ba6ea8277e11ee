"""How a day felt, in one line: only for who wants to write it down."""

import datetime as dt

from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from kidneycare.db.secure_erase import request_checkpoint
from kidneycare.limits import NOTE_LENGTH
from kidneycare.web.http import HttpResponseSeeOther, RequestError
from kidneycare.web.private import private_form, private_post
from people.identity import HttpRequest
from practice.forms.fields import require_valid
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
    if request.method == "POST":
        return _write(request, moment, day)
    context = {
        "moment": moment,
        "day": day,
        "note": DayNote.objects.filter(person=moment.person, day=day).first(),
        "feelings": Feeling,
        "note_length": NOTE_LENGTH,
        "keeps_notes": _keeps_notes(moment),
    }
    return render(request, "practice/note.html", context)


def _write(request: HttpRequest, moment: Moment, day: dt.date) -> HttpResponse:
    sent = require_valid(NoteForm(request.POST))
    if not _keeps_notes(moment):
        raise RequestError(_("Notes are turned off: turn them on first, then write."))
    with changing(request) as person:
        if sent["feeling"] is None and not sent["words"]:
            DayNote.objects.filter(person=person, day=day).delete()
            transaction.on_commit(request_checkpoint)
        else:
            DayNote.objects.update_or_create(person=person, day=day, defaults=sent)
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
    return HttpResponseSeeOther(reverse("me"))


def _keeps_notes(moment: Moment) -> bool:
    person = moment.person
    return person is not None and Preferences.objects.of(person).keeps_notes
