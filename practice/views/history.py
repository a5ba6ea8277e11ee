"""What was done: a week in words and seals, twelve weeks as bars, the year as a calendar."""

import datetime as dt

from django.http import Http404, HttpResponse
from django.shortcuts import render

from content.catalogue import exercise_words
from kidneycare.web.private import private_page
from people.identity import HttpRequest
from practice.rules.days import Week
from practice.rules.trend import last_weeks, twelve_weeks, whole_year
from practice.rules.week import page_of_seals, week_page
from practice.store.load import document_total, load_record, load_record_and_notes
from practice.store.moment import moment_of


@private_page
def history(request: HttpRequest, week: Week | None = None) -> HttpResponse:
    """One ISO week, the present one without an address of its own."""
    moment = moment_of(request)
    shown = week or Week.of(moment.today)
    if shown > Week.of(moment.today) and moment.is_future(shown.monday):
        raise Http404
    record, notes = load_record_and_notes(moment, shown.monday, shown.sunday)
    following = shown.next()
    context = {
        "moment": moment,
        "week": week_page(record, shown, exercise_words()),
        "is_present": shown == Week.of(moment.today),
        "previous": shown.previous(),
        "following": following if following <= Week.of(moment.today) else None,
        "document_total": document_total(moment.today),
        "is_example": moment.person is None,
        "seals": page_of_seals(record, shown),
        "notes": notes if record.preferences.keeps_notes else [],
    }
    return render(request, "practice/week.html", context)


@private_page
def weeks(request: HttpRequest) -> HttpResponse:
    moment = moment_of(request)
    shown = last_weeks(moment.today)
    record = load_record(moment, shown[0].monday, shown[-1].sunday, times=False)
    context = {
        "trend": twelve_weeks(record, exercise_words()),
        "year": moment.today.year,
        "totals": record.daily_totals(shown[0].monday, moment.today),
        "has_document_days": record.measures_by_document(shown[0].monday, moment.today),
        "document_total": document_total(moment.today),
        "is_example": moment.person is None,
    }
    return render(request, "practice/weeks.html", context)


@private_page
def year(request: HttpRequest, year: int) -> HttpResponse:
    """One year, month by month; a year to come is a 404."""
    moment = moment_of(request)
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    record = load_record(moment, first, last, times=False)
    # Somebody who flew west may have ticked what is next year here (rules.md 15).
    if first > max(moment.today, record.last_day or moment.today):
        raise Http404
    context = {
        "year": whole_year(record, year),
        "is_present": year == moment.today.year,
        "previous": year - 1 if record.start and record.start[0] < first else None,
        "following": year + 1 if year < moment.today.year else None,
        "totals": record.daily_totals(first, last),
        "has_document_days": record.measures_by_document(first, last),
        "document_total": document_total(moment.today),
        "is_example": moment.person is None,
    }
    return render(request, "practice/year.html", context)
