"""Ticks from Loop Habit Tracker: which habit is what, what that makes, then the yes."""

import datetime as dt
from typing import NamedTuple

import msgspec
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from content.catalogue import exercises, exercises_by_code, exercises_by_id
from content.types import Period
from kidneycare.web.http import SAVED, HttpResponseSeeOther
from kidneycare.web.private import private_form
from people.access.codes import hash_of
from people.identity import HttpRequest
from people.models import Person
from people.zones import visitor_zone
from practice.forms.fields import form_status
from practice.forms.loop import LoopForm
from practice.models import PendingImport, PlanVersion, Tick
from practice.rules.days import Week
from practice.rules.plan import Slot, plan_of_slots
from practice.store.moment import clock_of
from practice.store.waiting_file import (
    EXPIRED,
    AlreadyImportedError,
    ExpiredError,
    locked,
    take_over,
    tell_browser,
    told,
    waiting,
)
from practice.store.write import changing
from practice.transfer.import_record import tick_values, write_ticks
from practice.transfer.loop import LoopRecord
from practice.transfer.loop_ticks import LoopTicks, loop_ticks

COOKIE = "loop"
DECODER = msgspec.json.Decoder(LoopRecord)


class Shown(NamedTuple):
    """What waits, and what its person has chosen by now: a slot's name by a habit's number."""

    token: str
    record: LoopRecord
    chosen: dict[str, str]
    with_numbers: bool


@private_form
def import_loop(request: HttpRequest) -> HttpResponse:
    try:
        if request.method == "POST":
            PendingImport.objects.expire(timezone.now())
        shown = _what_waits(request)
        if shown is None:
            return HttpResponseSeeOther(reverse("history"))
        if "confirm" in request.POST:
            return _confirm(request, shown)
        if "chosen" in request.GET and shown.chosen:
            return _counted(request, shown)
        return _choose(request, shown)
    except ExpiredError:
        status = 400 if request.method == "POST" else 200
        return render(request, "practice/import.html", {"problem": str(EXPIRED)}, status=status)


def _what_waits(request: HttpRequest) -> Shown | None:
    """Nothing where it was taken over before."""
    token, chosen, with_numbers = told(request, COOKIE)
    contents = waiting(hash_of(token), request.identity.person)
    if not contents:
        return None
    return Shown(token, DECODER.decode(contents.pop()), chosen, with_numbers)


def _choose(request: HttpRequest, shown: Shown) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    form = LoopForm(data, habits=shown.record.habits, exercises=exercises())
    if form.is_valid():
        response = HttpResponseSeeOther(f"{reverse('import_loop')}?chosen=1")
        cleaned = form.cleaned_data
        tell_browser(response, COOKIE, [shown.token, cleaned["chosen"], cleaned["numbers"]])
        return response
    with_numbers = request.POST.get("numbers") == "1" if data is not None else shown.with_numbers
    context = {
        "form": form,
        "lines": list(form.lines(shown.chosen)),
        "left_out": shown.record.left_out,
        "has_numbers": any(habit.has_numbers for habit in shown.record.habits),
        "with_numbers": with_numbers,
    }
    return render(request, "practice/import_loop.html", context, status=form_status(form))


def _counted(request: HttpRequest, shown: Shown) -> HttpResponse:
    person = request.identity.person
    made = _ticks(shown, person, request)
    context = {
        "token": shown.token,
        "made": made,
        "is_nothing_new": not any(each.ticks for each in made),
        "person": person,
    }
    return render(request, "practice/import_loop_shown.html", context)


def _confirm(request: HttpRequest, shown: Shown) -> HttpResponse:
    # Another file may have been shown since, on another page.
    if request.POST["confirm"] != shown.token:
        raise ExpiredError
    made = _ticks(shown, request.identity.person, request)
    ticks = [tick for each in made for tick in each.ticks]
    if not ticks:
        return HttpResponseSeeOther(reverse("import_loop"))
    values = tick_values(ticks)
    is_new = request.identity.person is None
    try:
        with changing(request) as owner:
            pending, size = locked(hash_of(shown.token), owner, is_new=is_new)
            if size:
                if is_new:
                    today = clock_of(owner, owner.zone).today(timezone.now())
                    plan = plan_of_slots((each.slot for each in made), exercises(), today)
                    PlanVersion.objects.replace_from(owner, plan)
                write_ticks(owner, values)
                take_over(pending, owner)
    except AlreadyImportedError:
        ticks = []
    messages.success(request, SAVED)
    if not ticks:
        return HttpResponseSeeOther(reverse("history"))
    return HttpResponseSeeOther(reverse("week", args=[Week.of(max(day for day, *_ in ticks))]))


def _ticks(shown: Shown, person: Person | None, request: HttpRequest) -> list[LoopTicks]:
    """What each chosen habit becomes, in the order of the file."""
    form = LoopForm(habits=shown.record.habits, exercises=exercises())
    slots = {number: form.slots[name] for number, name in shown.chosen.items()}
    clock, now = clock_of(person, visitor_zone(request)), timezone.now()
    own = _own(person) if person else frozenset()
    return [
        loop_ticks(
            shown.record.habits[int(number)],
            slot,
            exercises_by_id()[slot.exercise],
            clock=clock,
            now=now,
            own=own,
            with_numbers=shown.with_numbers,
        )
        for number, slot in slots.items()
    ]


def _own(person: Person) -> frozenset[tuple[dt.date, Slot]]:
    """The slots that have a state already: first sets, which alone are imported."""
    names = exercises_by_code()
    rows = Tick.objects.for_person(person).filter(set=1).values_list("day", "period", "exercise")
    return frozenset(
        (day, Slot(Period(period), names[code].id, 1))
        for day, period, code in rows
        if code in names
    )
