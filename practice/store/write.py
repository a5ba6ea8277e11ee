"""Writing for a person whose record may be erased, or changed elsewhere, meanwhile."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from people.erase import erased
from people.identity import person_of, person_or_guest, unmake
from people.models import Person

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpRequest


@contextmanager
def telling_of_erasure(person: Person) -> Iterator[None]:
    """One statement about ``person``, without a lock.

    Raises:
        Refusal: the person is no longer there.
    """
    try:
        yield
    except IntegrityError as error:
        if Person.objects.filter(pk=person.pk).exists():
            raise
        raise erased() from error


@contextmanager
def changing(request: HttpRequest) -> Iterator[Person]:
    """A change that reads before it writes.

    Gives the person of this request, made now when there is none, whom no
    other request changes until the block is left.

    Raises:
        Refusal: the person is no longer there.
    """
    is_known = person_of(request) is not None
    try:
        with transaction.atomic():
            person = person_or_guest(request)
            yield Person.objects.select_for_update().get(pk=person.pk)
    except Exception as error:
        if not is_known:
            # With the rest the guest was rolled back: no cookie may lead to them.
            unmake(request)
        if isinstance(error, Person.DoesNotExist):
            raise erased() from error
        raise
