"""`python -m tests.reminders.populate NUMBER ENDPOINT`: people who are to be reminded just now.

Each has one phone, whose endpoint ends with a number.
"""

from __future__ import annotations

import datetime as dt
import sys

import django

ZONE_HOUR = 15
"""It is the afternoon wherever they live, at whatever hour this runs."""
MINUTE = dt.timedelta(minutes=1)


def zone_in_the_afternoon(now: dt.datetime) -> str:
    """The zone where it is now past `ZONE_HOUR`; its name's sign is the reverse of its offset's."""
    offset = ZONE_HOUR - now.hour
    furthest_east = 14
    return f"Etc/GMT{-(offset if offset <= furthest_east else offset - 24):+}"


def main(number: int, endpoint: str) -> None:
    from django.db import transaction

    from content.types import Period
    from people.models import Person
    from people.zones import zone_of
    from reminders.models import Reminder
    from tests.reminders.reminded import reminded_person, subscribe

    now = dt.datetime.now(dt.UTC).replace(second=0, microsecond=0)
    zone = zone_in_the_afternoon(now)
    since = now.astimezone(zone_of(zone)) - MINUTE
    with transaction.atomic():
        for each in range(number):
            person = reminded_person(
                zone=zone,
                at=since.hour * 60 + since.minute,
                period=Period.AFTERNOON,
                since=since - MINUTE,
            )
            subscribe(person, f"{endpoint}/{each}")
    assert Reminder.objects.filter(next_at__lte=now).count() == Person.objects.count() == number


if __name__ == "__main__":
    django.setup()
    main(int(sys.argv[1]), sys.argv[2])
