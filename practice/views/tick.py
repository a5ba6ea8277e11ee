"""A slot: its own page, its state, and a period's planned slots in one go."""

import datetime as dt
from dataclasses import replace
from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.deprecation import MiddlewareMixin
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from content.catalogue import technique_of
from content.types import SETS_PER_PERIOD, ExerciseFacts, Period
from kidneycare.web.http import (
    SAVED,
    HttpResponseSeeOther,
    RequestError,
    wants_fragment,
)
from kidneycare.web.private import private_form, private_post
from kidneycare.web.refusals import CAUSE, Cause
from people.browser_storage_owner import browser_owner
from people.identity import HttpRequest
from practice.forms.fields import form_status, require_valid
from practice.forms.tick import PeriodForm, TickForm
from practice.models import Tick, microseconds
from practice.rules.adherence import State, TickState
from practice.rules.days import ONE_DAY
from practice.rules.plan import Plan, Slot, one_technique
from practice.store.day import DayView, load_day
from practice.store.moment import Moment, moment_of
from practice.store.write import write_ticks
from practice.words.links import day_address, slot_address

SLOT = "Kidneycare-Slot"
OUTCOME = "Kidneycare-Outcome"
TICKS = {"tick", "tick_period"}
"""The names of their addresses."""


class OutcomeMiddleware(MiddlewareMixin):
    """Lets the answers to a tick name the slot, or the period, and its outcome.

    The view says ``written`` or ``unchanged`` of what it took. What is only too much just now, or
    is for somebody who isn't here now, has no outcome yet; a page without the right token neither.
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        match = request.resolver_match
        status = response.status_code
        if request.method != "POST" or match is None or match.url_name not in TICKS:
            return response
        if status == HTTPStatus.FORBIDDEN:
            return response
        parts = match.kwargs
        slot = [parts["day"].isoformat(), parts["period"].slug]
        if "exercise" in parts:
            slot += [parts["exercise"].id, str(parts["number"])]
        response[SLOT] = "/".join(slot)
        waits = status == HTTPStatus.TOO_MANY_REQUESTS or response.get(CAUSE) == Cause.OTHER_RECORD
        if OUTCOME not in response and status < HTTPStatus.INTERNAL_SERVER_ERROR and not waits:
            response[OUTCOME] = "refused"
        return response


@private_form
def tick(
    request: HttpRequest, day: dt.date, period: Period, exercise: ExerciseFacts, number: int
) -> HttpResponse:
    """Show one slot, or set its state; sent again it changes nothing."""
    moment = moment_of(request)
    slot = _slot(moment, day, period, exercise, number)
    form = _form(request, moment, day, exercise)
    if wants_fragment(request):
        require_valid(form)
    elif not form.is_valid():
        return _slot_page(request, moment, day, slot, form)
    _require_record(request)
    sent = form.cleaned_data
    first_plan = _technique_alone(moment, exercise) if sent["begin"] else None
    changed = write_ticks(
        request,
        moment,
        day,
        {slot: sent["state"]},
        begun=sent["begun"],
        first_plan=first_plan,
        keep_from=sent["keep_from"],
    )
    response = _answer(request, moment, day, slot, sent["state"], first_plan)
    response[OUTCOME] = "written" if changed else "unchanged"
    return response


def _form(request: HttpRequest, moment: Moment, day: dt.date, exercise: ExerciseFacts) -> TickForm:
    return TickForm(
        request.POST if request.method == "POST" else None,
        exercise=exercise,
        received=moment.now,
        day_ends=moment.clock.beginning(day + ONE_DAY),
    )


def _technique_alone(moment: Moment, exercise: ExerciseFacts) -> Plan | None:
    """What begins with a set of one technique, for who has no record (rules.md 25)."""
    if moment.person is not None:
        return None
    return one_technique(technique_of(exercise.id), moment.today)


def _slot(
    moment: Moment, day: dt.date, period: Period, exercise: ExerciseFacts, number: int
) -> Slot:
    """The slot that an address names.

    Raises:
        RequestError: the document never has it, or its day is still to come.
    """
    if not exercise.exists_in(period):
        message = _("This exercise has no place in that part of the day.")
        raise RequestError(message, status=404)
    if moment.is_future(day):
        raise RequestError(_("That day has not begun yet."), status=404)
    if not 1 <= number <= SETS_PER_PERIOD:
        raise RequestError(_("A part of the day has at most five of these."))
    return Slot(period, exercise.id, number)


def _require_record(request: HttpRequest) -> None:
    """Check that a tick which waited on a phone is for the record that is here (rules.md 32).

    Raises:
        RequestError: it was made for another one.
    """
    made_for = request.POST.get("record")
    if made_for is None:
        return
    owners = browser_owner(request.identity)
    if owners.is_own(made_for):
        return
    if made_for in owners.others:
        message = _("This was practised for another record on this phone. It waits for them.")
        raise RequestError(message, status=409, cause=Cause.OTHER_RECORD)
    message = _("This was practised for a record that is no longer here. Nothing was written.")
    raise RequestError(message, status=409, cause=Cause.RECORD_GONE)


def _answer(
    request: HttpRequest,
    moment: Moment,
    day: dt.date,
    slot: Slot,
    state: TickState,
    first_plan: Plan | None,
) -> HttpResponse:
    """What the page shows of a state that was taken."""
    begins, address = moment.person is None, slot_address(day, slot, moment.today)
    # The next page says it (rules.md 25), unless a fragment does so at once.
    is_page, plain = not wants_fragment(request), state.state == State.DONE
    # Sent by a script of the slot's page, which then leads to the day.
    notify = "notify" in request.POST
    if begins and (first_plan or state.guided or is_page or notify):
        messages.info(request, technique_of(slot.exercise).slug if first_plan else "full")
    elif notify or (
        is_page and "sent" not in request.POST and ("amount" in request.POST or not plain)
    ):
        messages.success(request, SAVED)
    if notify:
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    if is_page:
        return HttpResponseSeeOther(address)
    if first_plan and not state.guided:
        # They ticked in the document's day, and theirs is another now.
        return HttpResponseClientRedirect(address)
    return _changed_part(request, moment, day, slot, begins=begins)


def _changed_part(
    request: HttpRequest, moment: Moment, day: dt.date, slot: Slot, *, begins: bool
) -> HttpResponse:
    shown = _after(request, moment, day)
    row = shown.row(slot)
    context = {
        "begins": begins,
        "shown": shown,
        "row": row,
        "siblings": shown.rows_changed_with(row),
        "section": shown.checklist.section(slot.period),
    }
    return render(request, "practice/ticked.html", context)


def _slot_page(
    request: HttpRequest, moment: Moment, day: dt.date, slot: Slot, form: TickForm
) -> HttpResponse:
    shown = load_day(moment, day)
    last = ""
    if moment.person is not None:
        code = form.exercise.code
        last = Tick.objects.last_amount(moment.person, code, besides=slot, day=day)
    row, state = shown.row(slot), shown.tick(slot)
    context = {
        "shown": shown,
        "row": row,
        "tick": state,
        "form": form,
        "last": last,
        "browser_owner": browser_owner(request.identity),
    }
    return render(request, "practice/slot.html", context, status=form_status(form))


@private_post
def tick_period(request: HttpRequest, day: dt.date, period: Period) -> HttpResponse:
    """Tick what is left of a period in one go, or undo exactly that go."""
    moment = moment_of(request)
    if moment.is_future(day):
        raise Http404
    sent = require_valid(PeriodForm(request.POST))
    shown = load_day(moment, day)
    section = shown.checklist.section(period)
    if sent["done"] == "1":
        rows, state = section.open, State.DONE
    else:
        ticks = [(row, shown.tick(row.slot)) for row in section.rows]
        rows = [row for row, tick in ticks if tick and tick.instant == sent["instant"]]
        state = State.UNDONE
    if rows:
        ticked = TickState(state, instant=microseconds(moment.now))
        write_ticks(request, moment, day, {row.slot: ticked for row in rows})
    begins = bool(rows) and moment.person is None
    if wants_fragment(request):
        shown = _after(request, moment, day)
        context = {"shown": shown, "section": shown.checklist.section(period), "begins": begins}
        response = render(request, "practice/ticked_period.html", context)
    else:
        if begins:
            messages.info(request, "full")
        place = f"#period-{period.slug}" if day == moment.today else ""
        response = HttpResponseSeeOther(day_address(day, moment.today) + place)
    response[OUTCOME] = "written" if rows else "unchanged"
    return response


def _after(request: HttpRequest, moment: Moment, day: dt.date) -> DayView:
    return load_day(replace(moment, person=request.identity.person), day)
