"""Import of an exported record: a preview first, then the import once it is confirmed."""

import secrets
import zlib
from io import BytesIO
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.db.models.functions import Length
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content.catalogue import exercises_by_id
from kidneycare.cookies import cookie_name
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
from practice.transfer.import_record import import_into, tick_values
from practice.transfer.parse import parse_export
from practice.transfer.schema import Contents, ImportProblem, ParsedRecord
from practice.words.import_record import fault_text

COOKIE = "import"
SALT = "practice.views.import_record"
EXPIRED = gettext_lazy("This file is no longer waiting. Choose it once more, please.")
PIECE = 16 * 1024
"""Bytes that are unpacked at a time, at most to a thousand times as many."""


@private_form
def import_record(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _shown(request) if "file" in request.GET else _page(request)
    PendingImport.objects.expire(timezone.now())
    try:
        if "confirm" in request.POST:
            return _confirm(request, request.POST["confirm"])
        return _preview(request)
    except ImportProblem as error:
        return _page(request, fault_text(error))
    except _Expired:
        return _page(request, str(EXPIRED))


def _page(request: HttpRequest, problem: str = "") -> HttpResponse:
    context = {"problem": problem}
    status = 400 if problem and request.method == "POST" else 200
    return render(request, "practice/import.html", context, status=status)


def _shown(request: HttpRequest) -> HttpResponse:
    """Show what is in the file that waits for this person.

    What is told of it comes signed in a cookie: nobody makes the server read a whole file by a GET,
    and no address, which others may log, tells of a record.
    """
    person = request.identity.person
    sent = request.COOKIES.get(cookie_name(COOKIE), "")
    try:
        token, *values = signing.loads(sent, salt=SALT, max_age=PendingImport.WAITS)
    except signing.BadSignature:
        return _page(request, str(EXPIRED))
    rows = PendingImport.objects.filter(pk=hash_of(token), person=person)
    size = rows.values_list(Length("content"), flat=True).first()
    if size is None:
        return _page(request, str(EXPIRED))
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
    # Nothing here keeps the whole file: what is read of it takes as much again.
    record = parse_export(uploaded.read(), **_circumstances())
    compressed = _compressed(uploaded)
    person = request.identity.person
    if person is not None:
        PendingImport.objects.forget(person)
    PendingImport.objects.make_room_for(compressed)
    token = secrets.token_urlsafe(32)
    PendingImport.objects.create(
        token_hash=hash_of(token), person=person, made_at=timezone.now(), content=compressed
    )
    response = HttpResponseSeeOther(f"{reverse('import')}?file=waits")
    response.set_cookie(
        cookie_name(COOKIE),
        signing.dumps([token, *record.contents], salt=SALT),
        max_age=PendingImport.WAITS,
        httponly=True,
        samesite="Lax",
        secure=settings.SECURE_COOKIES,
    )
    return response


def _confirm(request: HttpRequest, token: str) -> HttpResponse:
    key = hash_of(token)
    # Parsed before anybody is locked.
    record = _waiting(key, request.identity.person)
    ticks = tick_values(record) if record else []
    is_new = request.identity.person is None
    try:
        with changing(request) as owner:
            pending, size = _locked(key, owner, is_new=is_new)
            # Confirmed twice, it is imported once: the second finds no content.
            if record is not None and size:
                import_into(owner, record, ticks)
                pending.content, pending.person = b"", owner
                pending.save(update_fields=["content", "person"])
    except _AlreadyImported:
        record = None
    messages.success(request, SAVED)
    if record is None or record.last_tick is None:
        return HttpResponseSeeOther(reverse("history"))
    return HttpResponseSeeOther(reverse("week", args=[Week.of(record.last_tick)]))


def _waiting(key: bytes, person: Person | None) -> ParsedRecord | None:
    """Parse what waits for this person, or for anybody; nothing where it was taken over before."""
    rows = PendingImport.objects.filter(pk=key)
    found = rows.values_list("person_id", Length("content")).first()
    if found is None:
        raise _Expired
    owner, size = found
    if not size:
        return None
    if owner not in {None, person and person.pk}:
        raise _Expired
    contents = list(rows.values_list("content", flat=True))
    if not contents:
        raise _Expired
    # No list keeps what is unpacked here.
    return parse_export(_unpacked(contents.pop()), **_circumstances())


def _locked(key: bytes, owner: Person, *, is_new: bool) -> tuple[PendingImport, int]:
    """Lock the row, without reading its content once more; with the size of that."""
    rows = PendingImport.objects.filter(pk=key)
    found = rows.select_for_update().defer("content").first()
    if found is None:
        raise _Expired
    size: int = rows.values_list(Length("content"), flat=True)[0]
    if is_new and not size:
        raise _AlreadyImported
    if found.person_id not in {None, owner.pk}:
        raise _Expired
    return found, size


class _Expired(Exception):
    """The file that is confirmed no longer waits, or was shown to somebody else."""


class _AlreadyImported(Exception):
    """A stranger's second confirmation, sent before the first was answered: makes no guest."""


def _circumstances() -> dict[str, Any]:
    return {"exercises": exercises_by_id(), "now": timezone.now(), "is_zone": is_zone}


def _compressed(file: "UploadedFile[Any]") -> bytes:
    packing = zlib.compressobj()
    parts = [packing.compress(part) for part in file.chunks()]
    return b"".join([*parts, packing.flush()])


def _unpacked(packed: bytes | memoryview) -> bytes:
    """As zlib does at once, which for a while holds the pieces beside the whole."""
    unpacking, content = zlib.decompressobj(), BytesIO()
    for start in range(0, len(packed), PIECE):
        content.write(unpacking.decompress(packed[start : start + PIECE]))
    return content.getvalue()
