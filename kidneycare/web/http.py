"""Requests and responses that every app shares."""

import math
from datetime import timedelta
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.deprecation import MiddlewareMixin
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django_htmx.middleware import HtmxDetails

SAVED = gettext_noop("Saved.")
"""The message on the next page, translated there: it may be read in another language."""


class HttpResponseSeeOther(HttpResponseRedirect):
    status_code = 303


class RequestError(Exception):
    """Nothing was written; the message says why, to the person who sent the request."""

    def __init__(
        self, message: str, *, status: int = 400, retry_after: timedelta | None = None
    ) -> None:
        super().__init__(message)
        self.message = message
        self.status = status
        self.retry_after = retry_after


class RequestErrorMiddleware(MiddlewareMixin):
    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, RequestError):
            return None
        return error_response(request, exception)


def error_response(request: HttpRequest, error: RequestError) -> HttpResponse:
    response = refuse(request, error.message, status=error.status)
    if error.retry_after is not None:
        response["Retry-After"] = str(math.ceil(error.retry_after.total_seconds()))
    return response


def require_button(request: HttpRequest, name: str, value: str) -> None:
    """Raise a RequestError unless the form was sent by the button ``name=value``."""
    if request.POST.get(name) != value:
        raise RequestError(_("This form was changed on its way; nothing was saved."))


def refuse(
    request: HttpRequest, message: str, *, status: int = 400, template: str = "refused.html"
) -> HttpResponse:
    """A page (or, for htmx, a line) that says why nothing was written."""
    if wants_fragment(request):
        return HttpResponse(message, status=status, content_type="text/plain; charset=utf-8")
    return render(request, template, {"message": message}, status=status)


def wants_fragment(request: HttpRequest) -> bool:
    """Whether htmx asks for a part of the page it has open."""
    htmx: HtmxDetails | None = getattr(request, "htmx", None)
    return bool(htmx and not htmx.boosted and not htmx.history_restore_request)


def is_same_origin(request: HttpRequest) -> bool:
    """Whether a post comes from one of our own pages, by the headers that browsers send.

    For the one form without a CSRF token, which is on cacheable pages too.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None and site not in {"same-origin", "none"}:
        return False
    sender = request.headers.get("Origin") or request.headers.get("Referer") or ""
    try:
        return urlsplit(sender).netloc == request.get_host()
    except ValueError:
        return False
