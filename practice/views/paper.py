"""On paper: some weeks for a practitioner, and an empty week to fill by pen."""

from dataclasses import replace

from django.http import HttpResponse
from django.shortcuts import render

from content.catalogue import edition, exercise_words
from kidneycare.web.private import private_page
from people.identity import HttpRequest
from practice.forms.fields import require_valid
from practice.forms.paper import SheetForm
from practice.rules.checklist import checklist_of
from practice.rules.days import Week
from practice.rules.paper_sheet import sheet
from practice.store.load import document_total, load_record, load_record_and_notes
from practice.store.moment import moment_of

TO_CHOOSE_FROM = 26
"""Weeks to end with: half a year; any other by its address."""


@private_page
def paper(request: HttpRequest) -> HttpResponse:
    """Weeks, plans, amounts and rest for a practitioner; notes only where they are asked for."""
    moment = moment_of(request)
    asked = require_valid(SheetForm(request.GET, today=moment.today))
    shown, with_notes = asked["shown"], asked["notes"]
    record, notes = load_record_and_notes(moment, shown[0].monday, shown[-1].sunday)
    context = {
        "moment": moment,
        "sheet": sheet(record, shown, exercise_words()),
        "notes": notes,
        "with_notes": with_notes,
        "numbers": sorted({1, 2, 4, 8, 12, len(shown)}),
        "ends": sorted(
            {shown[-1], *Week.of(moment.today).and_before(TO_CHOOSE_FROM)}, reverse=True
        ),
        "words": exercise_words(),
        "document_total": document_total(moment.today),
        "edition": edition(),
    }
    return render(request, "practice/paper.html", context)


@private_page
def empty_week(request: HttpRequest) -> HttpResponse:
    """A week of the present plan with seals to fill by pen; for a stranger the document's day."""
    moment = moment_of(request)
    record = replace(load_record(moment, moment.today, moment.today), ticks={})
    context = {
        "moment": moment,
        "checklist": checklist_of(record, moment.today, exercise_words()),
        "weekdays": list(Week.of(moment.today).days()),
        "edition": edition(),
    }
    return render(request, "practice/empty_week.html", context)
