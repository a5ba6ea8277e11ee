"""Logs that tell what went wrong and nothing about anybody's health.

An address here can hold an exercise and a day, so what is logged of a request
is its route (``day/<day>/…``), never the address itself. An exception's message
can hold them too (PostgreSQL quotes the row it refuses), so a traceback keeps
its places and the names of its exceptions only.
"""

from __future__ import annotations

import logging
import traceback

from django.db import OperationalError
from django.http import HttpRequest

TOLD_WHOLE = (OperationalError, OSError)
"""Their messages are about the machine: a full disk, a locked or unreachable database."""


class WithoutAddresses(logging.Filter):
    """Replaces the message of a record about a request by status and route."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record in place; every record is kept."""
        request = getattr(record, "request", None)
        if isinstance(request, HttpRequest) or record.name.startswith(
            ("django.request", "django.security", "django.server")
        ):
            match = getattr(request, "resolver_match", None)
            route = match.route if match else "no route"
            status = getattr(record, "status_code", "")
            error = record.exc_info[1] if record.exc_info else None
            reason = type(error).__name__ if error else ""
            record.msg = " ".join(str(part) for part in (status, route, reason) if part)
            record.args = ()
            if error:
                record.exc_text = places(error)
        return True


def places(error: BaseException) -> str:
    """A traceback, causes first, without what the exceptions say."""
    chain: list[BaseException] = []
    cause: BaseException | None = error
    while cause is not None and cause not in chain:
        chain.append(cause)
        hidden = None if cause.__suppress_context__ else cause.__context__
        cause = cause.__cause__ or hidden
    return "\n".join(
        "".join(traceback.format_tb(each.__traceback__))
        + type(each).__qualname__
        + (f": {each}" if isinstance(each, TOLD_WHOLE) else "")
        for each in reversed(chain)
    )
