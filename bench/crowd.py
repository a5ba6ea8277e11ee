"""A database with many people in it, made in the order in which life makes it: day by day.

Whoever writes one person after the other gets tables that are packed as no real one is, and lie in
an order that no real one has; sizes and times would both be better than the truth.
"""

import datetime as dt

from django.db import connection
from django.utils import timezone

from content.catalogue import exercises, exercises_by_id
from people.models import CONSENT_VERSION, Person
from practice.models import PlanVersion, Preferences, microseconds
from practice.rules.plan import Slot, easy_start

DAYS = 84
A_DAY = 3
EACH = DAYS * A_DAY
"""Ticks of one person: twelve weeks, three a day."""

# At some microsecond within two hours: instants in a row would pack as real ones never do.
TICKS = """
INSERT INTO practice_tick (person_id, day, period, exercise, "set", state, source,
tenths, felt, late, instant, seconds)
SELECT p.id, %s, s.period, s.exercise, s.number, 1, 1,
CASE WHEN p.id %% 3 = 0 THEN 2000 END, %s, %s,
%s + (p.id * 2654435761 + s.exercise * 7919000 + %s) %% 7200000000, NULL
FROM people_person p CROSS JOIN growth_slot s ORDER BY p.id, s.period, s.exercise
"""


def fill(people: int, last: dt.date) -> int:
    """Make so many people with twelve weeks each up to ``last``; bytes of the ticks on the disk."""
    plan = easy_start(exercises(), last - dt.timedelta(days=DAYS))
    now = timezone.now()
    for start in range(0, people, 5000):
        made = Person.objects.bulk_create(
            Person(
                zone="UTC",
                consent_version=CONSENT_VERSION,
                consented_at=now,
                keeping_settled=True,
            )
            for _ in range(start, min(start + 5000, people))
        )
        PlanVersion.objects.bulk_create(
            PlanVersion(
                person=each,
                starts=plan.starts,
                kind=plan.kind,
                sets={name: list(sets) for name, sets in plan.sets.items()},
                aside={},
            )
            for each in made
        )
        Preferences.objects.bulk_create(
            Preferences(person=each, growth_asked_on=last) for each in made
        )
    before = size()
    _ticks(plan.slots, last)
    return size() - before


def _ticks(slots: tuple[Slot, ...], last: dt.date) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            # Nothing to lose here, and no need to write a page once a day.
            cursor.execute("PRAGMA synchronous=OFF")
            cursor.execute("PRAGMA cache_size=-1500000")
        cursor.execute(
            "CREATE TEMPORARY TABLE growth_slot "
            "(period smallint, exercise smallint, number smallint)"
        )
        codes = exercises_by_id()
        cursor.executemany(
            "INSERT INTO growth_slot VALUES (%s, %s, %s)",
            [(slot.period, codes[slot.exercise].code, slot.set) for slot in slots],
        )
        cursor.execute("BEGIN")
        for back in range(DAYS, 0, -1):
            day = last - dt.timedelta(days=back)
            evening = dt.datetime.combine(day, dt.time(19), tzinfo=dt.UTC)
            cursor.execute(TICKS, [day, False, False, microseconds(evening), back * 987654321])
        cursor.execute("COMMIT")
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        else:
            cursor.execute("VACUUM ANALYZE")


def size() -> int:
    """Bytes of the ticks with their index: on SQLite of the whole file, which holds little else."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")
        else:
            cursor.execute("SELECT pg_total_relation_size('practice_tick')")
        (found,) = cursor.fetchone()
    return int(found)
