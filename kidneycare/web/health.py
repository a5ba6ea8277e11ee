"""For a supervisor or a load balancer: is it up, can it work."""

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from kidneycare.server import stopping

PLAIN = "text/plain; charset=utf-8"


@never_cache
@require_safe
def livez(request: HttpRequest) -> HttpResponse:
    """200 while the process answers, 503 once it is on its way out.

    What it has begun it still finishes; a proxy sends what is new to another. Whether the database
    answers is not asked: while it restarts all processes are in the same plight, and a request
    that waits a moment in one of them is better off than one that is refused at the door.
    """
    if stopping.asked.is_set():
        return HttpResponse("stopping\n", status=503, content_type=PLAIN)
    return HttpResponse("ok\n", content_type=PLAIN)


@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """200 when the database is reachable and migrated, else 503 with the reason."""
    try:
        executor = MigrationExecutor(connection)
        pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return HttpResponse("database unreachable\n", status=503, content_type=PLAIN)
    if pending:
        return HttpResponse("migrations pending\n", status=503, content_type=PLAIN)
    return HttpResponse("ok\n", content_type=PLAIN)
