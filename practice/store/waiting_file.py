"""A file that was shown and waits for a yes, and what the browser is told of it meanwhile."""

import secrets
import zlib
from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

from django.conf import settings
from django.core import signing
from django.db.models.functions import Length
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from kidneycare.cookies import cookie_name
from people.access.codes import hash_of
from people.identity import HttpRequest
from people.models import Person
from practice.models import PendingImport

SALT = "practice.views.import_record"
EXPIRED = gettext_lazy("This file is no longer waiting. Choose it once more, please.")
PIECE = 16 * 1024
"""Bytes that are unpacked at a time, at most to a thousand times as many."""


class ExpiredError(Exception):
    """The file that is asked for no longer waits, or was shown to somebody else."""


class AlreadyImportedError(Exception):
    """A stranger's second confirmation, sent before the first was answered: makes no guest."""


def let_wait(person: Person | None, parts: Iterable[bytes]) -> str:
    """Keep a file, of whose person no other waits then; the token for its yes."""
    packing = zlib.compressobj()
    packed = b"".join([*(packing.compress(part) for part in parts), packing.flush()])
    if person is not None:
        PendingImport.objects.forget(person)
    PendingImport.objects.make_room_for(packed)
    token = secrets.token_urlsafe(32)
    PendingImport.objects.create(
        token_hash=hash_of(token), person=person, made_at=timezone.now(), content=packed
    )
    return token


def tell_browser(response: HttpResponse, cookie: str, values: Sequence[Any]) -> None:
    """Sign what is told of the file in a cookie: no address, which others may log, tells of it."""
    response.set_cookie(
        cookie_name(cookie),
        signing.dumps(values, salt=SALT),
        max_age=PendingImport.WAITS,
        httponly=True,
        samesite="Lax",
        secure=settings.SECURE_COOKIES,
    )


def told(request: HttpRequest, cookie: str) -> list[Any]:
    """What :func:`tell_browser` told; raises ExpiredError where it told nothing, or long ago."""
    sent = request.COOKIES.get(cookie_name(cookie), "")
    try:
        values: list[Any] = signing.loads(sent, salt=SALT, max_age=PendingImport.WAITS)
    except signing.BadSignature as error:
        raise ExpiredError from error
    return values


def waiting(key: bytes, person: Person | None) -> list[bytes]:
    """What waits for this person, or for anybody, in a list; empty where it was taken over before.

    Raises:
        ExpiredError: nothing waits here for them.
    """
    rows = PendingImport.objects.filter(pk=key)
    found = rows.values_list("person_id", Length("content")).first()
    if found is None:
        raise ExpiredError
    owner, size = found
    if not size:
        return []
    if owner not in {None, person and person.pk}:
        raise ExpiredError
    contents = list(rows.values_list("content", flat=True))
    if not contents:
        raise ExpiredError
    return [_unpacked(contents.pop())]


def locked(key: bytes, owner: Person, *, is_new: bool) -> tuple[PendingImport, int]:
    """Lock the row, without reading its content once more; with the size of that.

    Raises:
        ExpiredError: it no longer waits for ``owner``.
        AlreadyImportedError: ``owner`` was made for this, but it was taken over meanwhile.
    """
    rows = PendingImport.objects.filter(pk=key)
    found = rows.select_for_update().defer("content").first()
    if found is None:
        raise ExpiredError
    size: int = rows.values_list(Length("content"), flat=True)[0]
    if is_new and not size:
        raise AlreadyImportedError
    if found.person_id not in {None, owner.pk}:
        raise ExpiredError
    return found, size


def take_over(pending: PendingImport, owner: Person) -> None:
    """Note that the yes was heard: a second one finds no content."""
    pending.content, pending.person = b"", owner
    pending.save(update_fields=["content", "person"])


def _unpacked(packed: bytes | memoryview) -> bytes:
    """As zlib does at once, which for a while holds the pieces beside the whole."""
    unpacking, content = zlib.decompressobj(), BytesIO()
    for start in range(0, len(packed), PIECE):
        content.write(unpacking.decompress(packed[start : start + PIECE]))
    return content.getvalue()
