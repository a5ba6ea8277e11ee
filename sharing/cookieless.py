"""Shared pages know nobody and are in no search engine (docs/people.md)."""

import re
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

PREFIXES = "|".join(re.escape(code) for code, _name in settings.LANGUAGES)
SHARED = re.compile(rf"/(?:(?:{PREFIXES})/)?shared/")


class CookielessMiddleware:
    """Takes the cookies off a request for a shared page before anybody can read one.

    Who looks on in a browser with a record of its own is a stranger there all the same, and the
    language is that of the address.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not SHARED.match(request.path_info):
            return self.get_response(request)
        request.COOKIES = {}
        response = self.get_response(request)
        response.cookies.clear()
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response
