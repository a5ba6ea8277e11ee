"""`manage.py upkeep`: remove what has been here for as long as it may.

The site does it when it starts, and every hour.
"""

import datetime as dt
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import InternalError, OperationalError, transaction

from kidneycare.backup.archive import remove_older
from kidneycare.db.secure_erase import rewrite


class Command(BaseCommand):
    help = "Remove old backups, files that wait for their import, and remains of what was erased."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--rewrite", action="store_true", help="rewrite a SQLite file whatever was erased"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            with transaction.atomic():
                call_command("expire_imports")
            rewrite(always=options["rewrite"])
            # Last: where the database is broken, an old copy of it may be the only one.
            oldest = dt.datetime.now(dt.UTC) - dt.timedelta(days=settings.COPIES_KEPT_DAYS)
            remove_older(settings.DATA / "backups", oldest)
        except (OperationalError, InternalError, OSError):
            # It can only be read just now: that must not keep anybody from reading.
            return
