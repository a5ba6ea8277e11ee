"""Writing for a person whose record may be erased, or changed elsewhere, meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, transaction

from people.erase import erased
from people.identity import HttpRequest, new_guest
from people.models import Person


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
    person, guest = request.identity.person, None
    try:
        with transaction.atomic():
            if person is None:
                guest = new_guest(request)
                person = guest.person
            yield Person.objects.select_for_update().get(pk=person.pk)
    except Person.DoesNotExist as error:
        raise erased() from error
    if guest is not None:
        # Only now: no cookie may lead to somebody who was rolled back.
        request.identity.sign_in_guest(guest)
