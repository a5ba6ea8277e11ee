"""`manage.py remove_unused_guests`: remove records that nobody can open any more."""

import datetime as dt
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction
from django.db.models import Exists, Manager, OuterRef, QuerySet
from django.utils import timezone

from kidneycare.db.secure_erase import checkpoint
from people.models import Device, Passkey, Person, RecoveryCode

UNUSED = dt.timedelta(days=400)
"""Longer than a cookie lasts: whoever comes back later has no way in anyway.

Among them is the second record that two quick first ticks without a script leave (rules.md 18).
"""


class Command(BaseCommand):
    help = (
        "Remove guests who were not here for 400 days: their cookies have expired. "
        "Whoever has a passkey or a sheet of codes stays."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only say how many there are")

    def handle(self, *_args: Any, **options: Any) -> None:
        before = timezone.now() - UNUSED
        found = list(unused_guests(before).values_list("pk", flat=True))
        if not options["dry_run"]:
            found = [pk for pk in found if remove(pk, before)]
            checkpoint()
        outcome = "would be removed" if options["dry_run"] else "removed"
        self.stdout.write(f"{len(found)} unused guests {outcome}.")


def unused_guests(before: dt.datetime) -> QuerySet[Person]:
    """Everybody with no way back, and no visit since ``before``."""

    def has(rows: Manager[Any], **which: Any) -> Exists:
        return Exists(rows.filter(person=OuterRef("pk"), **which))

    return Person.objects.filter(
        ~has(Passkey.objects),
        ~has(RecoveryCode.objects),
        ~has(Device.objects, used_on__gte=before.date()),
        consented_at__lt=before,
    )


def remove(pk: int, before: dt.datetime) -> bool:
    """Remove one, unless they have come back this very moment."""
    with transaction.atomic():
        # A tick that is on its way waits for this, and then finds nobody.
        Person.objects.select_for_update().filter(pk=pk).first()
        return bool(unused_guests(before).filter(pk=pk).delete()[0])
