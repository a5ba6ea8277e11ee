"""Whether the site may start on the database that is there, and what to do where it may not."""

import sqlite3
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.core.management.base import CommandError

from kidneycare.backup.archive import backups
from kidneycare.db.sqlite_file import damage


def require_whole(file: Path) -> None:
    """Check a SQLite file before anything writes to it.

    Raises:
        CommandError: it is damaged or empty; tells how a copy is brought back.
    """
    found = None
    # Locked, or on a disk that can only be read: that is told where it is used.
    with suppress(sqlite3.OperationalError):
        found = damage(file)
    if found is None:
        return
    told = f"The database {file} is damaged ({found}). The site was not started. {way_back(file)}"
    if file.stat().st_size == 0:
        told += "\nIf nothing was ever ticked here, remove the empty file and start again."
    raise CommandError(told)


def newer(name: str, file: Path | None) -> CommandError:
    back = f"\nOr else: {way_back(file)}" if file else ""
    return CommandError(
        f"The database {name} was written by a newer Kidneycare than this one. The site was not "
        f"started. Update the program (git pull), then start again.{back}"
    )


def way_back(file: Path) -> str:
    """How the newest copy takes the place of a file."""
    folder = settings.DATA / "backups"
    copies = [each for each in backups(folder) if each.path.suffix == ".sqlite3"]
    if not copies:
        return f"There is no copy of it in {folder}."
    newest = max(copies, key=lambda each: each.made)
    return (
        f"To bring back its copy of {newest.made:%Y-%m-%d %H:%M} UTC: move the file away, with "
        f"its -wal and -shm, and run\n"
        f"  .venv/bin/python manage.py restore {newest.path}\n"
        f"then start again. Keep what you moved away: docs/operation.md tells why."
    )
