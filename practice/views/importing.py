"""A record comes back: the file is shown first, and taken over after a yes."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
import zlib
from typing import TYPE_CHECKING

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from content.catalogue import exercises_by_id
from kidneycare.http import Refusal, SeeOther
from people.identity import person_of
from people.zones import is_zone
from practice.merging import take_over
from practice.models import PendingImport, PlanVersion
from practice.portable import LARGEST, Portable, PortableError, read_export
from practice.templatetags.import_words import fault_words
from practice.writing import changing

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

WAITS = dt.timedelta(hours=1)
MOST_WAITING = 100
"""Files that may wait at once: nobody can fill the disk with them."""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def import_record(request: HttpRequest) -> HttpResponse:
    """Ask for a file, show what it holds, take it over."""
    if request.method != "POST":
        return render(request, "practice/import.html", {"person": person_of(request)})
    if "confirm" in request.POST:
        return _confirmed(request, request.POST["confirm"])
    return _shown(request)


def _shown(request: HttpRequest) -> HttpResponse:
    uploaded = request.FILES.get("file")
    if uploaded is None:
        raise Refusal(_("Choose the file first: it is called kidneycare.json."))
    content = uploaded.read(LARGEST + 1)
    portable = _read(content)
    person = person_of(request)
    PendingImport.objects.filter(made_at__lt=timezone.now() - WAITS).delete()
    if PendingImport.objects.count() >= MOST_WAITING:
        raise Refusal(_("Too many files are waiting just now. Try again in an hour."), status=503)
    token = secrets.token_urlsafe(32)
    PendingImport.objects.create(
        token_hash=_hash(token),
        person=person,
        made_at=timezone.now(),
        content=zlib.compress(content),
    )
    context = {
        "token": token,
        "portable": portable,
        "person": person,
        "has_record": person is not None and PlanVersion.objects.filter(person=person).exists(),
    }
    return render(request, "practice/import_shown.html", context)


def _confirmed(request: HttpRequest, token: str) -> HttpResponse:
    gone = Refusal(_("This file is no longer waiting. Choose it once more, please."))
    waiting = PendingImport.objects.filter(
        token_hash=_hash(token), made_at__gte=timezone.now() - WAITS
    ).first()
    person = person_of(request)
    if waiting is None or waiting.person_id not in {None, person and person.pk}:
        raise gone
    portable = _read(zlib.decompress(bytes(waiting.content)))
    with changing(request) as owner:
        # Who comes second with the same token finds it spent.
        if not PendingImport.objects.filter(pk=waiting.pk).delete()[0]:
            raise gone
        take_over(owner, portable)
    return SeeOther(reverse("history"))


def _read(content: bytes) -> Portable:
    try:
        return read_export(content, exercises_by_id(), now=timezone.now(), is_zone=is_zone)
    except PortableError as error:
        raise Refusal(fault_words(error)) from error


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
