"""Which rows of a queue are due, and who sends them: no two senders ever have the same."""

import datetime as dt
from typing import Any

from django.db import connection, transaction

from reminders.models import Scheduled
from reminders.sending.queues import Claimed, Queue

CLAIM = "UPDATE {table} SET claimed_until = %s WHERE {is_row}"
LET_GO = """
UPDATE {table} SET next_at = %s, due_at = %s, claimed_until = NULL, sent_at = COALESCE(%s, sent_at)
WHERE {is_row} AND next_at = %s AND claimed_until = %s
"""
LEASE = dt.timedelta(minutes=5)
"""Longer than it can take from a claim until the last of its messages is handed over."""


def claim(queue: Queue, now: dt.datetime, most: int) -> list[Claimed]:
    """Take the rows that have waited longest; other senders pass over them until LEASE ends.

    SQLite lets one write at a time; on PostgreSQL rows that another sender is just claiming are
    passed over.
    """
    found = queue.model.objects.due(now)
    if not found.exists():
        return []
    until = now + LEASE
    with transaction.atomic():
        rows = list(found.select_for_update(skip_locked=True)[:most])
        if not rows:
            return []
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                # Of this connection alone: what a crash of the database forgets is sent once more.
                cursor.execute("SET synchronous_commit TO off")
            cursor.executemany(
                _of_row(CLAIM, queue.model),
                [(_stored(until), *_key(row)) for row in rows],
            )
    return queue.gather(rows, until)


def set_next(
    claimed: Claimed,
    next_time: dt.datetime,
    *,
    due_at: dt.datetime | None = None,
    sent_at: dt.datetime | None = None,
) -> bool:
    """Let go of a claimed row; whether it was still this sender's and its time unchanged.

    ``due_at`` where it is tried again, ``sent_at`` where it goes out now.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            _of_row(LET_GO, type(claimed.row)),
            [
                *map(_stored, (next_time, due_at, sent_at)),
                *_key(claimed.row),
                *map(_stored, (claimed.row.next_at, claimed.until)),
            ],
        )
        return int(cursor.rowcount) > 0


def put_off(claimed: Claimed, sent: dt.datetime, until: dt.datetime) -> bool:
    """Send it again later to whom it did not reach, unless it was changed since it was sent."""
    mine = type(claimed.row).objects.filter(pk=claimed.row.pk)
    return bool(mine.filter(next_at=sent).update(next_at=until, due_at=claimed.since))


def _of_row(statement: str, model: type[Scheduled]) -> str:
    """A statement about one row of a table, whose key is ``_key``."""
    is_row = " AND ".join(f"{field.column} = %s" for field in model._meta.pk_fields)
    return statement.format(table=model._meta.db_table, is_row=is_row)


def _key(row: Scheduled) -> tuple[Any, ...]:
    return row.pk if isinstance(row.pk, tuple) else (row.pk,)


def _stored(instant: dt.datetime | None) -> Any:
    """An instant as the database keeps it."""
    return connection.ops.adapt_datetimefield_value(instant)
