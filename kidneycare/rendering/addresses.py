"""Addresses of pages by name, in the language of the request."""

from functools import lru_cache
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language


def address(name: str, *args: Any) -> str:
    """Cached ``reverse``, which takes twenty times as long: a page has dozens of addresses."""
    return cached_reverse(get_language(), name, *args)


@lru_cache(maxsize=4096)
def cached_reverse(_language: str | None, name: str, *args: Any) -> str:
    return reverse(name, args=args)
