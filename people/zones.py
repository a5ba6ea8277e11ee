"""Time zones of people and of visitors without a record (rules.md 16)."""

from functools import cache
from urllib.parse import quote, unquote
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.http import HttpRequest, HttpResponse

COOKIE = "tz"
CHOSEN = "chosen:"
"""Stands before a zone that was chosen by hand: the browser's own doesn't replace it."""
NOT_PLACES = ("Etc/", "SystemV/", "posix")


@cache
def zone_names() -> tuple[str, ...]:
    """Every zone a person can choose, sorted: places, not abbreviations."""
    places = {name for name in _known() if "/" in name and not name.startswith(NOT_PLACES)}
    return tuple(sorted(places | {"UTC"}))


@cache
def _known() -> frozenset[str]:
    # Debian adds "localtime", which is another zone on every machine.
    return frozenset(available_timezones() - {"localtime"})


def is_zone(name: str) -> bool:
    """Whether ``name`` is a zone this machine knows. Safe for any text."""
    return name in _known()


def zone_of(name: str) -> ZoneInfo:
    """The zone with this name; the server's own where this machine has lost it."""
    return ZoneInfo(name if is_zone(name) else settings.VISITOR_TIME_ZONE)


def visitor_zone(request: HttpRequest) -> str:
    """The zone of somebody without a record: from the browser's cookie, else the server's."""
    name = unquote(request.COOKIES.get(COOKIE, "")).removeprefix(CHOSEN)
    return name if is_zone(name) else settings.VISITOR_TIME_ZONE


def remember_visitor_zone(response: HttpResponse, name: str) -> None:
    """Set the cookie of a zone chosen by hand; it says nothing about who somebody is."""
    response.set_cookie(
        COOKIE,
        quote(f"{CHOSEN}{name}", safe=":"),
        max_age=365 * 24 * 3600,
        samesite="Lax",
        secure=settings.SECURE_COOKIES,
    )
