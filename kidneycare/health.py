"""For a supervisor or a load balancer: is it up, can it work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from kidneycare import stopping

if TYPE_CHECKING:
    from django.http import HttpRequest

PLAIN = "text/plain; charset=utf-8"


@never_cache
@require_safe
def livez(request: HttpRequest) -> HttpResponse:
    """200 while the process answers."""
    return HttpResponse("ok\n", content_type=PLAIN)


@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """200 when the database is reachable and migrated, else 503 with the reason.

    503 too while this process is on its way out: what it has begun it finishes, and a proxy sends
    what is new to another.
    """
    if stopping.asked.is_set():
        return HttpResponse("stopping\n", status=503, content_type=PLAIN)
    try:
        executor = MigrationExecutor(connection)
        pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return HttpResponse("database unreachable\n", status=503, content_type=PLAIN)
    if pending:
        return HttpResponse("migrations pending\n", status=503, content_type=PLAIN)
    return HttpResponse("ok\n", content_type=PLAIN)
