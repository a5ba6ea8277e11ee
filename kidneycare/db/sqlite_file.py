"""A SQLite file by itself: opened without Django, and looked through for damage."""

import contextlib
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path


@contextlib.contextmanager
def connected(file: Path, mode: str) -> Iterator[sqlite3.Connection]:
    """A connection in autocommit mode; a missing database is an error, not a new, empty one."""
    address = f"{file.resolve().as_uri()}?mode={mode}"
    with contextlib.closing(sqlite3.connect(address, uri=True, isolation_level=None)) as line:
        # Bytes as they are: a text that isn't UTF-8 must not stop a backup.
        line.text_factory = bytes
        yield line


def fault(line: sqlite3.Connection, check: str = "integrity_check") -> str | None:
    """The first thing that is wrong with a database.

    SQLite before 3.42 takes the columns of a table without row ids in the wrong order and reports
    NULL where there is none, once a row; such a report is believed only if a NULL is found.
    """
    messages = {text.decode() for (text,) in line.execute(f"PRAGMA {check}(1000000000)")}
    for message in sorted(messages - {"ok"}):
        null = re.fullmatch(r"NULL value in (\w+)\.(\w+)", message)
        if null is None or _has_null(line, null[1], null[2]):
            return str(message)
    return None


def _has_null(line: sqlite3.Connection, table: str, column: str) -> bool:
    # With IS NULL, SQLite would answer from the declaration, without looking.
    query = f'SELECT 1 FROM "{table}" WHERE typeof("{column}") = \'null\''  # noqa: S608
    return line.execute(query).fetchone() is not None


def damage(file: Path) -> str | None:
    """What is wrong with the file on disk; indexes are not compared with their tables.

    Raises:
        OSError, sqlite3.OperationalError: it can't be read just now.
    """
    if file.stat().st_size == 0:
        return "the file is empty"
    try:
        # A connection of its own: one that has been used answers from what it has read before.
        # Not "ro": reading a database in WAL mode may have to make its -wal and -shm files.
        with connected(file, "rw") as line:
            return fault(line, "quick_check")
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError as error:
        return str(error)
