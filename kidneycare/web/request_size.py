"""The most that anybody may send; kidneycare.server.bridge has the limits of heads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings

from kidneycare.web.errors import plain_page

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponseBase


class LargestRequestMiddleware:
    """Refuses a request by the length it announces, before any of it is read."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Keep the next handler."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, or 413 for what can't be anything of ours.

        The server hands such a request on without its body, and refuses one without a length.
        """
        announced = request.META.get("CONTENT_LENGTH") or "0"
        if not (announced.isascii() and announced.isdigit()):
            return plain_page(request, "400.html", status=400)
        if int(announced) > settings.LARGEST_REQUEST:
            return plain_page(request, "400.html", status=413)
        return self.get_response(request)
