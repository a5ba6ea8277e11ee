"""Copying a SQLite database and bringing the copy back, by SQLite's own online copy."""

from __future__ import annotations

import contextlib
import os
import re
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

from kidneycare.backup.command import BackupTrouble, Contents, summed

if TYPE_CHECKING:
    from collections.abc import Iterator


class SqliteFile:
    """A SQLite database, which may be in use."""

    kind = "SQLite"
    suffix = ".sqlite3"

    def __init__(self, file: Path) -> None:
        """`file` need not be there yet when something is brought back into it."""
        self.file = file

    def copy_to(self, file: Path) -> Contents:
        """Copy every page as of one moment; a write in progress is in it whole or not at all.

        Raises BackupTrouble when the database is missing or damaged.
        """
        # The mode is "rw": reading a database in WAL mode may have to make its companion files.
        with told(self.file), opened(self.file, "rw") as source, opened(file, "rw") as sink:
            # One reading transaction around both, so that they are of the same moment.
            source.execute("BEGIN")
            held = contents(source)
            source.backup(sink)
            source.execute("ROLLBACK")
            # The copy is to be one file that needs no companions.
            sink.execute("PRAGMA journal_mode=DELETE")
            if (damage := fault(sink)) is not None:
                raise sqlite3.DatabaseError(f"it is damaged ({damage})")
            return held

    def contents_of_copy(self, file: Path) -> Contents:
        """Read a copy; the file stays as it is."""
        with told(file), opened(file, "ro") as copy:
            return contents(copy)

    def fill_from(self, file: Path) -> Contents:
        """Put a copy in the place of this database.

        Raises BackupTrouble unless there is no database or one without a single person or tick.
        """
        if self.file.exists():
            with told(self.file), opened(self.file, "rw") as present:
                if any(t.rows for n, t in contents(present).items() if n != "django_migrations"):
                    raise BackupTrouble(
                        f"{self.file} holds a record: stop the site and move the file away first, "
                        "with its -wal and -shm."
                    )
        fresh = self.file.with_name(f".{self.file.name}.{os.getpid()}.part")
        try:
            with told(file), opened(file, "ro") as copy:
                os.close(os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
                with opened(fresh, "rw") as target:
                    copy.backup(target)
            # What belonged to the empty one would be taken for part of the new one.
            for companion in ("-wal", "-shm"):
                self.file.with_name(self.file.name + companion).unlink(missing_ok=True)
            fresh.replace(self.file)
        finally:
            fresh.unlink(missing_ok=True)
        return self.contents_of_copy(self.file)


@contextlib.contextmanager
def opened(file: Path, mode: str) -> Iterator[sqlite3.Connection]:
    """A connection that begins transactions only when told to.

    Opened by address, so that a missing database is an error and not a new, empty one.
    """
    address = f"{file.resolve().as_uri()}?mode={mode}"
    with contextlib.closing(sqlite3.connect(address, uri=True, isolation_level=None)) as line:
        # Bytes as they are: a text that isn't UTF-8 must not stop a copy.
        line.text_factory = bytes
        yield line


@contextlib.contextmanager
def told(file: Path) -> Iterator[None]:
    """Give what SQLite says its sentence."""
    try:
        yield
    except (OSError, sqlite3.Error) as trouble:
        raise BackupTrouble(f"The database {file} could not be copied: {trouble}.") from trouble


def fault(line: sqlite3.Connection) -> str | None:
    """The first thing that is wrong with a database; ``None`` when nothing is.

    SQLite before 3.42 takes the columns of a table without row ids in the wrong order and reports
    NULL where there is none, once a row; such a report is believed only if a NULL is found.
    """
    unfounded: set[str] = set()
    for (words,) in line.execute("PRAGMA integrity_check(1000000000)"):
        told = words.decode()
        if told in unfounded:
            continue
        null = re.fullmatch(r"NULL value in (\w+)\.(\w+)", told)
        if null:
            # Asked for IS NULL, SQLite would answer from the declaration, without looking.
            question = f'SELECT 1 FROM "{null[1]}" WHERE typeof("{null[2]}") = \'null\''  # noqa: S608
            if line.execute(question).fetchone() is None:
                unfounded.add(told)
                continue
        if told != "ok":
            return str(told)
    return None


def contents(line: sqlite3.Connection) -> Contents:
    """What is in every table."""
    names = [
        name.decode()
        for (name,) in line.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        )
    ]
    return {
        name: summed(line.execute(f'SELECT * FROM "{name}"'))  # noqa: S608 - its own tables
        for name in names
    }
