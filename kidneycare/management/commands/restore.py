"""`manage.py restore COPY`: bring a copy of the record back into an empty place."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError

from kidneycare.backup.command import BackupTrouble, restore
from kidneycare.management.commands.backup import configured_database

if TYPE_CHECKING:
    from django.core.management.base import CommandParser


class Command(BaseCommand):
    """Never over something that is there: that is to be moved away by hand first."""

    help = "Bring a copy of the record back, and compare it with what the copy's sheet says."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the one argument."""
        parser.add_argument("copy", type=Path, help="the file that `manage.py backup` wrote")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Restore and say what is there now."""
        try:
            held = restore(configured_database(), options["copy"])
        except BackupTrouble as trouble:
            raise CommandError(str(trouble)) from trouble
        rows = sum(table.rows for table in held.values())
        self.stdout.write(f"{len(held)} tables with {rows} rows are back, each as it was copied.")
