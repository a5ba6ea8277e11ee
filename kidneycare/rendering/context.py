"""What every page is rendered with, besides what its view says."""

from functools import cached_property
from typing import TypedDict

from django.http import HttpRequest
from django.template.backends.utils import csrf_input


class CsrfField:
    """The hidden field of every form of a page, made where it is first needed, and once.

    Django masks it anew each time: forms that are alike would hardly compress. Pages that never
    ask for it set no cookie.
    """

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @cached_property
    def _html(self) -> str:
        return csrf_input(self._request)

    def __html__(self) -> str:
        return self._html


class Page(TypedDict):
    """``page_name``: of its address, nothing where there is no such page."""

    page_name: str
    csrf_input: CsrfField


def page(request: HttpRequest) -> Page:
    """What a template can't know by itself."""
    match = request.resolver_match
    return {
        "page_name": (match.url_name or "") if match else "",
        "csrf_input": CsrfField(request),
    }
