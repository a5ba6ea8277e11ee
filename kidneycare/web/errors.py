"""Responses to errors outside a view."""

from django.db import DatabaseError, DataError, IntegrityError, NotSupportedError, ProgrammingError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.cache import add_never_cache_headers
from django.utils.deprecation import MiddlewareMixin
from django.utils.log import log_response
from django.utils.translation import gettext as _

from kidneycare.db.condition import is_passing
from kidneycare.i18n.language_redirect import language_of
from kidneycare.i18n.languages import address_in, tag_of
from kidneycare.web.http import refuse

OURS = (DataError, IntegrityError, NotSupportedError, ProgrammingError)
RETRY_AFTER = 5
"""Seconds; a restart of the database takes no longer as a rule."""


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return plain_page(request, "400.html", status=400)


def server_error(request: HttpRequest) -> HttpResponse:
    return plain_page(request, "500.html", status=500)


def plain_page(request: HttpRequest, template: str, *, status: int) -> HttpResponse:
    """A page that needs neither the database nor middleware, which may not have run."""
    language = language_of(request)
    with translation.override(language):
        content = render_to_string(
            template, {"language_tag": tag_of(language), "today": address_in("/", language)}
        )
    return HttpResponse(content, status=status)


class WrongMethodMiddleware(MiddlewareMixin):
    """Says in words what Django answers with an empty 405: an address of a button was typed."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if isinstance(response, HttpResponseNotAllowed):
            message = _(
                "This address works only with a button on one of our pages. Nothing was changed."
            )
            told = refuse(request, message, status=405, template="wrong_method.html")
            response.content, response["Content-Type"] = told.content, told["Content-Type"]
            add_never_cache_headers(response)
        return response


class DatabaseErrorMiddleware(MiddlewareMixin):
    """Answers 503 where the database can't be read or written: restarting, read-only, disk full.

    Only there nothing is lost for sure: not with one that is damaged or of another release.
    """

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        # Its other kinds are faults of ours. SQLite has none for a file that is damaged.
        if not isinstance(exception, DatabaseError) or isinstance(exception, OURS):
            return None
        if not is_passing(exception):
            message = _(
                "The store of the records is not in order. Until whoever runs this server has "
                "mended it, nothing can be read or saved: please tell them."
            )
        elif request.method in {"GET", "HEAD"}:
            message = _("The record can’t be read just now. Nothing is lost.")
        else:
            message = _("This could not be saved just now. Please try again in a moment.")
        response = refuse(request, message, status=503, template="unavailable.html")
        response["Retry-After"] = str(RETRY_AFTER)
        response["Cache-Control"] = "no-store"
        log_response("the database", response=response, request=request, exception=exception)
        return response
