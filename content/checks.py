"""System check of the content files: one message a fault, with file and key."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from content.parsing import LibraryError, parse_library


@register("content")
def check_library(
    app_configs: Sequence[AppConfig] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    try:
        parse_library(settings.LIBRARY)
    except LibraryError as error:
        return [Error(fault, id="content.E001") for fault in error.faults]
    return []
