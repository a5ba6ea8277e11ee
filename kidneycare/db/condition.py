"""Whether the database can be relied on: whole, and of this release."""

import os
import sqlite3
import time
from pathlib import Path
from typing import NamedTuple

from django.db import DatabaseError, InternalError, OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from kidneycare.db.sqlite_file import damage

PASSING = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY)
"""What SQLite says where nothing that was kept is in danger."""


class _Looked(NamedTuple):
    next_look: float
    damage: str | None


_looked = _Looked(0.0, None)


def database_file() -> Path | None:
    """SQLite's file, where there is one."""
    if connection.vendor != "sqlite":
        return None
    file = Path(str(connection.settings_dict["NAME"]))
    return file if file.is_file() else None


def known_damage() -> str | None:
    """What was wrong with SQLite's file a moment ago: a look costs a twentieth of the time."""
    global _looked  # noqa: PLW0603 - one for the process
    file = database_file()
    if file is None:
        return None
    begun = time.monotonic()
    if begun >= _looked.next_look:
        found = damage(file)
        _looked = _Looked(time.monotonic() + max(1.0, 20 * (time.monotonic() - begun)), found)
    return _looked.damage


def is_read_only() -> bool:
    """Whether ticks would be refused: SQLite's file can't be written, a PostgreSQL stands by."""
    if (file := database_file()) is not None:
        return not os.access(file, os.W_OK)
    if connection.vendor != "postgresql":
        return False
    with connection.cursor() as cursor:
        cursor.execute("SHOW transaction_read_only")
        return bool(cursor.fetchone()[0] == "on")


def migrations(executor: MigrationExecutor) -> str:
    """``newer`` (of a later release), ``pending``, or nothing."""
    loader = executor.loader
    unknown = loader.applied_migrations.keys() - loader.disk_migrations.keys()
    if any(app in loader.migrated_apps for app, _name in unknown):
        return "newer"
    return "pending" if executor.migration_plan(loader.graph.leaf_nodes()) else ""


def is_passing(error: DatabaseError) -> bool:
    """Whether it will be over in a moment, with nothing lost: busy, full, read-only, restarting."""
    code = getattr(error.__cause__, "sqlite_errorcode", None)
    if code is None:
        # PostgreSQL calls a write to a read-only database an internal error.
        return isinstance(error, OperationalError | InternalError)
    # The byte above tells more of the same thing.
    return code & 0xFF in PASSING
