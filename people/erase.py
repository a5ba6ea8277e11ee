"""A record that is erased, and what meets it while it goes."""

from django.db import transaction
from django.utils.translation import gettext as _

from kidneycare.db.secure_erase import request_checkpoint
from kidneycare.web.http import RequestError
from kidneycare.web.refusals import Cause
from people.models import Person


def erased() -> RequestError:
    """The answer to a change that came after the record was gone."""
    message = _("This record was erased a moment ago, so nothing was saved.")
    return RequestError(message, status=409, cause=Cause.RECORD_GONE)


def lock_person(person: Person) -> Person:
    """Keep everybody else from changing ``person`` until the transaction ends.

    Raises:
        RequestError: the person is no longer there.
    """
    locked = Person.objects.select_for_update().filter(pk=person.pk).first()
    if locked is None:
        raise erased()
    return locked


def erase(person: Person) -> None:
    """Remove a record with all that hangs on it, also from the database's free pages."""
    with transaction.atomic():
        # Whatever is just being written for this person waits, and then finds nobody.
        Person.objects.select_for_update().filter(pk=person.pk).first()
        person.delete()
        transaction.on_commit(request_checkpoint)
