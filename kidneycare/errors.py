"""Pages for what can go wrong outside a view."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from kidneycare.http import refuse

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token is missing or too old: nothing was written, say how to go on."""
    return refuse(
        request,
        _("Nothing was saved: this page was open too long. Open Today again and repeat the tap."),
        status=403,
    )
