"""`manage.py backup`: copy the record, once or at regular times."""

from __future__ import annotations

import datetime as dt
import signal
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from kidneycare.backup.command import BackupTrouble, Database, back_up, newest
from kidneycare.backup.postgresql import PostgresDatabase
from kidneycare.backup.sqlite import SqliteFile
from kidneycare.server.environment import MOST_DAYS

if TYPE_CHECKING:
    from django.core.management.base import CommandParser

AGAIN_AFTER = 600
"""Seconds until a copy that failed is tried again."""


def configured_database() -> Database:
    """The database that the settings name."""
    if connection.vendor == "postgresql":
        return PostgresDatabase(connection.settings_dict)
    return SqliteFile(Path(str(connection.settings_dict["NAME"])))


class Command(BaseCommand):
    """Copies into the data folder's `backups`, checked by reading them back."""

    help = "Copy the record into a file, and read the copy back."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument("--folder", type=Path, help="where copies go (default: backups)")
        parser.add_argument("--label", default="by-hand", help="how their names begin")
        parser.add_argument(
            "--keep", type=int, help="how many with this label stay (default: one for each day)"
        )
        parser.add_argument(
            "--days",
            type=int,
            default=settings.COPIES_KEPT_DAYS,
            help="no copy of any label stays longer (default: COPIES_KEPT_DAYS, %(default)s)",
        )
        parser.add_argument("--every", type=float, metavar="HOURS", help="go on, one each so often")
        parser.add_argument(
            "--younger-than",
            type=float,
            metavar="HOURS",
            help="make none; the exit code tells whether the newest is younger than that",
        )
        parser.add_argument(
            "--unchecked",
            action="store_true",
            help="don't read the copy back (the database user may not make databases)",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Make one copy, or go on making them until told to stop."""
        options["folder"] = options["folder"] or settings.DATA / "backups"
        if options["keep"] is None:
            options["keep"] = options["days"]
        if options["keep"] < 1 or options["days"] < 1:
            raise CommandError("At least one copy must stay.")
        if options["days"] > MOST_DAYS:
            raise CommandError(f"--days can be {MOST_DAYS:,} at most.")
        if options["younger_than"] is not None:
            self.tell_age(options)
        elif options["every"] is not None:
            self.go_on(options)
        else:
            try:
                self.copy(options)
            except BackupTrouble as trouble:
                raise CommandError(str(trouble)) from trouble

    def copy(self, options: dict[str, Any]) -> None:
        """One copy, and say where it is.

        What would be too old before the next one is made goes already now.
        """
        now = dt.datetime.now(dt.UTC)
        next_one = now + dt.timedelta(hours=options["every"] or 0)
        copy = back_up(
            configured_database(),
            options["folder"],
            label=options["label"],
            now=now,
            keep=options["keep"],
            older=next_one - dt.timedelta(days=options["days"]),
            check=not options["unchecked"],
        )
        self.stdout.write(f"{copy} {copy.stat().st_size} bytes")
        self.stdout.flush()

    def go_on(self, options: dict[str, Any]) -> None:
        """A copy now and each `every` hours; one that fails is told and soon tried again."""
        stopped = threading.Event()
        for sign in (signal.SIGTERM, signal.SIGINT):
            signal.signal(sign, lambda *_args: stopped.set())
        wait = 0.0
        while not stopped.wait(wait):
            try:
                self.copy(options)
                wait = options["every"] * 3600
            except BackupTrouble as trouble:
                self.stderr.write(str(trouble))
                wait = AGAIN_AFTER

    def tell_age(self, options: dict[str, Any]) -> None:
        """Exit with 1 unless the newest copy is young enough."""
        latest = newest(options["folder"], options["label"])
        if latest is None:
            self.stdout.write("There is no copy.")
            sys.exit(1)
        age = (dt.datetime.now(dt.UTC) - latest).total_seconds() / 3600
        self.stdout.write(f"The newest copy is {age:.1f} hours old.")
        if age > options["younger_than"]:
            sys.exit(1)
