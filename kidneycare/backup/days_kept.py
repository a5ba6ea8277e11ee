"""How long a backup may still hold what somebody erased, as the pages tell it."""

from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest


def kept_days() -> int | None:
    """Days at most that a job keeps backups; nothing where only the newest five stay (SQLite)."""
    return None if connection.vendor == "sqlite" else settings.COPIES_KEPT_DAYS


def context(_request: HttpRequest) -> dict[str, Any]:
    return {"copies_kept_days": kept_days()}
