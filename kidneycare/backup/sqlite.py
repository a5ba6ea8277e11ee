"""Backing up a SQLite database and restoring it, by SQLite's online backup.

VACUUM INTO can't run in the read transaction in which rows are hashed, so writers would have to
wait until both are done.
"""

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from kidneycare.backup.archive import BackupError, Contents, checksum
from kidneycare.db.sqlite_file import connected, fault


class SqliteFile:
    kind = "SQLite"
    suffix = ".sqlite3"

    def __init__(self, file: Path) -> None:
        self.file = file

    def back_up_to(self, file: Path) -> Contents:
        """Copy every page as of one moment, with each transaction whole or not at all."""
        # Not "ro": reading a database in WAL mode may have to make its -wal and -shm files.
        with (
            explained(self.file),
            connected(self.file, "rw") as source,
            connected(file, "rw") as sink,
        ):
            # One read transaction around both, so that they are of the same moment.
            source.execute("BEGIN")
            held = contents(source)
            source.backup(sink)
            source.execute("ROLLBACK")
            # So that the backup is one file without -wal and -shm.
            sink.execute("PRAGMA journal_mode=DELETE")
            if (damage := fault(sink)) is not None:
                raise sqlite3.DatabaseError(f"it is damaged ({damage})")
            return held

    def contents_of_backup(self, file: Path) -> Contents:
        """Restore the backup into an empty place beside it, and read that."""
        place = file.with_name(f".{file.name}.restored.part")
        try:
            return SqliteFile(place).restore_from(file)
        finally:
            place.unlink(missing_ok=True)

    def restore_from(self, file: Path) -> Contents:
        if self.file.exists():
            with explained(self.file), connected(self.file, "rw") as present:
                if any(t.rows for n, t in contents(present).items() if n != "django_migrations"):
                    raise BackupError(
                        f"{self.file} holds a record: stop the site and move the file away first, "
                        "with its -wal and -shm."
                    )
        fresh = self.file.with_name(f".{self.file.name}.{os.getpid()}.part")
        try:
            with explained(file), connected(file, "ro") as backup:
                os.close(os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
                with connected(fresh, "rw") as target:
                    backup.backup(target)
            # SQLite would apply the old log to the new file.
            for suffix in ("-wal", "-shm"):
                self.file.with_name(self.file.name + suffix).unlink(missing_ok=True)
            fresh.replace(self.file)
        finally:
            fresh.unlink(missing_ok=True)
        with explained(self.file), connected(self.file, "ro") as restored:
            return contents(restored)


@contextlib.contextmanager
def explained(file: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        raise BackupError(f"The database {file} could not be backed up: {error}.") from error


def contents(line: sqlite3.Connection) -> Contents:
    rows = line.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    )
    return {
        name: checksum(line.execute(f'SELECT * FROM "{name}"'))  # noqa: S608 - its own tables
        for name in [name.decode() for (name,) in rows]
    }
