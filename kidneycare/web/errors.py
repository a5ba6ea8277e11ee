"""Pages for what can go wrong outside a view."""

from django.db import InternalError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.deprecation import MiddlewareMixin
from django.utils.log import log_response
from django.utils.translation import gettext as _

from kidneycare.i18n.language_redirect import language_of
from kidneycare.i18n.languages import address_in, tag_of
from kidneycare.web.http import refuse, wants_fragment

TRY_AGAIN_AFTER = 5
"""Seconds; a restart of the database takes no longer as a rule."""


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token is missing or too old: nothing was written, say how to go on."""
    return refuse(
        request,
        _("Nothing was saved: this page was open too long. Open Today again and repeat the tap."),
        status=403,
    )


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return plain_page(request, "400.html", status=400)


def server_error(request: HttpRequest) -> HttpResponse:
    return plain_page(request, "500.html", status=500)


def plain_page(request: HttpRequest, template: str, *, status: int) -> HttpResponse:
    """A page that needs neither the database nor anything that may just have broken.

    Middleware may not have run: the language is read from the request itself.
    """
    language = language_of(request)
    with translation.override(language):
        content = render_to_string(
            template, {"language_tag": tag_of(language), "today": address_in("/", language)}
        )
    return HttpResponse(content, status=status)


class DatabaseErrorMiddleware(MiddlewareMixin):
    """Answers 503 in plain words where the record can't be read or written just now.

    A full disk, a database that restarts or may only be read: none of it is a fault of the page
    or of whoever asked, and a tick must never look as if it had been kept.
    """

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        # PostgreSQL calls a write to a read-only database an internal error.
        if not isinstance(exception, OperationalError | InternalError):
            return None
        if request.method in {"GET", "HEAD"}:
            message = _("The record can’t be read just now. Nothing of it is lost.")
        else:
            message = _("This could not be saved just now. Please try again in a moment.")
        if wants_fragment(request):
            response = HttpResponse(message, content_type="text/plain; charset=utf-8", status=503)
        else:
            response = render(request, "unavailable.html", {"message": message}, status=503)
        response["Retry-After"] = str(TRY_AGAIN_AFTER)
        response["Cache-Control"] = "no-store"
        log_response("the database", response=response, request=request, exception=exception)
        return response
