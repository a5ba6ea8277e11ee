"""What whoever holds a link sees: weeks, what is left today, a sheet of paper, a table."""

import datetime as dt

from django.conf import settings
from django.http import FileResponse, Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from content.catalogue import edition, exercise_words
from content.types import ExerciseFacts, Period
from kidneycare.i18n.languages import tag_of
from kidneycare.rendering.addresses import address
from kidneycare.web.files import whole_file
from kidneycare.web.http import HttpResponseSeeOther, RequestError
from offline.manifest import PAGE, icons
from people.identity import HttpRequest
from people.rate_limit import HELPING, OPENINGS, TABLES, throttle
from practice.forms.fields import require_valid
from practice.forms.paper import SheetForm
from practice.models import microseconds
from practice.rules.adherence import State, TickState
from practice.rules.days import Week
from practice.rules.paper_sheet import sheet
from practice.rules.plan import Slot
from practice.rules.week import week_page
from practice.store.load import document_total
from practice.store.write import write_ticks
from practice.transfer.export import csv_lines, headings
from sharing.access import shared_page, shared_post
from sharing.evening import evening_place
from sharing.forms import HelpForm
from sharing.shared import Shared, recently, today_so_far

COLUMNS = ("day", "period", "exercise", "set", "state", "amount", "unit")
"""Of the table: neither when it was ticked nor what was felt."""


@shared_page
def shared(request: HttpRequest, shared: Shared, week: Week | None = None) -> HttpResponse:
    """A week; the present one, without an address of its own, with what is left today."""
    moment = shared.moment
    present = Week.of(moment.today)
    shown = week or present
    if shown > present:
        raise Http404
    record, notes = shared.load(shown.monday, shown.sunday)
    following = shown.next()
    has_earlier = record.start is not None and record.start[0] < shown.monday
    context = {
        "shared": shared,
        "week": week_page(record, shown, exercise_words()),
        "is_present": shown == present,
        "today": today_so_far(record, shared.link) if week is None else None,
        "offline": settings.OFFLINE,
        "evening": evening_place(shared.link) if week is None else None,
        "previous": shown.previous() if has_earlier else None,
        "present": present,
        "following": following if following <= present else None,
        "document_total": document_total(moment.today),
        "notes": notes,
        "rests": [
            span
            for span in record.pauses
            if span.reason and any(span.covers(day) for day in shown.days())
        ],
    }
    return render(request, "sharing/shared.html", context)


@shared_post
def opened(_request: HttpRequest, shared: Shared) -> HttpResponse:
    """The page's script says that somebody sees it: reading it writes nothing."""
    throttle(OPENINGS, f"link {shared.link.pk}")
    shared.link.count_opening(shared.moment.today)
    return HttpResponse(status=204)


@shared_page
def row(request: HttpRequest, shared: Shared) -> HttpResponse:
    """The link's row on the page of several, fetched by its script."""
    context = {"shared": shared, "recent": recently(shared)}
    return render(request, "sharing/row.html", context)


@shared_page
def paper(request: HttpRequest, shared: Shared) -> HttpResponse:
    """The sheet of paper, with notes, feelings and reasons only where the link shows them."""
    asked = require_valid(SheetForm(request.GET, today=shared.moment.today))
    weeks = asked["shown"]
    record, notes = shared.load(weeks[0].monday, weeks[-1].sunday)
    context = {
        "shared": shared,
        "sheet": sheet(record, weeks, exercise_words()),
        "notes": notes,
        "words": exercise_words(),
        "document_total": document_total(shared.moment.today),
        "edition": edition(),
    }
    return render(request, "sharing/paper.html", context)


@shared_page
def table(_request: HttpRequest, shared: Shared) -> FileResponse:
    """The ticks as a table, without times and feelings."""
    throttle(TABLES, f"link {shared.link.pk}")
    lines = csv_lines(shared.link.person, headings(COLUMNS), columns=COLUMNS)
    return whole_file(map(str.encode, lines), "kidneycare.csv", "text/csv; charset=utf-8")


@shared_page
def manifest(_request: HttpRequest, shared: Shared) -> JsonResponse:
    """How this link stands on a home screen: it opens itself, and names nobody's record."""
    here = address("shared", shared.token)
    content = {
        "id": here,
        # A notice opens the page that finds the link: it must not leave the home screen's window.
        "scope": address("shared_here"),
        "start_url": here,
        "name": shared.link.shown_name or _("Kidneycare: looking on"),
        "short_name": shared.link.shown_name or "Kidneycare",
        "lang": tag_of(get_language() or "en"),
        "dir": "ltr",
        "display": "standalone",
        "theme_color": PAGE,
        "background_color": PAGE,
        "icons": icons(),
    }
    return JsonResponse(content, content_type="application/manifest+json")


@shared_post
def help_tick(
    request: HttpRequest,
    shared: Shared,
    day: dt.date,
    period: Period,
    exercise: ExerciseFacts,
    number: int,
) -> HttpResponse:
    """Tick for the person what is left today, or undo what this helper ticked."""
    done = require_valid(HelpForm(request.POST))["done"]
    link, moment = shared.link, shared.moment
    if not link.may_tick:
        raise RequestError(_("This link shows; it can't tick."), status=403)
    if day != moment.today:
        raise RequestError(_("A new day has begun. Open the link again."), status=409)
    throttle(HELPING, f"link {link.pk}")
    today = today_so_far(shared.load(day, day)[0], link)
    row = today.checklist.row(Slot(period, exercise.id, number))
    wanted = State.DONE if done == "1" else State.UNDONE
    if row and (row.is_left if wanted is State.DONE else today.may_undo(row)):
        state = TickState(wanted, instant=microseconds(moment.now), by=link.name)
        write_ticks(request, moment, day, {row.slot: state})
    return HttpResponseSeeOther(f"{address('shared', shared.token)}#today")
