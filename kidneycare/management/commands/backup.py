"""`manage.py backup`: back up the database, once or at regular times."""

import datetime as dt
import signal
import sys
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from kidneycare.backup.archive import BackupError, Database, back_up, newest
from kidneycare.backup.postgresql import PostgresDatabase
from kidneycare.backup.sqlite import SqliteFile
from kidneycare.server.environment import MOST_DAYS

RETRY_SECONDS = 600


def configured_database() -> Database:
    if connection.vendor == "postgresql":
        return PostgresDatabase(connection.settings_dict)
    return SqliteFile(Path(str(connection.settings_dict["NAME"])))


def asked_to_stop(signals: SimpleQueue[int], seconds: float) -> bool:
    """Wait for a signal for so long; say whether one came."""
    try:
        signals.get(timeout=seconds)
    except Empty:
        return False
    return True


class Command(BaseCommand):
    """Backups into the data folder's `backups`, checked by reading them back."""

    help = "Back up the record into a file, and read it back."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--folder", type=Path, help="where backups go (default: backups)")
        parser.add_argument("--label", default="by-hand", help="how their names begin")
        parser.add_argument(
            "--keep", type=int, help="how many with this label stay (default: one for each day)"
        )
        parser.add_argument(
            "--days",
            type=int,
            default=settings.COPIES_KEPT_DAYS,
            help="no backup of any label stays longer (default: COPIES_KEPT_DAYS, %(default)s)",
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
            help="don't read the backup back (the database user may not make databases)",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        options["folder"] = options["folder"] or settings.DATA / "backups"
        if options["keep"] is None:
            options["keep"] = options["days"]
        if options["keep"] < 1 or options["days"] < 1:
            raise CommandError("At least one backup must stay.")
        if options["days"] > MOST_DAYS:
            raise CommandError(f"--days can be {MOST_DAYS:,} at most.")
        if options["younger_than"] is not None:
            self.report_age(options)
        elif options["every"] is not None:
            self.repeat(options)
        else:
            self.back_up(options)

    def back_up(self, options: dict[str, Any]) -> None:
        now = dt.datetime.now(dt.UTC)
        next_backup = now + dt.timedelta(hours=options["every"] or 0)
        backup = back_up(
            configured_database(),
            options["folder"],
            label=options["label"],
            now=now,
            keep=options["keep"],
            # What would be too old before the next one is made goes already now.
            older=next_backup - dt.timedelta(days=options["days"]),
            check=not options["unchecked"],
        )
        self.stdout.write(f"{backup} {backup.stat().st_size} bytes")
        self.stdout.flush()

    def repeat(self, options: dict[str, Any]) -> None:
        # A handler may put into this queue whatever it interrupts; setting an Event that is just
        # being waited for would wait for itself.
        signals: SimpleQueue[int] = SimpleQueue()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda number, _frame: signals.put(number))
        wait = 0.0
        while not asked_to_stop(signals, wait):
            try:
                self.back_up(options)
                wait = options["every"] * 3600
            except BackupError as error:
                self.stderr.write(str(error))
                wait = RETRY_SECONDS

    def report_age(self, options: dict[str, Any]) -> None:
        latest = newest(options["folder"], options["label"])
        if latest is None:
            raise CommandError("There is no backup.")
        age = (dt.datetime.now(dt.UTC) - latest).total_seconds() / 3600
        self.stdout.write(f"The newest backup is {age:.1f} hours old.")
        if age > options["younger_than"]:
            sys.exit(1)
