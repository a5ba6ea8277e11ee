"""Raw SQL for the few queries that every page makes.

Django compiles a query set each time, which takes longer than the database needs for the answer
(docs/performance.md). The statements are the same on SQLite and PostgreSQL; what differs in the
rows is converted here.
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
    """Every row of the result, from the database where ``model`` is kept."""
    with connections[router.db_for_read(model)].cursor() as cursor:
        cursor.execute(statement, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


@cache
def columns(model: type[models.Model], alias: str) -> str:
    """Every column of a table, in the order in which :func:`instance` takes them."""
    return ", ".join(f'{alias}."{field.column}"' for field in model._meta.concrete_fields)


def instance(model: type[M], row: Sequence[Any]) -> M:
    """Make a model from a row with all its columns."""
    names, converters = _fields(model)
    values = [
        convert(value) if convert else value for convert, value in zip(converters, row, strict=True)
    ]
    return model.from_db(router.db_for_read(model), names, values)


@contextmanager
def one_writer(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Let the threads of this process write one after the other, where SQLite would have them wait.

    SQLite lets one write at a time, and whoever comes meanwhile sleeps and tries again, longer each
    time and in no order: of many who tick in the same second some would wait a hundred times as
    long as others. In a transaction a thread has its turn already, and mustn't wait for another's.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    # Where somebody holds the file for long, waiting in turn must not add up.
    is_turn = _WRITING.acquire(timeout=1)
    try:
        yield
    finally:
        if is_turn:
            _WRITING.release()


def as_day(value: dt.date | str) -> dt.date:
    """Convert a day that SQLite returns as text, as it does but for a table's own columns."""
    return dt.date.fromisoformat(value) if isinstance(value, str) else value


def as_instant(value: dt.datetime | None) -> dt.datetime | None:
    """Add the zone that SQLite leaves out: it keeps instants in UTC."""
    return value.replace(tzinfo=dt.UTC) if value is not None and value.tzinfo is None else value


@cache
def _fields(model: type[models.Model]) -> tuple[list[str], list[Any]]:
    fields = model._meta.concrete_fields
    return (
        [field.attname for field in fields],
        [as_instant if isinstance(field, models.DateTimeField) else None for field in fields],
    )
