"""Import of an exported record: a preview first, then the import once it is confirmed."""

from typing import Any

import msgspec
from django.contrib import messages
from django.db.models.functions import Length
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from content.catalogue import exercises_by_id
from kidneycare.web.http import SAVED, HttpResponseSeeOther
from kidneycare.web.private import private_form
from people.access.codes import hash_of
from people.identity import HttpRequest
from people.rate_limit import IMPORTS, network_of, throttle
from people.zones import is_zone
from practice.models import PendingImport, Tick
from practice.rules.days import Week
from practice.store.waiting_file import (
    EXPIRED,
    AlreadyImportedError,
    ExpiredError,
    let_wait,
    locked,
    take_over,
    tell_browser,
    told,
    waiting,
)
from practice.store.write import changing
from practice.transfer.import_record import import_into, tick_values
from practice.transfer.loop import LONGEST_START, is_loop, read_loop
from practice.transfer.parse import parse_export
from practice.transfer.schema import Contents, ImportProblem
from practice.words.import_record import fault_text

COOKIE = "import"


@private_form
def import_record(request: HttpRequest) -> HttpResponse:
    try:
        if request.method != "POST":
            return _shown(request) if "file" in request.GET else _page(request)
        PendingImport.objects.expire(timezone.now())
        if "confirm" in request.POST:
            return _confirm(request, request.POST["confirm"])
        return _preview(request)
    except ImportProblem as error:
        return _page(request, fault_text(error))
    except ExpiredError:
        return _page(request, str(EXPIRED))


def _page(request: HttpRequest, problem: str = "") -> HttpResponse:
    context = {"problem": problem}
    status = 400 if problem and request.method == "POST" else 200
    return render(request, "practice/import.html", context, status=status)


def _shown(request: HttpRequest) -> HttpResponse:
    """Show what is in the file that waits for this person.

    What is told of it comes from a cookie: nobody makes the server read a whole file by a GET.
    """
    person = request.identity.person
    token, *values = told(request, COOKIE)
    rows = PendingImport.objects.filter(pk=hash_of(token), person=person)
    size = rows.values_list(Length("content"), flat=True).first()
    if size is None:
        raise ExpiredError
    if not size:
        return HttpResponseSeeOther(reverse("history"))
    context = {
        "token": token,
        "contents": Contents(*values),
        "person": person,
        "has_ticks": person is not None and Tick.objects.for_person(person).exists(),
    }
    return render(request, "practice/import_shown.html", context)


def _preview(request: HttpRequest) -> HttpResponse:
    uploaded = request.FILES.get("file")
    if uploaded is None:
        return _page(request, _("Choose the file first: it is called kidneycare.json."))
    throttle(IMPORTS, network_of(request))
    person = request.identity.person
    start = uploaded.read(LONGEST_START)
    uploaded.seek(0)
    if is_loop(start):
        loop = msgspec.json.encode(read_loop(uploaded.read()))
        response = HttpResponseSeeOther(reverse("import_loop"))
        tell_browser(response, "loop", [let_wait(person, [loop]), {}, True])
        return response
    # Nothing here keeps the whole file: what is read of it takes as much again.
    record = parse_export(uploaded.read(), **_circumstances())
    token = let_wait(person, uploaded.chunks())
    response = HttpResponseSeeOther(f"{reverse('import')}?file=waits")
    tell_browser(response, COOKIE, [token, *record.contents])
    return response


def _confirm(request: HttpRequest, token: str) -> HttpResponse:
    key = hash_of(token)
    # Parsed before anybody is locked.
    contents = waiting(key, request.identity.person)
    # Popped: what is read of it takes as much again.
    record = parse_export(contents.pop(), **_circumstances()) if contents else None
    ticks = tick_values(record.ticks) if record else []
    is_new = request.identity.person is None
    try:
        with changing(request) as owner:
            pending, size = locked(key, owner, is_new=is_new)
            if record is not None and size:
                import_into(owner, record, ticks)
                take_over(pending, owner)
    except AlreadyImportedError:
        record = None
    messages.success(request, SAVED)
    if record is None or record.last_tick is None:
        return HttpResponseSeeOther(reverse("history"))
    return HttpResponseSeeOther(reverse("week", args=[Week.of(record.last_tick)]))


def _circumstances() -> dict[str, Any]:
    return {"exercises": exercises_by_id(), "now": timezone.now(), "is_zone": is_zone}
