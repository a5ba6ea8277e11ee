"""What every page is rendered with, besides what its view passes."""

from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.template.backends.utils import csrf_input
from django.utils.functional import SimpleLazyObject


def page(request: HttpRequest) -> dict[str, Any]:
    """What pages say of this site, the page's name, and ``csrf_input`` for its forms."""
    match = request.resolver_match
    return {
        "page_name": (match.url_name or "") if match else "",
        # Once a page: Django's own is masked anew in each form, so that forms which are alike
        # would hardly compress. Lazy: pages without a form set no cookie.
        "csrf_input": SimpleLazyObject(partial(csrf_input, request)),
        "copies_kept_days": settings.COPIES_KEPT_DAYS,
        "serves_https": settings.HTTPS_PORT is not None,
        # Over http, where the same site is served over https too.
        "offers_https": settings.HTTPS_PORT is not None and not request.is_secure(),
    }
