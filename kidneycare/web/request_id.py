"""An id for each request, in the header ``X-Request-ID`` and in every line logged meanwhile."""

import logging
import re
import time
import uuid
from collections.abc import Callable
from contextvars import ContextVar

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

current: ContextVar[str] = ContextVar("request_id", default="")
"""The id of the request that is being answered, else empty."""

HEADER = "X-Request-ID"
log = logging.getLogger("kidneycare.request")


def request_id_middleware(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Give each request an id, and log a line about it at INFO."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        # A proxy in front of the site may have set one already.
        given = request.headers.get(HEADER, "") if settings.TLS_PROXY else ""
        request_id = given if re.fullmatch(r"[0-9A-Za-z-]{8,64}", given) else uuid.uuid4().hex
        token = current.set(request_id)
        start = time.perf_counter()
        try:
            response = get_response(request)
            response[HEADER] = request_id
            details = {
                "request": request,
                "status_code": response.status_code,
                "milliseconds": round((time.perf_counter() - start) * 1000),
            }
            # PrivacyFilter replaces the message by the route.
            log.info("answered", extra=details)
            return response
        finally:
            current.reset(token)

    return answer
