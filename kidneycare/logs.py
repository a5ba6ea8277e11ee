"""Logs that tell what went wrong and nothing about anybody's health.

An address here can hold an exercise and a day, so what is logged of a request
is its route (``day/<day>/…``), never the address itself.
"""

from __future__ import annotations

import logging

from django.http import HttpRequest


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
            reason = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else ""
            record.msg = " ".join(str(part) for part in (status, route, reason) if part)
            record.args = ()
        return True
