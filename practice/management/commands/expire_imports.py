"""`manage.py expire_imports`: remove files that were shown for import and never confirmed.

Sending another file does so too, and so does `manage.py upkeep`.
"""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from practice.models import PendingImport


class Command(BaseCommand):
    help = "Remove files that have waited longer than an hour for a yes to their import."

    def handle(self, *_args: Any, **_options: Any) -> None:
        PendingImport.objects.expire(timezone.now())
