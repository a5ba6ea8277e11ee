"""What practice knows of reminders: their settings, which go with a record. Pure."""

import datetime as dt
from collections.abc import Mapping
from typing import NamedTuple

from content.types import Period


class ReminderSettings(NamedTuple):
    """At which times, in minutes after midnight, somebody wants to be reminded of which periods.

    ``consent``: which wording was agreed to, and when. ``calendar_made``: when the address of
    the calendar to subscribe to was made.
    """

    times: Mapping[Period, int]
    names_exercises: bool = False
    consent: tuple[int, dt.datetime] | None = None
    calendar_made: dt.datetime | None = None
