"""How long a backup may still hold what somebody erased, as the pages tell it."""

from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest


def kept_days() -> int | None:
    """Days at most, where a job makes backups and removes old ones.

    Nothing where there is only the backup that SQLite gets before an update: there
    the newest five stay, however old (``manage.py serve``).
    """
    return None if connection.vendor == "sqlite" else settings.COPIES_KEPT_DAYS


def context(_request: HttpRequest) -> dict[str, Any]:
    """Template context: ``copies_kept_days``."""
    return {"copies_kept_days": kept_days()}
