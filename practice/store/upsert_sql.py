"""The statement that sets states of slots, the same on both databases."""

from collections.abc import Callable

from django.db.models import Model

from practice.rules.adherence import State


def upsert_statement(
    model: type[Model],
    quote: Callable[[str], str],
    rows: str,
    *,
    now: int,
    keep_from: int | None = None,
) -> str:
    """Insert ``rows`` of ticks, or update those with an older instant.

    ``now`` in microseconds, as the rows' instants; ``keep_from``: see ``TickQuerySet.upsert``.
    """
    columns = [quote(field.attname) for field in model._meta.local_concrete_fields]
    key = [quote(field.attname) for field in model._meta.pk_fields]
    instant, late = quote("instant"), quote("late")
    table = quote(model._meta.db_table)
    is_later = f"(excluded.{instant} > {table}.{instant} OR {table}.{instant} > {now})"
    is_on_time = f"{table}.{late} AND NOT excluded.{late}"
    is_replaced = is_later
    if keep_from is not None:
        state, felt, tenths = (f"{table}.{quote(name)}" for name in ("state", "felt", "tenths"))
        is_full = f"({felt} OR COALESCE({tenths} >= {keep_from:d}, TRUE))"
        is_replaced += f" AND NOT ({state} = {State.DONE:d} AND {is_full})"
    changed = ", ".join(
        f"{column} = CASE WHEN {is_later if column == instant else is_replaced} "
        f"THEN excluded.{column} ELSE {table}.{column} END"
        for column in columns
        if column not in {*key, late}
    )
    changed += f", {late} = {table}.{late} AND excluded.{late}"
    return (
        f"INSERT INTO {table} ({', '.join(columns)}) {rows} "
        f"ON CONFLICT ({', '.join(key)}) DO UPDATE SET {changed} "
        f"WHERE {is_later} OR (excluded.{instant} < {table}.{instant} AND {is_on_time})"
    )
