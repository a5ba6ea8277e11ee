"""How the pages look to this browser: text size, theme, language, kept in one cookie.

The cookie holds nothing about the person and stands apart from the record, so
that pages which are the same for everybody stay so (rules.md 19).
"""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from kidneycare.i18n.languages import is_language

COOKIE = "look"
SIZES = ("1", "2", "3")
THEMES = ("auto", "light", "dark")
YEAR = 365 * 24 * 3600


@dataclass(frozen=True)
class Look:
    """A text size (1 normal, 2 large, 3 largest), a theme, and a language once one is chosen."""

    size: str = "1"
    theme: str = "auto"
    language: str = ""

    @property
    def shown(self) -> str:
        """What of it changes a page; its language is told by its address."""
        return f"{self.size}-{self.theme}"

    @property
    def cookie(self) -> str:
        """The value kept in the browser: ``2-dark``, or ``2-dark-zh-hant``."""
        return f"{self.shown}-{self.language}" if self.language else self.shown


def look_of(request: HttpRequest) -> Look:
    """The look asked for by the cookie; anything odd in it is the usual look."""
    size, theme, language = (*request.COOKIES.get(COOKIE, "").split("-", 2), "", "", "")[:3]
    usual = Look()
    return Look(
        size if size in SIZES else usual.size,
        theme if theme in THEMES else usual.theme,
        language if is_language(language) else usual.language,
    )


def context(request: HttpRequest) -> dict[str, Any]:
    """Template context: ``look`` for the ``<html>`` element."""
    return {"look": look_of(request)}


def keep_look(response: HttpResponse, look: Look) -> None:
    """Let the browser keep a look."""
    response.set_cookie(
        COOKIE,
        look.cookie,
        max_age=YEAR,
        samesite="Lax",
        httponly=True,
        secure=settings.SECURE_COOKIES,
    )
