"""A number for each request, which stands in its answer and in every line logged meanwhile.

It says nothing about anybody: who reports a fault can name it, and the log leads to the place.
"""

import logging
import re
import time
import uuid
from collections.abc import Callable
from contextvars import ContextVar

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

current: ContextVar[str] = ContextVar("request_id", default="")
"""The number of the request that is being answered, else empty."""

HEADER = "X-Request-ID"
log = logging.getLogger("kidneycare.request")


class RequestIdMiddleware:
    """Numbers requests, and logs one line of each where LOG_LEVEL asks for it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        # A proxy in front of the site may have numbered it already.
        given = request.headers.get(HEADER, "") if settings.TLS_PROXY else ""
        number = given if re.fullmatch(r"[0-9A-Za-z-]{8,64}", given) else uuid.uuid4().hex
        token = current.set(number)
        begun = time.perf_counter()
        try:
            response = self.get_response(request)
            response[HEADER] = number
            # The handler rewrites the line: route instead of address (kidneycare.web.logs).
            log.info(
                "answered",
                extra={
                    "request": request,
                    "status_code": response.status_code,
                    "milliseconds": round((time.perf_counter() - begun) * 1000),
                },
            )
            return response
        finally:
            current.reset(token)
