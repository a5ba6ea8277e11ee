"""Import of an exported record: a preview first, then the import once it is confirmed."""

import secrets
import zlib

from django.contrib import messages
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
from people.models import Person
from people.rate_limit import IMPORTS, network_of, throttle
from people.zones import is_zone
from practice.models import PendingImport, Tick
from practice.rules.days import Week
from practice.store.write import changing
from practice.transfer.import_record import import_into
from practice.transfer.parse import parse_export
from practice.transfer.schema import ImportProblem, ParsedRecord
from practice.words.import_record import fault_text


@private_form
def import_record(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request)
    PendingImport.objects.expire(timezone.now())
    try:
        if "confirm" in request.POST:
            return _confirm(request, request.POST["confirm"])
        return _preview(request)
    except ImportProblem as error:
        return _page(request, fault_text(error))
    except _Expired:
        message = _("This file is no longer waiting. Choose it once more, please.")
        return _page(request, message)


def _page(request: HttpRequest, problem: str = "") -> HttpResponse:
    context = {"problem": problem}
    return render(request, "practice/import.html", context, status=400 if problem else 200)


def _preview(request: HttpRequest) -> HttpResponse:
    uploaded = request.FILES.get("file")
    if uploaded is None:
        return _page(request, _("Choose the file first: it is called kidneycare.json."))
    throttle(IMPORTS, network_of(request))
    content = uploaded.read()
    record = _parsed(content)
    person = request.identity.person
    if person is not None:
        PendingImport.objects.forget(person)
    compressed = zlib.compress(content)
    PendingImport.objects.make_room_for(compressed)
    token = secrets.token_urlsafe(32)
    PendingImport.objects.create(
        token_hash=hash_of(token), person=person, made_at=timezone.now(), content=compressed
    )
    context = {
        "token": token,
        "record": record,
        "person": person,
        "has_ticks": person is not None and Tick.objects.for_person(person).exists(),
    }
    return render(request, "practice/import_shown.html", context)


def _confirm(request: HttpRequest, token: str) -> HttpResponse:
    pending = PendingImport.objects.filter(token_hash=hash_of(token)).first()
    if pending is None:
        raise _Expired
    # Parsed before anybody is locked.
    record = _parsed(zlib.decompress(pending.content)) if pending.content else None
    is_new = request.identity.person is None
    try:
        with changing(request) as owner:
            pending = _locked(pending, owner, is_new=is_new)
            # Confirmed twice, it is imported once: the second finds no content.
            if record is not None and pending.content:
                import_into(owner, record)
                pending.content, pending.person = b"", owner
                pending.save(update_fields=["content", "person"])
    except _AlreadyImported:
        record = None
    messages.success(request, SAVED)
    if record is None or record.last_tick is None:
        return HttpResponseSeeOther(reverse("history"))
    return HttpResponseSeeOther(reverse("week", args=[Week.of(record.last_tick)]))


def _locked(pending: PendingImport, owner: Person, *, is_new: bool) -> PendingImport:
    found = PendingImport.objects.select_for_update().filter(pk=pending.pk).first()
    if found is not None and is_new and not found.content:
        raise _AlreadyImported
    if found is None or found.person_id not in {None, owner.pk}:
        raise _Expired
    return found


class _Expired(Exception):
    """The file that is confirmed no longer waits, or was shown to somebody else."""


class _AlreadyImported(Exception):
    """A stranger's second confirmation, sent before the first was answered: makes no guest."""


def _parsed(content: bytes) -> ParsedRecord:
    return parse_export(content, exercises_by_id(), now=timezone.now(), is_zone=is_zone)
