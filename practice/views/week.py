"""The week: what was done, in words, in a table of seals, and as a share."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from content.catalogue import exercise_words
from people.identity import HttpRequest
from practice.rules.days import Week
from practice.rules.first_week import page_of_seals
from practice.rules.week import week_page
from practice.store.load import document_total, load_record
from practice.store.moment import moment_of


@never_cache
@require_safe
def history(request: HttpRequest, week: Week | None = None) -> HttpResponse:
    """One ISO week, the present one without an address of its own."""
    moment = moment_of(request)
    shown = week or Week.of(moment.today)
    if shown > Week.of(moment.today) and moment.is_future(shown.monday):
        raise Http404
    record = load_record(moment, shown.monday, shown.sunday)
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
    }
    return render(request, "practice/week.html", context)
