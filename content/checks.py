"""System check of the content files: one message a fault, with file and key."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from content.other_document import add_document
from content.parsing import LibraryError, parse_library


@register("content")
def check_library(
    app_configs: Sequence[AppConfig] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """E001: in the library itself; E002: in the folder that ``CONTENT_EXTRA`` names."""
    try:
        library = parse_library(settings.LIBRARY)
    except LibraryError as error:
        return [Error(fault, id="content.E001") for fault in error.faults]
    try:
        if settings.CONTENT_EXTRA:
            add_document(library, settings.CONTENT_EXTRA)
    except LibraryError as error:
        hint = "docs/content.md has an example. Without CONTENT_EXTRA the site starts as it was."
        return [Error(fault, hint=hint, id="content.E002") for fault in error.faults]
    return []
