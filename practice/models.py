"""What is kept of practice: ticks, plans, pauses.

All three have natural keys that lead with the person: a person's rows lie
together and every question about one person reads only their part.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, ClassVar, cast

from django.db import connections, models
from django.db.models import Subquery
from django.utils import timezone

from content.types import Period
from people.models import Person
from practice.adherence import Mark, State
from practice.pauses import PauseSpan, ended_before, joined
from practice.plan import Kind, Plan, Slot

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def microseconds(instant: dt.datetime) -> int:
    """An instant as the database keeps it: whole microseconds since 1970."""
    return (instant - EPOCH) // dt.timedelta(microseconds=1)


class Source(models.IntegerChoices):
    """How a tick came about."""

    TICK = 1
    GUIDED = 2


class TickQuerySet(models.QuerySet["Tick"]):
    """Many ticks."""

    def for_person(self, person: Person) -> TickQuerySet:
        """One person's own."""
        return self.filter(person=person)

    def in_days(self, first: dt.date, last: dt.date) -> TickQuerySet:
        """Of the practice days from ``first`` to ``last``, both included."""
        return self.filter(day__range=(first, last))

    def latest_day(self) -> dt.date | None:
        """The latest day with a row, undone ones too: the page to redo it stays reachable."""
        return self.order_by("-day").values_list("day", flat=True).first()

    def record(self, ticks: Sequence[Tick]) -> None:
        """Write states in one statement; an older or equal instant changes nothing.

        The same words on SQLite and PostgreSQL (rules.md 3): sent twice, late
        or from two phones, there is one row and the last performed wins. No two
        of ``ticks`` may be of the same slot.

        An instant in the future is from a clock that was put back meanwhile:
        nothing can have been performed then, so it gives way. Without that, an
        undo would be answered and not kept until the clock had caught up.
        """
        connection = connections[self.db]
        quote = connection.ops.quote_name
        fields = Tick._meta.local_concrete_fields
        columns = [quote(field.attname) for field in fields]
        key = [quote(field.attname) for field in Tick._meta.pk_fields]
        instant, late = quote("instant"), quote("late")
        row = f"({', '.join(['%s'] * len(fields))})"
        changed = ", ".join(
            f"{column} = excluded.{column}" for column in columns if column not in {*key, late}
        )
        table = quote(Tick._meta.db_table)
        # Mending a slot that was once ticked on time doesn't move the start (rules.md 8).
        changed += f", {late} = {table}.{late} AND excluded.{late}"
        statement = (
            f"INSERT INTO {table} ({', '.join(columns)}) "  # noqa: S608 - names of our own fields
            f"VALUES {', '.join([row] * len(ticks))} "
            f"ON CONFLICT ({', '.join(key)}) DO UPDATE SET {changed} "
            f"WHERE excluded.{instant} > {table}.{instant} OR {table}.{instant} > %s"
        )
        values = [
            field.get_db_prep_save(getattr(tick, field.attname), connection)
            for tick in ticks
            for field in fields
        ]
        with connection.cursor() as cursor:
            cursor.execute(statement, [*values, microseconds(timezone.now())])


class Tick(models.Model):
    """The state of one slot: done, undone or skipped, and since when.

    ``exercise`` is the permanent code of the content file. ``instant`` orders
    states; of a day mended ``late`` it claims no hour. ``tenths`` is the amount
    in tenths of the exercise's unit.
    """

    pk = models.CompositePrimaryKey("person_id", "day", "period", "exercise", "set")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, db_index=False, related_name="+")
    day = models.DateField()
    period = models.PositiveSmallIntegerField()
    exercise = models.PositiveSmallIntegerField()
    set = models.PositiveSmallIntegerField()
    state = models.PositiveSmallIntegerField()
    source = models.PositiveSmallIntegerField()
    tenths = models.PositiveIntegerField(null=True)
    felt = models.BooleanField(default=False)
    late = models.BooleanField(default=False)
    instant = models.BigIntegerField()

    objects: ClassVar = TickQuerySet.as_manager()

    def __str__(self) -> str:
        """The key, which names no exercise in words."""
        return f"tick {self.pk}"

    def as_mark(self) -> Mark:
        """What the rules need of it."""
        return Mark(
            state=State(self.state),
            tenths=self.tenths,
            felt=self.felt,
            late=self.late,
            guided=self.source == Source.GUIDED,
            instant=self.instant,
        )

    def slot(self, exercise: str) -> Slot:
        """Its slot, given the name that belongs to its code."""
        return Slot(Period(self.period), exercise, self.set)


KINDS: tuple[Kind, ...] = ("full", "easy", "one", "own")
"""Ways a plan came about; the place in this list is what the database keeps."""


class PlanQuerySet(models.QuerySet["PlanVersion"]):
    """Many versions of plans."""

    def for_person(self, person: Person) -> PlanQuerySet:
        """One person's, in order, each with where that person's record begins and ends.

        ``first_day`` and ``first_period``: the earliest tick not recorded late
        (rules.md 8); ``last_day``: the latest day with something done. They ride
        on this query, so that a page needs one less.
        """
        done = Tick.objects.filter(person=person, state=State.DONE)
        on_time = done.filter(late=False).order_by("day", "period")
        bounds = {
            "first_day": Subquery(on_time.values("day")[:1]),
            "first_period": Subquery(on_time.values("period")[:1]),
            "last_day": Subquery(done.order_by("-day").values("day")[:1]),
        }
        return self.filter(person=person).order_by("starts").annotate(**bounds)

    def plans_of(self, person: Person) -> list[Plan]:
        """One person's, in order, as the rules read them."""
        return [row.as_plan() for row in self.filter(person=person).order_by("starts")]

    def put(self, person: Person, plan: Plan) -> None:
        """Let ``plan`` be in force from its first day; later versions give way to it.

        A change for tomorrow that was made yesterday would otherwise undo what
        the person asks for today.
        """
        self.filter(person=person, starts__gt=plan.starts).delete()
        self.keep(person, [plan])

    def keep(self, person: Person, plans: Sequence[Plan]) -> None:
        """Write these versions beside the others; one of the same first day gives way."""
        self.bulk_create(
            [
                PlanVersion(
                    person=person,
                    starts=plan.starts,
                    kind=KINDS.index(plan.kind),
                    sets={name: list(sets) for name, sets in plan.sets.items()},
                    aside={name: list(sets) for name, sets in plan.aside.items()},
                )
                for plan in plans
            ],
            update_conflicts=True,
            unique_fields=["person_id", "starts"],
            update_fields=["kind", "sets", "aside"],
        )

    def begin_unless_begun(self, person: Person, plan: Plan) -> None:
        """Write version 1, unless the person already has a plan."""
        if not self.filter(person=person).exists():
            self.put(person, plan)


class PlanVersion(models.Model):
    """What a person intends from a day on; earlier days keep their own version."""

    pk = models.CompositePrimaryKey("person_id", "starts")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, db_index=False, related_name="+")
    starts = models.DateField()

    # Set by PlanQuerySet.for_person.
    first_day: dt.date | None
    first_period: int | None
    last_day: dt.date | None

    kind = models.PositiveSmallIntegerField()
    sets = models.JSONField()
    aside = models.JSONField(default=dict)

    objects: ClassVar = PlanQuerySet.as_manager()

    def __str__(self) -> str:
        """Only the key."""
        return f"plan {self.pk}"

    def as_plan(self) -> Plan:
        """The pure value that the rules work with."""
        sets = cast("Mapping[str, list[int]]", self.sets)
        aside = cast("Mapping[str, list[int]]", self.aside)
        return Plan(
            self.starts,
            KINDS[self.kind],
            {name: (m, a, e) for name, (m, a, e) in sets.items()},
            {name: (m, a, e) for name, (m, a, e) in aside.items()},
        )


class PauseQuerySet(models.QuerySet["Pause"]):
    """Many pauses."""

    def of(self, person: Person) -> tuple[PauseSpan, ...]:
        """One person's, in order, as the rules read them."""
        return tuple(
            PauseSpan(*row)
            for row in self.filter(person=person)
            .order_by("first_day")
            .values_list("first_day", "last_day", "reason")
        )

    def add(self, person: Person, span: PauseSpan) -> None:
        """Excuse these days; pauses that meet become one. Call it with the person locked."""
        met, whole = joined(self.of(person), span)
        self.filter(person=person, first_day__in=[old.first for old in met]).delete()
        self.create(person=person, first_day=whole.first, last_day=whole.last, reason=whole.reason)

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
    reason = models.CharField(max_length=200, blank=True)

    objects: ClassVar = PauseQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(last_day__isnull=True)
                | models.Q(last_day__gte=models.F("first_day")),
                name="pause_ends_after_it_begins",
            )
        ]

    def __str__(self) -> str:
        """Only the key."""
        return f"pause {self.pk}"


class Feeling(models.IntegerChoices):
    """How a day's practice felt."""

    COMFORTABLE = 1
    SORE = 2
    HURT = 3


class DayNote(models.Model):
    """What a person writes of a day, if they want to: how it felt, and one line."""

    pk = models.CompositePrimaryKey("person_id", "day")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, db_index=False, related_name="+")
    day = models.DateField()
    feeling = models.PositiveSmallIntegerField(null=True)
    words = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        """Only the key."""
        return f"note {self.pk}"


class PendingImport(models.Model):
    """A file that was shown and waits for a yes, for an hour at most.

    ``content`` is the file, compressed. Who confirms must show the token whose
    hash this is, and be the person it was shown to.
    """

    token_hash = models.BinaryField(primary_key=True, max_length=32)
    person = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField()
    content = models.BinaryField()

    def __str__(self) -> str:
        """Only what it is."""
        return "pending import"
