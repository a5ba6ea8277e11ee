"""Logs that tell what went wrong and nothing about anybody's health.

An address here can hold an exercise and a day, so what is logged of a request
is its route (``day/<day>/…``), never the address itself. An exception's message
can hold them too (PostgreSQL quotes the row it refuses), so a traceback keeps
its places and the names of its exceptions only. Nothing says who asked.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
import traceback

from django.db import OperationalError
from django.http import HttpRequest

from kidneycare.web import request_id

TOLD_WHOLE = (OperationalError, OSError)
"""Their messages are about the machine: a full disk, a locked or unreachable database."""

ABOUT_REQUESTS = ("django.request", "django.security", "django.server", "kidneycare.request")
KNOWN_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}


class WithoutAddresses(logging.Filter):
    """Replaces the message of a record about a request by status and route."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record in place; every record is kept."""
        record.request_id = request_id.current.get()
        request = getattr(record, "request", None)
        if isinstance(request, HttpRequest) or record.name.startswith(ABOUT_REQUESTS):
            match = getattr(request, "resolver_match", None)
            route = match.route if match else "no route"
            method = getattr(request, "method", "")
            if method not in KNOWN_METHODS:
                method = ""  # It comes from whoever asks, so it could say anything.
            record.__dict__ |= {"route": route, "method": method}
            status = getattr(record, "status_code", "")
            error = record.exc_info[1] if record.exc_info else None
            reason = type(error).__name__ if error else ""
            parts = (method, status, route, reason)
            record.msg = " ".join(str(part) for part in parts if part)
            record.args = ()
            if error:
                record.exc_text = places(error)
        return True


class Line(logging.Formatter):
    """A line for a person at a terminal."""

    def __init__(self) -> None:
        """Date, level, where from, the request's number if there is one."""
        super().__init__("{asctime} {levelname} {name}: {message}{number}", style="{")

    def format(self, record: logging.LogRecord) -> str:
        """The line, and below it where a fault happened."""
        number = getattr(record, "request_id", "")
        record.number = f" [{number}]" if number else ""
        return super().format(record)


class Structured(logging.Formatter):
    """One JSON object a line, for a program that gathers logs.

    Keys: ``time`` (UTC, ISO 8601), ``level``, ``logger``, ``message``, and where they are known
    ``request`` (its number), ``method``, ``route``, ``status``, ``milliseconds``, ``fault``.
    """

    def format(self, record: logging.LogRecord) -> str:
        """The object in one line."""
        told = {
            "time": dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat(
                timespec="milliseconds"
            ),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "request": getattr(record, "request_id", ""),
            "method": getattr(record, "method", ""),
            "route": getattr(record, "route", ""),
            "status": getattr(record, "status_code", ""),
            "milliseconds": getattr(record, "milliseconds", ""),
            "fault": self.fault(record),
        }
        return json.dumps({k: v for k, v in told.items() if v != ""}, ensure_ascii=False)

    def fault(self, record: logging.LogRecord) -> str:
        """Where it went wrong; empty where nothing did."""
        if record.exc_text:
            return record.exc_text
        return places(record.exc_info[1]) if record.exc_info and record.exc_info[1] else ""


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
