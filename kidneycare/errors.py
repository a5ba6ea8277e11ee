"""Pages for what can go wrong outside a view."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from kidneycare.http import refuse
from kidneycare.languages import address_in, tag_of
from kidneycare.remembered import language_of

if TYPE_CHECKING:
    from django.http import HttpRequest


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token is missing or too old: nothing was written, say how to go on."""
    return refuse(
        request,
        _("Nothing was saved: this page was open too long. Open Today again and repeat the tap."),
        status=403,
    )


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A request that can't be answered at all."""
    return _plain(request, "400.html", status=400)


def server_error(request: HttpRequest) -> HttpResponse:
    """A fault of ours."""
    return _plain(request, "500.html", status=500)


def _plain(request: HttpRequest, template: str, *, status: int) -> HttpResponse:
    """A page that needs neither the database nor anything that may just have broken.

    Middleware may not have run: the language is read from the request itself.
    """
    language = language_of(request)
    with translation.override(language):
        content = render_to_string(
            template, {"language_tag": tag_of(language), "today": address_in("/", language)}
        )
    return HttpResponse(content, status=status)
