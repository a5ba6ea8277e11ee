"""Copies of the SQLite database that can be taken while the site is in use."""

import contextlib
import os
import sqlite3
from datetime import UTC, datetime
from pathlib import Path


class BackupTrouble(Exception):
    """No copy could be made; the message says why, for the reader."""


def back_up(database: Path, folder: Path, *, label: str, now: datetime, keep: int = 5) -> Path:
    """Copy `database` into `folder` as `<label>-<UTC time>.sqlite3` and return that path.

    SQLite's own online copy is used, so that a write in progress lands in the copy whole or not
    at all. The copy is one file, readable by its owner alone. Of the copies with this label the
    newest `keep` stay. A damaged database is refused, because each copy of it would push out an
    older, sound one.

    Raises BackupTrouble; older copies are then all still there.
    """
    stamp = now.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    copy = folder / f"{label}-{stamp}.sqlite3"
    unfinished = folder / f".{copy.name}.{os.getpid()}.part"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Made first and empty, so that the record is at no moment readable by others.
        os.close(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        _copy_database(database, unfinished)
        unfinished.replace(copy)
    except (OSError, sqlite3.Error) as trouble:
        raise BackupTrouble(
            f"The database {database} could not be copied to {folder}: {trouble}."
        ) from trouble
    finally:
        unfinished.unlink(missing_ok=True)
    _forget_old(folder, label, keep)
    return copy


def _copy_database(database: Path, target: Path) -> None:
    """Copy every page, and leave the copy as one file that needs no companions."""
    # Opened by address so that a missing database is an error, not a new empty one. The mode is
    # "rw": reading a database in WAL mode may have to make its companion files.
    address = f"{database.resolve().as_uri()}?mode=rw"
    with (
        contextlib.closing(sqlite3.connect(address, uri=True)) as source,
        contextlib.closing(sqlite3.connect(target)) as sink,
    ):
        source.backup(sink)
        sink.execute("PRAGMA journal_mode=DELETE")
        verdict = sink.execute("PRAGMA quick_check(1)").fetchone()[0]
    if verdict != "ok":
        raise sqlite3.DatabaseError(f"it is damaged ({verdict})")


def _forget_old(folder: Path, label: str, keep: int) -> None:
    """Remove all but the newest `keep` copies; their names sort by time."""
    copies = sorted(folder.glob(f"{label}-*.sqlite3"), reverse=True)
    for old in copies[keep:]:
        # Somebody may have tidied up at the same moment.
        old.unlink(missing_ok=True)
