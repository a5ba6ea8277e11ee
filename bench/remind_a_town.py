"""`python -m bench.remind_a_town PEOPLE DUE ENDPOINT`: fills an empty database for a sender."""

from __future__ import annotations

import datetime as dt
import sys
from itertools import islice

import django

AT_ONCE = 2000
MINUTE = dt.timedelta(minutes=1)


def main(number: int, due: int, endpoint: str) -> None:
    from django.db import connection

    from content.catalogue import exercises, exercises_by_id
    from content.types import Period
    from people.models import Device, Person
    from people.zones import zone_of
    from practice.models import PlanVersion, Source, Tick, microseconds
    from practice.rules.adherence import State
    from practice.rules.plan import easy_start, full_day
    from reminders.models import PushSubscription, Reminder
    from reminders.rules.times import next_at
    from tests.reminders.populate import zone_in_the_afternoon
    from tests.reminders.reminded import KEYS

    now = dt.datetime.now(dt.UTC).replace(second=0, microsecond=0)
    zone = zone_in_the_afternoon(now)
    clock = (now - MINUTE).astimezone(zone_of(zone))
    soon = clock.hour * 60 + clock.minute
    codes = {name: facts.code for name, facts in exercises_by_id().items()}
    plans = [easy_start(exercises(), clock.date()), full_day(exercises(), clock.date())]
    slots = [slot for slot in plans[1].slots if slot.period is Period.AFTERNOON]
    # People of the easy start have nothing to do in the afternoon.
    numbers = iter(range(number))
    while own := list(islice(numbers, AT_ONCE)):
        people = Person.objects.bulk_create(
            Person(zone=zone, consent_version=2, consented_at=now) for _ in own
        )
        devices = Device.objects.bulk_create(
            Device(
                person=person,
                token_hash=each.to_bytes(32, "big"),
                made_at=now,
                seen_at=now,
                used_on=now.date(),
                others_known_at=now,
            )
            for each, person in zip(own, people, strict=True)
        )
        PushSubscription.objects.bulk_create(
            PushSubscription(
                device=device,
                endpoint=f"{endpoint}/{each}",
                p256dh=KEYS.p256dh,
                auth=KEYS.auth,
                origin="https://practise.example.org",
                made_at=now,
            )
            for each, device in zip(own, devices, strict=True)
        )
        PlanVersion.objects.bulk_create(
            PlanVersion(
                person=person,
                starts=clock.date() - dt.timedelta(days=30),
                kind="full",
                sets={name: list(sets) for name, sets in plans[1].sets.items()},
            )
            for person in people
        )
        Tick.objects.bulk_create(
            Tick(
                person=person,
                day=clock.date() - dt.timedelta(days=back),
                period=slot.period,
                exercise=codes[slot.exercise],
                set=slot.set,
                state=State.DONE,
                source=Source.TICK,
                instant=microseconds(now),
            )
            for each, person in zip(own, people, strict=True)
            # Everybody did so yesterday; every tenth today.
            for back in range(0 if each % 10 == 0 else 1, 2)
            for slot in slots
        )
        # The others at any other minute of the day.
        times = [soon if each < due else (soon + 30 + each % 1380) % 1440 for each in own]
        Reminder.objects.bulk_create(
            Reminder(
                person=person,
                period=Period.AFTERNOON,
                at=at,
                next_at=next_at(now - 2 * MINUTE, zone_of(zone), at),
            )
            for person, at in zip(people, times, strict=True)
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


if __name__ == "__main__":
    django.setup()
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
