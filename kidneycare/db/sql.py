"""Raw SQL for the few queries that every page makes, on SQLite and PostgreSQL alike.

Compiling a query set takes longer than the query itself (docs/performance.md).
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from threading import Lock
from typing import Any, TypeVar

from django.db import connections, models, router
from django.db.backends.base.base import BaseDatabaseWrapper

_WRITING = Lock()

M = TypeVar("M", bound=models.Model)


def fetch_rows(
    model: type[models.Model], statement: str, values: Mapping[str, Any] | Sequence[Any]
) -> list[tuple[Any, ...]]:
    with connections[router.db_for_read(model)].cursor() as cursor:
        cursor.execute(statement, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


@cache
def columns(model: type[models.Model], alias: str) -> str:
    """Every column of a table, in the order in which :func:`instance` takes them."""
    return ", ".join(f'{alias}."{field.column}"' for field in model._meta.concrete_fields)


def instance(model: type[M], row: Sequence[Any]) -> M:
    names = [field.attname for field in model._meta.concrete_fields]
    # SQLite leaves out the zone of its instants, which is UTC.
    values = [
        value.replace(tzinfo=dt.UTC)
        if isinstance(value, dt.datetime) and value.tzinfo is None
        else value
        for value in row
    ]
    return model.from_db(router.db_for_read(model), names, values)


@contextmanager
def one_writer(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Let the threads of this process write to SQLite one after the other.

    SQLite itself would have them sleep and retry, longer each time and in no order: of many who
    tick in the same second some would wait a hundred times as long as others.
    """
    # In a transaction a thread has its turn already.
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    # Where another process holds the file for long, the waits must not add up.
    is_turn = _WRITING.acquire(timeout=1)
    try:
        yield
    finally:
        if is_turn:
            _WRITING.release()


def as_day(value: dt.date | str) -> dt.date:
    """Convert a day that SQLite returns as text, as it does for computed columns."""
    return dt.date.fromisoformat(value) if isinstance(value, str) else value
