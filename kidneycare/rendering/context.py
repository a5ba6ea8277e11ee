"""What every page is rendered with, besides what its view passes."""

from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.template.backends.utils import csrf_input
from django.utils.functional import SimpleLazyObject


def page(request: HttpRequest) -> dict[str, Any]:
    """The page's name, ``csrf_input`` for its forms, and for how many days backups are kept."""
    match = request.resolver_match
    return {
        "page_name": (match.url_name or "") if match else "",
        # Once a page: Django's own is masked anew in each form, so that forms which are alike
        # would hardly compress. Lazy: pages without a form set no cookie.
        "csrf_input": SimpleLazyObject(partial(csrf_input, request)),
        "copies_kept_days": settings.COPIES_KEPT_DAYS,
    }
