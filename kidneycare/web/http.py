"""Requests and responses that every app shares."""

import math
from datetime import timedelta

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.deprecation import MiddlewareMixin
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django_htmx.middleware import HtmxDetails

from kidneycare.web.refusals import CAUSE, LOGGED_CAUSE, MESSAGES, Cause

SAVED = gettext_noop("Saved.")
"""The message on the next page, translated there: it may be read in another language."""


class HttpResponseSeeOther(HttpResponseRedirect):
    status_code = 303


class RequestError(Exception):
    """Nothing was written; the message says why, to the person who sent the request."""

    def __init__(
        self,
        message: str,
        *,
        status: int = 400,
        retry_after: timedelta | None = None,
        cause: Cause | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.status = status
        self.retry_after = retry_after
        self.cause = cause


class RequestErrorMiddleware(MiddlewareMixin):
    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, RequestError):
            return None
        return error_response(request, exception)


def error_response(request: HttpRequest, error: RequestError) -> HttpResponse:
    response = refuse(request, error.message, status=error.status, cause=error.cause)
    if error.retry_after is not None:
        response["Retry-After"] = str(math.ceil(error.retry_after.total_seconds()))
    return response


def require_button(request: HttpRequest, name: str, value: str) -> None:
    """Raise a RequestError unless the form was sent by the button ``name=value``."""
    if request.POST.get(name) != value:
        raise RequestError(_("This form was changed on its way; nothing was saved."))


def refuse(
    request: HttpRequest,
    message: str,
    *,
    status: int = 400,
    template: str = "refused.html",
    cause: Cause | None = None,
) -> HttpResponse:
    """A page (or, for htmx, a line) that says why nothing was written."""
    if wants_fragment(request):
        response = HttpResponse(message, status=status, content_type="text/plain; charset=utf-8")
    else:
        response = render(request, template, {"message": message}, status=status)
    if cause:
        response[CAUSE] = request.META[LOGGED_CAUSE] = cause.value
    return response


def refuse_because(request: HttpRequest, cause: Cause) -> HttpResponse:
    return refuse(request, str(MESSAGES[cause]), status=403, cause=cause)


def wants_fragment(request: HttpRequest) -> bool:
    """Whether htmx asks for a part of the page it has open."""
    htmx: HtmxDetails | None = getattr(request, "htmx", None)
    return bool(htmx and not htmx.boosted and not htmx.history_restore_request)
