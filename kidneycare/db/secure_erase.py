"""What is erased must be gone from the files too, not only from the tables.

SQLite overwrites what it removes (``secure_delete``), but at first only in the write-ahead log
beside the database: the pages as they were before stay in the file, and in the log, until a
checkpoint. PostgreSQL does that by itself, later (docs/people.md).
"""

import threading
from collections.abc import Callable

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponseBase

_requested = threading.Event()


def request_checkpoint() -> None:
    """Something was erased. Call it once that is committed."""
    _requested.set()


def checkpoint() -> bool:
    """Bring the write-ahead log into the file and empty it; whether that could be done just now.

    It can't while somebody writes, or reads what was there before. Nobody is kept
    waiting for it, neither they nor who asked. True where there is no such log.
    """
    if connection.vendor != "sqlite":
        return True
    try:
        with connection.cursor() as cursor:
            usual = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
            cursor.execute("PRAGMA busy_timeout = 0")
            try:
                return not cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
            finally:
                cursor.execute(f"PRAGMA busy_timeout = {int(usual)}")
    except DatabaseError:
        # Nor while the disk is full, damaged or can only be read. Erased it is all the same.
        return False


class CheckpointMiddleware:
    """Makes a requested checkpoint before the answer goes out, or else with a later answer.

    Where a process ends before it could be done, the next start of the site does it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if _requested.is_set():
            _requested.clear()
            if not checkpoint():
                _requested.set()
        return response
