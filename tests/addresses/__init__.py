"""Every address of the product, read from its URL configuration.

A new address is in here by itself, and so in every test that goes through all.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver

DAY = "2026-11-23"
"""A Monday, the day on which these tests take place."""
SOLE = f"/day/{DAY}/evening/sole-rub/1/"
"""The sole rub of its evening."""

SAMPLES = {
    "<day:day>": DAY,
    "<week:week>": "2026-W48",
    "<year:year>": "2026",
    "<period:period>": "evening",
    "<exercise:exercise>": "sole-rub",
    "<int:number>": "1",
    "<slug:slug>": "foot-massage",
}
OWNED = {
    "<slug:token>": "no-such-token",
    "<int:device>": "4711",
    "<int:passkey>": "4711",
    "<int:link>": "4711",
}
"""Gaps for what belongs to a person, each with a sample that nobody has.

What stands there is tried with everybody else's ids and tokens (test_owned.py).
"""


@dataclass(frozen=True)
class Address:
    """An address with something sensible in each of its gaps."""

    name: str
    path: str
    pattern: str

    def __str__(self) -> str:
        return self.name

    @property
    def gap(self) -> str | None:
        """What of a person is named in it."""
        return next((gap for gap in OWNED if gap in self.pattern), None)

    def filled_with(self, key: str) -> str | None:
        """With ``key`` in that gap, unless it can't stand there."""
        assert self.gap is not None
        if self.gap.startswith("<int:") and not (key.isascii() and key.isdigit()):
            return None
        return self.pattern.replace(self.gap, key)


def _walk(patterns: Iterable[Any], prefix: str = "/") -> Iterator[tuple[str, str]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = "" if hasattr(pattern.pattern, "prefix_default_language") else pattern.pattern
            yield from _walk(pattern.url_patterns, f"{prefix}{inner}")
        elif isinstance(pattern, URLPattern):
            path = f"{prefix}{pattern.pattern}"
            assert pattern.name, f"{path} has no name"
            yield pattern.name, path


def all_patterns() -> list[tuple[str, str]]:
    """Name and path of each address, with its gaps: ``/day/<day:day>/``."""
    return list(_walk(get_resolver(settings.ROOT_URLCONF).url_patterns))


def _filled(path: str) -> str:
    for gap, sample in (SAMPLES | OWNED).items():
        path = path.replace(gap, sample)
    assert "<" not in path, f"say in tests/addresses/__init__.py what stands in {path}"
    return path


def all_addresses() -> list[Address]:
    """Each address once, in English."""
    return [Address(name, _filled(path), path) for name, path in all_patterns()]


PAGES = [
    "/",
    f"/day/{DAY}/",
    "/day/2026-11-20/",
    "/techniques/",
    "/techniques/foot-massage/",
    "/techniques/kidney-strengthening-exercises/",
    "/techniques/waist-massage/",
    "/history/",
    "/history/2026-W47/",
    "/history/weeks/",
    "/history/year/2026/",
    "/paper/",
    "/paper/empty-week/",
    "/plan/",
    "/plan/take-up/?exercise=waist-knead",
    "/rest/",
    f"/day/{DAY}/note/",
    f"/day/{DAY}/evening/sole-rub/1/",
    "/practise/evening/",
    "/practise/morning/",
    "/practise/evening/sole-rub/",
    "/practise/morning/arm-throw/",
    "/practise/now/sole-rub/",
    "/when-it-hurts/",
    "/about/",
    "/install/",
    "/me/this-phone/",
    "/offline/",
    "/offline/amount/sole-rub/",
    "/me/",
    "/import/",
    "/import/loop/",
    "/me/erase/",
    "/me/erased/",
    "/me/keep/",
    "/me/keep/sheet/",
    "/me/phones/",
    "/me/phones/add/",
    "/me/phones/signed-out/",
    "/me/people/",
    "/me/sharing/",
    "/me/sharing/new/",
    "/looking-on/",
    "/back/",
    "/reminders/",
    "/reminders/calendar/",
    "/reminders/now/evening/",
]
"""Every page somebody can read. A test holds this list to the URL configuration."""

PUBLIC = {path for path in PAGES if path.startswith(("/techniques/", "/about/", "/offline/"))} | {
    *("/offline/install-hint/", "/sw.js", "/manifest.webmanifest"),
}
"""The same for everybody."""

PRIVATE = sorted(set(PAGES) - PUBLIC)
