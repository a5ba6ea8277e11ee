"""The display preferences of a browser: text size, theme and language, in one cookie.

They are no part of the record: pages which are the same for everybody stay so (rules.md 19).
"""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from kidneycare.cookies import cookie_name
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
        """What of it changes a page; the language is in the address."""
        return f"{self.size}-{self.theme}"

    @property
    def cookie(self) -> str:
        return f"{self.shown}-{self.language}" if self.language else self.shown


def look_of(request: HttpRequest) -> Look:
    """The look in the cookie, with defaults for whatever is not valid."""
    sent = request.COOKIES.get(cookie_name(COOKIE), "")
    size, theme, language = (*sent.split("-", 2), "", "", "")[:3]
    default = Look()
    return Look(
        size if size in SIZES else default.size,
        theme if theme in THEMES else default.theme,
        language if is_language(language) else default.language,
    )


def context(request: HttpRequest) -> dict[str, Any]:
    return {"look": look_of(request)}


def keep_look(response: HttpResponse, look: Look) -> None:
    response.set_cookie(
        cookie_name(COOKIE),
        look.cookie,
        max_age=YEAR,
        samesite="Lax",
        httponly=True,
        secure=settings.SECURE_COOKIES,
    )
