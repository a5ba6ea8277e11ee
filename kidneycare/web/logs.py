"""Logs without personal data.

An address can hold an exercise and a day, so only the route of a request (``day/<day>/…``) is
logged. An exception's message can hold them too (PostgreSQL quotes the row it refuses), so
tracebacks are logged without messages.
"""

import logging
import traceback
from typing import Any

from django.db import OperationalError
from django.http import HttpRequest
from pythonjsonlogger.core import RESERVED_ATTRS
from pythonjsonlogger.json import JsonFormatter

from kidneycare.web.refusals import LOGGED_CAUSE
from kidneycare.web.request_id import current

MACHINE_ERRORS = (OperationalError, OSError)
"""Their messages are about the machine: a full disk, a locked or unreachable database."""

ABOUT_REQUESTS = ("django.request", "django.security", "django.server", "kidneycare.request")
KNOWN_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}


class PrivacyFilter(logging.Filter):
    """Reduces records about requests to status and route, and tracebacks to their places."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = current.get()
        error = record.exc_info[1] if record.exc_info else None
        if error:
            record.exc_text = places(error)
            record.exc_info = None
        request = getattr(record, "request", None)
        if isinstance(request, HttpRequest) or record.name.startswith(ABOUT_REQUESTS):
            match = getattr(request, "resolver_match", None)
            route = match.route if match else "no route"
            method = getattr(request, "method", "")
            if method not in KNOWN_METHODS:
                method = ""  # A client can send anything.
            record.__dict__ |= {"route": route, "method": method}
            status = getattr(record, "status_code", "")
            reason = type(error).__name__ if error else ""
            cause = request.META.get(LOGGED_CAUSE, "") if isinstance(request, HttpRequest) else ""
            record.cause = cause
            parts = (method, status, route, cause, reason)
            record.msg = " ".join(str(part) for part in parts if part)
            record.args = ()
        return True


class Line(logging.Formatter):
    def __init__(self) -> None:
        super().__init__("{asctime} {levelname} {name}: {message}{suffix}", style="{")

    def format(self, record: logging.LogRecord) -> str:
        request_id = getattr(record, "request_id", "")
        record.suffix = f" [{request_id}]" if request_id else ""
        return super().format(record)


JSON_KEYS = {
    "levelname": "level",
    "name": "logger",
    "message": "message",
    "request_id": "request",
    "method": "method",
    "route": "route",
    "status_code": "status",
    "cause": "cause",
    "milliseconds": "milliseconds",
    "exc_info": "fault",
}
"""What a JSON line has beside ``time`` (UTC, ISO 8601), each where it is known."""


class JsonLine(JsonFormatter):
    """One JSON object a line, for a program that gathers logs."""

    def __init__(self) -> None:
        super().__init__(
            list(JSON_KEYS),
            rename_fields=JSON_KEYS,
            # The request, which Django adds, has its address in it.
            reserved_attrs=[*RESERVED_ATTRS, "request"],
            timestamp="time",
            json_ensure_ascii=False,
        )

    def process_log_record(self, log_data: dict[str, Any]) -> dict[str, Any]:
        known = ("time", *JSON_KEYS.values())
        return {key: log_data[key] for key in known if log_data.get(key) not in {None, ""}}


def places(error: BaseException) -> str:
    """A traceback, causes first, without the messages of the exceptions."""
    chain: list[BaseException] = []
    cause: BaseException | None = error
    while cause is not None and cause not in chain:
        chain.append(cause)
        hidden = None if cause.__suppress_context__ else cause.__context__
        cause = cause.__cause__ or hidden
    return "\n".join(
        "".join(traceback.format_tb(each.__traceback__))
        + type(each).__qualname__
        + (f": {each}" if isinstance(each, MACHINE_ERRORS) else "")
        for each in reversed(chain)
    )
