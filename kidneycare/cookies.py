"""The names of cookies.

Over https they begin with ``__Host-``: browsers take such a cookie from this very site alone, over
https, so that nobody else can plant one. The plain names are then not read.
"""

from typing import Any

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest


def cookie_name(name: str) -> str:
    return f"__Host-{name}" if settings.SECURE_COOKIES else name


class MessageCookie(CookieStorage):
    """Django's, under a name of ours."""

    def __init__(self, request: HttpRequest, *args: Any, **options: Any) -> None:
        super().__init__(request, *args, **options)
        self.cookie_name = cookie_name(CookieStorage.cookie_name)
