"""Health checks for a supervisor or a load balancer."""

import sqlite3

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from kidneycare.db.condition import is_read_only, known_damage, migrations
from kidneycare.server import stopping

STATES = {"": "ok", "pending": "migrations pending", "newer": "database of a newer release"}


@never_cache
@require_safe
def livez(request: HttpRequest) -> HttpResponse:
    """200 while the process runs, 503 once it is about to stop.

    The database doesn't matter: while it restarts, a request had better wait than be refused.
    """
    return _plain("stopping" if stopping.asked.is_set() else "ok")


@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """200 when the database is whole, of this release and can be written, else 503 and why."""
    try:
        if known_damage():
            return _plain("database damaged")
        if is_read_only():
            return _plain("database read-only")
        state = migrations(MigrationExecutor(connection))
    except (DatabaseError, OSError, sqlite3.Error):
        return _plain("database unreachable")
    return _plain(STATES[state])


def _plain(state: str) -> HttpResponse:
    status = 200 if state == "ok" else 503
    return HttpResponse(f"{state}\n", status=status, content_type="text/plain; charset=utf-8")
