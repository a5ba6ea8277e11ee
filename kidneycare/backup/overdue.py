"""Whether the daily backup is late, for the people whose records it holds."""

import datetime as dt

from django.conf import settings

from kidneycare.backup.archive import newest

DAILY = "daily"
"""The label of the backups that a timer or a job makes."""
LATE_HOURS = 26
"""A day, and two hours for a computer that was off or busy."""


def overdue_since(now: dt.datetime) -> dt.datetime | None:
    """When the newest daily backup was made, if that is too long ago.

    None too where there never was one: then the site has no such job here (README).
    """
    made = newest(settings.DATA / "backups", DAILY)
    return made if made and now - made > dt.timedelta(hours=LATE_HOURS) else None
