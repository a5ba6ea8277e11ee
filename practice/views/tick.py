"""A slot: its own page, its state, and a period's planned slots in one go."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from content.catalogue import exercise_words, exercises, exercises_by_id
from content.types import SETS_PER_PERIOD, ExerciseFacts, Period
from kidneycare.web.http import Refusal, SeeOther, wants_fragment
from people.identity import HttpRequest
from practice.forms.fields import require_valid
from practice.forms.tick import PeriodForm, TickForm
from practice.models import PlanVersion, Source, Tick, microseconds
from practice.rules.adherence import State
from practice.rules.checklist import Checklist, Row, Section, checklist_of
from practice.rules.plan import Slot, full_day
from practice.store.load import load_record
from practice.store.moment import Moment, moment_of, page_of
from practice.store.write import changing, telling_of_erasure


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def tick(
    request: HttpRequest, day: dt.date, period: Period, exercise: ExerciseFacts, number: int
) -> HttpResponse:
    """Show one slot, or set its state; sent again it changes nothing."""
    moment = moment_of(request)
    if not exercise.exists_in(period) or moment.is_future(day):
        raise Http404
    if not 1 <= number <= SETS_PER_PERIOD:
        raise Refusal(_("A part of the day has at most five of these."))
    slot = Slot(period, exercise.id, number)
    if request.method != "POST":
        context = _after(request, moment, day)
        return render(request, "practice/slot.html", context | {"row": _row(context, day, slot)})
    sent = require_valid(TickForm(request.POST, exercise=exercise, received=moment.now))
    write(request, moment, [_tick(moment, day, slot, sent)])
    if not wants_fragment(request):
        return SeeOther(page_of(moment, day))
    return _changed_row(request, moment, day, slot)


@never_cache
@require_POST
def tick_period(request: HttpRequest, day: dt.date, period: Period) -> HttpResponse:
    """Tick what is left of a period in one go, or undo exactly that go."""
    moment = moment_of(request)
    if moment.is_future(day):
        raise Http404
    sent = require_valid(PeriodForm(request.POST))
    record = load_record(moment, day, day, pauses=False)
    section = checklist_of(record, day, exercise_words()).section(period)
    done, instant = sent["done"] == "1", sent["instant"]
    rows = (
        [row for row in section.rows if row.is_left]
        if done
        else [row for row in section.rows if row.tick and row.tick.instant == instant]
    )
    state = {"state": State.DONE if done else State.UNDONE, "instant": moment.now}
    if rows:
        write(request, moment, [_tick(moment, day, row.slot, state) for row in rows])
    if not wants_fragment(request):
        return SeeOther(page_of(moment, day))
    return _changed_section(request, moment, day, period)


def write(request: HttpRequest, moment: Moment, ticks: list[Tick]) -> None:
    """Write ticks for the person of this request, who may become a guest by it.

    A guest who ticks without having chosen begins with the document's full
    day (rules.md, "Beginning").
    """
    if moment.person is not None:
        with telling_of_erasure(moment.person):
            Tick.objects.record_of(moment.person, ticks)
        # The answer to htmx reads the plans anyway, and so finds out by itself.
        if not wants_fragment(request) and not PlanVersion.objects.is_begun(moment.person):
            _begin(request, moment)
        return
    with changing(request) as person:
        PlanVersion.objects.begin_unless_begun(person, full_day(exercises(), moment.today))
        Tick.objects.record_of(person, ticks)


def _begin(request: HttpRequest, moment: Moment) -> None:
    """Let the document's full day be the plan of who has none: without one no tick is shown."""
    with changing(request) as person:
        PlanVersion.objects.begin_unless_begun(person, full_day(exercises(), moment.today))


def _tick(moment: Moment, day: dt.date, slot: Slot, values: dict[str, Any]) -> Tick:
    instant: dt.datetime = values["instant"]
    state: State = values["state"]
    is_done = state is State.DONE
    return Tick(
        day=day,
        period=slot.period,
        exercise=exercises_by_id()[slot.exercise].code,
        set=slot.set,
        state=state,
        source=Source.GUIDED if values.get("source") == "guided" else Source.TICK,
        tenths=values.get("amount") if is_done else None,
        felt=is_done and bool(values.get("felt")),
        late=moment.clock.today(instant) > day,
        instant=microseconds(instant),
        seconds=values.get("seconds") if is_done else None,
    )


def _after(request: HttpRequest, moment: Moment, day: dt.date) -> dict[str, Any]:
    """The day as it stands after the change, for the fragment."""
    after = moment_of(request)
    record = load_record(after, day, day, pauses=False)
    if request.method == "POST" and not record.is_begun:
        _begin(request, moment)
        record = load_record(after, day, day, pauses=False)
    return {
        "moment": moment,
        "checklist": checklist_of(record, day, exercise_words()),
        "is_today": day == moment.today,
        "plan": record.plan_on(day),
    }


def _row(context: dict[str, Any], day: dt.date, slot: Slot) -> Row:
    """The slot as it stands; one that nobody planned or did has a row of its own too."""
    arranged: Checklist = context["checklist"]
    found = arranged.row(slot)
    return found or Row(day, slot, exercise_words()[slot.exercise], required=False)


def _changed_row(request: HttpRequest, moment: Moment, day: dt.date, slot: Slot) -> HttpResponse:
    context = _after(request, moment, day)
    arranged: Checklist = context["checklist"]
    row = _row(context, day, slot)
    # Sets done in another period speak for open ones: only then do others change.
    # A row is not swapped needlessly, for a tap on it may be waiting its turn.
    own = [other for other in arranged.rows if other.slot.exercise == slot.exercise]
    shared = not row.required or any(not other.required for other in own)
    siblings = [other for other in own if shared and other.required and other.slot != slot]
    section: Section = arranged.section(slot.period)
    context |= {"row": row, "siblings": siblings, "section": section}
    return render(request, "practice/ticked.html", context)


def _changed_section(
    request: HttpRequest, moment: Moment, day: dt.date, period: Period
) -> HttpResponse:
    context = _after(request, moment, day)
    context["section"] = context["checklist"].section(period)
    return render(request, "practice/ticked_period.html", context)
