"""System check of the content files: one message a fault, with file and key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.checks import Error, register

from content.parsing import LibraryError, parse_library

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.apps import AppConfig
    from django.core.checks import CheckMessage


@register("content")
def check_library(
    app_configs: Sequence[AppConfig] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    try:
        parse_library(settings.LIBRARY)
    except LibraryError as error:
        return [Error(fault, id="content.E001") for fault in error.faults]
    return []
