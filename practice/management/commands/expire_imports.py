"""`manage.py expire_imports`: remove files that were shown for import and never confirmed."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from practice.models import PendingImport


class Command(BaseCommand):
    """Remove what has waited longer than an hour.

    The import page does so by itself whenever it is opened; a server that is
    started again does it here.
    """

    help = "Remove files that have waited too long for a yes to their import."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Remove them, without a word."""
        PendingImport.objects.expire(timezone.now())
