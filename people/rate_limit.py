"""Rate limits, counted in the database for all processes together."""

import ipaddress
import re
from datetime import timedelta
from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import ngettext

from kidneycare.web.http import RequestError
from people.models import RateLimitCounter

EVERYBODY = "everybody"


class RateLimit(NamedTuple):
    """At most ``most`` tries ``within`` a window, which begins with the first of them."""

    name: str
    most: int
    within: timedelta


INVITATIONS = RateLimit("invitations", 30, timedelta(hours=1))
SHEETS = RateLimit("sheets", 20, timedelta(hours=1))
IMPORTS = RateLimit("imports", 60, timedelta(hours=1))
CALENDARS = RateLimit("calendars", 60, timedelta(hours=1))
PASSKEYS = RateLimit("passkeys", 30, timedelta(minutes=10))
CODES = RateLimit("codes", 10, timedelta(minutes=10))
LINKS = RateLimit("shared links", 20, timedelta(hours=1))
OPENINGS = RateLimit("openings of a link", 60, timedelta(hours=1))
HELPING = RateLimit("ticks by a link", 120, timedelta(hours=1))
EVENINGS = RateLimit("evening notices of a link", 60, timedelta(hours=1))
TABLES = RateLimit("tables of a link", 10, timedelta(hours=1))
CODES_OF_ALL = RateLimit("codes of all", 300, timedelta(minutes=10))
"""Short codes have nine digits. With ten of them open at a time, somebody who
tries 300 every ten minutes from ever new addresses would need six years to
meet one by chance."""


def new_records() -> RateLimit:
    """How many records may begin: rows are tiny, and a whole clinic may sit behind one address."""
    return RateLimit("new records", settings.NEW_RECORDS_AN_HOUR, timedelta(hours=1))


def throttle(limit: RateLimit, whose: str) -> None:
    """Count a try of ``whose``: the text of a person, a network, or ``EVERYBODY``.

    Raises:
        RequestError: there were too many; says when to come back.
    """
    wait, number = _increment(limit, whose)
    if number > limit.most:
        minutes = max(1, -(-wait // timedelta(minutes=1)))
        raise RequestError(
            ngettext(
                "Too many tries just now. Please wait a minute, then try again.",
                "Too many tries just now. Please wait %(minutes)d minutes, then try again.",
                minutes,
            )
            % {"minutes": minutes},
            status=429,
            retry_after=wait,
        )


def use_once(what: str, *, lasts: timedelta) -> bool:
    """Whether ``what`` is used for the first time; it is remembered for as long as it lasts."""
    _wait, number = _increment(RateLimit("spent", 1, lasts), what)
    return number == 1


def network_of(request: HttpRequest) -> str:
    """The address a request comes from; of IPv6 the network, where one home has many."""
    address = request.META.get("REMOTE_ADDR", "")
    if settings.TLS_PROXY:
        # The last one was added by our own proxy; those before it anybody can write.
        address = request.headers.get("X-Forwarded-For", address).rpartition(",")[2].strip()
    place = _address(address)
    if isinstance(place, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((place, 64), strict=False))
    return str(place or "unknown")


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """An address as proxies write it: bare, ``192.0.2.1:4711``, ``[2001:db8::1]:4711``."""
    host = re.fullmatch(r"\[(.*)\](?::\d+)?|([^:]*):\d+", text)
    try:
        place = ipaddress.ip_address((host[1] or host[2]) if host else text)
    except ValueError:
        return None
    # "::ffff:192.0.2.1" is how a socket for both versions writes 192.0.2.1.
    mapped = place.ipv4_mapped if isinstance(place, ipaddress.IPv6Address) else None
    return mapped or place


def _increment(limit: RateLimit, whose: str) -> tuple[timedelta, int]:
    """Count once more; how long until the window ends, and the number so far."""
    now = timezone.now()
    key = salted_hmac(f"people.rate_limit.{limit.name}", whose, algorithm="sha256").digest()
    with transaction.atomic():
        counter, made = RateLimitCounter.objects.select_for_update().get_or_create(
            key=key, defaults={"count": 1, "until": now + limit.within}
        )
        if made:
            RateLimitCounter.objects.filter(until__lte=now).delete()
            return limit.within, 1
        if counter.until <= now:
            counter.count, counter.until = 0, now + limit.within
        counter.count += 1
        counter.save(update_fields=["count", "until"])
    return counter.until - now, counter.count
