"""Time zones of people and of visitors nobody knows (rules.md 16)."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import unquote
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

COOKIE = "tz"


@cache
def zone_names() -> tuple[str, ...]:
    """Every zone a person can choose, sorted: places, not abbreviations."""
    return tuple(
        sorted(
            name
            for name in available_timezones()
            if name == "UTC" or ("/" in name and not name.startswith(("Etc/", "SystemV/", "posix")))
        )
    )


def is_zone(name: str) -> bool:
    """Whether ``name`` is a zone this machine knows. Safe for any text."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True


def visitor_zone(request: HttpRequest) -> str:
    """The zone of somebody without a record: their browser's word, else the server's."""
    name = unquote(request.COOKIES.get(COOKIE, ""))
    return name if name and is_zone(name) else settings.VISITOR_TIME_ZONE


def remember_visitor_zone(response: HttpResponse, name: str) -> None:
    """Keep a zone in the browser; it says nothing about who somebody is."""
    response.set_cookie(
        COOKIE, name, max_age=365 * 24 * 3600, samesite="Lax", secure=settings.SECURE_COOKIES
    )
