"""Every address of the product, read from its URL configuration.

A new address is in here by itself, and so in every test that goes through all.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

DAY = "2026-11-23"
"""A Monday, the day on which these tests take place."""

SAMPLES = {
    "<day:day>": DAY,
    "<week:week>": "2026-W48",
    "<year:year>": "2026",
    "<period:period>": "evening",
    "<exercise:exercise>": "sole-rub",
    "<int:number>": "1",
    "<slug:slug>": "foot-massage",
}


@dataclass(frozen=True)
class Address:
    """An address with something sensible in each of its gaps."""

    name: str
    path: str

    def __str__(self) -> str:
        return self.name


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
    for gap, sample in SAMPLES.items():
        path = path.replace(gap, sample)
    assert "<" not in path, f"say in tests/addresses.py what stands in {path}"
    return path


def all_addresses() -> list[Address]:
    """Each address once, in English."""
    return [Address(name, _filled(path)) for name, path in all_patterns()]


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
    "/plan/",
    "/plan/take-up/?exercise=waist-knead",
    "/rest/",
    f"/day/{DAY}/note/",
    f"/day/{DAY}/evening/sole-rub/1/",
    "/when-it-hurts/",
    "/about/",
    "/me/",
    "/import/",
    "/me/erase/",
    "/me/erased/",
]
"""Every page somebody can read. A test holds this list to the URL configuration."""
