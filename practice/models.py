"""What is kept of practice: ticks, plans, pauses, notes, preferences.

All have natural keys that lead with the person: a person's rows lie
together and every question about one person reads only their part.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import ClassVar, cast, get_args

from django.db import connections, models, transaction
from django.db.models import Q, Subquery
from django.db.models.functions import Length
from django.utils import timezone

from content.catalogue import exercises_by_id
from content.types import SETS_PER_PERIOD, Period
from kidneycare.db.secure_erase import request_checkpoint
from kidneycare.db.sql import fetch_rows, one_writer
from kidneycare.limits import NICKNAME_LENGTH, NOTE_LENGTH
from people.models import Person
from practice.rules.adherence import State
from practice.rules.days import EPOCH
from practice.rules.pauses import PauseSpan, ended_before, merge_new
from practice.rules.plan import Kind, Plan, Slot
from practice.store.upsert_sql import upsert_statement


def microseconds(instant: dt.datetime) -> int:
    """An instant as the database keeps it: whole microseconds since 1970."""
    return (instant - EPOCH) // dt.timedelta(microseconds=1)


SqlValue = int | str | None
PERIODS = [(period.value, period.slug) for period in Period]
STATES = [(state.value, state.name.lower()) for state in State]
KINDS = [(kind, kind) for kind in get_args(Kind)]


class Source(models.IntegerChoices):
    TICK = 1
    GUIDED = 2


class TickQuerySet(models.QuerySet["Tick"]):
    def for_person(self, person: Person) -> TickQuerySet:
        return self.filter(person=person)

    def latest_day(self) -> dt.date | None:
        """The latest day with a row, undone ones too: the page to redo it stays reachable."""
        return self.order_by("-day").values_list("day", flat=True).first()

    def last_amount(self, person: Person, exercise: int, *, besides: Slot, day: dt.date) -> str:
        """The amount of the latest set of an exercise that has one, besides that slot's."""
        rows = self.filter(person=person, exercise=exercise, tenths__isnull=False)
        rows = rows.exclude(day=day, period=besides.period, set=besides.set)
        tenths = rows.order_by("-day", "-period", "-set").values_list("tenths", flat=True).first()
        return f"{tenths / 10:g}" if tenths else ""

    def upsert_for(
        self, person: Person, ticks: Sequence[Tick], *, keep_from: int | None = None
    ) -> bool:
        """Upsert rows that are nobody's yet as ``person``'s; whether that changed any."""
        for tick in ticks:
            tick.person_id = person.pk
        return self.upsert(ticks, keep_from=keep_from) > 0

    def upsert(self, ticks: Sequence[Tick], *, keep_from: int | None = None) -> int:
        """Insert states, or update those with an older instant, in one statement (rules.md 3).

        Returns the number of rows that changed.

        ``keep_from``, for plain ticks: the tenths from which a slot that is done already keeps
        what it holds, and only its instant moves on (rules.md 30).

        In whatever order they come, a slot that was once ticked on time is not late
        (rules.md 8). A stored instant in the future is from a clock that was set back since,
        so it gives way. No two of ``ticks`` may be of the same slot.
        """
        connection = connections[self.db]
        fields = Tick._meta.local_concrete_fields
        row = f"({', '.join(['%s'] * len(fields))})"
        values = [
            field.get_db_prep_save(getattr(tick, field.attname), connection)
            for tick in ticks
            for field in fields
        ]
        statement = self._upsert_statement(f"VALUES {', '.join([row] * len(ticks))}", keep_from)
        with one_writer(connection), connection.cursor() as cursor:
            cursor.execute(statement, values)
            return int(cursor.rowcount)

    def upsert_many(self, person: Person, rows: Sequence[Sequence[SqlValue]]) -> None:
        """Upsert thousands: of each a value for every field behind the person, in their order.

        Models, and a placeholder for each value, would take ten times as long.
        """
        connection = connections[self.db]
        fields = Tick._meta.local_concrete_fields[1:]
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                # An upsert for each row would take two and a half times as long.
                columns = ", ".join(connection.ops.quote_name(field.attname) for field in fields)
                cursor.execute(f"CREATE TEMP TABLE imported_ticks ({columns})")
                one = f"INSERT INTO temp.imported_ticks VALUES ({', '.join(['%s'] * len(fields))})"  # noqa: S608
                cursor.executemany(one, rows)
                # Without WHERE its parser takes ON CONFLICT for a join.
                many = f"SELECT {person.pk}, * FROM temp.imported_ticks WHERE TRUE"  # noqa: S608
                cursor.execute(self._upsert_statement(many))
                cursor.execute("DROP TABLE temp.imported_ticks")
                return
            # One array a column, in which PostgreSQL itself reads what is a number or a day.
            arrays = ", ".join(f"%s::{field.db_type(connection)}[]" for field in fields)
            texts = [
                "{" + ",".join("NULL" if v is None else f'"{v}"' for v in column) + "}"
                for column in zip(*rows, strict=True)
            ]
            many = f"SELECT {person.pk}, * FROM unnest({arrays})"  # noqa: S608 - no foreign words
            cursor.execute(self._upsert_statement(many), texts)

    def _upsert_statement(self, rows: str, keep_from: int | None = None) -> str:
        quote, now = connections[self.db].ops.quote_name, microseconds(timezone.now())
        return upsert_statement(Tick, quote, rows, now=now, keep_from=keep_from)


class Tick(models.Model):
    """The state of one slot: done, undone or skipped, and since when.

    ``exercise`` is the permanent code of the content file. ``instant`` orders
    states; of a day mended ``late`` it claims no hour. ``tenths`` is the amount
    in tenths of the exercise's unit. ``seconds`` is how long a guided set took
    up to ``instant``. ``by`` is the name of the helper who ticked,
    empty where it was the person.
    """

    pk = models.CompositePrimaryKey("person_id", "day", "period", "exercise", "set")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, db_index=False, related_name="+")
    day = models.DateField()
    period = models.PositiveSmallIntegerField(choices=PERIODS)
    exercise = models.PositiveSmallIntegerField()
    set = models.PositiveSmallIntegerField()
    state = models.PositiveSmallIntegerField(choices=STATES)
    source = models.PositiveSmallIntegerField(choices=Source)
    tenths = models.PositiveIntegerField(null=True)
    felt = models.BooleanField(default=False)
    late = models.BooleanField(default=False)
    instant = models.BigIntegerField()
    seconds = models.PositiveIntegerField(null=True)
    # The database's own default too: the release before this one, still running while the
    # database is brought up to date, knows no such column.
    by = models.CharField(max_length=NICKNAME_LENGTH, blank=True, default="", db_default="")

    objects: ClassVar = TickQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(period__in=list(dict(PERIODS))), name="tick_period"),
            models.CheckConstraint(
                condition=Q(set__gte=1, set__lte=SETS_PER_PERIOD), name="tick_set"
            ),
            models.CheckConstraint(condition=Q(state__in=list(dict(STATES))), name="tick_state"),
            models.CheckConstraint(condition=Q(source__in=Source.values), name="tick_source"),
        ]


def sets_from_json(stored: Mapping[str, Sequence[int]]) -> dict[str, tuple[int, int, int]]:
    """Sets of a plan, without exercises whose document was taken away."""
    known = exercises_by_id()
    return {name: (m, a, e) for name, (m, a, e) in stored.items() if name in known}


class PlanQuerySet(models.QuerySet["PlanVersion"]):
    def plans_of(self, person: Person) -> list[Plan]:
        return [row.as_plan() for row in self.filter(person=person).order_by("starts")]

    def replace_from(self, person: Person, plan: Plan) -> None:
        """Let ``plan`` be in force from its first day; later versions give way to it.

        A change for tomorrow that was made yesterday would otherwise undo what
        the person asks for today.
        """
        self.filter(person=person, starts__gt=plan.starts).delete()
        self.upsert(person, [plan])

    def upsert(self, person: Person, plans: Sequence[Plan]) -> None:
        """Write these versions beside the others; one of the same first day gives way."""
        self.bulk_create(
            [
                PlanVersion(
                    person=person,
                    starts=plan.starts,
                    kind=plan.kind,
                    sets={name: list(sets) for name, sets in plan.sets.items()},
                    aside={name: list(sets) for name, sets in plan.aside.items()},
                )
                for plan in plans
            ],
            update_conflicts=True,
            unique_fields=["person_id", "starts"],
            update_fields=["kind", "sets", "aside"],
        )

    def put_back(self, person: Person, starts: dt.date, plans: Sequence[Plan]) -> None:
        """Let these be the versions from a day on. Call it with the person locked."""
        self.filter(person=person, starts__gte=starts).delete()
        self.upsert(person, plans)

    def withdraw(self, person: Person, today: dt.date) -> None:
        """Take back what is to come. Call it with the person locked.

        The first stays whenever it starts: somebody who has flown west since
        begins tomorrow, and a record without a plan would be none.
        """
        mine = self.filter(person=person)
        first = mine.order_by("starts").values("starts")[:1]
        mine.filter(starts__gt=today).exclude(starts=Subquery(first)).delete()

    def replace_all(self, person: Person, plans: Sequence[Plan]) -> None:
        self.filter(person=person).delete()
        self.upsert(person, plans)


class PlanVersion(models.Model):
    """What a person intends from a day on; earlier days keep their own version."""

    pk = models.CompositePrimaryKey("person_id", "starts")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, db_index=False, related_name="+")
    starts = models.DateField()

    kind = models.CharField(max_length=8, choices=KINDS)
    sets = models.JSONField()
    aside = models.JSONField(default=dict)

    objects: ClassVar = PlanQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=get_args(Kind)), name="plan_kind")
        ]

    def as_plan(self) -> Plan:
        kind = cast("Kind", self.kind)
        return Plan(self.starts, kind, sets_from_json(self.sets), sets_from_json(self.aside))


class PauseQuerySet(models.QuerySet["Pause"]):
    def of(self, person: Person) -> tuple[PauseSpan, ...]:
        statement = (
            "SELECT first_day, last_day, reason FROM practice_pause WHERE person_id = %s "
            "ORDER BY first_day"
        )
        return tuple(PauseSpan(*row) for row in fetch_rows(Pause, statement, [person.pk]))

    def add(self, person: Person, span: PauseSpan) -> None:
        """Excuse these days; pauses that meet become one. Call it with the person locked."""
        met, whole = merge_new(self.of(person), span)
        self.filter(person=person, first_day__in=[old.first for old in met]).delete()
        self.create(person=person, first_day=whole.first, last_day=whole.last, reason=whole.reason)

    def replace_all(self, person: Person, spans: Sequence[PauseSpan]) -> None:
        """Let these be all, no two of which may meet. Call it with the person locked."""
        self.filter(person=person).delete()
        self.bulk_create(
            Pause(person=person, first_day=span.first, last_day=span.last, reason=span.reason)
            for span in spans
        )

    def end(self, person: Person, first_day: dt.date, today: dt.date, *, whole: bool) -> None:
        """Let the pause that began on ``first_day`` be over before today, or go away whole."""
        mine = self.filter(person=person, first_day=first_day)
        for span in self.of(person):
            if span.first == first_day:
                left = None if whole else ended_before(span, today)
                if left is None:
                    mine.delete()
                elif span.covers(today):
                    mine.update(last_day=left.last)


class Pause(models.Model):
    """Days excused, whole ones; without a last day it goes on (rules.md 13)."""

    pk = models.CompositePrimaryKey("person_id", "first_day")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, db_index=False, related_name="+")
    first_day = models.DateField()
    last_day = models.DateField(null=True)
    reason = models.CharField(max_length=NOTE_LENGTH, blank=True)

    objects: ClassVar = PauseQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(last_day__isnull=True) | Q(last_day__gte=models.F("first_day")),
                name="pause_ends_after_it_begins",
            )
        ]


class Feeling(models.IntegerChoices):
    COMFORTABLE = 1
    SORE = 2
    HURT = 3


class DayNote(models.Model):
    """What a person writes of a day, if they want to: how it felt, and one line."""

    pk = models.CompositePrimaryKey("person_id", "day")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, db_index=False, related_name="+")
    day = models.DateField()
    feeling = models.PositiveSmallIntegerField(null=True, choices=Feeling)
    words = models.CharField(max_length=NOTE_LENGTH, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(feeling__isnull=True) | Q(feeling__in=Feeling.values),
                name="note_feeling",
            )
        ]


class PreferencesQuerySet(models.QuerySet["Preferences"]):
    def of(self, person: Person) -> Preferences:
        """One person's; not yet kept where nothing was ever changed."""
        return self.filter(person=person).first() or Preferences(person=person)

    def change(self, person: Person, **values: dt.date | bool | None) -> None:
        """Keep these beside the others. Call it with the person locked."""
        self.update_or_create(person=person, defaults=values)


class Preferences(models.Model):
    """How a person wants to be asked; without a row the defaults hold.

    ``blanks_settled_to``: the last day about which Today has already asked.
    ``growth_asked_on``: when the offer to grow was last left for another week.
    ``keeps_notes``: whether the person wants to write how a day felt.
    """

    person = models.OneToOneField(
        Person, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    blanks_settled_to = models.DateField(null=True)
    growth_asked_on = models.DateField(null=True)
    keeps_notes = models.BooleanField(default=False)

    objects: ClassVar = PreferencesQuerySet.as_manager()


class PendingImportQuerySet(models.QuerySet["PendingImport"]):
    def expire(self, now: dt.datetime) -> None:
        _erase(self.filter(made_at__lt=now - PendingImport.WAITS))

    def forget(self, person: Person) -> None:
        """Let a file that waits give way to the next that its person shows."""
        _erase(self.filter(person=person))

    def make_room_for(self, content: bytes) -> None:
        """Let the oldest give way: nobody can fill the disk, nor keep others from their turn."""
        newest_first = self.exclude(content=b"").order_by("-made_at", "pk")
        waiting = newest_first.values_list("pk", Length("content"))
        number, size, stay = 1, len(content), []
        for key, length in waiting:
            number, size = number + 1, size + length
            if number > PendingImport.MOST_WAITING or size > PendingImport.MOST_BYTES:
                break
            stay.append(key)
        _erase(newest_first.exclude(pk__in=stay))


def _erase(files: models.QuerySet[PendingImport]) -> None:
    if files.delete()[0]:
        transaction.on_commit(request_checkpoint)


class PendingImport(models.Model):
    """A file that was shown and waits for a yes, for an hour at most.

    ``content`` is the file, compressed; empty once it was taken over, so that a
    second yes finds that the first was heard. Who confirms must show the token
    whose hash this is, and be the person it was shown to.
    """

    WAITS: ClassVar = dt.timedelta(hours=1)
    MOST_WAITING: ClassVar = 100
    MOST_BYTES: ClassVar = 128 * 1024 * 1024

    token_hash = models.BinaryField(primary_key=True, max_length=32)
    person = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField()
    content = models.BinaryField()

    objects: ClassVar = PendingImportQuerySet.as_manager()
