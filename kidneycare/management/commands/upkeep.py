"""`manage.py upkeep`: back up daily, and remove what has been here for as long as it may.

The site does it when it starts, and every hour.
"""

import datetime as dt
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import InternalError, OperationalError, transaction

from kidneycare.backup.archive import BackupError, back_up, newest, remove_older
from kidneycare.backup.overdue import DAILY
from kidneycare.backup.sqlite import SqliteFile
from kidneycare.db.condition import database_file
from kidneycare.db.secure_erase import rewrite

A_DAY = dt.timedelta(days=1)


class Command(BaseCommand):
    help = (
        "Back up a SQLite file daily; remove old backups, old files to import and what was erased."
    )
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
            self.back_up_daily()
            # Last: where the database is broken, an old copy of it may be the only one.
            oldest = dt.datetime.now(dt.UTC) - dt.timedelta(days=settings.COPIES_KEPT_DAYS)
            remove_older(settings.DATA / "backups", oldest)
        except (OperationalError, InternalError, OSError):
            # It can only be read just now: that must not keep anybody from reading.
            return
        except BackupError as error:
            # Older backups stay until there is a new one.
            self.stderr.write(str(error))

    def back_up_daily(self) -> None:
        """Back up a SQLite file, and read the backup back, a day after the last one.

        PostgreSQL has a service of its own for it.
        """
        file, folder, now = database_file(), settings.DATA / "backups", dt.datetime.now(dt.UTC)
        if file is None:
            return
        try:
            with only_one(file.parent):
                made = newest(folder, DAILY)
                if made is None or now - made >= A_DAY:
                    keep = settings.COPIES_KEPT_DAYS
                    back_up(SqliteFile(file), folder, label=DAILY, now=now, keep=keep)
        except BlockingIOError:
            return


@contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Keep other processes out by a lock on a folder.

    Raises:
        BlockingIOError: one of them is in.
    """
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(handle)
