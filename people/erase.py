"""A record that is erased, and what meets it while it goes."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from kidneycare.db.secure_erase import owe
from kidneycare.web.http import Refusal
from people.models import Person


def erased() -> Refusal:
    """What is said to a change that came after the record was gone."""
    return Refusal(_("This record was erased a moment ago, so nothing was saved."), status=409)


def hold(person: Person) -> Person:
    """Keep everybody else from changing ``person`` until the transaction ends.

    Raises:
        Refusal: the person is no longer there.
    """
    held = Person.objects.select_for_update().filter(pk=person.pk).first()
    if held is None:
        raise erased()
    return held


def erase(person: Person) -> None:
    """Remove a record with all that hangs on it, for good; once gone it is gone."""
    with transaction.atomic():
        # Whatever is just being written for this person waits, and then finds nobody.
        Person.objects.select_for_update().filter(pk=person.pk).first()
        person.delete()
        transaction.on_commit(owe)
