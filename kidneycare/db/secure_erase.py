"""Secure erase: what is erased must be gone from the files too, not only from the tables.

SQLite overwrites what it removes (``secure_delete``), but at first only in the write-ahead log:
the old pages stay in the file and the log until a checkpoint. Where SQLite has moved a row before,
a copy may be left in an unused place of a page (of one row in thousands), until the file is
rewritten. PostgreSQL does that by itself, later (docs/people.md).
"""

import threading
from collections.abc import Callable
from contextlib import suppress

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponseBase

_requested = threading.Event()
_changed = threading.Event()
MOST_REWRITTEN = 64 * 1024 * 1024
"""Bytes of a file that is rewritten at once: a good second, in which nobody else can write."""


def request_checkpoint() -> None:
    """Call it once an erasure is committed."""
    _requested.set()
    _changed.set()


def rewrite(*, always: bool = False) -> None:
    """Rewrite SQLite's file where something was erased since the last time, unless it is large."""
    if connection.vendor != "sqlite" or not (always or _changed.is_set()):
        return
    _changed.clear()
    with suppress(DatabaseError), connection.cursor() as cursor:
        pages = cursor.execute("PRAGMA page_count").fetchone()[0]
        if pages * cursor.execute("PRAGMA page_size").fetchone()[0] <= MOST_REWRITTEN:
            cursor.execute("VACUUM")
    if not checkpoint():
        _requested.set()


def checkpoint() -> bool:
    """Move SQLite's write-ahead log into the file and empty it; False where it is in use.

    It never waits, and nobody has to wait for it.
    """
    if connection.vendor != "sqlite":
        return True
    try:
        with connection.cursor() as cursor:
            timeout = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
            cursor.execute("PRAGMA busy_timeout = 0")
            try:
                return not cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
            finally:
                cursor.execute(f"PRAGMA busy_timeout = {int(timeout)}")
    except DatabaseError:
        # The disk is full, damaged or read-only.
        return False


class CheckpointMiddleware:
    """Makes a requested checkpoint with this response, a later one, or at the next start."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if _requested.is_set():
            _requested.clear()
            if not checkpoint():
                _requested.set()
        return response
