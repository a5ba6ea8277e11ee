"""`manage.py restore FILE`: restore a backup of the record into an empty place."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from kidneycare.backup.archive import restore
from kidneycare.management.commands.backup import configured_database


class Command(BaseCommand):
    """Never over something that is there: that is to be moved away by hand first."""

    help = "Restore a backup of the record, and compare it with what its manifest says."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("backup", type=Path, help="the file that `manage.py backup` wrote")

    def handle(self, *_args: Any, **options: Any) -> None:
        tables = restore(configured_database(), options["backup"])
        rows = sum(table.rows for table in tables.values())
        self.stdout.write(
            f"{len(tables)} tables with {rows} rows are back, each as it was backed up."
        )
