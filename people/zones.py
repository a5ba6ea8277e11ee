"""Time zones of people and of visitors without a record (rules.md 16)."""

import re
import tomllib
import unicodedata
from functools import cache
from importlib.resources import files
from pathlib import Path
from urllib.parse import quote, unquote
from zoneinfo import ZoneInfo, available_timezones

from babel import Locale
from babel.dates import get_timezone_location
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from kidneycare.cookies import cookie_name

COOKIE = "tz"
CHOSEN = "chosen:"
"""Stands before a zone that was chosen by hand: the browser's own doesn't replace it."""


@cache
def load_zones() -> None:
    """Read the zones and, in every language, their cities."""
    for language, _name in settings.LANGUAGES:
        _cities(language)


def regions() -> list[tuple[str, list[tuple[str, str]]]]:
    """The short list: each region's name, and its zones, each with its city, in this language."""
    territories = Locale.parse(get_language() or "en", sep="-").territories
    return [
        (territories[region], [(name, zone_label(name)) for name in names])
        for region, names in _table()["regions"].items()
    ]


def zone_label(name: str) -> str:
    """The zone's city in this language; its own name where it has no city."""
    language = get_language() or "en"
    city = _cities(language).get(name)
    if city is None and "/" in name and is_zone(name):
        # A phone may still say Asia/Calcutta.
        locale = Locale.parse(language, sep="-")
        city = get_timezone_location(name, locale, return_city=True)
    return city or name.replace("_", " ")


def zones_like(text: str) -> list[tuple[str, str]]:
    """The zones of today with a word of ``text``'s beginning, in this language or English."""
    wanted, own, english = _words(text), _cities(get_language() or "en"), _cities("en")
    if not wanted:
        return []
    other = _table()["other_cities"]
    return [
        (name, own[name])
        for name in own
        if any(
            wanted in _words(each)
            for each in (name, own[name], english[name], *other.get(name, ()))
        )
    ]


def _words(text: str) -> str:
    """Its words without accents and capitals, a blank before each."""
    signs = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(sign for sign in signs if not unicodedata.combining(sign))
    return "".join(f" {word}" for word in re.findall(r"[^\W_]+", plain))


@cache
def _cities(language: str) -> dict[str, str]:
    """Today's zones, none of them historical, with the city that each is called by."""
    locale = Locale.parse(language, sep="-")
    table = files("tzdata.zoneinfo").joinpath("zone.tab").read_text(encoding="utf-8")
    names = sorted(row.split("\t")[2] for row in table.splitlines() if not row.startswith("#"))
    cities = {name: get_timezone_location(name, locale, return_city=True) for name in names}
    return {name: city for name, city in cities.items() if is_zone(name)}


@cache
def _table() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


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
    name = unquote(request.COOKIES.get(cookie_name(COOKIE), "")).removeprefix(CHOSEN)
    return name if is_zone(name) else settings.VISITOR_TIME_ZONE


def remember_visitor_zone(response: HttpResponse, name: str) -> None:
    """Set the cookie of a zone chosen by hand; it says nothing about who somebody is."""
    response.set_cookie(
        cookie_name(COOKIE),
        quote(f"{CHOSEN}{name}", safe=":"),
        max_age=365 * 24 * 3600,
        samesite="Lax",
        secure=settings.SECURE_COOKIES,
    )
