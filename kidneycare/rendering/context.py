"""What every page is rendered with, besides what its view says."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from django.template.backends.utils import csrf_input
from django.utils.functional import SimpleLazyObject

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.utils.safestring import SafeString


class Page(TypedDict):
    """``page_name``: of its address, nothing where there is no such page.

    ``csrf_input``: the hidden field of a form. It is masked anew each time it is made, so it is
    made once for all forms of a page, or they would hardly compress.
    """

    page_name: str
    csrf_input: SafeString


def page(request: HttpRequest) -> Page:
    """What a template can't know by itself."""
    match = request.resolver_match
    return {
        "page_name": (match.url_name or "") if match else "",
        "csrf_input": SimpleLazyObject(lambda: csrf_input(request)),
    }
